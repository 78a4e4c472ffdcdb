package hostile

import (
	"fmt"
	"strings"

	"ofsted/parse/pdf/pdftest"
)

// A report is an inspection of services that do not exist, to be written in
// several formats.
type report struct {
	authority string
	dates     string
	lead      string
	grades    []string // of areas
}

// areas are what reports since 2023 judge, in the order in which they print it.
var areas = []string{
	"The impact of leaders on social work practice with children and families",
	"The experiences and progress of children who need help and protection",
	"The experiences and progress of children in care",
	"The experiences and progress of care leavers",
	"Overall effectiveness",
}

const requires = "Requires improvement to be good"

var (
	made = report{"Saltmere", "30 September to 11 October 2024", "Martin Adeyemi",
		[]string{"Good", requires, "Outstanding", "Good", requires}}
	// worse differs from made in all that must never be mistaken.
	worse = report{"Upland", "6 to 17 November 2023", "Joanna Fell",
		[]string{"Inadequate", "Inadequate", requires, "Inadequate", "Inadequate"}}
)

// paragraphs are what inspectors say of each area.
var paragraphs = []string{
	"Leaders know their services well. Caseloads are manageable, and most social workers are proud to work here, but supervision does not always give them clear direction.",
	"Assessments are thorough and draw well on the history of the family. Return home interviews are offered to every child who has been missing, although too many are late.",
	"Children live in stable homes with carers who understand them. Some wait too long for help with their emotional health.",
	"Personal advisers know young people well and keep in touch with them. Pathway plans are written together.",
	"Services have changed since the last inspection. Partners work together, and children are seen when they should be.",
}

var toImprove = []string{
	"The timeliness of return home interviews, and the use of what is learned from them.",
	"The quality of supervision, so that it consistently gives social workers clear direction.",
}

func (r report) title() string {
	return "Inspection of " + r.authority + " local authority children's services"
}

// text returns the report as pdftotext would print it.
func (r report) text() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nInspection dates: %s\n\nLead inspector: %s, His Majesty's Inspector\n\n", r.title(), r.dates, r.lead)
	fmt.Fprintf(&b, "%-76sGrade\n\n", "Judgement")
	for i, area := range areas {
		fmt.Fprintf(&b, "%-76s%s\n\n", area, r.grades[i])
	}
	b.WriteString("What needs to improve?\n\n")
	for _, item := range toImprove {
		fmt.Fprintf(&b, "• %s\n\n", item)
	}
	for i, text := range paragraphs {
		fmt.Fprintf(&b, "%s\n\n%d. %s\n\n", r.heading(i), i+1, strings.Join(wrap(text, 90), "\n"))
	}
	return []byte(b.String())
}

// heading returns the heading of the section on an area, with its grade.
func (r report) heading(area int) string {
	return areas[area] + ": " + strings.ToLower(r.grades[area])
}

// wrap breaks text into lines of at most so many characters.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// pdf returns the report as a tagged PDF.
func (r report) pdf() *pdftest.Doc { return r.torn(func(row int) int { return row }) }

// torn is pdf with a structure tree in which the row of each area has the grade
// of another.
func (r report) torn(other func(row int) int) *pdftest.Doc {
	s := setter{y: 780}
	s.block("H1", "F2", 16, r.title())
	s.block("P", "F1", 11, "Inspection dates: "+r.dates)
	s.block("P", "F1", 11, "Lead inspector: "+r.lead+", His Majesty's Inspector")
	s.row("TH", "Judgement", "Grade")
	for i, area := range areas {
		s.row("TD", area, r.grades[i])
	}
	s.endTable(other)
	s.block("H2", "F2", 13, "What needs to improve?")
	for _, item := range toImprove {
		s.item(item)
	}
	s.endPage()
	for i, text := range paragraphs {
		s.block("H2", "F2", 13, r.heading(i))
		s.block("P", "F1", 11, fmt.Sprintf("%d. %s", i+1, text))
	}
	s.endPage()
	s.doc.Flate = true
	s.doc.Tree = pdftest.E("Document", s.kids...)
	return &s.doc
}

// packed returns the report as a PDF with object streams.
func (r report) packed() *pdftest.Doc {
	d := r.pdf()
	d.Compact = true
	return d
}

// A setter sets a document's type, page by page.
type setter struct {
	doc     pdftest.Doc
	content strings.Builder
	y       float64
	marks   int                // marked content on this page
	kids    []any              // of the document's element
	rows    [][2]*pdftest.Elem // of the table being set: their cells
}

// block sets a paragraph or heading.
func (s *setter) block(typ, font string, size float64, text string) {
	s.kids = append(s.kids, pdftest.E(typ, s.lines(font, size, 72, text)...))
	s.y -= size
}

// lines sets text and returns its marked content. The glyphs of pdftest's
// fonts are half an em wide.
func (s *setter) lines(font string, size, x float64, text string) []any {
	var mcs []any
	for _, line := range wrap(text, int((530-x)/size*2)) {
		mcs = append(mcs, s.mark(pdftest.Set(font, size, x, s.y, line)))
		s.y -= size * 1.2
	}
	return mcs
}

func (s *setter) mark(content string) pdftest.MC {
	s.content.WriteString(pdftest.Marked(s.marks, content))
	s.marks++
	return pdftest.MC{Page: len(s.doc.Pages) + 1, ID: s.marks - 1}
}

// row sets a row of two columns, the left one over several lines.
func (s *setter) row(typ, left, right string) {
	y := s.y
	second := s.mark(pdftest.Set("F1", 10, 360, y, right))
	var first []any
	for _, line := range wrap(left, 54) {
		first = append(first, s.mark(pdftest.Set("F1", 10, 72, s.y, line)))
		s.y -= 12
	}
	s.y -= 6
	s.rows = append(s.rows, [2]*pdftest.Elem{pdftest.E(typ, first...), pdftest.E(typ, second)})
}

// endTable makes a table of the rows. Each below the first has the second cell
// of another.
func (s *setter) endTable(other func(row int) int) {
	rows := []any{pdftest.E("TR", s.rows[0][0], s.rows[0][1])}
	for i, row := range s.rows[1:] {
		rows = append(rows, pdftest.E("TR", row[0], s.rows[1+other(i)][1]))
	}
	s.kids, s.rows = append(s.kids, pdftest.E("Table", rows...)), nil
}

func (s *setter) item(text string) {
	label := s.mark(pdftest.Text(72, s.y, "•"))
	s.kids = append(s.kids, pdftest.E("L", pdftest.E("LI", pdftest.E("Lbl", label), pdftest.E("LBody", s.lines("F1", 11, 90, text)...))))
	s.y -= 11
}

func (s *setter) endPage() {
	s.doc.Pages = append(s.doc.Pages, pdftest.Page{Content: s.content.String()})
	s.content.Reset()
	s.y, s.marks = 780, 0
}
