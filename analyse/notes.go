package analyse

import (
	"fmt"
	"slices"

	"ofsted/model"
)

// A remark is something that a reader of a comparison has to know.
type remark struct {
	code string
	says func(old, new *model.Inspection) string // "" where it does not apply
}

// remarks are in the order in which they matter. Codes are stable.
var remarks = []remark{
	{"different_authorities", differentAuthorities},
	{"authority_not_named", either(func(in *model.Inspection) string {
		return onlyIf(in.Authority.Name == "", "names no authority, so whether both are about the same one is not known.")
	})},
	{"same_inspection", sameInspection},
	{"date_missing", either(func(in *model.Inspection) string {
		return onlyIf(in.Day() == "", "has no date: the two are compared in the order given.")
	})},
	{"order_unknown", orderUnknown},
	{"different_services", func(old, new *model.Inspection) string {
		return onlyIf(!model.Comparable(old, new), "The two judge different services: an area SEND inspection judges a local area’s work for children with special educational needs and disabilities. No grade of one compares with the other’s.")
	}},
	{"different_scale", differentScale},
	{"not_graded", either(func(in *model.Inspection) string {
		return onlyIf(!in.Kind.Graded() && len(in.Judgements) == 0, "is of a kind that gives no grades.")
	})},
	{"no_judgements", either(func(in *model.Inspection) string {
		return onlyIf(in.Kind.Graded() && len(in.Judgements) == 0, "should give grades, but none were found in it.")
	})},
	{"part_of_services", either(func(in *model.Inspection) string { return looksAt[in.Kind] })},
	{"no_improvements", either(func(in *model.Inspection) string {
		return onlyIf(len(asked(in)) == 0, "names no areas for improvement.")
	})},
	{"too_many_improvements", either(func(in *model.Inspection) string {
		return onlyIf(len(asked(in)) > maxItems, fmt.Sprintf("names more than %d areas for improvement: the further ones are not looked for in the other document.", maxItems))
	})},
	{"lscb_left_out", either(func(in *model.Inspection) string {
		return onlyIf(asksBoard(in), "also asks the safeguarding board to improve; what it asks of the board is not compared.")
	})},
}

// looksAt are the kinds of document that do not look at all of children's
// services, with what that means.
var looksAt = map[model.Kind]string{
	model.FocusedVisit:    "looks at one part of the services only; what it does not raise it may not have looked at.",
	model.MonitoringVisit: "looks at one part of the services only; what it does not raise it may not have looked at.",
	model.JTAI:            "looks at one theme, across several agencies; what it does not raise it may not have looked at.",
	model.ChildrenLetter:  "is a short letter to children; what it does not raise the full report may.",
	model.LACInspection:   "looks at services for looked after children only.",
	model.LSCBReview:      "looks at the safeguarding board only.",
}

// notes returns what a reader of the comparison has to know: first about the
// two together, then what reading either of them warned of.
func notes(old, new *model.Inspection) []model.Warning {
	list := []model.Warning{}
	for _, r := range remarks {
		if message := r.says(old, new); message != "" {
			list = append(list, model.Warning{Code: r.code, Message: message})
		}
	}
	for _, s := range []struct {
		name string
		in   *model.Inspection
	}{{"older", old}, {"newer", new}} {
		for _, w := range s.in.Warnings {
			if !slices.Contains(beside, w.Code) {
				list = append(list, model.Warning{Code: w.Code, Message: "In the " + s.name + " document: " + w.Message})
			}
		}
	}
	return list
}

// beside are the warnings that say nothing of what is compared, or say again
// what a remark says.
var beside = []string{"unknown_authority", "no_authority", "no_lead_inspector", "no_dates", "no_judgements", "no_findings", "several_visits", "no_overall_grade"}

func onlyIf(applies bool, text string) string {
	if applies {
		return text
	}
	return ""
}

// either is a remark about one of the two documents, or about both of them.
// What it says goes on from "The older document".
func either(says func(*model.Inspection) string) func(old, new *model.Inspection) string {
	return func(old, new *model.Inspection) string {
		before, after := says(old), says(new)
		switch {
		case before != "" && before == after:
			return "Each of the two documents " + before
		case before != "" && after != "":
			return "The older document " + before + " The newer one " + after
		case before != "":
			return "The older document " + before
		case after != "":
			return "The newer document " + after
		}
		return ""
	}
}

func differentAuthorities(old, new *model.Inspection) string {
	a, b := old.Authority, new.Authority
	return onlyIf(a.Name != "" && b.Name != "" && !a.Same(b), fmt.Sprintf("These are two authorities: %s and %s.", a.Name, b.Name))
}

func sameInspection(old, new *model.Inspection) string {
	switch {
	case old.ID == new.ID && old.Day() != "":
		return "Both documents are of one inspection."
	case old.IsLetterOf(new) || new.IsLetterOf(old):
		return "Both documents are of one inspection: one is its letter to children."
	}
	return ""
}

func orderUnknown(old, new *model.Inspection) string {
	_, told := model.Order(old.Day(), new.Day())
	return onlyIf(!told && old.Day() != "" && new.Day() != "", "The dates do not say which document is the older: the two are compared in the order given.")
}

func differentScale(old, new *model.Inspection) string {
	graded := len(old.Judgements) > 0 && len(new.Judgements) > 0 && model.Comparable(old, new)
	return onlyIf(graded && model.ScaleOf(old.Kind) != model.ScaleOf(new.Kind), "Grades to 2013 are on an older scale, with “adequate”: they do not compare with later ones.")
}

// asksBoard reports whether a document about an authority also has areas for
// improvement for its safeguarding board.
func asksBoard(in *model.Inspection) bool {
	return in.Kind != model.LSCBReview && slices.ContainsFunc(in.Findings, func(f model.Finding) bool {
		return f.About == model.AboutLSCB && f.Kind.Asks()
	})
}
