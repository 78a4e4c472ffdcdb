package pdf

import (
	"math"

	"ofsted/parse/block"
)

// continues reports whether l goes on with the open block.
func (c *composer) continues(l *line) bool {
	o := &c.open
	prev := o.last
	if prev.toc || l.toc {
		return c.entryGoesOn(l)
	}
	fits := c.fits(l)
	switch {
	case !c.sameType(l, fits), l.label != "" && c.opensItem(l, fits):
		return false
	case prev.label != "" && len(prev.text) == len(prev.label):
		return l.page == prev.page && l.y-prev.y < c.m.lead(l.size) // the label stands alone
	case l.page != prev.page:
		return c.overPage(l, fits)
	}
	return !c.gapBefore(l) && c.wraps(l, fits)
}

// entryGoesOn reports whether l ends an entry of a table of contents that
// began on the line before.
func (c *composer) entryGoesOn(l *line) bool {
	prev := c.open.last
	return l.toc && !prev.toc && !prev.ended() && prev.page == l.page && prev.bold == l.spans[0].bold &&
		math.Abs(prev.size-l.size) < sameSize*l.size && l.y-prev.y < looseLead*c.m.lead(l.size)
}

// sameType reports whether l is set in the size of the open block.
func (c *composer) sameType(l *line, fits bool) bool {
	o := &c.open
	most := sameSize
	if o.heads && o.lines == 1 && fits {
		most = largerType - 1 // a heading may be little larger than its text
	}
	return math.Abs(l.size-o.first.size) <= most*o.first.size
}

// wraps reports whether l, close below the last line, goes on with it.
func (c *composer) wraps(l *line, fits bool) bool {
	o := &c.open
	prev := o.last
	long := prev.x1-prev.x > longLine*(o.region.right-o.region.left)
	switch {
	case !long && l.isAddress() && !block.Dangles(prev.text):
		return false
	case l.goesOn() && !prev.ended() && (long || o.heads || !fits) && c.alignedWith(l):
		return true
	case prev.bold != l.bold && o.allBold() != l.bold && (fits || o.allBold() && o.heads):
		return false // a heading and its text
	case o.heads && prev.bold == l.bold && l.size >= titleSize*c.m.body && !prev.ended():
		return true // a title over several lines, broken or centred on purpose
	case !c.alignedWith(l):
		return false
	case !fits:
		return true
	}
	// The line was ended on purpose, but perhaps within the block: an item
	// begins with its label.
	long = long && o.b.Label != ""
	return !prev.ended() && (long || block.Dangles(prev.text)) || long && o.lines > 1
}

func (o *opened) allBold() bool { return o.first.bold && o.last.bold }

// opensItem reports whether a line with a label begins a list item. A
// number may also be the last of a sentence that ran over the line's end.
func (c *composer) opensItem(l *line, fits bool) bool {
	o := &c.open
	spaced := l.page == o.last.page && c.gapBefore(l)
	if l.dash {
		return spaced || fits && !l.goesOn() || o.b.Label == l.label && math.Abs(l.x-o.first.x) < aligned*l.size
	}
	if !l.number {
		return true
	}
	if spaced || fits || l.gap > hangingGap*l.size {
		return true
	}
	if o.b.Label != "" && figures(l.label) == figures(o.b.Label)+1 {
		return true
	}
	return l.page != o.last.page && o.last.ended() || o.b.Label != "" && l.x < o.indent-aligned*l.size
}

// figures returns the number in a label, its points left out.
func figures(label string) (n int) {
	for _, r := range label {
		if '0' <= r && r <= '9' {
			n = 10*n + int(r-'0')
		}
	}
	return n
}

// fits reports whether the last line had room for the first word of l.
func (c *composer) fits(l *line) bool {
	o := &c.open
	if l.listed && o.last.listed {
		return o.last.x1+l.first < o.region.right+roomLeft*l.size
	}
	return o.last.hasRoom(l, o.last.edge(o.region))
}

// gapBefore reports whether more space than between the lines of a paragraph
// stands before l.
func (c *composer) gapBefore(l *line) bool {
	o := &c.open
	lead := o.lead
	if lead == 0 || o.lines < 2 {
		lead = c.m.lead(l.size)
	}
	dy := l.y - o.last.y
	return dy > paragraphGap*lead || dy < 0
}

// alignedWith reports whether l begins where the lines of the open block do.
func (c *composer) alignedWith(l *line) bool {
	o := &c.open
	at := func(x float64) bool { return math.Abs(l.x-x) < aligned*l.size }
	switch {
	case o.lines > 1:
		return at(o.indent)
	case o.b.Label != "":
		// The text may hang beside the label, stand below it, or between.
		return l.x > o.first.x-aligned*l.size && l.x < o.indent+1.5*l.size
	}
	// A first line may be indented, or hang out.
	return math.Abs(l.x-o.first.x) < 4*l.size
}

// overPage reports whether l, the first line of a page, goes on with the
// block that the page before ended with.
func (c *composer) overPage(l *line, fits bool) bool {
	o := &c.open
	if l.page != o.last.page+1 || l.bold && !o.last.bold || !l.bold && o.allBold() {
		return false
	}
	if o.lines > 1 && math.Abs(l.x-o.indent) > 1.5*l.size {
		return false
	}
	if o.lines == 1 && !c.alignedWith(l) {
		return false
	}
	if !o.last.ended() && (l.goesOn() || block.Dangles(o.last.text)) {
		return true
	}
	if fits || o.heads {
		return false
	}
	return c.lowest-o.last.y < freeLines*c.m.lead(l.size)
}
