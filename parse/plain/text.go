package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/lazy"
	"ofsted/parse/block"
)

// Clean returns s on one line: white space of every kind folded to single
// spaces and trimmed; control characters, soft hyphens and other characters
// that print nothing dropped; bytes that are not UTF-8 dropped.
func Clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case dropped(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// dropped reports whether r prints nothing and says nothing: control and
// format characters (soft hyphens, zero-width spaces, byte order marks,
// direction marks). The replacement of a broken byte stays: "1\uFFFD May" is
// not the first of May.
func dropped(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' && !unicode.IsSpace(r) || r == 0x7F
	}
	return r != '\u0085' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point)
}

var (
	numberLabel  = lazy.NewRegexp(`^(?:\d{1,3}[.)]|\(\d{1,3}\))(?:\s+|$)`)
	tightNumber  = lazy.NewRegexp(`^\d{1,3}[.)]\p{Lu}\p{Ll}`)
	letterLabel  = lazy.NewRegexp(`^(?:\(?[a-z]\)|\(?[ivx]{1,4}\))(?:\s+|$)`)
	circleBullet = lazy.NewRegexp(`^o\s{1,}\S`)
)

// Label parts a list item's printed bullet or number from its text. It
// returns an empty label and s where s is not a list item. Bullets of Word's
// symbol fonts come out as the characters that they look like.
func Label(s string) (label, text string) {
	s = strings.TrimSpace(s)
	if label, text, ok := block.CutBullet(s); ok {
		return label, text
	}
	for _, re := range []*lazy.Regexp{numberLabel, letterLabel} {
		if m := re.FindString(s); m != "" {
			return strings.TrimSpace(m), s[len(m):]
		}
	}
	if tightNumber.MatchString(s) {
		i := strings.IndexAny(s, ".)") + 1
		return s[:i], s[i:]
	}
	return "", s
}

// isNumber reports whether a label is a number, or a letter that counts.
func isNumber(label string) bool {
	return strings.ContainsFunc(label, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsLetter(r) })
}

// Unfinished reports whether s stops before the end of its sentence. Closing
// quotation marks, brackets and footnote markers after the stop do not count.
func Unfinished(s string) bool {
	s = strings.TrimRight(s, "’”'\")]»⁰¹²³⁴⁵⁶⁷⁸⁹ ")
	r, n := utf8.DecodeLastRuneInString(s)
	return n > 0 && !strings.ContainsRune(".!?:;…", r)
}

// Continues reports whether s begins like the middle of a sentence: in lower
// case, and not with an address of a web page or mailbox.
func Continues(s string) bool {
	word := firstWord(s)
	if strings.ContainsAny(word, "@") || strings.HasPrefix(word, "www.") || strings.HasPrefix(word, "http") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, "‘“'\"(["))
	return unicode.IsLower(r)
}

// dangling are words that a line of prose may end with but a heading, a name
// or a line of an address does not.
var dangling = map[string]bool{
	"a": true, "an": true, "the": true, "of": true, "and": true, "or": true, "to": true, "in": true, "for": true,
	"with": true, "by": true, "on": true, "at": true, "from": true, "that": true, "which": true, "who": true,
	"is": true, "are": true, "was": true, "were": true, "be": true, "has": true, "have": true, "their": true, "its": true,
}

// dangles reports whether s ends with a word that needs another after it.
func dangles(s string) bool {
	return dangling[strings.ToLower(s[strings.LastIndexByte(s, ' ')+1:])]
}

// grade matches a line that is a grade and nothing else. It is the one thing
// this reader knows of inspections: a grade, alone in its cell, follows a
// title without a stop, sometimes in lower case, and belongs to neither the
// title's sentence nor the headings.
var grade = lazy.NewRegexp(`(?i)^(?:outstanding|good|adequate|inadequate|requires? improvement(?: to be good)?|not judged|judge?ment|grade)$`)

// joins reports whether two lines without a blank line between them are the
// middle of a sentence by their words alone.
func joins(a, b string) bool {
	if strings.HasPrefix(b, "(") || strings.Count(a, "(") > strings.Count(a, ")") {
		return true
	}
	if !Unfinished(a) {
		return false
	}
	if grade.MatchString(b) {
		return dangles(a)
	}
	return Continues(b) || dangles(a)
}

// glueAll joins the text of lines in one go.
func glueAll(lines []string) string {
	if len(lines) == 1 {
		return lines[0]
	}
	var b strings.Builder
	tail := ""
	for _, s := range lines {
		joined := block.Glue(tail, s)
		b.WriteString(joined[len(tail):])
		// block.Glue looks no further back than the last two characters.
		tail = s[max(0, len(s)-2):]
	}
	return b.String()
}

// Join joins the lines of one paragraph that were broken only for the width
// of the page, and keeps apart those that the author broke: lines of an
// address, names, typed list items. No line may hold a line break.
func Join(lines []string) []string {
	var joined []string
	edge := joinEdge(lines)
	first := 0 // of the lines that are one
	for i := 1; i <= len(lines); i++ {
		if i < len(lines) {
			label, _ := Label(lines[i])
			if label == "" && (joins(lines[i-1], lines[i]) || wide(lines[i-1], lines[i], edge)) {
				continue
			}
		}
		joined = append(joined, glueAll(lines[first:i]))
		first = i
	}
	return joined
}

// joinEdge returns the width at which lines were wrapped, or noEdge where
// fewer than two breaks are certain.
func joinEdge(lines []string) int {
	edge, certain := noEdge, 0
	for i := 1; i < len(lines); i++ {
		if Unfinished(lines[i-1]) && Continues(lines[i]) && utf8.RuneCountInString(lines[i-1]) >= minWrapped {
			certain++
			edge = min(edge, reach(lines[i-1], lines[i]))
		}
	}
	if certain < 2 {
		return noEdge
	}
	return edge
}

// wide reports whether a could not have taken the first word of b.
func wide(a, b string, edge int) bool {
	return utf8.RuneCountInString(a) >= minWrapped && reach(a, b) >= edge
}

// reach returns how wide a would have been with the first word of b.
func reach(a, b string) int {
	return utf8.RuneCountInString(a) + 1 + utf8.RuneCountInString(firstWord(b))
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// Rejoin puts together the sentences that were cut in two by whatever made
// paragraphs of pages, leaving a note between the halves behind them: a
// paragraph of some length without an end, and one that begins in lower case.
func Rejoin(blocks []block.Block) []block.Block {
	out := blocks[:0]
	open := -1 // the place of the last block of prose
	for _, b := range blocks {
		switch {
		case b.Kind == block.Note || b.Kind == block.Running:
		case b.Kind == block.Paragraph && open >= 0 && severed(out[open], b):
			out[open].Text = block.Glue(out[open].Text, b.Text)
			continue
		case b.Kind == block.Paragraph || b.Kind == block.ListItem:
			open = len(out)
		default:
			open = -1
		}
		out = append(out, b)
	}
	return out
}

// severed reports whether b is the rest of a's sentence.
func severed(a, b block.Block) bool {
	return len(a.Text) < block.MaxJoined && utf8.RuneCountInString(a.Text) >= 60 && Unfinished(a.Text) && Continues(b.Text) && !grade.MatchString(b.Text) && wordsOrStop(b.Text)
}
