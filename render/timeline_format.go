package render

import (
	"io"

	"ofsted/model"
)

// TimelineOptions say how timelines are written.
type TimelineOptions struct {
	Screen Screen
	// Single says that one authority was asked for: JSON is an object then,
	// and a table is for reading even in a file.
	Single bool
	// Failures are the inputs that could not be read. An array of JSON has a
	// record for each behind the timelines.
	Failures []*model.Failure
}

// TimelineFormats are the formats of timelines.
var TimelineFormats = FormatList[TimelineOptions, []*model.Timeline]{
	{Name: "table", Endings: []string{".txt", ".tsv"}, Write: TimelineTable},
	{Name: "json", Endings: []string{".json"}, Write: TimelineJSON},
	{Name: "csv", Endings: []string{".csv"}, Write: func(w io.Writer, _ TimelineOptions, ts []*model.Timeline) error { return TimelineCSV(w, ts) }},
	{Name: "svg", Endings: []string{".svg"}, One: true, Write: func(w io.Writer, _ TimelineOptions, ts []*model.Timeline) error { return TimelineSVG(w, ts[0]) }},
}

// TimelineJSON writes a single timeline as one object, and otherwise an array
// of them and of error records.
func TimelineJSON(w io.Writer, o TimelineOptions, ts []*model.Timeline) error {
	if o.Single {
		return writeJSON(w, ts[0])
	}
	var list []any
	for _, t := range ts {
		list = append(list, t)
	}
	for _, f := range o.Failures {
		list = append(list, f.Record())
	}
	return writeJSON(w, list)
}

// writeJSON writes a value over several lines.
func writeJSON(w io.Writer, v any) error {
	data, err := marshal(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return err
}
