package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A footnote is a note at the foot of a page.
type footnote struct {
	marker string
	lines  []*line
}

// noteSize is how much smaller than the text, at least, notes are set.
const noteSize = 0.93

// footnotes parts the notes at the foot of a page from its lines, which are
// in order. more says that the page before ended in a note, which may go on
// here: those lines have no marker.
func (m *measure) footnotes(ls []*line) (text []*line, notes []footnote) {
	from := len(ls)
	for from > 0 && ls[from-1].size < noteSize*m.body {
		from--
	}
	if from == 0 {
		// A page of small type throughout is no page of notes.
		from = m.lastBlockOfNotes(ls)
	}
	marks := markers(ls[:from])
	starts := func(l *line) bool { return startsNote(l) || startsMarked(l, marks) }
	for from < len(ls) && !starts(ls[from]) {
		from++
	}
	for _, l := range ls[from:] {
		if starts(l) {
			notes = append(notes, footnote{marker: markerOf(l)})
		}
		n := &notes[len(notes)-1]
		n.lines = append(n.lines, l)
	}
	return ls[:from], notes
}

func (m *measure) lastBlockOfNotes(ls []*line) int {
	for i := len(ls) - 1; i > 0; i-- {
		if startsNote(ls[i]) && ls[i].y-ls[i-1].y > 2*m.lead(ls[i].size) {
			return i
		}
	}
	return len(ls)
}

// startsNote reports whether a line begins with a figure that is raised, or
// smaller than the text behind it.
func startsNote(l *line) bool {
	if len(l.spans) == 0 {
		return false
	}
	s := l.spans[0]
	t := strings.TrimSpace(s.text)
	r, _ := utf8.DecodeRuneInString(t)
	if superscriptDigit(r) >= 0 {
		return true
	}
	if len(l.spans) < 2 || superscript(t) == "" {
		return false
	}
	next := l.spans[1]
	return s.size < raisedType*next.size || next.y-s.y > 0.1*next.size
}

// startsMarked reports whether a line begins with a plain figure that stands
// raised in the text above.
func startsMarked(l *line, marks map[string]bool) bool {
	marker, rest := splitMarker(l.text)
	return rest != "" && marks[marker] && unicode.IsUpper(l.afterMarker())
}

// markers returns the raised figures in the text of lines.
func markers(ls []*line) map[string]bool {
	m := make(map[string]bool)
	for _, l := range ls {
		var marker []byte
		for i, r := range l.text {
			d := superscriptDigit(r)
			if d >= 0 {
				marker = append(marker, byte('0'+d))
			}
			if len(marker) > 0 && (d < 0 || i+len(string(r)) == len(l.text)) {
				m[string(marker)] = true
				marker = marker[:0]
			}
		}
	}
	return m
}

// afterMarker returns the first character behind a figure.
func (l *line) afterMarker() rune {
	return firstLetter(strings.TrimLeft(l.text, "0123456789 "))
}

func markerOf(l *line) string {
	m, _ := splitMarker(l.text)
	return m
}
