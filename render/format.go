package render

import (
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"ofsted/model"
)

// A Format is a way to write a V as the options O say.
type Format[O, V any] struct {
	Name    string   // as --format gives it
	Endings []string // of files that are written so if nothing else is asked for
	// Streams says that each result is written as it comes.
	Streams bool
	One     bool // holds one of what several can be asked for
	Write   func(io.Writer, O, V) error
}

// A FormatList is the formats of a command; the first is for people.
type FormatList[O, V any] []Format[O, V]

// Names returns the names of the formats.
func (l FormatList[O, V]) Names() []string {
	names := make([]string, len(l))
	for i, f := range l {
		names[i] = f.Name
	}
	return names
}

// Endings returns the endings that ask for a format.
func (l FormatList[O, V]) Endings() []string {
	var endings []string
	for _, f := range l {
		endings = append(endings, f.Endings...)
	}
	return endings
}

// For returns the format of a name, or without a name the one that a file's
// ending asks for, which is the first where it has none; and whether there is
// one. Whoever writes a workbook must not get text under its name.
func (l FormatList[O, V]) For(name, path string) (Format[O, V], bool) {
	ending := strings.ToLower(filepath.Ext(path))
	for _, f := range l {
		if f.Name == name || name == "" && (ending == "" || slices.Contains(f.Endings, ending)) {
			return f, true
		}
	}
	return Format[O, V]{}, false
}

// Results are inspections in input order, each an inspection or the failure
// in its place; exactly one of the two is not nil.
type Results = iter.Seq2[*model.Inspection, *model.Failure]

// Options say how results are written.
type Options struct {
	Screen Screen
	Many   bool // results are a list even if there is one of them only
	Single bool // there is one result only
	Full   bool // every finding, not counts of them
}

// Formats are the formats of inspections.
var Formats = FormatList[Options, Results]{
	{Name: "table", Endings: []string{".txt", ".tsv"}, Write: writeTable},
	{Name: "json", Endings: []string{".json"}, Streams: true, Write: func(w io.Writer, o Options, r Results) error { return JSON(w, o.Many, r) }},
	{Name: "ndjson", Endings: []string{".ndjson", ".jsonl"}, Streams: true, Write: func(w io.Writer, _ Options, r Results) error { return NDJSON(w, r) }},
	{Name: "csv", Endings: []string{".csv"}, Streams: true, Write: func(w io.Writer, _ Options, r Results) error { return CSV(w, r) }},
	{Name: "markdown", Endings: []string{".md", ".markdown"}, Write: Markdown},
}

// writeTable writes a report of one inspection and a list of several, or
// with full a report of each.
func writeTable(w io.Writer, o Options, results Results) error {
	if !o.Single && !o.Full {
		return List(w, o.Screen, results)
	}
	first := true
	for in, failure := range results {
		if failure != nil {
			continue
		}
		if !first {
			rule := strings.Repeat("─", o.Screen.Width)
			if _, err := io.WriteString(w, "\n"+o.Screen.paint(faint, rule)+"\n\n"); err != nil {
				return err
			}
		}
		first = false
		if err := Report(w, o.Screen, in, o.Full); err != nil {
			return err
		}
	}
	return nil
}
