package sentence

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/words"
	"ofsted/model"
)

// has reports whether list holds a feature.
func has(list []linear.Feature, hash uint32) bool {
	return slices.ContainsFunc(list, func(f linear.Feature) bool { return f.Hash == hash })
}

// hashes returns the features of a sentence that polarity and themes are
// learnt from.
func hashes(text string, ctx Context) (tone, subject []uint32) {
	var r Reading
	r.Read(text, ctx)
	for _, f := range r.Tone() {
		tone = append(tone, f.Hash)
	}
	for _, f := range r.Subject() {
		subject = append(subject, f.Hash)
	}
	slices.Sort(tone)
	slices.Sort(subject)
	return tone, subject
}

// The heading counts for what a sentence is about, and its finding's kind for
// what it says of the work; neither for the other, since polarity is judged by
// the sentence's own words.
func TestContext(t *testing.T) {
	t.Parallel()
	const text = "Plans are clear."
	tone, subject := hashes(text, Context{})
	for _, test := range []struct {
		name          string
		text          string
		ctx           Context
		tone, subject bool // whether they are the same as without
	}{
		{"the same", text, Context{}, true, true},
		{"a heading", text, Context{Heading: "Care leavers: inadequate"}, true, false},
		{"a kind", text, Context{Kind: "context"}, false, true},
		{"without its capital", "plans are clear.", Context{}, false, true},
	} {
		a, b := hashes(test.text, test.ctx)
		if slices.Equal(a, tone) != test.tone || slices.Equal(b, subject) != test.subject {
			t.Errorf("%s: the same tone %v and subject %v", test.name, slices.Equal(a, tone), slices.Equal(b, subject))
		}
	}
}

// A word counts for something else in the part of a contrast that concedes,
// in the one that answers, and behind "but".
func TestContrasts(t *testing.T) {
	t.Parallel()
	clear := words.Hash("clear")
	for text, want := range map[string][]clause{
		"Plans are clear.":                                 nil,
		"While plans are clear, visits are late.":          {conceded},
		"Despite clear plans, visits are late.":            {conceded},
		"Although visits are late, plans are clear.":       {answered},
		"Visits are late, but plans are clear.":            {opposed},
		"However, plans are clear.":                        {opposed},
		"Whilst plans are clear, they are not clear, yet.": {conceded, answered},
	} {
		var r Reading
		r.Read(text, Context{})
		tone := slices.Clone(r.Tone())
		for _, c := range []clause{conceded, answered, opposed} {
			if got := has(tone, words.Pair(clauseTag[c], clear)); got != slices.Contains(want, c) {
				t.Errorf("%q: clear in clause %d: %v", text, c, got)
			}
			if has(r.Subject(), words.Pair(clauseTag[c], clear)) {
				t.Errorf("%q: a contrast says nothing of the subject", text)
			}
		}
	}
}

// Features stand on words that there are, weigh as much together whatever
// their number, and a reading that is used again holds nothing of before.
func TestReading(t *testing.T) {
	t.Parallel()
	var r Reading
	for _, text := range []string{
		"Plans are clear.", "", strings.Repeat("Plans, visits; ", 1000), "While plans are clear, visits are not.", "’", "A", "\xff plans",
	} {
		r.Read(text, Context{Kind: "finding", Heading: "Care leavers"})
		if len(r.Words) > maxWords {
			t.Errorf("%d words", len(r.Words))
		}
		for _, list := range []features{r.text, r.tone, r.subject, r.heading} {
			for _, f := range list.spans {
				if f.from < 0 || f.to < f.from || f.to > len(r.Words) {
					t.Errorf("%.40q: feature on words %d to %d of %d", text, f.from, f.to, len(r.Words))
				}
			}
		}
		for _, list := range [][]linear.Feature{slices.Clone(r.Tone()), r.Subject()} {
			sum := 0.0
			for _, f := range list {
				sum += float64(f.Value) * float64(f.Value)
			}
			if math.Abs(sum-1) > 1e-3 {
				t.Errorf("%.40q: features weigh %v together", text, sum)
			}
		}
		var fresh Reading
		fresh.Read(text, Context{Kind: "finding", Heading: "Care leavers"})
		if !slices.Equal(fresh.Tone(), slices.Clone(r.Tone())) || !slices.Equal(fresh.Subject(), slices.Clone(r.Subject())) {
			t.Errorf("%.40q: another reading the second time", text)
		}
		tokens, heading := r.Tokens()
		if n := len(tokens) - count(tokens, conv.Comma); n != len(r.Words) || len(heading) != 2 {
			t.Errorf("%.40q: tokens of %d words, %d of the heading", text, n, len(heading))
		}
	}
}

func count(tokens []conv.Token, t conv.Token) (n int) {
	for _, x := range tokens {
		if x == t {
			n++
		}
	}
	return n
}

func TestTokens(t *testing.T) {
	t.Parallel()
	var r Reading
	r.Read("Plans, and visits", Context{Heading: "Care: good"})
	tokens, heading := r.Tokens()
	of := func(stem string) conv.Token { return conv.Token(words.Hash(stem)) }
	if diff := cmp.Diff([]conv.Token{of("plan"), conv.Comma, of("and"), of("visit")}, tokens); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]conv.Token{of("care"), of("good")}, heading); diff != "" {
		t.Errorf("of the heading (-want +got):\n%s", diff)
	}
}

// Of a heading that is longer than any only the front is read.
func TestLongHeading(t *testing.T) {
	t.Parallel()
	var r Reading
	r.Read("Plans are clear.", Context{Heading: strings.Repeat("é plans ", 100_000)})
	if n := len(r.other); n < 100 || n > maxHeading {
		t.Errorf("%d words of the heading", n)
	}
}

// What the classifier below learns: a sentence for each polarity and theme
// made of these.
var (
	services = []struct {
		words string
		theme model.Theme
	}{{"pathway plans", model.LeavingCare}, {"foster carers", model.Placements}, {"school places", model.Education}, {"health checks", model.Health}}
	verdicts = []struct {
		form     string
		polarity model.Polarity
	}{
		{"The %s are strong and effective.", model.StrengthSaid}, {"The %s are weak and late.", model.ConcernSaid},
		{"While some %s are strong, many are weak.", model.MixedSaid}, {"There were %s in March.", model.NeutralSaid},
	}
)

// trained is a classifier that learnt from sentences like those of the tests.
var trained = sync.OnceValue(func() *Classifier {
	var tone, subject []linear.Example
	var net []conv.Example
	vectors := map[conv.Token][]float32{}
	for i := range 120 {
		service, verdict := services[i%4], verdicts[i/4%4]
		polarity, theme := make([]float32, len(Polarities)), make([]float32, len(Themes))
		polarity[slices.Index(Polarities, verdict.polarity)] = 1
		theme[slices.Index(Themes, service.theme)] = 1
		ctx := Context{Kind: "finding"}
		if i%3 == 0 {
			ctx.Heading = service.words
		}
		var r Reading
		r.Read(fmt.Sprintf(verdict.form, service.words), ctx)
		tone = append(tone, linear.Example{Features: slices.Clone(r.Tone()), Targets: polarity, Weight: 1})
		subject = append(subject, linear.Example{Features: slices.Clone(r.Subject()), Targets: theme, Weight: 1})
		text, heading := r.Tokens()
		net = append(net, conv.Example{Sentence: text, Heading: heading, Targets: slices.Concat(polarity, theme)})
		for _, token := range slices.Concat(text, heading) {
			v := make([]float32, 8)
			for k := range v {
				v[k] = float32(math.Sin(float64(token) * float64(k+1)))
			}
			vectors[token] = v
		}
	}
	delete(vectors, conv.Comma)
	o := linear.Options{Epochs: 12, Rate: 0.3, Decay: 3e-4, MinCount: 2, Steps: 127}
	c := &Classifier{Subject: linear.Train(subject, o)}
	o.Exclusive = true
	c.Tone = linear.Train(tone, o)
	c.Net = conv.Train(net, vectors, conv.Options{Filters: 12, Outputs: len(Polarities) + len(Themes),
		Exclusive: len(Polarities), Epochs: 8, Rate: 0.05, Dropout: 0.2, Share: 0.6})
	return c
})

func TestJudge(t *testing.T) {
	t.Parallel()
	var v Verdict
	for _, service := range services {
		for _, verdict := range verdicts {
			text := fmt.Sprintf(verdict.form, service.words)
			trained().Judge(&v, text, Context{Kind: "finding"})
			if v.Polarity != verdict.polarity || len(v.Themes) == 0 || v.Themes[0] != service.theme {
				t.Errorf("%q: %s %v", text, v.Polarity, v.Themes)
			}
		}
	}
}

// A heading says what a sentence is about that does not say so itself, and
// nothing of the work.
func TestJudgeByHeading(t *testing.T) {
	t.Parallel()
	var v Verdict
	for _, service := range services {
		trained().Judge(&v, "They are weak and late.", Context{Kind: "finding", Heading: service.words})
		if len(v.Themes) == 0 || v.Themes[0] != service.theme || v.Polarity != model.ConcernSaid {
			t.Errorf("under %q: %s %v", service.words, v.Polarity, v.Themes)
		}
	}
	trained().Judge(&v, "They are weak and late.", Context{Kind: "finding"})
	why := trained().Why(&v, 3)
	trained().Judge(&v, "They are weak and late.", Context{Kind: "finding", Heading: "Health checks: strong and effective"})
	if v.Polarity != model.ConcernSaid || !slices.Equal(trained().Why(&v, 3), why) {
		t.Errorf("%s, with a heading %v, without %v", v.Polarity, trained().Why(&v, 3), why)
	}
}

// A verdict that is used again says the same as a new one, under whatever
// heading the sentence before stood and whichever classifier judged it.
func TestJudgeAgain(t *testing.T) {
	t.Parallel()
	one := trained()
	nothing := linear.Train([]linear.Example{{Targets: make([]float32, len(Themes)), Weight: 1}}, linear.Options{Epochs: 1, Steps: 127})
	vectors := map[conv.Token][]float32{}
	for _, w := range words.Of(nil, services[0].words+" "+services[1].words) {
		vectors[conv.Token(w.Hash)] = []float32{1, float32(len(vectors))}
	}
	two := &Classifier{Tone: one.Tone, Subject: nothing, Net: conv.Train(nil, vectors, conv.Options{
		Filters: 4, Outputs: len(Polarities) + len(Themes), Exclusive: len(Polarities)})}
	var again Verdict
	rng := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		c := []*Classifier{one, two}[rng.IntN(2)]
		text := fmt.Sprintf(verdicts[rng.IntN(4)].form, services[rng.IntN(4)].words)
		ctx := Context{Kind: "finding", Heading: []string{"", services[0].words, services[1].words}[rng.IntN(3)]}
		var fresh Verdict
		c.Judge(&fresh, text, ctx)
		c.Judge(&again, text, ctx)
		if !slices.Equal(again.scores, fresh.scores) {
			t.Fatalf("%q under %q: %v, want %v", text, ctx.Heading, again.scores, fresh.scores)
		}
	}
}

// The outputs are those of the model, each once, and none is left out.
func TestOutputs(t *testing.T) {
	t.Parallel()
	sorted := func(list []model.Theme) []model.Theme { return slices.Sorted(slices.Values(list)) }
	if diff := cmp.Diff(sorted(model.Themes()), sorted(Themes)); diff != "" {
		t.Errorf("themes (-of the model +outputs):\n%s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(model.Polarities())), slices.Sorted(slices.Values(Polarities))); diff != "" {
		t.Errorf("polarities (-of the model +outputs):\n%s", diff)
	}
}

func TestLikely(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		p    map[int]float64 // how likely some themes are
		want []model.Theme
	}{
		{"none", nil, []model.Theme{}},
		{"the likeliest is not likely enough", map[int]float64{3: 0.11}, []model.Theme{}},
		{"only the likeliest may be less likely", map[int]float64{3: 0.12, 4: 0.29}, []model.Theme{Themes[4]}},
		{"the likeliest first", map[int]float64{1: 0.30, 5: 0.9, 2: 0.5}, []model.Theme{Themes[5], Themes[2], Themes[1]}},
		{"as likely as each other", map[int]float64{7: 0.5, 2: 0.5}, []model.Theme{Themes[2], Themes[7]}},
		{"not more than so many", map[int]float64{0: 0.4, 1: 0.5, 2: 0.6, 3: 0.7, 4: 0.8, 5: 0.9}, []model.Theme{Themes[5], Themes[4], Themes[3], Themes[2]}},
	} {
		scores := make([]float32, len(Themes))
		for i := range scores {
			scores[i] = logit(test.p[i])
		}
		if diff := cmp.Diff(test.want, likely(scores)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// The words given are words of the sentence, the strongest first, no word
// twice; and they are those that decided.
func TestWhy(t *testing.T) {
	t.Parallel()
	var v Verdict
	text := "While some foster carers – and health checks – are strong, many are weak, and the school places are weak and late."
	for _, text := range []string{text, "The foster carers are weak and late.", "", "Żółw", "plans\xff weak", strings.Repeat("weak, late. ", 400)} {
		trained().Judge(&v, text, Context{Kind: "finding", Heading: "Foster carers"})
		for most := range 5 {
			checkSpans(t, text, trained().Why(&v, most), most)
			for _, theme := range v.Themes {
				checkSpans(t, text, trained().WhyTheme(&v, theme, most), most)
			}
		}
	}
	text = "The foster carers are weak and late."
	trained().Judge(&v, text, Context{Kind: "finding"})
	if why := trained().Why(&v, 1); len(why) != 1 || !strings.Contains(text[why[0].From:why[0].To], "weak") && !strings.Contains(text[why[0].From:why[0].To], "late") {
		t.Errorf("%s because of %+v", v.Polarity, why)
	}
	if why := trained().WhyTheme(&v, model.Placements, 1); len(why) != 1 || !strings.Contains(text[why[0].From:why[0].To], "foster") && !strings.Contains(text[why[0].From:why[0].To], "carers") {
		t.Errorf("%v because of %+v", v.Themes, why)
	}
}

func checkSpans(t *testing.T, text string, spans []Span, most int) {
	t.Helper()
	if len(spans) > most {
		t.Errorf("%.40q: %d spans, at most %d", text, len(spans), most)
	}
	for i, s := range spans {
		if s.From < 0 || s.To <= s.From || s.To > len(text) || !(s.Weight > 0) {
			t.Errorf("%.40q: %+v of %d bytes", text, s, len(text))
		}
		if i > 0 && s.Weight > spans[i-1].Weight {
			t.Errorf("%.40q: the strongest do not come first: %+v", text, spans)
		}
		for _, other := range spans[:i] {
			if s.From < other.To && other.From < s.To {
				t.Errorf("%.40q: %+v and %+v", text, s, other)
			}
		}
	}
}

// One classifier judges for several at once.
func TestJudgeAtOnce(t *testing.T) {
	t.Parallel()
	judge := func(v *Verdict, i int) string {
		text := fmt.Sprintf(verdicts[i%4].form, services[i/4%4].words)
		trained().Judge(v, text, Context{Kind: "finding"})
		return fmt.Sprint(v.Polarity, v.Themes, trained().Why(v, 3))
	}
	var want []string
	for i := range 16 {
		want = append(want, judge(new(Verdict), i))
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			var v Verdict
			for i := range 160 {
				if got := judge(&v, i); got != want[i%16] {
					t.Errorf("%s, want %s", got, want[i%16])
				}
			}
		})
	}
	wait.Wait()
}
