package grammar

import (
	"fmt"
	"slices"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/field"
)

// The clause before a date says whose it is.
var (
	// visiting marks a sentence that may say when inspectors came.
	visiting = lazy.NewRegexp(`(?i)\b(visit|visited|inspection|inspected|inspectors|came to|spent|returned)\b`)
	earlier  = lazy.NewRegexp(`(?i)\b(judged|graded|since|previous|last|published|dated|report of)\b[^,;]*$`)
	another  = lazy.NewRegexp(`(?i)\b(inspections?|inspected)\b[^,;]*$`)
	anyVisit = lazy.NewRegexp(`(?i)\b(visit|visited|came|spent)\b`)
	// thisOne says that a date is the visit's that the letter is about.
	thisOne = lazy.NewRegexp(`(?i)\bthis (letter|is (a|the) (report|summary)|([\w-]+ ){0,4}(visit|inspection))\b`)
)

// readVisit finds when inspectors came among the sentences of an opening. A
// letter may tell of the visits before it: the date that it gives for "this
// visit" counts, and otherwise the latest that is not after the letter's own.
func (r *reader) readVisit(said []string) {
	var best []model.Period
	others := 0
	for _, s := range said {
		for _, c := range visits(s, r.in.Kind) {
			if c.sure {
				r.in.Visit.Periods = c.periods
				return
			}
			if r.in.Published != "" && lastDay(c.periods) > r.in.Published {
				continue
			}
			if others++; lastDay(c.periods) > lastDay(best) {
				best = c.periods
			}
		}
	}
	r.in.Visit.Periods = best
	if others > 1 {
		r.in.Warn("several_visits", fmt.Sprintf("the opening gives dates of several visits; the latest, to %s, is taken for this one", lastDay(best)))
	}
}

func lastDay(periods []model.Period) model.Date {
	return model.Visit{Periods: periods}.End()
}

// A candidate is a date, or several, on which inspectors may have come.
type candidate struct {
	periods []model.Period
	sure    bool
}

// visits returns what a sentence says of visits, and not of inspections before
// them. Months alone are taken from letters to children only: elsewhere they
// date the inspection before ("judged inadequate in March 2022").
func visits(s string, kind model.Kind) []candidate {
	if !visiting.MatchString(s) {
		return nil
	}
	var found []candidate
	from := 0
	for _, span := range field.FindPeriods(s) {
		clause := s[from:span.Start]
		from = span.End
		if days := slices.DeleteFunc(slices.Clone(span.Periods), inMonths); len(days) > 0 {
			span.Periods = days // "in June 2026, from 8 to 19 June 2026"
		}
		visit := kind == model.FocusedVisit || kind == model.MonitoringVisit
		switch {
		case inMonths(span.Periods[0]) && kind != model.ChildrenLetter, earlier.MatchString(clause),
			visit && another.MatchString(clause) && !anyVisit.MatchString(clause):
		default:
			found = append(found, candidate{span.Periods, thisOne.MatchString(clause)})
		}
	}
	return found
}

// inMonths reports whether a period is printed without its days.
func inMonths(p model.Period) bool { return len(p.Start) == len("2018-11") }
