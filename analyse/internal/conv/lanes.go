package conv

import "math"

// Answers of filters are numbers of 15 bits, four to a word, so that four
// filters are read at once. An answer of nought stands in the middle of what a
// word in one place of the window can get, so that none is negative; the sum of
// a window's answers stays within 15 bits. The bit above tells which of two is
// larger; it is set in what words answer in the last place.
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

// more returns how much larger each number of b is, whose top bits are set, than
// that of a, or nought.
func more(a, b uint64) uint64 {
	d := b - a
	larger := d & top
	return d & (larger - larger>>(laneBits-1))
}

// lane returns the number of a filter.
func lane(words []uint64, f int) int {
	return int(words[f/perWord] >> (laneBits * (f % perWord)) & most)
}

// lane1 returns the number in the first lane of a word.
func lane1(word uint64) int { return int(word & most) }

// pairs are the weights of outputs for filters, two outputs to a word. Each is
// a number of steps, as weights are kept, raised above nought; a word has room
// for the sum of what mostFilters add.
type pairs struct {
	weights [][]uint64 // of each two outputs, for each filter
	step    []float32  // what one stands for, of each output
}

const (
	mostFilters = 1 << 10
	pairZero    = math.MaxInt8 + 1 // how a weight of nought stands in a pair
)

// pairsOf rounds the weights of a network as round does, so that those of one
// that was kept are what they were.
func pairsOf(n *Net) pairs {
	p := pairs{weights: make([][]uint64, (n.outputs+1)/2)}
	for i := range p.weights {
		p.weights[i] = make([]uint64, n.filters)
	}
	for o := range n.outputs {
		row := n.out[o*n.inputs() : (o+1)*n.inputs()]
		step := stepOf(row)
		p.step = append(p.step, step)
		for f, w := range row[:n.filters] {
			p.weights[o/2][f] |= uint64(int(math.Round(float64(w/step)))+pairZero) << (32 * (o % 2))
		}
	}
	return p
}

// score sets scores to the sums of weights, each times how strong its filter is.
func (p *pairs) score(scores []float32, strong []uint64, step float32) {
	all := uint64(0)
	for _, s := range strong {
		all += s
	}
	for i, weights := range p.weights {
		sum := uint64(0)
		f := 0
		for ; f+8 <= len(strong); f += 8 {
			s, w := (*[8]uint64)(strong[f:]), (*[8]uint64)(weights[f:])
			sum += s[0]*w[0] + s[1]*w[1] + s[2]*w[2] + s[3]*w[3] + s[4]*w[4] + s[5]*w[5] + s[6]*w[6] + s[7]*w[7]
		}
		for ; f < len(strong); f++ {
			sum += strong[f] * weights[f]
		}
		for o := 2 * i; o < min(2*i+2, len(scores)); o++ {
			scores[o] = step * p.step[o] * float32(int64(sum&math.MaxUint32)-int64(pairZero*all))
			sum >>= 32
		}
	}
}

// means are what words add to outputs through the mean of their vectors, four
// outputs to a word. The sum of many takes twice the room: see add.
type means struct {
	words int
	step  float32 // what one stands for
}

const (
	meanZero = 1 << 15 // how nought stands
	// even picks every other number of a word.
	even = 0x0000ffff_0000ffff
)

// meansOf chooses a step for the largest that a word can add.
func meansOf(n *Net) means {
	largest := 0.0
	for o := range n.outputs {
		largest = max(largest, lengthest(n.out[o*n.inputs()+n.filters:][:n.dim], n.dim))
	}
	m := means{words: (n.outputs + perWord - 1) / perWord, step: float32(largest*lengthest(n.vectors, n.dim)) / (meanZero - 1)}
	if !(m.step > 1e-30 && m.step < 1e30) { // weights that are damaged, or none
		m.step = 1
	}
	return m
}

// of returns what a word adds.
func (m means) of(n *Net, vector []float32) []uint64 {
	words := make([]uint64, m.words)
	for o := range n.outputs {
		steps := math.Round(float64(dot(n.out[o*n.inputs()+n.filters:], vector) / m.step))
		words[o/perWord] |= uint64(meanZero+int(max(min(steps, meanZero-1), 1-meanZero))) << (laneBits * (o % perWord))
	}
	return words
}

// add adds what a word adds: every other number to the first half of sum, the
// rest to the second. There is room for 65,537 words, of which a sentence has
// some hundred.
func (m means) add(sum, word []uint64) {
	evens, odds := sum[:len(word)], sum[len(word):][:len(word)]
	for i, w := range word {
		evens[i] += w & even
		odds[i] += w >> laneBits & even
	}
}

// score adds the mean of so many words to scores.
func (m means) score(scores []float32, sum []uint64, words int) {
	scale := m.step * meanScale / float32(max(words, 1))
	for o := range scores {
		at := o / perWord
		if o%2 == 1 {
			at += m.words
		}
		n := uint32(sum[at] >> (2 * laneBits * (o % perWord / 2)))
		scores[o] += scale * float32(int64(n)-int64(words)*meanZero)
	}
}
