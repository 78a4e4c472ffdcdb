package analyse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences cuts a paragraph into sentences, each as it stands in the text
// without the white space around it. Joined by single spaces they give the
// paragraph again, its runs of white space apart.
//
// A sentence ends at a full stop, question mark or exclamation mark, with the
// quotation marks, brackets and raised markers that close behind it, where
// the next word could begin a sentence. It does not end behind an
// abbreviation ("e.g.", "Dr."), an initial or a section of an Act ("s.47");
// and a short reference in brackets behind the full stop, which SIF reports
// print as "(Recommendation)" or "(paragraph 12)", still belongs to it.
func Sentences(text string) []string {
	var out []string
	rest := strings.TrimSpace(text)
	for from := 0; from < len(rest); {
		stop := stopFrom(rest, from)
		if stop < 0 {
			break
		}
		end := closed(rest, stop)
		if end = reference(rest, end); ends(rest, stop, end) {
			out = append(out, rest[:end])
			rest, from = strings.TrimLeftFunc(rest[end:], unicode.IsSpace), 0
			continue
		}
		from = end
	}
	if rest != "" {
		out = append(out, rest)
	}
	return out
}

// stopFrom returns where in s the first punctuation from i on stands that may
// close a sentence, or -1.
func stopFrom(s string, i int) int {
	for ; i < len(s); i++ {
		switch s[i] {
		case '.', '?', '!':
			return i
		case "…"[0]:
			if strings.HasPrefix(s[i:], "…") {
				return i
			}
		}
	}
	return -1
}

// closed returns where the punctuation that begins at stop ends, with what
// closes behind it.
func closed(s string, stop int) int {
	for stop < len(s) {
		r, n := utf8.DecodeRuneInString(s[stop:])
		if !strings.ContainsRune(".?!…’”'\")]»¹²³⁴⁵⁶⁷⁸⁹⁰", r) {
			break
		}
		stop += n
	}
	return stop
}

// maxReference is the length, in bytes, up to which a bracket behind a full
// stop is a reference and not a sentence of its own.
const maxReference = 60

// reference returns the end of the references in brackets that follow at end,
// or end where there is none.
func reference(s string, end int) int {
	for {
		rest := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
		if !strings.HasPrefix(rest, "(") {
			return end
		}
		n := strings.IndexByte(rest[:min(len(rest), maxReference)], ')') + 1
		if n == 0 || strings.ContainsAny(rest[:n-2], ".?!") {
			return end
		}
		// A bracket in front of the rest of a sentence is no reference.
		if next := strings.TrimLeftFunc(rest[n:], unicode.IsSpace); next != "" && !opens(next) && !strings.HasPrefix(next, "(") {
			return end
		}
		end = closed(s, len(s)-len(rest)+n)
	}
}

// ends reports whether the punctuation of s from stop to end closes a
// sentence.
func ends(s string, stop, end int) bool {
	rest := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
	switch {
	case rest == "":
		return true
	case len(rest) == len(s)-end: // no space behind it: "3.2", "ofsted.gov.uk"
		return false
	case !opens(rest):
		return false
	}
	return s[stop] != '.' || end > stop+1 || !label(s[:stop]) && !abbreviated(s[:stop], rest)
}

// label reports whether s, which a full stop follows, only numbers what comes
// behind it, as "1. Ensure that …" does.
func label(s string) bool {
	figures := strings.TrimFunc(s, unicode.IsDigit) == ""
	return len(s) == 1 || len(s) == 2 && figures
}

// opens reports whether a sentence can begin with s: in capitals, with a
// figure, or with either behind a quotation mark, bracket or bullet.
func opens(s string) bool {
	for _, r := range s {
		switch {
		case strings.ContainsRune("‘“'\"([• ", r):
			continue
		case unicode.IsUpper(r), unicode.IsDigit(r):
			return true
		}
		return false
	}
	return false
}

// abbreviations are words printed with a full stop in the middle of a
// sentence, in lower case and without it. Those that are true are so only in
// front of a figure: "No. 3", "Art. 8".
var abbreviations = map[string]bool{
	"e.g": false, "i.e": false, "eg": false, "ie": false, "cf": false, "vs": false, "viz": false, "approx": false,
	"mr": false, "mrs": false, "ms": false, "dr": false, "prof": false, "rev": false, "hon": false, "st": false, "cllr": false,
	"s": false, "ss": false, "sec": true, "para": true, "paras": true, "fig": true, "vol": true, "ch": true, "art": true, "reg": true,
	"no": true, "nos": true, "p": true, "pp": true,
}

// abbreviated reports whether s, which a full stop and then rest follow, ends
// in an abbreviation or in an initial: "Fiona J."
func abbreviated(s, rest string) bool {
	word := s[strings.LastIndexFunc(s, unicode.IsSpace)+1:]
	word = strings.TrimLeft(word, "‘“'\"([")
	if figure, ok := abbreviations[strings.ToLower(word)]; ok && (!figure || '0' <= rest[0] && rest[0] <= '9') {
		return true
	}
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && n > 0 && unicode.IsUpper(r) && r != 'I'
}
