// Package html reads a letter or report from a web page into blocks: a page
// that is the letter, or a council's page, news item or article with a letter
// inside.
//
// Read works in three steps. simplify passes over the page's tokens and
// leaves out what cannot hold text of a letter (scripts, form controls, all
// attributes that mean nothing here), which also bounds how deep elements
// nest, how many there are and how much text. prune drops the site around the text from the
// tree that is left: navigation, cookie banners, breadcrumbs, what is hidden.
// walk makes blocks of what remains. Where prune doubts, it keeps: words of
// the council around a letter do no harm, a lost paragraph does.
package html

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"ofsted/parse/block"
	"ofsted/parse/limit"
	"ofsted/parse/plain"
)

// Read reads an HTML page in the encoding that it declares. Of the limits it
// keeps those on nodes, which are elements, and on text. Errors are a
// *limit.Error, an error of ctx, or one that says what could not be decoded.
func Read(ctx context.Context, data []byte, most limit.Limits) (*block.Document, error) {
	text, err := decode(ctx, data)
	if err != nil {
		return nil, fmt.Errorf("html: decoding: %w", err)
	}
	simple, title, err := simplify(ctx, text, most.OrDefault())
	if err != nil {
		return nil, err
	}
	tree, err := html.Parse(stoppable{ctx, bytes.NewReader(simple)})
	if err != nil {
		return nil, fmt.Errorf("html: parsing: %w", err)
	}
	w := writer{ctx: ctx, doc: &block.Document{Title: plain.Clean(title)}}
	w.page(mainText(prune(ctx, tree)))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.doc.Blocks = plain.Rejoin(w.doc.Blocks)
	return w.doc, nil
}

// decode returns a page as UTF-8. Bytes that are valid UTF-8 are taken for
// that whatever the page declares: saving a page often changes the one and
// not the other.
func decode(ctx context.Context, data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) && !bytes.HasPrefix(data, []byte("\xFF\xFE")) {
		return data, nil
	}
	r, err := charset.NewReader(stoppable{ctx, bytes.NewReader(data)}, "")
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
