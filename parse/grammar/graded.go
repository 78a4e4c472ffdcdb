package grammar

import (
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// gradedRow reads a block that prints an area and its grade: a row of a
// table, or a row flattened to a line. A row with several grades, such as one
// that shows the inspection before as well, is read only where column says in
// which the grade stands; 0 is not known.
func gradedRow(b block.Block, kind model.Kind, column int) (model.Judgement, bool) {
	title, printed := b.Text, ""
	var grade model.Grade
	ok := false
	if len(b.Cells) >= 2 {
		title = b.Cells[0]
		grade, printed, ok = gradeAmong(b.Cells, kind, column)
	} else if b.Kind != block.Row {
		title, grade, printed, ok = field.GradeAtEnd(b.Text, model.ScaleOf(kind))
	}
	if !ok {
		return model.Judgement{}, false
	}
	area, ok := field.AreaOf(title, kind)
	if !ok {
		return model.Judgement{}, false
	}
	return model.Judgement{Area: area, Title: field.Unmark(title), Grade: grade, Printed: printed,
		Scale: model.ScaleOf(kind), Page: b.Page}, true
}

// gradeAmong returns the grade of a row.
func gradeAmong(cells []string, kind model.Kind, column int) (grade model.Grade, printed string, ok bool) {
	n := 0
	for i, cell := range cells[1:] {
		text := field.Unmark(cell)
		if g, is := field.Grade(text, model.ScaleOf(kind)); is && (column == 0 || column == i+1) {
			grade, printed = g, text
			n++
		}
	}
	return grade, printed, n == 1
}

var (
	gradeColumn = lazy.NewRegexp(`^(current |new |overall )?(inspection )?(grades?|judge?ments?|outcome)\b`)
	oldColumn   = lazy.NewRegexp(`\b(previous|last|earlier|old|before|20\d\d)\b`)
)

// columnOf returns which column of a table holds the grades, by the row of
// its column titles, or 0 where that is not said.
func columnOf(titles []string) int {
	for i, t := range titles[1:] {
		if k := key(t); gradeColumn.MatchString(k) && !oldColumn.MatchString(k) {
			return i + 1
		}
	}
	return 0
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
