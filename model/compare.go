package model

import "cmp"

// DiffSchema names the version of the JSON form of a Comparison.
const DiffSchema = "ofsted/diff/1"

// A Comparison is what changed between two inspections of one authority.
type Comparison struct {
	Schema       string         `json:"schema"`
	Old          Side           `json:"old"`
	New          Side           `json:"new"`
	Judgements   []Change       `json:"judgements"`
	Improvements RaisedAgain    `json:"improvements"`
	Themes       []ThemeBalance `json:"themes"`
	Notes        []Warning      `json:"notes"` // what a reader of the comparison has to know
}

// A Side is one of the two inspections that a Comparison compares.
type Side struct {
	ID        string    `json:"id"`
	Kind      Kind      `json:"kind"`
	Framework Framework `json:"framework"`
	Authority Null      `json:"local_authority"`
	End       Date      `json:"end"`    // the last day on site, or else the date of publication
	Graded    bool      `json:"graded"` // whether the document holds judgements
	Path      string    `json:"path"`   // as the user gave it
}

// SideOf returns what a Comparison says of an inspection itself.
func SideOf(in *Inspection) Side {
	return Side{in.ID, in.Kind, in.Framework, in.Authority.Name, in.Day(), len(in.Judgements) > 0, in.Source.Path}
}

// Order compares two dates as cmp.Compare does. It cannot tell where one of
// them is unknown, where they are the same, or where one is the month of the
// other.
func Order(a, b Date) (order int, told bool) {
	n := min(len(a), len(b))
	order = cmp.Compare(a[:n], b[:n])
	return order, order != 0
}

// A Relation says how an area of the older inspection corresponds to one of
// the newer.
type Relation string

// The relations.
const (
	SameArea         Relation = "same"
	RenamedArea      Relation = "renamed"
	SplitArea        Relation = "split"  // the older area is now several
	MergedArea       Relation = "merged" // several older areas are now one
	IntroducedArea   Relation = "introduced"
	DiscontinuedArea Relation = "discontinued"
)

// A Movement says what became of a grade.
type Movement string

// The movements.
const (
	Improved       Movement = "improved"
	Declined       Movement = "declined"
	Unchanged      Movement = "unchanged"
	NotComparable  Movement = "not_comparable" // another scale, or no grade on one side
	NewlyJudged    Movement = "newly_judged"
	NoLongerJudged Movement = "no_longer_judged"
)

// A Graded is an area with its grade, which is null where the document gives
// none.
type Graded struct {
	Area  Area  `json:"area"`
	Grade Grade `json:"grade"`
}

// A Change is one area of judgement in two inspections.
type Change struct {
	Area     Area     `json:"area"` // the newer document's, or the older one's where it was discontinued
	Title    string   `json:"title"`
	Relation Relation `json:"relation"`
	From     []Graded `json:"from"` // first the area that the change is reckoned from
	To       *Graded  `json:"to"`   // nil where the area was discontinued
	Change   Movement `json:"change"`
	Steps    *int     `json:"steps"` // grades moved, better is positive; nil where they cannot be compared
}

// A succession says that the grade of the area from is followed, in a later
// inspection, by that of the area to.
type succession struct {
	to, from Area
	relation Relation
}

// successions are how areas correspond between SIF (2013 to 2018), ILACS
// (2018 to 2022) and ILACS with care leavers judged apart (2023 onwards). An
// area compares with the first of its lines whose older area was judged;
// further lines that are merges name what else went into it. An area also
// follows itself. Areas of looked-after children inspections, adoption
// performance and the LSCB have no successor, and from April 2026 there is no
// overall effectiveness.
var successions = []succession{
	{ImpactOfLeaders, LeadershipManagementGovernance, RenamedArea},
	{CareAndCareLeavers, LookedAfterAndPermanence, RenamedArea},
	{CareAndCareLeavers, CareLeavers, MergedArea},
	{ChildrenInCare, CareAndCareLeavers, SplitArea},
	{ChildrenInCare, LookedAfterAndPermanence, RenamedArea},
	{CareLeavers, CareAndCareLeavers, SplitArea},
}

// Predecessors returns the older areas that the grade of an area corresponds
// to, among those that has reports were judged: first the one that it
// compares with, then those that were merged into it. The relation is that of
// the whole; without any predecessor it is IntroducedArea.
func Predecessors(to Area, has func(Area) bool) ([]Area, Relation) {
	if has(to) {
		return []Area{to}, SameArea
	}
	var from []Area
	relation := IntroducedArea
	for _, s := range successions {
		if s.to == to && has(s.from) && (len(from) == 0 || s.relation == MergedArea) {
			from, relation = append(from, s.from), s.relation
		}
	}
	return from, relation
}

// CompareJudgements returns what became of every area that either inspection
// judged, in the order in which reports show areas. An area is introduced or
// discontinued where the framework of the other document does not judge it.
// Where it does and the document gives no grade, as a visit or a re-inspection
// without the LSCB, the area stands beside none.
func CompareJudgements(old, new *Inspection) []Change {
	changes := []Change{}
	judged := func(a Area) bool { _, ok := old.Grade(a); return ok }
	followed := map[Area]bool{}
	for _, a := range Areas() {
		if j, ok := new.Grade(a); ok {
			from, relation := Predecessors(a, judged)
			c := Change{Area: a, Title: a.Title(), Relation: relation, From: []Graded{}, To: &Graded{a, j.Grade}}
			for _, f := range from {
				followed[f] = true
				g, _ := old.Grade(f)
				c.From = append(c.From, Graded{f, g.Grade})
			}
			switch {
			case len(from) > 0 && Comparable(old, new):
				before, _ := old.Grade(from[0])
				c.Change, c.Steps = Move(before, j)
			case len(from) > 0:
				c.Change = NotComparable
			case !Comparable(old, new):
				c.Relation, c.From, c.Change = SameArea, []Graded{{a, NoGrade}}, NotComparable
			case len(old.Judgements) > 0 && !old.Kind.judgedBefore(old.firstDay(), a):
				c.Relation, c.Change = IntroducedArea, NewlyJudged
			default:
				c.Relation, c.From, c.Change = SameArea, []Graded{{a, NoGrade}}, NewlyJudged
			}
			changes = append(changes, c)
		}
	}
	for _, a := range Areas() {
		if j, ok := old.Grade(a); ok && !followed[a] {
			changes = append(changes, without(Graded{a, j.Grade}, old, new))
		}
	}
	return changes
}

// without returns the change of an area that the newer document does not
// judge.
func without(from Graded, old, new *Inspection) Change {
	c := Change{Area: from.Area, Title: from.Area.Title(), Relation: DiscontinuedArea, From: []Graded{from}, Change: NoLongerJudged}
	if len(new.Judgements) == 0 || !Comparable(old, new) || new.Kind.stillJudges(new.firstDay(), from.Area) {
		c.Relation, c.To, c.Change = SameArea, &Graded{from.Area, NoGrade}, NotComparable
	}
	return c
}

// firstDay returns the first day on site, or else the last or the date of
// publication: the edition of a framework is told by it.
func (in *Inspection) firstDay() Date { return cmp.Or(in.Visit.Start(), in.Day()) }

// Comparable reports whether two inspections judge the same services. An area
// SEND inspection judges a partnership's work for children with special
// educational needs, and compares with another of its kind alone.
func Comparable(old, new *Inspection) bool {
	return (old.Kind.Framework() == AreaSEND) == (new.Kind.Framework() == AreaSEND)
}

// Move returns how a grade moved, and by how many grades; better is
// positive. Grades of two scales, and what was not judged, do not compare.
func Move(from, to Judgement) (Movement, *int) {
	before, ok1 := from.rank()
	after, ok2 := to.rank()
	if !ok1 || !ok2 || from.Scale != to.Scale {
		return NotComparable, nil
	}
	steps := before - after
	switch {
	case steps > 0:
		return Improved, &steps
	case steps < 0:
		return Declined, &steps
	}
	return Unchanged, &steps
}

// rank returns the place of the grade on its scale, 0 for the best.
func (j Judgement) rank() (int, bool) {
	for i, g := range j.Scale.Grades() {
		if g == j.Grade {
			return i, true
		}
	}
	return 0, false
}

// An Item is an area for improvement or for priority action.
type Item struct {
	ID   string      `json:"id"` // of the finding in its inspection
	Kind FindingKind `json:"kind"`
	Area Area        `json:"area"`
	Page int         `json:"page"` // 0 where the format has no pages
	Text string      `json:"text"`
}

// A RaisedAgain sets the areas for improvement of two inspections side by
// side.
type RaisedAgain struct {
	Recurring []Recurrence `json:"recurring"`
	New       []Item       `json:"new"`
	// NotRaised are items of the older inspection only. The documents do not
	// say that they were resolved.
	NotRaised []Item `json:"not_raised_again"`
}

// A Recurrence is an item of the newer inspection with those of the older one
// that raise the same issue, the likeliest first.
type Recurrence struct {
	New Item         `json:"new"`
	Old []ScoredItem `json:"old"`
}

// A ScoredItem is an older item with how sure the match is, from 0 to 1.
type ScoredItem struct {
	Item
	Score float64 `json:"score"`
	// Common names the practices and shortfalls that both items name. It can
	// be empty: they may name them in other words.
	Common []string `json:"in_common"`
	// Words is what changed in the wording, where that was asked for.
	Words []WordChange `json:"words,omitempty"`
}

// A WordChange is a run of words of which the older and the newer item have
// both, or one of them. The texts of a list of them give, one behind the
// other, the older item without what was inserted, and the newer one without
// what was deleted.
type WordChange struct {
	Op   WordOp `json:"op"`
	Text string `json:"text"` // with the space before it, if there is one
}

// A WordOp says in which of two items words stand.
type WordOp string

// The operations of a WordChange.
const (
	WordsKept     WordOp = "equal"
	WordsDeleted  WordOp = "delete" // in the older item only
	WordsInserted WordOp = "insert" // in the newer item only
)

// A ThemeBalance counts what findings on a theme say, then and now.
type ThemeBalance struct {
	Theme Theme  `json:"theme"`
	Old   Counts `json:"old"`
	New   Counts `json:"new"`
}

// Counts are numbers of findings by polarity.
type Counts struct {
	Strength int `json:"strength"`
	Concern  int `json:"concern"`
	Mixed    int `json:"mixed"`
	Neutral  int `json:"neutral"`
}

// Add counts one finding of a polarity.
func (c *Counts) Add(p Polarity) {
	switch p {
	case StrengthSaid:
		c.Strength++
	case ConcernSaid:
		c.Concern++
	case MixedSaid:
		c.Mixed++
	case NeutralSaid:
		c.Neutral++
	}
}
