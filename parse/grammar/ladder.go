package grammar

import (
	"slices"
	"strings"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/field"
)

// readLadder reads a table of judgements that was flattened to lines, as in
// text copied from a PDF: a title, its grade, the next title, its grade.
// Copying does not always keep that order, and a grade beside the wrong
// title is worse than none, so all is taken or nothing: titles and grades
// must strictly take turns, with nothing between a title and its grade that
// may be the half of either.
func (r *reader) readLadder() {
	from, to := r.ladderRange()
	var rungs []model.Judgement
	open, first, last := false, -1, -1
	clear, next := true, 0 // next is where the grade of an open rung stands
	for i := from; i < to; {
		if n, j, ok := r.rungTitle(i, to); ok {
			clear = clear && !open
			rungs = append(rungs, j)
			open, i = true, i+n
			next = i
			if first < 0 {
				first = i - n
			}
			continue
		}
		if n, grade, printed, ok := r.rungGrade(i, to); ok {
			if open {
				rungs[len(rungs)-1].Grade, rungs[len(rungs)-1].Printed = grade, printed
			}
			clear = clear && open && i == next
			open, i = false, i+n
			last = i
			continue
		}
		i++
	}
	if last < 0 || first < 0 {
		return
	}
	if !clear || open || !r.whole(rungs) {
		r.in.Warn("table_unclear", "the table of judgements was saved in an order that does not say which grade belongs to which area; grades are taken from headings only")
		return
	}
	for _, j := range rungs {
		r.judge(j)
	}
	r.ladder = [2]int{first, last}
}

// whole reports whether a flattened table has every area that it should: of one
// that has not, a grade may have gone with the title of another.
func (r *reader) whole(rungs []model.Judgement) bool {
	for _, areas := range judged[r.in.Kind] {
		if !slices.ContainsFunc(rungs, func(j model.Judgement) bool { return slices.Contains(areas, j.Area) }) {
			return false
		}
	}
	return true
}

// ladderRange returns where a flattened table can stand: under the heading
// of the table, or else before the first heading of findings.
func (r *reader) ladderRange() (from, to int) {
	front := -1
	for i := r.start; i < len(r.blocks); i++ {
		switch rule := r.rules[i]; {
		case rule == nil || rule.weak || rule.role == contents:
		case rule.role == grades:
			for to = i + 1; to < len(r.blocks) && r.rules[to] == nil; to++ {
			}
			return i + 1, to
		case front < 0:
			front = i
		}
	}
	if front < 0 {
		front = len(r.blocks)
	}
	if r.toc[1] > 0 {
		front = min(front, r.toc[0]) // titles stand there too
	}
	return r.start, front
}

// rungTitle reads an area's title that begins at block i, over as many lines
// as it wraps to. Titles that print their grade are no rungs.
func (r *reader) rungTitle(i, to int) (n int, j model.Judgement, ok bool) {
	text := ""
	for k := i; k < to && k < i+maxTitleLines; k++ {
		b := r.blocks[k]
		if b.Kind == block.Row || len(text)+len(b.Text) > maxTitle {
			break
		}
		text = strings.TrimSpace(text + " " + b.Text)
		if area, found := field.AreaOf(text, r.in.Kind); found {
			n, ok = k-i+1, true
			j = model.Judgement{Area: area, Title: field.Unmark(text), Scale: model.ScaleOf(r.in.Kind), Page: r.blocks[i].Page}
		}
	}
	return n, j, ok
}

// rungGrade reads a grade that begins at block i and stands alone.
func (r *reader) rungGrade(i, to int) (n int, grade model.Grade, printed string, ok bool) {
	text := ""
	for k := i; k < to && k < i+maxTitleLines; k++ {
		b := r.blocks[k]
		if b.Kind == block.Row || len(text)+len(b.Text) > maxGrade {
			break
		}
		text = strings.TrimSpace(text + " " + field.Unmark(b.Text))
		if g, found := field.Grade(text, model.ScaleOf(r.in.Kind)); found {
			n, grade, printed, ok = k-i+1, g, text, true
		}
	}
	return n, grade, printed, ok
}

const (
	maxGrade      = 60 // longer than any printed grade, markers included
	maxTitleLines = 4  // more than any title's cell wraps to
)
