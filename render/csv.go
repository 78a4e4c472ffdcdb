package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/model"
)

// A csvRow is one judgement, finding, warning or error.
type csvRow struct {
	in      *model.Inspection // nil for an error
	record  string
	item    string
	area    model.Area
	title   string
	grade   model.Grade
	printed string
	scale   model.Scale
	about   model.About
	page    int
	finding model.Finding
	text    string
	path    string
}

// CSVColumns are the columns that CSV writes, with what each holds. Columns
// are added at the end, so that those before keep their places.
var CSVColumns = Columns[csvRow]{
	columnOf("record", "what the row is: judgement, finding, warning or error", func(r csvRow) string { return r.record }),
	columnOf("inspection", "id of the inspection", of(func(in *model.Inspection) string { return in.ID })),
	columnOf("authority", "name of the local authority", of(func(in *model.Inspection) string { return string(in.Authority.Name) })),
	columnOf("la_code", "its three-digit code", of(func(in *model.Inspection) string { return string(in.Authority.LACode) })),
	columnOf("gss_code", "its nine-character code", of(func(in *model.Inspection) string { return string(in.Authority.GSSCode) })),
	columnOf("region", "its region", of(func(in *model.Inspection) string { return string(in.Authority.Region) })),
	columnOf("kind", "kind of document", of(func(in *model.Inspection) string { return string(in.Kind) })),
	columnOf("framework", "framework of the inspection", of(func(in *model.Inspection) string { return string(in.Framework) })),
	columnOf("start", "first day on site", of(func(in *model.Inspection) string { s, _ := bounds(in.Visit); return s })),
	columnOf("end", "last day on site", of(func(in *model.Inspection) string { _, e := bounds(in.Visit); return e })),
	columnOf("published", "printed date of publication, or of the letter", of(func(in *model.Inspection) string { return string(in.Published) })),
	columnOf("lead_inspectors", "names, separated by semicolons", of(func(in *model.Inspection) string { return strings.Join(in.LeadInspectors, "; ") })),
	columnOf("item", "id of the finding (f1, f2, …); code of the warning or error", func(r csvRow) string { return r.item }),
	columnOf("area", "judgement area", func(r csvRow) string { return string(r.area) }),
	columnOf("title", "title of the judgement; heading of the finding’s section", func(r csvRow) string { return r.title }),
	columnOf("grade", "grade of the judgement, or in the heading of the finding’s section", func(r csvRow) string { return string(r.grade) }),
	columnOf("grade_printed", "words of the grade as printed", func(r csvRow) string { return r.printed }),
	columnOf("scale", "scale of the grade", func(r csvRow) string { return string(r.scale) }),
	columnOf("about", "local_authority or lscb", func(r csvRow) string { return string(r.about) }),
	columnOf("finding_kind", "headline, improvement, priority_action, strength, finding, …", func(r csvRow) string { return string(r.finding.Kind) }),
	columnOf("number", "printed number of the finding", func(r csvRow) string { return string(r.finding.Number) }),
	columnOf("page", "page that it is on, where the document has pages", func(r csvRow) string { return blankZero(r.page) }),
	columnOf("polarity", "strength, concern, mixed or neutral", func(r csvRow) string { return string(r.finding.Polarity) }),
	columnOf("themes", "themes, separated by semicolons", func(r csvRow) string { return joinAll(r.finding.Themes, "; ") }),
	columnOf("references", "to the national framework, separated by semicolons", func(r csvRow) string { return references(r.finding.References) }),
	columnOf("text", "text of the finding; message of the warning or error", func(r csvRow) string { return r.text }),
	columnOf("responsible", "who has to act, where an area SEND inspection names a responsible body", func(r csvRow) string { return string(r.finding.Responsible) }),
	columnOf("continues", "item that this one goes on with, where a paragraph breaks over a page", func(r csvRow) string { return string(r.finding.Continues) }),
	columnOf("path", "file that it was read from", func(r csvRow) string { return r.path }),
}

// of reads a column from a row's inspection, which an error has none of.
func of(value func(*model.Inspection) string) func(csvRow) string {
	return func(r csvRow) string {
		if r.in == nil {
			return ""
		}
		return value(r.in)
	}
}

func blankZero(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func references(list []model.Reference) string {
	parts := make([]string, len(list))
	for i, r := range list {
		parts[i] = fmt.Sprint(r.Kind, " ", r.Number)
	}
	return strings.Join(parts, "; ")
}

// bom marks a file as UTF-8. Excel takes a CSV file without it for one in an
// old code page and spoils every apostrophe.
const bom = "\ufeff"

// CSV writes one tidy table: a row for each judgement, finding and warning,
// and for each input that could not be read.
func CSV(w io.Writer, results Results) error {
	return CSVColumns.csv(w, func(yield func([]csvRow) bool) {
		for in, failure := range results {
			if !yield(csvRows(in, failure)) {
				return
			}
		}
	})
}

func csvRows(in *model.Inspection, failure *model.Failure) []csvRow {
	if failure != nil {
		return []csvRow{{record: "error", item: string(failure.Code), text: failure.Message, path: failure.Source.Path}}
	}
	var rows []csvRow
	for _, j := range in.Judgements {
		about := model.AboutAuthority
		if j.Area == model.LSCB {
			about = model.AboutLSCB
		}
		rows = append(rows, csvRow{record: "judgement", area: j.Area, title: j.Title, grade: j.Grade,
			printed: j.Printed, scale: j.Scale, about: about, page: j.Page})
	}
	sections := map[model.Null]model.Section{}
	for _, s := range in.Sections {
		sections[model.Null(s.ID)] = s
	}
	for _, f := range in.Findings {
		s := sections[f.Section]
		rows = append(rows, csvRow{record: "finding", item: f.ID, area: f.Area, title: s.Heading, grade: s.Grade,
			about: f.About, page: f.Page, finding: f, text: f.Text})
	}
	for _, w := range in.Warnings {
		rows = append(rows, csvRow{record: "warning", item: w.Code, text: w.Message})
	}
	for i := range rows {
		rows[i].in, rows[i].path = in, in.Source.Path
	}
	return rows
}

// safeCell keeps a spreadsheet from taking a cell for a formula, which could
// send data elsewhere or run a program: it puts an apostrophe first, by which
// spreadsheets mark text. A whole number stays one. Control characters are left
// out.
func safeCell(text string) string {
	if _, err := strconv.Atoi(text); err == nil {
		return text
	}
	first, _ := utf8.DecodeRuneInString(text)
	text = CleanLine(text)
	bare, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text, unseen))
	if isFormula(first) || isFormula(bare) {
		return "'" + text
	}
	return text
}

// isFormula reports whether a cell that begins so may be taken for a formula.
func isFormula(c rune) bool { return strings.ContainsRune("=+-@\t\r＝＋－＠", c) }

// unseen reports whether a character cannot be seen. A spreadsheet may leave it
// out at the beginning of a cell.
func unseen(c rune) bool { return unicode.IsSpace(c) || !unicode.IsGraphic(c) }

// joinAll joins strings of any type.
func joinAll[S ~string](list []S, sep string) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = string(s)
	}
	return strings.Join(parts, sep)
}
