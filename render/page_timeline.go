package render

import (
	"fmt"
	"html/template"
	"slices"

	"ofsted/model"
)

// How wide a page's chart of a timeline is at least, its margins included, and
// how much of that is drawn on where no time passes. The same chart as a file
// is wider, for paper that lies down.
const (
	pageWidth  = 960.0
	pageNarrow = 640.0
)

// timelineInline draws one timeline as part of a page: the chart of
// TimelineSVG without a heading, in the page's font and on its ground. Its ids
// begin with id, which has to be the page's only one. A timeline without
// inspections gives nothing.
func timelineInline(t *model.Timeline, id string) template.HTML {
	if len(t.Inspections) == 0 {
		return ""
	}
	c := &chart{t: t, id: id, width: pageWidth, used: map[string]bool{}}
	bottom := c.draw()
	if c.used["wider"] {
		c.text("text", widerNote+".", "x", chartMargin, "y", bottom+8, "font-size", smallText, "fill", softInk)
		bottom += 16
	}
	body := c.b.String()
	c.b.Reset()
	c.openInline(bottom)
	c.symbols()
	c.b.WriteString(body)
	c.close("svg")
	return c.inline()
}

// openInline opens the picture around what is drawn: margins are the page's.
// It is no narrower for having less in it, so that text comes out of one size
// where a page stretches its pictures.
func (c *chart) openInline(bottom float64) {
	const edge = 1.0 // half of a line, rounded up
	left, wide, high := chartMargin-edge, max(c.width, pageWidth)-2*chartMargin+2*edge, bottom-chartTop
	c.open("svg", "class", "timeline", "viewBox", fmt.Sprintf("%s %s %s %s", svgValue(left), svgValue(chartTop), svgValue(wide), svgValue(high)),
		"width", wide, "height", high, "role", "img", "aria-labelledby", c.id+"-title", "aria-describedby", c.id+"-desc",
		"font-size", 13, "fill", ink)
	c.text("title", c.title(), "id", c.id+"-title")
	c.text("desc", c.describe(), "id", c.id+"-desc")
}

// symbol is the id of a grade's mark.
func (c *chart) symbol(m gradeMark) string { return c.id + "-" + m.letters }

// symbols defines the marks that were used, around 0, 0.
func (c *chart) symbols() {
	c.open("defs")
	for _, m := range append(slices.Clone(gradeMarks), unknownMark) {
		if !c.used[string(m.grade)] || m.letters == "" {
			continue
		}
		c.open("g", "id", c.symbol(m))
		c.shape(m, 0, 0)
		c.text("text", m.letters, "y", 4.5, "text-anchor", "middle", "font-weight", "bold", "font-size", 13, "fill", m.text)
		c.close("g")
	}
	c.close("defs")
}
