// Package analyse says what findings say: their sentences, whether each names
// a strength or a concern, what it is about, and which areas for improvement
// inspectors raised again.
//
// It works offline and gives the same answer every time. What it knows it has
// learnt from sentences and pairs of areas for improvement of real reports
// (see the command in the folder train), and lies in the folder weights.
package analyse

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"ofsted/analyse/internal/sentence"
	"ofsted/model"
)

// A Place is a sentence where it stands.
type Place struct {
	Finding *model.Finding
	Heading string // of its section
	Text    string
}

// Places yields every sentence of an inspection's findings.
func Places(in *model.Inspection) iter.Seq[Place] {
	return func(yield func(Place) bool) {
		headings := map[model.Null]string{}
		for _, s := range in.Sections {
			headings[model.Null(s.ID)] = s.Heading
		}
		for i := range in.Findings {
			f := &in.Findings[i]
			for _, text := range Sentences(f.Text) {
				if !yield(Place{f, headings[f.Section], text}) {
					return
				}
			}
		}
	}
}

// verdicts are what judging needs room for.
var verdicts = sync.Pool{New: func() any { return new(sentence.Verdict) }}

// Inspect adds to every finding of an inspection its sentences, and to each
// of these and to the finding the polarity and the themes. It takes about as
// long as reading a PDF's text does, and may run for several inspections at
// once.
func Inspect(in *model.Inspection) { inspect(in, false) }

// Explain is Inspect that also says which words decided.
func Explain(in *model.Inspection) { inspect(in, true) }

func inspect(in *model.Inspection, explain bool) {
	c := classifier()
	v := verdicts.Get().(*sentence.Verdict)
	defer verdicts.Put(v)
	for i := range in.Findings {
		in.Findings[i].Sentences = []model.Sentence{}
	}
	for p := range Places(in) {
		c.Judge(v, p.Text, sentence.Context{Kind: string(p.Finding.Kind), Heading: p.Heading})
		s := model.Sentence{Text: p.Text, Polarity: v.Polarity, Themes: v.Themes}
		if explain {
			s.Because = reasons(c, v, p.Text)
		}
		if polarity, settled := settled[p.Finding.Kind]; settled {
			s.Polarity = polarity
			s.Because = slices.DeleteFunc(s.Because, func(r model.Reason) bool { return r.Polarity != model.NoPolarity })
		}
		p.Finding.Sentences = append(p.Finding.Sentences, s)
	}
	for i := range in.Findings {
		in.Findings[i].Sum()
	}
}

// settled is what the sentences of some kinds of finding say whatever their
// words: what an authority has to improve is a concern, however politely it
// is put ("The quality of plans").
var settled = map[model.FindingKind]model.Polarity{
	model.Improvement:    model.ConcernSaid,
	model.PriorityAction: model.ConcernSaid,
}

// maxReasons is how many words or phrases are given as the reason for
// something.
const maxReasons = 3

// reasons returns the words that decided on the polarity and on each theme.
func reasons(c *sentence.Classifier, v *sentence.Verdict, text string) []model.Reason {
	quote := func(spans []sentence.Span) []string {
		quoted := []string{}
		for _, s := range spans {
			words := text[s.From:s.To]
			if !slices.ContainsFunc(quoted, func(q string) bool { return strings.EqualFold(q, words) }) {
				quoted = append(quoted, words)
			}
		}
		return quoted
	}
	list := []model.Reason{{Polarity: v.Polarity, Words: quote(c.Why(v, maxReasons))}}
	for _, t := range v.Themes {
		list = append(list, model.Reason{Theme: t, Words: quote(c.WhyTheme(v, t, maxReasons))})
	}
	return list
}
