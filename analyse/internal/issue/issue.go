// Package issue says what two areas for improvement have in common: the
// ground on which it is decided whether inspectors raised the same issue
// again. What counts is whether both name the same practice and the same
// shortfall, in whatever words; the concepts that stand for both are in
// concepts.txt.
package issue

import (
	"cmp"
	"math"
	"slices"

	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/words"
)

// A Rarity says how much it means that two items share a stem or a concept:
// the logarithm of the inverse of the part of all items that hold it.
type Rarity = linear.Table

// An Item is an area for improvement, or a recommendation.
type Item struct {
	Words    []words.Word
	stems    []uint32 // sorted, none twice
	pairs    []uint32 // of neighbouring stems; sorted, none twice
	concepts []int    // sorted
	themes   []float32
}

// maxWords is the number of words of an item that count; the longest
// recommendations of SIF reports have some 150.
const maxWords = 200

// New reads an item. How likely each theme is in it may be given, by the same
// list of themes for all items.
func New(text string, themes ...float32) *Item {
	it := &Item{Words: words.Of(nil, text), themes: themes}
	it.Words = it.Words[:min(len(it.Words), maxWords)]
	last := uint32(0)
	for i, w := range it.Words {
		it.stems = append(it.stems, w.Hash)
		if i > 0 {
			it.pairs = append(it.pairs, words.Pair(last, w.Hash))
		}
		last = w.Hash
	}
	it.stems, it.pairs = set(it.stems), set(it.pairs)
	it.concepts = conceptsIn(it.Words)
	return it
}

func set(s []uint32) []uint32 {
	slices.Sort(s)
	return slices.Compact(s)
}

// Keys returns what Rarity is about: the stems and concepts of the item.
func (it *Item) Keys() []uint32 {
	keys, known := slices.Clone(it.stems), concepts()
	for _, c := range it.concepts {
		keys = append(keys, known[c].hash)
	}
	return keys
}

// The numbers that keep features of different sorts apart.
var (
	tagShared    = words.Hash("shared stem")
	tagPair      = words.Hash("shared pair")
	tagOnlyNew   = words.Hash("stem of the new item only")
	tagOnlyOld   = words.Hash("stem of the old item only")
	tagConcepts  = words.Hash("concept beside concept")
	tagStems     = words.Hash("stem beside stem")
	tagTheme     = words.Hash("theme of both")
	tagNoTheme   = words.Hash("theme of the new item only")
	tagMeasure   = words.Hash("measure")
	measureNames = []string{"cosine", "of new", "of old", "pairs", "practice of new", "practice of old", "practice",
		"rarest practice", "practices", "shortfall", "shortfall of new", "length of new", "length of old",
		"no practice", "none shared", "both", "practice and shortfall",
		"themes", "likeliest theme"}
)

// The scales of features, tried on pairs held back: how much one of a sort
// weighs beside the measures, which are between 0 and about 2.
const (
	sharedValue  = 1.5
	loneValue    = 0.3
	conceptValue = 2
	stemValue    = 1.2
	hardly       = 0.05 // themes that are less likely are left out
	commonRarity = 1.5  // stems that are less rare are left out of stem beside stem
)

// Features appends what is to be learnt from whether old raises the issue of
// new.
func Features(list []linear.Feature, rarity *Rarity, new, old *Item) []linear.Feature {
	list = measures(list, rarity, new, old)
	list = stems(list, new, old)
	list = themes(list, new, old)
	list = beside(list, rarity, new, old)
	known := concepts()
	scale := conceptValue / root(len(new.concepts), len(old.concepts))
	for _, n := range new.concepts {
		for _, o := range old.concepts {
			list = append(list, linear.Feature{Hash: words.Pair(words.Pair(tagConcepts, known[n].hash), known[o].hash), Value: scale})
		}
	}
	return list
}

// themes appends how likely both items are to have each theme, and how much
// likelier the newer one is.
func themes(list []linear.Feature, new, old *Item) []linear.Feature {
	for t := range min(len(new.themes), len(old.themes)) {
		if both := min(new.themes[t], old.themes[t]); both > hardly {
			list = append(list, linear.Feature{Hash: words.Pair(tagTheme, uint32(t)), Value: both})
		}
		if more := new.themes[t] - old.themes[t]; more > hardly {
			list = append(list, linear.Feature{Hash: words.Pair(tagNoTheme, uint32(t)), Value: more})
		}
	}
	return list
}

func root(a, b int) float32 { return float32(math.Sqrt(float64(max(a, 1) * max(b, 1)))) }

// stems appends the stems and pairs that both items have, and those that one
// alone has.
func stems(list []linear.Feature, new, old *Item) []linear.Feature {
	for _, s := range new.stems {
		tag, value := tagOnlyNew, float32(loneValue)
		if has(old.stems, s) {
			tag, value = tagShared, sharedValue
		}
		list = append(list, linear.Feature{Hash: words.Pair(tag, s), Value: value})
	}
	for _, s := range old.stems {
		if !has(new.stems, s) {
			list = append(list, linear.Feature{Hash: words.Pair(tagOnlyOld, s), Value: loneValue / 2})
		}
	}
	for _, p := range new.pairs {
		if has(old.pairs, p) {
			list = append(list, linear.Feature{Hash: words.Pair(tagPair, p), Value: sharedValue})
		}
	}
	return list
}

func has(sorted []uint32, x uint32) bool {
	_, ok := slices.BinarySearch(sorted, x)
	return ok
}

// beside appends each rarer stem of the new item with each of the old: words
// that mean the same are learnt so.
func beside(list []linear.Feature, rarity *Rarity, new, old *Item) []linear.Feature {
	rare := func(stems []uint32) (kept []uint32) {
		for _, s := range stems {
			if rarity.Value(s) >= commonRarity {
				kept = append(kept, s)
			}
		}
		return kept
	}
	olds := rare(old.stems)
	scale := stemValue / root(len(new.stems), len(old.stems))
	for _, n := range rare(new.stems) {
		tagged := words.Pair(tagStems, n)
		for _, o := range olds {
			if n != o {
				list = append(list, linear.Feature{Hash: words.Pair(tagged, o), Value: scale})
			}
		}
	}
	return list
}

// measures appends how much the two share as a whole.
func measures(list []linear.Feature, rarity *Rarity, new, old *Item) []linear.Feature {
	stems := overlapOf(rarity, new.stems, old.stems, func(s uint32) uint32 { return s }, square)
	pairs := float32(0)
	for _, p := range new.pairs {
		if has(old.pairs, p) {
			pairs++
		}
	}
	known := concepts()
	hash := func(c int) uint32 { return known[c].hash }
	practices := overlapOf(rarity, ofSort(new, false), ofSort(old, false), hash, identity)
	shortfalls := overlapOf(rarity, ofSort(new, true), ofSort(old, true), hash, identity)
	values := []float32{
		stems.cosine(), stems.ofNew(), stems.ofOld(), min(pairs, 5) / 5,
		practices.ofNew(), practices.ofOld(), practices.cosine(), practices.rarest / 4, min(practices.shared, 12) / 8,
		shortfalls.cosine(), shortfalls.ofNew(),
		length(new), length(old),
		flag(practices.new == 0), flag(practices.shared == 0), flag(practices.shared > 0 && shortfalls.shared > 0),
		practices.cosine() * shortfalls.cosine(),
	}
	values = append(values, alike(new.themes, old.themes)...)
	for i, v := range values {
		if v != 0 {
			list = append(list, linear.Feature{Hash: words.Pair(tagMeasure, words.Hash(measureNames[i])), Value: v})
		}
	}
	return list
}

func square(x float32) float32   { return x * x }
func identity(x float32) float32 { return x }

func length(it *Item) float32 { return float32(math.Log(float64(max(len(it.Words), 1)))) / 3 }

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// ofSort returns the item's shortfalls or its practices.
func ofSort(it *Item, shortfall bool) []int {
	var list []int
	known := concepts()
	for _, c := range it.concepts {
		if known[c].shortfall == shortfall {
			list = append(list, c)
		}
	}
	return list
}

// An overlap is how much two sets share, each thing weighing by its rarity.
type overlap struct{ shared, new, old, rarest float32 }

func overlapOf[T uint32 | int](rarity *Rarity, new, old []T, key func(T) uint32, weigh func(float32) float32) overlap {
	var o overlap
	for _, x := range new {
		w := rarity.Value(key(x))
		o.new += weigh(w)
		if _, ok := slices.BinarySearch(old, x); ok {
			o.shared += weigh(w)
			o.rarest = max(o.rarest, w)
		}
	}
	for _, x := range old {
		o.old += weigh(rarity.Value(key(x)))
	}
	return o
}

// nearly keeps divisions by nothing from mattering.
const nearly = 1e-3

func (o overlap) ofNew() float32 { return o.shared / (o.new + nearly) }
func (o overlap) ofOld() float32 { return o.shared / (o.old + nearly) }
func (o overlap) cosine() float32 {
	return o.shared / float32(math.Sqrt(float64((o.new+nearly)*(o.old+nearly))))
}

// InCommon returns the names of at most most practices and shortfalls that both
// items name, the rarest first.
func InCommon(rarity *Rarity, new, old *Item, most int) []string {
	var both []concept
	known := concepts()
	for _, c := range new.concepts {
		if _, ok := slices.BinarySearch(old.concepts, c); ok {
			both = append(both, known[c])
		}
	}
	slices.SortStableFunc(both, func(a, b concept) int { return cmp.Compare(rarity.Value(b.hash), rarity.Value(a.hash)) })
	names := []string{}
	for _, c := range both {
		if len(names) < most && !slices.Contains(names, c.name) {
			names = append(names, c.name)
		}
	}
	return names
}

// alike returns how alike two lists of probabilities are, and the most that
// both give to one thing.
func alike(a, b []float32) []float32 {
	var both, as, bs, most float32
	for i := range min(len(a), len(b)) {
		both, as, bs = both+a[i]*b[i], as+a[i]*a[i], bs+b[i]*b[i]
		most = max(most, min(a[i], b[i]))
	}
	return []float32{both / float32(math.Sqrt(float64(as*bs)+1e-6)), most}
}
