package render

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"ofsted/model"
)

// An authorityView is what the template of one authority shows.
type authorityView struct {
	ID, Name    string
	Many        bool // whether the page has others
	Region      string
	Codes       string
	Span        string // how many inspections, from when to when
	Notes       []string
	Standing    []standing
	Chart       template.HTML
	Families    []familyTable
	Remarks     []string // on the lines of the chart
	Starred     []string // on the stars of the tables
	Again       []again
	Balances    []balanceView
	Inspections []inspectionView // the latest first
	LeftOut     []string
	Missing     string // how many files the page lacks, where nothing else says so at its head
	Neighbours  []neighbour
	Beside      string // what to know of neighbours
}

// A link leads to another place of the page.
type link struct{ ID, Text string }

// A gradeView is a grade with the class that gives it its colours.
type gradeView struct{ Class, Text string }

// viewOf shows a grade; one that is on no scale as it is.
func viewOf(g model.Grade) gradeView {
	if title := shortGrade(g); title != "" {
		return gradeView{"g-" + string(g), title}
	}
	return gradeView{Text: clean(string(g))}
}

// authority returns what there is to show of the authority at a place.
func (p *webPage) authority(i int, d *model.Dossier) authorityView {
	a := &authorityPage{Dossier: d, id: p.anchors[i], anchors: p.inspections[i], files: p.files}
	v := authorityView{
		ID: a.id, Name: timelineName(d.Timeline), Many: p.Many(), Region: capital(clean(region(d.Authority))), Codes: a.codes(),
		Span: a.span(), Notes: a.notes(),
	}
	v.Neighbours, v.Beside = p.neighbours(i)
	if !v.Many {
		v.Missing = p.missing()
	}
	for _, note := range timelineNotes(d.Timeline) {
		if strings.HasPrefix(note, combinedSign) {
			v.Starred = append(v.Starred, note)
		} else {
			v.Remarks = append(v.Remarks, note)
		}
	}
	if len(d.Lines) > 0 {
		v.Chart, v.Families = timelineInline(d.Timeline, a.id+"--chart"), a.families()
	}
	for n, l := range d.Latest {
		v.Standing = append(v.Standing, a.standing(l))
		if l.Since != nil {
			v.Again = append(v.Again, a.again(l))
		}
		if b, ok := a.balance(l, fmt.Sprint(a.id, "--themes", n+1)); ok {
			v.Balances = append(v.Balances, b)
		}
	}
	forward := a.forward()
	for at := range slices.Backward(d.Documents) {
		v.Inspections = append(v.Inspections, a.inspection(at, forward[at]))
	}
	for _, l := range d.LeftOut {
		v.LeftOut = append(v.LeftOut, a.files.in(l.Message))
	}
	return v
}

// An authorityPage is one authority's part in the making.
type authorityPage struct {
	*model.Dossier
	id      string
	anchors []string // of each document
	files   fileNames
}

func (a *authorityPage) codes() string {
	var parts []string
	for _, c := range []struct {
		name string
		code model.Null
	}{{"GSS code", a.Authority.GSSCode}, {"local authority code", a.Authority.LACode}, {"Ofsted URN", a.Authority.URN}} {
		if c.code != "" {
			parts = append(parts, c.name+" "+clean(string(c.code)))
		}
	}
	return strings.Join(parts, " · ")
}

// span says how many inspections there are, and from when to when.
func (a *authorityPage) span() string {
	text, _, _ := strings.Cut(timelineSpan(a.Timeline), " · ") // without the region
	return text
}

// notes are what has to be known of the latest full inspection, and which
// documents contradict each other.
func (a *authorityPage) notes() []string {
	s := model.Summarise(a.Timeline)
	var list []string
	for _, message := range summaryMessages(&s) {
		list = append(list, capital(a.files.in(message))+".")
	}
	for _, l := range a.LeftOut {
		if l.Differs {
			list = append(list, "Two documents of one inspection differ. "+a.files.in(l.Message)+".")
		}
	}
	return list
}

// day says when an inspection ended, or that it is not known.
func (a *authorityPage) day(at int) string {
	return cmp.Or(date(a.Inspections[at].End, longDate), "no date")
}

// title is the kind of an inspection in words.
func (a *authorityPage) title(at int) string {
	e := a.Inspections[at]
	name := e.Kind.Title()
	if e.VisitNumber != nil {
		name = ordinal(*e.VisitNumber) + " " + lower(name)
	}
	if e.Reinspection {
		name += ", re-inspection"
	}
	return name
}

// link leads to an inspection.
func (a *authorityPage) link(at int) link {
	e := a.Inspections[at]
	return link{a.anchors[at], eventName(e) + ", " + monthYear(e.End)}
}

// when tells an inspection from others of the authority, in few words: by the
// day where the month is not enough.
func (a *authorityPage) when(at int) string {
	named := func(i int, day func(model.Date) string) string {
		return day(a.Inspections[i].End) + ", " + lower(eventKind(a.Inspections[i]))
	}
	name := named(at, monthYear)
	for i := range a.Inspections {
		if i != at && named(i, monthYear) == name {
			return named(at, func(d model.Date) string { return cmp.Or(date(d, shortDate), "no date") })
		}
	}
	return name
}

// finding leads to an item of an inspection.
func (a *authorityPage) finding(at int, item model.Item) link {
	text := a.when(at)
	if item.Page > 0 {
		text += ", " + page(item.Page)
	}
	return link{a.itemAnchor(at, item.ID), text}
}

func (a *authorityPage) itemAnchor(at int, id string) string { return a.anchors[at] + "-" + anchor(id) }
