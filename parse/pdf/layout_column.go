package pdf

import (
	"math"
	"slices"
	"sort"
	"strings"
)

// A region is the part of a page that text runs in: between the margins, or
// in a cell.
type region struct{ left, right float64 }

// A piece is what is read in one go: a line of running text, or a table.
type piece struct {
	top    float64
	line   *line // or
	rows   [][]cell
	region region
}

type cell struct {
	column int
	region region
	lines  []*line
}

// Thresholds of columns, as parts of the size of the type.
const (
	aligned   = 0.5  // text that begins within this of another is aligned with it
	wideGap   = 2.0  // a single line shows columns only by a gap as wide as this
	weakGap   = 0.45 // a gap this narrow parts columns only in line with others
	exact     = 0.15 // and as exactly as this
	nearLines = 4.0  // lines further apart have nothing to do with each other
	looseLead = 1.18 // times the usual distance of lines, and a row may begin
	evenEdge  = 2.0  // the longest lines of a paragraph end as near together as this
	offBeat   = 0.9  // lines nearer than this are not of the same cell
)

// maxColumns is how many columns a table may have that no rule shows.
const maxColumns = 6

// columns finds tables that no rule shows, by the gaps between aligned
// text, and the lines of tables of contents. All other lines are pieces of
// their own.
func columns(ls []*line, body region, m *measure) []piece {
	for i := 1; i < len(ls); i++ {
		ls[i].partAlong(ls[i-1])
		ls[len(ls)-1-i].partAlong(ls[len(ls)-i])
	}
	contents(ls)
	group(ls, body, m)
	var out []piece
	for i := 0; i < len(ls); {
		// The wide gaps of a justified paragraph are no columns.
		within := i > 0 && ls[i].goesOn() && ls[i].y-ls[i-1].y < paragraphGap*m.lead(ls[i].size)
		if n := run(ls[i:], m); n > 0 && !within {
			out = append(out, columnTable(ls[i:i+n], body, m))
			i += n
			continue
		}
		out = append(out, piece{top: ls[i].y - ls[i].size, line: ls[i], region: body})
		i++
	}
	return out
}

// group tells the lines that stand together, without a gap between
// paragraphs, how far to the right they reach: as far as two of them do. The
// lines of a list of names end anywhere.
func group(ls []*line, body region, m *measure) {
	for i := 0; i < len(ls); {
		j, first, second := i+1, ls[i].x1, 0.0
		for ; j < len(ls) && math.Abs(ls[j].size-ls[i].size) < sameSize*ls[i].size && ls[j].y-ls[j-1].y < paragraphGap*m.lead(ls[i].size); j++ {
			if x := ls[j].x1; x > first {
				first, second = x, first
			} else {
				second = max(second, x)
			}
		}
		listed := listing(ls[i:j], body)
		for _, l := range ls[i:j] {
			l.listed = listed
			if j-i >= 3 && first-second < evenEdge*l.size {
				l.reach = first
			}
		}
		i = j
	}
}

// listing reports whether most of the lines, at least three, end before they
// are full and none begins in the middle of a sentence: an address, or a list
// of names.
func listing(ls []*line, body region) bool {
	if len(ls) < 3 {
		return false
	}
	short := 0
	for i, l := range ls[1:] {
		if l.goesOn() && !l.isAddress() || l.label != "" {
			return false
		}
		if ls[i].hasRoom(l, body.right) {
			short++
		}
	}
	return 3*short >= 2*(len(ls)-1)
}

// hasRoom reports whether the first word of next would have fitted behind l.
func (l *line) hasRoom(next *line, right float64) bool {
	return l.x1+spaceWidth*next.size+(1+widthError)*next.first < right-roomLeft*next.size
}

// edge returns how far to the right the line could have run: to the edge of
// the region or, where the lines around it reach most of the way there, as
// far as they do.
func (l *line) edge(r region) float64 {
	const most = 0.75
	if l.reach < r.right && l.reach-l.x > most*(r.right-l.x) {
		return l.reach
	}
	return r.right
}

// contents marks the lines of tables of contents: a page number at the right
// behind a wide gap or dots, on at least two lines that follow one another.
func contents(ls []*line) {
	const near = 2 // lines away: an entry may run over two
	var numbered []int
	for i, l := range ls {
		if len(l.text) < 200 && endsInPageNumber(l) {
			numbered = append(numbered, i)
		}
	}
	for k := 1; k < len(numbered); k++ {
		i, j := numbered[k-1], numbered[k]
		if j-i <= near && math.Abs(ls[i].x1-ls[j].x1) < ls[i].size {
			ls[i].toc, ls[j].toc = true, true
		}
	}
}

func endsInPageNumber(l *line) bool {
	i := len(l.text)
	for i > 0 && '0' <= l.text[i-1] && l.text[i-1] <= '9' {
		i--
	}
	if n := len(l.text) - i; n == 0 || n > 3 || i == 0 {
		return false
	}
	if k := len(l.parts); k > 0 {
		last := l.parts[k-1]
		return len(l.spans)-last <= 3 && len(l.spans[last].text) <= 4
	}
	t := l.text[:i]
	return len(t) > 4 && (t[len(t)-4:] == "... " || t[len(t)-3:] == "...")
}

// partAlong parts the line at narrow gaps too where the text behind them is
// aligned with a part of the line above or below.
func (l *line) partAlong(by *line) {
	if len(by.parts) == 0 || len(by.parts) > maxColumns || len(l.parts) > maxColumns || math.Abs(l.y-by.y) > nearLines*l.size {
		return
	}
	for _, k := range by.parts {
		x := visibleX(by.spans[k])
		i := sort.Search(len(l.spans), func(i int) bool { return l.spans[i].x > x-exact*l.size })
		if i == 0 || i == len(l.spans) || visibleX(l.spans[i]) > x+exact*l.size ||
			visibleX(l.spans[i])-visibleX1(l.spans[i-1]) < weakGap*l.size {
			continue
		}
		if at, found := slices.BinarySearch(l.parts, i); !found {
			l.parts = slices.Insert(l.parts, at, i)
		}
	}
}

// labelled reports whether the first gap of the line only parts a label from
// its text.
func (l *line) labelGap() bool {
	return l.label != "" && len(l.parts) > 0 && l.at == l.parts[0]
}

// columnStarts returns where the line's columns begin.
func (l *line) columnStarts() []float64 {
	xs := []float64{l.x}
	parts := l.parts
	if l.labelGap() {
		parts = parts[1:]
	}
	for _, i := range parts {
		xs = append(xs, visibleX(l.spans[i]))
	}
	return xs
}

// run returns how many of the lines, from the first, make a table; 0 if they
// make none.
func run(ls []*line, m *measure) int {
	first := ls[0]
	if first.toc {
		return 0
	}
	if len(first.parts) == 0 && (len(ls) < 2 || !hangingValue(first, ls[1], m)) {
		return 0
	}
	xs := first.columnStarts()
	if len(xs) < 2 || len(xs) > maxColumns {
		return 0
	}
	n, multi, beside := 1, 1, 0
	for n < len(ls) {
		l := ls[n]
		dy := l.y - ls[n-1].y
		if l.toc || dy > 2.6*m.lead(l.size) || !fitsColumns(l, xs) {
			break
		}
		switch {
		case len(l.columnStarts()) > 1:
			multi++
		case l.x >= xs[1]-aligned*l.size:
			beside++
		case !l.belowIn(ls[n-1], xs, m) && !opensRow(ls[n:], xs, m):
			// In the first column alone, and no part of the table.
			return decide(ls[0], n, multi, beside)
		}
		n++
	}
	return decide(ls[0], n, multi, beside)
}

// hangingValue finds a label with its value beside it where the value goes on
// below itself, however narrow the gap, and parts the line there.
func hangingValue(l, next *line, m *measure) bool {
	if dy := next.y - l.y; dy <= 0 || dy > looseLead*m.lead(l.size) || l.label != "" {
		return false
	}
	for i := 1; i < len(l.spans); i++ {
		before := strings.TrimRight(l.spans[i-1].text, " ")
		if x := visibleX(l.spans[i]); strings.HasSuffix(before, ":") && math.Abs(x-next.x) < 0.2*l.size && x > l.x+l.size {
			l.parts = []int{i}
			return true
		}
	}
	return false
}

// wraps reports whether l goes on with the text of the first column of the
// line before: in the middle of a sentence, or because there was no room.
func (l *line) wraps(before *line, xs []float64) bool {
	if l.goesOn() {
		return true
	}
	first := before.cells()[0]
	return first.x < xs[1]-aligned*l.size && first.x1+spaceWidth*l.size+(1+widthError)*l.first > xs[1]-aligned*l.size
}

// belowIn reports whether l, in the first column, goes on with a cell that
// the line before is in: below it, or below the middle of a cell beside.
func (l *line) belowIn(before *line, xs []float64, m *measure) bool {
	dy, lead := l.y-before.y, m.lead(l.size)
	if before.x >= xs[1]-aligned*l.size {
		return dy < offBeat*lead
	}
	return dy <= looseLead*lead && l.wraps(before, xs)
}

// opensRow reports whether the first of the lines, in the first column, has
// text beside it that begins a little lower, as in cells centred in a row.
func opensRow(ls []*line, xs []float64, m *measure) bool {
	for k := 1; k < min(3, len(ls)); k++ {
		l := ls[k]
		if l.y-ls[k-1].y > looseLead*m.lead(l.size) || !fitsColumns(l, xs) {
			return false
		}
		if len(l.columnStarts()) > 1 || l.x >= xs[1]-aligned*l.size {
			return true
		}
	}
	return false
}

// decide tells a table from a line with a wide gap in it.
func decide(first *line, n, multi, beside int) int {
	if multi > 1 || beside > 0 {
		return n
	}
	gap := visibleX(first.spans[first.parts[0]]) - visibleX1(first.spans[first.parts[0]-1])
	if gap > wideGap*first.size {
		return n
	}
	return 0
}

// fitsColumns reports whether the parts of l keep to the columns that begin
// at xs.
func fitsColumns(l *line, xs []float64) bool {
	for _, c := range l.cells() {
		if c.label != "" && len(c.text) == len(c.label) {
			continue
		}
		col := 0
		for col+1 < len(xs) && c.x >= xs[col+1]-aligned*l.size {
			col++
		}
		if col+1 < len(xs) && c.x1 > xs[col+1]-aligned*l.size {
			return false
		}
		if col > 0 && c.x > xs[col]+aligned*l.size && math.Abs(c.x-xs[col]) > wideGap*l.size {
			return false
		}
	}
	return true
}

// columnTable makes the rows of a run of lines.
func columnTable(ls []*line, body region, m *measure) piece {
	xs := ls[0].columnStarts()
	t := piece{top: ls[0].y - ls[0].size}
	for i, l := range ls {
		starts := l.columnStarts()
		opens := i == 0 || l.y-ls[i-1].y > looseLead*m.lead(l.size) ||
			len(starts) > 1 && l.x < xs[1]-aligned*l.size && !l.goesOn()
		if opens {
			t.rows = append(t.rows, nil)
		}
		row := &t.rows[len(t.rows)-1]
		for _, part := range l.columnCells(xs) {
			addToCell(row, part, xs, body)
		}
	}
	return t
}

// columnCells cuts the line where the columns begin.
func (l *line) columnCells(xs []float64) []*line {
	var out []*line
	from := 0
	for _, to := range append(l.parts[:len(l.parts):len(l.parts)], len(l.spans)) {
		if to < len(l.spans) && (l.labelGap() && to == l.parts[0]) {
			continue
		}
		out = append(out, newLine(l.spans[from:to:to], l.page))
		from = to
	}
	return out
}

func addToCell(row *[]cell, part *line, xs []float64, body region) {
	col := 0
	for col+1 < len(xs) && part.x >= xs[col+1]-aligned*part.size {
		col++
	}
	for i := range *row {
		if c := &(*row)[i]; c.column == col {
			c.lines = append(c.lines, part)
			return
		}
	}
	right := body.right
	if col+1 < len(xs) {
		right = xs[col+1]
	}
	*row = append(*row, cell{column: col, region: region{xs[col], right}, lines: []*line{part}})
}
