package model

import "slices"

// A Dossier is all that documents say of one authority: its timeline, the
// inspections that this is of, and what they make of those before.
type Dossier struct {
	*Timeline
	Documents []*Inspection // those of Inspections, in the same order
	// Raised has for each of Documents, by the ID of a finding that asks for
	// something, what earlier inspections asked on the same issue, the latest
	// of them first.
	Raised []map[string][]Earlier
	Latest []Latest // for each Services that are inspected
}

// An Earlier is an item of an earlier inspection.
type Earlier struct {
	At int // place of the inspection in Timeline.Inspections
	ScoredItem
}

// A Latest is the latest inspection of some services, beside the one before.
// Where there is no full one both are visits or inspections of other kinds.
type Latest struct {
	Services   Services
	At, Before int            // places in Timeline.Inspections; Before is -1 where there is none
	Themes     []ThemeBalance // what both say, or of the latest alone
	Since      *Comparison    // of the two; nil where there is one only
}

// Succession returns the places of the inspections that follow each other in
// judging some services, the latest first and those without a date last. Where
// there is none, it returns those of all other inspections and visits that look
// at the services.
func (t *Timeline) Succession(of Services) []int {
	for _, s := range services {
		if s.services != of {
			continue
		}
		if places := t.places(s.judge); len(places) > 0 {
			return places
		}
	}
	return t.places(func(e *Event) bool { return e.Kind.Services() == of })
}

// places returns the places of the inspections of a sort, the latest first and
// those without a date last.
func (t *Timeline) places(of func(*Event) bool) []int {
	var dated, undated []int
	for i := range t.Inspections {
		switch e := &t.Inspections[i]; {
		case !of(e):
		case e.End == "":
			undated = append(undated, i)
		default:
			dated = append(dated, i)
		}
	}
	slices.Reverse(dated)
	return append(dated, undated...)
}

// AllServices returns all Services.
func AllServices() []Services {
	var list []Services
	for _, s := range services {
		list = append(list, s.services)
	}
	return list
}
