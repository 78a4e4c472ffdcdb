package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
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
