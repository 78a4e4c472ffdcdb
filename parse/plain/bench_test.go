package plain_test

import (
	"os"
	"path/filepath"
	"testing"

	"ofsted/parse/html"
	"ofsted/parse/limit"
	"ofsted/parse/plain"
)

// BenchmarkRead reads what the specimens say at each turn.
func BenchmarkRead(b *testing.B) {
	files, err := filepath.Glob("../../testdata/letters/*.html")
	if err != nil || len(files) == 0 {
		b.Fatal("no specimens: ", err)
	}
	var texts [][]byte
	size := 0
	for _, file := range files {
		page, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		doc, err := html.Read(b.Context(), page, limit.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, []byte(doc.Plain()))
		size += len(doc.Plain())
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			if _, err := plain.Read(text); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(texts)), "µs/document")
}
