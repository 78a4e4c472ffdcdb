package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// brief writes a summary in short: its document, overall effectiveness, the
// document before with its grade, the change, and the codes of the notes.
func brief(s Summary) string {
	path, grade := "none", string(s.Overall())
	if s.Inspection != nil {
		path = s.Inspection.Path
	}
	out := fmt.Sprintf("%s =%s", path, grade)
	if s.Previous != nil {
		out += fmt.Sprintf(" | %s =%s", s.Previous.Path, s.Previous.Grade)
	}
	if s.Change != "" {
		out += " " + string(s.Change)
	}
	if s.Steps != nil {
		out += fmt.Sprintf(" %+d", *s.Steps)
	}
	for _, n := range s.Notes {
		out += " " + n.Code
	}
	return out
}

const overall = "overall_effectiveness="

func TestSummarise(t *testing.T) {
	sif := judged(SIFInspection, "2014-07-23", overall+"good", "lscb=good")
	ilacs := judged(ILACSInspection, "2018-12-07", overall+"inadequate", "care_and_care_leavers=good")
	apart := judged(ILACSInspection, "2023-06-16", overall+"requires_improvement", "children_in_care=good")
	without := judged(ILACSInspection, "2026-06-19", "help_and_protection=good")
	for _, test := range []struct {
		name string
		list []*Inspection
		want string
	}{
		{"the latest of several", []*Inspection{apart, sif, ilacs}, "ilacs_inspection 2023-06-16 =requires_improvement | ilacs_inspection 2018-12-07 =inadequate improved +1"},
		{"the only one", []*Inspection{sif}, "sif_inspection 2014-07-23 =good"},
		{"across frameworks", []*Inspection{sif, ilacs}, "ilacs_inspection 2018-12-07 =inadequate | sif_inspection 2014-07-23 =good declined -2"},
		{"no change", []*Inspection{ilacs, judged(ILACSInspection, "2020-01-10", overall+"inadequate")}, "ilacs_inspection 2020-01-10 =inadequate | ilacs_inspection 2018-12-07 =inadequate unchanged +0"},
		{"no overall effectiveness from April 2026", []*Inspection{apart, without}, "ilacs_inspection 2026-06-19 = | ilacs_inspection 2023-06-16 =requires_improvement no_longer_judged"},
		{"nor in the one after", []*Inspection{without, judged(ILACSInspection, "2028-06-19", "help_and_protection=good")}, "ilacs_inspection 2028-06-19 = | ilacs_inspection 2026-06-19 ="},
		{"another scale", []*Inspection{judged(LACInspection, "2012-05-25", overall+"good"), sif}, "sif_inspection 2014-07-23 =good | lac_inspection 2012-05-25 =good not_comparable"},
		{"on one older scale", []*Inspection{judged(LACInspection, "2009-05-25", overall+"adequate"), judged(LACInspection, "2012-05-25", overall+"good")}, "lac_inspection 2012-05-25 =good | lac_inspection 2009-05-25 =adequate improved +1"},
		{"not judged", []*Inspection{judged(SIFInspection, "2014-07-23", overall+"not_judged"), ilacs}, "ilacs_inspection 2018-12-07 =inadequate | sif_inspection 2014-07-23 =not_judged not_comparable"},
		{"grades that were not found hide no older ones", []*Inspection{sif, judged(ILACSInspection, "2018-12-07")}, "ilacs_inspection 2018-12-07 = | sif_inspection 2014-07-23 =good not_comparable no_grades"},
		{"grades that were not found before", []*Inspection{judged(SIFInspection, "2014-07-23"), ilacs}, "ilacs_inspection 2018-12-07 =inadequate | sif_inspection 2014-07-23 = not_comparable"},
		{"one grade that was not found", []*Inspection{sif, judged(ILACSInspection, "2018-12-07", "help_and_protection=good")}, "ilacs_inspection 2018-12-07 = | sif_inspection 2014-07-23 =good not_comparable"},
		{"visits, reviews and other services are no full inspections", []*Inspection{sif, judged(FocusedVisit, "2020-01-01"), judged(MonitoringVisit, "2020-01-02"), judged(JTAI, "2020-01-03"),
			judged(LSCBReview, "2020-01-04", "lscb=inadequate"), judged(AreaSENDInspection, "2024-01-01", "area_send_outcome=inconsistent")}, "sif_inspection 2014-07-23 =good"},
		{"none but those", []*Inspection{judged(FocusedVisit, "2020-01-01"), judged(AreaSENDInspection, "2024-01-01", "area_send_outcome=inconsistent")}, "none = no_full_inspection"},
		{"one without a date is not later", []*Inspection{judged(ILACSInspection, "", overall+"outstanding"), sif}, "sif_inspection 2014-07-23 =good undated"},
		{"one without a date, where there is no other", []*Inspection{judged(ILACSInspection, "", overall+"outstanding"), judged(FocusedVisit, "2020-01-01")}, "ilacs_inspection  =outstanding undated"},
		{"two without a date", []*Inspection{judged(ILACSInspection, "", overall+"outstanding"), judged(SIFInspection, "", overall+"good")}, "ilacs_inspection  =outstanding undated undated"},
		{"a letter to children whose inspection is here", []*Inspection{ilacs, judged(ChildrenLetter, "2019-01-21", overall+"good")}, "ilacs_inspection 2018-12-07 =inadequate"},
		{"a letter to children that stands for an inspection", []*Inspection{sif, judged(ChildrenLetter, "2022-04", overall+"outstanding")}, "children_letter 2022-04 =outstanding | sif_inspection 2014-07-23 =good improved +1 letter_only"},
		{"a letter to children without grades", []*Inspection{sif, judged(ChildrenLetter, "2022-04")}, "sif_inspection 2014-07-23 =good"},
		{"a month and a day of it", []*Inspection{judged(SIFInspection, "2018-01", overall+"good"), judged(ILACSInspection, "2018-01-20", overall+"inadequate")}, "sif_inspection 2018-01 =good | ilacs_inspection 2018-01-20 =inadequate not_comparable same_month"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := Summarise(timeline(t, test.list...))
			if got := brief(s); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if s.Documents != len(test.list) && test.name != "a letter to children whose inspection is here" {
				t.Errorf("%d documents, want %d", s.Documents, len(test.list))
			}
		})
	}
}

func TestSummaryHoldsTheInspection(t *testing.T) {
	in := judged(SIFInspection, "2014-07-23", overall+"good", "lscb=inadequate")
	in.Visit.Periods = []Period{{"2014-07-01", "2014-07-23"}}
	in.Visit.Reinspection, in.Published, in.LeadInspectors = true, "2014-09-08", []string{"Siân Abernathy"}
	in.Judgements[1].Title, in.Judgements[1].Page = "The LSCB", 30
	in.Findings = []Finding{{Kind: Improvement}, {Kind: Improvement, About: AboutLSCB}, {Kind: PriorityAction}, {Kind: Body}}
	in.Authority = Authority{Name: "Kestrel", LACode: "999", Region: "London"}
	in.Fill()
	s := Summarise(timeline(t, in))
	two, one := 2, 1
	want := Summary{Schema: SummarySchema, Authority: in.Authority, Documents: 1,
		Inspection: &Summarised{ID: "kestrel-2014-07-23-sif_inspection", Kind: SIFInspection, Framework: SIF, Start: "2014-07-01", End: "2014-07-23",
			Published: "2014-09-08", Reinspection: true, LeadInspectors: []string{"Siân Abernathy"}, Path: "sif_inspection 2014-07-23"},
		Judgements:   []SummaryGrade{{OverallEffectiveness, "", Good, FourPoint, 0}, {LSCB, "The LSCB", Inadequate, FourPoint, 30}},
		Improvements: &two, PriorityActions: &one, Notes: []Warning{}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSummariseAll(t *testing.T) {
	tl := timeline(t, judged(ILACSInspection, "2018-12-07", overall+"inadequate"), judged(MonitoringVisit, "2019-05-01"), judged(SIFInspection, "2014-07-23", overall+"good"),
		judged(AreaSENDInspection, "2021-05-01", "area_send_outcome=inconsistent"), judged(ILACSInspection, "2022-12-07", overall+"good"), judged(ILACSInspection, "", overall+"good"))
	var got []string
	for _, s := range SummariseAll(tl) {
		got = append(got, brief(s))
	}
	want := []string{
		"sif_inspection 2014-07-23 =good",
		"ilacs_inspection 2018-12-07 =inadequate | sif_inspection 2014-07-23 =good declined -2",
		"monitoring_visit 2019-05-01 =",
		"area_send_inspection 2021-05-01 =",
		"ilacs_inspection 2022-12-07 =good | ilacs_inspection 2018-12-07 =inadequate improved +2",
		"ilacs_inspection  =good undated",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNoSummary(t *testing.T) {
	if got := brief(NoSummary(Authority{Name: "Kestrel"})); got != "none = no_inspection" {
		t.Error(got)
	}
}

// TestStanding follows older areas to those of today.
func TestStanding(t *testing.T) {
	for _, test := range []struct {
		grades []string
		want   string // of overall effectiveness, leaders, help, care and care leavers
	}{
		{[]string{overall + "good", "leadership_management_governance=inadequate", "looked_after_and_permanence=good", "care_leavers=outstanding", "adoption_performance=good"}, "good inadequate - good outstanding"},
		{[]string{"help_and_protection=good", "care_and_care_leavers=requires_improvement"}, "- - good requires_improvement* requires_improvement*"},
		{[]string{"impact_of_leaders=good", "children_in_care=inadequate", "care_leavers=good"}, "- good - inadequate good"},
		{[]string{"lscb=good", "leadership_and_management=good"}, "- - - - -"},
	} {
		s := Summarise(timeline(t, judged(SIFInspection, "2014-07-23", test.grades...)))
		var got []string
		for _, a := range []Area{OverallEffectiveness, ImpactOfLeaders, HelpAndProtection, ChildrenInCare, CareLeavers} {
			text := "-"
			if g, combined, ok := s.Standing(a); ok {
				text = string(g.Grade)
				if combined {
					text += "*"
				}
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %s, want %s", test.grades, got, test.want)
		}
	}
}

func TestSummaryOrders(t *testing.T) {
	count := func(n int) *int { return &n }
	row := func(name, region, end, grade string, steps, improvements *int) Summary {
		s := Summary{Authority: Authority{Name: Null(name), Region: Null(region)}, Steps: steps, Improvements: improvements}
		if end != "-" {
			s.Inspection = &Summarised{End: Date(end)}
		}
		if grade != "" {
			s.Judgements = []SummaryGrade{{Area: OverallEffectiveness, Grade: Grade(grade)}}
		}
		return s
	}
	list := []Summary{
		row("Upland", "London", "2020-01-01", "good", count(1), count(4)),
		row("St. Kestrel", "South West", "2019-12", "inadequate", count(-2), count(4)),
		row("Wren", "London", "2019-12-31", "not_judged", nil, count(0)),
		row("Marlow", "", "-", "", nil, nil),
		row("Avon", "East", "", "outstanding", count(0), count(9)),
		row("Upland", "London", "2018-01-01", "requires_improvement", nil, count(1)),
	}
	for _, test := range []struct{ order, want, reversed string }{
		{"authority", "Avon Marlow St.Kestrel Upland20 Upland18 Wren", "Wren Upland20 Upland18 St.Kestrel Marlow Avon"},
		{"region", "Avon Upland20 Upland18 Wren St.Kestrel Marlow", "St.Kestrel Upland20 Upland18 Wren Avon Marlow"},
		{"date", "Upland20 St.Kestrel Wren Upland18 Avon Marlow", "Upland18 Wren St.Kestrel Upland20 Avon Marlow"},
		{"grade", "St.Kestrel Upland18 Upland20 Avon Marlow Wren", "Avon Upland20 Upland18 St.Kestrel Marlow Wren"},
		{"change", "St.Kestrel Avon Upland20 Marlow Upland18 Wren", "Upland20 Avon St.Kestrel Marlow Upland18 Wren"},
		{"improvements", "Avon St.Kestrel Upland20 Upland18 Wren Marlow", "Wren Upland18 St.Kestrel Upland20 Avon Marlow"},
	} {
		i := slices.IndexFunc(SummaryOrders, func(o SummaryOrder) bool { return o.Name == test.order })
		for reverse, want := range map[bool]string{false: test.want, true: test.reversed} {
			sorted := slices.Clone(list)
			SummaryOrders[i].Sort(sorted, reverse)
			var got []string
			for _, s := range sorted {
				name := strings.ReplaceAll(string(s.Authority.Name), " ", "")
				if name == "Upland" {
					name += string(s.Inspection.End[2:4])
				}
				got = append(got, name)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s, reverse %v: %s, want %s", test.order, reverse, got, want)
			}
		}
	}
	if len(SummaryOrders) != 6 {
		t.Errorf("%d orders, not all of them tested", len(SummaryOrders))
	}
}
