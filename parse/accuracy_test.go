package parse_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"ofsted/internal/collection"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/grammar"
	"ofsted/parse/pdf"
)

// wrongLabels are labels of the corpus that do not say what is printed, found
// by looking at the pages: each counts against code that is right.
var wrongLabels = map[string]string{
	"newham/2014-08-08-sif.pdf":        "eight strengths (paragraphs 19 to 26) are labelled as areas for improvement",
	"tower-hamlets/2017-04-07-sif.pdf": "ten of the fifteen recommendations are missing",
	"bexley/2014-05-23-sif.pdf":        "one recommendation that breaks over a page is labelled as two, and that there is no priority action as one",
	"nottingham/2014-05-14-sif.pdf":    "“The inspection did not find any areas for priority and immediate action” is labelled as one",
	"medway/2015-11-27-sif.pdf":        "recommendation 5, “Ensure that:”, is missing",
}

const notAPDF = "not_a_pdf" // the label of an HTML error page

// inspectAll reads all collection.Labelled files, in the order of the labels.
func inspectAll(t *testing.T, root string, labels []collection.Label, inspect func(parse.Input) (*model.Inspection, error)) []*model.Inspection {
	t.Helper()
	found := make([]*model.Inspection, len(labels))
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for i, l := range labels {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(l.File)))
			if err != nil {
				t.Error(err)
				return
			}
			in, err := inspect(parse.Input{Path: l.File, Data: data})
			if (err != nil) != (l.Kind == notAPDF) {
				t.Errorf("%s: error %v", l.File, err)
			}
			found[i] = in
		})
	}
	wg.Wait()
	return found
}

func inspect(in parse.Input) (*model.Inspection, error) {
	return parse.Inspect(context.Background(), in)
}

// withoutTree reads tagged files as if they were not.
func withoutTree(in parse.Input) (*model.Inspection, error) {
	doc, err := pdf.Read(context.Background(), in.Data, pdf.Options{IgnoreTree: true})
	if err != nil {
		return nil, err
	}
	return grammar.Inspect(doc), nil
}

// norm reduces text to its letters and figures, in lower case.
func norm(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// A tally counts what was expected, produced, and both.
type tally struct{ hit, want, got int }

func (c *tally) add(want, got []string) (missed []string) {
	free := make(map[string]int)
	for _, g := range got {
		free[norm(g)]++
	}
	for _, w := range want {
		if k := norm(w); free[k] > 0 {
			free[k]--
			c.hit++
		} else {
			missed = append(missed, "missing: "+w)
		}
	}
	for _, g := range slices.Sorted(maps.Keys(free)) {
		if free[g] > 0 {
			missed = append(missed, "extra: "+g)
		}
	}
	c.want += len(want)
	c.got += len(got)
	return missed
}

func (c tally) f1() float64 {
	if c.want+c.got == 0 {
		return 1
	}
	return 2 * float64(c.hit) / float64(c.want+c.got)
}

func (c tally) String() string {
	return fmt.Sprintf("F1 %.4f (matched %d, expected %d, produced %d)", c.f1(), c.hit, c.want, c.got)
}

// texts returns the texts of the local authority's findings of some kinds.
func texts(findings []model.Finding, kinds ...model.FindingKind) []string {
	var out []string
	for _, f := range findings {
		if slices.Contains(kinds, f.Kind) && f.About == model.AboutAuthority {
			out = append(out, f.Text)
		}
	}
	return out
}

// checkFacts compares what has one right answer.
func checkFacts(t *testing.T, l collection.Label, in *model.Inspection) {
	t.Helper()
	if string(in.Kind) != l.Kind {
		t.Errorf("%s: kind %q, want %q", l.File, in.Kind, l.Kind)
	}
	if l.Authority != nil && string(in.Authority.Name) != *l.Authority {
		t.Errorf("%s: authority %q, want %q", l.File, in.Authority.Name, *l.Authority)
	}
	periods := make([][2]string, 0, len(in.Visit.Periods))
	for _, p := range in.Visit.Periods {
		periods = append(periods, [2]string{string(p.Start), string(p.End)})
	}
	if !slices.Equal(periods, l.Periods) {
		t.Errorf("%s: periods %v, want %v", l.File, periods, l.Periods)
	}
	if l.Published != nil && string(in.Published) != *l.Published {
		t.Errorf("%s: published %q, want %q", l.File, in.Published, *l.Published)
	}
	if l.Leads != nil && !slices.EqualFunc(in.LeadInspectors, l.Leads, func(a, b string) bool { return norm(a) == norm(b) }) {
		t.Errorf("%s: lead inspectors %q, want %q", l.File, in.LeadInspectors, l.Leads)
	}
	checkGrades(t, l, in)
}

func checkGrades(t *testing.T, l collection.Label, in *model.Inspection) {
	t.Helper()
	grades := make(map[string]string)
	for _, j := range in.Judgements {
		grades[string(j.Area)] = string(j.Grade)
	}
	if len(grades)+len(l.Judgements) > 0 && !reflect.DeepEqual(grades, l.Judgements) {
		t.Errorf("%s: judgements %v, want %v", l.File, grades, l.Judgements)
	}
}

// atLeast fails where a figure has fallen below what was reached before.
func atLeast(t *testing.T, what string, c tally, least float64) {
	t.Helper()
	t.Logf("%s: %v", what, c)
	if c.f1() < least {
		t.Errorf("%s: %v, want at least %.4f", what, c, least)
	}
}

// TestCorpus reads the real reports. Facts must all be right; thresholds are
// what was reached, and only go up.
func TestCorpus(t *testing.T) {
	root, labels := collection.Labels(t, "OFSTED_CORPUS")
	found := inspectAll(t, root, labels, inspect)
	var all, sound, paragraphs tally
	for i, l := range labels {
		in := found[i]
		if l.Kind == notAPDF || in == nil {
			continue
		}
		checkFacts(t, l, in)
		if l.Improvements != nil {
			got := texts(in.Findings, model.Improvement, model.PriorityAction)
			missed := all.add(l.Improvements, got)
			if _, wrong := wrongLabels[l.File]; !wrong {
				sound.add(l.Improvements, got)
				for _, m := range missed {
					t.Logf("%s: %s", l.File, m)
				}
			}
		}
		if l.Paragraphs != nil {
			paragraphs.add(paragraphKeys(l), findingKeys(in))
		}
	}
	atLeast(t, "improvements, labels as they are", all, 0.9915)
	atLeast(t, "improvements, but for labels known to be wrong", sound, 0.9992)
	atLeast(t, "finding paragraphs", paragraphs, 0.9989)
}

// ends returns the first and last characters of a text that identify it.
func ends(area, start, end string) string {
	head, tail := norm(start), norm(end)
	return area + " " + head[:min(40, len(head))] + " " + tail[max(0, len(tail)-40):]
}

func paragraphKeys(l collection.Label) []string {
	var keys []string
	for _, p := range l.Paragraphs {
		keys = append(keys, ends(p.Area, p.Start, p.End))
	}
	return keys
}

func findingKeys(in *model.Inspection) []string {
	var keys []string
	for _, f := range in.Findings {
		if f.Kind == model.Body {
			r := []rune(f.Text)
			keys = append(keys, ends(string(f.Area), string(r[:min(60, len(r))]), string(r[max(0, len(r)-60):])))
		}
	}
	return keys
}

// TestWholeParagraphs checks that parts of paragraphs that break over a page
// find together: hardly any finding may begin in lower case, as the second
// part of one does.
func TestWholeParagraphs(t *testing.T) {
	root, labels := collection.Labels(t, "OFSTED_CORPUS")
	parts, broken, all := 0, 0, 0
	for i, in := range inspectAll(t, root, labels, inspect) {
		if in == nil {
			continue
		}
		parts += len(in.Findings) - len(in.Whole())
		for _, f := range in.Whole() {
			if f.Kind != model.Body {
				continue
			}
			all++
			if r := []rune(f.Text)[0]; unicode.IsLower(r) {
				broken++
				t.Logf("%s, page %d: %.60s", labels[i].File, f.Page, f.Text)
			}
		}
	}
	t.Logf("%d parts were put together; %d of %d findings begin in lower case", parts, broken, all)
	if parts < 600 || broken*1000 > 3*all {
		t.Errorf("%d parts put together, %d of %d findings still begin in lower case", parts, broken, all)
	}
}

// TestCorpusWithoutTrees reads the real reports by the position of their type
// alone, as reports without a structure tree are read.
func TestCorpusWithoutTrees(t *testing.T) {
	root, labels := collection.Labels(t, "OFSTED_CORPUS")
	found := inspectAll(t, root, labels, withoutTree)
	var improvements tally
	for i, l := range labels {
		if in := found[i]; in != nil && l.Kind != notAPDF {
			checkFacts(t, l, in)
			if l.Improvements != nil {
				improvements.add(l.Improvements, texts(in.Findings, model.Improvement, model.PriorityAction))
			}
		}
	}
	atLeast(t, "improvements", improvements, 0.99)
}

// TestLetters reads the specimen letters in every format, and TestSeeds the
// two documents that the project began with: all of it must be right.
func TestLetters(t *testing.T) { testExactly(t, "OFSTED_LETTERS") }

func TestSeeds(t *testing.T) { testExactly(t, "OFSTED_SEEDS") }

func testExactly(t *testing.T, variable string) {
	root, labels := collection.Labels(t, variable)
	for i, in := range inspectAll(t, root, labels, inspect) {
		l := labels[i]
		if in == nil {
			continue
		}
		checkFacts(t, l, in)
		for _, part := range []struct {
			kind model.FindingKind
			want []string
		}{
			{model.Headline, l.Headline}, {model.Improvement, l.Items}, {model.PriorityAction, l.Actions},
			{model.Strength, l.Strengths}, {model.Body, l.Findings},
		} {
			var c tally
			for _, m := range c.add(part.want, texts(in.Findings, part.kind)) {
				t.Errorf("%s: %s %s", l.File, part.kind, m)
			}
		}
	}
}
