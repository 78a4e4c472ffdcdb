package grammar

import (
	"fmt"
	"slices"
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/block"
)

// overallEnded is the first day of ILACS inspections without a grade for
// overall effectiveness.
const overallEnded = "2026-04-01"

// judged lists the areas that documents of a kind judge, overall
// effectiveness aside; of alternatives one is enough. Sources: the frameworks'
// own tables of judgements (ILACS split children in care from care leavers in
// January 2023).
var judged = map[model.Kind][][]model.Area{
	model.ILACSInspection: ofILACS,
	model.ChildrenLetter:  ofILACS,
	model.SIFInspection: {
		{model.HelpAndProtection}, {model.LookedAfterAndPermanence}, {model.AdoptionPerformance},
		{model.CareLeavers}, {model.LeadershipManagementGovernance},
	},
	model.LSCBReview: {{model.LSCB}},
	model.LACInspection: {
		{model.CapacityToImprove}, {model.Outcomes}, {model.QualityOfProvision}, {model.LeadershipAndManagement},
	},
	model.AreaSENDInspection: {{model.AreaSENDOutcome}},
}

var ofILACS = [][]model.Area{
	{model.ImpactOfLeaders}, {model.HelpAndProtection},
	{model.CareAndCareLeavers, model.ChildrenInCare}, {model.CareAndCareLeavers, model.CareLeavers},
}

// checkJudgements warns where a judgement of the document's framework was not
// found.
func (r *reader) checkJudgements() {
	in := r.in
	if !in.Kind.Graded() {
		return
	}
	if len(in.Judgements) == 0 {
		in.Warn("no_judgements", "no judgement was found, though documents of this kind hold them")
		return
	}
	if r.lacksOverall() {
		in.Warn("no_overall_grade", "no grade for overall effectiveness was found, though "+r.printOverall())
	}
	var missing []string
	for _, areas := range r.judgedAreas() {
		if !slices.ContainsFunc(areas, r.judgedArea) {
			missing = append(missing, areas[len(areas)-1].Title())
		}
	}
	if len(missing) > 0 {
		in.Warn("missing_judgement", fmt.Sprintf("no grade was found for: %s", strings.Join(missing, "; ")))
	}
}

// judgedAreas returns the areas that the document should judge: those of its
// kind, and the board's where it is a review of the board as well.
func (r *reader) judgedAreas() [][]model.Area {
	areas := judged[r.in.Kind]
	if r.in.Kind == model.SIFInspection && r.reviewsBoard() {
		areas = append(slices.Clone(areas), []model.Area{model.LSCB})
	}
	return areas
}

// boardReview is the second half of the title of a report that is two in one.
var boardReview = lazy.NewRegexp(`\breview of the effectiveness of the (local safeguarding children|lscb)\b`)

// reviewsBoard reports whether a report says on its cover that it is a review
// of the safeguarding board as well, or has a section on it.
func (r *reader) reviewsBoard() bool {
	return slices.ContainsFunc(r.in.Sections, func(s model.Section) bool { return s.About == model.AboutLSCB }) ||
		slices.ContainsFunc(r.frontBlocks(), func(b block.Block) bool { return boardReview.MatchString(key(b.Text)) })
}

func (r *reader) judgedArea(a model.Area) bool {
	_, ok := r.in.Grade(a)
	return ok
}

func (r *reader) lacksOverall() bool {
	if r.judgedArea(model.OverallEffectiveness) {
		return false
	}
	switch r.in.Kind {
	case model.ILACSInspection, model.ChildrenLetter:
		return r.in.Visit.End() < overallEnded // "" is an inspection of unknown date
	case model.SIFInspection, model.LACInspection:
		return true
	}
	return false
}

// printOverall says which documents print a grade for overall effectiveness.
func (r *reader) printOverall() string {
	if r.in.Visit.End() == "" {
		return "documents of this kind print one if the inspection ended before April 2026, and its dates are unknown"
	}
	return "documents of this kind and date print one"
}

// checkGrades warns where a section's heading prints another grade than the
// table of judgements.
func (r *reader) checkGrades() {
	for _, s := range r.in.Sections {
		if s.Grade == "" || s.Area == "" {
			continue
		}
		if j, ok := r.in.Grade(s.Area); ok && j.Grade != s.Grade {
			r.in.Warn("grades_differ", fmt.Sprintf("%s: graded %q on page %d but %q in the heading on page %d",
				s.Area.Title(), j.Grade.Title(), j.Page, s.Grade.Title(), s.Page))
		}
	}
}
