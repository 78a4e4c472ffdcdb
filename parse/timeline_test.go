package parse_test

import (
	"testing"

	"ofsted/internal/collection"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// TestCorpusTimelines makes sure that every judgement of the labelled reports
// stands once, and only once, in the timeline of its authority.
func TestCorpusTimelines(t *testing.T) {
	root, labels := collection.Labels(t, "OFSTED_CORPUS")
	t.Chdir(root)
	var files []string
	for _, l := range labels {
		files = append(files, l.File)
	}
	var all model.Timelines
	for in := range parse.InspectMany(t.Context(), new(source.Finder).List(files).Inputs, 0) {
		if in == nil {
			continue
		}
		if problem := all.Add(in); problem != "" {
			t.Errorf("%s: %s", in.Source.Path, problem)
		}
	}
	type judgement struct{ file, authority, area, grade string }
	times := map[judgement]int{}
	for _, tl := range all.All(t.Context()) {
		for _, line := range tl.Lines {
			for _, c := range line.Cells {
				if c.Grade != model.NoGrade && !c.Repeat {
					times[judgement{tl.Inspections[c.At].Path, string(tl.Authority.Name), string(c.Area), string(c.Grade)}]++
				}
			}
		}
		for _, l := range tl.LeftOut {
			t.Error(l.Message)
		}
	}
	labelled := 0
	for _, l := range labels {
		for area, grade := range l.Judgements {
			labelled++
			if n := times[judgement{l.File, *l.Authority, area, grade}]; n != 1 {
				t.Errorf("%s: %s=%s stands %d times", l.File, area, grade, n)
			}
		}
	}
	if len(times) != labelled {
		t.Errorf("%d judgements, %d labelled", len(times), labelled)
	}
	t.Logf("%d judgements in %d timelines", labelled, len(all.All(t.Context())))
}
