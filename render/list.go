package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"ofsted/model"
)

// A listing is one line of a list of inspections.
type listing struct {
	authority string
	kind      string
	days      string // on site, or of the letter if it does not say
	lastDay   string
	grades    []cell
	improve   int
	priority  int
	path      string
	failure   *model.Failure
}

func listings(results Results) []listing {
	var list []listing
	for in, failure := range results {
		if failure != nil {
			list = append(list, listing{path: CleanLine(failure.Source.Path), failure: failure})
			continue
		}
		published := date(in.Published, shortDate)
		list = append(list, listing{
			authority: name(in),
			kind:      shortKinds[in.Kind],
			days:      cmp.Or(span(in.Visit), published),
			lastDay:   cmp.Or(date(in.Visit.End(), shortDate), published),
			grades:    gradeLines(in),
			improve:   in.Count(model.Improvement),
			priority:  in.Count(model.PriorityAction),
			path:      CleanLine(in.Source.Path),
		})
	}
	return list
}

// The widths from which a list has room for the columns of a table, and for
// the first day on site beside the last.
const (
	tabular = 70
	roomy   = 100
)

// List writes a line for each inspection: as a table on a terminal, and
// otherwise with tabs between the columns, for cut and for spreadsheets. A
// narrow terminal gets a few lines for each.
func List(w io.Writer, s Screen, results Results) error {
	if !s.Terminal {
		return listTabs(w, results)
	}
	list := listings(results)
	folder := commonFolder(list)
	for i := range list {
		list[i].path = strings.TrimPrefix(list[i].path, folder)
	}
	if folder != "" {
		where := strings.Join(hang("  ", "Files in "+folder, s.Width), "\n")
		if _, err := io.WriteString(w, where+"\n\n"); err != nil {
			return err
		}
	}
	if s.Width < tabular {
		return s.listBlocks(w, list)
	}
	return s.listTable(w, list)
}

// listBlocks writes each inspection as a few lines.
func (s Screen) listBlocks(w io.Writer, list []listing) error {
	var blocks []string
	for _, l := range list {
		var lines []string
		for i, c := range l.block() {
			indent := "    "
			if i == 0 {
				indent = "  "
			}
			for _, line := range hang(indent, c.text, s.Width) {
				lines = append(lines, s.paint(c.style, line)+"\n")
			}
		}
		blocks = append(blocks, strings.Join(lines, ""))
	}
	_, err := io.WriteString(w, strings.Join(blocks, "\n"))
	return err
}

// block returns what a list says of an inspection, in a few lines.
func (l listing) block() []cell {
	if l.failure != nil {
		return []cell{{"Not read: " + l.reason(), red}, {l.path, plain}}
	}
	asked := count(l.improve, improvementNoun)
	if l.priority > 0 {
		asked += ", " + count(l.priority, priorityNoun)
	}
	lines := []cell{{l.authority + ": " + l.kind, bold}, {l.days, plain}, gradeCell(l.grades), {asked, plain}, {l.path, plain}}
	return slices.DeleteFunc(lines, func(c cell) bool { return c.text == "" })
}

// reason says briefly why there is no inspection.
func (l listing) reason() string { return strings.ReplaceAll(string(l.failure.Code), "_", " ") }

func (s Screen) listTable(w io.Writer, list []listing) error {
	daysTitle := "Last day"
	if s.Width >= roomy {
		daysTitle = "On site"
	}
	columns := []column{
		{title: "Authority", flex: true}, {title: "Kind", flex: true}, {title: daysTitle, flex: s.Width >= roomy}, {title: "Grade", flex: true},
		{title: "Improve", right: true}, {title: "File", path: true},
	}
	var rows [][]cell
	priority := false
	for _, l := range list {
		if l.failure != nil {
			rows = append(rows, []cell{{"Not read", red}, {}, {}, {l.reason(), red}, {}, {l.path, plain}})
			continue
		}
		days := l.days
		if s.Width < roomy {
			days = l.lastDay
		}
		rows = append(rows, []cell{{l.authority, bold}, {l.kind, plain}, {days, plain}, gradeCell(l.grades),
			{improvements(l), plain}, {l.path, plain}})
		priority = priority || l.priority > 0
	}
	if err := s.table(w, columns, rows); err != nil || !priority {
		return err
	}
	note := "\n"
	for _, line := range hang("  ", "Improve: areas for improvement, + areas for priority action", s.Width) {
		note += s.paint(faint, line) + "\n"
	}
	_, err := io.WriteString(w, note)
	return err
}

// gradeCell sets grades below each other. They share a colour only where
// there is one of them.
func gradeCell(grades []cell) cell {
	if len(grades) == 0 {
		return cell{"not graded", faint}
	}
	st := grades[0].style
	lines := make([]string, len(grades))
	for i, g := range grades {
		lines[i] = g.text
		if g.style != st {
			st = plain
		}
	}
	return cell{strings.Join(lines, "\n"), st}
}

// improvements counts the areas for improvement, and apart from them those
// for priority action.
func improvements(l listing) string {
	if l.priority > 0 {
		return fmt.Sprintf("%d +%d", l.improve, l.priority)
	}
	return fmt.Sprint(l.improve)
}

// commonFolder returns the folder that all files are in, with the slash
// behind it: it needs saying once only.
func commonFolder(list []listing) string {
	folder := ""
	for i, l := range list {
		dir, _ := filepath.Split(l.path)
		if i == 0 {
			folder = dir
		}
		for !strings.HasPrefix(dir, folder) {
			folder, _ = filepath.Split(strings.TrimRight(folder, `/\`))
		}
	}
	if len(list) < 2 {
		return ""
	}
	return folder
}

// listColumns are the columns of a list for programs. The codes are those of
// JSON.
var listColumns = []string{"authority", "kind", "start", "end", "grade", "improvements", "priority_actions", "path", "error"}

// listTabs writes each line as its result comes.
func listTabs(w io.Writer, results Results) error {
	buf := bufio.NewWriter(w)
	fmt.Fprintln(buf, strings.Join(listColumns, "\t"))
	for in, failure := range results {
		row := []string{"", "", "", "", "", "", "", "", ""}
		if failure != nil {
			row[7], row[8] = failure.Source.Path, string(failure.Code)
		} else {
			row = listRow(in)
		}
		for i, field := range row {
			row[i] = CleanLine(field)
		}
		fmt.Fprintln(buf, strings.Join(row, "\t"))
		if err := buf.Flush(); err != nil {
			return err
		}
	}
	return buf.Flush()
}

func listRow(in *model.Inspection) []string {
	start, end := bounds(in.Visit)
	return []string{
		name(in), string(in.Kind), start, end, gradeCode(in),
		fmt.Sprint(in.Count(model.Improvement)), fmt.Sprint(in.Count(model.PriorityAction)), in.Source.Path, "",
	}
}

// bounds returns the first and the last day on site.
func bounds(v model.Visit) (start, end string) {
	for _, p := range v.Periods {
		if s := string(p.Start); start == "" || s < start {
			start = s
		}
	}
	return start, string(v.End())
}

// gradeCode is the overall grade, or where there is none each area's.
func gradeCode(in *model.Inspection) string {
	if j, ok := in.Grade(model.OverallEffectiveness); ok {
		return string(j.Grade)
	}
	var codes []string
	for _, j := range in.Judgements {
		codes = append(codes, string(j.Area)+"="+string(j.Grade))
	}
	return strings.Join(slices.Compact(codes), " ")
}
