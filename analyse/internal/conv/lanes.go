package conv

import "math"

// Answers of filters are numbers of 15 bits, four to a word, so that four
// filters are read at once. An answer of nought stands in the middle of what a
// word in one place of the window can get, so that none is negative; the sum of
// a window's answers stays within 15 bits. The bit above tells which of two is
// larger.
const (
	perWord  = 4
	laneBits = 64 / perWord
	most     = 1<<(laneBits-1) - 1
	top      = 0x8000_8000_8000_8000
)

// lanes say how answers are written.
type lanes struct {
	words  int     // that the filters of one place take
	step   float32 // what one stands for
	middle int     // an answer of nought
	zero   uint64  // a sum of nought, in every lane
}

// lanesOf chooses lanes for the answers that a network can give: those of the
// longest vector to the longest filter.
func lanesOf(n *Net) lanes {
	largest := lengthest(n.vectors, n.dim)*lengthest(n.filter, n.dim) + lengthest(n.bias, 1)
	l := lanes{words: (n.filters + perWord - 1) / perWord, middle: most / (2 * Window)}
	l.step = float32(largest) / float32(l.middle-1)
	if !(l.step > 1e-30 && l.step < 1e30) { // weights that are damaged, or none
		l.step = 1
	}
	for i := range perWord {
		l.zero |= uint64(Window*l.middle) << (laneBits * i)
	}
	return l
}

// lengthest returns the length of the longest of vectors.
func lengthest(vectors []float32, dim int) float64 {
	longest := 0.0
	for i := 0; i+dim <= len(vectors); i += dim {
		sum := 0.0
		for _, x := range vectors[i : i+dim] {
			sum += float64(x) * float64(x)
		}
		longest = max(longest, sum)
	}
	return math.Sqrt(longest)
}

// of writes an answer.
func (l lanes) of(answer float32) uint64 {
	steps := math.Round(float64(answer / l.step))
	return uint64(l.middle + int(max(min(steps, float64(l.middle)), -float64(l.middle))))
}

// larger returns the larger number in each lane.
func larger(a, b uint64) uint64 {
	mask := ((b | top) - a) & top // where b is as large as a
	mask -= mask >> (laneBits - 1)
	return a ^ (a^b)&mask
}

// lane returns the number of a filter.
func lane(words []uint64, f int) int {
	return int(words[f/perWord] >> (laneBits * (f % perWord)) & most)
}

// lane1 returns the number in the first lane of a word.
func lane1(word uint64) int { return int(word & most) }
