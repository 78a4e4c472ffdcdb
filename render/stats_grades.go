package render

import (
	"fmt"
	"slices"
	"strings"

	"ofsted/model"
)

// A gradeTable is a table with a column for each grade of a scale.
type gradeTable struct {
	corner string // above the names of the rows
	scale  model.Null
	grades []model.Grade
	rows   []gradeRow
	none   headings // of the column of what has no grade, which is left out where all have one
}

// A gradeRow is how often each grade was given.
type gradeRow struct {
	label  string
	counts []int // of each grade
	of     int   // what shares are of: those that were judged
	none   int
	all    int
}

// headings are the words above a column: where there is room, where there is
// less, and where there is little.
type headings [3]string

// gradeHeadings are those of grades.
var gradeHeadings = map[model.Grade]headings{
	model.Outstanding:                  {"Outstanding", "Outstanding", "Outst."},
	model.Good:                         {"Good", "Good", "Good"},
	model.RequiresImprovement:          {"Requires\nimprovement", "Req.\nimpr.", "Req.\nimpr."},
	model.Adequate:                     {"Adequate", "Adequate", "Adeq."},
	model.Inadequate:                   {"Inadequate", "Inadequate", "Inad."},
	model.TypicallyPositive:            {"Typically\npositive", "Typically\npositive", "Typ.\npos."},
	model.Inconsistent:                 {"Inconsistent", "Inconsistent", "Incon-\nsistent"},
	model.WidespreadOrSystemicFailings: {"Widespread\nfailings", "Widespread\nfailings", "Wide.\nfail."},
	model.NotJudged:                    {"Not\njudged", "Not\njudged", "Not\njudged"},
}

var (
	noOverallHeadings = headings{"No overall\ngrade", "No overall\ngrade", "No\ngrade"}
	noGradeHeadings   = headings{"No\ngrade", "No\ngrade", "No\ngrade"}
)

// grades writes the grades of groups of inspections: those on the newest scale
// as a table, and what there is on another below it.
func (r *statsReport) grades(title, note string, by model.Grouping, basis model.Basis) {
	r.title(title)
	all := r.group(model.ByAll, basis, string(model.ByAll)).Area(r.area)
	if all.Inspections == 0 {
		r.lines(plain, "  ", r.noneFor(basis))
		return
	}
	if note != "" {
		r.lines(faint, "  ", note)
		r.line()
	}
	table := newGradeTable(groupHeads[by], all)
	var others []string
	for _, g := range r.stats.Grades {
		if g.By == by && g.Basis == basis {
			table.add(groupName(g), g.Area(r.area))
			if other := otherScales(g.Area(r.area), table.scale); other != "" {
				others = append(others, other+" ("+groupName(g)+")")
			}
		}
	}
	if len(table.rows) > 1 {
		table.add("All", all)
	}
	r.gradeTable(table)
	if len(others) > 0 {
		r.lines(faint, "  ", "Not in the table, as they are on the older scale: "+strings.Join(others, "; ")+".")
	}
}

// noneFor says that there are no grades for the area.
func (r *statsReport) noneFor(basis model.Basis) string {
	if basis == model.LatestInspections {
		return strings.TrimSpace(fmt.Sprintf("No authority’s latest %s inspection judges %s. %s", sortOf(r.area), gradedArea(r.area), r.notHere()))
	}
	return fmt.Sprintf("No inspection here judges %s.", gradedArea(r.area))
}

// newGradeTable returns a table for the newest scale that was used in an area.
func newGradeTable(corner string, all model.AreaGrades) *gradeTable {
	t := &gradeTable{corner: corner, none: noGradeHeadings}
	if all.Area == model.OverallEffectiveness {
		t.none = noOverallHeadings
	}
	for i, n := range all.Grades {
		if i == 0 {
			t.scale = n.Scale
		}
		if n.Scale == t.scale {
			t.grades = append(t.grades, n.Grade)
		}
	}
	return t
}

// add adds the row of a group, unless it has nothing for the table.
func (t *gradeTable) add(label string, a model.AreaGrades) {
	row := gradeRow{label: label, counts: make([]int, len(t.grades)), none: a.NoGrade, all: a.NoGrade}
	for _, n := range a.Grades {
		if n.Scale != t.scale {
			continue
		}
		row.counts[slices.Index(t.grades, n.Grade)] = n.Count
		row.all += n.Count
		if n.Grade != model.NotJudged {
			row.of += n.Count
		}
	}
	if row.all > 0 {
		t.rows = append(t.rows, row)
	}
}

// otherScales lists the grades on other scales than the table's.
func otherScales(a model.AreaGrades, scale model.Null) string {
	var parts []string
	for _, n := range a.Grades {
		if n.Scale != scale && n.Count > 0 {
			parts = append(parts, fmt.Sprint(n.Count, " ", lower(shortGrade(n.Grade))))
		}
	}
	return strings.Join(parts, ", ")
}

// groupHeads are what stands above the names of groups.
var groupHeads = map[model.Grouping]string{model.ByYear: "Year", model.ByFramework: "Framework", model.ByRegion: "Region"}

// frameworkNames are frameworks as people call them.
var frameworkNames = map[string]string{
	string(model.LAC):       "Looked after",
	string(model.SIF):       "SIF",
	string(model.ILACS):     "ILACS",
	string(model.AreaSEND):  "Area SEND",
	string(model.JTAIFrame): "JTAI",
}

// groupName is what a group is called.
func groupName(g model.GradeGroup) string {
	first, rest, _ := strings.Cut(g.Group, " ")
	if name, ok := frameworkNames[first]; ok && g.By == model.ByFramework {
		return strings.TrimSpace(name + " " + rest)
	}
	return capital(clean(g.Group))
}

// matrix writes how many grades of one scale became which.
func (r *statsReport) matrix(c model.AreaChange, scale model.Null) {
	table := &gradeTable{corner: "Then ↓ now →", scale: scale, grades: model.Scale(scale).Grades()}
	all := gradeRow{label: "All", counts: make([]int, len(table.grades))}
	for _, from := range table.grades {
		row := gradeRow{label: shortGrade(from), counts: make([]int, len(table.grades))}
		for _, m := range c.Moves {
			if to := slices.Index(table.grades, m.To); m.FromScale == scale && m.ToScale == scale && m.From == from && to >= 0 {
				row.counts[to] += m.Count
				row.all += m.Count
				all.counts[to] += m.Count
			}
		}
		if row.of = row.all; row.all > 0 {
			table.rows = append(table.rows, row)
			all.all += row.all
		}
	}
	if all.of = all.all; len(table.rows) > 1 {
		table.rows = append(table.rows, all)
	}
	r.line()
	r.gradeTable(table)
}

// A gradeLayout is a way to set a gradeTable.
type gradeLayout struct {
	headings int // which of them
	shares   bool
}

// gradeLayouts are tried one after the other until one fits.
var gradeLayouts = []gradeLayout{{0, true}, {1, true}, {2, true}, {2, false}}

// gradeTable writes a table with a column for each grade, or a list where
// there is no room for columns.
func (r *statsReport) gradeTable(t *gradeTable) {
	for _, layout := range gradeLayouts {
		columns, rows := t.laidOut(layout)
		if r.fits(columns, rows, labelKept) {
			r.table(columns, rows)
			r.sharesNote(layout.shares && t.hasShares())
			return
		}
	}
	r.lines(faint, "  ", t.corner)
	for _, row := range t.rows {
		r.lines(bold, "  ", row.label)
		r.lines(plain, "    ", t.listed(row))
	}
}

// sharesNote says once, below the first table that has shares, what they are
// of.
func (r *statsReport) sharesNote(shown bool) {
	if shown && !r.shares {
		r.shares = true
		r.lines(faint, "  ", fmt.Sprintf("Shares are of those in a row with a grade, not of all in it, and are shown where those are %d or more.", shareFrom))
	}
}

// hasShares reports whether a table has a share, where there is room.
func (t *gradeTable) hasShares() bool {
	return slices.ContainsFunc(t.rows, func(r gradeRow) bool { return r.of >= shareFrom })
}

// fits reports whether a table is within the width, where its first column
// may be narrowed to so much.
func (r *statsReport) fits(columns []column, rows [][]cell, label int) bool {
	used := tableIndent - columnGap
	for i := range columns {
		widest, _ := measure(columns[i].title)
		for _, row := range rows {
			widest = max(widest, width(row[i].text))
		}
		if i == 0 {
			widest = min(widest, label)
		}
		used += widest + columnGap
	}
	return used <= r.Width
}

func (t *gradeTable) laidOut(l gradeLayout) ([]column, [][]cell) {
	columns := []column{{title: t.corner, flex: true}}
	for _, g := range t.grades {
		columns = append(columns, column{title: gradeHeadings[g][l.headings]})
	}
	without := slices.ContainsFunc(t.rows, func(r gradeRow) bool { return r.none > 0 })
	if without {
		columns = append(columns, column{title: t.none[l.headings], right: true})
	}
	columns = append(columns, column{title: "All", right: true})
	digits := t.digits()
	var rows [][]cell
	for _, row := range t.rows {
		cells := []cell{{row.label, plain}}
		for i, n := range row.counts {
			of := row.of
			if !l.shares || t.grades[i] == model.NotJudged {
				of = 0
			}
			cells = append(cells, countCell(n, of, digits, tones[t.grades[i]]))
		}
		if without {
			cells = append(cells, countCell(row.none, 0, 1, plain))
		}
		rows = append(rows, append(cells, countCell(row.all, 0, 1, plain)))
	}
	return columns, rows
}

// digits is how many the longest count of a grade has.
func (t *gradeTable) digits() int {
	digits := 1
	for _, row := range t.rows {
		for _, n := range row.counts {
			digits = max(digits, len(fmt.Sprint(n)))
		}
	}
	return digits
}

// countCell is a number over so many digits, with its share of so many where
// those are not too few.
func countCell(n, of, digits int, st style) cell {
	text := fmt.Sprint(n)
	if n == 0 {
		text, of, st = "–", 0, faint
	}
	text = fmt.Sprintf("%*s", digits, text)
	if share := percent(n, of); share != "" {
		text += fmt.Sprintf(" %4s", share)
	}
	return cell{strings.ReplaceAll(text, " ", pad), st}
}

// listed says in words what a row says.
func (t *gradeTable) listed(row gradeRow) string {
	var parts []string
	for i, n := range row.counts {
		if n > 0 {
			parts = append(parts, fmt.Sprint(lower(shortGrade(t.grades[i])), " ", n))
		}
	}
	if row.none > 0 {
		parts = append(parts, fmt.Sprint(lower(strings.ReplaceAll(t.none[0], "\n", " ")), " ", row.none))
	}
	return strings.Join(append(parts, fmt.Sprint("all ", row.all)), ", ")
}
