package pdf

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// A grid is a table, or a box, that rules draw on a page. Its cells are made
// of the units between neighbouring rules, joined where no rule parts them.
type grid struct {
	x, y []float64 // where rules stand, in ascending order
	cell []int     // for each unit, row by row, the first unit of its cell
}

func (g *grid) left() float64   { return g.x[0] }
func (g *grid) right() float64  { return g.x[len(g.x)-1] }
func (g *grid) top() float64    { return g.y[0] }
func (g *grid) bottom() float64 { return g.y[len(g.y)-1] }
func (g *grid) columns() int    { return len(g.x) - 1 }
func (g *grid) rows() int       { return len(g.y) - 1 }

// Thresholds of grids, in points: borders are drawn to a fraction of one.
const (
	touch      = 3.0 // rules that come this near meet
	maxUnits   = 4000
	maxGrids   = 64  // of a page: more, and it is a drawing
	pageBorder = 0.8 // a box taller than this part of the page frames the page
)

// grids finds the grids that a page's rules draw, smallest first, so that
// one inside a cell of another is found before it.
func grids(rules []rule, pageHeight float64) []*grid {
	if len(rules) >= maxPageRules {
		return nil
	}
	var level, upright []rule
	for _, r := range rules {
		if r.level() {
			level = append(level, r)
		} else {
			upright = append(upright, r)
		}
	}
	if len(upright) == 0 || len(level) == 0 {
		return nil
	}
	level = mergeRules(level, rule.turn, rule.turn)
	upright = mergeRules(upright, rule.same, rule.same)
	var out []*grid
	for _, g := range meeting(level, upright) {
		if g := newGrid(g.level, g.upright); g != nil && !(len(g.cell) == 1 && g.bottom()-g.top() > pageBorder*pageHeight) {
			out = append(out, g)
		}
	}
	if len(out) > maxGrids {
		return nil
	}
	slices.SortStableFunc(out, func(a, b *grid) int {
		return cmp.Compare((a.right()-a.left())*(a.bottom()-a.top()), (b.right()-b.left())*(b.bottom()-b.top()))
	})
	return out
}

func (r rule) turn() rule { return rule{r.y0, r.x0, r.y1, r.x1} }
func (r rule) same() rule { return r }

// mergeRules joins the pieces of a line: Word draws each cell's border by
// itself. turn makes the rules upright, back turns them again.
func mergeRules(rules []rule, turn, back func(rule) rule) []rule {
	for i := range rules {
		rules[i] = turn(rules[i])
	}
	slices.SortFunc(rules, func(a, b rule) int {
		if c := cmp.Compare(math.Round(a.x0/touch), math.Round(b.x0/touch)); c != 0 {
			return c
		}
		return cmp.Compare(a.y0, b.y0)
	})
	out := rules[:0]
	for _, r := range rules {
		if n := len(out); n > 0 && math.Abs(out[n-1].x0-r.x0) < touch && r.y0-out[n-1].y1 < touch && r.y0 >= out[n-1].y0-touch {
			out[n-1].y1 = math.Max(out[n-1].y1, r.y1)
			continue
		}
		out = append(out, r)
	}
	for i := range out {
		out[i] = back(out[i])
	}
	return out
}

type ruleGroup struct{ level, upright []rule }

// meeting groups rules that meet.
func meeting(level, upright []rule) []ruleGroup {
	parent := make([]int, len(level)+len(upright))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	slices.SortFunc(level, func(a, b rule) int { return cmp.Compare(a.y0, b.y0) })
	for j, v := range upright {
		from := sort.Search(len(level), func(i int) bool { return level[i].y0 >= v.y0-touch })
		for i := from; i < len(level) && level[i].y0 <= v.y1+touch; i++ {
			if h := level[i]; h.x0-touch <= v.x0 && v.x0 <= h.x1+touch {
				parent[find(i)] = find(len(level) + j)
			}
		}
	}
	groups := make(map[int]*ruleGroup)
	var order []int
	for i := range parent {
		root := find(i)
		if groups[root] == nil {
			groups[root] = &ruleGroup{}
			order = append(order, root)
		}
		if g := groups[root]; i < len(level) {
			g.level = append(g.level, level[i])
		} else {
			g.upright = append(g.upright, upright[i-len(level)])
		}
	}
	var out []ruleGroup
	for _, root := range order {
		g := groups[root]
		if len(g.level) >= 2 && len(g.upright) >= 1 || len(g.upright) >= 2 && len(g.level) >= 1 {
			out = append(out, *g)
		}
	}
	return out
}

// newGrid makes the cells of a grid. Its outline may be left open.
func newGrid(level, upright []rule) *grid {
	g := &grid{}
	for _, r := range level {
		g.x = append(g.x, r.x0, r.x1)
		g.y = append(g.y, r.y0)
	}
	g.x = []float64{slices.Min(g.x), slices.Max(g.x)}
	for _, r := range upright {
		g.x = append(g.x, r.x0)
		g.y = append(g.y, r.y0, r.y1)
	}
	g.x, g.y = distinct(g.x), distinct(g.y)
	if len(g.x) < 2 || len(g.y) < 2 || g.columns()*g.rows() > maxUnits {
		return nil
	}
	cols := g.columns()
	g.cell = make([]int, cols*g.rows())
	above := covers(level, g.y, g.x, func(r rule) (at, from, to float64) { return r.y0, r.x0, r.x1 })
	beside := covers(upright, g.x, g.y, func(r rule) (at, from, to float64) { return r.x0, r.y0, r.y1 })
	for i := range g.cell {
		row, col := i/cols, i%cols
		g.cell[i] = i
		switch {
		case col > 0 && !beside[[2]int{col, row}]:
			g.cell[i] = g.cell[i-1]
		case row > 0 && !above[[2]int{row, col}]:
			g.cell[i] = g.cell[i-cols]
		}
	}
	return g
}

// covers tells for which line and which unit along it a rule is drawn.
func covers(rules []rule, lines, along []float64, of func(rule) (at, from, to float64)) map[[2]int]bool {
	m := make(map[[2]int]bool)
	for _, r := range rules {
		at, from, to := of(r)
		i := nearest(lines, at)
		for u := max(sort.SearchFloat64s(along, from)-1, 0); u+1 < len(along) && along[u] <= to; u++ {
			if mid := (along[u] + along[u+1]) / 2; from <= mid && mid <= to {
				m[[2]int{i, u}] = true
			}
		}
	}
	return m
}

func nearest(v []float64, x float64) int {
	i := sort.SearchFloat64s(v, x)
	if i == len(v) || i > 0 && x-v[i-1] < v[i]-x {
		i--
	}
	return i
}

// distinct sorts v and leaves out what is nearly equal.
func distinct(v []float64) []float64 {
	slices.Sort(v)
	out := v[:0]
	for _, x := range v {
		if len(out) == 0 || x-out[len(out)-1] > touch {
			out = append(out, x)
		}
	}
	return out
}

// unit returns the cell that holds the point, or -1.
func (g *grid) unit(x, y float64) int {
	if x < g.left() || x > g.right() || y < g.top() || y > g.bottom() {
		return -1
	}
	col := min(max(sort.SearchFloat64s(g.x, x)-1, 0), g.columns()-1)
	row := min(max(sort.SearchFloat64s(g.y, y)-1, 0), g.rows()-1)
	return g.cell[row*g.columns()+col]
}

// width returns the left and right edges of a cell.
func (g *grid) width(cell int) (left, right float64) {
	cols := g.columns()
	end := cell % cols
	for end+1 < cols && g.cell[cell+end-cell%cols+1] == cell {
		end++
	}
	return g.x[cell%cols], g.x[end+1]
}
