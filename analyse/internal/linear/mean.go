package linear

import (
	"maps"
	"math"
	"slices"
)

// Mean returns the model whose scores are the mean of those of two, which
// have the same outputs.
func Mean(a, b *Model) *Model {
	rows := map[uint32][]float64{}
	steps := float32(0)
	for _, m := range []*Model{a, b} {
		for i, key := range m.keys {
			row := rows[key]
			if row == nil {
				row = make([]float64, len(m.bias))
				rows[key] = row
			}
			for _, c := range m.cells[m.start[i]:m.start[i+1]] {
				row[c.output] += float64(m.step[c.output]) * float64(c.weight) / 2
			}
		}
		for _, c := range m.cells {
			steps = max(steps, float32(c.weight), -float32(c.weight))
		}
	}
	mean := &Model{step: make([]float32, len(a.bias)), start: []uint32{0}}
	for i := range a.bias {
		mean.bias = append(mean.bias, (a.bias[i]+b.bias[i])/2)
	}
	for _, row := range rows {
		for i, w := range row {
			mean.step[i] = max(mean.step[i], float32(math.Abs(w))/max(steps, 1))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		mean.add(key, rows[key])
	}
	mean.index()
	return mean
}

// add rounds a feature's weights to steps and leaves out those that come to
// none. Features must come in rising order.
func (m *Model) add(key uint32, weights []float64) {
	was := len(m.cells)
	for i, w := range weights {
		if rounded := math.Round(w / max(float64(m.step[i]), 1e-12)); rounded != 0 {
			m.cells = append(m.cells, cell{uint8(i), int16(rounded)})
		}
	}
	if len(m.cells) > was {
		m.keys, m.start = append(m.keys, key), append(m.start, uint32(len(m.cells)))
	}
}
