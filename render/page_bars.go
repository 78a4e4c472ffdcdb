package render

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"ofsted/model"
)

// A judgedView is the charts of one area.
type judgedView struct {
	N      int // its place, from 1: the style sheet has a rule for each
	Title  string
	Key    []keyItem
	Charts []barsView
}

// A barsView is a chart with the same as a table.
type barsView struct {
	Title   string
	Notes   []string
	Picture template.HTML
	Caption string
	Heads   []string
	Rows    [][]string // each with its name first
}

// A graded is an inspection whose grades are counted, with the groups that it
// is in.
type graded struct {
	model.Summary
	year, region string
}

// group returns the group that an inspection is in.
func (g *graded) group(by model.Grouping) string {
	if by == model.ByYear {
		return g.year
	}
	return g.region
}

// A sample is the inspections that follow each other in judging some services,
// and the latest of each authority.
type sample struct{ all, latest []graded }

// sample returns the inspections of some services.
func (o *overview) sample(of model.Services) sample {
	var s sample
	for i, t := range o.ts {
		own := judging(t, of)
		s.all = append(s.all, own...)
		switch {
		case len(own) == 0:
		case of == model.ChildrensServices:
			s.latest = append(s.latest, graded{o.latest[i], own[0].year, own[0].region})
		default:
			s.latest = append(s.latest, newest(own))
		}
	}
	return s
}

// judging returns the inspections of an authority that judge some services,
// the oldest first and those without a date last.
func judging(t *model.Timeline, of model.Services) []graded {
	full := map[string]bool{}
	for _, e := range t.Full() {
		full[e.ID+"\n"+e.Path] = true
	}
	var list []graded
	for _, s := range model.SummariseAll(t) {
		in := s.Inspection
		if of == model.ChildrensServices && !full[in.ID+"\n"+in.Path] || of == model.AreaSENDServices && in.Kind != model.AreaSENDInspection {
			continue
		}
		year := string(cmp.Or(in.End[:min(len(in.End), len("2018"))], model.Undated))
		list = append(list, graded{s, year, string(cmp.Or(t.Authority.Region, model.UnknownRegion))})
	}
	return list
}

// newest returns the last that has a date, or else the first.
func newest(list []graded) graded {
	for _, g := range slices.Backward(list) {
		if g.End() != "" {
			return g
		}
	}
	return list[0]
}

// pageScales are the scales that grades are on, the newest first.
var pageScales = []model.Null{model.Null(model.FourPoint), model.Null(model.AreaSENDScale), model.Null(model.FourPoint2012)}

// standingGrades counts the grades that stand for an area, with every grade of
// the scales that were used; and says how many were given for which area.
func standingGrades(list []graded, a model.Area) (model.AreaGrades, map[model.Area]int) {
	all := model.AreaGrades{Area: a, Inspections: len(list)}
	given := map[model.GradeCount]int{}
	from := map[model.Area]int{}
	for _, g := range list {
		found, _, ok := g.Standing(a)
		if !ok {
			all.NoGrade++
			continue
		}
		all.Graded++
		from[found.Area]++
		for _, of := range found.Scale.Grades() {
			given[model.GradeCount{Scale: model.Null(found.Scale), Grade: of}] += 0
		}
		given[model.GradeCount{Scale: model.Null(found.Scale), Grade: found.Grade}]++
	}
	for of, n := range given {
		all.Grades = append(all.Grades, model.GradeCount{Scale: of.Scale, Grade: of.Grade, Count: n})
	}
	slices.SortFunc(all.Grades, func(x, y model.GradeCount) int {
		return cmp.Or(placeOf(pageScales, x.Scale)-placeOf(pageScales, y.Scale),
			placeOf(model.Scale(x.Scale).Grades(), x.Grade)-placeOf(model.Scale(y.Scale).Grades(), y.Grade), cmp.Compare(x.Grade, y.Grade))
	})
	return all, from
}

// placeOf returns the place of an element in a list, or the end of it.
func placeOf[E comparable](list []E, e E) int {
	if i := slices.Index(list, e); i >= 0 {
		return i
	}
	return len(list)
}

// judged returns the charts of an area, unless nothing was inspected that
// could judge it. Ids are made of its place: no authority has one with a line
// below.
func (o *overview) judged(a model.Area, n int) (judgedView, bool) {
	s := o.samples[a.Services()]
	if len(s.all) == 0 {
		return judgedView{}, false
	}
	title := areaLabel(a)
	years := &barChart{id: fmt.Sprintf("o_%dy", n), title: title + ": grades by year of inspection", counted: inspectionNoun}
	regions := &barChart{id: fmt.Sprintf("o_%dr", n), title: title + ": grades now, by region", counted: authorityNoun, shares: true}
	byYear := o.bars(years, s.all, a, model.ByYear, model.AllInspections)
	byYear.Title, byYear.Notes = "By year of inspection", slices.Concat(o.yearNotes(s.all, a), byYear.Notes)
	byRegion := o.bars(regions, s.latest, a, model.ByRegion, model.LatestInspections)
	byRegion.Title, byRegion.Notes = "Now, by region", slices.Concat([]string{o.latestNote(a)}, byRegion.Notes)
	return judgedView{n, title, keyOf(years, regions), []barsView{byYear, byRegion}}, true
}

// bars draws the grades of an area by group, and writes them as a table.
func (o *overview) bars(c *barChart, list []graded, a model.Area, by model.Grouping, basis model.Basis) barsView {
	all, from := standingGrades(list, a)
	c.gradeTable = newGradeTable(groupHeads[by], all)
	var others []string
	for _, g := range o.stats.Grades {
		if g.By != by || g.Basis != basis {
			continue
		}
		counts, _ := standingGrades(slices.DeleteFunc(slices.Clone(list), func(in graded) bool { return in.group(by) != g.Group }), a)
		c.add(groupName(g), counts)
		if other := otherScales(counts, c.scale); other != "" {
			others = append(others, other+" ("+groupName(g)+")")
		}
	}
	groups := len(c.rows)
	if groups > 1 {
		c.add("All", all)
	}
	v := barsView{Caption: c.caption()}
	v.Heads, v.Rows = c.cells()
	if !c.shares {
		c.rows = c.rows[:groups] // a bar of all would dwarf the others
	}
	v.Picture = c.picture()
	if text := elsewhere(from, a); text != "" {
		v.Notes = append(v.Notes, text)
	}
	if c.scale == model.Null(model.FourPoint2012) {
		v.Notes = append(v.Notes, "On the older scale of inspections to 2013, of services for looked after children alone.")
	}
	if len(others) > 0 {
		v.Notes = append(v.Notes, "Not in the chart, as they are on the older scale: "+strings.Join(others, "; ")+".")
	}
	return v
}

// caption is that of the table.
func (c *barChart) caption() string {
	if c.hasShares() {
		return c.title + ". Shares are of those with a grade."
	}
	return c.title
}

// elsewhere says how many grades were given for another area, or "".
func elsewhere(from map[model.Area]int, a model.Area) string {
	var list []tallied
	for _, older := range model.Areas() {
		if older != a {
			list = append(list, tallied{from[older], "for " + olderArea(older)})
		}
	}
	if parts := counted(list); len(parts) > 0 {
		return "Among them are grades of older areas that this one follows on from: " + and(parts) + "."
	}
	return ""
}

// yearNotes say what inspections are counted, and how many give no grade.
func (o *overview) yearNotes(all []graded, a model.Area) []string {
	notes := []string{fmt.Sprintf("%s, by the year of the last day on site.", count(len(all), noun{sortOf(a) + " inspection", sortOf(a) + " inspections"}))}
	counts, _ := standingGrades(all, a)
	switch n := counts.NoGrade; {
	case n == 0:
	case a == model.OverallEffectiveness:
		notes = append(notes, (&statsReport{stats: o.stats, area: a}).whyNone(counts))
	default:
		notes = append(notes, fmt.Sprintf("%d %s without a grade for %s: the framework did not judge it, or no grade was found.", n, are(n), gradedArea(a)))
	}
	return notes
}

// latestNote says what the latest grades are, and of which authorities there
// are none.
func (o *overview) latestNote(a model.Area) string {
	if a.Services() == model.ChildrensServices {
		a = model.OverallEffectiveness // which every full inspection is of a kind to judge
	}
	return (&statsReport{stats: o.stats, area: a}).latestNote()
}

// The measures of a chart of bars, in its own units: it is narrow enough for a
// telephone, and two stand beside each other on a desk.
const (
	barsWidth   = 440.0
	barHeight   = 24.0
	barPitch    = 31.0 // from one bar to the next
	barLabel    = 18.0 // above a bar
	barSize     = 13.0 // of letters
	barTotal    = 36.0 // room behind the longest bar
	barGap      = 8.0  // between a year and its bar
	barPadding  = 2.0
	patternSize = 6
)

// A barChart is how often each grade was given, a bar for each group.
type barChart struct {
	id    string // of the page: begins the ids of its parts
	title string
	*gradeTable
	counted noun // what a row counts
	// shares draws all bars as long, with a label above each. Else they are as
	// long as what they count.
	shares bool
}

// inherited is what most of a chart has alike.
var inherited = []any{"font-size", barSize, "font-weight", "bold", "text-anchor", "middle", "fill", ink, "stroke-width", 0.8, "stroke-linejoin", "round"}

// noneMark is how what has no grade is drawn.
var noneMark = gradeMark{fill: "#ffffff", text: "#333333"}

// gradePatterns tell the grades apart that have not enough contrast between
// them for grey.
var gradePatterns = map[model.Grade]string{
	model.Outstanding:                  "spots",
	model.RequiresImprovement:          "lines",
	model.Adequate:                     "lines",
	model.Inconsistent:                 "lines",
	model.Inadequate:                   "hatch",
	model.WidespreadOrSystemicFailings: "hatch",
}

// picture draws the chart.
func (c *barChart) picture() template.HTML {
	s := &svg{}
	s.open("svg", slices.Concat([]any{"class", "bars", "viewBox", fmt.Sprintf("0 0 %s %s", svgValue(barsWidth), svgValue(c.height())),
		"role", "img", "aria-labelledby", c.id + "t", "aria-describedby", c.id + "d"}, inherited)...)
	s.text("title", c.title, "id", c.id+"t")
	s.text("desc", c.inWords(), "id", c.id+"d")
	c.patterns(s)
	for i, row := range c.rows {
		c.bar(s, i, row)
	}
	s.close("svg")
	return s.inline()
}

// inWords says what every bar shows.
func (c *barChart) inWords() string {
	parts := make([]string, len(c.rows))
	for i, row := range c.rows {
		parts[i] = row.label + ": " + c.listed(row) + "."
	}
	return strings.Join(parts, " ")
}

func (c *barChart) pitch() float64 {
	if c.shares {
		return barPitch + barLabel
	}
	return barPitch
}

// top is where a row begins. The last of several that have labels is of all.
func (c *barChart) top(i int) float64 {
	y := float64(i)*c.pitch() + 1
	if c.shares && i > 0 && i == len(c.rows)-1 {
		y += barLabel / 2
	}
	return y
}

func (c *barChart) height() float64 {
	if len(c.rows) == 0 {
		return barHeight
	}
	return c.top(len(c.rows)-1) + c.pitch() - barPitch + barHeight + 1
}

// longest is how much the longest bar counts.
func (c *barChart) longest() int {
	n := 1
	for _, row := range c.rows {
		n = max(n, row.all)
	}
	return n
}

// labelled is where the bars begin that have labels before them.
func (c *barChart) labelled() float64 {
	w := 0.0
	for _, row := range c.rows {
		w = max(w, textWidth(row.label, barSize))
	}
	return w + barGap
}

// bar draws a row: its name, a segment for each grade, and how many there are.
func (c *barChart) bar(s *svg, i int, row gradeRow) {
	x, y := 1.0, c.top(i)
	unit := (barsWidth - 2) / float64(max(row.all, 1))
	s.open("g")
	s.text("title", row.label+": "+c.listed(row))
	if c.shares {
		s.text("text", row.label, "x", x, "y", y+barSize, "text-anchor", "start")
		s.text("text", count(row.all, c.counted), "x", barsWidth-1, "y", y+barSize, "text-anchor", "end", "font-weight", "normal", "fill", softInk)
		y += barLabel
	} else {
		s.text("text", row.label, "x", 0, "y", y+barHeight/2+4.5, "text-anchor", "start", "font-weight", "normal")
		x, unit = c.labelled(), (barsWidth-c.labelled()-barTotal)/float64(c.longest())
	}
	for k, n := range row.counts {
		x = c.segment(s, x, y, unit, markOf(c.grades[k]), n)
	}
	x = c.segment(s, x, y, unit, noneMark, row.none)
	if !c.shares {
		s.text("text", fmt.Sprint(row.all), "x", x+6, "y", y+barHeight/2+4.5, "text-anchor", "start")
	}
	s.close("g")
}

// segment draws how often a grade was given, with what there is room for: its
// letters and how often, or how often. It returns where the next begins.
func (c *barChart) segment(s *svg, x, y, unit float64, m gradeMark, n int) float64 {
	if n == 0 {
		return x
	}
	c.segmentOf(s, x, y, unit*float64(n), barHeight, m, []string{strings.TrimSpace(m.letters + " " + fmt.Sprint(n)), fmt.Sprint(n)})
	return x + unit*float64(n)
}

// segmentOf draws a rectangle with the first label that there is room for.
func (c *barChart) segmentOf(s *svg, x, y, w, h float64, m gradeMark, labels []string) {
	outline := attrs("x", x, "y", y, "width", w, "height", h, "fill", c.fill(m), "stroke", ink)
	if m.grade == model.NoGrade {
		outline = append(outline, attrs("stroke-dasharray", "3 2")...)
	}
	s.tag("rect", "/>", outline)
	for _, label := range labels {
		if boldWidth(label, barSize)+2*barPadding <= w {
			at := []any{"x", x + w/2, "y", y + h/2 + 4.5, "fill", m.text}
			if gradePatterns[m.grade] != "" {
				at = append(at, "stroke", m.fill, "stroke-width", 4, "paint-order", "stroke") // keeps the pattern away
			}
			s.text("text", label, at...)
			return
		}
	}
}

// boldWidth is how wide bold text of ours comes out.
func boldWidth(text string, size float64) float64 { return plainWidth(text, size) * 1.08 }

// fill is what fills a segment: the colour of its grade, or its pattern.
func (c *barChart) fill(m gradeMark) string {
	pattern := gradePatterns[m.grade]
	if pattern == "" {
		return m.fill
	}
	return "url(#" + c.patternID(pattern) + ")"
}

// patternID is short, as every segment with the pattern has it, and not that
// of the title or the description.
func (c *barChart) patternID(pattern string) string { return c.id + pattern[:1] }

// patterns defines the patterns of a chart's grades, of which each has one of
// its own.
func (c *barChart) patterns(s *svg) {
	for _, g := range c.grades {
		pattern, m := gradePatterns[g], markOf(g)
		if pattern == "" {
			continue
		}
		turn := attrs("id", c.patternID(pattern), "width", patternSize, "height", patternSize, "patternUnits", "userSpaceOnUse")
		if pattern == "hatch" {
			turn = append(turn, attrs("patternTransform", "rotate(45)")...)
		}
		s.tag("pattern", ">", turn)
		s.empty("rect", "width", patternSize, "height", patternSize, "fill", m.fill)
		switch pattern {
		case "spots":
			s.empty("circle", "cx", patternSize/2, "cy", patternSize/2, "r", 1.1, "fill", m.text, "fill-opacity", 0.6)
		case "lines":
			s.empty("rect", "width", 1, "height", patternSize, "fill", m.text, "fill-opacity", 0.3)
		default:
			s.empty("rect", "width", 1.8, "height", patternSize, "fill", m.text, "fill-opacity", 0.5)
		}
		s.close("pattern")
	}
}

// A keyItem says how a grade is drawn.
type keyItem struct {
	Mark template.HTML
	Text string
}

// keyOf explains the segments of charts.
func keyOf(charts ...*barChart) []keyItem {
	var items []keyItem
	add := func(c *barChart, m gradeMark, text string) {
		if !slices.ContainsFunc(items, func(item keyItem) bool { return item.Text == text }) {
			items = append(items, keyItem{c.swatch(m), text})
		}
	}
	for _, c := range charts {
		for _, g := range c.grades {
			add(c, markOf(g), shortGrade(g))
		}
	}
	for _, c := range charts {
		if c.hasNone() {
			add(c, noneMark, c.noneText())
		}
	}
	return items
}

func (c *barChart) hasNone() bool {
	return slices.ContainsFunc(c.rows, func(r gradeRow) bool { return r.none > 0 })
}

// noneText is what having no grade is called.
func (c *barChart) noneText() string { return strings.ReplaceAll(c.none[0], "\n", " ") }

// cells returns the numbers of a chart as a table: its heads and its rows.
func (c *barChart) cells() (heads []string, rows [][]string) {
	heads = []string{c.corner}
	for _, g := range c.grades {
		heads = append(heads, shortGrade(g))
	}
	none := c.hasNone()
	if none {
		heads = append(heads, c.noneText())
	}
	heads = append(heads, "All")
	for _, row := range c.rows {
		cells := []string{row.label}
		for i, n := range row.counts {
			cells = append(cells, shared(n, row.of, c.grades[i]))
		}
		if none {
			cells = append(cells, fmt.Sprint(row.none))
		}
		rows = append(rows, append(cells, fmt.Sprint(row.all)))
	}
	return heads, rows
}

// shared writes a number with its share of so many, where those are not too
// few.
func shared(n, of int, g model.Grade) string {
	share := percent(n, of)
	if n == 0 || share == "" || g == model.NotJudged {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d (%s)", n, share)
}

// swatch draws a segment on its own.
func (c *barChart) swatch(m gradeMark) template.HTML {
	const width, height = 28.0, 20.0
	s := &svg{}
	s.open("svg", slices.Concat([]any{"viewBox", fmt.Sprintf("0 0 %v %v", width, height), "width", width, "height", height, "aria-hidden", "true"}, inherited)...)
	c.segmentOf(s, 1, 1, width-2, height-2, m, []string{m.letters})
	s.close("svg")
	return s.inline()
}
