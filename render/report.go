package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"ofsted/model"
)

// Report writes one inspection for people to read: who and when, the grades,
// what has to improve, and where in the document the findings are. With full
// it goes on to every finding.
func Report(w io.Writer, s Screen, in *model.Inspection, full bool) error {
	buf := bufio.NewWriter(w)
	s.Width = max(s.Width, minReport)
	r := report{Screen: s, w: buf, in: in}
	r.head()
	for _, p := range parts(in) {
		r.part(p)
	}
	if full {
		r.findings()
	}
	r.remarks()
	return cmp.Or(r.err, buf.Flush())
}

// minReport is the width below which labels and numbers leave a report's text
// too little room; a terminal breaks the lines itself.
const minReport = 40

// A report is a Report being written.
type report struct {
	Screen
	w   *bufio.Writer
	in  *model.Inspection
	err error
}

// lines writes text in a style, within the width.
func (r *report) lines(st style, label, text string) {
	for _, line := range hang(label, text, r.Width) {
		r.line(r.paint(st, line))
	}
}

func (r *report) line(parts ...string) {
	r.w.WriteString(strings.TrimRight(strings.Join(parts, ""), " "))
	r.w.WriteByte('\n')
}

// title writes the heading of a part of the report.
func (r *report) title(text string) {
	r.line()
	for _, line := range wrap(text, r.Width) {
		r.line(r.paint(bold, line))
	}
	r.line()
}

func (r *report) table(columns []column, rows [][]cell) {
	if err := r.Screen.table(r.w, columns, rows); err != nil && r.err == nil {
		r.err = err
	}
}

// labelWidth is the width of the longest label of a fact and a gap.
const labelWidth = len("Lead inspector") + 2

func (r *report) head() {
	for _, line := range wrap(name(r.in), r.Width) {
		r.line(r.paint(bold, line))
	}
	for _, line := range wrap(r.in.Kind.Title(), r.Width) {
		r.line(line)
	}
	r.line()
	for _, f := range facts(r.in) {
		label := fmt.Sprintf("  %-*s", labelWidth, f.label)
		for i, line := range hang(label, f.value, r.Width) {
			if i == 0 {
				st := plain
				if f.value == notPrinted {
					st = faint
				}
				line = r.paint(faint, label) + r.paint(st, strings.TrimPrefix(line, label))
			}
			r.line(line)
		}
	}
}

// A part is what a document says about the authority or about its LSCB.
type part struct {
	suffix     string // to titles
	judgements []model.Judgement
	sections   []holding
	items      map[model.FindingKind][]model.Finding
}

// A holding is a section with the findings that it holds.
type holding struct {
	model.Section
	findings []model.Finding
}

// parts sets what is about the authority and what is about the LSCB apart.
// A review of an LSCB alone needs no telling apart.
func parts(in *model.Inspection) []part {
	var list []part
	for _, about := range []struct {
		about  model.About
		suffix string
	}{{model.AboutAuthority, ""}, {model.AboutLSCB, ": LSCB"}} {
		p := part{suffix: about.suffix, items: map[model.FindingKind][]model.Finding{}}
		if in.Kind == model.LSCBReview {
			p.suffix = ""
		}
		for _, j := range in.Judgements {
			if (j.Area == model.LSCB) == (about.about == model.AboutLSCB) {
				p.judgements = append(p.judgements, j)
			}
		}
		for _, h := range holdings(in) {
			if cmp.Or(h.About, model.AboutAuthority) == about.about {
				p.sections = append(p.sections, h)
			}
		}
		for _, f := range in.Whole() {
			if cmp.Or(f.About, model.AboutAuthority) == about.about {
				p.items[f.Kind] = append(p.items[f.Kind], f)
			}
		}
		list = append(list, p)
	}
	return list
}

// holdings returns the sections that hold findings or a grade, in printed
// order, first the findings that stand before any heading.
func holdings(in *model.Inspection) []holding {
	bySection := map[model.Null][]model.Finding{}
	for _, f := range in.Whole() {
		bySection[f.Section] = append(bySection[f.Section], f)
	}
	all := append([]model.Section{{Heading: "Before the first heading"}}, in.Sections...)
	var list []holding
	for _, s := range all {
		findings := bySection[model.Null(s.ID)]
		delete(bySection, model.Null(s.ID))
		if len(findings) > 0 || s.Grade != model.NoGrade {
			if s.ID == "" {
				s.Page, s.About = findings[0].Page, findings[0].About
			}
			list = append(list, holding{s, findings})
		}
	}
	// Records of somebody else's may name sections that they do not hold.
	for _, id := range slices.Sorted(maps.Keys(bySection)) {
		findings := bySection[id]
		list = append(list, holding{model.Section{Heading: "In no section", Page: findings[0].Page, About: findings[0].About}, findings})
	}
	return list
}

func (r *report) part(p part) {
	r.judgements(p)
	r.items("Areas for priority action"+p.suffix, p.items[model.PriorityAction])
	r.items("Areas for improvement"+p.suffix, p.items[model.Improvement])
	r.sections(p)
}

func (r *report) judgements(p part) {
	if len(p.judgements) == 0 {
		if p.suffix == "" && r.in.Kind != model.LSCBReview && r.in.Kind != model.UnknownKind {
			r.title("Judgements")
			for _, line := range hang("  ", ungraded(r.in.Kind), r.Width) {
				r.line(line)
			}
		}
		return
	}
	r.title("Judgements" + p.suffix)
	var rows [][]cell
	for _, j := range p.judgements {
		st := plain
		if j.Area == model.OverallEffectiveness {
			st = bold
		}
		rows = append(rows, []cell{{clean(cmp.Or(j.Title, j.Area.Title())), st}, {j.Grade.Title(), tones[j.Grade]}, {pageNumber(j.Page), faint}})
	}
	r.table([]column{{title: "Area", flex: true}, {title: "Grade", flex: r.Width < tabular}, {title: "Page", right: true}}, rows)
}

// ungraded says why there are no judgements.
func ungraded(k model.Kind) string {
	if k.Graded() {
		return "No judgement was found in this document."
	}
	return "None: a document of this kind gives no grades."
}

func pageNumber(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

// items writes a numbered list.
func (r *report) items(title string, list []model.Finding) {
	if len(list) == 0 {
		return
	}
	r.title(fmt.Sprintf("%s (%d)", title, len(list)))
	digits := len(fmt.Sprint(len(list)))
	for i, f := range list {
		if i > 0 {
			r.line()
		}
		r.item(cell{fmt.Sprintf("  %*d. ", digits, i+1), plain}, f)
	}
}

// whoAndWhat returns a finding's text behind who has to act on it, where the
// document says so.
func whoAndWhat(f model.Finding) string {
	if f.Responsible == "" {
		return f.Text
	}
	return string(f.Responsible) + ": " + f.Text
}

// item writes one finding beside its label, its page behind it.
func (r *report) item(label cell, f model.Finding) {
	r.entry(label, clean(whoAndWhat(f)), page(f.Page))
}

// entry writes clean text beside its label, and behind it where it stands.
func (r *report) entry(label cell, text, at string) {
	if at != "" {
		text += string(nbsp) + at // so that a page is never alone on a line
	}
	lines := hang(label.text, text, r.Width)
	for i, line := range lines {
		if i == 0 {
			line = r.paint(label.style, label.text) + strings.TrimPrefix(line, label.text)
		}
		if rest, ok := strings.CutSuffix(line, at); ok && i == len(lines)-1 {
			line = rest + r.paint(faint, at)
		}
		r.line(line)
	}
}

func (r *report) sections(p part) {
	if len(p.sections) == 0 {
		return
	}
	r.title("Where the findings are" + p.suffix)
	var rows [][]cell
	for _, h := range p.sections {
		rows = append(rows, []cell{
			{sectionTitle(h.Section), plain},
			{shortGrade(h.Grade), tones[h.Grade]},
			{pageNumber(h.Page), faint},
			{countFindings(h.findings), plain},
		})
	}
	columns := []column{{title: "Section", flex: true}, {title: "Grade"}, {title: "Page", right: true}, {title: "Holds", flex: true}}
	r.table(dropEmpty(columns, rows))
}

// dropEmpty leaves out the columns that hold nothing.
func dropEmpty(columns []column, rows [][]cell) ([]column, [][]cell) {
	var kept []column
	keptRows := make([][]cell, len(rows))
	for i, c := range columns {
		empty := true
		for _, row := range rows {
			empty = empty && (row[i].text == "" || row[i].text == "–")
		}
		if empty {
			continue
		}
		kept = append(kept, c)
		for n, row := range rows {
			keptRows[n] = append(keptRows[n], row[i])
		}
	}
	return kept, keptRows
}

// sectionTitle names a section by its area, whose printed heading is long
// and repeats the grade, or else by its heading.
func sectionTitle(s model.Section) string {
	if s.Area != model.NoArea && s.Grade != model.NoGrade {
		return shortAreas[s.Area]
	}
	return clean(s.Heading)
}

// polarities are the signs of what a finding says, beside the words for them.
var polarities = []struct {
	polarity model.Polarity
	sign     string
	word     string
	style    style
}{
	{model.StrengthSaid, "+", "strength", green},
	{model.ConcernSaid, "−", "concern", red},
	{model.MixedSaid, "±", "both", amber},
	{model.NeutralSaid, "·", "neither", faint},
}

// findings writes every finding under its section's heading.
func (r *report) findings() {
	if len(r.in.Findings) == 0 {
		return
	}
	r.title("Findings")
	r.legend()
	for i, h := range holdings(r.in) {
		if i > 0 {
			r.line()
		}
		heading := clean(h.Heading)
		if h.Page > 0 {
			heading += "  " + page(h.Page)
		}
		for _, line := range wrap(heading, r.Width) {
			r.line(r.paint(bold, line))
		}
		for _, f := range h.findings {
			r.line()
			r.item(findingLabel(f), f)
			r.explain(f)
		}
	}
}

// legend explains the signs, if findings have any.
func (r *report) legend() {
	for _, f := range r.in.Findings {
		if f.Polarity == model.NoPolarity {
			continue
		}
		var signs []string
		for _, p := range polarities {
			signs = append(signs, p.sign+" "+p.word)
		}
		gap := "   "
		if r.Width < tabular {
			gap = " "
		}
		r.line("  ", strings.Join(signs, gap))
		r.line()
		return
	}
}

// listKinds are the kinds of finding that are printed as items of a list.
var listKinds = map[model.FindingKind]bool{model.PriorityAction: true, model.Improvement: true, model.Strength: true}

// findingLabel is a finding's sign and printed number.
func findingLabel(f model.Finding) cell {
	number := ""
	switch {
	case f.Number != "":
		number = clean(string(f.Number)) + "."
	case listKinds[f.Kind]:
		number = "•"
	}
	for _, p := range polarities {
		if p.polarity == f.Polarity {
			return cell{fmt.Sprintf("%s %3s ", p.sign, number), p.style}
		}
	}
	return cell{fmt.Sprintf("  %3s ", number), plain}
}

// remarks writes the footnotes and the warnings.
func (r *report) remarks() {
	if len(r.in.Notes) > 0 {
		r.title("Notes")
		for _, n := range r.in.Notes {
			r.item(cell{fmt.Sprintf("  %s ", clean(cmp.Or(string(n.Marker), "*"))), plain}, model.Finding{Text: n.Text, Page: n.Page})
		}
	}
	if len(r.in.Warnings) > 0 {
		r.title("Warnings")
		for _, w := range r.in.Warnings {
			for _, line := range hang("  ! ", clean(w.Message), r.Width) {
				r.line(r.paint(amber, line))
			}
		}
	}
}
