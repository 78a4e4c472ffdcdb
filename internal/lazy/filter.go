package lazy

import (
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A filter says of most texts without a match that they have none. Package
// regexp looks for a literal that all matches begin with and otherwise tries
// every place; most of our expressions begin with alternatives at the start of
// a line, or hold one of a few words somewhere.
type filter struct {
	anchored bool      // matches begin where the text does
	first    [256]bool // with one of these bytes, if anchored
	words    []string  // one of which is in every match, unless there are none
}

// mostWords is up to how many words are looked for: more take as long as the
// expression itself. fewestBytes is how long each is, so that not every text
// has it.
const (
	mostWords   = 4
	fewestBytes = 3
)

// newFilter returns the filter of an expression.
func newFilter(pattern string) *filter {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return &filter{} // as regexp.MustCompile will say
	}
	re = re.Simplify()
	b := beginOf(re)
	f := &filter{anchored: b.anchored && !b.empty, first: b.first}
	if words := wordsOf(re); len(words) <= mostWords {
		f.words = words
	}
	return f
}

// lets reports whether s may hold a match.
func (f *filter) lets(s string) bool {
	if f.anchored && (s == "" || !f.first[s[0]]) {
		return false
	}
	for _, w := range f.words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return len(f.words) == 0
}

// A begin is how the matches of an expression begin.
type begin struct {
	anchored bool // at the start of the text
	empty    bool // they may be empty, or begin with what follows the expression
	first    [256]bool
}

func beginOf(re *syntax.Regexp) (b begin) {
	switch re.Op {
	case syntax.OpBeginText:
		return begin{anchored: true, empty: true}
	case syntax.OpLiteral:
		b.addRune(re.Rune[0], re.Flags&syntax.FoldCase != 0)
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			b.addRange(re.Rune[i], re.Rune[i+1])
		}
	case syntax.OpCapture, syntax.OpPlus:
		return beginOf(re.Sub[0])
	case syntax.OpConcat:
		b.empty = true
		for _, sub := range re.Sub {
			if b.empty {
				b.follow(beginOf(sub))
			}
		}
	case syntax.OpAlternate:
		b.anchored = true
		for _, sub := range re.Sub {
			s := beginOf(sub)
			b.anchored, b.empty = b.anchored && s.anchored, b.empty || s.empty
			b.add(&s)
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.addRange(0, unicode.MaxRune)
	case syntax.OpStar, syntax.OpQuest, syntax.OpRepeat:
		b = beginOf(re.Sub[0])
		b.anchored, b.empty = false, true
	default: // what has no width, and what never matches
		b.empty = true
	}
	return b
}

// follow adds what follows something that may be empty.
func (b *begin) follow(next begin) {
	b.anchored, b.empty = b.anchored || next.anchored && b.first == [256]bool{}, next.empty
	b.add(&next)
}

func (b *begin) add(other *begin) {
	for c, ok := range other.first {
		b.first[c] = b.first[c] || ok
	}
}

func (b *begin) addRune(r rune, fold bool) {
	b.addRange(r, r)
	if !fold {
		return
	}
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		b.addRange(other, other)
	}
}

// addRange adds the first bytes of some runes: of those outside ASCII all that
// there are.
func (b *begin) addRange(from, to rune) {
	for r := from; r <= min(to, utf8.RuneSelf-1); r++ {
		b.first[r] = true
	}
	for c := utf8.RuneSelf; c < len(b.first) && to >= utf8.RuneSelf; c++ {
		b.first[c] = true
	}
}

// wordsOf returns words one of which is in every match, or none.
func wordsOf(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		// U+FFFD is what expressions take every byte for that is no UTF-8.
		if w := string(re.Rune); re.Flags&syntax.FoldCase == 0 && len(w) >= fewestBytes && !strings.ContainsRune(w, utf8.RuneError) {
			return []string{w}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return wordsOf(re.Sub[0])
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if words := wordsOf(sub); len(words) > 0 && (best == nil || len(words) < len(best)) {
				best = words
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			words := wordsOf(sub)
			if len(words) == 0 {
				return nil
			}
			all = append(all, words...)
		}
		return all
	}
	return nil
}
