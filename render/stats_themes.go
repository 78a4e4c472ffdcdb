package render

import (
	"cmp"
	"fmt"
	"slices"

	"ofsted/model"
)

// themesOf are the inspections whose themes the table shows, by the services
// that its area is of.
var themesOf = map[model.Services]struct {
	one, many string
	also      string // of what is counted
	elsewhere string // where those of other services are
}{
	model.ChildrensServices: {"inspection of children’s services", "inspections of children’s services, visits among them,",
		" What a safeguarding board has to improve is counted too.",
		"What area SEND inspections ask for is not counted here (%s): --area area_send_outcome shows that."},
	model.AreaSENDServices: {"area SEND inspection", "area SEND inspections", "",
		"What inspections and visits of children’s services ask for is not counted here (%s): any other --area shows that."},
}

// themes writes in how many inspections of each year each theme is raised, the
// most frequent of all years first. The oldest years give way where there is no
// room.
func (r *statsReport) themes() {
	r.title("What has to improve, by year")
	services := r.area.Services()
	words := themesOf[services]
	if years := askingYears(r.stats.ThemesOf(services)); len(years) > 0 {
		r.lines(faint, "  ", fmt.Sprintf("How many %s raise a theme among the areas for improvement and for priority action, and their share of those that have any, where those are %d or more.%s", words.many, shareFrom, words.also))
		r.lines(faint, "  ", "Grades are as printed. Themes are not: this program sorts what has to improve by its words. Those raised most over all the years are first.")
		r.line()
		r.themeTable(years)
	} else {
		r.lines(plain, "  ", "No "+words.one+" here asks for improvement.")
	}
	asking := 0
	for _, y := range r.stats.Themes {
		if y.Services != services {
			asking += y.Asking
		}
	}
	if asking > 0 {
		r.lines(faint, "  ", fmt.Sprintf(words.elsewhere, count(asking, inspectionNoun)))
	}
}

// askingYears returns the years in which anything was asked for.
func askingYears(years []model.ThemeYear) []model.ThemeYear {
	return slices.DeleteFunc(years, func(y model.ThemeYear) bool { return y.Asking == 0 })
}

// themeTable writes the table of as many years as there is room for.
func (r *statsReport) themeTable(years []model.ThemeYear) {
	themes := byFrequency(years)
	label := labelKept
	if r.Width >= tabular {
		label = r.Width // on one line
	}
	shown := years
	columns, rows := themesLaidOut(themes, shown)
	for len(shown) > 1 && !r.fits(columns, rows, label) {
		shown = shown[1:]
		columns, rows = themesLaidOut(themes, shown)
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

// byFrequency returns the themes that were raised, those that most inspections
// raise first.
func byFrequency(years []model.ThemeYear) []model.Theme {
	raising := map[model.Theme]int{}
	for _, y := range years {
		for _, n := range y.Themes {
			raising[n.Theme] += n.Inspections
		}
	}
	themes := slices.DeleteFunc(model.Themes(), func(t model.Theme) bool { return raising[t] == 0 })
	slices.SortStableFunc(themes, func(a, b model.Theme) int { return cmp.Compare(raising[b], raising[a]) })
	return themes
}

// themesLaidOut returns a table with a row for each theme and a column for each
// year.
func themesLaidOut(themes []model.Theme, years []model.ThemeYear) ([]column, [][]cell) {
	columns := []column{{title: "Theme", flex: true}}
	for _, y := range years {
		columns = append(columns, column{title: fmt.Sprintf("%s\nof%s%d", capital(y.Year), pad, y.Asking)})
	}
	digits := themeDigits(years)
	var rows [][]cell
	for _, t := range themes {
		row := []cell{{t.Title(), plain}}
		for _, y := range years {
			row = append(row, countCell(inspectionsRaising(y, t), y.Asking, digits, plain))
		}
		rows = append(rows, row)
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
