package parse_test

import (
	"maps"
	"slices"
	"testing"

	"ofsted/internal/collection"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// fullKinds are the labelled kinds of document that judge an authority as a
// whole.
var fullKinds = []string{"ilacs_inspection", "sif_inspection", "lac_inspection"}

// latestLabels returns, for each authority of the labels, that of its latest
// full inspection, if there is one.
func latestLabels(labels []collection.Label) map[string]*collection.Label {
	latest := map[string]*collection.Label{}
	end := func(l *collection.Label) string {
		last := ""
		for _, p := range l.Periods {
			last = max(last, p[1])
		}
		return last
	}
	for i := range labels {
		l := &labels[i]
		if l.Authority == nil {
			continue
		}
		old := latest[*l.Authority]
		if latest[*l.Authority] = old; slices.Contains(fullKinds, l.Kind) && (old == nil || end(l) > end(old)) {
			latest[*l.Authority] = l
		}
	}
	return latest
}

// TestCorpusSummaries makes sure that the latest grades of each authority are
// the labelled ones.
func TestCorpusSummaries(t *testing.T) {
	root, labels := collection.Labels(t, "OFSTED_CORPUS")
	t.Chdir(root)
	var files []string
	for _, l := range labels {
		files = append(files, l.File)
	}
	var all model.Timelines
	for in := range parse.InspectMany(t.Context(), new(source.Finder).List(files).Inputs, 0) {
		if in != nil {
			all.Add(in)
		}
	}
	want := latestLabels(labels)
	grades := 0
	for _, tl := range all.All(t.Context()) {
		name := string(tl.Authority.Name)
		s := model.Summarise(tl)
		label, known := want[name]
		delete(want, name)
		switch {
		case !known:
			t.Errorf("%s is not labelled", name)
		case (label == nil) != (s.Inspection == nil):
			t.Errorf("%s: labelled %+v, summarised %+v", name, label, s.Inspection)
		case label != nil:
			got := map[string]string{}
			for _, g := range s.Judgements {
				got[string(g.Area)] = string(g.Grade)
			}
			grades += len(got)
			if s.Inspection.Path != label.File || !maps.Equal(got, label.Judgements) {
				t.Errorf("%s: %s with %v, labelled %s with %v", name, s.Inspection.Path, got, label.File, label.Judgements)
			}
		}
	}
	for name := range want {
		t.Errorf("%s has no summary", name)
	}
	t.Logf("%d authorities, %d grades", len(all.All(t.Context())), grades)
}
