package render

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ofsted/internal/tidy"
)

// A readCell is a cell as the file holds it.
type readCell struct {
	Ref     string  `xml:"r,attr"`
	Type    string  `xml:"t,attr"`
	Style   int     `xml:"s,attr"`
	Value   string  `xml:"v"`
	Text    string  `xml:"is>t"`
	Formula *string `xml:"f"`
}

// readParts returns the parts of a workbook, read by nothing that wrote it.
func readParts(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	file, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, entry := range file.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[entry.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// readSheet returns the part of a sheet, by its name.
func readSheet(t testing.TB, parts map[string][]byte, name string) []byte {
	t.Helper()
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(xml.Unmarshal(parts["xl/workbook.xml"], &book), xml.Unmarshal(parts["xl/_rels/workbook.xml.rels"], &rels)); err != nil {
		t.Fatal(err)
	}
	for _, s := range book.Sheets {
		for _, r := range rels.List {
			if s.Name == name && s.ID == r.ID {
				return parts[path.Join("xl", strings.TrimPrefix(r.Target, "/xl/"))]
			}
		}
	}
	t.Fatalf("no sheet %q in %s", name, parts["xl/workbook.xml"])
	return nil
}

// readRows returns the cells of a sheet by their references.
func readRows(t testing.TB, sheet []byte) map[string]readCell {
	t.Helper()
	var content struct {
		Rows []struct {
			Cells []readCell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal(sheet, &content); err != nil {
		t.Fatal(err)
	}
	cells := map[string]readCell{}
	for _, row := range content.Rows {
		for _, c := range row.Cells {
			cells[c.Ref] = c
		}
	}
	return cells
}

// tidyRows yields rows as a sheet takes them.
func tidyRows(rows ...tidy.Row) iter.Seq2[tidy.Row, error] {
	return func(yield func(tidy.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

var workbookColumns = []tidy.Column{
	{Name: "name", Type: tidy.Text}, {Name: "count", Type: tidy.Integer}, {Name: "flag", Type: tidy.Flag},
	{Name: "grade", Type: tidy.Grade}, {Name: "day", Type: tidy.Date}, {Name: "list", Type: tidy.List}, {Name: "text", Type: tidy.Text, Wide: true},
}

func workbook(t testing.TB, sheets ...sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeWorkbook(&b, sheets...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbookValues(t *testing.T) {
	long := strings.Repeat("é😀", 20_000) // 3 units of UTF-16 each
	rows := []struct {
		row  tidy.Row
		want []string // as the raw file holds them
	}{
		{tidy.Row{"Kestrel & <Wren>", int64(7), true, "requires_improvement", "2018-12-07", []string{"a", "b"}, "Two\nlines"},
			[]string{"Kestrel & <Wren>", "7", "yes", "Requires improvement", "43441", "a; b", "Two\nlines"}},
		{tidy.Row{nil, nil, nil, nil, nil, nil, nil}, []string{"", "", "", "", "", "", ""}},
		{tidy.Row{"=1+1", int64(-3), false, "marvellous", "2018-12", []string{}, " =cmd|'/c calc'!A1 "},
			[]string{"=1+1", "-3", "no", "marvellous", "2018-12", "", " =cmd|'/c calc'!A1 "}},
		{tidy.Row{"+1", int64(0), true, "inadequate", "1899-12-31", []string{"@x"}, "-1"},
			[]string{"+1", "0", "yes", "Inadequate", "1899-12-31", "@x", "-1"}},
		{tidy.Row{"890", int64(1 << 40), true, "not_judged", "nonsense", nil, "a\x00b\x1b[31mc\uFFFEd\xff _x0041_"},
			[]string{"890", "1099511627776", "yes", "Not judged", "nonsense", "", "ab[31mcd\uFFFD _x005F_x0041_"}},
		{tidy.Row{"", int64(1), true, "", "", nil, long}, []string{"", "1", "yes", "", "", "", ""}},
	}
	var list []tidy.Row
	for _, r := range rows {
		list = append(list, r.row)
	}
	data := workbook(t, sheet{"first", workbookColumns, tidyRows(list...)})
	parts := readParts(t, data)
	cells := readRows(t, readSheet(t, parts, "first"))
	for n, r := range rows {
		for i, want := range r.want {
			ref, _ := excelize.CoordinatesToCellName(i+1, n+2)
			c := cells[ref]
			if got := c.Value + c.Text; got != want && want != "" {
				t.Errorf("%s is %q, want %q", ref, got, want)
			}
			if _, isString := r.row[i].(string); isString && c.Type != "inlineStr" && c.Ref != "" && want != "43441" {
				t.Errorf("%s is of type %q: text must be a string whatever it looks like", ref, c.Type)
			}
		}
	}
	for name, part := range parts {
		if bytes.Contains(part, []byte("<f>")) || bytes.Contains(part, []byte("<f ")) {
			t.Errorf("%s has a formula", name)
		}
	}
	if c := cells["A3"]; c.Ref != "" {
		t.Errorf("a value that is not known made the cell %+v", c)
	}
	cut := cells["G7"].Text
	if n := len(utf16.Encode([]rune(cut))); n > 32767 || n < 32700 {
		t.Errorf("long text was cut to %d characters", n)
	}
	kept, mark, ok := strings.Cut(cut, "…")
	if !ok || !strings.HasPrefix(long, kept) || mark != fmt.Sprintf(" [cut: %d characters]", 60_000-len(utf16.Encode([]rune(kept)))) {
		t.Errorf("long text ends in %q", cut[len(cut)-60:])
	}
}

// TestWorkbookReadBack opens a workbook as a spreadsheet program does.
func TestWorkbookReadBack(t *testing.T) {
	row := tidy.Row{"=Kestrel", int64(7), true, "good", "2018-12-07", []string{"a", "b"}, "_x0041_ text"}
	second := tidy.Row{"Wren", nil, false, "outstanding", "2018-12", nil, nil}
	data := workbook(t, sheet{"inspections", workbookColumns, tidyRows(row, second)}, sheet{"empty", workbookColumns[:2], tidyRows()})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"inspections", "empty"}) {
		t.Errorf("sheets are %q", got)
	}
	rows, err := f.GetRows("inspections")
	want := [][]string{{"name", "count", "flag", "grade", "day", "list", "text"},
		{"=Kestrel", "7", "yes", "Good", "7 Dec 2018", "a; b", "_x0041_ text"}, {"Wren", "", "no", "Outstanding", "2018-12"}}
	if err != nil || !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("rows are %q, %v", rows, err)
	}
	if panes, err := f.GetPanes("inspections"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the head is not frozen: %+v, %v", panes, err)
	}
	for ref, want := range map[string]string{"D2": "E2EFDA", "D3": "A9D08E"} {
		id, _ := f.GetCellStyle("inspections", ref)
		if style, err := f.GetStyle(id); err != nil || !slices.Equal(style.Fill.Color, []string{want}) {
			t.Errorf("%s is filled with %v, %v", ref, style.Fill, err)
		}
	}
	for col, want := range map[string]float64{"A": 10, "G": 80, "D": 13} {
		if got, err := f.GetColWidth("inspections", col); err != nil || got != want {
			t.Errorf("column %s is %v wide, want %v, %v", col, got, want, err)
		}
	}
	parts := readParts(t, data)
	for name, want := range map[string]string{"inspections": `<autoFilter ref="$A$1:$G$3"`, "empty": `<autoFilter ref="$A$1:$B$1"`} {
		if part := readSheet(t, parts, name); !bytes.Contains(part, []byte(want)) {
			t.Errorf("sheet %s has no %s:\n%s", name, want, part)
		}
	}
}

// TestWorkbookBytes checks that the same rows make the same file, however many
// sheets there are.
func TestWorkbookBytes(t *testing.T) {
	write := func() []byte {
		var sheets []sheet
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			sheets = append(sheets, sheet{name, workbookColumns, tidyRows(tidy.Row{name, int64(1), true, "good", "2018-12-07", nil, "text"})})
		}
		return workbook(t, sheets...)
	}
	first := write()
	for range 10 {
		if !bytes.Equal(first, write()) {
			t.Fatal("the same rows made another file")
		}
	}
}

func TestWorkbookErrors(t *testing.T) {
	broken := errors.New("broken")
	failing := func(yield func(tidy.Row, error) bool) {
		_ = yield(tidy.Row{"x"}, nil) && yield(nil, broken) && yield(tidy.Row{"y"}, nil)
	}
	var b bytes.Buffer
	if err := writeWorkbook(&b, sheet{"a", workbookColumns[:1], failing}); !errors.Is(err, broken) || b.Len() > 0 {
		t.Errorf("rows that end in an error gave %v, and %d bytes", err, b.Len())
	}
	if err := writeWorkbook(failWriter{}, sheet{"a", workbookColumns[:1], tidyRows(tidy.Row{"x"})}); !errors.Is(err, errFull) {
		t.Errorf("a full disk gave %v", err)
	}
}

var errFull = errors.New("no space left")

// A failWriter is a disk without space.
type failWriter struct{}

func (failWriter) Write([]byte) (int, error) { return 0, errFull }

// TestWorkbookTooManyRows writes as many rows as Excel holds, and one more,
// and looks at what that took.
func TestWorkbookTooManyRows(t *testing.T) {
	if testing.Short() {
		t.Skip("writes more than a million rows")
	}
	columns := []tidy.Column{{Name: "n", Type: tidy.Integer}}
	endless := func(yield func(tidy.Row, error) bool) {
		for yield(tidy.Row{int64(1)}, nil) {
		}
	}
	err := writeWorkbook(io.Discard, sheet{"findings", columns, endless})
	if err == nil || !strings.Contains(err.Error(), "sheet findings") || !strings.Contains(err.Error(), "1048575 rows") || !strings.Contains(err.Error(), ".parquet") {
		t.Errorf("too many rows gave %v", err)
	}
}

// TestWorkbookMemory writes long texts, of which no more than a part may be in
// memory at once.
func TestWorkbookMemory(t *testing.T) {
	const rows, limit = 60_000, 64 << 20
	text := strings.Repeat("Children’s needs are understood. ", 40)
	var most uint64
	many := func(yield func(tidy.Row, error) bool) {
		for i := range rows {
			if !yield(tidy.Row{fmt.Sprint(i), text}, nil) {
				return
			}
			if i%10_000 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
	}
	columns := []tidy.Column{{Name: "id", Type: tidy.Text}, {Name: "text", Type: tidy.Text, Wide: true}}
	data := workbook(t, sheet{"findings", columns, many}, sheet{"more", columns, tidyRows(tidy.Row{"last", text})})
	t.Logf("%d rows, %d MB of text: %d MB in memory at most, %d KB written", rows, rows*len(text)>>20, most>>20, len(data)>>10)
	if most > limit {
		t.Errorf("%d MB in memory", most>>20)
	}
	parts := readParts(t, data)
	if n := bytes.Count(readSheet(t, parts, "findings"), []byte("<row ")); n != rows+1 {
		t.Errorf("%d rows were written", n)
	}
	if c := readRows(t, readSheet(t, parts, "more"))["B2"]; c.Text != text {
		t.Errorf("the sheet behind holds %q", c.Text)
	}
}

func TestIsWorkbook(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ours := file("ours.xlsx", workbook(t, sheet{"a", workbookColumns, tidyRows()}))
	var other, archive bytes.Buffer
	f := excelize.NewFile()
	if err := f.Write(&other); err != nil {
		t.Fatal(err)
	}
	saved, err := excelize.OpenFile(ours) // as Excel does that somebody works with it
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(saved.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel"}), saved.SaveAs(filepath.Join(dir, "edited.xlsx"))); err != nil {
		t.Fatal(err)
	}
	zw := zip.NewWriter(&archive)
	zw.Create("a.txt")
	zw.Close()
	for _, test := range []struct {
		path       string
		ours, fail bool
	}{
		{ours, true, false},
		{file("other.xlsx", other.Bytes()), false, false},
		{filepath.Join(dir, "edited.xlsx"), false, false},
		{file("archive.xlsx", archive.Bytes()), false, true},
		{file("text.xlsx", []byte("minutes of a meeting")), false, true},
		{file("nothing.xlsx", nil), false, true},
		{file("half.xlsx", other.Bytes()[:other.Len()/2]), false, true},
		{dir, false, true},
	} {
		got, err := IsWorkbook(test.path)
		if got != test.ours || (err != nil) != test.fail {
			t.Errorf("IsWorkbook(%s) = %v, %v", filepath.Base(test.path), got, err)
		}
	}
	for name, want := range map[string]string{
		"ours.xlsx": "", "nothing.xlsx": "", "none.xlsx": "", // which hold nothing of anybody's
		"other.xlsx": "another program", "edited.xlsx": "another program", "text.xlsx": "not a workbook", "half.xlsx": "not a workbook",
	} {
		err := CheckWorkbook(filepath.Join(dir, name))
		if got := fmt.Sprint(err); (err != nil) != (want != "") || want != "" && !strings.Contains(got, want) {
			t.Errorf("CheckWorkbook(%s) = %v, want %q", name, err, want)
		}
	}
	if _, err := IsWorkbook(filepath.Join(dir, "none.xlsx")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there gave %v", err)
	}
}
