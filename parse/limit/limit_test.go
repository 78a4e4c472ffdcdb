package limit_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ofsted/parse/limit"
)

func TestSet(t *testing.T) {
	for _, test := range []struct {
		limit   *limit.Limit
		set     string
		want    string // what Of says then
		problem string
	}{
		{limit.Time, "30s", "30s", ""},
		{limit.Time, "90m", "1h30m", ""},
		{limit.Time, "120s", "2m", ""},
		{limit.Time, "2h", "2h", ""},
		{limit.Time, "10m10s", "10m10s", ""},
		{limit.Time, "30", "", "it takes a time such as 30s, 5m or 1h"},
		{limit.Time, "0s", "", "it takes a time such as 30s, 5m or 1h"},
		{limit.Time, "-1s", "", "it takes a time such as 30s, 5m or 1h"},
		{limit.Time, "9999h", "", "it takes no more than 1000h"},
		{limit.Size, "100MB", "100MB", ""},
		{limit.Size, "1.5 gb", "1.5GB", ""},
		{limit.Size, "64MiB", "67.1MB", ""},
		{limit.Size, "2k", "2kB", ""},
		{limit.Size, "271", "271bytes", ""},
		{limit.Size, "999950", "1000kB", ""},
		{limit.Size, "12q", "", "it takes a size such as 500kB, 100MB or 2GB"},
		{limit.Size, "MB", "", "it takes a size such as 500kB, 100MB or 2GB"},
		{limit.Size, "0.1", "", "it takes a size such as 500kB, 100MB or 2GB"},
		{limit.Size, "-5MB", "", "it takes a size such as 500kB, 100MB or 2GB"},
		{limit.Size, "NaN", "", "it takes a size such as 500kB, 100MB or 2GB"},
		{limit.Size, "1e300GB", "", "it takes a size such as 500kB, 100MB or 2GB"},
		{limit.Size, "1e6GB", "", "it takes no more than 1000GB"},
		{limit.Pages, "70", "70", ""},
		{limit.Pages, "1,000,000", "1000000", ""},
		{limit.Pages, "0", "", "it takes a whole number from 1"},
		{limit.Pages, "1.5", "", "it takes a whole number from 1"},
		{limit.Pages, "many", "", "it takes a whole number from 1"},
		{limit.Depth, "10001", "", "it takes no more than 10000"},
	} {
		var l limit.Limits
		err := test.limit.Set(&l, test.set)
		switch {
		case test.problem != "":
			if err == nil || err.Error() != test.problem || l != (limit.Limits{}) {
				t.Errorf("%s %s: %v, %+v; want %q", test.limit.Flag, test.set, err, l, test.problem)
			}
		case err != nil || test.limit.Of(l) != test.want:
			t.Errorf("%s %s: %s, %v; want %s", test.limit.Flag, test.set, test.limit.Of(l), err, test.want)
		}
	}
}

// TestDefaults makes sure that each limit sets a field of its own, that what
// nobody sets is its default, and that a default can be given as a flag.
func TestDefaults(t *testing.T) {
	all := limit.Limits{}.OrDefault()
	if all.Time != limit.Duration(2*time.Minute) || all.Size != 100_000_000 || all.Pages != 5000 {
		t.Errorf("defaults %+v", all)
	}
	var same limit.Limits
	for _, one := range limit.All {
		if err := one.Set(&same, one.Of(limit.Limits{})); err != nil {
			t.Errorf("%s: %v", one.Flag, err)
		}
		var l limit.Limits
		if err := one.Set(&l, map[string]string{"DURATION": "7s", "BYTES": "7", "N": "7"}[one.Unit]); err != nil || l == (limit.Limits{}) {
			t.Errorf("%s: %v, %+v", one.Flag, err, l)
		}
		if d := l.OrDefault(); d == all || one.Of(d) != one.Of(l) {
			t.Errorf("%s: %+v", one.Flag, d)
		}
	}
	if same != all {
		t.Errorf("set to their defaults they are %+v, not %+v", same, all)
	}
}

func TestError(t *testing.T) {
	err := limit.Pages.Over("more pages than the %v that a document may have", limit.Count(5000))
	want := "more pages than the 5,000 that a document may have; check where it comes from, or raise the limit with --max-pages"
	if err.Error() != want || !errors.Is(err, limit.Pages) || errors.Is(err, limit.Nodes) {
		t.Errorf("%v", err)
	}
	if !strings.Contains(limit.Pages.Error(), "--max-pages") {
		t.Errorf("%v", limit.Pages)
	}
}
