package grammar

import (
	"regexp"
	"strings"

	"ofsted/parse/block"
	"ofsted/parse/field"
)

var spaces = regexp.MustCompile(`\s+`)

// key reduces a heading to what the tables of this package are written for:
// lower case, straight apostrophes, single spaces, no footnote markers, no
// bullet or number before it and no colon, full stop or question mark behind.
func key(text string) string {
	text = field.Unmark(text)
	if _, rest, ok := block.CutLabel(text); ok {
		text = rest
	}
	text = strings.NewReplacer("’", "'", "‘", "'", "–", "-", "—", "-", "“", `"`, "”", `"`).Replace(strings.ToLower(text))
	text = spaces.ReplaceAllString(text, " ")
	return strings.Trim(text, " .:;?-")
}
