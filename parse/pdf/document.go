package pdf

import (
	"context"
	"fmt"
	"strings"

	"github.com/ledongthuc/pdf"

	"ofsted/parse/limit"
)

// A document is a file being read: its pages, its caches and what it has
// cost so far.
type document struct {
	ctx     context.Context
	r       *pdf.Reader
	data    []byte // the file as r reads it
	objects map[uint32]object
	meter   *meter
	budget  *budget
	lim     limit.Limits
	pages   []page
	pageOf  map[uint32]int // index into pages by object number
	fonts   map[uint32]*font
	scratch []byte // for content streams, used again from page to page
	text    int    // characters that were shown, or that fonts have mapped
	nodes   int
	steps   int
	done    bool  // the context is
	over    error // that a limit was passed
	broken  []int // pages that could not be read to their end
	lost    int   // entries of the page tree that could not be read
}

// A page is one page and the text found on it.
type page struct {
	v             pdf.Value
	width, height float64
	right         float64 // where the text ends on the right
	spans         []span
	rules         []rule // straight lines drawn on it
	dots          []dot  // small shapes drawn on it
	used          []bool // which spans the structure tree has taken
}

// stop reports whether reading must end: cancelled, or over a limit.
func (d *document) stop() bool {
	if d.text > int(d.lim.Text) && d.over == nil {
		d.over = limit.Text.Over("more text than the %v characters that a document may have", d.lim.Text)
	}
	if d.steps++; d.steps&0xFFF == 0 {
		d.done = d.ctx.Err() != nil
	}
	return d.over != nil || d.meter.over != nil || d.done
}

// stopped says why reading had to end before all was read, if it had.
func (d *document) stopped() error {
	switch {
	case d.ctx.Err() != nil:
		return d.ctx.Err()
	case d.over != nil:
		return d.over
	}
	return d.meter.over
}

// damaged notes that the page being read cannot be read to its end.
func (d *document) damaged() {
	if n := len(d.broken); n == 0 || d.broken[n-1] != len(d.pages) {
		d.broken = append(d.broken, len(d.pages))
	}
}

// guard runs f and turns a panic of the object layer, which is how
// ledongthuc/pdf reports malformed objects, into an error.
func guard(f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	f()
	return nil
}

// collectPages walks the page tree. It does not trust counts, and does not
// enter a node twice.
func (d *document) collectPages() {
	d.pageOf = make(map[uint32]int)
	seen := make(map[uint32]bool)
	d.walkPages(d.r.Trailer().Key("Root").Key("Pages"), inherited{}, seen, 0)
}

// inherited is what a page takes from the nodes above it.
type inherited struct{ resources, box, rotate pdf.Value }

func (h inherited) with(v pdf.Value) inherited {
	h.resources = either(v.Key("Resources"), h.resources)
	h.box = either(v.Key("MediaBox"), h.box)
	h.rotate = either(v.Key("Rotate"), h.rotate)
	if x := v.Key("CropBox"); x.Len() == 4 {
		h.box = x
	}
	return h
}

// either returns v, or above where there is no v.
func either(v, above pdf.Value) pdf.Value {
	if v.Kind() == pdf.Null {
		return above
	}
	return v
}

func (d *document) walkPages(node pdf.Value, h inherited, seen map[uint32]bool, depth int) {
	kids := node.Key("Kids")
	switch {
	case kids.Kind() != pdf.Array:
		d.lost++
		return
	case depth > int(d.lim.Depth):
		d.over = limit.Depth.Over("its page tree has more than the %v levels that it may have", d.lim.Depth)
		return
	}
	h = h.with(node)
	for i := range kids.Len() {
		if d.stopped() != nil {
			return
		}
		id := refIndex(kids, i)
		if id != 0 && seen[id] {
			d.lost++ // it stands where another should
			continue
		}
		seen[id] = true
		if guard(func() { d.walkKid(kids.Index(i), id, h, seen, depth) }) != nil {
			d.lost++
		}
	}
}

// mayBePage reports whether an object is a page, or else does not say that it
// is another thing and has no content: then a reference is wrong that was to a
// page.
func mayBePage(kid pdf.Value) bool {
	typ := kid.Key("Type").Name()
	return typ == "Page" || typ == "" || kid.Key("Contents").Kind() != pdf.Null
}

// walkKid reads a kid of the page tree: a page, or a node with more of them.
func (d *document) walkKid(kid pdf.Value, id uint32, h inherited, seen map[uint32]bool, depth int) {
	switch {
	case kid.Kind() != pdf.Dict:
		d.lost++
	case kid.Key("Kids").Kind() == pdf.Array:
		d.walkPages(kid, h, seen, depth+1)
	case !mayBePage(kid):
		d.lost++
	case len(d.pages) >= int(d.lim.Pages):
		d.over = limit.Pages.Over("more pages than the %v that a document may have", d.lim.Pages)
	default:
		h = h.with(kid)
		d.pageOf[id] = len(d.pages)
		d.pages = append(d.pages, page{v: kid})
		d.readPage(&d.pages[len(d.pages)-1], h)
	}
}

// readPage runs a page's content. What can be read of a damaged page stays.
func (d *document) readPage(p *page, h inherited) {
	in := interp{doc: d, resources: h.resources}
	in.st = state{ctm: pageMatrix(p, h), scale: 1}
	in.tm, in.tlm = identity, identity
	err := guard(func() { in.run(d.content(p.v)) })
	if err != nil {
		d.damaged()
	}
	in.flush()
	p.spans, p.rules, p.dots = in.spans, in.rules, in.dots
	p.used = make([]bool, len(p.spans))
	for _, s := range p.spans {
		if !s.artifact && strings.TrimSpace(s.text) != "" {
			p.right = max(p.right, s.x1)
		}
	}
}

// pageMatrix turns the page upright and puts the origin into its upper left
// corner, y growing downwards.
func pageMatrix(p *page, h inherited) matrix {
	var b [4]float64
	for i := range b {
		b[i] = clamp(h.box.Index(i).Float64())
	}
	x0, x1 := min(b[0], b[2]), max(b[0], b[2])
	y0, y1 := min(b[1], b[3]), max(b[1], b[3])
	if x1-x0 < 1 || y1-y0 < 1 {
		x0, y0, x1, y1 = 0, 0, 595, 842 // A4 where a page does not say
	}
	p.width, p.height = x1-x0, y1-y0
	switch ((h.rotate.Int64() % 360) + 360) % 360 {
	case 90:
		p.width, p.height = p.height, p.width
		return matrix{0, 1, 1, 0, -y0, -x0}
	case 180:
		return matrix{-1, 0, 0, 1, x1, -y0}
	case 270:
		p.width, p.height = p.height, p.width
		return matrix{0, -1, -1, 0, y1, x1}
	}
	return matrix{1, 0, 0, -1, -x0, y1}
}

// content returns a page's content, its streams joined by white space: a
// token may not go on from one to the next. A page without any is blank, but
// one whose content is nowhere to be found, or something else, has lost it.
func (d *document) content(page pdf.Value) []byte {
	d.scratch = d.scratch[:0]
	v := page.Key("Contents")
	if v.Kind() != pdf.Array {
		if v.Kind() != pdf.Null || refAt(page, "Contents") != 0 {
			d.part(v)
		}
		return d.scratch
	}
	for i := range v.Len() {
		if guard(func() { d.part(v.Index(i)) }) != nil {
			d.damaged()
		}
		if d.stop() {
			break
		}
	}
	return d.scratch
}

// part adds a stream to the content of the page being read.
func (d *document) part(v pdf.Value) {
	if v.Kind() != pdf.Stream {
		d.damaged()
		return
	}
	d.scratch = append(d.inflate(d.scratch, v), '\n')
}

// stream returns the content of a stream in memory of its own: the page that
// uses it is still being read.
func (d *document) stream(v pdf.Value) []byte { return d.inflate(nil, v) }

// inflate appends the content of a stream to dst. A stream that breaks off
// gives what there is.
func (d *document) inflate(dst []byte, v pdf.Value) []byte {
	if v.Kind() != pdf.Stream {
		return dst
	}
	r := d.reader(v)
	defer r.Close()
	dst, err := d.budget.read(dst, r, fmt.Sprintf("a stream of page %d", len(d.pages)))
	switch {
	case final(err):
		d.over = err
	case err != nil:
		d.damaged()
	}
	return dst
}

// font returns the font of that name in the resources, made once for each
// font object. One that is no object of its own is made over and over, and
// many may share a large table, so what all of them cost is bounded.
func (d *document) font(resources pdf.Value, name string) *font {
	fonts := resources.Key("Font")
	id := refAt(fonts, name)
	if f, ok := d.fonts[id]; ok && id != 0 {
		return f
	}
	f := d.newFont(fonts, name)
	if id != 0 {
		d.fonts[id] = f
	}
	return f
}

func (d *document) newFont(fonts pdf.Value, name string) (f *font) {
	codes := 0
	if guard(func() { f = newFont(fonts.Key(name), d.stream, &codes) }) != nil {
		d.damaged()
		f = newFont(pdf.Value{}, d.stream, &codes)
	}
	d.text += codes * codeWork
	d.done = d.ctx.Err() != nil // a font takes as long as thousands of steps
	return f
}

// codeWork is how many characters could be shown in the time that it takes to
// map one code of a font.
const codeWork = 5
