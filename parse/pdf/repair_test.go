package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	cpumodel "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"ofsted/parse/block"
	"ofsted/parse/limit"
	"ofsted/parse/pdf"
	"ofsted/parse/pdf/pdftest"
)

// letter returns a tagged document of two pages.
func letter() *pdftest.Doc {
	d := pdftest.Paged(
		lines("Focused visit", "Children are safe here and", "they are well cared for."),
		lines("Leaders act on what they know."))
	d.Tree = pdftest.E("Document",
		pdftest.E("H1", pdftest.MC{Page: 1, ID: 0}),
		pdftest.E("P", pdftest.MC{Page: 1, ID: 1}, pdftest.MC{Page: 1, ID: 2}),
		pdftest.E("P", pdftest.MC{Page: 2, ID: 0}))
	return d
}

const letterText = "Focused visit / Children are safe here and they are well cared for. / Leaders act on what they know."

func codes(doc *block.Document) string {
	var out []string
	for _, w := range doc.Warnings {
		out = append(out, w.Code)
	}
	return strings.Join(out, " ")
}

// TestWritten reads the same document however it is written.
func TestWritten(t *testing.T) {
	tests := []struct {
		name string
		data func() []byte
	}{
		{"a table", func() []byte { return letter().Bytes() }},
		{"compressed", func() []byte { d := letter(); d.Flate = true; return d.Bytes() }},
		{"object streams", func() []byte { d := letter(); d.Flate, d.Compact = true, true; return d.Bytes() }},
		{"PDF 2.0", func() []byte { d := letter(); d.Header = "%PDF-2.0\n%\xE2\xE3\xCF\xD3\n"; return d.Bytes() }},
		{"PDF 1.4 with carriage returns", func() []byte { d := letter(); d.Header = "%PDF-1.4\r%\xE2\xE3\xCF\xD3\r"; return d.Bytes() }},
		{"junk before the header", func() []byte { d := letter(); d.Junk = "HTTP/1.1 200 OK\r\n\r\n"; return d.Bytes() }},
		{"object streams for those who know them", func() []byte {
			d := letter()
			d.Compact = true
			data := d.Bytes()
			said := regexp.MustCompile(`startxref\n(\d+)`).FindSubmatch(data)
			at := len(data)
			data = append(data, "xref\n0 2\n0000000000 65535 f \n0000000000 00000 f \n"...)
			return fmt.Appendf(data, "trailer\n<</Size 2/Root %d 0 R/XRefStm %s>>\nstartxref\n%d\n%%%%EOF\n", d.Root, said[1], at)
		}},
		{"junk behind the end", func() []byte { return append(letter().Bytes(), strings.Repeat("\r\n", 700)...) }},
		{"an array of one filter", func() []byte {
			d := pdftest.Paged("")
			d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Stream("/Filter[/FlateDecode]/DecodeParms[null]", pdftest.Deflate(pdftest.Text(72, 700, letterText))))
			return d.Bytes()
		}},
		{"predictors", func() []byte {
			d := pdftest.Paged("")
			d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Deflated("/DecodeParms<</Predictor 15/Colors 3/Columns 5>>", predicted(pdftest.Text(72, 700, letterText), 15, 3)))
			return d.Bytes()
		}},
		{"filters behind filters", func() []byte {
			d := pdftest.Paged("")
			data := ascii85(pdftest.Deflate(predicted(pdftest.Text(72, 700, letterText), 7, 1)))
			d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Stream("/Filter[/A85/Fl]/DecodeParms[null<</Predictor 10/Columns 7>>]", data))
			return d.Bytes()
		}},
		{"ASCII85 and deflate", func() []byte {
			d := pdftest.Paged("")
			d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Stream("/Filter[/ASCII85Decode]", ascii85(pdftest.Text(72, 700, letterText))))
			return d.Bytes()
		}},
		{"an update", func() []byte {
			d := pdftest.Paged(pdftest.Text(72, 700, "The old text."))
			d.Build()
			d.Update()
			id := d.Content("", pdftest.Text(72, 700, letterText))
			d.Set(d.PageIDs[0], strings.Replace(d.Body(d.PageIDs[0]), "/Contents", fmt.Sprintf("/Contents %d 0 R/Old", id), 1))
			return d.Bytes()
		}},
		{"an update with object streams", func() []byte {
			d := pdftest.Paged(pdftest.Text(72, 700, "The old text."))
			d.Compact = true
			d.Build()
			d.Update()
			id := d.Content("", pdftest.Text(72, 700, letterText))
			d.Set(d.PageIDs[0], strings.Replace(d.Body(d.PageIDs[0]), "/Contents", fmt.Sprintf("/Contents %d 0 R/Old", id), 1))
			return d.Bytes()
		}},
		{"a plain update of object streams", func() []byte {
			d := pdftest.Paged(pdftest.Text(72, 700, "The old text."))
			d.Compact = true
			d.Build()
			d.Update()
			d.Compact = false
			id := d.Content("", pdftest.Text(72, 700, letterText))
			d.Set(d.PageIDs[0], strings.Replace(d.Body(d.PageIDs[0]), "/Contents", fmt.Sprintf("/Contents %d 0 R/Old", id), 1))
			return d.Bytes()
		}},
		{"a length in another object", func() []byte {
			d := letter()
			d.Build()
			data := d.Bytes()
			id := d.Add("LENGTH")
			for _, m := range regexp.MustCompile(`/Length (\d+)`).FindAllSubmatch(data, 1) {
				d.Set(id, string(m[1]))
			}
			for n := 1; n < id; n++ {
				d.Set(n, strings.Replace(d.Body(n), "/Length "+d.Body(id), fmt.Sprintf("/Length %d 0 R", id), 1))
			}
			return d.Bytes()
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, tt.data(), pdf.Options{})
			if got := strings.ReplaceAll(words(doc), "\n", " "); got != letterText {
				t.Errorf("%q", got)
			}
			if len(doc.Warnings) > 0 {
				t.Errorf("warnings %v of a sound file", doc.Warnings)
			}
		})
	}
}

func ascii85(s string) string {
	var b strings.Builder
	for len(s)%4 != 0 {
		s += " "
	}
	for i := 0; i < len(s); i += 4 {
		n := uint32(s[i])<<24 | uint32(s[i+1])<<16 | uint32(s[i+2])<<8 | uint32(s[i+3])
		var c [5]byte
		for k := 4; k >= 0; k-- {
			c[k], n = byte(n%85)+'!', n/85
		}
		b.Write(c[:])
	}
	return b.String() + "~>"
}

// predicted returns s, filled up with spaces, as rows of so many bytes, each told
// by another of PNG's filters (ISO/IEC 15948, 9.2).
func predicted(s string, row, left int) string {
	s += strings.Repeat(" ", row-len(s)%row)
	at := func(i, back int) int { // 0 beyond the edges
		if i-back < 0 || back%row != 0 && i%row < left {
			return 0
		}
		return int(s[i-back])
	}
	var b strings.Builder
	for i := range len(s) {
		filter := i / row % 5
		if i%row == 0 {
			b.WriteByte(byte(filter))
		}
		a, up, c := at(i, left), at(i, row), at(i, row+left)
		nearest := a
		for _, other := range []int{up, c} {
			if p := float64(a + up - c); math.Abs(p-float64(other)) < math.Abs(p-float64(nearest)) {
				nearest = other
			}
		}
		b.WriteByte(s[i] - byte([]int{0, a, up, (a + up) / 2, nearest}[filter]))
	}
	return b.String()
}

// TestRepair damages a document. All of its text must be read, or else what
// is lost be said.
func TestRepair(t *testing.T) {
	replace := func(from, to string) func([]byte) []byte {
		return func(data []byte) []byte {
			if !bytes.Contains(data, []byte(from)) {
				panic("no " + from)
			}
			return bytes.ReplaceAll(data, []byte(from), []byte(to))
		}
	}
	pattern := func(re, to string) func([]byte) []byte {
		return func(data []byte) []byte { return regexp.MustCompile(re).ReplaceAll(data, []byte(to)) }
	}
	cut := func(from string) func([]byte) []byte {
		return func(data []byte) []byte { return data[:bytes.LastIndex(data, []byte(from))] }
	}
	tests := []struct {
		name     string
		damage   func([]byte) []byte
		warnings string
		tagless  bool // the structure tree is lost with it
	}{
		{"startxref elsewhere", pattern(`startxref\n\d+`, "startxref\n7"), "repaired", false},
		{"startxref beyond the end", pattern(`startxref\n\d+`, "startxref\n99999999999999999999"), "repaired", false},
		{"startxref negative", pattern(`startxref\n\d+`, "startxref\n-5"), "repaired", false},
		{"no startxref", cut("startxref"), "repaired", false},
		{"no trailer", cut("trailer"), "repaired", false},
		{"no table", cut("xref\n0 1"), "repaired", false},
		{"a table of wrong places", pattern(`(?m)^0000000\d\d\d 00000 n`, "0000000017 00000 n"), "repaired", false},
		{"a table that calls an object free", pattern(`(\n4 1\n\d+ 00000) n`, "$1 f"), "repaired", false},
		{"a table without an object", pattern(`\n5 1\n\d+ 00000 n `, ""), "repaired", false},
		{"a table within the file", replace("trailer\n<<", "trailer\n<</XRefStm 9"), "repaired", false},
		{"a table before the file", replace("trailer\n<<", "trailer\n<</XRefStm -9"), "repaired", false},
		{"an older table before the file", replace("trailer\n<<", "trailer\n<</Prev -9"), "repaired", false},
		{"a table of nonsense", pattern(`(?m)^0000000\d\d\d 00000 n `, "here there be dragons"), "repaired", false},
		{"bytes put in", replace("%PDF-1.7\n", "%PDF-1.7\n% a line that a mail gateway put in\n"), "repaired", false},
		{"line ends changed", replace("\n", "\r\n"), "repaired", false},
		{"no endobj", replace("\nendobj\n", "\n"), "repaired", false},
		{"lengths of nothing", pattern(`/Length \d+`, "/Length 0"), "repaired", false},
		{"lengths too short", pattern(`/Length \d+`, "/Length 9"), "repaired", false},
		{"lengths too long", pattern(`/Length \d+`, "/Length 999999"), "repaired", false},
		{"lengths negative", pattern(`/Length \d+`, "/Length -1"), "repaired", false},
		{"lengths missing", pattern(`/Length \d+`, ""), "repaired", false},
		{"lengths in an object that is missing", pattern(`/Length \d+`, "/Length 999 0 R"), "repaired", false},
		{"lengths that refer to themselves", pattern(`(\d+) 0 obj\n<</Length \d+`, "$1 0 obj\n<</Length $1 0 R"), "repaired", false},
		{"a space behind stream", replace(">>\nstream\n", ">>\nstream \n"), "repaired", false},
		{"no root", pattern(`/Root \d+ 0 R`, ""), "", false},
		{"a root that is missing", pattern(`/Root \d+ 0 R`, "/Root 999 0 R"), "", false},
		{"a root that is something else", pattern(`/Root \d+ 0 R`, "/Root 1 0 R"), "", false},
		{"no catalogue", replace("/Type/Catalog/Pages", "/Type/Missing/Pagos"), "repaired", true},
		{"an old trailer that claims encryption", replace("trailer\n<<", "trailer\n<</Encrypt null"), "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := letter()
			if tt.tagless {
				d.Tree = nil
			}
			data := tt.damage(d.Bytes())
			doc := read(t, data, pdf.Options{})
			got, want := words(doc), letterText
			if tt.tagless {
				got, want = strings.ReplaceAll(got, " /", ""), strings.ReplaceAll(want, " /", "")
			}
			if got != want {
				t.Errorf("%q", got)
			}
			if codes(doc) != tt.warnings {
				t.Errorf("warnings %v, want %q", doc.Warnings, tt.warnings)
			}
		})
	}
}

// TestTableLeavesOutAnObject takes each object in turn out of a file's table,
// which one wrong byte can do: none of the text is lost.
func TestTableLeavesOutAnObject(t *testing.T) {
	data := letter().Bytes()
	for _, at := range regexp.MustCompile(` n \n`).FindAllIndex(data, -1) {
		damaged := bytes.Clone(data)
		damaged[at[0]+1] = 'f'
		if doc := read(t, damaged, pdf.Options{}); words(doc) != letterText || codes(doc) != "repaired" {
			t.Errorf("object at %d: %q, warnings %v", at[0], words(doc), doc.Warnings)
		}
	}
}

// TestCutUpdate cuts a file in an update that changes one word. What it said
// before is not what it says, so that is told.
func TestCutUpdate(t *testing.T) {
	d := letter()
	d.Build()
	d.Update()
	whole := len(d.Bytes())
	last := d.Reserve() - 1
	for n := 1; n <= last; n++ {
		d.Set(n, strings.Replace(d.Body(n), "(Focused visit)", "(Monitor visit)", 1))
	}
	data := d.Bytes()
	if doc := read(t, data, pdf.Options{}); !strings.HasPrefix(words(doc), "Monitor") || codes(doc) != "" {
		t.Fatalf("%q, warnings %v", words(doc), doc.Warnings)
	}
	for n := whole; n < len(data)-len("\n%%EOF\n"); n++ {
		doc := read(t, data[:n], pdf.Options{})
		if begun := bytes.Contains(data[whole:n], []byte(" 0 obj")); begun && codes(doc) == "" {
			t.Fatalf("cut %d bytes into the update: %q without a warning", n-whole, words(doc))
		}
	}
}

// TestCutShort cuts files at every offset.
func TestCutShort(t *testing.T) {
	for _, compact := range []bool{false, true} {
		d := letter()
		d.Flate, d.Compact = compact, compact
		data := d.Bytes()
		for n := range data {
			doc, err := pdf.Read(context.Background(), data[:n], pdf.Options{})
			switch {
			case err == nil && len(doc.Warnings) == 0 && n < len(data)-len("\n%%EOF\n"):
				t.Fatalf("cut at %d of %d: read without a warning", n, len(data))
			case err != nil && !known(err):
				t.Fatalf("cut at %d: %v", n, err)
			}
		}
	}
}

// known reports whether err is one that Read promises.
func known(err error) bool {
	for _, want := range []error{pdf.ErrNotPDF, pdf.ErrEncrypted, pdf.ErrDamaged, pdf.ErrNoText} {
		if errors.Is(err, want) {
			return true
		}
	}
	_, over := errors.AsType[*limit.Error](err)
	return over
}

// TestLostPages reads what there is of a list of pages, and says that there
// was more.
func TestLostPages(t *testing.T) {
	tests := []struct{ name, kid string }{
		{"missing", "999 0 R"},
		{"null", "null"},
		{"a number", "7"},
		{"a font", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"},
		{"listed twice", "SAME 0 R"},
		{"broken", "BROKEN 0 R"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := pdftest.Paged(pdftest.Text(72, 700, "One."), pdftest.Text(72, 700, "Two."))
			d.Build()
			broken := d.Add("<</Type/Page/Contents (\\q)>>")
			same := regexp.MustCompile(`\d+`).FindString(d.Body(d.PagesRoot)[strings.Index(d.Body(d.PagesRoot), "/Kids["):])
			kid := strings.NewReplacer("BROKEN", fmt.Sprint(broken), "SAME", same).Replace(tt.kid)
			d.Set(d.PagesRoot, strings.Replace(d.Body(d.PagesRoot), "/Kids[", "/Kids["+kid+" ", 1))
			doc := read(t, d.Bytes(), pdf.Options{})
			if strings.ReplaceAll(words(doc), " /", "") != "One. Two." || codes(doc) != "pages_missing" {
				t.Errorf("%q with warnings %v", words(doc), doc.Warnings)
			}
		})
	}
}

func TestDamagedPage(t *testing.T) {
	text := pdftest.Text(72, 700, "Here is one.")
	deflated := pdftest.Deflate(text + strings.Repeat(pdftest.Text(72, 600, "And more."), 50))
	d := pdftest.Paged("", pdftest.Text(72, 700, "Page two."))
	bad := d.Stream("/Filter/FlateDecode", deflated[:len(deflated)*2/3])
	odd := d.Stream("/Filter/Unheard", text)
	d.Pages[0].Entries = fmt.Sprintf("/Contents[%d 0 R %d 0 R %d 0 R 999 0 R]", odd, d.Stream("", text), bad)
	doc := read(t, d.Bytes(), pdf.Options{})
	if codes(doc) != "page_damaged" || !strings.Contains(words(doc), "Here is one.") || !strings.Contains(words(doc), "Page two.") {
		t.Errorf("%q with warnings %v", words(doc), doc.Warnings)
	}
}

// TestLostContent says that a page has lost its content, which a blank page has
// none of to lose.
func TestLostContent(t *testing.T) {
	for contents, want := range map[string]string{
		"":                        "",
		"/Contents null":          "",
		"/Contents[]":             "",
		"/Contents 999 0 R":       "page_damaged",
		"/Contents[999 0 R]":      "page_damaged",
		"/Contents 1 0 R":         "page_damaged",
		"/Contents[1 0 R(text)7]": "page_damaged",
	} {
		d := pdftest.Paged("", pdftest.Text(72, 700, "Page two."))
		d.Pages[0].Entries = contents
		if doc := read(t, d.Bytes(), pdf.Options{}); codes(doc) != want || words(doc) != "Page two." {
			t.Errorf("%s: %q with warnings %v", contents, words(doc), doc.Warnings)
		}
	}
}

// TestTornRows does without a structure tree that puts the grade of one row
// beside the title of another, and says so; but not where rows run up the page.
func TestTornRows(t *testing.T) {
	cells := pdftest.Marked(0, pdftest.Text(72, 700, "Leaders")) + pdftest.Marked(1, pdftest.Text(300, 695, "Good")) +
		pdftest.Marked(2, pdftest.Text(72, 650, "Children in care")) + pdftest.Marked(3, pdftest.Text(300, 650, "Inadequate"))
	row := func(title, grade int) *pdftest.Elem {
		return pdftest.E("TR", pdftest.E("TD", pdftest.MC{Page: 1, ID: title}), pdftest.E("TD", pdftest.MC{Page: 1, ID: grade}))
	}
	for _, tt := range []struct {
		name, content, warnings string
		rows                    int
		first, second           *pdftest.Elem
	}{
		{"sound", cells, "", 2, row(0, 1), row(2, 3)},
		{"torn", cells, "table_torn", 1, row(0, 3), row(2, 1)},         // as on the page, where the other title stands above its grade
		{"one row torn", cells, "table_torn", 0, row(0, 3), row(2, 3)}, // and the other left without its grade
		{"turned", "0 1 -1 0 595 0 cm " + cells, "", 2, row(0, 1), row(2, 3)},
	} {
		d := pdftest.Paged(tt.content)
		d.Tree = pdftest.E("Table", tt.first, tt.second)
		doc := read(t, d.Bytes(), pdf.Options{})
		rows := 0
		for _, b := range doc.Blocks {
			if b.Kind == block.Row {
				rows++
			}
		}
		if rows != tt.rows || codes(doc) != tt.warnings {
			t.Errorf("%s: %d rows, warnings %v", tt.name, rows, doc.Warnings)
		}
	}
}

func TestNoText(t *testing.T) {
	scan := func(content string) []byte {
		d := pdftest.Paged(content, content)
		d.Resources = fmt.Sprintf("/XObject<</Im %d 0 R>>", d.Stream("/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "x"))
		return d.Bytes()
	}
	unmapped := pdftest.Paged("BT /T 12 Tf 72 700 Td <00010002> Tj ET")
	cid := unmapped.Add("<</Type/Font/Subtype/CIDFontType2/BaseFont/Subset>>")
	unmapped.Fonts = map[string]string{"T": fmt.Sprintf("<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[%d 0 R]>>", cid)}
	for name, data := range map[string][]byte{
		"pictures":               scan("q 595 0 0 842 0 0 cm /Im Do Q"),
		"empty pages":            scan(""),
		"only furniture":         scan(pdftest.Artifact(pdftest.Text(72, 20, "Scanned by a copier"))),
		"glyphs without meaning": unmapped.Bytes(),
	} {
		if _, err := pdf.Read(context.Background(), data, pdf.Options{}); !errors.Is(err, pdf.ErrNoText) {
			t.Errorf("%s: %v, want ErrNoText", name, err)
		}
	}
}

func TestEncrypted(t *testing.T) {
	api.DisableConfigDir()
	for _, compact := range []bool{false, true} {
		for _, e := range []struct {
			name string
			conf func(user, owner string) *cpumodel.Configuration
		}{
			{"RC4 40", func(u, o string) *cpumodel.Configuration { return cpumodel.NewRC4Configuration(u, o, 40) }},
			{"RC4 128", func(u, o string) *cpumodel.Configuration { return cpumodel.NewRC4Configuration(u, o, 128) }},
			{"AES 128", func(u, o string) *cpumodel.Configuration { return cpumodel.NewAESConfiguration(u, o, 128) }},
			{"AES 256", func(u, o string) *cpumodel.Configuration { return cpumodel.NewAESConfiguration(u, o, 256) }},
		} {
			t.Run(fmt.Sprintf("%s, object streams %v", e.name, compact), func(t *testing.T) {
				encrypt := func(user string) []byte {
					conf := e.conf(user, "owner")
					conf.WriteObjectStream, conf.WriteXRefStream = compact, compact
					var out bytes.Buffer
					if err := api.Encrypt(bytes.NewReader(letter().Bytes()), &out, conf); err != nil {
						t.Fatal(err)
					}
					return out.Bytes()
				}
				doc := read(t, encrypt(""), pdf.Options{})
				if got := words(doc); got != letterText {
					t.Errorf("%q", got)
				}
				if !doc.Tagged || len(doc.Warnings) > 0 {
					t.Errorf("tagged %v, warnings %v", doc.Tagged, doc.Warnings)
				}
				if _, err := pdf.Read(context.Background(), encrypt("secret"), pdf.Options{}); !errors.Is(err, pdf.ErrEncrypted) {
					t.Errorf("with a password: %v", err)
				}
			})
		}
	}
}

func TestNotPDF(t *testing.T) {
	for _, s := range []string{"", "%PDF", "<html>", strings.Repeat(" ", 2000) + "%PDF-1.7\n"} {
		if _, err := pdf.Read(context.Background(), []byte(s), pdf.Options{}); !errors.Is(err, pdf.ErrNotPDF) {
			t.Errorf("%.10q: %v", s, err)
		}
	}
	for _, s := range []string{"%PDF-1.7", "%PDF-1.7\n1 0 obj", "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj", "%PDF-1.7\n1 0 obj<</Type/Page>>"} {
		if _, err := pdf.Read(context.Background(), []byte(s), pdf.Options{}); !known(err) {
			t.Errorf("%q: %v", s, err)
		}
	}
}
