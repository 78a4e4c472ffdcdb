package pdf

import "math"

// A rule is a straight line along the page or down it, as the borders of
// tables are drawn: stroked, or filled as a thin rectangle.
type rule struct{ x0, y0, x1, y1 float64 }

func (r rule) level() bool { return r.x1-r.x0 >= r.y1-r.y0 }

// What may count as a rule, in points.
const (
	maxRuleWidth  = 4 // thicker, and it is a box or a bar
	minRuleLength = 4 // shorter, and it is the corner of a border or part of a drawing
)

const (
	maxPathPoints = 512  // of one path: borders have few
	maxPageRules  = 1024 // of one page: beyond it, it is a drawing and no table
)

type point struct{ x, y float64 }

// A dot is a small round or square shape, as browsers draw for the bullets of
// lists.
type dot struct{ x0, y0, x1, y1 float64 }

// The size of dots in points.
const (
	minDot = 1.5
	maxDot = 9
)

const (
	maxDotPoints = 64 // browsers draw a disc in 16 curves of 3
	maxPageDots  = 4096
)

// A path is what m, l, re and h build until an operator paints it.
type path struct {
	pts    []point
	starts []int // where the subpaths begin in pts
	curved bool  // holds a curve, or too many points: no border
}

func (p *path) reset() {
	p.pts, p.starts, p.curved = p.pts[:0], p.starts[:0], false
}

func (p *path) move(x, y float64, m matrix) {
	p.starts = append(p.starts, len(p.pts))
	p.line(x, y, m)
}

func (p *path) line(x, y float64, m matrix) {
	if len(p.pts) >= maxPathPoints || len(p.starts) == 0 {
		p.curved = true
		return
	}
	p.pts = append(p.pts, point{x*m.a + y*m.c + m.e, x*m.b + y*m.d + m.f})
}

func (p *path) close() {
	if n := len(p.starts); n > 0 && p.starts[n-1] < len(p.pts) && len(p.pts) < maxPathPoints {
		p.pts = append(p.pts, p.pts[p.starts[n-1]])
	}
}

func (p *path) rect(x, y, w, h float64, m matrix) {
	p.move(x, y, m)
	p.line(x+w, y, m)
	p.line(x+w, y+h, m)
	p.line(x, y+h, m)
	p.close()
}

// draw follows the path operators (PDF 32000-1:2008, tables 59 and 60). A
// path that only clips leaves no rule.
func (in *interp) draw(op string, args []token) {
	switch op {
	case "m":
		v := nums(args, 2)
		in.path.move(v[0], v[1], in.st.ctm)
	case "l":
		v := nums(args, 2)
		in.path.line(v[0], v[1], in.st.ctm)
	case "re":
		v := nums(args, 4)
		in.path.rect(v[0], v[1], v[2], v[3], in.st.ctm)
	case "h":
		in.path.close()
	case "c":
		in.curve(nums(args, 6))
	case "v", "y":
		in.curve(nums(args, 4))
	case "n":
		in.path.reset()
	case "s", "b", "b*":
		in.path.close()
		in.stroke()
	case "S", "B", "B*":
		in.stroke()
	case "f", "F", "f*":
		in.fill()
	}
}

// curve adds the points that bound a curve.
func (in *interp) curve(v [6]float64) {
	for i := 0; i < len(v) && (i < 4 || v[4] != 0 || v[5] != 0); i += 2 {
		in.path.line(v[i], v[i+1], in.st.ctm)
	}
	in.path.curved = true
}

// stroke keeps the straight sides of a stroked path.
func (in *interp) stroke() {
	in.addDot()
	in.path.each(func(pts []point) {
		for i := 1; i < len(pts); i++ {
			in.addRule(bounds(pts[i-1 : i+1]))
		}
	})
}

// each calls f for every subpath, if the path may be a border at all, and
// ends the path.
func (p *path) each(f func([]point)) {
	for i, start := range p.starts {
		end := len(p.pts)
		if i+1 < len(p.starts) {
			end = p.starts[i+1]
		}
		if !p.curved && end > start {
			f(p.pts[start:end])
		}
	}
	p.reset()
}

// fill keeps the thin rectangles of a filled path.
func (in *interp) fill() {
	in.addDot()
	in.path.each(func(pts []point) {
		if len(pts) >= 4 && len(pts) <= 6 {
			in.addRule(bounds(pts))
		}
	})
}

func bounds(pts []point) rule {
	r := rule{pts[0].x, pts[0].y, pts[0].x, pts[0].y}
	for _, q := range pts[1:] {
		r.x0, r.x1 = math.Min(r.x0, q.x), math.Max(r.x1, q.x)
		r.y0, r.y1 = math.Min(r.y0, q.y), math.Max(r.y1, q.y)
	}
	return r
}

func (in *interp) addRule(r rule) {
	w, h := r.x1-r.x0, r.y1-r.y0
	if math.Min(w, h) <= maxRuleWidth && math.Max(w, h) >= minRuleLength && len(in.rules) < maxPageRules {
		in.rules = append(in.rules, r)
	}
}

// addDot keeps the path as a dot if it is one small shape.
func (in *interp) addDot() {
	p := &in.path
	if len(p.starts) != 1 || len(p.pts) < 4 || len(p.pts) > maxDotPoints || len(in.dots) >= maxPageDots {
		return
	}
	b := bounds(p.pts)
	w, h := b.x1-b.x0, b.y1-b.y0
	if minDot <= w && w <= maxDot && math.Abs(w-h) < 0.2*w {
		in.dots = append(in.dots, dot(b))
	}
}
