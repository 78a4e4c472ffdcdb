package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
	return all.All()
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
	return all.All()[0]
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
	var v any
	if err := json.Unmarshal(array.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	valueKeys(v, "", got)
	slices.Sort(want)
	for _, k := range slices.Compact(want) {
		if !got[k] {
			t.Errorf("schema has %s, output has not", k)
		}
		delete(got, k)
	}
	for k := range got {
		t.Errorf("output has %s, schema has not", k)
	}
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
