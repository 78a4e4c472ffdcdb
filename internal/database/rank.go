package database

import (
	"context"
	"strings"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// rank fills full_ranks in anew, by the same timelines that summaries are made
// from.
func (w *writer) rank(ctx context.Context) error {
	timelines, err := w.timelines(ctx)
	if err != nil {
		return err
	}
	if err := w.exec(ctx, "DELETE FROM full_ranks"); err != nil {
		return err
	}
	for _, t := range timelines.All(ctx) {
		for i, e := range t.Full() {
			if err := w.exec(ctx, "INSERT INTO full_ranks (inspection, recency) VALUES (?, ?)", e.ID, i+1); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// timelines returns the timelines of all inspections, which have their keys for
// ids.
func (w *writer) timelines(ctx context.Context) (*model.Timelines, error) {
	grades, err := w.grades(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := w.tx.QueryContext(ctx, `SELECT i.inspection, coalesce(authority, ''), kind, periods, coalesce(published, ''),
		coalesce(sha256, ''), coalesce(visit_number, -1) FROM inspections i LEFT JOIN records r USING (inspection) ORDER BY r.place`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var timelines model.Timelines
	for rows.Next() {
		var in model.Inspection
		var periods string
		var visit int
		if err := rows.Scan(&in.ID, &in.Authority.Name, &in.Kind, &periods, &in.Published, &in.Source.SHA256, &visit); err != nil {
			return nil, err
		}
		in.Framework, in.Judgements, in.Visit.Periods = in.Kind.Framework(), grades[in.ID], periodsOf(periods)
		if visit >= 0 {
			in.Visit.VisitNumber = &visit
		}
		timelines.Add(&in) // what has no place in a timeline has no rank
	}
	return &timelines, rows.Err()
}

// periodsOf reads a list of days on site.
func periodsOf(list string) []model.Period {
	var out []model.Period
	for span := range strings.SplitSeq(list, tidy.Separator) {
		if start, end, ok := strings.Cut(span, "/"); ok {
			out = append(out, model.Period{Start: model.Date(start), End: model.Date(end)})
		}
	}
	return out
}

// grades returns the grades of all inspections by their keys.
func (w *writer) grades(ctx context.Context) (map[string][]model.Judgement, error) {
	rows, err := w.tx.QueryContext(ctx, "SELECT inspection, area, grade, scale FROM judgements ORDER BY inspection, position")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string][]model.Judgement{}
	for rows.Next() {
		var key string
		var j model.Judgement
		if err := rows.Scan(&key, &j.Area, &j.Grade, &j.Scale); err != nil {
			return nil, err
		}
		all[key] = append(all[key], j)
	}
	return all, rows.Err()
}
