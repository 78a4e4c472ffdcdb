package cmd

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/model"
	"ofsted/render"
)

// summaryOptions are what the flags of summary set.
type summaryOptions struct {
	printing
	all        bool
	neighbours authorityFlag
	regions    regionFlag
	order      choice
	reverse    bool
}

func newSummary(s *Streams) *cobra.Command {
	o := &summaryOptions{printing: printing{Streams: s, format: choice{allowed: render.SummaryFormats.Names()}}, order: choice{allowed: orderNames()}}
	cmd := &cobra.Command{
		Use:   "summary PATH…",
		Short: "Show each authority’s latest grades",
		Long: `Show each authority’s latest full inspection in a row: grades, days, lead
inspectors, how overall effectiveness moved since the full inspection before,
and how many areas there are for improvement.

A full inspection is one under ILACS, under the Single Inspection Framework or,
to 2013, of services for looked after children. A children’s letter with grades
stands for its inspection where that is not among the documents. An inspection
in which no grades were found is still the latest: older grades never stand in
for it. One without a date counts as the latest only where there is no other.
Grades on different scales are not compared, and there is no overall
effectiveness from April 2026.

An authority without a full inspection among the documents has a row that says
so. With --neighbours so have those of which there is no document at all.

PATH is what timeline takes. What is left out of several documents of one
inspection is named on standard error.

A table has tabs between its columns where it is not on a terminal. JSON is an
array. CSV has a row for each summary: see ofsted help summary-csv. A workbook,
for which -o has to name a file, has the same in words: grades in colour, days
as dates, filters on. One that another program has saved since is not replaced.

Orders for --sort:

` + orderLines(),
		Example: `  # Every authority’s latest grades, the worst first
  ofsted summary reports --sort grade

  # The national picture as a workbook
  ofsted summary reports -o national.xlsx

  # One authority beside its statistical neighbours
  ofsted summary reports --neighbours Blackpool

  # Every inspection and visit of a region, as data
  ofsted summary reports --all --region "North West" -o north-west.csv`,
		Args: wantPaths,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.all, "all", false, "a row for every inspection and visit, oldest first")
	flags.Var(&o.neighbours, "neighbours", "the authority `NAME` and its statistical neighbours alone, nearest first")
	bindRegions(cmd, &o.regions)
	bindChoice(cmd, &o.order, "sort", "", "how to order rows")
	flags.BoolVar(&o.reverse, "reverse", false, "the other way round")
	o.bind(cmd, o.run)
	return cmd
}

func orderNames() []string {
	var names []string
	for _, o := range model.SummaryOrders {
		names = append(names, o.Name)
	}
	return names
}

func orderLines() string {
	return columnLines(func(yield func(string, string) bool) {
		for _, o := range model.SummaryOrders {
			if !yield(o.Name, o.Holds) {
				return
			}
		}
	})
}

func (o *summaryOptions) run(ctx context.Context) error {
	format, err := chooseFormat(render.SummaryFormats, o.format.value, o.output)
	if err != nil {
		return err
	}
	asked, err := o.asked()
	if err != nil {
		return err
	}
	if format.Name == render.XLSX {
		if err := o.checkWorkbook(); err != nil {
			return err
		}
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
	chosen, rows, err := o.rows(timelines.All(ctx), asked)
	if err != nil {
		return err
	}
	o.explain(chosen)
	options := render.SummaryOptions{Screen: o.screen(out.w), Failures: g.failures}
	if err := format.Write(out.w, options, rows); err != nil {
		return out.failed(err)
	}
	return finish(ctx, g.tally, out, o.quiet)
}

// checkWorkbook makes sure that a workbook is not written to a terminal, and
// that it replaces none but one of our own.
func (o *summaryOptions) checkWorkbook() error {
	if o.output == "" || o.output == "-" {
		if o.screen(o.Out).Terminal {
			return usagef("a workbook is nothing for a terminal; name a file for it: -o summary.xlsx")
		}
		return nil
	}
	return render.CheckWorkbook(o.output)
}

// asked returns the authorities that --neighbours asks for, which are none
// without it.
func (o *summaryOptions) asked() ([]model.Authority, error) {
	q, err := o.neighbours.one("neighbours")
	if q == nil {
		return nil, err
	}
	all := model.Authorities()
	i := slices.IndexFunc(all, func(a model.ReferenceAuthority) bool { return q.is(a.Authority) })
	if i < 0 {
		return nil, noAuthority(q.name)
	}
	if len(all[i].Neighbours) == 0 {
		return nil, usagef("%s has no statistical neighbours in the list of authorities", all[i].Name)
	}
	list := []model.Authority{all[i].Authority}
	for _, code := range all[i].Neighbours {
		for _, a := range all {
			if string(a.LACode) == code {
				list = append(list, a.Authority)
			}
		}
	}
	return list, nil
}

// noAuthority says that there is no authority of a name, and which may have
// been meant.
func noAuthority(name string) error {
	var names []string
	for _, a := range model.Authorities() {
		names = append(names, string(a.Name))
	}
	if near := nearest(name, names); len(near) > 0 {
		return usagef("there is no authority %q; did you mean %s?", name, strings.Join(near, " or "))
	}
	return usagef("there is no authority %q in the list of authorities", name)
}

// rows returns the summaries to show, and the timelines that they are of. The
// authorities asked for all have a row.
func (o *summaryOptions) rows(all []*model.Timeline, asked []model.Authority) (chosen []*model.Timeline, rows []model.Summary, err error) {
	if len(all) == 0 {
		return nil, nil, errNoInspection
	}
	add := func(t *model.Timeline) {
		chosen = append(chosen, t)
		if o.all {
			rows = append(rows, model.SummariseAll(t)...)
		} else {
			rows = append(rows, model.Summarise(t))
		}
	}
	if asked == nil {
		for _, t := range all {
			if o.regions.has(t.Authority) {
				add(t)
			}
		}
	}
	for _, a := range asked {
		i := slices.IndexFunc(all, func(t *model.Timeline) bool { return t.Authority.Same(a) })
		switch {
		case !o.regions.has(a):
		case i < 0:
			rows = append(rows, model.NoSummary(a))
		default:
			add(all[i])
		}
	}
	if len(rows) == 0 {
		return nil, nil, fmt.Errorf("no authority of %s among what was asked for", strings.Join(o.regions, " or "))
	}
	o.sort(rows, asked != nil)
	return chosen, rows, nil
}

// sort puts rows in the order that was asked for. Neighbours are nearest first
// unless another was.
func (o *summaryOptions) sort(rows []model.Summary, neighbours bool) {
	if neighbours && o.order.value == "" {
		if o.reverse {
			slices.Reverse(rows)
		}
		return
	}
	i := max(slices.IndexFunc(model.SummaryOrders, func(s model.SummaryOrder) bool { return s.Name == o.order.value }), 0)
	model.SummaryOrders[i].Sort(rows, o.reverse)
}

// A regionFlag is a flag that takes a region, any number of times.
type regionFlag []string

// bindRegions binds --region, and completes it.
func bindRegions(cmd *cobra.Command, r *regionFlag) {
	cmd.Flags().Var(r, "region", "only authorities of the region `NAME`; may be given several times")
	err := cmd.RegisterFlagCompletionFunc("region", completeRegions)
	if err != nil {
		panic(err) // the flag was bound above
	}
}

// completeRegions is the cobra.CompletionFunc of --region. Reading the reference
// list takes longer than most of what a start does.
func completeRegions(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return regions(), cobra.ShellCompDirectiveNoFileComp
}

// regions returns the regions of England, by name.
func regions() []string {
	var list []string
	for _, a := range model.Authorities() {
		list = append(list, string(a.Region))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// has reports whether an authority is in one of the regions, or none was asked
// for.
func (r regionFlag) has(a model.Authority) bool {
	return len(r) == 0 || slices.Contains(r, string(a.Region))
}

// String implements pflag.Value.
func (r *regionFlag) String() string { return strings.Join(*r, ", ") }

// Type implements pflag.Value.
func (r *regionFlag) Type() string { return "NAME" }

// Set implements pflag.Value.
func (r *regionFlag) Set(value string) error {
	all := regions()
	for _, region := range all {
		if model.Slug(region) == model.Slug(value) {
			*r = append(*r, region)
			return nil
		}
	}
	if near := nearest(value, all); len(near) > 0 {
		return fmt.Errorf("there is no such region; did you mean %s?", strings.Join(near, " or "))
	}
	return fmt.Errorf("there is no such region; there is %s", strings.Join(all, ", "))
}
