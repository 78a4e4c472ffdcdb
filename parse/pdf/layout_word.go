package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A vocabulary is the words of a document. It tells a hyphen that cuts a
// word at the end of a line from one that belongs to a compound.
type vocabulary struct {
	pages [][]*line
	words map[string]int // made when it is first asked for
	cuts  int            // words that are cut at the end of a line and stand whole elsewhere
}

// hyphenating is how many words a document must surely cut before those that
// stand nowhere else are taken to be cut as well.
const hyphenating = 3

// prefixes are joined to words by a hyphen that is kept.
var prefixes = map[string]bool{
	"anti": true, "co": true, "cross": true, "ex": true, "inter": true, "multi": true, "non": true, "out": true,
	"over": true, "post": true, "pre": true, "re": true, "self": true, "semi": true, "sub": true, "under": true, "well": true,
}

// read counts the words.
func (v *vocabulary) read() {
	v.words = make(map[string]int)
	var last *line
	var ends [][2]string
	for _, ls := range v.pages {
		for _, l := range ls {
			for _, w := range strings.FieldsFunc(l.text, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) }) {
				v.words[strings.ToLower(w)]++
			}
			if last != nil && strings.HasSuffix(last.text, "-") {
				ends = append(ends, [2]string{trailingLetters(strings.TrimSuffix(last.text, "-")), leadingLetters(l.text)})
			}
			last = l
		}
	}
	for _, e := range ends {
		if v.whole(strings.ToLower(e[0]), strings.ToLower(e[1])) {
			v.cuts++
		}
	}
}

// whole reports whether left and right stand elsewhere as one word, and not
// as a compound.
func (v *vocabulary) whole(left, right string) bool {
	return !prefixes[left] && v.words[left+right] > 0 && v.words[left+"-"+right] == 0
}

// cut reports whether the hyphen between left and right, the pieces at the
// end of a line and the beginning of the next, only cuts a word.
func (v *vocabulary) cut(left, right string) bool {
	left, right = strings.ToLower(left), strings.ToLower(right)
	if left == "" || right == "" {
		return false
	}
	if v.words == nil {
		v.read()
	}
	if v.whole(left, right) && (v.words[left] == 0 || v.cuts >= hyphenating) {
		return true
	}
	// What begins a line has been counted once by itself.
	return v.cuts >= hyphenating && !prefixes[left] && v.words[left+"-"+right] == 0 &&
		(v.words[left] == 0 || v.words[right] <= 1)
}

// rejoin takes a hyphen out that only cuts a word between the last line of o
// and l: it moves the rest of the word to the line before.
func (v *vocabulary) rejoin(o *opened, l *line) {
	n := len(o.in.parts)
	if n == 0 || !strings.HasSuffix(o.last.text, "-") || !unicode.IsLower(l.next) {
		return
	}
	left := trailingLetters(strings.TrimSuffix(o.last.text, "-"))
	right := leadingLetters(l.text)
	if right == "" || !v.cut(left, right) {
		return
	}
	s := l.spans[0]
	i := strings.Index(s.text, right)
	if i < 0 || o.in.parts[n-1].s == nil {
		return // a word in several spans: leave the hyphen
	}
	before, after := *o.in.parts[n-1].s, *s
	before.text = strings.TrimSuffix(strings.TrimRight(before.text, " "), "-") + right
	after.text = s.text[i+len(right):]
	if r, _ := utf8.DecodeRuneInString(after.text); unicode.IsPunct(r) {
		end := strings.IndexByte(after.text, ' ')
		if end < 0 {
			end = len(after.text)
		}
		before.text += after.text[:end]
		after.text = after.text[end:]
	}
	o.in.parts[n-1].s = &before
	l.spans = append([]*span{&after}, l.spans[1:]...)
}

func trailingLetters(s string) string {
	i := len(s)
	for i > 0 {
		r, w := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) {
			break
		}
		i -= w
	}
	return s[i:]
}

func leadingLetters(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) {
			return s[:i]
		}
	}
	return s
}
