package render

import (
	"encoding/xml"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"ofsted/model"
)

// followed returns an area with those that it follows on from.
func followed(a model.Area) []model.Area {
	list := []model.Area{a}
	for _, older := range model.Areas() {
		if from, _ := model.Predecessors(a, func(is model.Area) bool { return is == older }); older != a && len(from) > 0 {
			list = append(list, older)
		}
	}
	return list
}

// statsCounts returns what `ofsted stats` counts for an area and those that it
// follows on from: by group, and by grade in words.
func statsCounts(s *model.Stats, a model.Area, by model.Grouping, basis model.Basis) map[string]int {
	counts := map[string]int{}
	for _, g := range s.Grades {
		if g.By != by || g.Basis != basis {
			continue
		}
		for _, of := range followed(a) {
			for _, n := range g.Area(of).Grades {
				if n.Scale != model.Null(model.FourPoint2012) && n.Count > 0 {
					counts[groupName(g)+": "+shortGrade(n.Grade)] += n.Count
					counts["All: "+shortGrade(n.Grade)] += n.Count
				}
			}
		}
		if n := g.Area(a).NoGrade; n > 0 && len(followed(a)) == 1 && a != model.HelpAndProtection {
			counts[groupName(g)+": none"] += n
			counts["All: none"] += n
		}
	}
	return counts
}

// tableCounts returns what the table below a chart says, in the same form.
func tableCounts(t *testing.T, table *html.Node) map[string]int {
	t.Helper()
	counts := map[string]int{}
	var heads []string
	for _, th := range with(with(table, "thead", "")[0], "th", "") {
		heads = append(heads, words(th))
	}
	rows := with(with(table, "tbody", "")[0], "tr", "")
	for _, row := range rows {
		cells := cellsOf(row)
		label, sum := words(cells[0]), 0
		for i, c := range cells[1:] {
			text, _, _ := strings.Cut(words(c), " ")
			n, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			head := heads[i+1]
			if head == "No grade" || head == "No overall grade" {
				head = "none"
			}
			switch {
			case head == "All":
				if n != sum {
					t.Errorf("%s: %d in all, but grades and none are %d", label, n, sum)
				}
			case n > 0:
				counts[label+": "+head] = n
				if len(rows) == 1 {
					counts["All: "+head] = n
				}
			}
			sum += n
		}
	}
	return counts
}

// TestOverviewIsTheStats compares the charts with what `ofsted stats` counts.
func TestOverviewIsTheStats(t *testing.T) {
	for name, list := range map[string]func(*testing.T) []*model.Timeline{"made up": nation, "specimens": specimens, "corpus": realTimelines} {
		t.Run(name, func(t *testing.T) {
			ts := list(t)
			stats := model.StatsOf(ts, model.StatsFilters{})
			_, root := overviewHTML(t, ts)
			titles := map[string]model.Area{}
			for _, a := range model.Areas() {
				titles[areaLabel(a)] = a
			}
			charts := 0
			for _, div := range with(root, "div", "judged") {
				a := titles[words(with(div, "h3", "")[0])]
				tables := with(div, "table", "")
				for i, want := range []map[string]int{statsCounts(stats, a, model.ByYear, model.AllInspections), statsCounts(stats, a, model.ByRegion, model.LatestInspections)} {
					got := tableCounts(t, tables[i])
					if len(followed(a)) > 1 || a == model.HelpAndProtection { // stats count those without a grade by area
						maps.DeleteFunc(got, func(key string, _ int) bool { return strings.HasSuffix(key, ": none") })
					}
					if diff := gocmp.Diff(want, got); diff != "" {
						t.Errorf("%s, chart %d (-stats +page):\n%s", a, i, diff)
					}
					charts++
				}
			}
			if charts < 10 {
				t.Errorf("%d charts", charts)
			}
		})
	}
}

// Every full inspection is in the charts of every area of children's services,
// with or without a grade or in a note.
func TestBarsCountEveryInspection(t *testing.T) {
	for name, list := range map[string]func(*testing.T) []*model.Timeline{"made up": nation, "corpus": realTimelines} {
		t.Run(name, func(t *testing.T) {
			ts := list(t)
			full, latest := 0, 0
			for _, tl := range ts {
				full += len(tl.Full())
				latest += min(len(tl.Full()), 1)
			}
			for _, j := range newOverview(ts, make([]string, len(ts)), fileNames{}).Judged {
				if j.Title == areaLabel(model.AreaSENDOutcome) {
					continue
				}
				for i, want := range []int{full, latest} {
					row := j.Charts[i].Rows[len(j.Charts[i].Rows)-1]
					got, _ := strconv.Atoi(row[len(row)-1])
					for _, note := range j.Charts[i].Notes {
						got += olderCounted(note)
					}
					if row[0] != "All" || got != want {
						t.Errorf("%s: %d, want %d", j.Charts[i].Caption, got, want)
					}
				}
			}
		})
	}
}

// olderCounted counts what a note says is on the older scale.
func olderCounted(note string) int {
	_, list, ok := strings.Cut(note, "on the older scale: ")
	n := 0
	for _, part := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ';' }) {
		if first, err := strconv.Atoi(strings.Fields(part)[0]); err == nil && ok {
			n += first
		}
	}
	return n
}

// chartOf returns a chart of rows of counts.
func chartOf(shares bool, rows ...gradeRow) *barChart {
	return &barChart{id: "x", title: "Grades", counted: authorityNoun, shares: shares,
		gradeTable: &gradeTable{corner: "Year", scale: model.Null(model.FourPoint), grades: model.FourPoint.Grades(), none: noGradeHeadings, rows: rows}}
}

// A drawnRow is the segments of a bar and the words on and before it.
type drawnRow struct {
	title  string
	widths []float64
	left   []float64
	texts  []string
}

// drawn reads a chart back.
func drawn(t *testing.T, picture string) []drawnRow {
	t.Helper()
	checkSVG(t, []byte(picture))
	type group struct {
		Title string `xml:"title"`
		Rects []struct {
			X     float64 `xml:"x,attr"`
			Width float64 `xml:"width,attr"`
		} `xml:"rect"`
		Texts []string `xml:"text"`
	}
	var doc struct {
		Groups []group `xml:"g"`
	}
	if err := xml.Unmarshal([]byte(picture), &doc); err != nil {
		t.Fatal(err)
	}
	var rows []drawnRow
	for _, g := range doc.Groups {
		row := drawnRow{title: g.Title, texts: g.Texts}
		for _, r := range g.Rects {
			row.left, row.widths = append(row.left, r.X), append(row.widths, r.Width)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestBarsAreToScale(t *testing.T) {
	counts := []gradeRow{
		{label: "2023", counts: []int{1, 12, 0, 3}, of: 16, none: 2, all: 18},
		{label: "2024", counts: []int{0, 0, 5, 0}, of: 5, all: 5},
		{label: "2025", counts: []int{0, 0, 0, 0}, none: 7, all: 7},
	}
	for _, shares := range []bool{false, true} {
		rows := drawn(t, string(chartOf(shares, counts...).picture()))
		if len(rows) != len(counts) {
			t.Fatalf("%d bars", len(rows))
		}
		for i, row := range rows {
			var want []int
			for _, n := range append(slices.Clone(counts[i].counts), counts[i].none) {
				if n > 0 {
					want = append(want, n)
				}
			}
			of := 18 // the longest
			if shares {
				of = counts[i].all
			}
			if len(row.widths) != len(want) {
				t.Fatalf("%s: %d segments of %v", row.title, len(row.widths), want)
			}
			whole := barsWidth - 2
			if !shares {
				whole = barsWidth - textWidth("2023", barSize) - barGap - barTotal
			}
			next := row.left[0]
			for k, n := range want {
				if math.Abs(row.widths[k]-whole*float64(n)/float64(of)) > 0.1 || math.Abs(row.left[k]-next) > 0.11 {
					t.Errorf("%s: segment %d is %v wide at %v, of %d in %d", row.title, k, row.widths[k], row.left[k], n, of)
				}
				next += row.widths[k]
			}
			if next > barsWidth {
				t.Errorf("%s is %v wide", row.title, next)
			}
		}
	}
}

func TestBarsSayWhatTheyShow(t *testing.T) {
	rows := drawn(t, string(chartOf(false, gradeRow{label: "2023", counts: []int{2, 20, 1, 0}, of: 23, none: 4, all: 27}).picture()))
	if rows[0].title != "2023: outstanding 2, good 20, requires improvement 1, no grade 4, all 27" {
		t.Errorf("%q", rows[0].title)
	}
	for _, text := range []string{"2023", "O 2", "G 20", "1", "4", "27"} {
		if !slices.Contains(rows[0].texts, text) {
			t.Errorf("%q is not in %q", text, rows[0].texts)
		}
	}
	rows = drawn(t, string(chartOf(true, gradeRow{label: "London", counts: []int{1, 0, 2, 1}, of: 4, all: 4}).picture()))
	if diff := gocmp.Diff([]string{"London", "4 authorities", "O 1", "RI 2", "I 1"}, rows[0].texts); diff != "" {
		t.Error(diff)
	}
}

// Whatever a group is called, its name has room before the bars.
func TestBarsHaveRoomForNames(t *testing.T) {
	rows := drawn(t, string(chartOf(false, gradeRow{label: "2023", counts: []int{9, 0, 0, 0}, all: 9}, gradeRow{label: "Undated", counts: []int{1, 0, 0, 0}, all: 1}).picture()))
	if w := textWidth("Undated", barSize); rows[0].left[0] < w || rows[1].left[0] != rows[0].left[0] || rows[0].widths[0] > barsWidth-w-barTotal {
		t.Errorf("%+v", rows)
	}
}

// A label is there where it has room and nowhere else.
func TestBarLabelsFit(t *testing.T) {
	for all := 1; all <= 400; all++ {
		for _, row := range drawn(t, string(chartOf(false, gradeRow{label: "2023", counts: []int{1, 0, 0, 0}, of: 1, none: all, all: all + 1}, gradeRow{label: "2024", counts: []int{all, 0, 0, 0}, of: all, all: all}).picture())) {
			inside := row.texts[1 : len(row.texts)-1]
			fits := 0
			for _, w := range row.widths {
				if w >= plainWidth("1", barSize)*1.1+4 {
					fits++
				}
			}
			if len(inside) > len(row.widths) || len(inside) < fits && all < 10 {
				t.Fatalf("%d: labels %q in %v", all, inside, row.widths)
			}
		}
	}
}

// The key shows every grade of the scale, each in its own way.
func TestBarsKey(t *testing.T) {
	years, regions := chartOf(false, gradeRow{label: "2023", counts: []int{1, 0, 0, 0}, all: 1}), chartOf(true, gradeRow{label: "London", counts: []int{1, 0, 0, 0}, none: 1, all: 2})
	var texts []string
	looks := map[string]bool{}
	for _, item := range keyOf(years, regions) {
		texts = append(texts, item.Text)
		checkSVG(t, []byte(item.Mark))
		looks[string(item.Mark)] = true
	}
	if diff := gocmp.Diff([]string{"Outstanding", "Good", "Requires improvement", "Inadequate", "No grade"}, texts); diff != "" {
		t.Error(diff)
	}
	if len(looks) != len(texts) {
		t.Errorf("%d looks of %d grades", len(looks), len(texts))
	}
}

// Grades whose colours are alike in grey are told apart by a pattern, and all
// patterns that a chart uses are in it.
func TestBarPatterns(t *testing.T) {
	for _, scale := range pageScales {
		c := chartOf(false, gradeRow{label: "2023", counts: []int{1, 1, 1, 1}[:len(model.Scale(scale).Grades())], all: 4})
		c.scale, c.grades = scale, model.Scale(scale).Grades()
		text := string(c.picture())
		seen := map[string]bool{}
		for _, g := range c.grades {
			pattern := gradePatterns[g]
			if seen[pattern] {
				t.Errorf("%s: pattern %q is used twice", scale, pattern)
			}
			seen[pattern] = true
			if pattern != "" && (!strings.Contains(text, fmt.Sprintf(`id="x%.1s"`, pattern)) || !strings.Contains(text, fmt.Sprintf(`url(#x%.1s)`, pattern))) {
				t.Errorf("%s: pattern %s is not in the chart", scale, pattern)
			}
		}
	}
}

// A chart on the older scale alone says so.
func TestBarsOnTheOlderScale(t *testing.T) {
	ts := timelinesOf(t, made("Avon", "London", model.LACInspection, "2012-01-31", overall(model.Adequate)), made("Wren", "London", model.LACInspection, "2011-01-31", overall(model.Good)))
	v := newOverview(ts, make([]string, 2), fileNames{})
	chart := v.Judged[0].Charts[1]
	if !slices.Contains(chart.Heads, "Adequate") || !strings.Contains(strings.Join(chart.Notes, "\n"), "On the older scale") {
		t.Errorf("%q, %q", chart.Heads, chart.Notes)
	}
	if f := v.Figures; f[1].N != 1 || f[1].Grade.Text != "Good (older scale)" {
		t.Errorf("%+v", f)
	}
}
