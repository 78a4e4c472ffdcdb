package cmd

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
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

// columnLine is how help topics list a column of CSV: its name and what it
// holds.
const columnLine = "  %-16s %s\n"
