package render

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// A summaryColumn is a column of a summary.
type summaryColumn struct {
	tidy.Column
	Title string // what people call it
	Brief bool   // is in the table in a pipe too
	area  model.Area
	value func(*model.Summary) any // of the types that tidy.Type lists
	words func(*model.Summary) any // for people, where value is a code
}

// summaryColumns are the columns of a summary’s CSV and of its workbook.
// Columns are added at the end, so that those before keep their places.
var summaryColumns = slices.Concat([]summaryColumn{
	{Column: tidy.Column{Name: "authority", Type: tidy.Text, Holds: "name of the local authority"}, Title: "Authority", Brief: true,
		value: func(s *model.Summary) any { return string(s.Authority.Name) }},
	{Column: tidy.Column{Name: "la_code", Type: tidy.Text, Holds: "its three-digit code"}, Title: "LA code",
		value: func(s *model.Summary) any { return string(s.Authority.LACode) }},
	{Column: tidy.Column{Name: "gss_code", Type: tidy.Text, Holds: "its nine-character code"}, Title: "GSS code",
		value: func(s *model.Summary) any { return string(s.Authority.GSSCode) }},
	{Column: tidy.Column{Name: "region", Type: tidy.Text, Holds: "its region"}, Title: "Region", Brief: true,
		value: func(s *model.Summary) any { return string(s.Authority.Region) }},
	{Column: tidy.Column{Name: "kind", Type: tidy.Text, Holds: "kind of document; empty where there is none to summarise"}, Title: "Kind", Brief: true,
		value: summarised(func(in *model.Summarised) any { return string(in.Kind) }),
		words: summarised(func(in *model.Summarised) any { return in.Kind.Title() })},
	{Column: tidy.Column{Name: "framework", Type: tidy.Text, Holds: "framework of the inspection"}, Title: "Framework",
		value: summarised(func(in *model.Summarised) any { return string(in.Framework) }),
		words: summarised(func(in *model.Summarised) any { return frameworkWords[in.Framework] })},
	{Column: tidy.Column{Name: "edition", Type: tidy.Text, Holds: "of the ILACS framework: 2018, 2023 or 2026"}, Title: "Edition",
		value: summarised(func(in *model.Summarised) any { return string(in.Edition) })},
	{Column: tidy.Column{Name: "variant", Type: tidy.Text, Holds: "short or standard, for ILACS inspections"}, Title: "Length",
		value: summarised(func(in *model.Summarised) any { return string(in.Variant) }),
		words: summarised(func(in *model.Summarised) any { return capital(string(in.Variant)) })},
	{Column: tidy.Column{Name: "start_date", Type: tidy.Date, Holds: "first day on site"}, Title: "First day",
		value: summarised(func(in *model.Summarised) any { return string(in.Start) })},
	{Column: tidy.Column{Name: "end_date", Type: tidy.Date, Holds: "last day on site, or else the date of publication"}, Title: "Last day", Brief: true,
		value: summarised(func(in *model.Summarised) any { return string(in.End) })},
	{Column: tidy.Column{Name: "published", Type: tidy.Date, Holds: "printed date of publication, or of the letter"}, Title: "Published",
		value: summarised(func(in *model.Summarised) any { return string(in.Published) })},
	{Column: tidy.Column{Name: "lead_inspectors", Type: tidy.List, Holds: "names, separated by semicolons"}, Title: "Lead inspector",
		value: summarised(func(in *model.Summarised) any { return in.LeadInspectors })},
}, areaColumns(), []summaryColumn{
	{Column: tidy.Column{Name: "previous_end_date", Type: tidy.Date, Holds: "last day of the full inspection before"}, Title: "Last day, previous",
		value: previous(func(p *model.PreviousOverall) any { return string(p.End) })},
	{Column: tidy.Column{Name: "previous_overall", Type: tidy.Grade, Holds: "overall effectiveness at that inspection"}, Title: "Overall, previous", Brief: true,
		value: previous(func(p *model.PreviousOverall) any { return string(p.Grade) })},
	{Column: tidy.Column{Name: "change", Type: tidy.Text, Holds: "of overall effectiveness since: improved, declined, unchanged, not_comparable, newly_judged, no_longer_judged"}, Title: "Change", Brief: true,
		value: func(s *model.Summary) any { return string(s.Change) },
		words: func(s *model.Summary) any { return capital(strings.ReplaceAll(string(s.Change), "_", " ")) }},
	{Column: tidy.Column{Name: "steps", Type: tidy.Integer, Holds: "grades moved, better is positive; empty where they cannot be compared"}, Title: "Grades moved", Brief: true,
		value: func(s *model.Summary) any { return integer(s.Steps) }},
	{Column: tidy.Column{Name: "improvements", Type: tidy.Integer, Holds: "how many areas for improvement, a safeguarding board’s among them"}, Title: "Areas for improvement", Brief: true,
		value: func(s *model.Summary) any { return integer(s.Improvements) }},
	{Column: tidy.Column{Name: "priority_actions", Type: tidy.Integer, Holds: "how many areas for priority action, likewise"}, Title: "Areas for priority action", Brief: true,
		value: func(s *model.Summary) any { return integer(s.PriorityActions) }},
	{Column: tidy.Column{Name: "inspection", Type: tidy.Text, Holds: "id of the inspection"}, Title: "Inspection",
		value: summarised(func(in *model.Summarised) any { return in.ID })},
	{Column: tidy.Column{Name: "path", Type: tidy.Text, Holds: "file that it was read from"}, Title: "File", Brief: true,
		value: summarised(func(in *model.Summarised) any { return in.Path })},
	{Column: tidy.Column{Name: "note", Type: tidy.List, Holds: "what is missing or has to be known, as that there is no full inspection"}, Title: "Note", Brief: true,
		value: func(s *model.Summary) any { return summaryMessages(s) }},
})

// frameworkWords are frameworks as people call them.
var frameworkWords = map[model.Framework]string{
	model.ILACS:     "ILACS",
	model.SIF:       "Single Inspection Framework",
	model.LAC:       "Looked after children services",
	model.AreaSEND:  "Area SEND",
	model.JTAIFrame: "JTAI",
}

// areaColumns are a column for each area, so that there are the same columns
// whatever was read.
func areaColumns() []summaryColumn {
	var list []summaryColumn
	for _, a := range model.Areas() {
		list = append(list, summaryColumn{
			Column: tidy.Column{Name: string(a), Type: tidy.Grade, Holds: "grade: " + a.Title()},
			Title:  areaLabel(a), Brief: true, area: a,
			value: func(s *model.Summary) any { g, _ := s.Grade(a); return string(g.Grade) },
		})
	}
	return list
}

// summarised reads a column from the inspection, if there is one.
func summarised(value func(*model.Summarised) any) func(*model.Summary) any {
	return func(s *model.Summary) any {
		if s.Inspection == nil {
			return nil
		}
		return value(s.Inspection)
	}
}

// previous reads a column from the inspection before, if there is one.
func previous(value func(*model.PreviousOverall) any) func(*model.Summary) any {
	return func(s *model.Summary) any {
		if s.Previous == nil {
			return nil
		}
		return value(s.Previous)
	}
}

func integer(n *int) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

// capital writes the first letter large.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

func summaryMessages(s *model.Summary) []string {
	list := make([]string, len(s.Notes))
	for i, n := range s.Notes {
		list[i] = n.Message
	}
	return list
}

// SummaryColumns are the columns of a summary's CSV.
var SummaryColumns = func() Columns[model.Summary] {
	var list Columns[model.Summary]
	for _, c := range summaryColumns {
		list = append(list, Column[model.Summary]{c.Name, c.Holds, c.Brief, func(s model.Summary) string { return tidy.Joined(c.value(&s)) }})
	}
	return list
}()

// SummaryCSV writes summaries as one table, a row for each.
func SummaryCSV(w io.Writer, list []model.Summary) error {
	return SummaryColumns.csv(w, slices.Values([][]model.Summary{list}))
}

// summaryTabs writes what matters of SummaryCSV for cut and awk.
func summaryTabs(w io.Writer, list []model.Summary) error {
	return SummaryColumns.tabs(w, slices.Values([][]model.Summary{list}))
}

// SummaryWorkbook writes summaries as a workbook for Excel, in words. Columns
// of areas that nobody was judged in are left out.
func SummaryWorkbook(w io.Writer, list []model.Summary) error {
	s := sheet{name: "Summary"}
	var columns []summaryColumn
	for _, c := range summaryColumns {
		if c.area == model.NoArea || slices.ContainsFunc(list, func(s model.Summary) bool { _, ok := s.Grade(c.area); return ok }) {
			columns = append(columns, c)
			c.Column.Name = c.Title
			s.columns = append(s.columns, c.Column)
		}
	}
	s.rows = func(yield func(tidy.Row, error) bool) {
		for _, summary := range list {
			if !yield(summaryRow(columns, &summary), nil) {
				return
			}
		}
	}
	return writeWorkbook(w, s)
}

func summaryRow(columns []summaryColumn, s *model.Summary) tidy.Row {
	row := make(tidy.Row, len(columns))
	for i, c := range columns {
		value := c.value
		if c.words != nil {
			value = c.words
		}
		row[i] = value(s)
	}
	return row
}
