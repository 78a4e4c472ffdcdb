// Package pdf reads PDF files into blocks: by their structure tree where they
// have one, by the position and size of the type where they have none.
//
// github.com/ledongthuc/pdf is the layer of objects, streams and encodings
// below it. Content streams are interpreted here.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ofsted/parse/block"
	"ofsted/parse/limit"
)

// Options say how to read.
type Options struct {
	Limits     limit.Limits
	IgnoreTree bool // read by geometry even where there is a structure tree
}

// ErrNoText is returned for pages that show no text at all, as scanned ones.
var ErrNoText = errors.New("no text on its pages")

// Read reads a PDF. The error wraps ErrNotPDF, ErrEncrypted, ErrDamaged or
// ErrNoText, is a *limit.Error or is the context's. What could not be read of a
// file that was read otherwise is among the document's warnings.
func Read(ctx context.Context, data []byte, opt Options) (*block.Document, error) {
	room := rooms.Get().(*room)
	d, damage, err := open(ctx, data, opt.Limits.OrDefault(), room)
	if err != nil {
		return nil, err
	}
	defer room.leave(d)
	err = guard(d.collectPages)
	stopped := d.stopped()
	switch {
	case stopped != nil:
		return nil, stopped
	case err != nil && len(d.pages) == 0:
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	case len(d.pages) == 0:
		return nil, fmt.Errorf("%w: no page could be read", ErrDamaged)
	}
	doc := &block.Document{Pages: len(d.pages)}
	doc.Title = d.title()
	d.blocks(doc, opt)
	if err := d.stopped(); err != nil {
		return nil, err
	}
	read, unread := legible(doc.Blocks)
	if read == 0 {
		return nil, ErrNoText
	}
	if unread > read/100 {
		doc.Warn("text_unmapped", fmt.Sprintf("%d characters are set in fonts that do not say which they are, and are shown as \uFFFD", unread))
	}
	d.warn(doc, damage)
	return doc, nil
}

// legible counts the characters of the text, and those of them that fonts
// give no meaning to.
func legible(blocks []block.Block) (read, unread int) {
	for _, b := range blocks {
		if b.Kind != block.Running {
			n := strings.Count(b.Text, noGlyph)
			unread += n
			read += len(b.Text) - n*len(noGlyph) - strings.Count(b.Text, " ")
		}
	}
	return read, unread
}

// title returns the title that the file's properties give.
func (d *document) title() (title string) {
	err := guard(func() {
		raw := d.r.Trailer().Key("Info").Key("Title").RawString()
		title = strings.Join(strings.Fields(cleanText(textString([]byte(raw[:min(len(raw), 1000)])))), " ")
	})
	if err != nil {
		return ""
	}
	return title
}

// warn says what could not be read.
func (d *document) warn(doc *block.Document, damage string) {
	if damage != "" {
		doc.Warn("repaired", "the file is damaged: "+damage+"; its objects were found by searching, but a page may be missing")
	}
	if d.lost > 0 {
		doc.Warn("pages_missing", fmt.Sprintf("%d entries of the file's list of pages could not be read; pages are missing", d.lost))
	}
	slices.Sort(d.broken)
	for _, p := range slices.Compact(d.broken) {
		doc.Warn("page_damaged", fmt.Sprintf("page %d could not be read to its end", p))
	}
}

// tornTable is what is said of a file whose tables are not those of its pages.
const tornTable = "the file's structure tree puts text into one row of a table that does not stand side by side on the page: check the grades and tables against it"

// blocks fills doc with the blocks of the tree, and of whatever text the tree
// leaves out.
func (d *document) blocks(doc *block.Document, opt Options) {
	tagged := true
	if opt.IgnoreTree || guard(func() { tagged = d.hasTree() }) == nil && !tagged {
		doc.Blocks = block.Rejoin(d.layout())
		return
	}
	var t *tree
	err := guard(func() { t = d.readTree() })
	if d.stopped() != nil {
		return
	}
	switch {
	case err != nil || len(t.blocks) == 0:
		doc.Warn("structure_damaged", "the file's structure tree could not be read; its pages were read by position")
	case t.torn > 1:
		// One such row is often a letterhead that somebody has set as a table.
		doc.Warn("table_torn", tornTable+"; its pages were read by position")
	default:
		if t.torn == 1 {
			doc.Warn("table_torn", tornTable)
		}
		doc.Tagged = true
		doc.Blocks = d.merge(t.blocks)
		block.Link(doc.Blocks)
		return
	}
	for i := range d.pages {
		clear(d.pages[i].used)
	}
	doc.Blocks = block.Rejoin(d.layout())
}
