package render

import (
	"cmp"
	"fmt"
	"slices"

	"ofsted/model"
)

// themes writes in how many inspections of each year each theme is raised, the
// most frequent first. The oldest years give way where there is no room.
func (r *statsReport) themes() {
	r.title("What has to improve, by year")
	years := slices.DeleteFunc(slices.Clone(r.stats.Themes), func(y model.ThemeYear) bool { return y.Asking == 0 })
	if len(years) == 0 {
		r.lines(plain, "  ", "No inspection here asks for improvement.")
		return
	}
	r.lines(faint, "  ", "How many inspections of each year raise a theme among the areas for improvement and for priority action, and their share of those that have any. What a safeguarding board has to improve is counted too.")
	r.line()
	label := labelKept
	if r.Width >= tabular {
		label = r.Width // on one line
	}
	shown := years
	columns, rows := themeTable(shown)
	for len(shown) > 1 && !r.fits(columns, rows, label) {
		shown = shown[1:]
		columns, rows = themeTable(shown)
	}
	r.table(columns, rows)
	if gone := years[:len(years)-len(shown)]; len(gone) > 0 {
		r.lines(faint, "  ", "Left out for want of room: "+yearsNamed(gone)+". A wider terminal shows more, and --format csv every year.")
	}
}

// yearsNamed names years from the first to the last.
func yearsNamed(years []model.ThemeYear) string {
	first, last := years[0].Year, years[len(years)-1].Year
	if first == last {
		return first
	}
	return first + " to " + last
}

// themeTable returns a table with a row for each theme that is raised and a
// column for each year.
func themeTable(years []model.ThemeYear) ([]column, [][]cell) {
	columns := []column{{title: "Theme", flex: true}}
	for _, y := range years {
		columns = append(columns, column{title: fmt.Sprintf("%s\nof%s%d", capital(y.Year), pad, y.Asking)})
	}
	digits := themeDigits(years)
	type raised struct {
		theme model.Theme
		all   int
		row   []cell
	}
	var list []raised
	for _, t := range model.Themes() {
		line := raised{theme: t, row: []cell{{t.Title(), plain}}}
		for _, y := range years {
			n := inspectionsRaising(y, t)
			line.all += n
			line.row = append(line.row, countCell(n, y.Asking, digits, plain))
		}
		if line.all > 0 {
			list = append(list, line)
		}
	}
	slices.SortStableFunc(list, func(a, b raised) int { return cmp.Compare(b.all, a.all) })
	rows := make([][]cell, len(list))
	for i, line := range list {
		rows[i] = line.row
	}
	return columns, rows
}

func inspectionsRaising(y model.ThemeYear, t model.Theme) int {
	for _, n := range y.Themes {
		if n.Theme == t {
			return n.Inspections
		}
	}
	return 0
}

// themeDigits is how many the longest number of a table has.
func themeDigits(years []model.ThemeYear) int {
	digits := 1
	for _, y := range years {
		for _, n := range y.Themes {
			digits = max(digits, len(fmt.Sprint(n.Inspections)))
		}
	}
	return digits
}
