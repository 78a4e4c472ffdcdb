package pdf

import (
	"math"
	"strings"
)

// Furniture of the page stands in these parts of its height.
const (
	headZone = 0.14
	footZone = 0.16
)

// repeated is on how many pages of a hundred furniture stands at least. The
// headings of several sections may stand at the same height.
const repeated = 16

// runningLines returns for each page which of its lines are running headers
// or footers: what stands at the same height with the same words on several
// pages, figures aside, and a page's own number at its foot.
func runningLines(pages [][]*line, height func(p int) float64, body float64) []map[*line]bool {
	counts := make(map[runningKey]int)
	words := make(map[string]int) // at any height
	for p, ls := range pages {
		once := make(map[runningKey]bool)
		for _, l := range ls {
			if k, ok := newRunningKey(l, height(p)); ok && !once[k] {
				once[k] = true
				counts[k]++
				words[k.text]++
			}
		}
	}
	often := max(2, min(3, len(pages)-1), len(pages)*repeated/100)
	out := make([]map[*line]bool, len(pages))
	for p, ls := range pages {
		out[p] = make(map[*line]bool)
		for i, l := range ls {
			k, ok := newRunningKey(l, height(p))
			if !ok {
				continue
			}
			n := 0
			for d := -1; d <= 1; d++ { // its neighbours at nearly the same height
				n += counts[runningKey{k.text, k.height + d}]
			}
			if n >= often || words[k.text] >= max(often, len(pages)/2) || i >= len(ls)-2 && k.height < 0 && isPageNumber(l.text) {
				out[p][l] = true
			}
		}
		spread(ls, out[p], height(p))
		if len(ls) > 1 && loneHeader(ls[0], ls[1], height(p), body) {
			out[p][ls[0]] = true
		}
	}
	return out
}

// loneHeader tells small type at the very top of a page, far from the text:
// the header of a first page, which no other need have.
func loneHeader(l, next *line, height, body float64) bool {
	const top, small, far = 0.06, 0.9, 4
	return l.y < top*height && l.size < small*body && next.y-l.y > far*l.size
}

// spread takes in what stands above a running header or below a running
// footer.
func spread(ls []*line, running map[*line]bool, height float64) {
	foot, head := false, false
	for i, l := range ls {
		k := ls[len(ls)-1-i]
		foot = foot || running[l] && l.y > height/2
		head = head || running[k] && k.y < height/2
		if foot {
			running[l] = true
		}
		if head {
			running[k] = true
		}
	}
}

// A runningKey is the words of a line and its height: from the top, or
// negative from the foot, in steps of two points.
type runningKey struct {
	text   string
	height int
}

func newRunningKey(l *line, height float64) (runningKey, bool) {
	const step = 2
	y := l.y
	switch {
	case y < headZone*height:
	case y > (1-footZone)*height:
		y -= height
	default:
		return runningKey{}, false
	}
	if l.y > height || l.y < 0 {
		return runningKey{}, false
	}
	return runningKey{withoutFigures(l.text), int(math.Floor(y / step))}, true
}

// withoutFigures puts # for every run of figures.
func withoutFigures(s string) string {
	var b strings.Builder
	in := false
	for _, r := range s {
		if '0' <= r && r <= '9' {
			if !in {
				b.WriteByte('#')
			}
			in = true
			continue
		}
		in = false
		b.WriteRune(r)
	}
	return b.String()
}

func isPageNumber(s string) bool {
	s = strings.ToLower(withoutFigures(s))
	switch strings.Trim(s, "-–| ") {
	case "#", "page #", "page # of #", "# of #", "# / #", "#/#":
		return true
	}
	return false
}
