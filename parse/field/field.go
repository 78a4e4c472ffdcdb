// Package field recognises the values that Ofsted's letters and reports
// print: dates and periods, authorities, grades, judgement areas, people and
// references to the national framework. Its functions take a phrase (a
// cover-page line, a table cell, a heading, a sentence) and return a value of
// the model, or nothing: they never guess. What is printed in many ways is a
// table in this package; where a phrase stands in a document is not its
// concern.
//
// Phrases may come from a PDF, a web page or plain text: every function takes
// curly or straight apostrophes, any white space, any dash, soft hyphens and
// footnote markers.
package field

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markers are the superscript digits that print a footnote marker.
const markers = "⁰¹²³⁴⁵⁶⁷⁸⁹"

// Unmark removes footnote markers printed as superscript digits. Other
// superscripts, and a raised digit that a reader delivers as a plain one
// ("improve?1"), are left alone: only the reader knows that it was raised.
func Unmark(s string) string {
	if !marked(s) {
		return s
	}
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if strings.ContainsRune(markers, c) {
			return -1
		}
		return c
	}, s))
}

// marked reports whether s may hold a marker: the bytes that superscript
// digits begin with in UTF-8. Nearly no text does, and every text is asked.
func marked(s string) bool {
	return strings.Contains(s, "\u00b9"[:1]) || strings.Contains(s, "\u2070"[:2])
}

// squash removes what is not seen and reduces white space to single blanks.
func squash(s string) string {
	clean := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case invisible(c):
			return -1
		}
		return c
	}, s)
	return strings.Join(strings.Fields(clean), " ")
}

// invisible reports soft hyphens, zero-width characters and byte order marks.
func invisible(c rune) bool {
	return c == '\u00ad' || '\u200b' <= c && c <= '\u200f' || c == '\u2060' || c == '\ufeff'
}

// straight makes apostrophes straight and hyphens plain, so that patterns need
// one spelling.
func straight(s string) string { return straightener.Replace(s) }

var straightener = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "´", "'", "`", "'", "′", "'", "‐", "-", "‑", "-")

// isDash reports the characters that documents print between two dates, box
// drawing included: all of them occur in real reports.
func isDash(c rune) bool {
	return c == '-' || '\u2010' <= c && c <= '\u2015' || c == '−' || c == '─' || c == '━' ||
		c == '﹘' || c == '﹣' || c == '－' || c == '~' ||
		c == '±' // the number of the en dash in Microsoft's fonts, where a PDF has lost what the numbers mean
}

// fold returns s in lower case, without accents and apostrophes.
func fold(s string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(s) {
		switch {
		case c < utf8.RuneSelf && c != '\'' && c != '`':
			b.WriteRune(c)
		case c < utf8.RuneSelf, strings.ContainsRune("’‘ʼ´′", c), unicode.Is(unicode.Mn, c), invisible(c):
		default:
			if base, ok := accents[c]; ok {
				c = base
			}
			b.WriteRune(c)
		}
	}
	return b.String()
}

// accents maps the accented letters of names printed in Britain and their
// neighbours to the letters underneath.
var accents = func() map[rune]rune {
	m := map[rune]rune{}
	for _, group := range []string{"aáàâäãåāą", "cçćč", "eéèêëēęě", "iíìîïī", "lł", "nñńň", "oóòôöõøō",
		"rř", "sśšş", "tťţ", "uúùûüūů", "wŵ", "yýÿŷ", "zźżž"} {
		base, size := utf8.DecodeRuneInString(group)
		for _, c := range group[size:] {
			m[c] = base
		}
	}
	return m
}()

// containsAny reports whether any of the parts is in s. It spares most
// paragraphs an expression that cannot match.
func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// trimMarkers removes from the end of a phrase what is not part of its last
// word: footnote markers, raised or glued on as plain digits, and the given
// punctuation.
func trimMarkers(s, punctuation string) string {
	for {
		t := strings.TrimRight(s, punctuation+markers+" *†‡")
		if u := strings.TrimRight(t, "0123456789"); u != t && len(t)-len(u) <= 2 && endsInLetterOrStop(u) {
			t = u
		}
		if t == s {
			return s
		}
		s = t
	}
}

// endsInLetterOrStop reports whether a digit after s can be a marker: "good1"
// and "good.1" end in one, "Grade 1" does not.
func endsInLetterOrStop(s string) bool {
	c, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(c) || c == '.' || c == ')' || c == '?'
}
