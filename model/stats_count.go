package model

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// StatsOf counts the inspections of timelines, each once. The inputs that could
// not be read are for the caller to add.
func StatsOf(ts []*Timeline, f StatsFilters) *Stats {
	f.Regions = slices.Compact(slices.Sorted(slices.Values(f.Regions)))
	c := counting{filters: f, latests: map[Services]*LatestCount{}, groups: map[groupKey]*group{}, moves: map[Area]map[GradeMove]int{}, years: map[themeKey]*ThemeYear{}}
	for _, s := range services {
		c.latests[s.services] = &LatestCount{Services: s.services}
	}
	for _, t := range ts {
		if region := regionOf(t); len(f.Regions) == 0 || slices.Contains(f.Regions, region) {
			c.timeline(t, region)
		}
	}
	fill(&f.Regions)
	return &Stats{Schema: StatsSchema, Filters: f, Inspections: c.inspections, Authorities: c.authorities, From: c.from, To: c.to,
		UndatedLeftOut: c.leftOut, Latest: c.latestCounts(), Grades: c.grades(), Changes: c.changes(), Themes: c.themes(), Errors: []FailureRecord{}}
}

func regionOf(t *Timeline) string { return string(cmp.Or(t.Authority.Region, UnknownRegion)) }

// A counting is Stats in the making.
type counting struct {
	filters     StatsFilters
	inspections int
	authorities int
	from, to    Date
	leftOut     int
	latests     map[Services]*LatestCount
	groups      map[groupKey]*group
	moves       map[Area]map[GradeMove]int
	pairs       int
	apart       []float64 // years between the two inspections of a pair
	undated     int       // in no pair
	years       map[themeKey]*ThemeYear
}

type themeKey struct {
	services Services
	year     string
}

type groupKey struct {
	by    Grouping
	basis Basis
	name  string
}

// A group is a GradeGroup in the making.
type group struct {
	inspections int
	judging     map[Area]int // how many inspections judge it, or are of a kind that does
	counts      map[Area]map[GradeCount]int
}

// timeline counts the inspections of one authority.
func (c *counting) timeline(t *Timeline, region string) {
	counted := false
	for i := range t.Inspections {
		e := &t.Inspections[i]
		switch {
		case c.filters.Has(e.End):
			counted = true
			c.inspection(e, region)
		case e.End == "":
			c.leftOut++
		}
	}
	if counted {
		c.authorities++
	}
	for _, s := range services {
		c.latest(t.Inspections, s.judge, c.latests[s.services], region)
		c.pairsOf(t, s.judge)
	}
}

func (e *Event) areaSEND() bool { return e.Kind == AreaSENDInspection }

// judges reports whether an inspection gives a grade in an area, or is of a
// kind that does in one of its editions.
func (e *Event) judges(a Area) bool {
	return e.has(a) || (e.full() || e.areaSEND()) && e.Kind.Judges("", a)
}

// inspection counts one inspection.
func (c *counting) inspection(e *Event, region string) {
	c.inspections++
	if e.End != "" && (c.from == "" || e.End < c.from) {
		c.from = e.End
	}
	c.to = max(c.to, e.End)
	year := yearOf(e.End)
	for _, key := range []groupKey{{ByAll, AllInspections, string(ByAll)}, {ByYear, AllInspections, year},
		{ByFramework, AllInspections, frameworkOf(e)}, {ByRegion, AllInspections, region}} {
		c.group(key).add(e)
	}
	c.asked(e, year)
}

func yearOf(d Date) string { return string(cmp.Or(d[:min(len(d), len("2018"))], Undated)) }

// frameworkOf returns the framework with its edition: "ilacs 2018". Without a
// date it is not known which that was.
func frameworkOf(e *Event) string {
	if e.Kind.Framework() == ILACS {
		return frameworkName(ILACS, editionOf(e.day()))
	}
	return string(e.Kind.Framework())
}

func frameworkName(f Framework, edition Null) string {
	return strings.TrimSpace(string(f) + " " + string(edition))
}

func (c *counting) group(key groupKey) *group {
	g := c.groups[key]
	if g == nil {
		g = &group{judging: map[Area]int{}, counts: map[Area]map[GradeCount]int{}}
		c.groups[key] = g
	}
	return g
}

// add counts the grades of an inspection, one for each area.
func (g *group) add(e *Event) {
	g.inspections++
	for _, a := range Areas() {
		if e.judges(a) {
			g.judging[a]++
		}
		j, ok := e.judged(a)
		if !ok {
			continue
		}
		if g.counts[a] == nil {
			g.counts[a] = map[GradeCount]int{}
		}
		g.counts[a][GradeCount{Scale: Null(j.Scale), Grade: j.Grade}]++
	}
}

// latest counts the latest of an authority's inspections that are of a sort, or
// else why there is none. One without a date is the latest only where there is
// no other.
func (c *counting) latest(events []Event, of func(*Event) bool, count *LatestCount, region string) {
	var latest *Event
	later, undated := false, false
	for i := range events {
		switch e := &events[i]; {
		case !of(e):
		case e.End == "" && c.filters.Bounded():
			undated = true
		case !(Between{Until: c.filters.Until}).Has(e.End):
			later = true
		case latest == nil || e.End != "":
			latest = e
		}
	}
	count.Authorities++
	switch {
	case latest != nil:
		count.Counted++
		c.group(groupKey{ByAll, LatestInspections, string(ByAll)}).add(latest)
		c.group(groupKey{ByRegion, LatestInspections, region}).add(latest)
	case undated:
		count.Undated++
	case later:
		count.Later++
	default:
		count.None++
	}
}

func (c *counting) latestCounts() []LatestCount {
	var list []LatestCount
	for _, s := range services {
		list = append(list, *c.latests[s.services])
	}
	return list
}

// pairsOf counts what became of grades from one inspection of a sort to the
// next, where that was asked for.
func (c *counting) pairsOf(t *Timeline, of func(*Event) bool) {
	last := -1
	for i := range t.Inspections {
		e := &t.Inspections[i]
		switch {
		case !of(e):
			continue
		case e.End == "":
			if c.filters.Has(e.End) {
				c.undated++
			}
			continue
		case last >= 0 && c.filters.Has(e.End):
			c.pair(t, last, i)
		}
		last = i
	}
}

// pair counts what became of each area between two inspections.
func (c *counting) pair(t *Timeline, old, new int) {
	if t.Inspections[new].full() {
		c.pairs++
		if years, ok := yearsBetween(t.Inspections[old].End, t.Inspections[new].End); ok {
			c.apart = append(c.apart, years)
		}
	}
	for _, line := range t.Lines {
		area, move, ok := moveOn(t, line, old, new)
		if !ok {
			continue
		}
		if c.moves[area] == nil {
			c.moves[area] = map[GradeMove]int{}
		}
		c.moves[area][move]++
	}
}

// yearsBetween returns the years from one day to another, where both are
// known to the day.
func yearsBetween(from, to Date) (years float64, ok bool) {
	const days = 365.25
	a, err := time.Parse(time.DateOnly, string(from))
	b, err2 := time.Parse(time.DateOnly, string(to))
	return b.Sub(a).Hours() / 24 / days, err == nil && err2 == nil
}

// moveOn returns what became of a line between two inspections, under the
// area that the newer one judges. It is not ok where neither judges the line,
// and where another line tells it already.
func moveOn(t *Timeline, line Line, old, new int) (a Area, m GradeMove, ok bool) {
	before, after := gradeAt(line, old), gradeAt(line, new)
	if before != nil {
		a, m.FromArea, m.FromScale, m.From = before.Area, before.Area, before.Scale, before.Grade
	}
	if after != nil {
		a, m.ToScale, m.To = after.Area, after.Scale, after.Grade
	}
	switch to := &t.Inspections[new]; {
	case after != nil && before != nil:
		// What stands between the two, as a review of the LSCB, is none of
		// this pair's.
		m.Change = cellAt(t.Inspections, new, after.Area, []Cell{*before}).Change
	case after != nil:
		m.Change = NewlyJudged
	case before != nil && to.Graded && !to.Kind.stillJudges(to.day(), before.Area):
		m.Change = NoLongerJudged
	default:
		m.Change = NotComparable
	}
	telling := cmp.Or(after, before)
	return a, m, telling != nil && !telling.Repeat
}

// gradeAt returns the cell of the grade that an inspection gave on a line, or
// nil.
func gradeAt(line Line, at int) *Cell {
	for i := range line.Cells {
		if c := &line.Cells[i]; c.At == at && c.Relation != DiscontinuedArea {
			return c
		}
	}
	return nil
}

// asked counts what an inspection asks for.
func (c *counting) asked(e *Event, year string) {
	key := themeKey{e.Kind.Services(), year}
	y := c.years[key]
	if y == nil {
		y = &ThemeYear{Services: key.services, Year: year}
		for _, t := range Themes() {
			y.Themes = append(y.Themes, ThemeCount{Theme: t})
		}
		c.years[key] = y
	}
	items := e.Improvements + e.PriorityActions
	y.Inspections++
	y.Items += items
	if items > 0 {
		y.Asking++
	}
	for i, t := range y.Themes {
		if n := e.Themes[t.Theme]; n > 0 {
			y.Themes[i].Inspections++
			y.Themes[i].Items += n
		}
	}
}

// grades returns the groups: all, then by year, framework and region, and
// last those of the latest inspections.
func (c *counting) grades() []GradeGroup {
	keys := slices.SortedFunc(maps.Keys(c.groups), func(a, b groupKey) int {
		return cmp.Or(cmp.Compare(a.basis, b.basis), slices.Index(groupings, a.by)-slices.Index(groupings, b.by),
			slices.Index(groupOrder, a.name)-slices.Index(groupOrder, b.name), cmp.Compare(a.name, b.name))
	})
	list := []GradeGroup{}
	for _, key := range keys {
		g := c.groups[key]
		list = append(list, GradeGroup{By: key.by, Basis: key.basis, Group: key.name, Inspections: g.inspections, Areas: g.areas()})
	}
	return list
}

var groupings = []Grouping{ByAll, ByYear, ByFramework, ByRegion}

// groupOrder is the order of frameworks, and of what comes behind years and
// regions, which are sorted by name.
var groupOrder = func() []string {
	var order []string
	for _, e := range editions {
		order = append(order, frameworkName(e.framework, e.name))
	}
	return append(order, string(ILACS), string(JTAIFrame), Undated, UnknownRegion)
}()

func (g *group) areas() []AreaGrades {
	list := []AreaGrades{}
	for _, a := range Areas() {
		if g.judging[a] == 0 {
			continue
		}
		counted := AreaGrades{Area: a, Inspections: g.judging[a], Grades: gradeCounts(g.counts[a])}
		for _, n := range g.counts[a] {
			counted.Graded += n
		}
		counted.NoGrade = counted.Inspections - counted.Graded
		list = append(list, counted)
	}
	return list
}

// gradeCounts returns all grades of the scales that counts have, with how
// often they were given.
func gradeCounts(counts map[GradeCount]int) []GradeCount {
	all := maps.Clone(counts)
	for given := range counts {
		for _, g := range Scale(given.Scale).Grades() {
			all[GradeCount{Scale: given.Scale, Grade: g}] = counts[GradeCount{Scale: given.Scale, Grade: g}]
		}
	}
	list := []GradeCount{}
	for given, n := range all {
		list = append(list, GradeCount{given.Scale, given.Grade, n})
	}
	slices.SortFunc(list, func(a, b GradeCount) int { return compareGrades(a.Scale, a.Grade, b.Scale, b.Grade) })
	return list
}

// scaleOrder is the order in which scales are shown; any other comes last.
var scaleOrder = []Null{Null(FourPoint), Null(FourPoint2012), Null(AreaSENDScale)}

// compareGrades puts grades in order: by scale, the best first, what is on no
// scale behind those that are.
func compareGrades(aScale Null, a Grade, bScale Null, b Grade) int {
	return cmp.Or(place(scaleOrder, aScale)-place(scaleOrder, bScale), cmp.Compare(aScale, bScale),
		place(Scale(aScale).Grades(), a)-place(Scale(bScale).Grades(), b), cmp.Compare(a, b))
}

// place returns where an element is in a list, or the end of it where it is
// not.
func place[E comparable](list []E, e E) int {
	if i := slices.Index(list, e); i >= 0 {
		return i
	}
	return len(list)
}

// changes returns what became of grades, by area.
func (c *counting) changes() Changes {
	all := Changes{Pairs: c.pairs, MedianYears: median(c.apart), Undated: c.undated, Areas: []AreaChange{}}
	for _, a := range Areas() {
		if len(c.moves[a]) > 0 {
			all.Areas = append(all.Areas, areaChange(a, c.moves[a]))
		}
	}
	return all
}

func areaChange(a Area, moves map[GradeMove]int) AreaChange {
	change := AreaChange{Area: a}
	numbers := map[Movement]*int{Improved: &change.Improved, Declined: &change.Declined, Unchanged: &change.Unchanged,
		NotComparable: &change.NotComparable, NewlyJudged: &change.NewlyJudged, NoLongerJudged: &change.NoLongerJudged}
	for move, n := range moves {
		move.Count = n
		change.Pairs += n
		*numbers[move.Change] += n
		change.Moves = append(change.Moves, move)
	}
	slices.SortFunc(change.Moves, func(x, y GradeMove) int {
		return cmp.Or(compareGrades(x.FromScale, x.From, y.FromScale, y.From), compareGrades(x.ToScale, x.To, y.ToScale, y.To),
			place(Areas(), x.FromArea)-place(Areas(), y.FromArea), cmp.Compare(x.Change, y.Change))
	})
	return change
}

// median returns the median to a tenth, or nil of nothing.
func median(list []float64) *float64 {
	if len(list) == 0 {
		return nil
	}
	slices.Sort(list)
	n := len(list)
	m := math.Round((list[(n-1)/2]+list[n/2])/2*10) / 10
	return &m
}

// themes returns what was asked for, by services and year.
func (c *counting) themes() []ThemeYear {
	list := []ThemeYear{}
	for _, s := range services {
		for _, key := range slices.SortedFunc(maps.Keys(c.years), func(a, b themeKey) int { return cmp.Compare(a.year, b.year) }) { // "undated" is last
			if key.services == s.services {
				list = append(list, *c.years[key])
			}
		}
	}
	return list
}
