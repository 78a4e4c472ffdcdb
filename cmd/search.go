package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/analyse"
	"ofsted/internal/database"
	"ofsted/model"
	"ofsted/parse/source"
	"ofsted/render"
)

// searchOptions are what the flags of search set.
type searchOptions struct {
	printing
	query       string
	authorities authorityFlag
	regions     regionFlag
	dates       dateFlags
	kinds       codes[string] // of documents and of findings
	areas       codes[model.Area]
	themes      codes[model.Theme]
	polarities  codes[model.Polarity]
	about       codes[model.About]
	limit       limit
}

func newSearch(s *Streams) *cobra.Command {
	o := &searchOptions{
		printing:   printing{Streams: s, format: choice{allowed: render.SearchFormats.Names()}},
		kinds:      codes[string]{allowed: slices.Concat(texts(model.Kinds()), texts(model.FindingKinds()))}, // which have no code in common
		areas:      codes[model.Area]{allowed: model.Areas()},
		themes:     codes[model.Theme]{allowed: model.Themes()},
		polarities: codes[model.Polarity]{allowed: model.Polarities(), also: polarityWords},
		about:      codes[model.About]{allowed: []model.About{model.AboutAuthority, model.AboutLSCB}},
		limit:      database.DefaultLimit,
	}
	cmd := &cobra.Command{
		Use:   "search QUERY PATH…",
		Short: "Find what inspectors said",
		Long: `Find what inspectors said: the paragraphs that a query matches, the best first,
each with its authority, day and page and with the words around those searched
for.

A query is words, of which all have to occur, and these:

  'return home interviews'       a phrase: the words in this order
  assess*                        every word that begins so; 'strategy meet*'
  neglect OR abuse               either
  (drift OR delay) AND neglect   brackets
  children NOT 'in care'         the first without the second

AND, OR and NOT are capitals. Words side by side belong together most closely,
then what NOT joins, then AND, then OR. Capitals, accents and the signs inside
words make no difference: children’s is children's, and section-47 is the phrase
section 47. A query is one argument, so put double quotation marks around it;
phrases may have marks of any sort, but shells of Windows lose double ones.

PATH is what parse takes, documents or what parse or export wrote; a single
database is searched as it is, in milliseconds, and everything else is read
first. What could not be read when a database was exported is named again, and
the exit status is 3 then as for documents. Documents of a kind that is not
known are left out and named.

Each flag that may be given several times takes alternatives, save that --kind
sorts its values into documents and findings, and asks for one of each. Values
are listed in ofsted help search-values. A document that is dated by its month
is let through by --since and --until if that month can be meant.

A table has tabs between its columns where it is not on a terminal. CSV has a
row for each hit: see ofsted help search-csv. JSON is one object, error records
among it. That nothing was found is said on standard error, with exit status 0.`,
		Example: `  # Read everything once, then search in no time
  ofsted export reports -o national.db
  ofsted search "missing 'return home interview*'" national.db

  # Areas for improvement on supervision since 2023 in one region
  ofsted search supervision national.db --kind improvement --since 2023 --region "North West"

  # What is said against one authority’s assessments, as a spreadsheet
  ofsted search "assess*" reports -a Blackpool --polarity concern --limit 0 -o blackpool.csv`,
		Args: wantQuery,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.VarP(&o.authorities, "authority", "a", "only this authority; `NAME` as it is written anywhere, or its code; may be given several times")
	bindRegions(cmd, &o.regions)
	bindDates(cmd, &o.dates)
	bindCodes(cmd, &o.kinds, "kind", "only documents or findings of the kind `NAME`: "+string(model.ILACSInspection)+", "+string(model.Improvement)+", …")
	bindCodes(cmd, &o.areas, "area", "only findings in sections on the judgement area `NAME`: "+string(model.HelpAndProtection)+", …")
	bindCodes(cmd, &o.themes, "theme", "only findings on the theme `NAME`: "+string(model.Workforce)+", …")
	bindCodes(cmd, &o.polarities, "polarity", "only findings that say this, `NAME`: "+o.polarities.list())
	bindCodes(cmd, &o.about, "about", "only findings about this, `NAME`: "+o.about.list())
	flags.VarP(&o.limit, "limit", "n", "show so many of the best; 0 shows all")
	cmd.SetFlagErrorFunc(wrongFlag)
	o.bind(cmd, func(ctx context.Context) error {
		o.query, o.paths = o.paths[0], o.paths[1:]
		return o.run(ctx)
	})
	return cmd
}

// newSearchValuesHelp is a help topic: what the filters of search take.
func newSearchValuesHelp() *cobra.Command {
	return newTopic("search-values", "The kinds, areas and themes that search filters by", searchValues)
}

// searchValues lists what the filters of search take.
func searchValues() string {
	var b strings.Builder
	list := func(title string, rows func(line func(code, holds string))) {
		fmt.Fprintf(&b, "\n%s\n\n", title)
		b.WriteString(columnLines(func(yield func(string, string) bool) {
			rows(func(code, holds string) { yield(code, holds) }) // columnLines takes them all
		}))
	}
	list("--kind, of documents:", func(line func(code, holds string)) {
		for _, k := range model.Kinds() {
			line(string(k), k.Title())
		}
	})
	list("--kind, of findings:", func(line func(code, holds string)) {
		for _, k := range model.FindingKinds() {
			line(string(k), k.Holds())
		}
	})
	list("--area:", func(line func(code, holds string)) {
		for _, a := range model.Areas() {
			line(string(a), a.Title())
		}
	})
	list("--theme:", func(line func(code, holds string)) {
		for _, t := range model.Themes() {
			line(string(t), t.Holds())
		}
	})
	list("--polarity:", func(line func(code, holds string)) {
		for _, p := range model.Polarities() {
			name := string(p)
			if also, ok := polarityWords[p]; ok {
				name += " or " + also
			}
			line(name, p.Holds())
		}
	})
	return `The values that filters of search take, which are those of parse --format json
too. Spaces, hyphens and capitals in them make no difference.
` + b.String()
}

func (o *searchOptions) run(ctx context.Context) error {
	format, err := chooseFormat(render.SearchFormats, o.format.value, o.output)
	if err != nil {
		return err
	}
	query, err := o.parse()
	if err != nil {
		return err
	}
	filters, err := o.filters()
	if err != nil {
		return err
	}
	list, out, err := o.begin()
	if err != nil {
		return err
	}
	defer out.discard()
	db, g, err := o.open(ctx, list.Inputs)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := o.unrecognised(ctx, db); err != nil {
		return err
	}
	if filters.Authorities, err = o.asked(ctx, db); err != nil {
		return err
	}
	result, err := db.Search(ctx, query, filters, int(o.limit), 0)
	if err != nil {
		return err
	}
	for _, f := range g.failures {
		result.Errors = append(result.Errors, f.Record())
	}
	if err := format.Write(out.w, o.screen(out.w), result); err != nil {
		return out.failed(err)
	}
	if !o.quiet {
		if err := o.remark(ctx, db, query, result); err != nil {
			return err
		}
	}
	return finish(ctx, g.tally, out, o.quiet)
}

// filters returns what flags ask for, authorities apart: those are looked up
// among what is searched.
func (o *searchOptions) filters() (model.SearchFilters, error) {
	between, err := o.dates.between()
	f := model.SearchFilters{
		Regions: unique(o.regions), Between: between, Areas: unique(o.areas.values), Themes: unique(o.themes.values),
		Polarities: unique(o.polarities.values), About: unique(o.about.values),
	}
	for _, code := range unique(o.kinds.values) {
		if k := model.Kind(code); slices.Contains(model.Kinds(), k) {
			f.Kinds = append(f.Kinds, k)
		} else {
			f.FindingKinds = append(f.FindingKinds, model.FindingKind(code))
		}
	}
	return f, err
}

// unique returns values in order, each of them once.
func unique[S cmp.Ordered](values []S) []S {
	return slices.Compact(slices.Sorted(slices.Values(values)))
}

// open opens what is to be searched: the only input if it is a database, or
// what is read into a temporary one.
func (o *searchOptions) open(ctx context.Context, inputs []source.Input) (*database.DB, gathering, error) {
	if len(inputs) == 1 && inputs[0].IsFile() && database.IsFile(inputs[0].Path) {
		return o.exported(ctx, inputs)
	}
	db, err := database.Temporary(ctx)
	if err != nil {
		return nil, gathering{}, err
	}
	g, err := o.fill(ctx, db, inputs)
	if err != nil {
		db.Close()
		return nil, g, err
	}
	return db, g, nil
}

// exported opens the one database among inputs. What could not be read when it
// was made is told again, as from a file of records.
func (o *searchOptions) exported(ctx context.Context, inputs []source.Input) (db *database.DB, g gathering, err error) {
	if db, err = database.Open(ctx, inputs[0].Path); err != nil {
		return nil, g, err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	g.tally = &tally{streams: o.Streams}
	if g.failures, err = db.Failures(ctx); err != nil {
		return nil, g, err
	}
	for _, f := range g.failures {
		g.tally.fail(f)
	}
	size, err := db.Size(ctx)
	if err == nil && size == 0 {
		err = nothingIn(inputs)
	}
	g.tally.total = size + len(g.failures)
	return db, g, err
}

// fill reads inputs into a temporary database. A file that is there twice is
// taken once, as export does.
func (o *searchOptions) fill(ctx context.Context, db *database.DB, inputs []source.Input) (gathering, error) {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	seen := map[model.Null]string{} // paths by SHA-256 sum
	left := leftOut{Streams: o.Streams, quiet: o.quiet, why: "the same files as others"}
	var failed error
	g, err := o.gather(reading, inputs, func(in *model.Inspection) string {
		if failed != nil {
			return "" // nothing more is taken
		}
		sum := in.Source.SHA256
		if first, known := seen[sum]; known && sum != "" {
			left.name(in.Source.Path + ": left out: the same file as " + first)
			return ""
		}
		seen[sum] = in.Source.Path
		if failed = db.Add(ctx, in); failed != nil {
			stop()
		}
		return ""
	}, analyse.Inspect)
	if failed != nil {
		return g, failed
	}
	if err != nil {
		return g, err
	}
	left.rest()
	return g, db.Commit()
}

// unrecognised names the documents in which nothing can be found because they
// are of no kind that is known. It fails where there are no others.
func (o *searchOptions) unrecognised(ctx context.Context, db *database.DB) error {
	paths, err := db.Unrecognised(ctx)
	if err != nil || len(paths) == 0 {
		return err
	}
	const why = "not a kind of document that is known"
	left := leftOut{Streams: o.Streams, quiet: o.quiet, why: why}
	for _, path := range paths {
		left.name(path + ": left out: " + why)
	}
	left.rest()
	size, err := db.Size(ctx)
	if err == nil && size == len(paths) {
		err = errors.New("no inspection to search among what was read")
	}
	return err
}

// asked returns the authorities that were asked for, by the names that they
// have in the database.
func (o *searchOptions) asked(ctx context.Context, db *database.DB) ([]string, error) {
	if len(o.authorities) == 0 {
		return nil, nil
	}
	all, err := db.Authorities(ctx)
	if err != nil {
		return nil, err
	}
	var found, there []string
	for _, a := range all {
		there = append(there, string(a.Name))
	}
	there = slices.Compact(there)
	for _, q := range o.authorities {
		before := len(found)
		for _, a := range all {
			if q.is(a) {
				found = append(found, string(a.Name))
			}
		}
		if len(found) == before {
			return nil, q.noSuch(there)
		}
	}
	return unique(found), nil
}

// A codes is a flag that takes one of some codes, any number of times.
type codes[S ~string] struct {
	values, allowed []S
	also            map[S]string // other names, by code
}

// bindCodes binds a flag that takes codes, and completes them.
func bindCodes[S ~string](cmd *cobra.Command, c *codes[S], name, usage string) {
	cmd.Flags().Var(c, name, usage+"; may be given several times")
	err := cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(c.names(), cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag was bound above
	}
}

func texts[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// names returns what the flag takes, other names behind the codes.
func (c *codes[S]) names() []string {
	list := texts(c.allowed)
	for _, code := range c.allowed {
		if other, ok := c.also[code]; ok {
			list = append(list, other)
		}
	}
	return list
}

// list lists what the flag takes.
func (c *codes[S]) list() string {
	list := texts(c.allowed)
	for i, code := range c.allowed {
		if other, ok := c.also[code]; ok {
			list[i] += " or " + other
		}
	}
	return strings.Join(list, ", ")
}

// String implements pflag.Value.
func (c *codes[S]) String() string { return strings.Join(texts(c.values), ", ") }

// Type implements pflag.Value.
func (c *codes[S]) Type() string { return "NAME" }

// Set implements pflag.Value. It takes a code as people write it, too: "Care
// leavers".
func (c *codes[S]) Set(value string) error {
	meant := strings.ReplaceAll(model.Slug(value), "-", "_")
	for _, code := range c.allowed {
		if meant == string(code) || meant != "" && meant == c.also[code] {
			c.values = append(c.values, code)
			return nil
		}
	}
	if near := nearest(value, c.names()); len(near) > 0 {
		return fmt.Errorf("did you mean %s?", strings.Join(near, " or "))
	}
	return fmt.Errorf("it takes %s", c.list())
}

// polarityWords are the words for polarities in a table, where they are not the
// codes.
var polarityWords = map[model.Polarity]string{model.MixedSaid: "both", model.NeutralSaid: "neither"}

// A limit is a flag that takes how many of something to show; zero is all.
type limit int

// String implements pflag.Value.
func (l *limit) String() string { return strconv.Itoa(int(*l)) }

// Type implements pflag.Value.
func (l *limit) Type() string { return "N" }

// Set implements pflag.Value.
func (l *limit) Set(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return errors.New("it takes a whole number from 0")
	}
	*l = limit(n)
	return nil
}
