package analyse

import (
	"math"

	"ofsted/analyse/internal/issue"
	"ofsted/analyse/internal/sentence"
	"ofsted/model"
)

// raisedAgain parts items into those that are raised again, those that are
// new and those that are not raised again. One newer item may raise several
// older ones again, and one older item may be raised again by several.
func raisedAgain(old, new []model.Item) model.RaisedAgain {
	r := model.RaisedAgain{Recurring: []model.Recurrence{}, New: []model.Item{}, NotRaised: []model.Item{}}
	olds := make([]*issue.Item, min(len(old), maxItems))
	for i := range olds {
		olds[i] = newItem(old[i].Text)
	}
	again := make([]bool, len(old))
	for i, n := range new {
		found := model.Recurrence{New: n}
		for _, m := range matches(i, n, olds) {
			again[m.Old] = true
			found.Old = append(found.Old, model.ScoredItem{Item: old[m.Old], Score: math.Round(float64(m.Score)*100) / 100, Common: m.Common})
		}
		if len(found.Old) == 0 {
			r.New = append(r.New, n)
			continue
		}
		r.Recurring = append(r.Recurring, found)
	}
	for i, o := range old {
		if !again[i] {
			r.NotRaised = append(r.NotRaised, o)
		}
	}
	return r
}

// maxItems is how many items of each inspection are compared. The longest list
// known has some fifty; a file made to cost time has more. See the remark
// too_many_improvements.
const maxItems = 400

// matches returns the older items that raise the issue of the newer item at a
// place of its list.
func matches(at int, n model.Item, olds []*issue.Item) []issue.Match {
	if at >= maxItems {
		return nil
	}
	return issues().Match(newItem(n.Text), olds)
}

// newItem reads an item for matching.
func newItem(text string) *issue.Item {
	v := verdicts.Get().(*sentence.Verdict)
	defer verdicts.Put(v)
	return issue.New(text, classifier().Likely(v, text)...)
}
