package render

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"ofsted/internal/tidy"
	"ofsted/internal/whole"
	"ofsted/model"
)

// An Export is a data set that is being written. It is there once it is
// committed; until then what was there before stays as it is.
type Export interface {
	// Known reports whether the data set holds already what this program
	// reads in a file of that SHA-256 sum. It may be called at any time.
	Known(sha256 string) bool
	// Keep notes where a file that is Known is.
	Keep(ctx context.Context, path, sha256 string) error
	// Replaces reports whether Put can still replace a record of a document
	// by what is read from it.
	Replaces() bool
	// Vacate notes a file that holds a copy of what another one holds.
	Vacate(ctx context.Context, path string) error
	// Put adds an inspection, or replaces what its file held before. Read
	// says that this program has read the document, not a record of it.
	Put(ctx context.Context, in *model.Inspection, read bool) error
	// Fail notes an input that could not be read.
	Fail(context.Context, *model.Failure) error
	// Commit ends the writing. Where its context is done before what was
	// written is in its place, it is not put there.
	Commit(context.Context) error
	// Discard drops what was not committed.
	Discard()
	// Says says how much was written.
	Says() string
}

// An ExportFormat is a form that a data set can have.
type ExportFormat struct {
	Name    string
	Endings []string // of the file or folder
	Holds   string   // what it is
	// Open begins to write. Reader names the program, where that is asked
	// for: data sets that are added to know by it what another one has read.
	Open func(ctx context.Context, path string, reader func() string) (Export, error)
}

// ExportFormats are the forms of data sets.
var ExportFormats = []ExportFormat{
	{"json", []string{".json"}, "an array of inspections", openJSONExport},
	{"ndjson", []string{".ndjson", ".jsonl"}, "an inspection on each line", openNDJSONExport},
	{"csv", []string{".csv"}, "a folder of tables, for any program", openCSVExport},
	{"xlsx", []string{".xlsx"}, "a workbook with a sheet for each table", openWorkbookExport},
	{"parquet", []string{".parquet"}, "a folder of tables, for DuckDB, Spark and the like", openParquetExport},
	{"sqlite", []string{".db", ".sqlite", ".sqlite3"}, "a database with an index of all words; exporting again adds to it", openDatabaseExport},
}

// ExportFormatOf returns the format that a path's ending asks for, and whether
// there is one.
func ExportFormatOf(path string) (ExportFormat, bool) {
	ending := strings.ToLower(filepath.Ext(filepath.Clean(path)))
	i := slices.IndexFunc(ExportFormats, func(f ExportFormat) bool { return slices.Contains(f.Endings, ending) })
	if i < 0 {
		return ExportFormat{}, false
	}
	return ExportFormats[i], true
}

// ExportEndings returns the endings of all formats.
func ExportEndings() []string {
	var list []string
	for _, f := range ExportFormats {
		list = append(list, f.Endings...)
	}
	return list
}

// anew is the part of an Export that begins with nothing.
type anew struct {
	inspections, judgements, findings int
}

func (*anew) Known(string) bool { return false }

func (*anew) Keep(_ context.Context, path, _ string) error {
	return fmt.Errorf("%s: is not known", path)
}

func (*anew) Replaces() bool { return false }

func (*anew) Vacate(context.Context, string) error { return nil }

// add counts what an inspection holds.
func (a *anew) add(in *model.Inspection) {
	a.inspections++
	a.judgements += len(in.Judgements)
	a.findings += len(in.Findings)
}

func (a *anew) Says() string {
	return and([]string{count(a.inspections, inspectionNoun), count(a.judgements, judgementNoun), count(a.findings, findingNoun)})
}

// A jsonExport writes what parse prints.
type jsonExport struct {
	anew
	file   *whole.File
	writer recordWriter
}

func openJSONExport(_ context.Context, path string, _ func() string) (Export, error) {
	file, err := whole.Create(path)
	return &jsonExport{file: file, writer: &jsonArray{w: file}}, err
}

func openNDJSONExport(_ context.Context, path string, _ func() string) (Export, error) {
	file, err := whole.Create(path)
	return &jsonExport{file: file, writer: jsonLines{file}}, err
}

func (e *jsonExport) Put(_ context.Context, in *model.Inspection, _ bool) error {
	e.add(in)
	return e.writer.write(in)
}

func (e *jsonExport) Fail(_ context.Context, f *model.Failure) error {
	return e.writer.write(f.Record())
}

func (e *jsonExport) Commit(ctx context.Context) error {
	if err := e.writer.end(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return e.file.Commit()
}

func (e *jsonExport) Discard() { e.file.Discard() }

// A tableWriter writes one table of a data set.
type tableWriter interface {
	append(tidy.Row) error
	close() error
}

// A tablesExport writes the tables of package tidy.
type tablesExport struct {
	anew
	tables  map[*tidy.Table]tableWriter
	keys    tidy.Keys
	commit  func(context.Context) error
	discard func()
}

// openTables opens the writers of all tables.
func openTables(open func(*tidy.Table) (tableWriter, error), commit func(context.Context) error, discard func()) (Export, error) {
	e := &tablesExport{tables: map[*tidy.Table]tableWriter{}, commit: commit, discard: discard}
	for _, t := range tidy.Tables() {
		w, err := open(t)
		if err != nil {
			e.Discard()
			return nil, err
		}
		e.tables[t] = w
	}
	return e, nil
}

func (e *tablesExport) Put(_ context.Context, in *model.Inspection, _ bool) error {
	e.add(in)
	set := tidy.Rows(in, e.keys.Key(in.ID))
	for _, part := range []struct {
		table *tidy.Table
		rows  []tidy.Row
	}{
		{tidy.Inspections, []tidy.Row{set.Inspection}},
		{tidy.Judgements, set.Judgements},
		{tidy.Findings, set.Findings},
	} {
		for _, row := range part.rows {
			if err := e.tables[part.table].append(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *tablesExport) Fail(_ context.Context, f *model.Failure) error {
	return e.tables[tidy.Errors].append(tidy.ErrorRow(f))
}

func (e *tablesExport) Commit(ctx context.Context) error {
	for _, t := range tidy.Tables() {
		if err := e.tables[t].close(); err != nil {
			return err
		}
		delete(e.tables, t)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return e.commit(ctx)
}

func (e *tablesExport) Discard() {
	for _, w := range e.tables {
		w.close() // what it says is of no interest any more
	}
	e.discard()
}
