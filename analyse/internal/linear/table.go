package linear

import (
	"maps"
	"math"
	"slices"
)

// A Table holds a number for each of many features. Those that it does not
// hold have a number in common.
type Table struct{ model Model }

// NewTable returns a table of values, rounded to thousandths of the largest.
func NewTable(values map[uint32]float32, others float32) *Table {
	t := &Table{Model{bias: []float32{others}, step: []float32{0}}}
	m := &t.model
	for _, v := range values {
		m.step[0] = max(m.step[0], v/1000, -v/1000)
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		m.addRow(key, []int16{int16(math.Round(float64(values[key] / m.step[0])))})
	}
	m.index()
	return t
}

// Value returns the number of a feature.
func (t *Table) Value(key uint32) float32 {
	if row := t.model.row(key); row != nil {
		return t.model.step[0] * float32(weightOf(row, 0))
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
