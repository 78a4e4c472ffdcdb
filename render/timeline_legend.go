package render

import (
	"strings"

	"ofsted/model"
)

// A legendItem explains what was drawn, where it was.
type legendItem struct {
	when string
	text string
	wide float64                      // of what is drawn
	draw func(c *chart, x, y float64) // around its middle
}

// legendItems returns what a legend may explain.
func legendItems() []legendItem {
	var items []legendItem
	for _, m := range gradeMarks {
		if m.letters == "" {
			continue
		}
		items = append(items, legendItem{string(m.grade), m.grade.Title(), m.width(), func(c *chart, x, y float64) {
			c.grade(m, x, y)
		}})
	}
	items = append(items,
		legendItem{"moves", "Better or worse by so many grades than before", 36, func(c *chart, x, y float64) {
			up, down := 1, -1
			c.open("g", "font-weight", "bold")
			c.move(x-18, y+4, model.Cell{Steps: &up})
			c.move(x+2, y+4, model.Cell{Steps: &down})
			c.close("g")
		}},
		legendItem{"combined", "One grade, given for these areas together", 28, func(c *chart, x, y float64) {
			c.empty("rect", "x", x-14, "y", y-9, "width", 28, "height", 18, "rx", 9, "fill", "none", "stroke", ink, "stroke-width", 1.5, "stroke-dasharray", "5 3")
		}},
		legendItem{"broken", "Not comparable with the grade before", 28, func(c *chart, x, y float64) { c.sample("broken", x-14, x+14, y) }},
		legendItem{"ended", "No longer judged", 28, func(c *chart, x, y float64) {
			c.sample("ended", x-14, x+10, y)
			c.cross(x+10, y)
		}})
	for _, k := range []model.Kind{model.FocusedVisit, model.MonitoringVisit, model.JTAI} {
		items = append(items, legendItem{string(k), shortKinds[k], 2 * visitSize, func(c *chart, x, y float64) {
			c.open("g", "font-weight", "bold")
			c.visit(k, x, y)
			c.close("g")
		}})
	}
	return items
}

// sample draws a line of a kind.
func (c *chart) sample(kind string, from, to, y float64) {
	var d strings.Builder
	across(&d, from, to, y)
	c.stroke(kind, &d)
}

const (
	legendText = 8.0  // between what is drawn and what it means
	legendGap  = 26.0 // between items
)

// legend explains what was drawn, and returns where it ends.
func (c *chart) legend(y float64) float64 {
	x := chartMargin
	y += 6
	c.open("g", "font-size", smallText)
	for _, item := range legendItems() {
		if !c.used[item.when] {
			continue
		}
		text := c.legendWidth(item.text)
		w := item.wide + legendText + text
		if x > chartMargin && x+w > c.width-chartMargin {
			x, y = chartMargin, y+legendRow+12
		}
		item.draw(c, x+item.wide/2, y)
		place := []any{"x", x + item.wide + legendText, "y", y + 4.5}
		if c.id == "" { // the length keeps gaps even in any font
			place = append(place, "textLength", text, "lengthAdjust", "spacingAndGlyphs")
		}
		c.text("text", item.text, place...)
		x += w + legendGap
	}
	c.close("g")
	return y + legendRow
}

// legendWidth is how wide a text of the legend is, or at most in a page, whose
// font is not known.
func (c *chart) legendWidth(text string) float64 {
	if c.id == "" {
		return plainWidth(text, smallText)
	}
	return textWidth(text, smallText)
}
