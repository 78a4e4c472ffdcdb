package conv

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"sync/atomic"
)

// magic begins an encoded network; its last byte is the version.
const magic = "conv\x01"

// ErrDamaged is what UnmarshalBinary returns for what MarshalBinary did not
// write.
var ErrDamaged = errors.New("not a network of package conv")

// MarshalBinary implements encoding.BinaryMarshaler: the sizes, the words'
// numbers and the weights, each group of which is rounded to 255 steps.
func (n *Net) MarshalBinary() ([]byte, error) {
	b := []byte(magic)
	for _, size := range []int{n.dim, n.filters, n.outputs, n.blind, len(n.words.list)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(size))
	}
	for _, w := range n.words.list {
		b = binary.LittleEndian.AppendUint32(b, uint32(w))
	}
	for _, g := range n.groups() {
		b = round(b, g)
	}
	return b, nil
}

// groups are the weights, in runs that are about as large as each other.
func (n *Net) groups() [][]float32 {
	groups := [][]float32{n.bias}
	for _, run := range []struct {
		weights []float32
		length  int
	}{{n.vectors, n.dim}, {n.filter, Window * n.dim}, {n.out, n.inputs()}} {
		groups = slices.AppendSeq(groups, slices.Chunk(run.weights, run.length))
	}
	return groups
}

// round appends the size of a step and each weight as a number of steps.
func round(b []byte, weights []float32) []byte {
	step := stepOf(weights)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(step))
	for _, w := range weights {
		b = append(b, byte(int8(math.Round(float64(w/step)))))
	}
	return b
}

// stepOf returns the size of a step of which the largest of weights has 127.
func stepOf(weights []float32) float32 {
	top := float32(0)
	for _, w := range weights {
		top = max(top, w, -w)
	}
	return max(top/math.MaxInt8, 1e-12)
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler.
func (n *Net) UnmarshalBinary(data []byte) error {
	if len(data) < len(magic)+20 || string(data[:len(magic)]) != magic {
		return ErrDamaged
	}
	data = data[len(magic):]
	var size [5]int
	for i := range size {
		size[i] = int(binary.LittleEndian.Uint32(data))
		data = data[4:]
		if size[i] > 1<<16 {
			return ErrDamaged
		}
	}
	read := Net{dim: size[0], filters: size[1], outputs: size[2], blind: size[3]}
	want := 4 * size[4]
	if size[0] == 0 || read.filters > mostFilters || len(data) < want {
		return ErrDamaged
	}
	list := make([]Token, size[4])
	for i := range list {
		list[i] = Token(binary.LittleEndian.Uint32(data[4*i:]))
	}
	var once bool
	if read.words, once = newVocabulary(list); !once {
		return ErrDamaged
	}
	data = data[want:]
	rows := firstWord + size[4]
	// Every weight takes a byte: what does not fit is not to be made room for.
	if rows*read.dim+Window*read.filters*read.dim+read.outputs*read.inputs() > len(data) || read.blind > read.outputs {
		return ErrDamaged
	}
	read.bias = make([]float32, read.filters)
	read.vectors = make([]float32, rows*read.dim)
	read.filter = make([]float32, read.filters*Window*read.dim)
	read.out = make([]float32, read.outputs*read.inputs())
	for _, g := range read.groups() {
		if len(data) < 4+len(g) {
			return ErrDamaged
		}
		step := math.Float32frombits(binary.LittleEndian.Uint32(data))
		for i := range g {
			g[i] = step * float32(int8(data[4+i]))
		}
		data = data[4+len(g):]
	}
	if len(data) > 0 {
		return ErrDamaged
	}
	read.forget()
	*n = read
	return nil
}

// forget gives up all answers worked out so far.
func (n *Net) forget() {
	n.answers = make([]atomic.Pointer[answer], len(n.vectors)/n.dim)
	n.lanes, n.pairs, n.means = lanesOf(n), pairsOf(n), meansOf(n)
}
