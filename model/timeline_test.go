package model

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// judged returns an inspection that gave grades: "help_and_protection=good".
func judged(kind Kind, day Date, grades ...string) *Inspection {
	in := &Inspection{Kind: kind, Framework: kind.Framework(), Authority: Authority{Name: "Kestrel"},
		Source: Source{Path: string(kind) + " " + string(day)}}
	if day != "" {
		in.Visit.Periods = []Period{{Start: day, End: day}}
	}
	for _, g := range grades {
		area, grade, _ := strings.Cut(g, "=")
		in.Judgements = append(in.Judgements, Judgement{Area: Area(area), Grade: Grade(grade), Scale: ScaleOf(kind)})
	}
	in.Fill()
	return in
}

// timeline returns the one timeline of inspections.
func timeline(t *testing.T, list ...*Inspection) *Timeline {
	t.Helper()
	var all Timelines
	for _, in := range list {
		if problem := all.Add(in); problem != "" {
			t.Fatal(problem)
		}
	}
	if n := len(all.All(t.Context())); n != 1 {
		t.Fatalf("%d timelines", n)
	}
	return all.All(t.Context())[0]
}

// show writes a line in short: its area, then each cell's area, grade,
// relation, change and steps, with * for combined and ' for repeated grades.
func show(line Line) string {
	out := string(line.Area) + ":"
	for _, c := range line.Cells {
		sign, steps := "", ""
		if c.Combined {
			sign = "*"
		}
		if c.Repeat {
			sign += "'"
		}
		if c.Steps != nil {
			steps = fmt.Sprintf(" %+d", *c.Steps)
		}
		out += fmt.Sprintf(" | %d %s=%s%s %s %s%s", c.At, c.Area, c.Grade, sign, c.Relation, c.Change, steps)
	}
	return out
}

func TestTimelineLines(t *testing.T) {
	sif := judged(SIFInspection, "2014-07-23", "overall_effectiveness=good", "help_and_protection=good", "looked_after_and_permanence=good",
		"adoption_performance=good", "care_leavers=outstanding", "leadership_management_governance=requires_improvement", "lscb=good")
	old := judged(ILACSInspection, "2018-12-07", "overall_effectiveness=inadequate", "help_and_protection=good", "care_and_care_leavers=requires_improvement", "impact_of_leaders=good")
	apart := judged(ILACSInspection, "2023-06-16", "overall_effectiveness=good", "help_and_protection=good", "children_in_care=good", "care_leavers=inadequate", "impact_of_leaders=good")
	without := judged(ILACSInspection, "2026-06-19", "help_and_protection=good", "children_in_care=good", "care_leavers=good", "impact_of_leaders=good")
	only := func(want ...string) []string { return want }
	for _, test := range []struct {
		name  string
		list  []*Inspection
		areas []string // the lines to look at
		want  []string
	}{
		{"every framework", []*Inspection{without, sif, apart, old}, nil, only(
			"overall_effectiveness: | 0 overall_effectiveness=good first newly_judged | 1 overall_effectiveness=inadequate same declined -2 | 2 overall_effectiveness=good same improved +2 | 3 overall_effectiveness= discontinued no_longer_judged",
			"impact_of_leaders: | 0 leadership_management_governance=requires_improvement first newly_judged | 1 impact_of_leaders=good renamed improved +1 | 2 impact_of_leaders=good same unchanged +0 | 3 impact_of_leaders=good same unchanged +0",
			"help_and_protection: | 0 help_and_protection=good first newly_judged | 1 help_and_protection=good same unchanged +0 | 2 help_and_protection=good same unchanged +0 | 3 help_and_protection=good same unchanged +0",
			"children_in_care: | 0 looked_after_and_permanence=good first newly_judged | 1 care_and_care_leavers=requires_improvement* merged declined -1 | 2 children_in_care=good split improved +1 | 3 children_in_care=good same unchanged +0",
			"care_leavers: | 0 care_leavers=outstanding first newly_judged | 1 care_and_care_leavers=requires_improvement*' merged not_comparable | 2 care_leavers=inadequate split declined -1 | 3 care_leavers=good same improved +2",
			"adoption_performance: | 0 adoption_performance=good first newly_judged | 1 adoption_performance= discontinued no_longer_judged",
			"lscb: | 0 lscb=good first newly_judged | 1 lscb= discontinued no_longer_judged",
		)},
		{"straight from SIF to care leavers apart", []*Inspection{sif, apart}, only("children_in_care", "care_leavers"), only(
			"children_in_care: | 0 looked_after_and_permanence=good first newly_judged | 1 children_in_care=good renamed unchanged +0",
			"care_leavers: | 0 care_leavers=outstanding first newly_judged | 1 care_leavers=inadequate same declined -3",
		)},
		{"a combined grade that was never apart", []*Inspection{old}, only("care_and_care_leavers", "children_in_care", "care_leavers"), only(
			"care_and_care_leavers: | 0 care_and_care_leavers=requires_improvement first newly_judged",
		)},
		{"a combined grade and then two", []*Inspection{old, apart}, only("children_in_care", "care_leavers"), only(
			"children_in_care: | 0 care_and_care_leavers=requires_improvement* first newly_judged | 1 children_in_care=good split improved +1",
			"care_leavers: | 0 care_and_care_leavers=requires_improvement*' first newly_judged | 1 care_leavers=inadequate split declined -1",
		)},
		{"names of SIF where there is no later one", []*Inspection{sif}, only("looked_after_and_permanence", "leadership_management_governance"), only(
			"leadership_management_governance: | 0 leadership_management_governance=requires_improvement first newly_judged",
			"looked_after_and_permanence: | 0 looked_after_and_permanence=good first newly_judged",
		)},
		{"an older scale", []*Inspection{judged(LACInspection, "2012-05-25", "overall_effectiveness=inadequate", "outcomes=adequate"), sif}, only("overall_effectiveness", "outcomes", "help_and_protection"), only(
			"overall_effectiveness: | 0 overall_effectiveness=inadequate first newly_judged | 1 overall_effectiveness=good same not_comparable",
			"help_and_protection: | 1 help_and_protection=good first newly_judged",
			"outcomes: | 0 outcomes=adequate first newly_judged | 1 outcomes= discontinued no_longer_judged",
		)},
		{"area SEND apart", []*Inspection{old, judged(AreaSENDInspection, "2023-09-22", "area_send_outcome=inconsistent"), apart, judged(AreaSENDInspection, "2026-09-22", "area_send_outcome=typically_positive")}, only("area_send_outcome", "overall_effectiveness"), only(
			"overall_effectiveness: | 0 overall_effectiveness=inadequate first newly_judged | 1 overall_effectiveness=good same improved +2",
			"area_send_outcome: | 2 area_send_outcome=inconsistent first newly_judged | 3 area_send_outcome=typically_positive same improved +1",
		)},
		{"a review of the LSCB ends nothing", []*Inspection{judged(SIFInspection, "2014-01-01", "help_and_protection=good"), judged(LSCBReview, "2015-01-01", "lscb=good"), judged(SIFInspection, "2016-01-01", "help_and_protection=not_judged"), judged(LSCBReview, "2017-01-01", "lscb=inadequate")}, nil, only(
			"help_and_protection: | 0 help_and_protection=good first newly_judged | 2 help_and_protection=not_judged same not_comparable",
			"lscb: | 1 lscb=good first newly_judged | 3 lscb=inadequate same declined -2",
		)},
		{"an inspection without a date", []*Inspection{judged(SIFInspection, "", "help_and_protection=good"), judged(ILACSInspection, "2018-01-01", "help_and_protection=inadequate")}, nil, only(
			"help_and_protection: | 0 help_and_protection=inadequate first newly_judged | 1 help_and_protection=good same not_comparable",
		)},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, line := range timeline(t, test.list...).Lines {
				if test.areas == nil || slices.Contains(test.areas, string(line.Area)) {
					got = append(got, show(line))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever an inspection judges has a place in a line.
func TestEveryAreaHasALine(t *testing.T) {
	for _, a := range Areas() {
		lines := timeline(t, judged(SIFInspection, "2014-07-23", string(a)+"=good")).Lines
		if len(lines) != 1 || lines[0].Area != a || lines[0].Cells[0].Combined {
			t.Errorf("%s: %+v", a, lines)
		}
	}
}

func TestTimelineOrder(t *testing.T) {
	tl := timeline(t,
		judged(FocusedVisit, ""), judged(MonitoringVisit, "2018-12"), judged(FocusedVisit, "2019-01-02"), judged(FocusedVisit, "2018-12-31"), judged(JTAI, "2018-11"))
	var got []string
	for _, e := range tl.Inspections {
		got = append(got, string(e.End))
	}
	if diff := cmp.Diff([]string{"2018-11", "2018-12-31", "2018-12", "2019-01-02", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(tl.Lines) != 0 || tl.Inspections[0].Graded {
		t.Error("visits have grades")
	}
}

func TestTimelineLeavesOutDuplicates(t *testing.T) {
	file := func(in *Inspection, path, sum string) *Inspection {
		in.Source.Path, in.Source.SHA256 = path, Null(sum)
		return in
	}
	const good, bad = "help_and_protection=good", "help_and_protection=inadequate"
	ilacs := func(path string, grades ...string) *Inspection {
		return file(judged(ILACSInspection, "2018-12-07", grades...), path, "")
	}
	letter := func(day Date, grade string) *Inspection {
		return file(judged(ChildrenLetter, day, grade), "letter", "")
	}
	began := func(in *Inspection, day Date) *Inspection {
		in.Visit.Periods[0].Start = day
		return in
	}
	numbered := func(in *Inspection, n int) *Inspection {
		in.Visit.VisitNumber = &n
		return in
	}
	for _, test := range []struct {
		name string
		list []*Inspection
		kept []string
		left []string
	}{
		{"the same", []*Inspection{ilacs("a", good), ilacs("b", good)}, []string{"a"}, []string{"duplicate b: left out: the same inspection as a"}},
		{"three times", []*Inspection{ilacs("a", good), ilacs("b", good), ilacs("c", good)}, []string{"a"},
			[]string{"duplicate b: left out: the same inspection as a", "duplicate c: left out: the same inspection as a"}},
		{"contradicting", []*Inspection{ilacs("a", good), ilacs("b", bad)}, []string{"a"},
			[]string{`duplicate b: left out: the same inspection as a, but the grades differ, so look at both: The experiences and progress of children who need help and protection is "Good" there and "Inadequate" here`}},
		{"without grades", []*Inspection{ilacs("a"), ilacs("b", good)}, []string{"b"}, []string{"duplicate a: left out: the same inspection as b"}},
		{"its letter, of the month", []*Inspection{letter("2018-12", good), ilacs("a", good)}, []string{"a"}, []string{"children_letter letter: left out: the children’s letter of the inspection in a"}},
		{"its letter, weeks later", []*Inspection{ilacs("a", good), letter("2019-01-21", good)}, []string{"a"}, []string{"children_letter letter: left out: the children’s letter of the inspection in a"}},
		{"a letter of another", []*Inspection{ilacs("a", good), letter("2022-01-21", good)}, []string{"a", "letter"}, nil},
		{"a letter before", []*Inspection{ilacs("a", good), letter("2018-10", good)}, []string{"letter", "a"}, nil},
		{"another kind", []*Inspection{ilacs("a", good), file(judged(AreaSENDInspection, "2018-12-07", "area_send_outcome=inconsistent"), "b", "")}, []string{"b", "a"}, nil},
		{"its letter, of the month in which it began", []*Inspection{letter("2018-11", good), began(ilacs("a", good), "2018-11-26")}, []string{"a"}, []string{"children_letter letter: left out: the children’s letter of the inspection in a"}},
		{"its letter, of a day of its month", []*Inspection{letter("2018-12-03", good), file(judged(ILACSInspection, "2018-12", good), "a", "")}, []string{"a"}, []string{"children_letter letter: left out: the children’s letter of the inspection in a"}},
		{"a letter of the month before it began", []*Inspection{letter("2018-10", good), began(ilacs("a", good), "2018-11-26")}, []string{"letter", "a"}, nil},
		{"a month without a day", []*Inspection{file(judged(ILACSInspection, "2018-12", bad), "month", ""), ilacs("a", good)}, []string{"a"},
			[]string{`duplicate month: left out: the same inspection as a, but the grades differ, so look at both: The experiences and progress of children who need help and protection is "Good" there and "Inadequate" here`}},
		{"a month with grades, a day without", []*Inspection{file(judged(ILACSInspection, "2018-12", good), "month", ""), ilacs("a"), file(judged(JTAI, "2018-12-20"), "jtai", "")},
			[]string{"jtai", "month"}, []string{"duplicate a: left out: the same inspection as month"}},
		{"another month", []*Inspection{file(judged(ILACSInspection, "2018-11", good), "month", ""), ilacs("a", good)}, []string{"month", "a"}, nil},
		{"days of one month", []*Inspection{file(judged(FocusedVisit, "2018-12-03"), "a", ""), file(judged(FocusedVisit, "2018-12-04"), "b", "")}, []string{"a", "b"}, nil},
		{"visits of one month by number", []*Inspection{numbered(file(judged(MonitoringVisit, "2018-12-03"), "a", ""), 1), numbered(file(judged(MonitoringVisit, "2018-12"), "b", ""), 2)}, []string{"a", "b"}, nil},
		{"no date", []*Inspection{file(judged(FocusedVisit, ""), "a", "1"), file(judged(FocusedVisit, ""), "b", "2"), file(judged(FocusedVisit, ""), "c", "1")},
			[]string{"a", "b"}, []string{"duplicate c: left out: the same inspection as a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			tl := timeline(t, test.list...)
			var kept, left []string
			for _, e := range tl.Inspections {
				kept = append(kept, e.Path)
			}
			for _, l := range tl.LeftOut {
				left = append(left, l.Code+" "+l.Message)
			}
			if diff := cmp.Diff(test.kept, kept); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.left, left); diff != "" {
				t.Errorf("left out (-want +got):\n%s", diff)
			}
		})
	}
}

// Once the context is done, what is left to do is not done.
func TestTimelineStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var all Timelines
	all.Add(judged(JTAI, "2020-01-01"))
	if ts := all.All(ctx); len(ts) > 0 {
		t.Errorf("%d timelines", len(ts))
	}
	tl := newTimeline(ctx, Authority{}, []Event{{Kind: JTAI, End: "2020-01-01"}})
	if len(tl.Inspections)+len(tl.Lines) > 0 {
		t.Errorf("%+v", tl)
	}
}

func TestTimelinesTakeOnlyWhatTheyKnow(t *testing.T) {
	var all Timelines
	for want, in := range map[string]*Inspection{
		"not a kind of document that is known": {Kind: UnknownKind, Authority: Authority{Name: "Kestrel"}},
		"names no local authority":             {Kind: ILACSInspection},
	} {
		if got := all.Add(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	all.Add(&Inspection{Kind: JTAI, Authority: Authority{Name: "Upland", Printed: "Upland Council"}, Published: "2020-01-01"})
	all.Add(&Inspection{Kind: JTAI, Authority: Authority{Name: "St Wren"}})
	all.Add(&Inspection{Kind: JTAI, Authority: Authority{Name: "St. Wren’s"}})
	all.Add(&Inspection{Kind: FocusedVisit, Authority: Authority{Name: "Upland", Printed: "Upland City Council"}, Published: "2021-01-01"})
	var got []string
	for _, tl := range all.All(t.Context()) {
		got = append(got, fmt.Sprint(tl.Authority.Name, " ", tl.Authority.Printed, " ", len(tl.Inspections)))
	}
	if diff := cmp.Diff([]string{"St Wren  1", "St. Wren’s  1", "Upland Upland City Council 2"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEditions(t *testing.T) {
	for day, want := range map[Date]Null{"2018-01-15": "2018", "2022-12-31": "2018", "2023-01": "2023", "2026-03-31": "2023", "2026-04-01": "2026", "": ""} {
		if got := editionOf(day); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}
