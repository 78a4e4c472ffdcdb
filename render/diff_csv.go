package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"ofsted/model"
)

// A diffRow is what became of one area of judgement, one item or pair of
// items, one theme, or a note.
type diffRow struct {
	c      *model.Comparison
	record string
	change model.Change
	old    model.ScoredItem
	new    model.Item
	theme  model.ThemeBalance
	note   model.Warning
}

// DiffColumns are the columns of a comparison's CSV, with what each holds.
// Columns are added at the end, so that those before keep their places.
var DiffColumns = Columns[diffRow]{
	columnOf("record", "what the row is: judgement; recurring, new or not_raised_again, an area for improvement; theme; note", func(r diffRow) string { return r.record }),
	columnOf("old_inspection", "id of the older inspection", func(r diffRow) string { return r.c.Old.ID }),
	columnOf("new_inspection", "id of the newer inspection", func(r diffRow) string { return r.c.New.ID }),
	columnOf("old_authority", "local authority of the older inspection", func(r diffRow) string { return string(r.c.Old.Authority) }),
	columnOf("new_authority", "local authority of the newer inspection", func(r diffRow) string { return string(r.c.New.Authority) }),
	columnOf("old_kind", "kind of the older document", func(r diffRow) string { return string(r.c.Old.Kind) }),
	columnOf("new_kind", "kind of the newer document", func(r diffRow) string { return string(r.c.New.Kind) }),
	columnOf("old_end", "last day of the older inspection, or date of publication", func(r diffRow) string { return string(r.c.Old.End) }),
	columnOf("new_end", "last day of the newer inspection, or date of publication", func(r diffRow) string { return string(r.c.New.End) }),
	columnOf("area", "judgement area", func(r diffRow) string { return string(r.change.Area) }),
	columnOf("title", "its title", func(r diffRow) string { return r.change.Title }),
	columnOf("relation", "to the older area: same, renamed, split, merged, introduced, discontinued", func(r diffRow) string { return string(r.change.Relation) }),
	columnOf("change", "improved, declined, unchanged, not_comparable, newly_judged, no_longer_judged", func(r diffRow) string { return string(r.change.Change) }),
	columnOf("steps", "grades moved, better is positive; empty where they cannot be compared", func(r diffRow) string { return steps(r.change.Steps) }),
	columnOf("old_area", "older area that the grade is compared with", func(r diffRow) string { return string(first(r.change.From).Area) }),
	columnOf("old_grade", "its grade; empty where there is none", func(r diffRow) string { return string(first(r.change.From).Grade) }),
	columnOf("new_grade", "grade of the area now; empty where there is none", func(r diffRow) string { _, now := thenAndNow(r.change); return string(now) }),
	columnOf("merged_areas", "other older areas that are part of the area now, with their grades", func(r diffRow) string { return mergedAreas(r.change.From) }),
	columnOf("old_item", "id of the older item, in its inspection", func(r diffRow) string { return r.old.ID }),
	columnOf("old_item_kind", "improvement or priority_action", func(r diffRow) string { return string(r.old.Kind) }),
	columnOf("old_page", "page that it is on, where the document has pages", func(r diffRow) string { return blankZero(r.old.Page) }),
	columnOf("old_text", "its text", func(r diffRow) string { return r.old.Text }),
	columnOf("new_item", "id of the newer item, in its inspection", func(r diffRow) string { return r.new.ID }),
	columnOf("new_item_kind", "improvement or priority_action", func(r diffRow) string { return string(r.new.Kind) }),
	columnOf("new_page", "page that it is on, where the document has pages", func(r diffRow) string { return blankZero(r.new.Page) }),
	columnOf("new_text", "its text", func(r diffRow) string { return r.new.Text }),
	columnOf("score", "how sure it is that both raise one issue, from 0 to 1", func(r diffRow) string { return score(r) }),
	columnOf("in_common", "practices and shortfalls that both name, separated by semicolons", func(r diffRow) string { return strings.Join(r.old.Common, "; ") }),
	columnOf("words", "with --words: what changed in the wording, [-deleted-] and {+inserted+}", func(r diffRow) string { return marked(r.old.Words, wordMarks, CleanLine) }),
	columnOf("theme", "theme", func(r diffRow) string { return string(r.theme.Theme) }),
	columnOf("old_strength", "findings then that name a strength", ofTheme(func(t model.ThemeBalance) int { return t.Old.Strength })),
	columnOf("new_strength", "findings now that name a strength", ofTheme(func(t model.ThemeBalance) int { return t.New.Strength })),
	columnOf("old_concern", "findings then that name a concern", ofTheme(func(t model.ThemeBalance) int { return t.Old.Concern })),
	columnOf("new_concern", "findings now that name a concern", ofTheme(func(t model.ThemeBalance) int { return t.New.Concern })),
	columnOf("old_mixed", "findings then that name both", ofTheme(func(t model.ThemeBalance) int { return t.Old.Mixed })),
	columnOf("new_mixed", "findings now that name both", ofTheme(func(t model.ThemeBalance) int { return t.New.Mixed })),
	columnOf("old_neutral", "findings then that name neither", ofTheme(func(t model.ThemeBalance) int { return t.Old.Neutral })),
	columnOf("new_neutral", "findings now that name neither", ofTheme(func(t model.ThemeBalance) int { return t.New.Neutral })),
	columnOf("code", "code of the note", func(r diffRow) string { return r.note.Code }),
	columnOf("message", "what the note says", func(r diffRow) string { return r.note.Message }),
	columnOf("old_path", "file that the older inspection was read from", func(r diffRow) string { return r.c.Old.Path }),
	columnOf("new_path", "file that the newer inspection was read from", func(r diffRow) string { return r.c.New.Path }),
}

// first returns the area that a change is reckoned from.
func first(from []model.Graded) model.Graded { return append(from, model.Graded{})[0] }

func mergedAreas(from []model.Graded) string {
	var parts []string
	for _, f := range from[min(1, len(from)):] {
		parts = append(parts, string(f.Area)+"="+string(f.Grade))
	}
	return joinAll(parts, "; ")
}

func score(r diffRow) string {
	if r.record != "recurring" {
		return ""
	}
	return fmt.Sprint(r.old.Score)
}

// ofTheme reads a number from a row that has a theme.
func ofTheme(value func(model.ThemeBalance) int) func(diffRow) string {
	return func(r diffRow) string {
		if r.theme.Theme == "" {
			return ""
		}
		return fmt.Sprint(value(r.theme))
	}
}

func diffRows(c *model.Comparison) []diffRow {
	var rows []diffRow
	for _, j := range c.Judgements {
		rows = append(rows, diffRow{record: "judgement", change: j})
	}
	for _, r := range c.Improvements.Recurring {
		for _, o := range r.Old {
			rows = append(rows, diffRow{record: "recurring", old: o, new: r.New})
		}
	}
	for _, i := range c.Improvements.New {
		rows = append(rows, diffRow{record: "new", new: i})
	}
	for _, i := range c.Improvements.NotRaised {
		rows = append(rows, diffRow{record: "not_raised_again", old: model.ScoredItem{Item: i}})
	}
	for _, t := range c.Themes {
		rows = append(rows, diffRow{record: "theme", theme: t})
	}
	for _, n := range c.Notes {
		rows = append(rows, diffRow{record: "note", note: n})
	}
	for i := range rows {
		rows[i].c = c
	}
	return rows
}

// DiffCSV writes a comparison as one tidy table: a row for each area of
// judgement, for each item or pair of items, for each theme and each note.
func DiffCSV(w io.Writer, c *model.Comparison) error {
	return DiffColumns.csv(w, slices.Values([][]diffRow{diffRows(c)}))
}
