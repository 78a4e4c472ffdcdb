package render

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
)

// specimens returns the timelines of inspections that we made up.
func specimens(t *testing.T) []*model.Timeline {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "timeline", "specimens.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	var all model.Timelines
	for line := range bytes.Lines(data) {
		var in model.Inspection
		if err := json.Unmarshal(line, &in); err != nil {
			t.Fatal(err)
		}
		all.Add(&in)
	}
	return all.All(t.Context())
}

// hostileTimeline is of documents whose author wants to harm their reader.
func hostileTimeline() *model.Timeline {
	in := hostile()
	in.Authority.Name = "<script>alert(1)</script>&\"'\x1b[31m]]>\x00\u202e\ufffe" + model.Null(strings.Repeat("W", 200))
	in.Source.Path = "=cmd\t|<a>.pdf"
	in.Visit.Periods = []model.Period{{Start: "2024-13-45", End: "2024-13-45"}}
	in.Kind = model.ILACSInspection
	in.Judgements = []model.Judgement{{Area: model.HelpAndProtection, Grade: "<b>", Scale: model.FourPoint}}
	in.Visit.Variant = "<i>"
	var all model.Timelines
	all.Add(in)
	return all.All(context.Background())[0]
}

func TestTimelineFitsItsSchema(t *testing.T) {
	schema, doc := compile(t, "timeline")
	var array, object bytes.Buffer
	ts := specimens(t)
	if err := TimelineJSON(&array, TimelineOptions{Failures: []*model.Failure{lost()}}, ts); err != nil {
		t.Fatal(err)
	}
	if err := TimelineJSON(&object, TimelineOptions{Single: true}, ts[:1]); err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{array.Bytes(), object.Bytes()} {
		if err := validate(t, schema, data); err != nil {
			t.Error(err)
		}
	}
	if array.Bytes()[0] != '[' || object.Bytes()[0] != '{' {
		t.Error("several are no array, or one is no object")
	}
	var want []string
	defs := doc["$defs"].(map[string]any)
	schemaKeys(defs, defs["timeline"], "", &want)
	schemaKeys(defs, defs["failure"], "", &want)
	sameKeys(t, want, array.Bytes())
}

// checkSVG reports what is wrong with a picture: XML that does not parse,
// scripts, and anything from outside.
func checkSVG(t *testing.T, data []byte) (elements int) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return elements
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		elements++
		switch start.Name.Local {
		case "script", "foreignObject", "image", "use", "a", "style":
			t.Errorf("element %s", start.Name.Local)
		}
		for _, a := range start.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" || strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
				t.Errorf("%s %s=%q", start.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
}

func TestTimelineSVGIsSound(t *testing.T) {
	none, visits := &model.Timeline{}, hostileTimeline()
	visits.Inspections[0].Graded, visits.Lines = false, nil
	for _, tl := range append(specimens(t), hostileTimeline(), none, visits) {
		var b bytes.Buffer
		if err := TimelineSVG(&b, tl); err != nil {
			t.Fatal(err)
		}
		if n := checkSVG(t, b.Bytes()); n < 5 {
			t.Errorf("%d elements", n)
		}
		if strings.ContainsAny(b.String(), "\x1b\x00\u202e") || strings.Contains(b.String(), "<script") {
			t.Error("a document's text came through as it was")
		}
	}
}

// Each grade and visit says in words what it is.
func TestTimelineSVGSaysWhatItShows(t *testing.T) {
	var b bytes.Buffer
	if err := TimelineSVG(&b, specimens(t)[0]); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Help and protection: 25 June 2014 (SIF) requires improvement to be good; 7 December 2018 (ILACS 2018) inadequate, declined;",
		"Adoption: 25 June 2014 (SIF) good; 7 December 2018 (ILACS 2018) discontinued.",
		"<title>12 February 2020: 3rd monitoring visit, no grades</title>",
		"one grade for care and care leavers together",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q", want)
		}
	}
}

// Dates in the head do not overlap, however close together inspections are.
func TestTimelineChartSpreads(t *testing.T) {
	tl := &model.Timeline{}
	for _, day := range []model.Date{"2014-06-25", "2014-07-01", "2014-07", "2019-01-01", "2019-01-20", "2026-06-01", "", ""} {
		tl.Inspections = append(tl.Inspections, model.Event{Kind: model.SIFInspection, Graded: true, End: day})
	}
	c := &chart{t: tl, used: map[string]bool{}}
	c.place()
	for i := 1; i < len(c.x); i++ {
		if c.x[i]-c.x[i-1] < markGap-0.01 {
			t.Errorf("inspection %d at %v, %d at %v", i-1, c.x[i-1], i, c.x[i])
		}
	}
	if last := c.x[len(c.x)-1]; last > c.width-chartRight+0.01 || c.x[0] < chartLeft {
		t.Errorf("from %v to %v of %v", c.x[0], last, c.width)
	}
	if !c.used["wider"] {
		t.Error("not said that time is not even")
	}
}

// dated returns the timeline of one authority's documents of some days: "i" is
// an ILACS inspection that grades an area, "s" one of SIF, "l" a review of the
// LSCB, "f" a focused visit and "j" a JTAI.
func dated(t *testing.T, docs ...string) *model.Timeline {
	t.Helper()
	kinds := map[string]model.Kind{"i": model.ILACSInspection, "s": model.SIFInspection, "l": model.LSCBReview, "f": model.FocusedVisit, "j": model.JTAI}
	areas := map[string]model.Area{"i": model.HelpAndProtection, "s": model.HelpAndProtection, "l": model.LSCB}
	var all model.Timelines
	for _, d := range docs {
		kind, day, _ := strings.Cut(d, " ")
		in := &model.Inspection{Kind: kinds[kind], Framework: kinds[kind].Framework(), Authority: model.Authority{Name: "Kestrel"}, Published: model.Date(day)}
		if a := areas[kind]; a != "" {
			in.Judgements = []model.Judgement{{Area: a, Grade: model.Good, Scale: model.FourPoint}}
		}
		all.Add(in)
	}
	return all.All(t.Context())[0]
}

// The axis names years, or months where no year begins in the span, and ends.
func TestTimelineAxis(t *testing.T) {
	for _, test := range []struct {
		name string
		docs []string
		want string // what is written below the axis
	}{
		{"one document", []string{"i 2018-12-20"}, "Dec 2018"},
		{"one visit", []string{"f 2018-12-20"}, "Dec 2018"},
		{"one month", []string{"i 2018-12"}, "Dec 2018"},
		{"two of one day", []string{"i 2018-12-15", "j 2018-12-15"}, "Dec 2018"},
		{"two with grades of one day", []string{"s 2015-06-04", "l 2015-06-04"}, "Jun 2015"},
		{"a day and its month", []string{"i 2018-12-20", "f 2018-12"}, "Dec 2018"},
		{"the middle of its month", []string{"i 2018-12-15", "f 2018-12"}, "Dec 2018"},
		{"visits alone", []string{"j 2018-12-20", "f 2018-12"}, "Dec 2018"},
		{"one without a date", []string{"i 2018-12-20", "f "}, "no date Dec 2018"},
		{"no date", []string{"f "}, "no date"},
		{"within a year", []string{"i 2018-03-20", "f 2018-06"}, "Mar 2018 Jun 2018"},
		{"across a year", []string{"i 2018-03-20", "i 2019-06-02"}, "2019"},
		{"the last day of a year", []string{"i 2018-12-31"}, "Dec 2018"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &chart{t: dated(t, test.docs...), used: map[string]bool{}}
			c.place()
			c.years()
			var got []string
			for _, m := range regexp.MustCompile(`>([^<>]+)</text>`).FindAllStringSubmatch(c.b.String(), -1) {
				got = append(got, m[1])
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			var b bytes.Buffer
			if err := TimelineSVG(&b, c.t); err != nil {
				t.Fatal(err)
			}
			checkSVG(t, b.Bytes())
			if slices.Min(c.x) < chartLeft || slices.Max(c.x) > c.width-chartRight+0.01 {
				t.Errorf("at %v of %v", c.x, c.width)
			}
		})
	}
}

// Inspections of one day stand side by side, and no further apart.
func TestTimelineChartOfOneDay(t *testing.T) {
	c := &chart{t: dated(t, "s 2015-06-04", "l 2015-06-04"), used: map[string]bool{}}
	c.place()
	if gap := c.x[1] - c.x[0]; gap < markGap-0.01 || gap > markGap+0.01 {
		t.Errorf("at %v", c.x)
	}
}

// The line to where an area is discontinued is not that of grades which do
// not compare, and the legend explains both only where they are.
func TestTimelineLegendTellsEndFromBreak(t *testing.T) {
	in := func(scale model.Scale) *model.Inspection {
		return &model.Inspection{Kind: model.SIFInspection, Framework: model.SIF, Authority: model.Authority{Name: "Kestrel"}, Published: "2014-01-01",
			Judgements: []model.Judgement{{Area: model.HelpAndProtection, Grade: model.Good, Scale: scale}, {Area: model.AdoptionPerformance, Grade: model.Good, Scale: scale}}}
	}
	for _, test := range []struct {
		scale       model.Scale // of the older grades
		also        bool        // whether the newer one judges what the older did
		end, broken bool
	}{
		{model.FourPoint, false, true, false},
		{model.FourPoint, true, false, false},
		{model.FourPoint2012, true, false, true},
	} {
		old, later := in(test.scale), in(model.FourPoint)
		later.Published = "2018-06-01"
		if !test.also {
			later.Kind, later.Framework, later.Judgements = model.ILACSInspection, model.ILACS, later.Judgements[:1]
		}
		var all model.Timelines
		all.Add(old)
		all.Add(later)
		var b bytes.Buffer
		if err := TimelineSVG(&b, all.All(t.Context())[0]); err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]bool{"No longer judged</text>": test.end, `stroke-dasharray="3 4"`: test.broken, "Not comparable with the grade before</text>": test.broken} {
			if strings.Contains(b.String(), text) != want {
				t.Errorf("%+v: %q: want %v", test, text, want)
			}
		}
	}
}

// "introduced" stands before its mark, clear of the rules above and below.
func TestTimelineIntroducedHasRoom(t *testing.T) {
	tl := dated(t, "i 2018-12-07", "i 2019-02-01")
	tl.Lines = append(tl.Lines, model.Line{Area: model.CareLeavers, Cells: []model.Cell{{At: 1, Area: model.CareLeavers, Grade: model.Good, Relation: model.IntroducedArea, Change: model.NewlyJudged}}})
	var b bytes.Buffer
	if err := TimelineSVG(&b, tl); err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`<text x="([0-9.]+)" y="([0-9.]+)" text-anchor="end"[^>]*>introduced`).FindStringSubmatch(b.String())
	if m == nil {
		t.Fatal("it is not there")
	}
	c := &chart{t: tl, used: map[string]bool{}}
	c.place()
	x, _ := strconv.ParseFloat(m[1], 64)
	y, _ := strconv.ParseFloat(m[2], 64)
	if x > c.x[1]-markSize || math.Abs(y-c.y(1)) > rowHeight/2-10 {
		t.Errorf("at %v, %v; the mark at %v, %v", x, y, c.x[1], c.y(1))
	}
}

// Blocks are as few as can be, and of like size.
func TestTimelineBlocks(t *testing.T) {
	for n := range 60 {
		var cols []timelineColumn
		for i := range n {
			cols = append(cols, timelineColumn{width: 3 + i*7%11})
		}
		p := &timelinePage{Screen: Screen{Width: 80}}
		blocks := p.blocks(cols, 20)
		var all []timelineColumn
		most := 0
		for _, b := range blocks {
			wide := tableIndent + 20
			for _, c := range b {
				wide += c.width + columnGap
			}
			if wide > 80 || len(b) == 0 {
				t.Errorf("%d columns: a block of %d is %d wide", n, len(b), wide)
			}
			all, most = append(all, b...), max(most, len(b))
		}
		if len(all) != n || len(blocks) > 0 && most > 8 {
			t.Errorf("%d columns: %d in blocks, at most %d", n, len(all), most)
		}
	}
}

// Twenty thousand inspections take no more than seconds.
func TestTimelineOfManyIsQuick(t *testing.T) {
	tl := &model.Timeline{Lines: []model.Line{{Area: model.HelpAndProtection}}}
	day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 20000 {
		tl.Inspections = append(tl.Inspections, model.Event{Kind: model.ILACSInspection, Graded: true, End: model.Date(day.AddDate(0, 0, 2*i).Format(time.DateOnly))})
		tl.Lines[0].Cells = append(tl.Lines[0].Cells, model.Cell{At: i, Area: model.HelpAndProtection, Grade: model.Good})
	}
	start := time.Now()
	if err := TimelineTable(io.Discard, TimelineOptions{Screen: Screen{Width: 80, Terminal: true}}, []*model.Timeline{tl}); err != nil {
		t.Fatal(err)
	}
	if err := TimelineSVG(io.Discard, tl); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

// Items of the legend stand at even distances.
func TestTimelineLegendIsEven(t *testing.T) {
	c := &chart{width: 10000, used: map[string]bool{}}
	for _, item := range legendItems() {
		c.used[item.when] = true
	}
	var ends []float64
	c.legend(0)
	for _, m := range regexp.MustCompile(`<text x="([0-9.]+)"[^>]* textLength="([0-9.]+)"`).FindAllStringSubmatch(c.b.String(), -1) {
		x, _ := strconv.ParseFloat(m[1], 64)
		length, _ := strconv.ParseFloat(m[2], 64)
		ends = append(ends, x, x+length)
	}
	items := legendItems()
	if len(ends) != 2*len(items) {
		t.Fatalf("%d texts for %d items", len(ends)/2, len(items))
	}
	for i := 1; i < len(items); i++ {
		if gap := ends[2*i] - items[i].wide - legendText - ends[2*i-1]; math.Abs(gap-legendGap) > 0.5 {
			t.Errorf("%v before %q", gap, items[i].text)
		}
	}
}

func TestSpreadIsToScaleWhereThereIsRoom(t *testing.T) {
	s := spread(0, 100, []float64{0, 30, 100}, 10, 1000)
	if diff := cmp.Diff([]float64{10, 310, 1010}, s.x); diff != "" || !s.even() {
		t.Errorf("even %v (-want +got):\n%s", s.even(), diff)
	}
}

// A table keeps within its width, at any width.
func TestTimelineTableKeepsItsWidth(t *testing.T) {
	for _, tl := range append(specimens(t), hostileTimeline()) {
		for columns := minWidth; columns <= maxWidth; columns++ {
			var b bytes.Buffer
			if err := TimelineTable(&b, TimelineOptions{Screen: Screen{Width: columns, Terminal: true}}, []*model.Timeline{tl}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(b.String()) {
				if n := width(strings.TrimRight(line, "\n")); n > columns {
					t.Fatalf("width %d: %d columns in %q", columns, n, line)
				}
			}
			if strings.ContainsAny(b.String(), "\x1b\x00\u202e") {
				t.Fatal("escape sequences came through")
			}
		}
	}
}

func TestTimelineTablesAreSafe(t *testing.T) {
	var tabs, sheet bytes.Buffer
	if err := TimelineTable(&tabs, TimelineOptions{}, []*model.Timeline{hostileTimeline()}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(tabs.String()) {
		if n := strings.Count(line, "\t"); n != strings.Count(tabs.String()[:strings.Index(tabs.String(), "\n")], "\t") {
			t.Errorf("%d tabs in %q", n, line)
		}
	}
	if err := TimelineCSV(&sheet, []*model.Timeline{hostileTimeline()}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(sheet.String(), ",=cmd") || !strings.Contains(sheet.String(), "'=cmd") {
		t.Errorf("a formula came through: %s", sheet.String())
	}
}
