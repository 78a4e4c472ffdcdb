package render

import (
	"cmp"
	"fmt"
	"strings"

	"ofsted/model"
)

// areaNames are areas inside a sentence, where their printed title says more
// than their short name: those that later areas follow on from.
var areaNames = map[model.Area]string{
	model.CareAndCareLeavers:             "children in care and care leavers",
	model.LookedAfterAndPermanence:       "children looked after and achieving permanence",
	model.LeadershipManagementGovernance: "leadership, management and governance",
}

func areaName(a model.Area) string {
	if name, ok := areaNames[a]; ok {
		return name
	}
	return inSentence(a)
}

// correspondences say how an area follows on from an older one.
var correspondences = map[model.Relation]string{
	model.RenamedArea: "was: ",
	model.SplitArea:   "was part of: ",
	model.MergedArea:  "was: ",
}

// correspondence says how an area follows on from older ones, or "". The grade
// of the first stands beside it; of others that were merged into it it is said
// here.
func correspondence(c model.Change) string {
	lead, ok := correspondences[c.Relation]
	if !ok || len(c.From) == 0 {
		return ""
	}
	text := lead + areaName(c.From[0].Area)
	var others []string
	for _, f := range c.From[1:] {
		others = append(others, areaName(f.Area)+" (then "+lower(shortGrade(f.Grade))+")")
	}
	if len(others) > 0 {
		text += "; joined by: " + and(others)
	}
	return text
}

// lower writes a title inside a sentence; initials stay as they are.
func lower(title string) string {
	if len(title) < 2 || 'A' <= title[1] && title[1] <= 'Z' {
		return title
	}
	return strings.ToLower(title[:1]) + title[1:]
}

// thenAndNow returns the grades of an area, each empty where there is none.
func thenAndNow(c model.Change) (then, now model.Grade) {
	if len(c.From) > 0 {
		then = c.From[0].Grade
	}
	if c.To != nil {
		now = c.To.Grade
	}
	return then, now
}

// changeWords say what became of a grade.
func changeWords(c model.Change, of *model.Comparison) string {
	if c.Steps != nil && *c.Steps != 0 {
		n := max(*c.Steps, -*c.Steps)
		return fmt.Sprintf("%s %s by %s", moveSigns[c.Change], moveWords[c.Change], count(n, noun{"grade", "grades"}))
	}
	switch {
	case c.Change == model.Unchanged:
		return moveSigns[c.Change] + " " + moveWords[c.Change]
	case c.Relation == model.IntroducedArea && c.Change == model.NewlyJudged:
		return "introduced"
	case c.Change == model.NoLongerJudged:
		return "discontinued"
	}
	return incomparable(c, of)
}

// incomparable says why two grades do not compare.
func incomparable(c model.Change, of *model.Comparison) string {
	then, now := thenAndNow(c)
	const lead = "not comparable: "
	switch {
	case (of.Old.Framework == model.AreaSEND) != (of.New.Framework == model.AreaSEND):
		return lead + "other services"
	case now == model.NoGrade:
		return unjudged(of.New, "at this visit")
	case then == model.NoGrade:
		return unjudged(of.Old, "at the earlier visit")
	case then == model.NotJudged || now == model.NotJudged:
		return lead + "not judged " + map[bool]string{true: "then", false: "now"}[then == model.NotJudged]
	case model.ScaleOf(of.Old.Kind) != model.ScaleOf(of.New.Kind):
		return lead + "another scale"
	}
	return "not comparable"
}

// unjudged says why a document gives no grade for what the other judges.
func unjudged(s model.Side, visit string) string {
	switch {
	case s.Kind == model.FocusedVisit || s.Kind == model.MonitoringVisit:
		return "not graded " + visit
	case !s.Kind.Graded():
		return "not graded: a document of this kind gives no grades"
	case !s.Graded:
		return "no grade found in the document"
	}
	if s.Kind.Framework() == model.ILACS || s.Kind == model.SIFInspection {
		return "not judged in this document" // as the LSCB at some re-inspections
	}
	return "not judged: " + lower(shortKinds[s.Kind]) + " only"
}

// sureness are words for how sure the match of two items is, from each score
// on.
var sureness = []struct {
	from float64
	word string
}{{0.75, "close match"}, {0.5, "likely match"}, {0, "possible match"}}

func sure(score float64) string {
	for _, s := range sureness {
		if score >= s.from {
			return s.word
		}
	}
	return ""
}

// diffTitle names what is compared: "Kestrel: 7 December 2018 → 11 October
// 2024".
func diffTitle(c *model.Comparison) string {
	day := func(s model.Side) string { return cmp.Or(clean(date(s.End, longDate)), "no date") }
	old, new := sideName(c.Old), sideName(c.New)
	if model.Slug(old) == model.Slug(new) {
		return fmt.Sprintf("%s: %s → %s", new, day(c.Old), day(c.New))
	}
	return fmt.Sprintf("%s, %s → %s, %s", old, day(c.Old), new, day(c.New))
}

func sideName(s model.Side) string { return clean(cmp.Or(string(s.Authority), "Authority not named")) }

// sidePath is the file that a side was read from.
func sidePath(s model.Side) string { return CleanLine(file(model.Source{Path: s.Path})) }

// An itemList is one of the groups of areas for improvement.
type itemList struct {
	title string
	note  string // below the title; what to know, or why there is nothing
	items []model.Recurrence
	older bool // whether they are the older document's
}

// onlyPossible says how many items have no more than possible matches.
func onlyPossible(list []model.Recurrence) string {
	n := 0
	for _, r := range list {
		if len(r.Old) > 0 && sure(r.Old[0].Score) == sureness[len(sureness)-1].word {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return " One of them is a possible match only."
	}
	return fmt.Sprintf(" %d of them are possible matches only.", n)
}

// itemLists are the three groups, or what of them makes sense where a document
// names no areas for improvement. An item that is not raised again is not
// said to be resolved: the documents do not say so.
func itemLists(of *model.Comparison) []itemList {
	in := of.Improvements
	before, after := len(in.Recurring)+len(in.NotRaised), len(in.Recurring)+len(in.New)
	lists := []itemList{
		{"Raised again", "Matched by an automatic reading: look at both." + onlyPossible(in.Recurring), in.Recurring, false},
		{"New", newOnly, alone(in.New), false},
		{"Not raised again", "In the older document only. That does not mean resolved: the newer one does not say.", alone(in.NotRaised), true},
	}
	switch {
	case before == 0 && after == 0:
		return []itemList{{"Areas for improvement", "None: neither document names any.", nil, false}}
	case before == 0:
		lists[1].note = "The older document names no areas for improvement, so that these cannot be told from what was raised before."
		return lists[1:2]
	case after == 0:
		lists[2].note = "The newer document names no areas for improvement. That does not mean that these are resolved."
		return lists[2:]
	}
	for i, l := range lists {
		if len(l.items) == 0 {
			lists[i].note = "None."
		}
	}
	return lists
}

// alone makes entries of items without a match.
func alone(items []model.Item) []model.Recurrence {
	list := make([]model.Recurrence, len(items))
	for i, item := range items {
		list[i].New = item
	}
	return list
}

// itemText is the text of an item, with what sets it apart.
func itemText(i model.Item) string {
	if i.Kind == model.PriorityAction {
		return "Priority action: " + clean(i.Text)
	}
	return clean(i.Text)
}

// where is where an older item stands and how sure its match is, on one line.
func where(s model.ScoredItem) string {
	text := strings.ReplaceAll(sure(s.Score), " ", string(nbsp))
	if s.Page > 0 {
		text = page(s.Page) + "," + string(nbsp) + text
	}
	return "(" + text + ")"
}

// wordMarks stand around words that only one of two items has, so that they
// can be told without colour.
var wordMarks = map[model.WordOp][2]string{
	model.WordsDeleted:  {"[-", "-]"},
	model.WordsInserted: {"{+", "+}"},
}

// marked writes the changes of a wording with marks around them.
func marked(words []model.WordChange, marks map[model.WordOp][2]string, clean func(string) string) string {
	var b strings.Builder
	for i, w := range words {
		text := strings.TrimPrefix(w.Text, " ")
		if text != w.Text || i > 0 && strings.HasSuffix(words[i-1].Text, " ") {
			b.WriteByte(' ')
		}
		b.WriteString(marks[w.Op][0] + clean(text) + marks[w.Op][1])
	}
	return b.String()
}

// reworded reports whether anything changed.
func reworded(words []model.WordChange) bool {
	for _, w := range words {
		if w.Op != model.WordsKept {
			return true
		}
	}
	return false
}

const (
	newOnly    = "In the newer document only."
	sameWords  = "the same wording"
	themesNote = "Numbers of findings, then → now, as an automatic reading sorts them; areas for improvement count as concerns, summaries not at all. A finding can have several themes, and a longer document has more findings of every kind."
	noThemes   = "None: no finding says something good or bad on a theme."
	noGrades   = "None: neither document gives grades."
)

// saidThemes returns the themes on which either document says something good
// or bad.
func saidThemes(c *model.Comparison) []model.ThemeBalance {
	var list []model.ThemeBalance
	for _, t := range c.Themes {
		if n := t.Old.Strength + t.Old.Concern + t.Old.Mixed + t.New.Strength + t.New.Concern + t.New.Mixed; n > 0 {
			list = append(list, t)
		}
	}
	return list
}

// themeColumns are what is counted of a theme.
var themeColumns = []struct {
	title string
	of    func(model.Counts) int
}{
	{"Strengths", func(c model.Counts) int { return c.Strength }},
	{"Concerns", func(c model.Counts) int { return c.Concern }},
	{"Both in one", func(c model.Counts) int { return c.Mixed }},
}
