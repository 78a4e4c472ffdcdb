package block

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/model"
)

// Rejoin joins paragraphs and list items that the end of a page, a footnote
// or a running line has cut in two. Only a block that breaks off in
// mid-sentence is joined, and only with one that goes on with it.
func Rejoin(blocks []Block) []Block {
	out := make([]Block, 0, len(blocks))
	continued(blocks, func(b Block, of int) int {
		if of >= 0 && len(out[of].Text) < MaxJoined {
			out[of].Text = Glue(out[of].Text, b.Text)
			out[of].Strong = out[of].Strong && b.Strong
			return of
		}
		out = append(out, b)
		return len(out) - 1
	})
	return out
}

// Link marks the blocks that Rejoin would join to the one before them and
// leaves them where they are. Word writes a paragraph that it breaks over a
// page as two elements of a PDF's structure: Link keeps the file's own
// paragraphs, each with its page, and says what belongs together. As in
// Rejoin, a text of MaxJoined bytes goes on no further.
func Link(blocks []Block) {
	joined := make([]int, 0, len(blocks)) // length of the text that ends with each block
	continued(blocks, func(b Block, of int) int {
		n, size := len(joined), len(b.Text)
		if of >= 0 {
			if blocks[n].Continues = joined[of] < MaxJoined; blocks[n].Continues {
				size += joined[of] + len(" ")
			}
		}
		joined = append(joined, size)
		return n
	})
}

// continued calls put for each block with the place of the text that the
// block goes on with, or -1. put returns the place where it has put the
// block.
func continued(blocks []Block, put func(b Block, of int) int) {
	var last Block // the text that may go on
	at := -1       // its place
	apart := false // something other than text stands between
	for _, b := range blocks {
		switch b.Kind {
		case Note, Running:
			apart = true
			put(b, -1)
		case Paragraph, ListItem:
			if at >= 0 && (b.Continues || goesOn(last, b, apart)) {
				last.Text = b.Text
				at = put(b, at)
			} else {
				last, at = b, put(b, -1)
			}
			apart = false
		default:
			at = -1
			put(b, -1)
		}
	}
}

// Glue joins the text of two lines as model.Glue does, which puts together
// what Link marks.
func Glue(a, b string) string { return model.Glue(a, b) }

// MaxJoined is how long a text may be that is still joined to another, in
// bytes. No sentence is as long; without a bound joining would take quadratic
// time.
const MaxJoined = 1 << 16

// prose is the least length of a text that is surely no line of an address or
// a heading.
const prose = 100

// goesOn reports whether b continues a's last sentence.
func goesOn(a, b Block, apart bool) bool {
	if b.Label != "" || a.Text == "" || b.Text == "" {
		return false
	}
	if !apart && a.Page == b.Page && len(a.Text) < prose {
		return false // lines of an address, say
	}
	if a.Kind == ListItem && b.Kind == ListItem && a.Label == "" && !Dangles(a.Text) {
		return false // a list whose bullets are not in the text: the next item
	}
	if a.Strong != b.Strong && a.Size != b.Size {
		return false
	}
	if Ended(a.Text) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(b.Text, "‘“'\"("))
	return unicode.IsLower(first) || Dangles(a.Text)
}

// Ended reports whether text ends as a sentence or an item of a list does.
func Ended(text string) bool { return model.EndsIn(text, ".!?:;") }

// danglers are words that no heading, sentence or item ends with. "After" is
// not one: children are looked after.
var danglers = strings.Fields(`a about all also although an and any are as at be because been before being between both but by can
could despite do does during each either every for from had has have her his how if in including into is it
its many may more most must no nor not of on or other our over should since so some such than that the their
them then there these they this those through to under until up upon very was well were what when where
whether which while who whose will with within without would your`)

// Dangles reports whether text breaks off behind a word or mark that asks
// for more.
func Dangles(text string) bool {
	if strings.HasSuffix(text, ",") || strings.HasSuffix(text, "-") || strings.HasSuffix(text, "–") {
		return true
	}
	word := text[strings.LastIndexByte(text, ' ')+1:]
	_, found := slices.BinarySearch(danglers, strings.ToLower(word))
	return found
}
