package cmd

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"ofsted/model"
)

// A dateFlag is a flag that takes a day, a month or a year: "2019-05-31",
// "2019-05" or "2019". The empty one is no date.
type dateFlag model.Date

// dateLayouts are the forms that a dateFlag takes.
var dateLayouts = []string{time.DateOnly, "2006-01", "2006"}

// String implements pflag.Value.
func (d *dateFlag) String() string { return string(*d) }

// Type implements pflag.Value.
func (d *dateFlag) Type() string { return "DATE" }

// Set implements pflag.Value.
func (d *dateFlag) Set(value string) error {
	for _, layout := range dateLayouts {
		if _, err := time.Parse(layout, value); err == nil {
			*d = dateFlag(value)
			return nil
		}
	}
	return errors.New("it takes a day, a month or a year, as 2019-05-31, 2019-05 or 2019")
}

// A dateFlags is what --since and --until ask for.
type dateFlags struct{ since, until dateFlag }

// bindDates binds --since and --until.
func bindDates(cmd *cobra.Command, d *dateFlags) {
	cmd.Flags().Var(&d.since, "since", "only inspections that ended in `DATE` or later: 2019, 2019-05 or 2019-05-31")
	cmd.Flags().Var(&d.until, "until", "only inspections that ended in `DATE` or earlier, the whole of that year or month included")
}

// between returns the days that were asked for. There are none between a date
// and one before it.
func (d dateFlags) between() (model.Between, error) {
	b := model.Between{Since: model.Date(d.since), Until: model.Date(d.until)}
	if order, _ := model.Order(b.Since, b.Until); order > 0 {
		return b, usagef("--since %s is after --until %s", d.since, d.until)
	}
	return b, nil
}
