package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares output with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestGolden(t *testing.T) {
	narrow := Screen{Width: 80, Terminal: true}
	wide := Screen{Width: 120, Terminal: true}
	colour := Screen{Width: 80, Terminal: true, Colour: true}
	all := results(ilacs(), sif(), lost(), visit())
	for _, test := range []struct {
		name    string
		format  string
		options Options
		results Results
	}{
		{"ilacs.txt", "table", Options{Screen: narrow, Single: true}, results(ilacs())},
		{"ilacs-full.txt", "table", Options{Screen: narrow, Single: true, Full: true}, results(ilacs())},
		{"ilacs-wide.txt", "table", Options{Screen: wide, Single: true}, results(ilacs())},
		{"ilacs-colour.txt", "table", Options{Screen: colour, Single: true, Full: true}, results(ilacs())},
		{"sif.txt", "table", Options{Screen: narrow, Single: true}, results(sif())},
		{"visit.txt", "table", Options{Screen: narrow, Single: true}, results(visit())},
		{"list.txt", "table", Options{Screen: narrow, Many: true}, all},
		{"list-narrow.txt", "table", Options{Screen: Screen{Width: 40, Terminal: true}, Many: true}, all},
		{"list-wide.txt", "table", Options{Screen: wide, Many: true}, all},
		{"list-colour.txt", "table", Options{Screen: colour, Many: true}, all},
		{"list.tsv", "table", Options{Screen: Screen{Width: 80}, Many: true}, all},
		{"list-full.txt", "table", Options{Screen: narrow, Many: true, Full: true}, all},
		{"ilacs.json", "json", Options{Single: true}, results(ilacs())},
		{"all.json", "json", Options{Many: true}, all},
		{"all.ndjson", "ndjson", Options{Many: true}, all},
		{"all.csv", "csv", Options{Many: true}, all},
		{"ilacs.md", "markdown", Options{Single: true, Full: true}, results(ilacs())},
		{"sif.md", "markdown", Options{Single: true}, results(sif())},
		{"list.md", "markdown", Options{Many: true}, all},
		{"hostile.txt", "table", Options{Screen: colour, Single: true, Full: true}, results(hostile())},
		{"hostile.md", "markdown", Options{Single: true, Full: true}, results(hostile())},
		{"hostile.csv", "csv", Options{Single: true}, results(hostile())},
	} {
		t.Run(test.name, func(t *testing.T) {
			var buf bytes.Buffer
			format, _ := Formats.For(test.format, "")
			if err := format.Write(&buf, test.options, test.results); err != nil {
				t.Fatal(err)
			}
			golden(t, test.name, buf.Bytes())
		})
	}
}

// sgr matches the escape sequences that we write ourselves.
var sgr = regexp.MustCompile(`\x1b\[[0-9]*m`)

func TestNoLineIsWiderThanTheScreen(t *testing.T) {
	for columns := minReport; columns <= maxWidth; columns++ {
		for _, in := range []*model.Inspection{ilacs(), sif(), visit(), hostile()} {
			var buf bytes.Buffer
			screen := Screen{Width: columns, Terminal: true, Colour: true}
			if err := Report(&buf, screen, in, true); err != nil {
				t.Fatal(err)
			}
			checkWidth(t, columns, buf.String())
		}
	}
	for columns := minWidth; columns <= maxWidth; columns++ {
		for _, in := range []*model.Inspection{sif(), visit(), hostile()} {
			var buf bytes.Buffer
			screen := Screen{Width: columns, Terminal: true, Colour: true}
			if err := List(&buf, screen, results(ilacs(), lost(), in)); err != nil {
				t.Fatal(err)
			}
			checkWidth(t, columns, buf.String())
		}
	}
}

func checkWidth(t *testing.T, columns int, text string) {
	t.Helper()
	for line := range strings.SplitSeq(sgr.ReplaceAllString(text, ""), "\n") {
		if n := width(line); n > columns {
			t.Errorf("at %d columns: %d in %q", columns, n, line)
		}
	}
}

func TestDocumentsCannotDriveTheTerminal(t *testing.T) {
	var buf bytes.Buffer
	screen := Screen{Width: 80, Terminal: true}
	if err := Report(&buf, screen, hostile(), true); err != nil {
		t.Fatal(err)
	}
	if err := List(&buf, screen, results(hostile(), lost())); err != nil {
		t.Fatal(err)
	}
	for i, c := range buf.String() {
		if isControl(c) && c != '\n' {
			t.Errorf("control character %U at byte %d", c, i)
		}
	}
	if !strings.Contains(buf.String(), "Nowhere") {
		t.Error("the text itself is missing")
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	in := hostile()
	for _, c := range "=+-@\t\r＝" {
		in.Findings = append(in.Findings, model.Finding{Text: string(c) + "1+1"}, model.Finding{Text: " " + string(c) + "1+1"})
	}
	var buf bytes.Buffer
	if err := CSV(&buf, results(in)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(buf.String(), bom))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, field := range row {
			if field != "" && strings.ContainsAny(field[:1], "=+-@\t\r") {
				t.Errorf("cell begins a formula: %q", field)
			}
		}
	}
}

func TestJSONIsNotEscapedForHTML(t *testing.T) {
	in := ilacs()
	in.Findings[0].Text = "A & B <C>"
	var buf bytes.Buffer
	if err := JSON(&buf, false, results(in)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(buf.String(), `"A & B <C>"`) {
		t.Error("text is escaped")
	}
}

func TestJSONArrays(t *testing.T) {
	for _, test := range []struct {
		results Results
		want    int
	}{{results(), 0}, {results(ilacs()), 1}, {results(ilacs(), lost(), sif()), 3}} {
		var buf bytes.Buffer
		if err := JSON(&buf, true, test.results); err != nil {
			t.Fatal(err)
		}
		var list []map[string]any
		if err := json.Unmarshal(buf.Bytes(), &list); err != nil || len(list) != test.want {
			t.Errorf("%d records (%v), want %d", len(list), err, test.want)
		}
	}
}

// lineWriter counts writes.
type lineWriter struct{ writes int }

func (w *lineWriter) Write(p []byte) (int, error) { w.writes++; return len(p), nil }

func TestStreamingFormatsWriteEachResultAsItComes(t *testing.T) {
	for _, format := range Formats {
		if !format.Streams {
			continue
		}
		w := &lineWriter{}
		n := 0
		counted := func(yield func(*model.Inspection, *model.Failure) bool) {
			for range 3 {
				before := w.writes
				if !yield(ilacs(), nil) {
					return
				}
				if w.writes > before {
					n++
				}
			}
		}
		if err := format.Write(w, Options{Many: true}, counted); err != nil || n != 3 {
			t.Errorf("%s: %d of 3 results written as they came (%v)", format.Name, n, err)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriteErrorsAreNotLost(t *testing.T) {
	for _, format := range Formats {
		for _, single := range []bool{true, false} {
			o := Options{Screen: Screen{Width: 80, Terminal: true}, Single: single, Many: !single}
			if err := format.Write(full{}, o, results(ilacs())); err == nil {
				t.Errorf("%s, single %v: no error", format.Name, single)
			}
		}
	}
}

func TestFormatFor(t *testing.T) {
	for path, want := range map[string]string{"a.json": "json", "A.CSV": "csv", "a.jsonl": "ndjson", "a.md": "markdown", "a.txt": "table", "a.TSV": "table", "a": "table", "": "table", "-": "table"} {
		if got, ok := Formats.For("", path); !ok || got.Name != want {
			t.Errorf("format of %q = %s, %v, want %s", path, got.Name, ok, want)
		}
	}
	if got, ok := Formats.For("csv", "a.json"); !ok || got.Name != "csv" {
		t.Errorf("the name does not go before the ending: %s, %v", got.Name, ok)
	}
	for _, path := range []string{"a.xlsx", "a.parquet", "a.db", "a.json.gz", "a."} {
		if got, ok := Formats.For("", path); ok {
			t.Errorf("format of %q = %s, want none", path, got.Name)
		}
	}
}

// TestListGrades lists inspections that give no overall grade: their areas
// stand by grade, and the grade of a safeguarding board only where it is alone.
func TestListGrades(t *testing.T) {
	graded := func(kind model.Kind, judgements ...model.Judgement) *model.Inspection {
		in := &model.Inspection{Source: model.Source{Path: "a.pdf"}, Kind: kind, Framework: kind.Framework(),
			Authority: model.Authority{Name: "Kestrel"}, Judgements: judgements}
		in.Fill()
		return in
	}
	for _, test := range []struct {
		in   *model.Inspection
		want []string
		not  string
	}{
		{graded(model.ILACSInspection, model.Judgement{Area: model.ImpactOfLeaders, Grade: model.Outstanding}, model.Judgement{Area: model.HelpAndProtection, Grade: model.Good},
			model.Judgement{Area: model.ChildrenInCare, Grade: model.Good}), []string{"Outstanding: Impact of leaders", "Good: Help and protection, Children in care"}, ""},
		{graded(model.SIFInspection, model.Judgement{Area: model.HelpAndProtection, Grade: model.Good}, model.Judgement{Area: model.LSCB, Grade: model.Inadequate}), []string{"Good: Help and protection"}, "Inadequate"},
		{graded(model.SIFInspection, model.Judgement{Area: model.LSCB, Grade: model.Inadequate}), []string{"Inadequate: LSCB"}, ""},
		{graded(model.AreaSENDInspection, model.Judgement{Area: model.AreaSENDOutcome, Grade: model.Inconsistent}), []string{"Inconsistent"}, "Inconsistent:"},
	} {
		var buf bytes.Buffer
		if err := List(&buf, Screen{Width: 120, Terminal: true}, results(test.in, lost())); err != nil {
			t.Fatal(err)
		}
		for _, want := range test.want {
			if !strings.Contains(buf.String(), want) {
				t.Errorf("nowhere %q:\n%s", want, buf.String())
			}
		}
		if test.not != "" && strings.Contains(buf.String(), test.not) {
			t.Errorf("%q in\n%s", test.not, buf.String())
		}
	}
}
