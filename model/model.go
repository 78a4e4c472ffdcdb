// Package model says what an inspection is: who was inspected, when, under
// which framework, the grades that were given and what inspectors wrote. It
// reads and writes no files.
//
// The JSON names are those of the schema ofsted/inspection/1, which scripts
// rely on: fields may be added but never renamed. Unknown values are null,
// empty lists are [], and no field is left out.
package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Schema names the version of the JSON form of an Inspection.
const Schema = "ofsted/inspection/1"

// A Null is a string whose zero value is written to JSON as null.
type Null string

// MarshalJSON implements json.Marshaler.
func (s Null) MarshalJSON() ([]byte, error) {
	switch {
	case s == "":
		return []byte("null"), nil
	case strings.IndexFunc(string(s), escaped) < 0: // as nearly always
		return []byte(`"` + s + `"`), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // "&" stays as it is: this is no web page
	if err := enc.Encode(string(s)); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// escaped reports what may not stand for itself in JSON, and whatever is not
// ASCII.
func escaped(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }

// An Inspection is one letter or report on one authority.
type Inspection struct {
	Schema         string      `json:"schema"`
	ID             string      `json:"id"` // authority, last day and kind: "blackpool-2018-12-07-ilacs_inspection"
	Source         Source      `json:"source"`
	Kind           Kind        `json:"kind"`
	Framework      Framework   `json:"framework"`
	Title          Null        `json:"title"` // the title printed on the document
	Authority      Authority   `json:"local_authority"`
	Visit          Visit       `json:"inspection"`
	Published      Date        `json:"published"` // printed date of publication, or the date of a letter
	LeadInspectors []string    `json:"lead_inspectors"`
	Inspectors     []string    `json:"inspectors"`
	Addressees     []Addressee `json:"addressees"`
	Judgements     []Judgement `json:"judgements"`
	Sections       []Section   `json:"sections"`
	Findings       []Finding   `json:"findings"`
	Notes          []Note      `json:"notes"`
	Warnings       []Warning   `json:"warnings"`
}

// A Source is the file that an inspection was read from.
type Source struct {
	Path      string `json:"path"` // as the user gave it
	SHA256    Null   `json:"sha256"`
	MediaType Null   `json:"media_type"` // application/pdf, text/html or text/plain
	Bytes     int64  `json:"bytes"`
	Pages     int    `json:"pages"` // 0 where the format has no pages
	Tagged    bool   `json:"tagged"`
}

// A Date is an ISO date: "2018-12-07", or "2018-12" where only the month is
// printed. The empty Date is unknown and is written to JSON as null.
type Date = Null

// A Visit says when and how inspectors came.
type Visit struct {
	Periods      []Period `json:"periods"`      // in printed order
	Variant      Null     `json:"variant"`      // short or standard: ILACS inspections only
	Reinspection bool     `json:"reinspection"` // a re-inspection under the SIF
	VisitNumber  *int     `json:"visit_number"` // 3 for the third monitoring visit
	Scope        []string `json:"scope"`        // what a visit looked at, as printed
}

// Variants of an ILACS inspection: one or two working weeks on site.
const (
	Short    Null = "short"
	Standard Null = "standard"
)

// A Period is a span of days on site, both ends included.
type Period struct {
	Start Date `json:"start"`
	End   Date `json:"end"`
}

// Start returns the first day of all periods, or the empty Date.
func (v Visit) Start() Date {
	first := Date("")
	for _, p := range v.Periods {
		if first == "" || p.Start != "" && p.Start < first {
			first = p.Start
		}
	}
	return first
}

// End returns the last day of the last period, or the empty Date.
func (v Visit) End() Date {
	var end Date
	for _, p := range v.Periods {
		end = max(end, p.End)
	}
	return end
}

// An Addressee is somebody to whom a letter is addressed.
type Addressee struct {
	Name         Null `json:"name"`
	Role         Null `json:"role"`
	Organisation Null `json:"organisation"`
}

// A Judgement is one grade that a document prints.
type Judgement struct {
	Area    Area   `json:"area"`
	Title   string `json:"title"` // the area's title as printed
	Grade   Grade  `json:"grade"`
	Printed string `json:"printed"` // the words of the grade as printed
	Scale   Scale  `json:"scale"`
	Page    int    `json:"page"` // 0 where the format has no pages
}

// About says whose work a section or finding is about.
type About string

// What a section or finding is about.
const (
	AboutAuthority About = "local_authority"
	AboutLSCB      About = "lscb"
)

// A Section is a headed part of the document.
type Section struct {
	ID      string `json:"id"` // s1, s2, … in printed order
	Heading string `json:"heading"`
	Area    Area   `json:"area"`  // null outside the judgement sections
	Grade   Grade  `json:"grade"` // the grade in the heading, if one is printed there
	About   About  `json:"about"`
	Page    int    `json:"page"`
}

// A FindingKind says what part a paragraph plays in its document.
type FindingKind string

// The kinds of finding.
const (
	Headline       FindingKind = "headline"        // summary, overview, headline findings
	Improvement    FindingKind = "improvement"     // an area for improvement or a recommendation
	PriorityAction FindingKind = "priority_action" // an area for priority action
	Strength       FindingKind = "strength"        // an item of a list of strengths
	Body           FindingKind = "finding"         // a paragraph of the body
	PracticeStudy  FindingKind = "practice_study"  // the boxed example in a JTAI letter
	Context        FindingKind = "context"         // facts about the area, partnership or inspection
)

// Asks reports whether findings of the kind ask the authority, or the board, to
// improve something.
func (k FindingKind) Asks() bool { return k == Improvement || k == PriorityAction }

// findingKinds lists the kinds of finding, with what each is.
var findingKinds = []struct {
	kind  FindingKind
	holds string
}{
	{Headline, "summary, overview and headline findings"},
	{Improvement, "areas for improvement and recommendations"},
	{PriorityAction, "areas for priority action"},
	{Strength, "items of a list of strengths"},
	{Body, "paragraphs of the body"},
	{PracticeStudy, "the boxed examples in joint targeted area inspections"},
	{Context, "facts about the area, the partnership or the inspection"},
}

// FindingKinds returns every kind of finding, in the order in which documents
// have them.
func FindingKinds() []FindingKind {
	list := make([]FindingKind, len(findingKinds))
	for i, k := range findingKinds {
		list[i] = k.kind
	}
	return list
}

// Holds says what findings of the kind are.
func (k FindingKind) Holds() string {
	for _, row := range findingKinds {
		if row.kind == k {
			return row.holds
		}
	}
	return ""
}

// A Finding is one paragraph or list item in which inspectors say something.
type Finding struct {
	ID      string      `json:"id"` // f1, f2, … in printed order
	Kind    FindingKind `json:"kind"`
	Section Null        `json:"section"` // a Section's ID, null before the first heading
	Area    Area        `json:"area"`    // its section's
	About   About       `json:"about"`
	Number  Null        `json:"number"` // the printed number, without its full stop
	Page    int         `json:"page"`   // where it begins
	// Continues is the ID of the finding whose paragraph this one goes on
	// with, where a tagged PDF holds a paragraph in two parts because it
	// breaks over a page. Whole gives such paragraphs in one.
	Continues Null   `json:"continues"`
	Text      string `json:"text"` // as printed, without number, bullet, footnote marker or line breaks
	// Responsible is who has to act, as printed: the tables of an area SEND
	// inspection name a responsible body for each area for priority action
	// or improvement. Null elsewhere.
	Responsible Null        `json:"responsible"`
	References  []Reference `json:"references"`
	Polarity    Polarity    `json:"polarity"`
	Themes      []Theme     `json:"themes"` // the weightiest first
	Sentences   []Sentence  `json:"sentences"`
}

// A Reference is a cross-reference to the Children's Social Care National
// Framework (2023), printed as "(outcome 3, national framework)".
type Reference struct {
	Kind   string `json:"kind"` // outcome (1 to 4), enabler (1 to 3) or principle
	Number int    `json:"number"`
}

// A Sentence is one sentence of a finding.
type Sentence struct {
	Text     string   `json:"text"`
	Polarity Polarity `json:"polarity"`
	Themes   []Theme  `json:"themes"` // the likeliest first
	// Because says which words decided, where that was asked for.
	Because []Reason `json:"because,omitempty"`
}

// A Reason is what decided on the polarity of a sentence or on one of its
// themes.
type Reason struct {
	Polarity Polarity `json:"polarity,omitempty"`
	Theme    Theme    `json:"theme,omitempty"`
	Words    []string `json:"words"` // as printed, the weightiest first
}

// Sum sets a finding's polarity and themes to what its sentences say. It is
// mixed where strengths and concerns both have a share worth naming, and has
// the themes of a share of its sentences worth naming.
func (f *Finding) Sum() {
	n := map[Polarity]int{}
	themes := map[Theme]int{}
	f.Themes = []Theme{}
	for _, s := range f.Sentences {
		n[s.Polarity]++
		for _, t := range s.Themes {
			if themes[t]++; themes[t] == 1 {
				f.Themes = append(f.Themes, t)
			}
		}
	}
	f.Polarity = sumOf(n[StrengthSaid], n[ConcernSaid], n[MixedSaid], len(f.Sentences))
	f.Themes = slices.DeleteFunc(f.Themes, func(t Theme) bool { return themes[t]*worthNaming < len(f.Sentences) })
	slices.SortStableFunc(f.Themes, func(a, b Theme) int { return themes[b] - themes[a] })
}

// Says returns what the sentences on a theme say, or what the finding says
// where it has no sentences of its own on it.
func (f *Finding) Says(t Theme) Polarity {
	n, all := map[Polarity]int{}, 0
	for _, s := range f.Sentences {
		if slices.Contains(s.Themes, t) {
			n[s.Polarity]++
			all++
		}
	}
	if all == 0 {
		return f.Polarity
	}
	return sumOf(n[StrengthSaid], n[ConcernSaid], n[MixedSaid], all)
}

// worthNaming is the part, one in so many, from which strengths, concerns or
// a theme are not passed over.
const worthNaming = 4

// sumOf returns the polarity of so many sentences of each polarity, all of
// them being sentences.
func sumOf(strengths, concerns, mixed, sentences int) Polarity {
	said := strengths + concerns + mixed
	switch {
	case sentences == 0:
		return NoPolarity
	case said == 0:
		return NeutralSaid
	case (strengths+mixed)*worthNaming < said:
		return ConcernSaid
	case (concerns+mixed)*worthNaming < said:
		return StrengthSaid
	}
	return MixedSaid
}

// A Note is a footnote.
type Note struct {
	Marker Null   `json:"marker"`
	Text   string `json:"text"`
	Page   int    `json:"page"`
}

// A Warning says what was not found or looked odd.
type Warning struct {
	Code    string `json:"code"` // stable, in snake_case
	Message string `json:"message"`
}

// Warn adds a warning.
func (in *Inspection) Warn(code, message string) {
	in.Warnings = append(in.Warnings, Warning{code, message})
}

// Fill sets what every inspection has and replaces nil lists by empty ones,
// so that JSON holds [] and never null for them.
func (in *Inspection) Fill() {
	in.Schema = Schema
	in.ID = in.identity()
	fill(&in.Visit.Periods)
	fill(&in.Visit.Scope)
	fill(&in.LeadInspectors)
	fill(&in.Inspectors)
	fill(&in.Addressees)
	fill(&in.Judgements)
	fill(&in.Sections)
	fill(&in.Findings)
	fill(&in.Notes)
	fill(&in.Warnings)
	for i := range in.Findings {
		f := &in.Findings[i]
		fill(&f.References)
		fill(&f.Themes)
		fill(&f.Sentences)
		for j := range f.Sentences {
			fill(&f.Sentences[j].Themes)
		}
	}
}

func fill[T any](s *[]T) {
	if *s == nil {
		*s = []T{}
	}
}

// Day returns the last day on site, or else the date of publication. It is
// what inspections are put in order by; empty where neither is printed.
func (in *Inspection) Day() Date { return cmp.Or(in.Visit.End(), in.Published) }

// identity joins authority, last day on site (or date of publication) and
// kind; what is unknown is left out.
func (in *Inspection) identity() string {
	var parts []string
	for _, p := range []string{Slug(string(in.Authority.Name)), string(in.Day()), string(in.Kind)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "-")
}

// Count returns how many findings of a kind there are, whoever they are about.
func (in *Inspection) Count(k FindingKind) int {
	n := 0
	for _, f := range in.Findings {
		if f.Kind == k {
			n++
		}
	}
	return n
}

// Grade returns the judgement of an area, and whether the document holds one.
func (in *Inspection) Grade(a Area) (Judgement, bool) {
	for _, j := range in.Judgements {
		if j.Area == a {
			return j, true
		}
	}
	return Judgement{}, false
}

// Begins reports whether a paragraph begins with the finding at i, which is
// then not a further part of one.
func (in *Inspection) Begins(i int) bool {
	return i == 0 || in.Findings[i].Continues == "" || in.Findings[i].Kind != in.Findings[i-1].Kind
}

// Whole returns the findings with the parts of paragraphs that break over a
// page put together under the first part's ID, number and page.
func (in *Inspection) Whole() []Finding {
	out := make([]Finding, 0, len(in.Findings))
	var text strings.Builder // the last one's, so that a long chain takes linear time
	var joined []int         // places in out
	for i, f := range in.Findings {
		if in.Begins(i) {
			f.References = slices.Clip(f.References) // what is appended is not to reach in
			out = append(out, f)
			text.Reset()
			continue
		}
		last := &out[len(out)-1]
		if text.Len() == 0 {
			joined = append(joined, len(out)-1)
			text.WriteString(last.Text)
			last.Sentences = slices.Clone(last.Sentences)
		}
		text.WriteString(joint(text.String(), f.Text))
		text.WriteString(f.Text)
		last.Text = text.String()
		last.References = append(last.References, f.References...)
		last.goOn(f)
	}
	for _, i := range joined {
		if len(out[i].Sentences) > 0 {
			out[i].Sum() // what its first part says is not what the whole says
		}
	}
	return out
}

// maxCut is how long, in bytes, a sentence may grow from parts: no sentence of
// a report comes near it.
const maxCut = 10_000

// goOn adds what was found out about the part that follows, polarity and
// themes of the whole apart. The sentence that the page cut in two becomes one
// again. The list of sentences must be the finding's own.
func (f *Finding) goOn(next Finding) {
	if len(f.Sentences) == 0 || len(next.Sentences) == 0 {
		f.Polarity, f.Themes = f.Polarity.Joined(next.Polarity), union(f.Themes, next.Themes)
		f.Sentences = append(f.Sentences, next.Sentences...)
		return
	}
	rest := next.Sentences
	if cut, end := &f.Sentences[len(f.Sentences)-1], rest[0]; !EndsIn(cut.Text, ".?!…") && len(cut.Text) < maxCut {
		cut.Text += joint(cut.Text, end.Text) + end.Text
		cut.Polarity = cut.Polarity.Joined(end.Polarity)
		cut.Themes = union(cut.Themes, end.Themes)
		cut.Because = append(slices.Clip(cut.Because), end.Because...)
		rest = rest[1:]
	}
	f.Sentences = append(f.Sentences, rest...)
}

// union returns a with what b holds besides, and changes neither.
func union(a, b []Theme) []Theme {
	out := slices.Clone(a)
	for _, t := range b {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
