package render

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ofsted/model"
)

// tones are the colours of grades: those that need nothing done at once,
// those that need work, those that need it now.
var tones = map[model.Grade]style{
	model.Outstanding:                  green,
	model.Good:                         green,
	model.TypicallyPositive:            green,
	model.RequiresImprovement:          amber,
	model.Adequate:                     amber,
	model.Inconsistent:                 amber,
	model.Inadequate:                   red,
	model.WidespreadOrSystemicFailings: red,
	model.NotJudged:                    faint,
}

// shortGrades are grades as they are called where there is no room.
var shortGrades = map[model.Grade]string{
	model.RequiresImprovement:          "Requires improvement",
	model.TypicallyPositive:            "Typically positive",
	model.Inconsistent:                 "Inconsistent",
	model.WidespreadOrSystemicFailings: "Widespread failings",
}

func shortGrade(g model.Grade) string {
	if s, ok := shortGrades[g]; ok {
		return s
	}
	return g.Title()
}

// shortAreas are areas as they are called where there is no room.
var shortAreas = map[model.Area]string{
	model.OverallEffectiveness:           "Overall effectiveness",
	model.ImpactOfLeaders:                "Impact of leaders",
	model.HelpAndProtection:              "Help and protection",
	model.CareAndCareLeavers:             "Care and care leavers",
	model.ChildrenInCare:                 "Children in care",
	model.CareLeavers:                    "Care leavers",
	model.LookedAfterAndPermanence:       "Looked after and permanence",
	model.AdoptionPerformance:            "Adoption",
	model.LeadershipManagementGovernance: "Leadership and governance",
	model.LSCB:                           "LSCB",
	model.CapacityToImprove:              "Capacity to improve",
	model.Outcomes:                       "Outcomes",
	model.QualityOfProvision:             "Quality of provision",
	model.LeadershipAndManagement:        "Leadership and management",
	model.AreaSENDOutcome:                "Outcome",
}

// shortKinds are kinds of document as they are called where there is no room.
var shortKinds = map[model.Kind]string{
	model.ILACSInspection:    "ILACS",
	model.FocusedVisit:       "Focused visit",
	model.MonitoringVisit:    "Monitoring visit",
	model.ChildrenLetter:     "Children’s letter",
	model.SIFInspection:      "SIF",
	model.LSCBReview:         "LSCB review",
	model.LACInspection:      "Looked after",
	model.AreaSENDInspection: "Area SEND",
	model.JTAI:               "JTAI",
	model.UnknownKind:        "Unrecognised",
}

// A noun is what is counted, in its two numbers.
type noun struct{ one, many string }

var (
	priorityNoun    = noun{"priority action", "priority actions"}
	improvementNoun = noun{"area for improvement", "areas for improvement"}
	findingNoun     = noun{"finding", "findings"}
	judgementNoun   = noun{"judgement", "judgements"}
	inspectionNoun  = noun{"inspection", "inspections"}
)

// findingNouns are the kinds of finding, in the order in which they are
// counted out.
var findingNouns = []struct {
	kind model.FindingKind
	noun noun
}{
	{model.PriorityAction, priorityNoun},
	{model.Improvement, improvementNoun},
	{model.Headline, noun{"headline finding", "headline findings"}},
	{model.Strength, noun{"strength", "strengths"}},
	{model.Body, findingNoun},
	{model.PracticeStudy, noun{"practice study", "practice studies"}},
	{model.Context, noun{"fact", "facts"}},
}

func count(n int, of noun) string {
	if n == 1 {
		return "1 " + of.one
	}
	return fmt.Sprint(n, " ", of.many)
}

// countFindings says how many findings of each kind there are: "2 headline
// findings, 9 findings".
func countFindings(findings []model.Finding) string {
	var parts []string
	for _, fn := range findingNouns {
		n := 0
		for _, f := range findings {
			if f.Kind == fn.kind {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, count(n, fn.noun))
		}
	}
	return strings.Join(parts, ", ")
}

// date writes an ISO date for people: "7 December 2018", "December 2018".
func date(d model.Date, layout string) string {
	for _, form := range []struct{ iso, layout string }{
		{time.DateOnly, layout},
		{"2006-01", strings.TrimPrefix(layout, "2 ")},
	} {
		if t, err := time.Parse(form.iso, string(d)); err == nil {
			return t.Format(form.layout)
		}
	}
	return string(d)
}

const (
	longDate  = "2 January 2006"
	shortDate = "2 Jan 2006"
)

// period writes a span of days as people do, without saying a month or year
// twice: "5 to 16 December 2022".
func period(p model.Period, layout, to string) string {
	start, end := date(p.Start, layout), date(p.End, layout)
	if p.Start == "" || p.End == "" || p.Start == p.End {
		return max(start, end)
	}
	from, until := strings.Fields(start), strings.Fields(end)
	for len(from) > 1 && from[len(from)-1] == until[len(until)-1] {
		from, until = from[:len(from)-1], until[:len(until)-1]
	}
	return strings.Join(from, " ") + to + end
}

// periods writes every span of days on site.
func periods(ps []model.Period) string {
	parts := make([]string, len(ps))
	for i, p := range ps {
		parts[i] = period(p, longDate, " to ")
	}
	return and(parts)
}

// span writes the days from the first to the last on site, briefly.
func span(v model.Visit) string {
	if len(v.Periods) == 0 {
		return ""
	}
	start := v.Periods[0].Start
	for _, p := range v.Periods {
		start = min(start, p.Start)
	}
	return period(model.Period{Start: start, End: v.End()}, shortDate, "–")
}

// and joins a list as in a sentence.
func and(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// ordinal writes a number as a rank: "3rd".
func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprint(n, suffix)
}

// page writes where something stands, with a space that no line breaks at;
// nothing where the format has no pages.
func page(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("p.%c%d", nbsp, n)
}

// name returns what to call the authority that a document is about.
func name(in *model.Inspection) string {
	for _, n := range []model.Null{in.Authority.Name, in.Authority.Printed} {
		if n != "" {
			return clean(string(n))
		}
	}
	return "Authority not named"
}

// A fact is one line of who and when.
type fact struct{ label, value string }

// notPrinted stands where a document does not say.
const notPrinted = "not printed"

// facts lists who and when, in reading order. What every document should say
// is there even where this one does not; what only some have is left out.
func facts(in *model.Inspection) []fact {
	all := []struct {
		label    string
		value    string
		expected bool
	}{
		{"Authority", authority(in.Authority), true},
		{"Region", region(in.Authority), true},
		{"On site", onSite(in.Visit), true},
		{"Published", date(in.Published, longDate), true},
		{"Lead inspector", and(in.LeadInspectors), true},
		{"Inspectors", and(others(in.Inspectors, in.LeadInspectors)), false},
		{"Addressed to", addressees(in.Addressees), false},
		{"Looked at", strings.Join(in.Visit.Scope, "\n"), false},
		{"File", file(in.Source), true},
	}
	var list []fact
	for _, f := range all {
		value := cleanEach(f.value)
		if value == "" && f.expected {
			value = notPrinted
		}
		if value != "" {
			list = append(list, fact{f.label, value})
		}
	}
	return list
}

// cleanEach cleans text of several lines.
func cleanEach(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = clean(line)
	}
	return strings.Join(lines, "\n")
}

func authority(a model.Authority) string {
	printed := string(a.Printed)
	if printed == "" {
		printed = string(a.Name)
	}
	if a.GSSCode == "" {
		return printed
	}
	return printed + " (" + string(a.GSSCode) + ")"
}

func region(a model.Authority) string {
	if a.Region == "" && !a.Known && a.Name != "" {
		return "unknown: not in the list of authorities"
	}
	return string(a.Region)
}

func onSite(v model.Visit) string {
	var more []string
	if v.Variant != "" {
		more = append(more, string(v.Variant)+" inspection")
	}
	if v.Reinspection {
		more = append(more, "re-inspection")
	}
	if v.VisitNumber != nil {
		more = append(more, ordinal(*v.VisitNumber)+" monitoring visit")
	}
	days := periods(v.Periods)
	if days == "" || len(more) == 0 {
		return days + strings.Join(more, ", ")
	}
	return days + " (" + strings.Join(more, ", ") + ")"
}

// others returns the names that are not among some.
func others(names, some []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(some, n) })
}

func addressees(list []model.Addressee) string {
	lines := make([]string, len(list))
	for i, a := range list {
		var parts []string
		for _, p := range []model.Null{a.Name, a.Role, a.Organisation} {
			if p != "" {
				parts = append(parts, string(p))
			}
		}
		lines[i] = strings.Join(parts, ", ")
	}
	return strings.Join(lines, "\n")
}

func file(s model.Source) string {
	path := s.Path
	if path == "-" {
		path = "standard input"
	}
	if s.Pages > 0 {
		path += " (" + count(s.Pages, noun{"page", "pages"}) + ")"
	}
	return path
}

// gradeLines says in a line or a few how a document graded an authority: its
// overall grade, or where it gives none the areas by grade. The grade of an
// LSCB is given only where there is no other.
func gradeLines(in *model.Inspection) []cell {
	if j, ok := in.Grade(model.OverallEffectiveness); ok {
		return []cell{{shortGrade(j.Grade), tones[j.Grade]}}
	}
	var grades []model.Grade
	areas := map[model.Grade][]string{}
	for _, j := range in.Judgements {
		if j.Area == model.LSCB && len(in.Judgements) > 1 {
			continue
		}
		if areas[j.Grade] == nil {
			grades = append(grades, j.Grade)
		}
		areas[j.Grade] = append(areas[j.Grade], shortAreas[j.Area])
	}
	var lines []cell
	for _, g := range grades {
		text := shortGrade(g)
		if in.Kind != model.AreaSENDInspection {
			text += ": " + strings.Join(areas[g], ", ")
		}
		lines = append(lines, cell{text, tones[g]})
	}
	return lines
}
