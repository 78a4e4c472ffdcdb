package cmd

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"ofsted/analyse"
	"ofsted/model"
	"ofsted/render"
)

// statsOptions are what the flags of stats set.
type statsOptions struct {
	printing
	area    choice
	dates   dateFlags
	regions regionFlag
}

func newStats(s *Streams) *cobra.Command {
	o := &statsOptions{printing: printing{Streams: s, format: choice{allowed: render.StatsFormats.Names()}}, area: choice{value: string(model.OverallEffectiveness)}}
	for _, a := range model.Areas() {
		o.area.allowed = append(o.area.allowed, string(a))
	}
	cmd := &cobra.Command{
		Use:   "stats PATH…",
		Short: "Count grades, changes and themes over many inspections",
		Long: `Count over many inspections: grades now, by region; grades by year and by
framework; how grades changed from one full inspection of an authority to its
next; and what has to improve, by year.

Every inspection counts once: several documents of one inspection, and its
children’s letter, count as one, and what is left out is named on standard error.
A year is that of the last day on site. What a kind of document never judges, as
a visit, is not counted among its grades; what it could judge and does not has no
grade, and is counted as such. From April 2026 inspections have no overall
effectiveness.

Grades now are those of each authority’s latest full inspection: under ILACS,
under the Single Inspection Framework or, to 2013, of services for looked after
children. Changes are between two such inspections that follow each other. An
area is compared with what it follows on from under an older framework, and a
grade for several areas together is compared once. Grades on different scales
are not compared. A share is of the inspections with a grade.

Themes are those of the areas for improvement and for priority action, of visits
too; those for a safeguarding board are among them. An item can have several.
Grades are as printed; themes are not, but sorted by this program. A share is of
the inspections that have any item.

Area SEND inspections judge other services, and are counted among themselves:
--area area_send_outcome shows their grades and themes.

With --since and --until only inspections that ended in that time count. Grades
now are those at its end, even if given before it began, and a change there is
since the inspection before, whenever that was.

PATH is what parse takes, documents or what parse or export wrote. The table is
a report to read, of the grades of one area; JSON and CSV hold all areas. JSON is
one object; for CSV see ofsted help stats-csv.`,
		Example: `  # The national picture
  ofsted stats reports

  # How children in care fare, in the North since 2020
  ofsted stats reports --area children_in_care --since 2020 --region "North West" --region "North East"

  # Read everything once, then count often
  ofsted parse reports -o all.ndjson
  ofsted stats all.ndjson -o stats.csv`,
		Args: wantPaths,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	bindChoice(cmd, &o.area, "area", "", "")
	// All of them would be a line that nobody reads.
	flags.Lookup("area").Usage = "the area `NAME` whose grades the table shows: " + string(model.HelpAndProtection) + ", " + string(model.AreaSENDOutcome) + ", …; see ofsted help search-values"
	bindDates(cmd, &o.dates)
	bindRegions(cmd, &o.regions)
	o.bind(cmd, o.run)
	return cmd
}

func (o *statsOptions) run(ctx context.Context) error {
	format, err := chooseFormat(render.StatsFormats, o.format.value, o.output)
	if err != nil {
		return err
	}
	between, err := o.dates.between()
	if err != nil {
		return err
	}
	list, out, err := o.begin()
	if err != nil {
		return err
	}
	defer out.discard()
	var timelines model.Timelines
	g, err := o.gather(ctx, list.Inputs, timelines.Add, analyse.Inspect)
	if err != nil {
		return err
	}
	all := timelines.All(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	stats := model.StatsOf(all, model.StatsFilters{Between: between, Regions: o.regions})
	if stats.Inspections == 0 {
		return nothingCounted(all)
	}
	for _, f := range g.failures {
		stats.Errors = append(stats.Errors, f.Record())
	}
	o.explain(slices.DeleteFunc(all, func(t *model.Timeline) bool { return !o.regions.has(t.Authority) }))
	options := render.StatsOptions{Screen: o.screen(out.w), Area: model.Area(o.area.value)}
	if err := format.Write(out.w, options, stats); err != nil {
		return out.failed(err)
	}
	return finish(ctx, g.tally, out, o.quiet)
}

// nothingCounted says why there is nothing to count.
func nothingCounted(all []*model.Timeline) error {
	if len(all) == 0 {
		return errNoInspection
	}
	return errors.New("no inspection of that time and region among what was read")
}
