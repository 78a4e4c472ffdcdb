package render

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

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

// A TimelineFormat is a way to write timelines.
type TimelineFormat struct {
	Name    string   // as --format gives it
	Endings []string // of files that are written so if nothing else is asked for
	One     bool     // holds one authority, not several
	Write   func(io.Writer, TimelineOptions, []*model.Timeline) error
}

// TimelineFormats are the formats of timelines; the first is for people.
var TimelineFormats = []TimelineFormat{
	{"table", []string{".txt", ".tsv"}, false, TimelineTable},
	{"json", []string{".json"}, false, TimelineJSON},
	{"csv", []string{".csv"}, false, func(w io.Writer, _ TimelineOptions, ts []*model.Timeline) error { return TimelineCSV(w, ts) }},
	{"svg", []string{".svg"}, true, func(w io.Writer, _ TimelineOptions, ts []*model.Timeline) error { return TimelineSVG(w, ts[0]) }},
}

// TimelineFormatNames returns the names of the formats.
func TimelineFormatNames() []string {
	var names []string
	for _, f := range TimelineFormats {
		names = append(names, f.Name)
	}
	return names
}

// TimelineEndings returns the endings that ask for a format.
func TimelineEndings() []string {
	var endings []string
	for _, f := range TimelineFormats {
		endings = append(endings, f.Endings...)
	}
	return endings
}

// TimelineFormatFor returns the format of a name, or without a name the one
// that a file's ending asks for, which is the first where it has none; and
// whether there is one.
func TimelineFormatFor(name, path string) (TimelineFormat, bool) {
	ending := strings.ToLower(filepath.Ext(path))
	for _, f := range TimelineFormats {
		if f.Name == name || name == "" && (ending == "" || slices.Contains(f.Endings, ending)) {
			return f, true
		}
	}
	return TimelineFormat{}, false
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
