package render

import (
	"context"

	"ofsted/internal/tidy"
	"ofsted/internal/whole"
)

// A namedTable is a table whose errors name the file that it becomes a part of,
// and not the temporary one that its rows go to.
type namedTable struct {
	tableWriter
	path string
}

func (t namedTable) append(row tidy.Row) error {
	if err := t.tableWriter.append(row); err != nil {
		return whole.Cannot(t.path, err)
	}
	return nil
}

func (t namedTable) close() error {
	if err := t.tableWriter.close(); err != nil {
		return whole.Cannot(t.path, err)
	}
	return nil
}

// openWorkbookExport begins a workbook. A workbook that somebody else made, or
// has worked on, is not replaced.
func openWorkbookExport(_ context.Context, path string, _ func() string) (Export, error) {
	if err := CheckWorkbook(path); err != nil {
		return nil, err
	}
	file, err := whole.Create(path)
	if err != nil {
		return nil, err
	}
	book, err := newBook()
	if err != nil {
		file.Discard()
		return nil, err
	}
	commit := func(ctx context.Context) error {
		if err := book.write(file); err != nil {
			return whole.Cannot(path, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return file.Commit()
	}
	discard := func() {
		book.close()
		file.Discard()
	}
	return openTables(func(t *tidy.Table) (tableWriter, error) {
		out, err := book.add(t.Name, t.Columns)
		return namedTable{out, path}, err
	}, commit, discard)
}
