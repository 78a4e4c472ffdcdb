package grammar

import (
	"slices"
	"strings"
	"time"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// readFront reads who, when and by whom from the front of the document: all
// that stands before its first heading.
func (r *reader) readFront() {
	front := r.frontBlocks()
	r.in.Title = model.Null(field.Unmark(r.blocks[r.title].Text))
	r.in.Visit.Reinspection = again.MatchString(key(r.blocks[r.title].Text))
	r.readAuthority(front)
	if r.g.letter {
		r.readLetter(front)
		return
	}
	r.readDates(front)
	r.readLeads(front)
	if r.in.Kind == model.ILACSInspection {
		r.in.Visit.Variant = variant(r.in.Visit.Periods)
	}
}

// frontBlocks returns the blocks before the first heading of a finding.
func (r *reader) frontBlocks() []block.Block {
	for i := r.start; i < len(r.blocks); i++ {
		if rule := r.rules[i]; rule != nil && !rule.weak {
			return r.blocks[r.start:i]
		}
	}
	return r.blocks[r.start:]
}

// again begins the title of a re-inspection.
var again = lazy.NewRegexp(`^re-?inspection\b`)

// readAuthority finds the authority: in the title, or in a line near it. The
// address lines of a letter hold the names of towns, of Ofsted's own offices
// among them (Bristol, Nottingham), that are authorities elsewhere: there the
// title and what stands first below the date go before a name that the
// reference list holds.
func (r *reader) readAuthority(front []block.Block) {
	title := []string{r.blocks[r.title].Text}
	if r.title+1 < len(r.blocks) { // on two lines, or below "Dear children"
		next := r.blocks[r.title+1].Text
		title = append(title, title[0]+" "+next)
		if len(next) <= maxTitle {
			title = append(title, next)
		}
	}
	if !r.g.letter {
		r.in.Authority = authorityIn(append(title, shortLines(front)...))
		return
	}
	r.in.Authority = authorityIn(title)
	if r.in.Authority.Known {
		return
	}
	if a := addressed(shortLines(belowDate(front))); a.Known || r.in.Authority.Name == "" {
		r.in.Authority = a
	}
}

// aBody is in a line that names an organisation or its services, not a town.
var aBody = lazy.NewRegexp(`(?i)\b(council|borough|county|authority|partnership|trust|corporation|services|children)\b`)

// addressed returns the authority to which a letter is addressed, where it is
// one: the title may name a company that runs services for several.
func addressed(lines []string) model.Authority {
	var found model.Authority
	for _, l := range lines {
		a, ok := field.AuthorityIn(l)
		switch {
		case !ok || !aBody.MatchString(l):
		case found.Name == "" || a.Known && !found.Known:
			found = a
		case a.Known && a.Name != found.Name:
			return model.Authority{}
		}
	}
	return found
}

// authorityIn returns the authority that one of the lines names, sooner one
// that the reference list holds than another.
func authorityIn(lines []string) model.Authority {
	for _, l := range lines {
		if a, ok := field.AuthorityIn(field.Unmark(l)); ok && a.Known {
			return a
		}
	}
	for _, l := range lines {
		if a, ok := field.AuthorityIn(field.Unmark(l)); ok {
			return a
		}
	}
	return model.Authority{}
}

// shortLines returns the blocks that are lines rather than prose.
func shortLines(blocks []block.Block) []string {
	var lines []string
	for _, b := range blocks {
		if len(b.Text) <= maxTitle && b.Kind != block.ListItem {
			lines = append(lines, b.Text)
		}
	}
	return lines
}

// belowDate returns the front of a letter without its letterhead.
func belowDate(front []block.Block) []block.Block {
	for i, b := range front {
		if _, ok := field.DateLine(b.Text); ok {
			return front[i+1:]
		}
	}
	return front
}

var (
	datesLabel    = lazy.NewRegexp(`(?i)^(date|dates) of (the )?(inspection|visit)|^inspection dates?\b|^visit dates?\b|^inspected on\b`)
	publishLabel  = lazy.NewRegexp(`(?i)^(report )?published\b|^(date of publication|publication date)\b`)
	leadLabel     = lazy.NewRegexp(`(?i)^(lead|reporting) inspectors?\b`)
	trailingJoint = lazy.NewRegexp(`(?i)(\band|\bto|&|[-–—─,])\s*$`)
)

// readDates reads the labelled dates of a report's front page. A date may go
// on in the next line: "8 to 12 July 2019 and 7 August 2019 to / 8 August 2019".
func (r *reader) readDates(front []block.Block) {
	for i, b := range front {
		if len(b.Text) > maxTitle {
			continue
		}
		text := strings.ReplaceAll(b.Text, "\t", " ")
		if datesLabel.MatchString(text) && len(r.in.Visit.Periods) == 0 {
			for j := i + 1; j < len(front) && j < i+4; j++ {
				next := strings.ReplaceAll(front[j].Text, "\t", " ")
				if trailingJoint.MatchString(text) || len(field.Periods(text)) == 0 && len(field.Periods(next)) > 0 {
					text += " " + next
					continue
				}
				break
			}
			r.in.Visit.Periods = field.Periods(text)
		}
		if publishLabel.MatchString(text) && r.in.Published == "" {
			if r.in.Published = field.Date(text); r.in.Published == "" && i+1 < len(front) {
				r.in.Published, _ = field.DateLine(front[i+1].Text)
			}
		}
	}
}

// readLeads reads the lead inspector's line of a report, which stands on its
// front page (ILACS, LAC) or in the list of inspectors at its end (SIF).
func (r *reader) readLeads(front []block.Block) {
	for i, b := range front {
		text := strings.ReplaceAll(b.Text, "\t", " ")
		if len(text) > maxTitle || !leadLabel.MatchString(text) {
			continue
		}
		names := field.LeadInspectors(text)
		if len(names) == 0 && i+1 < len(front) {
			names = field.LeadInspectors(text + " " + front[i+1].Text)
		}
		r.addLeads(names)
	}
}

func (r *reader) addLeads(names []string) {
	for _, n := range names {
		if !slices.Contains(r.in.LeadInspectors, n) {
			r.in.LeadInspectors = append(r.in.LeadInspectors, n)
		}
	}
}

var (
	teamRole = lazy.NewRegexp(`(?i)^(team|shadow|deputy lead|lead|seconded|associate)? ?inspectors?:? ?`)
	leadRole = lazy.NewRegexp(`(?i)\blead (his|her) majesty.s inspector\b|\blead inspector\b|\blead hmi\b`)
)

// readTeam reads a line of the list of inspectors.
func (r *reader) readTeam(text string) {
	if leadLabel.MatchString(text) {
		r.addLeads(field.LeadInspectors(strings.ReplaceAll(text, "\n", " ")))
		r.addInspectors(r.in.LeadInspectors)
		return
	}
	for _, line := range strings.Split(text, "\n") {
		if teamRole.MatchString(line) {
			r.addInspectors(field.Inspectors(line))
			continue
		}
		name, ok := person(line)
		if !ok {
			continue
		}
		r.addInspectors([]string{name})
		// The Care Quality Commission's team has a lead of its own.
		if leadRole.MatchString(line) && !strings.Contains(line, "CQC") {
			r.addLeads([]string{name})
		}
	}
}

// person reads a line of a name with an office behind it: "Owen Tresillian,
// Ofsted Lead Inspector".
func person(line string) (name string, ok bool) {
	at := office.FindStringIndex(line)
	if at == nil || at[0] == 0 {
		return "", false
	}
	before, _, _ := strings.Cut(line[:at[0]], ",")
	for _, employer := range []string{" Ofsted", " CQC", " Care Quality Commission"} {
		before, _, _ = strings.Cut(before, employer)
	}
	return field.Name(courtesy.ReplaceAllString(before, ""))
}

var courtesy = lazy.NewRegexp(`^(Mr|Mrs|Ms|Miss) `)

func (r *reader) addInspectors(names []string) {
	for _, n := range names {
		if !slices.Contains(r.in.Inspectors, n) {
			r.in.Inspectors = append(r.in.Inspectors, n)
		}
	}
}

// shortDays is how many days a short ILACS inspection is on site at most:
// one working week, to which a weekend may add.
const shortDays = 7

// variant tells a short ILACS inspection (one working week on site) from a
// standard one (two) by its longest period. ILACS guidance, "short
// inspections".
func variant(periods []model.Period) model.Null {
	longest := 0
	for _, p := range periods {
		longest = max(longest, days(p))
	}
	switch {
	case longest == 0:
		return ""
	case longest <= shortDays:
		return model.Short
	}
	return model.Standard
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

// findContents finds the table of contents: the lines behind its heading up
// to the last that ends in a page number.
func (r *reader) findContents() {
	for i, b := range r.blocks {
		if len(b.Text) > 20 || key(b.Text) != "contents" {
			continue
		}
		end := i + 1
		for j := i + 1; j < len(r.blocks) && j <= end+3; j++ {
			if c := r.blocks[j]; len(c.Text) <= maxTitle && contentsLine.MatchString(c.Text) {
				end = j + 1
			}
		}
		r.toc = [2]int{i, end}
		return
	}
}

// contentsLine is a line of a table of contents, or its page number alone.
var contentsLine = lazy.NewRegexp(`(^|\D[\s.…\t]+)\d{1,3}$`)
