package analyse_test

import (
	"strings"
	"testing"

	"ofsted/analyse"
	"ofsted/model"
)

// reword returns the changes from one text to another.
func reword(old, new string) []model.WordChange {
	c := &model.Comparison{Improvements: model.RaisedAgain{Recurring: []model.Recurrence{
		{New: model.Item{Text: new}, Old: []model.ScoredItem{{Item: model.Item{Text: old}}}}}}}
	analyse.Words(c)
	return c.Improvements.Recurring[0].Old[0].Words
}

// side puts together what one of the two texts says.
func side(list []model.WordChange, not model.WordOp) string {
	var b strings.Builder
	for _, w := range list {
		if w.Op != not {
			b.WriteString(w.Text)
		}
	}
	return strings.TrimSpace(b.String())
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"The quality of plans.", "The quality of plans.", "The quality of plans."},
		{"The quality of supervision.", "The quality and frequency of supervision.", "The quality{ and frequency} of supervision."},
		{"The timeliness of return home interviews, and what is learned.", "The timeliness of return home interviews.", "The timeliness of return home interviews[, and what is learned]."},
		{"Improve the quality of plans.", "The quality of plans for children’s short-term care.", "[Improve the]{The} quality of plans{ for children’s short-term care}."},
		{"Plans for one child.", "Records of one visit.", "[Plans for one child]{Records of one visit}."},
		{"", "New.", "{New.}"},
		{"Old.", "", "[Old.]"},
		{"  spaces   between\u00a0words ", "spaces between words", "spaces between words"},
	} {
		var b strings.Builder
		list := reword(test.old, test.new)
		for _, w := range list {
			b.WriteString(map[model.WordOp]string{model.WordsDeleted: "[" + w.Text + "]", model.WordsInserted: "{" + w.Text + "}", model.WordsKept: w.Text}[w.Op])
		}
		if got := b.String(); got != test.want {
			t.Errorf("%q, %q: %s, want %s", test.old, test.new, got, test.want)
		}
		if old, new := side(list, model.WordsInserted), side(list, model.WordsDeleted); old != strings.Join(strings.Fields(test.old), " ") || new != strings.Join(strings.Fields(test.new), " ") {
			t.Errorf("%q, %q: the changes say %q and %q", test.old, test.new, old, new)
		}
	}
}

// A text without end costs no time without end.
func TestWordsOfLongTexts(t *testing.T) {
	for _, n := range []int{900, 2400, 1_000_000} {
		list := reword(strings.Repeat("a!c ", n/2), strings.Repeat("d?e ", n/2))
		if len(list) != 2 {
			t.Errorf("%d changes", len(list))
		}
	}
}
