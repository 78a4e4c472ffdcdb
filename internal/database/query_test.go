package database

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseQuery(t *testing.T) {
	for query, want := range map[string]string{
		"drift":                                 `"drift"`,
		"drift drift delay drift":               `("drift" AND "delay")`,
		"(a* OR a*) a* (b OR a* OR b)":          `("a"* AND ("b" OR "a"*))`,
		"drift NOT drift":                       `("drift" NOT "drift")`,
		"  drift \t delay\n":                    `("drift" AND "delay")`,
		`"return home interviews"`:              `"return home interviews"`,
		`“return home interviews”`:              `"return home interviews"`,
		`„return home interviews“ timely`:       `("return home interviews" AND "timely")`,
		"'return home' timely":                  `("return home" AND "timely")`,
		"‘children’s homes’ (‘strategy meet’*)": `("children’s homes" AND "strategy meet"*)`,
		"'social workers' caseloads'":           `("social workers" AND "caseloads'")`,
		`"workers' caseloads" children's`:       `("workers' caseloads" AND "children's")`,
		`missing"return home"`:                  `("missing" AND "return home")`,
		"assess*":                               `"assess"*`,
		`"return home interv"*`:                 `"return home interv"*`,
		`"return home interv*"`:                 `"return home interv"*`,
		`"return home interv* "`:                `"return home interv"*`,
		"neglect AND abuse":                     `("neglect" AND "abuse")`,
		"neglect OR abuse OR harm":              `("neglect" OR "abuse" OR "harm")`,
		"neglect NOT domestic":                  `("neglect" NOT "domestic")`,
		"neglect AND NOT domestic":              `("neglect" NOT "domestic")`,
		"a NOT b NOT c":                         `(("a" NOT "b") NOT "c")`,
		"a NOT b AND c":                         `(("a" NOT "b") AND "c")`,
		"a NOT b c":                             `("a" NOT ("b" AND "c"))`,
		"a b OR c AND d NOT e":                  `(("a" AND "b") OR ("c" AND ("d" NOT "e")))`,
		"(drift OR delay) AND neglect":          `(("drift" OR "delay") AND "neglect")`,
		"(drift OR delay) neglect":              `(("drift" OR "delay") AND "neglect")`,
		"neglect (drift)":                       `("neglect" AND "drift")`,
		"((drift))":                             `"drift"`,
		"and or not And":                        `("and" AND "or" AND "not" AND "And")`,
		"NEAR(a, b)":                            `("NEAR" AND ("a," AND "b"))`,
		"children’s section-47 50% text:x ^y":   `("children’s" AND "section-47" AND "50%" AND "text:x" AND "^y")`,
		"co\x00ercion":                          `("co" AND "ercion")`,
		"café 漢字 ½":                             `("café" AND "漢字" AND "½")`,
	} {
		q, err := ParseQuery(query)
		if err != nil {
			t.Errorf("%q: %v", query, err)
			continue
		}
		if got := q.match(); got != want || q.String() != query {
			t.Errorf("%q: %s as %s, want %s", query, q, got, want)
		}
	}
}

func TestQueryErrors(t *testing.T) {
	for _, test := range []struct {
		query   string
		column  int
		problem string
	}{
		{"", 1, "nothing to look for"},
		{"   ", 4, "nothing to look for"},
		{"(a OR (b)", 1, "is not closed"},
		{"a (b", 3, "is not closed"},
		{"a) b", 2, "no bracket was opened"},
		{") a", 1, "no bracket was opened"},
		{"a () b", 3, "nothing stands between"},
		{"children’s “return home", 12, "has no partner"},
		{`children "return home`, 10, "has no partner"},
		{"children 'return home", 10, "has no partner"},
		{"children ‘return children’s", 10, "has no partner"},
		{"''", 1, "no letter or digit"},
		{`""`, 1, "no letter or digit"},
		{"risk & harm", 6, "no letter or digit"},
		{"*", 1, "no letter or digit"},
		{`"–" a`, 1, "no letter or digit"},
		{"as*ess", 3, "can only end"},
		{"*ess", 1, "can only end"},
		{"ess**", 4, "can only end"},
		{`"make * interviews"`, 7, "can only end"},
		{"NOT a", 1, "has to come before it"},
		{"a OR NOT b", 6, "follows OR directly"},
		{"(NOT a)", 2, "has to come before it"},
		{"AND a", 1, "AND has nothing before it"},
		{"OR", 1, "OR has nothing before it"},
		{"a AND", 3, "AND has nothing behind it"},
		{"a AND NOT", 7, "NOT has nothing behind it"},
		{"(a OR ) b", 4, "OR has nothing behind it"},
		{"a AND OR b", 7, "OR follows AND directly"},
		{"neglect -domestic", 9, "write NOT"},
		{`neglect -"domestic abuse"`, 9, "write NOT"},
		{"neglect -(domestic)", 9, "write NOT"},
		{strings.Repeat("a", maxQuery+1), maxQuery + 1, "1001 characters"},
		{strings.Repeat("ä", maxQuery+1), maxQuery + 1, "1001 characters"},
		{strings.Repeat("a ", maxTerms+1), 2*maxTerms + 1, "than the 50"},
		{strings.Repeat("(", maxNesting+1) + "a" + strings.Repeat(")", maxNesting+1), maxNesting + 1, "more than 20 brackets"},
	} {
		_, err := ParseQuery(test.query)
		wrong, ok := errors.AsType[*QueryError](err)
		if !ok {
			t.Errorf("%q: error %v", test.query, err)
			continue
		}
		if wrong.Column != test.column || !strings.Contains(wrong.Problem, test.problem) || wrong.Query != test.query {
			t.Errorf("%q: column %d: %s; want column %d: …%s…", test.query, wrong.Column, wrong.Problem, test.column, test.problem)
		}
	}
}

func TestQueryBounds(t *testing.T) {
	for _, query := range []string{
		strings.Repeat("ä", maxQuery),
		strings.TrimSuffix(strings.Repeat("a ", maxTerms), " "),
		strings.Repeat("(", maxNesting) + "a" + strings.Repeat(")", maxNesting),
	} {
		if _, err := ParseQuery(query); err != nil {
			t.Errorf("%.20q…: %v", query, err)
		}
	}
}

func TestUnmarked(t *testing.T) {
	for query, want := range map[string][]Phrase{
		"neglect,abuse":             {{"neglect,abuse", []string{"neglect", "abuse"}}},
		"drift (MASH/LADO OR x:y*)": {{"MASH/LADO", []string{"MASH", "LADO"}}, {"x:y*", []string{"x", "y*"}}},
		"self-harm":                 {{"self-harm", []string{"self", "harm"}}},
		"children’s,families’/'AND": {{"children’s,families’/'AND", []string{"children’s", "families", "and"}}},
		"e\u0301cole,a":             {{"e\u0301cole,a", []string{"e\u0301cole", "a"}}},
		"children’s caseloads'":     nil,
		`"neglect,abuse" 'a,b'`:     nil,
		"neglect, (abuse)":          nil,
		"drift NOT neglect,abuse":   nil,
	} {
		q, err := ParseQuery(query)
		if diff := cmp.Diff(want, q.Unmarked()); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", query, err, diff)
		}
	}
}

func TestPrefixed(t *testing.T) {
	for query, want := range map[string]bool{"a b": false, "a b*": true, `a OR (b NOT "c d*")`: true} {
		q, err := ParseQuery(query)
		if err != nil || q.Prefixed() != want {
			t.Errorf("%s: %v (%v)", query, q.Prefixed(), err)
		}
	}
}
