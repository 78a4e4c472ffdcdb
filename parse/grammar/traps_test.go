package grammar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/grammar"
)

// inspect reads a document in the notation of specimens.
func inspect(t *testing.T, body string) *model.Inspection {
	t.Helper()
	in := grammar.Inspect(parseSpecimen(t.Name(), "---\n"+body).document())
	checkInspection(t, in)
	return in
}

// report is an ILACS report of which a test replaces some lines.
func report(replace ...string) string {
	return strings.NewReplacer(replace...).Replace(`
Kestrel Borough Council

# Inspection of children’s social care services

DATES

LEAD

|| Judgement | Grade
| The impact of leaders on social work practice with children and families | Good
| The experiences and progress of children who need help and protection | Good
| The experiences and progress of children in care and care leavers | Good
| Overall effectiveness | Good

$1

## What needs to improve

- $9

## HEADING

1. $7
`)
}

// The dates are those that domain experts collected from real reports.
func TestDatesAsPrinted(t *testing.T) {
	for _, tt := range []struct{ printed, want string }{
		{"Inspection dates: 5 to 16 December 2022", "2022-12-05/2022-12-16"},
		{"Inspection dates: 26 November 2018 to 7 December 2018", "2018-11-26/2018-12-07"},
		{"Inspection dates: 27 September to 8 October 2021", "2021-09-27/2021-10-08"},
		{"Inspection dates: 19 November–30 November 2018", "2018-11-19/2018-11-30"},
		{"Inspection date: 9–24 November 2017", "2017-11-09/2017-11-24"},
		{"Inspection dates: 2 July 2014 – 23 July 2014", "2014-07-02/2014-07-23"},
		{"Inspection dates: 12/09/2016 to 06/10/2016", "2016-09-12/2016-10-06"},
		{"Inspection dates: 18 Feb 2014 – 12 March 2014", "2014-02-18/2014-03-12"},
		{"Inspection dates: 20 June 2017 ─ 13 July 2017", "2017-06-20/2017-07-13"},
		{"Date of inspection: 28 July 2016", "2016-07-28/2016-07-28"},
		{"Inspection dates: 8 July 2019 to 12 July 2019 and 7 August 2019 to 8 August 2019", "2019-07-08/2019-07-12 2019-08-07/2019-08-08"},
		{"Inspection dates: 8 July 2019 to 12 July 2019 and\n7 August 2019 to 8 August 2019", "2019-07-08/2019-07-12 2019-08-07/2019-08-08"},
		{"Inspection dates:\n30 September to 11 October 2024 and 13 to 16 January 2025", "2024-09-30/2024-10-11 2025-01-13/2025-01-16"},
		{"Inspection dates: 19 November-11 December 2013 and 28 – 30 January 2014", "2013-11-19/2013-12-11 2014-01-28/2014-01-30"},
		{"Inspection dates: in the autumn", ""},
	} {
		in := inspect(t, report("DATES", tt.printed, "LEAD", "Lead inspector: Lisa Sumner"))
		if got := described(in)["visit"]; got != tt.want {
			t.Errorf("%q: %q, want %q", tt.printed, got, tt.want)
		}
		if in.Published != "" {
			t.Errorf("%q: published %q, and nothing of it is printed", tt.printed, in.Published)
		}
	}
}

func TestVariantFollowsTheLongestPeriod(t *testing.T) {
	for printed, want := range map[string]model.Null{
		"Inspection dates: 8 to 12 July 2019":                                              model.Short,
		"Inspection dates: 8 to 19 July 2019":                                              model.Standard,
		"Inspection dates: 1 to 5 July 2019 and 7 to 8 August 2019":                        model.Short,
		"Inspection dates: to be announced later":                                          "",
		"Inspection dates: July 2019":                                                      "",
		"Inspection dates: 30 September to 11 October 2024 and 13 to 16 January 2025":      model.Standard,
		"Inspection dates: 25 November 2018 to 7 December 2018 (on site from 26 November)": model.Standard,
	} {
		if in := inspect(t, report("DATES", printed, "LEAD", "Lead inspector: Lisa Sumner")); in.Visit.Variant != want {
			t.Errorf("%q: %q, want %q", printed, in.Visit.Variant, want)
		}
	}
}

func TestPublicationAsPrinted(t *testing.T) {
	for printed, want := range map[string]model.Date{
		"Report published: 8 September 2014": "2014-09-08",
		"Report Published\n10/08/2015":       "2015-08-10",
		"Published: 3 March 2016":            "2016-03-03",
		"Report published in due course":     "",
	} {
		in := inspect(t, "# Inspection of services for children in need of help and protection, children looked after and care leavers\n\nInspection date: 1 to 24 July 2014\n\n"+
			printed+"\n\n**The overall judgement is good**\n\n## Executive summary\n\n$1\n\n## Recommendations\n\n- $9\n")
		if in.Published != want {
			t.Errorf("%q: %q, want %q", printed, in.Published, want)
		}
	}
}

func TestLeadInspectorAsPrinted(t *testing.T) {
	for printed, want := range map[string]string{
		"Lead inspector: Lisa Sumner, His Majesty’s Inspector":                                   "Lisa Sumner",
		"Lead inspector: Máire Callaghan HMI":                                                    "Máire Callaghan",
		"Lead inspector: Jenny-ellen Scott\nHer Majesty’s Inspector":                             "Jenny-ellen Scott",
		"Lead inspector:\nFiona J Milner":                                                        "Fiona J Milner",
		"Lead inspectors: Ann Lee, His Majesty’s Inspector, and Bo Ray, His Majesty’s Inspector": "Ann Lee; Bo Ray",
		"Ofsted regulates children’s homes":                                                      "",
		"Deputy lead inspector: Bo Ray":                                                          "",
	} {
		in := inspect(t, report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", printed))
		if got := strings.Join(in.LeadInspectors, "; "); got != want {
			t.Errorf("%q: %q, want %q", printed, got, want)
		}
		if warned(in, "no_lead_inspector") != (want == "") {
			t.Errorf("%q: warnings %v", printed, in.Warnings)
		}
	}
}

func warned(in *model.Inspection, code string) bool {
	return slices.ContainsFunc(in.Warnings, func(w model.Warning) bool { return w.Code == code })
}

func TestAuthorityAsPrinted(t *testing.T) {
	for printed, want := range map[string]string{
		"Blackpool Borough Council":                      "Blackpool",
		"The Royal Borough of Windsor and Maidenhead":    "Windsor and Maidenhead",
		"Metropolitan Borough of Rotherham":              "Rotherham",
		"Bristol City of":                                "Bristol",
		"City of Bradford Metropolitan District Council": "Bradford",
		"Wakefield District Metropolitan Council":        "Wakefield",
		"Medway Children’s Services":                     "Medway",
		"Bradford Children and Families Trust":           "Bradford",
		"London Borough of Kestrel":                      "Kestrel",
	} {
		in := inspect(t, strings.Replace(report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner"),
			"Kestrel Borough Council", printed, 1))
		if got := string(in.Authority.Name); got != want {
			t.Errorf("%q: %q, want %q", printed, got, want)
		}
		if known := want != "Kestrel"; in.Authority.Known != known || warned(in, "unknown_authority") == known {
			t.Errorf("%q: known %v, warnings %v", printed, in.Authority.Known, in.Warnings)
		}
	}
}

// A company may run the services of several councils: the address says whose
// the letter is about, if it names one.
func TestCompanyInTitle(t *testing.T) {
	for address, want := range map[string]model.Null{
		"Kingston upon Thames Council\nGuildhall":                              "Kingston upon Thames",
		"Kingston upon Thames Council\nLondon Borough of Richmond upon Thames": "",
		"Guildhall\nBristol": "",
	} {
		in := inspect(t, "4 May 2022\n\nGrace Adeyemi\nDirector of Children’s Services\n"+address+"\n\nDear Ms Adeyemi\n\n# Focused visit to Achieving for Children children’s services\n\n"+
			"This letter summarises the findings of the focused visit on 5 and 6 April 2022.\n\n## Overview\n\n$1\n")
		if in.Authority.Name != want {
			t.Errorf("%q: %q, want %q", address, in.Authority.Name, want)
		}
	}
}

// The parts of a paragraph keep pointing at each other when what stands
// between lists is dropped.
func TestContinuesSurvivesDroppedParagraphs(t *testing.T) {
	doc := parseSpecimen(t.Name(), "---\n"+strings.Replace(letter("Overall effectiveness: good"), "- $14", "$1\n\n- Most children\n- get help.\n- $14", 1)).document()
	for i := range doc.Blocks {
		doc.Blocks[i].Continues = doc.Blocks[i].Text == "get help."
	}
	in := grammar.Inspect(doc)
	checkInspection(t, in)
	if len(in.Findings) != 3 || in.Findings[1].Continues != "f1" {
		t.Errorf("%+v", in.Findings)
	}
}

func TestNoAuthorityIsWarnedOf(t *testing.T) {
	in := inspect(t, strings.Replace(report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner"),
		"Kestrel Borough Council", "", 1))
	if in.Authority.Name != "" || !warned(in, "no_authority") {
		t.Errorf("authority %q, warnings %v", in.Authority.Name, in.Warnings)
	}
}

func TestGradedHeadingForms(t *testing.T) {
	for _, tt := range []struct {
		heading string
		area    model.Area
		grade   model.Grade
	}{
		{"## The experiences and progress of children who need help and protection: good", model.HelpAndProtection, model.Good},
		{"## The experiences and progress of children who need help and protection is good", model.HelpAndProtection, model.Good},
		{"## The experiences and progress of children in care and care leavers is: inadequate", model.CareAndCareLeavers, model.Inadequate},
		{"**The experiences and progress of children in care and care leavers require improvement to be good**", model.CareAndCareLeavers, model.RequiresImprovement},
		{"The experiences and progress of children in care and care leavers are: outstanding.", model.CareAndCareLeavers, model.Outstanding},
		{"The experiences of children in care: outstanding", model.ChildrenInCare, model.Outstanding},
		{"## The experiences and progress of children care leavers: good", model.CareLeavers, model.Good},
		{"## The experiences and progress of care leavers", model.CareLeavers, model.NoGrade},
	} {
		in := inspect(t, report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner", "## HEADING", tt.heading))
		last := in.Sections[len(in.Sections)-1]
		f := in.Findings[len(in.Findings)-1]
		if last.Area != tt.area || last.Grade != tt.grade || f.Area != tt.area || f.Kind != model.Body || f.Number != "1" {
			t.Errorf("%q: section %+v, finding %+v", tt.heading, last, f)
		}
	}
}

// Reports of 2018 and 2019 put headings and summaries inside tables of one
// cell, which are no tables of judgements.
func TestLayoutTablesAreNoGradeTables(t *testing.T) {
	in := inspect(t, report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner",
		"## What needs to improve", "[[\n**What needs to improve**\n]]", "## HEADING", "[[\n**The experiences and progress of children in care and care leavers: good**\n]]"))
	if got := in.Count(model.Improvement); got != 1 || len(in.Judgements) != 4 {
		t.Errorf("%d improvements, judgements %v", got, in.Judgements)
	}
	if f := in.Findings[len(in.Findings)-1]; f.Area != model.CareAndCareLeavers {
		t.Errorf("finding %+v", f)
	}
}

// What repeats on every page or closes a report is no finding, and a
// paragraph that breaks over a page is one.
func TestFurnitureAndPageBreaks(t *testing.T) {
	doc := parseSpecimen(t.Name(), "---\n"+report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner",
		"HEADING", "The experiences and progress of children in care and care leavers: good")+`
2. The number of children who

Inspection of Kestrel local authority children’s services

^2 A note at the foot of the page.

moved home fell by half.

The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and inspects to achieve excellence.

$18
`).document()
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		b.Page = 1
		switch b.Text {
		case "Inspection of Kestrel local authority children’s services":
			b.Kind = block.Running
		case "moved home fell by half.":
			b.Page, b.Continues = 2, true
		}
	}
	doc.Pages = 2
	in := grammar.Inspect(doc)
	checkInspection(t, in)
	n := len(in.Findings)
	if n < 2 || in.Findings[n-1].Text != "moved home fell by half." || string(in.Findings[n-1].Continues) != in.Findings[n-2].ID {
		t.Fatalf("findings %+v", in.Findings)
	}
	whole := in.Whole()
	if got, want := whole[len(whole)-1].Text, "The number of children who moved home fell by half."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(in.Notes) != 1 || in.Notes[0].Marker != "2" {
		t.Errorf("notes %+v", in.Notes)
	}
}

// Outside the body, where a paragraph is an item of its own, its parts are
// put together.
func TestItemOverAPageIsOneItem(t *testing.T) {
	doc := parseSpecimen(t.Name(), "---\n"+strings.Replace(report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner",
		"HEADING", "The experiences and progress of children in care and care leavers: good"), "- $9\n", "- The speed of health\n\nassessments. (Outcome 4, national framework)\n", 1)).document()
	for i := range doc.Blocks {
		if strings.HasPrefix(doc.Blocks[i].Text, "assessments.") {
			doc.Blocks[i].Continues = true
		}
	}
	in := grammar.Inspect(doc)
	checkInspection(t, in)
	for _, f := range in.Findings {
		if f.Kind == model.Improvement {
			if f.Text != "The speed of health assessments. (Outcome 4, national framework)" ||
				!slices.Equal(f.References, []model.Reference{{Kind: "outcome", Number: 4}}) {
				t.Errorf("%+v", f)
			}
		}
	}
}

func TestFootnoteMarkersAreNotText(t *testing.T) {
	in := inspect(t, report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner",
		"What needs to improve", "What needs to improve?¹", "$9", "The oversight of plans.² (outcome 1 and enabler 2, national framework)"))
	f := in.Findings[1]
	if in.Sections[0].Heading != "What needs to improve?" || f.Kind != model.Improvement || strings.ContainsAny(f.Text, "¹²") {
		t.Errorf("section %q, finding %+v", in.Sections[0].Heading, f)
	}
	if want := []model.Reference{{Kind: "outcome", Number: 1}, {Kind: "enabler", Number: 2}}; !slices.Equal(f.References, want) {
		t.Errorf("references %v, want %v", f.References, want)
	}
}

func TestNothingToImprove(t *testing.T) {
	in := inspect(t, strings.Replace(report("DATES", "Inspection dates: 8 to 19 July 2019", "LEAD", "Lead inspector: Lisa Sumner",
		"HEADING", "The experiences and progress of children in care and care leavers: good"), "## What needs to improve\n\n- $9\n", "", 1))
	if in.Count(model.Improvement) != 0 || in.Count(model.Headline) != 1 || in.Count(model.Body) != 1 {
		t.Errorf("findings %+v", in.Findings)
	}
}

// Recommendations of the single inspection framework may be grouped, and the
// board has a list of its own.
func TestGroupedRecommendations(t *testing.T) {
	in := inspect(t, `
# Inspection of services for children in need of help and protection, children looked after and care leavers

Inspection date: 1 to 24 July 2014

Kestrel Council

**The overall judgement is good**

## Executive summary

$1

## Recommendations

**Children in need of help and protection**

- $9

**Care leavers**

- $10

**Children looked after**

- $11

## Recommendations for the LSCB

- $12

## What does the LSCB need to improve?

- $13
`)
	var got []string
	for _, f := range in.Findings {
		if f.Kind == model.Improvement {
			i := slices.IndexFunc(in.Sections, func(s model.Section) bool { return s.ID == string(f.Section) })
			got = append(got, fmt.Sprintf("%s (%s)", in.Sections[i].Heading, f.About))
		}
	}
	want := "Children in need of help and protection (local_authority), Care leavers (local_authority), " +
		"Children looked after (local_authority), Recommendations for the LSCB (lscb), What does the LSCB need to improve? (lscb)"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s, want %s", s, want)
	}
}

// Some files on Ofsted's own site are error pages under a report's name.
func TestErrorPageIsUnknown(t *testing.T) {
	in := inspect(t, "# Page not found\n\nIf you typed the web address, check it is correct.\n\n- Inspection of services for children in need of help and protection\n")
	if in.Kind != model.UnknownKind || !warned(in, "unknown_kind") || len(in.Findings)+len(in.Judgements) > 0 {
		t.Errorf("%+v", in)
	}
}

func TestEmptyDocument(t *testing.T) {
	doc := &block.Document{}
	doc.Warn("broken_page", "page 3 could not be read")
	in := grammar.Inspect(doc)
	checkInspection(t, in)
	if in.Kind != model.UnknownKind || !warned(in, "broken_page") {
		t.Errorf("%+v", in)
	}
}
