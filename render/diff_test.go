package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
)

// The authorities and findings here are made up.

func step(n int) *int { return &n }

func side(k model.Kind, authority, end string) model.Side {
	return model.Side{ID: strings.Join([]string{model.Slug(authority), end, string(k)}, "-"), Kind: k, Framework: k.Framework(),
		Authority: model.Null(authority), End: model.Date(end), Graded: k.Graded(), Path: "letters/" + end + ".pdf"}
}

func improvement(id string, page int, text string) model.Item {
	return model.Item{ID: id, Kind: model.Improvement, Page: page, Text: text}
}

// inspections are two inspections with all that a comparison can hold.
func inspections() *model.Comparison {
	action := improvement("f8", 2, "The response to 16- and 17-year-olds who are homeless.")
	action.Kind = model.PriorityAction
	action.Area = model.HelpAndProtection
	supervision := model.ScoredItem{Item: improvement("f4", 12, "The quality of supervision, so that it is regular."), Score: 0.91, Common: []string{"supervision", "timeliness"}, Words: []model.WordChange{
		{Op: model.WordsKept, Text: "The quality"},
		{Op: model.WordsInserted, Text: " and frequency"},
		{Op: model.WordsKept, Text: " of supervision"},
		{Op: model.WordsDeleted, Text: ", so that it is regular"},
		{Op: model.WordsKept, Text: "."},
	}}
	oversight := model.ScoredItem{Item: improvement("f6", 13, "Management oversight of children’s plans."), Score: 0.52, Common: []string{"management oversight"}}
	records := model.ScoredItem{Item: improvement("f9", 0, "Records."), Score: 0.3, Common: []string{}, Words: []model.WordChange{{Op: model.WordsKept, Text: "Records."}}}
	return &model.Comparison{
		Schema: model.DiffSchema,
		Old:    side(model.ILACSInspection, "Kestrel", "2018-12-07"),
		New:    side(model.ILACSInspection, "Kestrel", "2026-06-19"),
		Judgements: []model.Change{
			{Area: model.ImpactOfLeaders, Title: model.ImpactOfLeaders.Title(), Relation: model.SameArea, From: []model.Graded{{Area: model.ImpactOfLeaders, Grade: model.Inadequate}},
				To: &model.Graded{Area: model.ImpactOfLeaders, Grade: model.Outstanding}, Change: model.Improved, Steps: step(3)},
			{Area: model.HelpAndProtection, Title: model.HelpAndProtection.Title(), Relation: model.SameArea, From: []model.Graded{{Area: model.HelpAndProtection, Grade: model.RequiresImprovement}},
				To: &model.Graded{Area: model.HelpAndProtection, Grade: model.RequiresImprovement}, Change: model.Unchanged, Steps: step(0)},
			{Area: model.ChildrenInCare, Title: model.ChildrenInCare.Title(), Relation: model.SplitArea, From: []model.Graded{{Area: model.CareAndCareLeavers, Grade: model.Good}},
				To: &model.Graded{Area: model.ChildrenInCare, Grade: model.RequiresImprovement}, Change: model.Declined, Steps: step(-1)},
			{Area: model.CareLeavers, Title: model.CareLeavers.Title(), Relation: model.SplitArea, From: []model.Graded{{Area: model.CareAndCareLeavers, Grade: model.Good}},
				To: &model.Graded{Area: model.CareLeavers, Grade: model.NotJudged}, Change: model.NotComparable},
			{Area: model.OverallEffectiveness, Title: model.OverallEffectiveness.Title(), Relation: model.DiscontinuedArea,
				From: []model.Graded{{Area: model.OverallEffectiveness, Grade: model.Inadequate}}, Change: model.NoLongerJudged},
		},
		Improvements: model.RaisedAgain{
			Recurring: []model.Recurrence{
				{New: improvement("f3", 2, "The quality and frequency of supervision."), Old: []model.ScoredItem{supervision, oversight}},
				{New: improvement("f5", 0, "Records."), Old: []model.ScoredItem{records}},
			},
			New:       []model.Item{action},
			NotRaised: []model.Item{improvement("f7", 14, "The timeliness of assessments, and the use of chronologies in them, so that the history of a family is understood before decisions are taken."), improvement("f10", 14, "Return home interviews.")},
		},
		Themes: []model.ThemeBalance{
			{Theme: model.Workforce, Old: model.Counts{Strength: 1, Concern: 4}, New: model.Counts{Strength: 12, Concern: 1, Mixed: 1}},
			{Theme: model.Recording, Old: model.Counts{Concern: 2}},
			{Theme: model.Health, Old: model.Counts{Neutral: 3}},
		},
		Notes: []model.Warning{{Code: "repaired", Message: "In the older document: the file was damaged and has been repaired as far as possible."}},
	}
}

// oldFrameworks compares inspections under the Single Inspection Framework
// and under ILACS.
func oldFrameworks() *model.Comparison {
	return &model.Comparison{
		Schema: model.DiffSchema,
		Old:    side(model.SIFInspection, "Upland", "2015-02-26"),
		New:    side(model.ILACSInspection, "Upland", "2019-03"),
		Judgements: []model.Change{
			{Area: model.ImpactOfLeaders, Relation: model.RenamedArea, From: []model.Graded{{Area: model.LeadershipManagementGovernance, Grade: model.Good}},
				To: &model.Graded{Area: model.ImpactOfLeaders, Grade: model.Inadequate}, Change: model.Declined, Steps: step(-2)},
			{Area: model.CareAndCareLeavers, Relation: model.MergedArea, From: []model.Graded{{Area: model.LookedAfterAndPermanence, Grade: model.NotJudged}, {Area: model.CareLeavers, Grade: model.Good}},
				To: &model.Graded{Area: model.CareAndCareLeavers, Grade: model.Good}, Change: model.NotComparable},
			{Area: model.OverallEffectiveness, Relation: model.IntroducedArea, From: []model.Graded{}, To: &model.Graded{Area: model.OverallEffectiveness, Grade: model.Good}, Change: model.NewlyJudged},
		},
		Improvements: model.RaisedAgain{NotRaised: []model.Item{improvement("f1", 3, "Improve the quality of assessments.")}},
		Notes:        []model.Warning{},
	}
}

// letterAndVisit compares a letter to children with a visit without grades.
func letterAndVisit() *model.Comparison {
	return &model.Comparison{
		Schema: model.DiffSchema,
		Old:    side(model.ChildrenLetter, "Marlow Vale", "2022-04"),
		New:    side(model.FocusedVisit, "Marlow Vale", "2025-10-08"),
		Judgements: []model.Change{
			{Area: model.OverallEffectiveness, Relation: model.SameArea, From: []model.Graded{{Area: model.OverallEffectiveness, Grade: model.Good}},
				To: &model.Graded{Area: model.OverallEffectiveness}, Change: model.NotComparable},
		},
		Improvements: model.RaisedAgain{New: []model.Item{improvement("f3", 1, "Supervision.")}},
		Notes:        []model.Warning{{Code: "not_graded", Message: "The newer document is of a kind that gives no grades."}},
	}
}

// nothing compares two visits that say nothing, of authorities without dates.
func nothing() *model.Comparison {
	return &model.Comparison{Schema: model.DiffSchema, Old: side(model.FocusedVisit, "", ""), New: side(model.MonitoringVisit, "Upland", "")}
}

// hostileDiff is of documents whose author wants to harm their reader.
func hostileDiff() *model.Comparison {
	const bad = "=HYPERLINK(\"http://example.org\") | a * <script> \x1b]0;title\x07\x1b[31m\u202e\x00 [- +} " + "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"
	c := inspections()
	for _, s := range []*model.Side{&c.Old, &c.New} {
		s.ID, s.Authority, s.End, s.Path = bad, bad, bad, bad
	}
	c.Old.Authority = "=" + bad
	c.Judgements[0].Title = bad
	c.Improvements.Recurring[0].New.Text = bad
	c.Improvements.Recurring[0].Old[0].Text = bad
	c.Improvements.Recurring[0].Old[0].Words = []model.WordChange{{Op: model.WordsDeleted, Text: bad}, {Op: model.WordsInserted, Text: " " + bad}}
	c.Improvements.New[0].Text = bad
	c.Improvements.NotRaised[0].Text = bad
	c.Notes[0].Message = bad
	return c
}

func writeDiff(t *testing.T, format string, s Screen, c *model.Comparison) string {
	t.Helper()
	var buf bytes.Buffer
	f, ok := DiffFormats.For(format, "")
	if !ok {
		t.Fatalf("no format %s", format)
	}
	if err := f.Write(&buf, s, c); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestDiffGolden(t *testing.T) {
	for _, test := range []struct {
		name, format string
		screen       Screen
		comparison   *model.Comparison
	}{
		{"diff.txt", "table", Screen{Width: 80}, inspections()},
		{"diff-narrow.txt", "table", Screen{Width: 50, Terminal: true}, inspections()},
		{"diff-wide.txt", "table", Screen{Width: 120, Terminal: true}, inspections()},
		{"diff-colour.txt", "table", Screen{Width: 80, Terminal: true, Colour: true}, inspections()},
		{"diff.md", "markdown", Screen{}, inspections()},
		{"diff.csv", "csv", Screen{}, inspections()},
		{"diff.json", "json", Screen{}, inspections()},
		{"diff-old.txt", "table", Screen{Width: 80}, oldFrameworks()},
		{"diff-old.csv", "csv", Screen{}, oldFrameworks()},
		{"diff-visit.txt", "table", Screen{Width: 80}, letterAndVisit()},
		{"diff-visit.md", "markdown", Screen{}, letterAndVisit()},
		{"diff-nothing.txt", "table", Screen{Width: 80}, nothing()},
		{"diff-hostile.md", "markdown", Screen{}, hostileDiff()},
	} {
		t.Run(test.name, func(t *testing.T) {
			golden(t, test.name, []byte(writeDiff(t, test.format, test.screen, test.comparison)))
		})
	}
}

func TestDiffFitsItsSchema(t *testing.T) {
	schema, doc := compile(t, "diff")
	data := []byte(writeDiff(t, "json", Screen{}, inspections()))
	if err := validate(t, schema, data); err != nil {
		t.Error(err)
	}
	for _, change := range []struct{ from, to string }{
		{`"relation": "split"`, `"relation": "divided"`},
		{`"op": "insert"`, `"op": "add"`},
		{`"not_raised_again"`, `"resolved"`},
		{`"notes"`, `"remarks"`},
	} {
		bad := strings.Replace(string(data), change.from, change.to, 1)
		if bad == string(data) {
			t.Fatalf("%s is not in the output", change.from)
		}
		if validate(t, schema, []byte(bad)) == nil {
			t.Errorf("schema allows %s", change.to)
		}
	}
	var want []string
	schemaKeys(doc["$defs"].(map[string]any), doc, "", &want)
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	valueKeys(v, "", got)
	for k := range got {
		if !slices.Contains(want, k) && !strings.HasPrefix(k, ".judgements.to.") { // the schema has that as one of two
			t.Errorf("output has %s, schema has not", k)
		}
	}
	for _, k := range want {
		if !got[k] {
			t.Errorf("schema has %s, output has not", k)
		}
	}
}

var trailing = regexp.MustCompile(` +\n`)

// A table keeps within its width, whatever it holds, and colour changes
// nothing but spaces at the ends of lines.
func TestDiffKeepsItsWidth(t *testing.T) {
	for _, c := range []*model.Comparison{inspections(), oldFrameworks(), letterAndVisit(), nothing(), hostileDiff()} {
		for columns := minReport; columns <= maxWidth; columns++ {
			text := writeDiff(t, "table", Screen{Width: columns, Terminal: true, Colour: true}, c)
			checkWidth(t, columns, text)
			plain := sgr.ReplaceAllString(text, "")
			if strings.ContainsFunc(plain, func(c rune) bool { return isControl(c) && c != '\n' }) {
				t.Fatalf("control characters in %q", plain)
			}
			plain = trailing.ReplaceAllString(plain, "\n")
			if without := writeDiff(t, "table", Screen{Width: columns, Terminal: true}, c); without != plain {
				t.Fatalf("at %d columns colour changes the words (-without +with):\n%s", columns, cmp.Diff(without, plain))
			}
		}
	}
}

func TestDiffCSVIsSafe(t *testing.T) {
	for _, c := range []*model.Comparison{inspections(), hostileDiff(), nothing()} {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(writeDiff(t, "csv", Screen{}, c), bom))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for i, field := range row {
				if field != "" && isFormula([]rune(field)[0]) && rows[0][i] != "steps" {
					t.Errorf("%s: cell begins a formula: %q", rows[0][i], field)
				}
			}
		}
	}
}

func TestDiffWriteErrorsAreNotLost(t *testing.T) {
	for _, format := range DiffFormats {
		if err := format.Write(full{}, Screen{Width: 80}, inspections()); err == nil {
			t.Errorf("%s: no error", format.Name)
		}
	}
}

// No format says of an item that it was resolved, but that it may not be.
func TestDiffNeverSaysResolved(t *testing.T) {
	for _, format := range DiffFormats {
		text := strings.Join(strings.Fields(writeDiff(t, format.Name, Screen{Width: 80}, inspections())), " ")
		if strings.Contains(strings.ReplaceAll(text, "not mean resolved", ""), "resolved") {
			t.Errorf("%s: %s", format.Name, text)
		}
	}
}

func TestChangeWords(t *testing.T) {
	graded := func(a model.Area, g model.Grade) *model.Graded { return &model.Graded{Area: a, Grade: g} }
	help := model.HelpAndProtection
	for _, test := range []struct {
		old, new model.Kind
		from, to *model.Graded
		change   model.Movement
		steps    *int
		words    string
	}{
		{model.ILACSInspection, model.ILACSInspection, graded(help, model.Inadequate), graded(help, model.Good), model.Improved, step(2), "▲ improved by 2 grades"},
		{model.ILACSInspection, model.ILACSInspection, graded(help, model.Good), graded(help, model.RequiresImprovement), model.Declined, step(-1), "▼ declined by 1 grade"},
		{model.ILACSInspection, model.ILACSInspection, graded(help, model.Good), graded(help, model.Good), model.Unchanged, step(0), "= unchanged"},
		{model.ILACSInspection, model.FocusedVisit, graded(help, model.Good), graded(help, ""), model.NotComparable, nil, "not graded at this visit"},
		{model.MonitoringVisit, model.ILACSInspection, graded(help, ""), graded(help, model.Good), model.NewlyJudged, nil, "not graded at the earlier visit"},
		{model.ILACSInspection, model.JTAI, graded(help, model.Good), graded(help, ""), model.NotComparable, nil, "not graded: a document of this kind gives no grades"},
		{model.ILACSInspection, model.LSCBReview, graded(help, model.Good), graded(help, ""), model.NotComparable, nil, "not judged: LSCB review only"},
		{model.LACInspection, model.ILACSInspection, graded(help, model.Adequate), graded(help, model.Good), model.NotComparable, nil, "not comparable: another scale"},
		{model.SIFInspection, model.ILACSInspection, graded(help, model.NotJudged), graded(help, model.Good), model.NotComparable, nil, "not comparable: not judged then"},
		{model.SIFInspection, model.SIFInspection, graded(help, model.Good), graded(help, model.NotJudged), model.NotComparable, nil, "not comparable: not judged now"},
		{model.AreaSENDInspection, model.ILACSInspection, graded(help, ""), graded(help, model.Good), model.NotComparable, nil, "not comparable: other services"},
		{model.SIFInspection, model.ILACSInspection, graded(help, model.Good), nil, model.NoLongerJudged, nil, "discontinued"},
		{model.SIFInspection, model.ILACSInspection, nil, graded(help, model.Good), model.NewlyJudged, nil, "introduced"},
	} {
		c := model.Change{Area: help, To: test.to, Change: test.change, Steps: test.steps}
		if test.from != nil {
			c.From = []model.Graded{*test.from}
		} else {
			c.Relation = model.IntroducedArea
		}
		of := &model.Comparison{Old: side(test.old, "Kestrel", "2018-12-07"), New: side(test.new, "Kestrel", "2022-12-07")}
		if got := changeWords(c, of); got != test.words {
			t.Errorf("%s, %s: %q, want %q", test.old, test.new, got, test.words)
		}
	}
	unfound := side(model.ILACSInspection, "Kestrel", "2022-12-07")
	unfound.Graded = false
	if got := unjudged(unfound, "at this visit"); got != "no grade found in the document" {
		t.Error(got)
	}
}

func TestCorrespondence(t *testing.T) {
	for _, test := range []struct {
		relation model.Relation
		from     []model.Graded
		want     string
	}{
		{model.SameArea, []model.Graded{{Area: model.HelpAndProtection}}, ""},
		{model.SplitArea, []model.Graded{{Area: model.CareAndCareLeavers, Grade: model.Good}}, "was part of: children in care and care leavers"},
		{model.RenamedArea, []model.Graded{{Area: model.LeadershipManagementGovernance}}, "was: leadership, management and governance"},
		{model.MergedArea, []model.Graded{{Area: model.LookedAfterAndPermanence, Grade: model.Good}, {Area: model.CareLeavers, Grade: model.RequiresImprovement}},
			"was: children looked after and achieving permanence; joined by: care leavers (then requires improvement)"},
		{model.MergedArea, []model.Graded{{Area: model.CareLeavers, Grade: model.Good}}, "was: care leavers"},
		{model.IntroducedArea, nil, ""},
	} {
		if got := correspondence(model.Change{Relation: test.relation, From: test.from}); got != test.want {
			t.Errorf("%s: %q, want %q", test.relation, got, test.want)
		}
	}
}

func TestSure(t *testing.T) {
	for score, want := range map[float64]string{1: "close match", 0.75: "close match", 0.74: "likely match", 0.5: "likely match", 0.2: "possible match", 0: "possible match"} {
		if got := sure(score); got != want {
			t.Errorf("%v: %s, want %s", score, got, want)
		}
	}
}

// Marked words give, the one or the other left out, both texts.
func TestMarked(t *testing.T) {
	words := inspections().Improvements.Recurring[0].Old[0].Words
	const want = "The quality {+and frequency+} of supervision[-, so that it is regular-]."
	if got := marked(words, wordMarks, clean); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := fmt.Sprint(reworded(words), reworded(nil)); got != "true false" {
		t.Error(got)
	}
}
