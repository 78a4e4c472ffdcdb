package block

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	bullets = "•◼■▪●○◦‣⁃∙□▫◻◾◆◇♦⬛⦿⁌⁍❑❖➢➤►▶✓✔·§" // always a bullet at the beginning of a text
	dashes  = "-–—―−─‒\u0336*"                  // one where white space follows
)

// IsBullet reports whether r is a bullet whatever follows it. The characters
// of Unicode's private use area are those of symbol fonts.
func IsBullet(r rune) bool { return isSymbol(r) || strings.ContainsRune(bullets, r) }

func isSymbol(r rune) bool { return 0xE000 <= r && r <= 0xF8FF }

// symbolFont says what the characters look like that Word keeps in Unicode's
// private use area for its bullets in the Symbol and Wingdings fonts.
var symbolFont = map[rune]string{
	'\uF02D': "–", '\uF06E': "■", '\uF06F': "□", '\uF071': "❑", '\uF076': "❖",
	'\uF0A7': "▪", '\uF0A8': "◻", '\uF0B7': "•", '\uF0BE': "–", '\uF0D8': "➢", '\uF0FC': "✓",
}

// CutBullet parts the bullet that begins text from the rest. A dash counts
// as one only with a space behind it; a bullet of a symbol font comes out as
// the character that it looks like.
func CutBullet(text string) (label, rest string, ok bool) {
	r, n := utf8.DecodeRuneInString(text)
	rest = strings.TrimSpace(text[n:])
	switch {
	case n == 0 || r == utf8.RuneError:
	case isSymbol(r):
		if label, ok = symbolFont[r]; !ok {
			label = "•"
		}
		return label, rest, true
	case strings.ContainsRune(bullets, r) && !strings.HasPrefix(rest, string(r)):
		return string(r), rest, true
	case strings.ContainsRune(dashes, r) && rest != "" && len(rest) < len(text)-n:
		return string(r), rest, true
	}
	return "", text, false
}

// IsDash reports whether a label is one that may also be punctuation.
func IsDash(label string) bool { return label != "" && strings.Contains(dashes, label) }

// CutNumber parts a paragraph's printed number ("12." or "12)") from its
// text. What follows must be set off by a space, so that "2.1 Adoption" and
// "3.5 per cent" are left whole.
func CutNumber(text string) (label, rest string, ok bool) {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	if n == 0 || n > 3 || n+1 >= len(text) || text[n] != '.' && text[n] != ')' || text[n+1] != ' ' {
		return "", text, false
	}
	return text[:n+1], strings.TrimSpace(text[n+1:]), true
}

// CutLabel parts a bullet or number from the text behind it.
func CutLabel(text string) (label, rest string, ok bool) {
	if label, rest, ok = CutBullet(text); ok {
		return label, rest, ok
	}
	return CutNumber(text)
}

var superscripts = []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")

// Superscript returns decimal digits raised; other characters stay.
func Superscript(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return superscripts[r-'0']
		}
		return r
	}, s)
}

// Lowered returns raised digits as ordinary ones; other characters stay.
func Lowered(s string) string {
	return strings.Map(func(r rune) rune {
		if i := slices.Index(superscripts, r); i >= 0 {
			return rune('0' + i)
		}
		return r
	}, s)
}
