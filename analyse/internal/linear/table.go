package linear

import (
	"math"
	"slices"
)

// A Table holds a number for each of many features. Those that it does not
// hold have a number in common.
type Table struct{ model Model }

// NewTable returns a table of values, rounded to thousandths of the largest.
func NewTable(values map[uint32]float32, others float32) *Table {
	t := &Table{Model{bias: []float32{others}, step: []float32{0}, start: []uint32{0}}}
	m := &t.model
	for key, v := range values {
		m.keys = append(m.keys, key)
		m.step[0] = max(m.step[0], v/1000, -v/1000)
	}
	slices.Sort(m.keys)
	for i, key := range m.keys {
		m.cells = append(m.cells, cell{0, int16(math.Round(float64(values[key] / m.step[0])))})
		m.start = append(m.start, uint32(i+1))
	}
	m.index()
	return t
}

// Value returns the number of a feature.
func (t *Table) Value(key uint32) float32 {
	if row := t.model.row(key); len(row) == 1 {
		return t.model.step[0] * float32(row[0].weight)
	}
	return t.model.bias[0]
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (t *Table) MarshalBinary() ([]byte, error) { return t.model.MarshalBinary() }

// UnmarshalBinary implements encoding.BinaryUnmarshaler.
func (t *Table) UnmarshalBinary(data []byte) error {
	var read Model
	if err := read.UnmarshalBinary(data); err != nil {
		return err
	}
	if len(read.bias) != 1 {
		return ErrDamaged
	}
	t.model = read
	return nil
}
