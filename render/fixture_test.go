package render

import "ofsted/model"

// The authorities, people and findings here are made up.

func ilacs() *model.Inspection {
	in := &model.Inspection{
		Source: model.Source{Path: "letters/kestrel.pdf", SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			MediaType: "application/pdf", Bytes: 271287, Pages: 13, Tagged: true},
		Kind:      model.ILACSInspection,
		Framework: model.ILACS,
		Title:     "Inspection of Kestrel local authority children’s services",
		Authority: model.Authority{Name: "Kestrel", Printed: "London Borough of Kestrel & Wren", Known: true,
			GSSCode: "E09000099", LACode: "999", URN: "80999", Region: "London"},
		Visit: model.Visit{Variant: model.Standard, Periods: []model.Period{
			{Start: "2024-09-30", End: "2024-10-11"}, {Start: "2025-01-13", End: "2025-01-16"}}},
		LeadInspectors: []string{"Siân Abernathy"},
		Judgements: []model.Judgement{
			{Area: model.ImpactOfLeaders, Title: "The impact of leaders on social work practice with children and families", Grade: model.RequiresImprovement, Printed: "Requires improvement", Scale: model.FourPoint, Page: 1},
			{Area: model.HelpAndProtection, Title: "The experiences and progress of children who need help and protection", Grade: model.Inadequate, Printed: "Inadequate", Scale: model.FourPoint, Page: 1},
			{Area: model.ChildrenInCare, Title: "The experiences and progress of children in care", Grade: model.Good, Printed: "Good", Scale: model.FourPoint, Page: 1},
			{Area: model.CareLeavers, Title: "The experiences and progress of care leavers", Grade: model.Outstanding, Printed: "Outstanding", Scale: model.FourPoint, Page: 1},
			{Area: model.OverallEffectiveness, Title: "Overall effectiveness", Grade: model.Inadequate, Printed: "Inadequate", Scale: model.FourPoint, Page: 1},
		},
		Sections: []model.Section{
			{ID: "s1", Heading: "What needs to improve?", About: model.AboutAuthority, Page: 2},
			{ID: "s2", Heading: "The experiences and progress of children who need help and protection: inadequate", Area: model.HelpAndProtection, Grade: model.Inadequate, About: model.AboutAuthority, Page: 2},
			{ID: "s3", Heading: "The experiences and progress of children in care: good", Area: model.ChildrenInCare, Grade: model.Good, About: model.AboutAuthority, Page: 5},
		},
		Findings: []model.Finding{
			{ID: "f1", Kind: model.Headline, About: model.AboutAuthority, Page: 1, Text: "Leaders know the service’s weaknesses, but the pace of change has been too slow for children.", Polarity: "mixed", Themes: []model.Theme{"leadership"}},
			{ID: "f2", Kind: model.Improvement, Section: "s1", About: model.AboutAuthority, Page: 2, Text: "The timeliness and quality of return home interviews, and the use of what is learned from them to reduce the likelihood of further missing episodes. (outcome 3, national framework)", References: []model.Reference{{Kind: "outcome", Number: 3}}, Polarity: "concern", Themes: []model.Theme{"exploitation_and_missing", "quality_assurance"}},
			{ID: "f3", Kind: model.Improvement, Section: "s1", About: model.AboutAuthority, Page: 2, Text: "Supervision.", Polarity: "concern"},
			{ID: "f4", Kind: model.Body, Section: "s2", Area: model.HelpAndProtection, About: model.AboutAuthority, Number: "1", Page: 2, Text: "Too many children wait for their first visit after a referral is accepted. Some wait for weeks.", Polarity: "concern", Themes: []model.Theme{"assessment"},
				Sentences: []model.Sentence{{Text: "Too many children wait for their first visit after a referral is accepted.", Polarity: "concern", Themes: []model.Theme{"assessment"}}, {Text: "Some wait for weeks.", Polarity: "concern"}}},
			{ID: "f5", Kind: model.Body, Section: "s2", Area: model.HelpAndProtection, About: model.AboutAuthority, Number: "2", Page: 3, Text: "Strategy meetings are timely, and", Polarity: "strength"},
			{ID: "f7", Kind: model.Body, Section: "s2", Area: model.HelpAndProtection, About: model.AboutAuthority, Continues: "f5", Page: 4, Text: "the right agencies attend.", Polarity: "strength"},
			{ID: "f6", Kind: model.Body, Section: "s3", Area: model.ChildrenInCare, About: model.AboutAuthority, Number: "12", Page: 5, Text: "Brothers and sisters live together wherever they can.", Polarity: "strength"},
		},
		Notes: []model.Note{{Marker: "1", Text: "Extra-familial harm is harm that takes place outside the home and family, such as criminal exploitation.", Page: 3}},
	}
	in.Fill()
	return in
}

func sif() *model.Inspection {
	in := &model.Inspection{
		Source:    model.Source{Path: "letters/sif/upland.pdf", MediaType: "application/pdf", Bytes: 100, Pages: 40},
		Kind:      model.SIFInspection,
		Framework: model.SIF,
		Authority: model.Authority{Name: "Upland", Printed: "Upland Council"},
		Visit:     model.Visit{Periods: []model.Period{{Start: "2015-02-03", End: "2015-02-26"}}, Reinspection: true},
		Published: "2015-04-20",
		Judgements: []model.Judgement{
			{Area: model.OverallEffectiveness, Title: "Overall effectiveness", Grade: model.RequiresImprovement, Printed: "requires improvement", Scale: model.FourPoint, Page: 2},
			{Area: model.AdoptionPerformance, Title: "Adoption performance", Grade: model.NotJudged, Printed: "Not judged", Scale: model.FourPoint, Page: 2},
			{Area: model.LSCB, Title: "The effectiveness of the Local Safeguarding Children Board (LSCB)", Grade: model.Good, Printed: "Good", Scale: model.FourPoint, Page: 30},
		},
		Sections: []model.Section{
			{ID: "s1", Heading: "Recommendations", About: model.AboutAuthority, Page: 5},
			{ID: "s2", Heading: "Recommendations for the LSCB", About: model.AboutLSCB, Area: model.LSCB, Page: 31},
		},
		Findings: []model.Finding{
			{ID: "f1", Kind: model.PriorityAction, Section: "s1", About: model.AboutAuthority, Page: 5, Text: "Make sure that children who go missing are seen.", Responsible: "Upland Council and NHS Upland"},
			{ID: "f2", Kind: model.Improvement, Section: "s1", About: model.AboutAuthority, Page: 5, Text: "Improve the quality of assessments.", Polarity: "concern", Themes: []model.Theme{"assessment"},
				Sentences: []model.Sentence{{Text: "Improve the quality of assessments.", Polarity: "concern", Themes: []model.Theme{"assessment"},
					Because: []model.Reason{{Polarity: "concern", Words: []string{"Improve"}}, {Theme: "assessment", Words: []string{"quality of assessments"}}}}}},
			{ID: "f3", Kind: model.Improvement, Section: "s2", Area: model.LSCB, About: model.AboutLSCB, Page: 31, Text: "Evaluate the training that the board offers."},
		},
	}
	in.Warn("no_lead_inspector", "No lead inspector was found on the first page or the last.")
	in.Fill()
	return in
}

func visit() *model.Inspection {
	third := 3
	in := &model.Inspection{
		Source:     model.Source{Path: "letters/marlow.html", MediaType: "text/html", Bytes: 10},
		Kind:       model.MonitoringVisit,
		Framework:  model.ILACS,
		Authority:  model.Authority{Name: "Marlow Vale", Printed: "Marlow Vale Borough Council", Known: true, GSSCode: "E06000098", LACode: "998", URN: "80998", Region: "South East"},
		Visit:      model.Visit{Periods: []model.Period{{Start: "2025-10-07", End: "2025-10-08"}}, VisitNumber: &third, Scope: []string{"The quality of assessments and plans for disabled children.", "Supervision."}},
		Published:  "2025-11-12",
		Inspectors: []string{"Joanna Fell", "Martin Adeyemi"}, LeadInspectors: []string{"Joanna Fell"},
		Addressees: []model.Addressee{{Name: "Beatrice Lindqvist", Role: "Director of Children’s Services", Organisation: "Marlow Vale Borough Council"}},
		Sections:   []model.Section{{ID: "s1", Heading: "Findings and evaluation of progress", About: model.AboutAuthority}},
		Findings:   []model.Finding{{ID: "f1", Kind: model.Body, Section: "s1", About: model.AboutAuthority, Text: "Plans are clear."}},
	}
	in.Fill()
	return in
}

// hostile is a document whose author wants to harm its reader.
func hostile() *model.Inspection {
	in := &model.Inspection{
		Source:    model.Source{Path: "=cmd.txt"},
		Kind:      model.FocusedVisit,
		Framework: model.ILACS,
		Authority: model.Authority{Name: "\x1b[31mNowhere\x1b[0m", Printed: "@Nowhere\x07"},
		Findings: []model.Finding{
			{ID: "f1", Kind: model.Improvement, About: model.AboutAuthority, Text: "=HYPERLINK(\"http://example.org\";\"x\") | a * b _ c < d # e \x1b]0;title\x07\u202egnp.exe\x00"},
			{ID: "f2", Kind: model.Improvement, About: model.AboutAuthority, Text: "1. -5 `x` [l](u) <script>"},
		},
	}
	in.Fill()
	return in
}

func lost() *model.Failure {
	return &model.Failure{Source: model.Source{Path: "letters/lost.pdf"}, Code: model.NotADocument, Message: "letters/lost.pdf: an HTML page saved as .pdf, with no inspection in it"}
}

// results yields values as InspectAll does.
func results(list ...any) Results {
	return func(yield func(*model.Inspection, *model.Failure) bool) {
		for _, v := range list {
			in, _ := v.(*model.Inspection)
			failure, _ := v.(*model.Failure)
			if !yield(in, failure) {
				return
			}
		}
	}
}
