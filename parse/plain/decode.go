package plain

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// windows1252 holds what the bytes 0x80 to 0x9F mean in Windows-1252; all
// others mean what they do in Latin-1, which is to say their own code point.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// decode returns data as UTF-8 text.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return decodeUTF16(data[2:], binary.LittleEndian), nil
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return decodeUTF16(data[2:], binary.BigEndian), nil
	}
	if !looksLikeText(data) {
		return "", ErrNotText
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		if c >= 0x80 && c < 0xA0 {
			if r := windows1252[c-0x80]; r != 0 {
				b.WriteRune(r)
			}
			continue
		}
		b.WriteRune(rune(c))
	}
	return b.String(), nil
}

func decodeUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// looksLikeText tells text from a binary file: text holds no NUL and next to
// no other control characters.
func looksLikeText(data []byte) bool {
	controls := 0
	for _, c := range data {
		switch {
		case c == 0:
			return false
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v':
			controls++
		}
	}
	return controls*20 <= len(data)
}

// A line is one line of the text that is not blank.
type line struct {
	raw    []rune // as printed, without control characters, on its page's own left margin
	text   string // raw with its white space folded
	indent int    // columns before the text
	edge   int    // the column after the text
	page   int    // from 1
	gap    bool   // a blank line or a page break stands before it
	mark   mark   // what an early pass found the line to be
	item   bool   // it belongs to a list item, as far as can be told in passing
}

// A mark says what an early pass found a line to be.
type mark uint8

const (
	noMark   mark = iota
	running       // a running header, a running footer or a page number
	noteMark      // the number of a footnote, alone on its line
)

// split cuts text into pages at its form feeds, and pages into lines. Pages
// counts from 1.
func split(text string) ([]line, int) {
	var lines []line
	pages := 1
	text = newlines.Replace(text)
	text = strings.TrimRight(text, "\f\n ") // pdftotext ends the last page, too, with a form feed
	for page := range strings.SplitSeq(text, "\f") {
		first := len(lines)
		gap := true
		for raw := range strings.SplitSeq(page, "\n") {
			ln, ok := newLine(raw)
			if !ok {
				gap = true
				continue
			}
			ln.page, ln.gap = pages, gap
			lines = append(lines, ln)
			gap = false
		}
		outdent(lines[first:])
		pages++
	}
	return lines, pages - 1
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n\n")

// newLine returns raw as a line, and whether there is anything on it.
func newLine(raw string) (line, bool) {
	if !strings.ContainsFunc(raw, func(r rune) bool { return !unicode.IsSpace(r) && !dropped(r) }) {
		return line{}, false
	}
	var ln line
	for _, r := range raw {
		switch {
		case r == '\t' && allSpace(ln.raw):
			for n := 8 - len(ln.raw)%8; n > 0; n-- {
				ln.raw = append(ln.raw, ' ')
			}
		case r == '\t':
			ln.raw = append(ln.raw, r)
		case dropped(r):
		case unicode.IsSpace(r):
			ln.raw = append(ln.raw, ' ')
		default:
			ln.raw = append(ln.raw, r)
		}
	}
	for n := len(ln.raw); n > 0 && (ln.raw[n-1] == ' ' || ln.raw[n-1] == '\t'); n-- {
		ln.raw = ln.raw[:n-1]
	}
	for ln.indent < len(ln.raw) && ln.raw[ln.indent] == ' ' {
		ln.indent++
	}
	ln.edge = len(ln.raw)
	ln.text = Clean(string(ln.raw))
	return ln, ln.text != ""
}

func allSpace(s []rune) bool {
	for _, r := range s {
		if r != ' ' {
			return false
		}
	}
	return true
}

// outdent moves a page's lines to the left margin: pdftotext -layout gives
// each page a margin of its own, by the widest thing on it.
func outdent(page []line) {
	if len(page) == 0 {
		return
	}
	margin := page[0].indent
	for _, ln := range page {
		margin = min(margin, ln.indent)
	}
	for i := range page {
		page[i].raw = page[i].raw[margin:]
		page[i].indent -= margin
		page[i].edge -= margin
	}
}
