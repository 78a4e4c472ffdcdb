package cmd

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/render"
)

// refuseUnknown makes wrong usage of help on what does not exist and of
// completions for no shell, which Cobra answers with help as if all were well.
func refuseUnknown(root *cobra.Command) {
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Args = wantTopic
		case "completion":
			c.Args = wantShell
			c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() } // Args count only where it runs
		}
	}
}

// wantTopic is the cobra.PositionalArgs of help.
func wantTopic(cmd *cobra.Command, args []string) error {
	if _, rest, err := cmd.Root().Find(args); err != nil || len(rest) > 0 {
		return usagef("there is no help on %q", strings.Join(args, " "))
	}
	return nil
}

// wantShell is the cobra.PositionalArgs of completion; each shell is a command
// of its own.
func wantShell(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var shells []string
	for _, c := range cmd.Commands() {
		shells = append(shells, c.Name())
	}
	return usagef("there are no completions for %q; there are for %s", args[0], strings.Join(shells, ", "))
}

// newTopic returns a help topic. Its text is made when somebody asks for it:
// every start of the program makes every topic.
func newTopic(use, short string, text func() string) *cobra.Command {
	topic := &cobra.Command{Use: use, Short: short}
	topic.SetHelpFunc(func(c *cobra.Command, args []string) {
		c.Long = text()
		c.Parent().HelpFunc()(c, args)
	})
	return topic
}

// A helpWriter keeps the first error of writing help, which Cobra drops.
type helpWriter struct {
	w   io.Writer
	err error
}

// Write implements io.Writer. It never fails, as Cobra would print the error
// and go on.
func (h *helpWriter) Write(p []byte) (int, error) {
	if h.err == nil {
		_, h.err = h.w.Write(p)
	}
	return len(p), nil
}

// csvHelp are the help topics on the CSV that commands write: what its rows
// are, its columns, and what else there is to know.
var csvHelp = []struct {
	command, about string
	columns        iter.Seq2[string, string]
	also           string
}{
	{"parse", `With --format csv, parse writes one tidy table: a row for each judgement,
finding and warning, and for each input that could not be read.`, render.CSVColumns.Dictionary(),
		`It is UTF-8 with a byte order mark, so that Excel opens it right. A cell that a
spreadsheet would take for a formula begins with an apostrophe.`},
	{"diff", `With --format csv, diff writes one tidy table: a row for each area of judgement,
each area for improvement, each theme and each note. An item that is raised again
has a row for each older item that it raises. Columns that do not apply are empty.`, render.DiffColumns.Dictionary(), asParse},
	{"timeline", `With --format csv, timeline writes one tidy table.`, render.TimelineColumns.Dictionary(), asParse},
	{"summary", `With --format csv, summary writes one table. It has the same columns whatever was
read.`, render.SummaryColumns.Dictionary(), asParse + ` A workbook
(--format xlsx) has the same columns under headings for people, but for those of
areas in which no row has a grade.`},
	{"stats", `With --format csv, stats writes one tidy table of three: grades, changes and
themes. Choose one by its first column, and in grades one grouping by the next
two: groups of one grouping add up, those of several count everything again.
Columns that do not apply are empty.`, render.StatsColumns.Dictionary(), `The shares that the report shows are count divided by of_graded, which leaves out
what has no grade or was not judged; of counts those too. Themes are of children’s
services or of area SEND inspections: choose by services before adding up.

` + asParse},
	{"search", `With --format csv, search writes one tidy table, a row for each hit.`, render.SearchColumns.Dictionary(), asParse},
}

const asParse = "The file is what parse writes in other ways: see ofsted help csv."

// newCSVHelp returns the help topics on CSV.
func newCSVHelp() []*cobra.Command {
	var list []*cobra.Command
	for _, h := range csvHelp {
		use := h.command + "-csv"
		if h.command == "parse" {
			use = "csv"
		}
		list = append(list, newTopic(use, "The columns of "+h.command+" --format csv", func() string {
			return h.about + " Its columns:\n\n" + columnLines(h.columns) + "\n" + h.also
		}))
	}
	return list
}

// helpWidth is how wide help is, in columns: that of most terminals.
const helpWidth = 80

// columnLines lists columns with what they hold.
func columnLines(columns iter.Seq2[string, string]) string {
	width := 0
	for name := range columns {
		width = max(width, len(name))
	}
	var b strings.Builder
	for name, holds := range columns {
		for i, line := range render.Wrap(holds, helpWidth-width-4) {
			if i > 0 {
				name = ""
			}
			fmt.Fprintf(&b, "  %-*s  %s\n", width, name, line)
		}
	}
	return b.String()
}
