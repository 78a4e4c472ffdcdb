package field

import (
	"slices"
	"testing"

	"ofsted/model"
)

func TestUnmark(t *testing.T) {
	for in, want := range map[string]string{
		"improve?¹": "improve?", "¹ The areas": "The areas", "Board¹²": "Board", "plain": "plain", "CO₂ at 5": "CO₂ at 5", "": "",
	} {
		if got := Unmark(in); got != want {
			t.Errorf("Unmark(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestReferences(t *testing.T) {
	outcome := func(n int) model.Reference { return model.Reference{Kind: "outcome", Number: n} }
	enabler := func(n int) model.Reference { return model.Reference{Kind: "enabler", Number: n} }
	for _, test := range []struct {
		s    string
		want []model.Reference
	}{
		{"The quality of plans. (Outcome 3, national framework)", []model.Reference{outcome(3)}},
		{"The quality of plans (outcome four: national framework).", []model.Reference{outcome(4)}},
		{"(enabler two)", []model.Reference{enabler(2)}},
		{"(outcome 1 and enabler 2, national framework)", []model.Reference{outcome(1), enabler(2)}},
		{"(outcomes 1 and 3, national framework)", []model.Reference{outcome(1), outcome(3)}},
		{"(Outcomes 1, 2 & 4; Enabler 1)", []model.Reference{outcome(1), outcome(2), outcome(4), enabler(1)}},
		{"(outcomes 1 to 3, national framework)", []model.Reference{outcome(1), outcome(2), outcome(3)}},
		{"Plans. (Outcome 3) (Enabler 3, national\nframework) (Outcome 3)", []model.Reference{outcome(3), enabler(3)}},
		{"(national framework: outcome 2)", []model.Reference{outcome(2)}},
		{"(National framework, outcome 2)", []model.Reference{outcome(2)}},
		{"(enabler: the workforce is equipped and effective, national framework)", []model.Reference{enabler(3)}},
		{"(enabler 2, leaders drive conditions for effective practice)", []model.Reference{enabler(2)}},
		{"(principle 2, national framework)", []model.Reference{{Kind: "principle", Number: 2}}},
		{"Plans. Outcome 4, national framework", []model.Reference{outcome(4)}},
		{"Plans. Outcome 4, na\u00adtional framework", []model.Reference{outcome(4)}},
		{"Plans (outcome 4, national framework", []model.Reference{outcome(4)}},
		{"[Outcome 4, National Framework]", []model.Reference{outcome(4)}},
		{"(outcome 7, national framework)", nil},
		{"The outcomes for 3 children (see paragraph 12)", nil},
		{"Better outcomes for children in 2 areas", nil},
		{"(a poor outcome for 2 children)", nil},
		{"(including outcomes for 3 of them)", nil},
		{"", nil},
	} {
		if got := References(test.s); !slices.Equal(got, test.want) {
			t.Errorf("References(%q) = %v, want %v", test.s, got, test.want)
		}
	}
}

func TestOrdinal(t *testing.T) {
	for in, want := range map[string]int{"third": 3, "First": 1, "twentieth": 20, "3rd": 3, "21st": 21, " fifth ": 5, "": 0, "three": 0, "the third": 0, "0th": 0, "last": 0} {
		if got, ok := Ordinal(in); got != want || ok != (want > 0) {
			t.Errorf("Ordinal(%q) = %d, %v, want %d", in, got, ok, want)
		}
	}
}

func TestVisitNumber(t *testing.T) {
	for in, want := range map[string]int{
		"This was the third monitoring visit since the local authority was judged inadequate in March 2022.": 3,
		"This is the 4th monitoring visit": 4, "the second ILACS monitoring visit": 2, "the sixth and final monitoring visit": 6, "the second focused visit": 0, "The first monitoring\nvisit": 1,
		"since the last monitoring visit": 0, "the third visit": 0, "The visit was the fifth visit since the authority was judged inadequate": 5, "a monitoring visit, the fifth monitoring visit": 5, "": 0,
	} {
		if got, ok := VisitNumber(in); got != want || ok != (want > 0) {
			t.Errorf("VisitNumber(%q) = %d, %v, want %d", in, got, ok, want)
		}
	}
}

func BenchmarkGradeAtEnd(b *testing.B) {
	for b.Loop() {
		GradeAtEnd("The experiences and progress of children who need help and protection: requires improvement to be good", model.FourPoint)
	}
}

func BenchmarkAreaOf(b *testing.B) {
	for b.Loop() {
		AreaOf("The experiences and progress of children looked after and achieving permanence", model.SIFInspection)
	}
}

func BenchmarkJudgementSentence(b *testing.B) {
	for b.Loop() {
		JudgementSentence("Social workers know the children well, and most plans are good because families help to write them.")
	}
}

func BenchmarkAuthority(b *testing.B) {
	for b.Loop() {
		Authority("City of Bradford Metropolitan District Council")
	}
}

func BenchmarkPeriods(b *testing.B) {
	for b.Loop() {
		Periods("30 September to 11 October 2024 and 13 to 16 January 2025")
	}
}
