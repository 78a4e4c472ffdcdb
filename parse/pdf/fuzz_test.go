package pdf_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ofsted/parse/block"
	"ofsted/parse/limit"
	"ofsted/parse/pdf"
	"ofsted/parse/pdf/pdftest"
)

// fuzzLimits keep one input of the fuzzer cheap.
var fuzzLimits = limit.Limits{
	Stream: 1 << 20, Inflated: 4 << 20, Objects: 10_000, Pages: 50, Nodes: 5000, Depth: 40, Text: 500_000,
}

func FuzzRead(f *testing.F) {
	for _, compact := range []bool{false, true} {
		d := letter()
		d.Compact = compact
		f.Add(d.Bytes())
	}
	d := pdftest.Paged(lines("•", "First item", "Judgement", "Grade", "A claim", "1", "1 The source.")+
		pdftest.Artifact(pdftest.Text(72, 40, "1"))+pdftest.Set("F2", 7, 300, 300, "12")+"100 100 m 200 100 l S 10 10 300 20 re f\n/X Do",
		"BT /T 12 Tf 1 0 0 1 72 700 Tm [<0001> -300 <00020003>] TJ 14 TL T* (x) ' ET q 2 0 0 2 0 0 cm Q")
	d.Tree = pdftest.E("Document", pdftest.E("L", pdftest.E("LI", pdftest.E("Lbl", mc(0)...), pdftest.E("LBody", mc(1)...))),
		pdftest.E("Table", pdftest.E("TR", pdftest.E("TH", mc(2)...), pdftest.E("TH", mc(3)...))),
		pdftest.E("Body", pdftest.MC{Page: 1, ID: 4}, pdftest.E("Note", mc(5, 6)...)))
	d.RoleMap = "/Body/P"
	form := d.Content("/Subtype/Form/Matrix[1 0 0 1 5 5]", pdftest.Text(10, 10, "in a form"))
	d.Resources = fmt.Sprintf("/XObject<</X %d 0 R>>", form)
	cmap := d.Stream("", pdftest.ToUnicode("1 beginbfrange <0001> <0003> <0041> endbfrange 1 beginbfchar <0004> <FB01> endbfchar"))
	d.Fonts = map[string]string{"T": fmt.Sprintf("<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 500/W[1[500] 2 3 250]>>]/ToUnicode %d 0 R>>", cmap)}
	f.Add(d.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, geometry := range []bool{false, true} {
			opt := pdf.Options{Limits: fuzzLimits, IgnoreTree: geometry}
			start := time.Now()
			doc, err := pdf.Read(context.Background(), data, opt)
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("took %v", took)
			}
			if err != nil {
				if !known(err) {
					t.Errorf("error %v", err)
				}
				continue
			}
			checkBlocks(t, doc)
			again, err := pdf.Read(context.Background(), data, opt)
			if err != nil {
				t.Fatalf("read once, and then: %v", err)
			}
			if diff := cmp.Diff(doc, again); diff != "" {
				t.Errorf("two readings differ: %s", diff)
			}
		}
	})
}

// checkBlocks checks what is true of every document's blocks.
func checkBlocks(t *testing.T, doc *block.Document) {
	for _, b := range doc.Blocks {
		texts := append([]string{b.Label}, b.Cells...)
		if b.Kind == block.Row {
			texts = append(texts, strings.Split(b.Text, "\t")...)
		} else {
			texts = append(texts, b.Text)
		}
		for _, s := range texts {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || s != strings.TrimSpace(s) || strings.Contains(s, "  ") {
				t.Errorf("%s on page %d: text %q", b.Kind, b.Page, s)
			}
		}
		if b.Page < 1 || b.Page > doc.Pages {
			t.Errorf("%s %q on page %d of %d", b.Kind, b.Text, b.Page, doc.Pages)
		}
	}
	if !utf8.ValidString(doc.Title) || strings.ContainsFunc(doc.Title, unicode.IsControl) {
		t.Errorf("title %q", doc.Title)
	}
}

// specimens returns the letters of ours that were printed as PDF files.
func specimens(tb testing.TB, folder string) map[string][]byte {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "letters", folder, "*.pdf"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no letters in %s: %v", folder, err)
	}
	out := make(map[string][]byte)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		out[filepath.Base(f)] = data
	}
	return out
}

// TestSpecimens checks the blocks of whole letters.
func TestSpecimens(t *testing.T) {
	for _, folder := range []string{"pdf-cr", "pdf-lo", "pdf-untagged"} {
		for name, data := range specimens(t, folder) {
			t.Run(folder+"/"+name, func(t *testing.T) {
				for _, geometry := range []bool{false, true} {
					doc := read(t, data, pdf.Options{IgnoreTree: geometry})
					checkBlocks(t, doc)
					if len(doc.Warnings) > 0 {
						t.Errorf("warnings %v", doc.Warnings)
					}
				}
			})
		}
	}
}

// BenchmarkRead reads each specimen by its tree and by geometry.
func BenchmarkRead(b *testing.B) {
	for _, way := range []struct {
		name string
		opt  pdf.Options
	}{{"tree", pdf.Options{}}, {"geometry", pdf.Options{IgnoreTree: true}}} {
		b.Run(way.name, func(b *testing.B) {
			files := specimens(b, "pdf-lo")
			size := 0
			for _, data := range files {
				size += len(data)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for name, data := range files {
					if _, err := pdf.Read(context.Background(), data, way.opt); err != nil {
						b.Fatalf("%s: %v", name, err)
					}
				}
			}
		})
	}
}
