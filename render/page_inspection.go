package render

import (
	"cmp"
	"slices"
	"strings"

	"ofsted/model"
)

// An inspectionView is what the template of one inspection shows.
type inspectionView struct {
	ID, Title, When string
	Name            string // for the list to choose from
	Facts           []factView
	Grades          []printedGrade
	NoGrades        string
	Asked           []sectionView // areas for priority action and for improvement
	Sections        []sectionView
	Found           string // "66 paragraphs in 8 sections"
	Notes           []noteView
	Warnings        []string
}

// A factView is one line of who and when.
type factView struct{ Label, Value string }

type printedGrade struct {
	Area  string
	Grade gradeView
	Page  string
}

type noteView struct{ Marker, Text, Page string }

// A sectionView is a headed list of findings.
type sectionView struct {
	Heading  string
	Area     string // the letter of its area, which is that of findings that say no other
	Kind     string // the same for what all of its findings are
	Grade    gradeView
	Page     string
	Findings []findingView
}

// A findingView is one finding. Codes are for the script.
type findingView struct {
	ID                 string // where something leads to it
	Says, Themes       string
	Kind, Area         string
	Number, Text, What string
	Before, After      []mention // what it raises again, and what raises it again
}

// pageFacts are the facts that the page shows of an inspection.
var pageFacts = map[string]bool{"On site": true, "Published": true, "Lead inspector": true, "Inspectors": true, "Looked at": true}

// forward returns for each inspection, by the ID of a finding, the later items
// that raise it again, the oldest first.
func (a *authorityPage) forward() []map[string][]mention {
	list := make([]map[string][]mention, len(a.Documents))
	for i := range list {
		list[i] = map[string][]mention{}
	}
	for at, in := range a.Documents {
		for _, f := range in.Whole() {
			for _, e := range a.Raised[at][f.ID] {
				list[e.At][e.ID] = a.mention(list[e.At][e.ID], at, f.ID, f.Page)
			}
		}
	}
	return list
}

// inspection shows one inspection; later are the items that raise its own
// again.
func (a *authorityPage) inspection(at int, later map[string][]mention) inspectionView {
	in, e := a.Documents[at], a.Inspections[at]
	v := inspectionView{ID: a.anchors[at], Title: a.title(at), When: a.day(at), Name: a.link(at).Text}
	for _, f := range facts(in) {
		if pageFacts[f.label] {
			v.Facts = append(v.Facts, factView{f.label, f.value})
		}
	}
	v.Facts = append(v.Facts, factView{"Document", a.files.of(in.Source.Path)})
	for _, j := range in.Judgements {
		v.Grades = append(v.Grades, printedGrade{cmp.Or(areaLabel(j.Area), clean(j.Title)), viewOf(j.Grade), page(j.Page)})
	}
	if len(v.Grades) == 0 {
		v.NoGrades = ungraded(e.Kind)
	}
	v.Asked = a.asked(at, later)
	v.Sections, v.Found = a.sections(at)
	for _, n := range in.Notes {
		v.Notes = append(v.Notes, noteView{clean(cmp.Or(string(n.Marker), "*")), clean(n.Text), page(n.Page)})
	}
	if e.End == "" && len(a.Documents) > 1 {
		v.Warnings = append(v.Warnings, "It has no date, so what it found is compared with no other inspection.")
	}
	for _, w := range in.Warnings {
		v.Warnings = append(v.Warnings, a.files.in(w.Message))
	}
	return v
}

// askedTitles are the lists of what an inspection asks for.
var askedTitles = []struct {
	kind  model.FindingKind
	title string
}{{model.PriorityAction, "Areas for priority action"}, {model.Improvement, "Areas for improvement"}}

// asked lists what an inspection asks for, that of the safeguarding board
// apart.
func (a *authorityPage) asked(at int, later map[string][]mention) []sectionView {
	var list []sectionView
	for _, p := range parts(a.Documents[at]) {
		for _, k := range askedTitles {
			s := sectionView{}
			for _, f := range p.items[k.kind] {
				v := a.findingView(f, model.NoArea)
				v.ID = a.itemAnchor(at, f.ID)
				for _, e := range a.Raised[at][f.ID] {
					v.Before = a.mention(v.Before, e.At, e.ID, e.Page)
				}
				v.After = later[f.ID]
				s.Findings = append(s.Findings, v)
			}
			if len(s.Findings) > 0 {
				s.Kind, s.Heading = kindOf(s.Findings), k.title+p.suffix
				list = append(list, s)
			}
		}
	}
	return list
}

// sections lists what inspectors found by section, and says how much that is.
func (a *authorityPage) sections(at int) ([]sectionView, string) {
	var list []sectionView
	paragraphs := 0
	for _, h := range holdings(a.Documents[at]) {
		s := sectionView{Heading: clean(h.Heading), Area: code(model.Areas(), h.Area), Page: page(h.Page)}
		if h.Grade != model.NoGrade {
			s.Grade = viewOf(h.Grade)
		}
		for _, f := range h.findings {
			if !f.Kind.Asks() {
				s.Findings = append(s.Findings, a.findingView(f, h.Area))
			}
		}
		if n := len(s.Findings); n > 0 {
			s.Kind = kindOf(s.Findings)
			paragraphs += n
			list = append(list, s)
		}
	}
	return list, count(paragraphs, noun{"paragraph", "paragraphs"}) + " in " + count(len(list), noun{"section", "sections"})
}

// kindOf takes the letter of what findings are from them, where it is the same
// for all.
func kindOf(findings []findingView) string {
	kind := findings[0].Kind
	if slices.ContainsFunc(findings, func(f findingView) bool { return f.Kind != kind }) {
		return ""
	}
	for i := range findings {
		findings[i].Kind = ""
	}
	return kind
}

// findingView shows a finding of a section of an area.
func (a *authorityPage) findingView(f model.Finding, area model.Area) findingView {
	v := findingView{Says: polarityCode(f.Polarity), Text: clean(whoAndWhat(f)), Number: clean(string(f.Number)), What: what(f)}
	if f.Kind != model.Body {
		v.Kind = code(model.FindingKinds(), f.Kind)
	}
	if f.Area != area {
		v.Area = code(model.Areas(), f.Area)
	}
	return v
}

// saysWords are what a finding says of the work, where it says anything.
var saysWords = map[model.Polarity]string{
	model.StrengthSaid: "Strength",
	model.ConcernSaid:  "Concern",
	model.MixedSaid:    "Mixed",
}

// what says where a finding stands, what it says, and on which themes. The
// script takes the themes from it: codes for them would be much of the page.
func what(f model.Finding) string {
	var parts []string
	if f.Page > 0 {
		parts = append(parts, page(f.Page))
	}
	if word := saysWords[f.Polarity]; word != "" && !f.Kind.Asks() {
		parts = append(parts, word)
	}
	var on []string
	for _, t := range f.Themes {
		on = append(on, clean(t.Title()))
	}
	if len(on) > 0 {
		parts = append(parts, strings.Join(on, ", "))
	}
	return strings.Join(parts, " · ")
}
