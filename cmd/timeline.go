package cmd

import (
	"context"

	"github.com/spf13/cobra"

	"ofsted/model"
	"ofsted/render"
)

// timelineOptions are what the flags of timeline set.
type timelineOptions struct {
	printing
	authority authorityFlag
}

func newTimeline(s *Streams) *cobra.Command {
	o := &timelineOptions{printing: printing{Streams: s, format: choice{allowed: render.TimelineFormats.Names()}}}
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
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.VarP(&o.authority, "authority", "a", "show this authority alone; `NAME` as it is written anywhere, or its code")
	o.bind(cmd, o.run)
	return cmd
}

func (o *timelineOptions) run(ctx context.Context) error {
	format, err := chooseFormat(render.TimelineFormats, o.format.value, o.output)
	if err != nil {
		return err
	}
	authority, err := o.authority.one("authority")
	if err != nil {
		return err
	}
	list, out, err := o.begin()
	if err != nil {
		return err
	}
	defer out.discard()
	var timelines model.Timelines
	g, err := o.gather(ctx, list.Inputs, timelines.Add)
	if err != nil {
		return err
	}
	all := timelines.All(ctx)
	chosen, err := o.choose(format.Name, format.One, authority, all)
	if err != nil {
		return err
	}
	o.explain(chosen)
	options := render.TimelineOptions{Screen: o.screen(out.w), Single: authority != nil, Failures: g.failures}
	if err := format.Write(out.w, options, chosen); err != nil {
		return out.failed(err)
	}
	return finish(ctx, g.tally, out, o.quiet)
}

// choose returns the timelines to show.
func (o *timelineOptions) choose(format string, one bool, authority *askedFor, all []*model.Timeline) ([]*model.Timeline, error) {
	if len(all) == 0 {
		return nil, errNoInspection
	}
	if authority != nil {
		return timelineOf(authority, all)
	}
	if one && len(all) > 1 {
		return nil, usagef("%s shows one authority; choose one with --authority: %s", format, some(names(all)))
	}
	return all, nil
}

// timelineOf returns the timeline of one authority.
func timelineOf(q *askedFor, all []*model.Timeline) ([]*model.Timeline, error) {
	for _, t := range all {
		if q.is(t.Authority) {
			return []*model.Timeline{t}, nil
		}
	}
	return nil, q.noSuch(names(all))
}

func names(ts []*model.Timeline) []string {
	list := make([]string, len(ts))
	for i, t := range ts {
		list[i] = string(t.Authority.Name)
	}
	return list
}
