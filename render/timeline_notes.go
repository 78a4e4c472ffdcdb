package render

import (
	"slices"
	"strings"

	"ofsted/model"
)

// legendWords explain signs and short words, in this order.
var legendWords = []struct{ sign, means string }{
	{briefGrades[model.RequiresImprovement], "requires improvement to be good"},
	{"▲", "improved"},
	{"▼", "declined, by so many grades"},
	{"=", "unchanged"},
	{"≠", "not comparable with the grade before"},
	{newSign, "not judged before"},
	{"○", "visits without grades"},
}

// legend explains the signs that were used, and how lines go on under other
// names.
func (p *timelinePage) legend() {
	var parts []string
	for _, l := range legendWords {
		if p.used[l.sign] && p.Width >= tabular {
			parts = append(parts, l.sign+" "+l.means)
		}
	}
	notes := timelineNotes(p.t)
	if len(parts)+len(notes) > 0 {
		p.gap()
	}
	if len(parts) > 0 {
		p.hang(faint, "  ", strings.Join(parts, "; "))
	}
	for _, n := range notes {
		p.hang(faint, "  ", n)
	}
}

// timelineNotes say which grades are combined, and what lines were called
// before.
func timelineNotes(t *model.Timeline) []string {
	var notes []string
	add := func(n string) {
		if !slices.Contains(notes, n) {
			notes = append(notes, n)
		}
	}
	for _, line := range t.Lines {
		for _, c := range line.Cells {
			if c.Combined {
				add(combinedSign + " One grade for " + inSentence(c.Area) + " together; it stands in each line.")
			}
		}
	}
	for _, line := range t.Lines {
		for _, o := range olderNames(t, line) {
			add(lineName(line) + ": judged as " + inSentence(o.area) + " in " + and(o.when) + ".")
		}
	}
	if slices.ContainsFunc(t.Inspections, func(e model.Event) bool { return e.Kind == model.LACInspection }) {
		add("Inspections to 2013 judged services for looked after children alone, on an older scale: their grades compare with no others.")
	}
	return notes
}

// An olderName is an area that a line was judged as, and when.
type olderName struct {
	area model.Area
	when []string
}

// olderNames returns what a line was called before, combined areas aside.
func olderNames(t *model.Timeline, line model.Line) []olderName {
	var names []olderName
	for _, c := range line.Cells {
		if c.Area == line.Area || c.Combined {
			continue
		}
		if n := len(names); n == 0 || names[n-1].area != c.Area {
			names = append(names, olderName{area: c.Area})
		}
		last := &names[len(names)-1]
		last.when = append(last.when, monthYear(t.Inspections[c.At].End))
	}
	return names
}

// inSentence is an area's short name inside a sentence.
func inSentence(a model.Area) string {
	if a == model.LSCB {
		return shortAreas[a]
	}
	return strings.ToLower(shortAreas[a][:1]) + shortAreas[a][1:]
}
