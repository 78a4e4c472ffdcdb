// Package sentence says of one sentence whether it names a strength or a
// concern, and what it is about. Two kinds of model do so together: sums of
// weights of words and pairs of words (package linear), and a small network
// that looks for phrases (package conv). They err on different sentences;
// their mean errs less than either.
package sentence

import (
	"cmp"
	"math"
	"slices"
	"sync"

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

	once  sync.Once
	joint *linear.Joint // Tone and Subject
}

// A Verdict is what a classifier makes of a sentence. Its zero value is ready
// for use, and for use again.
type Verdict struct {
	Polarity model.Polarity
	Themes   []model.Theme // the likeliest first; a new list each time

	reading Reading
	net     conv.Reading
	scores  []float32 // of polarities, then of themes

	heading string     // the last
	above   linear.Sum // of its features
	of      *Classifier
}

// The scores of a theme that is likely enough to be given, and of the likeliest
// if none is. Both were chosen on sentences held back from training.
var (
	themeBound = logit(0.30)
	themeFloor = logit(0.12)
)

const maxThemes = 4

// logit returns the score that linear.Sigmoid makes a probability of. Scores are
// compared as they are: making probabilities of two dozen for each sentence
// takes longer than adding them up.
func logit(probability float64) float32 { return float32(math.Log(probability / (1 - probability))) }

// lean makes up for what the models hold back on: sentences that say both or
// neither are few, so that both models need more to give them than is right.
// The odds of each are so many times what the models say. Chosen on sentences
// held back from training.
var lean = [...]float32{0, 0, float32(math.Log(1.25)), float32(math.Log(1.6))}

// Judge sets v to what the classifier makes of a sentence. It is quickest where
// sentences of one heading follow each other.
func (c *Classifier) Judge(v *Verdict, text string, ctx Context) {
	c.once.Do(c.join)
	v.reading.Read(text, ctx)
	tokens, heading := v.reading.Tokens()
	c.Net.Read(&v.net, tokens, heading)
	c.score(v)
	for i, s := range v.net.Scores {
		v.scores[i] = (v.scores[i] + s) / 2
	}
	polarities, themes := v.scores[:len(Polarities)], v.scores[len(Polarities):]
	for i, l := range lean {
		polarities[i] += l
	}
	v.Polarity = Polarities[likeliest(polarities)]
	v.Themes = likely(themes)
}

// The places of the linear models among those that are joined.
const (
	tone = iota
	subject
)

// join makes one of the linear models. They are part of the program, so what
// does not fit is a mistake of ours.
func (c *Classifier) join() {
	var err error
	if c.joint, err = linear.Join([]*linear.Model{tone: c.Tone, subject: c.Subject}...); err != nil {
		panic(err)
	}
}

// score sets the scores to what the linear models say.
func (c *Classifier) score(v *Verdict) {
	r := &v.reading
	if v.of != c || v.heading != r.title {
		v.of, v.heading, v.above = c, r.title, linear.Sum{}
		c.joint.AddOf(subject, &v.above, r.heading.hashes)
	}
	sum := v.above
	c.joint.Add(&sum, r.text.hashes)
	c.joint.AddOf(tone, &sum, r.tone.hashes)
	c.joint.AddOf(subject, &sum, r.subject.hashes)
	v.scores = slices.Grow(v.scores[:0], c.joint.Outputs())[:c.joint.Outputs()]
	c.joint.Score(v.scores, &sum, valueOf(r.ofTone()), valueOf(r.ofSubject()))
}

func likeliest(scores []float32) int {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

// likely returns the themes that are likely enough.
func likely(scores []float32) []model.Theme {
	themes := []model.Theme{}
	best := likeliest(scores)
	for i, s := range scores {
		if s >= themeBound || i == best && s >= themeFloor {
			themes = append(themes, Themes[i])
		}
	}
	slices.SortStableFunc(themes, func(a, b model.Theme) int {
		return cmp.Compare(scores[slices.Index(Themes, b)], scores[slices.Index(Themes, a)])
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
	return c.why(v, c.Tone, v.reading.ofTone(), output, output, most)
}

// WhyTheme is to a theme what Why is to the polarity.
func (c *Classifier) WhyTheme(v *Verdict, t model.Theme, most int) []Span {
	output := slices.Index(Themes, t)
	return c.why(v, c.Subject, v.reading.ofSubject(), output, len(Polarities)+output, most)
}

// why shares what features and filters add to an output among the words that
// they stand on, and joins neighbouring words that weigh enough.
func (c *Classifier) why(v *Verdict, m *linear.Model, parts []*features, output, netOutput, most int) []Span {
	words := v.reading.Words
	weights := make([]float32, len(words))
	share := func(from, to int, weight float32) {
		for i := from; i < to; i++ {
			weights[i] += weight / float32(to-from) / 2
		}
	}
	value := valueOf(parts)
	for _, part := range parts {
		for i, s := range part.spans {
			share(s.from, s.to, m.Weight(linear.Feature{Hash: part.hashes[i], Value: value}, output))
		}
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
	themes := slices.Clone(v.scores[len(Polarities):])
	for i, s := range themes {
		themes[i] = linear.Sigmoid(s)
	}
	return themes
}
