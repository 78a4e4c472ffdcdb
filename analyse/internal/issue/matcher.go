package issue

import (
	"cmp"
	"slices"

	"ofsted/analyse/internal/linear"
)

// A Matcher says which older items raise the issue of a newer one. It is safe
// for use by several goroutines.
type Matcher struct {
	Rarity *Rarity
	Model  *linear.Model // of one output
}

// A Match is an older item that raises the same issue.
type Match struct {
	Old   int     // its place in the list
	Score float32 // how sure that is, from 0 to 1
	// Common names the practices and shortfalls that both name. It can be
	// empty: they may name them in other words.
	Common []string
}

// How sure a match must be: the likeliest of a newer item's, and any others.
// Both were chosen on pairs of inspections held back from training.
const (
	bestBound  = 0.28
	otherBound = 0.34
)

// maxCommon is how many names Common holds at most.
const maxCommon = 4

// Score returns how likely it is that old raises the issue of new.
func (m *Matcher) Score(new, old *Item) float32 {
	scores := []float32{0}
	m.Model.Score(scores, Features(nil, m.Rarity, new, old))
	return linear.Sigmoid(scores[0])
}

// Match returns the older items that raise the issue of new, the likeliest
// first.
func (m *Matcher) Match(new *Item, olds []*Item) []Match {
	var list []Match
	for i, old := range olds {
		list = append(list, Match{Old: i, Score: m.Score(new, old)})
	}
	slices.SortStableFunc(list, func(a, b Match) int { return cmp.Compare(b.Score, a.Score) })
	for i, match := range list {
		if match.Score < boundOf(i) {
			return list[:i]
		}
		list[i].Common = InCommon(m.Rarity, new, olds[match.Old], maxCommon)
	}
	return list
}

func boundOf(rank int) float32 {
	if rank == 0 {
		return bestBound
	}
	return otherBound
}
