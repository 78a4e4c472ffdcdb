package model

import "slices"

// A Kind is a kind of document.
type Kind string

// The kinds of document that Ofsted publishes on an authority.
const (
	ILACSInspection    Kind = "ilacs_inspection"
	FocusedVisit       Kind = "focused_visit"
	MonitoringVisit    Kind = "monitoring_visit"
	ChildrenLetter     Kind = "children_letter"
	SIFInspection      Kind = "sif_inspection"
	LSCBReview         Kind = "lscb_review"
	LACInspection      Kind = "lac_inspection"
	AreaSENDInspection Kind = "area_send_inspection"
	JTAI               Kind = "jtai"
	UnknownKind        Kind = "unknown"
)

// A Framework is the set of rules an inspection was carried out under.
type Framework string

// The frameworks.
const (
	ILACS     Framework = "ilacs"     // inspection of local authority children's services, 2018 onwards
	SIF       Framework = "sif"       // single inspection framework, November 2013 to August 2018
	LAC       Framework = "lac"       // inspection of looked after children services, to 2013
	AreaSEND  Framework = "area_send" // Ofsted and CQC, 2023 onwards
	JTAIFrame Framework = "jtai"      // joint targeted area inspections, 2016 onwards
)

// MarshalJSON writes an unknown framework as null.
func (f Framework) MarshalJSON() ([]byte, error) { return Null(f).MarshalJSON() }

// kinds is what is the same for every document of a kind.
var kinds = map[Kind]struct {
	title     string
	framework Framework
	graded    bool
}{
	ILACSInspection:    {"Inspection of children’s services (ILACS)", ILACS, true},
	FocusedVisit:       {"Focused visit (ILACS)", ILACS, false},
	MonitoringVisit:    {"Monitoring visit", ILACS, false},
	ChildrenLetter:     {"Letter to children and young people", ILACS, true},
	SIFInspection:      {"Inspection under the Single Inspection Framework", SIF, true},
	LSCBReview:         {"Review of the Local Safeguarding Children Board", SIF, true},
	LACInspection:      {"Inspection of looked after children services", LAC, true},
	AreaSENDInspection: {"Area SEND inspection", AreaSEND, true},
	JTAI:               {"Joint targeted area inspection", JTAIFrame, false},
	UnknownKind:        {"Unrecognised document", "", false},
}

// Title returns the kind's name as people know it.
func (k Kind) Title() string { return kinds[k].title }

// Framework returns the framework that documents of the kind belong to.
func (k Kind) Framework() Framework { return kinds[k].framework }

// Graded reports whether documents of the kind hold judgements.
func (k Kind) Graded() bool { return kinds[k].graded }

// Kinds returns every kind, in the order in which people expect them.
func Kinds() []Kind {
	return []Kind{ILACSInspection, FocusedVisit, MonitoringVisit, ChildrenLetter, SIFInspection,
		LSCBReview, LACInspection, AreaSENDInspection, JTAI, UnknownKind}
}

// An Area is what a judgement is about.
type Area string

// The areas that the frameworks judge.
const (
	NoArea                         Area = ""
	OverallEffectiveness           Area = "overall_effectiveness"
	ImpactOfLeaders                Area = "impact_of_leaders"
	HelpAndProtection              Area = "help_and_protection"
	CareAndCareLeavers             Area = "care_and_care_leavers"
	ChildrenInCare                 Area = "children_in_care"
	CareLeavers                    Area = "care_leavers"
	LookedAfterAndPermanence       Area = "looked_after_and_permanence"
	AdoptionPerformance            Area = "adoption_performance"
	LeadershipManagementGovernance Area = "leadership_management_governance"
	LSCB                           Area = "lscb"
	CapacityToImprove              Area = "capacity_to_improve"
	Outcomes                       Area = "outcomes"
	QualityOfProvision             Area = "quality_of_provision"
	LeadershipAndManagement        Area = "leadership_and_management"
	AreaSENDOutcome                Area = "area_send_outcome"
)

// MarshalJSON writes no area as null.
func (a Area) MarshalJSON() ([]byte, error) { return Null(a).MarshalJSON() }

// areaTitles are the titles to show people, in the order in which reports
// show areas.
var areaTitles = []struct {
	area  Area
	title string
}{
	{OverallEffectiveness, "Overall effectiveness"},
	{ImpactOfLeaders, "The impact of leaders on social work practice with children and families"},
	{HelpAndProtection, "The experiences and progress of children who need help and protection"},
	{CareAndCareLeavers, "The experiences and progress of children in care and care leavers"},
	{ChildrenInCare, "The experiences and progress of children in care"},
	{LookedAfterAndPermanence, "Children looked after and achieving permanence"},
	{AdoptionPerformance, "Adoption performance"},
	{CareLeavers, "The experiences and progress of care leavers"},
	{LeadershipManagementGovernance, "Leadership, management and governance"},
	{LSCB, "The effectiveness of the Local Safeguarding Children Board"},
	{CapacityToImprove, "Capacity to improve"},
	{Outcomes, "Outcomes for looked after children and young people"},
	{QualityOfProvision, "Quality of provision"},
	{LeadershipAndManagement, "Leadership and management"},
	{AreaSENDOutcome, "Inspection outcome"},
}

// Title returns the area's usual printed title.
func (a Area) Title() string {
	for _, t := range areaTitles {
		if t.area == a {
			return t.title
		}
	}
	return string(a)
}

// Areas returns every area, in the order in which reports show them.
func Areas() []Area {
	areas := make([]Area, len(areaTitles))
	for i, t := range areaTitles {
		areas[i] = t.area
	}
	return areas
}

// An edition is what a framework judges in the months from the one and until
// before the other; an empty month is no bound.
type edition struct {
	framework   Framework
	name        Null // where the framework was revised
	from, until string
	areas       []Area
}

// editions are the frameworks as they were revised. ILACS judges care leavers
// apart since January 2023 and no overall effectiveness since April 2026; by
// the first day on site that is so in every report known.
var editions = []edition{
	{LAC, "", "", "", []Area{OverallEffectiveness, CapacityToImprove, Outcomes, QualityOfProvision, LeadershipAndManagement}},
	{SIF, "", "", "", []Area{OverallEffectiveness, HelpAndProtection, LookedAfterAndPermanence, AdoptionPerformance, CareLeavers, LeadershipManagementGovernance, LSCB}},
	{ILACS, "2018", "2018-01", "2023-01", []Area{OverallEffectiveness, ImpactOfLeaders, HelpAndProtection, CareAndCareLeavers}},
	{ILACS, "2023", "2023-01", "2026-04", []Area{OverallEffectiveness, ImpactOfLeaders, HelpAndProtection, ChildrenInCare, CareLeavers}},
	{ILACS, "2026", "2026-04", "", []Area{ImpactOfLeaders, HelpAndProtection, ChildrenInCare, CareLeavers}},
	{AreaSEND, "", "", "", []Area{AreaSENDOutcome}},
}

// holds reports whether the edition was in force on a day.
func (e edition) holds(day Date) bool {
	return string(day) >= e.from && (e.until == "" || string(day) < e.until)
}

// editionOf returns the edition of ILACS that was in force on a day.
func editionOf(day Date) Null {
	for _, e := range editions {
		if e.framework == ILACS && e.holds(day) {
			return e.name
		}
	}
	return ""
}

// Judges reports whether the framework of a kind of document judges an area,
// as the framework was on the first day on site. One document need not hold
// all that its framework judges: a re-inspection under the SIF can leave the
// LSCB out. Where the day is unknown it is enough that any edition does.
func (k Kind) Judges(day Date, a Area) bool {
	for _, e := range editions {
		if e.framework == k.Framework() && (day == "" || e.holds(day)) && slices.Contains(e.areas, a) {
			return true
		}
	}
	return false
}

// stillJudges reports whether documents of the kind judge an older area or one
// that followed it.
func (k Kind) stillJudges(day Date, a Area) bool {
	return k.Judges(day, a) || slices.ContainsFunc(successions, func(s succession) bool {
		return s.from == a && s.relation != MergedArea && k.Judges(day, s.to)
	})
}

// judgedBefore reports whether documents of the kind judge a newer area or one
// that it followed.
func (k Kind) judgedBefore(day Date, a Area) bool {
	return k.Judges(day, a) || slices.ContainsFunc(successions, func(s succession) bool {
		return s.to == a && k.Judges(day, s.from)
	})
}

// A Grade is what inspectors judged an area to be.
type Grade string

// The grades. Which of them a document can hold is its Scale.
const (
	NoGrade                      Grade = ""
	Outstanding                  Grade = "outstanding"
	Good                         Grade = "good"
	RequiresImprovement          Grade = "requires_improvement"
	Adequate                     Grade = "adequate" // to 2013
	Inadequate                   Grade = "inadequate"
	NotJudged                    Grade = "not_judged"
	TypicallyPositive            Grade = "typically_positive"
	Inconsistent                 Grade = "inconsistent"
	WidespreadOrSystemicFailings Grade = "widespread_or_systemic_failings"
)

// MarshalJSON writes no grade as null.
func (g Grade) MarshalJSON() ([]byte, error) { return Null(g).MarshalJSON() }

// A Scale is an ordered set of grades.
type Scale string

// The scales.
const (
	FourPoint     Scale = "four_point"      // 2013 onwards
	FourPoint2012 Scale = "four_point_2012" // inspections of looked-after children, to 2013
	AreaSENDScale Scale = "area_send"
)

// scales lists the grades of each scale, best first.
var scales = map[Scale][]Grade{
	FourPoint:     {Outstanding, Good, RequiresImprovement, Inadequate},
	FourPoint2012: {Outstanding, Good, Adequate, Inadequate},
	AreaSENDScale: {TypicallyPositive, Inconsistent, WidespreadOrSystemicFailings},
}

// Grades returns the grades of a scale, best first.
func (s Scale) Grades() []Grade { return scales[s] }

// ScaleOf returns the scale that a kind of document is graded on.
func ScaleOf(k Kind) Scale {
	switch k {
	case LACInspection:
		return FourPoint2012
	case AreaSENDInspection:
		return AreaSENDScale
	}
	return FourPoint
}

var gradeTitles = map[Grade]string{
	Outstanding:                  "Outstanding",
	Good:                         "Good",
	RequiresImprovement:          "Requires improvement to be good",
	Adequate:                     "Adequate",
	Inadequate:                   "Inadequate",
	NotJudged:                    "Not judged",
	TypicallyPositive:            "Typically positive experiences and outcomes",
	Inconsistent:                 "Inconsistent experiences and outcomes",
	WidespreadOrSystemicFailings: "Widespread and/or systemic failings",
}

// Title returns the grade in words.
func (g Grade) Title() string { return gradeTitles[g] }
