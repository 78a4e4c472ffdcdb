package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/words"
)

// The word vectors that the network starts from.
const (
	dimensions  = 48
	neighbours  = 5 // so many words apart words are still neighbours
	minForms    = 5 // how often a stem must occur
	powerPasses = 8
)

// wordVectors returns a vector of length one for each stem that is not rare,
// near to those of stems that keep the same company: the positive pointwise
// mutual information of neighbouring stems in all reports, reduced to its main
// directions by subspace iteration (Levy, Goldberg and Dagan 2015, "Improving
// distributional similarity with lessons learned from word embeddings").
func wordVectors(reports []report) map[conv.Token][]float32 {
	texts, stems := stemmed(reports)
	m := information(texts, len(stems))
	q := directions(m, dimensions)
	vectors := map[conv.Token][]float32{}
	for i, stem := range stems {
		v := make([]float32, dimensions)
		length := 1e-9
		for _, x := range q[i] {
			length += x * x
		}
		for j, x := range q[i] {
			v[j] = float32(x / math.Sqrt(length))
		}
		vectors[conv.Token(stem)] = v
	}
	return vectors
}

// stemmed returns every sentence as places in the list of stems; rare ones
// are -1.
func stemmed(reports []report) (texts [][]int, stems []uint32) {
	count := map[uint32]int{}
	var list []words.Word
	each := func(do func([]words.Word)) {
		for _, r := range reports {
			for _, p := range r.sentences {
				list = words.Of(list[:0], p.text)
				do(list)
			}
		}
	}
	each(func(list []words.Word) {
		for _, w := range list {
			count[w.Hash]++
		}
	})
	for stem, n := range count {
		if n >= minForms {
			stems = append(stems, stem)
		}
	}
	slices.Sort(stems)
	each(func(list []words.Word) {
		text := make([]int, len(list))
		for i, w := range list {
			if place, ok := slices.BinarySearch(stems, w.Hash); ok {
				text[i] = place
			} else {
				text[i] = -1
			}
		}
		texts = append(texts, text)
	})
	return texts, stems
}

// An entry is a number in a row of a sparse matrix.
type entry struct {
	column int
	value  float64
}

// information returns the positive pointwise mutual information of n stems
// with each other. Stems count as neighbours the less the further they are
// apart.
func information(texts [][]int, n int) [][]entry {
	together := make([]map[int]float64, n)
	for i := range together {
		together[i] = map[int]float64{}
	}
	for _, text := range texts {
		for i, a := range text {
			for j := max(0, i-neighbours); j < i; j++ {
				if b := text[j]; a >= 0 && b >= 0 {
					together[a][b] += 1 / float64(i-j)
					together[b][a] += 1 / float64(i-j)
				}
			}
		}
	}
	rows := make([][]entry, n)
	sums := make([]float64, n)
	total, smoothed := 0.0, 0.0
	for i := range together {
		for j, x := range together[i] {
			rows[i] = append(rows[i], entry{j, x})
		}
		// In order, so that sums come out the same every time.
		slices.SortFunc(rows[i], func(a, b entry) int { return a.column - b.column })
		for _, e := range rows[i] {
			sums[i] += e.value
		}
		total += sums[i]
		smoothed += math.Pow(sums[i], 0.75)
	}
	for i, row := range rows {
		kept := row[:0]
		for _, e := range row {
			chance := sums[i] / total * math.Pow(sums[e.column], 0.75) / smoothed
			if v := math.Log(e.value / total / chance); v > 0 {
				kept = append(kept, entry{e.column, v})
			}
		}
		rows[i] = kept
	}
	return rows
}

// directions returns for each row of m its place along the main directions,
// each scaled by the square root of its weight.
func directions(m [][]entry, dim int) [][]float64 {
	rng := rand.New(rand.NewPCG(5, 6))
	q := make([][]float64, len(m))
	for i := range q {
		q[i] = make([]float64, dim)
		for j := range q[i] {
			q[i][j] = rng.NormFloat64()
		}
	}
	var weights []float64
	for range powerPasses {
		q = times(m, q, dim)
		weights = orthogonal(q, dim)
	}
	for i := range q {
		for j := range q[i] {
			q[i][j] *= math.Sqrt(weights[j])
		}
	}
	return q
}

func times(m [][]entry, q [][]float64, dim int) [][]float64 {
	out := make([][]float64, len(m))
	for i, row := range m {
		out[i] = make([]float64, dim)
		for _, e := range row {
			for k, x := range q[e.column] {
				out[i][k] += e.value * x
			}
		}
	}
	return out
}

// orthogonal makes the columns of q orthogonal and of length one, and returns
// how long they were.
func orthogonal(q [][]float64, dim int) []float64 {
	lengths := make([]float64, dim)
	for c := range dim {
		for p := range c {
			dot := 0.0
			for i := range q {
				dot += q[i][c] * q[i][p]
			}
			for i := range q {
				q[i][c] -= dot * q[i][p]
			}
		}
		sum := 1e-12
		for i := range q {
			sum += q[i][c] * q[i][c]
		}
		lengths[c] = math.Sqrt(sum)
		for i := range q {
			q[i][c] /= lengths[c]
		}
	}
	return lengths
}
