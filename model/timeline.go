package model

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// TimelineSchema names the version of the JSON form of a Timeline.
const TimelineSchema = "ofsted/timeline/1"

// A Timeline is one authority's grades across all its inspections.
type Timeline struct {
	Schema      string    `json:"schema"`
	Authority   Authority `json:"local_authority"` // as the newest document prints it
	Inspections []Event   `json:"inspections"`     // oldest first, those without a date last
	Lines       []Line    `json:"lines"`           // in the order in which reports show areas
	LeftOut     []LeftOut `json:"left_out"`        // documents of inspections that stand here already
}

// An Event is what a Timeline keeps of one inspection.
type Event struct {
	ID           string    `json:"id"`
	Kind         Kind      `json:"kind"`
	Framework    Framework `json:"framework"`
	Edition      Null      `json:"edition"` // of the ILACS framework: 2018, 2023 or 2026
	Start        Date      `json:"start"`   // first day on site
	End          Date      `json:"end"`     // last day on site, or else the date of publication
	Variant      Null      `json:"variant"`
	Reinspection bool      `json:"reinspection"`
	VisitNumber  *int      `json:"visit_number"`
	Graded       bool      `json:"graded"` // whether the document holds judgements
	Path         string    `json:"path"`

	// What summaries and statistics need besides.
	Published       Date          `json:"-"`
	LeadInspectors  []string      `json:"-"`
	Judgements      []Judgement   `json:"-"` // without the printed words of the grades
	Improvements    int           `json:"-"` // areas for improvement
	PriorityActions int           `json:"-"`
	Themes          map[Theme]int `json:"-"` // how many of both are about each theme, where they were analysed
	// Added is how many inspections Timelines.Add had taken before, so that
	// who keeps those finds this one.
	Added int `json:"-"`

	sha256 Null
}

// A Line is what became of one area of judgement: its grades, and before them
// those of the areas that it follows on from. A committee sees the leadership
// of an authority as one line, whatever a framework calls it.
type Line struct {
	Area  Area   `json:"area"` // the newest area of its own
	Title string `json:"title"`
	// Cells has one for each inspection that judged the line, and one where
	// it was discontinued.
	Cells []Cell `json:"cells"`
}

// A Cell is what one inspection says on a Line.
type Cell struct {
	At         int      `json:"at"`         // place of the inspection in Timeline.Inspections, from 0
	Inspection string   `json:"inspection"` // its id
	Area       Area     `json:"area"`       // as judged there; where it was discontinued, the last one judged
	Grade      Grade    `json:"grade"`      // null where it was discontinued
	Scale      Null     `json:"scale"`      // a Scale
	Relation   Relation `json:"relation"`   // to the cell before
	Change     Movement `json:"change"`     // since the cell before
	Steps      *int     `json:"steps"`      // grades moved, better is positive; nil where they cannot be compared
	// Combined says that one grade was given for what several lines show
	// apart, and so stands in each of them. Repeat says that it stands in a
	// line above already: who counts grades leaves repeats out.
	Combined bool `json:"combined"`
	Repeat   bool `json:"repeat"`
	Page     int  `json:"page"` // 0 where the format has no pages
}

// FirstJudged is the relation of a Cell that begins its line, where no earlier
// inspection could have judged it. One that an earlier inspection left out is
// IntroducedArea.
const FirstJudged Relation = "first"

// A LeftOut is a document of an inspection that another document gives
// already.
type LeftOut struct {
	ID      string `json:"id"`
	Path    string `json:"path"`
	Code    string `json:"code"` // DuplicateCode or LetterCode
	Message string `json:"message"`
	Differs bool   `json:"-"` // some of its grades are not those of the other document
}

// The codes of a LeftOut.
const (
	DuplicateCode = "duplicate"       // the same kind of document of the same inspection
	LetterCode    = "children_letter" // the children's letter of an inspection
)

// wholes are the kinds of document that judge all of children's services. An
// area that their framework does not judge was discontinued, or is yet to be
// introduced; a review of an LSCB alone says nothing of other areas.
var wholes = map[Kind]bool{ILACSInspection: true, SIFInspection: true, ChildrenLetter: true}

// whole reports whether the inspection tells when areas begin and end.
func (e *Event) whole() bool { return e.Graded && wholes[e.Kind] && e.End != "" }

// judged returns the judgement of an area, and whether there is one.
func (e *Event) judged(a Area) (Judgement, bool) {
	for _, j := range e.Judgements {
		if j.Area == a {
			return j, true
		}
	}
	return Judgement{}, false
}

// has reports whether the inspection judged an area.
func (e *Event) has(a Area) bool { _, ok := e.judged(a); return ok }

// eventOf keeps of an inspection what a Timeline needs. Strings are copied,
// since those of an inspection can hold on to its document's whole text.
func eventOf(in *Inspection) Event {
	e := Event{ID: in.ID, Kind: in.Kind, Framework: in.Framework, End: clone(in.Day()), Variant: clone(in.Visit.Variant),
		Reinspection: in.Visit.Reinspection, VisitNumber: in.Visit.VisitNumber, Graded: len(in.Judgements) > 0,
		Path: strings.Clone(in.Source.Path), sha256: clone(in.Source.SHA256)}
	e.Start, e.Published = clone(in.Visit.Start()), clone(in.Published)
	for _, name := range in.LeadInspectors {
		e.LeadInspectors = append(e.LeadInspectors, strings.Clone(name))
	}
	for _, j := range in.Judgements {
		e.Judgements = append(e.Judgements, Judgement{Area: j.Area, Title: strings.Clone(j.Title), Grade: j.Grade, Scale: j.Scale, Page: j.Page})
	}
	e.Improvements, e.PriorityActions, e.Themes = in.Count(Improvement), in.Count(PriorityAction), asked(in)
	if e.Graded && e.Framework == ILACS {
		e.Edition = editionOf(e.day())
	}
	return e
}

// asked counts the areas for improvement and for priority action on each theme.
func asked(in *Inspection) map[Theme]int {
	themes := map[Theme]int{}
	for _, f := range in.Whole() {
		if f.Kind.Asks() {
			for _, t := range f.Themes {
				themes[t]++
			}
		}
	}
	return themes
}

func clone[S ~string](s S) S { return S(strings.Clone(string(s))) }

// Timelines gathers inspections by authority. Its zero value is empty.
type Timelines struct {
	bySlug map[string]*gathered
	added  int
}

// gathered is what is known of one authority.
type gathered struct {
	newest    Date
	authority Authority
	events    []Event
}

// Add takes what timelines need of an inspection, of which it keeps hold of
// nothing else. It returns why the inspection has no place in a timeline, or
// "".
func (ts *Timelines) Add(in *Inspection) string {
	slug := Slug(string(in.Authority.Name))
	switch {
	case in.Kind == UnknownKind || in.Kind.Title() == "":
		return "not a kind of document that is known"
	case slug == "":
		return "names no local authority"
	}
	if ts.bySlug == nil {
		ts.bySlug = map[string]*gathered{}
	}
	g := ts.bySlug[slug]
	if g == nil {
		g = new(gathered)
		ts.bySlug[slug] = g
	}
	if day := in.Day(); len(g.events) == 0 || day > g.newest {
		a := in.Authority
		a.Name, a.Printed = clone(a.Name), clone(a.Printed)
		g.newest, g.authority = clone(day), a
	}
	e := eventOf(in)
	e.Added = ts.added
	ts.added++
	g.events = append(g.events, e)
	return ""
}

// All returns a timeline for each authority, by name. Once ctx is done it
// returns soon, and what it returns is of no use.
func (ts *Timelines) All(ctx context.Context) []*Timeline {
	var all []*Timeline
	for _, g := range ts.bySlug {
		if ctx.Err() != nil {
			return nil
		}
		all = append(all, newTimeline(ctx, g.authority, g.events))
	}
	slices.SortFunc(all, func(a, b *Timeline) int {
		return cmp.Compare(Slug(string(a.Authority.Name)), Slug(string(b.Authority.Name)))
	})
	return all
}

// newTimeline lays out the inspections of one authority.
func newTimeline(ctx context.Context, a Authority, events []Event) *Timeline {
	t := &Timeline{Schema: TimelineSchema, Authority: a, LeftOut: []LeftOut{}}
	events = slices.Clone(events)
	slices.SortStableFunc(events, byDay)
	t.Inspections = t.withoutLetters(ctx, t.withoutDuplicates(ctx, events))
	t.Lines = linesOf(ctx, t.Inspections)
	return t
}

func byDay(a, b Event) int {
	return cmp.Or(cmp.Compare(sortKey(a.End), sortKey(b.End)), cmp.Compare(a.ID, b.ID))
}

// sortKey puts a month without a day behind the days of that month, and what
// has no date behind everything.
func sortKey(d Date) string {
	switch len(d) {
	case 0:
		return "9999"
	case len("2018-12"):
		return string(d) + "-99"
	}
	return string(d)
}

// withoutDuplicates leaves out all but the first of the documents of one
// inspection. One without a grade gives way to one that has some.
func (t *Timeline) withoutDuplicates(ctx context.Context, events []Event) []Event {
	type group struct {
		kind        Kind
		month, file string
	}
	var kept []Event
	groups := map[group][]int{} // places in kept
	for _, e := range events {
		if ctx.Err() != nil {
			return nil
		}
		g := group{kind: e.Kind, month: string(e.End[:min(len(e.End), len("2018-12"))])}
		if e.End == "" {
			g.file = string(e.sha256)
		}
		n := slices.IndexFunc(groups[g], func(i int) bool { return sameInspection(&kept[i], &e) })
		if n < 0 {
			groups[g] = append(groups[g], len(kept))
			kept = append(kept, e)
			continue
		}
		i := groups[g][n]
		if e.Graded && !kept[i].Graded {
			kept[i], e = e, kept[i]
		}
		t.leave(e, DuplicateCode, "the same inspection as "+kept[i].Path, kept[i])
	}
	slices.SortStableFunc(kept, byDay) // a month may have taken the place of a day
	return kept
}

// sameInspection reports whether two documents of one kind are of one
// inspection: on the same day, or in the month that is all that one of them
// says, where they do not number visits differently. What has no date is the
// same only if the file is.
func sameInspection(a, b *Event) bool {
	switch {
	case a.End == "" || b.End == "":
		return a.End == b.End && a.sha256 != "" && a.sha256 == b.sha256
	case a.End == b.End:
		return true
	case a.VisitNumber != nil && b.VisitNumber != nil && *a.VisitNumber != *b.VisitNumber:
		return false
	}
	return inMonth(a.End, b.End) || inMonth(b.End, a.End)
}

// inMonth reports whether a day is in a month.
func inMonth(month, day Date) bool {
	return len(month) == len("2018-12") && strings.HasPrefix(string(day), string(month)+"-")
}

// letterDays is how long after an inspection its letter to children may be
// dated. An authority is not inspected twice in that time.
const letterDays = 183

// withoutLetters leaves out the letters to children whose inspection is here:
// they give its grades a second time. A letter whose inspection is not here
// stands for it.
func (t *Timeline) withoutLetters(ctx context.Context, events []Event) []Event {
	var kept []Event
	spans := make([]span, len(events))
	for i := range events {
		spans[i] = letterSpan(&events[i])
	}
	for _, e := range events {
		if ctx.Err() != nil {
			return nil
		}
		i := -1
		if sent, ok := lastDay(e.End); ok && e.Kind == ChildrenLetter {
			i = slices.IndexFunc(spans, func(s span) bool { return s.has(sent) })
		}
		if i < 0 {
			kept = append(kept, e)
			continue
		}
		t.leave(e, LetterCode, "the children’s letter of the inspection in "+events[i].Path, events[i])
	}
	return kept
}

// A span is the days on which the letter of an inspection may be dated. It has
// none where it ends before it begins.
type span struct{ from, to time.Time }

func (s span) has(day time.Time) bool { return !day.Before(s.from) && !day.After(s.to) }

// letterSpan returns the span of an inspection's letter. A letter may name no
// more than the month in which the inspection began.
func letterSpan(in *Event) span {
	end, ok := lastDay(in.End)
	if !ok || in.Kind != ILACSInspection && in.Kind != SIFInspection {
		return span{to: time.Time{}.AddDate(0, 0, -1)}
	}
	s := span{end, end.AddDate(0, 0, letterDays)}
	if start, ok := firstDay(cmp.Or(in.Start, in.End)); ok && start.Before(end) {
		s.from = start
	}
	return s
}

// IsLetterOf reports whether in is the children’s letter of an inspection,
// whose grades it gives a second time.
func (in *Inspection) IsLetterOf(inspection *Inspection) bool {
	sent, ok := lastDay(in.Day())
	of := eventOf(inspection)
	return ok && in.Kind == ChildrenLetter && letterSpan(&of).has(sent)
}

// firstDay returns the first day that a date can stand for.
func firstDay(d Date) (time.Time, bool) {
	if t, err := time.Parse(time.DateOnly, string(d)); err == nil {
		return t, true
	}
	t, err := time.Parse("2006-01", string(d))
	return t, err == nil
}

// lastDay returns the last day that a date can stand for.
func lastDay(d Date) (time.Time, bool) {
	if t, err := time.Parse(time.DateOnly, string(d)); err == nil {
		return t, true
	}
	t, err := time.Parse("2006-01", string(d))
	return t.AddDate(0, 1, -1), err == nil
}

// leave notes a document that is left out for another, and where the two
// contradict each other.
func (t *Timeline) leave(e Event, code, why string, kept Event) {
	var differ []string
	for _, j := range e.Judgements {
		if k, ok := kept.judged(j.Area); ok && k.Grade != j.Grade {
			differ = append(differ, fmt.Sprintf("%s is %q there and %q here", j.Area.Title(), k.Grade.Title(), j.Grade.Title()))
		}
	}
	message := e.Path + ": left out: " + why
	if len(differ) > 0 {
		message += ", but the grades differ, so look at both: " + strings.Join(differ, "; ")
	}
	t.LeftOut = append(t.LeftOut, LeftOut{e.ID, e.Path, code, message, len(differ) > 0})
}

// heads are the areas that a line ends in: those that no other area has
// followed. A merge ends no line, since what was merged is shown apart.
func heads() []Area {
	followed := map[Area]bool{}
	for _, s := range successions {
		if s.relation != MergedArea {
			followed[s.from] = true
		}
	}
	return slices.DeleteFunc(Areas(), func(a Area) bool { return followed[a] })
}

// A draft is a line before its cells are known.
type draft struct {
	head  Area
	areas []Area // as judged at each inspection, NoArea where it was not
}

// linesOf returns the lines that inspections judge. Each line is what its
// last area corresponds to in every inspection.
func linesOf(ctx context.Context, events []Event) []Line {
	var drafts []draft
	for _, head := range heads() {
		d := draft{head: head}
		for i := range events {
			if ctx.Err() != nil {
				return nil
			}
			from, _ := Predecessors(head, events[i].has)
			d.areas = append(d.areas, append(from, NoArea)[0])
		}
		same := func(o draft) bool { return slices.Equal(o.areas, d.areas) }
		if d.judged() && !slices.ContainsFunc(drafts, same) {
			drafts = append(drafts, d)
		}
	}
	drafts = together(drafts)
	lines := []Line{}
	for i := range drafts {
		lines = append(lines, lineOf(events, drafts, i))
	}
	return lines
}

func (d draft) judged() bool {
	return slices.ContainsFunc(d.areas, func(a Area) bool { return a != NoArea })
}

// shares reports whether one grade stands in both drafts.
func (d draft) shares(o draft) bool {
	for i, a := range d.areas {
		if a != NoArea && a == o.areas[i] {
			return true
		}
	}
	return false
}

// together puts lines that share a grade next to each other.
func together(drafts []draft) []draft {
	var out []draft
	for _, d := range drafts {
		at := len(out)
		for i, o := range out {
			if o.shares(d) {
				at = i + 1
			}
		}
		out = slices.Insert(out, at, d)
	}
	return out
}

// lineOf fills in the cells of the draft n.
func lineOf(events []Event, drafts []draft, n int) Line {
	d := drafts[n]
	line := Line{Area: d.head}
	for i, a := range d.areas {
		if a == NoArea {
			continue
		}
		c := cellAt(events, i, a, line.Cells)
		for m, o := range drafts {
			c.Combined = c.Combined || m != n && o.areas[i] == a
			c.Repeat = c.Repeat || m < n && o.areas[i] == a
		}
		line.Cells = append(line.Cells, c)
	}
	last := line.Cells[len(line.Cells)-1]
	if !last.Combined {
		line.Area = last.Area
	}
	line.Title = line.Area.Title()
	if i := ended(events, last.At, last.Area); i >= 0 {
		line.Cells = append(line.Cells, Cell{At: i, Inspection: events[i].ID, Area: last.Area, Relation: DiscontinuedArea, Change: NoLongerJudged})
	}
	return line
}

// cellAt returns the cell of an area that inspection i judged, behind the
// cells that its line has so far.
func cellAt(events []Event, i int, a Area, before []Cell) Cell {
	j, _ := events[i].judged(a)
	c := Cell{At: i, Inspection: events[i].ID, Area: a, Grade: j.Grade, Scale: Null(j.Scale), Page: j.Page, Change: NewlyJudged}
	if len(before) == 0 {
		c.Relation = beginning(events, i, a)
		return c
	}
	last := before[len(before)-1]
	from, relation := Predecessors(a, events[last.At].has)
	_, told := Order(events[last.At].End, events[i].End)
	c.Relation = relation
	switch {
	case !slices.Contains(from, last.Area):
		c.Relation, c.Change = IntroducedArea, NotComparable
	case from[0] != last.Area || !told || events[i].End == "":
		// What went into a merged area besides, or an unknown order.
		c.Change = NotComparable
	default:
		old, _ := events[last.At].judged(last.Area)
		c.Change, c.Steps = Move(old, j)
	}
	return c
}

// beginning returns the relation of a line's first cell, of an area that
// inspection i judged.
func beginning(events []Event, i int, a Area) Relation {
	for _, e := range events[:i] {
		if e.whole() && sameServices(e.Kind, events[i].Kind) && !e.Kind.judgedBefore(e.day(), a) {
			return IntroducedArea
		}
	}
	return FirstJudged
}

// ended returns the first inspection after i under a framework without the
// area that i was the last to judge, or -1.
func ended(events []Event, i int, a Area) int {
	for k := i + 1; k < len(events); k++ {
		if e := events[k]; e.whole() && sameServices(events[i].Kind, e.Kind) && !e.Kind.stillJudges(e.day(), a) {
			return k
		}
	}
	return -1
}

// day returns the first day on site, by which the edition of a framework is
// told.
func (e *Event) day() Date { return cmp.Or(e.Start, e.End) }

// sameServices is Comparable for kinds.
func sameServices(a, b Kind) bool { return Comparable(&Inspection{Kind: a}, &Inspection{Kind: b}) }
