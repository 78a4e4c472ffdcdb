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
	bottom float64 // lowest line of text on the page, and ...
	lowest float64 // ... on any page
	open   opened
	list   []float64 // where the labels of the lists stand that the open block is in
	cells  int       // depth of cells being read: what is in them is no heading
	tail   *tail     // the last row of a table at the end of a page
	note   int       // 1 + index in after of a note that may go on on the next page
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
	c := &composer{m: m, words: &vocabulary{pages: pages}}
	return c
}

func (c *composer) beginPage(page int, text []*line) {
	c.page = page
	c.bottom = 0
	if n := len(text); n > 0 {
		c.bottom = text[n-1].y
		c.lowest = math.Max(c.lowest, c.bottom)
	}
}

// add reads one piece.
func (c *composer) add(p piece) {
	if p.line != nil {
		c.line(p.line, p.region)
		return
	}
	numbered := false
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
		if !numbered && !(i == 0 && c.tail != nil && c.tail.page == c.page-1) {
			c.table++
		}
		numbered = true
		c.row(row, i == 0)
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

// maxRow is how long, in bytes, a row over several pages may grow.
const maxRow = 1 << 16

// continuesRow reports whether a row at the head of a page goes on with the
// one at the foot of the page before.
func (c *composer) continuesRow(row []cell) bool {
	if c.tail == nil || c.tail.page != c.page-1 || c.open.last != nil {
		return false
	}
	if len(c.out[c.tail.at].Text) > maxRow {
		return false
	}
	for _, b := range c.out[c.tail.at+1:] {
		if b.Kind != block.Note && b.Kind != block.Running {
			return false // the table had ended
		}
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
	if c.open.last != nil && c.continues(l, r) {
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
		o.b.Kind, o.b.Label = block.ListItem, l.label
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

// continues reports whether l goes on with the open block.
func (c *composer) continues(l *line, r region) bool {
	o := &c.open
	prev := o.last
	if prev.toc || l.toc {
		// The entry may have begun on the line before.
		return l.toc && !prev.toc && !prev.ended() && prev.page == l.page && prev.bold == l.spans[0].bold &&
			math.Abs(prev.size-l.size) < sameSize*l.size && l.y-prev.y < looseLead*c.m.lead(l.size)
	}
	fits := c.fits(l)
	same := sameSize
	if o.heads && o.lines == 1 && fits {
		same = largerType - 1 // a heading may be little larger than its text
	}
	if math.Abs(l.size-o.first.size) > same*o.first.size {
		return false
	}
	if l.label != "" && c.opensItem(l, fits) {
		return false
	}
	if prev.label != "" && len(prev.text) == len(prev.label) {
		return l.page == prev.page && l.y-prev.y < c.m.lead(l.size) // a label that stands alone
	}
	if l.page != prev.page {
		return c.overPage(l, fits)
	}
	if c.gapBefore(l) {
		return false
	}
	// The lines of an address are short.
	long := prev.x1-prev.x > longLine*(o.region.right-o.region.left)
	if !long && l.isAddress() && !block.Dangles(prev.text) {
		return false
	}
	if l.goesOn() && !prev.ended() && (long || o.heads || !fits) && c.alignedWith(l) {
		return true
	}
	if prev.bold != l.bold && (o.allBold() != l.bold) && (fits || o.allBold() && o.heads) {
		return false
	}
	if o.heads && prev.bold == l.bold && l.size >= titleSize*c.m.body && !prev.ended() {
		return true // a title over several lines, broken or centred on purpose
	}
	if !c.alignedWith(l) {
		return false
	}
	if !fits {
		return true
	}
	// The line was ended on purpose, but perhaps within the paragraph: an
	// item begins with its label.
	long = long && o.b.Label != ""
	return !prev.ended() && (long || block.Dangles(prev.text)) || long && o.lines > 1
}

func (o *opened) allBold() bool { return o.first.bold && o.last.bold }

// opensItem reports whether a line with a label begins a list item. A
// number may also be the last of a sentence that ran over the line's end.
func (c *composer) opensItem(l *line, fits bool) bool {
	o := &c.open
	if l.dash {
		return fits && !l.goesOn() || o.b.Label == l.label && math.Abs(l.x-o.first.x) < aligned*l.size
	}
	if !l.number {
		return true
	}
	if l.page == o.last.page && c.gapBefore(l) || fits || l.gap > 0.5*l.size {
		return true
	}
	if o.b.Label != "" && nextNumber(o.b.Label, l.label) {
		return true
	}
	return l.page != o.last.page && o.last.ended() || o.b.Label != "" && l.x < o.indent-aligned*l.size
}

// nextNumber reports whether the label b follows a.
func nextNumber(a, b string) bool {
	return atoi(b) == atoi(a)+1
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if '0' <= r && r <= '9' {
			n = 10*n + int(r-'0')
		}
	}
	return n
}

// fits reports whether the last line had room for the first word of l.
func (c *composer) fits(l *line) bool {
	o := &c.open
	if l.listed && o.last.listed {
		return o.last.x1+l.first < o.region.right+roomLeft*l.size
	}
	return o.last.hasRoom(l, o.last.edge(o.region))
}

// gapBefore reports whether more space than between the lines of a paragraph
// stands before l.
func (c *composer) gapBefore(l *line) bool {
	o := &c.open
	lead := o.lead
	if lead == 0 || o.lines < 2 {
		lead = c.m.lead(l.size)
	}
	dy := l.y - o.last.y
	return dy > paragraphGap*lead || dy < 0
}

// alignedWith reports whether l begins where the lines of the open block do.
func (c *composer) alignedWith(l *line) bool {
	o := &c.open
	at := func(x float64) bool { return math.Abs(l.x-x) < aligned*l.size }
	switch {
	case o.lines > 1:
		return at(o.indent)
	case o.b.Label != "":
		// The text may hang beside the label, stand below it, or between.
		return l.x > o.first.x-aligned*l.size && l.x < o.indent+1.5*l.size
	}
	// A first line may be indented, or hang out.
	return math.Abs(l.x-o.first.x) < 4*l.size
}

// overPage reports whether l, the first line of a page, goes on with the
// block that the page before ended with.
func (c *composer) overPage(l *line, fits bool) bool {
	o := &c.open
	if l.page != o.last.page+1 || l.bold && !o.last.bold || !l.bold && o.allBold() {
		return false
	}
	if o.lines > 1 && math.Abs(l.x-o.indent) > 1.5*l.size {
		return false
	}
	if o.lines == 1 && !c.alignedWith(l) {
		return false
	}
	if !o.last.ended() && (l.goesOn() || block.Dangles(o.last.text)) {
		return true
	}
	if fits || o.heads {
		return false
	}
	return c.lowest-o.last.y < freeLines*c.m.lead(l.size)
}

// flush ends the open block.
func (c *composer) flush() {
	o := &c.open
	if o.last != nil {
		c.put()
	}
	c.open = opened{}
	c.out = append(c.out, c.after...)
	c.after, c.note = c.after[:0], 0
}

// put adds the open block to the output.
func (c *composer) put() {
	o := &c.open
	f := o.in.read()
	b := o.b
	b.Origin = block.Geometry
	b.Text, b.Size, b.Strong = f.text(), f.size(), f.strong()
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

// isHeading tells a heading from a paragraph in large or bold type.
func isHeading(b *block.Block, o *opened, body float64) bool {
	const longest = 220 // characters: the longest of all printed ones has 170
	n := utf8.RuneCountInString(b.Text)
	if n > longest || o.lines > 4 || o.first.toc || o.last.toc {
		return false
	}
	if !b.Strong {
		return !block.Ended(b.Text) && n < longest/2 && (o.lines == 1 || o.lines <= 3 && b.Size >= headingSize*body)
	}
	// "Inspection dates: 3 to 7 June" is a label with its value.
	if _, value, ok := strings.Cut(b.Text, ": "); ok && strings.ContainsAny(value, "0123456789") {
		return false
	}
	return true
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
		if b := &c.out[i]; b.Kind != block.Note && b.Kind != block.Running && strings.Contains(b.Text, mark) {
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

// finish ends the last block, ranks the headings and returns all blocks.
func (c *composer) finish() []block.Block {
	c.flush()
	if c.cells == 0 {
		rank(c.out)
	}
	return c.out
}

// rank gives headings their levels: the larger, and of equal ones the
// bolder, the higher.
func rank(blocks []block.Block) {
	key := func(b *block.Block) int {
		k := 2 * halfPoints(b.Size)
		if b.Strong {
			k++
		}
		return -k
	}
	var keys []int
	for i := range blocks {
		if b := &blocks[i]; b.Kind == block.Heading {
			keys = append(keys, key(b))
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for i := range blocks {
		if b := &blocks[i]; b.Kind == block.Heading {
			at, _ := slices.BinarySearch(keys, key(b))
			b.Level = min(at+1, 6)
		}
	}
}
