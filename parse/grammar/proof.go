package grammar

import (
	"slices"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/block"
)

// A proof is a document as the search for its kind sees it.
type proof struct {
	doc  *block.Document
	keys []string // of its short blocks; "" for others
	web  bool     // a page or text that may hold more than the document

	// What a title's surroundings are asked for, found once for all titles.
	worded []bool            // blocks that are worded as parts of a letter
	headed map[*rule][]*rule // by a grammar's first rule: the rules of the blocks
}

func newProof(doc *block.Document) *proof {
	p := &proof{doc: doc, keys: make([]string, len(doc.Blocks)), web: doc.Pages == 0, headed: make(map[*rule][]*rule)}
	for i, b := range doc.Blocks {
		if len(b.Text) <= maxHeading && b.Kind != block.Note {
			p.keys[i] = key(b.Text)
		}
	}
	return p
}

// find returns the block that prints a title, on one line or two, of a
// document that proves to be of its kind, or -1. In a page the title behind
// the salutation is the letter's own; to children the salutation is the title.
func (p *proof) find(t *title) int {
	best := -1
	if t.unless != nil && slices.ContainsFunc(p.keys, t.unless.MatchString) {
		return -1
	}
	tried := 0
	for i := range front(p.doc) {
		if !p.titleAt(t, i) {
			continue
		}
		if tried++; tried > maxTries {
			break
		}
		if !p.proves(t.kind, i) {
			continue
		}
		if !p.web || t.kind == model.ChildrenLetter || p.greeted(i) {
			return i
		}
		if best < 0 {
			best = i
		}
	}
	return best
}

// maxTries is how many titles of a kind are looked into. Each costs a pass
// over the document, and no page lists as many letters.
const maxTries = 64

// titleAt reports whether a title stands in block i, or begins there and goes
// on in the next.
func (p *proof) titleAt(t *title, i int) bool {
	b := p.doc.Blocks[i]
	if p.keys[i] == "" || len(b.Text) > maxTitle {
		return false
	}
	if t.names(p.keys[i]) {
		return !p.continues(i)
	}
	if i+1 >= len(p.keys) || p.keys[i+1] == "" {
		return false
	}
	next := p.doc.Blocks[i+1]
	return b.Page == next.Page && len(b.Text)+len(next.Text) <= maxTitle &&
		!t.names(p.keys[i+1]) && t.names(p.keys[i]+" "+p.keys[i+1])
}

// halfTitle is the first line of a title that is printed in two and is that
// of another document: "Area SEND monitoring / inspection of …".
var halfTitle = lazy.NewRegexp(`\b(monitoring|joint|thematic|progress|follow-up|peer|lga)( area)?( send)?$`)

func (p *proof) continues(i int) bool {
	return i > 0 && halfTitle.MatchString(p.keys[i-1])
}

// greeted reports whether a salutation stands right above block i.
func (p *proof) greeted(i int) bool {
	for j := max(0, i-3); j < i; j++ {
		if salutation.MatchString(p.doc.Blocks[j].Text) {
			return true
		}
	}
	return false
}

// proves reports whether what stands around a title of a kind makes a
// document of it.
func (p *proof) proves(kind model.Kind, at int) bool {
	from, to := p.around(kind, at)
	g := grammars[kind]
	switch {
	case kind == model.ChildrenLetter:
		// "Dear children" alone may be anybody's letter.
		dear := salutation.MatchString(p.doc.Blocks[at].Text)
		return !dear && p.letter(from, to) || p.headings(g, from, to) > 0
	case g.letter:
		return p.letter(from, to) || p.headings(g, from, to) > 1
	}
	labels := p.labels(from, to)
	switch {
	case labels > 1:
		return true
	case kind == model.ILACSInspection:
		// News items have these titles and headings too.
		return labels == 1 && p.headings(g, from, to) > 0 || p.graded(from, to) > 1
	}
	return labels+p.headings(g, from, to) > 1
}

// above is how far above its title a letter begins: a letterhead and an
// address.
const above = 30

// around returns the part of a page that may belong to the title at a block.
// It ends where the title of a letter of another kind stands: pages list
// letters by their titles.
func (p *proof) around(kind model.Kind, at int) (from, to int) {
	if !p.web {
		return 0, len(p.keys)
	}
	from, to = max(0, at-above), len(p.keys)
	for i := at - 1; i >= from; i-- {
		if p.otherLetter(kind, i) {
			from = i + 1
			break
		}
	}
	for i := at + 1; i < to; i++ {
		if p.otherLetter(kind, i) {
			return from, i
		}
	}
	return from, to
}

func (p *proof) otherLetter(kind model.Kind, i int) bool {
	if p.keys[i] == "" {
		return false
	}
	for _, t := range titles {
		if t.kind != kind && grammars[t.kind].letter && t.names(p.keys[i]) {
			return true
		}
	}
	return false
}

// thisLetter opens a letter that says what it is.
var thisLetter = lazy.NewRegexp(`(?i)^this (letter|report)\b.{0,40} (summarises|outlines|sets out|describes|tells)\b|^this is (a|the) (report|summary) of (the|a|our)\b`)

// letter reports whether a part of the document is worded as a letter.
func (p *proof) letter(from, to int) bool {
	if p.worded == nil {
		p.worded = make([]bool, len(p.doc.Blocks))
		for i, b := range p.doc.Blocks {
			p.worded[i] = salutation.MatchString(b.Text) || signOff.MatchString(b.Text) || thisLetter.MatchString(b.Text)
		}
	}
	return slices.Contains(p.worded[from:to], true)
}

// headings counts the headings that documents of a grammar print.
func (p *proof) headings(g grammar, from, to int) int {
	seen := map[*rule]bool{}
	for _, r := range p.rulesOf(g)[from:to] {
		if r != nil {
			seen[r] = true
		}
	}
	return len(seen)
}

// rulesOf returns, for each block, the rule of a grammar whose heading it is.
func (p *proof) rulesOf(g grammar) []*rule {
	first := &g.rules[0]
	if found, ok := p.headed[first]; ok {
		return found
	}
	found := make([]*rule, len(p.doc.Blocks))
	for i, b := range p.doc.Blocks {
		if p.keys[i] == "" || b.Kind == block.ListItem || b.Kind == block.Row {
			continue
		}
		if r := matches(g.rules, p.keys[i]); r != nil && !r.weak && r.role != contents && r.role != skip {
			found[i] = r
		}
	}
	p.headed[first] = found
	return found
}

// labels counts the labels that the front pages of reports print: of the
// dates, and of who led.
func (p *proof) labels(from, to int) int {
	n := 0
	for _, label := range []*lazy.Regexp{datesLabel, leadLabel} {
		if slices.ContainsFunc(p.keys[from:to], label.MatchString) {
			n++
		}
	}
	return n
}

// sectionText is how long a paragraph under a graded heading is at least.
// What quotes grades only lists them.
const sectionText = 120

// graded counts the headings of an inspection's sections that print their
// grade.
func (p *proof) graded(from, to int) int {
	seen := map[model.Area]bool{}
	for i := from; i+1 < to; i++ {
		b, next := p.doc.Blocks[i], p.doc.Blocks[i+1]
		if b.Kind == block.Row || b.Kind == block.ListItem || len(next.Text) < sectionText {
			continue
		}
		if j, ok := gradedRow(b, model.ILACSInspection, 0); ok {
			seen[j.Area] = true
		}
	}
	return len(seen)
}

// judgements returns the first judgement of a report whose title is missing,
// or -1.
func (p *proof) judgements() int {
	if p.labels(0, len(p.keys)) < 2 && p.graded(0, len(p.keys)) < 2 {
		return -1
	}
	for i := range front(p.doc) {
		if j, ok := gradedRow(p.doc.Blocks[i], model.ILACSInspection, 0); ok && j.Area == model.ImpactOfLeaders {
			return i
		}
	}
	return -1
}
