package model

// A Polarity is what a sentence or a finding says of the work: that it is
// good, that it is not, both, or neither. It is judged by the words
// themselves, never by the grade of their section.
type Polarity string

// The polarities.
const (
	NoPolarity   Polarity = "" // not analysed
	StrengthSaid Polarity = "strength"
	ConcernSaid  Polarity = "concern"
	MixedSaid    Polarity = "mixed"   // both, and both substantial
	NeutralSaid  Polarity = "neutral" // fact, context or figure
)

// MarshalJSON writes no polarity as null.
func (p Polarity) MarshalJSON() ([]byte, error) { return Null(p).MarshalJSON() }

// Polarities returns every polarity, in the order in which they are shown.
func Polarities() []Polarity {
	return []Polarity{StrengthSaid, ConcernSaid, MixedSaid, NeutralSaid}
}

// Holds says what findings of the polarity say of the work.
func (p Polarity) Holds() string {
	switch p {
	case StrengthSaid:
		return "that it is good"
	case ConcernSaid:
		return "that it is not"
	case MixedSaid:
		return "both"
	case NeutralSaid:
		return "neither: facts, context and figures"
	}
	return ""
}

// Joined returns the polarity of what says p and then q: neutral words add
// nothing, a strength beside a concern is mixed.
func (p Polarity) Joined(q Polarity) Polarity {
	switch {
	case p == q, q == NoPolarity, q == NeutralSaid && p != NoPolarity:
		return p
	case p == NoPolarity, p == NeutralSaid:
		return q
	}
	return MixedSaid
}

// A Theme is what a sentence or a finding is about. The themes are those in
// which analysts of children's services sort findings; they do not depend on
// the framework.
type Theme string

// The themes.
const (
	Leadership             Theme = "leadership"
	Workforce              Theme = "workforce"
	ManagementOversight    Theme = "management_oversight"
	QualityAssurance       Theme = "quality_assurance"
	FrontDoor              Theme = "front_door"
	EarlyHelp              Theme = "early_help"
	Assessment             Theme = "assessment"
	PlanningAndReview      Theme = "planning_and_review"
	ChildProtection        Theme = "child_protection"
	PreProceedings         Theme = "pre_proceedings_and_court"
	DomesticAbuse          Theme = "domestic_abuse_and_neglect"
	ExploitationAndMissing Theme = "exploitation_and_missing"
	DisabledChildren       Theme = "disabled_children"
	Participation          Theme = "participation"
	Placements             Theme = "placements"
	Permanence             Theme = "permanence_and_adoption"
	Education              Theme = "education"
	Health                 Theme = "health"
	LeavingCare            Theme = "care_leavers"
	Partnership            Theme = "partnership"
	Diversity              Theme = "diversity_and_identity"
	Recording              Theme = "recording"
	OtherTheme             Theme = "other"
)

// themes lists every theme with the words to show people, in the order of a
// child's way through the services, those of running them first.
var themes = []struct {
	theme Theme
	title string
	holds string
}{
	{Leadership, "Leadership", "senior leaders, vision, strategy, political and corporate support, governance, corporate parenting"},
	{Workforce, "Workforce", "recruitment, retention, agency staff, caseloads, training, morale"},
	{ManagementOversight, "Management oversight", "supervision, frontline managers’ oversight and direction"},
	{QualityAssurance, "Quality assurance", "audit, performance data, learning"},
	{Partnership, "Partnership", "multi-agency work, information sharing, the safeguarding board"},
	{Recording, "Recording", "records and the systems that hold them"},
	{FrontDoor, "Front door", "contacts, referrals, thresholds, consent, out-of-hours service"},
	{EarlyHelp, "Early help", "help before statutory social work"},
	{Assessment, "Assessment", "of children, carers and risk; chronologies"},
	{PlanningAndReview, "Planning and review", "plans, reviews, independent reviewing officers, drift and delay"},
	{ChildProtection, "Child protection", "strategy meetings, section 47, conferences, protection and safety plans, allegations"},
	{DomesticAbuse, "Domestic abuse and neglect", "also parents’ substance misuse and mental ill health"},
	{ExploitationAndMissing, "Exploitation and missing", "exploited children, children who go missing, return interviews"},
	{DisabledChildren, "Disabled children", "special educational needs and disabilities, short breaks"},
	{PreProceedings, "Pre-proceedings and court", "Public Law Outline, letters before proceedings, care proceedings"},
	{Participation, "Participation", "children’s voice, direct work, relationships, life-story work, advocacy"},
	{Placements, "Placements", "fostering, residential care, sufficiency, stability, private fostering"},
	{Permanence, "Permanence and adoption", "adoption, special guardianship, connected carers, return home"},
	{Education, "Education", "schools, virtual school, personal education plans, training and employment"},
	{Health, "Health", "physical and emotional health, mental health services"},
	{Diversity, "Diversity and identity", "culture, faith, identity, unaccompanied children"},
	{LeavingCare, "Care leavers", "personal advisers, pathway plans, accommodation, local offer"},
	{OtherTheme, "Other", "what none of the others is about"},
}

// Themes returns every theme, in the order in which they are shown.
func Themes() []Theme {
	list := make([]Theme, len(themes))
	for i, t := range themes {
		list[i] = t.theme
	}
	return list
}

// Title returns the theme in words.
func (t Theme) Title() string {
	for _, row := range themes {
		if row.theme == t {
			return row.title
		}
	}
	return string(t)
}

// Holds says what findings on the theme are about.
func (t Theme) Holds() string {
	for _, row := range themes {
		if row.theme == t {
			return row.holds
		}
	}
	return ""
}
