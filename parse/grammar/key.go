package grammar

import (
	"strings"
	"unicode"

	"ofsted/parse/block"
	"ofsted/parse/field"
)

// key reduces a heading to what the tables of this package are written for:
// lower case, straight apostrophes, single spaces, no footnote markers, no
// bullet or number before it and no colon, full stop or question mark behind.
func key(text string) string {
	text = field.Unmark(text)
	if _, rest, ok := block.CutLabel(text); ok {
		text = rest
	}
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, c := range text {
		switch c {
		case '’', '‘':
			c = '\''
		case '–', '—':
			c = '-'
		case '“', '”':
			c = '"'
		}
		if unicode.IsSpace(c) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(unicode.ToLower(c))
	}
	return strings.Trim(b.String(), " .:;?-")
}
