package render

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"ofsted/model"
)

// The measures of a chart, in units of which an A4 page lying down has 1123
// by 794 at 96 to the inch.
const (
	chartWidth  = 1120.0
	chartLeft   = 256.0 // where time begins
	chartRight  = 78.0  // behind the last inspection
	chartTop    = 84.0  // the head of the frameworks
	bandHeight  = 58.0
	rowHeight   = 46.0
	markSize    = 15.0 // half of a mark's width
	markGap     = 90.0 // between inspections: the dates above them have room
	tieGap      = 6.0  // between marks and the frame around them
	pillHeight  = 24.0
	pillGap     = 10.0
	visitSize   = 9.0
	visitGap    = 21.0
	yearGap     = 38.0 // between two years with a name
	monthGap    = 64.0 // the same for months
	smallText   = 12.0 // nothing is smaller
	legendRow   = 26.0
	chartMargin = 24.0
)

// A gradeMark is how a grade is drawn: a shape with letters in it, so that it
// can be read without colour too.
type gradeMark struct {
	grade      model.Grade
	letters    string
	shape      string // circle, ring, square or diamond
	fill, text string // colours: of the set by Okabe and Ito (2008), which all eyes tell apart, darkened or lightened for the letters
}

// gradeMarks are the marks of grades, in the order of the legend.
var gradeMarks = []gradeMark{
	{model.Outstanding, "O", "ring", "#004d80", "#fff"},
	{model.Good, "G", "circle", "#56b4e9", "#000"},
	{model.RequiresImprovement, "RI", "square", "#f0c430", "#000"},
	{model.Adequate, "A", "square", "#e5d9ac", "#000"},
	{model.Inadequate, "I", "diamond", "#a63603", "#fff"},
	{model.NotJudged, "NJ", "circle", "#fff", "#333"},
	{model.TypicallyPositive, "", "pill", "#56b4e9", "#000"},
	{model.Inconsistent, "", "pill", "#f0c430", "#000"},
	{model.WidespreadOrSystemicFailings, "", "pill", "#a63603", "#fff"},
}

// unknownMark is that of a grade that is none of ours.
var unknownMark = gradeMark{model.NoGrade, "?", "circle", "#fff", "#333"}

func markOf(g model.Grade) gradeMark {
	for _, m := range gradeMarks {
		if m.grade == g {
			return m
		}
	}
	return unknownMark
}

// visitLetters tell visits without grades apart.
var visitLetters = map[model.Kind]string{model.FocusedVisit: "F", model.MonitoringVisit: "M", model.JTAI: "J"}

const (
	ink     = "#1a1a1a"
	softInk = "#4d4d4d"
	rule    = "#9a9a9a"
	shade   = "#f1f3f5"
)

// A chart lays out a timeline as a picture.
type chart struct {
	svg
	t      *model.Timeline
	id     string // of the picture, where it is one of those of a page: what its ids begin with
	notes  svg    // small text, drawn last
	width  float64
	bottom float64   // of the rows
	framed float64   // bottom of those rows that the frameworks go for
	x      []float64 // of each inspection
	dated  []float64 // the days that those with a date are drawn at, in order
	time   scale
	used   map[string]bool // what the legend has to explain
}

// TimelineSVG draws one timeline: time from left to right, a row for each
// line, and a mark for each grade. It needs nothing from outside, holds no
// script, and can be read in grey.
func TimelineSVG(w io.Writer, t *model.Timeline) error {
	c := &chart{t: t, used: map[string]bool{}}
	height := c.draw() + 22 // for the source
	body := c.b.String()
	c.b.Reset()
	c.head(height)
	c.b.WriteString(body)
	c.close("svg")
	return c.writeTo(w)
}

// draw draws everything but the head, and returns where it ends.
func (c *chart) draw() float64 {
	c.place()
	rows := len(c.t.Lines)
	if c.hasVisits() {
		rows++
	}
	c.bottom = chartTop + bandHeight + float64(rows)*rowHeight
	judged := slices.IndexFunc(c.t.Lines, func(l model.Line) bool { return l.Area == model.AreaSENDOutcome })
	if judged < 0 {
		judged = len(c.t.Lines)
	}
	c.framed = chartTop + bandHeight + float64(judged)*rowHeight
	c.bands()
	c.dates()
	c.rules(rows)
	c.years()
	c.joins()
	c.rows()
	c.ties()
	c.visits()
	c.group(&c.notes, "font-size", smallText, "fill", softInk, "text-anchor", "middle")
	return c.legend(c.bottom + 44)
}

// path adds lines that share their attributes.
func (c *chart) path(d *strings.Builder, list ...any) {
	if d.Len() > 0 {
		c.empty("path", append([]any{"d", d}, list...)...)
	}
}

// across adds a level line to what a path draws.
func across(d *strings.Builder, from, to, y float64) {
	d.WriteString("M" + svgValue(from) + " " + svgValue(y) + "H" + svgValue(to))
}

// upright adds an upright line to what a path draws.
func upright(d *strings.Builder, x, from, to float64) {
	d.WriteString("M" + svgValue(x) + " " + svgValue(from) + "V" + svgValue(to))
}

// head opens the picture: its size, what it shows in words, its title.
func (c *chart) head(height float64) {
	c.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	c.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", fmt.Sprintf("0 0 %s %s", svgValue(c.width), svgValue(height)),
		"width", c.width, "height", height, "role", "img", "aria-labelledby", "timeline-title", "aria-describedby", "timeline-desc",
		"font-family", "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif", "font-size", 13, "fill", ink)
	c.text("title", c.title(), "id", "timeline-title")
	c.text("desc", c.describe(), "id", "timeline-desc")
	c.empty("rect", "width", c.width, "height", height, "fill", "#fff")
	name := timelineName(c.t)
	size := min(24, 24*(c.width-2*chartMargin)/textWidth(name, 26)) // bold is wider
	c.text("text", name, "x", chartMargin, "y", 40, "font-size", size, "font-weight", "bold")
	c.text("text", "Ofsted’s grades for children’s services: "+timelineSpan(c.t), "x", chartMargin, "y", 63, "fill", softInk)
	source := "Source: Ofsted reports and letters; ofsted timeline"
	if c.used["wider"] {
		source += ". " + widerNote
	}
	c.text("text", source, "x", chartMargin, "y", height-14, "font-size", smallText, "fill", softInk)
}

const widerNote = "Time is drawn wider where inspections are close together"

func (c *chart) title() string { return timelineName(c.t) + ": inspection grades over time" }

// describe says in words what the picture shows.
func (c *chart) describe() string {
	var parts []string
	for _, line := range c.t.Lines {
		var cells []string
		for _, cell := range line.Cells {
			cells = append(cells, c.inWords(cell))
		}
		parts = append(parts, lineName(line)+": "+strings.Join(cells, "; ")+".")
	}
	for _, e := range c.t.Inspections {
		if !e.Graded {
			parts = append(parts, eventDay(e)+": "+eventName(e)+", no grades.")
		}
	}
	return strings.Join(parts, " ")
}

func eventDay(e model.Event) string { return cmp.Or(date(e.End, longDate), "no date") }

// inWords says what a cell shows.
func (c *chart) inWords(cell model.Cell) string {
	e := c.t.Inspections[cell.At]
	when := eventDay(e) + " (" + eventKind(e) + ") "
	if cell.Relation == model.DiscontinuedArea {
		return when + "discontinued"
	}
	text := when + strings.ToLower(cell.Grade.Title())
	if words := moveWords[cell.Change]; words != "" {
		text += ", " + words
	}
	if cell.Combined {
		text += ", one grade for " + inSentence(cell.Area) + " together"
	}
	return text
}

// heads reports whether an inspection has its date in the head of the chart:
// those of area SEND inspections stand beside their marks.
func heads(e model.Event) bool { return e.Graded && e.Kind != model.AreaSENDInspection }

// nextTo is how many days a second inspection of one day counts behind the
// first, so that it gets a place of its own.
const nextTo = 0.001

// place finds the place of every inspection: dated ones to scale, the others
// behind them. A month without a day is not put before the days of that month,
// behind which it is sorted.
func (c *chart) place() {
	var heading []float64
	undated := 0
	last := math.Inf(-1)
	for _, e := range c.t.Inspections {
		day, ok := days(e.End)
		if !ok {
			undated++
			continue
		}
		day = max(day, last)
		if heads(e) {
			if n := len(heading); n > 0 && day < heading[n-1]+nextTo {
				day = heading[n-1] + nextTo
			}
			heading = append(heading, day)
		}
		c.dated, last = append(c.dated, day), day
	}
	first := 0.0
	if len(c.dated) > 0 {
		first = c.dated[0]
	} else {
		last = 0
	}
	wide := cmp.Or(c.width, chartWidth)
	from, room := chartLeft+markGap/2, wide-chartLeft-chartRight-markGap/2-float64(undated)*markGap
	if least := float64(len(heading)-1) * markGap; room < least || last-first < 1 {
		room = max(least, 0) // one day has no scale to fill the width with
		if c.id != "" {
			wide = pageNarrow
		}
	}
	c.time = spread(first, last, heading, from, room)
	c.used["wider"] = !c.time.even()
	c.width = max(wide, from+room+float64(undated)*markGap+chartRight)
	next, dated := c.time.at(last), c.dated
	for _, e := range c.t.Inspections {
		if _, ok := days(e.End); ok {
			c.x, dated = append(c.x, c.time.at(dated[0])), dated[1:]
			continue
		}
		next += markGap
		c.x = append(c.x, next)
	}
}

// A band is inspections of one framework next to each other.
type band struct {
	name     string
	from, to int // places of the first and the last inspection
}

// frameworks returns the bands in order of time.
func (c *chart) frameworks() []band {
	var list []band
	for i, e := range c.t.Inspections {
		if !heads(e) {
			continue
		}
		name := bandName(e)
		if n := len(list); n == 0 || list[n-1].name != name {
			list = append(list, band{name, i, i})
		}
		list[len(list)-1].to = i
	}
	return list
}

// bands draws the frameworks: a name for each, over its inspections, and a
// shade behind every other.
func (c *chart) bands() {
	list := c.frameworks()
	var shades, ends strings.Builder
	var names svg
	for n, b := range list {
		left, right := chartLeft, c.width-chartMargin
		if n > 0 {
			left = (c.x[list[n-1].to] + c.x[b.from]) / 2
			upright(&ends, left, chartTop, c.framed)
		}
		if n+1 < len(list) {
			right = (c.x[b.to] + c.x[list[n+1].from]) / 2
		}
		if n%2 == 0 {
			upright(&shades, left, chartTop, c.framed)
			shades.WriteString("H" + svgValue(right) + "V" + svgValue(chartTop) + "z")
		}
		names.text("text", b.name, "x", (c.x[b.from]+c.x[b.to])/2, "y", chartTop+17)
	}
	c.path(&shades, "fill", shade)
	c.path(&ends, "stroke", rule, "stroke-dasharray", "2 3")
	c.group(&names, "font-size", smallText, "font-weight", "bold", "text-anchor", "middle")
}

// dates draws when inspections were, and a line below each.
func (c *chart) dates() {
	var lines strings.Builder
	var names svg
	for i, e := range c.t.Inspections {
		if !heads(e) {
			continue
		}
		names.text("text", monthYear(e.End), "x", c.x[i], "y", chartTop+34)
		if name := headName(e); name != "" {
			c.notes.text("text", name, "x", c.x[i], "y", chartTop+49)
		}
		upright(&lines, c.x[i], chartTop+bandHeight-4, c.framed)
	}
	c.path(&lines, "stroke", "#d5d9dd")
	c.group(&names, "font-size", smallText, "text-anchor", "middle")
}

// bandName names the framework of a graded inspection.
func bandName(e model.Event) string {
	switch {
	case e.Edition != "":
		return "ILACS " + string(e.Edition)
	case e.Framework == model.LAC:
		return "To 2013"
	case e.Framework == model.SIF:
		return "SIF"
	}
	return shortKinds[e.Kind]
}

// headName says what its band does not say of an inspection.
func headName(e model.Event) string {
	switch {
	case e.Kind == model.LACInspection, e.Kind == model.LSCBReview, e.Kind == model.ChildrenLetter:
		return shortKinds[e.Kind]
	case e.Reinspection:
		return "re-inspection"
	}
	return clean(string(e.Variant))
}

// rules draws what keeps rows apart.
func (c *chart) rules(rows int) {
	var d strings.Builder
	for n := range rows {
		across(&d, chartMargin, c.width-chartMargin, c.y(n)+rowHeight/2)
	}
	c.path(&d, "stroke", "#e3e6e9")
}

// years draws the axis of time: where each year begins, or where none does
// the months of the first inspection and the last.
func (c *chart) years() {
	var line strings.Builder
	var names svg
	across(&line, chartLeft, c.width-chartMargin, c.bottom)
	for i, e := range c.t.Inspections {
		if _, ok := days(e.End); !ok && !heads(e) {
			names.text("text", "no date", "x", c.x[i], "y", c.bottom+18)
		}
	}
	c.ticks(&line, &names)
	c.path(&line, "stroke", softInk)
	c.group(&names, "font-size", smallText, "fill", softInk, "text-anchor", "middle")
}

// ticks draws the axis's marks of time with their names.
func (c *chart) ticks(line *strings.Builder, names *svg) {
	if len(c.dated) == 0 {
		return
	}
	first, last := c.dated[0], c.dated[len(c.dated)-1]
	drawn := math.Inf(-1)
	tick := func(x float64, name string, gap float64) {
		upright(line, x, c.bottom, c.bottom+5)
		if x-drawn >= gap {
			names.text("text", name, "x", x, "y", c.bottom+18)
			drawn = x
		}
	}
	if last-first >= 1 { // else it has no scale
		for y := dayTime(first).Year(); y <= dayTime(last).Year()+1; y++ {
			begins := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
			if x := c.time.at(float64(begins.Unix() / 86400)); x >= chartLeft && x <= c.time.at(last)+markSize {
				tick(x, begins.Format("2006"), yearGap)
			}
		}
	}
	if !math.IsInf(drawn, -1) {
		return
	}
	from, to := dayTime(first).Format("Jan 2006"), dayTime(last).Format("Jan 2006")
	tick(c.time.at(first), from, monthGap)
	if to != from {
		tick(c.time.at(last), to, monthGap)
	}
}

func dayTime(day float64) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// y returns the middle of a row.
func (c *chart) y(row int) float64 {
	return chartTop + bandHeight + (float64(row)+0.5)*rowHeight
}

// rows draws the lines of the timeline: their names and their marks.
func (c *chart) rows() {
	for n, line := range c.t.Lines {
		c.label(c.y(n), lineName(line), formerly(c.t, line))
	}
	c.open("g", "font-weight", "bold", "font-size", smallText)
	for n, line := range c.t.Lines {
		y, pill := c.y(n), chartLeft
		for _, cell := range line.Cells {
			switch {
			case cell.Relation == model.DiscontinuedArea:
				c.end(c.x[cell.At], y)
			case cell.Scale == model.Null(model.AreaSENDScale):
				pill = c.pill(y, pill, line, cell)
			default:
				c.mark(y, line, cell)
			}
		}
	}
	c.close("g")
}

// label writes the name of a row, and below it what it was called before.
func (c *chart) label(y float64, name, before string) {
	if before == "" {
		c.text("text", name, "x", chartMargin, "y", y+5, "font-weight", "bold")
		return
	}
	c.text("text", name, "x", chartMargin, "y", y-2, "font-weight", "bold")
	c.notes.text("text", before, "x", chartMargin, "y", y+14, "text-anchor", "start")
}

// formerly says what a line was called before.
func formerly(t *model.Timeline, line model.Line) string {
	var names []string
	for _, o := range olderNames(t, line) {
		names = append(names, inSentence(o.area))
	}
	if len(names) == 0 {
		return ""
	}
	return "before: " + and(names)
}

// joins draws what joins the marks of a row.
func (c *chart) joins() {
	drawn := map[string]*strings.Builder{}
	for _, kind := range strokes {
		drawn[kind] = new(strings.Builder)
	}
	for n, line := range c.t.Lines {
		for i := 1; i < len(line.Cells); i++ {
			from, to := line.Cells[i-1], line.Cells[i]
			across(drawn[joint(to)], c.x[from.At], c.x[to.At], c.y(n))
		}
	}
	for _, kind := range strokes {
		c.used[kind] = drawn[kind].Len() > 0
		c.stroke(kind, drawn[kind])
	}
}

// strokes are the kinds of line between marks: whole, broken where grades do
// not compare, thin where nothing is graded any more.
var strokes = []string{"ended", "broken", "whole"}

// joint is the kind of line that leads to a cell.
func joint(to model.Cell) string {
	switch {
	case to.Relation == model.DiscontinuedArea:
		return "ended"
	case to.Steps == nil:
		return "broken"
	}
	return "whole"
}

// stroke draws lines of a kind.
func (c *chart) stroke(kind string, d *strings.Builder) {
	switch kind {
	case "ended":
		c.path(d, "stroke", rule)
	case "broken":
		c.path(d, "stroke", softInk, "stroke-width", 2, "stroke-dasharray", "3 4")
	default:
		c.path(d, "stroke", softInk, "stroke-width", 2)
	}
}

// cross draws the mark of what is discontinued.
func (c *chart) cross(x, y float64) {
	c.empty("path", "d", fmt.Sprintf("M%s %sl8 8m0 -8l-8 8", svgValue(x-4), svgValue(y-4)), "stroke", ink, "stroke-width", 2)
}

// end draws where a line is discontinued.
func (c *chart) end(x, y float64) {
	c.cross(x, y)
	c.notes.text("text", "discontinued", "x", x, "y", y+18)
}

// mark draws a grade with how it moved.
func (c *chart) mark(y float64, line model.Line, cell model.Cell) {
	x, m := c.x[cell.At], markOf(cell.Grade)
	c.used[string(m.grade)] = true
	c.open("g")
	c.text("title", lineName(line)+": "+c.inWords(cell))
	c.grade(m, x, y)
	aside := markSize + 4
	if cell.Combined {
		aside += tieGap // beside the frame
	}
	c.move(x+aside, y-9, cell)
	if cell.Relation == model.IntroducedArea && cell.Change == model.NewlyJudged { // so nothing stands before it
		c.notes.text("text", "introduced", "x", x-aside, "y", y+4, "text-anchor", "end")
	}
	c.close("g")
}

// grade draws the mark of a grade, or refers to it where a page defines it.
func (c *chart) grade(m gradeMark, x, y float64) {
	if c.id != "" {
		c.empty("use", "href", "#"+c.symbol(m), "x", x, "y", y)
		return
	}
	c.shape(m, x, y)
	c.text("text", m.letters, "x", x, "y", y+4.5, "text-anchor", "middle", "font-weight", "bold", "font-size", 13, "fill", m.text)
}

// width is how wide a mark is.
func (m gradeMark) width() float64 {
	switch m.shape {
	case "square":
		return 2*markSize - 2
	case "diamond":
		return 2*markSize + 6
	case "ring":
		return 2*markSize + 2
	}
	return 2 * markSize
}

// shape draws the outline of a mark.
func (c *chart) shape(m gradeMark, x, y float64) {
	const r = markSize
	switch m.shape {
	case "square":
		c.empty("rect", "x", x-r+1, "y", y-r+1, "width", 2*r-2, "height", 2*r-2, "rx", 3, "fill", m.fill, "stroke", ink)
	case "diamond":
		const d = r + 3
		c.empty("path", "d", fmt.Sprintf("M%s %sl%v %vl%v %vl%v %vz", svgValue(x), svgValue(y-d), d, d, -d, d, -d, -d), "fill", m.fill, "stroke", ink)
	case "ring":
		c.empty("circle", "cx", x, "cy", y, "r", r+1, "fill", "#fff", "stroke", ink)
		c.empty("circle", "cx", x, "cy", y, "r", r-2, "fill", m.fill)
	default:
		c.empty("circle", "cx", x, "cy", y, "r", r, "fill", m.fill, "stroke", ink)
	}
}

// move draws by how many grades a grade moved, beside its mark.
func (c *chart) move(x, y float64, cell model.Cell) {
	if cell.Steps == nil || *cell.Steps == 0 {
		return
	}
	c.used["moves"] = true
	tip := 8.0
	if *cell.Steps < 0 {
		y, tip = y-8, -8
	}
	c.empty("path", "d", fmt.Sprintf("M%s %sh8l-4 %vz", svgValue(x), svgValue(y), -tip), "fill", ink)
	c.text("text", fmt.Sprint(max(*cell.Steps, -*cell.Steps)), "x", x+10, "y", max(y, y-tip))
}

// pill draws the outcome of an area SEND inspection in words, right of left
// at least, and returns where the next may begin.
func (c *chart) pill(y, left float64, line model.Line, cell model.Cell) float64 {
	m := markOf(cell.Grade)
	e := c.t.Inspections[cell.At]
	label := shortGrade(cell.Grade)
	w := textWidth(label, 12) + 16
	x := min(max(c.x[cell.At]-w/2, left), c.width-chartMargin-w)
	c.open("g")
	c.text("title", lineName(line)+": "+c.inWords(cell))
	c.empty("rect", "x", x, "y", y-pillHeight/2-6, "width", w, "height", pillHeight, "rx", pillHeight/2, "fill", m.fill, "stroke", ink)
	c.text("text", label, "x", x+w/2, "y", y-2, "text-anchor", "middle", "font-weight", "normal", "fill", m.text)
	c.notes.text("text", monthYear(e.End), "x", x+w/2, "y", y+18)
	c.close("g")
	return x + w + pillGap
}

// ties draws a frame around the marks of one grade that stands in lines next
// to each other.
func (c *chart) ties() {
	for at := range c.t.Inspections {
		from := -1
		for n := 0; n <= len(c.t.Lines); n++ {
			combined := false
			if n < len(c.t.Lines) {
				cell := cellOf(c.t.Lines[n], at)
				combined = cell != nil && cell.Combined
			}
			switch {
			case combined && from < 0:
				from = n
			case !combined && from >= 0:
				c.tie(c.x[at], c.y(from), c.y(n-1))
				from = -1
			}
		}
	}
}

func (c *chart) tie(x, top, bottom float64) {
	const r = markSize + tieGap
	c.used["combined"] = true
	c.empty("rect", "x", x-r, "y", top-r, "width", 2*r, "height", bottom-top+2*r, "rx", r, "fill", "none",
		"stroke", ink, "stroke-width", 1.5, "stroke-dasharray", "5 3")
}

func (c *chart) hasVisits() bool {
	return slices.ContainsFunc(c.t.Inspections, func(e model.Event) bool { return !e.Graded })
}

// visits draws the visits without grades in a row of their own.
func (c *chart) visits() {
	if !c.hasVisits() {
		return
	}
	y := c.y(len(c.t.Lines))
	c.label(y, "Visits without grades", "")
	left := math.Inf(-1)
	c.open("g", "font-weight", "bold", "font-size", smallText)
	for i, e := range c.t.Inspections {
		if e.Graded {
			continue
		}
		x := max(c.x[i], left+visitGap)
		left = x
		c.used[string(e.Kind)] = true
		c.open("g")
		c.text("title", eventDay(e)+": "+eventName(e)+", no grades")
		c.visit(e.Kind, x, y)
		c.close("g")
	}
	c.close("g")
}

func (c *chart) visit(k model.Kind, x, y float64) {
	c.empty("circle", "cx", x, "cy", y, "r", visitSize, "fill", "#fff", "stroke", ink)
	c.text("text", cmp.Or(visitLetters[k], "–"), "x", x, "y", y+4.3, "text-anchor", "middle")
}
