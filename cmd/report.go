package cmd

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/analyse"
	"ofsted/model"
	"ofsted/render"
)

// reportOptions are what the flags of report set.
type reportOptions struct {
	printing
	authorities authorityFlag
	regions     regionFlag
}

func newReport(s *Streams) *cobra.Command {
	o := &reportOptions{printing: printing{Streams: s}}
	cmd := &cobra.Command{
		Use:   "report PATH… -o FILE.html",
		Short: "Make a web page that shows it all",
		Long: `Make one web page, to open, mail or publish, that shows where an authority
stands and how it got there: its latest grades, a chart of all grades over time,
what was raised again since the inspection before, strengths and concerns by
theme, then and now, and every finding with its page, to filter and to search.

Of several authorities the page begins with the national picture: grades by year
and by region, and a table of authorities to sort and to filter, each of which
leads to its part.

Everything is in the one file, which needs no network and, but for filters,
search and sorting, no JavaScript. It prints on A4. Files are named in it without
their folders, but for the last where two have one name. The same inspections
give the same page.

PATH is what timeline takes. What could not be read is listed in the page.`,
		Example: `  # One authority, to mail to a committee
  ofsted report reports/blackpool -o blackpool.html

  # The whole country
  ofsted report reports -o national.html

  # From what export wrote: some authorities, or a region
  ofsted report national.db --authority Blackpool --authority Bury -o two.html
  ofsted report national.db --region "North West" -o north-west.html`,
		Args: wantPaths,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths = args
			return o.run(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.output, "output", "o", "", "write to `FILE`, whole or not at all; - for standard output")
	flags.VarP(&o.authorities, "authority", "a", "only this authority; `NAME` as it is written anywhere, or its code; may be given several times")
	bindRegions(cmd, &o.regions)
	bindJobs(cmd, &o.jobs)
	bindQuiet(cmd, &o.quiet)
	bindLimits(cmd, &o.limits)
	return cmd
}

// pageEndings are those of a web page.
var pageEndings = []string{".html", ".htm"}

func (o *reportOptions) run(ctx context.Context) error {
	switch {
	case o.output == "":
		return usagef("report needs -o FILE.html, the page to write; -o - writes it to standard output")
	case o.output != "-" && !slices.Contains(pageEndings, strings.ToLower(filepath.Ext(o.output))):
		return usagef("-o %s: a web page ends in %s", o.output, strings.Join(pageEndings, " or "))
	case o.output == "-" && o.screen(o.Out).Terminal:
		return usagef("a web page is nothing for a terminal; name a file for it: -o report.html")
	}
	list, out, err := o.begin()
	if err != nil {
		return err
	}
	defer out.discard()
	var timelines model.Timelines
	var documents []*model.Inspection
	page := render.PageOptions{}
	g, err := o.gather(ctx, list.Inputs, func(in *model.Inspection) string {
		problem := timelines.Add(in)
		if problem == "" {
			documents = append(documents, in)
		} else {
			page.LeftOut = append(page.LeftOut, model.LeftOut{Path: in.Source.Path, Message: problem})
		}
		return problem
	}, analyse.Inspect)
	if err != nil {
		return err
	}
	chosen, err := o.choose(timelines.All(ctx))
	if err != nil {
		return err
	}
	o.explain(chosen)
	page.Failures = g.failures
	dossier := func(t *model.Timeline) *model.Dossier { return analyse.Dossier(ctx, t, documents) }
	if err := render.WebPage(ctx, out.w, page, chosen, dossier); err != nil {
		return out.failed(err)
	}
	return finish(ctx, g.tally, out, o.quiet)
}

// choose returns the timelines to show. Each authority that is asked for has to
// be there.
func (o *reportOptions) choose(all []*model.Timeline) ([]*model.Timeline, error) {
	if len(all) == 0 {
		return nil, errNoInspection
	}
	var chosen []*model.Timeline
	for _, q := range o.authorities {
		found, err := timelineOf(&q, all)
		if err != nil {
			return nil, err
		}
		if a := found[0].Authority; !o.regions.has(a) {
			return nil, usagef("%s is not in %s; leave out --region or the authority", a.Name, strings.Join(o.regions, " or "))
		}
		chosen = append(chosen, found...)
	}
	if o.authorities == nil {
		chosen = all
	}
	chosen = slices.DeleteFunc(slices.Clone(chosen), func(t *model.Timeline) bool { return !o.regions.has(t.Authority) })
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no authority of %s among what was asked for", strings.Join(o.regions, " or "))
	}
	// One that is asked for twice is there once; the order is that of names.
	return slices.DeleteFunc(slices.Clone(all), func(t *model.Timeline) bool { return !slices.Contains(chosen, t) }), nil
}
