package render

import (
	"testing"

	"ofsted/model"
)

func TestPeriod(t *testing.T) {
	for _, test := range []struct{ start, end, want string }{
		{"2022-12-05", "2022-12-16", "5 to 16 December 2022"},
		{"2021-09-27", "2021-10-08", "27 September to 8 October 2021"},
		{"2018-12-10", "2019-01-08", "10 December 2018 to 8 January 2019"},
		{"2016-07-28", "2016-07-28", "28 July 2016"},
		{"2018-11", "2018-12", "November to December 2018"},
		{"2018-11", "2018-11", "November 2018"},
		{"2018-11-02", "", "2 November 2018"},
		{"", "2018-11-02", "2 November 2018"},
		{"", "", ""},
		{"soon", "later", "soon to later"},
	} {
		got := period(model.Period{Start: model.Date(test.start), End: model.Date(test.end)}, longDate, " to ")
		if got != test.want {
			t.Errorf("period(%s, %s) = %q, want %q", test.start, test.end, got, test.want)
		}
	}
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th"} {
		if got := ordinal(n); got != want {
			t.Errorf("ordinal(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestEveryCodeHasWords(t *testing.T) {
	for _, a := range model.Areas() {
		if shortAreas[a] == "" {
			t.Errorf("area %s has no short title", a)
		}
	}
	for _, k := range model.Kinds() {
		if shortKinds[k] == "" {
			t.Errorf("kind %s has no short title", k)
		}
	}
	for _, s := range []model.Scale{model.FourPoint, model.FourPoint2012, model.AreaSENDScale} {
		for _, g := range s.Grades() {
			if tones[g] == plain {
				t.Errorf("grade %s has no colour", g)
			}
		}
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"a * b":        `a \* b`,
		"1. one":       `1\. one`,
		"12) one":      `12\) one`,
		"- a":          `\- a`,
		"a - b":        "a - b",
		"x | y_z":      `x \| y\_z`,
		"<b> & `c`":    "&lt;b&gt; & \\`c\\`",
		"two\nlines":   "two lines",
		"# not a head": `\# not a head`,
		`back\slash`:   `back\\slash`,
		"2018 was 1.5": "2018 was 1.5",
		"&lt;b&gt;":    "&amp;lt;b&amp;gt;",
		"&#60; &#x3C;": "&amp;#60; &amp;#x3C;",
		"R&D; A & B;":  "R&amp;D; A & B;",
		"&#b; &c d;":   `&\#b; &c d;`,
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
}
