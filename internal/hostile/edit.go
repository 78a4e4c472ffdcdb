package hostile

import (
	"fmt"
	"iter"
	"regexp"
	"strings"

	"ofsted/parse/pdf/pdftest"
)

// An edit changes the objects of a PDF, which is then written anew: the file
// itself is sound, what it describes is not.
type edit struct {
	name string
	edit func(d *open)
}

// Counts that are many where a file should have few.
const (
	thousand = 1000
	million  = 1_000_000
)

// editList is the table of edits.
var editList = []edit{
	{"pages-in-themselves", func(d *open) { d.kids(ref(d.first(pagesObjects))) }},
	{"pages-in-a-circle", func(d *open) {
		a, b := d.Reserve(), d.Reserve()
		d.Set(a, fmt.Sprintf("<</Type/Pages/Kids[%s]>>", ref(b)))
		d.Set(b, fmt.Sprintf("<</Type/Pages/Kids[%s%s]>>", ref(a), ref(d.first(pagesObjects))))
		d.kids(ref(a))
	}},
	{"pages-of-the-catalogue", func(d *open) { d.catalogue("Pages", ref(d.Root)) }},
	{"pages-doubling", func(d *open) {
		n := d.first(pageObjects)
		for range 60 {
			n = d.Addf("<</Type/Pages/Kids[%d 0 R %[1]d 0 R]>>", n)
		}
		d.kids(ref(n))
	}},
	{"pages-null", func(d *open) { d.catalogue("Pages", "null") }},
	{"pages-text", func(d *open) { d.catalogue("Pages", "(pages)") }},
	{"pages-nowhere", func(d *open) { d.catalogue("Pages", "99999 0 R") }},
	{"pages-one-page", func(d *open) { d.catalogue("Pages", ref(d.first(pageObjects))) }},
	{"kids-number", func(d *open) { d.entry(d.first(pagesObjects), "Kids", "7") }},
	{"kids-empty", func(d *open) { d.entry(d.first(pagesObjects), "Kids", "[]") }},
	{"kids-of-all-sorts", func(d *open) { d.kids("null true 1.5 (a) /B [[]] <<>> 99999 0 R <</Kids 1>> <</Kids[]>>") }},
	{"count-huge", each(pagesObjects, "Count", "2147483647")},
	{"count-beyond", each(pagesObjects, "Count", "99999999999999999999")},
	{"count-negative", each(pagesObjects, "Count", "-1")},
	{"count-of-itself", func(d *open) { n := d.first(pagesObjects); d.entry(n, "Count", ref(n)) }},
	{"parent-itself", func(d *open) {
		for _, n := range d.all(pageObjects) {
			d.entry(n, "Parent", ref(n))
		}
	}},
	{"type-pages", each(pageObjects, "Type", "/Pages")},
	{"type-page", each(pagesObjects, "Type", "/Page")},
	{"type-number", each(pageObjects, "Type", "7")},
	{"box-zero", each(pageObjects, "MediaBox", "[0 0 0 0]")},
	{"box-negative", each(pageObjects, "MediaBox", "[595 842 0 0]")},
	{"box-huge", each(pageObjects, "MediaBox", "[-1e30 -99999999999999999999 1e300 99999999999999999999]")},
	{"box-text", each(pageObjects, "MediaBox", "[(a)/B null <<>>]")},
	{"rotate-odd", each(pageObjects, "Rotate", "45")},
	{"rotate-huge", each(pageObjects, "Rotate", "-9223372036854775808")},
	{"rotate-quarter", each(pageObjects, "Rotate", "90")},
	{"contents-nothing", each(pageObjects, "Contents", "null")},
	{"contents-nowhere", each(pageObjects, "Contents", "99999 0 R")},
	{"contents-page", func(d *open) {
		for _, n := range d.all(pageObjects) {
			d.entry(n, "Contents", ref(n))
		}
	}},
	{"resources-nothing", func(d *open) { d.everywhere(`/Resources\b`, "/Lost") }},
	{"resources-of-itself", func(d *open) { n := d.first(pageObjects); d.entry(n, "Resources", ref(n)) }},
	{"tree-in-itself", func(d *open) { d.elements(ref(d.first(treeObjects))) }},
	{"tree-in-a-circle", func(d *open) {
		a, b := d.Reserve(), d.Reserve()
		d.Set(a, fmt.Sprintf("<</S/Sect/K[%s%s]>>", ref(b), ref(d.first(treeObjects))))
		d.Set(b, fmt.Sprintf("<</S/Div/K %s>>", ref(a)))
		d.elements(ref(a))
	}},
	{"tree-elements-in-themselves", func(d *open) {
		for _, n := range d.all(elemObjects) {
			d.replace(n, `/K\s*\[`, "/K["+ref(n))
		}
	}},
	{"tree-of-one-element", func(d *open) {
		list := d.all(elemObjects)
		for _, n := range list {
			d.replace(n, `/K\s*\[[^]]*\]`, "/K["+ref(list[len(list)/2])+"]")
		}
	}},
	{"tree-doubling", func(d *open) {
		n := d.Add("<</S/P>>")
		for range 60 {
			n = d.Addf("<</S/Div/K[%d 0 R %[1]d 0 R]>>", n)
		}
		d.elements(ref(n))
	}},
	{"tree-of-all-sorts", func(d *open) {
		d.elements("-1 99999999999999999999 1.5 (a) /B null true [0 [0]] <<>> <</Type/MCR>> <</Type/OBJR/Obj 1 0 R>> 99999 0 R")
	}},
	{"tree-nowhere", func(d *open) { d.catalogue("StructTreeRoot", "99999 0 R") }},
	{"tree-page", func(d *open) { d.catalogue("StructTreeRoot", ref(d.first(pageObjects))) }},
	{"tree-missing", func(d *open) { d.replace(d.Root, `/StructTreeRoot`, "/Lost") }},
	{"tree-without-kids", each(treeObjects, "K", "[]")},
	{"tree-half", func(d *open) { // every second element is gone
		for i, n := range d.all(elemObjects) {
			if i%2 == 1 {
				d.Set(n, "")
			}
		}
	}},
	{"tree-all-paragraphs", each(elemObjects, "S", "/P")},
	{"tree-all-cells", each(elemObjects, "S", "/TD")},
	{"tree-all-unknown", each(elemObjects, "S", "/Unheard")},
	{"tree-all-furniture", each(elemObjects, "S", "/Artifact")},
	{"tree-no-rows", func(d *open) { d.everywhere(`/S ?/TR\b`, "/S/Div") }},
	{"tree-no-cells", func(d *open) { d.everywhere(`/S ?/T[DH]\b`, "/S/Span") }},
	{"tree-roles-in-a-circle", each(treeObjects, "RoleMap", "<</A/B/B/A/P/H1/H1/P>>")},
	{"tree-of-the-wrong-page", func(d *open) { d.everywhere(`/Pg \d+ 0 R`, "/Pg "+ref(d.first(pageObjects))) }},
	{"tree-without-pages", func(d *open) { d.everywhere(`/Pg \d+ 0 R`, "") }},
	{"marks-all-one", func(d *open) { d.content(`/MCID \d+`, "/MCID 0") }},
	{"marks-in-pairs", func(d *open) { d.content(`/MCID (\d*)[13579]\b`, "/MCID ${1}0") }},
	{"marks-negative", func(d *open) { d.content(`/MCID (\d+)`, "/MCID -$1") }},
	{"marks-huge", func(d *open) { d.content(`/MCID (\d+)`, "/MCID 99999999999$1") }},
	{"marks-missing", func(d *open) { d.content(`/MCID \d+`, "") }},
	{"marks-never-ended", func(d *open) { d.content(`\bEMC\b`, "") }},
	{"marks-never-begun", func(d *open) { d.content(`/\w+\s*<</MCID \d+\s*>>\s*BDC`, "") }},
	{"matrix-negative", before("-1 0 0 -1 595 842 cm ")},
	{"matrix-mirrored", before("-1 0 0 1 595 0 cm ")},
	{"matrix-zero", before("0 0 0 0 0 0 cm ")},
	{"matrix-nan", before("nan nan nan nan nan nan cm ")},
	{"matrix-infinite", flooded("1e300 0 0 1e300 1e300 1e300 cm ", 3)},
	{"matrix-beyond", before(strings.Repeat("9", 400) + " 0 0 -" + strings.Repeat("9", 400) + " 0 0 cm ")},
	{"matrix-turned", before("0 1 -1 0 595 0 cm ")},
	{"matrix-skewed", before("1 .3 .7 1 -50 -90 cm ")},
	{"matrix-tiny", before("1e-30 0 0 1e-30 0 0 cm ")},
	{"matrix-short", before("1 0 cm ")},
	{"size-zero", func(d *open) { d.content(`(/F\d+) [\d.]+ Tf`, "$1 0 Tf") }},
	{"size-negative", func(d *open) { d.content(`(/F\d+) ([\d.]+) Tf`, "$1 -$2 Tf") }},
	{"size-huge", func(d *open) { d.content(`(/F\d+) [\d.]+ Tf`, "$1 1e300 Tf") }},
	{"spacing-huge", before("1e300 Tc -1e300 Tw 1e300 TL ")},
	{"scale-zero", before("0 Tz ")},
	{"scale-negative", before("-100 Tz ")},
	{"rise-huge", before("1e300 Ts ")},
	{"pictures-unended", before("BI /W 9 ID ")},
	{"text-never-ended", func(d *open) { d.content(`\bET\b`, "") }},
	{"text-never-begun", func(d *open) { d.content(`\bBT\b`, "") }},
	{"content-doubled", func(d *open) { d.contents(func(s string) string { return s + " " + s }) }},
	{"content-halved", func(d *open) { d.contents(func(s string) string { return s[:len(s)/2] }) }},
	{"content-often", func(d *open) {
		n := d.refs(pageObjects, "Contents")[0]
		d.entry(d.first(pageObjects), "Contents", "["+strings.Repeat(ref(n), 100)+"]")
	}},
	{"forms-in-themselves", func(d *open) {
		n := d.Reserve()
		d.Set(n, pdftest.Stream(fmt.Sprintf("/Subtype/Form/Resources<</XObject<</X %s>>>>", ref(n)), "/X Do /X Do"))
		d.everywhere(`/Font\b ?<<`, "/XObject<</X "+ref(n)+">>/Font<<")
		d.contents(func(s string) string { return "/X Do " + s })
	}},
	{"fonts-missing", func(d *open) { d.everywhere(`/Font ?(<<|\d+ 0 R)`, "/Lost $1") }},
	{"fonts-null", func(d *open) { d.fonts("", "null") }},
	{"fonts-empty", func(d *open) { d.fonts("", "<<>>") }},
	{"fonts-of-no-type", each(fontObjects, "Subtype", "/Unheard")},
	{"fonts-all-wide", each(fontObjects, "Subtype", "/Type0")},
	{"fonts-without-parts", each(fontObjects, "DescendantFonts", "[]")},
	{"fonts-of-themselves", func(d *open) {
		for _, n := range d.all(fontObjects) {
			d.entry(n, "DescendantFonts", "["+ref(n)+"]")
		}
	}},
	{"fonts-encoding-itself", func(d *open) {
		for _, n := range d.all(fontObjects) {
			d.entry(n, "Encoding", ref(n))
		}
	}},
	{"fonts-differences-odd", each(fontObjects, "Encoding", "<</Differences[-5/a 999999999999/b(c)/#00#00 null 3.5/uniD800/u110000]>>")},
	{"widths-huge", long(fontObjects, "Widths", "[", "1e300 ", thousand, "]")},
	{"widths-negative", long(fontObjects, "Widths", "[", "-500 ", 256, "]")},
	{"widths-zero", long(fontObjects, "Widths", "[", "0 ", 256, "]")},
	{"widths-first-odd", each(fontObjects, "FirstChar", "-99999999999999999999")},
	{"widths-of-odd-ranges", each(fontObjects, "W", "[-5[1 2 3]99999999999[1]7 -7 1/A(b)null 0 99999999999 3]")},
	{"unicode-missing", func(d *open) { d.everywhere(`/ToUnicode\b`, "/Lost") }},
	{"unicode-nowhere", each(fontObjects, "ToUnicode", "99999 0 R")},
	{"unicode-of-itself", func(d *open) {
		for _, n := range d.all(fontObjects) {
			d.entry(n, "ToUnicode", ref(n))
		}
	}},
	{"unicode-empty", cmap("")},
	{"unicode-one-letter", cmap("1 beginbfrange <0000> <FFFF> <0041> endbfrange " + strings.Repeat("1 beginbfrange <0000> <FFFF> <0041> endbfrange\n", 20))},
	{"unicode-no-letters", cmap("1 beginbfrange <0000> <FFFF> <> endbfrange")},
	{"unicode-controls", cmap("1 beginbfrange <0000> <FFFF> <0000> endbfrange")},
	{"unicode-surrogates", cmap("1 beginbfrange <0000> <FFFF> <D800> endbfrange")},
	{"unicode-ranges-backwards", cmap("1 beginbfrange <FFFF> <0000> <0041> endbfrange")},
	{"unicode-letters-exchanged", exchange},
	{"unicode-cut", func(d *open) {
		for _, n := range d.refs(fontObjects, "ToUnicode") {
			d.setStream(n, d.stream(n)[:len(d.stream(n))*2/3])
		}
	}},
	{"info-of-itself", func(d *open) { d.Trailer = "/Info " + ref(d.count+1); d.Add("<</Title " + ref(d.count+1) + ">>") }},
	{"catalogue-references", func(d *open) {
		n := d.Reserve()
		d.Set(n, ref(n))
		d.catalogue("Pages", ref(n))
	}},
}

// edits applies the edits to a specimen. Those with object streams cannot be
// taken apart here; packings are for them.
func edits(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		if s.Name == madePacked {
			return
		}
		for _, e := range editList {
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

// each returns an edit that sets an entry of every object that matches.
func each(pattern, key, value string) func(*open) {
	return func(d *open) {
		for _, n := range d.all(pattern) {
			d.entry(n, key, value)
		}
	}
}

// before returns an edit that puts operators before the content of every page.
func before(operators string) func(*open) {
	return func(d *open) { d.contents(func(s string) string { return operators + s }) }
}

// flooded returns an edit that puts the same operators many times before the
// content of every page.
func flooded(operators string, times int) func(*open) {
	return func(d *open) { before(strings.Repeat(operators, times))(d) }
}

// long returns an edit that sets an entry of every object that matches to
// something long.
func long(pattern, key, opening, unit string, times int, closing string) func(*open) {
	return func(d *open) { each(pattern, key, opening+strings.Repeat(unit, times)+closing)(d) }
}

// longCMap returns an edit that gives every font a ToUnicode of the same over
// and over.
func longCMap(sections string, times int) func(*open) {
	return func(d *open) { cmap(strings.Repeat(sections, times))(d) }
}

// everywhere changes every dictionary by an expression.
func (d *open) everywhere(pattern, to string) {
	for n := 1; n <= d.count; n++ {
		d.replace(n, pattern, to)
	}
}

// content changes the content of every page by an expression.
func (d *open) content(pattern, to string) {
	re := regexp.MustCompile(pattern)
	d.contents(func(s string) string { return re.ReplaceAllString(s, to) })
}

// fonts puts another object in the place of each font; the entries are a
// pattern that its dictionary has to match, too.
func (d *open) fonts(entries, body string) {
	for _, n := range d.all(fontObjects) {
		if regexp.MustCompile(entries).MatchString(d.dict(n)) {
			d.Set(n, body)
		}
	}
}

// cmap returns an edit that gives every font another ToUnicode.
func cmap(sections string) func(*open) {
	return func(d *open) {
		n := d.Deflated("", pdftest.ToUnicode(sections))
		for _, f := range d.all(fontObjects) {
			d.entry(f, "ToUnicode", ref(n))
		}
	}
}

// exchange makes letters of a font mean others: each the one that stands
// opposite in the alphabet.
func exchange(d *open) {
	var b strings.Builder
	for c := 'a'; c <= 'z'; c++ {
		fmt.Fprintf(&b, "<%02X> <%04X>\n", c, 'a'+'z'-c)
	}
	n := d.Deflated("", pdftest.ToUnicode("26 beginbfchar\n"+b.String()+"endbfchar"))
	for _, f := range d.all(fontObjects) {
		if !strings.Contains(d.dict(f), "/ToUnicode") {
			d.entry(f, "ToUnicode", ref(n))
		}
	}
	for _, n := range d.refs(fontObjects, "ToUnicode") {
		d.setStream(n, meaning.ReplaceAllStringFunc(d.stream(n), opposite))
	}
}

// meaning matches a small letter that a ToUnicode gives as a meaning.
var meaning = regexp.MustCompile(`(?i)<00(6[1-9A-F]|7[0-9A])>`)

func opposite(hex string) string {
	var c int
	fmt.Sscanf(hex, "<%x>", &c)
	return fmt.Sprintf("<%04X>", 'a'+'z'-c)
}
