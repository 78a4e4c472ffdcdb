package grammar

import (
	"ofsted/internal/lazy"
	"ofsted/model"
)

// A role is what the text under a heading is.
type role uint8

const (
	same       role = iota // what it was under the heading above
	skip                   // not a finding: boilerplate, what grades mean
	headline               // summary
	improve                // areas for improvement, recommendations
	priority               // areas for priority action
	strengths              // a list of strengths
	body                   // findings proper
	study                  // a practice study
	background             // facts about the area, the partnership or the inspection
	scope                  // what a visit looked at
	grades                 // the table of judgements
	contents               // the table of contents
	team                   // the inspectors
	closing                // the end of the document
)

// findingKinds says which kind of finding each role makes.
var findingKinds = map[role]model.FindingKind{
	headline: model.Headline, improve: model.Improvement, priority: model.PriorityAction,
	strengths: model.Strength, body: model.Body, study: model.PracticeStudy, background: model.Context,
}

// A rule says what begins under a heading whose key (see key) matches.
type rule struct {
	heading *lazy.Regexp
	role    role
	about   model.About // whose work follows; "" keeps what it was
	area    areaRule
	weak    bool // neither ends what is skipped nor begins the report
}

// areaRule says what a heading does to the area of what follows.
type areaRule uint8

const (
	leave areaRule = iota // what follows is about no judged area
	keep                  // it is about the same area as before
	lscb                  // it is about the safeguarding board
)

func on(pattern string, r role, more ...any) rule {
	out := rule{heading: lazy.NewRegexp(`^(?:` + pattern + `)$`), role: r}
	for _, m := range more {
		switch m := m.(type) {
		case model.About:
			out.about = m
		case areaRule:
			out.area = m
		case bool:
			out.weak = m
		}
	}
	return out
}

// weak marks a rule whose heading also stands elsewhere: in the title, and
// among what is skipped ("What the inspection judgements mean" has a part for
// each body).
const weak = true

// theLSCB is how reports name the safeguarding board.
const theLSCB = `(the )?((\w+ )?local safeguarding children board( \(\w+\))?|[a-z]*scb)`

// ending are the lines that no document of any kind goes on behind with
// findings.
var ending = []rule{
	on(`the office for standards in education, children's services and skills.*`, closing),
	on(`if you (would like|wish to have|need) a copy of this (document|report|letter).*`, closing),
	on(`if you are not happy with the inspection or the report.*`, closing),
	on(`(© )?crown copyright.*`, closing),
	on(`you (may|can) (reuse|copy|re-use) this information.*`, closing),
}

// ofLetter are the headings of ILACS reports and of letters: focused and
// monitoring visits (2016 to today) and joint targeted area inspections.
var ofLetter = []rule{
	on(`(headline|key|summary of( key| main)?) findings|overview|(executive )?summary|summary of (the )?(visit|inspection)|headlines?`, headline),
	on(`what (does .{3,60} |do .{3,60} )?needs? to (improve|be improved|do better|change).*`, improve),
	on(`areas? for (improvement|development)( in this area of (social work )?practice)?|recommendations?|areas? (that|which) need(s)? to improve|key areas for improvement`, improve),
	on(`areas? (for|requiring|of) (immediate |urgent )?(and )?priority (and immediate )?actions?|priority actions?`, priority),
	on(`(key |main )?strengths|areas of strength|what (is|was) (working|done) well|examples of good practice`, strengths),
	on(`(main |detailed |key |inspection )?findings( of the (visit|inspection))?|(findings and )?evaluation of (the )?progress.*|findings and progress|progress since the last (inspection|visit)|main findings .*`, body),
	on(`(practice|case) (study|example)s?( ?[:-] ?.*)?|(area of )?(strong|effective|good) practice( ?: ?.*)?`, study),
	on(`areas? (covered|reviewed) (by|during|in|at) (the|this) (monitoring |focused )?(visit|inspection)|areas? covered|(scope|focus) of the (visit|inspection)|about (the|this) (visit|inspection)`, scope),
	on(`context( of the (visit|inspection))?|(local )?background|local context`, background),
	on(`next steps`, skip),
	on(`(inspection team|inspectors|the inspection team)`, team),
	on(`contents`, contents),
}

// ofChildrenLetter are the headings of letters to children and young people.
var ofChildrenLetter = []rule{
	on(`what (grades|judge?ments?) did (the )?inspectors (give|make).*|(the )?(grades|judge?ments)`, grades),
	on(`what did (the |our )?inspectors (find|say|see|think).*|what (the )?inspectors (found|said|saw).*|what (we|they) found.*|main findings|(what|things) (is|are|was|were) (going|working) well.*|what (has|needs) .{0,30}(to (improve|change|get better|be better)).*|things that (need to|could) .*`, body),
}

// ofSIF are the headings of inspections under the single inspection framework
// and of reviews of safeguarding boards (2013 to 2018).
var ofSIF = []rule{
	on(`contents`, contents),
	on(`section (1|one)( ?[:-] ?| )the local authority( ?[-:] ?summary of (key )?findings)?`, headline, model.AboutAuthority),
	on(`section (2|two)( ?[:-] ?| )(the effectiveness of )?`+theLSCB+`( ?[-:] ?summary of (key )?findings)?`, headline, model.AboutLSCB),
	on(`the local authority`, headline, model.AboutAuthority, weak),
	on(`(the effectiveness of )?`+theLSCB, headline, model.AboutLSCB, weak),
	on(`what the inspection judge?ments mean.*|the inspection judge?ments and what they mean`, skip),
	on(`inspection findings ?[-:–]? ?`+theLSCB, body, model.AboutLSCB, lscb),
	on(`inspection judge?ments? about `+theLSCB, body, model.AboutLSCB, lscb),
	on(`inspection judge?ments about the local authority`, body, model.AboutAuthority),
	on(`information about (this|the) (inspection|review)( and the review)?( of .*)?|information about the inspection and the review.*`, background, model.AboutAuthority),
	on(`(the )?inspection team`, team),
	on(`(executive )?summary of (key )?findings( for .*)?|executive summary|(summary of )?key findings`, headline),
	on(`.{3,90}(is|are|requires?( improvement)?( to be good)?|has serious weaknesses|good|inadequate|outstanding)( and is not yet good)? because`, headline),
	on(`summary for children and young people`, headline, model.AboutAuthority),
	on(`key strengths and weaknesses of .*`, headline, model.AboutLSCB),
	on(`progress since the last inspection`, headline),
	on(`what does (the board|`+theLSCB+`) need to improve`, improve, model.AboutLSCB),
	on(`(recommendations?|areas? for improvement) (for|about) `+theLSCB, improve, model.AboutLSCB),
	on(`what does the local authority need to improve|what needs to improve|recommendations?( for .*)?|areas? for improvement`, improve),
	on(`(areas? for )?priority and immediate actions?|areas? for (priority|immediate) (and immediate )?actions?|immediate and priority actions?`, priority),
	on(theLSCB+`('s)? (has the following )?strengths`, strengths, model.AboutLSCB),
	on(`the local authority(('s)? strengths| has the following strengths)|(key )?strengths`, strengths),
	on(`information about (this|the) (local authority )?area`, background),
	on(`(previous|other) ofsted inspections?|previous inspections?|local leadership|(children|children and young people) (living|looked after) in .{3,60}|child protection in .{3,60}|other information about .{3,60}|additional contextual information|the (casework )?model used in this area`, background),
	on(`inspection findings|findings`, body, keep),
	on(`summary`, headline, keep),
}

// ofLAC are the headings of inspections of looked-after children services.
var ofLAC = []rule{
	on(`contents`, contents),
	on(`about this inspection|service information|information about (this|the) (inspection|area)`, background),
	on(`the inspection judge?ments and what they mean`, skip),
	on(`areas? for improvement|recommendations`, improve),
	on(`record of main findings`, grades),
	on(`grade \d ?\(?\w+\)?`, same, keep),
}

// ofAreaSEND are the headings of area SEND inspections (2023 onwards).
var ofAreaSEND = []rule{
	on(`inspection outcome`, headline),
	on(`information about the (local )?area( partnership)?`, background),
	on(`what is it like to be a child or young person with .*`, body),
	on(`what (is|are) the (local )?area partnership(s)? doing that is effective`, strengths),
	on(`what does the (local )?area partnership need to do better`, body),
	on(`areas? for priority actions?`, priority),
	on(`areas? for improvement`, improve),
	on(`(local )?area partnership details`, skip),
	on(`information about this inspection`, background),
	on(`inspection team`, team),
}

// A grammar says by which headings a kind of document is read, and how it
// begins.
type grammar struct {
	rules   []rule
	letter  bool // dated, addressed and signed
	opening role // what stands before the first heading, behind the grade table
	lists   bool // findings stand in lists only, where there are lists
	about   model.About
	area    model.Area // of findings proper, where the document has one area only
}

// grammars holds the grammar of each kind.
var grammars = map[model.Kind]grammar{

	model.ILACSInspection:    {rules: ofLetter, opening: headline},
	model.FocusedVisit:       {rules: ofLetter, letter: true},
	model.MonitoringVisit:    {rules: ofLetter, letter: true},
	model.JTAI:               {rules: ofLetter, letter: true},
	model.ChildrenLetter:     {rules: ofChildrenLetter, letter: true, lists: true},
	model.SIFInspection:      {rules: ofSIF, opening: headline},
	model.LSCBReview:         {rules: ofSIF, opening: headline, about: model.AboutLSCB, area: model.LSCB},
	model.LACInspection:      {rules: ofLAC},
	model.AreaSENDInspection: {rules: ofAreaSEND},
}
