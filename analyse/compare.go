package analyse

import "ofsted/model"

// Compare returns what changed from the older of two inspections to the
// newer: grades, areas for improvement and themes. Both must have been
// analysed (see Inspect); whose is older is for the caller to know.
func Compare(old, new *model.Inspection) *model.Comparison {
	return &model.Comparison{
		Schema:       model.DiffSchema,
		Old:          model.SideOf(old),
		New:          model.SideOf(new),
		Judgements:   model.CompareJudgements(old, new),
		Improvements: raisedAgain(itemsOf(old), itemsOf(new)),
		Themes:       balance(old, new),
		Notes:        notes(old, new),
	}
}

// asked returns what an inspection asks the authority to improve, those for
// priority action included. What it asks of the safeguarding board is the
// board's.
func asked(in *model.Inspection) []model.Item {
	var items []model.Item
	for _, f := range in.Whole() {
		if f.Kind.Asks() && (f.About != model.AboutLSCB || in.Kind == model.LSCBReview) {
			items = append(items, model.Item{ID: f.ID, Kind: f.Kind, Area: f.Area, Page: f.Page, Text: f.Text})
		}
	}
	return items
}

// balance counts what the findings of both say on each theme that either has.
func balance(old, new *model.Inspection) []model.ThemeBalance {
	before, after := counts(old), counts(new)
	list := []model.ThemeBalance{}
	for _, t := range model.Themes() {
		b := model.ThemeBalance{Theme: t, Old: before[t], New: after[t]}
		if b.Old != (model.Counts{}) || b.New != (model.Counts{}) {
			list = append(list, b)
		}
	}
	return list
}

// counts returns how many findings say what on each theme: a paragraph that
// praises assessments and finds fault with records counts as a strength of the
// one and as a concern of the other. Areas for improvement count as concerns.
// Summaries repeat what the body says, and facts about the inspection say
// nothing of the work: neither counts.
func counts(in *model.Inspection) map[model.Theme]model.Counts {
	all := map[model.Theme]model.Counts{}
	for _, f := range in.Whole() {
		if f.Kind == model.Headline || f.Kind == model.Context || f.About == model.AboutLSCB && in.Kind != model.LSCBReview {
			continue
		}
		for _, t := range f.Themes {
			c := all[t]
			c.Add(f.Says(t))
			all[t] = c
		}
	}
	return all
}
