package model

import (
	"strings"
	"unicode/utf8"
)

// Glue joins the text of two lines, or of two parts of a paragraph: with a
// space, save after a hyphen that holds a compound together ("poor-" +
// "quality", but "short-" + "and long-term") or a slash.
func Glue(a, b string) string { return a + joint(a, b) + b }

// joint returns what Glue puts between a and b. It looks no further back than
// the last two characters of a.
func joint(a, b string) string {
	first, _, _ := strings.Cut(b, " ")
	switch {
	case a == "" || b == "":
		return ""
	case strings.HasSuffix(a, "/") && !strings.HasSuffix(a, " /"):
		return ""
	case strings.HasSuffix(a, "-") && !strings.HasSuffix(a, " -") && !suspended[first]:
		return ""
	}
	return " "
}

// suspended are the words that follow a hyphen left hanging.
var suspended = map[string]bool{"and": true, "or": true, "to": true}

// EndsIn reports whether text ends in one of marks, whatever quotation marks,
// brackets and raised figures close behind it.
func EndsIn(text, marks string) bool {
	text = strings.TrimRight(text, "’”'\")]⁰¹²³⁴⁵⁶⁷⁸⁹ ")
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(marks, r)
}
