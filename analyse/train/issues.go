package main

import (
	"fmt"
	"maps"
	"math"

	"ofsted/analyse/internal/issue"
	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/sentence"
)

// How areas for improvement are learnt from, tried on pairs held back.
var issueOptions = linear.Options{Epochs: 14, Rate: 0.1, Decay: 3e-3, MinCount: 20, Steps: 1000}

// chosenWeight is how much older items count that were chosen for being
// alike, beside those that are all of an inspection's.
const chosenWeight = 0.5

// A reader makes items of texts, each once. Without a classifier it knows
// nothing of their themes.
type reader struct {
	classifier *sentence.Classifier
	verdict    sentence.Verdict
	items      map[string]*issue.Item
}

func newReader(c *sentence.Classifier) *reader {
	return &reader{classifier: c, items: map[string]*issue.Item{}}
}

func (r *reader) item(text string) *issue.Item {
	if r.items[text] == nil {
		var themes []float32
		if r.classifier != nil {
			themes = r.classifier.Likely(&r.verdict, text)
		}
		r.items[text] = issue.New(text, themes...)
	}
	return r.items[text]
}

func (r *reader) all(texts []string) []*issue.Item {
	list := make([]*issue.Item, len(texts))
	for i, text := range texts {
		list[i] = r.item(text)
	}
	return list
}

// trainIssues returns what is learnt from questions: the mean of what is with
// and without a look at themes. Themes tell practices apart that words do not,
// but make too much of generic shortfalls that recur under other themes.
func trainIssues(list []question, r *reader) *issue.Matcher {
	m := &issue.Matcher{Rarity: rarity(list, r)}
	m.Model = linear.Mean(trainModel(list, m.Rarity, r), trainModel(list, m.Rarity, newReader(nil)))
	return m
}

func trainModel(list []question, rarity *issue.Rarity, r *reader) *linear.Model {
	var examples []linear.Example
	for _, q := range list {
		for i, old := range r.all(q.old) {
			weight := float32(1)
			if !q.natural {
				weight = chosenWeight
			}
			examples = append(examples, linear.Example{Features: issue.Features(nil, rarity, r.item(q.new), old), Targets: []float32{q.answer[i]}, Weight: weight})
		}
	}
	return linear.Train(examples, issueOptions)
}

// rarity counts in how many items stems and concepts are.
func rarity(list []question, r *reader) *issue.Rarity {
	seen := map[*issue.Item]bool{}
	count := map[uint32]int{}
	for _, q := range list {
		for _, it := range append(r.all(q.old), r.item(q.new)) {
			if seen[it] {
				continue
			}
			seen[it] = true
			for _, key := range it.Keys() {
				count[key]++
			}
		}
	}
	values := map[uint32]float32{}
	for key := range maps.Keys(count) {
		values[key] = float32(math.Log(float64(len(seen)+1) / float64(count[key]+1)))
	}
	return linear.NewTable(values, float32(math.Log(float64(len(seen)+1))))
}

// A links counts what a matcher got right.
type links struct{ right, said, want int }

// String writes the links as counts and F1.
func (l links) String() string {
	return fmt.Sprintf("right %d of %d said and %d true, F1 %.3f", l.right, l.said, l.want, 2*float64(l.right)/float64(max(l.said+l.want, 1)))
}

// count counts what a matcher says to a question.
func (l *links) count(m *issue.Matcher, q question, r *reader) {
	for _, match := range m.Match(r.item(q.new), r.all(q.old)) {
		if answer := q.answer[match.Old]; answer != disputed {
			l.said++
			l.right += int(answer)
		}
	}
	for _, answer := range q.answer {
		if answer == 1 {
			l.want++
		}
	}
}
