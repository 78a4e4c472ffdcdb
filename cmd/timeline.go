package cmd

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/field"
	"ofsted/parse/source"
	"ofsted/render"
)

// timelineOptions are what the flags of timeline set.
type timelineOptions struct {
	*Streams
	paths     []string
	authority string
	format    choice
	output    string
	jobs      jobs
	quiet     bool
}

func newTimeline(s *Streams) *cobra.Command {
	o := &timelineOptions{Streams: s, format: choice{allowed: render.TimelineFormats.Names()}}
	cmd := &cobra.Command{
		Use:   "timeline PATH…",
		Short: "Show an authority’s grades across all its inspections",
		Long: `Show an authority’s grades across all its inspections, the oldest first.

Each area of judgement is a line. A line goes on where a framework renamed,
split or merged an area, so that leadership is one line from 2013 to today; a
grade that was given for several areas together stands in each of their lines
and is marked. Areas that were discontinued or introduced are shown as such,
visits without grades as marks. Grades on different scales are not compared.

PATH is what parse takes, or a file that parse wrote with --format ndjson or
json, which is quick to read again.

Of several documents of one inspection the first is taken; a children’s letter
stands for its inspection only where that is not among them. What is left out is
named on standard error.

A table has tabs between its columns where it is not on a terminal, and JSON is
an array of timelines. With --authority there is one, so that the table is for
reading and JSON is an object. An SVG shows one authority.

CSV has a row for each grade of each line: see ofsted help timeline-csv.`,
		Example: `  # Every inspection of one authority
  ofsted timeline reports/blackpool

  # One authority out of a folder of many, as a chart for a committee paper
  ofsted timeline reports --authority Blackpool -o blackpool.svg

  # Read everything once, then ask often
  ofsted parse reports -o all.ndjson
  ofsted timeline all.ndjson --authority "Blackpool Council"
  ofsted timeline all.ndjson -o timelines.csv`,
		Args: wantPaths,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths = args
			return o.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.authority, "authority", "a", "", "show this authority alone; `NAME` as it is written anywhere, or its code")
	bindChoice(cmd, &o.format, "format", "f", "how to print")
	bindOutput(cmd, &o.output)
	bindJobs(cmd, &o.jobs)
	bindQuiet(cmd, &o.quiet)
	return cmd
}

// newTimelineCSVHelp is a help topic: what timeline writes as CSV.
func newTimelineCSVHelp() *cobra.Command {
	var b strings.Builder
	for _, c := range render.TimelineColumns {
		fmt.Fprintf(&b, columnLine, c.Name, c.Holds)
	}
	return &cobra.Command{
		Use:   "timeline-csv",
		Short: "The columns of timeline --format csv",
		Long: `With --format csv, timeline writes one tidy table. Its columns:

` + b.String() + `
The file is what parse writes in other ways: see ofsted help csv.`,
	}
}

func (o *timelineOptions) run(ctx context.Context) error {
	format, err := chooseFormat(render.TimelineFormats, o.format.value, o.output)
	if err != nil {
		return err
	}
	finder := source.Finder{Stdin: o.In}
	list := finder.List(o.paths)
	out, err := openOutput(o.Streams, o.output, list.Inputs)
	if err != nil {
		return err
	}
	defer out.discard()
	tally := &tally{streams: o.Streams}
	tally.bar = o.progress(len(list.Inputs), o.quiet)
	all, failures := o.gather(ctx, tally, list.Inputs)
	switch {
	case ctx.Err() == nil && tally.total == 0 && len(list.Inputs) == 1:
		return fmt.Errorf("%s: no inspection in it", list.Inputs[0].Path)
	case ctx.Err() == nil && tally.total == 0:
		return fmt.Errorf("no inspection in any of the %d files", len(list.Inputs))
	case ctx.Err() != nil || tally.failed == tally.total:
		return finish(ctx, tally, out, o.quiet)
	}
	chosen, err := o.choose(format.Name, format.One, all)
	if err != nil {
		return err
	}
	o.explain(chosen)
	options := render.TimelineOptions{Screen: o.screen(out.w), Single: o.authority != "", Failures: failures}
	if err := format.Write(out.w, options, chosen); err != nil {
		return fmt.Errorf("%s: %w", out.name(), err)
	}
	return finish(ctx, tally, out, o.quiet)
}

// gather reads inputs, of which one may hold many inspections, and returns
// the timelines of all authorities, and what could not be read.
func (o *timelineOptions) gather(ctx context.Context, t *tally, inputs []source.Input) ([]*model.Timeline, []*model.Failure) {
	var timelines model.Timelines
	var failures []*model.Failure
	for in, failure := range watch(t, parse.InspectMany(ctx, inputs, int(o.jobs))) {
		t.total++
		if failure != nil {
			failures = append(failures, failure)
			continue
		}
		if problem := timelines.Add(in); problem != "" && !o.quiet {
			t.bar.clear()
			o.complain(in.Source.Path + ": left out: " + problem)
		}
	}
	return timelines.All(ctx), failures
}

// explain names the documents that were left out for others.
func (o *timelineOptions) explain(ts []*model.Timeline) {
	if o.quiet {
		return
	}
	for _, t := range ts {
		for _, l := range t.LeftOut {
			o.complain(l.Message)
		}
	}
}

// choose returns the timelines to show.
func (o *timelineOptions) choose(format string, one bool, all []*model.Timeline) ([]*model.Timeline, error) {
	if len(all) == 0 {
		return nil, fmt.Errorf("no inspection of a local authority among what was read")
	}
	if o.authority != "" {
		t, err := find(o.authority, all)
		return []*model.Timeline{t}, err
	}
	if one && len(all) > 1 {
		return nil, usagef("%s shows one authority; choose one with --authority: %s", format, some(names(all)))
	}
	return all, nil
}

// find returns the timeline of the authority of that name, in any form that
// is in use, or with that code.
func find(name string, all []*model.Timeline) (*model.Timeline, error) {
	slug := model.Slug(string(field.Authority(name).Name))
	for _, t := range all {
		a := t.Authority
		if slug != "" && model.Slug(string(a.Name)) == slug || slices.ContainsFunc([]model.Null{a.GSSCode, a.LACode}, func(code model.Null) bool {
			return code != "" && strings.EqualFold(string(code), strings.TrimSpace(name))
		}) {
			return t, nil
		}
	}
	message := fmt.Sprintf("no inspection of %q among what was read", name)
	if near := nearest(name, names(all)); len(near) > 0 {
		return nil, fmt.Errorf("%s; did you mean %s?", message, strings.Join(near, " or "))
	}
	return nil, fmt.Errorf("%s; there is %s", message, some(names(all)))
}

func names(ts []*model.Timeline) []string {
	list := make([]string, len(ts))
	for i, t := range ts {
		list[i] = string(t.Authority.Name)
	}
	return list
}

// some lists names, but not too many of them.
func some(names []string) string {
	const most = 8
	if len(names) <= most {
		return strings.Join(names, "; ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], "; "), len(names)-most)
}

// nearest returns the few names that may have been meant: those that hold the
// name, or begin as it does, or are a few letters away from it, the likeliest
// first.
func nearest(name string, names []string) []string {
	const most = 3
	meant := model.Slug(name)
	type near struct {
		name     string
		distance int
	}
	var found []near
	for _, n := range names {
		slug := model.Slug(n)
		d := distance(meant, slug)
		if strings.Contains(slug, meant) || strings.Contains(meant, slug) {
			d = 0
		}
		if d <= 1+len(meant)/4 {
			found = append(found, near{n, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var list []string
	for _, n := range found[:min(len(found), most)] {
		list = append(list, n.name)
	}
	return list
}

// distance is how many letters have to be put in, left out or changed to make
// b of a (Levenshtein 1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
