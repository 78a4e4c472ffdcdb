package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"ofsted/model"
)

// TimelineTable writes timelines for people: a heading, a row for each line
// with a column for each inspection, what the marks mean, and the documents.
// Where there is no room for columns each line is a list. What is no terminal
// gets tabs, as from List, unless one authority was asked for.
func TimelineTable(w io.Writer, o TimelineOptions, ts []*model.Timeline) error {
	s := o.Screen
	if !s.Terminal && !o.Single {
		return timelineTabs(w, ts)
	}
	for i, t := range ts {
		p := &timelinePage{Screen: s, t: t, used: map[string]bool{}}
		if i > 0 {
			p.line(faint, strings.Repeat("─", s.Width))
			p.gap()
		}
		p.write()
		if _, err := io.WriteString(w, p.out.String()); err != nil {
			return err
		}
	}
	return nil
}

// A timelinePage lays out one timeline.
type timelinePage struct {
	Screen
	t    *model.Timeline
	out  strings.Builder
	used map[string]bool // signs that need explaining
}

func (p *timelinePage) line(st style, text string) { p.out.WriteString(p.paint(st, text) + "\n") }
func (p *timelinePage) gap()                       { p.out.WriteString("\n") }

// hang writes text behind a label, within the width.
func (p *timelinePage) hang(st style, label, text string) {
	for _, line := range hang(label, text, p.Width) {
		p.line(st, line)
	}
}

func (p *timelinePage) write() {
	p.hang(bold, "", timelineName(p.t))
	p.hang(faint, "", timelineSpan(p.t))
	p.gap()
	switch {
	case len(p.t.Lines) == 0:
		p.hang(plain, "  ", "No grades: documents of these kinds give none.")
	case p.Width < tabular:
		p.lists()
	default:
		p.tables()
	}
	p.legend()
	p.gap()
	p.documents()
}

// timelineName returns what to call the authority of a timeline.
func timelineName(t *model.Timeline) string {
	return clean(string(cmp.Or(t.Authority.Name, t.Authority.Printed)))
}

// timelineSpan says how many inspections there are, and from when to when.
func timelineSpan(t *model.Timeline) string {
	var days []string
	graded := 0
	for _, e := range t.Inspections {
		if e.Graded {
			graded++
		}
		if e.End != "" {
			days = append(days, date(e.End, longDate))
		}
	}
	text := count(graded, noun{"inspection with grades", "inspections with grades"})
	if n := len(t.Inspections) - graded; n > 0 {
		text += ", " + count(n, noun{"without", "without"})
	}
	switch {
	case len(days) > 0 && days[0] != days[len(days)-1]:
		text += ", " + days[0] + " to " + days[len(days)-1]
	case len(days) > 0:
		text += ", " + days[0]
	}
	if t.Authority.Region != "" {
		text += " · " + clean(string(t.Authority.Region))
	}
	return text
}

// eventKind names the framework of an inspection, or what kind of visit it
// was, where there is little room.
func eventKind(e model.Event) string {
	switch {
	case e.Edition != "" && e.Kind == model.ILACSInspection:
		return shortKinds[e.Kind] + " " + string(e.Edition)
	case e.Reinspection:
		return shortKinds[e.Kind] + " re-insp."
	}
	return shortKinds[e.Kind]
}

// monthYear writes a date without its day.
func monthYear(d model.Date) string {
	if d == "" {
		return "no date"
	}
	return date(d[:min(len(d), len("2006-01"))], "Jan 2006")
}

// briefGrades are grades as they stand in a timeline's columns.
var briefGrades = map[model.Grade]string{model.RequiresImprovement: "Req. impr."}

// The signs that say how a grade moved.
var moveSigns = map[model.Movement]string{
	model.Improved:      "▲",
	model.Declined:      "▼",
	model.Unchanged:     "=",
	model.NotComparable: "≠",
}

// moveWords are the same for lists, which have room.
var moveWords = map[model.Movement]string{
	model.Improved:      "improved",
	model.Declined:      "declined",
	model.Unchanged:     "unchanged",
	model.NotComparable: "not comparable with the grade before",
}

// The signs of a grade that stands in several lines, and of one that begins a
// line later than others.
const (
	combinedSign = "*"
	newSign      = "new"
)

// move writes how a grade moved as a sign and a number: "▲2".
func (p *timelinePage) move(c model.Cell) string {
	sign := moveSigns[c.Change]
	if c.Relation == model.IntroducedArea && c.Change == model.NewlyJudged {
		sign = newSign
	}
	p.used[sign] = true
	if c.Steps != nil && *c.Steps != 0 {
		sign += fmt.Sprint(max(*c.Steps, -*c.Steps))
	}
	return sign
}

// cell writes a cell of the table: grade, mark and movement.
func (p *timelinePage) cell(c model.Cell) cell {
	if c.Relation == model.DiscontinuedArea {
		return cell{"discontinued", faint}
	}
	text, ok := briefGrades[c.Grade]
	if !ok {
		text = shortGrade(c.Grade)
	}
	p.used[text] = true
	if c.Combined {
		text += combinedSign
		p.used[combinedSign] = true
	}
	return cell{strings.TrimRight(text+" "+p.move(c), " "), tones[c.Grade]}
}

// A timelineColumn is one inspection with grades, or the visits without any
// between two of those.
type timelineColumn struct {
	column
	cells []cell // one for each line
	width int
}

// A family is lines that share inspections: those of an area SEND inspection
// have no other's.
type family struct {
	lines  []model.Line
	visits bool // whether visits are shown among its inspections
}

// families returns the tables to draw.
func (p *timelinePage) families() []family {
	services, send := family{visits: true}, family{}
	for _, line := range p.t.Lines {
		f := &services
		if line.Area == model.AreaSENDOutcome {
			f = &send
		}
		f.lines = append(f.lines, line)
	}
	return slices.DeleteFunc([]family{services, send}, func(f family) bool { return len(f.lines) == 0 })
}

// judges reports whether an inspection has a place in any line.
func (f family) judges(at int) bool {
	return slices.ContainsFunc(f.lines, func(l model.Line) bool { return cellOf(l, at) != nil })
}

// cellOf returns what an inspection says on a line, or nil.
func cellOf(line model.Line, at int) *model.Cell {
	i, found := slices.BinarySearchFunc(line.Cells, at, func(c model.Cell, at int) int { return cmp.Compare(c.At, at) })
	if !found {
		return nil
	}
	return &line.Cells[i]
}

// columns returns the columns of a family's table behind its first.
func (p *timelinePage) columns(f family) []timelineColumn {
	var cols []timelineColumn
	visits := 0
	for i, e := range p.t.Inspections {
		switch {
		case !e.Graded && f.visits:
			visits++
		case f.judges(i):
			cols = append(p.visits(f, cols, visits), p.graded(f, i, e))
			visits = 0
		}
	}
	return p.visits(f, cols, visits)
}

// visits adds a narrow column for visits without grades.
func (p *timelinePage) visits(f family, cols []timelineColumn, n int) []timelineColumn {
	if n == 0 {
		return cols
	}
	p.used["○"] = true
	head := strings.Repeat("○", n)
	if n > 3 {
		head = fmt.Sprint("○", n)
	}
	return append(cols, timelineColumn{column{title: head}, make([]cell, len(f.lines)), width(head)})
}

func (p *timelinePage) graded(f family, at int, e model.Event) timelineColumn {
	c := timelineColumn{column: column{title: monthYear(e.End) + "\n" + eventKind(e)}}
	c.width, _ = measure(c.title)
	for _, line := range f.lines {
		text := cell{}
		if found := cellOf(line, at); found != nil {
			text = p.cell(*found)
		}
		c.cells = append(c.cells, text)
		c.width = max(c.width, width(text.text))
	}
	return c
}

// labelKept is what the first column of the table is not narrowed below.
const labelKept = 14

// tables writes a table for each family, in blocks of so many columns as have
// room beside the names of the lines.
func (p *timelinePage) tables() {
	first := true
	for _, f := range p.families() {
		label := 0
		for _, line := range f.lines {
			label = max(label, width(lineName(line)))
		}
		for _, block := range p.blocks(p.columns(f), min(label, labelKept)) {
			if !first {
				p.gap()
			}
			first = false
			p.block(f, block)
		}
	}
}

// block writes some columns of a family.
func (p *timelinePage) block(f family, cols []timelineColumn) {
	columns := []column{{title: "", flex: true}}
	rows := make([][]cell, len(f.lines))
	for n, line := range f.lines {
		rows[n] = []cell{{lineName(line), bold}}
	}
	for _, c := range cols {
		columns = append(columns, c.column)
		for n := range rows {
			rows[n] = append(rows[n], c.cells[n])
		}
	}
	p.table(&p.out, columns, slices.DeleteFunc(rows, blank))
}

// lineName is what a line is called.
func lineName(line model.Line) string { return areaLabel(line.Area) }

// areaLabel is what an area is called beside those of other frameworks.
func areaLabel(a model.Area) string {
	if a == model.AreaSENDOutcome {
		return "Area SEND outcome"
	}
	return shortAreas[a]
}

// blank reports whether a row of a block has nothing but its name.
func blank(row []cell) bool {
	return !slices.ContainsFunc(row[1:], func(c cell) bool { return c.text != "" })
}

// blocks shares columns out so that each block fits, in as few blocks as that
// takes, of like size.
func (p *timelinePage) blocks(cols []timelineColumn, label int) [][]timelineColumn {
	room := p.Width - tableIndent - label
	fit := func(limit int) [][]timelineColumn {
		var blocks [][]timelineColumn
		used, inBlock := 0, 0
		for _, c := range cols {
			if used += c.width + columnGap; len(blocks) == 0 || used > room || inBlock == limit {
				blocks, used, inBlock = append(blocks, nil), c.width+columnGap, 0
			}
			blocks[len(blocks)-1] = append(blocks[len(blocks)-1], c)
			inBlock++
		}
		return blocks
	}
	best := fit(len(cols))
	// A lower limit never takes fewer blocks.
	limit := sort.Search(len(cols), func(limit int) bool { return limit > 0 && len(fit(limit)) == len(best) })
	return fit(limit)
}

// lists writes each line as a list.
func (p *timelinePage) lists() {
	for i, line := range p.t.Lines {
		if i > 0 {
			p.gap()
		}
		p.hang(bold, "  ", lineName(line))
		for _, c := range line.Cells {
			e := p.t.Inspections[c.At]
			p.hang(tones[c.Grade], "    "+fmt.Sprintf("%-9s ", monthYear(e.End)), p.listed(c, e))
		}
	}
}

// listed says in words what a cell says.
func (p *timelinePage) listed(c model.Cell, e model.Event) string {
	if c.Relation == model.DiscontinuedArea {
		return "discontinued (" + eventKind(e) + ")"
	}
	text := shortGrade(c.Grade)
	if c.Combined {
		text += combinedSign
		p.used[combinedSign] = true
	}
	words := moveWords[c.Change]
	if c.Relation == model.IntroducedArea && words == "" {
		words = "introduced: not judged before"
	}
	if words != "" {
		sign := moveSigns[c.Change]
		if c.Steps != nil && *c.Steps != 0 {
			words += " by " + fmt.Sprint(max(*c.Steps, -*c.Steps))
		}
		text += ", " + strings.TrimLeft(sign+" "+words, " ")
	}
	return text + " (" + eventKind(e) + ")"
}

// documents lists the inspections with what they were read from.
func (p *timelinePage) documents() {
	if p.Width < tabular {
		p.line(bold, "Inspections")
		for _, e := range p.t.Inspections {
			p.hang(plain, "  ", cmp.Or(date(e.End, shortDate), "no date")+", "+eventName(e)+unless(e.Graded, ", no grades"))
			p.hang(faint, "    ", CleanLine(e.Path))
		}
		return
	}
	columns := []column{{title: "Last day"}, {title: "Inspection", flex: true}, {title: "File", path: true}}
	var rows [][]cell
	for _, e := range p.t.Inspections {
		rows = append(rows, []cell{{cmp.Or(date(e.End, shortDate), "no date"), plain}, {visitMark(e) + eventName(e), plain}, {CleanLine(e.Path), plain}})
	}
	p.table(&p.out, columns, rows)
}

// eventName says what an inspection was: "ILACS 2018, standard", "3rd
// monitoring visit".
func eventName(e model.Event) string {
	name := eventKind(e)
	if e.VisitNumber != nil {
		name = ordinal(*e.VisitNumber) + " " + strings.ToLower(name[:1]) + name[1:]
	}
	if e.Variant != "" {
		name += ", " + clean(string(e.Variant))
	}
	return name
}

// visitMark is what stands before a visit without grades.
func visitMark(e model.Event) string { return unless(e.Graded, "○ ") }

func unless(no bool, text string) string {
	if no {
		return ""
	}
	return text
}
