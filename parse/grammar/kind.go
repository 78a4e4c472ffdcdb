package grammar

import (
	"regexp"
	"strings"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// titles say how documents of each kind name themselves. They are tried in
// order against the key (see key) of each line near the start, so a kind
// whose title contains another's comes first.
var titles = []struct {
	kind  model.Kind
	title *regexp.Regexp
}{
	{model.ChildrenLetter, regexp.MustCompile(`^to (all )?(the )?children and young people (of|in|from|living in|who live in) |^what grades did (the )?inspectors give`)},
	{model.JTAI, regexp.MustCompile(`^(report of (the|a) )?joint targeted area inspection (of|in|into) `)},
	{model.AreaSENDInspection, regexp.MustCompile(`^area send (full )?(re)?inspection of |^inspection of .{3,80} local area partnership$`)},
	{model.MonitoringVisit, regexp.MustCompile(`^(\w+ )?monitoring visit (of|to) `)},
	{model.FocusedVisit, regexp.MustCompile(`^(ilacs )?focused visit (of|to) `)},
	{model.LACInspection, regexp.MustCompile(`^inspection of looked[ -]after children services`)},
	{model.SIFInspection, regexp.MustCompile(`^(re-?inspection|inspection) of services for children in need of help and protection`)},
	{model.LSCBReview, regexp.MustCompile(`^review of the effectiveness of the (local safeguarding children board|lscb)`)},
	{model.ILACSInspection, regexp.MustCompile(`^inspection of (.{3,80} )?local authority children's services|^inspection of (local authority )?children's (social care )?services$|^inspection of .{3,80} children's (social care )?services$`)},
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
// gives it away.
func classify(doc *block.Document) (model.Kind, int) {
	n := front(doc)
	keys := make([]string, n)
	for i, b := range doc.Blocks[:n] {
		if len(b.Text) <= maxTitle && b.Kind != block.Note {
			keys[i] = key(b.Text)
		}
	}
	for _, t := range titles {
		for i, k := range keys {
			if k != "" && t.title.MatchString(k) {
				return t.kind, i
			}
		}
	}
	// A title may be printed in two lines, or not be there at all: the table
	// of judgements is as good.
	for i, b := range doc.Blocks[:n] {
		if i+1 < n && b.Page == doc.Blocks[i+1].Page && len(b.Text)+len(doc.Blocks[i+1].Text) <= maxTitle {
			joined := key(b.Text + " " + doc.Blocks[i+1].Text)
			for _, t := range titles {
				if t.title.MatchString(joined) {
					return t.kind, i
				}
			}
		}
		if a, _, ok := gradedRow(b, model.ILACSInspection); ok && a == model.ImpactOfLeaders {
			return model.ILACSInspection, i
		}
	}
	return model.UnknownKind, 0
}

// gradedRow reads a block that prints an area and its grade: a row of a
// table, or a row flattened to a line.
func gradedRow(b block.Block, kind model.Kind) (model.Area, model.Judgement, bool) {
	title, printed := b.Text, ""
	var grade model.Grade
	ok := false
	if len(b.Cells) >= 2 {
		title, printed = b.Cells[0], field.Unmark(b.Cells[len(b.Cells)-1])
		grade, ok = field.Grade(printed, model.ScaleOf(kind))
	} else if b.Kind != block.Row {
		title, grade, printed, ok = field.GradeAtEnd(b.Text, model.ScaleOf(kind))
	}
	if !ok {
		return model.NoArea, model.Judgement{}, false
	}
	area, ok := field.AreaOf(title, kind)
	if !ok {
		return model.NoArea, model.Judgement{}, false
	}
	return area, model.Judgement{Area: area, Title: field.Unmark(title), Grade: grade, Printed: printed,
		Scale: model.ScaleOf(kind), Page: b.Page}, true
}

// flatRow reads a row of a table of judgements that was flattened to a line,
// with nothing between title and grade: "Overall effectiveness Good".
func flatRow(b block.Block, kind model.Kind) (model.Judgement, bool) {
	words := strings.Fields(field.Unmark(b.Text))
	for n := 1; n <= maxGradeWords && n < len(words); n++ {
		title := strings.Join(words[:len(words)-n], " ")
		printed := strings.Join(words[len(words)-n:], " ")
		grade, ok := field.Grade(printed, model.ScaleOf(kind))
		if !ok {
			continue
		}
		if area, ok := field.AreaOf(title, kind); ok {
			return model.Judgement{Area: area, Title: title, Grade: grade, Printed: printed, Scale: model.ScaleOf(kind), Page: b.Page}, true
		}
	}
	return model.Judgement{}, false
}

// maxGradeWords is how many words a grade has at most: "Requires improvement
// to be good".
const maxGradeWords = 5
