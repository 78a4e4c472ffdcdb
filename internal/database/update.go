package database

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ofsted/internal/tidy"
	"ofsted/internal/whole"
	"ofsted/model"
)

// An Update is one transaction on an exported database, which is made where
// there is none: what it changes is there once it is committed, and nothing of
// it otherwise. Its methods must not be called at the same time, Known apart.
//
// An inspection is told by the SHA-256 sum of its file, wherever the file is
// now. One whose file holds something else now is replaced; one whose file is
// not come upon stays.
type Update struct {
	Counts Counts // what became of inspections so far

	db       *DB
	w        *writer
	target   string             // path of a new database, which is made beside it; else empty
	known    map[string]bool    // SHA-256 sums of what this program has read
	bySum    map[string]*held   // by SHA-256 sum
	byOrigin map[string][]*held // by originOf their files
	done     bool
}

// Counts are numbers of inspections.
type Counts struct{ Added, Replaced, Unchanged int }

// A held is an inspection of the database.
type held struct {
	key, path, sum, reader, origin string
	place                          int64
	kept                           bool // come upon in this update
	// Stale says that its file holds something else now. It goes, unless it
	// is found in another file, and its key is free already.
	stale bool
}

// Begin begins an update of the database at a path by a program, which reader
// names: what another one has read is not Known.
func Begin(ctx context.Context, path, reader string) (*Update, error) {
	u := &Update{known: map[string]bool{}, bySum: map[string]*held{}, byOrigin: map[string][]*held{}}
	var err error
	info, statErr := os.Stat(path)
	switch {
	case errors.Is(statErr, fs.ErrNotExist), statErr == nil && info.Mode().IsRegular() && info.Size() == 0:
		err = u.create(ctx, path)
	case statErr != nil:
		err = fmt.Errorf("%s: cannot be written: %w", path, statErr)
	case info.IsDir():
		err = fmt.Errorf("%s: is a folder; name a file in it", path)
	default:
		err = u.open(ctx, path)
	}
	if err == nil {
		err = u.begin(ctx, reader)
	}
	if err != nil {
		u.Discard()
		return nil, err
	}
	return u, nil
}

// create makes a database beside a path. Before it is complete it need not
// outlast a power cut.
func (u *Update) create(ctx context.Context, path string) (err error) {
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s: there is no folder %s to write it to", path, filepath.Dir(path))
	}
	u.target = path
	if u.db, err = connect(ctx, whole.Beside(path), "rwc"); err != nil {
		return err
	}
	u.db.name = path
	if err := u.db.careless(ctx); err != nil {
		return err
	}
	return u.db.create(ctx)
}

func (u *Update) open(ctx context.Context, path string) (err error) {
	if !IsFile(path) {
		return notOurs(path, "not a database")
	}
	if u.db, err = connect(ctx, path, "rw"); err != nil {
		return err
	}
	return u.db.check(ctx)
}

// begin locks the database and looks at what it holds.
func (u *Update) begin(ctx context.Context, reader string) error {
	tx, err := u.db.sql.BeginTx(ctx, nil)
	if err != nil {
		return u.db.explain(err)
	}
	if u.w, err = newWriter(ctx, tx, reader); err != nil {
		tx.Rollback()
		return u.db.explain(err)
	}
	rows, err := tx.QueryContext(ctx, `SELECT i.inspection, i.path, coalesce(i.sha256, ''), coalesce(r.reader, ''),
		coalesce(r.origin, ''), coalesce(r.place, 0) FROM inspections i LEFT JOIN records r USING (inspection)`)
	if err != nil {
		return u.db.explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		h := new(held)
		if err := rows.Scan(&h.key, &h.path, &h.sum, &h.reader, &h.origin, &h.place); err != nil {
			return u.db.explain(err)
		}
		u.w.keys.Take(h.key)
		u.hold(h)
		u.known[h.sum] = h.sum != "" && h.reader == reader
	}
	return u.db.explain(rows.Err())
}

func (u *Update) hold(h *held) {
	if h.sum != "" {
		u.bySum[h.sum] = h
	}
	if h.origin != "" {
		u.byOrigin[h.origin] = append(u.byOrigin[h.origin], h)
	}
}

// originOf tells files apart, wherever a run begins to look for them: letter.pdf
// in one folder is not letter.pdf in another. It is a sum, since full paths name
// people and what they work on. Standard input is never the same.
func originOf(path string) string {
	if path == "-" {
		return ""
	}
	if !strings.Contains(path, "://") { // not a web address
		if full, err := filepath.Abs(path); err == nil {
			path = full
		}
	}
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:16])
}

// Known reports whether the database holds what this program reads in a file
// of that SHA-256 sum. It may be called at any time.
func (u *Update) Known(sum string) bool { return u.known[sum] }

// Keep notes that a file that is Known is at a path.
func (u *Update) Keep(ctx context.Context, path, sum string) error {
	h := u.bySum[sum]
	if h == nil {
		return fmt.Errorf("%s: no inspection with the SHA-256 sum %s in %s", path, sum, u.db.path)
	}
	u.Counts.Unchanged++
	h.kept = true
	if h.stale {
		u.Counts.Replaced--
		u.Counts.Added++ // what took its place
	}
	if err := u.revive(ctx, h); err != nil {
		return u.db.explain(err)
	}
	if err := u.move(ctx, h, path); err != nil {
		return u.db.explain(err)
	}
	return u.db.explain(u.forget(ctx, path))
}

// move notes where a file is now.
func (u *Update) move(ctx context.Context, h *held, path string) error {
	origin := originOf(path)
	if h.path == path && h.origin == origin {
		return nil
	}
	h.path, h.origin = path, origin
	return errors.Join(u.w.exec(ctx, "UPDATE inspections SET path = ? WHERE inspection = ?", h.path, h.key),
		u.w.exec(ctx, "UPDATE records SET origin = ? WHERE inspection = ?", h.origin, h.key))
}

// Put adds an inspection, or replaces what its file held before.
func (u *Update) Put(ctx context.Context, in *model.Inspection) error {
	record, err := u.w.packed(in)
	if err != nil {
		return err
	}
	path := in.Source.Path
	h := &held{path: path, sum: string(in.Source.SHA256), reader: u.w.reader, origin: originOf(path), kept: true}
	old, same, err := u.before(ctx, h, record)
	switch {
	case err != nil:
		return u.db.explain(err)
	case same:
		u.Counts.Unchanged++
		old.kept = true
		return u.db.explain(u.forget(ctx, path))
	case old != nil:
		u.Counts.Replaced++
		h.place = old.place
	default:
		u.Counts.Added++
		h.place = u.w.nextPlace
		u.w.nextPlace++
	}
	if h.key, err = u.w.add(ctx, in, &stored{record, h.place, h.origin}); err != nil {
		return u.db.explain(err)
	}
	u.hold(h)
	return u.db.explain(u.forget(ctx, path))
}

// before makes room for an inspection. It returns the one that it replaces,
// and whether that is the same.
func (u *Update) before(ctx context.Context, h *held, record []byte) (old *held, same bool, err error) {
	if old = u.bySum[h.sum]; old != nil {
		var stored []byte
		err := u.w.tx.QueryRowContext(ctx, "SELECT record FROM records WHERE inspection = ?", old.key).Scan(&stored)
		if err == nil && !old.stale && bytes.Equal(stored, record) {
			err := u.w.exec(ctx, "UPDATE records SET reader = ? WHERE inspection = ?", h.reader, old.key)
			return old, true, errors.Join(err, u.move(ctx, old, h.path))
		}
		old.kept = true // gone already at the end
		return old, false, u.w.remove(ctx, old.key)
	}
	for _, o := range u.byOrigin[h.origin] {
		if !o.kept && !o.stale {
			return o, false, u.retire(ctx, o)
		}
	}
	return nil, false, nil
}

// retire gives the key of an inspection free, but leaves it there: a later
// file may turn out to hold it.
func (u *Update) retire(ctx context.Context, h *held) error {
	u.w.keys.Free(h.key)
	h.stale = true
	return u.rename(ctx, h, fmt.Sprintf("%s~stale%d", h.key, h.place))
}

// revive undoes retire. The key may be another's by now.
func (u *Update) revive(ctx context.Context, h *held) error {
	if !h.stale {
		return nil
	}
	h.stale = false
	id, _, _ := strings.Cut(h.key, "~")
	if err := u.rename(ctx, h, u.w.keys.Key(id)); err != nil {
		return err
	}
	h.place = u.w.nextPlace // its own went to what replaced it
	u.w.nextPlace++
	return u.w.exec(ctx, "UPDATE records SET place = ? WHERE inspection = ?", h.place, h.key)
}

func (u *Update) rename(ctx context.Context, h *held, key string) error {
	err := u.w.exec(ctx, "UPDATE inspections SET inspection = ? WHERE inspection = ?", key, h.key)
	h.key = key
	return err
}

// Fail notes an input that could not be read. What it held before stays.
func (u *Update) Fail(ctx context.Context, f *model.Failure) error {
	if err := u.forget(ctx, f.Source.Path); err != nil {
		return u.db.explain(err)
	}
	return u.db.explain(u.w.exec(ctx, inserts[tidy.Errors], values(tidy.Errors, tidy.ErrorRow(f))...))
}

// forget drops what was wrong with a path.
func (u *Update) forget(ctx context.Context, path string) error {
	return u.w.exec(ctx, "DELETE FROM errors WHERE path = ?", path)
}

// Commit makes the changes, all of them or none.
func (u *Update) Commit(ctx context.Context) error {
	defer u.Discard()
	if err := u.finish(ctx); err != nil {
		return u.db.explain(err)
	}
	if err := u.w.tx.Commit(); err != nil {
		return u.db.explain(err)
	}
	if u.target == "" {
		u.done = true
		return u.db.explain(u.db.Close())
	}
	// Ordering the index left gaps.
	if _, err := u.db.sql.ExecContext(ctx, "VACUUM"); err != nil {
		return u.db.explain(err)
	}
	if err := u.db.Close(); err != nil {
		return u.db.explain(err)
	}
	if err := whole.Put(u.db.path, u.target); err != nil {
		return err
	}
	u.done = true
	return nil
}

// finish removes what was replaced, and puts the index in order where much has
// changed.
func (u *Update) finish(ctx context.Context) error {
	for _, list := range u.byOrigin {
		for _, h := range list {
			if h.stale && !h.kept {
				if err := u.w.remove(ctx, h.key); err != nil {
					return err
				}
			}
		}
	}
	if changed := u.Counts.Added + u.Counts.Replaced; changed == 0 || changed < u.Counts.Unchanged {
		return nil
	}
	for _, statement := range []string{"INSERT INTO findings_fts (findings_fts) VALUES ('optimize')", "ANALYZE"} {
		if err := u.w.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Discard drops the changes, unless they were committed.
func (u *Update) Discard() {
	if u.done || u.db == nil {
		return
	}
	u.done = true
	if u.w != nil {
		u.w.tx.Rollback()
	}
	u.db.Close()
	if u.target != "" {
		os.Remove(u.db.path)
	}
}
