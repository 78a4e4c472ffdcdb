package render_test

import (
	"fmt"
	"io"
	"path/filepath"
	"testing"

	"ofsted/analyse"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
	"ofsted/render"
)

// analysed returns the specimens as export and report have them.
func analysed(b *testing.B) (list []*model.Inspection) {
	b.Helper()
	var finder source.Finder
	inputs := finder.List([]string{"../testdata/letters", "../testdata/reports", "../testdata/timeline/specimens.ndjson"}).Inputs
	for in, failure := range parse.InspectMany(b.Context(), inputs, 1, analyse.Inspect) {
		if failure != nil {
			b.Fatal(failure)
		}
		list = append(list, in)
	}
	return list
}

// perDocument reports what one of n documents took.
func perDocument(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/document")
}

// BenchmarkExport writes the specimens as each kind of data set, anew.
func BenchmarkExport(b *testing.B) {
	list := analysed(b)
	for _, format := range render.ExportFormats {
		b.Run(format.Name, func(b *testing.B) {
			folder := b.TempDir()
			n := 0
			for b.Loop() {
				n++
				out, err := format.Open(b.Context(), filepath.Join(folder, fmt.Sprint(n)+format.Endings[0]), func() string { return "bench" })
				if err != nil {
					b.Fatal(err)
				}
				for _, in := range list {
					if err := out.Put(b.Context(), in, true); err != nil {
						b.Fatal(err)
					}
				}
				if err := out.Commit(b.Context()); err != nil {
					b.Fatal(err)
				}
				out.Discard()
			}
			perDocument(b, len(list))
		})
	}
}

// BenchmarkPrint writes the specimens as parse does, in each format for many.
func BenchmarkPrint(b *testing.B) {
	list := analysed(b)
	results := func(yield func(*model.Inspection, *model.Failure) bool) {
		for _, in := range list {
			if !yield(in, nil) {
				return
			}
		}
	}
	for _, format := range []struct {
		name  string
		write func(io.Writer, render.Results) error
	}{
		{"ndjson", render.NDJSON},
		{"csv", render.CSV},
		{"markdown", func(w io.Writer, r render.Results) error { return render.Markdown(w, render.Options{}, r) }},
		{"table", func(w io.Writer, r render.Results) error { return render.List(w, render.Screen{Width: 80}, r) }},
	} {
		b.Run(format.name, func(b *testing.B) {
			for b.Loop() {
				if err := format.write(io.Discard, results); err != nil {
					b.Fatal(err)
				}
			}
			perDocument(b, len(list))
		})
	}
}

// BenchmarkWebPage makes the page of all specimens, the comparisons of their
// inspections included.
func BenchmarkWebPage(b *testing.B) {
	list := analysed(b)
	for b.Loop() {
		if err := writePage(b, io.Discard, render.PageOptions{}, list); err != nil {
			b.Fatal(err)
		}
	}
	perDocument(b, len(list))
}
