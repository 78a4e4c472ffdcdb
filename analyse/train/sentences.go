package main

import (
	"fmt"
	"slices"
	"sync"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/sentence"
	"ofsted/model"
)

// How sentences are learnt from, tried on sentences held back.
var (
	toneOptions    = linear.Options{Exclusive: true, Epochs: 12, Rate: 0.3, Decay: 3e-4, MinCount: 3, Steps: 127}
	subjectOptions = linear.Options{Epochs: 12, Rate: 0.3, Decay: 3e-4, MinCount: 3, Steps: 127}
	netOptions     = conv.Options{Filters: 160, Exclusive: len(sentence.Polarities), Epochs: 8, Rate: 0.05, Dropout: 0.4, Share: 0.6,
		Outputs: len(sentence.Polarities) + len(sentence.Themes)}
)

// trainSentences returns what is learnt from labelled sentences.
func trainSentences(list []labelled, vectors map[conv.Token][]float32) *sentence.Classifier {
	tone, subject := make([]linear.Example, len(list)), make([]linear.Example, len(list))
	net := make([]conv.Example, len(list))
	for i, l := range list {
		var r sentence.Reading
		r.Read(l.text, l.Context)
		polarity, theme := targets(l)
		tone[i] = linear.Example{Features: slices.Clone(r.Tone()), Targets: polarity, Weight: 1}
		subject[i] = linear.Example{Features: slices.Clone(r.Subject()), Targets: theme, Weight: 1}
		text, heading := r.Tokens()
		net[i] = conv.Example{Sentence: text, Heading: heading, Targets: slices.Concat(polarity, theme)}
	}
	c := &sentence.Classifier{}
	var wait sync.WaitGroup
	wait.Go(func() { c.Net = conv.Train(net, vectors, netOptions) })
	wait.Go(func() {
		c.Tone = linear.Train(tone, toneOptions)
		c.Subject = linear.Train(subject, subjectOptions)
	})
	wait.Wait()
	return c
}

// targets returns what the outputs should say. Where people differed on a
// theme it is as likely as not.
func targets(l labelled) (polarity, theme []float32) {
	for _, p := range sentence.Polarities {
		polarity = append(polarity, flag32(p == l.polarity))
	}
	for _, t := range sentence.Themes {
		theme = append(theme, (flag32(slices.Contains(l.themes, t))+flag32(slices.Contains(l.agreed, t)))/2)
	}
	return polarity, theme
}

func flag32(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// A tally counts what a classifier got right.
type tally struct {
	name                       string
	said                       map[[2]model.Polarity]int // what is right, and what was said
	themes, right, want, found int
}

func (t *tally) count(l labelled, v *sentence.Verdict) {
	if t.said == nil {
		t.said = map[[2]model.Polarity]int{}
	}
	t.said[[2]model.Polarity{l.polarity, v.Polarity}]++
	t.themes += len(v.Themes)
	t.want += len(l.agreed)
	for _, theme := range v.Themes {
		if slices.Contains(l.themes, theme) {
			t.right++
		}
		if slices.Contains(l.agreed, theme) {
			t.found++
		}
	}
}

// String writes the tally as accuracy, F1 of each polarity and of themes.
func (t *tally) String() string {
	all, right, macro := 0, 0, 0.0
	text := ""
	for _, p := range sentence.Polarities {
		want, said := 0, 0
		for _, q := range sentence.Polarities {
			want += t.said[[2]model.Polarity{p, q}]
			said += t.said[[2]model.Polarity{q, p}]
		}
		hit := t.said[[2]model.Polarity{p, p}]
		f1 := 2 * float64(hit) / float64(max(want+said, 1))
		all, right, macro = all+want, right+hit, macro+f1/float64(len(sentence.Polarities))
		text += fmt.Sprintf(", %s %.3f", p, f1)
	}
	precision, recall := float64(t.right)/float64(max(t.themes, 1)), float64(t.found)/float64(max(t.want, 1))
	return fmt.Sprintf("%d sentences, polarity accuracy %.3f, macro-F1 %.3f%s; themes precision %.3f recall %.3f F1 %.3f",
		all, float64(right)/float64(max(all, 1)), macro, text, precision, recall, 2*precision*recall/max(precision+recall, 1e-9))
}
