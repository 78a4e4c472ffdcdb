package html

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ofsted/parse/block"
	"ofsted/parse/plain"
)

const (
	maxSpan    = 20      // columns that one cell may span
	maxColumns = 50      // columns that spans may fill
	maxRepeat  = 200     // bytes of a cell that is repeated in the rows that it spans
	maxRepeats = 1 << 20 // bytes that are repeated in a document
)

// A cell is the text of a cell and how many rows below it also fills.
type cell struct {
	text string
	rows int
}

// table writes a table of data as rows, and the content of a table that only
// lays out the page as though there were no table.
func (w *writer) table(n *html.Node) {
	w.flush()
	rows := rowsOf(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Caption {
			w.within(c, w.at)
		}
	}
	if isLayout(n, rows) {
		for _, row := range rows {
			for _, c := range row {
				w.within(c, w.at)
			}
		}
		return
	}
	w.tables++
	var above []cell
	for _, row := range rows {
		cells := w.span(row, above)
		above = cells
		w.row(row, cells)
	}
}

// row writes one row.
func (w *writer) row(nodes []*html.Node, cells []cell) {
	b := block.Block{Kind: block.Row, Table: w.tables, Header: len(nodes) > 0}
	filled := false
	for _, c := range cells {
		b.Cells = append(b.Cells, c.text)
		filled = filled || c.text != ""
	}
	for _, n := range nodes {
		b.Header = b.Header && (n.DataAtom == atom.Th || n.Parent.Parent.DataAtom == atom.Thead)
	}
	b.Text = strings.Join(b.Cells, "\t")
	if filled {
		w.add(b)
	}
}

// rowsOf returns a table's cells by row, without those of tables inside it.
func rowsOf(table *html.Node) [][]*html.Node {
	var rows [][]*html.Node
	var each func(*html.Node)
	each = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Tr:
				rows = append(rows, cellsOf(c))
			case atom.Thead, atom.Tbody, atom.Tfoot:
				each(c)
			}
		}
	}
	each(table)
	return rows
}

func cellsOf(tr *html.Node) []*html.Node {
	var cells []*html.Node
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			cells = append(cells, c)
		}
	}
	return cells
}

// isLayout reports whether a table only places things on the page: it says
// so, no row has two cells with text, or a cell holds what tables of data do
// not: headings or another table.
func isLayout(table *html.Node, rows [][]*html.Node) bool {
	if role := attr(table, "role"); role == "presentation" || role == "none" {
		return true
	}
	single := true
	for _, row := range rows {
		filled := 0
		for _, c := range row {
			if c.DataAtom != atom.Th && holds(c, laysOut) {
				return true
			}
			if strings.TrimSpace(textOf(c)) != "" {
				filled++
			}
		}
		single = single && filled < 2
	}
	return single
}

// holds reports whether there is an element of a kind below n.
func holds(n *html.Node, kind func(*html.Node) bool) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if kind(c) || holds(c, kind) {
			return true
		}
	}
	return false
}

func laysOut(n *html.Node) bool { return headingLevel(n) > 0 || n.DataAtom == atom.Table }

// span returns a row's cells in their columns: behind those that cells above
// fill, and with empty ones where a cell spans columns.
func (w *writer) span(row []*html.Node, above []cell) []cell {
	var cells []cell
	fill := func() {
		for len(cells) < min(len(above), maxColumns) && above[len(cells)].rows > 0 {
			up := above[len(cells)]
			up.rows--
			if w.repeated += len(up.text); len(up.text) > maxRepeat || w.repeated > maxRepeats {
				up.text = ""
			}
			cells = append(cells, up)
		}
	}
	for _, n := range row {
		fill()
		c := cell{rows: number(n, "rowspan") - 1, text: w.cellText(n)}
		cells = append(cells, c)
		for range min(number(n, "colspan"), maxSpan, maxColumns-len(cells)+1) - 1 {
			cells = append(cells, cell{rows: c.rows})
		}
	}
	fill()
	return cells
}

// number returns an attribute as a number of at least 1.
func number(n *html.Node, key string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attr(n, key)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, 1000)
}

// cellText returns a cell's text on one line, the items of a list behind
// their bullets.
func (w *writer) cellText(n *html.Node) string {
	in := writer{ctx: w.ctx, doc: &block.Document{}}
	in.children(n)
	in.flush()
	var parts []string
	for _, b := range in.doc.Blocks {
		if b.Kind == block.ListItem {
			parts = append(parts, b.Label)
		}
		parts = append(parts, b.Text)
	}
	return plain.Clean(strings.Join(parts, " "))
}
