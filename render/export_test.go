package render

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ofsted/analyse"
	"ofsted/internal/collection"
	"ofsted/internal/tidy"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// tables are the rows of tables by the tables' names, as text.
type tables map[string][][]string

// tablesOf returns the tables of results, each value as of has it.
func tablesOf(results Results, of func(tidy.Column, any) string) tables {
	all := tables{}
	add := func(t *tidy.Table, rows ...tidy.Row) {
		for _, row := range rows {
			var line []string
			for i, c := range t.Columns {
				line = append(line, of(c, row[i]))
			}
			all[t.Name] = append(all[t.Name], line)
		}
	}
	var keys tidy.Keys
	for in, failure := range results {
		if failure != nil {
			add(tidy.Errors, tidy.ErrorRow(failure))
			continue
		}
		set := tidy.Rows(in, keys.Key(in.ID))
		add(tidy.Inspections, set.Inspection)
		add(tidy.Judgements, set.Judgements...)
		add(tidy.Findings, set.Findings...)
	}
	return all
}

// export writes results as the data set at path.
func export(t *testing.T, path string, results Results) {
	t.Helper()
	ctx := context.Background()
	format, ok := ExportFormatOf(path)
	if !ok {
		t.Fatalf("%s: no format", path)
	}
	out, err := format.Open(ctx, path, func() string { return "test" })
	if err != nil {
		t.Fatal(err)
	}
	defer out.Discard()
	for in, failure := range results {
		if failure != nil {
			err = errors.Join(err, out.Fail(ctx, failure))
		} else {
			err = errors.Join(err, out.Put(ctx, in, true))
		}
	}
	if err := errors.Join(err, out.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
}

// TestExportStopped commits what nobody wants any more: nothing is put in place.
func TestExportStopped(t *testing.T) {
	for _, format := range ExportFormats {
		t.Run(format.Name, func(t *testing.T) {
			dir := t.TempDir()
			ctx, stop := context.WithCancel(t.Context())
			out, err := format.Open(t.Context(), filepath.Join(dir, "x"+format.Endings[0]), func() string { return "test" })
			if err != nil {
				t.Fatal(err)
			}
			if err := out.Put(ctx, &model.Inspection{ID: "kestrel", Kind: model.UnknownKind}, true); err != nil {
				t.Fatal(err)
			}
			stop()
			if err := out.Commit(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("committed with %v", err)
			}
			out.Discard()
			if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
				t.Errorf("left %v (%v)", left, err)
			}
		})
	}
}

// As each format has values: what is lost in it is lost here too.
func asText(_ tidy.Column, value any) string { return tidy.Joined(value) }

func asExcel(c tidy.Column, value any) string {
	text := cellText(tidy.Joined(value))
	switch c.Type {
	case tidy.Date:
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			return fmt.Sprint(int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
		}
	case tidy.Grade:
		return shortGrade(model.Grade(text))
	}
	return text
}

func asParquet(c tidy.Column, value any) string {
	text := tidy.Joined(value)
	if c.Type == tidy.Date && len(text) < len(time.DateOnly) {
		return ""
	}
	return text
}

func asSQLite(_ tidy.Column, value any) string {
	switch value {
	case true:
		return "1"
	case false:
		return "0"
	}
	return tidy.Joined(value)
}

// readers read each format of tables back, none with what wrote it where there
// is another.
var readers = []struct {
	path  string
	as    func(tidy.Column, any) string
	read  func(t *testing.T, path string) tables
	needs string // a command
}{
	{"set.csv", asText, readCSVFolder, ""},
	{"set.xlsx", asExcel, readXLSX, ""},
	{"set.parquet", asParquet, readParquetFolder, ""},
	{"set.db", asSQLite, readSQLite, "sqlite3"},
}

func readCSVFolder(t *testing.T, path string) tables {
	all := tables{}
	for _, table := range tidy.Tables() {
		data, err := os.ReadFile(filepath.Join(path, table.Name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(bom)))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		checkHead(t, table, rows[0])
		for _, row := range rows[1:] {
			for i, cell := range row {
				row[i] = strings.TrimPrefix(cell, "'") // the guard against formulas; no text of ours begins so
			}
			all[table.Name] = append(all[table.Name], row)
		}
	}
	return all
}

func checkHead(t *testing.T, table *tidy.Table, head []string) {
	t.Helper()
	var want []string
	for _, c := range table.Columns {
		want = append(want, c.Name)
	}
	if !slices.Equal(head, want) {
		t.Errorf("columns of %s are %q, want %q", table.Name, head, want)
	}
}

func readXLSX(t *testing.T, path string) tables {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parts := readParts(t, data)
	all := tables{}
	for _, table := range tidy.Tables() {
		cells := readRows(t, readSheet(t, parts, table.Name))
		var rows [][]string
		for ref, c := range cells {
			col, row, err := excelize.CellNameToCoordinates(ref)
			if err != nil {
				t.Fatal(err)
			}
			for len(rows) < row {
				rows = append(rows, make([]string, len(table.Columns)))
			}
			rows[row-1][col-1] = c.Value + strings.ReplaceAll(c.Text, "_x005F_x", "_x")
		}
		checkHead(t, table, rows[0])
		if len(rows) > 1 {
			all[table.Name] = rows[1:]
		}
	}
	return all
}

func readParquetFolder(t *testing.T, path string) tables {
	all := tables{}
	for _, table := range tidy.Tables() {
		files, err := filepath.Glob(filepath.Join(path, table.Name, "*.parquet"))
		if err != nil || len(files) != 1 {
			t.Fatalf("files of %s: %q, %v", table.Name, files, err)
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range readParquet(t, data) {
			var line []string
			for i, c := range table.Columns {
				line = append(line, asText(c, row[i]))
			}
			all[table.Name] = append(all[table.Name], line)
		}
	}
	return all
}

func readSQLite(t *testing.T, path string) tables {
	all := tables{}
	for _, table := range tidy.Tables() {
		var names []string
		from := table.Name + " t"
		order := map[*tidy.Table]string{tidy.Inspections: "r.place", tidy.Judgements: "r.place, t.position",
			tidy.Findings: "r.place, t.position", tidy.Errors: "t.rowid"}[table]
		if table != tidy.Errors {
			from += " JOIN inspections i USING (inspection) JOIN records r USING (inspection)"
		}
		for _, c := range table.Columns {
			name := "t." + c.Name
			if c.Repeated {
				name = "i." + c.Name
			}
			names = append(names, name)
		}
		// Text may hold anything, so that it comes as hexadecimal digits.
		out, err := exec.Command("sqlite3", path, "SELECT "+"hex("+strings.Join(names, "), hex(")+") FROM "+from+" ORDER BY "+order).CombinedOutput()
		if err != nil {
			t.Fatalf("sqlite3: %v: %s", err, out)
		}
		for line := range strings.Lines(string(out)) {
			var row []string
			for field := range strings.SplitSeq(strings.TrimRight(line, "\n"), "|") {
				row = append(row, unhex(t, field))
			}
			all[table.Name] = append(all[table.Name], row)
		}
	}
	return all
}

func unhex(t *testing.T, digits string) string {
	t.Helper()
	text, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// specimenResults are inspections of several kinds, among them one whose id is
// another's too, and an input that could not be read.
func specimenResults() Results {
	again := ilacs()
	again.Source.Path, again.Source.SHA256 = "letters/kestrel-reissued.pdf", "00"
	return results(ilacs(), sif(), lost(), visit(), again)
}

func TestExportRoundTrip(t *testing.T) {
	checkExports(t, specimenResults())
}

// TestExportCorpus exports real reports.
func TestExportCorpus(t *testing.T) {
	root := collection.Folder(t, "OFSTED_CORPUS", "labelled documents")
	list := new(source.Finder).List([]string{root})
	var all []any
	for in, failure := range parse.InspectAll(t.Context(), list.Inputs, 0, analyse.Inspect) {
		if failure != nil {
			all = append(all, failure)
		} else {
			all = append(all, in)
		}
	}
	checkExports(t, results(all...))
}

// checkExports checks that every format has all of the results.
func checkExports(t *testing.T, results Results) {
	dir := t.TempDir()
	for _, r := range readers {
		t.Run(r.path, func(t *testing.T) {
			path := filepath.Join(dir, r.path)
			export(t, path, results)
			if r.needs != "" {
				if _, err := exec.LookPath(r.needs); err != nil {
					t.Skipf("%s is not installed: it reads the file back", r.needs)
				}
			}
			same(t, tablesOf(results, r.as), r.read(t, path))
		})
	}
	for _, name := range []string{"set.json", "set.ndjson"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			export(t, path, results)
			same(t, recordsOf(t, results), readJSON(t, path))
		})
	}
	for _, name := range []string{"set.json", "set.ndjson", "set.db"} {
		t.Run("parse "+name, func(t *testing.T) {
			list := new(source.Finder).List([]string{filepath.Join(dir, name)})
			got := recordsOf(t, parse.InspectMany(t.Context(), list.Inputs, 0))
			want := recordsOf(t, results)
			if name == "set.db" { // which has what could not be read behind the rest
				isError := func(r string) int { return strings.Count(r, `"error":`) }
				slices.SortStableFunc(want, func(a, b string) int { return isError(a) - isError(b) })
			}
			same(t, want, got)
		})
	}
}

// same checks that what was read back is what was written. How two large values
// differ takes long to tell, so that it is asked only where they do.
func same(t *testing.T, want, got any) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Errorf("written and read back (-want +got):\n%.2000s", cmp.Diff(want, got))
	}
}

// recordsOf returns the results as parse prints them.
func recordsOf(t *testing.T, results Results) []string {
	t.Helper()
	var list []string
	for in, failure := range results {
		data, err := json.Marshal(record(in, failure))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(data))
	}
	return list
}

// readJSON returns the records of a file, an array of them or a line for each.
func readJSON(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if data[0] != '[' {
		data = []byte("[" + strings.ReplaceAll(strings.TrimSpace(string(data)), "\n", ",") + "]")
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, r := range raw {
		var b bytes.Buffer
		if err := json.Compact(&b, r); err != nil {
			t.Fatal(err)
		}
		var escaped bytes.Buffer
		json.HTMLEscape(&escaped, b.Bytes()) // as json.Marshal does
		list = append(list, escaped.String())
	}
	return list
}
