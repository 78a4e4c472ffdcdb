package render

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"ofsted/model"
)

// An inlineChart is what a test reads of a picture that is part of a page.
type inlineChart struct {
	ids         []string
	title, desc string // of the whole
	marks       []string
	elements    int
}

// refers finds what a drawing refers to in the page.
var refers = regexp.MustCompile(`^url\(#(.+)\)$`)

// checkInline reads a picture of a page, and reports what is wrong with it:
// XML that does not parse, ids that are not the picture's own, what is from
// outside or what the page's policy forbids, and text too small to read.
func checkInline(t *testing.T, picture template.HTML, id string) inlineChart {
	t.Helper()
	var c inlineChart
	var uses []string
	dec := xml.NewDecoder(strings.NewReader(string(picture)))
	var open []string
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			open = append(open, tok.Name.Local)
			c.elements++
			if slices.Contains([]string{"script", "style", "foreignObject", "image", "a"}, tok.Name.Local) {
				t.Errorf("element %s", tok.Name.Local)
			}
			for _, a := range tok.Attr {
				uses = append(uses, c.attribute(t, tok.Name.Local, a)...)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			switch path := strings.Join(open, " "); {
			case path == "svg title":
				c.title += string(tok)
			case path == "svg desc":
				c.desc += string(tok)
			case strings.HasSuffix(path, " title"):
				c.marks = append(c.marks, string(tok))
			}
		case xml.ProcInst, xml.Directive, xml.Comment:
			t.Errorf("%T in a page", tok)
		}
	}
	c.checkIDs(t, id, uses)
	if c.title == "" || c.desc == "" {
		t.Errorf("title %q, description %q", c.title, c.desc)
	}
	if strings.ContainsAny(string(picture), "\x1b\x00\u202e") {
		t.Error("control characters came through")
	}
	return c
}

// attribute notes an id, and returns those that the attribute refers to.
func (c *inlineChart) attribute(t *testing.T, element string, a xml.Attr) (uses []string) {
	t.Helper()
	name := a.Name.Local
	size, _ := strconv.ParseFloat(a.Value, 64)
	switch {
	case name == "style" || strings.HasPrefix(name, "on") || strings.HasPrefix(name, "xml"),
		name == "font-size" && size < 12,
		strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf"):
		t.Errorf("%s %s=%q", element, name, a.Value)
	case name == "id":
		c.ids = append(c.ids, a.Value)
	case strings.HasPrefix(name, "aria-"):
		return strings.Fields(a.Value)
	case name == "href" && strings.HasPrefix(a.Value, "#"):
		return []string{a.Value[1:]}
	}
	if m := refers.FindStringSubmatch(a.Value); m != nil {
		return m[1:]
	}
	if name == "href" || strings.Contains(a.Value, "url(") {
		t.Errorf("%s %s=%q is from outside", element, name, a.Value)
	}
	return nil
}

// checkIDs reports ids that are double, of others or not there.
func (c *inlineChart) checkIDs(t *testing.T, id string, uses []string) {
	t.Helper()
	slices.Sort(c.ids)
	if n := len(slices.Compact(slices.Clone(c.ids))); n != len(c.ids) {
		t.Errorf("ids are double: %q", c.ids)
	}
	for _, own := range c.ids {
		if !strings.HasPrefix(own, id+"-") {
			t.Errorf("id %q does not begin with %q", own, id)
		}
		if !slices.Contains(uses, own) {
			t.Errorf("nothing refers to %q", own)
		}
	}
	for _, used := range uses {
		if !slices.Contains(c.ids, used) {
			t.Errorf("%q is not in the picture", used)
		}
	}
}

// crowded is a timeline of many inspections, of which each has every line.
func crowded(n int) *model.Timeline {
	tl := &model.Timeline{Authority: model.Authority{Name: "Kestrel"}, Lines: []model.Line{{Area: model.HelpAndProtection}, {Area: model.CareLeavers}}}
	for i := range n {
		tl.Inspections = append(tl.Inspections, model.Event{Kind: model.ILACSInspection, Framework: model.ILACS, Edition: "2018", Graded: true, End: model.Date(fmt.Sprintf("%d-03-15", 2000+i))})
		for l := range tl.Lines {
			grade := model.FourPoint.Grades()[(i+l)%4]
			tl.Lines[l].Cells = append(tl.Lines[l].Cells, model.Cell{At: i, Area: tl.Lines[l].Area, Grade: grade, Scale: model.Null(model.FourPoint), Relation: model.SameArea, Change: model.Declined})
		}
	}
	return tl
}

func TestTimelineInlineIsSound(t *testing.T) {
	visits := hostileTimeline()
	visits.Inspections[0].Graded, visits.Lines = false, nil
	for i, tl := range append(specimens(t), hostileTimeline(), visits, crowded(1), crowded(40), dated(t, "f "), dated(t, "i 2018-12", "j 2018-12-15")) {
		id := fmt.Sprint("kestrel-", i)
		if c := checkInline(t, timelineInline(tl, id), id); c.elements < 10 {
			t.Errorf("timeline %d: %d elements", i, c.elements)
		}
	}
	if got := timelineInline(&model.Timeline{}, "t"); got != "" {
		t.Errorf("of nothing: %s", got)
	}
}

// Whatever is drawn is said in words: for the whole, and where it is drawn.
func TestTimelineInlineSaysWhatItShows(t *testing.T) {
	for _, tl := range append(specimens(t), crowded(7)) {
		c := checkInline(t, timelineInline(tl, "t"), "t")
		var marks []string
		for _, line := range tl.Lines {
			row := c.desc[strings.Index(c.desc, lineName(line)+": "):]
			row, _, _ = strings.Cut(row, ". ")
			for _, cell := range line.Cells {
				e := tl.Inspections[cell.At]
				mark := eventDay(e) + " (" + eventKind(e) + ") " + cmp.Or(strings.ToLower(cell.Grade.Title()), "discontinued")
				if !strings.Contains(row, mark) {
					t.Errorf("no %q in %q", mark, row)
				}
				if cell.Grade != model.NoGrade {
					marks = append(marks, lineName(line)+": "+mark)
				}
			}
		}
		for _, e := range tl.Inspections {
			if !e.Graded {
				marks = append(marks, eventDay(e)+": "+eventName(e)+", no grades")
			}
		}
		same := func(got, want string) bool { return strings.HasPrefix(got, want) }
		if !slices.EqualFunc(c.marks, marks, same) {
			t.Errorf("marks are %q, want %q", c.marks, marks)
		}
	}
}

// The picture in a page and the one that is a file show the same.
func TestTimelineInlineIsTheChart(t *testing.T) {
	for _, tl := range specimens(t) {
		var file strings.Builder
		if err := TimelineSVG(&file, tl); err != nil {
			t.Fatal(err)
		}
		shown := func(picture string) (texts []string) {
			_, body, _ := strings.Cut(picture, "</desc>")
			for _, m := range regexp.MustCompile(`<(?:title|text)[^>]*>([^<]{3,})</`).FindAllStringSubmatch(body, -1) {
				texts = append(texts, m[1])
			}
			return texts
		}
		inline := shown(string(timelineInline(tl, "t")))
		inline = slices.DeleteFunc(inline, func(text string) bool { return text == widerNote+"." })
		heading := len(shown(file.String())) - len(inline) // the name, the span and the source
		if diff := gocmp.Diff(shown(file.String())[heading:], inline); diff != "" || heading != 3 {
			t.Errorf("%d texts before (-file +page):\n%s", heading, diff)
		}
	}
}

// A page can hold many.
func TestTimelineInlineIsSmall(t *testing.T) {
	for n, most := range map[int]int{1: 4000, 7: 15000} {
		tl := crowded(n)
		for len(tl.Lines) < 7 {
			tl.Lines = append(tl.Lines, tl.Lines[0])
		}
		if got := len(timelineInline(tl, "stoke-on-trent-time")); got > most {
			t.Errorf("%d inspections take %d bytes", n, got)
		}
	}
	for _, tl := range specimens(t) {
		if got := len(timelineInline(tl, "kestrel-time")); got > 15000 {
			t.Errorf("%d bytes", got)
		}
	}
}

// Everything is within the picture, which is wider for many inspections but
// not narrower for few.
func TestTimelineInlineIsInsideItsFrame(t *testing.T) {
	place := regexp.MustCompile(` c?x="([0-9.]+)" c?y="([0-9.]+)"`)
	frame := regexp.MustCompile(`viewBox="([0-9.]+) ([0-9.]+) ([0-9.]+) ([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)"`)
	var widths []float64
	for _, n := range []int{1, 2, 7, 30} {
		picture := string(timelineInline(crowded(n), "t"))
		f := numbers(t, frame.FindStringSubmatch(picture))
		if f[2] != f[4] || f[3] != f[5] {
			t.Errorf("%d inspections: the frame is %v", n, f)
		}
		_, body, _ := strings.Cut(picture, "</defs>")
		for _, m := range place.FindAllStringSubmatch(body, -1) {
			if at := numbers(t, m); at[0] < f[0] || at[0] > f[0]+f[2] || at[1] < f[1] || at[1] > f[1]+f[3] {
				t.Errorf("%d inspections: %v is outside %v", n, at, f)
			}
		}
		widths = append(widths, f[2])
	}
	if widths[0] != widths[1] || widths[1] != widths[2] || widths[3] <= widths[2] {
		t.Errorf("widths are %v", widths)
	}
}

// numbers reads the groups of a match.
func numbers(t *testing.T, match []string) []float64 {
	t.Helper()
	if match == nil {
		t.Fatal("no match")
	}
	var list []float64
	for _, text := range match[1:] {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, n)
	}
	return list
}

// Where no time passes there is no wide empty band.
func TestTimelineInlineOfOneIsNarrow(t *testing.T) {
	ends := func(n int) float64 {
		rules := regexp.MustCompile(`H([0-9.]+)[^>]*stroke="#e3e6e9"`).FindStringSubmatch(string(timelineInline(crowded(n), "t")))
		return numbers(t, rules)[0]
	}
	if one, two := ends(1), ends(2); one > pageNarrow || two < pageNarrow {
		t.Errorf("rules end at %v for one inspection, at %v for two", one, two)
	}
}
