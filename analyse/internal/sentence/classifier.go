// Package sentence says of one sentence whether it names a strength or a
// concern, and what it is about. Two kinds of model do so together: sums of
// weights of words and pairs of words (package linear), and a small network
// that looks for phrases (package conv). They err on different sentences;
// their mean errs less than either.
package sentence

import (
	"cmp"
	"slices"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/linear"
	"ofsted/model"
)

// Polarities and Themes are the outputs of the models, in this order, which
// trained weights depend on.
var (
	Polarities = []model.Polarity{model.StrengthSaid, model.ConcernSaid, model.MixedSaid, model.NeutralSaid}
	Themes     = []model.Theme{
		model.Leadership, model.Workforce, model.ManagementOversight, model.QualityAssurance, model.FrontDoor,
		model.EarlyHelp, model.Assessment, model.PlanningAndReview, model.ChildProtection, model.PreProceedings,
		model.DomesticAbuse, model.ExploitationAndMissing, model.DisabledChildren, model.Participation,
		model.Placements, model.Permanence, model.Education, model.Health, model.LeavingCare, model.Partnership,
		model.Diversity, model.Recording, model.OtherTheme,
	}
)

// A Classifier holds the models. It is safe for use by several goroutines,
// each with a Verdict of its own.
type Classifier struct {
	Tone    *linear.Model // polarities
	Subject *linear.Model // themes
	Net     *conv.Net     // polarities, then themes
}

// A Verdict is what a classifier makes of a sentence. Its zero value is ready
// for use, and for use again.
type Verdict struct {
	Polarity model.Polarity
	Themes   []model.Theme // the likeliest first; a new list each time

	reading  Reading
	net      conv.Reading
	polarity []float32
	theme    []float32
}

// How likely a theme must be to be given, and the likeliest of all. Both were
// chosen on sentences held back from training.
const (
	themeBound = 0.30
	themeFloor = 0.12
	maxThemes  = 4
)

// lean makes up for what the models hold back on: sentences that say both or
// neither are few, so that both models need more to give them than is right.
// Chosen on sentences held back from training.
var lean = [...]float32{1, 1, 1.25, 1.6}

// Judge sets v to what the classifier makes of a sentence.
func (c *Classifier) Judge(v *Verdict, text string, ctx Context) {
	v.reading.Read(text, ctx)
	tokens, heading := v.reading.Tokens()
	c.Net.Read(&v.net, tokens, heading)
	v.polarity = scores(v.polarity, c.Tone, v.reading.Tone(), v.net.Scores[:len(Polarities)])
	linear.Softmax(v.polarity)
	for i, l := range lean {
		v.polarity[i] *= l
	}
	v.theme = scores(v.theme, c.Subject, v.reading.Subject(), v.net.Scores[len(Polarities):])
	for i, s := range v.theme {
		v.theme[i] = linear.Sigmoid(s)
	}
	v.Polarity = Polarities[likeliest(v.polarity)]
	v.Themes = likely(v.theme)
}

// scores returns the mean of what a linear model and the network say.
func scores(s []float32, m *linear.Model, features []linear.Feature, net []float32) []float32 {
	s = slices.Grow(s[:0], m.Outputs())[:m.Outputs()]
	m.Score(s, features)
	for i, n := range net {
		s[i] = (s[i] + n) / 2
	}
	return s
}

func likeliest(p []float32) int {
	best := 0
	for i := range p {
		if p[i] > p[best] {
			best = i
		}
	}
	return best
}

// likely returns the themes that are likely enough.
func likely(p []float32) []model.Theme {
	themes := []model.Theme{}
	best := likeliest(p)
	for i := range p {
		if p[i] >= themeBound || i == best && p[i] >= themeFloor {
			themes = append(themes, Themes[i])
		}
	}
	slices.SortStableFunc(themes, func(a, b model.Theme) int {
		return cmp.Compare(p[slices.Index(Themes, b)], p[slices.Index(Themes, a)])
	})
	return themes[:min(len(themes), maxThemes)]
}

// A Span is some words of a sentence and how much they speak for something.
type Span struct {
	From, To int // bytes of the sentence
	Weight   float32
}

// Why returns the words that spoke most for the polarity that Judge gave, and
// then those for a theme that it gave; the strongest first, none twice, at
// most most of them.
func (c *Classifier) Why(v *Verdict, most int) []Span {
	output := slices.Index(Polarities, v.Polarity)
	return c.why(v, c.Tone, v.reading.tone, output, output, most)
}

// WhyTheme is to a theme what Why is to the polarity.
func (c *Classifier) WhyTheme(v *Verdict, t model.Theme, most int) []Span {
	output := slices.Index(Themes, t)
	return c.why(v, c.Subject, v.reading.subject, output, len(Polarities)+output, most)
}

// why shares what features and filters add to an output among the words that
// they stand on, and joins neighbouring words that weigh enough.
func (c *Classifier) why(v *Verdict, m *linear.Model, more []feature, output, netOutput, most int) []Span {
	words := v.reading.Words
	weights := make([]float32, len(words))
	share := func(from, to int, weight float32) {
		for i := from; i < to; i++ {
			weights[i] += weight / float32(to-from) / 2
		}
	}
	list := v.reading.weighed(more)
	for i, f := range slices.Concat(v.reading.text, more) {
		share(f.from, f.to, m.Weight(list[i], output))
	}
	c.Net.Because(&v.net, netOutput, share)
	top := float32(0)
	for _, w := range weights {
		top = max(top, w)
	}
	var spans []Span
	for i, w := range weights {
		switch n := len(spans); {
		case w < top/3 || w <= 0:
		case n > 0 && i > 0 && spans[n-1].To == words[i-1].End:
			spans[n-1].To = words[i].End
			spans[n-1].Weight += w
		default:
			spans = append(spans, Span{words[i].Start, words[i].End, w})
		}
	}
	slices.SortStableFunc(spans, func(a, b Span) int { return cmp.Compare(b.Weight, a.Weight) })
	return spans[:min(len(spans), most)]
}

// Likely returns how likely each of Themes is in an area for improvement.
func (c *Classifier) Likely(v *Verdict, text string) []float32 {
	c.Judge(v, text, Context{Kind: string(model.Improvement)})
	return slices.Clone(v.theme)
}
