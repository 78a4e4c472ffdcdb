package grammar

import (
	"regexp"
	"slices"
	"strings"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// readFront reads who, when and by whom from the front of the document: all
// that stands before its first heading.
func (r *reader) readFront() {
	front := r.frontBlocks()
	r.in.Title = model.Null(field.Unmark(r.blocks[r.title].Text))
	r.in.Visit.Reinspection = strings.HasPrefix(key(r.blocks[r.title].Text), "re")
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
		if rule := r.ruleAt(i); rule != nil && !rule.weak {
			return r.blocks[r.start:i]
		}
	}
	return r.blocks[r.start:]
}

// readAuthority finds the authority: in the title, or in a line above it.
func (r *reader) readAuthority(front []block.Block) {
	lines := []string{r.blocks[r.title].Text}
	if r.title+1 < len(r.blocks) {
		lines = append(lines, r.blocks[r.title].Text+" "+r.blocks[r.title+1].Text)
	}
	for _, b := range front {
		if len(b.Text) <= maxTitle && b.Kind != block.ListItem {
			lines = append(lines, b.Text)
		}
	}
	var unknown model.Authority
	for _, l := range lines {
		a, ok := field.AuthorityIn(field.Unmark(l))
		if ok && a.Known {
			r.in.Authority = a
			return
		}
		if ok && unknown.Name == "" {
			unknown = a
		}
	}
	r.in.Authority = unknown
}

var (
	datesLabel    = regexp.MustCompile(`(?i)^(date|dates) of (the )?(inspection|visit)|^inspection dates?\b|^visit dates?\b|^inspected on\b`)
	publishLabel  = regexp.MustCompile(`(?i)^(report )?published\b|^(date of publication|publication date)\b`)
	leadLabel     = regexp.MustCompile(`(?i)^(lead|reporting) inspectors?\b`)
	trailingJoint = regexp.MustCompile(`(?i)(\band|\bto|&|[-–—─,])\s*$`)
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
	teamRole = regexp.MustCompile(`(?i)^(team|shadow|deputy lead|lead|seconded|associate)? ?inspectors?:? ?`)
	leadRole = regexp.MustCompile(`(?i)\blead (his|her) majesty.s inspector\b|\blead inspector\b|\blead hmi\b`)
)

// readTeam reads a line of the list of inspectors.
func (r *reader) readTeam(text string) {
	if leadLabel.MatchString(text) {
		r.addLeads(field.LeadInspectors(strings.ReplaceAll(text, "\n", " ")))
		r.addInspectors(r.in.LeadInspectors)
		return
	}
	for _, line := range strings.Split(text, "\n") {
		if name, ok := field.Name(line); ok && leadRole.MatchString(line) && !strings.Contains(line, "CQC") {
			r.addLeads([]string{name})
		}
		if teamRole.MatchString(line) {
			r.addInspectors(field.Inspectors(line))
		} else if name, ok := field.Name(line); ok && strings.Contains(line, "nspector") || strings.Contains(line, "HMI") && ok {
			r.addInspectors([]string{name})
		}
	}
}

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
var contentsLine = regexp.MustCompile(`(^|\D[\s.…\t]+)\d{1,3}$`)
