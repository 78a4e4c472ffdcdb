package tidy

import (
	"fmt"
	"strconv"

	"ofsted/model"
)

// A field is a column with where its values come from.
type field[T any] struct {
	Column
	value func(T) any
}

type fields[T any] []field[T]

func (fs fields[T]) columns() []Column {
	list := make([]Column, len(fs))
	for i, f := range fs {
		list[i] = f.Column
	}
	return list
}

func (fs fields[T]) row(of T) Row {
	row := make(Row, len(fs))
	for i, f := range fs {
		row[i] = f.value(of)
	}
	return row
}

// A document is an inspection with the key that tables refer to it by.
type document struct {
	*model.Inspection
	key string
}

type judgement struct {
	document
	model.Judgement
	place int
}

type finding struct {
	document
	model.Finding
	heading string
	place   int
}

// The tables.
var (
	Inspections = &Table{"inspections", "a row for each document", inspectionColumns.columns()}
	Judgements  = &Table{"judgements", "a row for each grade", judgementColumns.columns()}
	Findings    = &Table{"findings", "a row for each paragraph or item of a list", findingColumns.columns()}
	Errors      = &Table{"errors", "a row for each input that could not be read", errorColumns.columns()}
)

var inspectionColumns = fields[document]{
	{Column{Name: "inspection", Type: Text, Holds: "key of the inspection: its id, and ~2 behind it for a second of that id"}, func(d document) any { return d.key }},
	{Column{Name: "authority", Type: Text, Holds: "name of the local authority"}, func(d document) any { return text(d.Authority.Name) }},
	{Column{Name: "authority_printed", Type: Text, Holds: "the name as the document prints it"}, func(d document) any { return text(d.Authority.Printed) }},
	{Column{Name: "known", Type: Flag, Holds: "whether the list of authorities holds it"}, func(d document) any { return d.Authority.Known }},
	{Column{Name: "la_code", Type: Text, Holds: "its three-digit code"}, func(d document) any { return text(d.Authority.LACode) }},
	{Column{Name: "gss_code", Type: Text, Holds: "its nine-character code"}, func(d document) any { return text(d.Authority.GSSCode) }},
	{Column{Name: "ofsted_urn", Type: Text, Holds: "its number at Ofsted"}, func(d document) any { return text(d.Authority.URN) }},
	{Column{Name: "region", Type: Text, Holds: "its region"}, func(d document) any { return text(d.Authority.Region) }},
	{Column{Name: "kind", Type: Text, Holds: "kind of document: ilacs_inspection, focused_visit, …"}, func(d document) any { return text(d.Kind) }},
	{Column{Name: "framework", Type: Text, Holds: "framework of the inspection: ilacs, sif, lac, area_send or jtai"}, func(d document) any { return text(d.Framework) }},
	{Column{Name: "title", Type: Text, Wide: true, Holds: "title printed on the document"}, func(d document) any { return text(d.Title) }},
	{Column{Name: "variant", Type: Text, Holds: "short or standard, for ILACS inspections"}, func(d document) any { return text(d.Visit.Variant) }},
	{Column{Name: "reinspection", Type: Flag, Holds: "whether it is a re-inspection under the SIF"}, func(d document) any { return d.Visit.Reinspection }},
	{Column{Name: "visit_number", Type: Integer, Holds: "3 for the third monitoring visit"}, func(d document) any { return number(d.Visit.VisitNumber) }},
	{Column{Name: "start_date", Type: Date, Holds: "first day on site"}, func(d document) any { return text(d.Visit.Start()) }},
	{Column{Name: "end_date", Type: Date, Holds: "last day on site, or else the date of publication"}, func(d document) any { return text(d.Day()) }},
	{Column{Name: "year", Type: Integer, Holds: "year of end_date"}, func(d document) any { return year(d.Day()) }},
	{Column{Name: "periods", Type: List, Holds: "days on site, each span as 2018-11-26/2018-12-07"}, func(d document) any { return list(d.Visit.Periods, period) }},
	{Column{Name: "published", Type: Date, Holds: "printed date of publication, or of the letter"}, func(d document) any { return text(d.Published) }},
	{Column{Name: "lead_inspectors", Type: List, Holds: "names of the lead inspectors"}, func(d document) any { return d.LeadInspectors }},
	{Column{Name: "inspectors", Type: List, Holds: "names of the other inspectors, where printed"}, func(d document) any { return d.Inspectors }},
	{Column{Name: "scope", Type: List, Wide: true, Holds: "what a visit looked at, as printed"}, func(d document) any { return d.Visit.Scope }},
	{Column{Name: "judgements", Type: Integer, Holds: "how many grades it gives"}, func(d document) any { return int64(len(d.Judgements)) }},
	{Column{Name: "findings", Type: Integer, Holds: "how many rows it has in findings"}, func(d document) any { return int64(len(d.Findings)) }},
	{Column{Name: "improvements", Type: Integer, Holds: "how many of them are areas for improvement, a safeguarding board’s among them"}, func(d document) any { return int64(d.Count(model.Improvement)) }},
	{Column{Name: "priority_actions", Type: Integer, Holds: "how many of them are areas for priority action, likewise"}, func(d document) any { return int64(d.Count(model.PriorityAction)) }},
	{Column{Name: "warnings", Type: List, Wide: true, Holds: "what was not found in it or looked odd"}, func(d document) any { return list(d.Warnings, func(w model.Warning) string { return w.Message }) }},
	{Column{Name: "path", Type: Text, Holds: "file that it was read from"}, func(d document) any { return d.Source.Path }},
	{Column{Name: "sha256", Type: Text, Holds: "SHA-256 sum of the file"}, func(d document) any { return text(d.Source.SHA256) }},
	{Column{Name: "media_type", Type: Text, Holds: "application/pdf, text/html or text/plain"}, func(d document) any { return text(d.Source.MediaType) }},
	{Column{Name: "bytes", Type: Integer, Holds: "size of the file"}, func(d document) any { return d.Source.Bytes }},
	{Column{Name: "pages", Type: Integer, Holds: "pages of the file, where it has any"}, func(d document) any { return page(d.Source.Pages) }},
	{Column{Name: "tagged", Type: Flag, Holds: "whether the PDF says which part is what"}, func(d document) any { return d.Source.Tagged }},
}

// of are the columns that the tables of judgements and findings begin with.
func of[T any](d func(T) document) fields[T] {
	var out fields[T]
	for _, name := range []string{"inspection", "authority", "la_code", "region", "kind", "framework", "end_date", "year"} {
		for _, f := range inspectionColumns {
			if f.Name == name {
				c := f.Column
				c.Repeated = name != "inspection"
				out = append(out, field[T]{c, func(v T) any { return f.value(d(v)) }})
			}
		}
	}
	return out
}

var judgementColumns = append(of(func(j judgement) document { return j.document }), fields[judgement]{
	{Column{Name: "position", Type: Integer, Holds: "its place among the grades of the inspection, from 1"}, func(j judgement) any { return int64(j.place) }},
	{Column{Name: "area", Type: Text, Holds: "judgement area: overall_effectiveness, …"}, func(j judgement) any { return text(j.Area) }},
	{Column{Name: "title", Type: Text, Wide: true, Holds: "title of the area as printed"}, func(j judgement) any { return text(model.Null(j.Judgement.Title)) }},
	{Column{Name: "grade", Type: Grade, Holds: "outstanding, good, requires_improvement, inadequate, …"}, func(j judgement) any { return text(j.Grade) }},
	{Column{Name: "grade_printed", Type: Text, Holds: "words of the grade as printed"}, func(j judgement) any { return text(model.Null(j.Judgement.Printed)) }},
	{Column{Name: "scale", Type: Text, Holds: "four_point; four_point_2012, to 2013; or area_send"}, func(j judgement) any { return text(j.Scale) }},
	{Column{Name: "page", Type: Integer, Holds: "page that it is on, where the document has pages"}, func(j judgement) any { return page(j.Page) }},
}...)

var findingColumns = append(of(func(f finding) document { return f.document }), fields[finding]{
	{Column{Name: "position", Type: Integer, Holds: "its place in the document, from 1"}, func(f finding) any { return int64(f.place) }},
	{Column{Name: "finding", Type: Text, Holds: "its id in the inspection: f1, f2, …"}, func(f finding) any { return f.ID }},
	{Column{Name: "finding_kind", Type: Text, Holds: "headline, improvement, priority_action, strength, finding, …"}, func(f finding) any { return text(f.Finding.Kind) }},
	{Column{Name: "area", Type: Text, Holds: "judgement area of its section"}, func(f finding) any { return text(f.Area) }},
	{Column{Name: "about", Type: Text, Holds: "local_authority or lscb"}, func(f finding) any { return text(f.About) }},
	{Column{Name: "section", Type: Text, Holds: "its section: s1, s2, …"}, func(f finding) any { return text(f.Section) }},
	{Column{Name: "heading", Type: Text, Wide: true, Holds: "heading of its section"}, func(f finding) any { return text(model.Null(f.heading)) }},
	{Column{Name: "number", Type: Text, Holds: "printed number"}, func(f finding) any { return text(f.Number) }},
	{Column{Name: "page", Type: Integer, Holds: "page that it begins on, where the document has pages"}, func(f finding) any { return page(f.Page) }},
	{Column{Name: "polarity", Type: Text, Holds: "strength, concern, mixed or neutral"}, func(f finding) any { return text(f.Polarity) }},
	{Column{Name: "themes", Type: List, Holds: "what it is about, the weightiest first"}, func(f finding) any { return list(f.Themes, func(t model.Theme) string { return string(t) }) }},
	{Column{Name: "national_framework", Type: List, Holds: "what it refers to in the national framework: outcome 3"}, func(f finding) any { return list(f.References, reference) }},
	{Column{Name: "responsible", Type: Text, Holds: "who has to act, where an area SEND inspection names a responsible body"}, func(f finding) any { return text(f.Responsible) }},
	{Column{Name: "continues", Type: Text, Holds: "finding that it goes on with, where a paragraph breaks over a page"}, func(f finding) any { return text(f.Continues) }},
	{Column{Name: "text", Type: Text, Wide: true, Holds: "its text"}, func(f finding) any { return f.Text }},
}...)

var errorColumns = fields[*model.Failure]{
	{Column{Name: "path", Type: Text, Holds: "what was to be read"}, func(f *model.Failure) any { return f.Source.Path }},
	{Column{Name: "code", Type: Text, Holds: "not_found, damaged, no_text, …"}, func(f *model.Failure) any { return string(f.Code) }},
	{Column{Name: "message", Type: Text, Wide: true, Holds: "what is wrong and what to do"}, func(f *model.Failure) any { return f.Message }},
	{Column{Name: "sha256", Type: Text, Holds: "SHA-256 sum of the file"}, func(f *model.Failure) any { return text(f.Source.SHA256) }},
	{Column{Name: "media_type", Type: Text, Holds: "what the file seemed to be"}, func(f *model.Failure) any { return text(f.Source.MediaType) }},
	{Column{Name: "bytes", Type: Integer, Holds: "size of the file"}, func(f *model.Failure) any { return f.Source.Bytes }},
}

// text returns a string, or nil where it is empty.
func text[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func number(n *int) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

// page returns a page or a number of them; a format without pages has none.
func page(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

func year(d model.Date) any {
	y, err := strconv.ParseInt(string(d[:min(len(d), len("2018"))]), 10, 64)
	if err != nil {
		return nil
	}
	return y
}

func list[T any](items []T, of func(T) string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = of(item)
	}
	return out
}

// period writes a span as ISO 8601 does.
func period(p model.Period) string { return string(p.Start) + "/" + string(p.End) }

func reference(r model.Reference) string { return fmt.Sprint(r.Kind, " ", r.Number) }
