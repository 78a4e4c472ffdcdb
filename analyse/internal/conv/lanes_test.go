package conv

import (
	"math"
	"testing"
)

// near reports whether a sum of rounded numbers is what it should be.
func near(got, want float32) bool {
	return math.Abs(float64(got-want)) <= 1e-4*max(1, math.Abs(float64(want)))
}

// The largest answers that words can give stay in their lanes: next to each
// other the strongest for a filter and the strongest against it.
func TestLanesAtTheirLargest(t *testing.T) {
	t.Parallel()
	const rows = firstWord + 1
	n := &Net{dim: 1, filters: 6, outputs: 1, vectors: make([]float32, rows), bias: make([]float32, 6), out: make([]float32, 6+2+1)}
	n.words, _ = newVocabulary([]Token{first})
	n.vectors[firstWord] = 3
	for f, w := range []float32{5, -5, 5, 2.5, -5, 5} {
		n.filter = append(n.filter, w, w, w)
		n.out[f] = 1
	}
	n.forget()
	var r Reading
	n.Read(&r, []Token{first, first, first}, nil)
	for f, want := range []float32{45, 0, 45, 22.5, 0, 45} {
		if got := n.strength(&r, f); math.Abs(float64(got-want)) > 0.1 {
			t.Errorf("filter %d: %v, want %v", f, got, want)
		}
	}
}

// As many filters as there may be, all as strong as they can be and with the
// largest weights.
func TestPairsAtTheirLargest(t *testing.T) {
	t.Parallel()
	n := &Net{dim: 1, filters: mostFilters, outputs: 3}
	for o := range n.outputs {
		for range n.inputs() {
			n.out = append(n.out, []float32{1, -1, 0}[o])
		}
	}
	strong := make([]uint64, n.filters)
	for f := range strong {
		strong[f] = most - uint64(lane1(lanesOf(n).zero))
	}
	scores := make([]float32, n.outputs)
	p := pairsOf(n)
	p.score(scores, strong, 1)
	all := float32(len(strong)) * float32(strong[0])
	for o, want := range []float32{all, -all, 0} {
		if !near(scores[o], want) {
			t.Errorf("output %d: %v, want %v", o, scores[o], want)
		}
	}
}

// The mean of as many words as there is room for, each of which adds as much as
// a word can.
func TestMeansAtTheirLargest(t *testing.T) {
	t.Parallel()
	const words = 1<<16 + 1
	n := &Net{dim: 1, outputs: 6, vectors: []float32{2}}
	for _, w := range []float32{1, -1, 0, 0.5, 1, -1} {
		n.out = append(n.out, w, 0, 0)
	}
	m := meansOf(n)
	word, sum := m.of(n, n.vectors), make([]uint64, 2*m.words)
	for range words {
		m.add(sum, word)
	}
	scores := make([]float32, n.outputs)
	m.score(scores, sum, words)
	for o, want := range []float32{2, -2, 0, 1, 2, -2} {
		if math.Abs(float64(scores[o]-want*meanScale)) > 1e-3 {
			t.Errorf("output %d: %v, want %v", o, scores[o], want*meanScale)
		}
	}
}

// Of two numbers in a lane the larger one stays, whatever is beside it.
func TestMore(t *testing.T) {
	t.Parallel()
	edges := []uint64{0, 1, most/2 - 1, most / 2, most - 1, most}
	for _, a := range edges {
		for _, b := range edges {
			for _, beside := range edges {
				x := a | beside<<laneBits | a<<(2*laneBits) | beside<<(3*laneBits)
				y := b | a<<laneBits | b<<(2*laneBits) | b<<(3*laneBits)
				got := x + more(x, y|top)
				want := max(a, b) | max(beside, a)<<laneBits | max(a, b)<<(2*laneBits) | max(beside, b)<<(3*laneBits)
				if got != want {
					t.Fatalf("%x and %x: %x, want %x", x, y, got, want)
				}
			}
		}
	}
}
