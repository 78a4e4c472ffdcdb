package html

import (
	"os"
	"path/filepath"
	"testing"

	"ofsted/parse/limit"
)

// BenchmarkRead reads the specimens and the pages of sites at each turn.
func BenchmarkRead(b *testing.B) {
	var pages [][]byte
	size := 0
	for _, glob := range []string{"../../testdata/letters/*.html", "../../testdata/reports/*.html", "testdata/*.html"} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			b.Fatal(glob, ": ", err)
		}
		for _, file := range files {
			page, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			pages = append(pages, page)
			size += len(page)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, page := range pages {
			if _, err := Read(b.Context(), page, limit.Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(pages)), "µs/document")
}
