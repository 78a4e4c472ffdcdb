package linear

import (
	"math"
	"math/rand/v2"
	"testing"
)

// made returns a model of outputs whose features have weights of up to most
// steps.
func made(rng *rand.Rand, outputs, most int, keys ...uint32) *Model {
	m := &Model{}
	for range outputs {
		m.bias, m.step = append(m.bias, rng.Float32()), append(m.step, rng.Float32()+0.1)
	}
	for _, key := range keys {
		weights := make([]int16, outputs)
		for o := range weights {
			weights[o] = int16([]int{most, -most, rng.IntN(2*most+1) - most}[rng.IntN(3)])
		}
		m.addRow(key, weights)
	}
	m.index()
	return m
}

func joined(t *testing.T, models ...*Model) *Joint {
	t.Helper()
	j, err := Join(models...)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// Models that are read as one say what each says by itself: with as many
// outputs and as large weights as there is room for, of features of any number,
// known to both, to one or to none, and more of them than are summed at once.
func TestJoint(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	shared := []uint32{0, 1, 2, 1 << 16, 1 << 31, math.MaxUint32}
	for _, outputs := range [][2]int{{1, 1}, {4, 23}, {5, 23}, {28, 0}, {0, 28}} {
		a := made(rng, outputs[0], 127, shared...)
		b := made(rng, outputs[1], 127, 0, 3, 5, 1<<31)
		j := joined(t, a, b)
		for _, n := range []int{0, 1, mostBytes - 1, mostBytes, mostBytes + 1, 3*mostBytes + 1} {
			both, one, other := picked(rng, n), picked(rng, n), picked(rng, n/2)
			var sum Sum
			j.Add(&sum, both)
			j.AddOf(0, &sum, one)
			j.AddOf(1, &sum, other)
			got := make([]float32, j.Outputs())
			j.Score(got, &sum, 0.5, 0.25)
			want := append(scoresOf(a, 0.5, both, one), scoresOf(b, 0.25, both, other)...)
			for o := range want {
				if math.Abs(float64(got[o]-want[o])) > 1e-3*max(1, math.Abs(float64(want[o]))) {
					t.Errorf("%d outputs, %d features, output %d: %v, want %v", outputs, n, o, got[o], want[o])
				}
			}
		}
	}
}

// picked returns features: many different ones, or one so often that its sums are
// the largest there are.
func picked(rng *rand.Rand, n int) []uint32 {
	list := make([]uint32, n)
	all := []uint32{0, 1, 2, 3, 4, 5, 1 << 16, 1 << 31, math.MaxUint32, 77}
	for i := range list {
		list[i] = all[rng.IntN(len(all))]
	}
	if n%2 == 1 {
		for i := range list {
			list[i] = list[0]
		}
	}
	return list
}

func scoresOf(m *Model, value float32, lists ...[]uint32) []float32 {
	var list []Feature
	for _, hashes := range lists {
		for _, h := range hashes {
			list = append(list, Feature{h, value})
		}
	}
	return scores(m, list)
}

// A feature that no model knows is looked for in a table as full as it gets.
func TestJointFull(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for n := range 200 {
		keys := make([]uint32, n)
		for i := range keys {
			keys[i] = uint32(i) << 16
		}
		j := joined(t, made(rng, 2, 9, keys...))
		var sum Sum
		j.Add(&sum, []uint32{math.MaxUint32, uint32(n) << 16})
		if sum != (Sum{}) {
			t.Errorf("%d features: one that is none counts", n)
		}
	}
}

func TestJoinTooMuch(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	for name, models := range map[string][]*Model{
		"outputs":          {made(rng, 5, 1, 1), made(rng, 24, 1, 1)},
		"a weight":         {made(rng, 28, 128, 1, 2, 3)},
		"a weight of many": {made(rng, 28, math.MaxInt16, 1, 2, 3)},
	} {
		if _, err := Join(models...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
