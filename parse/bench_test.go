package parse_test

import (
	"os"
	"path/filepath"
	"testing"

	"ofsted/parse"
	"ofsted/parse/source"
)

// BenchmarkInspect reads each specimen by its path as the program does, one at
// a time: from the file to the inspection in it.
func BenchmarkInspect(b *testing.B) {
	for _, kind := range []struct{ name, files string }{
		{"pdf", "../testdata/letters/pdf-lo/*.pdf"},
		{"untagged", "../testdata/letters/pdf-untagged/*.pdf"},
		{"html", "../testdata/letters/*.html"},
		{"text", textFiles(b)},
	} {
		b.Run(kind.name, func(b *testing.B) {
			var finder source.Finder
			list := finder.List([]string{kind.files}).Inputs
			for b.Loop() {
				for in, failure := range parse.InspectMany(b.Context(), list, 1) {
					if failure != nil || in.Kind == "" {
						b.Fatal(failure)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(list)), "µs/document")
		})
	}
}

// textFiles writes what the web pages among the specimens say into a folder as text,
// and returns a glob of it.
func textFiles(b *testing.B) string {
	pages, err := filepath.Glob("../testdata/letters/*.html")
	if err != nil || len(pages) == 0 {
		b.Fatal("no specimens: ", err)
	}
	folder := b.TempDir()
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			b.Fatal(err)
		}
		doc, err := parse.Read(b.Context(), parse.Input{Path: page, Data: data})
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(page)+".txt"), []byte(doc.Plain()), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	return filepath.Join(folder, "*.txt")
}
