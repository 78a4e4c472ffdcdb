package cmd

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/analyse"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
	"ofsted/render"
)

// parseOptions are what the flags of parse set.
type parseOptions struct {
	printing
	full    bool
	explain bool
}

func newParse(s *Streams) *cobra.Command {
	o := &parseOptions{printing: printing{Streams: s, format: choice{allowed: render.Formats.Names()}}}
	cmd := &cobra.Command{
		Use:   "parse PATH…",
		Short: "Read inspections and print them",
		Long: `Read inspections and print them.

PATH is a PDF, web page or plain text; a folder, which is searched, with the
folders inside it, for ` + strings.Join(source.Extensions, ", ") + `; a glob; - for standard input;
or a web address; or what parse or export wrote as ndjson, json or .db. A file’s
content decides how it is read, never its name.

One inspection is printed as a report; several as a line each, or with --full as a
report each. What cannot be read is named on standard error, has an error record
in JSON and CSV, and does not stop the others.

CSV is one tidy table of judgements and findings: see ofsted help csv.`,
		Example: `  # A readable report of one letter
  ofsted parse letter.pdf

  # The same with every finding
  ofsted parse letter.pdf --full

  # A line for each inspection in a folder
  ofsted parse reports

  # One JSON object, for another program
  ofsted parse letter.pdf --format json

  # All findings as a spreadsheet; the ending gives the format
  ofsted parse reports -o findings.csv

  # A letter on a web site
  ofsted parse https://files.ofsted.gov.uk/v1/file/50001234`,
		Args: wantPaths,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	o.bind(cmd, o.run)
	flags.BoolVar(&o.full, "full", false, "print every finding, not only counts (table and markdown)")
	flags.BoolVar(&o.explain, "explain", false, "with every finding, say which words made it a strength or a concern (table, markdown, json and ndjson)")
	return cmd
}

func (o *parseOptions) run(ctx context.Context) error {
	format, err := chooseFormat(render.Formats, o.format.value, o.output)
	if err != nil {
		return err
	}
	list, out, err := o.begin()
	if err != nil {
		return err
	}
	defer out.discard()
	screen := o.screen(out.w)
	tally := &tally{streams: o.Streams}
	tally.bar = o.progress(len(list.Inputs), o.quiet || format.Streams && screen.Terminal)
	results := watch(tally, parse.InspectMany(ctx, list.Inputs, int(o.jobs), o.analysis(format.Name)...))
	single := false
	if len(list.Inputs) == 1 { // which may be a file of many records
		results, single = peek(results)
	}
	options := render.Options{Screen: screen, Many: list.Many || !single, Single: single, Full: o.full || o.explain}
	if err := format.Write(out.w, options, results); err != nil {
		return out.failed(err)
	}
	if tally.total == 0 && ctx.Err() == nil {
		return nothingIn(list.Inputs)
	}
	return finish(ctx, tally, out, o.quiet)
}

// peek reports whether there is one result, or none, and returns the results
// for use in place of those that it has looked at.
func peek(results render.Results) (all render.Results, single bool) {
	next, stop := iter.Pull2(results)
	in, failure, some := next()
	second, secondFailure, more := next()
	return func(yield func(*model.Inspection, *model.Failure) bool) {
		defer stop()
		if !some || !yield(in, failure) || !more || !yield(second, secondFailure) {
			return
		}
		for {
			in, failure, ok := next()
			if !ok || !yield(in, failure) {
				return
			}
		}
	}, !more
}

// withSentences are the formats that hold what sentences say. The others do
// so with --full only.
var withSentences = map[string]bool{"json": true, "ndjson": true, "csv": true}

// analysis returns what is to be done with each inspection besides reading
// it.
func (o *parseOptions) analysis(format string) []func(*model.Inspection) {
	switch {
	case o.explain:
		return []func(*model.Inspection){analyse.Explain}
	case o.full || withSentences[format]:
		return []func(*model.Inspection){analyse.Inspect}
	}
	return nil
}

// chooseFormat returns the format that was asked for, if not by its name
// then by the ending of the file to write.
func chooseFormat[O, V any](formats render.FormatList[O, V], name, output string) (render.Format[O, V], error) {
	format, ok := formats.For(name, output)
	if !ok {
		return format, usagef("-o %s: no format has that ending; use %s, or choose one with --format",
			output, strings.Join(formats.Endings(), ", "))
	}
	return format, nil
}
