package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// Markdown writes what Report and List write, for wikis and notes: one
// inspection as a page, several as a table or in full as a page each.
func Markdown(w io.Writer, o Options, results Results) error {
	m := markdown{bufio.NewWriter(w)}
	if !o.Single && !o.Full {
		m.list(listings(results))
		return m.w.Flush()
	}
	rule := ""
	for in, failure := range results {
		if failure == nil {
			m.w.WriteString(rule)
			m.inspection(in, o.Full)
			rule = "\n---\n\n"
		}
	}
	return m.w.Flush()
}

// A markdown is a page being written. Its writer keeps the first error.
type markdown struct{ w *bufio.Writer }

func (m markdown) line(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

func (m markdown) title(level int, text string) {
	m.line("\n%s %s\n", strings.Repeat("#", level), text)
}

// table writes a table of cells that are escaped already.
func (m markdown) table(head []string, rows [][]string) {
	m.line("| %s |", strings.Join(head, " | "))
	m.line("|%s", strings.Repeat(" --- |", len(head)))
	for _, row := range rows {
		m.line("| %s |", strings.Join(row, " | "))
	}
}

func (m markdown) inspection(in *model.Inspection, full bool) {
	m.line("# %s: %s\n", escape(name(in)), escape(in.Kind.Title()))
	for _, f := range facts(in) {
		m.line("- **%s:** %s", f.label, escapeLines(f.value, "; "))
	}
	for _, p := range parts(in) {
		m.judgements(p)
		m.items("Areas for priority action"+p.suffix, p.items[model.PriorityAction])
		m.items("Areas for improvement"+p.suffix, p.items[model.Improvement])
		m.sections(p)
	}
	if full {
		m.findings(in)
	}
	m.remarks(in)
}

func (m markdown) judgements(p part) {
	if len(p.judgements) == 0 {
		return
	}
	m.title(2, "Judgements"+p.suffix)
	var rows [][]string
	for _, j := range p.judgements {
		rows = append(rows, []string{escape(cmp.Or(j.Title, j.Area.Title())), escape(j.Grade.Title()), pageNumber(j.Page)})
	}
	m.table([]string{"Area", "Grade", "Page"}, rows)
}

func (m markdown) items(title string, list []model.Finding) {
	if len(list) == 0 {
		return
	}
	m.title(2, title)
	for i, f := range list {
		m.line("%d. %s%s", i+1, escape(whoAndWhat(f)), at(f.Page))
	}
}

// at is a page behind a text.
func at(n int) string {
	if n == 0 {
		return ""
	}
	return " (" + page(n) + ")"
}

func (m markdown) sections(p part) {
	if len(p.sections) == 0 {
		return
	}
	m.title(2, "Where the findings are"+p.suffix)
	var rows [][]string
	for _, h := range p.sections {
		rows = append(rows, []string{escape(sectionTitle(h.Section)), cmp.Or(escape(shortGrade(h.Grade)), "–"), pageNumber(h.Page), cmp.Or(countFindings(h.findings), "–")})
	}
	m.table([]string{"Section", "Grade", "Page", "Holds"}, rows)
}

func (m markdown) findings(in *model.Inspection) {
	if len(in.Findings) == 0 {
		return
	}
	m.title(2, "Findings")
	for i, h := range holdings(in) {
		if i > 0 {
			m.line("")
		}
		m.line("### %s%s", escape(h.Heading), at(h.Page))
		for _, f := range h.findings {
			number := ""
			if f.Number != "" {
				number = escape(string(f.Number)+".") + " "
			}
			m.line("\n%s%s%s", number, escape(f.Text), at(f.Page))
			m.explain(f)
		}
	}
}

func (m markdown) remarks(in *model.Inspection) {
	if len(in.Notes) > 0 {
		m.title(2, "Notes")
	}
	for _, n := range in.Notes {
		m.line("- %s %s%s", escape(cmp.Or(string(n.Marker), "*")), escape(n.Text), at(n.Page))
	}
	if len(in.Warnings) > 0 {
		m.title(2, "Warnings")
	}
	for _, w := range in.Warnings {
		m.line("- %s", escape(w.Message))
	}
}

func (m markdown) list(list []listing) {
	var rows [][]string
	for _, l := range list {
		if l.failure != nil {
			rows = append(rows, []string{"Not read", "–", "–", escape(l.failure.Message), "–", "–", escape(l.path)})
			continue
		}
		rows = append(rows, []string{escape(l.authority), escape(l.kind), cmp.Or(escape(l.days), "–"),
			escapeLines(gradeCell(l.grades).text, "; "), fmt.Sprint(l.improve), fmt.Sprint(l.priority), escape(l.path)})
	}
	m.table([]string{"Authority", "Kind", "On site", "Grade", "Improve", "Priority", "File"}, rows)
}

// markRE matches what Markdown gives a meaning: anywhere, or where a line
// begins. An ampersand has one only where it begins a character reference.
var markRE = lazy.NewRegexp("&(?:[a-zA-Z]|#[0-9]|#[xX][0-9a-fA-F])[0-9a-zA-Z]*;|[\\\\`*_{}\\[\\]<>#|~$]|^[-+]|^\\d+[.)]")

// escape makes text stand for itself in Markdown, on one line.
func escape(text string) string {
	return markRE.ReplaceAllStringFunc(clean(text), func(mark string) string {
		last := len(mark) - 1
		switch mark[0] {
		case '<':
			return "&lt;"
		case '>':
			return "&gt;"
		case '&':
			return "&amp;" + mark[1:]
		default:
			return mark[:last] + `\` + mark[last:]
		}
	})
}

// escapeLines escapes text of several lines and joins them.
func escapeLines(text, sep string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = escape(line)
	}
	return strings.Join(lines, sep)
}
