package conv

import (
	"math"
	"math/rand/v2"
	"slices"

	"ofsted/analyse/internal/linear"
)

// An Example is a sentence to learn from.
type Example struct {
	Sentence, Heading []Token
	Targets           []float32 // the probability that is right for each output
}

// Options say how a network is trained.
type Options struct {
	Filters   int // 1,024 at most
	Outputs   int
	Exclusive int     // so many of the outputs, the first ones, exclude each other and do not see the heading
	Epochs    int     // how often each example is seen
	Rate      float64 // how far a step goes
	Dropout   float64 // which part of the inputs of the outputs is left out at each step
	Share     float64 // how much the other outputs count beside those that exclude each other
}

// Train returns the network that gradient descent learns from examples, with
// rates of its own for every weight (AdaGrad). The words that it knows are
// those of vectors, from which it starts, all of one length. The same examples
// in the same order give the same network.
func Train(examples []Example, vectors map[Token][]float32, o Options) *Net {
	t := newTrainer(vectors, o)
	for range o.Epochs {
		for _, i := range t.rng.Perm(len(examples)) {
			if len(examples[i].Sentence) > 0 {
				t.learn(&examples[i])
			}
		}
	}
	t.net.forget()
	return t.net
}

type trainer struct {
	Options
	net  *Net
	rng  *rand.Rand
	back []float32 // what the inputs of the outputs should have been less of
	drop []bool    // which of them are left out
	read Reading

	input []float32 // of the outputs
	place []int     // where each filter answers most strongly; -1 if nowhere

	// Sums of the squares of gradients.
	vectors, filter, bias, out []float32
}

// The spread of weights to begin with.
const (
	outSpread    = 0.05
	filterSpread = 1.5 // times what keeps the answers of filters as large as vectors
	vectorRate   = 0.3 // how much slower than the rest vectors are moved
)

func newTrainer(vectors map[Token][]float32, o Options) *trainer {
	rng := rand.New(rand.NewPCG(3, 4))
	words := make([]Token, 0, len(vectors))
	for w := range vectors {
		words = append(words, w)
	}
	slices.Sort(words)
	dim := 1
	if len(words) > 0 {
		dim = len(vectors[words[0]])
	}
	n := &Net{dim: dim, filters: o.Filters, outputs: o.Outputs, blind: o.Exclusive}
	n.words, _ = newVocabulary(words)
	n.vectors = random(rng, firstWord*dim, outSpread)
	for _, w := range words {
		n.vectors = append(n.vectors, vectors[w]...)
	}
	n.filter = random(rng, o.Filters*Window*dim, filterSpread*math.Sqrt(2/float64(Window*dim)))
	n.bias = make([]float32, o.Filters)
	n.out = random(rng, o.Outputs*n.inputs(), outSpread)
	n.close()
	n.forget()
	return &trainer{Options: o, net: n, rng: rng, back: make([]float32, n.inputs()), drop: make([]bool, n.inputs()),
		vectors: make([]float32, len(n.vectors)), filter: make([]float32, len(n.filter)),
		bias: make([]float32, len(n.bias)), out: make([]float32, len(n.out))}
}

func random(rng *rand.Rand, n int, spread float64) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(rng.NormFloat64() * spread)
	}
	return s
}

// close takes the heading from the outputs that must not know it.
func (n *Net) close() {
	for o := range n.blind {
		clear(n.out[o*n.inputs()+n.filters+n.dim : (o+1)*n.inputs()-1])
	}
}

func (t *trainer) learn(e *Example) {
	n, r := t.net, &t.read
	t.forward(e)
	scores := r.Scores
	if t.Exclusive > 0 {
		linear.Softmax(scores[:t.Exclusive])
	}
	for o := t.Exclusive; o < n.outputs; o++ {
		scores[o] = linear.Sigmoid(scores[o])
	}
	clear(t.back)
	for o := range n.outputs {
		g := scores[o] - e.Targets[o]
		if o >= t.Exclusive {
			g *= float32(t.Share)
		}
		t.output(o, g)
	}
	t.backward()
}

// forward reads an example without the inputs that are left out, the others
// weighing the more for it. It works the answers of filters out afresh, since
// every step changes them.
func (t *trainer) forward(e *Example) {
	n, r := t.net, &t.read
	n.rows(r, e.Sentence)
	t.input = zeroed(t.input, n.inputs())
	t.place = zeroed(t.place, n.filters)
	t.convolve()
	n.mean(t.input[n.filters:n.filters+n.dim], r.rows[1:len(r.rows)-1])
	n.mean(t.input[n.filters+n.dim:n.filters+2*n.dim], n.known(nil, e.Heading))
	kept := float32(1 / (1 - t.Dropout))
	for i := range len(t.input) - 1 {
		if t.drop[i] = t.rng.Float64() < t.Dropout; t.drop[i] {
			t.input[i] = 0
		} else {
			t.input[i] *= kept
		}
	}
	t.input[len(t.input)-1] = 1
	t.score()
}

// convolve is that of the network without answers kept from before.
func (t *trainer) convolve() {
	n, r := t.net, &t.read
	for f := range n.filters {
		t.place[f] = -1
	}
	window := make([]float32, Window*n.dim)
	for p := 0; p+Window <= len(r.rows); p++ {
		for k := range Window {
			row := int(r.rows[p+k])
			copy(window[k*n.dim:], n.vectors[row*n.dim:(row+1)*n.dim])
		}
		for f := range n.filters {
			s := n.bias[f]
			for i, w := range n.filter[f*len(window) : (f+1)*len(window)] {
				s += w * window[i]
			}
			if s > t.input[f] {
				t.input[f], t.place[f] = s, p
			}
		}
	}
}

// score is that of the network with weights that were not rounded.
func (t *trainer) score() {
	n, r := t.net, &t.read
	r.Scores = zeroed(r.Scores, n.outputs)
	for o := range r.Scores {
		r.Scores[o] = dot(n.out[o*n.inputs():], t.input)
	}
}

// output moves the weights of an output against the gradient g of its score.
func (t *trainer) output(o int, g float32) {
	n := t.net
	weights, squares := n.out[o*n.inputs():(o+1)*n.inputs()], t.out[o*n.inputs():(o+1)*n.inputs()]
	for i, x := range t.input {
		if o < n.blind && i >= n.filters+n.dim && i < n.inputs()-1 {
			continue
		}
		t.back[i] += g * weights[i]
		if x != 0 {
			t.step(&weights[i], &squares[i], g*x, 1)
		}
	}
}

// backward moves the filters that answered, and the words that they answered
// to.
func (t *trainer) backward() {
	n, r := t.net, &t.read
	kept := float32(1 / (1 - t.Dropout))
	for f, p := range t.place {
		g := t.back[f] * kept
		if p < 0 || t.drop[f] || g == 0 {
			continue
		}
		t.step(&n.bias[f], &t.bias[f], g, 1)
		for k := range Window {
			v, w := int(r.rows[p+k])*n.dim, (f*Window+k)*n.dim
			for i := range n.dim {
				dv, dw := g*n.filter[w+i], g*n.vectors[v+i]
				t.step(&n.vectors[v+i], &t.vectors[v+i], dv, vectorRate)
				t.step(&n.filter[w+i], &t.filter[w+i], dw, 1)
			}
		}
	}
}

func (t *trainer) step(weight, square *float32, g, rate float32) {
	*square += g * g
	*weight -= rate * float32(t.Rate) * g / (1e-3 + float32(math.Sqrt(float64(*square))))
}
