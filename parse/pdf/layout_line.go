package pdf

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/parse/block"
)

// A line is the text on one baseline of a page or of a cell, from left to
// right.
type line struct {
	spans []*span
	page  int // from 1
	x, x1 float64
	y     float64 // the baseline
	size  float64 // of most of its type
	bold  bool    // all of it
	text  string

	label  string  // the bullet or number that it begins with, if any
	number bool    // label is a number
	dash   bool    // label may be no label but a dash in a sentence
	textX  float64 // where the text behind the label begins; x if there is none
	gap    float64 // between label and text
	at     int     // the text behind the label begins in spans[at] ...
	off    int     // ... at this byte

	first  float64 // width of its first word: what a line must have room for to take it
	next   rune    // first character, opening quotes and brackets aside
	last   rune    // last character, closing quotes and brackets and note markers aside
	parts  []int   // indices of the spans that begin a part of the line behind a wide gap
	reach  float64 // right edge of the lines that stand together with it, if several do
	listed bool    // one of several that were all ended on purpose
	toc    bool    // an entry of a table of contents
}

// Thresholds of lines, as parts of the size of the type.
const (
	sameBaseline = 0.2  // baselines that differ by less are one line
	raisedType   = 0.85 // type smaller than this part of its neighbour's may be a raised figure
	maxRise      = 0.75 // raised figures stand no higher than this above the baseline
	partGap      = 1.25 // a wider gap parts columns; justified lines have word gaps of up to about 1
	valueGap     = 0.7  // so does one behind the colon of a label
	dashGap      = 0.6  // a dash or an o stands this far from the text that it labels
	dotReach     = 2.5  // a drawn bullet stands no further from its text
	spaceWidth   = 0.3  // a space in the faces met: Tahoma 0.31, Verdana 0.35, Arial 0.28
)

// lines gathers spans into lines, from the top down.
func lines(spans []*span, page int) []*line {
	rows := baselines(spans)
	raise(rows)
	out := make([]*line, 0, len(rows))
	for _, r := range rows {
		if len(r) > 0 {
			out = append(out, newLine(r, page))
		}
	}
	slices.SortStableFunc(out, func(a, b *line) int { return cmp.Compare(a.y, b.y) })
	return out
}

// put adds a span as it stands on a page, which counts from 1.
func (in *inline) put(s *span, page int) {
	in.parts = append(in.parts, part{s: s, page: page})
}

// baselines puts spans on the same baseline together, ordered by x. It
// leaves out blank ones and what is drawn twice to look bolder.
func baselines(spans []*span) [][]*span {
	sorted := make([]*span, 0, len(spans))
	for _, s := range spans {
		if strings.TrimSpace(s.text) != "" {
			sorted = append(sorted, s)
		}
	}
	slices.SortStableFunc(sorted, func(a, b *span) int { return cmp.Compare(a.y, b.y) })
	var rows [][]*span
	y := 0.0
	for _, s := range sorted {
		if len(rows) == 0 || s.y-y > sameBaseline*s.size {
			rows = append(rows, nil)
			y = s.y
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s)
	}
	for i, r := range rows {
		slices.SortStableFunc(r, func(a, b *span) int { return cmp.Compare(a.x, b.x) })
		rows[i] = slices.CompactFunc(r, func(a, b *span) bool {
			return math.Abs(a.x-b.x) < 0.1*a.size && math.Abs(a.y-b.y) < 0.1*a.size && a.text == b.text
		})
	}
	return rows
}

// raise moves raised figures into the line that they belong to, the next.
func raise(rows [][]*span) {
	for i := 0; i+1 < len(rows); i++ {
		into := rows[i+1]
		if len(into) == 0 || len(rows[i]) == 0 {
			continue
		}
		var stay, move []*span
		for _, s := range rows[i] {
			if len(s.text) <= 4 && belongs(s, into) {
				move = append(move, s)
			} else {
				stay = append(stay, s)
			}
		}
		if len(move) > 0 {
			rows[i] = stay
			rows[i+1] = append(into[:len(into):len(into)], move...)
			slices.SortStableFunc(rows[i+1], func(a, b *span) int { return cmp.Compare(a.x, b.x) })
		}
	}
}

// belongs reports whether s is a raised figure beside a span of row, which is
// ordered by x.
func belongs(s *span, row []*span) bool {
	i := sort.Search(len(row), func(i int) bool { return row[i].x > s.x })
	for _, j := range []int{i - 1, i} {
		if j < 0 || j >= len(row) {
			continue
		}
		n := row[j]
		near := s.x-n.x1 < n.size && n.x-s.x1 < n.size
		if near && s.size < raisedType*n.size && n.y-s.y < maxRise*n.size {
			return true
		}
	}
	return false
}

func newLine(spans []*span, page int) *line {
	l := &line{spans: spans, page: page}
	var in inline
	l.measure()
	for i, s := range spans {
		in.put(s, page)
		if i > 0 && visibleX(s)-visibleX1(spans[i-1]) > l.partGap(spans[i-1]) {
			l.parts = append(l.parts, i)
		}
	}
	l.text = in.read().text()
	l.x, l.x1 = visibleX(spans[0]), visibleX1(spans[len(spans)-1])
	l.readLabel()
	l.readEdges()
	return l
}

// partGap is how wide a gap behind s parts columns.
func (l *line) partGap(s *span) float64 {
	if strings.HasSuffix(strings.TrimRight(s.text, " "), ":") {
		return valueGap * l.size
	}
	return partGap * l.size
}

// measure finds the size and baseline of most of the type, and its weight.
func (l *line) measure() {
	bySize := make(map[int]int, 2)
	most, bold, all := 0, 0, 0
	for _, s := range l.spans {
		n := utf8.RuneCountInString(s.text)
		k := halfPoints(s.size)
		bySize[k] += n
		if bySize[k] > most {
			most, l.size, l.y = bySize[k], s.size, s.y
		}
		all += n
		if s.bold {
			bold += n
		}
	}
	l.bold = bold*20 >= all*19
}

// visibleX1 is where the ink of s ends: trailing spaces hang out of the
// line.
func visibleX1(s *span) float64 {
	n := len(s.text) - len(strings.TrimRight(s.text, " "))
	return s.x1 - float64(n)*spaceWidth*s.size
}

func visibleX(s *span) float64 {
	n := len(s.text) - len(strings.TrimLeft(s.text, " "))
	return s.x + float64(n)*spaceWidth*s.size
}

// at returns where in s the byte off stands, as if all letters were of one
// width.
func (s *span) at(off int) float64 {
	n := utf8.RuneCountInString(s.text)
	if n == 0 {
		return s.x
	}
	return s.x + (s.x1-s.x)*float64(utf8.RuneCountInString(s.text[:off]))/float64(n)
}

// letterBullet is the letter that Word takes from Courier to mark items of
// the second level. As a dash, it is a bullet only where it stands apart from
// the text.
const letterBullet = "o"

// mayBeText reports whether a label is also a dash or a word in a sentence.
func mayBeText(label string) bool { return label == letterBullet || block.IsDash(label) }

// readLabel finds the label that the line begins with.
func (l *line) readLabel() {
	l.textX = l.x
	head, from := l.head()
	n, number := labelLength(string(head))
	if n == 0 {
		return
	}
	end := l.spans[from[n-1].span].at(from[n-1].off + 1)
	k := n
	for k < len(head) && head[k] == ' ' {
		k++
	}
	if k == len(head) {
		// The label stands alone: its text is to come.
		l.label, l.number, l.at, l.textX = string(head[:n]), number, len(l.spans), l.x1
		return
	}
	at := from[k]
	x := l.spans[at.span].at(at.off)
	l.gap = x - end
	if narrow := l.gap < dashGap*l.size; narrow && !number && mayBeText(string(head[:n])) {
		if string(head[:n]) == letterBullet {
			return
		}
		l.dash = true
	}
	l.label, l.number = string(head[:n]), number
	l.at, l.off, l.textX = at.span, at.off, x
}

// A place is a byte of a line's text: where it stands in which span.
type place struct{ span, off int }

// headBytes is more than any label takes with the letter behind it.
const headBytes = 16

// head returns the beginning of the line's text, white space folded and gaps
// as spaces, and where each of its bytes comes from.
func (l *line) head() (text []byte, from []place) {
	add := func(c byte, p place) {
		if c != ' ' || len(text) > 0 && text[len(text)-1] != ' ' {
			text, from = append(text, c), append(from, p)
		}
	}
	for i, s := range l.spans {
		if i > 0 && s.x-l.spans[i-1].x1 > wordGap*s.size {
			add(' ', place{i, 0})
		}
		for off := 0; off < len(s.text); off++ {
			if len(text) == headBytes {
				return text, from
			}
			add(s.text[off], place{i, off})
		}
	}
	return text, from
}

// labelLength returns the length of the label that s begins with, or 0, and
// whether it is a number.
func labelLength(s string) (n int, number bool) {
	r, w := utf8.DecodeRuneInString(s)
	switch {
	case block.IsBullet(r):
		return w, false
	case mayBeText(s[:w]):
		if len(s) == w || s[w] == ' ' {
			return w, false
		}
		return 0, false
	}
	return numberLength(s)
}

// numberLength knows 1. 12. 2.1 3) (a) a) iv. It knows more than
// block.CutNumber because what it finds is no label yet: opensItem asks where
// the text behind it stands.
func numberLength(s string) (int, bool) {
	i := 0
	open := strings.HasPrefix(s, "(")
	if open {
		i++
	}
	start := i
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	digits := i - start
	if digits > 3 {
		return 0, false
	}
	dotted := false
	if digits > 0 {
		for i+1 < len(s) && s[i] == '.' && '0' <= s[i+1] && s[i+1] <= '9' {
			dotted = true
			i += 2
			for i < len(s) && '0' <= s[i] && s[i] <= '9' {
				i++
			}
		}
	} else {
		for i < len(s) && i-start < 4 && ('a' <= s[i] && s[i] <= 'z') {
			i++
		}
		if n := i - start; n == 0 || n > 1 && strings.Trim(s[start:i], "ivx") != "" {
			return 0, false
		}
	}
	if digits > 0 && strings.HasPrefix(s[i:], " .") {
		i++ // a label that was set apart
	}
	closed := i < len(s) && (s[i] == ')' || s[i] == '.' && !open)
	if closed {
		i++
	}
	if !closed && !(dotted && !open) || open && !closed {
		return 0, false
	}
	if i < len(s) && s[i] != ' ' && !(digits > 0 && closed && !dotted && 'A' <= s[i] && s[i] <= 'Z') {
		return 0, false // but a space may be missing: "12.The"
	}
	return i, true
}

// readEdges finds the width of the first word, and the first and last
// characters.
func (l *line) readEdges() {
	for i, s := range l.spans {
		off := 0
		if i > 0 && s.x-l.spans[i-1].x1 > wordGap*s.size {
			break
		}
		text := s.text[off:]
		word := strings.TrimLeft(text, " ")
		off += len(text) - len(word)
		if l.next == 0 {
			l.next = firstLetter(word)
		}
		end := strings.IndexAny(word, " -–—")
		if end < 0 {
			l.first += s.x1 - s.at(off)
			continue
		}
		if word[end] != ' ' {
			end++ // a line may end behind a hyphen
			end = min(end, len(word))
			for end < len(word) && !utf8.RuneStart(word[end]) {
				end++
			}
		}
		l.first += s.at(off+end) - s.at(off)
		break
	}
	l.last = lastLetter(l.text)
}

// firstLetter skips opening quotes and brackets.
func firstLetter(s string) rune {
	for _, r := range s {
		if !strings.ContainsRune("‘“'\"([", r) {
			return r
		}
	}
	return 0
}

// afterStop is what may stand behind the stop of a sentence.
var afterStop = "’”'\")] " + block.Superscript("0123456789")

// lastLetter skips closing quotes, brackets and note markers.
func lastLetter(s string) rune {
	for s != "" {
		r, w := utf8.DecodeLastRuneInString(s)
		if !strings.ContainsRune(afterStop, r) {
			return r
		}
		s = s[:len(s)-w]
	}
	return 0
}

// ended reports whether the line ends as a sentence does.
func (l *line) ended() bool { return strings.ContainsRune(".!?:;", l.last) }

// goesOn reports whether the line begins as the middle of a sentence does.
func (l *line) goesOn() bool { return unicode.IsLower(l.next) }

// bulleted gives lines that begin beside a drawn dot that dot as a label.
func bulleted(ls []*line, dots []dot) []*line {
	for _, d := range dots {
		mid := (d.y0 + d.y1) / 2
		i := sort.Search(len(ls), func(i int) bool { return ls[i].y >= mid })
		// The dot stands about halfway up the small letters.
		for ; i < len(ls) && ls[i].y-mid < 0.6*ls[i].size; i++ {
			l := ls[i]
			gap := l.x - d.x1
			if l.label != "" || gap < 0.1*l.size || gap > dotReach*l.size || l.y-mid < 0.1*l.size || d.x1-d.x0 > 0.7*l.size {
				continue
			}
			s := &span{text: "•", x: d.x0, x1: d.x1, y: l.y, size: l.size, mcid: noMCID}
			ls[i] = newLine(append([]*span{s}, l.spans...), l.page)
			break
		}
	}
	return ls
}

// isAddress reports whether the line is nothing but an address of the web or
// of a mailbox: a long word, but one that people put on a line of its own.
func (l *line) isAddress() bool {
	return !strings.Contains(l.text, " ") && (strings.Contains(l.text, "@") || strings.HasPrefix(l.text, "www.") || strings.HasPrefix(l.text, "http"))
}

// cells returns the parts of the line between wide gaps, as lines.
func (l *line) cells() []*line {
	if len(l.parts) == 0 {
		return []*line{l}
	}
	out := make([]*line, 0, len(l.parts)+1)
	from := 0
	for _, to := range append(l.parts, len(l.spans)) {
		out = append(out, newLine(l.spans[from:to:to], l.page))
		from = to
	}
	return out
}
