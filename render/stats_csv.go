package render

import (
	"fmt"
	"io"
	"slices"

	"ofsted/model"
)

// A statsRow is one number of one of the tables, with what it is of.
type statsRow struct {
	table string
	group model.GradeGroup
	area  model.Area
	scale model.Null
	grade model.Grade
	move  model.GradeMove
	theme model.Theme
	count int
	items int
	of    int
	total int // of items
	all   int // of inspections
	base  int // of shares; 0 where there are none
	year  model.ThemeYear
}

// The tables of a StatsCSV.
const (
	gradesTable  = "grades"
	changesTable = "changes"
	themesTable  = "themes"
)

// StatsColumns are the columns of the statistics' CSV, with what each holds.
// Columns are added at the end, so that those before keep their places.
var StatsColumns = Columns[statsRow]{
	columnOf("table", "what the row is part of: grades, changes or themes", func(r statsRow) string { return r.table }),
	columnOf("by", "what inspections are grouped by: all, year, framework or region", func(r statsRow) string { return string(r.group.By) }),
	columnOf("basis", "all, or latest: only the latest full and area SEND inspection of each authority, at the end of the time asked for", func(r statsRow) string { return string(r.group.Basis) }),
	columnOf("group", "year of the last day or undated; framework with its edition; region or unknown; all", func(r statsRow) string { return r.group.Group }),
	columnOf("area", "judgement area; in changes, of the newer inspection where that judges it", func(r statsRow) string { return string(r.area) }),
	columnOf("area_title", "its title", func(r statsRow) string { return r.area.Title() }),
	columnOf("scale", "scale of the grade; in changes, of the newer one", func(r statsRow) string { return string(r.scale) }),
	columnOf("grade", "grade; in changes, the newer one; empty: no grade is given", func(r statsRow) string { return string(r.grade) }),
	columnOf("from_scale", "changes: scale of the older grade", func(r statsRow) string { return string(r.move.FromScale) }),
	columnOf("from_grade", "changes: the older grade; empty: none was given", func(r statsRow) string { return string(r.move.From) }),
	columnOf("change", "improved, declined, unchanged, not_comparable, newly_judged, no_longer_judged", func(r statsRow) string { return string(r.move.Change) }),
	columnOf("theme", "theme; empty in the row of whatever theme", func(r statsRow) string { return string(r.theme) }),
	columnOf("theme_title", "its title", func(r statsRow) string { return r.theme.Title() }),
	columnOf("count", "inspections with the grade; pairs of inspections with the change; inspections that raise the theme", func(r statsRow) string { return fmt.Sprint(r.count) }),
	columnOf("of", "all of which count is a part: inspections that could judge the area; pairs that do; inspections that raise anything", func(r statsRow) string { return fmt.Sprint(r.of) }),
	columnOf("inspections", "inspections of the group, of any kind", forTables(func(r statsRow) int { return r.all }, gradesTable, themesTable)),
	columnOf("items", "themes: areas for improvement and priority action on it", forTables(func(r statsRow) int { return r.items }, themesTable)),
	columnOf("of_items", "themes: all such items of the year", forTables(func(r statsRow) int { return r.total }, themesTable)),
	columnOf("of_graded", "grades: those of them with a grade on that scale, of which the table gives shares; empty: none given, or not_judged", func(r statsRow) string {
		if r.base == 0 {
			return ""
		}
		return fmt.Sprint(r.base)
	}),
	columnOf("from_area", "changes: area of the older grade; empty: none was given", func(r statsRow) string { return string(r.move.FromArea) }),
	columnOf("services", "themes: what the inspections look at, children_services or area_send", func(r statsRow) string { return string(r.year.Services) }),
}

// forTables reads a number that only rows of some tables have.
func forTables(value func(statsRow) int, tables ...string) func(statsRow) string {
	return func(r statsRow) string {
		if !slices.Contains(tables, r.table) {
			return ""
		}
		return fmt.Sprint(value(r))
	}
}

// StatsCSV writes statistics as one tidy table: a row for each grade of each
// area in each group and one for what has none, a row for each change of a
// grade, and a row for each theme of each year.
func StatsCSV(w io.Writer, s *model.Stats) error {
	return StatsColumns.csv(w, slices.Values([][]statsRow{gradeRows(s), changeRows(s), themeRows(s)}))
}

func gradeRows(s *model.Stats) []statsRow {
	var rows []statsRow
	for _, g := range s.Grades {
		for _, a := range g.Areas {
			row := statsRow{table: gradesTable, group: g, area: a.Area, of: a.Inspections, all: g.Inspections}
			for _, n := range a.Grades {
				row.scale, row.grade, row.count, row.base = n.Scale, n.Grade, n.Count, shareBase(a, n)
				rows = append(rows, row)
			}
			row.scale, row.grade, row.count, row.base = "", model.NoGrade, a.NoGrade, 0
			rows = append(rows, row)
		}
	}
	return rows
}

// shareBase returns what the share of a grade is of: all of the area on its
// scale. What was not judged has no share.
func shareBase(a model.AreaGrades, of model.GradeCount) int {
	base := 0
	for _, n := range a.Grades {
		if n.Scale == of.Scale && n.Grade != model.NotJudged && of.Grade != model.NotJudged {
			base += n.Count
		}
	}
	return base
}

func changeRows(s *model.Stats) []statsRow {
	var rows []statsRow
	for _, c := range s.Changes.Areas {
		for _, m := range c.Moves {
			rows = append(rows, statsRow{table: changesTable, area: c.Area, scale: m.ToScale, grade: m.To, move: m, count: m.Count, of: c.Pairs})
		}
	}
	return rows
}

func themeRows(s *model.Stats) []statsRow {
	var rows []statsRow
	for _, y := range s.Themes {
		row := statsRow{table: themesTable, group: model.GradeGroup{By: model.ByYear, Basis: model.AllInspections, Group: y.Year},
			year: y, count: y.Asking, items: y.Items, of: y.Asking, total: y.Items, all: y.Inspections}
		rows = append(rows, row)
		for _, n := range y.Themes {
			row.theme, row.count, row.items = n.Theme, n.Inspections, n.Items
			rows = append(rows, row)
		}
	}
	return rows
}
