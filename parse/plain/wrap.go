package plain

import (
	"slices"
	"unicode/utf8"
)

const (
	noEdge     = 1 << 30 // of text that is not hard-wrapped
	minWrapped = 40      // no column of prose is narrower, in characters
	minCertain = 3       // breaks that must be certain before any is supposed
)

// A wrap says where lines were broken for want of room. A line was if the
// next line's first word would not have fitted on it. List items have an edge
// of their own: their text is narrower by their indent, which plain text may
// not show.
type wrap struct {
	width       func(string) int
	prose, item int // the least width that does not fit
}

// findWrap finds the measure and edges of a text. Breaks in the middle of a
// sentence, before a word in lower case, are certain, and must all have been
// for want of room.
func findWrap(lines []line) wrap {
	var best wrap
	least := 0.0
	for i, width := range []func(string) int{columns, printed} {
		w := wrap{width: width, prose: noEdge, item: noEdge}
		fit := w.fit(lines)
		if i == 0 || fit < least {
			best, least = w, fit
		}
		if fit < 1 {
			break // counting characters explains every line
		}
	}
	return best
}

// fit sets the edges and returns how badly the measure fits: the widest lines
// over the narrowest that had no room, which is less than 1 in the measure
// that the text was set in.
func (w *wrap) fit(lines []line) float64 {
	var lengths, reaches [2][]int
	for i := 1; i < len(lines); i++ {
		a, b := &lines[i-1], &lines[i]
		if b.gap || a.mark != noMark || b.mark != noMark || !runsOn(a, b) {
			continue
		}
		class := 0
		if a.item {
			class = 1
		}
		reaches[class] = append(reaches[class], w.reach(a, b))
		lengths[class] = append(lengths[class], w.length(a))
	}
	all := slices.Concat(lengths[0], lengths[1])
	if len(all) < minCertain {
		return 0
	}
	// All but the least few: lines in narrow cells of tables are among them.
	for class, edge := range []*int{&w.prose, &w.item} {
		if r := reaches[class]; len(r) >= minCertain {
			slices.Sort(r)
			*edge = min(r[len(r)/25], slices.Max(lengths[class])+1)
		}
	}
	switch {
	case w.prose == noEdge:
		w.prose = w.item
	case w.item == noEdge:
		w.item = w.prose
	default:
		w.prose = max(w.prose, w.item) // no list is wider than the text around it
	}
	slices.Sort(all)
	return float64(all[len(all)-1-len(all)/25]) / float64(min(w.prose, w.item))
}

// runsOn reports whether line b certainly goes on with line a's sentence.
func runsOn(a, b *line) bool {
	return utf8.RuneCountInString(a.text) >= minWrapped && Unfinished(a.text) && Continues(b.text)
}

// hard reports whether the text is hard-wrapped at all.
func (w *wrap) hard() bool { return w.prose != noEdge }

// full reports whether line a had no room for the first word of b.
func (w *wrap) full(a, b *line) bool {
	edge := w.prose
	if a.item {
		edge = w.item
	}
	return utf8.RuneCountInString(a.text) >= minWrapped && w.reach(a, b) >= edge
}

func (w *wrap) length(a *line) int { return a.indent*w.width("e") + w.width(a.text) }

func (w *wrap) reach(a, b *line) int { return w.length(a) + w.width(" "+firstWord(b.text)) }

// columns measures text that was wrapped at a number of characters.
func columns(s string) int { return utf8.RuneCountInString(s) }

// printed measures text that was set in a sans-serif type, as reports are, in
// thousandths of its size.
func printed(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r >= ' ' && int(r-' ') < len(helvetica):
			n += helvetica[r-' ']
		case r == '’' || r == '‘':
			n += 222
		default:
			n += 556
		}
	}
	return n
}

// helvetica holds the widths of the characters from the space to the tilde,
// from the font's metrics; those of Arial are the same, and those of Tahoma
// much alike.
var helvetica = [95]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// markItems marks the lines of list items, as far as labels and blank lines
// tell.
func markItems(lines []line) {
	item, alone := false, false
	for i := range lines {
		ln := &lines[i]
		if ln.mark != noMark {
			continue
		}
		label, text := Label(ln.text)
		switch {
		case label != "":
			item, alone = true, text == ""
			ln.item = true
			continue
		case alone: // the label was alone on its line, and this is its text
		case i == 0 || Continues(ln.text):
		case ln.gap && lines[i-1].page == ln.page, shortEnd(&lines[i-1]):
			item = false
		}
		alone = false
		ln.item = item
	}
}

// shortEnd reports whether a line is the short last line of a paragraph.
func shortEnd(ln *line) bool { return len(ln.text) < 3*minWrapped/2 && !Unfinished(ln.text) }
