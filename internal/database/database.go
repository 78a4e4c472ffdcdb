// Package database keeps a data set of inspections in an SQLite database:
// tables to query, an index of all words to search, and what parse prints of
// each document to read back. schema.sql describes the tables, which are those
// of package tidy.
package database

import (
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema.sql
var schema string

const (
	// applicationID marks a database as ours: "ofst" in ASCII.
	applicationID = 0x6f667374
	// version is that of the schema. It grows with every change that other
	// versions of this program could not read or write.
	version = 1
	// magic begins every SQLite database (https://sqlite.org/fileformat.html).
	magic = "SQLite format 3\x00"
)

// Is reports whether a file that begins so is an SQLite database. Whether it
// is ours Open says.
func Is(head []byte) bool { return bytes.HasPrefix(head, []byte(magic)) }

// IsFile reports whether there is an SQLite database at a path.
func IsFile(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false // a pipe would have to be waited for
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, len(magic))
	_, err = io.ReadFull(file, head)
	return err == nil && Is(head)
}

// A DB is an open database.
type DB struct {
	path string // of the file; empty for a temporary one
	name string // what to call it in errors
	hint string // what to do where it is not ours
	sql  *sql.DB

	filling *writer // of a temporary database, between Add and Commit
}

// Open opens a database that was exported, to be read. Errors name the path
// and say what to do.
func Open(ctx context.Context, path string) (*DB, error) {
	if !IsFile(path) {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("%s: no such file; check the spelling", path)
		}
		return nil, notOurs(path, "not a database", readable)
	}
	// Not opened for reading only: what an export left behind when the
	// power went has to be taken back first.
	db, err := connect(ctx, path, path, "rw")
	if err != nil {
		return nil, err
	}
	if err := db.check(ctx); err != nil {
		db.Close()
		return nil, err
	}
	if err := db.set(ctx, "query_only = 1"); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// Temporary makes an empty database that is gone once it is closed. It is in
// memory as long as it is small, and in a file that nobody sees when it grows.
func Temporary(ctx context.Context) (*DB, error) {
	db, err := connect(ctx, "", "temporary database", "rwc")
	if err != nil {
		return nil, err
	}
	if err := errors.Join(db.careless(ctx), db.create(ctx)); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// careless makes a database quick that is of no use before it is complete.
func (db *DB) careless(ctx context.Context) error {
	return db.set(ctx, "journal_mode = OFF", "synchronous = OFF")
}

// set sets pragmas.
func (db *DB) set(ctx context.Context, pragmas ...string) error {
	for _, pragma := range pragmas {
		if _, err := db.sql.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return db.explain(err)
		}
	}
	return nil
}

// connect opens a database in one of SQLite's modes: rw or rwc, which makes
// one. The empty path is a temporary database. Errors call it by name.
func connect(ctx context.Context, path, name, mode string) (*DB, error) {
	source := ""
	if path != "" {
		full, err := filepath.Abs(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		full = "/" + strings.TrimPrefix(filepath.ToSlash(full), "/") // C:/x is /C:/x in a URI
		source = (&url.URL{Scheme: "file", Path: full, RawQuery: "_txlock=immediate&mode=" + mode}).String()
	}
	handle, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	handle.SetMaxOpenConns(1) // pragmas and temporary databases belong to a connection
	db := &DB{path: path, name: name, hint: readable, sql: handle}
	// What is read may come from anywhere: views and triggers in it get no
	// function that could do harm.
	if err := db.set(ctx, "busy_timeout = 3000", "trusted_schema = 0", "foreign_keys = 1", "cell_size_check = 1"); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// Close closes the database.
func (db *DB) Close() error { return db.sql.Close() }

// create makes the tables.
func (db *DB) create(ctx context.Context) error {
	marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, version)
	_, err := db.sql.ExecContext(ctx, marks+schema)
	return db.explain(err)
}

// check says why a database is not one that we wrote and can read.
func (db *DB) check(ctx context.Context) error {
	var id, found int
	err := db.sql.QueryRowContext(ctx, "SELECT * FROM pragma_application_id, pragma_user_version").Scan(&id, &found)
	switch {
	case err != nil:
		return db.explain(err)
	case id != applicationID:
		return notOurs(db.path, "a database of another program", db.hint)
	case found > version:
		return fmt.Errorf("%s: a database that a newer version of ofsted wrote; use that one, or export into another file", db.path)
	case found < version:
		return fmt.Errorf("%s: a database that an older version of ofsted wrote; move it away and export again", db.path)
	}
	return db.compare(ctx)
}

// compare says whether the tables and views are as we make them: what asks
// them relies on it. Others may stand beside them.
func (db *DB) compare(ctx context.Context) error {
	rows, err := db.sql.QueryContext(ctx, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
	if err != nil {
		return db.explain(err)
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var kind, name, statement string
		if err := rows.Scan(&kind, &name, &statement); err != nil {
			return db.explain(err)
		}
		if kind == "trigger" { // which could change what we write
			return fmt.Errorf("%s: has a trigger, %s, which ofsted did not make; drop it", db.path, name)
		}
		found[name] = statement
	}
	if err := rows.Err(); err != nil {
		return db.explain(err)
	}
	for name, statement := range definitions() {
		if found[name] != statement {
			return fmt.Errorf("%s: its %s is not as ofsted made it; move the file away and export again", db.path, name)
		}
	}
	return nil
}

// definitions returns the statements of schema.sql as SQLite keeps them, by the
// names of what they make. Each begins a line with CREATE and ends one with a
// semicolon.
func definitions() map[string]string {
	list := map[string]string{}
	for part := range strings.SplitSeq(schema, "\nCREATE ") {
		statement, _, _ := strings.Cut(part+"\n", ";\n")
		for _, what := range []string{"TABLE ", "INDEX ", "VIEW "} {
			if before, rest, found := strings.Cut(statement, what); found && len(before) <= len("VIRTUAL ") {
				name, _, _ := strings.Cut(rest, " ")
				list[name] = "CREATE " + statement
				break
			}
		}
	}
	return list
}

// What to do about a file that export did not write: one to read, and one to
// write to.
const (
	readable = "a database that is read is one that ofsted export wrote"
	writable = "it is left as it is, since ofsted did not write it: choose another name"
)

func notOurs(path, what, hint string) error { return fmt.Errorf("%s: %s; %s", path, what, hint) }

// problems says what went wrong by SQLite's codes (https://sqlite.org/rescode.html).
var problems = map[int]string{
	sqlite3.SQLITE_FULL:     "the disk is full; nothing was changed",
	sqlite3.SQLITE_BUSY:     "another program is using it; close that and try again",
	sqlite3.SQLITE_LOCKED:   "another program is using it; close that and try again",
	sqlite3.SQLITE_CORRUPT:  "a damaged database; move it away and export again",
	sqlite3.SQLITE_NOTADB:   "a damaged database; move it away and export again",
	sqlite3.SQLITE_READONLY: "it may not be written to; nothing was changed",
	sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the folder and the rights",
	sqlite3.SQLITE_IOERR:    "it cannot be read or written; nothing was changed",
}

// explain returns an error of SQLite's with the path and in our words.
func (db *DB) explain(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		if problem, ok := problems[e.Code()&0xff]; ok {
			return fmt.Errorf("%s: %s (%w)", db.name, problem, err)
		}
	}
	return fmt.Errorf("%s: %w", db.name, err)
}
