package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/parse/block"
)

// An inline gathers the spans of one block.
type inline struct {
	block  *block.Block // the block being made, where it may be cut in parts
	nested bool         // blocks inside it are part of its text
	parts  []part
	blank  int // so many parts from the first are known to be white space
}

// A part is a span on a page, or a gap that the structure asks for.
type part struct {
	s     *span
	page  int     // counted from 1
	right float64 // where the text of the page ends on the right, 0 where unknown
}

func (in *inline) add(s *span, page int, right float64) {
	in.parts = append(in.parts, part{s, page, right})
}

// gap asks for a space before what follows.
func (in *inline) gap() {
	if len(in.parts) > 0 {
		in.parts = append(in.parts, part{})
	}
}

// empty reports whether nothing but white space has been gathered.
func (in *inline) empty() bool {
	for ; in.blank < len(in.parts); in.blank++ {
		if p := in.parts[in.blank]; p.s != nil && strings.TrimSpace(p.s.text) != "" {
			return false
		}
	}
	return true
}

// sortByPosition puts the parts into the order in which they are read on the
// page. Word loses the order of pieces of text that were edited late.
func (in *inline) sortByPosition() {
	in.blank = 0
	in.parts = slices.DeleteFunc(in.parts, func(p part) bool { return p.s == nil })
	slices.SortStableFunc(in.parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.s.y, b.s.y))
	})
	// Lines, whose baselines differ by less than half the size of the type.
	for i := 0; i < len(in.parts); {
		j := i + 1
		for j < len(in.parts) && in.parts[j].page == in.parts[i].page &&
			in.parts[j].s.y-in.parts[i].s.y < in.parts[i].s.size/2 {
			j++
		}
		slices.SortStableFunc(in.parts[i:j], func(a, b part) int { return cmp.Compare(a.s.x, b.s.x) })
		i = j
	}
}

// A flow is the text of gathered spans: with spaces where the page has gaps
// or new lines, words cut by a hyphen at the end of a line joined, and raised
// figures as superscript ones.
type flow struct {
	b     strings.Builder
	page  int // where the text begins
	left  float64
	last  part
	space bool // white space is due before what follows
	bold  int  // characters in bold, and in all
	chars int
	sizes float64 // sum of sizes, by characters

	breaks []int // where lines were ended on purpose: offsets into the text
	full   int   // lines that went on to the next because they were full
}

// read returns the text of the parts.
func (in *inline) read() *flow {
	f := &flow{}
	for _, p := range in.parts {
		f.add(p)
	}
	return f
}

func (f *flow) add(p part) {
	if p.s == nil {
		f.space = true
		return
	}
	text := strings.TrimSpace(p.s.text)
	if text == "" {
		f.space = true
		f.last = p
		return
	}
	if f.page == 0 {
		f.page, f.left = p.page, p.s.x
	}
	if f.raised(p) {
		if m := superscript(text); m != "" {
			f.b.WriteString(m)
			f.space = strings.HasSuffix(p.s.text, " ")
			// What follows stands on the line, not on the marker.
			s := *f.last.s
			s.x1 = math.Max(s.x1, p.s.x1)
			f.last.s = &s
			return
		}
	}
	f.noteBreak(p, text)
	if f.b.Len() > 0 && (f.space || strings.HasPrefix(p.s.text, " ") || f.parted(p)) && !f.hyphenated(p) {
		f.b.WriteByte(' ')
	}
	if strings.Contains(text, "  ") {
		f.b.WriteString(strings.Join(strings.Fields(text), " "))
	} else {
		f.b.WriteString(text)
	}
	f.space = strings.HasSuffix(p.s.text, " ")
	n := utf8.RuneCountInString(text)
	f.chars += n
	f.sizes += p.s.size * float64(n)
	if p.s.bold {
		f.bold += n
	}
	f.last = p
}

// noteBreak notes, where p begins a new line, whether the line before was
// full or ended on purpose: its next word would have fitted on it.
func (f *flow) noteBreak(p part, text string) {
	if f.last.s == nil || p.page != f.last.page || math.Abs(p.s.y-f.last.s.y) < 0.7*p.s.size {
		return
	}
	word := text
	if i := strings.IndexByte(text, ' '); i > 0 {
		word = text[:i]
	}
	width := (p.s.x1 - p.s.x) * float64(len(word)) / float64(len(p.s.text))
	if p.right-f.last.s.x1 > width+wordGap*p.s.size {
		f.breaks = append(f.breaks, f.b.Len())
	} else {
		f.full++
	}
}

// lines returns the text cut at the line breaks that were made on purpose, as
// in an address or a signature. Prose, a heading, and text whose lines are
// mostly full are one line.
func (f *flow) lines(bodySize float64) []string {
	text := f.text()
	if len(f.breaks) == 0 || len(f.breaks) < 2*f.full || f.strong() || f.size() > 1.05*bodySize || block.Ended(text) {
		return []string{text}
	}
	var out []string
	start := 0
	for _, at := range append(f.breaks, len(text)) {
		if line := strings.TrimSpace(text[start:at]); line != "" {
			out = append(out, line)
		}
		start = at
	}
	return out
}

// raised reports whether p is set smaller and higher than the text before it
// on its line.
func (f *flow) raised(p part) bool {
	mean := f.size()
	if f.last.s == nil || p.page != f.last.page || mean == 0 {
		return false
	}
	rise := f.last.s.y - p.s.y
	return p.s.size < 0.85*mean && rise > 0.1*mean && rise < mean
}

// parted reports whether the page shows a gap between the text so far and p.
func (f *flow) parted(p part) bool {
	if f.last.s == nil {
		return false
	}
	if p.page != f.last.page {
		return true
	}
	size := math.Max(p.s.size, f.last.s.size)
	if math.Abs(p.s.y-f.last.s.y) > 0.7*size {
		return true
	}
	gap := p.s.x - f.last.s.x1
	return gap > wordGap*size || gap < -size
}

// hyphenated reports whether the text so far ends in a hyphen at the end of
// a line and p goes on with the word on the next.
func (f *flow) hyphenated(p part) bool {
	text := f.b.String()
	if !strings.HasSuffix(text, "-") || strings.HasSuffix(text, " -") || f.last.s == nil {
		return false
	}
	if p.page == f.last.page && math.Abs(p.s.y-f.last.s.y) < 0.7*p.s.size {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(p.s.text))
	return unicode.IsLetter(r)
}

// text returns the text so far.
func (f *flow) text() string { return f.b.String() }

// size is the mean size of the type.
func (f *flow) size() float64 {
	if f.chars == 0 {
		return 0
	}
	return math.Round(f.sizes/float64(f.chars)*10) / 10
}

// strong reports whether all of the text is bold, but for stray marks.
func (f *flow) strong() bool { return f.chars > 0 && f.bold*20 >= f.chars*19 }

// flushItem puts out what has been gathered of a list item; what follows in
// it is a block of its own.
func (in *inline) flushItem(t *tree) {
	if in.empty() {
		return
	}
	t.emit(*in.block, in)
	*in = inline{block: in.block}
}

// superscript returns s in superscript figures, or "" where s is anything
// but a few figures.
func superscript(s string) string {
	if s == "" || len(s) > 3 || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return block.Superscript(s)
}

// superscriptDigit returns the value of a superscript figure, or -1.
func superscriptDigit(r rune) int {
	if lowered := block.Lowered(string(r)); lowered != string(r) {
		return int(lowered[0] - '0')
	}
	return -1
}
