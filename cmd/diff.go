package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/analyse"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
	"ofsted/render"
)

// diffOptions are what the flags and arguments of diff set.
type diffOptions struct {
	*Streams
	old, new string
	format   choice
	output   string
	words    bool
	force    bool
	quiet    bool
	limits   parse.Limits
}

func newDiff(s *Streams) *cobra.Command {
	o := &diffOptions{Streams: s, format: choice{allowed: render.DiffFormats.Names()}}
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two inspections of one authority",
		Long: `Compare two inspections of one authority: what became of each grade, which areas
for improvement are raised again, new or not raised again, and what inspectors
said on each theme, then and now.

OLD and NEW are a document each: a file, a web address, - for standard input, or
a file that parse or export wrote as ndjson, json or .db. Of a file that holds
several inspections FILE#ID is the one with that id. If OLD is the later of the
two they are compared the other way round.

Grades are compared across frameworks: where an area was renamed, split or merged
it says what it was. A visit without grades is compared by what it found. What
does not compare, as a grade on another scale, is shown and not compared.

“Not raised again” is all that the documents say: it does not mean resolved.

Two authorities are compared only with --force, and so are two documents of one
inspection. The same file twice, and a document of unknown kind, have nothing to
compare: exit status 1.

CSV has a row for each grade, item and theme: see ofsted help diff-csv.`,
		Example: `  # What changed since the last inspection
  ofsted diff inspection-2018.pdf inspection-2022.pdf

  # How the wording of recurring areas for improvement changed
  ofsted diff inspection-2022.pdf visit-2025.pdf --words

  # For a report; the ending gives the format
  ofsted diff inspection-2018.pdf inspection-2022.pdf -o changes.md

  # Two authorities, side by side
  ofsted diff blackpool-2022.pdf medway-2023.pdf --force`,
		Args: wantTwo,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.old, o.new = args[0], args[1]
			return o.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	bindChoice(cmd, &o.format, "format", "f", "how to print")
	bindOutput(cmd, &o.output)
	flags.BoolVarP(&o.words, "words", "w", false, "show how the wording of items that are raised again changed")
	flags.BoolVar(&o.force, "force", false, "compare two authorities, or two documents of one inspection")
	bindQuiet(cmd, &o.quiet)
	bindLimits(cmd, &o.limits)
	return cmd
}

// wantTwo is the cobra.PositionalArgs of diff.
func wantTwo(_ *cobra.Command, args []string) error {
	switch {
	case len(args) != 2:
		return usagef("diff needs two inspections, OLD and NEW; got %d", len(args))
	case args[0] == "" || args[1] == "":
		return usagef("OLD or NEW is empty")
	case args[0] == "-" && args[1] == "-":
		return usagef("standard input holds one of the two only; name a file for the other")
	}
	return nil
}

func (o *diffOptions) run(ctx context.Context) error {
	format, err := chooseFormat(render.DiffFormats, o.format.value, o.output)
	if err != nil {
		return err
	}
	finder := source.Finder{Stdin: o.In, Limits: o.limits}
	sides := [2]side{sideOf("OLD", o.old, &finder), sideOf("NEW", o.new, &finder)}
	out, err := openOutput(o.Streams, o.output, slices.Concat(sides[0].inputs, sides[1].inputs))
	if err != nil {
		return err
	}
	defer out.discard()
	old, new, err := o.read(ctx, sides)
	if err != nil {
		return err
	}
	if err := o.check(old, new); err != nil {
		return err
	}
	if order, _ := model.Order(old.Day(), new.Day()); order > 0 {
		if !o.quiet {
			o.complain(fmt.Sprintf("OLD ends on %s, later than NEW on %s: compared the other way round", old.Day(), new.Day()))
		}
		old, new = new, old
	}
	c := o.compare(old, new)
	if err := format.Write(out.w, o.screen(out.w), c); err != nil {
		return out.failed(err)
	}
	return out.commit()
}

// A side is one of the two inspections, as the user named it.
type side struct {
	name, path string
	id         string // of the inspection among those of the file, or ""
	inputs     []source.Input
}

// sideOf takes FILE#ID apart, unless there is a file of that name.
func sideOf(name, arg string, finder *source.Finder) side {
	s := side{name: name, path: arg}
	if i := strings.LastIndexByte(arg, '#'); i > 0 && isFile(arg[:i]) && !isFile(arg) {
		s.path, s.id = arg[:i], arg[i+1:]
	}
	s.inputs = finder.List([]string{s.path}).Inputs
	return s
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// read reads both inspections, and names every input that fails.
func (o *diffOptions) read(ctx context.Context, sides [2]side) (old, new *model.Inspection, err error) {
	var found [2]*model.Inspection
	failed := false
	for i, s := range sides {
		in, err := s.read(ctx, o.Streams)
		if _, ended := errors.AsType[exit](err); ended {
			failed = true // the other side may fail too
		} else if err != nil {
			return nil, nil, err
		}
		found[i] = in
	}
	if failed {
		return nil, nil, exit(exitFailed)
	}
	return found[0], found[1], nil
}

// read reads the inspection of one side.
func (s side) read(ctx context.Context, streams *Streams) (*model.Inspection, error) {
	if n := len(s.inputs); n > 1 {
		return nil, usagef("%s is to be one inspection; %s has %d documents: choose one", s.name, s.path, n)
	}
	var found []*model.Inspection
	var ids []string
	failed := false
	for in, failure := range parse.InspectMany(ctx, s.inputs, 1) {
		switch {
		case failure == nil:
			ids = append(ids, in.ID)
			if s.id == "" || in.ID == s.id {
				found = append(found[:min(len(found), 1)], in)
			}
		case s.id == "": // of one among many the others do not matter
			failed = true
			streams.complain(failure.Message)
		}
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case len(found) > 1 && s.id != "":
		return nil, usagef("%s: %s holds several inspections with the id %s", s.name, s.path, s.id)
	case len(found) > 1:
		return nil, usagef("%s is to be one inspection; %s has %d: choose one as %s#ID, where ID is one of %s", s.name, s.path, len(ids), s.path, some(ids))
	case failed:
		return nil, exit(exitFailed)
	case len(found) == 0 && s.id != "":
		return nil, noInspection(s, ids)
	case len(found) == 0:
		return nil, fmt.Errorf("%s: no inspection in it", s.path)
	}
	return found[0], nil
}

// noInspection says that a file has no inspection of an id, and which may have
// been meant.
func noInspection(s side, ids []string) error {
	near := nearest(s.id, ids)
	if len(near) == 0 {
		return fmt.Errorf("%s: no inspection with the id %s; there is %s", s.path, s.id, some(ids))
	}
	return fmt.Errorf("%s: no inspection with the id %s; did you mean %s?", s.path, s.id, strings.Join(near, " or "))
}

// check says why there is nothing to compare.
func (o *diffOptions) check(old, new *model.Inspection) error {
	for _, in := range []*model.Inspection{old, new} {
		if in.Kind == model.UnknownKind {
			return fmt.Errorf("%s: not a kind of document that is known, so there is nothing to compare; ofsted text prints its words", in.Source.Path)
		}
	}
	a, b := old.Authority, new.Authority
	both := fmt.Sprintf("%s and %s", old.Source.Path, new.Source.Path)
	switch {
	case old.Source.SHA256 != "" && old.Source.SHA256 == new.Source.SHA256:
		return fmt.Errorf("both are the same document: %s", both)
	case o.force:
		return nil
	case a.Name != "" && b.Name != "" && !a.Same(b):
		return fmt.Errorf("these are inspections of two authorities, %s (%s) and %s (%s); to compare them all the same use --force",
			a.Name, old.Source.Path, b.Name, new.Source.Path)
	case old.ID == new.ID && old.Day() != "":
		return fmt.Errorf("both are the same inspection, %s: %s; to compare the two documents use --force", old.ID, both)
	case old.IsLetterOf(new) || new.IsLetterOf(old):
		return fmt.Errorf("one is the letter to children of the other’s inspection: %s; to compare the two documents use --force", both)
	}
	return nil
}

// compare compares two inspections, the older first.
func (o *diffOptions) compare(old, new *model.Inspection) *model.Comparison {
	analyse.Inspect(old)
	analyse.Inspect(new)
	c := analyse.Compare(old, new)
	if o.words {
		analyse.Words(c)
	}
	return c
}
