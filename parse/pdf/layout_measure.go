package pdf

import (
	"math"
	"slices"
	"unicode/utf8"
)

// A measure is what is usual in a document: without it no single line can
// be told to be large, short or far from the next.
type measure struct {
	body    float64         // size of the type that most of the text is set in
	leading map[int]float64 // distance of baselines within a paragraph, by size in half points
	left    float64         // left edge of the text
	right   map[int]float64 // right edge of the text, by width of the page
}

// usualLeading is the distance of baselines, as a part of the size, where a
// document does not show it: Word's single spacing of Tahoma and Verdana is
// 1.21, of Arial 1.15.
const usualLeading = 1.21

func halfPoints(size float64) int { return int(math.Round(2 * size)) }

// measureLines takes the measure of a document.
func measureLines(pages [][]*line, width func(p int) float64) *measure {
	m := &measure{leading: make(map[int]float64), right: make(map[int]float64)}
	chars := make(map[int]int)
	steps := make(map[int]map[int]int)
	edges := make(map[int][]float64)
	var lefts []float64
	for p, ls := range pages {
		w := int(width(p))
		for i, l := range ls {
			n, k := utf8.RuneCountInString(l.text), halfPoints(l.size)
			chars[k] += n
			edges[w] = append(edges[w], l.x1)
			lefts = append(lefts, l.x)
			if i == 0 || halfPoints(ls[i-1].size) != k {
				continue
			}
			// Between 0.9 and 2.2 times the size lies every spacing of the
			// lines of a paragraph, half of it in the next bin or not.
			if dy := l.y - ls[i-1].y; dy > 0.9*l.size && dy < 2.2*l.size {
				if steps[k] == nil {
					steps[k] = make(map[int]int)
				}
				steps[k][int(math.Round(5*dy))] += n
			}
		}
	}
	m.body = float64(commonest(chars)) / 2
	for k, s := range steps {
		m.leading[k] = float64(commonest(s)) / 5
	}
	if len(lefts) > 0 {
		slices.Sort(lefts)
		m.left = lefts[len(lefts)/100]
	}
	for w, e := range edges {
		// One line in a hundred may stick out: an address of a web page, say.
		slices.Sort(e)
		m.right[w] = e[(len(e)-1)*99/100]
	}
	return m
}

// commonest returns the key of the highest count, the lowest of equals.
func commonest(counts map[int]int) int {
	best := 0
	for k, n := range counts {
		if b := counts[best]; n > b || n == b && k < best {
			best = k
		}
	}
	return best
}

// lead returns the distance of baselines in a paragraph of that size. Of a
// size that is rare, and mostly in headings, the document may show nothing
// but distances of paragraphs, so that the text's own is the limit.
func (m *measure) lead(size float64) float64 {
	usual := usualLeading
	if dy := m.leading[halfPoints(m.body)]; dy > 0 {
		usual = dy / m.body
	}
	if dy := m.leading[halfPoints(size)]; dy > 0 && dy < 1.1*usual*size {
		return dy
	}
	return usual * size
}
