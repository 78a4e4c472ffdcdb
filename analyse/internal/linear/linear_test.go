package linear

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The features of the examples below.
const (
	good uint32 = iota + 1000
	bad
	about // what a text is about, which says nothing of good and bad
	rare
	each = 0xffffffff
)

func features(hashes ...uint32) []Feature {
	var list []Feature
	for _, h := range hashes {
		list = append(list, Feature{h, 0.5})
	}
	return list
}

// examples are texts of which some words decide on the first two outputs and
// others on the third.
func examples() []Example {
	rng := rand.New(rand.NewPCG(7, 8))
	var list []Example
	for i := range 200 {
		word, targets := good, []float32{1, 0, 0}
		if i%2 == 0 {
			word, targets = bad, []float32{0, 1, 0}
		}
		f := append(features(word, each), Feature{rng.Uint32N(20), 0.5})
		if i%3 == 0 {
			f = append(f, features(about)...)
			targets[2] = 1
		}
		list = append(list, Example{Features: f, Targets: targets, Weight: 1})
	}
	list[0].Features = append(list[0].Features, Feature{rare, 1})
	return list
}

var options = Options{Epochs: 12, Rate: 0.3, Decay: 3e-4, MinCount: 3, Steps: 127}

func scores(m *Model, list []Feature) []float32 {
	s := make([]float32, m.Outputs())
	m.Score(s, list)
	return s
}

func TestTrain(t *testing.T) {
	t.Parallel()
	m := Train(examples(), options)
	if m.Outputs() != 3 || m.Len() < 4 {
		t.Fatalf("%d outputs of %d features", m.Outputs(), m.Len())
	}
	for i, e := range examples() {
		for o, s := range scores(m, e.Features) {
			if p := Sigmoid(s); math.Abs(float64(p-e.Targets[o])) > 0.3 {
				t.Errorf("example %d, output %d: %.2f, want %.0f", i, o, p, e.Targets[o])
			}
		}
	}
	if m.Weight(Feature{rare, 1}, 0) != 0 {
		t.Error("a feature that is too rare counts")
	}
}

// Outputs that exclude each other are learnt together.
func TestTrainExclusive(t *testing.T) {
	t.Parallel()
	list := examples()
	for i := range list {
		list[i].Targets[2] = 0
		if i%5 == 0 {
			list[i] = Example{Features: features(each, about), Targets: []float32{0, 0, 1}, Weight: 1}
		}
	}
	o := options
	o.Exclusive = true
	m := Train(list, o)
	for i, e := range list {
		p := scores(m, e.Features)
		Softmax(p)
		sum := float32(0)
		for o, want := range e.Targets {
			sum += p[o]
			if want == 1 && p[o] < 0.6 {
				t.Errorf("example %d: %.2f, want %.0f", i, p, e.Targets)
			}
		}
		if math.Abs(float64(sum-1)) > 1e-5 {
			t.Errorf("example %d: probabilities add up to %v", i, sum)
		}
	}
}

// An example counts as much as its weight says.
func TestTrainWeighs(t *testing.T) {
	t.Parallel()
	var list []Example
	for range 50 {
		list = append(list, Example{features(about), []float32{1}, 1}, Example{features(about), []float32{0}, 0.1})
	}
	if p := Sigmoid(scores(Train(list, options), features(about))[0]); p < 0.7 {
		t.Errorf("%.2f", p)
	}
}

// Score adds up what each feature adds, whatever their values and however many
// there are.
func TestScore(t *testing.T) {
	t.Parallel()
	m := Train(examples(), options)
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 2, 7, 1000, 200_000} {
		var list []Feature
		want := make([]float64, 3)
		for o, s := range scores(m, nil) {
			want[o] = float64(s)
		}
		for range n {
			f := Feature{[]uint32{good, bad, about, each, 123456}[rng.IntN(5)], float32(rng.IntN(2)+1) / float32(n)}
			list = append(list, f)
			for o := range want {
				want[o] += float64(m.Weight(f, o))
			}
		}
		for o, s := range scores(m, list) {
			if math.Abs(float64(s)-want[o]) > 1e-3 {
				t.Errorf("%d features, output %d: %v, want %v", n, o, s, want[o])
			}
		}
	}
	same := slices.Repeat([]Feature{{good, 1}}, 200_000)
	if got, want := float64(scores(m, same)[0]), 200_000*float64(m.Weight(same[0], 0)); math.Abs(got/want-1) > 1e-3 {
		t.Errorf("200,000 times the same: %v, want %v", got, want)
	}
}

// Weight is what Score adds.
func TestWeight(t *testing.T) {
	t.Parallel()
	m := Train(examples(), options)
	for _, f := range []Feature{{good, 1}, {bad, 0.25}, {about, -1}, {each, 2}, {123456, 1}} {
		before, after := scores(m, nil), scores(m, []Feature{f})
		for o := range 3 {
			if got, want := m.Weight(f, o), after[o]-before[o]; math.Abs(float64(got-want)) > 1e-5 {
				t.Errorf("%+v for output %d: %v, but Score adds %v", f, o, got, want)
			}
		}
	}
	if m.Weight(Feature{good, 1}, 0) <= 0 || m.Weight(Feature{good, 1}, 1) >= 0 || m.Weight(Feature{123456, 1}, 0) != 0 {
		t.Error("weights of the wrong sign")
	}
}

func encoded(t testing.TB, m interface{ MarshalBinary() ([]byte, error) }) []byte {
	t.Helper()
	data, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSameExamplesSameBytes(t *testing.T) {
	t.Parallel()
	first, second := encoded(t, Train(examples(), options)), encoded(t, Train(examples(), options))
	if !bytes.Equal(first, second) {
		t.Error("the same examples gave other bytes")
	}
	list := examples()
	list[0].Features, list[1].Features = list[1].Features, list[0].Features
	if bytes.Equal(first, encoded(t, Train(list, options))) {
		t.Error("other examples gave the same bytes")
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, list := range map[string][]Example{"trained": examples(), "without a feature": {{Targets: []float32{1, 0}, Weight: 1}}, "empty": nil} {
		m := Train(list, options)
		var back Model
		if err := back.UnmarshalBinary(encoded(t, m)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if back.Outputs() != m.Outputs() || back.Len() != m.Len() {
			t.Errorf("%s: %d outputs of %d features", name, back.Outputs(), back.Len())
		}
		for _, e := range examples() {
			a, b := scores(m, e.Features), scores(&back, e.Features)
			for o := range a {
				if a[o] != b[o] {
					t.Errorf("%s: %v, want %v", name, b, a)
				}
			}
		}
		if !bytes.Equal(encoded(t, m), encoded(t, &back)) {
			t.Errorf("%s: other bytes", name)
		}
	}
}

// A model of which anything is missing or too much is not read, and leaves
// what was there before.
func TestDamaged(t *testing.T) {
	t.Parallel()
	m := Train(examples(), options)
	data := encoded(t, m)
	for n := range data {
		checkDamaged(t, data[:n], data)
	}
	checkDamaged(t, append(bytes.Clone(data), 0), data)
	checkDamaged(t, nil, data)
	other := bytes.Clone(data)
	other[len(magic)-1]++ // the version
	checkDamaged(t, other, data)
}

func checkDamaged(t *testing.T, damaged, sound []byte) {
	t.Helper()
	var m Model
	if err := m.UnmarshalBinary(sound); err != nil {
		t.Fatal(err)
	}
	if err := m.UnmarshalBinary(damaged); !errors.Is(err, ErrDamaged) {
		t.Errorf("%d of %d bytes: error %v", len(damaged), len(sound), err)
	}
	if !bytes.Equal(encoded(t, &m), sound) {
		t.Errorf("%d of %d bytes: the model was changed", len(damaged), len(sound))
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	values := map[uint32]float32{1: 0, 2: 3.5, 3: -2, 1 << 31: 10, each: 0.01}
	table := NewTable(values, 12)
	var back Table
	if err := back.UnmarshalBinary(encoded(t, table)); err != nil {
		t.Fatal(err)
	}
	for _, table := range []*Table{table, &back} {
		for key, want := range values {
			if got := table.Value(key); math.Abs(float64(got-want)) > 0.005 {
				t.Errorf("%d: %v, want %v", key, got, want)
			}
		}
		if got := table.Value(4); got != 12 {
			t.Errorf("of a key that it does not hold: %v", got)
		}
	}
	if got := NewTable(nil, 12).Value(1); got != 12 {
		t.Errorf("of an empty table: %v", got)
	}
	// A model of several outputs is no table.
	if err := back.UnmarshalBinary(encoded(t, Train(examples(), options))); !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v", err)
	}
	if got := back.Value(2); math.Abs(float64(got-3.5)) > 0.005 {
		t.Errorf("after that: %v", got)
	}
}

func TestProbabilities(t *testing.T) {
	t.Parallel()
	for score, want := range map[float32]float32{0: 0.5, 100: 1, -100: 0} {
		if got := Sigmoid(score); math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("Sigmoid(%v) = %v", score, got)
		}
	}
	for _, p := range [][]float32{{0}, {1, 1}, {1000, 1001, -1000}} {
		Softmax(p)
		sum := float32(0)
		for _, x := range p {
			sum += x
		}
		if math.Abs(float64(sum-1)) > 1e-6 {
			t.Errorf("%v", p)
		}
	}
}

// FuzzUnmarshal: whatever bytes are, they are refused or give a model that can
// be asked and written again.
func FuzzUnmarshal(f *testing.F) {
	data := encoded(f, Train(examples(), options))
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add(encoded(f, NewTable(map[uint32]float32{1: 2, 3: 4}, 5)))
	f.Add([]byte(magic))
	f.Add([]byte(magic + "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Add([]byte(magic + "\x00\x02\x01\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m Model
		if m.UnmarshalBinary(data) == nil {
			s := scores(&m, features(good, bad, each, 0))
			for o := range s {
				m.Weight(Feature{good, 1}, o)
			}
			var back Model
			if err := back.UnmarshalBinary(encoded(t, &m)); err != nil {
				t.Errorf("read, and written again not: %v", err)
			}
		}
		var table Table
		if table.UnmarshalBinary(data) == nil {
			table.Value(good)
		}
	})
}

func TestMean(t *testing.T) {
	t.Parallel()
	one := func(key uint32, weight float32) *Model {
		var list []Example
		for i := range 40 {
			target := float32(i % 2)
			list = append(list, Example{Features: []Feature{{key, weight * (2*target - 1)}}, Targets: []float32{target}, Weight: 1})
		}
		return Train(list, Options{Epochs: 10, Rate: 0.3, Decay: 1e-3, MinCount: 1, Steps: 1000})
	}
	score := func(m *Model, features ...Feature) float32 { return scores(m, features)[0] }
	a, b := one(7, 1), one(9, 2)
	mean := Mean(a, b)
	for _, features := range [][]Feature{nil, {{7, 1}}, {{9, 1}}, {{7, 1}, {9, -2}}, {{8, 1}}} {
		got, want := score(mean, features...), (score(a, features...)+score(b, features...))/2
		if d := got - want; d > 0.01 || d < -0.01 {
			t.Errorf("%v: %v, want %v", features, got, want)
		}
	}
	if mean.Outputs() != 1 || mean.Len() != 2 {
		t.Errorf("%d outputs, %d features", mean.Outputs(), mean.Len())
	}
}
