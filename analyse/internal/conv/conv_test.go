package conv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"ofsted/analyse/internal/linear"
)

// The words of the examples below: which of first and second stands in front
// of the other decides on two outputs that exclude each other; topic, in the
// text or in the heading, on the third.
const (
	first Token = iota + 100
	second
	topic
	filler       // and so many behind it
	unseen Token = 9999
)

const fillers = 12

func vectors() map[Token][]float32 {
	rng := rand.New(rand.NewPCG(1, 1))
	all := map[Token][]float32{}
	for w := first; w < filler+fillers; w++ {
		v, length := make([]float32, 10), 0.0
		for i := range v {
			v[i] = float32(rng.NormFloat64())
			length += float64(v[i] * v[i])
		}
		for i := range v {
			v[i] /= float32(math.Sqrt(length))
		}
		all[w] = v
	}
	return all
}

func examples(n int, seed uint64) []Example {
	rng := rand.New(rand.NewPCG(seed, 2))
	some := func() (words []Token) {
		for range rng.IntN(6) {
			words = append(words, filler+Token(rng.IntN(fillers)))
		}
		return words
	}
	var list []Example
	for i := range n {
		phrase, targets := []Token{first, second}, []float32{1, 0, 0}
		if i%2 == 0 {
			phrase, targets = []Token{second, first}, []float32{0, 1, 0}
		}
		e := Example{Sentence: slices.Concat(some(), phrase, some()), Heading: some(), Targets: targets}
		switch rng.IntN(3) {
		case 0:
			e.Heading = append(e.Heading, topic)
			targets[2] = 1
		case 1:
			e.Sentence = slices.Concat(e.Sentence, []Token{Comma, topic})
			targets[2] = 1
		}
		list = append(list, e)
	}
	return list
}

var options = Options{Filters: 16, Outputs: 3, Exclusive: 2, Epochs: 12, Rate: 0.1, Dropout: 0.2, Share: 1}

// trained is one network for all tests that only read it.
var trained = sync.OnceValue(func() *Net { return Train(examples(400, 1), vectors(), options) })

func scores(n *Net, sentence, heading []Token) []float32 {
	var r Reading
	n.Read(&r, sentence, heading)
	return r.Scores
}

// The order of two words decides: no sum of weights of single words could
// tell the examples apart. They are others than those learnt from.
func TestTrain(t *testing.T) {
	t.Parallel()
	n := trained()
	if n.Outputs() != 3 {
		t.Fatalf("%d outputs", n.Outputs())
	}
	right, topics := 0, 0
	const all = 200
	for _, e := range examples(all, 2) {
		s := scores(n, e.Sentence, e.Heading)
		if (s[0] > s[1]) == (e.Targets[0] == 1) {
			right++
		}
		if (linear.Sigmoid(s[2]) > 0.5) == (e.Targets[2] == 1) {
			topics++
		}
	}
	if right < all*95/100 || topics < all*95/100 {
		t.Errorf("%d phrases and %d topics of %d are right", right, topics, all)
	}
}

// Without filters a network knows only means of words, and cannot learn it.
func TestFiltersAreWhatLearns(t *testing.T) {
	t.Parallel()
	o := options
	o.Filters = 0
	n := Train(examples(400, 1), vectors(), o)
	right := 0
	for _, e := range examples(200, 2) {
		if s := scores(n, e.Sentence, e.Heading); (s[0] > s[1]) == (e.Targets[0] == 1) {
			right++
		}
	}
	if right > 140 {
		t.Errorf("%d of 200 right: the order of words does not decide", right)
	}
}

// Outputs that exclude each other do not know the heading; the others do.
func TestBlindOutputs(t *testing.T) {
	t.Parallel()
	n := trained()
	text := []Token{filler, first, second, filler + 1}
	without, with := scores(n, text, nil), scores(n, text, []Token{filler + 2, topic, unseen})
	if without[0] != with[0] || without[1] != with[1] {
		t.Errorf("with a heading %v, without %v", with, without)
	}
	if with[2] <= without[2] {
		t.Errorf("with its topic as heading %v, without %v", with, without)
	}
	// A heading of which no word is known is none.
	if got := scores(n, text, []Token{unseen}); !slices.Equal(got, without) {
		t.Errorf("with an unknown heading %v, without %v", got, without)
	}
}

func encoded(t testing.TB, n *Net) []byte {
	t.Helper()
	data, err := n.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSameExamplesSameBytes(t *testing.T) {
	t.Parallel()
	o := options
	o.Epochs = 2
	a, b := encoded(t, Train(examples(50, 1), vectors(), o)), encoded(t, Train(examples(50, 1), vectors(), o))
	if !bytes.Equal(a, b) {
		t.Error("the same examples gave other bytes")
	}
	if bytes.Equal(a, encoded(t, Train(examples(50, 3), vectors(), o))) {
		t.Error("other examples gave the same bytes")
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	n := trained()
	var back Net
	if err := back.UnmarshalBinary(encoded(t, n)); err != nil {
		t.Fatal(err)
	}
	for _, e := range examples(100, 4) {
		want, got := scores(n, e.Sentence, e.Heading), scores(&back, e.Sentence, e.Heading)
		for o := range want {
			if d := math.Abs(float64(got[o] - want[o])); d > 0.1+0.03*math.Abs(float64(want[o])) {
				t.Errorf("%v, want nearly %v", got, want)
			}
		}
	}
	// What was rounded once is not rounded again.
	if !bytes.Equal(encoded(t, n), encoded(t, &back)) {
		t.Error("other bytes")
	}
	empty := Train(nil, nil, Options{Outputs: 2, Filters: 1})
	if err := back.UnmarshalBinary(encoded(t, empty)); err != nil || back.Outputs() != 2 {
		t.Errorf("%d outputs, error %v", back.Outputs(), err)
	}
	scores(&back, []Token{first, Comma, second}, []Token{topic})
}

// A reading that is used again says the same as a new one, whatever was read
// before, and so do several goroutines.
func TestReadingAgain(t *testing.T) {
	t.Parallel()
	n := trained()
	list := examples(40, 5)
	list = append(list, Example{}, Example{Sentence: []Token{Comma}}, Example{Sentence: []Token{unseen}, Heading: []Token{Comma}})
	var want [][]float32
	for _, e := range list {
		want = append(want, scores(n, e.Sentence, e.Heading))
	}
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			var r Reading
			rng := rand.New(rand.NewPCG(1, uint64(i)))
			for range 300 {
				k := rng.IntN(len(list))
				n.Read(&r, list[k].Sentence, list[k].Heading)
				if !slices.Equal(r.Scores, want[k]) {
					t.Errorf("%d: %v, want %v", k, r.Scores, want[k])
				}
			}
		})
	}
	wait.Wait()
}

// What Because names, the means of words and the bias add up to the score;
// and it names words of the sentence.
func TestBecause(t *testing.T) {
	t.Parallel()
	n := kept(t)
	for _, e := range append(examples(50, 6), Example{}, Example{Sentence: []Token{Comma, first, Comma, Comma, second, Comma}}) {
		var r Reading
		n.Read(&r, e.Sentence, e.Heading)
		words := 0
		for _, w := range e.Sentence {
			if w != Comma {
				words++
			}
		}
		for o := range n.Outputs() {
			sum := float32(0)
			n.Because(&r, o, func(from, to int, weight float32) {
				if from < 0 || to <= from || to > words || to-from > Window {
					t.Errorf("words %d to %d of %d", from, to, words)
				}
				sum += weight
			})
			means := make([]float32, 2*n.dim)
			n.mean(means[:n.dim], r.rows[1:len(r.rows)-1])
			n.mean(means[n.dim:], n.known(nil, e.Heading))
			for i, x := range append(means, 1) {
				sum += x * n.out[o*n.inputs()+n.filters+i]
			}
			if d := math.Abs(float64(sum - r.Scores[o])); d > 1e-3 && words > 0 {
				t.Errorf("output %d of %v: %v, want %v", o, e.Sentence, sum, r.Scores[o])
			}
		}
	}
}

// kept is the trained network as it is after it was kept: its weights are
// whole steps, which is what sentences are scored with.
func kept(t *testing.T) *Net {
	t.Helper()
	n := new(Net)
	if err := n.UnmarshalBinary(encoded(t, trained())); err != nil {
		t.Fatal(err)
	}
	return n
}

// The phrase that decides weighs most.
func TestBecauseNamesThePhrase(t *testing.T) {
	t.Parallel()
	var r Reading
	text := []Token{filler, filler + 1, filler + 2, filler + 3, first, second, filler + 4, filler + 5, filler + 6, filler + 7}
	trained().Read(&r, text, nil)
	weights := make([]float32, len(text))
	trained().Because(&r, 0, func(from, to int, weight float32) {
		for i := from; i < to; i++ {
			weights[i] += weight
		}
	})
	if top := slices.Index(weights, slices.Max(weights)); top < 3 || top > 6 {
		t.Errorf("word %d weighs most: %.2f", top, weights)
	}
}

func TestDamaged(t *testing.T) {
	t.Parallel()
	data := encoded(t, trained())
	check := func(name string, damaged []byte) {
		t.Helper()
		var n Net
		if err := n.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		if err := n.UnmarshalBinary(damaged); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: error %v", name, err)
		}
		if !bytes.Equal(encoded(t, &n), data) {
			t.Errorf("%s: the network was changed", name)
		}
	}
	for n := 0; n < len(data); n += 1 + n/50 {
		check("truncated", data[:n])
	}
	check("too long", append(bytes.Clone(data), 0))
	with := func(at int, value uint32) []byte {
		b := bytes.Clone(data)
		binary.LittleEndian.PutUint32(b[len(magic)+4*at:], value)
		return b
	}
	check("no dimension", with(0, 0))
	check("more words than bytes", with(4, 1<<16))
	check("all too large", with(0, math.MaxUint32))
	check("more blind outputs than outputs", with(3, 4))
	check("a word twice", with(5, uint32(first)+1))
	version := bytes.Clone(data)
	version[len(magic)-1]++
	check("another version", version)
}

// FuzzUnmarshal: whatever bytes are, they are refused or give a network that
// reads and can be written again.
func FuzzUnmarshal(f *testing.F) {
	small := Train(examples(10, 1), map[Token][]float32{first: {1, 0}, second: {0, 1}}, Options{Filters: 1, Outputs: 2, Exclusive: 1, Epochs: 1, Rate: 0.1})
	data := encoded(f, small)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte(magic))
	f.Add(slices.Concat([]byte(magic), bytes.Repeat([]byte{1, 0, 0, 0}, 5), make([]byte, 60)))
	f.Fuzz(func(t *testing.T, data []byte) {
		var n Net
		if n.UnmarshalBinary(data) != nil {
			return
		}
		var r Reading
		n.Read(&r, []Token{first, Comma, second, unseen}, []Token{first})
		for o := range n.Outputs() {
			n.Because(&r, o, func(from, to int, weight float32) {})
		}
		var back Net
		if err := back.UnmarshalBinary(encoded(t, &n)); err != nil {
			t.Errorf("read, and written again not: %v", err)
		}
	})
}
