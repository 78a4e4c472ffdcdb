package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/lazy"
	"ofsted/parse/block"
)

// A heading is no longer than this, in characters.
const maxHeading = 130

var (
	startsUpper = lazy.NewRegexp(`^[‘“]?\p{Lu}`)
	// notHeading matches lines that stand alone and are no headings: dates,
	// salutations, addresses of any kind, "Name: value".
	notHeading = lazy.NewRegexp(`(?i)^(?:dear|yours)\b|@|www\.|https?:|:\s|\b(?:19|20)\d\d$|^\d|^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$|,$`)
)

// markHeadings makes headings of the short lines without a full stop that
// stand alone before prose or a list.
func markHeadings(pieces []*piece) {
	for i, p := range pieces {
		if p.Kind == block.Paragraph && isHeading(p) && startsFresh(pieces, i) && headsProse(pieces[i+1:]) {
			p.Kind = block.Heading
		}
	}
}

// isHeading reports whether a piece may be a heading by its own words.
func isHeading(p *piece) bool {
	s := p.text()
	return p.lines <= 2 && utf8.RuneCountInString(s) <= maxHeading && startsUpper.MatchString(s) &&
		(Unfinished(s) || strings.HasSuffix(strings.TrimRight(s, "⁰¹²³⁴⁵⁶⁷⁸⁹"), "?")) &&
		!notHeading.MatchString(s) && !grade.MatchString(s) && !strings.ContainsRune(s, '\t')
}

// startsFresh reports whether nothing runs on into the piece: a gap or
// finished prose stands before it.
func startsFresh(pieces []*piece, i int) bool {
	if i == 0 || pieces[i].first.gap {
		return true
	}
	before := pieces[i-1]
	return before.Kind == block.Running || before.Kind == block.Note || !Unfinished(before.last.text)
}

// headsProse reports whether prose or a list comes next.
func headsProse(next []*piece) bool {
	for _, p := range next {
		switch p.Kind {
		case block.Running, block.Note:
		case block.ListItem:
			return utf8.RuneCountInString(p.text()) > 20
		case block.Paragraph:
			s := p.text()
			return utf8.RuneCountInString(s) >= 60 && strings.ContainsFunc(s, unicode.IsLower) && !Unfinished(s)
		default:
			return p.Kind == block.Row
		}
	}
	return false
}
