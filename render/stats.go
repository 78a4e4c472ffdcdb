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
// by year and by framework, what became of them at re-inspection, and what has
// to improve. It is a report, on a terminal and elsewhere.
func StatsTable(w io.Writer, o StatsOptions, stats *model.Stats) error {
	buf := bufio.NewWriter(w)
	o.Screen.Width = max(o.Screen.Width, minReport)
	r := statsReport{report{Screen: o.Screen, w: buf}, stats, o.Area}
	r.head()
	r.grades("Grades now, by region", r.nowNote(), model.ByRegion, model.LatestInspections)
	r.grades("Grades by year", "By the year of the last day on site.", model.ByYear, model.AllInspections)
	r.grades("Grades by framework", "", model.ByFramework, model.AllInspections)
	r.changes()
	r.themes()
	return cmp.Or(r.err, buf.Flush())
}

// A statsReport is a StatsTable being written.
type statsReport struct {
	report
	stats *model.Stats
	area  model.Area
}

// The nouns of what statistics count.
var (
	authorityNoun    = noun{"authority", "authorities"}
	reinspectionNoun = noun{"re-inspection", "re-inspections"}
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
		text += ", " + period(model.Period{Start: r.stats.From, End: r.stats.To}, longDate, " to ")
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
	for _, bound := range []struct {
		word string
		date model.Date
	}{{"since", f.Since}, {"until", f.Until}} {
		if bound.date != "" {
			parts = append(parts, bound.word+" "+date(bound.date, longDate))
		}
	}
	if len(f.Regions) > 0 {
		parts = append(parts, "in "+and(f.Regions))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Only those " + strings.Join(parts, " ")
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

// nowNote says what the grades now are, and of how many authorities there are
// none.
func (r *statsReport) nowNote() string {
	if r.area == model.AreaSENDOutcome {
		return "At the latest area SEND inspection of each authority."
	}
	note := "At the latest full inspection of each authority."
	if n := r.stats.Authorities - r.group(model.ByAll, model.LatestInspections, string(model.ByAll)).Area(model.OverallEffectiveness).Inspections; n > 0 {
		note += fmt.Sprintf(" %s not here: there is none among what was read.", count(n, noun{"authority is", "authorities are"}))
	}
	return note
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

// changes writes what became of grades at re-inspection.
func (r *statsReport) changes() {
	r.title("Change at re-inspection")
	c := r.stats.Changes.Area(r.area)
	r.lines(plain, "  ", changeSentence(c, r.area))
	if r.area != model.AreaSENDOutcome && r.stats.Changes.MedianYears != nil {
		r.lines(plain, "  ", fmt.Sprintf("The median time from one full inspection to the next is %.1f years (%s).",
			*r.stats.Changes.MedianYears, count(r.stats.Changes.Pairs, reinspectionNoun)))
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
	text := fmt.Sprintf("No two inspections of an authority give grades for %s that compare.", gradedArea(a))
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
		text = fmt.Sprintf("Of %s with grades that compare, %s improved, %s declined and %s stayed the same.",
			count(compared, reinspectionNoun), share(c.Improved), share(c.Declined), share(c.Unchanged))
	}
	rescaled := 0
	for _, m := range c.Moves {
		if m.FromScale != m.ToScale && m.FromScale != "" && m.ToScale != "" {
			rescaled += m.Count
		}
	}
	var apart []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{rescaled, "on another scale than the time before"},
		{c.NotComparable - rescaled, "not judged one of the two times"},
		{c.NewlyJudged, "not judged the time before"},
		{c.NoLongerJudged, "no longer judged"},
	} {
		if p.n > 0 {
			apart = append(apart, fmt.Sprint(p.n, " ", p.what))
		}
	}
	if len(apart) > 0 {
		text += " Counted apart: " + and(apart) + "."
	}
	return text
}
