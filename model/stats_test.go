package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// at moves an inspection to another authority.
func at(name, region string, in *Inspection) *Inspection {
	in.Authority = Authority{Name: Null(name), Region: Null(region), Known: region != ""}
	in.Source.Path = name + " " + in.Source.Path
	in.Fill()
	return in
}

// asks adds items to an inspection: "improvement workforce assessment".
func asks(in *Inspection, items ...string) *Inspection {
	for i, item := range items {
		words := strings.Fields(item)
		f := Finding{ID: fmt.Sprint("f", i+1), Kind: FindingKind(words[0])}
		for _, t := range words[1:] {
			f.Themes = append(f.Themes, Theme(t))
		}
		in.Findings = append(in.Findings, f)
	}
	return in
}

// stats counts inspections.
func stats(t *testing.T, f StatsFilters, list ...*Inspection) *Stats {
	t.Helper()
	var all Timelines
	for _, in := range list {
		if problem := all.Add(in); problem != "" {
			t.Fatal(problem)
		}
	}
	return StatsOf(all.All(t.Context()), f)
}

// showGrades writes groups in short, those of one area: the group, how many
// inspections there are, how many of those judge the area, and the grades.
func showGrades(s *Stats, by Grouping, basis Basis, a Area) string {
	var lines []string
	for _, g := range s.Grades {
		if g.By != by || g.Basis != basis {
			continue
		}
		counted := g.Area(a)
		line := fmt.Sprintf("%s %d:%d", g.Group, g.Inspections, counted.Inspections)
		for _, n := range counted.Grades {
			if n.Count > 0 {
				line += fmt.Sprintf(" %s=%d", n.Grade, n.Count)
			}
		}
		if counted.NoGrade > 0 {
			line += fmt.Sprintf(" none=%d", counted.NoGrade)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

const (
	overallGood = "overall_effectiveness=good"
	overallRI   = "overall_effectiveness=requires_improvement"
	overallBad  = "overall_effectiveness=inadequate"
)

func TestStatsGrades(t *testing.T) {
	twice := judged(ILACSInspection, "2019-03-01", overallGood, overallBad)
	letter := judged(ChildrenLetter, "2018-12", overallBad)
	for _, test := range []struct {
		name  string
		list  []*Inspection
		by    Grouping
		basis Basis
		area  Area
		want  string
	}{
		{"a year is that of the last day", []*Inspection{judged(ILACSInspection, "2019-12-31", overallGood), judged(ILACSInspection, "2020-01-01", overallRI)},
			ByYear, AllInspections, OverallEffectiveness, "2019 1:1 good=1; 2020 1:1 requires_improvement=1"},
		{"undated", []*Inspection{judged(ILACSInspection, "2019-12", overallGood), judged(SIFInspection, "", overallRI)},
			ByYear, AllInspections, OverallEffectiveness, "2019 1:1 good=1; undated 1:1 requires_improvement=1"},
		{"no overall grade from April 2026", []*Inspection{judged(ILACSInspection, "2026-03-31", overallGood), at("Upland", "", judged(ILACSInspection, "2026-04-01", "help_and_protection=good"))},
			ByYear, AllInspections, OverallEffectiveness, "2026 2:2 good=1 none=1"},
		{"visits and inspections of other services judge nothing here", []*Inspection{judged(ILACSInspection, "2024-02-01", overallGood), judged(MonitoringVisit, "2024-06-01"), judged(JTAI, "2024-07-01"),
			judged(LSCBReview, "2024-08-01", "lscb=good"), judged(AreaSENDInspection, "2024-09-01", "area_send_outcome=inconsistent")},
			ByYear, AllInspections, OverallEffectiveness, "2024 5:1 good=1"},
		{"a review of an LSCB alone gives its grade", []*Inspection{judged(LSCBReview, "2014-08-01", "lscb=good"), judged(SIFInspection, "2014-09-01", overallGood)},
			ByYear, AllInspections, LSCB, "2014 2:2 good=1 none=1"},
		{"the letter of an inspection that is here", []*Inspection{judged(ILACSInspection, "2018-12-07", overallGood), letter},
			ByYear, AllInspections, OverallEffectiveness, "2018 1:1 good=1"},
		{"the letter of one that is not", []*Inspection{letter}, ByRegion, LatestInspections, OverallEffectiveness, "unknown 1:1 inadequate=1"},
		{"two documents of one inspection", []*Inspection{judged(ILACSInspection, "2018-12-07", overallGood), judged(ILACSInspection, "2018-12-07", overallGood)},
			ByYear, AllInspections, OverallEffectiveness, "2018 1:1 good=1"},
		{"an area twice in one document", []*Inspection{twice}, ByYear, AllInspections, OverallEffectiveness, "2019 1:1 good=1"},
		{"not judged is a grade", []*Inspection{judged(SIFInspection, "2016-01-01", "overall_effectiveness=not_judged")},
			ByYear, AllInspections, OverallEffectiveness, "2016 1:1 not_judged=1"},
		{"scales are apart", []*Inspection{judged(LACInspection, "2013-05-25", overallBad), judged(SIFInspection, "2013-12-01", overallBad)},
			ByYear, AllInspections, OverallEffectiveness, "2013 2:2 inadequate=1 inadequate=1"},
		{"frameworks in order", []*Inspection{judged(ILACSInspection, "2026-05-01"), judged(ILACSInspection, "2023-05-01", overallGood), judged(FocusedVisit, "2022-12-31"), judged(SIFInspection, "2015-05-01", overallGood),
			judged(LACInspection, "2012-05-01", overallGood), judged(JTAI, "2017-05-01"), judged(AreaSENDInspection, "2024-05-01"), judged(FocusedVisit, "2017-05-01")},
			ByFramework, AllInspections, OverallEffectiveness, "lac 1:1 good=1; sif 1:1 good=1; ilacs 2018 1:0; ilacs 2023 1:1 good=1; ilacs 2026 1:1 none=1; area_send 1:0; ilacs 1:0; jtai 1:0"},
		{"the edition is that of the first day", []*Inspection{spanning(judged(ILACSInspection, "2023-01-06", overallGood), "2022-12-05")},
			ByFramework, AllInspections, OverallEffectiveness, "ilacs 2018 1:1 good=1"},
		{"regions", []*Inspection{at("Upland", "", judged(ILACSInspection, "2019-01-01", overallGood)), at("Kestrel", "London", judged(ILACSInspection, "2019-01-01", overallRI)), at("Avon", "South West", judged(ILACSInspection, "2019-01-01", overallRI))},
			ByRegion, AllInspections, OverallEffectiveness, "London 1:1 requires_improvement=1; South West 1:1 requires_improvement=1; unknown 1:1 good=1"},
		{"latest is the latest full inspection", []*Inspection{judged(ILACSInspection, "2019-01-01", overallGood), judged(ILACSInspection, "2022-01-01", overallRI), judged(MonitoringVisit, "2023-01-01")},
			ByRegion, LatestInspections, OverallEffectiveness, "unknown 1:1 requires_improvement=1"},
		{"latest without an overall grade", []*Inspection{judged(ILACSInspection, "2022-01-01", overallRI), judged(ILACSInspection, "2026-05-01", "help_and_protection=good")},
			ByAll, LatestInspections, OverallEffectiveness, "all 1:1 none=1"},
		{"latest with a date, if there is one", []*Inspection{judged(ILACSInspection, "", overallBad), judged(ILACSInspection, "2022-01-01", overallRI)},
			ByAll, LatestInspections, OverallEffectiveness, "all 1:1 requires_improvement=1"},
		{"latest of what has no date", []*Inspection{judged(ILACSInspection, "", overallBad)}, ByAll, LatestInspections, OverallEffectiveness, "all 1:1 inadequate=1"},
		{"latest area SEND inspection", []*Inspection{judged(ILACSInspection, "2022-01-01", overallRI), judged(AreaSENDInspection, "2023-09-01", "area_send_outcome=inconsistent")},
			ByAll, LatestInspections, AreaSENDOutcome, "all 2:1 inconsistent=1"},
		{"a letter that gives no grades stands for nothing", []*Inspection{judged(ILACSInspection, "2018-12-07", overallGood), judged(ChildrenLetter, "2020-12")},
			ByAll, LatestInspections, OverallEffectiveness, "all 1:1 good=1"},
		{"an authority with visits only has no latest", []*Inspection{judged(MonitoringVisit, "2022-01-01")}, ByAll, LatestInspections, OverallEffectiveness, ""},
		{"judged together until 2022", []*Inspection{judged(ILACSInspection, "2019-01-01", "care_and_care_leavers=good"), judged(ILACSInspection, "2024-01-01", "care_leavers=good", "children_in_care=good")},
			ByAll, AllInspections, CareLeavers, "all 2:2 good=1 none=1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := showGrades(stats(t, StatsFilters{}, test.list...), test.by, test.basis, test.area); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// spanning moves the first day of an inspection.
func spanning(in *Inspection, start Date) *Inspection {
	in.Visit.Periods[0].Start = start
	return in
}

// Every grade of a scale that was used is there, best first, so that charts
// have no holes.
func TestStatsGradesAreWhole(t *testing.T) {
	s := stats(t, StatsFilters{}, judged(LACInspection, "2012-01-01", "overall_effectiveness=adequate"), judged(SIFInspection, "2015-01-01", overallGood), judged(SIFInspection, "2016-01-01", "overall_effectiveness=not_judged"))
	want := AreaGrades{Area: OverallEffectiveness, Inspections: 3, Graded: 3, Grades: []GradeCount{
		{Null(FourPoint), Outstanding, 0}, {Null(FourPoint), Good, 1}, {Null(FourPoint), RequiresImprovement, 0}, {Null(FourPoint), Inadequate, 0}, {Null(FourPoint), NotJudged, 1},
		{Null(FourPoint2012), Outstanding, 0}, {Null(FourPoint2012), Good, 0}, {Null(FourPoint2012), Adequate, 1}, {Null(FourPoint2012), Inadequate, 0}}}
	if diff := cmp.Diff(want, s.Grades[0].Area(OverallEffectiveness)); diff != "" {
		t.Error(diff)
	}
}

// Groups come in an order that readers can rely on.
func TestStatsGroupsInOrder(t *testing.T) {
	s := stats(t, StatsFilters{}, at("Kestrel", "London", judged(ILACSInspection, "2019-01-01", overallGood)), at("Avon", "", judged(SIFInspection, "2015-01-01", overallGood)))
	var got []string
	for _, g := range s.Grades {
		got = append(got, fmt.Sprintf("%s %s %s", g.Basis, g.By, g.Group))
	}
	want := []string{"all all all", "all year 2015", "all year 2019", "all framework sif", "all framework ilacs 2018", "all region London", "all region unknown",
		"latest all all", "latest region London", "latest region unknown"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// showMoves writes what became of an area in short.
func showMoves(c AreaChange) string {
	line := fmt.Sprintf("%d: +%d -%d =%d ≠%d new%d end%d", c.Pairs, c.Improved, c.Declined, c.Unchanged, c.NotComparable, c.NewlyJudged, c.NoLongerJudged)
	for _, m := range c.Moves {
		line += fmt.Sprintf(" | %s→%s %d", m.From, m.To, m.Count)
	}
	return line
}

func TestStatsChanges(t *testing.T) {
	sif := func(day Date) *Inspection {
		return judged(SIFInspection, day, overallRI, "looked_after_and_permanence=good", "care_leavers=outstanding", "leadership_management_governance=good", "lscb=good")
	}
	combined := judged(ILACSInspection, "2018-12-07", overallBad, "care_and_care_leavers=requires_improvement", "impact_of_leaders=good")
	apart := judged(ILACSInspection, "2023-06-16", overallGood, "children_in_care=good", "care_leavers=inadequate", "impact_of_leaders=good")
	without := judged(ILACSInspection, "2026-06-19", "children_in_care=good", "care_leavers=good", "impact_of_leaders=good")
	for _, test := range []struct {
		name string
		list []*Inspection
		area Area
		want string
	}{
		{"consecutive pairs", []*Inspection{apart, sif("2014-07-23"), combined}, OverallEffectiveness,
			"2: +1 -1 =0 ≠0 new0 end0 | requires_improvement→inadequate 1 | inadequate→good 1"},
		{"one inspection is no pair", []*Inspection{combined}, OverallEffectiveness, "0: +0 -0 =0 ≠0 new0 end0"},
		{"authorities apart", []*Inspection{combined, at("Upland", "", judged(ILACSInspection, "2022-01-01", overallGood))}, OverallEffectiveness, "0: +0 -0 =0 ≠0 new0 end0"},
		{"no overall grade any more", []*Inspection{apart, without}, OverallEffectiveness, "1: +0 -0 =0 ≠0 new0 end1 | good→ 1"},
		{"nor before", []*Inspection{without, judged(ILACSInspection, "2029-06-19", "children_in_care=good")}, OverallEffectiveness, "0: +0 -0 =0 ≠0 new0 end0"},
		{"renamed", []*Inspection{sif("2014-07-23"), combined}, ImpactOfLeaders, "1: +0 -0 =1 ≠0 new0 end0 | good→good 1"},
		{"merged, once", []*Inspection{sif("2014-07-23"), combined, apart}, CareAndCareLeavers, "1: +0 -1 =0 ≠0 new0 end0 | good→requires_improvement 1"},
		{"split", []*Inspection{combined, apart}, CareLeavers, "1: +0 -1 =0 ≠0 new0 end0 | requires_improvement→inadequate 1"},
		{"split, the first of two", []*Inspection{combined, apart}, ChildrenInCare, "1: +1 -0 =0 ≠0 new0 end0 | requires_improvement→good 1"},
		{"no line is counted under an area that came later", []*Inspection{sif("2014-07-23"), combined, apart}, CareLeavers, "1: +0 -1 =0 ≠0 new0 end0 | requires_improvement→inadequate 1"},
		{"discontinued", []*Inspection{sif("2014-07-23"), combined}, LSCB, "1: +0 -0 =0 ≠0 new0 end1 | good→ 1"},
		{"left out by a re-inspection", []*Inspection{sif("2014-07-23"), judged(SIFInspection, "2016-07-23", overallGood)}, LSCB, "1: +0 -0 =0 ≠1 new0 end0 | good→ 1"},
		{"a review between two inspections", []*Inspection{sif("2014-07-23"), judged(LSCBReview, "2015-07-23", "lscb=inadequate"), sif("2016-07-23")}, LSCB, "1: +0 -0 =1 ≠0 new0 end0 | good→good 1"},
		{"visits between two inspections", []*Inspection{combined, judged(MonitoringVisit, "2020-01-01"), apart}, OverallEffectiveness, "1: +1 -0 =0 ≠0 new0 end0 | inadequate→good 1"},
		{"another scale", []*Inspection{judged(LACInspection, "2012-05-25", overallBad), sif("2014-07-23")}, OverallEffectiveness, "1: +0 -0 =0 ≠1 new0 end0 | inadequate→requires_improvement 1"},
		{"newly judged", []*Inspection{judged(LACInspection, "2012-05-25", overallBad), sif("2014-07-23")}, LSCB, "1: +0 -0 =0 ≠0 new1 end0 | →good 1"},
		{"not judged", []*Inspection{judged(SIFInspection, "2016-01-01", "overall_effectiveness=not_judged"), combined}, OverallEffectiveness, "1: +0 -0 =0 ≠1 new0 end0 | not_judged→inadequate 1"},
		{"a grade that was not found", []*Inspection{apart, judged(ILACSInspection, "2025-06-19")}, OverallEffectiveness, "1: +0 -0 =0 ≠1 new0 end0 | good→ 1"},
		{"grades that were not found end nothing", []*Inspection{sif("2014-07-23"), judged(ILACSInspection, "2018-12-07")}, LSCB, "1: +0 -0 =0 ≠1 new0 end0 | good→ 1"},
		{"undated", []*Inspection{judged(ILACSInspection, "", overallBad), apart}, OverallEffectiveness, "0: +0 -0 =0 ≠0 new0 end0"},
		{"a letter that stands for its inspection", []*Inspection{judged(ChildrenLetter, "2018-12", overallRI), apart}, OverallEffectiveness, "1: +1 -0 =0 ≠0 new0 end0 | requires_improvement→good 1"},
		{"area SEND apart", []*Inspection{judged(AreaSENDInspection, "2023-09-22", "area_send_outcome=inconsistent"), apart, judged(AreaSENDInspection, "2026-09-22", "area_send_outcome=typically_positive")},
			AreaSENDOutcome, "1: +1 -0 =0 ≠0 new0 end0 | inconsistent→typically_positive 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changes := stats(t, StatsFilters{}, test.list...).Changes
			if got := showMoves(changes.Area(test.area)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestStatsMedianYears(t *testing.T) {
	tenth := func(f float64) *float64 { return &f }
	for _, test := range []struct {
		name    string
		days    []Date
		pairs   int
		undated int
		want    *float64
	}{
		{"none", nil, 0, 0, nil},
		{"one", []Date{"2014-01-01", "2016-07-01"}, 1, 0, tenth(2.5)},
		{"the mean of the middle two", []Date{"2014-01-01", "2016-01-01", "2020-01-01"}, 2, 0, tenth(3)},
		{"a month is no day", []Date{"2014-01", "2016-01-01", "2017-01-01"}, 2, 0, tenth(1)},
		{"undated", []Date{"2014-01-01", "", "2015-01-01"}, 1, 1, tenth(1)},
	} {
		list := []*Inspection{at("Upland", "", judged(FocusedVisit, "2020-01-01"))}
		for _, day := range test.days {
			list = append(list, judged(ILACSInspection, day, overallGood))
		}
		c := stats(t, StatsFilters{}, list...).Changes
		if diff := cmp.Diff(test.want, c.MedianYears); diff != "" || c.Pairs != test.pairs || c.Undated != test.undated {
			t.Errorf("%s: %d pairs, %d undated, years %s", test.name, c.Pairs, c.Undated, diff)
		}
	}
}

func TestStatsThemes(t *testing.T) {
	s := stats(t, StatsFilters{},
		asks(judged(ILACSInspection, "2019-01-01"), "improvement workforce", "priority_action workforce assessment", "improvement", "finding health"),
		asks(at("Upland", "", judged(FocusedVisit, "2019-06-01")), "improvement workforce"),
		judged(JTAI, "2019-07-01"),
		asks(at("Upland", "", judged(SIFInspection, "")), "improvement assessment"),
		asks(judged(AreaSENDInspection, "2019-08-01"), "improvement disabled_children workforce"),
		asks(at("Upland", "", judged(AreaSENDInspection, "2018-08-01")), "priority_action health"))
	type raised struct{ inspections, items int }
	want := map[string]raised{"2019 workforce": {2, 3}, "2019 assessment": {1, 1}, "undated assessment": {1, 1}, "2019": {2, 4}, "undated": {1, 1},
		"area_send 2018": {1, 1}, "area_send 2018 health": {1, 1}, "area_send 2019": {1, 1}, "area_send 2019 workforce": {1, 1}, "area_send 2019 disabled_children": {1, 1}}
	got := map[string]raised{}
	var order []string
	for _, y := range s.Themes {
		order = append(order, string(y.Services)+" "+y.Year)
		if y.Services == AreaSENDServices {
			y.Year = "area_send " + y.Year
		}
		got[y.Year] = raised{y.Asking, y.Items}
		if len(y.Themes) != len(Themes()) {
			t.Errorf("%s: %d themes", y.Year, len(y.Themes))
		}
		for _, n := range y.Themes {
			if n.Items > 0 {
				got[y.Year+" "+string(n.Theme)] = raised{n.Inspections, n.Items}
			}
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(raised{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"children_services 2019", "children_services undated", "area_send 2018", "area_send 2019"}, order); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(s.Themes[2:], s.ThemesOf(AreaSENDServices)); diff != "" || s.Themes[0].Inspections != 3 {
		t.Errorf("%d inspections in the first year; of area SEND: %s", s.Themes[0].Inspections, diff)
	}
}

// A move says which area the older grade was given for.
func TestStatsFromArea(t *testing.T) {
	sif := func() *Inspection {
		return judged(SIFInspection, "2014-07-23", "looked_after_and_permanence=good", "care_leavers=good", "lscb=good")
	}
	combined := judged(ILACSInspection, "2018-12-07", "care_and_care_leavers=good")
	apart := func() *Inspection {
		return judged(ILACSInspection, "2023-06-16", "children_in_care=good", "care_leavers=good")
	}
	for _, test := range []struct {
		list []*Inspection
		want string
	}{
		{[]*Inspection{combined, apart()}, "children_in_care<care_and_care_leavers 1; care_leavers<care_and_care_leavers 1"},
		{[]*Inspection{sif(), apart()}, "children_in_care<looked_after_and_permanence 1; care_leavers<care_leavers 1; lscb<lscb 1"},
		{[]*Inspection{combined, apart(), at("Avon", "", sif()), at("Avon", "", apart())},
			"children_in_care<care_and_care_leavers 1; children_in_care<looked_after_and_permanence 1; care_leavers<care_and_care_leavers 1; care_leavers<care_leavers 1; lscb<lscb 1"},
		{[]*Inspection{judged(ILACSInspection, "2018-12-07", overallGood), judged(ILACSInspection, "2020-12-07", overallGood, "help_and_protection=good")},
			"overall_effectiveness<overall_effectiveness 1; help_and_protection< 1"},
	} {
		var moves []string
		for _, c := range stats(t, StatsFilters{}, test.list...).Changes.Areas {
			for _, m := range c.Moves {
				moves = append(moves, fmt.Sprintf("%s<%s %d", c.Area, m.FromArea, m.Count))
			}
		}
		if got := strings.Join(moves, "; "); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// A grade on a scale that is not known stands behind those on known ones.
func TestStatsUnknownScaleIsLast(t *testing.T) {
	odd := at("Avon", "", judged(ILACSInspection, "2019-01-01", overallGood))
	odd.Judgements[0].Scale = "five_point"
	s := stats(t, StatsFilters{}, odd, judged(LACInspection, "2012-01-01", overallGood))
	all := s.Grades[0].Area(OverallEffectiveness).Grades
	if first, last := all[0].Scale, all[len(all)-1].Scale; first != Null(FourPoint2012) || last != "five_point" {
		t.Errorf("from %s to %s: %+v", first, last, all)
	}
}

func TestStatsFilters(t *testing.T) {
	list := []*Inspection{
		at("Kestrel", "London", judged(ILACSInspection, "2018-06-30", overallBad)),
		at("Kestrel", "London", judged(ILACSInspection, "2021-07-01", overallRI)),
		at("Kestrel", "London", judged(ILACSInspection, "2024-07", overallGood)),
		at("Avon", "South West", judged(ILACSInspection, "2021-06-30", overallGood)),
		at("Upland", "", judged(ILACSInspection, "", overallGood)),
	}
	for _, test := range []struct {
		name    string
		filters StatsFilters
		want    string // inspections, authorities, from, to, left out
		latest  string
		change  string
	}{
		{"none", StatsFilters{}, "5 3 2018-06-30 2024-07 0", "all 3:3 good=3", "2: +2"},
		{"since a day", StatsFilters{Between: Between{Since: "2021-07-01"}}, "2 1 2021-07-01 2024-07 1", "all 2:2 good=2", "2: +2"},
		{"since a day of the month that is all that is known", StatsFilters{Between: Between{Since: "2024-07-20"}}, "1 1 2024-07 2024-07 1", "all 2:2 good=2", "1: +1"},
		{"a time in which a grade stands that is older", StatsFilters{Between: Between{Since: "2019", Until: "2020"}}, "0 0   1", "all 1:1 inadequate=1", "0: +0"},
		{"until a year", StatsFilters{Between: Between{Until: "2021"}}, "3 2 2018-06-30 2021-07-01 1", "all 2:2 good=1 requires_improvement=1", "1: +1"},
		{"until a month", StatsFilters{Between: Between{Until: "2021-06"}}, "2 2 2018-06-30 2021-06-30 1", "all 2:2 good=1 inadequate=1", "0: +0"},
		{"a region", StatsFilters{Regions: []string{"South West"}}, "1 1 2021-06-30 2021-06-30 0", "all 1:1 good=1", "0: +0"},
		{"unknown region", StatsFilters{Regions: []string{"South West", UnknownRegion}}, "2 2 2021-06-30 2021-06-30 0", "all 2:2 good=2", "0: +0"},
		{"nothing", StatsFilters{Between: Between{Until: "2010"}, Regions: []string{"London"}}, "0 0   0", "", "0: +0"},
	} {
		s := stats(t, test.filters, list...)
		got := fmt.Sprintf("%d %d %s %s %d", s.Inspections, s.Authorities, s.From, s.To, s.UndatedLeftOut)
		latest, change := showGrades(s, ByAll, LatestInspections, OverallEffectiveness), showMoves(s.Changes.Area(OverallEffectiveness))
		if got != test.want || latest != test.latest || !strings.HasPrefix(change, test.change) {
			t.Errorf("%s: got %q, %q, %q", test.name, got, latest, change)
		}
	}
}

// Regions are told once each, by name, and the caller's list stays as it is.
func TestStatsRegionsAreSorted(t *testing.T) {
	asked := []string{"South West", "London", "South West"}
	s := stats(t, StatsFilters{Regions: asked}, at("Avon", "South West", judged(ILACSInspection, "2021-06-30", overallGood)))
	if diff := cmp.Diff([]string{"London", "South West"}, s.Filters.Regions); diff != "" || s.Inspections != 1 {
		t.Errorf("%d inspections, regions (-want +got):\n%s", s.Inspections, diff)
	}
	if diff := cmp.Diff([]string{"South West", "London", "South West"}, asked); diff != "" {
		t.Errorf("the list that was given changed:\n%s", diff)
	}
}

// Where an authority has no latest inspection, it is counted why.
func TestStatsLatest(t *testing.T) {
	list := []*Inspection{
		at("Kestrel", "London", judged(ILACSInspection, "2018-06-30", overallBad)),
		at("Kestrel", "London", judged(ILACSInspection, "2024-07-01", overallGood)),
		at("Avon", "South West", judged(FocusedVisit, "2018-02-01")),
		at("Avon", "South West", judged(ILACSInspection, "2021-06-30", overallGood)),
		at("Avon", "South West", judged(AreaSENDInspection, "2023-06-30", "area_send_outcome=inconsistent")),
		at("Upland", "", judged(ILACSInspection, "", overallGood)),
		at("Wren", "London", judged(JTAI, "2022-07-01")),
	}
	for _, test := range []struct {
		name    string
		filters StatsFilters
		want    []LatestCount
	}{
		{"no dates", StatsFilters{}, []LatestCount{{ChildrensServices, 4, 3, 0, 0, 1}, {AreaSENDServices, 4, 1, 0, 0, 3}}},
		{"since", StatsFilters{Between: Between{Since: "2024"}}, []LatestCount{{ChildrensServices, 4, 2, 0, 1, 1}, {AreaSENDServices, 4, 1, 0, 0, 3}}},
		{"until", StatsFilters{Between: Between{Until: "2020"}}, []LatestCount{{ChildrensServices, 4, 1, 1, 1, 1}, {AreaSENDServices, 4, 0, 1, 0, 3}}},
		{"of a region", StatsFilters{Regions: []string{"London"}}, []LatestCount{{ChildrensServices, 2, 1, 0, 0, 1}, {AreaSENDServices, 2, 0, 0, 0, 2}}},
	} {
		s := stats(t, test.filters, list...)
		if diff := cmp.Diff(test.want, s.Latest); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		for _, of := range test.want {
			if s.LatestOf(of.Services) != of {
				t.Errorf("%s: %+v", test.name, s.LatestOf(of.Services))
			}
		}
	}
}

// The latest grades are the same whenever the time that was asked for begins.
func TestStatsLatestStandsWhereTimeBegins(t *testing.T) {
	latest := func(ts []*Timeline, b Between) []GradeGroup {
		s := StatsOf(ts, StatsFilters{Between: b})
		return slices.DeleteFunc(s.Grades, func(g GradeGroup) bool { return g.Basis != LatestInspections })
	}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 1))
		var all Timelines
		for range 30 {
			all.Add(atRandom(r))
		}
		ts := all.All(t.Context())
		until := Date(fmt.Sprint(2012 + r.IntN(15)))
		if diff := cmp.Diff(latest(ts, Between{Until: until}), latest(ts, Between{Since: until, Until: until})); diff != "" {
			t.Fatalf("seed %d: the latest of %s (-until +of):\n%s", seed, until, diff)
		}
	}
}

// TestStatsAddUp makes sure, for inspections at random, that every judgement
// is counted once in each grouping, and that the numbers of a table are those
// of its parts.
func TestStatsAddUp(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		var all Timelines
		for range r.IntN(40) {
			all.Add(atRandom(r))
		}
		ts := all.All(t.Context())
		want := map[Area]int{}
		inspections := 0
		for _, tl := range ts {
			for _, e := range tl.Inspections {
				inspections++
				for _, j := range e.Judgements {
					want[j.Area]++
				}
			}
		}
		s := StatsOf(ts, StatsFilters{})
		checkGrades(t, s, want, inspections)
		checkPairs(t, s, ts)
		checkThemes(t, s, ts)
		for _, n := range s.Latest {
			if n.Authorities != len(ts) || n.Counted+n.Later+n.Undated+n.None != n.Authorities || s.LatestOf(n.Services) != n {
				t.Errorf("%+v of %d", n, len(ts))
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// atRandom returns an inspection of one of a few authorities, in which each
// area has one grade at most.
func atRandom(r *rand.Rand) *Inspection {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	kind := Kind(pick("ilacs_inspection", "sif_inspection", "lac_inspection", "children_letter", "monitoring_visit", "lscb_review", "area_send_inspection"))
	day := pick("", "2019-05", fmt.Sprintf("%d-%02d-%02d", 2012+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28)))
	in := judged(kind, Date(day))
	for _, a := range Areas() {
		grades := append(slices.Clone(ScaleOf(kind).Grades()), NotJudged)
		if kind.Graded() && kind.Judges(Date(day), a) && r.IntN(4) > 0 {
			in.Judgements = append(in.Judgements, Judgement{Area: a, Grade: grades[r.IntN(len(grades))], Scale: ScaleOf(kind)})
		}
	}
	for range r.IntN(3) {
		asks(in, pick("improvement workforce", "priority_action", "improvement health workforce"))
	}
	return at(pick("Kestrel", "Upland", "Avon"), pick("", "London"), in)
}

func checkGrades(t *testing.T, s *Stats, want map[Area]int, inspections int) {
	t.Helper()
	for _, by := range groupings {
		graded, counted := map[Area]int{}, 0
		for _, g := range s.Grades {
			if g.By != by || g.Basis != AllInspections {
				continue
			}
			counted += g.Inspections
			for _, a := range g.Areas {
				sum := 0
				for _, n := range a.Grades {
					sum += n.Count
				}
				if sum != a.Graded || a.Graded+a.NoGrade != a.Inspections || a.Inspections > g.Inspections || a.NoGrade < 0 {
					t.Errorf("%s %s: %+v", by, g.Group, a)
				}
				graded[a.Area] += sum
			}
		}
		for _, a := range Areas() {
			if graded[a] != want[a] {
				t.Errorf("%s: %d grades of %s, want %d", by, graded[a], a, want[a])
			}
		}
		if counted != inspections || s.Inspections != inspections {
			t.Errorf("%s: %d inspections, %d in all, want %d", by, counted, s.Inspections, inspections)
		}
	}
}

// checkPairs counts pairs by their overall grades, and the other areas' by
// their sums.
func checkPairs(t *testing.T, s *Stats, ts []*Timeline) {
	t.Helper()
	pairs, overall := 0, 0
	for _, tl := range ts {
		var last *Event
		for i := range tl.Inspections {
			e := &tl.Inspections[i]
			if !slices.Contains([]Kind{ILACSInspection, SIFInspection, LACInspection, ChildrenLetter}, e.Kind) || e.Kind == ChildrenLetter && !e.Graded || e.End == "" {
				continue
			}
			if last != nil {
				pairs++
				if last.has(OverallEffectiveness) || e.has(OverallEffectiveness) {
					overall++
				}
			}
			last = e
		}
	}
	if s.Changes.Pairs != pairs || s.Changes.Area(OverallEffectiveness).Pairs != overall {
		t.Errorf("%d pairs, %d with overall grades, want %d and %d", s.Changes.Pairs, s.Changes.Area(OverallEffectiveness).Pairs, pairs, overall)
	}
	for _, c := range s.Changes.Areas {
		sum := 0
		for _, m := range c.Moves {
			sum += m.Count
		}
		if c.Pairs != sum || c.Compared()+c.NotComparable+c.NewlyJudged+c.NoLongerJudged != sum || c.Area != AreaSENDOutcome && c.Pairs > pairs {
			t.Errorf("%+v", c)
		}
	}
}

func checkThemes(t *testing.T, s *Stats, ts []*Timeline) {
	t.Helper()
	want, got := 0, 0
	for _, tl := range ts {
		for _, e := range tl.Inspections {
			want += e.Themes[Workforce]
		}
	}
	for _, y := range s.Themes {
		for _, n := range y.Themes {
			if n.Inspections > y.Asking || n.Inspections > n.Items || n.Items > y.Items || y.Asking > y.Inspections {
				t.Errorf("%+v", y)
			}
			if n.Theme == Workforce {
				got += n.Items
			}
		}
	}
	if got != want {
		t.Errorf("%d items on workforce, want %d", got, want)
	}
}

func TestBetween(t *testing.T) {
	for _, test := range []struct {
		since, until, day Date
		want              bool
	}{
		{"", "", "", true},
		{"", "", "2019-05-31", true},
		{"2019", "", "", false},
		{"", "2019", "", false},
		{"2019", "", "2018-12-31", false},
		{"2019", "2019", "2019-01-01", true},
		{"2019", "2019", "2019-12-31", true},
		{"2019", "2019", "2020-01-01", false},
		{"2019-05", "2019-05", "2019-05-31", true},
		{"2019-05", "2019-05", "2019-06", false},
		{"2019-05-15", "2019-05-15", "2019-05-15", true},
		{"2019-05-15", "2019-05-15", "2019-05-16", false},
		{"2019-05-15", "2019-05-15", "2019-05", true}, // it can be
	} {
		if got := (Between{test.since, test.until}).Has(test.day); got != test.want {
			t.Errorf("%q to %q has %q: %v", test.since, test.until, test.day, got)
		}
	}
}
