package grammar

import (
	"slices"
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// letterStart returns where in a web page or a saved text the letter begins:
// at the date or the letterhead above its title.
func (r *reader) letterStart() int {
	start := r.title
	for i := r.title - 1; i >= 0 && i >= r.title-30; i-- {
		b := r.blocks[i]
		if len(b.Text) > maxTitle {
			break
		}
		if _, ok := field.DateLine(b.Text); ok {
			return i
		}
		if salutation.MatchString(b.Text) {
			start = i
		}
	}
	return start
}

var (
	salutation = lazy.NewRegexp(`(?i)^dear\b`)
	looked     = lazy.NewRegexp(`(?i)^(the )?inspectors (looked at|reviewed|considered|evaluated|focused on|visited to look at|assessed|examined)\b|^(the|this) (visit|inspection) (focused on|looked at|considered)\b|^(the )?areas? (covered|considered|looked at)\b`)
	// evidence says how inspectors looked, not at what.
	evidence        = lazy.NewRegexp(`(?i)\ba (wide |broad )?(range|variety) of (evidence|information|sources)\b|^in addition,? (we|inspectors)\b|^(we|inspectors) (also )?(spoke|met|talked) (to|with)\b`)
	inspectorsNamed = lazy.NewRegexp(`(?i)\binspectors?\b.{0,60}\b(was|were)\b|\b(carried out|conducted|undertaken|completed|made|led) by\b`)
)

// readLetter reads a letter's date, addressees and opening paragraphs.
func (r *reader) readLetter(front []block.Block) {
	r.readAddress(front)
	var said []string
	for _, b := range front {
		for _, s := range sentences(b.Text) {
			said = append(said, s)
			r.readOpening(s)
		}
	}
	if r.readVisit(said); len(r.in.Visit.Periods) == 0 {
		r.readDates(front)
	}
}

// readOpening reads one sentence of the opening.
func (r *reader) readOpening(s string) {
	v := &r.in.Visit
	if n, ok := field.VisitNumber(s); ok && v.VisitNumber == nil && r.in.Kind == model.MonitoringVisit {
		v.VisitNumber = &n
	}
	if looked.MatchString(s) && !evidence.MatchString(s) && r.in.Kind != model.ChildrenLetter {
		v.Scope = append(v.Scope, field.Unmark(s))
	}
	if inspectorsNamed.MatchString(s) && len(r.in.Inspectors) == 0 && r.in.Kind != model.JTAI && r.in.Kind != model.ChildrenLetter {
		r.addInspectors(field.Inspectors(s))
	}
}

// sentences cuts an opening paragraph after its full stops. Nothing in an
// opening is abbreviated with a stop before a capital but a name's initial.
func sentences(text string) []string {
	var out []string
	start := 0
	for i := 0; i+2 < len(text); i++ {
		if text[i] == '.' && text[i+1] == ' ' && 'A' <= text[i+2] && text[i+2] <= 'Z' && (i < 2 || text[i-2] != ' ') {
			out = append(out, text[start:i+1])
			start = i + 2
		}
	}
	return append(out, text[start:])
}

// readAddress reads the date and the people to whom the letter goes: the
// lines between the date and the salutation.
func (r *reader) readAddress(front []block.Block) {
	var lines []string
	for _, b := range front {
		if d, ok := field.DateLine(b.Text); ok && r.in.Published == "" {
			r.in.Published = d
			lines = nil
			continue
		}
		if salutation.MatchString(b.Text) {
			break
		}
		if r.in.Published != "" && len(b.Text) <= maxTitle {
			lines = append(lines, b.Text)
		}
	}
	if r.in.Kind != model.ChildrenLetter {
		r.in.Addressees = field.Addressees(lines)
	}
}

// readScope reads a paragraph or item under "Areas covered by the visit".
func (r *reader) readScope(b block.Block) {
	if formalities.MatchString(b.Text) || evidence.MatchString(sentences(b.Text)[0]) {
		return
	}
	if len(r.in.Visit.Periods) == 0 {
		r.readVisit(sentences(b.Text))
	}
	if b.Kind == block.Paragraph && strings.HasSuffix(b.Text, ":") {
		return
	}
	r.in.Visit.Scope = append(r.in.Visit.Scope, field.Unmark(b.Text))
}

// signOff is the line that closes a letter.
var signOff = lazy.NewRegexp(`(?i)^yours (sincerely|faithfully|truly)\b|^with (best|kind) (wishes|regards)\b|^(best|kind|warm) (wishes|regards)\b`)

// signsOff reports whether block i closes a letter, and from where on the
// signatures stand: behind the closing line, or where that is missing at the
// first inspector's name with the office below it.
func (r *reader) signsOff(i int) (from int, ok bool) {
	text := r.blocks[i].Text
	if !r.g.letter || len(text) > maxTitle {
		return 0, false
	}
	if signOff.MatchString(text) {
		return i + 1, true
	}
	if b := r.blocks[i]; b.Strong || b.Kind == block.Heading || !r.state.begun || i+1 == len(r.blocks) {
		return 0, false
	}
	next := r.blocks[i+1].Text
	at := office.FindStringIndex(next)
	if at == nil || at[0] > 0 || len(next) > maxOffice || block.Ended(next) {
		return 0, false
	}
	if _, name := field.Name(text); !name {
		return 0, false
	}
	goesOn := slices.ContainsFunc(r.rules[i+1:], func(rule *rule) bool { return rule != nil })
	return i, !goesOn
}

// maxOffice is more than the office of any signatory is long.
const maxOffice = 90

// A signature is a name under a letter.
type signature struct {
	name string
	lead bool // said to be the lead inspector's
}

// maxSignatures is how many lines the signatures of a letter take at most.
const maxSignatures = 30

// signatures returns the names behind the sign-off: lines with an office
// behind the name, on the same line or the next.
func (r *reader) signatures(from int) []signature {
	var signed []signature
	for i := from; i < len(r.blocks) && i < from+maxSignatures; i++ {
		text := r.blocks[i].Text
		if len(text) > maxTitle || matches(ending, key(text)) != nil {
			break
		}
		next := ""
		if i+1 < len(r.blocks) {
			next = r.blocks[i+1].Text
		}
		if name, ok := signatory(text, next); ok {
			signed = append(signed, signature{name: name})
		}
		if n := len(signed); n > 0 && leadRole.MatchString(text) {
			signed[n-1].lead = true
		}
	}
	return signed
}

// office is what a signatory signs as.
var office = lazy.NewRegexp(`(?i)\b(S?HMI|(his|her) majesty.s (chief )?inspector|inspector|director|chief|commissioner|regulatory inspection manager)\b`)

// signatory reads a line of signature with the line below it.
func signatory(line, next string) (string, bool) {
	if at := office.FindStringIndex(line); at == nil {
		name, ok := field.Name(line)
		return name, ok && office.MatchString(next) && len(next) <= maxTitle
	} else if at[0] == 0 {
		return "", false
	}
	if names := field.LeadInspectors(line); len(names) == 1 {
		return names[0], true
	}
	return field.Name(line)
}

// sign takes as lead inspectors who signs a letter as such, or the only one
// who signs it.
func (r *reader) sign() {
	if len(r.in.LeadInspectors) > 0 || r.in.Kind == model.JTAI {
		return
	}
	for _, s := range r.signed {
		if s.lead || len(r.signed) == 1 {
			r.addLeads([]string{s.name})
		}
	}
}
