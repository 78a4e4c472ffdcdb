package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
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
	authorities []string
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
		kinds:      codes[string]{allowed: kindCodes()},
		areas:      codes[model.Area]{allowed: model.Areas()},
		themes:     codes[model.Theme]{allowed: model.Themes()},
		polarities: codes[model.Polarity]{allowed: model.Polarities()},
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

PATH is what timeline takes. One database that export wrote is searched as it
is, in milliseconds; everything else is read first.

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
	flags.StringArrayVarP(&o.authorities, "authority", "a", nil, "only this authority; `NAME` as it is written anywhere, or its code; may be given several times")
	bindRegions(cmd, &o.regions)
	bindDates(cmd, &o.dates)
	bindCodes(cmd, &o.kinds, "kind", "only documents or findings of the kind `NAME`: "+string(model.ILACSInspection)+", "+string(model.Improvement)+", …")
	bindCodes(cmd, &o.areas, "area", "only findings in sections on the judgement area `NAME`: "+string(model.HelpAndProtection)+", …")
	bindCodes(cmd, &o.themes, "theme", "only findings on the theme `NAME`: "+string(model.Workforce)+", …")
	bindCodes(cmd, &o.polarities, "polarity", "only findings that say this, `NAME`: "+o.polarities.list())
	bindCodes(cmd, &o.about, "about", "only findings about this, `NAME`: "+o.about.list())
	flags.VarP(&o.limit, "limit", "n", "show so many of the best; 0 shows all")
	o.bind(cmd, func(ctx context.Context) error {
		o.query, o.paths = o.paths[0], o.paths[1:]
		return o.run(ctx)
	})
	return cmd
}

// newSearchValuesHelp is a help topic: what the filters of search take.
func newSearchValuesHelp() *cobra.Command {
	var b strings.Builder
	list := func(title string, rows func(line func(code, holds string))) {
		fmt.Fprintf(&b, "\n%s\n\n", title)
		rows(func(code, holds string) { fmt.Fprintf(&b, "  %-32s %s\n", code, holds) })
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
	return &cobra.Command{
		Use:   "search-values",
		Short: "The kinds, areas and themes that search filters by",
		Long: `The values that filters of search take, which are those of parse --format json
too. Spaces, hyphens and capitals in them make no difference.
` + b.String(),
	}
}

// wantQuery is the cobra.PositionalArgs of search.
func wantQuery(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("search needs a QUERY, and a PATH to look in")
	}
	if len(args) == 1 {
		if _, err := os.Stat(args[0]); err == nil {
			return usagef("search needs a QUERY before the PATH: ofsted search WORDS %s", args[0])
		}
		return usagef("search needs a PATH behind the QUERY: a database that export wrote, or what else there is to read; a query of several words is one argument, in quotation marks")
	}
	return wantPaths(cmd, args[1:])
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
		return fmt.Errorf("%s: %w", out.name(), err)
	}
	if !o.quiet {
		if err := o.remark(ctx, db, query, result); err != nil {
			return err
		}
	}
	return finish(ctx, g.tally, out, o.quiet)
}

// parse reads the query, and shows where it is wrong.
func (o *searchOptions) parse() (database.Query, error) {
	query, err := database.ParseQuery(o.query)
	if wrong, ok := errors.AsType[*database.QueryError](err); ok {
		fmt.Fprint(o.Err, render.QueryPlace(o.screen(o.Err), wrong.Query, wrong.Column))
		return query, usagef("%v", wrong)
	}
	return query, err
}

// filters returns what flags ask for, authorities apart: those are looked up
// among what is searched.
func (o *searchOptions) filters() (model.SearchFilters, error) {
	between, err := o.dates.between()
	f := model.SearchFilters{
		Regions: o.regions, Between: between, Areas: o.areas.values, Themes: o.themes.values,
		Polarities: o.polarities.values, About: o.about.values,
	}
	for _, code := range o.kinds.values {
		if k := model.Kind(code); slices.Contains(model.Kinds(), k) {
			f.Kinds = append(f.Kinds, k)
		} else {
			f.FindingKinds = append(f.FindingKinds, model.FindingKind(code))
		}
	}
	return f, err
}

// open opens what is to be searched: the only input if it is a database, or
// what is read into a temporary one.
func (o *searchOptions) open(ctx context.Context, inputs []source.Input) (*database.DB, gathering, error) {
	if len(inputs) == 1 && isDatabase(inputs[0]) {
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

// isDatabase reports whether an input is a file that can be opened as a
// database.
func isDatabase(in source.Input) bool {
	if !in.IsFile() {
		return false
	}
	stream, err := in.Open()
	if err != nil || stream == nil { // gather says what is wrong
		return false
	}
	defer stream.Close()
	head, _ := stream.Peek(stream.Size())
	return database.Is(head)
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
	var failed error
	g, err := o.gather(reading, inputs, int(o.jobs), o.quiet, func(in *model.Inspection) string {
		if failed != nil {
			return "" // nothing more is taken
		}
		sum := in.Source.SHA256
		if first, again := seen[sum]; again && sum != "" {
			return "the same file as " + first
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
	return g, db.Commit()
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
	for _, name := range o.authorities {
		q, before := askFor(name), len(found)
		for _, a := range all {
			if q.is(a) {
				found = append(found, string(a.Name))
			}
		}
		if len(found) == before {
			return nil, q.noSuch(there)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// remark says what the hits do not: that there are none and what may help, and
// what filters could not decide on.
func (o *searchOptions) remark(ctx context.Context, db *database.DB, query database.Query, r *model.SearchResult) error {
	if r.Undated > 0 {
		o.complain(fmt.Sprintf("--since and --until leave out what has no date; findings that match there: %d", r.Undated))
	}
	if r.Total > 0 {
		return nil
	}
	anywhere, err := db.Search(ctx, query, model.SearchFilters{}, 1, 0)
	if err != nil {
		return err
	}
	message := "no finding matches " + query.String()
	switch {
	case anywhere.Total > 0:
		message += fmt.Sprintf("; without filters there would be %d", anywhere.Total)
	case slices.ContainsFunc(strings.Fields(o.query), isSmallOperator):
		message += "; AND, OR and NOT join words only where they are written in capitals"
	case !query.Prefixed():
		message += "; a star finds more forms of a word: assess* finds assessed and assessment too"
	}
	o.complain(message)
	return nil
}

// isSmallOperator reports whether a word would be an operator in capitals.
func isSmallOperator(word string) bool { return slices.Contains([]string{"and", "or", "not"}, word) }

// kindCodes returns the kinds of document and of finding, which have no code
// in common.
func kindCodes() []string {
	var list []string
	for _, k := range model.Kinds() {
		list = append(list, string(k))
	}
	for _, k := range model.FindingKinds() {
		list = append(list, string(k))
	}
	return list
}

// A codes is a flag that takes one of some codes, any number of times.
type codes[S ~string] struct{ values, allowed []S }

// bindCodes binds a flag that takes codes, and completes them.
func bindCodes[S ~string](cmd *cobra.Command, c *codes[S], name, usage string) {
	cmd.Flags().Var(c, name, usage+"; may be given several times")
	err := cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(texts(c.allowed), cobra.ShellCompDirectiveNoFileComp))
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

func (c *codes[S]) list() string { return strings.Join(texts(c.allowed), ", ") }

// String implements pflag.Value.
func (c *codes[S]) String() string { return strings.Join(texts(c.values), ", ") }

// Type implements pflag.Value.
func (c *codes[S]) Type() string { return "NAME" }

// Set implements pflag.Value. It takes a code as people write it, too: "Care
// leavers".
func (c *codes[S]) Set(value string) error {
	code := S(strings.ReplaceAll(model.Slug(value), "-", "_"))
	if slices.Contains(c.allowed, code) {
		c.values = append(c.values, code)
		return nil
	}
	if near := nearest(value, texts(c.allowed)); len(near) > 0 {
		return fmt.Errorf("did you mean %s?", strings.Join(near, " or "))
	}
	return fmt.Errorf("it takes %s", c.list())
}

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
