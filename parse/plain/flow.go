package plain

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/lazy"
	"ofsted/parse/block"
)

// isLayout reports whether indents mean something: pdftotext -layout and
// people indent the lines of list items, pdftotext alone does not.
func isLayout(lines []line) bool {
	indented := 0
	for _, ln := range lines {
		if ln.indent >= 2 {
			indented++
		}
	}
	return indented*10 > len(lines)
}

// A piece is a block in the making, with what of its lines is still needed.
type piece struct {
	block.Block
	words       []string // the text of its lines, joined when the piece is done
	first, last *line
	lines       int
	hang        int  // ListItem: the column of its text
	heading     bool // the format says that it is a heading
}

// finish returns the block, or false where nothing is left of it.
func (p *piece) finish() (block.Block, bool) {
	b := p.Block
	if b.Kind == block.Row {
		b.Text = strings.Join(b.Cells, "\t")
		return b, strings.Trim(b.Text, "\t") != ""
	}
	b.Text = p.text()
	if b.Kind != block.Running {
		b.Text, b.Strong = unmark(b.Text)
	}
	if b.Text == "" && isNumber(b.Label) {
		b.Kind, b.Text, b.Label, b.Level = block.Paragraph, b.Label, "", 0
	}
	return b, b.Text != ""
}

// text joins the piece's lines.
func (p *piece) text() string { return glueAll(p.words) }

// add adds a line, of which text is what is not a label.
func (p *piece) add(ln *line, text string) {
	if text != "" {
		p.words = append(p.words, text)
	}
	p.last = ln
	p.lines++
}

// flow makes pieces of lines.
type flow struct {
	lines  []line
	wrap   wrap
	layout bool
	out    []*piece
	open   *piece // the piece that the next line may continue, if any
	lists  []level
	tables int
}

// A level is one depth of nested lists.
type level struct {
	indent int
	class  string // the bullet, or "#" for numbers
}

// pieces goes through the lines once.
func (f *flow) pieces() []*piece {
	for i := 0; i < len(f.lines); {
		ln := &f.lines[i]
		n := 0
		switch {
		case ln.mark == running:
			f.start(block.Running, ln, ln.text)
			f.open = nil
			n = 1
		case rule.MatchString(ln.text):
			f.underline(ln)
			n = 1
		default:
			n = f.table(i)
		}
		if n == 0 {
			n = f.note(i)
		}
		if n == 0 {
			f.prose(i)
			n = 1
		}
		i += n
	}
	return f.out
}

// start begins a piece of a kind with a line's text.
func (f *flow) start(kind block.Kind, ln *line, text string) *piece {
	p := &piece{Block: block.Block{Kind: kind, Origin: block.Text, Page: ln.page}, first: ln, hang: ln.indent}
	if f.lines[len(f.lines)-1].page == 1 {
		p.Page = 0
	}
	if kind == block.Heading {
		p.heading = true
	}
	p.add(ln, text)
	f.out = append(f.out, p)
	f.open = p
	if kind == block.Paragraph || kind == block.Heading || kind == block.Row {
		f.lists = nil
	}
	return p
}

var (
	rule     = lazy.NewRegexp(`^(?:[-_=*~]\s?){3,}$`)
	mdHead   = lazy.NewRegexp(`^(#{1,6})\s+(.+?)\s*#*$`)
	superior = lazy.NewRegexp(`^(?:([⁰¹²³⁴-⁹]{1,3})|\[(\d{1,2})\]|\[\^(\d{1,2})\]:)\s*(\S.*)$`)
)

// underline takes a line of dashes or equals signs, which makes a short line
// directly above it a heading.
func (f *flow) underline(ln *line) {
	above := f.open
	f.open = nil
	if above != nil && !ln.gap && above.Kind == block.Paragraph && above.lines == 1 && Unfinished(above.last.text) {
		above.Kind, above.heading, above.Level = block.Heading, true, 2
		if strings.HasPrefix(ln.text, "=") {
			above.Level = 1
		}
	}
}

// note takes a footnote and returns how many lines it had.
func (f *flow) note(i int) int {
	ln := &f.lines[i]
	label, text := "", ""
	n := 1
	if m := superior.FindStringSubmatch(ln.text); m != nil && ln.gap {
		label, text = block.Lowered(m[1])+m[2]+m[3], m[4]
	} else if ln.mark == noteMark {
		label = ln.text
		if i+1 < len(f.lines) {
			text = f.lines[i+1].text
			n = 2
		}
	} else {
		return 0
	}
	p := f.start(block.Note, ln, text)
	p.Label = label
	for ; i+n < len(f.lines); n++ {
		next := &f.lines[i+n]
		if next.gap || next.mark != noMark || superior.MatchString(next.text) {
			break
		}
		p.add(next, next.text)
	}
	f.open = nil
	return n
}

// prose takes a line of a heading, paragraph or list item.
func (f *flow) prose(i int) {
	ln := &f.lines[i]
	if m := mdHead.FindStringSubmatch(ln.text); m != nil {
		f.start(block.Heading, ln, m[2]).Level = len(m[1])
		f.open = nil
		return
	}
	label, text := f.label(ln)
	switch {
	case label != "":
		f.item(ln, label, text)
	case f.open != nil && f.continues(f.open, i):
		f.open.add(ln, ln.text)
	default:
		f.start(block.Paragraph, ln, ln.text)
	}
}

// label returns the bullet or number that begins a list item, if the line
// begins one. Numbers, dashes and the letter o also begin lines in the middle
// of a wrapped sentence, so they must not continue the line before.
func (f *flow) label(ln *line) (label, text string) {
	label, text = Label(ln.text)
	inText := f.open != nil && !ln.gap && len(f.open.words) > 0
	if label == "" {
		if circleBullet.MatchString(ln.text) && f.inList() {
			return "o", strings.TrimSpace(ln.text[1:])
		}
		return "", ln.text
	}
	weak := isNumber(label) || block.IsDash(label)
	if weak && inText && Unfinished(f.open.last.text) && f.full(f.open.last, ln) && !f.sameList(label, ln.indent) {
		return "", ln.text
	}
	return label, text
}

// inList reports whether the line before belongs to a list or introduces one.
func (f *flow) inList() bool {
	return f.open != nil && (f.open.Kind == block.ListItem || strings.HasSuffix(f.open.last.text, ":"))
}

// sameList reports whether a label at an indent goes on an open list that is
// indented, which no wrapped line is.
func (f *flow) sameList(label string, indent int) bool {
	if !f.layout {
		return false
	}
	for _, l := range f.lists {
		if l.class == class(label) && l.indent == indent && f.open.Kind == block.ListItem && f.open.hang > indent {
			return true
		}
	}
	return false
}

func class(label string) string {
	if isNumber(label) && label != "o" {
		return "#"
	}
	return label
}

// item begins a list item.
func (f *flow) item(ln *line, label, text string) {
	introduced := f.open != nil && strings.HasSuffix(f.open.last.text, ":")
	p := f.start(block.ListItem, ln, text)
	p.Label = label
	p.Level = f.nest(level{ln.indent, class(label)}, introduced)
	p.hang = ln.indent + hangOf(ln, label)
}

// hangOf returns how far behind its label an item's text begins.
func hangOf(ln *line, label string) int {
	n := ln.indent + utf8.RuneCountInString(label)
	for n < len(ln.raw) && (ln.raw[n] == ' ' || ln.raw[n] == '\t') {
		n++
	}
	return n - ln.indent
}

// nest returns how deep a list item lies: as deep as the last list of its
// class, else deeper than a list that is less indented or that introduces it.
func (f *flow) nest(l level, introduced bool) int {
	for i := len(f.lists) - 1; i >= 0; i-- {
		if f.lists[i].class == l.class && (!f.layout || l.indent <= f.lists[i].indent+2) {
			f.lists = f.lists[:i+1]
			return i + 1
		}
	}
	for len(f.lists) > 0 && l.indent <= f.lists[len(f.lists)-1].indent && !introduced {
		f.lists = f.lists[:len(f.lists)-1]
	}
	f.lists = append(f.lists, l)
	return len(f.lists)
}

// continues reports whether line i, which has no label, goes on with a piece.
func (f *flow) continues(p *piece, i int) bool {
	ln := &f.lines[i]
	switch {
	case p.Kind != block.Paragraph && p.Kind != block.ListItem:
		return false
	case len(p.words) == 0: // a bullet alone on its line: pdftotext puts the text a blank line further down
		return true
	case ln.gap:
		return false
	case f.dedents(p, ln):
		return false
	case f.hangs(p, ln):
		return true
	}
	return joins(p.last.text, ln.text) || f.full(p.last, ln) && (Unfinished(p.last.text) || !f.heads(i))
}

// heads reports whether the lines from i to the next item or blank line look
// like a heading: few, and without a full stop.
func (f *flow) heads(i int) bool {
	for n := range 3 {
		ln := f.lines[i+n]
		if strings.Contains(ln.text, ". ") || ln.mark != noMark {
			return false
		}
		if i+n+1 == len(f.lines) {
			return false
		}
		next := f.lines[i+n+1]
		label, _ := Label(next.text)
		if !next.gap && (label == "" || block.IsDash(label)) {
			continue
		}
		return Unfinished(ln.text) && !Continues(next.text) && !dangles(ln.text) && next.mark == noMark
	}
	return false
}

// dedents reports whether a line stands left of a list item's text, where the
// item's other lines do not.
func (f *flow) dedents(p *piece, ln *line) bool {
	return f.layout && p.Kind == block.ListItem && ln.indent <= p.first.indent &&
		(p.lines > 1 && p.last.indent > ln.indent || p.lines == 1 && !joins(p.last.text, ln.text))
}

// hangs reports whether a line stands below a list item's text, where none
// but the item's own lines do.
func (f *flow) hangs(p *piece, ln *line) bool {
	return f.layout && p.Kind == block.ListItem && p.hang >= p.first.indent+2 && ln.indent >= p.hang-1 && ln.indent <= p.hang+2
}

// full reports whether a line was broken for want of room before the next.
func (f *flow) full(a, b *line) bool {
	return f.wrap.full(a, b)
}

// rejoin puts together the sentences that a page break, a footnote or a
// stray blank line cut in two, leaving notes and furniture behind them.
func (f *flow) rejoin(pieces []*piece) []*piece {
	var out []*piece
	var open *piece // the last piece of prose
	apart := false  // something stands between it and the next
	for i, p := range pieces {
		switch {
		case p.Kind == block.Note || p.Kind == block.Running:
			apart = true
		case open != nil && p.Kind == block.Paragraph && (f.cut(open, p, apart) || f.paused(open, p) && goesOn(open, pieces[i+1:])):
			open.words = append(open.words, p.words...)
			open.last = p.last
			open.lines += p.lines
			apart = false
			continue
		case p.Kind == block.Paragraph || p.Kind == block.ListItem:
			open, apart = p, false
		default:
			open = nil
		}
		out = append(out, p)
	}
	return out
}

// cut reports whether b is the rest of a's sentence. Apart says that a note
// or the furniture of a page stands between them.
func (f *flow) cut(a, b *piece, apart bool) bool {
	if len(a.words) == 0 || len(b.words) == 0 {
		return len(a.words) == 0
	}
	apart = apart || a.last.page != b.first.page
	long := utf8.RuneCountInString(a.last.text) >= minWrapped || a.lines > 1
	full := f.full(a.last, b.first)
	switch {
	case grade.MatchString(b.first.text):
		return false
	case Unfinished(a.last.text) && Continues(b.first.text):
		return long && (apart || full || !f.wrap.hard() || a.lines > 1 && b.lines > 1) && wordsOrStop(b.first.text)
	case !apart || !full || a.lines < 2 || !Unfinished(a.last.text):
		return false
	}
	return b.lines > 1 || !Unfinished(b.last.text)
}

// paused reports whether b may be the rest of a list item that ended its page
// on a full stop, and on a line that had no room for another word.
func (f *flow) paused(a, b *piece) bool {
	return a.Kind == block.ListItem && a.last.page != b.first.page && len(a.words) > 0 && b.lines > 1 && !Unfinished(b.last.text) &&
		f.full(a.last, b.first)
}

// goesOn reports whether a's list of numbered paragraphs goes on after the
// paragraph behind it, as though that were part of a.
func goesOn(a *piece, next []*piece) bool {
	n, err := strconv.Atoi(strings.TrimRight(a.Label, ".)"))
	if err != nil {
		return false
	}
	for _, p := range next[:min(4, len(next))] {
		if p.Kind == block.ListItem {
			return strings.TrimRight(p.Label, ".)") == strconv.Itoa(n+1)
		}
	}
	return false
}

// wordsOrStop reports whether s is more than one word, or a word that ends a
// sentence.
func wordsOrStop(s string) bool { return strings.ContainsRune(s, ' ') || !Unfinished(s) }

var (
	mdLink   = lazy.NewRegexp(`!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?: "[^"]*")?\)`)
	mdStrong = lazy.NewRegexp(`^(?:\*\*|__)([^*_]+)(?:\*\*|__)$`)
	mdBold   = lazy.NewRegexp(`\*\*([^*\s](?:[^*]*[^*\s])?)\*\*`)
)

// unmark takes Markdown's links and bold out of a text, and says whether the
// whole text was bold.
func unmark(s string) (string, bool) {
	if strings.Contains(s, "](") {
		s = strings.TrimSpace(mdLink.ReplaceAllString(s, "$1"))
	}
	if !strings.Contains(s, "**") && !strings.HasPrefix(s, "__") {
		return s, false
	}
	if m := mdStrong.FindStringSubmatch(s); m != nil {
		return strings.TrimSpace(m[1]), true
	}
	return mdBold.ReplaceAllString(s, "$1"), false
}

// raiseMarkers makes superscripts of footnote markers that lost their height
// ("improve?1"): for each note, the last number glued to a word before it.
func raiseMarkers(blocks []block.Block) {
	for i, note := range blocks {
		if note.Kind != block.Note || !isNumber(note.Label) {
			continue
		}
		for j := i - 1; j >= 0 && (note.Page == 0 || blocks[j].Page >= note.Page-1) && i-j < 200; j-- {
			if at := glued(blocks[j].Text, note.Label); at >= 0 && blocks[j].Kind != block.Running {
				t := blocks[j].Text
				blocks[j].Text = t[:at] + block.Superscript(note.Label) + t[at+len(note.Label):]
				break
			}
		}
	}
}

// glued returns where in s a note's number ends a word, or -1.
func glued(s, number string) int {
	for from := 0; ; {
		at := strings.Index(s[from:], number)
		if at < 0 {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s[:at], "?!.,;:)’”'\""))
		after, _ := utf8.DecodeRuneInString(s[at+len(number):])
		prev, _ := utf8.DecodeLastRuneInString(s[:at])
		if unicode.IsLower(before) && prev != ' ' && !unicode.IsDigit(after) && !unicode.IsLetter(after) && after != '.' {
			return at
		}
		from = at + len(number)
	}
}
