package field

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"ofsted/model"
)

func TestGrade(t *testing.T) {
	for _, test := range []struct {
		scale   model.Scale
		printed string
		want    model.Grade
	}{
		{model.FourPoint, "Good", model.Good},
		{model.FourPoint, " outstanding. ", model.Outstanding},
		{model.FourPoint, "INADEQUATE", model.Inadequate},
		{model.FourPoint, "Requires improvement to be good", model.RequiresImprovement},
		{model.FourPoint, "Requires Improvement to be good", model.RequiresImprovement},
		{model.FourPoint, "Requires  improvement\nto be\u00a0good", model.RequiresImprovement},
		{model.FourPoint, "Requires improvement", model.RequiresImprovement},
		{model.FourPoint, "Requires Improvement", model.RequiresImprovement},
		{model.FourPoint, "require improvement", model.RequiresImprovement},
		{model.FourPoint, "Good²", model.Good},
		{model.FourPoint, "Good.2", model.Good},
		{model.FourPoint, "Not judged", model.NotJudged},
		{model.FourPoint, "Not Judged", model.NotJudged},
		{model.FourPoint2012, "Adequate", model.Adequate},
		{model.FourPoint2012, "Inadequate Grade 4", model.Inadequate},
		{model.FourPoint2012, "Adequate Grade 3", model.Adequate},
		{model.FourPoint2012, "Grade 4 (inadequate)", model.Inadequate},
		{model.FourPoint2012, "Grade 3 (Adequate)", model.Adequate},
		{model.FourPoint2012, "Good (Grade 2)", model.Good},
		{model.FourPoint2012, "Grade 1: outstanding", model.Outstanding},
		{model.AreaSENDScale, "Inconsistent", model.Inconsistent},
		{model.AreaSENDScale, "Widespread and/or systemic failings", model.WidespreadOrSystemicFailings},
	} {
		if got, ok := Grade(test.printed, test.scale); !ok || got != test.want {
			t.Errorf("Grade(%q, %s) = %q, %v", test.printed, test.scale, got, ok)
		}
	}
	for _, test := range []struct {
		scale   model.Scale
		printed string
	}{
		{model.FourPoint, ""}, {model.FourPoint, "."}, {model.FourPoint, "Grade"}, {model.FourPoint, "Adequate"},
		{model.FourPoint, "Good or better"}, {model.FourPoint, "not good"}, {model.FourPoint, "goodness"}, {model.FourPoint, "improvement"},
		{model.FourPoint, "Requires improvement to be"}, {model.FourPoint, "Inconsistent"}, {model.FourPoint, "Grade 2"},
		{model.FourPoint2012, "Grade 2 (inadequate)"}, {model.FourPoint2012, "Requires improvement"}, {model.FourPoint2012, "Grade 5 (good)"},
		{model.AreaSENDScale, "Good"}, {"", "Good"},
	} {
		if got, ok := Grade(test.printed, test.scale); ok || got != model.NoGrade {
			t.Errorf("Grade(%q, %s) = %q, %v", test.printed, test.scale, got, ok)
		}
	}
}

func TestGradeAtEnd(t *testing.T) {
	const help = "The experiences and progress of children who need help and protection"
	for _, test := range []struct {
		heading, title string
		grade          model.Grade
		printed        string
	}{
		{help + ": good", help, model.Good, "good"},
		{help + " : Good", help, model.Good, "Good"},
		{help + " is good", help, model.Good, "good"},
		{help + " are good.", help, model.Good, "good"},
		{help + " is: inadequate", help, model.Inadequate, "inadequate"},
		{help + " are: outstanding.", help, model.Outstanding, "outstanding"},
		{help + ": Requires improvement to be good", help, model.RequiresImprovement, "Requires improvement to be good"},
		{help + " require improvement to be good", help, model.RequiresImprovement, "require improvement to be good"},
		{help + " requires improvement", help, model.RequiresImprovement, "requires improvement"},
		{help + " is requires improvement to be good.", help, model.RequiresImprovement, "requires improvement to be good"},
		{help + " – outstanding", help, model.Outstanding, "outstanding"},
		{help + " - good", help, model.Good, "good"},
		{help + ": not judged", help, model.NotJudged, "not judged"},
		{help + ":\u00a0inadequate¹", help, model.Inadequate, "inadequate"},
		{help + ": – good", help, model.Good, "good"},
		{help + " is: is good", help, model.Good, "good"},
		{"The experiences of children in care: outstanding", "The experiences of children in care", model.Outstanding, "outstanding"},
		{"The graded judgement for adoption performance is that it is good", "The graded judgement for adoption performance", model.Good, "good"},
		{"The graded judgement about the experience and progress of care leavers is that it requires improvement",
			"The graded judgement about the experience and progress of care leavers", model.RequiresImprovement, "requires improvement"},
		{"2.2 Experiences and progress of care leavers: Requires improvement", "2.2 Experiences and progress of care leavers", model.RequiresImprovement, "Requires improvement"},
		{"Leadership, management and governance require improvement", "Leadership, management and governance", model.RequiresImprovement, "require improvement"},
		{"The Local Safeguarding Children Board requires improvement to be good", "The Local Safeguarding Children Board", model.RequiresImprovement, "requires improvement to be good"},
	} {
		title, grade, printed, ok := GradeAtEnd(test.heading, model.FourPoint)
		if !ok || title != test.title || grade != test.grade || printed != test.printed {
			t.Errorf("GradeAtEnd(%q) = %q, %q, %q, %v", test.heading, title, grade, printed, ok)
		}
	}
	for _, heading := range []string{
		"", "Good", ": good", "is good", help, help + " is not good", help + " are not yet good", help + " is not: good",
		"A local authority that is good", "An LSCB that requires improvement", "If practice is good", "What is good", "Practice that is not inadequate",
		"Some children do well. The rest is good", "good", "Feelgood", "What requires improvement", "Areas for improvement", "Strengths: goodness", "to be good",
		help + ": adequate", "For most children: it is inadequate", strings.Repeat("long ", 60) + "is good",
		"0 is: not judged", "12: good", "– is: good", "What is: – good",
	} {
		if title, grade, _, ok := GradeAtEnd(heading, model.FourPoint); ok {
			t.Errorf("GradeAtEnd(%q) = %q, %q", heading, title, grade)
		}
	}
	if title, grade, _, ok := GradeAtEnd("Quality of provision: adequate", model.FourPoint2012); !ok || title != "Quality of provision" || grade != model.Adequate {
		t.Errorf("older scale: %q, %q, %v", title, grade, ok)
	}
}

// TestGradeAtEndEvery joins every title with every grade in every way.
func TestGradeAtEndEvery(t *testing.T) {
	for _, area := range model.Areas() {
		title := area.Title()
		for _, scale := range []model.Scale{model.FourPoint, model.FourPoint2012} {
			for _, sp := range spellings[scale] {
				for _, join := range []string{": ", " : ", " is ", " are ", " is: ", " are: ", " – ", " is that it is "} {
					for _, end := range []string{"", ".", " ", "¹", ":"} {
						heading := title + join + sp.words + end
						got, grade, printed, ok := GradeAtEnd(heading, scale)
						if !ok || got != title || grade != sp.grade || printed != sp.words {
							t.Errorf("GradeAtEnd(%q) = %q, %q, %q, %v", heading, got, grade, printed, ok)
						}
					}
				}
			}
		}
	}
}

func TestJudgementSentence(t *testing.T) {
	const board = "The arrangements in place to evaluate the effectiveness of what is done by the authority and board partners to safeguard and promote the welfare of children"
	for _, test := range []struct {
		s       string
		area    model.Area
		grade   model.Grade
		printed string
	}{
		{"The overall judgement is that children’s services require improvement.²", model.OverallEffectiveness, model.RequiresImprovement, "require improvement"},
		{"The overall judgement is that children's services are good", model.OverallEffectiveness, model.Good, "good"},
		{"The overall judgement is that children’s service requires improvement.", model.OverallEffectiveness, model.RequiresImprovement, "requires improvement"},
		{"The overall judgement is inadequate", model.OverallEffectiveness, model.Inadequate, "inadequate"},
		{"The overall judgement is requires improvement.", model.OverallEffectiveness, model.RequiresImprovement, "requires improvement"},
		{"Children’s services require improvement to be good", model.OverallEffectiveness, model.RequiresImprovement, "require improvement to be good"},
		{"Children’s services in the Royal Borough of Kensington and Chelsea are outstanding", model.OverallEffectiveness, model.Outstanding, "outstanding"},
		{"Children’s services in the Blackburn with Darwen Council area are good", model.OverallEffectiveness, model.Good, "good"},
		{"Children’s services in Gateshead are good because leaders are effective.", model.OverallEffectiveness, model.Good, "good"},
		{"Children’s services in Durham require improvement to be good. Much has changed.", model.OverallEffectiveness, model.RequiresImprovement, "require improvement to be good"},
		{"12. Children’s services in Bristol require improvement because:", model.OverallEffectiveness, model.RequiresImprovement, "require improvement"},
		{"This local authority requires improvement and is not yet good because", model.OverallEffectiveness, model.RequiresImprovement, "requires improvement"},
		{"The overall effectiveness of children’s services in Kestrel is good.", model.OverallEffectiveness, model.Good, "good"},
		{"The overall effectiveness of services for looked after children and young people is adequate.", model.OverallEffectiveness, model.Adequate, "adequate"},
		{"The judgement for overall effectiveness is inadequate.", model.OverallEffectiveness, model.Inadequate, "inadequate"},
		{board + " require improvement.", model.LSCB, model.RequiresImprovement, "require improvement"},
		{board + " are good", model.LSCB, model.Good, "good"},
		{"The Local Safeguarding Children Board is inadequate", model.LSCB, model.Inadequate, "inadequate"},
		{"The Local Safeguarding Children Board (LSCB) is good because it listens.", model.LSCB, model.Good, "good"},
		{"The LSCB is requires improvement because:", model.LSCB, model.RequiresImprovement, "requires improvement"},
		{"The effectiveness of the Local Safeguarding Children’s Board requires improvement.", model.LSCB, model.RequiresImprovement, "requires improvement"},
		{"The judgement for the effectiveness of the Local Safeguarding Children Board (LSCB) is requires improvement", model.LSCB, model.RequiresImprovement, "requires improvement"},
		{"Camden’s Local Safeguarding Children’s Board (LSCB) is outstanding. It acts.", model.LSCB, model.Outstanding, "outstanding"},
		{"The Stoke-on-Trent Safeguarding Children Board is good", model.LSCB, model.Good, "good"},
		{"The graded judgement for adoption performance is that it is good.", model.AdoptionPerformance, model.Good, "good"},
		{"The graded judgment about the experience and progress of care leavers is inadequate", model.CareLeavers, model.Inadequate, "inadequate"},
		{"The local area partnership’s arrangements typically lead to positive experiences and outcomes for children", model.AreaSENDOutcome, model.TypicallyPositive, "typically lead to positive experiences and outcomes"},
		{"The local area partnership’s special educational needs and/or disability (SEND) arrangements typically lead to positive experiences and outcomes", model.AreaSENDOutcome, model.TypicallyPositive, "typically lead to positive experiences and outcomes"},
		{"The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children", model.AreaSENDOutcome, model.Inconsistent, "lead to inconsistent experiences and outcomes"},
		{"There are widespread and/or systemic failings leading to significant concerns", model.AreaSENDOutcome, model.WidespreadOrSystemicFailings, "widespread and/or systemic failings"},
	} {
		area, grade, printed, ok := JudgementSentence(test.s)
		if !ok || area != test.area || grade != test.grade || printed != test.printed {
			t.Errorf("JudgementSentence(%q) = %q, %q, %q, %v", test.s, area, grade, printed, ok)
		}
		g, p, ok := OverallSentence(test.s)
		overall := test.area == model.OverallEffectiveness || test.area == model.LSCB || test.area == model.AreaSENDOutcome
		if ok != overall || overall && (g != test.grade || p != test.printed) {
			t.Errorf("OverallSentence(%q) = %q, %q, %v", test.s, g, p, ok)
		}
	}
}

func TestNoJudgementSentence(t *testing.T) {
	for _, s := range []string{
		"", "Good", "Children’s services in Kestrel", "Children’s services in Kestrel are not good", "Children’s services in Kestrel are not yet good.",
		"Children’s services in Kestrel were inadequate", "Children’s services are good when leaders listen", "Children’s services are good at listening",
		"Children’s services in Kestrel are good in parts", "Children’s services that are good", "If children’s services are good", "The overall judgement was good",
		"The overall judgement is not yet known", "An LSCB that is good coordinates the work of partners.", "An LSCB is inadequate if it does not.",
		"A local authority that is inadequate is providing services", "The LSCB is good at challenging partners", "The LSCB is not good", "The LSCB requires improvement plans from partners",
		"Children’s services in Kestrel require improvement in three areas", "This local authority has serious weaknesses and is not yet good because",
		"At the last inspection, children’s services in Kestrel were good.", "Leaders know that children’s services in Kestrel are inadequate.",
		"There are no widespread or serious failures", "There are no widespread and/or systemic failings", "If there are widespread and/or systemic failings, inspectors",
		"The local area partnership’s arrangements do not typically lead to positive experiences and outcomes", "Overall effectiveness is judged last",
		"Children’s services in need of improvement are good", "• Overall effectiveness: inadequate",
	} {
		if area, grade, _, ok := JudgementSentence(s); ok {
			t.Errorf("JudgementSentence(%q) = %q, %q", s, area, grade)
		}
	}
}

// TestJudgementSentenceEverywhere says every grade of every authority.
func TestJudgementSentenceEverywhere(t *testing.T) {
	for _, a := range model.Authorities() {
		for _, s := range spellingsOf(string(a.Name)) {
			if s == strings.ToUpper(s) || strings.Contains(s, " for ") {
				continue // an abbreviation, a heading in capitals, a company
			}
			for _, form := range []string{"Children’s services in %s are inadequate", "Children’s services in the London Borough of %s require improvement to be good",
				"Children’s services in %s Metropolitan District Council are good.", "Children’s services in the City of %s are outstanding", "Children’s services in %s metropolitan borough are good"} {
				text := fmt.Sprintf(form, s)
				if area, _, _, ok := JudgementSentence(text); !ok || area != model.OverallEffectiveness {
					t.Errorf("JudgementSentence(%q) = %q, %v", text, area, ok)
				}
				if got, ok := AuthorityIn(text); !ok || got.Name != a.Name {
					t.Errorf("AuthorityIn(%q) = %+v, %v", text, got, ok)
				}
			}
			board := fmt.Sprintf("The %s Safeguarding Children Board (SCB) is inadequate because:", s)
			if area, _, _, ok := JudgementSentence(board); !ok || area != model.LSCB {
				t.Errorf("JudgementSentence(%q) = %q, %v", board, area, ok)
			}
		}
	}
}

func FuzzGradeAtEnd(f *testing.F) {
	for _, s := range []string{"The experiences of children in care: outstanding", "Leadership is good.²", "require improvement to be good", "is that it is: not judged", "Grade 4 (inadequate)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		title, grade, printed, ok := GradeAtEnd(s, model.FourPoint)
		if ok {
			if !strings.ContainsFunc(title, unicode.IsLetter) || grade == model.NoGrade {
				t.Errorf("GradeAtEnd(%q) = %q, %q", s, title, grade)
			}
			if g, exact := Grade(printed, model.FourPoint); !exact || g != grade {
				t.Errorf("GradeAtEnd(%q) printed %q, which is %q", s, printed, g)
			}
			// What was parted by less than ": " can be too long with it.
			if again, g, _, ok := GradeAtEnd(title+": "+printed, model.FourPoint); !ok && len(title+": "+printed) <= maxHeading || ok && (g != grade || again != title) {
				t.Errorf("GradeAtEnd(%q) = %q, %q, %v", title+": "+printed, again, g, ok)
			}
		}
		Grade(s, model.FourPoint2012)
		JudgementSentence(s)
		for _, k := range model.Kinds() {
			AreaOf(s, k)
			GradedArea(s, k)
		}
	})
}
