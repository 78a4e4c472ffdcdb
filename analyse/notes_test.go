package analyse_test

import (
	"strings"
	"testing"

	"ofsted/analyse"
	"ofsted/model"
)

// inspection is a document of an authority with a grade, where its kind gives
// one, and an area for improvement.
func inspection(k model.Kind, authority, end string) *model.Inspection {
	in := &model.Inspection{Kind: k, Framework: k.Framework(), Authority: model.Authority{Name: model.Null(authority)},
		Visit:    model.Visit{Periods: []model.Period{{Start: model.Date(end), End: model.Date(end)}}},
		Findings: []model.Finding{{ID: "f1", Kind: model.Improvement, About: model.AboutAuthority, Text: "Supervision."}}}
	if k.Graded() {
		in.Judgements = []model.Judgement{{Area: model.OverallEffectiveness, Grade: model.Good, Scale: model.ScaleOf(k)}}
	}
	in.Fill()
	return in
}

func without(in *model.Inspection, what ...string) *model.Inspection {
	for _, w := range what {
		switch w {
		case "grades":
			in.Judgements = nil
		case "improvements":
			in.Findings = nil
		}
	}
	return in
}

func TestNotes(t *testing.T) {
	ilacs := func() *model.Inspection { return inspection(model.ILACSInspection, "Kestrel", "2018-12-07") }
	later := func(k model.Kind) *model.Inspection { return inspection(k, "Kestrel", "2022-12-16") }
	board := later(model.SIFInspection)
	board.Findings = append(board.Findings, model.Finding{Kind: model.Improvement, About: model.AboutLSCB, Text: "Training."})
	warned := later(model.ILACSInspection)
	warned.Warn("unknown_authority", "Kestrel is not in the reference list of local authorities")
	warned.Warn("grades_differ", "one grade differs")
	for _, test := range []struct {
		name     string
		old, new *model.Inspection
		codes    string
	}{
		{"two inspections", ilacs(), later(model.ILACSInspection), ""},
		{"two authorities", ilacs(), inspection(model.ILACSInspection, "Upland", "2022-12-16"), "different_authorities"},
		{"no authority", ilacs(), inspection(model.ILACSInspection, "", "2022-12-16"), "authority_not_named"},
		{"one inspection", ilacs(), ilacs(), "same_inspection order_unknown"},
		{"its letter", ilacs(), inspection(model.ChildrenLetter, "Kestrel", "2018-12"), "same_inspection order_unknown part_of_services"},
		{"no date", ilacs(), inspection(model.ILACSInspection, "Kestrel", ""), "date_missing"},
		{"SEND", ilacs(), later(model.AreaSENDInspection), "different_services"},
		{"another scale", inspection(model.LACInspection, "Kestrel", "2012-01-01"), ilacs(), "different_scale part_of_services"},
		{"visit", ilacs(), later(model.FocusedVisit), "not_graded part_of_services"},
		{"no grades found", ilacs(), without(later(model.ILACSInspection), "grades"), "no_judgements"},
		{"no improvements", ilacs(), without(later(model.ILACSInspection), "improvements"), "no_improvements"},
		{"neither", without(ilacs(), "improvements", "grades"), without(later(model.ILACSInspection), "improvements", "grades"), "no_judgements no_improvements"},
		{"board", ilacs(), board, "lscb_left_out"},
		{"warnings", ilacs(), warned, "grades_differ"},
	} {
		var codes []string
		for _, n := range analyse.Compare(test.old, test.new).Notes {
			codes = append(codes, n.Code)
			if !strings.HasSuffix(n.Message, ".") && n.Code != "grades_differ" {
				t.Errorf("%s: %q", test.name, n.Message)
			}
		}
		if got := strings.Join(codes, " "); got != test.codes {
			t.Errorf("%s: %s, want %s", test.name, got, test.codes)
		}
	}
}
