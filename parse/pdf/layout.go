package pdf

import (
	"cmp"
	"slices"

	"ofsted/parse/block"
)

// A geometry reads pages by the position and size of their type.
type geometry struct {
	doc *document
	m   *measure
	c   *composer
}

// layout reads the whole document by geometry.
func (d *document) layout() []block.Block {
	g := &geometry{doc: d}
	pages := make([][]*line, len(d.pages))
	for p := range d.pages {
		if d.ctx.Err() != nil {
			return nil
		}
		pages[p] = bulleted(lines(upright(d.pages[p].spans), p+1), d.pages[p].dots)
	}
	height := func(p int) float64 { return d.pages[p].height }
	g.m = measureLines(pages, func(p int) float64 { return d.pages[p].width })
	running := runningLines(pages, height, g.m.body)
	g.c = newComposer(g.m, pages)
	for p := range pages {
		if d.ctx.Err() != nil {
			return nil
		}
		g.page(p, pages[p], running[p])
	}
	return g.c.finish()
}

// upright returns the spans that are set along the lines of the page.
func upright(spans []span) []*span {
	out := make([]*span, 0, len(spans))
	for i := range spans {
		if !spans[i].turned {
			out = append(out, &spans[i])
		}
	}
	return out
}

// page reads one page: its text with its tables, then its footnotes, turned
// text and furniture.
func (g *geometry) page(p int, ls []*line, running map[*line]bool) {
	pg := &g.doc.pages[p]
	var furniture, text []*line
	for _, l := range ls {
		if running[l] {
			furniture = append(furniture, l)
		} else {
			text = append(text, l)
		}
	}
	text, notes := g.m.footnotes(text)
	body := region{left: g.m.left, right: g.m.right[int(pg.width)]}
	g.c.beginPage(p+1, text)
	for _, t := range g.tables(text, pg, body) {
		g.c.add(t)
	}
	g.c.endPage(notes, turned(pg.spans, p+1), furniture)
}

// turned returns the text that runs up or down the page.
func turned(spans []span, page int) *inline {
	in := &inline{}
	for i := range spans {
		if spans[i].turned {
			in.put(&spans[i], page)
			in.gap()
		}
	}
	return in
}

// tables parts the lines that stand in grids from the others and returns
// all in reading order.
func (g *geometry) tables(ls []*line, pg *page, body region) []piece {
	gs := grids(pg.rules, pg.height)
	if len(gs) == 0 {
		return columns(ls, body, g.m)
	}
	inside := make(map[*grid]map[int][]*span)
	var outside []*line
	for _, l := range ls {
		var rest []*span
		var gr *grid
		var at int
		for i := len(l.spans) - 1; i >= 0; i-- {
			s := l.spans[i]
			if g, cell := locate(gs, s); g != nil {
				gr, at = g, cell
			} else if gr == nil || l.spans[i+1].x-s.x1 > labelReach*s.size {
				gr = nil
				rest = append(rest, s)
				continue
			}
			if inside[gr] == nil {
				inside[gr] = make(map[int][]*span)
			}
			inside[gr][at] = append(inside[gr][at], s)
		}
		slices.Reverse(rest)
		switch {
		case len(rest) == len(l.spans):
			outside = append(outside, l)
		case len(rest) > 0:
			outside = append(outside, newLine(rest, l.page))
		}
	}
	out := columns(outside, body, g.m)
	for _, gr := range gs {
		if cells := inside[gr]; cells != nil {
			out = append(out, gr.table(cells, ls[0].page, g.m))
		}
	}
	slices.SortStableFunc(out, func(a, b piece) int { return cmp.Compare(a.top, b.top) })
	return out
}

// labelReach is how far, as a part of the size, text may hang out to the left
// of its cell: labels do.
const labelReach = 2

// locate finds the smallest grid that holds a span, and the cell.
func locate(gs []*grid, s *span) (*grid, int) {
	x, y := visibleX(s)+0.3*s.size, s.y-0.3*s.size // inside its first letter
	for _, g := range gs {
		if cell := g.unit(x, y); cell >= 0 {
			return g, cell
		}
	}
	return nil, 0
}

// table turns a grid with the spans of its cells into a piece.
func (g *grid) table(cells map[int][]*span, page int, m *measure) piece {
	t := piece{top: g.top()}
	order := make([]int, 0, len(cells))
	for c := range cells {
		order = append(order, c)
	}
	slices.Sort(order)
	row := -1
	for _, c := range order {
		if r := c / g.columns(); r != row {
			t.rows = append(t.rows, nil)
			row = r
		}
		left, right := g.width(c)
		n := len(t.rows) - 1
		t.rows[n] = append(t.rows[n], cell{
			column: c % g.columns(),
			region: region{left, right - cellPadding},
			lines:  lines(cells[c], page),
		})
	}
	return t
}

// cellPadding is Word's distance of text from the border of its cell, in
// points.
const cellPadding = 5.4

// merge puts what the structure tree leaves out, page by page, behind the
// last block that begins on the page or before: furniture as running lines,
// other text as the geometry shows it.
func (d *document) merge(blocks []block.Block) []block.Block {
	out := make([]block.Block, 0, len(blocks)+4*len(d.pages))
	tables := 0
	for _, b := range blocks {
		tables = max(tables, b.Table)
	}
	next := 0
	for p := range d.pages {
		end := next
		for end < len(blocks) && blocks[end].Page <= p+1 {
			end++
		}
		out = append(out, blocks[next:end]...)
		next = end
		rest := d.leftover(p, tables)
		for _, b := range rest {
			tables = max(tables, b.Table)
		}
		out = append(out, rest...)
	}
	return append(out, blocks[next:]...)
}

// leftover returns the text of a page that no element has taken. The numbers
// of its tables follow those of the document so far.
func (d *document) leftover(p, tables int) []block.Block {
	pg := &d.pages[p]
	var furniture, text []*span
	in := &inline{}
	for i := range pg.spans {
		switch s := &pg.spans[i]; {
		case pg.used[i]:
		case s.artifact:
			furniture = append(furniture, s)
		case s.turned:
			in.put(s, p+1)
			in.gap()
		default:
			text = append(text, s)
		}
	}
	if len(furniture)+len(text)+len(in.parts) == 0 {
		return nil
	}
	ls := lines(text, p+1)
	m := measureLines([][]*line{ls}, func(int) float64 { return pg.width })
	c := newComposer(m, [][]*line{ls})
	c.table = tables
	c.beginPage(p+1, ls)
	for _, t := range columns(ls, region{m.left, m.right[int(pg.width)]}, m) {
		c.add(t)
	}
	c.endPage(nil, in, lines(furniture, p+1))
	out := c.finish()
	for i := range out {
		if out[i].Kind == block.Heading {
			out[i].Level = 0 // one page does not show its rank
		}
	}
	return out
}
