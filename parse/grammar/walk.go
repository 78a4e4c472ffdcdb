package grammar

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// walk goes through the blocks once, from the beginning of the letter or
// report to its end.
func (r *reader) walk() {
	r.readLadder()
	for i := r.start; i < len(r.blocks); i++ {
		r.at = i
		if r.toc[0] <= i && i < r.toc[1] {
			continue
		}
		if i < r.ladder[1] && i >= r.ladder[0] {
			continue
		}
		b := r.blocks[i]
		if from, ok := r.signsOff(i); ok {
			r.signed = r.signatures(from)
			return
		}
		if r.leavesBox(b) {
			r.settle()
			r.state = *r.state.around
		}
		if b.Kind == block.Row {
			r.row(b)
			continue
		}
		if r.heading(b, i) {
			if r.state.role == closing {
				return
			}
			continue
		}
		r.text(b)
	}
}

// outdent is how far to the left of a practice study's text, in points, the
// text outside its box begins: less than the padding of any box.
const outdent = 3

// leavesBox reports whether b is the first block behind a practice study. It
// stands in a box among the main findings, which go on behind it without a
// heading: the box is a table, or its text is set in from the margin.
func (r *reader) leavesBox(b block.Block) bool {
	s := &r.state
	if s.role != study || b.Kind == block.Heading {
		return false
	}
	return s.box != 0 && b.Table != s.box || s.inset != 0 && b.Left != 0 && b.Left < s.inset-outdent
}

// maxHeading is more than any real heading is long.
const maxHeading = 220

// heading reads b as a heading, if it is one.
func (r *reader) heading(b block.Block, i int) bool {
	if len(b.Text) > maxHeading {
		return b.Kind != block.ListItem && r.ends(key(b.Text[:maxHeading]))
	}
	if b.Kind == block.ListItem && !b.Strong {
		return r.state.role == grades && r.areaHeading(b)
	}
	k := key(b.Text)
	if r.ends(k) {
		return true
	}
	return r.areaHeading(b) || r.ruleHeading(b, k) || r.judgementHeading(b) || r.plainHeading(b, i)
}

// ends reports whether a line belongs to the end matter of a document. On its
// cover, where some reports print it, it ends nothing.
func (r *reader) ends(key string) bool {
	if matches(ending, key) == nil {
		return false
	}
	if r.state.begun {
		r.state.role = closing
	}
	return true
}

func matches(rules []rule, key string) *rule {
	for i := range rules {
		if rules[i].heading.MatchString(key) {
			return &rules[i]
		}
	}
	return nil
}

// areaHeading reads a heading that names an area, with or without its grade.
func (r *reader) areaHeading(b block.Block) bool {
	if !r.in.Kind.Graded() || r.in.Kind == model.AreaSENDInspection {
		return false
	}
	if j, ok := gradedRow(b, r.in.Kind, r.columns[b.Table]); ok {
		if !r.gradesHere(b) && !(j.Area == model.LSCB && r.onCover()) {
			r.enterArea(b, j.Area, j.Grade)
		}
		r.judge(j) // a heading may be the only place that prints it
		return true
	}
	if r.gradesHere(b) {
		if j, ok := flatRow(b, r.in.Kind); ok {
			r.judge(j)
			return true
		}
	}
	area, ok := field.AreaOf(b.Text, r.in.Kind)
	if !ok || b.Kind == block.ListItem || area == model.LSCB || r.gradesHere(b) || r.subtopic(b) {
		return false
	}
	r.enterArea(b, area, model.NoGrade)
	return true
}

// subtopic reports whether a heading that names an area without a grade only
// sorts the items of a list: recommendations and strengths under the single
// inspection framework are grouped so.
func (r *reader) subtopic(b block.Block) bool {
	switch r.state.role {
	case improve, priority, strengths, headline:
		return r.in.Kind.Framework() == model.SIF && !strings.HasPrefix(key(b.Text), "the experience")
	}
	return false
}

// gradesHere reports whether a line with an area and a grade belongs to the
// table of judgements rather than being a heading.
func (r *reader) gradesHere(b block.Block) bool {
	return r.state.role == grades || !r.state.begun && b.Kind != block.Heading && !b.Strong
}

// onCover reports whether a line stands on the cover of a report of the single
// inspection framework, where the board's grade is printed below the table of
// judgements and heads nothing.
func (r *reader) onCover() bool {
	return !r.state.begun && r.in.Kind == model.SIFInspection
}

func (r *reader) enterArea(b block.Block, area model.Area, grade model.Grade) {
	r.enter(b, body, model.AboutAuthority, area, grade)
	if area == model.LSCB {
		r.state.about = model.AboutLSCB
		r.in.Sections[len(r.in.Sections)-1].About = model.AboutLSCB
	}
}

// judgementHeading reads a heading that is a sentence with a grade in it:
// "The graded judgement for adoption performance is that it is good".
func (r *reader) judgementHeading(b block.Block) bool {
	if r.in.Kind.Framework() != model.SIF || r.state.role == skip {
		return false
	}
	area, grade, printed, ok := field.JudgementSentence(b.Text)
	if !ok || b.Kind != block.Heading && (len(b.Text) > maxSubheading || !b.Strong && reasons.MatchString(b.Text)) {
		return false
	}
	r.judge(model.Judgement{Area: area, Title: area.Title(), Grade: grade, Printed: printed, Scale: model.FourPoint, Page: b.Page})
	switch area {
	case model.OverallEffectiveness:
		return true
	case model.LSCB:
		if r.onCover() {
			return true
		}
		r.enter(b, headline, model.AboutLSCB, model.NoArea, grade)
		r.in.Sections[len(r.in.Sections)-1].Area = model.LSCB
	default:
		r.enter(b, body, model.AboutAuthority, area, grade)
	}
	return true
}

// reasons ends a sentence that says why a grade was given: prose, whose grade
// is read where it stands.
var reasons = lazy.NewRegexp(`(?i)\bbecause\b[^.]+\.$`)

// ruleHeading reads a heading that the kind's rules know.
func (r *reader) ruleHeading(b block.Block, k string) bool {
	rule := matches(r.g.rules, k)
	if rule == nil || rule.weak && (r.state.role == skip || !r.state.begun && len(r.in.Judgements) == 0) {
		return false
	}
	about := r.state.about
	if rule.about != "" && r.g.about == "" {
		about = rule.about
	}
	area := model.NoArea
	switch {
	case rule.area == lscb, rule.role == body && r.g.area != "":
		area = model.LSCB
	case rule.area == keep:
		area = r.state.area
	}
	role := rule.role
	if role == same {
		role = r.state.role
	}
	around := r.state
	r.enter(b, role, about, area, model.NoGrade)
	if role == study {
		r.state.box, r.state.inset, r.state.around = b.Table, b.Left, &around
	}
	return true
}

// plainHeading reads any other heading: the role, the area and whom the text
// is about stay what they were.
func (r *reader) plainHeading(b block.Block, i int) bool {
	if !r.state.begun || !r.looksLikeHeading(b, i) {
		return false
	}
	switch r.state.role {
	case skip, team, scope, contents:
		return false
	}
	was := r.state
	if r.afterList(r.blocks[i+1:]) {
		was.role = body
	}
	r.enter(b, was.role, was.about, was.area, model.NoGrade)
	r.state.box, r.state.inset, r.state.around = was.box, was.inset, was.around
	return true
}

// afterList reports whether what stands under a heading that no rule knows is
// prose behind a list of items. Some letters go on from there to findings
// under the headings of their subjects alone.
func (r *reader) afterList(next []block.Block) bool {
	return r.in.Kind.Framework() != model.SIF && r.listsItems() && len(r.state.items) > 0 &&
		len(next) > 0 && next[0].Kind == block.Paragraph && len(next[0].Text) > maxSubheading
}

// maxSubheading bounds a heading that only its form gives away.
const maxSubheading = 110

func (r *reader) looksLikeHeading(b block.Block, i int) bool {
	if b.Kind == block.Heading {
		return !isSentence(b.Text)
	}
	if b.Kind != block.Paragraph || len(b.Text) > maxSubheading || i+1 >= len(r.blocks) {
		return false
	}
	if !b.Strong && r.listsItems() && !heads(r.blocks[i+1]) {
		return false
	}
	ended := block.Ended(b.Text) && !strings.HasSuffix(b.Text, ":") && !strings.HasSuffix(b.Text, "?")
	first, _ := utf8.DecodeRuneInString(b.Text)
	if ended || len(field.References(b.Text)) > 0 || !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return false
	}
	return b.Strong || !strings.HasSuffix(b.Text, ":") && !block.Dangles(b.Text)
}

// listsItems reports whether what stands here is a list of short items, which
// a text may print without bullets and full stops.
func (r *reader) listsItems() bool {
	switch r.state.role {
	case improve, priority, strengths:
		return true
	}
	return false
}

// heads reports whether the block behind a line can be what the line heads.
func heads(next block.Block) bool {
	return next.Kind == block.ListItem || next.Kind == block.Row || len(next.Text) > maxSubheading || block.Ended(next.Text)
}

// isSentence reports whether a text is prose, though its file calls it a
// heading: a whole sentence of some length, or the end of one.
func isSentence(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.HasSuffix(text, ".") && (len(text) > maxSubheading || unicode.IsLower(first))
}

// enter begins a section.
func (r *reader) enter(b block.Block, role role, about model.About, area model.Area, grade model.Grade) {
	r.settle()
	id := fmt.Sprintf("s%d", len(r.in.Sections)+1)
	heading := field.Unmark(b.Text)
	if b.Kind == block.Row {
		heading = field.Unmark(strings.Join(b.Cells, ": "))
	}
	if _, rest, ok := block.CutLabel(heading); ok {
		heading = rest
	}
	r.in.Sections = append(r.in.Sections, model.Section{ID: id, Heading: heading, Area: area, Grade: grade, About: about, Page: b.Page})
	r.state = state{role: role, about: about, area: area, section: id, begun: true}
}

// settle decides, at the end of a section, what was an item of its list and
// what only stood beside it.
func (r *reader) settle() {
	s := &r.state
	if !r.g.lists || s.role != body || len(s.items) == 0 || len(s.paras) == 0 {
		return
	}
	drop := make(map[int]bool, len(s.paras))
	for _, i := range s.paras {
		drop[i] = true
	}
	renamed := map[model.Null]model.Null{}
	first := min(s.items[0], s.paras[0])
	kept := r.in.Findings[:first]
	for i, f := range r.in.Findings[first:] {
		if !drop[first+i] {
			id := fmt.Sprintf("f%d", len(kept)+1)
			renamed[model.Null(f.ID)] = model.Null(id)
			f.ID, f.Continues = id, renamed[f.Continues]
			kept = append(kept, f)
		}
	}
	r.in.Findings = kept
}

// row reads a row of a table.
func (r *reader) row(b block.Block) {
	if r.state.role == skip || r.state.role == team {
		if r.state.role == team {
			r.readTeam(strings.Join(b.Cells, "\n"))
		}
		return
	}
	if j, ok := gradedRow(b, r.in.Kind, r.columns[b.Table]); ok {
		if r.state.role != grades && r.state.begun {
			r.enterArea(b, j.Area, j.Grade)
		}
		r.judge(j)
		return
	}
	if b.Header || headerRow.MatchString(key(b.Cells[0])) {
		r.columns[b.Table] = columnOf(b.Cells)
		return
	}
	r.unclearRow(b)
	if !r.state.begun {
		return
	}
	if r.state.role == improve || r.state.role == priority {
		r.actionRow(b)
		return
	}
	if kind, ok := findingKinds[r.state.role]; ok {
		b.Text = strings.Join(b.Cells, " – ")
		r.add(b, kind)
	}
}

// unclearRow warns of a row that prints several grades for an area without
// saying which is this inspection's.
func (r *reader) unclearRow(b block.Block) {
	_, isArea := field.AreaOf(b.Cells[0], r.in.Kind)
	_, isGrade := field.Grade(field.Unmark(b.Cells[len(b.Cells)-1]), model.ScaleOf(r.in.Kind))
	if isArea && isGrade && len(b.Cells) > 2 {
		r.in.Warn("table_unclear", fmt.Sprintf("%s has several grades in one row on page %d, and nothing says which is this inspection’s", b.Cells[0], b.Page))
	}
}

// actionRow reads a row of a table of areas for priority action or
// improvement: what has to be done, behind who has to do it.
func (r *reader) actionRow(b block.Block) {
	last := len(b.Cells) - 1
	b.Text, b.Kind = b.Cells[last], block.ListItem
	n := len(r.in.Findings)
	r.add(b, findingKinds[r.state.role])
	if last > 0 && len(r.in.Findings) > n {
		r.in.Findings[n].Responsible = model.Null(field.Unmark(b.Cells[0]))
	}
}

// headerRow is the first cell of a row of column titles.
var headerRow = lazy.NewRegexp(`^(judge?ments?|responsible bod(y|ies)|grades?)$`)

// judge adds a judgement, unless the document has given it before.
func (r *reader) judge(j model.Judgement) {
	if _, seen := r.in.Grade(j.Area); !seen {
		r.in.Judgements = append(r.in.Judgements, j)
	}
}

// formalities are paragraphs of form that stand among findings and are none: how
// the visit was carried out, who is thanked, who gets a copy, what the
// references mean.
var formalities = lazy.NewRegexp(`(?i)^[¹²³\d*]{0,2} ?(` +
	`(this|the) (visit|inspection) was (also )?carried out (in (line|accordance) with|under)|` +
	`the methodology (for|of) this visit|` +
	`(the|this) (inspection|visit) (did not|has not) (find|found|identif\w+) (any )?areas? for (priority|immediate|improvement)|there (are|were) no (areas for )?(priority|immediate|improvement)|no areas? for (priority|immediate|improvement)|` +
	`it is ofsted.s expectation that|the judge?ments (on|for|about) (the )?areas of the service|` +
	`the following (recommendations|areas|priorities) (are|were|have)|` +
	`ofsted will (take|use|consider) (the|these) findings|` +
	`(i am|we are|i have|we have) (also )?(copying|copied|sending|sent) (a copy of )?this letter|` +
	`(a copy of )?this letter (will be|is being|is|has been) (also )?(published|copied|sent)|` +
	`(i|we) would like to thank|` +
	`the areas for improvement have been cross-referenced)`)

// text reads a paragraph or list item under the heading above it.
func (r *reader) text(b block.Block) {
	switch r.state.role {
	case team:
		r.readTeam(b.Text)
		return
	case scope:
		r.readScope(b)
		return
	case grades:
		if r.in.Kind == model.ChildrenLetter {
			r.sentence(b)
		}
		return
	case skip, contents, closing:
		return
	}
	if !r.state.begun {
		r.opening(b)
		return
	}
	kind, ok := findingKinds[r.state.role]
	if !ok || formalities.MatchString(b.Text) {
		return
	}
	if r.state.role == headline && (r.in.Kind == model.AreaSENDInspection || r.state.about == model.AboutLSCB) {
		r.sentence(b)
	}
	r.add(b, kind)
}

// sentence notes a judgement that is given in a sentence of the text, and
// reports whether there is one.
func (r *reader) sentence(b block.Block) bool {
	area, grade, printed, ok := field.JudgementSentence(b.Text)
	if ok {
		r.judge(model.Judgement{Area: area, Title: area.Title(), Grade: grade, Printed: printed, Scale: model.ScaleOf(r.in.Kind), Page: b.Page})
	}
	return ok
}

// opening reads what stands before the first heading. Behind the judgements
// of an ILACS or SIF report that is its summary in a nutshell; in letters it
// says who came, when and why.
func (r *reader) opening(b block.Block) {
	if r.in.Kind.Framework() == model.SIF && r.sentence(b) {
		return
	}
	n := len(r.in.Judgements)
	if r.g.opening == same || n == 0 || r.at < r.ladder[1] || len(b.Text) < minSummary || b.Strong || formalities.MatchString(b.Text) {
		return
	}
	about := r.state.about
	if r.in.Judgements[n-1].Area == model.LSCB {
		r.state.about = model.AboutLSCB // what a cover says behind the board's judgement
	}
	r.add(b, findingKinds[r.g.opening])
	r.state.about = about
}

// minSummary is the least length of a paragraph of a report's summary; what
// is shorter belongs to the front page.
const minSummary = 60

// add makes a finding of a block.
func (r *reader) add(b block.Block, kind model.FindingKind) {
	text := field.Unmark(b.Text)
	number, rest, ok := block.CutNumber(text)
	if ok && b.Label == "" {
		text = rest
		if len(text) > minSummary {
			b.Kind = block.ListItem
		}
	} else if number = b.Label; !isNumber(number) {
		number = ""
	}
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	s := &r.state
	n := len(r.in.Findings)
	var continues model.Null
	if b.Continues && n > 0 && len(s.items)+len(s.paras) > 0 {
		last := &r.in.Findings[n-1]
		if kind != model.Body && len(last.Text) < block.MaxJoined {
			last.Text = block.Glue(last.Text, text)
			return
		}
		continues = model.Null(last.ID)
	}
	if s.role == improve || s.role == priority {
		if b.Kind == block.Paragraph && r.in.Kind != model.AreaSENDInspection && leadIn.MatchString(text) {
			return
		}
	}
	if b.Kind == block.ListItem {
		s.items = append(s.items, n)
	} else {
		s.paras = append(s.paras, n)
	}
	r.in.Findings = append(r.in.Findings, model.Finding{
		ID: fmt.Sprintf("f%d", n+1), Kind: kind, Section: model.Null(s.section), Area: s.area, About: s.about,
		Number: model.Null(strings.TrimRight(number, ".)")), Page: b.Page, Continues: continues, Text: text,
	})
}

// leadIn is a paragraph that only says that a list follows: "The local
// authority should:", "… need to take the following action:".
var leadIn = lazy.NewRegexp(`(?i)\b(should|must|following|needs? to|are|is|to)\b[^.:]*:$`)

func isNumber(label string) bool {
	return label != "" && strings.Trim(label, "0123456789.)") == "" && label[0] >= '0' && label[0] <= '9'
}
