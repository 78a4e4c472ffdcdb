package model

import (
	"cmp"
	"slices"
)

// SummarySchema names the version of the JSON form of a Summary.
const SummarySchema = "ofsted/summary/1"

// A Summary is one authority with its latest full inspection, or with any
// inspection where all are asked for.
type Summary struct {
	Schema    string    `json:"schema"`
	Authority Authority `json:"local_authority"`
	// Documents is how many inspections and visits of the authority there
	// are, of whatever kind.
	Documents  int              `json:"documents"`
	Inspection *Summarised      `json:"inspection"` // nil where there is none to summarise
	Judgements []SummaryGrade   `json:"judgements"` // in printed order
	Previous   *PreviousOverall `json:"previous"`   // nil where no full inspection before is known
	// Change is what became of overall effectiveness since the previous full
	// inspection. Null where there is none, and where neither judged it.
	Change          Null      `json:"change"`           // a Movement
	Steps           *int      `json:"steps"`            // grades moved, better is positive; nil where they cannot be compared
	Improvements    *int      `json:"improvements"`     // areas for improvement; nil without an inspection
	PriorityActions *int      `json:"priority_actions"` // areas for priority action
	Notes           []Warning `json:"notes"`            // what is missing, or has to be known
}

// A Summarised is the inspection of a Summary.
type Summarised struct {
	ID             string    `json:"id"`
	Kind           Kind      `json:"kind"`
	Framework      Framework `json:"framework"`
	Edition        Null      `json:"edition"` // of the ILACS framework: 2018, 2023 or 2026
	Start          Date      `json:"start"`   // first day on site
	End            Date      `json:"end"`     // last day on site, or else the date of publication
	Published      Date      `json:"published"`
	Variant        Null      `json:"variant"`
	Reinspection   bool      `json:"reinspection"`
	VisitNumber    *int      `json:"visit_number"`
	LeadInspectors []string  `json:"lead_inspectors"`
	Path           string    `json:"path"`
}

// A SummaryGrade is one grade that an inspection gave.
type SummaryGrade struct {
	Area  Area   `json:"area"`
	Title string `json:"title"` // the area's title as printed
	Grade Grade  `json:"grade"`
	Scale Scale  `json:"scale"`
	Page  int    `json:"page"` // 0 where the format has no pages
}

// A PreviousOverall is the overall effectiveness at the full inspection before.
type PreviousOverall struct {
	ID    string `json:"id"`
	Kind  Kind   `json:"kind"`
	End   Date   `json:"end"`
	Grade Grade  `json:"overall_effectiveness"` // null where it gives none
	Scale Null   `json:"scale"`                 // a Scale
	Path  string `json:"path"`
}

// The codes of the notes of a Summary.
const (
	NoInspectionCode     = "no_inspection"      // no document of the authority
	NoFullInspectionCode = "no_full_inspection" // visits, reviews and other inspections only
	NoGradesCode         = "no_grades"          // a full inspection whose grades were not found
	LetterOnlyCode       = "letter_only"        // the children's letter stands for the inspection
	UndatedCode          = "undated"            // an inspection without a date may be the latest
	SameMonthCode        = "same_month"         // another of the same month or day may be the latest
)

// fulls are the kinds of document that judge an authority's services as a
// whole, with a grade for how well it does overall in most editions. A letter
// to children that is in a timeline stands for such an inspection.
var fulls = []Kind{ILACSInspection, SIFInspection, LACInspection, ChildrenLetter}

// full reports whether an event stands for an inspection of all of an
// authority's children's services. A children's letter does that where it gives
// the grades.
func (e *Event) full() bool {
	return slices.Contains(fulls, e.Kind) && (e.Kind != ChildrenLetter || e.Graded)
}

// Summarise returns the summary of an authority's latest full inspection. It
// is the latest even where no grades were found in it. One without a date
// counts as the latest only where there is no other.
func Summarise(t *Timeline) Summary {
	full := t.places((*Event).full)
	if len(full) == 0 {
		s := newSummary(t.Authority, len(t.Inspections))
		s.note(NoFullInspectionCode, "no full inspection among the documents")
		return s
	}
	s := summaryOf(t, full[0])
	for _, i := range full[1:] {
		e := &t.Inspections[i]
		_, told := Order(e.End, s.End())
		switch {
		case e.End == "":
			s.note(UndatedCode, "an inspection without a date may be later, "+e.Path)
		case !told:
			s.note(SameMonthCode, "a full inspection of the same month or day may be later, "+e.Path)
		}
	}
	return s
}

// Full returns the full inspections of an authority, the latest first and those
// without a date last.
func (t *Timeline) Full() []Event {
	var list []Event
	for _, i := range t.places((*Event).full) {
		list = append(list, t.Inspections[i])
	}
	return list
}

// SummariseAll returns a summary of each inspection and visit of an authority,
// oldest first, those without a date last.
func SummariseAll(t *Timeline) []Summary {
	list := make([]Summary, len(t.Inspections))
	for i := range t.Inspections {
		list[i] = summaryOf(t, i)
	}
	return list
}

// NoSummary returns the summary of an authority of which there is no document.
func NoSummary(a Authority) Summary {
	s := newSummary(a, 0)
	s.note(NoInspectionCode, "no inspection among the documents")
	return s
}

func newSummary(a Authority, documents int) Summary {
	return Summary{Schema: SummarySchema, Authority: a, Documents: documents, Judgements: []SummaryGrade{}, Notes: []Warning{}}
}

func (s *Summary) note(code, message string) { s.Notes = append(s.Notes, Warning{code, message}) }

// summaryOf returns the summary of inspection i.
func summaryOf(t *Timeline, i int) Summary {
	e := &t.Inspections[i]
	s := newSummary(t.Authority, len(t.Inspections))
	s.Inspection = &Summarised{ID: e.ID, Kind: e.Kind, Framework: e.Framework, Edition: e.Edition, Start: e.Start, End: e.End,
		Published: e.Published, Variant: e.Variant, Reinspection: e.Reinspection, VisitNumber: e.VisitNumber,
		LeadInspectors: slices.Clone(e.LeadInspectors), Path: e.Path}
	fill(&s.Inspection.LeadInspectors)
	for _, j := range e.Judgements {
		s.Judgements = append(s.Judgements, SummaryGrade{j.Area, j.Title, j.Grade, j.Scale, j.Page})
	}
	s.Improvements, s.PriorityActions = &e.Improvements, &e.PriorityActions
	if !e.full() {
		return s
	}
	if old := previousFull(t.Inspections, i); old != nil {
		j, _ := old.judged(OverallEffectiveness)
		s.Previous = &PreviousOverall{ID: old.ID, Kind: old.Kind, End: old.End, Grade: j.Grade, Scale: Null(j.Scale), Path: old.Path}
		s.Change, s.Steps = overallChange(old, e)
	}
	switch {
	case !e.Graded:
		s.note(NoGradesCode, "no grades were found in the document")
	case e.Kind == ChildrenLetter:
		s.note(LetterOnlyCode, "the letter to children stands for the inspection")
	}
	if e.End == "" {
		s.note(UndatedCode, "no date was found in the document")
	}
	return s
}

// previousFull returns the full inspection before inspection i, or nil. What
// has no date comes neither before nor after anything.
func previousFull(events []Event, i int) *Event {
	if events[i].End == "" {
		return nil
	}
	for k := i - 1; k >= 0; k-- {
		if e := &events[k]; e.full() {
			return e
		}
	}
	return nil
}

// overallChange returns what became of overall effectiveness between two full
// inspections, and by how many grades.
func overallChange(old, new *Event) (Null, *int) {
	before, judgedBefore := old.judged(OverallEffectiveness)
	after, judged := new.judged(OverallEffectiveness)
	_, told := Order(old.End, new.End)
	change, steps := NotComparable, (*int)(nil)
	switch {
	case judgedBefore && judged && told:
		change, steps = Move(before, after)
	case judgedBefore && !judged && new.dropped(OverallEffectiveness):
		change = NoLongerJudged
	case !judgedBefore && judged && old.dropped(OverallEffectiveness):
		change = NewlyJudged
	case old.dropped(OverallEffectiveness) && new.dropped(OverallEffectiveness):
		return "", nil
	}
	return Null(change), steps
}

// dropped reports whether the framework of an inspection that gave grades does
// not judge an area, as the framework was on the first day on site.
func (e *Event) dropped(a Area) bool { return e.Graded && !e.has(a) && !e.Kind.Judges(e.day(), a) }

// Standing returns the grade that stands for an area of today's: its own, or
// that of the area which it follows. It is combined where it was given for
// another area of today's too.
func (s *Summary) Standing(a Area) (g SummaryGrade, combined, ok bool) {
	from, relation := Predecessors(a, func(a Area) bool { _, ok := s.Grade(a); return ok })
	if len(from) == 0 {
		return g, false, false
	}
	g, ok = s.Grade(from[0])
	return g, relation == SplitArea, ok
}

// Grade returns the grade of an area, and whether the inspection gives one.
func (s *Summary) Grade(a Area) (SummaryGrade, bool) {
	for _, g := range s.Judgements {
		if g.Area == a {
			return g, true
		}
	}
	return SummaryGrade{}, false
}

// End returns the last day of the inspection, or the empty Date.
func (s *Summary) End() Date {
	if s.Inspection == nil {
		return ""
	}
	return s.Inspection.End
}

// Overall returns the grade of overall effectiveness, or NoGrade.
func (s *Summary) Overall() Grade {
	g, _ := s.Grade(OverallEffectiveness)
	return g.Grade
}

// A SummaryOrder is an order to put summaries in.
type SummaryOrder struct {
	Name, Holds string
	// known reports whether a summary has a place in the order. Those that
	// have none come last, whichever way round.
	known   func(*Summary) bool
	compare func(a, b *Summary) int
}

// worstFirst are the grades of overall effectiveness, those of its two scales
// together.
var worstFirst = []Grade{Inadequate, RequiresImprovement, Adequate, Good, Outstanding}

func slugOf(s *Summary) string { return Slug(string(s.Authority.Name)) }

// SummaryOrders are the orders that summaries can be put in. The first is that
// of timelines.
var SummaryOrders = []SummaryOrder{
	{"authority", "by name", func(*Summary) bool { return true },
		func(a, b *Summary) int { return cmp.Compare(slugOf(a), slugOf(b)) }},
	{"region", "by region, then by name", func(s *Summary) bool { return s.Authority.Region != "" },
		func(a, b *Summary) int { return cmp.Compare(a.Authority.Region, b.Authority.Region) }},
	{"date", "newest first", func(s *Summary) bool { return s.End() != "" },
		func(a, b *Summary) int { return cmp.Compare(sortKey(b.End()), sortKey(a.End())) }},
	{"grade", "worst overall effectiveness first", func(s *Summary) bool { return slices.Contains(worstFirst, s.Overall()) },
		func(a, b *Summary) int {
			return cmp.Compare(slices.Index(worstFirst, a.Overall()), slices.Index(worstFirst, b.Overall()))
		}},
	{"change", "largest decline first", func(s *Summary) bool { return s.Steps != nil },
		func(a, b *Summary) int { return cmp.Compare(*a.Steps, *b.Steps) }},
	{"improvements", "most first", func(s *Summary) bool { return s.Improvements != nil },
		func(a, b *Summary) int { return cmp.Compare(*b.Improvements, *a.Improvements) }},
}

// Sort puts summaries in the order, or with reverse the other way round. Those
// of the same place are by authority, and of one authority as they were.
func (o SummaryOrder) Sort(list []Summary, reverse bool) {
	slices.SortStableFunc(list, func(a, b Summary) int {
		ka, kb := o.known(&a), o.known(&b)
		order := 0
		switch {
		case ka && kb && reverse:
			order = o.compare(&b, &a)
		case ka && kb:
			order = o.compare(&a, &b)
		case ka:
			order = -1
		case kb:
			order = 1
		}
		return cmp.Or(order, cmp.Compare(slugOf(&a), slugOf(&b)))
	})
}
