package render

import (
	"context"

	"ofsted/internal/tidy"
	"ofsted/internal/whole"
)

// openWorkbookExport begins a workbook. A workbook that somebody else made, or
// has worked on, is not replaced.
func openWorkbookExport(_ context.Context, path, _ string) (Export, error) {
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
	commit := func() error {
		if err := book.write(file); err != nil {
			return err
		}
		return file.Commit()
	}
	discard := func() {
		book.close()
		file.Discard()
	}
	return openTables(func(t *tidy.Table) (tableWriter, error) { return book.add(t.Name, t.Columns) }, commit, discard)
}
