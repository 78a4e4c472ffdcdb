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

	// What a title's surroundings are asked for, found once for all titles:
	// a page may list thousands.
	worded   []bool            // blocks that are worded as parts of a letter
	labelled [][]int           // by label of frontLabels: the blocks that are it
	sections []model.Area      // of blocks that are a section's heading with its grade
	headed   map[*rule][]*rule // by a grammar's first rule: the rules of the blocks
	letters  []titleSet        // of blocks: the titles of letters that they are
}

func newProof(doc *block.Document) *proof {
	p := &proof{doc: doc, keys: make([]string, len(doc.Blocks)), web: doc.Pages == 0,
		headed: make(map[*rule][]*rule), letters: make([]titleSet, len(doc.Blocks))}
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

// A titleSet says which of titles a block is: the bit of each, and one that
// says that the others are known.
type titleSet uint32

const titlesKnown titleSet = 1 << 31

func (p *proof) otherLetter(kind model.Kind, i int) bool {
	for n := range titles {
		if titles[n].kind != kind && p.letterTitles(i)&(1<<n) != 0 {
			return true
		}
	}
	return false
}

// letterTitles returns which titles of letters block i is.
func (p *proof) letterTitles(i int) titleSet {
	if p.letters[i] == 0 {
		p.letters[i] = titlesKnown
		for n := range titles {
			if t := &titles[n]; p.keys[i] != "" && grammars[t.kind].letter && t.names(p.keys[i]) {
				p.letters[i] |= 1 << n
			}
		}
	}
	return p.letters[i]
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

// frontLabels are the labels that the front pages of reports print: of the
// dates, and of who led.
var frontLabels = []*lazy.Regexp{datesLabel, leadLabel}

// labels counts those of frontLabels that a part of the document has.
func (p *proof) labels(from, to int) int {
	if p.labelled == nil {
		p.labelled = make([][]int, len(frontLabels))
		for i, k := range p.keys {
			for n, label := range frontLabels {
				if label.MatchString(k) {
					p.labelled[n] = append(p.labelled[n], i)
				}
			}
		}
	}
	n := 0
	for _, blocks := range p.labelled {
		if at, _ := slices.BinarySearch(blocks, from); at < len(blocks) && blocks[at] < to {
			n++
		}
	}
	return n
}

// sectionText is how long a paragraph under a graded heading is at least.
// What quotes grades only lists them.
const sectionText = 120

// graded counts the areas of the headings of an inspection's sections that
// print their grade.
func (p *proof) graded(from, to int) int {
	if p.sections == nil {
		p.sections = make([]model.Area, len(p.doc.Blocks))
		for i := range len(p.doc.Blocks) - 1 {
			p.sections[i] = p.gradedSection(i)
		}
	}
	seen := map[model.Area]bool{}
	for i := from; i+1 < to; i++ {
		if a := p.sections[i]; a != model.NoArea {
			seen[a] = true
		}
	}
	return len(seen)
}

// gradedSection returns the area whose section block i heads, with its grade.
func (p *proof) gradedSection(i int) model.Area {
	b := p.doc.Blocks[i]
	if b.Kind == block.Row || b.Kind == block.ListItem || len(p.doc.Blocks[i+1].Text) < sectionText {
		return model.NoArea
	}
	j, _ := gradedRow(b, model.ILACSInspection, 0)
	return j.Area
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
