package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"ofsted/parse"
	limits "ofsted/parse/limit" // limit is a flag of search
)

// bindLimits binds the flags of what one document may cost, which every command
// that reads documents has. Hardly anybody has a use for them: help shows the
// first, which says where the others are.
func bindLimits(cmd *cobra.Command, l *parse.Limits) {
	for _, one := range limits.All {
		flag := cmd.Flags().VarPF(&limitFlag{one, l}, one.Flag, "", one.Holds)
		flag.Hidden = one != limits.Time
	}
	cmd.Flags().Lookup(limits.Time.Flag).Usage = "give up on a document after `" + limits.Time.Unit + "`; for limits on size see ofsted help limits"
}

// A limitFlag is a flag that sets a limit.
type limitFlag struct {
	limit *limits.Limit
	of    *parse.Limits
}

// String implements pflag.Value. pflag asks zero flags, too.
func (f *limitFlag) String() string {
	if f.limit == nil {
		return ""
	}
	return f.limit.Of(*f.of)
}

// Type implements pflag.Value.
func (f *limitFlag) Type() string { return f.limit.Unit }

// Set implements pflag.Value.
func (f *limitFlag) Set(value string) error { return f.limit.Set(f.of, value) }

// newLimitsHelp returns the help topic on what one document may cost.
func newLimitsHelp() *cobra.Command {
	return newTopic("limits", "What one document may cost to read, and the flags for it", limitsHelp)
}

// limitsHelp lists the limits with their defaults.
func limitsHelp() string {
	var b strings.Builder
	b.WriteString(`What one document may cost to read. A file that was made to harm, or that is no
report at all, costs only itself: over a limit it fails with an error that says
which, the others are read, and the exit status is 3.

These are flags of every command that reads documents, shown with their
defaults. No report that Ofsted has published comes near any of them.

`)
	b.WriteString(columnLines(func(yield func(string, string) bool) {
		for _, one := range limits.All {
			if !yield("--"+one.Flag+" "+one.Of(parse.Limits{}), one.Holds) {
				return
			}
		}
	}))
	b.WriteString(`
A time is written as 30s, 5m or 1h; a size as 500kB, 100MB or 2GB, or in bytes.
Files of records, those of parse and export, may be of any size and take any
time; --max-size is on each of their records.`)
	return b.String()
}
