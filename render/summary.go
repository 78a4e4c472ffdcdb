package render

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"ofsted/model"
)

// todaysAreas are the areas that a table has a column for, and todaysTitles
// what heads them. Grades of older areas stand in the columns of what those
// became.
var (
	todaysAreas  = []model.Area{model.OverallEffectiveness, model.ImpactOfLeaders, model.HelpAndProtection, model.ChildrenInCare, model.CareLeavers}
	todaysTitles = []string{"Overall", "Leaders", "Help", "Care", "Leavers"}
)

// The widths from which a table of summaries has room for its columns, for
// overall effectiveness in words, and for every grade in words.
const (
	summaryTabular = 76
	overallWords   = 94
	allWords       = 116
)

// SummaryTable writes summaries for people: two lines for each, and what the
// signs mean. A narrow terminal gets a few lines for each; what is no terminal
// gets tabs, as from List.
func SummaryTable(w io.Writer, o SummaryOptions, list []model.Summary) error {
	if !o.Screen.Terminal {
		return summaryTabs(w, list)
	}
	p := &summaryPage{Screen: o.Screen, list: list, used: map[string]bool{}}
	if p.Width < summaryTabular {
		p.blocks()
	} else if err := p.columns(); err != nil {
		return err
	}
	p.legend()
	// What held words together has done so: a day that is copied is a day.
	_, err := io.WriteString(w, strings.ReplaceAll(p.out.String(), string(nbsp), " "))
	return err
}

// A summaryPage lays out summaries.
type summaryPage struct {
	Screen
	list []model.Summary
	out  strings.Builder
	used map[string]bool // signs and words that need explaining
}

func (p *summaryPage) hang(st style, label, text string) {
	for _, line := range hang(label, text, p.Width) {
		p.out.WriteString(p.paint(st, line) + "\n")
	}
}

// columns writes a table. Of the two rows for each summary the second is for
// what needs reading less often.
func (p *summaryPage) columns() error {
	columns := []column{{title: "Authority\nRegion", flex: true}, {title: "Last" + string(nbsp) + "day\nInspection", flex: true}}
	for _, title := range todaysTitles {
		columns = append(columns, column{title: title})
	}
	columns = append(columns, column{title: improveWord, right: true})
	p.used[improveWord] = true
	var rows [][]cell
	for i := range p.list {
		first, second := p.rows(&p.list[i])
		rows = append(rows, first, second)
	}
	return p.table(&p.out, columns, rows)
}

func (p *summaryPage) rows(s *model.Summary) (first, second []cell) {
	first = []cell{{summaryName(s), bold}, {unbroken(summaryDay(s)), plain}}
	second = []cell{{clean(string(s.Authority.Region)), faint}, {p.inspection(s), faint}}
	for i := range todaysAreas {
		first = append(first, p.grade(s, i))
		second = append(second, cell{})
	}
	return append(first, cell{asked(s), plain}), append(second, cell{})
}

// summaryName returns what to call the authority.
func summaryName(s *model.Summary) string {
	return clean(string(cmp.Or(s.Authority.Name, s.Authority.Printed)))
}

func summaryDay(s *model.Summary) string {
	if s.Inspection == nil {
		return "–"
	}
	return cmp.Or(clean(date(s.Inspection.End, shortDate)), "no date")
}

// unbroken holds words together on one line.
func unbroken(text string) string { return strings.ReplaceAll(text, " ", string(nbsp)) }

// The words and signs that are used in several places.
const (
	shortWord   = "short"
	noFullWord  = "no full inspection"
	noneWord    = "no inspection"
	noOverall   = "–"
	improveWord = "Improve"
)

// inspection says briefly what kind of inspection it was.
func (p *summaryPage) inspection(s *model.Summary) string {
	in := s.Inspection
	if in == nil {
		if s.Documents == 0 {
			return noneWord
		}
		return noFullWord
	}
	name := eventName(model.Event{Kind: in.Kind, Edition: in.Edition, Reinspection: in.Reinspection, VisitNumber: in.VisitNumber})
	if in.Variant == model.Short {
		name += " " + shortWord
		p.used[shortWord] = true
	}
	if apart := standsApart(s); apart != "" {
		name += ": " + apart
	}
	return name
}

// standsApart returns the grade of an inspection that has none in the columns,
// as that of an area SEND inspection.
func standsApart(s *model.Summary) string {
	if len(s.Judgements) != 1 || slices.ContainsFunc(todaysAreas, func(a model.Area) bool { _, _, ok := s.Standing(a); return ok }) {
		return ""
	}
	return shortGrade(s.Judgements[0].Grade)
}

// grade writes the cell of a column of grades.
func (p *summaryPage) grade(s *model.Summary, i int) cell {
	a := todaysAreas[i]
	overall := a == model.OverallEffectiveness
	g, combined, ok := s.Standing(a)
	if !ok {
		return p.without(s, overall)
	}
	text := p.short(g.Grade, overall)
	if combined {
		text += combinedSign
		p.used[combinedSign] = true
	}
	if sign := p.move(s); overall && sign != "" {
		text += " " + sign
	}
	return cell{text, tones[g.Grade]}
}

// without writes the cell of a column of grades without a grade.
func (p *summaryPage) without(s *model.Summary, overall bool) cell {
	switch {
	case !overall || s.Inspection == nil:
	case dropsOverall(s):
		p.used[noOverall] = true
		return cell{noOverall, faint}
	case len(s.Judgements) == 0:
		return cell{"no grades", faint}
	}
	return cell{}
}

// dropsOverall reports whether an inspection is under a framework that judges
// no overall effectiveness any more.
func dropsOverall(s *model.Summary) bool {
	in := s.Inspection
	return in != nil && in.Edition != "" && !in.Kind.Judges(cmp.Or(in.Start, in.End), model.OverallEffectiveness)
}

// short writes a grade as the width allows.
func (p *summaryPage) short(g model.Grade, overall bool) string {
	if p.Width >= allWords || overall && p.Width >= overallWords {
		text, ok := briefGrades[g]
		if !ok {
			text = shortGrade(g)
		}
		p.used[text] = true
		return text
	}
	letters := markOf(g).letters
	p.used["letters "+letters] = true
	return letters
}

// move writes what became of overall effectiveness as a sign and a number.
func (p *summaryPage) move(s *model.Summary) string {
	sign := moveSigns[model.Movement(s.Change)]
	p.used[sign] = true
	if s.Steps != nil && *s.Steps != 0 {
		sign += fmt.Sprint(max(*s.Steps, -*s.Steps))
	}
	return sign
}

// asked counts what an inspection asked for.
func asked(s *model.Summary) string {
	if s.Inspection == nil {
		return ""
	}
	return improvements(listing{improve: *s.Improvements, priority: *s.PriorityActions})
}

// blocks writes a few lines for each summary.
func (p *summaryPage) blocks() {
	for i := range p.list {
		if i > 0 {
			p.out.WriteString("\n")
		}
		s := &p.list[i]
		p.hang(bold, "  ", summaryName(s))
		for _, c := range p.block(s) {
			if c.text != "" {
				p.hang(c.style, "    ", c.text)
			}
		}
	}
}

// block returns what a narrow terminal shows below an authority's name.
func (p *summaryPage) block(s *model.Summary) []cell {
	when := p.inspection(s)
	if s.Inspection != nil {
		when += ", " + unbroken(summaryDay(s))
	}
	lines := []cell{{when, plain}}
	if c := p.overallLine(s); c.text != "" {
		lines = append(lines, c)
	}
	var parts []string
	for i, a := range todaysAreas[1:] {
		g, combined, ok := s.Standing(a)
		if !ok {
			continue
		}
		text := todaysTitles[i+1] + ": " + shortGrade(g.Grade)
		if combined {
			text += combinedSign
			p.used[combinedSign] = true
		}
		parts = append(parts, unbroken(text))
	}
	lines = append(lines, cell{strings.Join(parts, "; "), plain})
	if s.Inspection != nil {
		text := count(*s.Improvements, improvementNoun)
		if *s.PriorityActions > 0 {
			text += ", " + count(*s.PriorityActions, priorityNoun)
		}
		lines = append(lines, cell{text, plain})
	}
	return append(lines, cell{clean(string(s.Authority.Region)), faint})
}

// overallLine says how an authority was judged overall, and what became of it.
func (p *summaryPage) overallLine(s *model.Summary) cell {
	g, ok := s.Grade(model.OverallEffectiveness)
	if !ok {
		c := p.without(s, true)
		if c.text == noOverall {
			c.text = todaysTitles[0] + ": " + noOverall
		}
		return cell{capital(c.text), c.style}
	}
	text := todaysTitles[0] + ": " + shortGrade(g.Grade)
	if sign := p.move(s); sign != "" {
		text += " " + sign
	}
	return cell{unbroken(text), tones[g.Grade]}
}

// legend explains the signs that were used, and says what has to be known.
func (p *summaryPage) legend() {
	p.out.WriteString("\n")
	for _, note := range slices.Concat(p.signs(), p.notes()) {
		p.hang(faint, "  ", note)
	}
}

// summarySigns explain signs, in this order.
var summarySigns = []struct{ sign, means string }{
	{"▲", "▲ improved"},
	{"▼", "▼ declined"},
	{"=", "= unchanged"},
	{"≠", "≠ not comparable"},
}

// signs explains the signs and short words that were used.
func (p *summaryPage) signs() []string {
	var letters, moves []string
	for _, m := range gradeMarks {
		if p.used["letters "+m.letters] && m.letters != "" {
			letters = append(letters, m.letters+" "+strings.ToLower(m.grade.Title()))
		}
	}
	if brief := briefGrades[model.RequiresImprovement]; p.used[brief] && len(letters) == 0 {
		letters = append(letters, brief+" requires improvement to be good")
	}
	for _, s := range summarySigns {
		if p.used[s.sign] {
			moves = append(moves, s.means)
		}
	}
	var notes []string
	if len(letters) > 0 {
		notes = append(notes, strings.Join(letters, "; ")+".")
	}
	if len(moves) > 0 {
		notes = append(notes, strings.Join(moves, "; ")+": overall effectiveness, by so many grades, since the full inspection before.")
	}
	for _, n := range []struct {
		used bool
		note string
	}{
		{p.used[combinedSign], combinedSign + " One grade for care and care leavers together; it stands in both columns."},
		{p.used[noOverall], noOverall + " No overall effectiveness is judged from April 2026."},
		{p.used[shortWord], "Short: one working week on site, not two."},
		{p.used[improveWord], improveWord + ": areas for improvement, + areas for priority action."},
		{p.used[improveWord] && slices.ContainsFunc(p.list, hasBoard), "What a safeguarding board has to improve is counted too."},
		{slices.ContainsFunc(p.list, isLAC), shortKinds[model.LACInspection] + ": to 2013, of services for looked after children alone, on an older scale."},
		{slices.ContainsFunc(p.list, hasOlder), "Grades of older areas stand under what those became: leadership and governance under Leaders, looked after and permanence under Care."},
		{slices.ContainsFunc(p.list, hasMore), "Grades of adoption, LSCBs and other areas without a column are in the other formats: see --format."},
	} {
		if n.used {
			notes = append(notes, n.note)
		}
	}
	return notes
}

func isLAC(s model.Summary) bool {
	return s.Inspection != nil && s.Inspection.Kind == model.LACInspection
}

// hasBoard reports whether a safeguarding board was inspected too.
func hasBoard(s model.Summary) bool {
	_, board := s.Grade(model.LSCB)
	return board
}

// hasOlder reports whether grades stand under another name.
func hasOlder(s model.Summary) bool {
	_, leaders := s.Grade(model.LeadershipManagementGovernance)
	_, care := s.Grade(model.LookedAfterAndPermanence)
	return leaders || care
}

// hasMore reports whether there are grades that stand in no column.
func hasMore(s model.Summary) bool {
	shown := map[model.Area]bool{}
	for _, a := range todaysAreas {
		if g, _, ok := s.Standing(a); ok {
			shown[g.Area] = true
		}
	}
	return standsApart(&s) == "" && slices.ContainsFunc(s.Judgements, func(g model.SummaryGrade) bool { return !shown[g.Area] })
}

// notes says what is missing, each thing once with the authorities that it
// is about.
func (p *summaryPage) notes() []string {
	var messages []string
	about := map[string][]string{}
	for i := range p.list {
		s := &p.list[i]
		for _, m := range summaryMessages(s) {
			if about[m] == nil {
				messages = append(messages, m)
			}
			if name := summaryName(s); !slices.Contains(about[m], name) {
				about[m] = append(about[m], name)
			}
		}
	}
	for i, m := range messages {
		messages[i] = capital(clean(m)) + ": " + and(about[m]) + "."
	}
	return messages
}
