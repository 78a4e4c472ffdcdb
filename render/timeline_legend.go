package render

import "ofsted/model"

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
			c.shape(m, x, y)
			c.text("text", m.letters, "x", x, "y", y+4.5, "text-anchor", "middle", "font-weight", "bold", "font-size", 13, "fill", m.text)
		}})
	}
	items = append(items,
		legendItem{"moves", "Better or worse by so many grades than before", 36, func(c *chart, x, y float64) {
			up, down := 1, -1
			c.move(x-18, y+4, model.Cell{Steps: &up})
			c.move(x+2, y+4, model.Cell{Steps: &down})
		}},
		legendItem{"combined", "One grade, given for these areas together", 28, func(c *chart, x, y float64) {
			c.empty("rect", "x", x-14, "y", y-9, "width", 28, "height", 18, "rx", 9, "fill", "none", "stroke", ink, "stroke-width", 1.5, "stroke-dasharray", "5 3")
		}},
		legendItem{"broken", "Not comparable with the grade before", 28, func(c *chart, x, y float64) { c.stroke("broken", x-14, x+14, y) }},
		legendItem{"ended", "No longer judged", 28, func(c *chart, x, y float64) {
			c.stroke("ended", x-14, x+10, y)
			c.cross(x+10, y)
		}})
	for _, k := range []model.Kind{model.FocusedVisit, model.MonitoringVisit, model.JTAI} {
		items = append(items, legendItem{string(k), shortKinds[k], 2 * visitSize, func(c *chart, x, y float64) { c.visit(k, x, y) }})
	}
	return items
}

const (
	legendSize = 12.0
	legendText = 8.0  // between what is drawn and what it means
	legendGap  = 26.0 // between items
)

// legend explains what was drawn, and returns the height of the picture.
func (c *chart) legend(y float64) float64 {
	x := chartMargin
	y += 6
	for _, item := range legendItems() {
		if !c.used[item.when] {
			continue
		}
		text := plainWidth(item.text, legendSize)
		w := item.wide + legendText + text
		if x > chartMargin && x+w > c.width-chartMargin {
			x, y = chartMargin, y+legendRow+12
		}
		item.draw(c, x+item.wide/2, y)
		// The length keeps gaps even in any font.
		c.text("text", item.text, "x", x+item.wide+legendText, "y", y+4.5, "font-size", legendSize, "textLength", text, "lengthAdjust", "spacingAndGlyphs")
		x += w + legendGap
	}
	return y + legendRow + 22
}
