package linear

import "fmt"

// A Joint is several models read as one: a feature is looked up once for all
// of them, and what they all say of it lies side by side. It is safe for use
// by several goroutines.
//
// Each slot of its table, an open hash table, is a feature's key and, behind
// it, a byte for its weight for each output, within one half of a cache line.
// Weights stand above zero, so that no sum borrows from its neighbour and no
// slot in use is all noughts.
type Joint struct {
	bias  []float32 // of each output, those of the first model first
	step  []float32 // what one of a weight stands for, of each output
	model []int     // that each output is of
	first []int     // output of each model, and behind the last one's last
	slots []slot
	shift uint
}

type slot [4]uint64

const (
	keyBytes  = 4
	jointMost = len(slot{})*8 - keyBytes // outputs of a Joint

	byteZero = 128 // how a weight of nought stands in a slot
	// evenBytes picks every other byte of a word, each of which then has room
	// for a sum of mostBytes of them.
	evenBytes = 0x00ff00ff_00ff00ff
	mostBytes = (1<<16 - 1) / (1<<8 - 1)
)

// Join returns the models as one. Its error is that they have more outputs
// than a slot has room for, or weights of more than a byte.
func Join(models ...*Model) (*Joint, error) {
	j := &Joint{}
	features := 0
	for i, m := range models {
		j.first = append(j.first, len(j.bias))
		for o := range m.bias {
			j.bias, j.step, j.model = append(j.bias, m.bias[o]), append(j.step, m.step[o]), append(j.model, i)
		}
		features += len(m.keys)
	}
	j.first = append(j.first, len(j.bias))
	if len(j.bias) > jointMost {
		return nil, fmt.Errorf("%d outputs, of which a joint model has room for %d", len(j.bias), jointMost)
	}
	j.slots, j.shift = newTable[slot](features*4/3 + 2) // three quarters full at most
	for i, m := range models {
		if err := j.take(m, j.first[i]); err != nil {
			return nil, err
		}
	}
	return j, nil
}

// take takes over the weights of a model, the first of whose outputs is one of ours.
func (j *Joint) take(m *Model, first int) error {
	for i, key := range m.keys {
		s := j.slot(key)
		for o := range m.bias {
			w := weightOf(m.at(i), o)
			if w <= -byteZero || w >= byteZero {
				return fmt.Errorf("a weight of %d, where a joint model has room for less than %d", w, byteZero)
			}
			s.set(first+o, w)
		}
	}
	return nil
}

// Outputs returns the number of scores that the models give together.
func (j *Joint) Outputs() int { return len(j.bias) }

// slot returns the slot of a feature, which it has from now on.
func (j *Joint) slot(key uint32) *slot {
	at := j.find(key)
	s := &j.slots[at]
	if s[0] == 0 {
		s[0] = uint64(key)
		for o := range jointMost {
			s.set(o, 0)
		}
	}
	return s
}

// set sets the weight for an output.
func (s *slot) set(output, weight int) {
	at := output + keyBytes
	shift := 8 * (at % 8)
	s[at/8] = s[at/8]&^(0xff<<shift) | uint64(weight+byteZero)<<shift
}

// find returns the place of a feature, or a free one where it would stand.
func (j *Joint) find(key uint32) uint32 {
	at := key * golden >> j.shift
	for j.slots[at][0] != 0 && uint32(j.slots[at][0]) != key {
		at = (at + 1) & uint32(len(j.slots)-1)
	}
	return at
}

// A Sum is what features add to the outputs of a Joint, in steps. Its zero
// value is that of no features.
type Sum struct {
	steps [jointMost]int32
}

// Add adds features that all models may know, each of which counts the same.
func (j *Joint) Add(sum *Sum, features []uint32) { j.addTo(sum, features, 0, len(j.bias)) }

// AddOf adds features that are for one of the models alone: another may know a
// different feature of the same number.
func (j *Joint) AddOf(model int, sum *Sum, features []uint32) {
	j.addTo(sum, features, j.first[model], j.first[model+1])
}

// addTo adds features to some of the outputs.
func (j *Joint) addTo(sum *Sum, features []uint32, from, to int) {
	for len(features) > 0 {
		n := min(len(features), mostBytes)
		j.addSome(sum, features[:n], from, to)
		features = features[n:]
	}
}

func (j *Joint) addSome(sum *Sum, features []uint32, from, to int) {
	var even, odd slot
	unknown := int32(0)
	for _, key := range features {
		s := &j.slots[j.find(key)]
		if s[0] == 0 { // and so are the rest, which may be added as well as others
			unknown++
		}
		for i, word := range s {
			even[i] += word & evenBytes
			odd[i] += word >> 8 & evenBytes
		}
	}
	known := int32(len(features)) - unknown
	for o := from; o < to; o++ {
		at := o + keyBytes
		word := even[at/8]
		if at%2 == 1 {
			word = odd[at/8]
		}
		sum.steps[o] += int32(word>>(8*(at%8&^1))&(1<<16-1)) - byteZero*known
	}
}

// Score sets scores, one for each output, to what features with a sum get.
// values are what each of them counts in the first model, in the second and so
// on.
func (j *Joint) Score(scores []float32, sum *Sum, values ...float32) {
	for o := range scores {
		scores[o] = j.bias[o] + values[j.model[o]]*j.step[o]*float32(sum.steps[o])
	}
}
