package analyse_test

import (
	"os"
	"path/filepath"
	"testing"

	"ofsted/analyse"
	"ofsted/model"
	"ofsted/parse"
)

// specimens returns the letters in the folder testdata, which we wrote
// ourselves.
func specimens(b *testing.B) []*model.Inspection {
	b.Helper()
	files, err := filepath.Glob("../testdata/letters/*.html")
	if err != nil || len(files) == 0 {
		b.Fatal("no specimens: ", err)
	}
	var list []*model.Inspection
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		in, err := parse.Inspect(b.Context(), parse.Input{Path: file, Data: data})
		if err != nil {
			b.Fatal(err)
		}
		analyse.Inspect(in) // reads the weights
		list = append(list, in)
	}
	return list
}

// BenchmarkInspect analyses all specimens at each turn.
func BenchmarkInspect(b *testing.B) { benchmark(b, analyse.Inspect) }

// BenchmarkExplain is BenchmarkInspect with the words that decided.
func BenchmarkExplain(b *testing.B) { benchmark(b, analyse.Explain) }

func benchmark(b *testing.B, do func(*model.Inspection)) {
	list := specimens(b)
	size, sentences := 0, 0
	for _, in := range list {
		for _, f := range in.Findings {
			size += len(f.Text)
			sentences += len(f.Sentences)
		}
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, in := range list {
			do(in)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*sentences), "µs/sentence")
}

// BenchmarkCompare compares two documents with so many areas for improvement
// as the longest reports have.
func BenchmarkCompare(b *testing.B) {
	var before, after []string
	for range 3 {
		for _, p := range pairs {
			before, after = append(before, p[0]), append(after, p[1])
		}
	}
	old, new := asks(before...), asks(after...)
	analyse.Compare(old, new) // reads the weights
	for b.Loop() {
		analyse.Compare(old, new)
	}
}
