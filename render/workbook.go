package render

import (
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// A sheet is one sheet of a workbook: a table with its head.
type sheet struct {
	name    string
	columns []tidy.Column
	rows    iter.Seq2[tidy.Row, error] // ends at the first error
}

// workbookMaker is the program that a workbook names as the one it was last
// saved by. Excel and others put their own names there when they save it, so
// that what somebody has worked on since counts as theirs.
const workbookMaker = "ofsted"

// writeWorkbook writes a workbook of sheets, one behind the other. It fails
// with what ends the rows of a sheet.
func writeWorkbook(w io.Writer, sheets ...sheet) error {
	b, err := newBook()
	if err != nil {
		return err
	}
	defer b.close()
	for _, s := range sheets {
		out, err := b.add(s.name, s.columns)
		if err != nil {
			return err
		}
		for row, err := range s.rows {
			if err != nil {
				return err
			}
			if err := out.append(row); err != nil {
				return err
			}
		}
	}
	return b.write(w)
}

// A book is a workbook for Excel, whose sheets may be written at the same time.
// Rows go to temporary files as they come, so that any number of them takes
// little memory. Days are dates, months alone are text, flags are "yes" and
// "no", grades are words in colour (see shortGrade); no cell is a formula.
type book struct {
	f      *excelize.File
	looks  looks
	sheets []*sheetWriter
}

func newBook() (*book, error) {
	b := &book{f: excelize.NewFile()}
	if err := describeWorkbook(b.f); err != nil {
		b.close()
		return nil, err
	}
	var err error
	if b.looks, err = newLooks(b.f); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// close drops the temporary files, which nobody misses.
func (b *book) close() { b.f.Close() }

// add adds a sheet behind those that are there. A workbook is born with one.
func (b *book) add(name string, columns []tidy.Column) (*sheetWriter, error) {
	var err error
	if len(b.sheets) == 0 {
		err = b.f.SetSheetName(b.f.GetSheetName(0), name)
	} else {
		_, err = b.f.NewSheet(name)
	}
	if err != nil {
		return nil, err
	}
	// How far the sheet goes is not known yet. Readers that trust what it
	// says would see one cell.
	if err := b.f.SetSheetDimension(name, ""); err != nil {
		return nil, err
	}
	out, err := b.f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	s := &sheetWriter{name: name, columns: columns, looks: b.looks, f: b.f, out: out}
	b.sheets = append(b.sheets, s)
	return s, nil
}

// write ends the sheets and writes the workbook.
func (b *book) write(w io.Writer) error {
	for _, s := range b.sheets {
		if err := s.close(); err != nil {
			return err
		}
	}
	b.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return &workbookParts{w: w} })
	return b.f.Write(w)
}

// coreProperties say who made a workbook, and nothing of when: the same rows
// make the same file. ExcelJS cannot read what excelize writes in its stead.
const coreProperties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>` + workbookMaker + `</dc:creator></cp:coreProperties>`

// describeWorkbook says in a workbook where it is from.
func describeWorkbook(f *excelize.File) error {
	f.Pkg.Store("docProps/core.xml", []byte(coreProperties))
	return f.SetAppProps(&excelize.AppProperties{Application: workbookMaker})
}

// looks are the numbers of the styles of cells.
type looks struct {
	head, plain, wide, date int
	grades                  map[model.Grade]int
}

// The colours behind grades: light enough for black words to stand out on
// paper, and each of its own darkness.
var gradeFills = map[model.Grade]string{
	model.Outstanding:                  "A9D08E",
	model.Good:                         "E2EFDA",
	model.TypicallyPositive:            "E2EFDA",
	model.RequiresImprovement:          "FFE699",
	model.Adequate:                     "FFE699",
	model.Inconsistent:                 "FFE699",
	model.Inadequate:                   "F4B6B0",
	model.WidespreadOrSystemicFailings: "F4B6B0",
	model.NotJudged:                    "D9D9D9",
}

// dayFormat writes a day so that nobody takes it for the month.
const dayFormat = "d mmm yyyy"

func newLooks(f *excelize.File) (looks, error) {
	l := looks{grades: map[model.Grade]int{}}
	format := dayFormat
	for _, st := range []struct {
		number *int
		style  excelize.Style
	}{
		{&l.head, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: filled("EDEDED"), Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&l.plain, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&l.wide, excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&l.date, excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}}},
	} {
		n, err := f.NewStyle(&st.style)
		if err != nil {
			return l, err
		}
		*st.number = n
	}
	for _, g := range slices.Sorted(maps.Keys(gradeFills)) { // in one order, for the same bytes
		n, err := f.NewStyle(&excelize.Style{Fill: filled(gradeFills[g]), Alignment: &excelize.Alignment{Vertical: "top"}})
		if err != nil {
			return l, err
		}
		l.grades[g] = n
	}
	return l, nil
}

func filled(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// A sheetWriter writes the rows of one sheet.
type sheetWriter struct {
	name    string
	columns []tidy.Column
	looks
	f     *excelize.File
	out   *excelize.StreamWriter
	first []tidy.Row // by which the columns are measured, until begun
	begun bool
	ended bool
	rows  int // written, the head among them
}

const (
	measuredRows = 200                // by which the width of a column is told
	mostRows     = excelize.TotalRows // that Excel holds, the head among them
)

// append takes the next row.
func (w *sheetWriter) append(row tidy.Row) error {
	if !w.begun {
		w.first = append(w.first, row)
		if len(w.first) < measuredRows {
			return nil
		}
		return w.begin()
	}
	return w.put(row)
}

// begin writes the head and the rows that were held back to measure them.
func (w *sheetWriter) begin() error {
	if w.begun {
		return nil
	}
	w.begun = true
	if err := w.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(w.columns))
	for i, c := range w.columns {
		if err := w.out.SetColWidth(i+1, i+1, columnChars(c, i, w.first)); err != nil {
			return err
		}
		head[i] = excelize.Cell{StyleID: w.head, Value: cellText(c.Name)}
	}
	if err := w.set(head); err != nil {
		return err
	}
	for _, row := range w.first {
		if err := w.put(row); err != nil {
			return err
		}
	}
	w.first = nil
	return nil
}

// put writes one row of the table.
func (w *sheetWriter) put(row tidy.Row) error {
	cells := make([]any, len(w.columns))
	for i, c := range w.columns {
		cells[i] = w.cell(c, row[i])
	}
	return w.set(cells)
}

// set writes the cells of the next row.
func (w *sheetWriter) set(cells []any) error {
	if w.rows == mostRows {
		return fmt.Errorf("sheet %s: Excel holds no more than %d rows; write a database (.db) or Parquet files (.parquet) instead", w.name, mostRows-1)
	}
	w.rows++
	at, err := excelize.CoordinatesToCellName(1, w.rows)
	if err != nil {
		return err
	}
	return w.out.SetRow(at, cells)
}

// close ends the sheet, with filters over its columns.
func (w *sheetWriter) close() error {
	if w.ended {
		return nil
	}
	w.ended = true
	if err := w.begin(); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(w.columns), w.rows)
	if err != nil {
		return err
	}
	if err := w.f.AutoFilter(w.name, "A1:"+last, nil); err != nil {
		return err
	}
	// Codes are text on purpose, whatever Excel thinks of their digits.
	if err := w.f.AddIgnoredErrors(w.name, "A1:"+last, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	return w.out.Flush()
}
