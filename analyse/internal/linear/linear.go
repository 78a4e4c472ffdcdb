// Package linear holds linear models over numbered features: what they say
// of a text, how they are trained, and the form in which they are kept.
//
// A model gives each of its outputs a score: a bias, plus the weights of the
// features that a text has, each times the feature's value. What turns scores
// into probabilities is Softmax where outputs exclude each other and Sigmoid
// where they do not.
package linear

import (
	"math"
)

// A Feature is something that a text has, and how much of it.
type Feature struct {
	Hash  uint32
	Value float32
}

// A Model is a set of weights. It is safe for use by several goroutines.
type Model struct {
	bias []float32 // of each output
	step []float32 // what one of a weight stands for, of each output
	keys []uint32  // features in rising order, none twice

	// The row of each feature is its weights for all outputs, four to a word,
	// so that a row is added up in a few operations: most features that are
	// known weigh for most outputs. Weights stand above zero, so that no sum
	// borrows from its neighbour.
	rows  []uint64
	slots []uint64 // an open hash table: a key, and its place in keys, counted from one
	shift uint
}

const (
	perWord = 4       // weights in a word
	zero    = 1 << 15 // how a weight of nought stands in a row
	// even picks every other weight of a word, each of which then has room for
	// a sum of mostSummed weights.
	even       = 0x0000ffff_0000ffff
	mostSummed = 1<<16 - 1
)

// width is how many words a row has.
func (m *Model) width() int { return (len(m.bias) + perWord - 1) / perWord }

// Outputs returns the number of scores that the model gives.
func (m *Model) Outputs() int { return len(m.bias) }

// Len returns the number of features that the model knows.
func (m *Model) Len() int { return len(m.keys) }

// Score sets scores, one for each output, to what a text with some features
// gets. It is quickest where features next to each other have the same value.
func (m *Model) Score(scores []float32, features []Feature) {
	copy(scores, m.bias)
	for len(features) > 0 {
		n := 1
		for n < min(len(features), mostSummed) && features[n].Value == features[0].Value {
			n++
		}
		m.add(scores, features[:n])
		features = features[n:]
	}
}

// add adds what features of one value say to scores.
func (m *Model) add(scores []float32, features []Feature) {
	var room [2 * (maxOutputs + perWord) / perWord]uint64
	evens, odds := room[:m.width()], room[m.width():2*m.width()]
	known := 0
	for _, f := range features {
		row := m.row(f.Hash)
		if row == nil {
			continue
		}
		known++
		row, odds := row[:len(evens)], odds[:len(evens)] // so that no index in the loop needs a check
		for i := range evens {
			evens[i] += row[i] & even
			odds[i] += row[i] >> 16 & even
		}
	}
	if known == 0 {
		return
	}
	for o := range scores {
		sums := evens
		if o%2 == 1 {
			sums = odds
		}
		sum := uint32(sums[o/perWord] >> (32 * (o % perWord / 2)))
		scores[o] += features[0].Value * m.step[o] * float32(int64(sum)-int64(known)*zero)
	}
}

// Weight returns what a feature adds to one output.
func (m *Model) Weight(f Feature, output int) float32 {
	if row := m.row(f.Hash); row != nil {
		return f.Value * m.step[output] * float32(weightOf(row, output))
	}
	return 0
}

// weightOf returns the weight of a row for an output.
func weightOf(row []uint64, output int) int {
	return int(uint16(row[output/perWord]>>(16*(output%perWord)))) - zero
}

// row returns the weights of a feature, or nil.
func (m *Model) row(key uint32) []uint64 {
	for at := key * golden >> m.shift; ; at = (at + 1) & uint32(len(m.slots)-1) {
		slot := m.slots[at]
		if slot == 0 {
			return nil
		}
		if uint32(slot>>32) == key {
			i, width := int(uint32(slot))-1, m.width()
			return m.rows[i*width : (i+1)*width]
		}
	}
}

// at returns the weights of the feature at a place in keys.
func (m *Model) at(i int) []uint64 { return m.rows[i*m.width() : (i+1)*m.width()] }

// addRow adds a feature with its weights. Features must come in rising order.
func (m *Model) addRow(key uint32, weights []int16) {
	m.keys = append(m.keys, key)
	for len(weights) > 0 {
		word := uint64(0)
		n := min(len(weights), perWord)
		for i, w := range weights[:n] {
			word |= uint64(uint16(int(w)+zero)) << (16 * i)
		}
		m.rows, weights = append(m.rows, word), weights[n:]
	}
}

// golden spreads keys over the table: 2^32 divided by the golden ratio.
const golden = 2654435769

// index builds the table.
func (m *Model) index() {
	m.slots, m.shift = newTable[uint64](2*len(m.keys) + 2) // half full at most
	for i, k := range m.keys {
		at := k * golden >> m.shift
		for m.slots[at] != 0 {
			at = (at + 1) & uint32(len(m.slots)-1)
		}
		m.slots[at] = uint64(k)<<32 | uint64(i+1)
	}
}

// newTable returns an empty open hash table of at least so many slots, and by how
// much a key that golden has spread is shifted to be a place in it.
func newTable[T any](room int) (slots []T, shift uint) {
	bits := uint(1)
	for 1<<bits < room {
		bits++
	}
	return make([]T, 1<<bits), 32 - bits
}

// Sigmoid turns a score into a probability.
func Sigmoid(score float32) float32 {
	return float32(1 / (1 + math.Exp(-float64(score))))
}

// Softmax turns scores of outputs that exclude each other into
// probabilities.
func Softmax(scores []float32) {
	top, sum := scores[0], float32(0)
	for _, s := range scores {
		top = max(top, s)
	}
	for i, s := range scores {
		scores[i] = float32(math.Exp(float64(s - top)))
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
