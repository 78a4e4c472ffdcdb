package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// showChange writes a change in short: "area<older=grade+merged=grade:
// grade relation movement steps"; none stands for an area that was
// discontinued, ? for no grade.
func showChange(c Change) string {
	out := string(c.Area)
	for i, g := range c.From {
		out += []string{"<", "+"}[min(i, 1)]
		if g.Area != c.Area {
			out += string(g.Area) + "="
		}
		out += orUnknown(g.Grade)
	}
	to := "none"
	if c.To != nil {
		to = orUnknown(c.To.Grade)
	}
	out += fmt.Sprintf(": %s %s %s", to, c.Relation, c.Change)
	if c.Steps != nil {
		out += fmt.Sprintf(" %+d", *c.Steps)
	}
	return out
}

func orUnknown(g Grade) string {
	if g == NoGrade {
		return "?"
	}
	return string(g)
}

func TestCompareJudgements(t *testing.T) {
	t.Parallel()
	sif := judged(SIFInspection, "2014-07-23", "overall_effectiveness=requires_improvement", "help_and_protection=good", "looked_after_and_permanence=good",
		"adoption_performance=good", "care_leavers=outstanding", "leadership_management_governance=inadequate", "lscb=good")
	merged := judged(ILACSInspection, "2018-12-07", "overall_effectiveness=inadequate", "help_and_protection=good", "care_and_care_leavers=requires_improvement", "impact_of_leaders=good")
	apart := judged(ILACSInspection, "2023-06-16", "overall_effectiveness=good", "help_and_protection=outstanding", "children_in_care=good", "care_leavers=inadequate", "impact_of_leaders=good")
	without := judged(ILACSInspection, "2026-06-19", "help_and_protection=good", "children_in_care=good", "care_leavers=good", "impact_of_leaders=requires_improvement")
	lac := judged(LACInspection, "2012-05-25", "overall_effectiveness=inadequate", "outcomes=adequate", "capacity_to_improve=good")
	send := judged(AreaSENDInspection, "2023-09-22", "area_send_outcome=inconsistent")
	visit := judged(FocusedVisit, "2020-01-02")
	only := func(want ...string) []string { return want }
	for _, test := range []struct {
		name     string
		old, new *Inspection
		want     []string
	}{
		{"SIF to ILACS of 2018", sif, merged, only(
			"overall_effectiveness<requires_improvement: inadequate same declined -1",
			"impact_of_leaders<leadership_management_governance=inadequate: good renamed improved +2",
			"help_and_protection<good: good same unchanged +0",
			"care_and_care_leavers<looked_after_and_permanence=good+care_leavers=outstanding: requires_improvement merged declined -1",
			"adoption_performance<good: none discontinued no_longer_judged",
			"lscb<good: none discontinued no_longer_judged",
		)},
		{"SIF to ILACS of 2023", sif, apart, only(
			"overall_effectiveness<requires_improvement: good same improved +1",
			"impact_of_leaders<leadership_management_governance=inadequate: good renamed improved +2",
			"help_and_protection<good: outstanding same improved +1",
			"children_in_care<looked_after_and_permanence=good: good renamed unchanged +0",
			"care_leavers<outstanding: inadequate same declined -3",
			"adoption_performance<good: none discontinued no_longer_judged",
			"lscb<good: none discontinued no_longer_judged",
		)},
		{"ILACS of 2018 to 2023", merged, apart, only(
			"overall_effectiveness<inadequate: good same improved +2",
			"impact_of_leaders<good: good same unchanged +0",
			"help_and_protection<good: outstanding same improved +1",
			"children_in_care<care_and_care_leavers=requires_improvement: good split improved +1",
			"care_leavers<care_and_care_leavers=requires_improvement: inadequate split declined -1",
		)},
		{"to ILACS of 2026, without overall effectiveness", apart, without, only(
			"impact_of_leaders<good: requires_improvement same declined -1",
			"help_and_protection<outstanding: good same declined -1",
			"children_in_care<good: good same unchanged +0",
			"care_leavers<inadequate: good same improved +2",
			"overall_effectiveness<good: none discontinued no_longer_judged",
		)},
		{"SIF to SIF", judged(SIFInspection, "2014-01-01", "help_and_protection=good", "lscb=good"), judged(SIFInspection, "2016-01-01", "help_and_protection=inadequate", "adoption_performance=good"), only(
			"help_and_protection<good: inadequate same declined -2",
			"adoption_performance<?: good same newly_judged",
			"lscb<good: ? same not_comparable",
		)},
		{"an ILACS letter of which a grade is missing", judged(ILACSInspection, "2018-12-07", "overall_effectiveness=good", "help_and_protection=good", "care_and_care_leavers=good"), judged(ChildrenLetter, "2024-05-10", "impact_of_leaders=good"), only(
			"impact_of_leaders<?: good same newly_judged",
			"overall_effectiveness<good: ? same not_comparable",
			"help_and_protection<good: ? same not_comparable",
			"care_and_care_leavers<good: ? same not_comparable",
		)},
		{"care leavers alone are what went into the merged area", judged(SIFInspection, "2014-01-01", "care_leavers=good"), judged(ILACSInspection, "2018-12-07", "care_and_care_leavers=good"), only(
			"care_and_care_leavers<care_leavers=good: good merged unchanged +0",
		)},
		{"children looked after alone", judged(SIFInspection, "2014-01-01", "looked_after_and_permanence=good"), judged(ILACSInspection, "2018-12-07", "care_and_care_leavers=inadequate"), only(
			"care_and_care_leavers<looked_after_and_permanence=good: inadequate renamed declined -2",
		)},
		{"an older scale", lac, sif, only(
			"overall_effectiveness<inadequate: requires_improvement same not_comparable",
			"help_and_protection: good introduced newly_judged",
			"looked_after_and_permanence: good introduced newly_judged",
			"adoption_performance: good introduced newly_judged",
			"care_leavers: outstanding introduced newly_judged",
			"leadership_management_governance: inadequate introduced newly_judged",
			"lscb: good introduced newly_judged",
			"capacity_to_improve<good: none discontinued no_longer_judged",
			"outcomes<adequate: none discontinued no_longer_judged",
		)},
		{"an area SEND inspection after another framework", merged, send, only(
			"area_send_outcome<?: inconsistent same not_comparable",
			"overall_effectiveness<inadequate: ? same not_comparable",
			"impact_of_leaders<good: ? same not_comparable",
			"help_and_protection<good: ? same not_comparable",
			"care_and_care_leavers<requires_improvement: ? same not_comparable",
		)},
		{"another framework after an area SEND inspection", send, judged(ILACSInspection, "2024-01-01", "help_and_protection=good"), only(
			"help_and_protection<?: good same not_comparable",
			"area_send_outcome<inconsistent: ? same not_comparable",
		)},
		{"two area SEND inspections", send, judged(AreaSENDInspection, "2026-09-22", "area_send_outcome=typically_positive"), only(
			"area_send_outcome<inconsistent: typically_positive same improved +1",
		)},
		{"a visit without grades after an inspection", judged(ILACSInspection, "2018-12-07", "help_and_protection=good"), visit, only(
			"help_and_protection<good: ? same not_comparable",
		)},
		{"an inspection after a visit without grades", visit, judged(ILACSInspection, "2022-12-07", "help_and_protection=good"), only(
			"help_and_protection<?: good same newly_judged",
		)},
		{"two visits", visit, judged(MonitoringVisit, "2021-01-02"), only()},
		{"not judged before", judged(SIFInspection, "2016-01-01", "help_and_protection=not_judged"), judged(ILACSInspection, "2019-01-01", "help_and_protection=good"), only(
			"help_and_protection<not_judged: good same not_comparable",
		)},
		{"not judged now", judged(SIFInspection, "2014-01-01", "care_leavers=good"), judged(SIFInspection, "2016-01-01", "care_leavers=not_judged"), only(
			"care_leavers<good: not_judged same not_comparable",
		)},
		{"a review of the board ends nothing", sif, judged(LSCBReview, "2016-01-01", "lscb=inadequate"), only(
			"lscb<good: inadequate same declined -2",
			"overall_effectiveness<requires_improvement: ? same not_comparable",
			"help_and_protection<good: ? same not_comparable",
			"looked_after_and_permanence<good: ? same not_comparable",
			"adoption_performance<good: ? same not_comparable",
			"care_leavers<outstanding: ? same not_comparable",
			"leadership_management_governance<inadequate: ? same not_comparable",
		)},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, c := range CompareJudgements(test.old, test.new) {
				got = append(got, showChange(c))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever two documents judge, every area of the newer has one change, every
// area of the older stands somewhere, and every grade is one that is printed.
func TestEveryAreaHasAChange(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	some := func() *Inspection {
		kind := Kinds()[rng.IntN(len(Kinds()))]
		grades := append(slices.Clone(ScaleOf(kind).Grades()), NotJudged)
		var list []string
		for _, a := range Areas() {
			if rng.IntN(3) == 0 {
				list = append(list, fmt.Sprintf("%s=%s", a, grades[rng.IntN(len(grades))]))
			}
		}
		return judged(kind, "2020-01-01", list...)
	}
	for range 3000 {
		old, new := some(), some()
		checkChanges(t, old, new, CompareJudgements(old, new))
	}
}

func checkChanges(t *testing.T, old, new *Inspection, changes []Change) {
	t.Helper()
	fail := func(c Change, what string) {
		t.Helper()
		t.Errorf("%s %v to %s %v: %s: %s", old.Kind, old.Judgements, new.Kind, new.Judgements, showChange(c), what)
	}
	times, shown := map[Area]int{}, map[Area]bool{}
	for _, c := range changes {
		if c.Title != c.Area.Title() || c.From == nil {
			fail(c, "title or areas")
		}
		for _, g := range c.From {
			shown[g.Area] = true
			if j, _ := old.Grade(g.Area); j.Grade != g.Grade {
				fail(c, "a grade that is not printed")
			}
		}
		if c.To == nil {
			if c.Relation != DiscontinuedArea || c.Change != NoLongerJudged {
				fail(c, "discontinued, and is not")
			}
		} else {
			j, judged := new.Grade(c.To.Area)
			if c.To.Area != c.Area || j.Grade != c.To.Grade {
				fail(c, "a grade that is not printed")
			}
			if judged {
				times[c.Area]++
			}
		}
		moved := c.Change == Improved || c.Change == Declined || c.Change == Unchanged
		if moved != (c.Steps != nil) || moved && !(Comparable(old, new) && ScaleOf(old.Kind) == ScaleOf(new.Kind)) {
			fail(c, "moved on another scale, or without steps")
		}
		if c.Steps != nil && (*c.Steps > 0) != (c.Change == Improved) || c.Steps != nil && (*c.Steps < 0) != (c.Change == Declined) {
			fail(c, "steps the wrong way")
		}
	}
	for _, j := range new.Judgements {
		if times[j.Area] != 1 {
			t.Errorf("%s %v to %s %v: %s has %d changes", old.Kind, old.Judgements, new.Kind, new.Judgements, j.Area, times[j.Area])
		}
	}
	for _, j := range old.Judgements {
		if !shown[j.Area] {
			t.Errorf("%s %v to %s %v: the older %s is lost", old.Kind, old.Judgements, new.Kind, new.Judgements, j.Area)
		}
	}
}

func TestMove(t *testing.T) {
	t.Parallel()
	for _, scale := range []Scale{FourPoint, FourPoint2012, AreaSENDScale} {
		for i, from := range scale.Grades() {
			for j, to := range scale.Grades() {
				movement, steps := Move(Judgement{Grade: from, Scale: scale}, Judgement{Grade: to, Scale: scale})
				want := Unchanged
				if i > j {
					want = Improved
				} else if i < j {
					want = Declined
				}
				if movement != want || steps == nil || *steps != i-j {
					t.Errorf("%s to %s: %s", from, to, movement)
				}
			}
		}
	}
	for _, test := range [][2]Judgement{
		{{Grade: Good, Scale: FourPoint}, {Grade: Good, Scale: FourPoint2012}},
		{{Grade: Inadequate, Scale: FourPoint2012}, {Grade: Inadequate, Scale: FourPoint}},
		{{Grade: NotJudged, Scale: FourPoint}, {Grade: Good, Scale: FourPoint}},
		{{Grade: Good, Scale: FourPoint}, {Grade: NotJudged, Scale: FourPoint}},
		{{Grade: Adequate, Scale: FourPoint}, {Grade: Good, Scale: FourPoint}}, // there is none on it
		{{}, {}},
	} {
		if movement, steps := Move(test[0], test[1]); movement != NotComparable || steps != nil {
			t.Errorf("%v: %s", test, movement)
		}
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b  Date
		order int
		told  bool
	}{
		{"2018-12-07", "2019-01-02", -1, true}, {"2019-01", "2018-12-07", 1, true}, {"2018", "2019-01-01", -1, true},
		{"2018-12", "2018-12-07", 0, false}, {"2018-12-07", "2018-12-07", 0, false}, {"", "2018-12-07", 0, false}, {"", "", 0, false},
	} {
		if order, told := Order(test.a, test.b); order != test.order || told != test.told {
			t.Errorf("%q and %q: %d, %v", test.a, test.b, order, told)
		}
	}
}

func TestJoined(t *testing.T) {
	t.Parallel()
	const none, s, c, m, n = NoPolarity, StrengthSaid, ConcernSaid, MixedSaid, NeutralSaid
	for _, test := range []struct{ p, q, want Polarity }{
		{none, none, none}, {none, s, s}, {none, c, c}, {none, m, m}, {none, n, n},
		{s, s, s}, {s, c, m}, {s, m, m}, {s, n, s},
		{c, c, c}, {c, m, m}, {c, n, c},
		{m, m, m}, {m, n, m}, {n, n, n},
	} {
		if a, b := test.p.Joined(test.q), test.q.Joined(test.p); a != test.want || b != test.want {
			t.Errorf("%q and %q: %q and %q, want %q", test.p, test.q, a, b, test.want)
		}
	}
}

func TestSum(t *testing.T) {
	t.Parallel()
	const s, c, m, n = StrengthSaid, ConcernSaid, MixedSaid, NeutralSaid
	of := func(list ...Polarity) []Polarity { return list }
	for _, test := range []struct {
		sentences []Polarity
		want      Polarity
	}{
		{nil, NoPolarity},
		{of(n), n}, {of(n, n), n}, {of(s), s}, {of(c), c}, {of(m), m},
		{of(s, n, n, n, n, n), s}, {of(n, c), c}, {of(s, c), m},
		// From one in four on a concern, or a strength, is not passed over.
		{of(s, s, s, c), m}, {of(s, s, s, s, c), s}, {of(c, c, c, s), m}, {of(c, c, c, c, s), c},
		{of(s, s, s, c, n, n, n), m}, {of(s, s, s, s, m), s}, {of(s, s, s, m), m}, {of(c, c, c, c, m), c},
		{of(s, s, s, s, s, s, c, m), m}, {of(s, s, s, s, s, s, s, c, m), s},
	} {
		f := Finding{Polarity: c, Themes: []Theme{Health}}
		for _, p := range test.sentences {
			f.Sentences = append(f.Sentences, Sentence{Text: "One.", Polarity: p})
		}
		f.Sum()
		if f.Polarity != test.want || f.Themes == nil || len(f.Themes) != 0 {
			t.Errorf("%v: %q %v, want %q", test.sentences, f.Polarity, f.Themes, test.want)
		}
	}
}

// A finding has the themes of a share of its sentences worth naming, those of
// most of them first, and else in the order in which they come.
func TestSumThemes(t *testing.T) {
	t.Parallel()
	of := func(list ...Theme) []Theme { return list }
	for _, test := range []struct{ sentences, want []Theme }{
		{of(Health), of(Health)},
		{of(Health, Education), of(Health, Education)},
		{of(Education, Health, Health), of(Health, Education)},
		{of(Health, Health, Health, Education), of(Health, Education)},
		{of(Health, Health, Education, Health, Health), of(Health)},
		{of(Health, Education, Recording, Workforce, Placements), of()},
	} {
		var f Finding
		for _, th := range test.sentences {
			f.Sentences = append(f.Sentences, Sentence{Text: "One.", Polarity: NeutralSaid, Themes: of(th)})
		}
		f.Sum()
		if !slices.Equal(f.Themes, test.want) {
			t.Errorf("%v: %v, want %v", test.sentences, f.Themes, test.want)
		}
	}
}

// A finding says of each theme what its sentences on it say.
func TestSays(t *testing.T) {
	t.Parallel()
	f := Finding{Sentences: []Sentence{
		{Polarity: StrengthSaid, Themes: []Theme{Health}}, {Polarity: ConcernSaid, Themes: []Theme{Education, Recording}},
		{Polarity: StrengthSaid, Themes: []Theme{Education}}, {Polarity: NeutralSaid, Themes: []Theme{Health, Workforce}},
	}}
	f.Sum()
	for theme, want := range map[Theme]Polarity{
		Health: StrengthSaid, Education: MixedSaid, Recording: ConcernSaid, Workforce: NeutralSaid,
		Placements: MixedSaid, // no sentence of its own: what the finding says
	} {
		if got := f.Says(theme); got != want {
			t.Errorf("%s: %s, want %s", theme, got, want)
		}
	}
	if got := (&Finding{Polarity: ConcernSaid, Themes: []Theme{Health}}).Says(Health); got != ConcernSaid {
		t.Errorf("without sentences: %s", got)
	}
}

// Parts of a finding that a page parts go together with what was found out
// about them.
func TestWholeSentences(t *testing.T) {
	t.Parallel()
	one := func(text string, p Polarity, themes ...Theme) Sentence {
		return Sentence{Text: text, Polarity: p, Themes: themes}
	}
	part := func(continues Null, text string, sentences ...Sentence) Finding {
		f := Finding{ID: text, Continues: continues, Text: text, Sentences: sentences}
		f.Sum()
		return f
	}
	for _, test := range []struct {
		name      string
		parts     []Finding
		sentences []string
		polarity  Polarity
		themes    []Theme
	}{
		{"a sentence cut in two", []Finding{
			part("", "Plans are clear. Multi-", one("Plans are clear.", StrengthSaid, Health), one("Multi-", NeutralSaid, OtherTheme)),
			part("f1", "agency work is weak. So it is.", one("agency work is weak.", ConcernSaid, Partnership), one("So it is.", NeutralSaid, OtherTheme)),
		}, []string{"Plans are clear. strength [health]", "Multi-agency work is weak. concern [other partnership]", "So it is. neutral [other]"}, MixedSaid, []Theme{OtherTheme, Health, Partnership}},
		{"a cut between sentences", []Finding{
			part("", "Plans are clear.’", one("Plans are clear.’", StrengthSaid, Health)),
			part("f1", "Visits are late.", one("Visits are late.", ConcernSaid, Health)),
		}, []string{"Plans are clear.’ strength [health]", "Visits are late. concern [health]"}, MixedSaid, []Theme{Health}},
		{"three parts of one sentence", []Finding{
			part("", "Plans", one("Plans", NeutralSaid)), part("f1", "are", one("are", NeutralSaid)), part("f2", "late.", one("late.", ConcernSaid, Health)),
		}, []string{"Plans are late. concern [health]"}, ConcernSaid, []Theme{Health}},
		{"sentences not kept", []Finding{
			{Text: "Plans are", Polarity: StrengthSaid, Themes: []Theme{Health}}, {Continues: "f1", Text: "late.", Polarity: ConcernSaid, Themes: []Theme{Health, Education}},
		}, nil, MixedSaid, []Theme{Health, Education}},
		{"not analysed", []Finding{part("", "Plans are"), part("f1", "clear.")}, nil, NoPolarity, []Theme{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := &Inspection{Findings: test.parts}
			before := fmt.Sprintf("%+v", in.Findings)
			whole := in.Whole()
			if len(whole) != 1 {
				t.Fatalf("%d findings", len(whole))
			}
			var got []string
			for _, s := range whole[0].Sentences {
				got = append(got, fmt.Sprint(s.Text, " ", string(s.Polarity), " ", s.Themes))
			}
			if diff := cmp.Diff(test.sentences, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if f := whole[0]; f.Polarity != test.polarity || !slices.Equal(f.Themes, test.themes) {
				t.Errorf("%q %v, want %q %v", f.Polarity, f.Themes, test.polarity, test.themes)
			}
			if after := fmt.Sprintf("%+v", in.Findings); after != before {
				t.Errorf("the parts were changed:\n%s\n%s", before, after)
			}
		})
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	var c Counts
	for _, p := range []Polarity{StrengthSaid, ConcernSaid, ConcernSaid, MixedSaid, NeutralSaid, NoPolarity} {
		c.Add(p)
	}
	if c != (Counts{1, 2, 1, 1}) {
		t.Errorf("%+v", c)
	}
}

// Every theme has words, once.
func TestThemesTable(t *testing.T) {
	t.Parallel()
	var titles []string
	for _, th := range Themes() {
		if th.Title() == "" || th.Title() == string(th) || th.Holds() == "" || slices.Contains(titles, th.Title()) {
			t.Errorf("%s: %q, %q", th, th.Title(), th.Holds())
		}
		titles = append(titles, th.Title())
	}
	if th := Theme("none"); len(titles) != 23 || th.Title() != "none" || th.Holds() != "" {
		t.Errorf("%d themes", len(titles))
	}
}
