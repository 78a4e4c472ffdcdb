package render

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"ofsted/model"
)

// The measures of the chart of themes.
const (
	balanceWidth  = 720.0
	balanceFrom   = 236.0 // where bars begin
	balanceTo     = 680.0
	balanceKey    = 304.0 // where bars of the key begin
	balanceTop    = 76.0  // below the key
	balanceNames  = 200.0
	balanceNumber = 7.0 // between a bar and its numbers
	textDrop      = 5.0 // from a middle to the foot of letters
	barNow        = 16.0
	barThen       = 8.0
	barApart      = 16.0 // between the middles of a theme's bars
)

// A balancePart is one of the shares of a bar. Strengths are always on the
// left and concerns on the right, so that nobody needs colour to tell them
// apart.
type balancePart struct {
	name string
	of   func(model.Counts) int
	fill string // none for what is hatched
}

var balanceParts = []balancePart{
	{"Strengths", func(c model.Counts) int { return c.Strength }, "#56b4e9"},
	{"Mixed", func(c model.Counts) int { return c.Mixed }, "#ececec"},
	{"Concerns", func(c model.Counts) int { return c.Concern }, ""},
}

// A balanceBar is the older or the newer bar of every theme.
type balanceBar struct {
	name  string
	high  float64
	lower float64 // than the middle of the row
	of    func(model.ThemeBalance) model.Counts
	bars  []any // attributes that all of them share
	texts []any // and their numbers
}

// A balanceChart draws what findings say by theme.
type balanceChart struct {
	svg
	id        string
	then, now string // of which inspections; then is empty where there is one
	step      float64
	rows      []model.ThemeBalance
}

// themesInline draws strengths and concerns by theme as part of a page: of two
// inspections, or of one where then is empty. Then and now are what to call
// them. Reports differ in length, so that bars show shares; beside them are
// the numbers of findings. Neutral ones do not count. The chart's ids begin
// with id, which nothing else in the page may have. Without anything to draw
// it is empty.
func themesInline(rows []model.ThemeBalance, then, now string, id string) template.HTML {
	c := &balanceChart{id: id, then: then, now: now, step: 28, rows: byConcerns(rows, then != "")}
	if then != "" {
		c.step += barApart - 4
	}
	if len(c.rows) == 0 {
		return ""
	}
	height := balanceTop + float64(len(c.rows))*c.step
	c.open("svg", "class", "balance", "viewBox", fmt.Sprintf("0 0 %s %s", svgValue(balanceWidth), svgValue(height)),
		"width", balanceWidth, "height", height, "role", "img", "aria-labelledby", id+"-title", "aria-describedby", id+"-desc",
		"font-size", 13, "fill", ink)
	c.text("title", c.title(), "id", id+"-title")
	c.text("desc", c.describe(), "id", id+"-desc")
	c.hatching()
	c.key()
	c.names()
	for _, bar := range c.bars() {
		c.draw(bar)
		c.numbers(bar)
	}
	c.close("svg")
	return c.inline()
}

// byConcerns returns the themes that have any finding to show, those with most
// concerns now first. What no theme holds is last.
func byConcerns(rows []model.ThemeBalance, both bool) []model.ThemeBalance {
	shown := slices.DeleteFunc(slices.Clone(rows), func(b model.ThemeBalance) bool {
		return weighed(b.New) == 0 && (!both || weighed(b.Old) == 0)
	})
	other := func(b model.ThemeBalance) int {
		if b.Theme == model.OtherTheme {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(shown, func(a, b model.ThemeBalance) int {
		return cmp.Or(
			cmp.Compare(other(a), other(b)),
			cmp.Compare(b.New.Concern, a.New.Concern),
			cmp.Compare(b.New.Mixed, a.New.Mixed),
			cmp.Compare(b.Old.Concern, a.Old.Concern),
			cmp.Compare(b.Old.Mixed, a.Old.Mixed))
	})
	return shown
}

// weighed counts the findings that a bar shows shares of.
func weighed(c model.Counts) int { return c.Strength + c.Mixed + c.Concern }

func (c *balanceChart) title() string {
	if c.then == "" {
		return "Strengths and concerns by theme, " + c.now + ", themes with most concerns first"
	}
	return "Strengths and concerns by theme, " + c.then + " and " + c.now + ", themes with most concerns now first"
}

// describe says in words what the picture shows.
func (c *balanceChart) describe() string {
	numbers := func(n model.Counts) string {
		if weighed(n) == 0 {
			return "none"
		}
		return fmt.Sprintf("%d, %d, %d", n.Strength, n.Mixed, n.Concern)
	}
	lead := "Findings that are strengths, mixed and concerns"
	if c.then != "" {
		lead += " now (then)"
	}
	var list []string
	for _, b := range c.rows {
		text := b.Theme.Title() + " " + numbers(b.New)
		if c.then != "" {
			text += " (" + numbers(b.Old) + ")"
		}
		list = append(list, text)
	}
	return lead + ": " + strings.Join(list, "; ") + "."
}

// bars are what a theme's row holds, from its top.
func (c *balanceChart) bars() []balanceBar {
	now := balanceBar{c.now, barNow, 0, func(b model.ThemeBalance) model.Counts { return b.New }, nil, []any{"font-weight", "bold"}}
	if c.then == "" {
		return []balanceBar{now}
	}
	now.lower = barApart / 2
	then := balanceBar{c.then, barThen, -barApart / 2, func(b model.ThemeBalance) model.Counts { return b.Old },
		[]any{"opacity", ".6"}, []any{"fill", softInk}}
	return []balanceBar{then, now}
}

// y is the middle of a theme's row.
func (c *balanceChart) y(row int) float64 { return balanceTop + (float64(row)+0.5)*c.step }

// hatching defines the pattern of concerns.
func (c *balanceChart) hatching() {
	c.open("pattern", "id", c.id+"-hatch", "width", 5, "height", 5, "patternUnits", "userSpaceOnUse", "patternTransform", "rotate(45)")
	c.empty("path", "d", "M0 0h5v5H0z", "fill", "#a63603")
	c.empty("path", "d", "M0 0v5", "stroke", "#fff", "stroke-width", 2)
	c.close("pattern")
}

func (c *balanceChart) fill(p balancePart) string {
	return cmp.Or(p.fill, "url(#"+c.id+"-hatch)")
}

// key explains bars and numbers above the first row, with bars like those
// below it.
func (c *balanceChart) key() {
	const y = 40.0
	third := (balanceTo - balanceKey) / float64(len(balanceParts))
	c.text("text", "Bars: shares. Numbers: findings.", "y", 14, "font-size", smallText, "fill", softInk)
	c.open("g", "text-anchor", "middle")
	for i, p := range balanceParts {
		c.text("text", p.name, "x", balanceKey+(float64(i)+0.5)*third, "y", 14)
	}
	c.close("g")
	for _, bar := range c.bars() {
		c.keyName(bar, y)
		c.open("g", append([]any{"stroke", ink}, bar.bars...)...)
		for i, p := range balanceParts {
			var d strings.Builder
			box(&d, balanceKey+float64(i)*third, balanceKey+float64(i+1)*third, y+bar.lower, bar.high)
			c.empty("path", "d", &d, "fill", c.fill(p))
		}
		c.close("g")
	}
	c.empty("path", "d", fmt.Sprintf("M0 %sH%s", svgValue(balanceTop-12), svgValue(balanceWidth)), "stroke", rule)
}

// keyName writes which inspection a bar of the key is of. One that is too long
// is drawn together.
func (c *balanceChart) keyName(bar balanceBar, y float64) {
	const room = balanceKey - balanceNumber
	list := append([]any{"x", room, "y", y + bar.lower + textDrop, "text-anchor", "end"}, bar.texts...)
	if textWidth(bar.name, 13) > room {
		list = append(list, "textLength", room, "lengthAdjust", "spacingAndGlyphs")
	}
	c.text("text", bar.name, list...)
}

// names writes what the rows are of.
func (c *balanceChart) names() {
	lower := c.bars()[len(c.bars())-1].lower
	c.open("g", "text-anchor", "end")
	for i, b := range c.rows {
		c.text("text", b.Theme.Title(), "x", balanceNames, "y", c.y(i)+lower+textDrop)
	}
	c.close("g")
}

// box adds a rectangle around the level y to a path.
func box(d *strings.Builder, left, right, y, high float64) {
	fmt.Fprintf(d, "M%s %sv%sH%sv-%sz", svgValue(left), svgValue(y-high/2), svgValue(high), svgValue(right), svgValue(high))
}

// draw draws one bar of each theme, all shares of a kind as one path.
func (c *balanceChart) draw(bar balanceBar) {
	c.open("g", append([]any{"stroke", ink}, bar.bars...)...)
	for k, p := range balanceParts {
		var d strings.Builder
		for i, b := range c.rows {
			if edges := shares(bar.of(b)); p.of(bar.of(b)) > 0 {
				box(&d, edges[k], edges[k+1], c.y(i)+bar.lower, bar.high)
			}
		}
		if d.Len() > 0 {
			c.empty("path", "d", &d, "fill", c.fill(p))
		}
	}
	c.close("g")
}

// shares are the edges of the parts of a bar, if it has any: the first and the
// last are those of the bar.
func shares(n model.Counts) []float64 {
	edges, sum := []float64{balanceFrom}, 0
	for _, p := range balanceParts {
		sum += p.of(n)
		edges = append(edges, balanceFrom+math.Round((balanceTo-balanceFrom)*float64(sum)/float64(max(weighed(n), 1))))
	}
	return edges
}

// numbers writes how many findings each bar shows: strengths on its left,
// concerns on its right, and mixed ones within, where there is room.
func (c *balanceChart) numbers(bar balanceBar) {
	var left, middle, right svg
	for i, b := range c.rows {
		n, y := bar.of(b), c.y(i)+bar.lower+textDrop
		if weighed(n) == 0 {
			right.text("text", "none", "x", balanceFrom, "y", y, "font-weight", "normal", "fill", softInk)
			continue
		}
		left.text("text", strconv.Itoa(n.Strength), "x", balanceFrom-balanceNumber, "y", y)
		right.text("text", strconv.Itoa(n.Concern), "x", balanceTo+balanceNumber, "y", y)
		edges := shares(n)
		if text := strconv.Itoa(n.Mixed); bar.high > smallText && textWidth(text, smallText)+4 < edges[2]-edges[1] {
			middle.text("text", text, "x", (edges[1]+edges[2])/2, "y", y)
		}
	}
	c.open("g", append([]any{"font-size", smallText}, bar.texts...)...)
	c.group(&left, "text-anchor", "end")
	c.group(&middle, "text-anchor", "middle")
	c.b.WriteString(right.b.String())
	c.close("g")
}
