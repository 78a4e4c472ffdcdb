package render

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"ofsted/internal/tidy"
	"ofsted/internal/whole"
)

// openFolder begins to write a folder that has a file for each table, called
// so, which make writes to.
func openFolder(path string, name func(*tidy.Table) string, make func(io.Writer, *tidy.Table) (tableWriter, error)) (Export, error) {
	folder, err := whole.CreateFolder(path, func(file string) bool {
		return slices.ContainsFunc(tidy.Tables(), func(t *tidy.Table) bool {
			return name(t) == file || strings.HasSuffix(file, "/") && strings.HasPrefix(name(t), file)
		})
	})
	if err != nil {
		return nil, err
	}
	return openTables(func(t *tidy.Table) (tableWriter, error) {
		file, err := folder.Create(name(t))
		if err != nil {
			return nil, err
		}
		buf := bufio.NewWriter(file)
		w, err := make(buf, t)
		return &tableFile{w, buf, file}, err
	}, func(context.Context) error { return folder.Commit() }, folder.Discard)
}

// A tableFile is a table in a file of its own.
type tableFile struct {
	tableWriter
	buf  *bufio.Writer
	file io.Closer
}

func (t *tableFile) close() error {
	return errors.Join(t.tableWriter.close(), t.buf.Flush(), t.file.Close())
}

func openCSVExport(_ context.Context, path string, _ func() string) (Export, error) {
	return openFolder(path, func(t *tidy.Table) string { return t.Name + ".csv" }, newCSVTable)
}

// openParquetExport gives each table a folder of its own, which engines take
// for one table however many files are in it: others can be put beside.
func openParquetExport(_ context.Context, path string, _ func() string) (Export, error) {
	return openFolder(path, func(t *tidy.Table) string { return t.Name + "/" + t.Name + "-00000.parquet" },
		func(w io.Writer, t *tidy.Table) (tableWriter, error) { return newParquetTable(w, t), nil })
}

// A csvTable writes a table as CSV.
type csvTable struct {
	out    *csv.Writer
	fields []string
}

func newCSVTable(w io.Writer, t *tidy.Table) (tableWriter, error) {
	out, err := newCSV(w)
	if err != nil {
		return nil, err
	}
	fields := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		fields[i] = c.Name
	}
	return &csvTable{out, fields}, out.Write(fields)
}

func (c *csvTable) append(row tidy.Row) error {
	for i, value := range row {
		c.fields[i] = safeCell(tidy.Joined(value))
	}
	return c.out.Write(c.fields)
}

func (c *csvTable) close() error {
	c.out.Flush()
	return c.out.Error()
}
