package analyse

import (
	"context"

	"ofsted/model"
)

// Dossier puts together what documents say of one authority. Documents are
// those that its timeline was made from and others, as they were added to
// model.Timelines, and analysed (see Inspect). It ends early once ctx is done,
// and what it returns is of no use then.
func Dossier(ctx context.Context, t *model.Timeline, documents []*model.Inspection) *model.Dossier {
	d := &model.Dossier{Timeline: t}
	for _, e := range t.Inspections {
		d.Documents = append(d.Documents, documents[e.Added])
	}
	follow(ctx, d)
	for _, s := range model.AllServices() {
		if ctx.Err() == nil {
			latest(d, s)
		}
	}
	return d
}

// follow finds what each inspection raises again of every one before. Which of
// two came first is not known where one has no date, or one is dated in the
// month of the other.
func follow(ctx context.Context, d *model.Dossier) {
	d.Raised = make([]map[string][]model.Earlier, len(d.Documents))
	list := make([]items, len(d.Documents))
	for i, in := range d.Documents {
		d.Raised[i] = map[string][]model.Earlier{}
		list[i] = itemsOf(in)
	}
	for i, in := range d.Documents {
		for k := i - 1; k >= 0 && ctx.Err() == nil; k-- {
			if order, told := model.Order(d.Documents[k].Day(), in.Day()); !told || order > 0 || !sameAddressee(d.Documents[k], in) {
				continue
			}
			for _, r := range raisedAgain(list[k], list[i]).Recurring {
				for _, old := range r.Old {
					d.Raised[i][r.New.ID] = append(d.Raised[i][r.New.ID], model.Earlier{At: k, ScoredItem: old})
				}
			}
		}
	}
}

// sameAddressee reports whether two inspections ask the same body to improve:
// the authority, its safeguarding board, or the partners of a local area.
func sameAddressee(a, b *model.Inspection) bool {
	return model.Comparable(a, b) && (a.Kind == model.LSCBReview) == (b.Kind == model.LSCBReview)
}

// latest compares the latest inspection of some services with the one before
// that asks the same body to improve.
func latest(d *model.Dossier, of model.Services) {
	places := d.Succession(of)
	if len(places) == 0 {
		return
	}
	l := model.Latest{Services: of, At: places[0], Before: -1}
	now := d.Documents[l.At]
	for _, before := range places[1:] {
		if then := d.Documents[before]; then.Day() != "" && sameAddressee(then, now) {
			l.Before, l.Since = before, Compare(then, now)
			l.Themes = l.Since.Themes
			break
		}
	}
	if l.Since == nil {
		l.Themes = balance(&model.Inspection{}, now)
	}
	d.Latest = append(d.Latest, l)
}
