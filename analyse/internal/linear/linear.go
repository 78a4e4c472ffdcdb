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
	bias  []float32 // of each output
	step  []float32 // what one of a cell's weight stands for, of each output
	keys  []uint32  // features in rising order, none twice
	start []uint32  // of each feature's row in cells; one more than keys
	cells []cell

	slots []uint32 // an open hash table of places in keys, counted from one
	shift uint
}

// A cell is one feature's weight for one output.
type cell struct {
	output uint8
	weight int16
}

// Outputs returns the number of scores that the model gives.
func (m *Model) Outputs() int { return len(m.bias) }

// Len returns the number of features that the model knows.
func (m *Model) Len() int { return len(m.keys) }

// Start sets scores, one for each output, to what a text without features
// gets.
func (m *Model) Start(scores []float32) { copy(scores, m.bias) }

// Add adds what a feature says to scores.
func (m *Model) Add(scores []float32, f Feature) {
	for _, c := range m.row(f.Hash) {
		scores[c.output] += f.Value * m.step[c.output] * float32(c.weight)
	}
}

// Weight returns what a feature adds to one output.
func (m *Model) Weight(f Feature, output int) float32 {
	for _, c := range m.row(f.Hash) {
		if int(c.output) == output {
			return f.Value * m.step[output] * float32(c.weight)
		}
	}
	return 0
}

func (m *Model) row(key uint32) []cell {
	for at := key * golden >> m.shift; ; at = (at + 1) & uint32(len(m.slots)-1) {
		i := m.slots[at]
		if i == 0 {
			return nil
		}
		if m.keys[i-1] == key {
			return m.cells[m.start[i-1]:m.start[i]]
		}
	}
}

// golden spreads keys over the table: 2^32 divided by the golden ratio.
const golden = 2654435769

// index builds the table, at most half full.
func (m *Model) index() {
	bits := uint(1)
	for 1<<bits < 2*len(m.keys)+2 {
		bits++
	}
	m.slots, m.shift = make([]uint32, 1<<bits), 32-bits
	for i, k := range m.keys {
		at := k * golden >> m.shift
		for m.slots[at] != 0 {
			at = (at + 1) & uint32(len(m.slots)-1)
		}
		m.slots[at] = uint32(i + 1)
	}
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
