package render

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ofsted/model"
)

// timelinesOf returns the timelines of inspections.
func timelinesOf(t *testing.T, list ...*model.Inspection) []*model.Timeline {
	t.Helper()
	var all model.Timelines
	for _, in := range list {
		if problem := all.Add(in); problem != "" {
			t.Fatal(problem)
		}
	}
	return all.All(t.Context())
}

// summaries returns summaries of inspections that we made up, among them those
// that have little to show.
func summaries(t *testing.T) []model.Summary {
	t.Helper()
	unread := ilacs()
	unread.Authority = model.Authority{Name: "Avon and Wren", Known: true, Region: "Yorkshire and the Humber"}
	unread.Judgements, unread.Visit.Variant, unread.Source.Path = nil, model.Short, "letters/avon.pdf"
	undated := sif()
	undated.Visit.Periods, undated.Published, undated.Source.Path = nil, "", "letters/undated.pdf"
	for _, in := range []*model.Inspection{unread, undated} {
		in.Fill()
	}
	var list []model.Summary
	for _, tl := range append(specimens(t), timelinesOf(t, sif(), undated, visit(), unread)...) {
		list = append(list, model.Summarise(tl))
	}
	return append(list, model.NoSummary(model.Authority{Name: "Fernhill-on-the-Water", Known: true, LACode: "997", Region: "London"}))
}

func everySummary(t *testing.T) []model.Summary {
	var list []model.Summary
	for _, tl := range specimens(t) {
		list = append(list, model.SummariseAll(tl)...)
	}
	return list
}

func summaryTable(t *testing.T, s Screen, list []model.Summary) string {
	t.Helper()
	var b bytes.Buffer
	if err := SummaryTable(&b, SummaryOptions{Screen: s}, list); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSummaryTables(t *testing.T) {
	for _, columns := range []int{60, 80, 100, 120} {
		s := Screen{Width: columns, Terminal: true}
		golden(t, fmt.Sprintf("summary-%d.txt", columns), []byte(summaryTable(t, s, summaries(t))))
		golden(t, fmt.Sprintf("summary-all-%d.txt", columns), []byte(summaryTable(t, s, everySummary(t))))
	}
	golden(t, "summary-colour.txt", []byte(summaryTable(t, Screen{Width: 100, Terminal: true, Colour: true}, summaries(t))))
	golden(t, "summary.tsv", []byte(summaryTable(t, Screen{}, summaries(t))))
}

// A table keeps within its width, at any width.
func TestSummaryTableKeepsItsWidth(t *testing.T) {
	hostile := model.Summarise(hostileTimeline())
	for _, list := range [][]model.Summary{summaries(t), everySummary(t), {hostile}, append(summaries(t), hostile)} {
		for columns := minWidth; columns <= maxWidth; columns++ {
			text := summaryTable(t, Screen{Width: columns, Terminal: true}, list)
			for line := range strings.Lines(text) {
				if n := width(strings.TrimRight(line, "\n")); n > columns {
					t.Fatalf("width %d: %d columns in %q", columns, n, line)
				}
			}
			if strings.ContainsAny(text, "\x1b\x00\u202e") {
				t.Fatal("escape sequences came through")
			}
		}
	}
}

// TestSummaryLegend explains what is there and nothing else.
func TestSummaryLegend(t *testing.T) {
	plain := ilacs()
	plain.Findings = nil
	text := summaryTable(t, Screen{Width: 100, Terminal: true}, []model.Summary{model.Summarise(timelinesOf(t, plain)[0])})
	for _, absent := range []string{"▲", "≠", "*", "–", "Short", "Looked after", "older areas", "adoption", "No full inspection", "A adequate", "NJ"} {
		if strings.Contains(text, absent) {
			t.Errorf("%q is explained, which is not there:\n%s", absent, text)
		}
	}
	for _, there := range []string{"O outstanding", "G good", "RI requires improvement to be good", "I inadequate", "Improve: areas for improvement"} {
		if !strings.Contains(text, there) {
			t.Errorf("%q is not explained:\n%s", there, text)
		}
	}
}

func TestSummaryFitsItsSchema(t *testing.T) {
	schema, doc := compile(t, "summary")
	var b bytes.Buffer
	list := append(summaries(t), everySummary(t)...)
	if err := SummaryJSON(&b, SummaryOptions{Failures: []*model.Failure{lost()}}, list); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, schema, b.Bytes()); err != nil {
		t.Error(err)
	}
	var want []string
	defs := doc["$defs"].(map[string]any)
	for def, path := range map[string]string{"summary": "", "inspection": ".inspection", "previous": ".previous", "failure": ""} {
		schemaKeys(defs, defs[def], path, &want)
	}
	sameKeys(t, want, b.Bytes())
	for _, change := range []struct{ from, to string }{
		{`"change": "not_comparable"`, `"change": "worse"`},
		{`"judgements": []`, `"judgements": null`},
		{`"code": "letter_only"`, `"code": "letter"`},
		{`"schema": "ofsted/summary/1"`, `"schema": "ofsted/summary/2"`},
	} {
		bad := bytes.Replace(b.Bytes(), []byte(change.from), []byte(change.to), 1)
		if bytes.Equal(bad, b.Bytes()) {
			t.Errorf("%s is not in the output", change.from)
		} else if validate(t, schema, bad) == nil {
			t.Errorf("the schema allows %s", change.to)
		}
	}
}

func TestSummaryJSONOfNothing(t *testing.T) {
	var b bytes.Buffer
	if err := SummaryJSON(&b, SummaryOptions{}, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

// sheetText returns the cells of a sheet by row and heading.
func sheetText(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Summary")
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, text := range row {
			cells[rows[0][i]] = text
		}
		out = append(out, cells)
	}
	return out
}

// TestSummaryFormatsAgree compares what CSV and the workbook say with what
// the summaries hold.
func TestSummaryFormatsAgree(t *testing.T) {
	list := append(summaries(t), everySummary(t)...)
	var text, book bytes.Buffer
	if err := SummaryCSV(&text, list); err != nil {
		t.Fatal(err)
	}
	if err := SummaryWorkbook(&book, list); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text.Bytes(), []byte(bom)))).ReadAll()
	if err != nil || len(records) != len(list)+1 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	sheet := sheetText(t, book.Bytes())
	if len(sheet) != len(list) {
		t.Fatalf("%d rows in the workbook, %d summaries", len(sheet), len(list))
	}
	for n, s := range list {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = records[n+1][i]
		}
		if row["authority"] != string(s.Authority.Name) || sheet[n]["Authority"] != row["authority"] || row["end_date"] != string(s.End()) ||
			row["change"] != string(s.Change) || row["steps"] != steps(s.Steps) || sheet[n]["Grades moved"] != row["steps"] {
			t.Errorf("row %d is %q and %q of %+v", n, row, sheet[n], s)
		}
		for _, a := range model.Areas() {
			g, _ := s.Grade(a)
			if row[string(a)] != string(g.Grade) || sheet[n][areaLabel(a)] != shortGrade(g.Grade) {
				t.Errorf("row %d: %s is %q in CSV and %q in the workbook, not %q", n, a, row[string(a)], sheet[n][areaLabel(a)], g.Grade)
			}
		}
		if day := date(s.End(), shortDate); sheet[n]["Last day"] != day && len(s.End()) != len("2006-01") {
			t.Errorf("row %d: the last day is %q, not %q", n, sheet[n]["Last day"], day)
		}
		if note := strings.Join(summaryMessages(&s), "; "); row["note"] != note || sheet[n]["Note"] != note {
			t.Errorf("row %d: the note is %q and %q, not %q", n, row["note"], sheet[n]["Note"], note)
		}
	}
}

// TestSummaryWorkbookHasWhatIsJudged leaves out areas without grades, which
// CSV keeps.
func TestSummaryWorkbookHasWhatIsJudged(t *testing.T) {
	var book, text bytes.Buffer
	list := []model.Summary{model.Summarise(timelinesOf(t, ilacs())[0])}
	if err := SummaryWorkbook(&book, list); err != nil {
		t.Fatal(err)
	}
	if err := SummaryCSV(&text, list); err != nil {
		t.Fatal(err)
	}
	row := sheetText(t, book.Bytes())[0]
	for _, a := range model.Areas() {
		_, judged := list[0].Grade(a)
		if _, there := row[areaLabel(a)]; there != judged {
			t.Errorf("%s: a column %v, judged %v", a, there, judged)
		}
		if !strings.Contains(text.String(), ","+string(a)+",") {
			t.Errorf("CSV has no column %s", a)
		}
	}
	for heading, want := range map[string]string{"Kind": "Inspection of children’s services (ILACS)", "Framework": "ILACS", "Length": "Standard",
		"First day": "30 Sep 2024", "Last day": "16 Jan 2025", "Overall effectiveness": "Inadequate", "Lead inspector": "Siân Abernathy"} {
		if row[heading] != want {
			t.Errorf("%s is %q, want %q", heading, row[heading], want)
		}
	}
}

func TestSummariesAreSafe(t *testing.T) {
	list := []model.Summary{model.Summarise(hostileTimeline())}
	tabs := summaryTable(t, Screen{}, list)
	head, _, _ := strings.Cut(tabs, "\n")
	for line := range strings.Lines(tabs) {
		if strings.Count(line, "\t") != strings.Count(head, "\t") || strings.ContainsAny(line, "\x1b\x00") {
			t.Errorf("a document broke the line %q", line)
		}
	}
	var text, book bytes.Buffer
	if err := SummaryCSV(&text, list); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), ",=cmd") || !strings.Contains(text.String(), "'=cmd") {
		t.Errorf("a formula came through: %s", text.String())
	}
	if err := SummaryWorkbook(&book, list); err != nil {
		t.Fatal(err)
	}
	part := readSheet(t, readParts(t, book.Bytes()), "Summary")
	for ref, c := range readRows(t, part) {
		if c.Formula != nil {
			t.Errorf("%s is a formula", ref)
		}
	}
	if row := sheetText(t, book.Bytes())[0]; row["File"] != list[0].Inspection.Path {
		t.Errorf("the file is %q", row["File"])
	}
}
