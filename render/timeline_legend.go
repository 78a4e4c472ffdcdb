package render

import "ofsted/model"

// A legendItem explains what was drawn, where it was.
type legendItem struct {
	when string
	text string
	draw func(c *chart, x, y float64)
}

// legendItems returns what a legend may explain.
func legendItems() []legendItem {
	var items []legendItem
	for _, m := range gradeMarks {
		if m.letters == "" {
			continue
		}
		items = append(items, legendItem{string(m.grade), m.grade.Title(), func(c *chart, x, y float64) {
			c.shape(m, x, y)
			c.text("text", m.letters, "x", x, "y", y+4.5, "text-anchor", "middle", "font-weight", "bold", "font-size", 13, "fill", m.text)
		}})
	}
	items = append(items,
		legendItem{"moves", "Better or worse by so many grades than before", func(c *chart, x, y float64) {
			up, down := 1, -1
			c.move(x-18, y+4, model.Cell{Steps: &up})
			c.move(x+2, y+4, model.Cell{Steps: &down})
		}},
		legendItem{"combined", "One grade, given for these areas together", func(c *chart, x, y float64) {
			c.empty("rect", "x", x-14, "y", y-9, "width", 28, "height", 18, "rx", 9, "fill", "none", "stroke", ink, "stroke-width", 1.5, "stroke-dasharray", "5 3")
		}},
		legendItem{"broken", "Not comparable with the grade before", func(c *chart, x, y float64) {
			c.empty("line", "x1", x-14, "y1", y, "x2", x+14, "y2", y, "stroke", softInk, "stroke-width", 2, "stroke-dasharray", "3 4")
		}})
	for _, k := range []model.Kind{model.FocusedVisit, model.MonitoringVisit, model.JTAI} {
		items = append(items, legendItem{string(k), shortKinds[k], func(c *chart, x, y float64) { c.visit(k, x, y) }})
	}
	return items
}

// legend explains what was drawn, and returns the height of the picture.
func (c *chart) legend(y float64) float64 {
	x := chartMargin
	y += 6
	for _, item := range legendItems() {
		if !c.used[item.when] {
			continue
		}
		w := 46 + textWidth(item.text, 12) + 10
		if x > chartMargin && x+w > c.width-chartMargin {
			x, y = chartMargin, y+legendRow+12
		}
		item.draw(c, x+18, y)
		c.text("text", item.text, "x", x+46, "y", y+4.5, "font-size", 12)
		x += w
	}
	return y + legendRow + 22
}
