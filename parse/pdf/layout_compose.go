package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"ofsted/parse/block"
)

// A composer makes blocks of the pieces of pages.
type composer struct {
	m     *measure
	words *vocabulary
	out   []block.Block
	after []block.Block // notes and furniture that wait for the open block to end
	table int

	page   int
	lowest float64 // where the lowest line of text stands on any page
	open   opened
	list   []float64 // where the labels of the lists stand that the open block is in
	cells  int       // depth of cells being read: what is in them is no heading
	tail   *tail     // the last row of a table at the end of a page
}

// opened is the block being made.
type opened struct {
	b      block.Block
	in     inline
	lines  int
	first  *line
	last   *line
	region region
	indent float64 // where its lines begin, from the second on
	lead   float64 // distance of its lines, once it has two
	heads  bool    // it may be a heading
}

// A tail is the last row of a table.
type tail struct {
	at      int // index in out
	columns []int
	page    int
}

// Thresholds of paragraphs.
const (
	// paragraphGap is how much more than the usual distance of lines parts
	// two paragraphs. Superscripts and symbol fonts spread lines a little.
	paragraphGap = 1.17
	// sameSize is how far sizes within a paragraph differ.
	sameSize = 0.09
	// roomLeft is by how much, as a part of the size, a word must fail to
	// fill the line before it is sure that the line was ended on purpose.
	roomLeft = 0.25
	// widthError is by how much the width of a word may be misjudged, which
	// is taken as its share of the letters of a line.
	widthError = 0.2
	// hangingGap is how far behind its number the text of an item stands at
	// least, where it stands further than a word would.
	hangingGap = 0.5
	// largerType sets a heading apart, though it may be a single point or
	// half of one; headingSize does so by itself, however long it is.
	largerType  = 1.03
	headingSize = 1.08
	// longLine is the part of the width that no line of an address takes.
	longLine = 0.6
	// titleSize is how much larger than the text a title is set.
	titleSize = 1.3
	// freeLines is how many lines must be free at the foot of a page before
	// it is sure that the text there was ended on purpose.
	freeLines = 5
)

func newComposer(m *measure, pages [][]*line) *composer {
	return &composer{m: m, words: &vocabulary{pages: pages}}
}

func (c *composer) beginPage(page int, text []*line) {
	c.page = page
	if n := len(text); n > 0 {
		c.lowest = math.Max(c.lowest, text[n-1].y)
	}
}

// add reads one piece.
func (c *composer) add(p piece) {
	if p.line != nil {
		c.line(p.line, p.region)
		return
	}
	numbered := c.tableGoesOn()
	from := len(c.out)
	for i, row := range p.rows {
		row = slices.DeleteFunc(row, func(c cell) bool { return len(c.lines) == 0 })
		if len(row) == 0 {
			continue
		}
		if len(row) == 1 && !(i == 0 && c.continuesRow(row)) {
			c.cell(row[0])
			continue
		}
		c.flush()
		if !numbered {
			c.table++
		}
		numbered = true
		c.row(row, i == 0)
	}
	markHeader(c.out[from:])
}

// markHeader marks the first row of a table as its header if it alone is
// bold.
func markHeader(blocks []block.Block) {
	var rows []*block.Block
	for i := range blocks {
		if blocks[i].Kind == block.Row {
			rows = append(rows, &blocks[i])
		}
	}
	strong := func(b *block.Block) bool { return b.Strong }
	if len(rows) > 1 && rows[0].Strong && !slices.ContainsFunc(rows[1:], strong) {
		rows[0].Header = true
	}
}

// cell reads the only filled cell of a row: its text is text like any other.
func (c *composer) cell(cl cell) {
	if c.open.last != nil && c.open.last.page == c.page {
		c.flush()
	}
	for _, l := range cl.lines {
		c.line(l, cl.region)
	}
	if c.open.last != nil {
		c.open.region = cl.region
	}
}

// row reads a row with several filled cells.
func (c *composer) row(row []cell, first bool) {
	var cells [][]block.Block
	var cols []int
	for _, cl := range row {
		sub := &composer{m: c.m, words: c.words, page: c.page, cells: 1}
		for _, l := range cl.lines {
			sub.line(l, cl.region)
		}
		if blocks := sub.finish(); len(blocks) > 0 {
			cells = append(cells, blocks)
			cols = append(cols, cl.column)
		}
	}
	if len(cells) == 0 {
		return
	}
	if first && c.continuesRow(row) {
		c.extendRow(cells, cols)
		return
	}
	if len(cells) == 1 {
		c.out = append(c.out, cells[0]...)
		return
	}
	for _, b := range rowOf(cells, c.table, false) {
		b.Origin = block.Geometry
		c.out = append(c.out, b)
		if b.Kind == block.Row {
			c.tail = &tail{at: len(c.out) - 1, columns: cols, page: c.page}
		}
	}
}

// tableGoesOn reports whether a table here goes on with one that the page
// before ended with: nothing but furniture stands between.
func (c *composer) tableGoesOn() bool {
	if c.tail == nil || c.tail.page != c.page-1 || c.open.last != nil {
		return false
	}
	for _, b := range c.out[c.tail.at+1:] {
		if b.Kind != block.Note && b.Kind != block.Running {
			return false
		}
	}
	return true
}

// maxRow is how long, in bytes, a row over several pages may grow.
const maxRow = 1 << 16

// continuesRow reports whether a row at the head of a page goes on with the
// one at the foot of the page before.
func (c *composer) continuesRow(row []cell) bool {
	if !c.tableGoesOn() || len(c.out[c.tail.at].Text) > maxRow {
		return false
	}
	prev := c.out[c.tail.at]
	for _, cl := range row {
		i := slices.Index(c.tail.columns, cl.column)
		if i < 0 || len(cl.lines) == 0 {
			return false
		}
		if cl.lines[0].goesOn() && !block.Ended(prev.Cells[i]) {
			return true
		}
	}
	return false
}

func (c *composer) extendRow(cells [][]block.Block, cols []int) {
	b := &c.out[c.tail.at]
	for i, col := range cols {
		at := slices.Index(c.tail.columns, col)
		if at < 0 {
			continue
		}
		for _, more := range cells[i] {
			b.Cells[at] += " " + more.Text
		}
	}
	b.Text = strings.Join(b.Cells, "\t")
	c.tail.page = c.page
}

// line adds a line of running text, or of a cell.
func (c *composer) line(l *line, r region) {
	if c.open.last != nil && c.continues(l) {
		c.extend(l)
		return
	}
	c.flush()
	c.start(l, r)
}

// start opens a block with its first line.
func (c *composer) start(l *line, r region) {
	o := &c.open
	*o = opened{first: l, last: l, region: r, lines: 1, indent: l.x}
	o.b = block.Block{Kind: block.Paragraph, Page: l.page}
	o.heads = l.size >= largerType*c.m.body || l.bold && l.size > 0.95*c.m.body
	if l.label != "" && !l.toc {
		o.b.Kind, o.b.Label = block.ListItem, printedLabel(l.label)
		o.b.Level = c.depth(l)
		o.indent = l.textX
		o.heads = o.heads && l.number && l.bold
		c.take(l, l.at, l.off)
		return
	}
	c.list = slices.DeleteFunc(c.list, func(x float64) bool { return l.x < x+aligned*l.size })
	c.take(l, 0, 0)
}

// maxDepth is how deep lists are nested at most: as deep as Word can.
const maxDepth = 9

// depth finds how deep a list item is nested, by where its label stands.
func (c *composer) depth(l *line) int {
	for len(c.list) > 0 && l.x < c.list[len(c.list)-1]-aligned*l.size {
		c.list = c.list[:len(c.list)-1]
	}
	if n := len(c.list); n == 0 || n < maxDepth && l.x > c.list[n-1]+aligned*l.size {
		c.list = append(c.list, l.x)
	}
	return len(c.list)
}

// extend adds a line to the open block.
func (c *composer) extend(l *line) {
	o := &c.open
	if o.lines == 1 {
		o.indent = l.x
	}
	if l.page == o.last.page {
		o.lead = l.y - o.last.y
	}
	o.lines++
	c.words.rejoin(o, l)
	c.take(l, 0, 0)
	o.last = l
}

// take adds the text of a line from the byte off of the span at.
func (c *composer) take(l *line, at, off int) {
	for i := at; i < len(l.spans); i++ {
		s := l.spans[i]
		if i == at && off > 0 {
			cut := *s
			cut.text, cut.x = s.text[off:], s.at(off)
			s = &cut
		}
		c.open.in.put(s, l.page)
	}
}

// flush ends the open block.
func (c *composer) flush() {
	o := &c.open
	if o.last != nil {
		c.put()
	}
	c.open = opened{}
	c.out = append(c.out, c.after...)
	c.after = c.after[:0]
}

// put adds the open block to the output.
func (c *composer) put() {
	o := &c.open
	f := o.in.read()
	b := o.b
	b.Origin = block.Geometry
	b.Text, b.Size, b.Strong, b.Left = f.text(), f.size(), f.strong(), f.left
	if c.cells == 0 && o.heads && isHeading(&b, o, c.m.body) {
		if b.Label != "" {
			b.Text = b.Label + " " + b.Text
		}
		b.Kind, b.Label, b.Level = block.Heading, "", 0
	}
	if b.Text != "" || b.Label != "" {
		c.out = append(c.out, b)
	}
}

// endPage puts a page's notes behind the text that they belong to, and what
// else is not text.
func (c *composer) endPage(notes []footnote, turned *inline, furniture []*line) {
	var rest []block.Block
	for i, n := range notes {
		in := &inline{}
		for _, l := range n.lines {
			for _, s := range l.spans {
				in.put(s, l.page)
			}
		}
		f := in.read()
		b := block.Block{Kind: block.Note, Origin: block.Geometry, Page: c.page, Size: f.size()}
		b.Label, b.Text = splitMarker(f.text())
		if i >= maxNotes || !c.insertNote(b) {
			rest = append(rest, b)
		}
	}
	c.after = append(c.after, rest...)
	if f := turned.read(); f.text() != "" {
		c.after = append(c.after, block.Block{Origin: block.Geometry, Page: c.page, Text: f.text(), Size: f.size()})
	}
	for i := 0; i < len(furniture); {
		in := &inline{}
		j := i
		for ; j < len(furniture) && (j == i || furniture[j].y-furniture[j-1].y < 2.5*furniture[j].size); j++ {
			for _, s := range furniture[j].spans {
				in.put(s, c.page)
			}
		}
		f := in.read()
		c.after = append(c.after, block.Block{Kind: block.Running, Origin: block.Geometry, Page: c.page, Text: f.text(), Size: f.size()})
		i = j
	}
}

// maxNotes is how many notes of a page are put behind their text; more are no
// footnotes.
const maxNotes = 100

// insertNote puts a note behind the block on this page that its marker
// stands in, if that is closed. A note of the open block waits.
func (c *composer) insertNote(n block.Block) bool {
	mark := superscript(n.Label)
	if mark == "" {
		return false
	}
	for i := len(c.out) - 1; i >= 0 && c.out[i].Page >= n.Page-1; i-- {
		if b := &c.out[i]; b.Kind != block.Note && b.Kind != block.Running && hasMarker(b.Text, mark) {
			at := i + 1
			for at < len(c.out) && c.out[at].Kind == block.Note {
				at++
			}
			c.out = slices.Insert(c.out, at, n)
			if c.tail != nil && at <= c.tail.at {
				c.tail.at++
			}
			return true
		}
	}
	return false
}

// hasMarker reports whether the raised figures mark stand in text, and not
// as part of others.
func hasMarker(text, mark string) bool {
	for {
		before, after, found := strings.Cut(text, mark)
		if !found {
			return false
		}
		l, _ := utf8.DecodeLastRuneInString(before)
		r, _ := utf8.DecodeRuneInString(after)
		if superscriptDigit(l) < 0 && superscriptDigit(r) < 0 {
			return true
		}
		text = after
	}
}

// finish ends the last block, ranks the headings and returns all blocks.
func (c *composer) finish() []block.Block {
	c.flush()
	if c.cells == 0 {
		rank(c.out)
	}
	return c.out
}
