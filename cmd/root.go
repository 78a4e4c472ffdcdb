// Package cmd is the command line: one file per subcommand, each with the
// options that its flags set, a constructor that only binds flags, and a run
// function on the options. What a command does it asks other packages for.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"ofsted/render"
)

// The exit statuses, which scripts rely on.
const (
	exitOK      = 0
	exitFailed  = 1 // nothing could be done
	exitUsage   = 2 // wrong usage
	exitPartial = 3 // some inputs failed, the rest were done
)

// An exit is the end of a run that has said already what went wrong.
type exit int

// Error implements error.
func (e exit) Error() string { return fmt.Sprint("exit status ", int(e)) }

// A usageError is something that the user can only put right by writing the
// command differently.
type usageError struct{ message string }

// Error implements error.
func (e usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// A Streams is where a run reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	noColour bool // --no-color was given
}

// screen looks at where output goes.
func (s *Streams) screen(w io.Writer) render.Screen {
	screen := render.ScreenOf(w, s.Getenv)
	screen.Colour = screen.Colour && !s.noColour
	return screen
}

// complain writes one line on standard error. What it says may come from a
// document or a server.
func (s *Streams) complain(message string) {
	fmt.Fprintln(s.Err, "ofsted: "+render.CleanLine(message))
}

// Execute runs the command line of this process and returns its exit status.
func Execute() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second interrupt ends the program at once.
	context.AfterFunc(ctx, stop)
	return Run(ctx, os.Args[1:], &Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv})
}

// Run runs one command line and returns its exit status.
func Run(ctx context.Context, args []string, s *Streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	root.SetIn(s.In)
	out := &helpWriter{w: s.Out}
	root.SetOut(out)
	root.SetErr(s.Err)
	started := false
	root.PersistentPreRun = func(*cobra.Command, []string) { started = true }
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil && out.err != nil {
		err, started = fmt.Errorf("standard output: %w", out.err), true
	}
	return status(s, cmd, err, started)
}

// status says on standard error what went wrong, where the run has not, and
// returns the exit status. What fails before a command has started is wrong
// usage: an unknown command or flag, a flag's value, the arguments.
func status(s *Streams, cmd *cobra.Command, err error, started bool) int {
	code, isExit := errors.AsType[exit](err)
	_, isUsage := errors.AsType[usageError](err)
	switch {
	case err == nil:
		return exitOK
	case isExit:
		return int(code)
	case isUsage || !started:
		s.complain(err.Error())
		fmt.Fprintf(s.Err, "Run '%s --help' for usage and examples.\n", cmd.CommandPath())
		return exitUsage
	case errors.Is(err, context.Canceled):
		s.complain("stopped")
		return exitFailed
	}
	s.complain(err.Error())
	return exitFailed
}

func newRoot(s *Streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "ofsted",
		Short: "Turn Ofsted’s letters and reports on children’s services into data",
		Long: `Turn Ofsted’s letters and reports on local authority children’s services into
structured data: who was inspected and when, the grades, what inspectors found
and what has to improve.

It reads PDFs, web pages and plain text, from files, folders, globs, standard
input and web addresses. It uses the network for web addresses only.

Exit status: 0 all well; 1 nothing could be done; 2 wrong usage; 3 some inputs
failed and the rest were done.`,
		Example: `  # A readable report of one letter
  ofsted parse letter.pdf

  # Everything in a folder as one CSV file
  ofsted parse reports -o reports.csv`,
		Version:       version().String(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs, // so that RunE can say what is wrong
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
	}
	root.SetVersionTemplate("ofsted {{.Version}}\n")
	root.PersistentFlags().BoolVar(&s.noColour, "no-color", false, "use no colour, not even on a terminal")
	root.AddCommand(newParse(s), newSummary(s), newDiff(s), newTimeline(s), newStats(s), newSearch(s), newExport(s), newReport(s), newText(s), newSchema(s), newVersion(s),
		newSearchValuesHelp(), newExportHelp(), newLimitsHelp())
	root.AddCommand(newCSVHelp()...)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	refuseUnknown(root)
	return root
}

// unknownCommand names the commands that may have been meant.
func unknownCommand(root *cobra.Command, name string) error {
	message := fmt.Sprintf("there is no command %q", name)
	if _, err := os.Stat(name); err == nil {
		return usagef("%s; to read that file or folder: ofsted parse %s", message, name)
	}
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(name); len(near) > 0 {
		message += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return usagef("%s", message)
}

// wantPaths is the cobra.PositionalArgs of commands that read documents.
func wantPaths(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef("%s needs a PATH: a file, folder, glob, web address, or - for standard input", cmd.Name())
	}
	for i, arg := range args {
		if arg == "" {
			return usagef("PATH %d is empty", i+1)
		}
	}
	return nil
}
