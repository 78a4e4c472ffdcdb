package render

import (
	"math"
	"slices"
	"time"

	"ofsted/model"
)

// A scale puts days on a line. Between its points, which are inspections, it
// is even; what stands too near together is drawn apart.
type scale struct{ day, x []float64 }

// at returns the place of a day.
func (s scale) at(day float64) float64 {
	n := len(s.day)
	switch {
	case n == 0:
		return chartLeft
	case n == 1:
		return s.x[0]
	}
	i, _ := slices.BinarySearch(s.day, day)
	i = min(max(i, 1), n-1)
	return s.x[i-1] + (day-s.day[i-1])/(s.day[i]-s.day[i-1])*(s.x[i]-s.x[i-1])
}

// even reports whether time has the same scale everywhere.
func (s scale) even() bool {
	for i, x := range s.x {
		whole := scale{[]float64{s.day[0], s.day[len(s.day)-1]}, []float64{s.x[0], s.x[len(s.x)-1]}}
		if len(s.x) > 1 && math.Abs(whole.at(s.day[i])-x) > 1 {
			return false
		}
	}
	return true
}

// days counts days, and reports whether there is a date. A month without a
// day counts as its middle.
func days(d model.Date) (float64, bool) {
	if t, err := time.Parse(time.DateOnly, string(d)); err == nil {
		return float64(t.Unix() / 86400), true
	}
	t, err := time.Parse("2006-01", string(d))
	return float64(t.Unix()/86400) + 14, err == nil
}

// spread returns the scale from the first day to the last on which heading
// days stand markGap apart at least: each gap between two days gets what it
// needs, and the rest is shared out by time.
func spread(first, last float64, heading []float64, from, room float64) scale {
	points := slices.Clone(heading)
	if len(points) == 0 || points[0] > first {
		points = slices.Insert(points, 0, first)
	}
	if last > points[len(points)-1] {
		points = append(points, last)
	}
	gaps := make([]float64, len(points)-1)
	least := make([]float64, len(gaps))
	inHead := func(day float64) bool {
		_, found := slices.BinarySearch(heading, day)
		return found
	}
	for i := range gaps {
		gaps[i] = points[i+1] - points[i]
		if inHead(points[i]) && inHead(points[i+1]) {
			least[i] = markGap
		}
	}
	s := scale{day: points, x: []float64{from}}
	for i, wide := range share(gaps, least, room) {
		s.x = append(s.x, s.x[i]+wide)
	}
	return s
}

// share shares room out in proportion to wants, so that each gets its least.
func share(wants, least []float64, room float64) []float64 {
	got := make([]float64, len(wants))
	fixed := make([]bool, len(wants))
	for again := true; again; {
		again = false
		rest, sum := room, 0.0
		for i := range wants {
			if fixed[i] {
				rest -= least[i]
			} else {
				sum += wants[i]
			}
		}
		for i := range wants {
			if fixed[i] {
				got[i] = least[i]
				continue
			}
			got[i] = max(rest, 0) * wants[i] / sum
			if got[i] < least[i] {
				fixed[i], again = true, true
			}
		}
	}
	return got
}
