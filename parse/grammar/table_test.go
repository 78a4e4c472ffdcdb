package grammar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/grammar"
	"ofsted/parse/plain"
)

// letter is a letter to children with a table of grades to put in.
func letter(table string) string {
	return `
17 January 2019

To the children and young people of Kestrel

# Inspection of children’s services

In November and December 2018, Ofsted inspectors visited your area.

## What grades did inspectors give the local authority

` + table + `

## What did the inspectors find

- $14

Yours sincerely

Lisa Sumner
Her Majesty’s Inspector
`
}

// Copying a table of judgements out of a PDF leaves lines. A grade beside the
// wrong title is worse than none.
func TestTableFlattenedToLines(t *testing.T) {
	const all = "impact_of_leaders=good help_and_protection=inadequate care_and_care_leavers=requires_improvement overall_effectiveness=inadequate"
	for _, tt := range []struct{ name, table, want, warning string }{
		{name: "title and grade take turns, titles wrapped", want: all, table: `
Judgement

Grade

The impact of leaders on social work practice
with children and families

Good

The experiences and progress of children who
need help and protection

Inadequate

The experiences and progress of children in care
and care leavers

Requires improvement
to be good

Overall effectiveness

Inadequate`},
		{name: "on one line each", want: all, table: `
The impact of leaders on social work practice with children and families Good

The experiences and progress of children who need help and protection Inadequate

The experiences and progress of children in care and care leavers Requires improvement to be good

Overall effectiveness Inadequate`},
		{name: "rows, with a column between", want: all, table: `
|| Judgment | Last time | Grade
| The impact of leaders on social work practice with children and families | Inadequate | Good
| The experiences and progress of children who need help and protection | Good | Inadequate
| The experiences and progress of children in care and care leavers | Good | Requires improvement
| Overall effectiveness | Good | Inadequate`},
		{name: "all titles, then all grades", warning: "table_unclear", table: `
The impact of leaders on social work practice with children and families

The experiences and progress of children who need help and protection

Good

Inadequate`},
		{name: "a title without its grade", warning: "table_unclear", table: `
The impact of leaders on social work practice with children and families

Good

The experiences and progress of children who need help and protection`},
		{name: "two grades behind a title", warning: "table_unclear", table: `
The impact of leaders on social work practice with children and families

Good

Inadequate`},
		{name: "half a title between a title and a grade", warning: "table_unclear", table: `
Requires

The experiences and progress of children who need help and protection

Improvement

The experiences and progress of children in care and

Good

care leavers`},
		{name: "a title and a grade are missing", warning: "table_unclear", table: `
The impact of leaders on social work practice with children and families

Good

Overall effectiveness

Inadequate`},
		{name: "no grades at all", table: "We will tell you the grades in person."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := inspect(t, letter(tt.table))
			if got := described(in)["grades"]; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if tt.want == "" && !warned(in, "no_judgements") || tt.want != "" && len(in.Warnings) != 1 {
				t.Errorf("warnings %v", in.Warnings)
			}
			if tt.warning != "" && !warned(in, tt.warning) {
				t.Errorf("no warning %s in %v", tt.warning, in.Warnings)
			}
			if in.Count(model.Body) != 1 {
				t.Errorf("findings %+v", in.Findings)
			}
		})
	}
}

// A grade that is missing from a report is warned of, also where only its
// cover says that it judges the board, and where nothing says when it is of.
func TestMissingGradesAreWarnedOf(t *testing.T) {
	cover := strings.Replace(board(""), "## Contents", "| 2.2 Experiences and progress of care leavers | Good\n\n## Contents", 1)
	section := strings.Replace(cover, "# Review of the effectiveness of the Local Safeguarding Children Board\n", "", 1) +
		"\n## Inspection findings – the Local Safeguarding Children Board\n\n1. $7\n"
	for _, tt := range []struct{ name, document, want string }{
		{"the board’s, by the cover", cover, "Safeguarding Children Board"},
		{"the board’s, by its section", section, "Safeguarding Children Board"},
		{"of unknown date", "# Inspection of Kestrel local authority children’s services\n\nLead inspector: Lisa Sumner, HMI\n\n" +
			"|| Judgement | Grade\n| The experiences and progress of care leavers | Good\n\n## What needs to improve?\n\n- $9", "its dates are unknown"},
	} {
		in := inspect(t, tt.document)
		if !slices.ContainsFunc(in.Warnings, func(w model.Warning) bool { return strings.Contains(w.Message, tt.want) }) {
			t.Errorf("%s: no %q in %v", tt.name, tt.want, in.Warnings)
		}
	}
}

// A report on an authority that has lost its title is no review of the board
// alone, whose title it has as well.
func TestReportWithoutItsFirstTitle(t *testing.T) {
	half := strings.Replace(board("| 3. Leadership, management and governance | Good"),
		"# Inspection of services for children in need of help and protection, children looked after and care leavers\n", "", 1)
	half += "\n## Leadership, management and governance is good\n\n1. $7\n"
	if in := inspect(t, half); in.Kind != model.UnknownKind || !warned(in, "unknown_kind") {
		t.Errorf("%s, %v", in.Kind, in.Warnings)
	}
}

// board is a report under the single inspection framework with something to
// put in between its cover and its recommendations.
func board(between string) string {
	return `
Kestrel Council

# Inspection of services for children in need of help and protection, children looked after and care leavers

# Review of the effectiveness of the Local Safeguarding Children Board

Inspection date: 2 July 2014 – 23 July 2014

## Contents

The local authority 2

Summary of key findings ..... 3

What does the local authority need to improve? 5

The experiences and progress of care leavers 17

4

## The inspection judgements and what they mean

An outstanding local authority leads highly effective services.

` + between + `

## What does the local authority need to improve?

- $9
`
}

func TestSIFJudgementsInSentences(t *testing.T) {
	for _, tt := range []struct{ between, want string }{
		{"## Section 1: the local authority\n\n## The overall judgement is that children’s services in Kestrel are inadequate", "overall_effectiveness=inadequate"},
		{"## Section 1: the local authority\n\nThe overall judgement is inadequate\n\nThe local authority is inadequate because:\n\n- $16", "overall_effectiveness=inadequate"},
		{"## Section 1: the local authority\n\n## The graded judgement for adoption performance is that it requires improvement\n\n1. $23", "adoption_performance=requires_improvement"},
		{"## Section 1: the local authority\n\n## The graded judgement for the experience and progress of care leavers is that it is good\n\n1. $13", "care_leavers=good"},
		{"## Section 2: The effectiveness of the LSCB\n\n## The effectiveness of the LSCB is good\n\n1. $27", "lscb=good"},
		{"## Section 2: The effectiveness of the LSCB\n\nThe LSCB is inadequate.\n\n1. $27", "lscb=inadequate"},
		{"## Section 2: The effectiveness of the LSCB\n\nAn LSCB that is good coordinates the activity of the statutory partners.", ""},
		{"## Section 1: the local authority\n\nThe overall effectiveness of services was judged inadequate in March 2011.", ""},
		{"## Section 1: the local authority\n\n- The overall judgement at the last inspection was inadequate.", ""},
	} {
		in := inspect(t, board(tt.between))
		if got := described(in)["grades"]; got != tt.want {
			t.Errorf("%q: %q, want %q", tt.between, got, tt.want)
		}
		if in.Count(model.Improvement) != 1 {
			t.Errorf("%q: findings %+v", tt.between, in.Findings)
		}
		for _, f := range in.Findings {
			if strings.Contains(f.Text, "outstanding local authority") {
				t.Errorf("what grades mean became a finding: %+v", f)
			}
		}
	}
}

// A report whose title is lost is known by its sections; one that only quotes
// a table of judgements is not.
func TestReportWithoutTitle(t *testing.T) {
	body := report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner",
		"# Inspection of children’s social care services", "", "HEADING", "Children in care")
	if in := inspect(t, body); in.Kind != model.ILACSInspection {
		t.Errorf("kind %s with dates and lead inspector", in.Kind)
	}
	if in := inspect(t, strings.Replace(body, "Lead inspector: Lisa Sumner", "", 1)); in.Kind != model.UnknownKind || len(in.Judgements) > 0 {
		t.Errorf("kind %s, judgements %v without lead inspector", in.Kind, in.Judgements)
	}
	sections := `
## The impact of leaders on social work practice with children and families: good

$5 $15

## The experiences and progress of children who need help and protection: good

$3 $4
`
	if in := inspect(t, sections); in.Kind != model.ILACSInspection || in.Count(model.Body) != 2 {
		t.Errorf("kind %s, findings %+v", in.Kind, in.Findings)
	}
}

// Only a re-inspection is one, though a review's title begins alike.
func TestReinspection(t *testing.T) {
	for title, want := range map[string]bool{
		"Re-inspection of services for children in need of help and protection, children looked after and care leavers": true,
		"Reinspection of services for children in need of help and protection, children looked after and care leavers":  true,
		"Inspection of services for children in need of help and protection, children looked after and care leavers":    false,
		"Review of the effectiveness of the Local Safeguarding Children Board":                                          false,
	} {
		doc := &block.Document{Pages: 1, Blocks: []block.Block{
			{Text: "Kestrel Borough Council", Page: 1}, {Text: title, Page: 1, Strong: true},
			{Text: "Inspection date: 3 February 2015 – 26 February 2015", Page: 1}, {Text: "Report published: 20 April 2015", Page: 1},
			{Text: "Executive summary", Page: 1, Kind: block.Heading}, {Text: "Recommendations", Page: 1, Kind: block.Heading},
		}}
		if in := grammar.Inspect(doc); in.Kind == model.UnknownKind || in.Visit.Reinspection != want {
			t.Errorf("%s: kind %s, reinspection %v", title, in.Kind, in.Visit.Reinspection)
		}
	}
}

// A practice study stands in a box among the main findings, which go on behind
// it without a heading. In a PDF the box is only lines around text that is set
// in from the margin.
func TestPracticeStudySetIn(t *testing.T) {
	const margin, inset = 72, 80
	line := func(left float64, kind block.Kind, text string) block.Block {
		return block.Block{Kind: kind, Text: text, Left: left, Page: 1}
	}
	doc := &block.Document{Pages: 1, Blocks: []block.Block{
		line(margin, block.Paragraph, "3 November 2023"),
		line(margin, block.Paragraph, "Dear Kestrel local safeguarding partnership"),
		line(margin, block.Heading, "Joint targeted area inspection of Kestrel"),
		line(margin, block.Heading, "Main findings"),
		line(margin, block.Paragraph, "Advisers are experienced."),
		line(inset, block.Heading, "Practice study: strength"),
		line(inset, block.Paragraph, "A boy was seen at once."),
		line(inset, block.Heading, "What happened next"),
		line(inset+12, block.ListItem, "His mother was helped."),
		line(margin, block.Paragraph, "Responses at night are too variable."),
		line(margin, block.Paragraph, "Yours sincerely"),
	}}
	in := grammar.Inspect(doc)
	var got []string
	for _, f := range in.Findings {
		got = append(got, string(f.Kind)+" "+string(f.Section))
	}
	want := "finding s1, practice_study s2, practice_study s3, finding s1"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}

// inspectText reads plain text.
func inspectText(t *testing.T, text string) *model.Inspection {
	t.Helper()
	doc, err := plain.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return grammar.Inspect(doc)
}

// A table may show the inspection before beside this one: its grades must
// never be taken for this one's.
func TestPreviousGradesBeside(t *testing.T) {
	table := func(titles []string) *model.Inspection {
		row := func(cells ...string) block.Block {
			return block.Block{Kind: block.Row, Table: 1, Page: 1, Cells: cells, Text: strings.Join(cells, "\t")}
		}
		blocks := []block.Block{
			{Kind: block.Heading, Text: "Inspection of Kestrel local authority children’s services", Page: 1},
			{Text: "Inspection dates: 5 to 16 December 2022", Page: 1},
			{Text: "Lead inspector: Lorna Whitlock, His Majesty’s Inspector", Page: 1},
		}
		if titles != nil {
			blocks = append(blocks, row(titles...))
		}
		return grammar.Inspect(&block.Document{Pages: 1, Blocks: append(blocks,
			row("The impact of leaders on social work practice with children and families", "Good", "Inadequate"),
			row("Overall effectiveness", "Good", "Inadequate"),
			block.Block{Kind: block.Heading, Text: "What needs to improve?", Page: 1},
			block.Block{Kind: block.ListItem, Label: "•", Text: "The quality of plans.", Page: 1})})
	}
	for _, c := range []struct {
		titles []string
		want   model.Grade
	}{
		{[]string{"Judgement", "Grade", "Grade at previous inspection (2018)"}, model.Good},
		{[]string{"Judgement", "Previous grade", "Grade"}, model.Inadequate},
		{[]string{"Judgement", "2022", "2018"}, model.NoGrade},
		{nil, model.NoGrade},
	} {
		in := table(c.titles)
		got, _ := in.Grade(model.OverallEffectiveness)
		warned := strings.Contains(fmt.Sprint(in.Warnings), "table_unclear")
		if got.Grade != c.want || warned != (c.want == model.NoGrade) {
			t.Errorf("columns %q: %q, warnings %v", c.titles, got.Grade, in.Warnings)
		}
	}
}

// monitoring is a monitoring letter with an opening and findings to put in.
func monitoring(opening, findings string) string {
	return `20 July 2024

Dear Ms Castell

# Monitoring visit to Kestrel children’s services

` + opening + `

# Findings and evaluation of progress

` + findings + `

Yours sincerely

Philippa Dunne
His Majesty’s Inspector
`
}

// A letter tells of the visits before it. Its own dates are those it gives for
// "this visit", or else the latest.
func TestVisitsBefore(t *testing.T) {
	for opening, want := range map[string]struct {
		start  model.Date
		warned bool
	}{
		"The first monitoring visit took place on 1 and 2 March 2023. This second visit took place on 5 and 6 July 2023.":          {"2023-07-05", false},
		"Inspectors visited the front door on 7 and 8 May 2022, and returned on 4 and 5 June 2024.":                                {"2024-06-04", true},
		"This letter summarises the findings of the visit on 4 and 5 June 2024. The next visit is planned for 8 October 2024.":     {"2024-06-04", false},
		"The visit took place on 4 and 5 June 2024. Ofsted will visit again on 8 October 2024, when the year’s programme is over.": {"2024-06-04", false},
	} {
		in := inspectText(t, monitoring(opening, "Visits to children are regular and purposeful, and most plans are clear."))
		if len(in.Visit.Periods) != 1 || in.Visit.Periods[0].Start != want.start {
			t.Errorf("%s\n%v", opening, in.Visit.Periods)
		}
		if warned := strings.Contains(fmt.Sprint(in.Warnings), "several_visits"); warned != want.warned {
			t.Errorf("%s\nwarnings %v", opening, in.Warnings)
		}
	}
}

// What looks like a form of words may be a finding.
func TestFindingsThatAreNoAsides(t *testing.T) {
	for _, finding := range []string{
		"There are no areas where children are left at unassessed risk, and thresholds are understood.",
		"The visit did not find any areas of unsafe practice, although plans for children drift.",
		"Director and senior leaders know their services well and act on what they are told.",
	} {
		in := inspectText(t, monitoring("This letter summarises the findings of the visit on 4 and 5 June 2024.",
			"Strong Leadership\n\n"+finding+"\n\nVisits to children are regular and purposeful, and most plans are clear."))
		found := false
		for _, f := range in.Findings {
			found = found || f.Text == finding
		}
		if !found || len(in.LeadInspectors) != 1 {
			t.Errorf("lost: %s\n%+v, lead %q", finding, in.Findings, in.LeadInspectors)
		}
	}
}

// A paragraph before a list is its beginning, or only says that one follows.
func TestLeadIns(t *testing.T) {
	for text, kept := range map[string]bool{
		"The quality and timeliness of plans for children in need, including:":                                 true,
		"The local authority should:":                                                                          false,
		"In order to improve services, the local authority and its partners should take the following action:": false,
	} {
		doc := &block.Document{Pages: 1, Blocks: []block.Block{
			{Text: "20 July 2024", Page: 1}, {Text: "Dear Ms Castell", Page: 1},
			{Kind: block.Heading, Text: "Focused visit to Kestrel children’s services", Page: 1},
			{Kind: block.Heading, Text: "What needs to improve in this area of social work practice?", Page: 1},
			{Text: text, Page: 1}, {Kind: block.ListItem, Label: "•", Text: "contingency plans", Page: 1},
			{Text: "Yours sincerely", Page: 1},
		}}
		if got := grammar.Inspect(doc).Count(model.Improvement); got != 1 && !kept || got != 2 && kept {
			t.Errorf("%s: %d areas for improvement", text, got)
		}
	}
}

// A page of a thousand titles is looked at once for each of a few of them.
func TestManyTitles(t *testing.T) {
	line := "# Focused visit to Kestrel children’s services\n\nSome news of it, and no letter at all, though at some length.\n\n"
	in := inspectText(t, strings.Repeat(line, 20_000))
	if in.Kind != model.UnknownKind {
		t.Errorf("kind %s", in.Kind)
	}
}
