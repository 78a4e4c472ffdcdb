package render

import (
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"ofsted/model"
)

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

// A Format is a way to write results.
type Format struct {
	Name    string   // as --format gives it
	Endings []string // of files that are written so if nothing else is asked for
	// Streams says that each result is written as it comes.
	Streams bool
	Write   func(io.Writer, Options, Results) error
}

// Formats are the formats of inspections; the first is for people.
var Formats = []Format{
	{"table", []string{".txt", ".tsv"}, false, writeTable},
	{"json", []string{".json"}, true, func(w io.Writer, o Options, r Results) error { return JSON(w, o.Many, r) }},
	{"ndjson", []string{".ndjson", ".jsonl"}, true, func(w io.Writer, _ Options, r Results) error { return NDJSON(w, r) }},
	{"csv", []string{".csv"}, true, func(w io.Writer, _ Options, r Results) error { return CSV(w, r) }},
	{"markdown", []string{".md", ".markdown"}, false, Markdown},
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

// FormatNames returns the names of the formats.
func FormatNames() []string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return names
}

// FormatEndings returns the endings that ask for a format.
func FormatEndings() []string {
	var endings []string
	for _, f := range Formats {
		endings = append(endings, f.Endings...)
	}
	return endings
}

// FormatNamed returns the format of a name, or the first if there is none.
func FormatNamed(name string) Format {
	format, _ := findFormat(func(f Format) bool { return f.Name == name })
	return format
}

// FormatFor returns the format that a file's ending asks for, which is the
// first where it has none, and whether there is one. Whoever writes a workbook
// must not get text under its name.
func FormatFor(path string) (Format, bool) {
	ending := strings.ToLower(filepath.Ext(path))
	if ending == "" {
		return Formats[0], true
	}
	return findFormat(func(f Format) bool { return slices.Contains(f.Endings, ending) })
}

func findFormat(is func(Format) bool) (Format, bool) {
	if i := slices.IndexFunc(Formats, is); i >= 0 {
		return Formats[i], true
	}
	return Formats[0], false
}
