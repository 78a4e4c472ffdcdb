package render

import (
	"bufio"
	"fmt"
	"io"
	"strings"

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
var TimelineColumns = []struct {
	Name, Holds string
	Brief       bool
	value       func(timelineRow) string
}{
	{"record", "what the row is: grade; discontinued, where a line ends; visit, for an inspection without grades", true, timelineRow.record},
	{"authority", "name of the local authority", true, func(r timelineRow) string { return string(r.t.Authority.Name) }},
	{"la_code", "its three-digit code", false, func(r timelineRow) string { return string(r.t.Authority.LACode) }},
	{"gss_code", "its nine-character code", false, func(r timelineRow) string { return string(r.t.Authority.GSSCode) }},
	{"region", "its region", false, func(r timelineRow) string { return string(r.t.Authority.Region) }},
	{"line", "the line: its newest area", true, func(r timelineRow) string { return string(r.line.Area) }},
	{"end", "last day of the inspection, or date of publication", true, func(r timelineRow) string { return string(r.event.End) }},
	{"kind", "kind of document", true, func(r timelineRow) string { return string(r.event.Kind) }},
	{"framework", "framework of the inspection", false, func(r timelineRow) string { return string(r.event.Framework) }},
	{"edition", "of the ILACS framework: 2018, 2023 or 2026", false, func(r timelineRow) string { return string(r.event.Edition) }},
	{"area", "judgement area in that inspection", true, func(r timelineRow) string { return string(r.cell.Area) }},
	{"title", "title of the area", false, func(r timelineRow) string { return r.cell.Area.Title() }},
	{"grade", "grade", true, func(r timelineRow) string { return string(r.cell.Grade) }},
	{"scale", "scale of the grade", false, func(r timelineRow) string { return string(r.cell.Scale) }},
	{"relation", "to the grade before: first, same, renamed, split, merged, introduced, discontinued", true, func(r timelineRow) string { return string(r.cell.Relation) }},
	{"change", "since the grade before: improved, declined, unchanged, not_comparable, newly_judged, no_longer_judged", true, func(r timelineRow) string { return string(r.cell.Change) }},
	{"steps", "grades moved, better is positive; empty where they cannot be compared", true, func(r timelineRow) string { return steps(r.cell.Steps) }},
	{"combined", "yes where one grade was given for what several lines show apart", true, func(r timelineRow) string { return yes(r.cell.Combined) }},
	{"repeat", "yes where that grade stands in a line above already; leave it out when counting", true, func(r timelineRow) string { return yes(r.cell.Repeat) }},
	{"page", "page that the grade is on, where the document has pages", false, func(r timelineRow) string { return blankZero(r.cell.Page) }},
	{"variant", "short or standard", false, func(r timelineRow) string { return string(r.event.Variant) }},
	{"start", "first day of the inspection", false, func(r timelineRow) string { return string(r.event.Start) }},
	{"inspection", "id of the inspection", false, func(r timelineRow) string { return r.event.ID }},
	{"path", "file that it was read from", true, func(r timelineRow) string { return r.event.Path }},
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
	return writeCSV(w, len(TimelineColumns), func(i int) string { return TimelineColumns[i].Name },
		func(i int, r timelineRow) string { return TimelineColumns[i].value(r) },
		func(yield func([]timelineRow) bool) {
			for _, t := range ts {
				if !yield(timelineRows(t)) {
					return
				}
			}
		})
}

// timelineTabs writes what matters of TimelineCSV with tabs between the
// columns, for cut and awk.
func timelineTabs(w io.Writer, ts []*model.Timeline) error {
	buf := bufio.NewWriter(w)
	var names []string
	for _, c := range TimelineColumns {
		if c.Brief {
			names = append(names, c.Name)
		}
	}
	fmt.Fprintln(buf, strings.Join(names, "\t"))
	for _, t := range ts {
		for _, row := range timelineRows(t) {
			var fields []string
			for _, c := range TimelineColumns {
				if c.Brief {
					fields = append(fields, CleanLine(c.value(row)))
				}
			}
			fmt.Fprintln(buf, strings.Join(fields, "\t"))
		}
	}
	return buf.Flush()
}
