package main

import (
	"fmt"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/sentence"
)

// check prints how well sentences and areas for improvement are judged that
// training did not see: it trains on the reports of all authorities but a
// part, for each part, and judges the reports of that part.
func check(sentences []labelled, questions []question, vectors map[conv.Token][]float32) {
	people, machine := &tally{name: "people"}, &tally{name: "a machine"}
	var peopleLinks, machineLinks links
	for fold := range folds {
		c := trainSentences(others(sentences, fold, func(l labelled) int { return l.fold }), vectors)
		r := newReader(c)
		m := trainIssues(others(questions, fold, func(q question) int { return q.fold }), r)
		var v sentence.Verdict
		for _, l := range sentences {
			if l.fold == fold {
				c.Judge(&v, l.text, l.Context)
				pick(l.human, people, machine).count(l, &v)
			}
		}
		for _, q := range questions {
			if q.fold == fold && q.natural {
				pick(q.human, &peopleLinks, &machineLinks).count(m, q, r)
			}
		}
		fmt.Printf("after %d of %d parts\n", fold+1, folds)
		for _, t := range []*tally{people, machine} {
			fmt.Printf("  labelled by %s: %s\n", t.name, t)
		}
		fmt.Printf("  links labelled by people: %s\n  links labelled by a machine: %s\n", peopleLinks, machineLinks)
	}
}

// others returns what does not belong to a part.
func others[T any](list []T, fold int, of func(T) int) []T {
	var kept []T
	for _, x := range list {
		if of(x) != fold {
			kept = append(kept, x)
		}
	}
	return kept
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}
