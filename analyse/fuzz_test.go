package analyse_test

import (
	"strings"
	"testing"

	"ofsted/analyse"
	"ofsted/model"
)

// FuzzCompare compares two inspections that ask for whatever there is, a line
// an item: every item has one place, and the wording of a pair says both.
func FuzzCompare(f *testing.F) {
	for _, p := range pairs {
		f.Add(p[0]+"\n"+pairs[0][0], p[1]+"\n"+pairs[1][1], "2018-12-07", "2024-10")
	}
	f.Add("", "\xff\x00’s", "", "2018-12-07")
	f.Fuzz(func(t *testing.T, before, after, day, next string) {
		if len(before)+len(after) > 1<<14 {
			return
		}
		old := at(model.Date(day), model.ILACSInspection, asks(strings.Split(before, "\n")...))
		new := at(model.Date(next), model.SIFInspection, asks(strings.Split(after, "\n")...))
		c := analyse.Compare(old, new)
		checkPlaces(t, old, new, c.Improvements)
		analyse.Words(c)
		for _, r := range c.Improvements.Recurring {
			for _, o := range r.Old {
				checkWords(t, o, r.New)
			}
		}
		var ts model.Timelines
		if ts.Add(old) != "" || ts.Add(new) != "" {
			t.Fatal("no place in a timeline")
		}
		for _, tl := range ts.All(t.Context()) {
			analyse.Dossier(t.Context(), tl, []*model.Inspection{old, new})
		}
	})
}

// checkWords checks that the changes of a wording give both wordings, spaces
// aside.
func checkWords(t *testing.T, old model.ScoredItem, new model.Item) {
	t.Helper()
	var before, after strings.Builder
	for _, w := range old.Words {
		if w.Op != model.WordsInserted {
			before.WriteString(w.Text)
		}
		if w.Op != model.WordsDeleted {
			after.WriteString(w.Text)
		}
	}
	for _, p := range [][2]string{{before.String(), old.Text}, {after.String(), new.Text}} {
		if got, want := strings.Join(strings.Fields(p[0]), ""), strings.Join(strings.Fields(p[1]), ""); got != want {
			t.Errorf("the changes give %q of %q", got, want)
		}
	}
}
