package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ofsted/model"
)

// A standing is the latest inspection of some services with its grades.
type standing struct {
	Inspection link
	Kind, When string
	Grades     []standingGrade
	NoGrades   string
	Later      []later
}

// A standingGrade is a grade that stands, with what became of it.
type standingGrade struct {
	Area  string
	Was   string // what the area was called before
	Grade gradeView
	Page  string
	Moved string // "▲ improved by 1 grade"
	Notes []string
}

// A later is an inspection or visit after the one whose grades stand.
type later struct {
	Inspection link
	Asks       string
}

// standing shows the latest inspection of some services.
func (a *authorityPage) standing(l model.Latest) standing {
	s := standing{Inspection: a.link(l.At), Kind: a.title(l.At), When: clean(onSite(a.Documents[l.At].Visit))}
	if s.When == "" {
		s.When = a.day(l.At)
	}
	for _, line := range a.Lines {
		if i := a.stands(line, l); i >= 0 {
			s.Grades = append(s.Grades, a.standingGrade(line, i, l.At))
		}
	}
	if len(s.Grades) == 0 {
		s.NoGrades = ungraded(a.Inspections[l.At].Kind)
	}
	s.Later = a.since(l)
	return s
}

// stands returns the place of the cell of a line that stands: that of the
// latest inspection, or where that gives no grades the last one. It returns -1
// where there is none.
func (a *authorityPage) stands(line model.Line, l model.Latest) int {
	i := slices.IndexFunc(line.Cells, func(c model.Cell) bool { return c.At == l.At })
	if i < 0 && !a.Inspections[l.At].Graded && line.Area.Services() == l.Services {
		return len(line.Cells) - 1
	}
	return i
}

// standingGrade shows the cell of a line at a place, beside the inspection that
// the card is of.
func (a *authorityPage) standingGrade(line model.Line, i, of int) standingGrade {
	c := line.Cells[i]
	g := standingGrade{Area: lineName(line), Was: formerly(a.Timeline, line), Grade: viewOf(c.Grade), Page: page(c.Page)}
	if c.Relation == model.DiscontinuedArea {
		g.Grade = gradeView{Text: "No longer judged"}
	}
	g.Moved = moved(c)
	if i > 0 {
		before := line.Cells[i-1]
		g.Notes = append(g.Notes, "was "+lower(shortGrade(before.Grade))+" in "+monthYear(a.Inspections[before.At].End))
	}
	if c.At != of {
		g.Notes = append(g.Notes, "in "+a.when(c.At))
	}
	if c.Combined {
		g.Notes = append(g.Notes, "one grade for "+inSentence(c.Area)+" together")
	}
	for _, later := range line.Cells[i+1:] { // as an LSCB that was reviewed since
		if later.Grade != model.NoGrade {
			g.Notes = append(g.Notes, lower(shortGrade(later.Grade))+" in "+a.when(later.At))
		}
	}
	return g
}

// since returns the inspections and visits after the latest one of some
// services, and those of which that is not known.
func (a *authorityPage) since(l model.Latest) []later {
	var list []later
	for at, e := range a.Inspections {
		if at == l.At || e.Kind.Services() != l.Services {
			continue
		}
		order, told := model.Order(a.Inspections[l.At].End, e.End)
		doubt := ""
		switch {
		case told && order > 0:
			continue
		case told:
		case e.End == "" || a.Inspections[l.At].End == "":
			doubt = "which came first is not known"
		case e.End == a.Inspections[l.At].End:
			doubt = "it ended on the same day"
		default:
			doubt = "in the same month: which came first is not known"
		}
		list = append(list, later{a.link(at), strings.Join(slices.DeleteFunc([]string{a.graded(at), a.asks(at), doubt}, func(s string) bool { return s == "" }), "; ")})
	}
	return list
}

// graded says which grades an inspection gave.
func (a *authorityPage) graded(at int) string {
	var list []string
	for _, j := range a.Documents[at].Judgements {
		list = append(list, cmp.Or(areaLabel(j.Area), clean(j.Title))+": "+lower(viewOf(j.Grade).Text))
	}
	return strings.Join(list, ", ")
}

// asks says how much an inspection asks for, and how much of it again.
func (a *authorityPage) asks(at int) string {
	e := a.Inspections[at]
	var parts []string
	if e.PriorityActions > 0 {
		parts = append(parts, count(e.PriorityActions, noun{"area for priority action", "areas for priority action"}))
	}
	if e.Improvements > 0 {
		parts = append(parts, count(e.Improvements, improvementNoun))
	}
	if len(parts) == 0 {
		return "no areas for improvement named"
	}
	text := and(parts)
	if n := len(a.Raised[at]); n > 0 {
		text += fmt.Sprintf(", %d of them raised before", n)
	}
	return text
}

// moved says how a grade moved: "▲ improved by 1".
func moved(c model.Cell) string {
	words := moveWords[c.Change]
	switch {
	case c.Relation == model.DiscontinuedArea:
		return ""
	case c.Relation == model.IntroducedArea && words == "":
		return "introduced: not judged before"
	case c.Steps != nil && *c.Steps != 0:
		words += " by " + count(max(*c.Steps, -*c.Steps), noun{"grade", "grades"})
	}
	return strings.TrimLeft(moveSigns[c.Change]+" "+words, " ")
}

// A familyTable is the lines of a timeline as a table.
type familyTable struct {
	Caption string
	Heads   []familyHead
	Rows    []familyRow
}

type familyHead struct {
	Inspection link
	Kind       string
}

type familyRow struct {
	Area, Was string
	Cells     []familyCell
}

type familyCell struct {
	Grade       gradeView
	Moved, Page string
	Combined    bool
}

// families returns the timeline as tables, one for each sort of services.
func (a *authorityPage) families() []familyTable {
	var tables []familyTable
	for _, s := range model.AllServices() {
		var lines []model.Line
		for _, line := range a.Lines {
			if line.Area.Services() == s {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			tables = append(tables, a.family(s, lines))
		}
	}
	return tables
}

// servicesNames are what inspections look at, in words.
var servicesNames = map[model.Services]string{
	model.ChildrensServices: "children’s services",
	model.AreaSENDServices:  "services for children with special educational needs and disabilities",
}

func (a *authorityPage) family(s model.Services, lines []model.Line) familyTable {
	t := familyTable{Caption: "Grades of " + servicesNames[s] + " in " + timelineName(a.Timeline)}
	var columns []int
	for at := range slices.Backward(a.Inspections) { // the newest beside the names, which a phone has room for
		if slices.ContainsFunc(lines, func(l model.Line) bool { return cellOf(l, at) != nil }) {
			columns = append(columns, at)
			t.Heads = append(t.Heads, familyHead{link{a.anchors[at], monthYear(a.Inspections[at].End)}, eventKind(a.Inspections[at])})
		}
	}
	for _, line := range lines {
		row := familyRow{Area: lineName(line), Was: formerly(a.Timeline, line)}
		for _, at := range columns {
			row.Cells = append(row.Cells, familyCellOf(cellOf(line, at)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func familyCellOf(c *model.Cell) familyCell {
	switch {
	case c == nil:
		return familyCell{}
	case c.Relation == model.DiscontinuedArea:
		return familyCell{Grade: gradeView{Text: "discontinued"}}
	}
	return familyCell{viewOf(c.Grade), moved(*c), page(c.Page), c.Combined}
}
