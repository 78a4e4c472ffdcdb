package cmd

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"ofsted/internal/collection"
	"ofsted/model"
)

func TestDateFlag(t *testing.T) {
	for value, ok := range map[string]bool{
		"2019": true, "2019-05": true, "2019-05-31": true, "2020-02-29": true,
		"": false, "19": false, "2019-13": false, "2019-02-29": false, "31/05/2019": false, "2019-5": false, "2019-05-31T00:00": false, "last year": false,
	} {
		var d dateFlag
		if err := d.Set(value); (err == nil) != ok {
			t.Errorf("%q: %v", value, err)
		}
		if ok && d.String() != value {
			t.Errorf("%q became %q", value, d.String())
		}
	}
}

func TestDateFlags(t *testing.T) {
	for _, test := range []struct {
		since, until dateFlag
		ok           bool
	}{
		{"", "", true},
		{"2019", "", true},
		{"2019", "2019", true},
		{"2019-05-31", "2019", true},
		{"2019-05-31", "2019-05", true},
		{"2019", "2019-01-01", true},
		{"2020", "2019-12-31", false},
		{"2019-06", "2019-05", false},
	} {
		got, err := dateFlags{test.since, test.until}.between()
		if (err == nil) != test.ok || got != (model.Between{Since: model.Date(test.since), Until: model.Date(test.until)}) {
			t.Errorf("%s to %s: %v, %v", test.since, test.until, got, err)
		}
	}
}

// A labelled is what somebody read in a report of a collection.
type labelled struct {
	collection.Label
	authority, day string
}

// graded returns the labelled reports with grades, by authority and day.
func graded(labels []collection.Label) []labelled {
	var list []labelled
	for _, l := range labels {
		if len(l.Judgements) == 0 {
			continue
		}
		in := labelled{Label: l, authority: *l.Authority}
		for _, p := range l.Periods {
			in.day = max(in.day, p[1])
		}
		if in.day == "" && l.Published != nil {
			in.day = *l.Published
		}
		list = append(list, in)
	}
	slices.SortFunc(list, func(a, b labelled) int {
		return cmp.Or(cmp.Compare(a.authority, b.authority), cmp.Compare(a.day, b.day))
	})
	return list
}

// TestCorpusStats makes sure that what stats counts in the labelled reports is
// what counting their labels gives: grades by year, overall grades now by
// region, and what became of overall grades.
func TestCorpusStats(t *testing.T) {
	root, labels := collection.Labels(t, "OFSTED_CORPUS")
	status, stdout, stderr := run(t.Context(), t, "stats", root, "--format", "json", "--quiet")
	if status != exitOK && status != exitPartial {
		t.Fatalf("status %d: %s", status, stderr)
	}
	var s model.Stats
	if err := json.Unmarshal([]byte(stdout), &s); err != nil {
		t.Fatal(err)
	}
	regions := map[string]string{}
	for _, a := range model.Authorities() {
		regions[string(a.Name)] = string(a.Region)
	}
	want := map[string]int{}
	latest := map[string]labelled{}
	for _, l := range graded(labels) {
		for area, grade := range l.Judgements {
			want[fmt.Sprintf("in %s %s=%s", l.day[:4], area, grade)]++
		}
		if l.Kind == string(model.AreaSENDInspection) || l.Kind == string(model.LSCBReview) {
			continue
		}
		overall := string(model.OverallEffectiveness)
		if before, ok := latest[l.authority]; ok {
			want[fmt.Sprintf("%s %q→%s %q", model.ScaleOf(model.Kind(before.Kind)), before.Judgements[overall], model.ScaleOf(model.Kind(l.Kind)), l.Judgements[overall])]++
		}
		latest[l.authority] = l
	}
	for authority, l := range latest {
		want[fmt.Sprintf("now in %s: %q", regions[authority], l.Judgements[string(model.OverallEffectiveness)])]++
	}
	if diff := gocmp.Diff(want, countedIn(&s)); diff != "" {
		t.Errorf("(-labels +stats):\n%s", diff)
	}
	t.Logf("%d counts of %d inspections", len(want), s.Inspections)
}

// countedIn returns what stats counts, as TestCorpusStats does.
func countedIn(s *model.Stats) map[string]int {
	got := map[string]int{}
	add := func(n int, format string, args ...any) {
		if n > 0 {
			got[fmt.Sprintf(format, args...)] += n
		}
	}
	for _, g := range s.Grades {
		for _, a := range g.Areas {
			for _, n := range a.Grades {
				switch {
				case g.By == model.ByYear:
					add(n.Count, "in %s %s=%s", g.Group, a.Area, n.Grade)
				case g.By == model.ByRegion && g.Basis == model.LatestInspections && a.Area == model.OverallEffectiveness:
					add(n.Count, "now in %s: %q", g.Group, n.Grade)
				}
			}
			if g.By == model.ByRegion && g.Basis == model.LatestInspections && a.Area == model.OverallEffectiveness {
				add(a.NoGrade, "now in %s: %q", g.Group, "")
			}
		}
	}
	change := s.Changes.Area(model.OverallEffectiveness)
	for _, m := range change.Moves {
		from, to := cmp.Or(m.FromScale, model.Null(model.FourPoint)), cmp.Or(m.ToScale, model.Null(model.FourPoint))
		add(m.Count, "%s %q→%s %q", from, m.From, to, m.To)
	}
	return got
}
