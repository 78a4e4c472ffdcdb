package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"ofsted/model"
)

// DiffFormats are the formats of a comparison.
var DiffFormats = FormatList[Screen, *model.Comparison]{
	{Name: "table", Endings: []string{".txt"}, Write: DiffTable},
	{Name: "json", Endings: []string{".json"}, Write: func(w io.Writer, _ Screen, c *model.Comparison) error { return DiffJSON(w, c) }},
	{Name: "csv", Endings: []string{".csv"}, Write: func(w io.Writer, _ Screen, c *model.Comparison) error { return DiffCSV(w, c) }},
	{Name: "markdown", Endings: []string{".md", ".markdown"}, Write: func(w io.Writer, _ Screen, c *model.Comparison) error { return DiffMarkdown(w, c) }},
}

// DiffJSON writes a comparison as one object.
func DiffJSON(w io.Writer, c *model.Comparison) error { return writeJSON(w, c) }

// DiffTable writes a comparison for people to read: what is compared and what
// to know of it, the grades, the areas for improvement, the themes. It is a
// report, on a terminal and elsewhere.
func DiffTable(w io.Writer, s Screen, c *model.Comparison) error {
	buf := bufio.NewWriter(w)
	s.Width = max(s.Width, minReport)
	r := diffReport{report{Screen: s, w: buf}, c}
	r.head()
	r.judgements()
	for _, l := range itemLists(c) {
		r.items(l)
	}
	r.themes()
	return cmp.Or(r.err, buf.Flush())
}

// A diffReport is a DiffTable being written.
type diffReport struct {
	report
	c *model.Comparison
}

func (r *diffReport) head() {
	r.lines(bold, "", diffTitle(r.c))
	r.line()
	for _, s := range []struct {
		label string
		side  model.Side
	}{{"  Then  ", r.c.Old}, {"  Now   ", r.c.New}} {
		r.entry(cell{s.label, faint}, s.side.Kind.Title(), "")
		r.lines(faint, strings.Repeat(" ", len(s.label)), sidePath(s.side))
	}
	if len(r.c.Notes) > 0 {
		r.line()
	}
	for _, n := range r.c.Notes {
		r.lines(amber, "  ! ", clean(n.Message))
	}
}

func (r *diffReport) judgements() {
	r.title("Judgements")
	switch {
	case len(r.c.Judgements) == 0:
		r.lines(plain, "  ", noGrades)
	case r.Width < tabular:
		r.judgementList()
	default:
		r.judgementTable()
	}
}

// changeStyle is the colour of a movement.
var changeStyle = map[model.Movement]style{model.Improved: green, model.Declined: red}

func (r *diffReport) judgementTable() {
	columns := []column{{title: "Area", flex: true}, {title: "Then"}, {title: "Now"}, {title: "Change", flex: true}}
	var rows [][]cell
	for i, c := range r.c.Judgements {
		if i > 0 {
			rows = append(rows, make([]cell, len(columns)))
		}
		then, now := thenAndNow(c)
		area := cell{areaLabel(c.Area), plain}
		if c.Area == model.OverallEffectiveness {
			area.style = bold
		}
		if text := correspondence(c); text != "" {
			area.text += "\n" + text
		}
		rows = append(rows, []cell{area, r.grade(then), r.grade(now), {changeWords(c, r.c), changeStyle[c.Change]}})
	}
	r.table(columns, rows)
}

func gradeOrNone(g model.Grade) cell {
	if g == model.NoGrade {
		return cell{"–", faint}
	}
	return cell{shortGrade(g), tones[g]}
}

// grade is a cell with a grade, over two lines where there is little room.
func (r *diffReport) grade(g model.Grade) cell {
	c := gradeOrNone(g)
	if r.Width < roomy && width(c.text) > longestKept {
		c.text = strings.Replace(c.text, " ", "\n", 1)
	}
	return c
}

// judgementList is judgementTable for narrow terminals.
func (r *diffReport) judgementList() {
	for i, c := range r.c.Judgements {
		if i > 0 {
			r.line()
		}
		then, now := thenAndNow(c)
		r.lines(bold, "  ", areaLabel(c.Area))
		if text := correspondence(c); text != "" {
			r.lines(faint, "    ", text)
		}
		r.lines(plain, "    ", gradeOrNone(then).text+" → "+gradeOrNone(now).text)
		r.lines(changeStyle[c.Change], "    ", changeWords(c, r.c))
	}
}

func (r *diffReport) items(l itemList) {
	r.title(fmt.Sprintf("%s (%d)", l.title, len(l.items)))
	r.lines(faint, "  ", l.note)
	digits := len(fmt.Sprint(len(l.items)))
	for i, item := range l.items {
		r.line()
		label := fmt.Sprintf("  %*d. ", digits, i+1)
		r.entry(cell{label, plain}, itemText(item.New), page(item.New.Page))
		for _, o := range item.Old {
			r.entry(cell{strings.Repeat(" ", len(label)) + "then: ", faint}, itemText(o.Item), where(o))
			if len(o.Common) > 0 {
				r.lines(faint, strings.Repeat(" ", len(label))+"both: ", strings.Join(o.Common, ", "))
			}
			r.words(strings.Repeat(" ", len(label))+"words: ", o.Words)
		}
	}
}

// words writes how a wording changed.
func (r *diffReport) words(label string, words []model.WordChange) {
	switch {
	case len(words) == 0:
	case !reworded(words):
		r.lines(faint, label, sameWords)
	default:
		inside := plain
		for i, line := range hang(label, marked(words, wordMarks, clean), r.Width) {
			if i == 0 {
				line = strings.TrimPrefix(line, label)
				r.w.WriteString(r.paint(faint, label))
			}
			line, inside = r.paintMarks(line, inside)
			r.line(line)
		}
	}
}

// paintMarks colours what stands between marks, which may go on from the line
// before; it returns the style that goes on in the next.
func (r *diffReport) paintMarks(line string, inside style) (string, style) {
	var b strings.Builder
	for line != "" {
		next, st := len(line), inside
		for _, m := range []struct {
			op model.WordOp
			st style
		}{{model.WordsDeleted, red}, {model.WordsInserted, green}} {
			open, shut := wordMarks[m.op][0], wordMarks[m.op][1]
			if at := strings.Index(line, open); inside == plain && at >= 0 && at < next {
				next, st = at, m.st
			}
			if at := strings.Index(line, shut); inside == m.st && at >= 0 {
				next, st = at+len(shut), plain
			}
		}
		b.WriteString(r.paint(inside, line[:next]))
		line, inside = line[next:], st
	}
	return b.String(), inside
}

func (r *diffReport) themes() {
	r.title("Themes")
	list := saidThemes(r.c)
	if len(list) == 0 {
		r.lines(plain, "  ", noThemes)
		return
	}
	r.lines(faint, "  ", themesNote)
	r.line()
	columns := []column{{title: "Theme", flex: true}}
	for _, c := range themeColumns {
		columns = append(columns, column{title: c.title, right: true, flex: true})
	}
	var rows [][]cell
	digits := 1
	for _, t := range list {
		for _, c := range themeColumns {
			digits = max(digits, len(fmt.Sprint(c.of(t.New))))
		}
	}
	for _, t := range list {
		row := []cell{{t.Theme.Title(), plain}}
		for _, c := range themeColumns {
			row = append(row, fromTo(c.of(t.Old), c.of(t.New), digits))
		}
		rows = append(rows, row)
	}
	r.table(dropEmpty(columns, rows))
}

// fromTo writes two numbers, so that arrows stand below each other.
func fromTo(then, now, digits int) cell {
	if then == 0 && now == 0 {
		return cell{"–", faint}
	}
	number := strings.ReplaceAll(fmt.Sprintf("%*d", digits, now), " ", string(nbsp))
	return cell{fmt.Sprintf("%d%c→%c%s", then, nbsp, nbsp, number), plain}
}
