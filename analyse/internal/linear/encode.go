package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// magic begins an encoded model; its last byte is the version.
const magic = "linear\x01"

// maxOutputs and maxFeatures bound what is read.
const (
	maxOutputs  = 255
	maxFeatures = 1 << 22
)

// ErrDamaged is what UnmarshalBinary returns for what MarshalBinary did not
// write.
var ErrDamaged = errors.New("not the weights of a linear model")

// MarshalBinary implements encoding.BinaryMarshaler: the outputs, the sorted
// features as differences with how many weights they have, the outputs that
// those are for, and the weights.
func (m *Model) MarshalBinary() ([]byte, error) {
	b := []byte(magic)
	b = binary.AppendUvarint(b, uint64(len(m.bias)))
	for i := range m.bias {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.bias[i]))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.step[i]))
	}
	b = binary.AppendUvarint(b, uint64(len(m.keys)))
	var outputs, weights []byte
	last := uint32(0)
	for i, k := range m.keys {
		was := len(outputs)
		for o := range m.bias {
			if w := weightOf(m.at(i), o); w != 0 {
				outputs = append(outputs, byte(o))
				weights = binary.AppendVarint(weights, int64(w))
			}
		}
		b = binary.AppendUvarint(b, uint64(k-last))
		b = binary.AppendUvarint(b, uint64(len(outputs)-was))
		last = k
	}
	return slices.Concat(b, outputs, weights), nil
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler.
func (m *Model) UnmarshalBinary(data []byte) error {
	d := decoder{b: data}
	if string(d.take(len(magic))) != magic {
		return ErrDamaged
	}
	read := Model{}
	for range d.count(maxOutputs) {
		read.bias = append(read.bias, d.float())
		read.step = append(read.step, d.float())
	}
	n := d.count(min(maxFeatures, len(d.b)))
	keys, lengths, cells := make([]uint32, n), make([]int, n), 0
	key := uint32(0)
	for i := range n {
		key += uint32(d.uvarint())
		keys[i], lengths[i] = key, d.count(len(read.bias))
		cells += lengths[i]
	}
	outputs := d.take(cells)
	if !d.bad {
		read.keys, read.rows = make([]uint32, 0, n), make([]uint64, 0, n*read.width())
	}
	weights := make([]int16, len(read.bias))
	for i := 0; i < n && !d.bad; i++ {
		clear(weights)
		last := -1
		for _, o := range outputs[:lengths[i]] {
			d.bad = d.bad || int(o) <= last || int(o) >= len(weights)
			if last = int(o); !d.bad {
				weights[o] = int16(d.varint())
			}
		}
		outputs = outputs[lengths[i]:]
		read.addRow(keys[i], weights)
	}
	if d.bad || len(d.b) > 0 || !slices.IsSorted(keys) {
		return fmt.Errorf("%w: damaged", ErrDamaged)
	}
	read.index()
	*m = read
	return nil
}

// A decoder reads from the front of b. What is missing reads as zero and
// turns bad on.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) take(n int) []byte {
	d.bad = d.bad || n > len(d.b)
	n = min(n, len(d.b))
	taken := d.b[:n]
	d.b = d.b[n:]
	return taken
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	d.take(max(n, 0))
	d.bad = d.bad || n <= 0
	return v
}

func (d *decoder) varint() int64 {
	if len(d.b) > 0 && d.b[0] < 0x80 { // most are one byte, and there are a million
		v := int64(d.b[0])
		d.b = d.b[1:]
		return v>>1 ^ -(v & 1)
	}
	v, n := binary.Varint(d.b)
	d.take(max(n, 0))
	d.bad = d.bad || n <= 0
	return v
}

func (d *decoder) count(limit int) int {
	v := d.uvarint()
	d.bad = d.bad || v > uint64(limit)
	return int(min(v, uint64(limit)))
}

func (d *decoder) float() float32 {
	if b := d.take(4); len(b) == 4 {
		return math.Float32frombits(binary.LittleEndian.Uint32(b))
	}
	return 0
}
