package main

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"ofsted/analyse/internal/issue"
	"ofsted/analyse/internal/linear"
)

// How areas for improvement are learnt from, tried on pairs held back.
var issueOptions = linear.Options{Epochs: 14, Rate: 0.1, Decay: 3e-3, MinCount: 20, Steps: 1000}

// chosenWeight is how much older items count that were chosen for being
// alike, beside those that are all of an inspection's.
const chosenWeight = 0.5

// trainIssues returns what is learnt from questions.
func trainIssues(list []question) *issue.Matcher {
	m := &issue.Matcher{Rarity: rarity(list)}
	var examples []linear.Example
	for _, q := range list {
		for i, old := range q.old {
			weight := float32(1)
			if !q.natural {
				weight = chosenWeight
			}
			examples = append(examples, linear.Example{Features: issue.Features(nil, m.Rarity, q.new, old), Targets: []float32{q.answer[i]}, Weight: weight})
		}
	}
	m.Model = linear.Train(examples, issueOptions)
	return m
}

// rarity counts in how many items stems and concepts are.
func rarity(list []question) *issue.Rarity {
	seen := map[*issue.Item]bool{}
	count := map[uint32]int{}
	for _, q := range list {
		for _, it := range append(slices.Clone(q.old), q.new) {
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

// checkIssues prints how well items are matched that training did not see.
func checkIssues(list []question) {
	type tally struct{ right, said, want int }
	var people, machine tally
	for fold := range folds {
		var known []question
		for _, q := range list {
			if q.fold != fold {
				known = append(known, q)
			}
		}
		m := trainIssues(known)
		for _, q := range list {
			if q.fold != fold || !q.natural {
				continue
			}
			t := &machine
			if q.human {
				t = &people
			}
			for _, match := range m.Match(q.new, q.old) {
				if answer := q.answer[match.Old]; answer != disputed {
					t.said++
					t.right += int(answer)
				}
			}
			for _, answer := range q.answer {
				if answer == 1 {
					t.want++
				}
			}
		}
	}
	for _, t := range []struct {
		name string
		tally
	}{{"people", people}, {"a machine", machine}} {
		fmt.Printf("links labelled by %s: right %d of %d said and %d true, F1 %.3f\n", t.name, t.right, t.said, t.want,
			2*float64(t.right)/float64(max(t.said+t.want, 1)))
	}
}
