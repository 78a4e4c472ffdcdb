// Package grammar says what a document contains: it reads blocks, whatever
// format they come from, and makes an inspection.
//
// How Ofsted words its documents is kept in tables: titles (kind.go) tell the
// kinds apart, rules (rules.go) say what stands under which heading. The code
// walks the blocks once by them.
package grammar

import (
	"fmt"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// Inspect reads a document. One that is of no known kind is returned as
// such, with a warning and nothing guessed.
func Inspect(doc *block.Document) *model.Inspection {
	in := &model.Inspection{}
	for _, w := range doc.Warnings {
		in.Warn(w.Code, w.Message)
	}
	kind, at := classify(doc)
	in.Kind, in.Framework = kind, kind.Framework()
	if kind == model.UnknownKind {
		in.Warn("unknown_kind", "not one of the documents that ofsted reads; its text is still available (ofsted text)")
		in.Fill()
		return in
	}
	r := newReader(doc, in, at)
	r.readFront()
	r.walk()
	r.finish()
	in.Fill()
	return in
}

// A reader reads one document.
type reader struct {
	in      *model.Inspection
	g       grammar
	blocks  []block.Block // without running lines and notes
	title   int           // index of the block that names the kind
	start   int           // where the letter or report begins: 0 but in a web page
	toc     [2]int        // the table of contents, from and to
	rules   []*rule       // by block: see findRules
	ladder  [2]int        // a table of judgements flattened to lines, from and to
	at      int           // the block being read
	columns map[int]int   // by table: the column that holds the grades
	state   state
	signed  []signature
}

// state is where in the document the walk is.
type state struct {
	role    role
	about   model.About
	area    model.Area
	section string
	box     int     // the table that a practice study stands in
	inset   float64 // how far from the left the text of a practice study begins
	around  *state  // what the text behind a practice study goes on with
	begun   bool    // a heading has been met
	items   []int   // findings of this section that were list items
	paras   []int   // and those that were paragraphs
}

func newReader(doc *block.Document, in *model.Inspection, at int) *reader {
	r := &reader{in: in, g: grammars[in.Kind], title: -1, columns: make(map[int]int)}
	for i, b := range doc.Blocks {
		switch b.Kind {
		case block.Running:
			if i != at {
				continue
			}
		case block.Note:
			in.Notes = append(in.Notes, model.Note{Marker: model.Null(b.Label), Text: b.Text, Page: b.Page})
			continue
		}
		if i >= at && r.title < 0 {
			r.title = len(r.blocks)
		}
		r.blocks = append(r.blocks, b)
	}
	r.title = max(r.title, 0)
	r.state.about = model.AboutAuthority
	if r.g.about != "" {
		r.state.about = r.g.about
	}
	if r.g.letter && doc.Pages == 0 {
		r.start = r.letterStart()
	}
	r.findContents()
	r.findRules()
	return r
}

// findRules finds, once for all who ask, the rule whose heading each block
// is, if it is any's. The title, what stands above it and the table of
// contents are no headings.
func (r *reader) findRules() {
	r.rules = make([]*rule, len(r.blocks))
	for i := r.title + 1; i < len(r.blocks); i++ {
		b := r.blocks[i]
		if len(b.Text) <= maxHeading && b.Kind != block.ListItem && b.Kind != block.Row && !(r.toc[0] <= i && i < r.toc[1]) {
			r.rules[i] = matches(r.g.rules, key(b.Text))
		}
	}
}

// finish adds what can be said only of the whole.
func (r *reader) finish() {
	in := r.in
	r.settle()
	r.sign()
	for i := range in.Findings {
		in.Findings[i].References = field.References(in.Findings[i].Text)
	}
	if in.Authority.Name == "" {
		in.Warn("no_authority", "no local authority was found on the front of the document")
	} else if !in.Authority.Known {
		in.Warn("unknown_authority", fmt.Sprintf("%s is not in the reference list of local authorities", in.Authority.Name))
	}
	if len(in.Visit.Periods) == 0 {
		in.Warn("no_dates", "no dates of the inspection or visit were found")
	}
	if len(in.LeadInspectors) == 0 && in.Kind != model.JTAI {
		in.Warn("no_lead_inspector", "the document names no lead inspector")
	}
	r.checkJudgements()
	if len(in.Findings) == 0 {
		in.Warn("no_findings", "no findings were found")
	}
	r.checkGrades()
}
