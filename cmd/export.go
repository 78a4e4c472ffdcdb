package cmd

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/analyse"
	"ofsted/internal/tidy"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
	"ofsted/render"
)

// exportOptions are what the flags of export set.
type exportOptions struct {
	*Streams
	paths  []string
	output string
	again  bool
	jobs   jobs
	quiet  bool
	limits parse.Limits
}

func newExport(s *Streams) *cobra.Command {
	o := &exportOptions{Streams: s}
	cmd := &cobra.Command{
		Use:   "export PATH… -o OUT",
		Short: "Write everything as a data set",
		Long: `Write everything that inspections hold as a data set. The ending of OUT says of
which form:

` + exportForms() + `
All but json and ndjson hold the same tables: inspections, judgements, findings,
and errors, for what could not be read. See ofsted help export-tables.

PATH is what parse takes, or what parse or export wrote as ndjson, json or .db.

OUT appears whole or not at all. A database, a workbook or a folder of somebody
else’s is not replaced.

A database that is there already is added to, in one transaction: documents that
it holds are known by their content and not read again, what a changed file held
is replaced, and everything else stays. A document that is there twice is exported
once.`,
		Example: `  # A workbook for Excel
  ofsted export reports -o national.xlsx

  # A database to query and to search; run it again when there are new reports
  ofsted export reports -o national.db
  ofsted search "caseloads AND (high OR unmanageable)" national.db

  # Tables for DuckDB or Spark
  ofsted export national.db -o national.parquet`,
		Args: wantPaths,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths = args
			return o.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.output, "output", "o", "", "write to `OUT`; its ending says of which form")
	flags.BoolVar(&o.again, "again", false, "read also the files that the database holds already")
	bindJobs(cmd, &o.jobs)
	bindQuiet(cmd, &o.quiet)
	bindLimits(cmd, &o.limits)
	return cmd
}

// exportForms lists the forms of a data set.
func exportForms() string {
	var b strings.Builder
	for _, f := range render.ExportFormats {
		fmt.Fprintf(&b, "  %-9s %s\n", f.Endings[0], f.Holds)
	}
	return b.String()
}

// tableColumns yields the columns of a table with what they hold.
func tableColumns(t *tidy.Table) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, c := range t.Columns {
			holds := fmt.Sprintf("%s: %s", c.Type, c.Holds)
			if c.Repeated {
				holds += " *"
			}
			if !yield(c.Name, holds) {
				return
			}
		}
	}
}

// newExportHelp returns the help topic on the tables of a data set.
func newExportHelp() *cobra.Command {
	return newTopic("export-tables", "The tables and columns that export writes", exportTables)
}

// exportTables lists the tables of a data set with their columns.
func exportTables() string {
	var b strings.Builder
	b.WriteString("What export writes as tables:\n")
	for _, t := range tidy.Tables() {
		fmt.Fprintf(&b, "\n%s: %s\n\n", t.Name, t.Holds)
		b.WriteString(columnLines(tableColumns(t)))
	}
	b.WriteString(`
A column marked with * is in the table of inspections too. A database has it
there only, and joins by inspection.

Lists are lists in Parquet, and elsewhere joined by semicolons. A date whose day
is not printed is a month, 2018-12; Parquet, whose dates are days, leaves it out.`)
	return b.String()
}

func (o *exportOptions) run(ctx context.Context) error {
	if o.output == "" {
		return usagef("export needs -o OUT, whose ending is one of %s", strings.Join(render.ExportEndings(), ", "))
	}
	format, ok := render.ExportFormatOf(o.output)
	if !ok {
		return usagef("-o %s: no form of a data set has that ending; use %s", o.output, strings.Join(render.ExportEndings(), ", "))
	}
	finder := source.Finder{Stdin: o.In, Limits: o.limits}
	list := finder.List(o.paths)
	if err := o.apart(list.Inputs); err != nil {
		return err
	}
	// What a database has begun must be undone before the program ends, and not
	// by database/sql beside it, as happens when a transaction's context ends.
	out, err := format.Open(context.WithoutCancel(ctx), o.output, reader)
	if err != nil {
		return err
	}
	defer out.Discard()
	e := &exporting{
		exportOptions: o, out: out, tally: &tally{streams: o.Streams}, seen: map[string]firstSeen{},
		left: leftOut{Streams: o.Streams, quiet: o.quiet, why: "the same files as others"},
	}
	if err = e.all(ctx, list.Inputs); err == nil {
		err = e.end(ctx, list.Inputs)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err() // and no matter where it stopped
	case err != nil:
		return err
	}
	e.remark(fmt.Sprintf("%s: %s", e.output, out.Says()))
	return e.tally.result(e.quiet)
}

// apart makes sure that what is written is not among what is read: a database
// cannot be read and written to at once, and a folder's files would go.
func (o *exportOptions) apart(inputs []source.Input) error {
	out, err := filepath.Abs(o.output)
	if err != nil {
		return err
	}
	if among(o.output, inputs) {
		return usagef("-o %s is among what is to be read", o.output)
	}
	for _, in := range inputs {
		if path, err := filepath.Abs(in.Path); err == nil && in.IsFile() && strings.HasPrefix(path, out+string(filepath.Separator)) {
			return usagef("-o %s is a folder that holds %s, which is to be read", o.output, in.Path)
		}
	}
	return nil
}

// An exporting is a run of export.
type exporting struct {
	*exportOptions
	out   render.Export
	tally *tally
	seen  map[string]firstSeen // by SHA-256 sum
	left  leftOut
	cut   bool // whether an input of many inspections ended early
}

// all reads the inputs into the data set.
func (e *exporting) all(ctx context.Context, inputs []source.Input) error {
	e.tally.bar = e.progress(len(inputs), e.quiet)
	defer e.tally.bar.clear()
	known := e.out.Known
	if e.again {
		known = func(string) bool { return false }
	}
	for o := range parse.InspectNew(ctx, inputs, int(e.jobs), known, analyse.Inspect) {
		e.tally.total++
		if err := e.take(ctx, o); err != nil {
			return err
		}
		e.tally.bar.step()
	}
	return ctx.Err()
}

// take puts one outcome into the data set.
func (e *exporting) take(ctx context.Context, o parse.Outcome) error {
	if o.Failure != nil {
		e.cut = e.cut || o.Cut
		e.tally.fail(o.Failure)
		return e.out.Fail(ctx, o.Failure)
	}
	source := o.Known
	if source == nil {
		source = &o.Inspection.Source
	}
	copied := e.copied(*source, o.Record)
	switch {
	case copied && o.Record:
		return nil
	case copied:
		return e.out.Vacate(ctx, source.Path)
	case o.Known != nil:
		return e.out.Keep(ctx, source.Path, string(source.SHA256))
	case o.Inspection.Kind == model.UnknownKind:
		e.remark(source.Path + ": not a kind of document that is known; it is exported as that")
	}
	return e.out.Put(ctx, o.Inspection, !o.Record)
}

// A firstSeen is where a document was come upon first, itself or a record of it.
type firstSeen struct {
	path   string
	record bool
}

// copied reports whether a document was there before under another name, and
// says so. A record of it does not count where the document can still replace
// it.
func (e *exporting) copied(s model.Source, record bool) bool {
	sum := string(s.SHA256)
	first, again := e.seen[sum]
	if sum == "" || !again || first.record && !record && e.out.Replaces() {
		e.seen[sum] = firstSeen{s.Path, record}
		return false
	}
	e.tally.bar.clear()
	e.left.name(fmt.Sprintf("%s: left out: the same file as %s", s.Path, first.path))
	return true
}

// remark says what is no failure.
func (e *exporting) remark(message string) {
	if !e.quiet {
		e.tally.bar.clear()
		e.complain(message)
	}
}

// end puts the data set in its place.
func (e *exporting) end(ctx context.Context, inputs []source.Input) error {
	t := e.tally
	e.left.rest()
	switch {
	case t.total == 0:
		return nothingIn(inputs)
	case t.failed == t.total:
		return exit(exitFailed)
	case e.cut:
		return fmt.Errorf("%s: not written, since an input that holds many inspections could not be read to its end", e.output)
	}
	return e.out.Commit(ctx)
}
