package database

import (
	"context"
	"errors"
	"iter"

	"github.com/klauspost/compress/zstd"

	"ofsted/model"
)

// A Record is what parse prints of one document.
type Record struct {
	Path string // of its file, as the export that came upon it last was given it
	JSON []byte // one object, without the path; to be copied by who keeps it
}

// ErrLong says that a record is longer than was asked for.
var ErrLong = errors.New("a record longer than those that are read")

// Records yields the records in the order in which they were added, of which
// none may be longer than most bytes. A longer one has its path and ErrLong; any
// other error is the last. Nothing else can be asked of the database meanwhile.
func (db *DB) Records(ctx context.Context, most int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		unpack, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(most)))
		if err != nil {
			yield(Record{}, err)
			return
		}
		defer unpack.Close()
		rows, err := db.sql.QueryContext(ctx, "SELECT i.path, r.record FROM records r JOIN inspections i USING (inspection) ORDER BY r.place")
		if err != nil {
			yield(Record{}, db.explain(err))
			return
		}
		defer rows.Close()
		var r Record
		var packed []byte
		for rows.Next() {
			if err := rows.Scan(&r.Path, &packed); err != nil {
				yield(Record{}, db.explain(err))
				return
			}
			r.JSON, err = unpack.DecodeAll(packed, r.JSON[:0])
			switch {
			case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded):
				err = ErrLong
			case err != nil:
				yield(Record{}, db.explain(err))
				return
			}
			if !yield(r, err) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Record{}, db.explain(err))
		}
	}
}

// Failures returns the inputs that exports could not read.
func (db *DB) Failures(ctx context.Context) ([]*model.Failure, error) {
	rows, err := db.sql.QueryContext(ctx, "SELECT path, code, message, coalesce(sha256, ''), coalesce(media_type, ''), bytes FROM errors ORDER BY path")
	if err != nil {
		return nil, db.explain(err)
	}
	defer rows.Close()
	var list []*model.Failure
	for rows.Next() {
		f := new(model.Failure)
		if err := rows.Scan(&f.Source.Path, &f.Code, &f.Message, &f.Source.SHA256, &f.Source.MediaType, &f.Source.Bytes); err != nil {
			return nil, db.explain(err)
		}
		list = append(list, f)
	}
	return list, db.explain(rows.Err())
}
