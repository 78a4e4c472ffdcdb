package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/lazy"
	"ofsted/parse/block"
)

// headers are the tables that reports print, by the words that head their two
// columns. Rows of any other table must line up to be found.
var headers = []struct{ left, right *lazy.Regexp }{
	{lazy.NewRegexp(`(?i)^(?:key )?judge?ments?$`), lazy.NewRegexp(`(?i)^(?:judge?ment |inspection )?grades?$`)},
	{lazy.NewRegexp(`(?i)^responsible bod(?:y|ies)$`), lazy.NewRegexp(`(?i)^areas? for `)},
}

const (
	minColumn = 30 // no second cell begins further left, where it is alone on its line
	minGap    = 3  // spaces between two columns, where no header gives them
	maxCell   = 45 // characters of the second column, where no header gives it
	maxTable  = 60 // lines that a table takes at most, without its header
)

// table takes the rows of a table that begins at line i and returns how many
// lines they took: 0 where none begins.
func (f *flow) table(i int) int {
	if n := f.tabbed(i); n > 0 {
		return n
	}
	if n := f.piped(i); n > 0 {
		return n
	}
	return f.columns(i)
}

// row adds one row.
func (f *flow) row(ln *line, header bool, cells []string) {
	p := f.start(block.Row, ln, ln.text)
	p.Table, p.Header, p.Cells = f.tables, header, cells
	f.open = nil
}

// tabbed takes a table whose cells are parted by tabs, as copying from a web
// page or from Word leaves it.
func (f *flow) tabbed(i int) int {
	n := 0
	for i+n < len(f.lines) && n < maxTable {
		if label, _ := Label(f.lines[i+n].text); label != "" && block.IsDash(label) || len(tabCells(&f.lines[i+n])) < 2 {
			break
		}
		n++
	}
	if n < 2 {
		return 0
	}
	f.tables++
	for j := range n {
		ln := &f.lines[i+j]
		cells := tabCells(ln)
		f.row(ln, j == 0 && isHeader(cells), cells)
	}
	return n
}

// tabCells returns a line's cells, or none where tabs only indent its text or
// part a name from its value.
func tabCells(ln *line) []string {
	var cells []string
	if !strings.ContainsRune(string(ln.raw), '\t') {
		return nil
	}
	for cell := range strings.SplitSeq(string(ln.raw), "\t") {
		if cell = Clean(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	if len(cells) < 2 || strings.HasSuffix(cells[0], ":") {
		return nil
	}
	if label, rest := Label(cells[0] + " x"); label != "" && rest == "x" {
		return nil
	}
	return cells
}

func isHeader(cells []string) bool {
	for _, h := range headers {
		if len(cells) == 2 && h.left.MatchString(cells[0]) && h.right.MatchString(cells[1]) {
			return true
		}
	}
	return false
}

var pipeRule = lazy.NewRegexp(`^\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$`)

// piped takes a table drawn with vertical bars, as in Markdown.
func (f *flow) piped(i int) int {
	if !strings.HasPrefix(f.lines[i].text, "|") {
		return 0
	}
	f.tables++
	n := 0
	for ; i+n < len(f.lines) && strings.HasPrefix(f.lines[i+n].text, "|"); n++ {
		ln := &f.lines[i+n]
		if pipeRule.MatchString(ln.text) {
			continue
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(ln.text, "|"), "|") {
			text, _ := unmark(Clean(cell))
			cells = append(cells, text)
		}
		headed := n == 0 && i+1 < len(f.lines) && pipeRule.MatchString(f.lines[i+1].text)
		f.row(ln, headed || n == 0 && isHeader(cells), cells)
	}
	return n
}

// columns takes a table of two columns that white space parts, as pdftotext
// -layout prints it: below a known header, or where cells line up.
func (f *flow) columns(i int) int {
	if f.lines[i].mark != noMark {
		return 0
	}
	left, right, at := parts(&f.lines[i], 0, false)
	headed := isHeader([]string{left, right})
	if !headed {
		if at = f.aligned(i); at == 0 {
			return 0
		}
	}
	n := 0
	var rows []tableRow
	if headed {
		n = 1
	}
	for i+n < len(f.lines) && n < maxTable {
		group := f.group(i+n, n == 0 || headed && n == 1)
		got, taken := groupRows(group, at, headed)
		if len(got) == 0 || !headed && group[0].page != f.lines[i].page {
			break
		}
		rows = append(rows, got...)
		n += taken
		if taken < len(group) {
			break
		}
	}
	if len(rows) == 0 {
		return 0
	}
	f.tables++
	if headed {
		f.row(&f.lines[i], true, []string{left, right})
	}
	for _, r := range rows {
		f.row(r.line, false, []string{r.left, r.right})
	}
	return n
}

// group returns the lines from i to the next blank line. First says that line
// i may itself follow without one.
func (f *flow) group(i int, first bool) []line {
	n := 1
	for i+n < len(f.lines) && !f.lines[i+n].gap && f.lines[i+n].mark == noMark && n < maxTable {
		n++
	}
	if !first && !f.lines[i].gap || f.lines[i].mark != noMark {
		return f.lines[i : i+1][:0]
	}
	return f.lines[i : i+n]
}

// aligned returns the column of the second cells of a table without a header
// that begins at line i, or 0: those of at least two lines close below must
// line up, and be neither page numbers (a table of contents) nor values of
// names ("Lead inspector:").
func (f *flow) aligned(i int) int {
	ln := &f.lines[i]
	at := secondCell(ln.raw)
	if at == 0 {
		at = f.centred(i)
	}
	if at == 0 {
		return 0
	}
	if left, right, c := parts(ln, at, false); c < 0 || left != "" && right != "" && !isCell(left, right) {
		return 0
	}
	more := 0
	for j := i + 1; j < min(i+12, len(f.lines)); j++ {
		next := &f.lines[j]
		if next.page != ln.page {
			break
		}
		l, r, c := parts(next, at, false)
		if c == at && l != "" && isCell(l, r) || f.centred(j) == at {
			more++
		}
	}
	if more < 2 {
		return 0
	}
	return at
}

// centred returns the column of the second cell of a row whose first line
// has only one of its cells, the cells being centred on one another.
func (f *flow) centred(i int) int {
	if i+1 >= len(f.lines) || f.lines[i+1].gap || f.lines[i+1].mark != noMark {
		return 0
	}
	a, b := f.lines[i], f.lines[i+1]
	if a.indent > b.indent {
		a, b = b, a
	}
	if b.indent < minColumn || b.indent < a.edge+minGap {
		return 0
	}
	return b.indent
}

func isCell(left, right string) bool {
	return strings.ContainsFunc(left, unicode.IsLetter) && !strings.HasSuffix(left, ":") &&
		utf8.RuneCountInString(right) <= maxCell && strings.ContainsFunc(right, unicode.IsLetter)
}

// parts cuts a line at the column of its second cell: at, or, where at is 0,
// behind the first wide gap. It returns 0 as the column of a line that has no
// second cell, and -1 for one that runs across the gap. Tight says that one
// space may part the cells.
func parts(ln *line, at int, tight bool) (left, right string, column int) {
	if at == 0 {
		at = secondCell(ln.raw)
		if at == 0 {
			return ln.text, "", 0
		}
	}
	if ln.indent >= at-3 {
		return "", ln.text, at
	}
	if ln.edge < at {
		return ln.text, "", 0
	}
	// Cells that are centred or set in another size begin a little off.
	for _, c := range []int{at, at - 1, at + 1, at - 2, at + 2} {
		if c > 0 && c < len(ln.raw) && ln.raw[c-1] == ' ' && ln.raw[c] != ' ' && (c >= 2 && ln.raw[c-2] == ' ' || tight && c == at) {
			return Clean(string(ln.raw[:c])), Clean(string(ln.raw[c:])), at
		}
	}
	// A column squeezed by the text before it is one space away.
	for c := max(1, at-8); tight && c < min(at+2, len(ln.raw)); c++ {
		if ln.raw[c-1] == ' ' && grade.MatchString(string(ln.raw[c:])) {
			return Clean(string(ln.raw[:c])), Clean(string(ln.raw[c:])), at
		}
	}
	return ln.text, "", -1
}

// secondCell returns the column behind the first wide gap in a line, or 0.
func secondCell(raw []rune) int {
	spaces, seen := 0, false
	for i, r := range raw {
		switch {
		case r == ' ':
			spaces++
		case seen && spaces >= minGap:
			return i
		default:
			spaces, seen = 0, seen || unicode.IsLetter(r)
		}
	}
	return 0
}

// A tableRow is one row of two cells, and the line that it begins on.
type tableRow struct {
	line        *line
	left, right string
}

// groupRows makes rows of lines between two blank lines, up to the first that
// runs across the gap before the second column, and returns how many lines it
// took. There are no rows where nothing stands in that column. A cell may
// wrap, and either cell may be the taller one.
func groupRows(lines []line, at int, headed bool) (rows []tableRow, taken int) {
	cells := 0
	for i := range lines {
		ln := &lines[i]
		left, right, c := parts(ln, at, headed)
		if c < 0 || strings.HasSuffix(left, ":") && right != "" {
			break
		}
		taken++
		if right != "" {
			cells++
		}
		n := len(rows)
		if n == 0 || beginsRow(rows[n-1], left, right) {
			rows = append(rows, tableRow{ln, left, right})
			continue
		}
		rows[n-1].left = block.Glue(rows[n-1].left, left)
		rows[n-1].right = block.Glue(rows[n-1].right, right)
	}
	if cells == 0 {
		return nil, 0
	}
	return rows, taken
}

// beginsRow reports whether a line's cells begin a new row under another.
func beginsRow(above tableRow, left, right string) bool {
	if left == "" && above.left != "" && above.right != "" && grade.MatchString(right) {
		return !Continues(right)
	}
	if above.left == "" || above.right == "" || left == "" || Continues(left) || strings.HasPrefix(left, "(") {
		return false
	}
	return right == "" || !Continues(right) || !Unfinished(above.right) || grade.MatchString(right)
}
