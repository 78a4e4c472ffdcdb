package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ofsted/internal/lazy"
	"ofsted/parse/block"
)

var (
	idNumber   = lazy.NewRegexp(`\d{1,3}$`)
	noteName   = lazy.NewRegexp(`(?i)^(?:(?:sd|wp-block-)?footnotes?|endnotes?|ftn|edn|fn|note)[-_:.]?\d*(?:-text|-sym)?$|^(?:doc-(?:footnote|endnote)s?)$`)
	noteMarker = lazy.NewRegexp(`^(?:([⁰¹²³⁴-⁹]{1,3})|\[(\d{1,3})\]|(\d{1,3})(?:[.:)]|\s|$))\s*`)
	backLink   = lazy.NewRegexp(`\s*(?:↩︎?|↑|\^)\s*$`)
)

// isNote reports whether an element is a footnote or holds the footnotes.
func isNote(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Aside, atom.P, atom.Li, atom.Ol, atom.Ul, atom.Dd, atom.Footer:
	default:
		return false
	}
	// "note" alone, or with a number, is a note only as the id of one.
	if role := attr(n, "role"); noteName.MatchString(role) && role != "note" {
		return true
	}
	for word := range strings.FieldsSeq(attr(n, "class")) {
		if word != "note" && noteName.MatchString(word) {
			return true
		}
	}
	id := attr(n, "id")
	return id != "note" && id != "notes" && noteName.MatchString(id)
}

// note writes the footnotes that an element holds: one for each item of a
// list, and one for each paragraph that begins with a marker.
func (w *writer) note(n *html.Node) {
	w.flush()
	from := len(w.doc.Blocks)
	was := w.at
	w.at = place{kind: block.Note}
	if n.DataAtom == atom.Li {
		w.at.label = idNumber.FindString(attr(n, "id"))
	}
	w.notes(n)
	w.flush()
	w.at = was
	w.label(from)
}

// notes walks footnotes, each of which is a block element with text.
func (w *writer) notes(n *html.Node) {
	number := func(*html.Node) string { return "" }
	if n.DataAtom == atom.Ol {
		number = counter(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Li:
			w.within(c, place{kind: block.Note, label: strings.TrimSuffix(number(c), ".")})
		case c.Type == html.ElementNode && isBlock(c) && headingLevel(c) == 0:
			w.flush()
			w.notes(c)
			w.flush()
		default:
			w.walk(c)
		}
	}
}

// label takes the markers of the notes from a block on out of their text, and
// joins paragraphs without a marker to the note before.
func (w *writer) label(from int) {
	kept := w.doc.Blocks[:from]
	for _, b := range w.doc.Blocks[from:] {
		if b.Kind != block.Note {
			kept = append(kept, b)
			continue
		}
		marked := false
		if m := noteMarker.FindStringSubmatch(b.Text); m != nil {
			marker := block.Lowered(m[1]) + m[2] + m[3]
			if b.Label == "" || b.Label == marker {
				marked = true
				b.Label, b.Text = marker, b.Text[len(m[0]):]
			}
		}
		b.Text = backLink.ReplaceAllString(b.Text, "")
		if n := len(kept); !marked && n > from && len(kept[n-1].Text) < block.MaxJoined && kept[n-1].Kind == block.Note && (b.Label == "" || b.Label == kept[n-1].Label) {
			kept[n-1].Text = block.Glue(kept[n-1].Text, b.Text)
			continue
		}
		if b.Text != "" {
			kept = append(kept, b)
		}
	}
	w.doc.Blocks = kept
}
