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
			for o := range row {
				weight := weightOf(m.at(i), o)
				row[o] += float64(m.step[o]) * float64(weight) / 2
				steps = max(steps, float32(weight), -float32(weight))
			}
		}
	}
	mean := &Model{step: make([]float32, len(a.bias))}
	for i := range a.bias {
		mean.bias = append(mean.bias, (a.bias[i]+b.bias[i])/2)
	}
	for _, row := range rows {
		for i, w := range row {
			mean.step[i] = max(mean.step[i], float32(math.Abs(w))/max(steps, 1))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		mean.round(key, rows[key])
	}
	mean.index()
	return mean
}

// round rounds a feature's weights to steps and leaves it out where they come to
// none. Features must come in rising order.
func (m *Model) round(key uint32, weights []float64) {
	rounded := make([]int16, len(weights))
	for i, w := range weights {
		rounded[i] = int16(math.Round(w / max(float64(m.step[i]), 1e-12)))
	}
	if slices.ContainsFunc(rounded, func(w int16) bool { return w != 0 }) {
		m.addRow(key, rounded)
	}
}
