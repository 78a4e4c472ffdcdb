package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
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
		{`"services": "children_services"`, `"services": "all"`},
		{`"from_area": "overall_effectiveness"`, `"from_area": "overall"`},
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

// asking adds an area for improvement on each theme to an inspection.
func asking(in *model.Inspection, themes ...model.Theme) *model.Inspection {
	for i, theme := range themes {
		in.Findings = append(in.Findings, model.Finding{ID: fmt.Sprint("f", i), Kind: model.Improvement, Themes: []model.Theme{theme}})
	}
	return in
}

// plainStats is the report on one line for each paragraph, with plain spaces.
func plainStats(t *testing.T, o StatsOptions, s *model.Stats) string {
	t.Helper()
	text := writeStats(t, "table", o, s)
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == '\n' || c == nbsp }), " ")
}

// What inspections of one sort of services ask for is not mixed with what those
// of the other do, and each report says where the other is.
func TestStatsThemesByServices(t *testing.T) {
	s := statsOf(t, model.StatsFilters{},
		asking(made("Kestrel", "London", model.ILACSInspection, "2023-06-16", overall(model.Good)), model.Workforce),
		asking(made("Upland", "London", model.JTAI, "2023-07-16"), model.Workforce),
		asking(made("Kestrel", "London", model.AreaSENDInspection, "2023-09-22", grade(model.AreaSENDOutcome, model.Inconsistent)), model.DisabledChildren))
	screen := Screen{Width: 80}
	for _, test := range []struct {
		area       model.Area
		want, none string
	}{
		{model.OverallEffectiveness, "Theme 2023 of 2 ─ Workforce 2 What area SEND inspections ask for is not counted here (1 inspection): --area area_send_outcome shows that.", "Disabled"},
		{model.LSCB, "Theme 2023 of 2 ─ Workforce 2 What area SEND inspections ask for is not counted here (1 inspection): --area area_send_outcome shows that.", "Disabled"},
		{model.AreaSENDOutcome, "Theme 2023 of 1 ─ Disabled children 1 What inspections and visits of children’s services ask for is not counted here (2 inspections): any other --area shows that.", "Workforce"},
	} {
		text := ruleRE.ReplaceAllString(plainStats(t, StatsOptions{Screen: screen, Area: test.area}, s), "─")
		if !strings.Contains(text, test.want) || strings.Contains(text, test.none) {
			t.Errorf("%s:\n%s", test.area, text)
		}
	}
	var got []string
	for _, row := range statsCSV(t, s) {
		if row["table"] == themesTable && row["count"] != "0" && row["theme"] != "" {
			got = append(got, row["services"]+" "+row["group"]+" "+row["theme"]+" "+row["count"]+"/"+row["of"])
		}
		if (row["services"] != "") != (row["table"] == themesTable) {
			t.Errorf("services %q in %s", row["services"], row["table"])
		}
	}
	if diff := cmp.Diff([]string{"children_services 2023 workforce 2/2", "area_send 2023 disabled_children 1/1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

var ruleRE = regexp.MustCompile("─+")

// statsCSV returns the rows of the CSV, by the names of their columns.
func statsCSV(t *testing.T, s *model.Stats) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(writeStats(t, "csv", StatsOptions{}, s), bom))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	list := make([]map[string]string, len(rows)-1)
	for i, row := range rows[1:] {
		list[i] = map[string]string{}
		for n, value := range row {
			list[i][rows[0][n]] = value
		}
	}
	return list
}

// The report says of which day the latest grades are, and why an authority has
// none.
func TestStatsLatest(t *testing.T) {
	list := func() []*model.Inspection {
		return []*model.Inspection{
			made("Kestrel", "London", model.SIFInspection, "2014-06-16", overall(model.Good), grade(model.AdoptionPerformance, model.Good)),
			made("Avon", "London", model.ILACSInspection, "2018-06-16", overall(model.Good)),
			made("Upland", "London", model.ILACSInspection, "", overall(model.Good)),
			made("Wren", "London", model.JTAI, "2014-01-31"),
		}
	}
	between := func(since, until model.Date) model.StatsFilters {
		return model.StatsFilters{Between: model.Between{Since: since, Until: until}}
	}
	for _, test := range []struct {
		filters model.StatsFilters
		area    model.Area
		want    string
	}{
		{between("", ""), "", "Grades now, by region At the latest full inspection of each authority. Not here: 1 authority with none among what was read. Region"},
		{between("2018", ""), "", "Only those since 2018 The"},
		{between("2018", ""), "", "Grades now, by region At the latest full inspection of each authority, be it before 2018. Not here: 1 authority with ones of unknown date only and 1 with none among what was read. Region"},
		{between("", "2014"), "", "Only those until 2014 The"},
		{between("", "2014"), "", "Grades at the end of 2014, by region At the latest full inspection of each authority. Not here: 1 authority with later ones only, 1 with ones of unknown date only and 1 with none among what was read. Region"},
		{between("", "2014-06"), "", "Grades at the end of June 2014, by region At"},
		{between("", "2014-06-30"), "", "Grades on 30 June 2014, by region At"},
		{between("2014", "2014"), "", "Only those of 2014 The"},
		{between("2014-06", "2014-06"), "", "Only those of June 2014 The"},
		{between("2014-06-16", "2018-06-16"), "", "Only those since 16 June 2014 until 16 June 2018 The"},
		{between("2018", "2018"), "", "1 authority, 1 inspection, 16 June 2018 Only those of 2018 "},
		{between("2018", "2018"), "", "London – 2 – – 2"}, // a grade of 2014 stands
		{between("", "2014"), model.AdoptionPerformance, "Not here: 1 authority with later ones only, 1 with ones"},
		{between("", ""), model.AdoptionPerformance, "Not here: 1 authority with none among what was read and 2 whose latest is of a kind that does not judge adoption. Region"},
		{between("2015", "2018"), model.LSCB, "whose latest is of a kind that does not judge the LSCB. Region No All grade"},
		{between("", "2013"), model.LSCB, "No authority’s latest full inspection judges the LSCB. Not here: 2 authorities with later ones only, 1 with ones of unknown date only and 1 with none among what was read. Grades by year"},
		{between("", ""), model.AreaSENDOutcome, "No authority’s latest area SEND inspection judges the area SEND outcome. Not here: 4 authorities with none among what was read. Grades by year"},
	} {
		text := plainStats(t, StatsOptions{Screen: Screen{Width: 80}, Area: test.area}, statsOf(t, test.filters, list()...))
		if !strings.Contains(text, test.want) {
			t.Errorf("%+v %s: no %q in\n%s", test.filters, test.area, test.want, text)
		}
	}
}

func TestStatsRegionsInASentence(t *testing.T) {
	f := model.StatsFilters{Between: model.Between{Since: "2024", Until: "2024"}, Regions: []string{"North West", "London", "East of England", "London", "Yorkshire and the Humber"}}
	const want = "Only those of 2024 in the East of England, London, the North West and Yorkshire and the Humber "
	if text := plainStats(t, StatsOptions{Screen: Screen{Width: 80}}, statsOf(t, f, made("Kestrel", "London", model.JTAI, "2024-10-11"))); !strings.Contains(text, want) {
		t.Errorf("no %q in\n%s", want, text)
	}
}

// No line breaks within a date.
func TestStatsKeepsDatesWhole(t *testing.T) {
	s := statsOf(t, model.StatsFilters{Between: model.Between{Since: "2013-07-12", Until: "2026-07-10"}},
		made("Kestrel", "London", model.ILACSInspection, "2013-07-12"), made("Kestrel", "London", model.ILACSInspection, "2026-07-10"))
	for columns := minReport; columns <= maxWidth; columns++ {
		text := strings.ReplaceAll(writeStats(t, "table", StatsOptions{Screen: Screen{Width: columns}}, s), string(nbsp), " ")
		for day, n := range map[string]int{"12 July 2013": 3, "10 July 2026": 3} {
			if strings.Count(text, day) != n {
				t.Fatalf("at %d columns %s is not there %d times:\n%s", columns, day, n, text)
			}
		}
	}
}

// What shares are of is said once, where there are any, and the CSV has it.
func TestStatsShares(t *testing.T) {
	const note = "Shares are of those in a row with a grade, not of all in it, and are shown where those are 10 or more."
	var list []*model.Inspection
	for i := range 9 {
		list = append(list, made(fmt.Sprint("Kestrel ", i), "London", model.ILACSInspection, "2024-01-31", overall(model.FourPoint.Grades()[i%2])))
	}
	list = append(list, made("Avon", "London", model.ILACSInspection, "2026-06-19", grade(model.HelpAndProtection, model.Good)),
		made("Upland", "London", model.SIFInspection, "2016-01-31", overall(model.NotJudged)))
	o := StatsOptions{Screen: Screen{Width: 80}}
	if text := plainStats(t, o, statsOf(t, model.StatsFilters{}, list...)); strings.Contains(text, note) || strings.Contains(text, "%") {
		t.Errorf("shares of nine:\n%s", text)
	}
	list = append(list, made("Wren", "London", model.LACInspection, "2012-01-31", overall(model.Good)),
		made("Marlow Vale", "London", model.ILACSInspection, "2024-01-31", overall(model.Outstanding)))
	s := statsOf(t, model.StatsFilters{}, list...)
	if text := plainStats(t, o, s); strings.Count(text, note) != 1 || !strings.Contains(text, "London 6 60% 4 40% – – 1 1 12") {
		t.Errorf("shares of ten:\n%s", text)
	}
	if text := plainStats(t, StatsOptions{Screen: Screen{Width: minReport}}, s); strings.Contains(text, note) {
		t.Errorf("a list has no shares:\n%s", text)
	}
	got := map[string]string{}
	for _, row := range statsCSV(t, s) {
		if row["by"] == "all" && row["basis"] == "all" && row["area"] == string(model.OverallEffectiveness) && row["count"] != "0" {
			got[row["scale"]+" "+row["grade"]] = row["count"] + "/" + row["of_graded"] + "/" + row["of"]
		}
	}
	want := map[string]string{"four_point outstanding": "6/10/13", "four_point good": "4/10/13", "four_point not_judged": "1//13", " ": "1//13", "four_point_2012 good": "1/1/13"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A change says which grades were given for another area.
func TestStatsFromOtherAreas(t *testing.T) {
	var list []*model.Inspection
	for i, older := range []model.Inspection{
		*made("", "", model.ILACSInspection, "2019-01-31", grade(model.CareAndCareLeavers, model.Good)),
		*made("", "", model.ILACSInspection, "2019-01-31", grade(model.CareAndCareLeavers, model.Inadequate)),
		*made("", "", model.SIFInspection, "2015-01-31", grade(model.LookedAfterAndPermanence, model.Good)),
	} {
		older.Authority.Name = model.Null(fmt.Sprint("Kestrel ", i))
		older.Source.Path = string(older.Authority.Name)
		list = append(list, &older, made(string(older.Authority.Name), "", model.ILACSInspection, "2023-01-31", grade(model.ChildrenInCare, model.Good)),
			made(string(older.Authority.Name), "", model.ILACSInspection, "2026-01-31", grade(model.ChildrenInCare, model.Good)))
	}
	o := StatsOptions{Screen: Screen{Width: 80}, Area: model.ChildrenInCare}
	for n, want := range map[int]string{
		3: "Older grades that were given for another area, which this one follows on from: 1 for children in care and care leavers together. The median",
		9: "Older grades that were given for another area, which this one follows on from: 2 for children in care and care leavers together and 1 for children looked after and achieving permanence. The median",
	} {
		if text := plainStats(t, o, statsOf(t, model.StatsFilters{}, list[:n]...)); !strings.Contains(text, want) {
			t.Errorf("%d inspections:\n%s", n, text)
		}
	}
	if text := plainStats(t, o, statsOf(t, model.StatsFilters{}, list[1:3]...)); strings.Contains(text, "follows on from") {
		t.Errorf("the same area:\n%s", text)
	}
	got := map[string]string{}
	for _, row := range statsCSV(t, statsOf(t, model.StatsFilters{}, list...)) {
		if row["table"] == changesTable && row["area"] == string(model.ChildrenInCare) {
			got[row["from_area"]+" "+row["from_grade"]] = row["count"]
		}
	}
	want := map[string]string{"care_and_care_leavers good": "1", "care_and_care_leavers inadequate": "1", "looked_after_and_permanence good": "1", "children_in_care good": "3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Themes stand in one order at every width.
func TestStatsThemesKeepTheirOrder(t *testing.T) {
	var list []*model.Inspection
	for year := 2010; year < 2026; year++ {
		themes := []model.Theme{model.Workforce}
		if year < 2020 {
			themes = []model.Theme{model.Health, model.Workforce}
		}
		if year == 2025 {
			themes = []model.Theme{model.Assessment}
		}
		list = append(list, asking(made("Kestrel", "London", model.ILACSInspection, model.Date(fmt.Sprint(year, "-01-31"))), themes...))
	}
	s := statsOf(t, model.StatsFilters{}, list...)
	for columns := minReport; columns <= maxWidth; columns++ {
		_, text, _ := strings.Cut(writeStats(t, "table", StatsOptions{Screen: Screen{Width: columns, Terminal: true}}, s), "\n  Theme")
		first, second, third := strings.Index(text, "Workforce"), strings.Index(text, "Health"), strings.Index(text, "Assessment")
		if first < 0 || second < first || third < second {
			t.Fatalf("at %d columns:\n%s", columns, text)
		}
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
