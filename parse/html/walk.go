package html

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ofsted/internal/lazy"
	"ofsted/parse/block"
	"ofsted/parse/plain"
)

// A writer makes blocks of a tree.
type writer struct {
	ctx    context.Context
	doc    *block.Document
	at     place
	text   strings.Builder // of the block in the making; '\n' for each <br>
	size   int             // letters in it
	bold   int             // letters of it in bold
	tables int
	// repeated counts the bytes of cells that were written again in the rows
	// that they span.
	repeated int
}

// A place says what the text at hand is part of.
type place struct {
	kind   block.Kind
	level  int    // of a heading, or how deep lists nest
	label  string // of a list item or note
	item   *item  // the list item around, if any
	strong bool
	pre    bool
	box    int // the box around, numbered with the tables
}

// An item is a list item in the making: its first block has the label, others
// follow it.
type item struct {
	label string
	level int
	begun bool
	block int // the index of its first block
}

// page walks the whole text.
func (w *writer) page(n *html.Node) {
	w.walk(n)
	w.flush()
}

func (w *writer) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
}

// within walks what n holds at another place, as blocks of their own.
func (w *writer) within(n *html.Node, at place) {
	w.flush()
	was := w.at
	w.at = at
	w.children(n)
	w.flush()
	w.at = was
}

// walk takes one node, or none when the context is done. The tree is no deeper
// than the parser allows, so recursion is safe.
func (w *writer) walk(n *html.Node) {
	if w.ctx.Err() != nil {
		return
	}
	if n.Type == html.TextNode {
		w.write(n.Data)
		return
	}
	if n.Type == html.ElementNode && isNote(n) {
		w.note(n)
		return
	}
	at := w.at
	switch n.DataAtom {
	case atom.Head:
	case atom.Br:
		w.text.WriteByte('\n')
	case atom.Hr:
		w.flush()
	case atom.Sup:
		w.sup(n)
	case atom.A:
		w.link(n)
	case atom.Q:
		w.write("“")
		w.children(n)
		w.write("”")
	case atom.B, atom.Strong:
		w.strong(n)
	case atom.Span:
		if bolder(n) {
			w.strong(n)
			return
		}
		w.children(n)
	case atom.Ul, atom.Ol, atom.Menu:
		w.list(n)
	case atom.Li: // outside of any list
		w.item(n, "•", max(1, at.level))
	case atom.Dl:
		w.definitions(n)
	case atom.Table:
		w.table(n)
	case atom.Pre:
		at.pre = true
		w.within(n, at)
	default:
		switch level := headingLevel(n); {
		case level > 0:
			w.within(n, place{kind: block.Heading, level: level, item: at.item, box: at.box})
		case isBlock(n):
			if bolder(n) {
				at.strong = true
			}
			if isBox(n) {
				w.tables++
				at.box = w.tables
			}
			w.within(n, at)
		default:
			w.children(n)
		}
	}
}

func (w *writer) strong(n *html.Node) {
	was := w.at.strong
	w.at.strong = true
	w.children(n)
	w.at.strong = was
}

var boldStyle = lazy.NewRegexp(`font-weight:\s*(?:bold|[6-9]00)`)

func bolder(n *html.Node) bool { return boldStyle.MatchString(strings.ToLower(attr(n, "style"))) }

// headingLevel returns an element's rank as a heading, or 0.
func headingLevel(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	if attr(n, "role") != "heading" {
		return 0
	}
	if level, err := strconv.Atoi(attr(n, "aria-level")); err == nil && level >= 1 && level <= 6 {
		return level
	}
	return 2
}

// write adds text to the block in the making.
func (w *writer) write(s string) {
	if !w.at.pre {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	s = breaks.Replace(s)
	n := letters(s)
	w.size += n
	if w.at.strong {
		w.bold += n
	}
	w.text.WriteString(s)
}

// breaks are characters that break lines, or look like a space and are not.
var breaks = strings.NewReplacer("\u2028", "\n", "\u2029", "\n\n", "\u00a0", " ")

// sup raises a footnote's marker; other raised text ("5th") stays as it is.
func (w *writer) sup(n *html.Node) {
	if s := strings.Trim(plain.Clean(textOf(n)), "[]()"); isMarker(s) {
		w.write(block.Superscript(s))
		return
	}
	w.children(n)
}

// noteLink matches the address of a footnote or of its marker in the text.
var noteLink = lazy.NewRegexp(`(?i)^#.*(?:note|ftn|fn)`)

// link writes a link's text, raised if it is a footnote's marker.
func (w *writer) link(n *html.Node) {
	if href := attr(n, "href"); noteLink.MatchString(href) {
		s := strings.Trim(plain.Clean(textOf(n)), "[]()")
		if isMarker(s) {
			w.write(block.Superscript(s))
			return
		}
		if strings.Trim(s, "↩︎^↑") == "" {
			return
		}
	}
	if strings.HasPrefix(attr(n, "href"), "#") && strings.Trim(plain.Clean(textOf(n)), "#¶§🔗") == "" {
		return // the link of a heading to itself
	}
	w.children(n)
}

func isMarker(s string) bool {
	return s != "" && len(s) <= 3 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// flush ends the block in the making.
func (w *writer) flush() {
	text, strong := w.text.String(), w.size > 0 && w.bold == w.size
	w.text.Reset()
	w.size, w.bold = 0, 0
	if strings.TrimSpace(text) == "" {
		return
	}
	if w.at.kind == block.Heading {
		w.add(block.Block{Kind: block.Heading, Level: w.at.level, Text: plain.Clean(text)})
		return
	}
	for paragraph := range strings.SplitSeq(unbreak(text), "\n\n") {
		var lines []string
		for line := range strings.SplitSeq(paragraph, "\n") {
			if line = plain.Clean(line); line != "" {
				lines = append(lines, line)
			}
		}
		if w.at.kind == block.Note || w.at.item != nil && !typed(lines) {
			lines = []string{plain.Clean(paragraph)}
		}
		for _, line := range plain.Join(lines) {
			w.line(line, strong)
		}
	}
}

var blankLines = lazy.NewRegexp(`\n\s*\n\s*`)

// unbreak makes every run of empty lines exactly one.
func unbreak(text string) string {
	return blankLines.ReplaceAllString(strings.TrimFunc(text, unicode.IsSpace), "\n\n")
}

// typed reports whether any but the first line is a list item whose bullet
// was typed.
func typed(lines []string) bool {
	for _, line := range lines[min(1, len(lines)):] {
		if label, _ := plain.Label(line); label != "" {
			return true
		}
	}
	return false
}

// line adds one paragraph, list item or note.
func (w *writer) line(text string, strong bool) {
	if text == "" {
		return
	}
	b := block.Block{Kind: w.at.kind, Strong: strong, Text: text}
	label, rest := plain.Label(text)
	switch {
	case w.at.kind == block.Note:
		b.Label = w.at.label
		w.at.label = "" // its other paragraphs have none
	case w.at.item != nil && !w.at.item.begun:
		w.begin(&b, label, rest)
	case label != "" && rest != "":
		b.Kind, b.Label, b.Text, b.Level = block.ListItem, label, rest, w.at.level+1
	case w.at.item != nil && w.belongs(text):
		was := &w.doc.Blocks[len(w.doc.Blocks)-1]
		was.Text = block.Glue(was.Text, text)
		return
	}
	w.add(b)
}

// begin makes the first block of a list item. A number that was typed, too,
// is the printed one.
func (w *writer) begin(b *block.Block, label, rest string) {
	it := w.at.item
	b.Kind, b.Label, b.Level = block.ListItem, it.label, it.level
	if label != "" && rest != "" {
		b.Label, b.Text = label, rest
	}
	it.begun, it.block = true, len(w.doc.Blocks)
}

// belongs reports whether another paragraph of a list item is the rest of
// its first: references in brackets, or a sentence not yet at its end.
func (w *writer) belongs(text string) bool {
	if w.at.item.block != len(w.doc.Blocks)-1 {
		return false
	}
	so := w.doc.Blocks[w.at.item.block].Text
	if len(so) > block.MaxJoined {
		return false
	}
	return strings.HasPrefix(text, "(") || plain.Unfinished(so) && plain.Continues(text)
}

func (w *writer) add(b block.Block) {
	if b.Text == "" {
		return
	}
	b.Origin = block.Markup
	if b.Table == 0 {
		b.Table = w.at.box
	}
	w.doc.Blocks = append(w.doc.Blocks, b)
}

// boxed is how pages name the boxes that they draw around a part of the text.
var boxed = lazy.NewRegexp(`(?i)\b\w*(box|panel|callout|inset|case-?study|practice-?study)\b`)

// isBox reports whether an element draws a box around its text.
func isBox(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Blockquote, atom.Fieldset:
		return true
	case atom.Div, atom.Section, atom.Aside:
		return boxed.MatchString(attr(n, "class")) || strings.Contains(attr(n, "style"), "border")
	}
	return false
}

// list walks a list's items.
func (w *writer) list(n *html.Node) {
	w.flush()
	number := counter(n)
	was := w.at
	w.at.level++
	level := w.at.level
	w.at.item = nil
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li && !isNote(c) {
			w.item(c, number(c), level)
			continue
		}
		w.walk(c)
	}
	w.flush()
	w.at = was
}

// item walks a list item.
func (w *writer) item(n *html.Node, label string, level int) {
	at := w.at
	at.kind, at.level, at.label = block.Paragraph, level, ""
	at.item = &item{label: label, level: level}
	w.within(n, at)
}

// counter returns a function that labels a list's items in order.
func counter(list *html.Node) func(*html.Node) string {
	if list.DataAtom != atom.Ol {
		return func(*html.Node) string { return "•" }
	}
	next, step := 1, 1
	if has(list, "reversed") {
		next, step = items(list), -1
	}
	if start, err := strconv.Atoi(attr(list, "start")); err == nil {
		next = start
	}
	style := attr(list, "type")
	return func(li *html.Node) string {
		if value, err := strconv.Atoi(attr(li, "value")); err == nil {
			next = value
		}
		n := next
		next += step
		return numeral(n, style) + "."
	}
}

func items(list *html.Node) int {
	n := 0
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			n++
		}
	}
	return n
}

// numeral prints n as an ordered list of a type ("1", "a", "A", "i", "I")
// does.
func numeral(n int, style string) string {
	switch {
	case (style == "a" || style == "A") && n >= 1 && n <= 26:
		return string(rune(style[0]) + rune(n-1))
	case style == "i" && n >= 1 && n < 40:
		return strings.ToLower(roman(n))
	case style == "I" && n >= 1 && n < 40:
		return roman(n)
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	ones := [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"}
	return strings.Repeat("X", n/10) + ones[n%10]
}

// Longer terms and definitions are paragraphs of their own.
const (
	maxTerm       = 80
	maxDefinition = 200
)

// definitions writes a definition list: "Term: definition" where both are
// short, as on a list of facts, else each as its own blocks.
func (w *writer) definitions(n *html.Node) {
	w.flush()
	var pending *html.Node
	var each func(*html.Node)
	each = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.DataAtom == atom.Div:
				each(c)
			case c.DataAtom == atom.Dt:
				w.term(pending)
				pending = c
			case c.DataAtom == atom.Dd && pending != nil:
				w.definition(pending, c)
				pending = nil
			default:
				w.walk(c)
			}
		}
	}
	each(n)
	w.term(pending)
}

func (w *writer) term(dt *html.Node) {
	if dt != nil {
		w.within(dt, w.at)
	}
}

func (w *writer) definition(dt, dd *html.Node) {
	term, text := plain.Clean(textOf(dt)), plain.Clean(textOf(dd))
	if len(term) > maxTerm || len(text) > maxDefinition || term == "" || text == "" || !plain.Unfinished(strings.TrimSuffix(term, ":")) || holds(dd, isBlock) {
		w.term(dt)
		w.within(dd, w.at)
		return
	}
	w.line(strings.TrimSuffix(term, ":")+": "+text, false)
}
