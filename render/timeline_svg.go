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
	chartLeft   = 250.0 // where time begins
	chartRight  = 72.0  // behind the last inspection
	chartTop    = 84.0  // the head of the frameworks
	bandHeight  = 54.0
	rowHeight   = 46.0
	markSize    = 15.0 // half of a mark's width
	markGap     = 84.0 // between inspections: the dates above them have room
	tieGap      = 6.0  // between marks and the frame around them
	pillHeight  = 24.0
	pillGap     = 10.0
	visitSize   = 7.0
	visitGap    = 17.0
	yearGap     = 38.0 // between two years with a name
	monthGap    = 64.0 // the same for months
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
	{model.Outstanding, "O", "ring", "#004d80", "#ffffff"},
	{model.Good, "G", "circle", "#56b4e9", "#000000"},
	{model.RequiresImprovement, "RI", "square", "#f0c430", "#000000"},
	{model.Adequate, "A", "square", "#e5d9ac", "#000000"},
	{model.Inadequate, "I", "diamond", "#a63603", "#ffffff"},
	{model.NotJudged, "NJ", "circle", "#ffffff", "#333333"},
	{model.TypicallyPositive, "", "pill", "#56b4e9", "#000000"},
	{model.Inconsistent, "", "pill", "#f0c430", "#000000"},
	{model.WidespreadOrSystemicFailings, "", "pill", "#a63603", "#ffffff"},
}

func markOf(g model.Grade) gradeMark {
	for _, m := range gradeMarks {
		if m.grade == g {
			return m
		}
	}
	return gradeMark{g, "?", "circle", "#ffffff", "#333333"}
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
	c.place()
	rows := len(t.Lines)
	if c.hasVisits() {
		rows++
	}
	c.bottom = chartTop + bandHeight + float64(rows)*rowHeight
	judged := slices.IndexFunc(t.Lines, func(l model.Line) bool { return l.Area == model.AreaSENDOutcome })
	if judged < 0 {
		judged = len(t.Lines)
	}
	c.framed = chartTop + bandHeight + float64(judged)*rowHeight
	c.bands()
	c.years()
	for i, line := range t.Lines {
		c.row(i, line)
	}
	c.ties()
	c.visits()
	height := c.legend(c.bottom + 44)
	body := c.b.String()
	c.b.Reset()
	c.head(height)
	c.b.WriteString(body)
	c.close("svg")
	return c.writeTo(w)
}

// head opens the picture: its size, what it shows in words, its title.
func (c *chart) head(height float64) {
	c.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	c.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", fmt.Sprintf("0 0 %s %s", svgValue(c.width), svgValue(height)),
		"width", c.width, "height", height, "role", "img", "aria-labelledby", "timeline-title timeline-desc",
		"font-family", "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif", "font-size", 13, "fill", ink)
	c.text("title", timelineName(c.t)+": inspection grades over time", "id", "timeline-title")
	c.text("desc", c.describe(), "id", "timeline-desc")
	c.empty("rect", "width", c.width, "height", height, "fill", "#ffffff")
	name := timelineName(c.t)
	size := min(24, 24*(c.width-2*chartMargin)/textWidth(name, 26)) // bold is wider
	c.text("text", name, "x", chartMargin, "y", 40, "font-size", size, "font-weight", "bold")
	c.text("text", "Ofsted’s grades for children’s services: "+timelineSpan(c.t), "x", chartMargin, "y", 63, "fill", softInk)
	source := "Source: Ofsted reports and letters; ofsted timeline"
	if c.used["wider"] {
		source += ". Time is drawn wider where inspections are close together"
	}
	c.text("text", source, "x", chartMargin, "y", height-14, "font-size", 11, "fill", softInk)
}

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
	from, room := chartLeft+markGap/2, chartWidth-chartLeft-chartRight-markGap/2-float64(undated)*markGap
	if least := float64(len(heading)-1) * markGap; room < least || last-first < 1 {
		room = max(least, 0) // one day has no scale to fill the width with
	}
	c.time = spread(first, last, heading, from, room)
	c.used["wider"] = !c.time.even()
	c.width = max(chartWidth, from+room+float64(undated)*markGap+chartRight)
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

// bands draws the frameworks: a head for each, and a shade behind every other.
func (c *chart) bands() {
	type band struct {
		name     string
		from, to int
	}
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
	for n, b := range list {
		left, right := chartLeft, c.width-chartMargin
		if n > 0 {
			left = (c.x[list[n-1].to] + c.x[b.from]) / 2
		}
		if n+1 < len(list) {
			right = (c.x[b.to] + c.x[list[n+1].from]) / 2
		}
		if n%2 == 0 {
			c.empty("rect", "x", left, "y", chartTop, "width", right-left, "height", c.framed-chartTop, "fill", shade)
		}
		if n > 0 {
			c.empty("line", "x1", left, "y1", chartTop, "x2", left, "y2", c.framed, "stroke", rule, "stroke-dasharray", "2 3")
		}
		c.text("text", b.name, "x", (left+right)/2, "y", chartTop+17, "text-anchor", "middle", "font-weight", "bold", "font-size", 12)
	}
	for i, e := range c.t.Inspections {
		if !heads(e) {
			continue
		}
		c.text("text", monthYear(e.End), "x", c.x[i], "y", chartTop+34, "text-anchor", "middle", "font-size", 12)
		if name := headName(e); name != "" {
			c.text("text", name, "x", c.x[i], "y", chartTop+47, "text-anchor", "middle", "font-size", 10, "fill", softInk)
		}
		c.empty("line", "x1", c.x[i], "y1", chartTop+bandHeight-2, "x2", c.x[i], "y2", c.framed, "stroke", "#d5d9dd")
	}
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

// years draws the axis of time: where each year begins, or where none does
// the months of the first inspection and the last.
func (c *chart) years() {
	c.empty("line", "x1", chartLeft, "y1", c.bottom, "x2", c.width-chartMargin, "y2", c.bottom, "stroke", softInk)
	for i, e := range c.t.Inspections {
		if _, ok := days(e.End); !ok && !heads(e) {
			c.text("text", "no date", "x", c.x[i], "y", c.bottom+17, "text-anchor", "middle", "font-size", 11, "fill", softInk)
		}
	}
	if len(c.dated) == 0 {
		return
	}
	first, last := c.dated[0], c.dated[len(c.dated)-1]
	drawn := math.Inf(-1)
	tick := func(x float64, name string, gap float64) {
		c.empty("line", "x1", x, "y1", c.bottom, "x2", x, "y2", c.bottom+5, "stroke", softInk)
		if x-drawn >= gap {
			c.text("text", name, "x", x, "y", c.bottom+18, "text-anchor", "middle", "font-size", 11, "fill", softInk)
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

// row draws a line of the timeline: its name, what joins its marks, its marks.
func (c *chart) row(n int, line model.Line) {
	y := c.y(n)
	c.empty("line", "x1", chartMargin, "y1", y+rowHeight/2, "x2", c.width-chartMargin, "y2", y+rowHeight/2, "stroke", "#e3e6e9")
	c.label(y, lineName(line), formerly(c.t, line))
	c.open("g")
	for i := 1; i < len(line.Cells); i++ {
		c.join(y, line.Cells[i-1], line.Cells[i])
	}
	pill := chartLeft
	for _, cell := range line.Cells {
		switch {
		case cell.Relation == model.DiscontinuedArea:
			c.end(c.x[cell.At], y)
		case cell.Scale == model.Null(model.AreaSENDScale):
			pill = c.pill(y, pill, cell)
		default:
			c.mark(y, cell)
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
	c.text("text", name, "x", chartMargin, "y", y-1, "font-weight", "bold")
	c.text("text", before, "x", chartMargin, "y", y+13, "font-size", 10, "fill", softInk)
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

// join draws what joins two marks: a line, broken where their grades do not
// compare, thin where nothing is graded any more.
func (c *chart) join(y float64, from, to model.Cell) {
	kind := "whole"
	switch {
	case to.Relation == model.DiscontinuedArea:
		kind = "ended"
	case to.Steps == nil:
		kind = "broken"
	}
	c.used[kind] = true
	c.stroke(kind, c.x[from.At], c.x[to.At], y)
}

// stroke draws a line of a kind.
func (c *chart) stroke(kind string, from, to, y float64) {
	list := []any{"x1", from, "y1", y, "x2", to, "y2", y}
	switch kind {
	case "ended":
		list = append(list, "stroke", rule, "stroke-width", 1)
	case "broken":
		list = append(list, "stroke", softInk, "stroke-width", 2, "stroke-dasharray", "3 4")
	default:
		list = append(list, "stroke", softInk, "stroke-width", 2)
	}
	c.empty("line", list...)
}

// cross draws the mark of what is discontinued.
func (c *chart) cross(x, y float64) {
	c.empty("path", "d", fmt.Sprintf("M%s %sl8 8m0 -8l-8 8", svgValue(x-4), svgValue(y-4)), "stroke", ink, "stroke-width", 2, "fill", "none")
}

// end draws where a line is discontinued.
func (c *chart) end(x, y float64) {
	c.cross(x, y)
	c.text("text", "discontinued", "x", x, "y", y+17, "text-anchor", "middle", "font-size", 10, "fill", softInk)
}

// mark draws a grade with how it moved.
func (c *chart) mark(y float64, cell model.Cell) {
	x, m := c.x[cell.At], markOf(cell.Grade)
	c.used[string(cell.Grade)] = true
	c.open("g")
	c.text("title", c.inWords(cell))
	c.shape(m, x, y)
	c.text("text", m.letters, "x", x, "y", y+4.5, "text-anchor", "middle", "font-weight", "bold", "font-size", 13, "fill", m.text)
	aside := markSize + 4
	if cell.Combined {
		aside += tieGap // beside the frame
	}
	c.move(x+aside, y-9, cell)
	if cell.Relation == model.IntroducedArea && cell.Change == model.NewlyJudged { // so nothing stands before it
		c.text("text", "introduced", "x", x-aside, "y", y+3.5, "text-anchor", "end", "font-size", 10, "fill", softInk)
	}
	c.close("g")
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
		c.empty("circle", "cx", x, "cy", y, "r", r+1, "fill", "#ffffff", "stroke", ink)
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
	c.empty("path", "d", fmt.Sprintf("M%s %sl8 0l-4 %vz", svgValue(x), svgValue(y), -tip), "fill", ink)
	c.text("text", fmt.Sprint(max(*cell.Steps, -*cell.Steps)), "x", x+10, "y", cmp.Or(max(y, y-tip), y), "font-size", 11, "font-weight", "bold")
}

// pill draws the outcome of an area SEND inspection in words, right of left
// at least, and returns where the next may begin.
func (c *chart) pill(y, left float64, cell model.Cell) float64 {
	m := markOf(cell.Grade)
	e := c.t.Inspections[cell.At]
	label := shortGrade(cell.Grade)
	w := textWidth(label, 12) + 16
	x := min(max(c.x[cell.At]-w/2, left), c.width-chartMargin-w)
	c.open("g")
	c.text("title", c.inWords(cell))
	c.empty("rect", "x", x, "y", y-pillHeight/2-5, "width", w, "height", pillHeight, "rx", pillHeight/2, "fill", m.fill, "stroke", ink)
	c.text("text", label, "x", x+w/2, "y", y-1, "text-anchor", "middle", "font-size", 12, "fill", m.text)
	c.text("text", monthYear(e.End), "x", x+w/2, "y", y+18, "text-anchor", "middle", "font-size", 10, "fill", softInk)
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
}

func (c *chart) visit(k model.Kind, x, y float64) {
	c.empty("circle", "cx", x, "cy", y, "r", visitSize, "fill", "#ffffff", "stroke", ink)
	c.text("text", cmp.Or(visitLetters[k], "–"), "x", x, "y", y+3.2, "text-anchor", "middle", "font-size", 9, "font-weight", "bold")
}
