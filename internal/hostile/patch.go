package hostile

import (
	"bytes"
	"iter"
	"regexp"
	"strings"
)

// A patch changes the text of a whole PDF file by an expression, the file's
// own cross-reference table and lengths being left as they were.
type patch struct{ name, from, to string }

// patchList is the table of patches.
var patchList = []patch{
	{"length-zero", `/Length \d+`, "/Length 0"},
	{"length-short", `/Length \d+`, "/Length 9"},
	{"length-long", `/Length \d+`, "/Length 999999"},
	{"length-huge", `/Length \d+`, "/Length 99999999999999999999"},
	{"length-negative", `/Length \d+`, "/Length -1"},
	{"length-real", `/Length \d+`, "/Length 1e9"},
	{"length-missing", `/Length \d+`, ""},
	{"length-of-itself", `(\d+) 0 obj\s*<<(.{0,60}?)/Length \d+( 0 R)?`, "$1 0 obj\n<<$2/Length $1 0 R"},
	{"length-of-nothing", `/Length \d+`, "/Length 9999 0 R "},
	{"length-twice", `/Length (\d+)`, "/Length 7/Length $1"},
	{"no-endobj", `endobj`, ""},
	{"no-endstream", `endstream`, ""},
	{"no-stream-end", `endstream\s+endobj`, ""},
	{"no-obj", `(\d+ 0) obj`, "$1"},
	{"generation", `(\d+) 0 obj`, "$1 7 obj"},
	{"numbers-doubled", `(\d+) 0 obj`, "1$1 0 obj"},
	{"number-one", `\d+ 0 obj`, "1 0 obj"},
	{"number-huge", `\d+ 0 obj`, "999999999 0 obj"},
	{"line-ends", "\n", "\r\n"},
	{"no-line-ends", "\n", " "},
	{"no-white-space", `[ \n]+`, ""},
	{"startxref-zero", `startxref\s+\d+`, "startxref\n0"},
	{"startxref-negative", `startxref\s+\d+`, "startxref\n-17"},
	{"startxref-beyond", `startxref\s+\d+`, "startxref\n99999999999999999999"},
	{"startxref-elsewhere", `startxref\s+\d+`, "startxref\n400"},
	{"xref-elsewhere", `\d{10} 00000 n`, "0000000400 00000 n"},
	{"xref-beyond", `\d{10} 00000 n`, "9999999999 65535 n"},
	{"xref-free", `(\d{10}) 00000 n`, "$1 00000 f"},
	{"xref-nonsense", `\d{10} 00000 n ?`, "here there be dragons"},
	{"xref-missing", `xref\s+0 \d+`, ""},
	{"xref-huge", `xref\s+0 \d+`, "xref\n0 999999999"},
	{"size-huge", `/Size \d+`, "/Size 2147483647"},
	{"size-small", `/Size \d+`, "/Size 1"},
	{"size-negative", `/Size \d+`, "/Size -1"},
	{"xref-of-one-free", `(\d{10} 00000) n(\s+\d{10} \d{5} f|\s+trailer)`, "$1 f$2"},
	{"xref-stream-before", `trailer\s*<<`, "trailer\n<</XRefStm -9"},
	{"prev-itself", `trailer\s*<<`, "trailer\n<</Prev 400"},
	{"root-missing", `/Root \d+ 0 R`, ""},
	{"root-nothing", `/Root \d+ 0 R`, "/Root 9999 0 R"},
	{"root-wrong", `/Root \d+ 0 R`, "/Root 1 0 R"},
	{"root-direct", `/Root \d+ 0 R`, "/Root<</Type/Catalog>>"},
	{"no-trailer", `trailer`, "trailed"},
	{"encrypted-nonsense", `/Root`, "/Encrypt<</Filter/Standard/V 99/R -1/O()/U()/P x>>/Root"},
	{"encrypted-nothing", `/Root`, "/Encrypt 9999 0 R/Root"},
	{"encrypted-itself", `trailer\s*<<`, "trailer\n<</Encrypt 1 0 R"},
	{"encrypted-short", `/Root`, "/Encrypt<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -4/Length 40>>/ID[()()]/Root"},
	{"encrypted-long", `/Root`, "/Encrypt<</Filter/Standard/V 5/R 6/Length 999999999/O(" + strings.Repeat("a", 9999) + ")/U(b)/P 0>>/Root"},
	{"header-missing", `%PDF-1\.\d`, "%PDQ-9.9"},
	{"header-odd", `%PDF-1\.\d`, "%PDF-99999999999999999999.x"},
	{"filter-unknown", `/FlateDecode`, "/NoSuchDecode"},
	{"filter-other", `/FlateDecode`, "/ASCIIHexDecode"},
	{"filter-of-pictures", `/FlateDecode`, "/DCTDecode"},
	{"filter-missing", `/Filter ?/FlateDecode`, ""},
	{"filter-twice", `/Filter ?/FlateDecode`, "/Filter[/FlateDecode/FlateDecode]"},
	{"filter-thousandfold", `/Filter ?/FlateDecode`, "/Filter[" + strings.Repeat("/FlateDecode", 1000) + "]"},
	{"filter-spelled", `/FlateDecode`, "/Fl#61teDecode"},
	{"predictor", `/Filter ?/FlateDecode`, "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>"},
	{"predictor-huge", `/Filter ?/FlateDecode`, "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 99/BitsPerComponent 64>>"},
	{"predictor-negative", `/Filter ?/FlateDecode`, "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns -4>>"},
	{"type-of-all", `/Type ?/\w+`, "/Type/Page"},
	{"type-catalogue", `/Type ?/\w+`, "/Type/Catalog"},
	{"type-missing", `/Type ?/\w+`, ""},
	{"names-with-zeros", `/(Type|Kids|Font|Contents)\b`, "/$1#00"},
	{"names-spelled", `/Page\b`, "/P#61ge"},
	{"strings-of-octal", `<<`, "<</X(\\777\\8\\400\\0\\\\\\()"},
	{"strings-unclosed", `endobj`, "(endobj"},
	{"strings-of-hex", `<<`, "<</X<4z 5\x00>"},
	{"dictionaries-unclosed", `>>\s*endobj`, " endobj"},
	{"arrays-unclosed", `\]`, " "},
	{"references-to-one", `\b\d+ 0 R`, "1 0 R"},
	{"references-huge", `\b(\d+) 0 R`, "9999999999 0 R"},
	{"references-negative", `\b(\d+) 0 R`, "-$1 0 R"},
	{"references-of-generation", `\b(\d+) 0 R`, "$1 65536 R"},
	{"numbers-of-signs", `/MediaBox ?\[[^]]*\]`, "/MediaBox[+-0 --1 5+95 .8.42]"},
	{"comments", ` obj\b`, " obj % endobj stream ("},
}

// patches applies the patches to a file, and puts garbage around it.
func patches(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for _, p := range patchList {
			data := regexp.MustCompile(p.from).ReplaceAll(s.Data, []byte(p.to))
			if bytes.Equal(data, s.Data) {
				continue // the maker of this file writes no such thing
			}
			if !yield(damage{name: p.name, data: func() []byte { return data }}) {
				return
			}
		}
		for _, g := range garbage {
			if !yield(damage{name: g.name, data: func() []byte { return g.around(s.Data) }}) {
				return
			}
		}
	}
}

// garbage is what may stand around a file.
var garbage = []struct {
	name   string
	around func(data []byte) []byte
}{
	{"garbage-before", func(data []byte) []byte {
		return join([]byte(strings.Repeat("X-Header: 1 0 obj\r\n", 50)), data)
	}},
	{"garbage-far-before", func(data []byte) []byte { return join(make([]byte, 1000), data) }},
	{"garbage-too-far", func(data []byte) []byte { return join([]byte(strings.Repeat("garbage ", 5000)), data) }},
	{"garbage-behind", func(data []byte) []byte {
		return join(data, bytes.Repeat([]byte("1 0 obj <</Type/Catalog>> endobj\xFF"), 5000))
	}},
	{"zeros-behind", func(data []byte) []byte { return join(data, make([]byte, 1<<20)) }},
	{"twice", func(data []byte) []byte { return join(data, data) }},
	{"hundredfold", func(data []byte) []byte { return bytes.Repeat(data, 100) }},
	{"trailers-behind", func(data []byte) []byte {
		return join(data, bytes.Repeat([]byte("trailer<</Root 99999 0 R>>\nstartxref\n0\n%%EOF\n"), 5000))
	}},
	{"header-alone", func(data []byte) []byte { return data[:bytes.IndexByte(data, '\n')+1] }},
	{"reversed-halves", func(data []byte) []byte {
		return join([]byte("%PDF-1.7\n"), data[len(data)/2:], data[:len(data)/2])
	}},
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
