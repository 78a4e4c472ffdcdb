package grammar

import (
	"slices"
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/block"
)

// A title says how documents of a kind name themselves, as expressions over
// the keys (see key) of lines.
type title struct {
	kind   model.Kind
	words  []string // one of them is in every title of the kind, which spares most lines the expressions
	form   *lazy.Regexp
	not    *lazy.Regexp // the same words with this in them name something else
	unless *lazy.Regexp // a line like this elsewhere says that the document is another
}

// titles are tried in order, so a kind whose title contains another's comes
// first.
var titles = []title{
	{kind: model.ChildrenLetter, words: []string{"children", "young people", "did inspectors", "the inspectors"}, not: lazy.NewRegexp(`\bin care( and care leavers)?$`),
		form: lazy.NewRegexp(`^((a |our |ofsted's |the )?letter )?(from (ofsted|inspectors) )?to (all )?(the )?` + youngPeople + ` (of|in|from|living in|who live in) |^dear (all )?(the )?` + youngPeople + `\b|^what (grades|judge?ments) did (the )?inspectors (give|make)`)},
	{kind: model.JTAI, words: []string{"targeted"}, not: partnerships,
		form: lazy.NewRegexp(`^(report of (the|a) )?joint (targeted area|area targeted) inspection( (of|in|into) |: | - )`)},
	{kind: model.AreaSENDInspection, words: []string{"area send", "local area"}, unless: lazy.NewRegexp(`^(area send )?monitoring inspection( of|$)`),
		form: lazy.NewRegexp(`^area send (full )?(re)?inspection of |^inspection of .{3,80} local area partnership$`)},
	{kind: model.MonitoringVisit, words: []string{"monitoring visit"}, not: providers,
		form: lazy.NewRegexp(`^((ilacs|report of the( \w+)?|\w+|\w+ ilacs) )?monitoring visit( (of|to) |: | - )|` + servicesOf + `monitoring visit\b`)},
	{kind: model.FocusedVisit, words: []string{"visit"}, not: providers,
		form: lazy.NewRegexp(`^((ilacs|ofsted|virtual|report of the) )?focus+ed visit( (of|to) |: | - )|` + servicesOf + `focus+ed visit\b|^((ilacs|covid-19) )?(assurance|interim) visit (of|to) .{3,80} children's (social care )?services`)},
	{kind: model.LACInspection, words: []string{"looked"},
		form: lazy.NewRegexp(`^inspection of looked[ -]after children services`)},
	{kind: model.SIFInspection, words: []string{"in need of help"},
		form: lazy.NewRegexp(`^(re-?inspection|inspection) of services for children in need of help and protection`)},
	{kind: model.LSCBReview, words: []string{"review of"},
		// The second half of a report on an authority, the first being lost.
		unless: lazy.NewRegexp(`^(the )?(experiences and progress of )?children (who need help and protection|looked after and achieving permanence)\b|^leadership,? management and governance\b`),
		form:   lazy.NewRegexp(`^review of the effectiveness of the (local safeguarding children board|lscb)`)},
	{kind: model.ILACSInspection, words: []string{"inspection of"}, not: lazy.NewRegexp(providers.String() + `|\b(focus+ed|monitoring|assurance) visit`),
		form: lazy.NewRegexp(`^inspection of (.{3,80} )?local authority children's services|^inspection of (local authority )?children's (social care )?services$|^inspection of .{3,80} children's (social care )?services$`)},
}

// servicesOf begins a title that names the authority before the visit:
// "Kestrel children's services: focused visit", "Inspection of Kestrel
// children's services. Focused visit".
const servicesOf = `^(inspection of )?(.{3,60} )?children's (social care )?services( ?[.:,(-]+)? `

// youngPeople are those to whom inspectors write after an inspection.
const youngPeople = `(children( and young people|, young people)?|young people( and children)?)`

var (
	// providers are inspected and visited by Ofsted one by one, under
	// frameworks of their own.
	providers = lazy.NewRegexp(`\b(schools?|academ(y|ies)|colleges?|nurser(y|ies)|pre-?schools?|childminders?|children's homes?|fostering|adoption (agency|service|support)|residential|secure|prisons?|providers?|university|apprenticeships?|cafcass|holiday schemes?)\b`)
	// partnerships had joint inspections of another kind, by Ofsted and the
	// Care Quality Commission, from 2016 to 2022.
	partnerships = lazy.NewRegexp(`\bsend\b|special educational needs`)
	// whoAre is a relative clause in a title: "children who are victims of
	// domestic abuse" (joint inspections, 2024 on).
	whoAre = lazy.NewRegexp(`\b(who|that) (are|have|is|has) `)
	// telling marks a sentence or a link that mentions a document.
	telling = lazy.NewRegexp(`\b(was|were|has|have|had|is|are|took place|found|said|says|will|we|our|read|download|view)\b|\bpdf\b`)
)

// names reports whether a line, by its key, is a title of the kind.
func (t *title) names(key string) bool {
	if !slices.ContainsFunc(t.words, func(w string) bool { return strings.Contains(key, w) }) {
		return false
	}
	if !t.form.MatchString(key) || t.not != nil && t.not.MatchString(key) {
		return false
	}
	return !telling.MatchString(whoAre.ReplaceAllString(key, ""))
}

// maxTitle is more than any title's length: a paragraph that begins like a
// title is not one.
const maxTitle = 200

// front is how many blocks from the start a title is looked for in. A
// document saved from a web page may stand behind the page's own words, so
// there all of it is searched.
func front(doc *block.Document) int {
	if doc.Pages > 0 {
		return min(len(doc.Blocks), 80)
	}
	return len(doc.Blocks)
}

// classify returns the kind of a document, and the index of the block that
// gives it away. A title alone is not enough: a list of links, a news item and
// a plan have the titles of what they write about.
func classify(doc *block.Document) (model.Kind, int) {
	p := newProof(doc)
	for i := range titles {
		t := &titles[i]
		if at := p.find(t); at >= 0 {
			return t.kind, at
		}
	}
	if at := p.judgements(); at >= 0 {
		return model.ILACSInspection, at
	}
	return model.UnknownKind, 0
}
