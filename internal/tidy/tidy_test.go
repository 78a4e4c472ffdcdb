package tidy_test

import (
	"slices"
	"testing"

	"ofsted/internal/tidy"
	"ofsted/model"
)

func inspection() *model.Inspection {
	third := 3
	in := &model.Inspection{
		Source: model.Source{Path: "a.pdf", SHA256: "00", Bytes: 7, Pages: 2, Tagged: true}, Kind: model.MonitoringVisit, Framework: model.ILACS,
		Authority:      model.Authority{Name: "Kestrel", Printed: "Kestrel Council"},
		Visit:          model.Visit{Periods: []model.Period{{Start: "2018-11", End: "2018-12"}, {Start: "2019-01-07", End: "2019-01-08"}}, VisitNumber: &third},
		LeadInspectors: []string{"Joanna Fell", "Martin Adeyemi"},
		Judgements:     []model.Judgement{{Area: model.HelpAndProtection, Title: "Help", Grade: model.Good, Printed: "good", Scale: model.FourPoint}},
		Sections:       []model.Section{{ID: "s1", Heading: "Findings"}},
		Findings: []model.Finding{
			{ID: "f1", Kind: model.Improvement, Section: "s1", About: model.AboutAuthority, Page: 2, Text: "Plans.", Themes: []model.Theme{model.Assessment, model.Recording}, References: []model.Reference{{Kind: "outcome", Number: 3}}},
			{ID: "f2", Kind: model.Body, Text: "More."},
		},
	}
	in.Warn("odd", "Odd.")
	in.Fill()
	return in
}

// value returns the value of a column in a row.
func value(t *testing.T, table *tidy.Table, row tidy.Row, name string) any {
	t.Helper()
	i := table.Column(name)
	if i < 0 {
		t.Fatalf("%s has no column %s", table.Name, name)
	}
	return row[i]
}

func TestRows(t *testing.T) {
	set := tidy.Rows(inspection(), "kestrel~2")
	for _, tt := range []struct {
		table *tidy.Table
		row   tidy.Row
		name  string
		want  any
	}{
		{tidy.Inspections, set.Inspection, "inspection", "kestrel~2"},
		{tidy.Inspections, set.Inspection, "region", nil},
		{tidy.Inspections, set.Inspection, "known", false},
		{tidy.Inspections, set.Inspection, "visit_number", int64(3)},
		{tidy.Inspections, set.Inspection, "start_date", "2018-11"},
		{tidy.Inspections, set.Inspection, "end_date", "2019-01-08"},
		{tidy.Inspections, set.Inspection, "year", int64(2019)},
		{tidy.Inspections, set.Inspection, "periods", []string{"2018-11/2018-12", "2019-01-07/2019-01-08"}},
		{tidy.Inspections, set.Inspection, "lead_inspectors", []string{"Joanna Fell", "Martin Adeyemi"}},
		{tidy.Inspections, set.Inspection, "improvements", int64(1)},
		{tidy.Inspections, set.Inspection, "warnings", []string{"Odd."}},
		{tidy.Judgements, set.Judgements[0], "inspection", "kestrel~2"},
		{tidy.Judgements, set.Judgements[0], "authority", "Kestrel"},
		{tidy.Judgements, set.Judgements[0], "title", "Help"},
		{tidy.Judgements, set.Judgements[0], "page", nil},
		{tidy.Findings, set.Findings[0], "year", int64(2019)},
		{tidy.Findings, set.Findings[0], "heading", "Findings"},
		{tidy.Findings, set.Findings[0], "themes", []string{"assessment", "recording"}},
		{tidy.Findings, set.Findings[0], "national_framework", []string{"outcome 3"}},
		{tidy.Findings, set.Findings[1], "position", int64(2)},
		{tidy.Findings, set.Findings[1], "finding_kind", "finding"},
		{tidy.Findings, set.Findings[1], "heading", nil},
	} {
		got := value(t, tt.table, tt.row, tt.name)
		if list, ok := tt.want.([]string); ok {
			if !slices.Equal(got.([]string), list) {
				t.Errorf("%s.%s is %q, want %q", tt.table.Name, tt.name, got, list)
			}
		} else if got != tt.want {
			t.Errorf("%s.%s is %v, want %v", tt.table.Name, tt.name, got, tt.want)
		}
	}
}

// TestTypes checks that every value is of its column's type, and that each
// row has one for each column.
func TestTypes(t *testing.T) {
	set := tidy.Rows(inspection(), "k")
	rows := map[*tidy.Table][]tidy.Row{tidy.Inspections: {set.Inspection}, tidy.Judgements: set.Judgements, tidy.Findings: set.Findings,
		tidy.Errors: {tidy.ErrorRow(&model.Failure{Source: model.Source{Path: "x"}, Code: model.Damaged, Message: "x: damaged"})}}
	for _, table := range tidy.Tables() {
		for _, row := range rows[table] {
			if len(row) != len(table.Columns) {
				t.Fatalf("%s: %d values for %d columns", table.Name, len(row), len(table.Columns))
			}
			for i, c := range table.Columns {
				ok := row[i] == nil
				switch row[i].(type) {
				case string:
					ok = c.Type == tidy.Text || c.Type == tidy.Date || c.Type == tidy.Grade
				case int64:
					ok = c.Type == tidy.Integer
				case bool:
					ok = c.Type == tidy.Flag
				case []string:
					ok = c.Type == tidy.List
				}
				if !ok {
					t.Errorf("%s.%s is %T, and the column is %s", table.Name, c.Name, row[i], c.Type)
				}
			}
		}
	}
}

func TestKeys(t *testing.T) {
	var keys tidy.Keys
	keys.Take("b")
	var got []string
	for _, id := range []string{"a", "a", "b", "a"} {
		got = append(got, keys.Key(id))
	}
	keys.Free("a~2")
	got = append(got, keys.Key("a"))
	if want := []string{"a", "a~2", "b~2", "a~3", "a~2"}; !slices.Equal(got, want) {
		t.Errorf("keys are %q, want %q", got, want)
	}
}
