package grammar

import (
	"regexp"
	"strings"
	"time"

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
	salutation = regexp.MustCompile(`(?i)^dear\b`)
	// visiting marks the sentence that says when inspectors came.
	visiting  = regexp.MustCompile(`(?i)\b(visit|visited|inspection|inspected|inspectors|came to|spent)\b`)
	sinceThen = regexp.MustCompile(`(?i)\b(judged|since|previous|last (inspection|visit))\b`)
	looked    = regexp.MustCompile(`(?i)^(the )?inspectors (looked at|reviewed|considered|evaluated|focused on|visited to look at|assessed|examined)\b|^(the|this) (visit|inspection) (focused on|looked at|considered)\b|^(the )?areas? (covered|considered|looked at)\b`)
	team1     = regexp.MustCompile(`(?i)\binspectors?\b.{0,60}\b(was|were)\b|\bcarried out by\b|\bconducted by\b`)
)

// readLetter reads a letter's date, addressees and opening paragraphs.
func (r *reader) readLetter(front []block.Block) {
	r.readAddress(front)
	for _, b := range front {
		for _, s := range sentences(b.Text) {
			r.readOpening(s)
		}
	}
	if len(r.in.Visit.Periods) == 0 {
		r.readDates(front)
	}
}

// readOpening reads one sentence of the opening.
func (r *reader) readOpening(s string) {
	v := &r.in.Visit
	if n, ok := field.VisitNumber(s); ok && v.VisitNumber == nil && r.in.Kind == model.MonitoringVisit {
		v.VisitNumber = &n
	}
	if looked.MatchString(s) && r.in.Kind != model.ChildrenLetter {
		v.Scope = append(v.Scope, field.Unmark(s))
	}
	if len(v.Periods) == 0 && visiting.MatchString(s) {
		v.Periods = visitPeriods(s, r.in.Kind)
	}
	if team1.MatchString(s) && len(r.in.Inspectors) == 0 && r.in.Kind != model.JTAI && r.in.Kind != model.ChildrenLetter {
		r.addInspectors(field.Inspectors(s))
	}
}

// visitPeriods returns the periods that a sentence gives for the visit
// itself, which stand before any it gives for an earlier inspection. Months
// alone are taken from letters to children only: elsewhere they date the
// inspection before ("judged inadequate in March 2022").
func visitPeriods(s string, kind model.Kind) []model.Period {
	if at := sinceThen.FindStringIndex(s); at != nil {
		if p := field.Periods(s[:at[0]]); len(p) > 0 {
			s = s[:at[0]]
		}
	}
	var out []model.Period
	for _, p := range field.Periods(s) {
		if len(p.Start) > len("2018-11") || kind == model.ChildrenLetter {
			out = append(out, p)
		}
	}
	return out
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
	if asides.MatchString(b.Text) {
		return
	}
	for _, s := range sentences(b.Text) {
		if len(r.in.Visit.Periods) == 0 && visiting.MatchString(s) {
			r.in.Visit.Periods = visitPeriods(s, r.in.Kind)
		}
	}
	if b.Kind == block.Paragraph && strings.HasSuffix(b.Text, ":") {
		return
	}
	r.in.Visit.Scope = append(r.in.Visit.Scope, field.Unmark(b.Text))
}

// signatures returns the names behind the sign-off.
func (r *reader) signatures(from int) []string {
	var names []string
	for i := from; i < len(r.blocks) && i < from+30; i++ {
		text := r.blocks[i].Text
		if len(text) > maxTitle || matches(ending, key(text)) != nil {
			break
		}
		if name, ok := signatory(text, i+1 < len(r.blocks), r.following(i)); ok {
			names = append(names, name)
		}
	}
	return names
}

func (r *reader) following(i int) string {
	if i+1 < len(r.blocks) {
		return r.blocks[i+1].Text
	}
	return ""
}

// office is what a signatory signs as.
var office = regexp.MustCompile(`(?i)\b(HMI|(his|her) majesty.s (chief )?inspector|inspector|director|chief|commissioner|regulatory inspection manager)\b`)

// signatory reads a line of signature: a name with an office behind it, on
// the same line or the next.
func signatory(line string, more bool, next string) (string, bool) {
	if at := office.FindStringIndex(line); at != nil {
		if at[0] == 0 {
			return "", false
		}
		name, ok := field.Name(line)
		return name, ok
	}
	if more && office.MatchString(next) && len(next) <= maxTitle {
		return field.Name(line)
	}
	return "", false
}

// sign takes a letter's only signatory as its lead inspector.
func (r *reader) sign() {
	if len(r.signed) == 1 && len(r.in.LeadInspectors) == 0 && r.in.Kind != model.JTAI {
		r.in.LeadInspectors = r.signed
	}
}

// days returns how many days a period has, both ends included, or 0 where it
// is not known to the day.
func days(p model.Period) int {
	from, err1 := time.Parse(time.DateOnly, string(p.Start))
	to, err2 := time.Parse(time.DateOnly, string(p.End))
	if err1 != nil || err2 != nil || to.Before(from) {
		return 0
	}
	return int(to.Sub(from).Hours()/24) + 1
}
