package pdf_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"ofsted/parse/limit"
	"ofsted/parse/pdf"
	"ofsted/parse/pdf/pdftest"
)

// What reading a hostile file may cost. A slow machine under other load gets
// five times as long as it should need.
const (
	hostileTime   = 10 * time.Second
	hostileMemory = 1 << 30
)

// TestHostile reads files that were made to harm: to hang their reader, to
// fill its memory, to end it by a panic or by a stack that overflows. What
// comes out does not matter, but text that can be read is named in want.
func TestHostile(t *testing.T) {
	tests := []struct {
		name string
		data func() []byte
		want string // part of the text, if it can be read
		err  error
	}{
		{"a page tree that bites its tail", pages(func(d *pdftest.Doc) string {
			return fmt.Sprintf("%d 0 R %d 0 R %d 0 R", d.PagesRoot, d.PageIDs[0], d.PagesRoot)
		}), "Body", nil},
		{"a page that is listed often", pages(func(d *pdftest.Doc) string {
			return strings.Repeat(fmt.Sprintf("%d 0 R ", d.PageIDs[0]), 1_000_000)
		}), "Body", nil},
		{"a million pages that are missing", pages(func(d *pdftest.Doc) string {
			return fmt.Sprintf("%d 0 R ", d.PageIDs[0]) + strings.Repeat("99 0 R ", 1_000_000)
		}), "Body", nil},
		{"a million pages in the list itself", pages(func(*pdftest.Doc) string { return strings.Repeat("<<>>", 1_000_000) }), "", limit.Pages},
		{"page trees within page trees", pages(func(d *pdftest.Doc) string {
			return strings.Repeat("<</Kids[", 900) + fmt.Sprintf("%d 0 R", d.PageIDs[0]) + strings.Repeat("]>>", 900)
		}), "", pdf.ErrDamaged},
		{"page trees that share their kids", pages(func(d *pdftest.Doc) string {
			id := d.PageIDs[0]
			for range 60 {
				id = d.Addf("<</Kids[%d 0 R %d 0 R]>>", id, id)
			}
			return fmt.Sprintf("%d 0 R", id)
		}), "Body", nil},
		{"large resources of many pages", func() []byte {
			d := pdftest.Paged("")
			d.Pages[0].Content = pdftest.Text(72, 700, "Body")
			for range 3000 {
				d.Pages = append(d.Pages, pdftest.Page{Content: " "})
			}
			d.Build()
			res := d.Addf("<</Font<</F1 1 0 R>>/X[%s]>>", strings.Repeat("0 ", 500_000))
			for _, id := range d.PageIDs {
				d.Set(id, strings.Replace(d.Body(id), "/Parent", fmt.Sprintf("/Resources %d 0 R/Parent", res), 1))
			}
			return d.File.Bytes()
		}, "", limit.Objects},
		{"arrays in arrays", object(func() string { return strings.Repeat("[", 3_000_000) }), "Body", nil},
		{"dictionaries in dictionaries", object(func() string { return strings.Repeat("<</A", 3_000_000) }), "Body", nil},
		{"objects in objects", object(func() string { return strings.Repeat("1 0 obj ", 500_000) }), "", nil},
		{"a catalogue of arrays", func() []byte {
			d := pdftest.Paged(pdftest.Text(72, 700, "Body"))
			d.Catalogue = "/A" + strings.Repeat("[", 3_000_000)
			return d.Bytes()
		}, "", pdf.ErrDamaged},
		{"objects that begin dictionaries", repeat("1 0 obj << ", 1_000_000), "", nil},
		{"objects that begin strings", repeat("1 0 obj <<(", 500_000), "", nil},
		{"objects that begin comments", repeat("1 0 obj <<%", 500_000), "", nil},
		{"streams without an end", repeat("1 0 obj<<>>stream\n", 500_000), "", nil},
		{"streams without an end, numbered", func() []byte {
			var b strings.Builder
			for i := range 300_000 {
				fmt.Fprintf(&b, "%d 0 obj<<>>stream\n", i+1)
			}
			return []byte("%PDF-1.7\n" + b.String())
		}, "", nil},
		{"the word obj", repeat("obj ", 3_000_000), "", nil},
		{"the word trailer", repeat("trailer", 1_500_000), "", nil},
		{"trailers that begin dictionaries", repeat("trailer<<", 1_000_000), "", nil},
		{"trailers that begin strings", repeat("trailer<<(", 1_000_000), "", nil},
		{"trailers whose strings nest", func() []byte {
			const n = 300_000
			return []byte("%PDF-1.7\n1 0 obj<<>>endobj " + strings.Repeat("trailer<<(", n) + strings.Repeat(")", n))
		}, "", nil},
		{"catalogues", repeat("1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj ", 200_000), "", nil},
		{"a table without end", func() []byte {
			return append(simple(), "\nxref\n0 999999999\n"+strings.Repeat("0000000000 65535 f \n", 200_000)+"startxref\n"+fmt.Sprint(len(simple())+1)+"\n%%EOF"...)
		}, "Body", nil},
		{"the largest object number", object(func() string { return "null endobj 8388607 0 obj null" }), "Body", nil},
		{"an object stream of endless objects", objectStream(func(n int) (string, string) {
			return fmt.Sprintf("/N 999999999/First %d", n), ""
		}), "", nil},
		{"an object stream with an odd First", objectStream(func(int) (string, string) { return "/N -5/First -99999999999999999999", "" }), "", nil},
		{"an object stream of objects that overlap", func() []byte {
			var index strings.Builder
			for i := range 20_000 {
				fmt.Fprintf(&index, "%d %d ", i+1, (i%2)*2_000_000)
			}
			body := index.String() + strings.Repeat(" ", 2_000_000)
			f := pdftest.File{Root: 1}
			f.Deflated(fmt.Sprintf("/Type/ObjStm/N 20000/First %d", index.Len()), body)
			return f.Bytes()
		}, "", nil},
		{"an object stream that inflates without end", func() []byte {
			f := pdftest.File{Root: 1}
			f.Deflated("/Type/ObjStm/N 1/First 9", strings.Repeat(" ", 100<<20))
			return f.Bytes()
		}, "", limit.Stream},
		{"object streams that inflate without end", func() []byte {
			f := pdftest.File{Root: 1}
			body := pdftest.Stream("/Type/ObjStm/N 1/First 9/Filter/FlateDecode", pdftest.Deflate(strings.Repeat(" ", 20<<20)))
			for range 50 {
				f.Add(body)
			}
			return f.Bytes()
		}, "", limit.Inflated},
		{"content that inflates without end", func() []byte {
			d := pdftest.Paged(strings.Repeat(" ", 100<<20))
			d.Flate = true
			return d.Bytes()
		}, "", limit.Stream},
		{"content that is drawn over and over", func() []byte {
			d := pdftest.Paged(pdftest.Text(72, 700, "Body"))
			big := d.Deflated("", strings.Repeat(" ", 20<<20))
			d.Pages = append(d.Pages, pdftest.Page{Entries: "/Contents[" + strings.Repeat(fmt.Sprintf("%d 0 R ", big), 1000) + "]"})
			return d.Bytes()
		}, "", limit.Inflated},
		{"more text than any report", content("/F1 9 Tf " + strings.Repeat("(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)Tj ", 500_000)), "", limit.Text},
		{"operands without an operator", content(strings.Repeat("1 ", 5_000_000)), "", pdf.ErrNoText},
		{"brackets without an operator", content(strings.Repeat("]", 20_000_000)), "", pdf.ErrNoText},
		{"dictionaries without an operator", content(strings.Repeat("<<>>", 3_000_000)), "", pdf.ErrNoText},
		{"dictionaries in content", content(strings.Repeat("<<", 5_000_000)), "", pdf.ErrNoText},
		{"q without Q", content(strings.Repeat("q ", 3_000_000) + pdftest.Text(72, 700, "Body")), "Body", nil},
		{"BMC without EMC", content(strings.Repeat("/A BMC ", 1_000_000) + pdftest.Text(72, 700, "Body")), "Body", nil},
		{"parentheses that nest", content(strings.Repeat("(", 5_000_000)), "", pdf.ErrNoText},
		{"inline images without end", content(strings.Repeat("BI ID ", 1_000_000)), "", pdf.ErrNoText},
		{"numbers without end", content(strings.Repeat("9", 1_000_000) + " 0 0 1 0 0 cm " + strings.Repeat("9", 400) + " Tz " + pdftest.Text(72, 700, "Body")), "Body", nil},
		{"a matrix that grows", content(strings.Repeat("1e9 999999999 999999999 999999999 999999999 999999999 cm ", 100) + pdftest.Text(72, 700, "Body")), "Body", nil},
		{"a matrix that shrinks", content(strings.Repeat(".000001 0 0 .000001 0 0 cm ", 100) + pdftest.Text(72, 700, "Body")), "Body", nil},
		{"lines of every size", content(func() string {
			var b strings.Builder
			for i := range 20_000 {
				fmt.Fprintf(&b, "%d %d m %d %d l S\n", i%999, i%777, (i*7)%999999, (i*13)%777)
			}
			return b.String() + pdftest.Text(72, 700, "Body")
		}()), "Body", nil},
		{"a page of single letters", content(func() string {
			var b strings.Builder
			for i := range 30_000 {
				b.WriteString(pdftest.Text(float64(i*37%595), float64(i*91%842), "a"))
			}
			return b.String()
		}()), "a", nil},
		{"one line of many words", content(func() string {
			var b strings.Builder
			for i := range 30_000 {
				b.WriteString(pdftest.Text(float64(i*30), 400, "word"))
			}
			return b.String()
		}()), "word", nil},
		{"forms that draw themselves", forms(2, func(i, _ int) int { return i }), "Body", nil},
		{"forms that draw each other", forms(40, func(i, n int) int { return (i + 1) % n }), "", limit.Objects},
		{"ActualText that is long", func() []byte {
			d := pdftest.Paged(pdftest.Text(72, 700, "Body") + strings.Repeat("/Span /P BDC (x) Tj EMC\n", 10_000))
			d.Resources = "/Properties<</P<</ActualText(" + strings.Repeat("long ", 100_000) + ")>>>>"
			return d.Bytes()
		}, "", limit.Text},
		{"marks of odd numbers", content("/P <</MCID -1>> BDC EMC /P <</MCID 99999999999999>> BDC EMC /P <</MCID (a)>> BDC EMC /P /Gone BDC EMC" + pdftest.Text(72, 700, "Body")), "Body", nil},
		{"a ToUnicode of overlapping ranges", cmap(strings.Repeat("1 beginbfrange <0000> <FFFF> <0041> endbfrange\n", 50_000)), "", nil},
		{"a ToUnicode of long meanings", cmap("1 beginbfrange <0000> <FFFF> <" + strings.Repeat("0041", 100_000) + "> endbfrange"), "", nil},
		{"a ToUnicode that inflates without end", cmap(strings.Repeat(" ", 100<<20)), "", nil},
		{"a ToUnicode that begins and begins", cmap(strings.Repeat("beginbfchar beginbfrange ", 100_000)), "", nil},
		{"widths of overlapping ranges", font("<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[" + strings.Repeat("0 65535 500 ", 100_000) + "]>>]>>"), "", nil},
		{"widths of odd codes", font("<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[-5 [1 2 3] 99999999999 [1] 7 -7 1 /A (b) null]>>]>>"), "", nil},
		{"a million Differences", font("<</Type/Font/Subtype/TrueType/Encoding<</Differences[0" + strings.Repeat("/eacute", 1_000_000) + "]>>>>"), "", nil},
		{"a font in the resources themselves", func() []byte {
			d := pdftest.Paged(strings.Repeat("/Direct 12 Tf (x) Tj ", 50_000) + pdftest.Text(72, 700, "Body"))
			d.Build()
			d.Set(d.PagesRoot, strings.Replace(d.Body(d.PagesRoot), "/Font<<", "/Font<</Direct "+pdftest.Simple("Direct", ""), 1))
			return d.File.Bytes()
		}, "", nil},
		{"forms whose own font maps much", formsWith(20_000, directFont), "", limit.Text},
		{"forms whose own font names much", formsWith(20_000, func(*pdftest.Doc) string {
			return "<</Type/Font/Subtype/TrueType/Encoding<</Differences[0" + strings.Repeat("/unknown", 1000) + "]>>>>"
		}), "", limit.Text},
		{"fonts that share what they map", func() []byte {
			d := pdftest.Paged("")
			d.Fonts = map[string]string{}
			font := directFont(d)
			for i := range 1000 {
				d.Pages[0].Content += fmt.Sprintf("BT /T%d 12 Tf (x) Tj ET ", i)
				d.Fonts[fmt.Sprint("T", i)] = font
			}
			return d.Bytes()
		}, "", limit.Text},
		{"filters without end", filtered(func() string { return "x" }, strings.Repeat("/FlateDecode", 1_000_000)), "", pdf.ErrNoText},
		{"a predictor that inflates without end", func() []byte {
			d := pdftest.Paged("")
			row := "\x02" + strings.Repeat("\x00", 1000)
			d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Deflated("/DecodeParms<</Predictor 12/Columns 1000>>", strings.Repeat(row, 100_000)))
			return d.Bytes()
		}, "", limit.Stream},
		{"more objects than any report", repeat("1 0 obj<<>>endobj ", 250_000), "", limit.Objects},
		{"more objects than any report, in object streams", func() []byte {
			f := pdftest.File{Root: 1}
			for i := range 3 {
				var index strings.Builder
				for n := range 100_000 {
					fmt.Fprintf(&index, "%d %d ", i*100_000+n+1, n)
				}
				f.Deflated(fmt.Sprintf("/Type/ObjStm/N 100000/First %d", index.Len()), index.String()+strings.Repeat("0", 100_000))
			}
			return f.Bytes()
		}, "", limit.Objects},
		{"a predictor of many columns", func() []byte {
			d := pdftest.Paged("")
			d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Deflated("/DecodeParms<</Predictor 12/Columns 99999999999>>", "abc"))
			return d.Bytes()
		}, "", nil},
		{"a structure tree that bites its tail", tree(func(e *pdftest.Elem, d *pdftest.Doc) string {
			return fmt.Sprintf("%d 0 R %d 0 R", e.ID, d.TreeRoot)
		}), "Body", nil},
		{"an element that is shared", tree(func(_ *pdftest.Elem, d *pdftest.Doc) string {
			id := d.Add("<</S/P>>")
			for range 60 {
				id = d.Addf("<</S/Div/K[%d 0 R %d 0 R]>>", id, id)
			}
			return fmt.Sprintf("%d 0 R", id)
		}), "Body", nil},
		{"elements within elements", tree(func(_ *pdftest.Elem, d *pdftest.Doc) string {
			id := d.Add("<</S/P>>")
			for range 20_000 {
				id = d.Addf("<</S/Span/K %d 0 R>>", id)
			}
			return fmt.Sprintf("%d 0 R", id)
		}), "", limit.Depth},
		{"lists within lists in one object", tree(func(*pdftest.Elem, *pdftest.Doc) string {
			return strings.Repeat("<</S/L/K<</S/LI/K<</S/LBody/K", 250) + " 0 " + strings.Repeat(">>", 750)
		}), "", limit.Depth},
		{"a million kids", tree(func(*pdftest.Elem, *pdftest.Doc) string { return strings.Repeat("0 ", 1_000_000) }), "", limit.Nodes},
		{"a million elements", tree(func(*pdftest.Elem, *pdftest.Doc) string { return strings.Repeat("<</S/P>>", 1_000_000) }), "", limit.Nodes},
		{"many elements with the same large kids", tree(func(_ *pdftest.Elem, d *pdftest.Doc) string {
			id := d.Addf("[%s]", strings.Repeat("7 ", 400_000))
			return strings.Repeat(fmt.Sprintf("<</S/P/K %d 0 R>>", id), 3000)
		}), "", nil},
		{"labels without end", tagged(20_000, func(mcs []string) string {
			return "<</S/L/K<</S/LI/K[" + strings.Join(wrap("<</S/Lbl/K %s>>", mcs), "") + "]>>>>"
		}), "", nil},
		{"paragraphs of white space in an item", tagged(0, func([]string) string {
			return "<</S/L/K<</S/LI/K<</S/LBody/K[" + strings.Repeat("<</S/P/K 0>>", 100_000) + "]>>>>>>"
		}), "", nil},
		{"cells without end", tagged(20_000, func(mcs []string) string {
			return "<</S/Table/K<</S/TR/K[" + strings.Join(wrap("<</S/TD/K %s>>", mcs), "") + "]>>>>"
		}), "", nil},
		{"a tree that cannot be read", func() []byte {
			d := pdftest.Paged(pdftest.Text(72, 700, "Body"))
			d.Tree = pdftest.E("Document")
			d.Build()
			d.Set(d.TreeRoot, "<</K (\\q)>>")
			return d.Bytes()
		}, "Body", nil},
		{"odd kids", tree(func(*pdftest.Elem, *pdftest.Doc) string {
			return "-1 99999999999 (a) /B null true [0 [0]] <<>> <</Type/MCR>> <</Type/MCR/MCID -5/Stm 1 0 R/Pg 1 0 R>> <</Type/OBJR>> 999 0 R"
		}), "Body", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := tt.data()
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			doc, err := pdf.Read(context.Background(), data, pdf.Options{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			used := after.TotalAlloc - before.TotalAlloc
			t.Logf("%d kB: %v, %d MB allocated, %v", len(data)>>10, took.Round(time.Millisecond), used>>20, err)
			if took > hostileTime || after.HeapSys > hostileMemory+before.HeapSys {
				t.Errorf("took %v and a heap of %d MB, %d before", took, after.HeapSys>>20, before.HeapSys>>20)
			}
			switch {
			case err != nil && !known(err):
				t.Errorf("error %v", err)
			case tt.want != "" && (err != nil || !strings.Contains(words(doc), tt.want)):
				t.Errorf("no %q in it: %v", tt.want, err)
			case tt.err != nil && !errors.Is(err, tt.err):
				t.Errorf("error %v, want %v", err, tt.err)
			}
		})
	}
}

// filtered returns a file whose content has those filters.
func filtered(data func() string, filters string) func() []byte {
	return func() []byte {
		d := pdftest.Paged("")
		d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Stream("/Filter["+filters+"]", data()))
		return d.Bytes()
	}
}

func simple() []byte { return pdftest.Paged(pdftest.Text(72, 700, "Body")).Bytes() }

// repeat returns a file that is nothing but s over and over.
func repeat(s string, n int) func() []byte {
	return func() []byte { return []byte("%PDF-1.7\n" + strings.Repeat(s, n)) }
}

// content returns a file of one page with that content.
func content(s string) func() []byte {
	return func() []byte { return pdftest.Paged(s).Bytes() }
}

// pages returns a file of one page with other kids in its page tree.
func pages(kids func(*pdftest.Doc) string) func() []byte {
	return func() []byte {
		d := pdftest.Paged(pdftest.Text(72, 700, "Body"))
		d.Build()
		k := kids(d)
		d.Set(d.PagesRoot, strings.Replace(d.Body(d.PagesRoot), fmt.Sprintf("/Kids[%d 0 R ", d.PageIDs[0]), "/Kids["+k, 1))
		return d.Bytes()
	}
}

// object returns a file of one page with one more object in it.
func object(body func() string) func() []byte {
	return func() []byte {
		d := pdftest.Paged(pdftest.Text(72, 700, "Body"))
		d.Build()
		d.Add(body())
		return d.Bytes()
	}
}

// objectStream returns a file whose one object stream has other entries.
func objectStream(change func(index int) (entries, body string)) func() []byte {
	return func() []byte {
		index := "1 0 2 9 "
		entries, body := change(len(index))
		f := pdftest.File{Root: 1}
		f.Deflated("/Type/ObjStm"+entries, index+"<</A 1>> <</B 2>>"+body)
		return f.Bytes()
	}
}

// forms returns a file with n forms that each draw another one, twice.
func forms(n int, next func(i, n int) int) func() []byte {
	return func() []byte {
		d := pdftest.Paged("/X0 Do " + pdftest.Text(72, 700, "Body"))
		var ids []int
		for range n {
			ids = append(ids, d.Reserve())
		}
		for i, id := range ids {
			d.Resources += fmt.Sprintf("/X%d %d 0 R", i, id)
			d.Set(id, pdftest.Stream("/Subtype/Form", fmt.Sprintf("/X%d Do /X%[1]d Do", next(i, n))))
		}
		d.Resources = "/XObject<<" + d.Resources + ">>"
		return d.Bytes()
	}
}

// formsWith returns a file that draws a form n times that holds its font.
func formsWith(n int, font func(*pdftest.Doc) string) func() []byte {
	return func() []byte {
		d := pdftest.Paged(strings.Repeat("/X Do ", n))
		d.Flate = true
		form := d.Stream("/Subtype/Form/Resources<</Font<</T "+font(d)+">>>>", "BT /T 12 Tf <0041> Tj ET")
		d.Resources = fmt.Sprintf("/XObject<</X %d 0 R>>", form)
		return d.Bytes()
	}
}

// directFont returns a font that maps every code of two bytes.
func directFont(d *pdftest.Doc) string {
	id := d.Deflated("", pdftest.ToUnicode("1 beginbfrange <0000> <FFFF> <0041> endbfrange"))
	return fmt.Sprintf("<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]/ToUnicode %d 0 R>>", id)
}

// font returns a file that uses a font with that body.
func font(body string) func() []byte {
	return func() []byte {
		d := pdftest.Paged(pdftest.Text(72, 700, "Body") + "BT /T 12 Tf 72 600 Td <00410042> Tj ET")
		d.Fonts = map[string]string{"T": body}
		return d.Bytes()
	}
}

// cmap returns a file that uses a font with that ToUnicode.
func cmap(sections string) func() []byte {
	return func() []byte {
		d := pdftest.Paged(pdftest.Text(72, 700, "Body") + "BT /T 12 Tf 72 600 Td <00410042> Tj ET")
		id := d.Deflated("", pdftest.ToUnicode(sections))
		d.Fonts = map[string]string{"T": fmt.Sprintf("<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]/ToUnicode %d 0 R>>", id)}
		return d.Bytes()
	}
}

// tree returns a tagged file with further kids in its root element.
func tree(kids func(*pdftest.Elem, *pdftest.Doc) string) func() []byte {
	return func() []byte {
		d := pdftest.Paged(pdftest.Marked(0, pdftest.Text(72, 700, "Body")))
		d.Tree = pdftest.E("Document", pdftest.E("P", pdftest.MC{Page: 1, ID: 0}))
		d.Build()
		d.Set(d.Tree.ID, strings.Replace(d.Body(d.Tree.ID), "/K[", "/K["+kids(d.Tree, d)+" ", 1))
		return d.Bytes()
	}
}

// tagged returns a tagged file of n pieces of marked content, which kids puts
// into elements.
func tagged(n int, kids func(mcs []string) string) func() []byte {
	return func() []byte {
		var b strings.Builder
		var mcs []string
		for i := range n {
			b.WriteString(pdftest.Marked(i, pdftest.Text(72, 700, "x")))
			mcs = append(mcs, fmt.Sprint(i))
		}
		if n == 0 {
			for range 50_000 {
				b.WriteString(pdftest.Marked(0, pdftest.Text(72, 700, " ")))
			}
		}
		d := pdftest.Paged(b.String())
		d.Tree = pdftest.E("Document")
		d.Build()
		d.Set(d.Tree.ID, fmt.Sprintf("<</S/Document/Pg %d 0 R/K[%s]>>", d.PageIDs[0], kids(mcs)))
		return d.Bytes()
	}
}

func wrap(format string, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf(format, s)
	}
	return out
}

// TestReadStops reads large files with a context that is done, or nearly so.
func TestReadStops(t *testing.T) {
	files := map[string]func() []byte{
		"content": content(strings.Repeat("q Q ", 5_000_000)),
		"pages":   pages(func(*pdftest.Doc) string { return strings.Repeat("<<>>", 4999) }),
		"fonts":   formsWith(20_000, directFont),
		"tree":    tree(func(*pdftest.Elem, *pdftest.Doc) string { return strings.Repeat("<</S/P>>", 400_000) }),
	}
	for name, file := range files {
		data := file()
		for _, after := range []time.Duration{0, 20 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			start := time.Now()
			_, err := pdf.Read(ctx, data, pdf.Options{})
			cancel()
			if took := time.Since(start); took > time.Second {
				t.Errorf("%s after %v: took %v", name, after, took)
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Logf("%s after %v: %v", name, after, err) // done before
			}
		}
	}
}
