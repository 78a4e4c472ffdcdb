package grammar

import (
	"strings"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

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
