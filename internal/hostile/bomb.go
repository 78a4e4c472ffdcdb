package hostile

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"iter"
	"strings"
	"sync"

	"ofsted/parse/pdf/pdftest"
)

// bombList is the table of files that ask for more than a report can hold:
// small ones whose streams inflate without end, and large ones of nothing but
// the same.
var bombList = []edit{
	{"content", func(d *open) { d.entry(d.first(pageObjects), "Contents", ref(d.explosive(blank()))) }},
	{"content-among-others", func(d *open) {
		n := d.explosive(blank())
		d.entry(d.first(pageObjects), "Contents", "["+ref(d.refs(pageObjects, "Contents")[0])+ref(n)+"]")
	}},
	{"content-in-layers", func(d *open) {
		n := d.Stream("/Filter[/FlateDecode/FlateDecode]", pdftest.Deflate(blank()))
		d.entry(d.first(pageObjects), "Contents", ref(n))
	}},
	{"content-in-three-layers", func(d *open) {
		n := d.Stream("/Filter[/FlateDecode/FlateDecode/FlateDecode]", pdftest.Deflate(pdftest.Deflate(blank())))
		d.entry(d.first(pageObjects), "Contents", ref(n))
	}},
	{"content-over-and-over", func(d *open) {
		n := d.explosive(deflated(strings.Repeat(" ", 1<<10), 20<<10))
		d.entry(d.first(pageObjects), "Contents", "["+strings.Repeat(ref(n), 100)+"]")
	}},
	{"content-many", func(d *open) {
		var all strings.Builder
		part := deflated(strings.Repeat(" ", 1<<10), 10<<10)
		for range 100 {
			all.WriteString(ref(d.explosive(part)))
		}
		d.entry(d.first(pageObjects), "Contents", "["+all.String()+"]")
	}},
	{"content-of-text", func(d *open) {
		text := "(" + strings.Repeat("a", 75) + ")Tj "
		d.entry(d.first(pageObjects), "Contents", ref(d.explosive(deflated(text, million/2))))
	}},
	{"content-of-lines", func(d *open) {
		n := d.explosive(deflated("1 1 m 99 1 l S ", million/2))
		d.entry(d.first(pageObjects), "Contents", "["+ref(n)+ref(d.refs(pageObjects, "Contents")[0])+"]")
	}},
	{"content-of-dots", func(d *open) {
		n := d.explosive(deflated("BT /F1 9 Tf 72 700 Td (.) Tj ET ", million/5))
		d.entry(d.first(pageObjects), "Contents", ref(n))
	}},
	{"object-stream", func(d *open) { d.Stream("/Type/ObjStm/N 1/First 9/Filter/FlateDecode", blank()) }},
	{"object-streams-many", func(d *open) {
		body := pdftest.Stream("/Type/ObjStm/N 1/First 9/Filter/FlateDecode", deflated(strings.Repeat(" ", 1<<10), 20<<10))
		for range 50 {
			d.Add(body)
		}
	}},
	{"object-stream-of-objects", func(d *open) {
		d.Stream(fmt.Sprintf("/Type/ObjStm/N 999999999/First %d/Filter/FlateDecode", 60<<20), deflated("7 1 ", 15<<20))
	}},
	{"object-stream-of-large-objects", func(d *open) {
		var index strings.Builder
		for i := range 20 * thousand {
			fmt.Fprintf(&index, "%d %d ", i+5000, i%2*(2<<20))
		}
		d.Deflated(fmt.Sprintf("/Type/ObjStm/N 20000/First %d", index.Len()), index.String()+strings.Repeat(" ", 2<<20))
	}},
	{"object-stream-of-tiny-objects", func(d *open) { d.tiny(200 * thousand) }},
	{"font", func(d *open) {
		n := d.explosive(blank())
		for _, f := range d.all(`/FontFile2?\b`) {
			d.replace(f, `/FontFile2 \d+ 0 R`, "/FontFile2 "+ref(n))
		}
	}},
	{"unicode", func(d *open) {
		n := d.explosive(blank())
		for _, f := range d.all(fontObjects) {
			d.entry(f, "ToUnicode", ref(n))
		}
	}},
	{"unicode-of-many-fonts", func(d *open) {
		cmap := d.Deflated("", pdftest.ToUnicode("1 beginbfrange <0000> <FFFF> <0041> endbfrange"))
		var fonts, text strings.Builder
		for i := range 100 {
			fmt.Fprintf(&fonts, "/X%d<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]/ToUnicode %d 0 R>>", i, cmap)
			fmt.Fprintf(&text, "BT /X%d 9 Tf (aa) Tj ET ", i)
		}
		d.entry(d.first(pageObjects), "Resources", "<</Font<<"+fonts.String()+">>>>")
		d.contents(func(s string) string { return text.String() + s })
	}},
	{"forms-doubling", func(d *open) {
		n := d.Deflated("/Subtype/Form", strings.Repeat("(text)Tj ", thousand))
		for range 40 {
			n = d.Deflated(fmt.Sprintf("/Subtype/Form/Resources<</XObject<</X %s>>>>", ref(n)), "/X Do /X Do")
		}
		d.entry(d.first(pageObjects), "Resources", "<</XObject<</X "+ref(n)+">>>>")
		d.contents(func(s string) string { return "/X Do " + s })
	}},
	{"picture", func(d *open) {
		n := d.Stream("/Subtype/Image/Width 99999/Height 99999/BitsPerComponent 8/Filter/FlateDecode", blank())
		d.everywhere(`/Font\b ?<<`, "/XObject<</X "+ref(n)+">>/Font<<")
		d.contents(func(s string) string { return "/X Do " + s })
	}},
	{"meanings-long", func(d *open) {
		d.contents(func(s string) string {
			return strings.Repeat("/Span<</ActualText("+strings.Repeat("long ", 200)+")>>BDC (x)Tj EMC ", 20*thousand) + s
		})
	}},
	{"run-length", func(d *open) {
		n := d.Stream("/Filter[/FlateDecode/RunLengthDecode]", deflated("\x81 ", 2<<20))
		d.entry(d.first(pageObjects), "Contents", ref(n))
	}},
	{"lzw", func(d *open) {
		d.entry(d.first(pageObjects), "Contents", ref(d.Stream("/Filter/LZWDecode", strings.Repeat("\x80\x0B\x60\x50", million))))
	}},
	{"ascii85", func(d *open) {
		d.entry(d.first(pageObjects), "Contents", ref(d.Stream("/Filter[/FlateDecode/ASCII85Decode]", deflated("zzzzz", 10<<20))))
	}},
	{"predicted", func(d *open) {
		n := d.Stream("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1000000>>", blank())
		d.entry(d.first(pageObjects), "Contents", ref(n))
	}},
	{"pages-often", func(d *open) { d.kids(strings.Repeat(ref(d.first(pageObjects)), million/10)) }},
	{"pages-missing-often", func(d *open) { d.kids(strings.Repeat("99999 0 R ", million/10)) }},
	{"pages-direct", func(d *open) { d.kids(strings.Repeat("<</Type/Page>>", thousand)) }},
	{"pages-too-many", func(d *open) { d.kids(strings.Repeat("<<>>", million/10)) }},
	{"pages-repeated", func(d *open) {
		n := d.first(pageObjects)
		for range thousand {
			d.kids(ref(d.Add(d.Body(n))))
		}
	}},
	{"pages-deep", func(d *open) {
		n := d.first(pageObjects)
		for range 20 * thousand {
			n = d.Addf("<</Type/Pages/Kids[%d 0 R]>>", n)
		}
		d.kids(ref(n))
	}},
	{"box-long", long(pageObjects, "MediaBox", "[", "1 ", million, "]")},
	{"contents-of-itself", func(d *open) {
		n := d.Reserve()
		d.Set(n, "["+strings.Repeat(ref(n), thousand)+"]")
		d.entry(d.first(pageObjects), "Contents", ref(n))
	}},
	{"tree-deep", func(d *open) {
		n := d.Add("<</S/P>>")
		for range 20 * thousand {
			n = d.Addf("<</S/Span/K %d 0 R>>", n)
		}
		d.elements(ref(n))
	}},
	{"tree-deep-direct", func(d *open) {
		d.elements(strings.Repeat("<</S/Div/K[", 5*thousand) + strings.Repeat("]>>", 5*thousand))
	}},
	{"tree-wide", func(d *open) { d.elements(strings.Repeat("<</S/P/K 0>>", million/2)) }},
	{"tree-of-numbers", func(d *open) { d.elements(strings.Repeat("0 ", million)) }},
	{"marks-within-marks", func(d *open) {
		d.contents(func(s string) string { return strings.Repeat("/Span <</MCID 3>> BDC ", 50*thousand) + s })
	}},
	{"q-deep", flooded("q ", million)},
	{"Q-first", flooded("Q ", million)},
	{"arrays-deep", flooded("[", million)},
	{"dictionaries-deep", flooded("<<", million)},
	{"strings-deep", flooded("(", million)},
	{"operands-many", flooded("7 ", million)},
	{"operators-unknown", flooded("nonsense ", million/10)},
	{"fonts-differences-many", long(fontObjects, "Encoding", "<</Differences[0", "/a", million/10, "]>>")},
	{"widths-many", long(fontObjects, "Widths", "[", "500 ", million, "]")},
	{"widths-of-ranges", long(fontObjects, "W", "[", "0 65535 500 ", 50*thousand, "]")},
	{"unicode-nonsense", longCMap("beginbfchar <> (x) beginbfrange <0000> [ ", thousand)},
	{"unicode-long", longCMap("1 beginbfrange <0000> <FFFF> <"+strings.Repeat("0041", thousand)+"> endbfrange\n", 10)},
	{"unicode-ranges-overlap", longCMap("1 beginbfrange <0000> <FFFF> <0041> endbfrange\n", 20*thousand)},
	{"info-long", func(d *open) {
		d.Trailer = "/Info " + ref(d.Add("<</Title("+strings.Repeat("\\377\\376\\000\\033[31m", million/10)+")>>"))
	}},
	{"object-deep-arrays", func(d *open) { d.Add(strings.Repeat("[", million)) }},
	{"object-deep-dictionaries", func(d *open) { d.Add(strings.Repeat("<</A", million)) }},
	{"object-of-objects", func(d *open) { d.Add(strings.Repeat("1 0 obj ", million/10)) }},
	{"object-long-name", func(d *open) { d.Add("/" + strings.Repeat("#00#zz#", million/10)) }},
	{"object-long-string", func(d *open) { d.Add("(" + strings.Repeat("\\777\\\r\n\\9", million/10)) }},
	{"object-unclosed-hex", func(d *open) { d.Add("<" + strings.Repeat("4g ", million)) }},
	{"catalogue-deep", func(d *open) { d.catalogue("Deep", strings.Repeat("[", million)) }},
	{"objects-many", func(d *open) {
		for range 50 * thousand {
			d.Add("null")
		}
	}},
}

// bombs puts bombs into a specimen.
func bombs(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		if s.Name != madeReport {
			return // what they do does not depend on the maker
		}
		for _, e := range bombList {
			if !yield(damage{name: e.name, data: func() []byte {
				d := take(s.Data)
				e.edit(d)
				return d.Bytes()
			}}) {
				return
			}
		}
	}
}

// explosive adds a stream of deflated data.
func (d *open) explosive(deflated string) int { return d.Stream("/Filter/FlateDecode", deflated) }

// blank returns 100 MB of white space, deflated.
var blank = sync.OnceValue(func() string { return deflated(strings.Repeat(" ", thousand), 100*thousand) })

// deflated returns a text so many times over, deflated. It never holds the
// whole, so that what tests measure is what reading takes.
func deflated(text string, times int) string {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	if err != nil {
		panic(err) // no such level
	}
	for range times {
		io.WriteString(w, text)
	}
	w.Close()
	return b.String()
}

// tiny adds an object stream of so many objects of one byte.
func (d *open) tiny(n int) {
	var index strings.Builder
	for i := range n {
		fmt.Fprintf(&index, "%d %d ", 5000+i, 2*i)
	}
	d.Deflated(fmt.Sprintf("/Type/ObjStm/N %d/First %d", n, index.Len()), index.String()+strings.Repeat("7 ", n))
}
