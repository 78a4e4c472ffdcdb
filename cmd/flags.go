package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ofsted/parse"
	"ofsted/parse/source"
)

// A choice is a flag that takes one of some values.
type choice struct {
	value   string
	allowed []string
}

// bindChoice binds a flag that takes one of some values, and completes them.
func bindChoice(cmd *cobra.Command, c *choice, name, shorthand, usage string) {
	cmd.Flags().VarP(c, name, shorthand, usage+": "+strings.Join(c.allowed, ", "))
	err := cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(c.allowed, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag was bound above
	}
}

// A printing is what the flags of a command set that reads any number of
// inspections and prints what it makes of them.
type printing struct {
	*Streams
	paths  []string
	format choice
	output string
	jobs   jobs
	quiet  bool
	limits parse.Limits
}

// bind binds the flags; run is what the command does.
func (p *printing) bind(cmd *cobra.Command, run func(context.Context) error) {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		p.paths = args
		return run(cmd.Context())
	}
	bindChoice(cmd, &p.format, "format", "f", "how to print")
	bindOutput(cmd, &p.output)
	bindJobs(cmd, &p.jobs)
	bindQuiet(cmd, &p.quiet)
	bindLimits(cmd, &p.limits)
}

// begin finds what is to be read and opens what is to be written, which the
// caller has to discard.
func (p *printing) begin() (source.List, *output, error) {
	finder := source.Finder{Stdin: p.In, Limits: p.limits}
	list := finder.List(p.paths)
	out, err := openOutput(p.Streams, p.output, list.Inputs)
	return list, out, err
}

// bindOutput binds -o of a command that has formats.
func bindOutput(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVarP(path, "output", "o", "", "write to `FILE`, whole or not at all; without --format its ending gives the format")
}

// bindJobs binds -j.
func bindJobs(cmd *cobra.Command, j *jobs) {
	cmd.Flags().VarP(j, "jobs", "j", "read so many documents at once (one for each processor)")
}

// bindQuiet binds -q.
func bindQuiet(cmd *cobra.Command, quiet *bool) {
	cmd.Flags().BoolVarP(quiet, "quiet", "q", false, "print nothing on standard error but errors")
}

// String implements pflag.Value.
func (c *choice) String() string { return c.value }

// Type implements pflag.Value.
func (c *choice) Type() string { return "name" }

// Set implements pflag.Value.
func (c *choice) Set(value string) error {
	if !slices.Contains(c.allowed, value) {
		return fmt.Errorf("it takes %s", strings.Join(c.allowed, ", "))
	}
	c.value = value
	return nil
}

// A jobs is a flag that takes how many things to do at once; zero is one for
// each processor.
type jobs int

// String implements pflag.Value.
func (j *jobs) String() string { return "" }

// Type implements pflag.Value.
func (j *jobs) Type() string { return "N" }

// Set implements pflag.Value.
func (j *jobs) Set(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return errors.New("it takes a whole number from 1")
	}
	*j = jobs(n)
	return nil
}
