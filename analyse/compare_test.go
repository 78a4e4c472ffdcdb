package analyse_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/analyse"
	"ofsted/model"
)

// asks returns an analysed inspection with areas for improvement.
func asks(texts ...string) *model.Inspection {
	in := written(model.Improvement, texts...)
	analyse.Inspect(in)
	return in
}

// pairs are areas for improvement that ask for the same in other words.
var pairs = [][2]string{
	{"Ensure that all social workers receive regular, reflective supervision of good quality.", "The quality and frequency of supervision for social workers."},
	{"Ensure that children who go missing are offered a prompt return home interview.", "The timeliness of return home interviews for children who go missing."},
	{"Improve pathway plans so that they are of good quality and up to date for all care leavers.", "The quality of pathway plans for care leavers."},
	{"Raise the quality of personal education plans for children looked after.", "The quality of personal education plans."},
	{"Increase the number and range of placements so that there is sufficient choice for children.", "The sufficiency of foster placements."},
	{"Ensure that children looked after have prompt initial health assessments.", "The timeliness of initial health assessments for children in care."},
	{"Ensure that life story work is done in time for all children looked after.", "Life-story work for children in care."},
}

func TestRaisedAgain(t *testing.T) {
	t.Parallel()
	for _, p := range pairs {
		c := analyse.Compare(asks(p[0]), asks(p[1]))
		r := c.Improvements
		if len(r.Recurring) != 1 || len(r.New)+len(r.NotRaised) != 0 {
			t.Errorf("%q after %q is not raised again", p[1], p[0])
			continue
		}
		again := r.Recurring[0]
		if again.New.Text != p[1] || again.New.ID != "f1" || again.New.Kind != model.Improvement || len(again.Old) != 1 ||
			again.Old[0].Text != p[0] || again.Old[0].Score < 0.5 || again.Old[0].Words != nil {
			t.Errorf("%+v", again)
		}
	}
}

// The same topic with another shortfall is another issue, and so is what has
// words in common by chance.
func TestNotRaisedAgain(t *testing.T) {
	t.Parallel()
	for _, p := range [][2]string{
		{"Ensure that foster carers receive regular supervision and their annual reviews are on time.", "The number of foster carers who are recruited locally."},
		{"The attendance of police at child protection conferences.", "The quality of child protection plans."},
		{"The timeliness of initial child protection conferences.", "The quality of child protection plans."},
		{"The sufficiency of suitable accommodation for care leavers.", "The quality of pathway plans for care leavers."},
		{"The speed of family finding for adoption.", "The timeliness of return home interviews for children who go missing."},
		{"Private fostering arrangements.", "The recording of supervision."},
		{"Recruitment of adopters.", "Consent at the front door."},
	} {
		r := analyse.Compare(asks(p[0]), asks(p[1])).Improvements
		if len(r.Recurring) != 0 || len(r.New) != 1 || len(r.NotRaised) != 1 || r.New[0].Text != p[1] || r.NotRaised[0].Text != p[0] {
			t.Errorf("%q after %q: %+v", p[1], p[0], r)
		}
	}
}

// Whatever two inspections ask for, each item stands in one list, those of a
// list in the order of their document, and the likeliest older item first.
func TestEveryItemHasOnePlace(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, p := range pairs {
		texts = append(texts, p[0], p[1])
	}
	texts = append(texts, "", "X", "Recruitment of adopters.", "Consent at the front door.", "The quality of plans.", "The quality of plans and of supervision.")
	rng := rand.New(rand.NewPCG(1, 2))
	some := func() []string {
		picked := make([]string, rng.IntN(9))
		for i := range picked {
			picked[i] = texts[rng.IntN(len(texts))]
		}
		return picked
	}
	recurring := 0
	for range 60 {
		old, new := asks(some()...), asks(some()...)
		r := analyse.Compare(old, new).Improvements
		checkPlaces(t, old, new, r)
		recurring += len(r.Recurring)
	}
	if recurring < 30 {
		t.Errorf("only %d items were raised again", recurring)
	}
}

func checkPlaces(t *testing.T, old, new *model.Inspection, r model.RaisedAgain) {
	t.Helper()
	var before, after []string
	seen := map[string]bool{}
	inOrder := func(list []string, id string) []string {
		if n := len(list); n > 0 && (len(id) < len(list[n-1]) || len(id) == len(list[n-1]) && id <= list[n-1]) { // f10 is behind f9
			t.Errorf("%s behind %v", id, list)
		}
		return append(list, id)
	}
	for _, again := range r.Recurring {
		after = inOrder(after, again.New.ID)
		if len(again.Old) == 0 {
			t.Errorf("%s raises nothing again", again.New.ID)
		}
		for i, o := range again.Old {
			seen[o.ID] = true
			if o.Score < 0 || o.Score > 1 || i > 0 && o.Score > again.Old[i-1].Score {
				t.Errorf("%s: scores %+v", again.New.ID, again.Old)
			}
			if slices.ContainsFunc(again.Old[:i], func(p model.ScoredItem) bool { return p.ID == o.ID }) {
				t.Errorf("%s raises %s again twice", again.New.ID, o.ID)
			}
		}
	}
	var rest []string
	for _, n := range r.New {
		rest = inOrder(rest, n.ID)
	}
	for _, o := range r.NotRaised {
		before = inOrder(before, o.ID)
		if seen[o.ID] {
			t.Errorf("%s is raised again, and is not", o.ID)
		}
	}
	for id := range seen {
		before = append(before, id)
	}
	after = append(after, rest...)
	checkIDs(t, "older", old, before)
	checkIDs(t, "newer", new, after)
}

// checkIDs makes sure that the ids are those of an inspection's findings,
// each once.
func checkIDs(t *testing.T, which string, in *model.Inspection, got []string) {
	t.Helper()
	want := []string{}
	for _, f := range in.Findings {
		want = append(want, f.ID)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("items of the %s: %v, want %v", which, got, want)
	}
}

// What is asked of a safeguarding board is left out, but not where a document
// is about the board; paragraphs are put together first, and other findings
// are no items.
func TestItems(t *testing.T) {
	t.Parallel()
	in := asks("The quality of personal education", "plans.", "Consent at the front door.", "The training that the board offers.")
	in.Findings[0].Page, in.Findings[0].Area = 3, model.ChildrenInCare
	in.Findings[1].Page, in.Findings[1].Continues = 4, "f1"
	in.Findings[2].Kind = model.PriorityAction
	in.Findings[3].About = model.AboutLSCB
	for i, kind := range []model.FindingKind{model.Headline, model.Strength, model.Body, model.Context, model.PracticeStudy} {
		in.Findings = append(in.Findings, model.Finding{ID: fmt.Sprint("g", i), Kind: kind, About: model.AboutAuthority, Text: "The quality of plans."})
	}
	in.Kind = model.SIFInspection
	board := written(model.Improvement, "Recruitment of adopters.")
	analyse.Inspect(board)
	want := []model.Item{
		{ID: "f1", Kind: model.Improvement, Area: model.ChildrenInCare, Page: 3, Text: "The quality of personal education plans."},
		{ID: "f3", Kind: model.PriorityAction, Text: "Consent at the front door."},
	}
	if diff := cmp.Diff(want, analyse.Compare(board, in).Improvements.New); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, analyse.Compare(in, board).Improvements.NotRaised); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	in.Kind = model.LSCBReview
	if got := analyse.Compare(board, in).Improvements.New; len(got) != 3 || got[2].ID != "f4" {
		t.Errorf("of a review of the board: %+v", got)
	}
}

// One newer item may raise several older ones again, and several one.
func TestRaisedAgainBySeveral(t *testing.T) {
	t.Parallel()
	p := pairs[1]
	r := analyse.Compare(asks(p[0], "Recruitment of adopters.", p[0]), asks(p[1], p[0])).Improvements
	if len(r.Recurring) != 2 || len(r.Recurring[0].Old) != 2 || len(r.Recurring[1].Old) != 2 || len(r.New) != 0 || len(r.NotRaised) != 1 {
		t.Errorf("%+v", r)
	}
}

// Without anything to compare there are empty lists, which are [] in JSON.
func TestCompareNothing(t *testing.T) {
	t.Parallel()
	c := analyse.Compare(asks(), asks())
	if c.Schema != model.DiffSchema || c.Judgements == nil || c.Improvements.Recurring == nil || c.Improvements.New == nil ||
		c.Improvements.NotRaised == nil || c.Themes == nil || c.Notes == nil {
		t.Errorf("%+v", c)
	}
	if len(c.Judgements)+len(c.Improvements.Recurring)+len(c.Improvements.New)+len(c.Improvements.NotRaised)+len(c.Themes) != 0 {
		t.Errorf("%+v", c)
	}
	data, err := json.Marshal(c)
	if err != nil || strings.Contains(string(data), `s":null`) || !strings.Contains(string(data), `"recurring":[],"new":[],"not_raised_again":[]`) {
		t.Errorf("%v %s", err, data)
	}
	if r := analyse.Compare(asks(), asks("Supervision.")).Improvements; len(r.New) != 1 || r.NotRaised == nil || r.Recurring == nil {
		t.Errorf("%+v", r)
	}
	if r := analyse.Compare(asks("Supervision."), asks()).Improvements; len(r.NotRaised) != 1 || r.New == nil || r.Recurring == nil {
		t.Errorf("%+v", r)
	}
}

// Findings are counted on each of their themes by what they say on it.
// Summaries, facts of the inspection and what is about the board are not
// counted, and a paragraph in parts counts once.
func TestThemes(t *testing.T) {
	t.Parallel()
	finding := func(kind model.FindingKind, p model.Polarity, themes ...model.Theme) model.Finding {
		return model.Finding{Kind: kind, About: model.AboutAuthority, Polarity: p, Themes: themes,
			Sentences: []model.Sentence{{Text: "One.", Polarity: p, Themes: themes}}}
	}
	part := finding(model.Body, model.StrengthSaid, model.Health)
	part.Continues = "f1"
	board := finding(model.Improvement, model.ConcernSaid, model.Partnership)
	board.About = model.AboutLSCB
	old := &model.Inspection{Kind: model.SIFInspection, Findings: []model.Finding{
		finding(model.Body, model.StrengthSaid, model.Health, model.Education), part,
		finding(model.Body, model.ConcernSaid, model.Education),
		finding(model.Headline, model.ConcernSaid, model.Workforce), finding(model.Context, model.NeutralSaid, model.Workforce), board,
	}}
	new := &model.Inspection{Kind: model.ILACSInspection, Findings: []model.Finding{
		finding(model.Improvement, model.ConcernSaid, model.Health), finding(model.Strength, model.StrengthSaid, model.Leadership),
		finding(model.Body, model.MixedSaid, model.Leadership), finding(model.PracticeStudy, model.NeutralSaid, model.Leadership),
	}}
	both := model.Finding{Kind: model.Body, About: model.AboutAuthority, Sentences: []model.Sentence{
		{Text: "One.", Polarity: model.StrengthSaid, Themes: []model.Theme{model.Assessment}},
		{Text: "Two.", Polarity: model.ConcernSaid, Themes: []model.Theme{model.Recording}},
	}}
	both.Sum()
	new.Findings = append(new.Findings, both)
	want := []model.ThemeBalance{
		{Theme: model.Leadership, New: model.Counts{Strength: 1, Mixed: 1, Neutral: 1}},
		{Theme: model.Recording, New: model.Counts{Concern: 1}},
		{Theme: model.Assessment, New: model.Counts{Strength: 1}},
		{Theme: model.Education, Old: model.Counts{Strength: 1, Concern: 1}},
		{Theme: model.Health, Old: model.Counts{Strength: 1}, New: model.Counts{Concern: 1}},
	}
	if diff := cmp.Diff(want, analyse.Compare(old, new).Themes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	old.Kind = model.LSCBReview
	if got := analyse.Compare(old, new).Themes; !slices.Contains(got, model.ThemeBalance{Theme: model.Partnership, Old: model.Counts{Concern: 1}}) {
		t.Errorf("of a review of the board: %+v", got)
	}
}

func TestCompareSides(t *testing.T) {
	t.Parallel()
	old, new := inspection(model.SIFInspection, "Kestrel", "2014-07-23"), inspection(model.FocusedVisit, "Kestrel", "2019-01-02")
	new.Source.Path = "letter.pdf"
	analyse.Inspect(old)
	analyse.Inspect(new)
	c := analyse.Compare(old, new)
	want := [2]model.Side{
		{ID: "kestrel-2014-07-23-sif_inspection", Kind: model.SIFInspection, Framework: model.SIF, Authority: "Kestrel", End: "2014-07-23", Graded: true},
		{ID: "kestrel-2019-01-02-focused_visit", Kind: model.FocusedVisit, Framework: model.ILACS, Authority: "Kestrel", End: "2019-01-02", Path: "letter.pdf"},
	}
	if diff := cmp.Diff(want, [2]model.Side{c.Old, c.New}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(model.CompareJudgements(old, new), c.Judgements); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The same two compare to the same, time and again and by several at once.
func TestCompareIsStable(t *testing.T) {
	t.Parallel()
	var before, after []string
	for _, p := range pairs {
		before, after = append(before, p[0]), append(after, p[1])
	}
	old, new := asks(before...), asks(after...)
	want := analyse.Compare(old, new)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if diff := cmp.Diff(want, analyse.Compare(old, new)); diff != "" {
				t.Errorf("(-first +later):\n%s", diff)
			}
		})
	}
	wait.Wait()
}
