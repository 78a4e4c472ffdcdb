// Package plain reads a report or letter that was saved as text, from a PDF
// viewer, from pdftotext (with -layout or without) or from a web page, into
// blocks.
//
// Plain text says nothing of what its lines are, so Read infers it in steps:
// split finds pages and lines, markRunning the furniture of the pages,
// findWrap the width at which prose was hard-wrapped, flow the blocks, rejoin
// the paragraphs that a page break or a footnote cut in two, and headings the
// lines that head what follows them. Where two readings are possible Read
// prefers the one that keeps lines apart: a grammar can look for a heading
// among paragraphs, but cannot find one inside a paragraph.
package plain

import (
	"errors"

	"ofsted/parse/block"
)

// ErrNotText says that the bytes are not text in any encoding that Read knows.
var ErrNotText = errors.New("plain: not text")

// Read reads text in UTF-8, UTF-16 with a byte order mark, or Windows-1252.
// Its only error is ErrNotText. Pages is 0 unless form feeds divide the text.
func Read(data []byte) (*block.Document, error) {
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	lines, pages := split(text)
	markRunning(lines, pages)
	markNotes(lines)

	markItems(lines)

	f := flow{lines: lines, wrap: findWrap(lines), layout: isLayout(lines)}
	pieces := f.rejoin(f.pieces())
	markHeadings(pieces)

	doc := &block.Document{}
	if pages > 1 {
		doc.Pages = pages
	}
	for _, p := range pieces {
		if b, ok := p.finish(); ok {
			doc.Blocks = append(doc.Blocks, b)
		}
	}
	raiseMarkers(doc.Blocks)
	return doc, nil
}
