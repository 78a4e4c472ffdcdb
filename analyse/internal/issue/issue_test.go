package issue

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/words"
)

// Every line of the table is a concept with phrases that name it.
func TestConceptsTable(t *testing.T) {
	t.Parallel()
	var practices, shortfalls, names []string
	for _, c := range concepts() {
		kind := "practice "
		if c.shortfall {
			kind = "shortfall "
			shortfalls = append(shortfalls, c.name)
		} else {
			practices = append(practices, c.name)
		}
		if slices.Contains(names, kind+c.name) {
			t.Errorf("two lines for the %s%s", kind, c.name)
		}
		names = append(names, kind+c.name)
	}
	if len(practices) < 50 || len(shortfalls) < 10 {
		t.Errorf("%d practices, %d shortfalls", len(practices), len(shortfalls))
	}
	for line := range strings.Lines(conceptsText) {
		line = strings.TrimSpace(line)
		name, phrases, ok := strings.Cut(line, ":")
		switch {
		case line == "", strings.HasPrefix(line, "#"), line == "[practice]", line == "[shortfall]":
		case !ok || name == "" || name != strings.TrimSpace(name):
			t.Errorf("no line of a concept: %q", line)
		default:
			checkPhrases(t, name, strings.Split(phrases, ","))
		}
	}
}

func checkPhrases(t *testing.T, name string, phrases []string) {
	t.Helper()
	for i, p := range phrases {
		if strings.TrimSpace(p) == "" || len(words.Of(nil, p)) == 0 {
			t.Errorf("%s: phrase %d is empty", name, i+1)
			continue
		}
		if slices.Contains(phrases[:i], p) {
			t.Errorf("%s: %q twice", name, p)
		}
		if !slices.Contains(names(New("It is "+p+" here")), name) {
			t.Errorf("%s is not found by %q", name, p)
		}
	}
}

// names returns the concepts of an item, practices first as in the table.
func names(it *Item) []string {
	list := []string{}
	for _, c := range it.concepts {
		list = append(list, concepts()[c].name)
	}
	return list
}

func TestConcepts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                               {},
		"Nothing of the sort.":           {},
		"Chronologies.":                  {"history"},
		"Pathway planning.":              {"plans", "pathway plans"},
		"Pathways and plans.":            {"plans"},
		"Pathway":                        {},
		"PRIVATELY FOSTERED":             {"fostering", "private fostering"},
		"The out-of-hours service":       {"out of hours"},
		"Timely pre-birth planning":      {"plans", "pre-proceedings", "unborn children", "timeliness"},
		"Homeless 16- and 17-year-olds":  {"homelessness"},
		"Children’s homes":               {"placements"},
		"Drift and delay, and more risk": {"risk", "timeliness"},
	} {
		if diff := cmp.Diff(want, names(New(text))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	for i, c := range New("Timely pathway plans, chronologies and reviews: risk, audit, consent and quality").concepts {
		if i > 0 && New("Timely pathway plans, chronologies and reviews: risk, audit, consent and quality").concepts[i-1] >= c {
			t.Error("concepts are out of order")
		}
	}
}

func TestReadConcepts(t *testing.T) {
	t.Parallel()
	list, index := readConcepts("# a: comment\n\n[practice]\nplans: plan, care plan\n[shortfall]\nquality: quality\n")
	if len(list) != 2 || list[0].name != "plans" || list[0].shortfall || !list[1].shortfall || list[0].hash == list[1].hash {
		t.Errorf("%+v", list)
	}
	if got := index[words.Hash("care")]; len(index) != 3 || len(got) != 1 || got[0].concept != 0 || len(got[0].stems) != 2 {
		t.Errorf("%+v", index)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	it := New("Plans, plans and the planning of plans")
	if len(it.Words) != 7 || len(it.stems) != 4 || !slices.IsSorted(it.stems) || !slices.IsSorted(it.pairs) {
		t.Errorf("%+v", it)
	}
	if it := New(strings.Repeat("plan visit ", 10_000)); len(it.Words) != maxWords || len(it.stems) != 2 || len(it.pairs) != 2 {
		t.Errorf("%d words, %d stems and %d pairs of a long text", len(it.Words), len(it.stems), len(it.pairs))
	}
	// What Rarity is about: stems and concepts.
	if got := New("Chronologies").Keys(); len(got) != 2 || got[0] != words.Hash("chronolog") && got[0] != words.Hash("chronologi") {
		t.Errorf("%v", got)
	}
}

// rarity makes all that is not held as rare as each other.
func rarity(values map[uint32]float32) *Rarity { return linear.NewTable(values, 3) }

func TestInCommon(t *testing.T) {
	t.Parallel()
	r := rarity(map[uint32]float32{words.Hash("concept pathway plans false"): 5, words.Hash("concept plans false"): 1})
	new, old := New("The quality of pathway plans, and supervision"), New("Good-quality pathway plans and consent")
	if diff := cmp.Diff([]string{"pathway plans", "quality", "plans"}, InCommon(r, new, old, 4)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"pathway plans"}, InCommon(r, new, old, 1)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A name that is both a practice and a shortfall is given once.
	if diff := cmp.Diff([]string{"recording"}, InCommon(r, New("Recording."), New("Recording."), 4)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := InCommon(r, New("Consent"), New("Supervision"), 4); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// matcher learns that items raise the same issue where they share a practice.
var matcher = sync.OnceValue(func() *Matcher {
	texts := []string{"The quality of supervision.", "Regular supervision.", "Consent for referrals.", "Seek consent at first.", "Clear pathway plans.",
		"Pathway planning for care leavers.", "Advocacy for children.", "The offer of an advocate.", "Chronologies on all files.", "Use a child’s history."}
	m := &Matcher{Rarity: rarity(nil)}
	var examples []linear.Example
	for i, a := range texts {
		for j, b := range texts {
			target := float32(0)
			if i/2 == j/2 {
				target = 1
			}
			examples = append(examples, linear.Example{Features: Features(nil, m.Rarity, New(a), New(b)), Targets: []float32{target}, Weight: 1})
		}
	}
	m.Model = linear.Train(examples, linear.Options{Epochs: 20, Rate: 0.1, Decay: 1e-3, MinCount: 1, Steps: 1000})
	return m
})

func items(texts ...string) []*Item {
	var list []*Item
	for _, text := range texts {
		list = append(list, New(text))
	}
	return list
}

func TestMatch(t *testing.T) {
	t.Parallel()
	olds := items("Consent for referrals.", "Advocacy for children.", "The quality of supervision.", "", "Regular supervision.")
	got := matcher().Match(New("The quality of supervision."), olds)
	if len(got) != 2 || got[0].Old != 2 || got[1].Old != 4 {
		t.Fatalf("%+v", got)
	}
	for i, m := range got {
		if m.Score < boundOf(i) || m.Score > 1 || i > 0 && m.Score > got[i-1].Score || m.Score != matcher().Score(New("The quality of supervision."), olds[m.Old]) {
			t.Errorf("match %d: %+v", i, got)
		}
	}
	if got := matcher().Match(New("The quality of supervision."), olds[:2]); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if got := matcher().Match(New("The quality of supervision."), nil); got != nil {
		t.Errorf("of no items: %+v", got)
	}
	// Those that are as likely as each other stand in their order.
	got = matcher().Match(New("Seek consent at first."), items("Advocacy.", "Seek consent at first.", "Seek consent at first."))
	if len(got) != 2 || got[0].Old != 1 || got[1].Old != 2 {
		t.Errorf("%+v", got)
	}
	if boundOf(0) >= boundOf(1) || boundOf(1) != boundOf(7) {
		t.Error("the likeliest has to be surer than the others")
	}
}

// Features are numbers that can be learnt from, whatever the items.
func TestFeatures(t *testing.T) {
	t.Parallel()
	all := items("", "X", "’", "The quality of supervision.", "Consent for referrals.", strings.Repeat("plan for the visit of a child, timely ", 400))
	for _, a := range all {
		for _, b := range all {
			list := Features(nil, matcher().Rarity, a, b)
			for _, f := range list {
				if math.IsNaN(float64(f.Value)) || math.IsInf(float64(f.Value), 0) || f.Value == 0 {
					t.Errorf("%d words beside %d: %+v", len(a.Words), len(b.Words), f)
				}
			}
			if !slices.Equal(list, Features(nil, matcher().Rarity, a, b)) {
				t.Error("other features the second time")
			}
			if s := matcher().Score(a, b); !(s >= 0 && s <= 1) {
				t.Errorf("score %v", s)
			}
		}
	}
	if a, b := Features(nil, matcher().Rarity, all[3], all[4]), Features(nil, matcher().Rarity, all[4], all[3]); slices.Equal(a, b) {
		t.Error("new and old are the same")
	}
}
