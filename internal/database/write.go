package database

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/klauspost/compress/zstd"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// A writer puts inspections into the tables, within one transaction.
type writer struct {
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	pack       *zstd.Encoder
	keys       tidy.Keys
	nextKey    int64 // of findings
	nextPlace  int64 // of records
}

// newWriter begins where earlier rows end.
func newWriter(ctx context.Context, tx *sql.Tx) (*writer, error) {
	pack, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, err
	}
	w := &writer{tx: tx, statements: map[string]*sql.Stmt{}, pack: pack}
	err = tx.QueryRowContext(ctx, `SELECT (SELECT coalesce(max(finding_key), 0) + 1 FROM findings),
		(SELECT coalesce(max(place), 0) + 1 FROM records)`).Scan(&w.nextKey, &w.nextPlace)
	return w, err
}

// place returns the next place of a record.
func (w *writer) place() int64 {
	w.nextPlace++
	return w.nextPlace - 1
}

// exec runs a statement, which is prepared once.
func (w *writer) exec(ctx context.Context, query string, args ...any) error {
	statement := w.statements[query]
	if statement == nil {
		var err error
		if statement, err = w.tx.PrepareContext(ctx, query); err != nil {
			return err
		}
		w.statements[query] = statement
	}
	_, err := statement.ExecContext(ctx, args...)
	return err
}

// inserts are the statements that fill the tables of package tidy. All names
// in them are ours.
var inserts = map[*tidy.Table]string{
	tidy.Inspections: insert(tidy.Inspections),
	tidy.Judgements:  insert(tidy.Judgements),
	tidy.Findings:    insert(tidy.Findings, "begins", "finding_key"),
	tidy.Errors:      insert(tidy.Errors),
}

// insert returns the statement that adds a row: the columns of the table that
// the inspection's row does not have too, and then more.
func insert(t *tidy.Table, more ...string) string {
	var names []string
	for _, c := range t.Columns {
		if !c.Repeated {
			names = append(names, c.Name)
		}
	}
	names = append(names, more...)
	marks := strings.Repeat(", ?", len(names))[2:]
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", t.Name, strings.Join(names, ", "), marks)
}

// values returns what goes with insert. SQLite has neither lists nor truth.
func values(t *tidy.Table, row tidy.Row, more ...any) []any {
	var out []any
	for i, c := range t.Columns {
		if c.Repeated {
			continue
		}
		switch v := row[i].(type) {
		case []string:
			out = append(out, tidy.Joined(v))
		default:
			out = append(out, v)
		}
	}
	return append(out, more...)
}

// A stored is what records keep of an inspection.
type stored struct {
	record []byte
	place  int64
	reader string
	origin string
}

// add puts an inspection in, with its record where there is one. It returns the
// key of the inspection.
func (w *writer) add(ctx context.Context, in *model.Inspection, s *stored) (string, error) {
	key := w.keys.Key(in.ID)
	set := tidy.Rows(in, key)
	if err := w.exec(ctx, inserts[tidy.Inspections], values(tidy.Inspections, set.Inspection)...); err != nil {
		return key, err
	}
	if s != nil {
		err := w.exec(ctx, "INSERT INTO records (inspection, place, reader, origin, record) VALUES (?, ?, ?, ?, ?)",
			key, s.place, s.reader, s.origin, s.record)
		if err != nil {
			return key, err
		}
	}
	for _, row := range set.Judgements {
		if err := w.exec(ctx, inserts[tidy.Judgements], values(tidy.Judgements, row)...); err != nil {
			return key, err
		}
	}
	return key, w.addFindings(ctx, in, set.Findings)
}

// addFindings puts findings in, and each whole paragraph into the index.
func (w *writer) addFindings(ctx context.Context, in *model.Inspection, rows []tidy.Row) error {
	whole := *in
	whole.Findings = in.Whole()
	wholes := tidy.Rows(&whole, "").Findings
	for i := range in.Findings {
		begins := in.Begins(i)
		if err := w.exec(ctx, inserts[tidy.Findings], values(tidy.Findings, rows[i], begins, w.nextKey)...); err != nil {
			return err
		}
		if begins {
			last := i
			for last+1 < len(in.Findings) && !in.Begins(last+1) {
				last++
			}
			if err := w.addWhole(ctx, wholes[0], rows[last], last > i); err != nil {
				return err
			}
			wholes = wholes[1:]
		}
		w.nextKey++
	}
	return nil
}

// addWhole puts a whole paragraph and its themes into the index, and beside its
// first part where it has several.
func (w *writer) addWhole(ctx context.Context, whole, last tidy.Row, several bool) error {
	if several {
		err := w.exec(ctx, "INSERT INTO joined (finding_key, last_page, polarity, themes, national_framework, text) VALUES (?, ?, ?, ?, ?, ?)",
			w.nextKey, last[pageColumn], whole[polarityColumn], tidy.Joined(whole[themesColumn]), tidy.Joined(whole[frameworkColumn]), whole[textColumn])
		if err != nil {
			return err
		}
	}
	for place, theme := range whole[themesColumn].([]string) {
		if err := w.exec(ctx, "INSERT INTO finding_themes (finding_key, position, theme) VALUES (?, ?, ?)", w.nextKey, place+1, theme); err != nil {
			return err
		}
	}
	return w.exec(ctx, "INSERT INTO findings_fts (rowid, text) VALUES (?, ?)", w.nextKey, whole[textColumn])
}

// Places of columns in tidy.Findings.
var (
	pageColumn      = tidy.Findings.Column("page")
	polarityColumn  = tidy.Findings.Column("polarity")
	themesColumn    = tidy.Findings.Column("themes")
	frameworkColumn = tidy.Findings.Column("national_framework")
	textColumn      = tidy.Findings.Column("text")
)

// remove takes an inspection out.
func (w *writer) remove(ctx context.Context, key string) error {
	// The index has to be told the words that leave it.
	err := w.exec(ctx, "INSERT INTO findings_fts (findings_fts, rowid, text) SELECT 'delete', finding_key, text FROM passages WHERE inspection = ?", key)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, "DELETE FROM inspections WHERE inspection = ?", key); err != nil {
		return err
	}
	w.keys.Free(key)
	return nil
}

// Add puts an inspection into a temporary database, to be searched. Calls must
// not overlap, and Commit has to follow the last.
func (db *DB) Add(ctx context.Context, in *model.Inspection) error {
	if db.filling == nil {
		tx, err := db.sql.BeginTx(ctx, nil)
		if err != nil {
			return db.explain(err)
		}
		if db.filling, err = newWriter(ctx, tx); err != nil {
			tx.Rollback()
			return db.explain(err)
		}
	}
	_, err := db.filling.add(ctx, in, nil)
	return db.explain(err)
}

// Commit ends what Add began.
func (db *DB) Commit() error {
	if db.filling == nil {
		return nil
	}
	err := db.filling.tx.Commit()
	db.filling = nil
	return db.explain(err)
}

// packed returns an inspection as parse prints it, packed. Its path is left out:
// the file may be moved.
func (w *writer) packed(in *model.Inspection) ([]byte, error) {
	bare := *in
	bare.Source.Path = ""
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(&bare); err != nil {
		return nil, err
	}
	return w.pack.EncodeAll(line.Bytes(), nil), nil
}
