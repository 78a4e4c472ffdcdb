package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
)

// statsOf counts inspections.
func statsOf(t *testing.T, f model.StatsFilters, list ...*model.Inspection) *model.Stats {
	t.Helper()
	var all model.Timelines
	for _, in := range list {
		if problem := all.Add(in); problem != "" {
			t.Fatal(problem)
		}
	}
	return model.StatsOf(all.All(t.Context()), f)
}

// made returns an inspection that we made up.
func made(authority, region string, kind model.Kind, day model.Date, grades ...model.Judgement) *model.Inspection {
	in := &model.Inspection{Kind: kind, Framework: kind.Framework(), Source: model.Source{Path: authority + "-" + string(day) + ".pdf"},
		Authority: model.Authority{Name: model.Null(authority), Region: model.Null(region)}, Judgements: grades}
	if day != "" {
		in.Visit.Periods = []model.Period{{Start: day, End: day}}
	}
	for i := range in.Judgements {
		in.Judgements[i].Scale = model.ScaleOf(kind)
	}
	in.Fill()
	return in
}

func grade(a model.Area, g model.Grade) model.Judgement { return model.Judgement{Area: a, Grade: g} }

func overall(g model.Grade) model.Judgement { return grade(model.OverallEffectiveness, g) }

// country returns inspections of enough authorities that shares of them mean
// something: twelve in one region over four years and a few elsewhere, with
// everything that tables have to cope with.
func country(t *testing.T, f model.StatsFilters) *model.Stats {
	grades := model.FourPoint.Grades()
	var list []*model.Inspection
	for i := range 12 {
		name := fmt.Sprint("Kestrel ", i+1)
		first := made(name, "Yorkshire and The Humber", model.SIFInspection, model.Date(fmt.Sprintf("%d-03-%02d", 2014+i%2, i+1)), overall(grades[i%4]), grade(model.LSCB, model.Good))
		second := made(name, "Yorkshire and The Humber", model.ILACSInspection, model.Date(fmt.Sprintf("%d-06-%02d", 2019+i%2, i+1)), overall(grades[i*i%4]), grade(model.HelpAndProtection, model.Good))
		for n, theme := range model.Themes() {
			if (i+n)%(2+n%4) == 0 {
				second.Findings = append(second.Findings, model.Finding{ID: fmt.Sprint("f", n), Kind: model.Improvement, Themes: []model.Theme{theme}})
			}
		}
		list = append(list, first, second)
	}
	list = append(list,
		made("Upland", "", model.LACInspection, "2013-01-31", overall(model.Adequate)),
		made("Upland", "", model.SIFInspection, "2016-01-31", overall(model.NotJudged)),
		made("Upland", "", model.FocusedVisit, "2022-01-31"),
		made("Upland", "", model.AreaSENDInspection, "2024-01-31", grade(model.AreaSENDOutcome, model.Inconsistent)),
		made("Marlow Vale", "South East", model.ILACSInspection, "2024-10-11", overall(model.Good)),
		made("Marlow Vale", "South East", model.ILACSInspection, "2026-06-19", grade(model.HelpAndProtection, model.Good)),
		made("Marlow Vale", "South East", model.ILACSInspection, "", overall(model.Inadequate)),
		made("Wren", "South East", model.JTAI, "2024-10-11"))
	s := statsOf(t, f, list...)
	s.Errors = append(s.Errors, lost().Record())
	return s
}

func writeStats(t *testing.T, format string, o StatsOptions, s *model.Stats) string {
	t.Helper()
	f, ok := StatsFormats.For(format, "")
	if !ok {
		t.Fatalf("no format %s", format)
	}
	if o.Area == model.NoArea {
		o.Area = model.OverallEffectiveness
	}
	var b bytes.Buffer
	if err := f.Write(&b, o, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestStatsGolden(t *testing.T) {
	all := country(t, model.StatsFilters{})
	since := country(t, model.StatsFilters{Between: model.Between{Since: "2019-06"}, Regions: []string{"South East", "Yorkshire and The Humber"}})
	none := statsOf(t, model.StatsFilters{}, made("Wren", "London", model.JTAI, "2024-10-11"))
	terminal := func(columns int) StatsOptions { return StatsOptions{Screen: Screen{Width: columns, Terminal: true}} }
	for _, test := range []struct {
		name, format string
		options      StatsOptions
		stats        *model.Stats
	}{
		{"stats.txt", "table", StatsOptions{Screen: Screen{Width: 80}}, all},
		{"stats-40.txt", "table", terminal(40), all},
		{"stats-60.txt", "table", terminal(60), all},
		{"stats-120.txt", "table", terminal(120), all},
		{"stats-colour.txt", "table", StatsOptions{Screen: Screen{Width: 80, Terminal: true, Colour: true}}, all},
		{"stats-send.txt", "table", StatsOptions{Screen: Screen{Width: 80}, Area: model.AreaSENDOutcome}, all},
		{"stats-since.txt", "table", StatsOptions{Screen: Screen{Width: 80}, Area: model.HelpAndProtection}, since},
		{"stats-since-60.txt", "table", StatsOptions{Screen: Screen{Width: 60, Terminal: true}, Area: model.HelpAndProtection}, since},
		{"stats-none.txt", "table", StatsOptions{Screen: Screen{Width: 80}}, none},
		{"stats.csv", "csv", StatsOptions{}, none},
		{"stats.json", "json", StatsOptions{}, none},
	} {
		t.Run(test.name, func(t *testing.T) {
			golden(t, test.name, []byte(writeStats(t, test.format, test.options, test.stats)))
		})
	}
}

func TestStatsFitsItsSchema(t *testing.T) {
	schema, doc := compile(t, "stats")
	data := writeStats(t, "json", StatsOptions{}, country(t, model.StatsFilters{}))
	for _, s := range []string{data,
		writeStats(t, "json", StatsOptions{}, country(t, model.StatsFilters{Between: model.Between{Since: "2019-06", Until: "2026"}, Regions: []string{"South East"}})),
		writeStats(t, "json", StatsOptions{}, statsOf(t, model.StatsFilters{}, made("Wren", "", model.JTAI, "")))} {
		if err := validate(t, schema, []byte(s)); err != nil {
			t.Error(err)
		}
	}
	for _, change := range []struct{ from, to string }{
		{`"basis": "latest"`, `"basis": "newest"`},
		{`"change": "improved"`, `"change": "better"`},
		{`"year": "2019"`, `"year": "19"`},
		{`"no_grade": 0`, `"no_grade": -1`},
		{`"undated_left_out"`, `"undated"`},
	} {
		bad := strings.Replace(data, change.from, change.to, 1)
		if bad == data {
			t.Fatalf("%s is not in the output", change.from)
		}
		if validate(t, schema, []byte(bad)) == nil {
			t.Errorf("schema allows %s", change.to)
		}
	}
	var want []string
	schemaKeys(doc["$defs"].(map[string]any), doc, "", &want)
	var v any
	if err := json.Unmarshal([]byte(data), &v); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	valueKeys(v, "", keys)
	var got []string
	for k := range keys {
		got = append(got, k)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-schema +output):\n%s", diff)
	}
}

// TestStatsSchemaHasEveryTheme keeps the schema's list in step with the model.
func TestStatsSchemaHasEveryTheme(t *testing.T) {
	_, doc := compile(t, "stats")
	var want []string
	for _, theme := range model.Themes() {
		want = append(want, string(theme))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, enum(t, doc, "theme")); diff != "" {
		t.Errorf("(-model +schema):\n%s", diff)
	}
}

// A table keeps within its width, whatever it holds, and colour changes
// nothing but spaces at the ends of lines.
func TestStatsKeepsItsWidth(t *testing.T) {
	hostile := made("\x1b[31mNowhere", "North\x1b[2J\u202e "+strings.Repeat("W", 200), model.ILACSInspection, "2024-10-11", overall(model.Good))
	for _, s := range []*model.Stats{country(t, model.StatsFilters{}), statsOf(t, model.StatsFilters{}, hostile), statsOf(t, model.StatsFilters{})} {
		for _, area := range []model.Area{model.OverallEffectiveness, model.AreaSENDOutcome, model.LSCB, model.CapacityToImprove} {
			for columns := minReport; columns <= maxWidth; columns++ {
				o := StatsOptions{Screen: Screen{Width: columns, Terminal: true, Colour: true}, Area: area}
				text := writeStats(t, "table", o, s)
				checkWidth(t, columns, text)
				bare := sgr.ReplaceAllString(text, "")
				if strings.ContainsFunc(bare, func(c rune) bool { return isControl(c) && c != '\n' || strings.ContainsRune(pad, c) }) {
					t.Fatalf("control characters or pads in %q", bare)
				}
				o.Screen.Colour = false
				bare = trailing.ReplaceAllString(bare, "\n")
				if without := writeStats(t, "table", o, s); without != bare {
					t.Fatalf("at %d columns colour changes the words (-without +with):\n%s", columns, cmp.Diff(without, bare))
				}
			}
		}
	}
}

// What the table leaves out for want of room it says.
func TestStatsSaysWhatHasNoRoom(t *testing.T) {
	var list []*model.Inspection
	for year := 2010; year < 2026; year++ {
		in := made("Kestrel", "London", model.ILACSInspection, model.Date(fmt.Sprint(year, "-01-31")))
		in.Findings = []model.Finding{{ID: "f1", Kind: model.PriorityAction, Themes: []model.Theme{model.Workforce}}}
		list = append(list, in)
	}
	for columns := minReport; columns <= maxWidth; columns++ {
		text := writeStats(t, "table", StatsOptions{Screen: Screen{Width: columns, Terminal: true}}, statsOf(t, model.StatsFilters{}, list...))
		_, themes, _ := strings.Cut(text, "What has to improve")
		for year := 2010; year < 2026; year++ {
			shown := strings.Contains(themes, fmt.Sprint(year))
			left := strings.Contains(strings.Join(strings.Fields(themes), " "), "Left out for want of room: 2010 to ")
			if !shown && !left {
				t.Fatalf("at %d columns nothing says where %d is:\n%s", columns, year, themes)
			}
		}
	}
}

// The CSV holds the numbers of JSON: grades of a group and area add up to what
// they are of, and so do changes.
func TestStatsCSVAddsUp(t *testing.T) {
	text := writeStats(t, "csv", StatsOptions{}, country(t, model.StatsFilters{}))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, bom))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	counts, wholes := map[string]int{}, map[string]int{}
	tables := map[string]bool{}
	for _, row := range rows[1:] {
		number := func(name string) int {
			n, err := strconv.Atoi(row[column(name)])
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return n
		}
		tables[row[column("table")]] = true
		if row[column("table")] == themesTable {
			if number("count") > number("of") || number("items") > number("of_items") || number("of") > number("inspections") {
				t.Errorf("%q", row)
			}
			continue
		}
		key := strings.Join(row[:column("area_title")], " ")
		counts[key] += number("count")
		wholes[key] = number("of")
	}
	if diff := cmp.Diff(wholes, counts); diff != "" {
		t.Errorf("(-of +sums of count):\n%s", diff)
	}
	if len(tables) != 3 || len(counts) < 20 {
		t.Errorf("tables %v, %d groups", tables, len(counts))
	}
	for i, c := range StatsColumns {
		if rows[0][i] != c.Name {
			t.Errorf("column %d is %s, want %s", i, rows[0][i], c.Name)
		}
	}
}

func TestStatsCSVIsSafe(t *testing.T) {
	text := writeStats(t, "csv", StatsOptions{}, statsOf(t, model.StatsFilters{}, made("Wren", "=cmd|' /C calc'!A0", model.ILACSInspection, "2024-10-11", overall(model.Good))))
	if strings.Contains(text, ",=cmd") || !strings.Contains(text, "'=cmd") {
		t.Errorf("a formula came through: %s", text)
	}
}

func TestStatsWriteErrorsAreNotLost(t *testing.T) {
	for _, format := range StatsFormats {
		if err := format.Write(full{}, StatsOptions{Screen: Screen{Width: 80}, Area: model.OverallEffectiveness}, country(t, model.StatsFilters{})); err == nil {
			t.Errorf("%s: no error", format.Name)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, test := range []struct {
		n, of int
		want  string
	}{{1, 8, ""}, {9, 9, ""}, {5, 10, "50%"}, {2, 16, "13%"}, {1, 201, "<1%"}, {1, 200, "1%"}, {0, 300, "0%"}, {12, 12, "100%"}} {
		if got := percent(test.n, test.of); got != test.want {
			t.Errorf("%d of %d: %q, want %q", test.n, test.of, got, test.want)
		}
	}
}
