package pdf

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ofsted/parse/block"
)

// isHeading tells a heading from a paragraph in large or bold type.
func isHeading(b *block.Block, o *opened, body float64) bool {
	const longest = 220 // characters: the longest of all printed ones has 170
	n := utf8.RuneCountInString(b.Text)
	if n > longest || o.lines > 4 || o.first.toc || o.last.toc {
		return false
	}
	if !b.Strong {
		return !block.Ended(b.Text) && n < longest/2 && (o.lines == 1 || o.lines <= 3 && b.Size >= headingSize*body)
	}
	// "Inspection dates: 3 to 7 June" is a label with its value.
	if _, value, ok := strings.Cut(b.Text, ": "); ok && strings.ContainsAny(value, "0123456789") {
		return false
	}
	return true
}

// rank gives headings their levels: the larger, and of equal ones the
// bolder, the higher.
func rank(blocks []block.Block) {
	key := func(b *block.Block) int {
		k := 2 * halfPoints(b.Size)
		if b.Strong {
			k++
		}
		return -k
	}
	var keys []int
	for i := range blocks {
		if b := &blocks[i]; b.Kind == block.Heading {
			keys = append(keys, key(b))
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for i := range blocks {
		if b := &blocks[i]; b.Kind == block.Heading {
			at, _ := slices.BinarySearch(keys, key(b))
			b.Level = min(at+1, 6)
		}
	}
}
