package render

import (
	"fmt"
	"io"
	"iter"

	"ofsted/model"
)

// A timelineRow is one cell of a line, or an inspection that is in no line.
type timelineRow struct {
	t     *model.Timeline
	event model.Event
	line  model.Line // empty for an inspection without grades
	cell  model.Cell
}

// record says what a row is.
func (r timelineRow) record() string {
	switch {
	case len(r.line.Cells) == 0:
		return "visit"
	case r.cell.Relation == model.DiscontinuedArea:
		return "discontinued"
	}
	return "grade"
}

// TimelineColumns are the columns of a timeline's CSV, with what each holds.
// Brief marks those of its table in a pipe. Columns are added at the end, so
// that those before keep their places.
var TimelineColumns = Columns[timelineRow]{
	briefly("record", "what the row is: grade; discontinued, where a line ends; visit, for an inspection without grades", timelineRow.record),
	briefly("authority", "name of the local authority", func(r timelineRow) string { return string(r.t.Authority.Name) }),
	columnOf("la_code", "its three-digit code", func(r timelineRow) string { return string(r.t.Authority.LACode) }),
	columnOf("gss_code", "its nine-character code", func(r timelineRow) string { return string(r.t.Authority.GSSCode) }),
	columnOf("region", "its region", func(r timelineRow) string { return string(r.t.Authority.Region) }),
	briefly("line", "the line: its newest area", func(r timelineRow) string { return string(r.line.Area) }),
	briefly("end", "last day of the inspection, or date of publication", func(r timelineRow) string { return string(r.event.End) }),
	briefly("kind", "kind of document", func(r timelineRow) string { return string(r.event.Kind) }),
	columnOf("framework", "framework of the inspection", func(r timelineRow) string { return string(r.event.Framework) }),
	columnOf("edition", "of the ILACS framework: 2018, 2023 or 2026", func(r timelineRow) string { return string(r.event.Edition) }),
	briefly("area", "judgement area in that inspection", func(r timelineRow) string { return string(r.cell.Area) }),
	columnOf("title", "title of the area", func(r timelineRow) string { return r.cell.Area.Title() }),
	briefly("grade", "grade", func(r timelineRow) string { return string(r.cell.Grade) }),
	columnOf("scale", "scale of the grade", func(r timelineRow) string { return string(r.cell.Scale) }),
	briefly("relation", "to the grade before: first, same, renamed, split, merged, introduced, discontinued", func(r timelineRow) string { return string(r.cell.Relation) }),
	briefly("change", "since the grade before: improved, declined, unchanged, not_comparable, newly_judged, no_longer_judged", func(r timelineRow) string { return string(r.cell.Change) }),
	briefly("steps", "grades moved, better is positive; empty where they cannot be compared", func(r timelineRow) string { return steps(r.cell.Steps) }),
	briefly("combined", "yes where one grade was given for what several lines show apart", func(r timelineRow) string { return yes(r.cell.Combined) }),
	briefly("repeat", "yes where that grade stands in a line above already; leave it out when counting", func(r timelineRow) string { return yes(r.cell.Repeat) }),
	columnOf("page", "page that the grade is on, where the document has pages", func(r timelineRow) string { return blankZero(r.cell.Page) }),
	columnOf("variant", "short or standard", func(r timelineRow) string { return string(r.event.Variant) }),
	columnOf("start", "first day of the inspection", func(r timelineRow) string { return string(r.event.Start) }),
	columnOf("inspection", "id of the inspection", func(r timelineRow) string { return r.event.ID }),
	briefly("path", "file that it was read from", func(r timelineRow) string { return r.event.Path }),
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func steps(n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}

// timelineRows returns the rows of a timeline: line by line, then the
// inspections without grades.
func timelineRows(t *model.Timeline) []timelineRow {
	var rows []timelineRow
	for _, line := range t.Lines {
		for _, c := range line.Cells {
			rows = append(rows, timelineRow{t, t.Inspections[c.At], line, c})
		}
	}
	for _, e := range t.Inspections {
		if !e.Graded {
			rows = append(rows, timelineRow{t: t, event: e})
		}
	}
	return rows
}

// TimelineCSV writes timelines as one tidy table: a row for each grade of
// each line, for where a line ends, and for each inspection without grades.
func TimelineCSV(w io.Writer, ts []*model.Timeline) error {
	return TimelineColumns.csv(w, rowsOfTimelines(ts))
}

// timelineTabs writes what matters of TimelineCSV for cut and awk.
func timelineTabs(w io.Writer, ts []*model.Timeline) error {
	return TimelineColumns.tabs(w, rowsOfTimelines(ts))
}

// rowsOfTimelines yields the rows of each timeline.
func rowsOfTimelines(ts []*model.Timeline) iter.Seq[[]timelineRow] {
	return func(yield func([]timelineRow) bool) {
		for _, t := range ts {
			if !yield(timelineRows(t)) {
				return
			}
		}
	}
}
