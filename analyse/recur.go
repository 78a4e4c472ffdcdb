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
func raisedAgain(old, new items) model.RaisedAgain {
	r := model.RaisedAgain{Recurring: []model.Recurrence{}, New: []model.Item{}, NotRaised: []model.Item{}}
	again := make([]bool, len(old.asked))
	for i, n := range new.asked {
		found := model.Recurrence{New: n}
		for _, m := range new.matches(i, old) {
			again[m.Old] = true
			found.Old = append(found.Old, model.ScoredItem{Item: old.asked[m.Old], Score: math.Round(float64(m.Score)*100) / 100, Common: m.Common})
		}
		if len(found.Old) == 0 {
			r.New = append(r.New, n)
			continue
		}
		r.Recurring = append(r.Recurring, found)
	}
	for i, o := range old.asked {
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

// items are what an inspection asks for, the first of it read for matching.
type items struct {
	asked []model.Item
	read  []*issue.Item // maxItems at most
}

func itemsOf(in *model.Inspection) items {
	list := items{asked: asked(in)}
	for _, item := range list.asked[:min(len(list.asked), maxItems)] {
		list.read = append(list.read, newItem(item.Text))
	}
	return list
}

// matches returns the older items that raise the issue of the newer item at a
// place of its list.
func (new items) matches(at int, old items) []issue.Match {
	if at >= len(new.read) {
		return nil
	}
	return issues().Match(new.read[at], old.read)
}

// newItem reads an item for matching.
func newItem(text string) *issue.Item {
	v := verdicts.Get().(*sentence.Verdict)
	defer verdicts.Put(v)
	return issue.New(text, classifier().Likely(v, text)...)
}
