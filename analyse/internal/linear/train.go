package linear

import (
	"math"
	"math/rand/v2"
	"slices"
)

// An Example is a text to learn from.
type Example struct {
	Features []Feature
	Targets  []float32 // the probability that is right for each output
	Weight   float32   // how much it counts
}

// Options say how a model is trained.
type Options struct {
	Exclusive bool    // outputs exclude each other
	Epochs    int     // how often each example is seen
	Rate      float64 // how far a step goes
	Decay     float64 // how strongly weights are drawn to zero
	MinCount  int     // in how many examples a feature must be to count
	Steps     int     // the largest weight is so many steps; small weights are dropped
}

// Train returns the model that logistic regression learns from examples: by
// stochastic gradient descent with rates of its own for every weight
// (AdaGrad), the average of the later passes. The same examples in the same
// order give the same model.
func Train(examples []Example, o Options) *Model {
	t := newTrainer(examples, o)
	rng := rand.New(rand.NewPCG(1, 2))
	for epoch := range o.Epochs {
		for _, i := range rng.Perm(len(examples)) {
			t.learn(&examples[i])
		}
		if epoch >= o.Epochs/2 {
			t.remember()
		}
	}
	return t.model()
}

// A trainer holds what is being learnt: a row of weights for each feature,
// the first being the bias.
type trainer struct {
	Options
	outputs int
	row     map[uint32]int
	keys    []uint32 // of the rows but the first
	weight  []float64
	square  []float64 // sums of the squares of gradients
	sum     []float64 // of the weights of the passes that count
	passes  float64
	scores  []float32
}

func newTrainer(examples []Example, o Options) *trainer {
	count := map[uint32]int{}
	for _, e := range examples {
		for _, f := range e.Features {
			count[f.Hash]++
		}
	}
	t := &trainer{Options: o, row: map[uint32]int{}}
	for key, n := range count {
		if n >= o.MinCount {
			t.keys = append(t.keys, key)
		}
	}
	slices.Sort(t.keys)
	for i, key := range t.keys {
		t.row[key] = i + 1
	}
	if len(examples) > 0 {
		t.outputs = len(examples[0].Targets)
	}
	n := (len(t.keys) + 1) * t.outputs
	t.weight, t.square, t.sum = make([]float64, n), make([]float64, n), make([]float64, n)
	t.scores = make([]float32, t.outputs)
	return t
}

// of returns a row of weights, or of what belongs to them.
func (t *trainer) of(s []float64, row int) []float64 { return s[row*t.outputs : (row+1)*t.outputs] }

func (t *trainer) learn(e *Example) {
	for i, w := range t.of(t.weight, 0) {
		t.scores[i] = float32(w)
	}
	for _, f := range e.Features {
		if row, ok := t.row[f.Hash]; ok {
			for i, w := range t.of(t.weight, row) {
				t.scores[i] += f.Value * float32(w)
			}
		}
	}
	if t.Exclusive {
		Softmax(t.scores)
	} else {
		for i, s := range t.scores {
			t.scores[i] = Sigmoid(s)
		}
	}
	for i := range t.scores {
		t.scores[i] = (t.scores[i] - e.Targets[i]) * e.Weight
	}
	t.step(0, 1, float64(e.Weight))
	for _, f := range e.Features {
		if row, ok := t.row[f.Hash]; ok {
			t.step(row, float64(f.Value), float64(e.Weight))
		}
	}
}

// step moves a row of weights against the gradients in t.scores.
func (t *trainer) step(row int, value, weight float64) {
	w, square := t.of(t.weight, row), t.of(t.square, row)
	for i, s := range t.scores {
		g := float64(s)*value + t.Decay*w[i]*weight
		square[i] += g * g
		w[i] -= t.Rate * g / (1e-3 + math.Sqrt(square[i]))
	}
}

func (t *trainer) remember() {
	for i, w := range t.weight {
		t.sum[i] += w
	}
	t.passes++
}

// model rounds the weights to steps and leaves out those that come to none.
func (t *trainer) model() *Model {
	for i := range t.sum {
		t.sum[i] /= max(t.passes, 1)
	}
	m := &Model{bias: make([]float32, t.outputs), step: make([]float32, t.outputs)}
	for i, w := range t.of(t.sum, 0) {
		m.bias[i] = float32(w)
	}
	for row := 1; row <= len(t.keys); row++ {
		for i, w := range t.of(t.sum, row) {
			m.step[i] = max(m.step[i], float32(math.Abs(w))/float32(t.Steps))
		}
	}
	for n, key := range t.keys {
		m.round(key, t.of(t.sum, n+1))
	}
	m.index()
	return m
}
