package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"ofsted/model"
)

// StatsOptions say how statistics are written.
type StatsOptions struct {
	Screen Screen
	// Area is the area whose grades the table shows. The other formats hold
	// all areas.
	Area model.Area
}

// StatsFormats are the formats of statistics.
var StatsFormats = FormatList[StatsOptions, *model.Stats]{
	{Name: "table", Endings: []string{".txt"}, Write: StatsTable},
	{Name: "json", Endings: []string{".json"}, Write: func(w io.Writer, _ StatsOptions, s *model.Stats) error { return writeJSON(w, s) }},
	{Name: "csv", Endings: []string{".csv"}, Write: func(w io.Writer, _ StatsOptions, s *model.Stats) error { return StatsCSV(w, s) }},
}

// StatsTable writes statistics for people to read: the grades of one area now,
// by year and by framework, what became of them from one inspection to the
// next, and what has to improve. It is a report, on a terminal and elsewhere.
func StatsTable(w io.Writer, o StatsOptions, stats *model.Stats) error {
	buf := bufio.NewWriter(w)
	o.Screen.Width = max(o.Screen.Width, minReport)
	r := statsReport{report: report{Screen: o.Screen, w: buf}, stats: stats, area: o.Area}
	r.head()
	r.grades(latestTitle(stats.Filters.Until)+", by region", r.latestNote(), model.ByRegion, model.LatestInspections)
	r.grades("Grades by year", "By the year of the last day on site.", model.ByYear, model.AllInspections)
	r.grades("Grades by framework", "", model.ByFramework, model.AllInspections)
	r.changes()
	r.themes()
	return cmp.Or(r.err, buf.Flush())
}

// A statsReport is a StatsTable being written.
type statsReport struct {
	report
	stats  *model.Stats
	area   model.Area
	shares bool // whether it says what shares are of
}

// The nouns of what statistics count.
var (
	authorityNoun = noun{"authority", "authorities"}
	pairNoun      = noun{"pair", "pairs"}
)

// shareFrom is how many there have to be for a share of them to mean much.
const shareFrom = 10

// percent writes a share of so many, or "" where they are few.
func percent(n, of int) string {
	switch {
	case of < shareFrom:
		return ""
	case n > 0 && 200*n < of:
		return "<1%"
	}
	return fmt.Sprintf("%.0f%%", math.Round(100*float64(n)/float64(of)))
}

func (r *statsReport) head() {
	text := count(r.stats.Authorities, authorityNoun) + ", " + count(r.stats.Inspections, inspectionNoun)
	if r.stats.From != "" {
		const to = "|" // as dates have none
		days := unbroken(period(model.Period{Start: r.stats.From, End: r.stats.To}, longDate, to))
		text += ", " + strings.Replace(days, to, " to ", 1)
	}
	r.lines(bold, "", text)
	if asked := filtersAsked(r.stats.Filters); asked != "" {
		r.lines(faint, "", asked)
	}
	r.line()
	for _, note := range r.areaNotes() {
		r.lines(plain, "  ", note)
	}
	if n := r.stats.UndatedLeftOut; n > 0 {
		r.lines(amber, "  ! ", count(n, noun{"inspection without a date is", "inspections without a date are"})+" left out: whether of this time is not known.")
	}
}

// areaNotes say whose grades are counted, and how many inspections give none.
func (r *statsReport) areaNotes() []string {
	all := r.group(model.ByAll, model.AllInspections, string(model.ByAll))
	judging := all.Area(r.area)
	kinds := fmt.Sprintf("%d of %s %s of a kind that gives one; the others are visits without grades, or judge other services.",
		judging.Inspections, count(all.Inspections, inspectionNoun), are(judging.Inspections))
	switch judging.Inspections {
	case 0:
		kinds = "No inspection here is of a kind that gives one."
	case all.Inspections:
		kinds = "Every inspection here is of a kind that gives one."
	}
	notes := []string{fmt.Sprintf("The grades are those for %s. %s", gradedArea(r.area), kinds)}
	if judging.NoGrade > 0 {
		notes = append(notes, r.whyNone(judging))
	}
	return notes
}

// are is the verb of so many.
func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// gradedArea is an area inside a sentence, where it can be that of any
// framework.
func gradedArea(a model.Area) string {
	switch a {
	case model.AreaSENDOutcome:
		return "the " + lower(areaLabel(a))
	case model.LSCB:
		return "the " + shortAreas[a]
	}
	return areaName(a)
}

// whyNone says why some inspections give no grade in the area.
func (r *statsReport) whyNone(a model.AreaGrades) string {
	n := a.NoGrade
	if r.area != model.OverallEffectiveness {
		return fmt.Sprintf("%d of the %d %s without a grade in it: the framework did not judge it or judged it with another area, or no grade was found.", n, a.Inspections, are(n))
	}
	since := r.group(model.ByFramework, model.AllInspections, "ilacs 2026").Area(r.area).NoGrade
	text := fmt.Sprintf("%d of the %d %s without an overall grade: ", n, a.Inspections, are(n))
	switch since {
	case n:
		return text + "from April 2026 on inspections give none."
	case 0:
		return text + "none was found in the document."
	}
	return text + fmt.Sprintf("%d as from April 2026 on inspections give none, and %d in which none was found.", since, n-since)
}

// filtersAsked says which inspections were asked for, or "".
func filtersAsked(f model.StatsFilters) string {
	var parts []string
	day := func(d model.Date) string { return unbroken(date(d, longDate)) }
	switch {
	case f.Since != "" && f.Since == f.Until:
		parts = append(parts, "of "+day(f.Since))
	default:
		if f.Since != "" {
			parts = append(parts, "since "+day(f.Since))
		}
		if f.Until != "" {
			parts = append(parts, "until "+day(f.Until))
		}
	}
	if len(f.Regions) > 0 {
		parts = append(parts, "in "+and(regionsNamed(f.Regions)))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Only those " + strings.Join(parts, " ")
}

// regionsNamed returns regions as they stand in a sentence.
func regionsNamed(regions []string) []string {
	list := make([]string, len(regions))
	for i, region := range regions {
		list[i] = clean(region)
		switch first, _, _ := strings.Cut(region, " "); first {
		case "East", "North", "South", "West":
			list[i] = "the " + list[i]
		}
	}
	return list
}

// group returns a group of inspections, which is empty where there are none.
func (r *statsReport) group(by model.Grouping, basis model.Basis, name string) *model.GradeGroup {
	for i := range r.stats.Grades {
		if g := &r.stats.Grades[i]; g.By == by && g.Basis == basis && g.Group == name {
			return g
		}
	}
	return &model.GradeGroup{By: by, Basis: basis, Group: name}
}

// latestTitle says what grades the latest are: those now, or at the end of the
// time that was asked for.
func latestTitle(until model.Date) string {
	switch day := unbroken(date(until, longDate)); len(until) {
	case 0:
		return "Grades now"
	case len("2019-05-31"):
		return "Grades on " + day
	default:
		return "Grades at the end of " + day
	}
}

// latestNote says what the latest grades are, and of which authorities there
// are none.
func (r *statsReport) latestNote() string {
	note := fmt.Sprintf("At the latest %s inspection of each authority", sortOf(r.area))
	if since := r.stats.Filters.Since; since != "" {
		note += ", be it before " + unbroken(date(since, longDate))
	}
	return strings.TrimSpace(note + ". " + r.notHere())
}

// sortOf is what inspections are called that follow each other in judging an
// area.
func sortOf(a model.Area) string {
	if a.Services() == model.AreaSENDServices {
		return "area SEND"
	}
	return "full"
}

// notHere says of how many authorities there is no latest inspection that can
// judge the area, and why, or "".
func (r *statsReport) notHere() string {
	latest := r.stats.LatestOf(r.area.Services())
	judging := r.group(model.ByAll, model.LatestInspections, string(model.ByAll)).Area(r.area).Inspections
	missing := counted([]tallied{
		{latest.Later, "with later ones only"},
		{latest.Undated, "with ones of unknown date only"},
		{latest.None, "with none among what was read"},
		{latest.Counted - judging, "whose latest is of a kind that does not judge " + gradedArea(r.area)},
	})
	if len(missing) == 0 {
		return ""
	}
	first, rest, _ := strings.Cut(and(missing), " ")
	noun := authorityNoun.many
	if first == "1" {
		noun = authorityNoun.one
	}
	return "Not here: " + first + " " + noun + " " + rest + "."
}

// pad is a space in a cell of numbers. Tables drop white space before and
// behind a cell, and break lines at it.
const pad = "\u2800"

// table writes a table whose cells may hold pads.
func (r *statsReport) table(columns []column, rows [][]cell) {
	var b strings.Builder
	if err := r.Screen.table(&b, columns, rows); err != nil && r.err == nil {
		r.err = err
	}
	r.w.WriteString(strings.ReplaceAll(b.String(), pad, " "))
}

// changes writes what became of grades from one inspection to the next.
func (r *statsReport) changes() {
	r.title(fmt.Sprintf("Change from one %s inspection to the next", sortOf(r.area)))
	c := r.stats.Changes.Area(r.area)
	r.lines(plain, "  ", changeSentence(c, r.area))
	if from := fromElsewhere(c); from != "" {
		r.lines(plain, "  ", from)
	}
	if r.area.Services() == model.ChildrensServices && r.stats.Changes.MedianYears != nil {
		r.lines(plain, "  ", fmt.Sprintf("The median time from one full inspection to the next is %.1f years (%s).",
			*r.stats.Changes.MedianYears, count(r.stats.Changes.Pairs, pairNoun)))
	}
	var drawn []model.Null
	for _, m := range c.Moves {
		if m.Change != model.NotComparable && m.From != model.NoGrade && m.To != model.NoGrade && !slices.Contains(drawn, m.FromScale) {
			drawn = append(drawn, m.FromScale)
			r.matrix(c, m.FromScale)
		}
	}
}

// changeSentence says how many grades improved, declined and stayed, and how
// many did not compare.
func changeSentence(c model.AreaChange, a model.Area) string {
	compared := c.Compared()
	text := fmt.Sprintf("No two inspections of an authority give grades for %s that can be compared.", gradedArea(a))
	if compared > 0 {
		share := func(n int) string {
			switch p := percent(n, compared); {
			case n == 0:
				return "none"
			case p != "":
				return fmt.Sprintf("%d (%s)", n, p)
			}
			return fmt.Sprint(n)
		}
		text = fmt.Sprintf("Of %s of grades that can be compared, %s improved, %s declined and %s stayed the same.",
			count(compared, pairNoun), share(c.Improved), share(c.Declined), share(c.Unchanged))
	}
	rescaled := 0
	for _, m := range c.Moves {
		if m.FromScale != m.ToScale && m.FromScale != "" && m.ToScale != "" {
			rescaled += m.Count
		}
	}
	apart := counted([]tallied{
		{rescaled, "on another scale than the time before"},
		{c.NotComparable - rescaled, "not judged one of the two times"},
		{c.NewlyJudged, "not judged the time before"},
		{c.NoLongerJudged, "no longer judged"},
	})
	if len(apart) > 0 {
		text += " Counted apart: " + and(apart) + "."
	}
	return text
}

// fromElsewhere says how many of the older grades that compare were given for
// another area, or "".
func fromElsewhere(c model.AreaChange) string {
	of := map[model.Area]int{}
	for _, m := range c.Moves {
		if m.FromArea != c.Area && (m.Change == model.Improved || m.Change == model.Declined || m.Change == model.Unchanged) {
			of[m.FromArea] += m.Count
		}
	}
	var list []tallied
	for _, a := range model.Areas() {
		list = append(list, tallied{of[a], "for " + olderArea(a)})
	}
	if parts := counted(list); len(parts) > 0 {
		return "Older grades that were given for another area, which this one follows on from: " + and(parts) + "."
	}
	return ""
}

// olderArea is an area that another follows on from, inside a sentence.
func olderArea(a model.Area) string {
	if a == model.CareAndCareLeavers {
		return areaName(a) + " together"
	}
	return gradedArea(a)
}

// A tallied is how many there are of something.
type tallied struct {
	n    int
	what string
}

// counted lists how many there are of each thing that there is.
func counted(list []tallied) []string {
	var parts []string
	for _, t := range list {
		if t.n > 0 {
			parts = append(parts, fmt.Sprint(t.n, " ", t.what))
		}
	}
	return parts
}
