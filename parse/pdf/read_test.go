package pdf_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/parse/block"
	"ofsted/parse/pdf"
	"ofsted/parse/pdf/pdftest"
)

// outline returns one line for each block: its kind, page and text.
func outline(doc *block.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		s := fmt.Sprintf("%s p%d", b.Kind, b.Page)
		if b.Level > 0 {
			s += fmt.Sprintf(" level %d", b.Level)
		}
		if b.Header {
			s += " header"
		}
		if b.Strong {
			s += " strong"
		}
		if b.Label != "" {
			s += " [" + b.Label + "]"
		}
		out = append(out, s+": "+strings.ReplaceAll(b.Text, "\t", " | "))
	}
	return out
}

func read(t *testing.T, data []byte, opt pdf.Options) *block.Document {
	t.Helper()
	doc, err := pdf.Read(context.Background(), data, opt)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// words returns all text of a document in order, blocks parted by " / ".
func words(doc *block.Document) string {
	var out []string
	for _, b := range doc.Blocks {
		out = append(out, strings.TrimSpace(b.Label+" "+b.Text))
	}
	return strings.Join(out, " / ")
}

// TestTextOperators shows text through each operator that moves or sets it.
// The page is one marked paragraph, so that layout plays no part.
func TestTextOperators(t *testing.T) {
	tests := []struct{ name, content, want string }{
		{"Tj", `BT /F1 12 Tf 72 700 Td (One line) Tj ET`, "One line"},
		{"TJ with kerning", `BT /F1 12 Tf 72 700 Td [(Ke) 40 (rn) -30 (ing)] TJ ET`, "Kerning"},
		{"TJ with a gap for a space", `BT /F1 12 Tf 72 700 Td [(two) -300 (words)] TJ ET`, "two words"},
		{"TJ with a gap and a space", `BT /F1 12 Tf 72 700 Td [(two ) -300 (words)] TJ ET`, "two words"},
		{"gap between text objects", `BT /F1 12 Tf 72 700 Td (two) Tj ET BT /F1 12 Tf 95 700 Td (words) Tj ET`, "two words"},
		{"no gap between text objects", `BT /F1 12 Tf 72 700 Td (wo) Tj ET BT /F1 12 Tf 84 700 Td (rd) Tj ET`, "word"},
		{"Td", `BT /F1 12 Tf 72 700 Td (first) Tj 0 -14 Td (second) Tj ET`, "first second"},
		{"TD sets the leading", `BT /F1 12 Tf 72 700 Td (first) Tj 0 -14 TD (second) Tj T* (third) Tj ET`, "first second third"},
		{"TL and T*", `BT /F1 12 Tf 14 TL 72 700 Td (first) Tj T* (second) Tj ET`, "first second"},
		{"apostrophe", `BT /F1 12 Tf 14 TL 72 700 Td (first) Tj (second) ' ET`, "first second"},
		{"quotation mark", `BT /F1 12 Tf 14 TL 72 700 Td (first) Tj 0 0 (second line) " ET`, "first second line"},
		{"Tm", `BT /F1 1 Tf 12 0 0 12 72 700 Tm (first) Tj 12 0 0 12 72 686 Tm (second) Tj ET`, "first second"},
		{"Tm from the right", `BT /F1 12 Tf 1 0 0 1 72 700 Tm (wo) Tj 1 0 0 1 84 700 Tm (rd) Tj ET`, "word"},
		{"Tc spreads letters", `BT /F1 12 Tf 1 Tc 72 700 Td (spread) Tj ET`, "spread"},
		{"Tc moves on what follows", `BT /F1 12 Tf 3 Tc 72 700 Td (wo) Tj 0 Tc 1 0 0 1 90 700 Tm (rd) Tj ET`, "word"},
		{"Tw widens spaces", `BT /F1 12 Tf 2 Tw 72 700 Td (a b) Tj 1 0 0 1 92 700 Tm (c) Tj ET`, "a bc"},
		{"Tz narrows", `BT /F1 12 Tf 50 Tz 72 700 Td (wo) Tj ET BT /F1 12 Tf 78 700 Td (rd) Tj ET`, "word"},
		{"Ts raises a marker", `BT /F1 12 Tf 72 700 Td (improve?) Tj /F1 7 Tf 5 Ts (1) Tj /F1 12 Tf 0 Ts ( and on) Tj ET`, "improve?¹ and on"},
		{"raised by Td", `BT /F1 12 Tf 72 700 Td (improve?) Tj /F1 7 Tf 48 5 Td (12) Tj ET`, "improve?¹²"},
		{"a smaller word is no marker", `BT /F1 12 Tf 72 700 Td (on the 3) Tj /F1 7 Tf 48 5 Td (rd) Tj ET`, "on the 3rd"},
		{"Q brings the font back", `BT /F1 12 Tf ET q /F2 30 Tf Q BT 72 700 Td (kept) Tj ET`, "kept"},
		{"Q brings the place back", `q 1 0 0 1 300 0 cm Q BT /F1 12 Tf 72 700 Td (wo) Tj ET q 1 0 0 1 12 0 cm BT /F1 12 Tf 72 700 Td (rd) Tj ET Q`, "word"},
		{"Q without q", `Q Q BT /F1 12 Tf 72 700 Td (kept) Tj ET`, "kept"},
		{"many q", strings.Repeat("q ", 5000) + `BT /F1 12 Tf 72 700 Td (deep) Tj ET` + strings.Repeat(" Q", 5000) + ` BT /F1 12 Tf 72 686 Td (up) Tj ET`, "deep up"},
		{"cm scales", `.5 0 0 .5 0 0 cm BT /F1 24 Tf 144 1400 Td (wo) Tj ET BT /F1 24 Tf 168 1400 Td (rd) Tj ET`, "word"},
		{"hyphen at the end of a line", `BT /F1 12 Tf 14 TL 72 700 Td (multi-) Tj T* (agency work) Tj ET`, "multi-agency work"},
		{"dash at the end of a line", `BT /F1 12 Tf 14 TL 72 700 Td (work -) Tj T* (well done) Tj ET`, "work - well done"},
		{"escapes", `BT /F1 12 Tf 72 700 Td (\(a\) \061\62 b\
c) Tj ET`, "(a) 12 bc"},
		{"hexadecimal", `BT /F1 12 Tf 72 700 Td <48 65 6C6c 6F> Tj ET`, "Hello"},
		{"odd hexadecimal", `BT /F1 12 Tf 72 700 Td <48657> Tj ET`, "Hep"},
		{"nested parentheses", `BT /F1 12 Tf 72 700 Td (a (b (c)) d) Tj ET`, "a (b (c)) d"},
		{"inline image", "q BI /W 2 /H 2 /BPC 8 /CS /G ID \x00(\xFFEI\x01 EI Q BT /F1 12 Tf 72 700 Td (after) Tj ET", "after"},
		{"comment", "BT /F1 12 Tf 72 700 Td % (not this) Tj\n(this) Tj ET", "this"},
		{"operands too many and too few", `BT 1 2 3 /F1 12 Tf Td 72 700 Td Tj [(a) (b)] TJ 5 Tj ET`, "ab"},
		{"TJ behind a comment", "BT /F1 12 Tf 72 700 Td [% (not this)\n(th) 10 (is)] TJ ET", "this"},
		{"TJ of other things", `BT /F1 12 Tf 72 700 Td [/A (th)] TJ [[(is)] -300 (is)] TJ [)-300(so)] TJ ET`, "this is so"},
		{"TJ of a dictionary", `BT /F1 12 Tf 72 700 Td [<</A (not this)>> (this)] TJ ET`, "this"},
		{"TJ with a keyword", `BT /F1 12 Tf 72 700 Td [(two) null -300 (words)] TJ ET`, "two words"},
		{"TJ that nothing closes", `BT /F1 12 Tf 72 700 Td [(first) TJ 0 -14 Td (second) Tj ET`, "first second"},
		{"an array that nothing closes", `BT /F1 12 Tf 14 TL 72 700 Td [(first) T* (second) Tj ET`, "first second"},
		{"an array without an operator", `BT /F1 12 Tf 72 700 Td (cut ) Tj [(short)`, "cut short"},
		{"colours of an inline image", "BI /W 1/H 1/CS [/Indexed /DeviceRGB 1 <414243444546>] ID \x01 EI BT /F1 12 Tf 72 700 Td (after) Tj ET", "after"},
		{"signs and points", `BT /F1 12 Tf --72 0 Td 144 +700.0.1 Td [(wo)-0-9(rd)1A(s)-.(.)] TJ ET`, "words."},
		{"more digits than a number has", `BT /F1 12 Tf 00000000000000000000072.000000000000000000001 700.123456789012345678901234 Td (here) Tj ET`, "here"},
		{"an escaped font name", `BT /F#31 12 Tf 72 700 Td (found) Tj ET`, "found"},
		{"a font that is missing", `BT /Gone 12 Tf 72 700 Td (still read) Tj ET`, "still read"},
		{"ActualText", `/Span <</ActualText (whole)>> BDC BT /F1 12 Tf 72 700 Td (wh) Tj (ole) Tj ET EMC`, "whole"},
		{"ActualText in UTF-16", `/Span <</ActualText <FEFF00E9201C>>> BDC BT /F1 12 Tf 72 700 Td (x) Tj ET EMC`, "é“"},
		{"ActualText within ActualText", `/Span <</ActualText (outer)>> BDC /Span <</ActualText (inner)>> BDC BT /F1 12 Tf 72 700 Td (x) Tj ET EMC BT /F1 12 Tf 78 700 Td (y) Tj ET EMC`, "outer"},
		{"ActualText and what follows", `BT /F1 12 Tf 72 700 Td (a ) Tj /Span <</ActualText (fi)>> BDC (x) Tj EMC (nd) Tj ET`, "a find"},
		{"empty ActualText", `BT /F1 12 Tf 72 700 Td (in ) Tj /Span <</ActualText <FEFF>>> BDC (-) Tj EMC (to) Tj ET`, "in to"},
		{"ActualText with control characters", `/Span <</ActualText (a\000\011b\033c)>> BDC BT /F1 12 Tf 72 700 Td (x) Tj ET EMC`, "a bc"},
		{"properties by name", `/Span /MC0 BDC BT /F1 12 Tf 72 700 Td (x) Tj ET EMC`, "named"},
		{"mark within a mark", `/Span <</Lang (en-GB)>> BDC BT /F1 12 Tf 72 700 Td (inside) Tj ET EMC`, "inside"},
		{"EMC without BDC", `EMC EMC BT /F1 12 Tf 72 700 Td (lost?) Tj ET`, "lost?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := pdftest.Paged(pdftest.Marked(0, tt.content+"\n"))
			d.Resources = "/Properties<</MC0<</ActualText(named)>>>>"
			d.Tree = pdftest.E("P", pdftest.MC{Page: 1, ID: 0})
			if got := words(read(t, d.Bytes(), pdf.Options{})); got != tt.want {
				t.Errorf("by the tree %q, want %q", got, tt.want)
			}
			if got := words(read(t, d.Bytes(), pdf.Options{IgnoreTree: true})); got != tt.want && strings.ReplaceAll(got, " / ", " ") != tt.want {
				t.Errorf("by geometry %q, want %q", got, tt.want)
			}
		})
	}
}

// TestFonts shows codes of fonts of every kind.
func TestFonts(t *testing.T) {
	wide := func(descendant, more string) func(*pdftest.Doc) string {
		return func(d *pdftest.Doc) string {
			id := d.Addf("<</Type/Font/Subtype/CIDFontType2/BaseFont/Wide%s>>", descendant)
			return fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/Wide/DescendantFonts[%d 0 R]/Encoding/Identity-H%s>>", id, more)
		}
	}
	mapped := func(make func(*pdftest.Doc) string, sections string) func(*pdftest.Doc) string {
		return func(d *pdftest.Doc) string {
			cmap := d.Deflated("", pdftest.ToUnicode(sections))
			return strings.TrimSuffix(make(d), ">>") + fmt.Sprintf("/ToUnicode %d 0 R>>", cmap)
		}
	}
	simple := func(entries string) func(*pdftest.Doc) string {
		return func(*pdftest.Doc) string { return pdftest.Simple("Plain", entries) }
	}
	ab := "2 beginbfchar <0001> <0041> <0002> <00420063> endbfchar"
	tests := []struct {
		name string
		font func(*pdftest.Doc) string
		show string
		want string
	}{
		{"WinAnsi", simple(""), `(\223x\224 \226 \200 \225y caf\351) Tj`, "“x” – € •y café"},
		{"MacRoman", simple("/Encoding/MacRomanEncoding"), `(caf\216 \322x\323) Tj`, "café “x”"},
		{"Differences", simple("/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/eacute/quoteright 70/fi]>>"), `(ABC F\222) Tj`, "é’C fi’"},
		{"Differences over MacRoman", simple("/Encoding<</BaseEncoding/MacRomanEncoding/Differences[65/eacute]>>"), `(A\216) Tj`, "éé"},
		{"Differences by code", simple("/Encoding<</Differences[65/uni2019/u2013]>>"), `(xAB) Tj`, "x’–"},
		{"bfchar", mapped(simple(""), "1 beginbfchar <41> <0062> endbfchar"), `(AC) Tj`, "bC"},
		{"bfrange", mapped(simple(""), "1 beginbfrange <41> <43> <0061> endbfrange"), `(ABCD) Tj`, "abcD"},
		{"bfrange with an array", mapped(simple(""), "1 beginbfrange <41> <43> [<0078> <00790079> <007A>] endbfrange"), `(ABCD) Tj`, "xyyzD"},
		{"two bytes", mapped(wide("", ""), ab), `<000100020001> Tj`, "ABcA"},
		{"two bytes, odd", mapped(wide("", ""), ab), `<0001000200> Tj`, "ABc"},
		{"a surrogate pair", mapped(wide("", ""), "1 beginbfchar <0001> <D83DDE00> endbfchar"), `<0001> Tj`, "😀"},
		{"control characters", mapped(wide("", ""), "1 beginbfrange <0001> <0004> [<0041> <0000> <0009> <001B>] endbfrange"), `<00010002000300010004> Tj`, "A A"},
		{"a ligature and a soft hyphen", mapped(wide("", ""), "1 beginbfrange <0001> <0002> [<FB01> <00AD>] endbfrange"), `<00010002> Tj`, "fi-"},
		{"widths by W", mapped(wide("/DW 1000/W[1[500 250]3 4 2000]", ""), ab), `<0001> Tj ET BT /T 12 Tf 78 700 Td <0002> Tj ET BT /T 12 Tf 81 700 Td <0001> Tj`, "ABcA"},
		{"widths by DW", mapped(wide("/DW 250", ""), ab), `<0001> Tj ET BT /T 12 Tf 75 700 Td <0001> Tj ET BT /T 12 Tf 81 700 Td <0001> Tj`, "AA A"},
		{"UCS-2", wide("", "/Encoding/UniGB-UCS2-H"), `<004100420001D800> Tj`, "AB\uFFFD"},
		{"no widths", func(*pdftest.Doc) string {
			return "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
		}, `(wo) Tj ET BT /T 12 Tf 84 700 Td (rd) Tj`, "word"},
		{"a ToUnicode that cannot be read", func(d *pdftest.Doc) string {
			return pdftest.Simple("Plain", fmt.Sprintf("/ToUnicode %d 0 R", d.Stream("/Filter/FlateDecode", "no deflate")))
		}, `(as encoded) Tj`, "as encoded"},
		{"nothing but a dictionary", func(*pdftest.Doc) string { return "<<>>" }, `(plain) Tj`, "plain"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := pdftest.Paged(pdftest.Marked(0, "BT /T 12 Tf 72 700 Td "+tt.show+" ET\n"))
			d.Tree = pdftest.E("P", pdftest.MC{Page: 1, ID: 0})
			d.Fonts = map[string]string{"T": tt.font(d)}
			if got := words(read(t, d.Bytes(), pdf.Options{})); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// lines returns one marked line for each string, numbered from 0.
func lines(texts ...string) string {
	var b strings.Builder
	for i, s := range texts {
		b.WriteString(pdftest.Marked(i, pdftest.Text(72, float64(760-16*i), s)))
	}
	return b.String()
}

// beside is lines with two of the texts on each.
func beside(texts ...string) string {
	var b strings.Builder
	for i, s := range texts {
		b.WriteString(pdftest.Marked(i, pdftest.Text(float64(72+200*(i%2)), float64(760-16*(i/2)), s)))
	}
	return b.String()
}

func mc(ids ...int) []any {
	var out []any
	for _, id := range ids {
		out = append(out, pdftest.MC{Page: 1, ID: id})
	}
	return out
}

// TestStructure reads structure trees, each of one page.
func TestStructure(t *testing.T) {
	e, c := pdftest.E, func(id int) pdftest.MC { return pdftest.MC{Page: 1, ID: id} }
	long := "Leaders know their services well and they act on what they learn from children"
	tests := []struct {
		name    string
		content string
		tree    *pdftest.Elem
		roles   string
		want    []string
	}{
		{"headings and paragraphs", lines("Title", "Section", "Body text."),
			e("Document", e("H1", c(0)), e("H2", c(1)), e("P", c(2))), "",
			[]string{"heading p1 level 1: Title", "heading p1 level 2: Section", "paragraph p1: Body text."}},
		{"a paragraph of several pieces", lines("One,", "two,", "three."), e("P", mc(0, 1, 2)...), "",
			[]string{"paragraph p1: One, two, three."}},
		{"order of the tree, not of the page", lines("second.", "First,"), e("P", c(1), c(0)), "",
			[]string{"paragraph p1: First, second."}},
		{"roles by the map", lines("Title", "Body."),
			e("Document", e("Banner", c(0)), e("Body#20Text", c(1))), "/Banner/Mid/Mid/H1/Body#20Text/P",
			[]string{"heading p1 level 1: Title", "paragraph p1: Body."}},
		{"a map that runs in circles", lines("Body."), e("A", e("P", c(0))), "/A/B/B/A",
			[]string{"paragraph p1: Body."}},
		{"spans and links", lines("See", "the report", "online."),
			e("P", c(0), e("Link", e("Span", c(1)), pdftest.Raw("<</Type/OBJR/Obj 1 0 R>>")), e("NonStruct", c(2))), "",
			[]string{"paragraph p1: See the report online."}},
		{"a list", lines("•", "First item", "•", "Second item"),
			e("L", e("LI", e("Lbl", c(0)), e("LBody", c(1))), e("LI", e("Lbl", c(2)), e("LBody", e("P", c(3))))), "",
			[]string{"list item p1 level 1 [•]: First item", "list item p1 level 1 [•]: Second item"}},
		{"a list in a list", lines("1.", "Outer", "(a)", "Inner", "2.", "Last"),
			e("L", e("LI", e("Lbl", c(0)), e("LBody", e("P", c(1)), e("L", e("LI", e("Lbl", c(2)), e("LBody", c(3)))))),
				e("LI", e("Lbl", c(4)), e("LBody", c(5)))), "",
			[]string{"list item p1 level 1 [1.]: Outer", "list item p1 level 2 [(a)]: Inner", "list item p1 level 1 [2.]: Last"}},
		{"a list beside its parent item", lines("Outer", "Inner"),
			e("L", e("LI", e("LBody", c(0))), e("L", e("LI", e("LBody", c(1))))), "",
			[]string{"list item p1 level 1: Outer", "list item p1 level 2: Inner"}},
		{"numbers in the text", lines("12. Social workers know children."), e("L", e("LI", e("LBody", c(0)))), "",
			[]string{"list item p1 level 1 [12.]: Social workers know children."}},
		{"a bullet that says nothing", pdftest.Marked(0, "BT /Sym 12 Tf 72 760 Td <0001> Tj ET\n") + pdftest.Marked(1, pdftest.Text(90, 760, "Item")),
			e("L", e("LI", e("Lbl", c(0)), e("LBody", c(1)))), "",
			[]string{"list item p1 level 1 [•]: Item"}},
		{"text strayed into the label", pdftest.Marked(0, pdftest.Text(72, 760, "The quality of")) + pdftest.Marked(1, pdftest.Text(160, 760, "plans.")),
			e("L", e("LI", e("Lbl", c(0)), e("LBody", c(1)))), "",
			[]string{"list item p1 level 1: The quality of plans."}},
		{"two paragraphs in an item", lines("Item.", "More of it."), e("L", e("LI", e("LBody", e("P", c(0)), e("P", c(1))))), "",
			[]string{"list item p1 level 1: Item.", "paragraph p1: More of it."}},
		{"a list typed by hand", lines("• An item"), e("P", c(0)), "", []string{"list item p1 level 1 [•]: An item"}},
		{"a table", beside("Judgement", "Grade", "Overall", "Good"),
			e("Table", e("THead", e("TR", e("TH", e("P", c(0))), e("TH", e("P", c(1))))), e("TBody", e("TR", e("TD", e("P", c(2))), e("TD", c(3))))), "",
			[]string{"row p1 header: Judgement | Grade", "row p1: Overall | Good"}},
		{"a table for layout", lines("Heading", "Body."), e("Table", e("TR", e("TD", e("H2", c(0)), e("P", c(1))))), "",
			[]string{"heading p1 level 2: Heading", "paragraph p1: Body."}},
		{"an empty cell", lines("Left"), e("Table", e("TR", e("TD", e("P", c(0))), e("TD", e("P")))), "",
			[]string{"paragraph p1: Left"}},
		{"a table in a cell", beside("a", "b") + pdftest.Marked(2, pdftest.Text(500, 760, "c")),
			e("Table", e("TR", e("TD", e("Table", e("TR", e("TD", c(0)), e("TD", c(1))))), e("TD", c(2)))), "",
			[]string{"row p1: a b | c"}},
		{"a footnote", lines("A claim", "1", "and more.", "1 The source."),
			e("P", c(0), e("Note", e("Lbl", c(1)), e("P", c(3))), c(2)), "",
			[]string{"paragraph p1: A claim and more.", "note p1 [1]: 1 The source."}},
		{"furniture", pdftest.Artifact(pdftest.Text(72, 800, "Page 3")) + lines("Body."), e("P", c(0)), "",
			[]string{"paragraph p1: Body.", "running p1: Page 3"}},
		{"furniture by an element", lines("Body.", "Page 3"), e("Document", e("P", c(0)), e("Artifact", c(1))), "",
			[]string{"paragraph p1: Body.", "running p1: Page 3"}},
		{"text outside the tree", lines("Body text in the tree.") + pdftest.Text(72, 500, "Left outside."), e("P", c(0)), "",
			[]string{"paragraph p1: Body text in the tree.", "paragraph p1: Left outside."}},
		{"marked text that no element names", lines("Body text in the tree.", "Named by none."), e("P", c(0)), "",
			[]string{"paragraph p1: Body text in the tree.", "paragraph p1: Named by none."}},
		{"the same content twice", lines("Only once."), e("Document", e("P", c(0)), e("P", c(0))), "",
			[]string{"paragraph p1: Only once."}},
		{"an address", lines(long, long, "Hammerwick House", "1 High Street", "Saltmere", "SM1 2AB"),
			e("Document", e("P", mc(0, 1)...), e("P", mc(2, 3, 4, 5)...)), "",
			[]string{"paragraph p1: " + long + " " + long, "paragraph p1: Hammerwick House", "paragraph p1: 1 High Street", "paragraph p1: Saltmere", "paragraph p1: SM1 2AB"}},
		{"bold", pdftest.Marked(0, pdftest.Set("F2", 12, 72, 760, "Strong words")), e("P", c(0)), "",
			[]string{"paragraph p1 strong: Strong words"}},
		{"content directly in the document", lines("Loose."), e("Document", c(0)), "", []string{"paragraph p1: Loose."}},
		{"elements without content", lines("Text."), e("Document", e("P"), e("H1"), e("L", e("LI")), e("Table", e("TR")), e("P", c(0))), "",
			[]string{"paragraph p1: Text."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := pdftest.Paged(tt.content)
			d.Tree, d.RoleMap = tt.tree, tt.roles
			id := d.Add("<</Type/Font/Subtype/CIDFontType2/BaseFont/Symbol>>")
			d.Fonts = map[string]string{"Sym": fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/Symbol/Encoding/Identity-H/DescendantFonts[%d 0 R]>>", id)}
			doc := read(t, d.Bytes(), pdf.Options{})
			if diff := cmp.Diff(tt.want, outline(doc)); diff != "" {
				t.Error(diff)
			}
			if !doc.Tagged || len(doc.Warnings) > 0 {
				t.Errorf("tagged %v, warnings %v", doc.Tagged, doc.Warnings)
			}
		})
	}
}

func TestParagraphOverPages(t *testing.T) {
	d := pdftest.Paged(
		pdftest.Marked(0, pdftest.Text(72, 80, "It begins here and"))+pdftest.Artifact(pdftest.Text(72, 40, "1")),
		pdftest.Marked(0, pdftest.Text(72, 760, "ends there."))+pdftest.Artifact(pdftest.Text(72, 40, "2")))
	d.Tree = pdftest.E("P", pdftest.MC{Page: 1, ID: 0}, pdftest.MC{Page: 2, ID: 0})
	want := []string{"paragraph p1: It begins here and ends there.", "running p1: 1", "running p2: 2"}
	if diff := cmp.Diff(want, outline(read(t, d.Bytes(), pdf.Options{}))); diff != "" {
		t.Error(diff)
	}
}

// TestPageOfElement reads content whose page only the element names.
func TestPageOfElement(t *testing.T) {
	d := pdftest.Paged(lines("First page."), lines("Second page."))
	one, two := pdftest.E("P", pdftest.Raw("0")), pdftest.E("P", pdftest.Raw("0"))
	d.Tree = pdftest.E("Document", one, two)
	d.Build()
	for i, e := range []*pdftest.Elem{one, two} {
		d.Set(e.ID, strings.Replace(d.Body(e.ID), "/K[0]", fmt.Sprintf("/K 0/Pg %d 0 R", d.PageIDs[i]), 1))
	}
	want := []string{"paragraph p1: First page.", "paragraph p2: Second page."}
	if diff := cmp.Diff(want, outline(read(t, d.Bytes(), pdf.Options{}))); diff != "" {
		t.Error(diff)
	}
}

// TestRawTree reads trees written in every way that a file may choose: the
// first piece is a heading, the others are one paragraph.
func TestRawTree(t *testing.T) {
	const rest = "<</S/P/Pg @P/K[1 2]>>"
	tests := []struct {
		name, root string
		objects    []string // @0 and so on, behind the page, @P
	}{
		{"plain", "/K[@0 @1]", []string{"<</S/H1/Pg @P/K 0>>", rest}},
		{"nothing but references", "/K @2/RoleMap @5", []string{"<</S @6/Pg @P/K @3>>", "<</S/P/Pg @P/K @4>>", "[@0 @1]", "0", "[1 2]", "<</Mine @7/Yours/H1>>", "/Mine", "/Yours"}},
		{"a reference to a reference", "/K[@2 @1]", []string{"<</S/H1/Pg @P/K 0>>", rest, "@0"}},
		{"escaped names", "/#4B[@0 @1]/RoleMap<</My#20Title/#481>>", []string{"<</S/My#20Title/P#67 @P/K 0>>", rest}},
		{"comments", "% >> endobj\n/K%[\n[@0%]\n @1]", []string{"<<%x\n/S%y\n/H1/Pg @P/K%z\n0>>", rest}},
		{"strings", "/T(a (b \\) >> c) ])/K[(] )@0<5D3E>@1]", []string{"<</S/H1/T<FEFF003E>/Alt(\\)>>/S/P)/Pg @P/A<</K 2/S/P>>/K 0>>", rest}},
		{"null, true and false", "/K[null @0 true @1 false]", []string{"<</A null/S/H1/B true/Pg @P/K 0>>", "<</S/P/Pg @P/K[1 null 2 true]>>"}},
		{"an entry twice", "/K 7/K[@0 @1]", []string{"<</S/P/S/H1/Pg @P/K 2/K 0>>", rest}},
		{"direct elements", "/K<</S/Document/Pg @P/K[<</S/H1/K[0]>><</S/P/K[1<</Type/MCR/MCID 2>>]>>]>>", nil},
		{"marked content by reference", "/K[@0 @1]", []string{"<</S/H1/Pg @P/K @2>>", rest, "<</Type @3/Pg @P/MCID @4>>", "/MCR", "0"}},
		{"no number of marked content", "/K[@0 @1]", []string{"<</S/H1/Pg @P/K[-1 0 99999999999]>>", rest}},
		{"marked content that has lost its number", "/K[@2 @0 @1]", []string{"<</S/H1/Pg @P/K 0>>", rest, "<</S/P/Pg @P/K[<</Type/MCR/NCID 1>><</Type/MCR/MCID/1>>]>>"}},
		{"a list of lists", "/K[@0[@1]@1 @2]", []string{"<</S/H1/Pg @P/K 0>>", rest, "[@1]"}},
		{"a generation that is none", "/K[@0 1 5 R @1]", []string{"<</S/H1/Pg @P/K 0>>", rest}},
		{"a tree that bites its tail", "/K[@0 @1]", []string{"<</S/H1/Pg @P/K[@0 0 @0]>>", rest}},
		{"an element that nothing closes", "/K[@0 @1]", []string{"<</S/H1/Pg @P/K[<</Type/MCR/MCID 0 <</A[<<", rest, "<</S/P/Pg @P/K 3>>"}},
		{"a list that nothing closes", "/K @2", []string{"<</S/H1/Pg @P/K 0>>", rest, "[@0 @1 <<"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := pdftest.Paged(lines("Title", "and", "text."))
			d.Tree = pdftest.E("P")
			d.Build()
			names := []string{"@P", fmt.Sprintf("%d 0 R", d.PageIDs[0])}
			ids := make([]int, len(tt.objects))
			for i := range ids {
				ids[i] = d.Reserve()
				names = append(names, fmt.Sprintf("@%d", i), fmt.Sprintf("%d 0 R", ids[i]))
			}
			write := strings.NewReplacer(names...).Replace
			for i, o := range tt.objects {
				d.Set(ids[i], write(o))
			}
			d.Set(d.TreeRoot, write("<</Type/StructTreeRoot"+tt.root+">>"))
			want := []string{"heading p1 level 1: Title", "paragraph p1: and text."}
			if diff := cmp.Diff(want, outline(read(t, d.Bytes(), pdf.Options{}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestContentStreams(t *testing.T) {
	d := &pdftest.Doc{}
	// No token goes on from one stream to the next, but operands do.
	d.Pages = []pdftest.Page{{Contents: []string{"BT /F1 12", "Tf 72 700 Td (one", ") Tj ET", pdftest.Text(72, 600, "two")}}}
	d.Pages[0].Contents[1] = "Tf 72 700 Td (one)"
	d.Pages[0].Contents[2] = "Tj ET"
	if got := words(read(t, d.Bytes(), pdf.Options{})); got != "one / two" {
		t.Errorf("%q", got)
	}
}

// TestForms reads text that is drawn through form XObjects.
func TestForms(t *testing.T) {
	d := pdftest.Paged("")
	inner := d.Content("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "BT /F1 12 Tf 72 500 Td (inner) Tj ET")
	outer := d.Content(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Matrix[1 0 0 1 0 -100]/Resources<</Font<</F1 1 0 R>>/XObject<</In %d 0 R>>>>", inner),
		"q BT /F1 12 Tf 72 600 Td (outer) Tj ET Q /In Do")
	own := d.Content("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/StructParents 7", pdftest.Marked(0, pdftest.Text(72, 300, "of the form"))+pdftest.Marked(1, pdftest.Text(72, 280, "and more")))
	image := d.Stream("/Type/XObject/Subtype/Image/Width 1/Height 1", "x")
	broken := d.Stream("/Type/XObject/Subtype/Form/Filter/FlateDecode", "no deflate")
	d.Resources = fmt.Sprintf("/XObject<</Out %d 0 R/Own %d 0 R/Im %d 0 R/Bad %d 0 R>>", outer, own, image, broken)
	d.Pages[0].Content = "/Im Do /None Do /Bad Do " + lines("On the page") + "/Out Do /Own Do " + pdftest.Text(72, 200, "after")
	stm := func(id int) pdftest.Raw {
		return pdftest.Raw(fmt.Sprintf("<</Type/MCR/Pg PAGE/Stm %d 0 R/MCID %d>>", own, id))
	}
	p := pdftest.E("P", stm(0), stm(1))
	d.Tree = pdftest.E("Document", p, pdftest.E("P", pdftest.MC{Page: 1, ID: 0}))
	// The number of the object that the font F1 got.
	font := d.Add(pdftest.Simple("Regular", ""))
	d.Set(outer, strings.Replace(d.Body(outer), "/F1 1 0 R", fmt.Sprintf("/F1 %d 0 R", font), 1))
	d.Set(inner, strings.Replace(d.Body(inner), "/BBox", fmt.Sprintf("/Resources<</Font<</F1 %d 0 R>>>>/BBox", font), 1))
	d.Build()
	d.Set(p.ID, strings.ReplaceAll(d.Body(p.ID), "PAGE", fmt.Sprintf("%d 0 R", d.PageIDs[0])))
	doc := read(t, d.Bytes(), pdf.Options{})
	want := []string{"paragraph p1: of the form and more", "paragraph p1: On the page", "paragraph p1: outer", "paragraph p1: inner", "paragraph p1: after"}
	if diff := cmp.Diff(want, outline(doc)); diff != "" {
		t.Error(diff)
	}
	if len(doc.Warnings) != 1 || doc.Warnings[0].Code != "page_damaged" {
		t.Errorf("warnings %v, want one of the form that could not be read", doc.Warnings)
	}
}

// TestPageBoxes reads a page through each rotation and with boxes off the
// origin. What is upper left when the page is viewed comes first.
func TestPageBoxes(t *testing.T) {
	tests := []struct{ name, entries, first, second string }{
		{"upright", "", "1 0 0 1 72 700", "1 0 0 1 72 500"},
		{"rotated by 90", "/Rotate 90", "0 1 -1 0 100 72", "0 1 -1 0 300 72"},
		{"rotated by 180", "/Rotate 180", "-1 0 0 -1 500 100", "-1 0 0 -1 500 300"},
		{"rotated by 270", "/Rotate 270", "0 -1 1 0 500 700", "0 -1 1 0 300 700"},
		{"rotated by -90", "/Rotate -90", "0 -1 1 0 500 700", "0 -1 1 0 300 700"},
		{"cropped", "/CropBox[1000 1000 1595 1842]/MediaBox[0 0 3000 3000]", "1 0 0 1 1072 1700", "1 0 0 1 1072 1500"},
		{"corners the other way round", "/MediaBox[595 842 0 0]", "1 0 0 1 72 700", "1 0 0 1 72 500"},
		{"a box of no size", "/MediaBox[0 0 0 0]", "1 0 0 1 72 700", "1 0 0 1 72 500"},
		{"a box of no numbers", "/MediaBox[/A (b) null 3]", "1 0 0 1 72 700", "1 0 0 1 72 500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			show := func(m, s string) string { return fmt.Sprintf("BT /F1 12 Tf %s Tm %s Tj ET\n", m, pdftest.Str(s)) }
			d := &pdftest.Doc{Pages: []pdftest.Page{{
				Content: show(tt.second, "Below stands another.") + show(tt.first, "Above stands a sentence."),
				Entries: tt.entries,
			}}}
			if got := words(read(t, d.Bytes(), pdf.Options{})); got != "Above stands a sentence. / Below stands another." {
				t.Errorf("%q", got)
			}
		})
	}
}

// TestInheritance reads pages below a node that has what they lack.
func TestInheritance(t *testing.T) {
	d := pdftest.Paged(pdftest.Text(72, 700, "First."), pdftest.Text(72, 700, "Second."))
	d.Build()
	node := d.Addf("<</Type/Pages/Parent %d 0 R/Count 1/Kids[%d 0 R]/Resources<</Font<</F1 %d 0 R>>>>>>",
		d.PagesRoot, d.PageIDs[0], d.Add(pdftest.Simple("Other-Bold", "")))
	d.Set(d.PagesRoot, strings.Replace(d.Body(d.PagesRoot), fmt.Sprintf("[%d 0 R", d.PageIDs[0]), fmt.Sprintf("[%d 0 R", node), 1))
	blocks := read(t, d.Bytes(), pdf.Options{}).Blocks
	if len(blocks) != 2 || blocks[0].Text != "First." || !blocks[0].Strong || blocks[1].Text != "Second." || blocks[1].Strong {
		t.Errorf("%+v", blocks)
	}
}

func TestTitle(t *testing.T) {
	d := pdftest.Paged(pdftest.Text(72, 700, "Text."))
	d.Trailer = fmt.Sprintf("/Info %d 0 R", d.Add("<</Title(  A\\000 letter\\nto you )>>"))
	if got := read(t, d.Bytes(), pdf.Options{}).Title; got != "A letter to you" {
		t.Errorf("title %q", got)
	}
}
