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
// An inspection is told by the SHA-256 sum of its document, wherever the file is
// now. One whose file holds something else now goes; one whose file is not come
// upon stays.
type Update struct {
	Counts Counts // what became of inspections; of those removed, once committed

	db         *DB
	w          *writer
	reader     string             // names this program
	target     string             // path of a new database, which is made beside it; else empty
	known      map[string]bool    // SHA-256 sums of what this program has read
	byIdentity map[string]*held   // by identity
	byOrigin   map[string][]*held // by originOf their files
	done       bool
}

// Counts are numbers of inspections.
type Counts struct{ Added, Replaced, Removed, Unchanged int }

// A held is an inspection of the database.
type held struct {
	key, path, sum, reader, origin string
	place                          int64
	kept                           bool // come upon in this update
	here                           bool // and that in its file, not as a record
	// Stale says that its file holds something else now. It goes, unless
	// another file turns out to hold it, and its key is free already.
	stale    bool
	replaced bool // and another inspection has taken its place
	gone     bool // it was removed already
}

// id returns the id of the inspection, of which its key is made. No id has a
// tilde in it.
func (h *held) id() string {
	id, _, _ := strings.Cut(h.key, "~")
	return id
}

// identity tells documents apart: by the SHA-256 sum or, for records that have
// none, by all that is known.
func identity(sum, path, id string) string {
	if sum != "" {
		return sum
	}
	return path + "\x00" + id
}

// Begin begins an update of the database at a path by a program, which reader
// names: what another one has read is not Known.
func Begin(ctx context.Context, path, reader string) (*Update, error) {
	u := &Update{reader: reader, known: map[string]bool{}, byIdentity: map[string]*held{}, byOrigin: map[string][]*held{}}
	path, err := whole.Follow(path)
	if err != nil {
		return nil, err
	}
	info, statErr := os.Stat(path)
	switch {
	case errors.Is(statErr, fs.ErrNotExist), statErr == nil && info.Mode().IsRegular() && info.Size() == 0:
		err = u.create(ctx, path)
	case statErr != nil:
		err = fmt.Errorf("%s: cannot be written: %w", path, statErr)
	case info.IsDir():
		err = fmt.Errorf("%s: is a folder; name a file in it", path)
	case !info.Mode().IsRegular():
		err = fmt.Errorf("%s: is not a file, as a database has to be", path)
	default:
		err = u.open(ctx, path)
	}
	if err == nil {
		err = u.begin(ctx)
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
	if u.db, err = connect(ctx, whole.Beside(path), path, "rwc"); err != nil {
		return err
	}
	if err := u.db.careless(ctx); err != nil {
		return err
	}
	return u.db.create(ctx)
}

func (u *Update) open(ctx context.Context, path string) (err error) {
	if !IsFile(path) {
		return notOurs(path, "not a database", writable)
	}
	if u.db, err = connect(ctx, path, path, "rw"); err != nil {
		return err
	}
	u.db.hint = writable
	return u.db.check(ctx)
}

// begin locks the database and looks at what it holds.
func (u *Update) begin(ctx context.Context) error {
	tx, err := u.db.sql.BeginTx(ctx, nil)
	if err != nil {
		return u.db.explain(err)
	}
	if u.w, err = newWriter(ctx, tx); err != nil {
		tx.Rollback()
		return u.db.explain(err)
	}
	// What could not be read before may be gone, or has nothing to do with
	// what is read now.
	if err := u.w.exec(ctx, "DELETE FROM errors"); err != nil {
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
		u.known[h.sum] = h.sum != "" && h.reader == u.reader
	}
	return u.db.explain(rows.Err())
}

func (u *Update) hold(h *held) {
	u.byIdentity[identity(h.sum, h.path, h.id())] = h
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

// Keep notes that a document that is Known is at a path.
func (u *Update) Keep(ctx context.Context, path, sum string) error {
	h := u.byIdentity[sum]
	if h == nil {
		return fmt.Errorf("%s: no inspection with the SHA-256 sum %s in %s", path, sum, u.db.name)
	}
	return u.db.explain(u.keep(ctx, h, path, originOf(path)))
}

// keep notes that an inspection is at a path as before, or is there now; without
// an origin, that there is a record of it.
func (u *Update) keep(ctx context.Context, h *held, path, origin string) error {
	u.Counts.Unchanged++
	h.kept, h.here = true, h.here || origin != ""
	stale := h.stale
	if err := u.revive(ctx, h); err != nil {
		return err
	}
	switch {
	case origin == "" && stale: // its file holds something else now
		return u.move(ctx, h, h.path, "")
	case origin == "":
		return nil
	}
	if _, err := u.vacate(ctx, origin); err != nil {
		return err
	}
	return u.move(ctx, h, path, origin)
}

// move notes where the file of an inspection is.
func (u *Update) move(ctx context.Context, h *held, path, origin string) error {
	if h.path == path && h.origin == origin {
		return nil
	}
	h.path, h.origin = path, origin
	return errors.Join(u.w.exec(ctx, "UPDATE inspections SET path = ? WHERE inspection = ?", h.path, h.key),
		u.w.exec(ctx, "UPDATE records SET origin = ? WHERE inspection = ?", h.origin, h.key))
}

// Vacate notes that a file no longer holds what it held, but a copy of what
// another one holds.
func (u *Update) Vacate(ctx context.Context, path string) error {
	_, err := u.vacate(ctx, originOf(path))
	return u.db.explain(err)
}

// Put adds an inspection, or replaces what its file held before. Read says that
// this program has read the document; else it is a record of what another has
// read, perhaps long ago and in another folder. A record never takes the place
// of what was read from the document.
func (u *Update) Put(ctx context.Context, in *model.Inspection, read bool) error {
	record, err := u.w.packed(in)
	if err != nil {
		return err
	}
	h := &held{path: in.Source.Path, sum: string(in.Source.SHA256), kept: true, here: read}
	if read {
		h.reader, h.origin = u.reader, originOf(h.path)
	}
	if old := u.byIdentity[identity(h.sum, h.path, in.ID)]; old != nil {
		err = u.again(ctx, old, h, in, record)
	} else {
		err = u.add(ctx, h, in, record)
	}
	return u.db.explain(err)
}

// again puts an inspection of a document that the database holds.
func (u *Update) again(ctx context.Context, old, h *held, in *model.Inspection, record []byte) error {
	if h.reader == "" && old.reader != "" {
		return u.keep(ctx, old, "", "")
	}
	var stored []byte
	if err := u.w.tx.QueryRowContext(ctx, "SELECT record FROM records WHERE inspection = ?", old.key).Scan(&stored); err != nil {
		return err
	}
	if bytes.Equal(stored, record) {
		if h.reader != "" {
			old.reader = h.reader
			if err := u.w.exec(ctx, "UPDATE records SET reader = ? WHERE inspection = ?", h.reader, old.key); err != nil {
				return err
			}
		}
		return u.keep(ctx, old, h.path, h.origin)
	}
	if err := errors.Join(u.revive(ctx, old), u.w.remove(ctx, old.key)); err != nil {
		return err
	}
	old.gone = true
	u.Counts.Replaced++
	h.place = old.place
	if h.origin == "" {
		h.origin = old.origin
	} else if _, err := u.vacate(ctx, h.origin); err != nil {
		return err
	}
	return u.store(ctx, h, in, record)
}

// add puts an inspection of a document that is new here.
func (u *Update) add(ctx context.Context, h *held, in *model.Inspection, record []byte) error {
	old, err := u.vacate(ctx, h.origin)
	if err != nil {
		return err
	}
	if old != nil {
		u.Counts.Replaced++
		old.replaced = true
		h.place = old.place
	} else {
		u.Counts.Added++
		h.place = u.w.place()
	}
	return u.store(ctx, h, in, record)
}

func (u *Update) store(ctx context.Context, h *held, in *model.Inspection, record []byte) (err error) {
	h.key, err = u.w.add(ctx, in, &stored{record, h.place, h.reader, h.origin})
	u.hold(h)
	return err
}

// vacate makes room for what a file holds now. It returns an inspection that
// was there, if there was any.
func (u *Update) vacate(ctx context.Context, origin string) (was *held, err error) {
	for _, o := range u.byOrigin[origin] {
		if o.origin != origin || o.here || o.stale || o.gone { // it may have been moved
			continue
		}
		if o.kept { // there is a record of it
			if err := u.move(ctx, o, o.path, ""); err != nil {
				return nil, err
			}
			continue
		}
		// A later file may turn out to hold it.
		u.w.keys.Free(o.key)
		o.stale = true
		if err := u.rename(ctx, o, fmt.Sprintf("%s~stale%d", o.key, o.place)); err != nil {
			return nil, err
		}
		was = o
	}
	return was, nil
}

// revive undoes vacate. The key and the place may be another's by now.
func (u *Update) revive(ctx context.Context, h *held) error {
	if !h.stale {
		return nil
	}
	h.stale = false
	if err := u.rename(ctx, h, u.w.keys.Key(h.id())); err != nil {
		return err
	}
	if !h.replaced {
		return nil
	}
	u.Counts.Replaced--
	u.Counts.Added++ // what was taken to replace it
	h.place = u.w.place()
	return u.w.exec(ctx, "UPDATE records SET place = ? WHERE inspection = ?", h.place, h.key)
}

func (u *Update) rename(ctx context.Context, h *held, key string) error {
	err := u.w.exec(ctx, "UPDATE inspections SET inspection = ? WHERE inspection = ?", key, h.key)
	h.key = key
	return err
}

// Fail notes an input that could not be read. What it held before stays.
func (u *Update) Fail(ctx context.Context, f *model.Failure) error {
	if err := u.w.exec(ctx, "DELETE FROM errors WHERE path = ?", f.Source.Path); err != nil {
		return u.db.explain(err)
	}
	return u.db.explain(u.w.exec(ctx, inserts[tidy.Errors], values(tidy.Errors, tidy.ErrorRow(f))...))
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
	if info, err := os.Stat(u.target); err == nil && info.Size() > 0 {
		return fmt.Errorf("%s: another program has made it meanwhile; export again to add to it", u.target)
	}
	if err := whole.Put(u.db.path, u.target); err != nil {
		return err
	}
	u.done = true
	return nil
}

// finish removes what is no longer there, ranks the rest, and puts the index in
// order where much has changed.
func (u *Update) finish(ctx context.Context) error {
	for _, list := range u.byOrigin {
		for _, h := range list {
			if !h.stale || h.kept || h.gone {
				continue
			}
			if err := u.w.remove(ctx, h.key); err != nil {
				return err
			}
			h.gone = true // it stands in the list of each place where it was
			if !h.replaced {
				u.Counts.Removed++
			}
		}
	}
	changed := u.Counts.Added + u.Counts.Replaced + u.Counts.Removed
	if changed == 0 {
		return nil
	}
	if err := u.w.rank(ctx); err != nil || changed < u.Counts.Unchanged {
		return err
	}
	return errors.Join(u.w.exec(ctx, "INSERT INTO findings_fts (findings_fts) VALUES ('optimize')"), u.w.exec(ctx, "ANALYZE"))
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
