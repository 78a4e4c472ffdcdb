// Package block defines what every reader makes and every grammar reads: a
// document as a flat list of blocks in reading order.
//
// A reader (PDF, HTML, plain text) knows how a format stores a page and
// nothing about inspections; a grammar knows how Ofsted words a report and
// nothing about formats. Blocks are all they share.
package block

import "strings"

// Kind says what a block is on the page.
type Kind uint8

// The kinds of block.
const (
	Paragraph Kind = iota
	Heading        // a heading; Level holds its rank where the format gives one
	ListItem       // one item of a list; Label holds its printed bullet or number
	Row            // one row of a table; Cells holds its cells
	Note           // a footnote; Label holds its marker
	Running        // a running header or footer, a page number: furniture of the page
)

var kindNames = [...]string{"paragraph", "heading", "list item", "row", "note", "running"}

// String returns the kind's name in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// Origin says how a reader came by a block, which tells a grammar how far
// to trust its kind.
type Origin uint8

// The origins of a block.
const (
	Tree     Origin = iota // a PDF's structure tree: kinds are the author's own
	Geometry               // the position and size of glyphs on a PDF page
	Markup                 // HTML elements
	Text                   // lines of plain text
)

// A Block is one heading, paragraph, list item, table row or note.
//
// Text is UTF-8 on one line: white space is folded to single spaces and
// trimmed, lines and pages that the layout cut are joined. A footnote marker
// stays in the text as superscript digits ("improve?¹"), however it was
// printed, so that nothing else can be taken for one.
type Block struct {
	Kind   Kind
	Origin Origin
	Strong bool    // the whole text is set in bold
	Level  int     // Heading: 1 to 6, or 0 where unknown. ListItem: depth of nesting, from 1
	Size   float64 // size of the text in points, 0 where the format has none
	Left   float64 // where the text begins on the page, in points from its left edge; 0 where unknown
	Page   int     // page on which the text begins, from 1; 0 where the format has no pages
	Table  int     // number, from 1, of the table or box that the block stands in
	Header bool    // Row: every cell is a header cell
	Label  string  // ListItem: the printed bullet or number ("•", "12."). Note: its marker ("1")
	Text   string  // the text without its label; for a Row its cells joined by a tab
	Cells  []string

	// Continues is set where the text goes on with the sentence that the
	// paragraph or item before it breaks off: see Link.
	Continues bool
}

// A Document is a file's content in reading order.
type Document struct {
	Title    string // the title that the file's metadata or <title> gives, if any
	Pages    int    // number of pages, 0 where the format has none
	Tagged   bool   // a PDF whose structure tree was read
	Blocks   []Block
	Warnings []Warning // what the reader had to repair or could not read
}

// A Warning says what a reader repaired or left out.
type Warning struct {
	Code    string // stable and machine-readable, in snake_case
	Message string // for people: what and where
}

// Warn adds a warning.
func (d *Document) Warn(code, message string) {
	d.Warnings = append(d.Warnings, Warning{code, message})
}

// Plain returns the document as clean plain text in reading order: each
// heading, paragraph, note and table row on a line of its own, list items
// behind their labels, a blank line between paragraphs and around headings.
func (d *Document) Plain() string {
	var b strings.Builder
	prev := Paragraph
	for i, bl := range Rejoin(d.Blocks) {
		tight := (bl.Kind == ListItem || bl.Kind == Row || bl.Kind == Running) && bl.Kind == prev
		if i > 0 {
			b.WriteByte('\n')
			if !tight {
				b.WriteByte('\n')
			}
		}
		if bl.Kind == Note {
			bl.Label = Superscript(bl.Label) // as in the text that it belongs to
		}
		if bl.Label != "" {
			b.WriteString(bl.Label)
			b.WriteByte(' ')
		}
		b.WriteString(bl.Text)
		prev = bl.Kind
	}
	if len(d.Blocks) > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}
