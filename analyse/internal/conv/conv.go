// Package conv holds a small convolutional network over the words of a
// sentence (Kim 2014, "Convolutional neural networks for sentence
// classification"): what it says of a sentence, how it is trained, and the
// form in which it is kept.
//
// Each word has a vector. Filters look at three neighbouring words at a time
// and each keeps the place where it answers most strongly, so that one
// decisive phrase counts the same in a short sentence and a long one; that is
// what sums of weights, as package linear has them, cannot do. The outputs are
// sums over the filters, the mean of the words and, for outputs that may know
// about it, the mean of the words of the heading.
package conv

import (
	"slices"
	"sync/atomic"
)

// Window is the number of neighbouring words that a filter looks at.
const Window = 3

// The rows of Net.vectors that stand for no word of its own.
const (
	padding = iota // in front of the first word and behind the last
	unknown        // a word that training did not see often enough
	comma          // a comma, dash, semicolon, colon or bracket between words
	firstWord
)

// Comma is the Token that stands for punctuation within a sentence.
const Comma Token = 0

// A Token is a word's number, or Comma.
type Token uint32

// A Net is a network. It is safe for use by several goroutines.
type Net struct {
	dim     int // of a word's vector
	filters int
	outputs int
	blind   int // so many of the outputs, the first ones, do not see the heading

	words   vocabulary
	vectors []float32 // a row for each word
	filter  []float32 // for each filter, a vector for each place in its window
	bias    []float32 // of each filter
	out     []float32 // for each output, a weight for each input and a bias

	// answers are what filters and outputs make of a word, worked out when the
	// word is first met.
	answers []atomic.Pointer[answer]
	lanes   lanes
	pairs   pairs
	means   means
}

// An answer is what a network makes of one word.
type answer struct {
	filters []uint64 // in the first place of the window, in the second and in the third: see lanes
	outputs []uint64 // as one of the words whose mean counts: see means
}

// Outputs returns the number of scores that the network gives.
func (n *Net) Outputs() int { return n.outputs }

// inputs is the number of weights of an output: one for each filter, one for
// each number of the mean vectors of text and heading, and the bias.
func (n *Net) inputs() int { return n.filters + 2*n.dim + 1 }

// meanScale makes the means of vectors, whose length is about one, weigh about
// as much as filters.
const meanScale = 3

// A Reading is what a network made of one sentence. Its zero value is ready
// for use, and for use again.
type Reading struct {
	Scores []float32 // of each output

	rows []int32   // of the tokens, padding included
	word []int     // the word that each of rows is, or goes with
	best []uint64  // the strongest answers of filters, in lanes
	sum  []uint64  // what the words add to the outputs
	act  []uint64  // how far above nought each filter's strongest answer is, in steps
	head []float32 // what the heading adds to the outputs
	of   []Token   // the heading
	net  *Net      // that made head
}

// Read sets r to what the network makes of a sentence under a heading. It is
// quickest where sentences of one heading follow each other.
func (n *Net) Read(r *Reading, sentence, heading []Token) {
	n.rows(r, sentence)
	n.convolve(r)
	n.head(r, heading)
	n.score(r)
}

func zeroed[T int | float32 | uint64](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// rows looks the tokens up and pads them.
func (n *Net) rows(r *Reading, sentence []Token) {
	r.rows, r.word = append(r.rows[:0], padding), append(r.word[:0], 0)
	word := 0
	for _, t := range sentence {
		row, ok := n.words.row(t)
		switch {
		case t == Comma:
			row = comma
		case !ok:
			row = unknown
		}
		r.rows, r.word = append(r.rows, row), append(r.word, word)
		if t != Comma {
			word++
		}
	}
	r.rows, r.word = append(r.rows, padding), append(r.word, word)
}

// known returns the rows of the tokens that have one.
func (n *Net) known(rows []int32, tokens []Token) []int32 {
	for _, t := range tokens {
		if row, ok := n.words.row(t); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

// convolve finds the strongest answer of each filter, if it is above zero.
func (n *Net) convolve(r *Reading) {
	words := n.lanes.words
	r.best = zeroed(r.best, words)
	for i := range r.best {
		r.best[i] = n.lanes.zero
	}
	best := r.best
	for p := 0; p+Window <= len(r.rows); p++ {
		// All of one length, so that no index in the loop needs a check.
		a := n.answer(r.rows[p]).filters[:len(best)]
		b := n.answer(r.rows[p+1]).filters[words:][:len(best)]
		c := n.answer(r.rows[p+2]).filters[2*words:][:len(best)]
		for i := range best {
			best[i] += more(best[i], a[i]+b[i]+c[i])
		}
	}
	r.act = zeroed(r.act, n.filters)
	for f := range r.act {
		r.act[f] = uint64(lane(best, f) - lane1(n.lanes.zero))
	}
}

// strength returns the strongest answer of a filter.
func (n *Net) strength(r *Reading, f int) float32 { return float32(r.act[f]) * n.lanes.step }

// place returns where a filter answers most strongly, or -1.
func (n *Net) place(r *Reading, f int) int {
	strongest, at := lane1(n.lanes.zero), -1
	for p := 0; p+Window <= len(r.rows); p++ {
		s := 0
		for k := range Window {
			s += lane(n.answer(r.rows[p+k]).filters[k*n.lanes.words:], f)
		}
		if s > strongest {
			strongest, at = s, p
		}
	}
	return at
}

// answer returns what the network makes of a word. The bias of a filter counts
// in the first place of its window.
func (n *Net) answer(row int32) *answer {
	if known := n.answers[row].Load(); known != nil {
		return known
	}
	vector := n.vectors[int(row)*n.dim : (int(row)+1)*n.dim]
	words := n.lanes.words
	a := &answer{filters: make([]uint64, Window*words), outputs: n.means.of(n, vector)}
	for f := range n.filters {
		for k := range Window {
			s := float32(0)
			if k == 0 {
				s = n.bias[f]
			}
			s += dot(n.filter[(f*Window+k)*n.dim:], vector)
			a.filters[k*words+f/perWord] |= n.lanes.of(s) << (laneBits * (f % perWord))
		}
	}
	for i := range words {
		a.filters[(Window-1)*words+i] |= top
	}
	n.answers[row].Store(a)
	return a
}

// dot returns the sum of products of v with what weights begin with. Sums side
// by side need not wait for each other.
func dot(weights, v []float32) (sum float32) {
	var sums [4]float32
	for len(v) >= 4 && len(weights) >= 4 {
		sums[0] += weights[0] * v[0]
		sums[1] += weights[1] * v[1]
		sums[2] += weights[2] * v[2]
		sums[3] += weights[3] * v[3]
		weights, v = weights[4:], v[4:]
	}
	for i, x := range v {
		sum += weights[i] * x
	}
	return sum + (sums[0] + sums[1]) + (sums[2] + sums[3])
}

// mean adds the mean of words' vectors to sum.
func (n *Net) mean(sum []float32, rows []int32) {
	if len(rows) == 0 {
		return
	}
	for _, row := range rows {
		for i, x := range n.vectors[int(row)*n.dim : (int(row)+1)*n.dim] {
			sum[i] += x
		}
	}
	scale := meanScale / float32(len(rows))
	for i := range sum {
		sum[i] *= scale
	}
}

// head works out what a heading adds to each output, unless it is that of the
// sentence before.
func (n *Net) head(r *Reading, heading []Token) {
	if r.net == n && slices.Equal(r.of, heading) {
		return
	}
	r.net, r.of = n, append(r.of[:0], heading...)
	r.head = zeroed(r.head, n.outputs)
	var room [64]int32
	mean := make([]float32, n.dim)
	n.mean(mean, n.known(room[:0], heading))
	for o := n.blind; o < n.outputs; o++ {
		r.head[o] = dot(n.out[o*n.inputs()+n.filters+n.dim:], mean)
	}
}

// score adds up what filters, words and heading say of each output.
func (n *Net) score(r *Reading) {
	r.Scores = zeroed(r.Scores, n.outputs)
	n.pairs.score(r.Scores, r.act, n.lanes.step)
	words := r.rows[Window/2 : len(r.rows)-Window/2]
	r.sum = zeroed(r.sum, 2*n.means.words)
	for _, row := range words {
		n.means.add(r.sum, n.answer(row).outputs)
	}
	n.means.score(r.Scores, r.sum, len(words))
	last := n.inputs() - 1
	for o := range r.Scores {
		r.Scores[o] += r.head[o] + n.out[o*n.inputs()+last]
	}
}

// Because calls add, for each filter that speaks for or against an output,
// with the words that it stands on and what it adds.
func (n *Net) Because(r *Reading, output int, add func(from, to int, weight float32)) {
	words := r.word[len(r.word)-1]
	for f := range n.filters {
		p := n.place(r, f)
		if p < 0 {
			continue
		}
		to := min(r.word[min(p+Window, len(r.word)-1)], words)
		if from := r.word[p]; from < to {
			add(from, to, n.strength(r, f)*n.out[output*n.inputs()+f])
		}
	}
}
