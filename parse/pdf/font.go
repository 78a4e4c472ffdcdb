package pdf

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
)

// A font turns the bytes of a shown string into text and widths. It is made
// once for each font object of a file.
type font struct {
	wide  bool // two bytes for each character (Type 0)
	bold  bool
	text  [256]string // by code, of a one-byte font
	width [256]float64
	cids  map[uint16]string // by code, of a two-byte font
	cidW  map[uint16]float64
	cidDW float64
}

// noGlyph is the text of a code for which a font gives none.
const noGlyph = "\uFFFD"

// newFont makes the font that v describes; inflate reads its streams. It adds
// to work how many codes it has mapped, which is what making it costs, even
// where it panics.
func newFont(v pdf.Value, inflate func(pdf.Value) []byte, work *int) *font {
	f := &font{wide: v.Key("Subtype").Name() == "Type0"}
	desc := v
	if f.wide {
		desc = v.Key("DescendantFonts").Index(0)
	}
	f.bold = isBold(v.Key("BaseFont").Name(), desc.Key("FontDescriptor"))
	var meaning map[uint32]string
	if cm := v.Key("ToUnicode"); cm.Kind() == pdf.Stream {
		// Without it there is still the font's encoding.
		_ = guard(func() { meaning = readCMap(inflate(cm), f.wide) })
	}
	*work += len(meaning)
	if f.wide {
		f.readCIDs(desc, meaning, v, work)
	} else {
		f.readSimple(v, meaning, work)
	}
	return f
}

func isBold(name string, desc pdf.Value) bool {
	for _, word := range []string{"Bold", "bold", "Black", "Heavy", "Semibold", "Demi"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	const forceBold = 1 << 18 // PDF 32000-1:2008, table 123
	return desc.Key("FontWeight").Float64() >= 600 || desc.Key("Flags").Int64()&forceBold != 0
}

// readSimple fills the tables of a one-byte font. The file's own mapping to
// Unicode comes first, then the font's encoding.
func (f *font) readSimple(v pdf.Value, meaning map[uint32]string, work *int) {
	enc := v.Key("Encoding") // the library reads it anew for each look
	byName := encoder(v, enc)
	diffs := enc.Key("Differences")
	named := differences(diffs)
	*work += len(f.text) + min(diffs.Len(), maxDifferences)*differenceWork
	base := baseEncoding(enc)
	isDict := enc.Kind() == pdf.Dict
	for c := range 256 {
		s, ok := meaning[uint32(c)]
		switch {
		case ok:
		case !isDict:
			if len(meaning) == 0 {
				s = byName.Decode(string([]byte{byte(c)}))
			} else {
				s = string(base.DecodeByte(byte(c)))
			}
		case named[c] != "":
			if s = unicodeName(named[c]); s == "" {
				s = byName.Decode(string([]byte{byte(c)}))
			}
		default:
			s = string(base.DecodeByte(byte(c)))
		}
		f.text[c] = cleanGlyph(s)
	}
	first, widths := int(v.Key("FirstChar").Int64()), v.Key("Widths")
	missing := v.Key("FontDescriptor").Key("MissingWidth").Float64()
	if widths.Len() == 0 {
		missing = 500 // one of the 14 standard fonts: about the mean of Helvetica
	}
	for c := range 256 {
		f.width[c] = missing
		if i := c - first; i >= 0 && i < widths.Len() {
			f.width[c] = widths.Index(i).Float64()
		}
		f.width[c] /= 1000
	}
}

// encoder is what codes mean by the encoding of font v. The library would look
// into ToUnicode where there is none, and does not come back from a string
// there that nothing ends.
func encoder(v, enc pdf.Value) pdf.TextEncoding {
	if enc.Kind() == pdf.Null || enc.Name() == "Identity-H" {
		v = pdf.Value{}
	}
	return (&pdf.Font{V: v}).Encoder()
}

// baseEncoding is what codes mean that Differences does not name.
// ledongthuc/pdf takes them for Latin-1 and so loses quotation marks.
func baseEncoding(enc pdf.Value) *charmap.Charmap {
	name := enc.Name()
	if enc.Kind() == pdf.Dict {
		name = enc.Key("BaseEncoding").Name()
	}
	if name == "MacRomanEncoding" {
		return charmap.Macintosh
	}
	return charmap.Windows1252
}

// maxDifferences is more entries than an encoding of 256 codes has use for.
// The library goes through all of them for each code.
const maxDifferences = 1024

// differenceWork is how many codes could be mapped in the time that the
// library takes to go through one entry for each of 256 codes.
const differenceWork = 8

// differences returns the names that the array gives to codes.
func differences(v pdf.Value) (named [256]string) {
	if v.Len() > maxDifferences {
		return named
	}
	code := int64(-1)
	for i := range v.Len() {
		switch x := v.Index(i); x.Kind() {
		case pdf.Integer:
			code = x.Int64()
		case pdf.Name:
			if code >= 0 && code < 256 {
				named[code] = x.Name()
			}
			code++
		}
	}
	return named
}

// unicodeName returns the text of a glyph name of the form uni20AC or u20AC,
// which ledongthuc/pdf does not know, or "".
func unicodeName(name string) string {
	hex, ok := strings.CutPrefix(name, "u")
	hex = strings.TrimPrefix(hex, "ni")
	if !ok || len(hex) < 4 || len(hex) > 6 {
		return ""
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return ""
	}
	return string(rune(n))
}

func (f *font) readCIDs(desc pdf.Value, meaning map[uint32]string, v pdf.Value, work *int) {
	f.cids = make(map[uint16]string, len(meaning))
	for c, s := range meaning {
		if c <= 0xFFFF {
			f.cids[uint16(c)] = cleanGlyph(s)
		}
	}
	if strings.Contains(v.Key("Encoding").Name(), "UCS2") && len(meaning) == 0 {
		f.cids = nil // codes are UTF-16 themselves
	}
	f.cidDW = 1
	if dw := desc.Key("DW"); dw.Kind() != pdf.Null {
		f.cidDW = dw.Float64() / 1000
	}
	f.cidW = make(map[uint16]float64)
	w := desc.Key("W")
	*work += w.Len()
	end := *work + maxMapped
	for i := 0; i+1 < w.Len() && *work < end; {
		first := w.Index(i).Int64()
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			*work += list.Len()
			for j := range list.Len() {
				f.cidW[uint16(first+int64(j))] = list.Index(j).Float64() / 1000
			}
			i += 2
			continue
		}
		last, width := min(w.Index(i+1).Int64(), 0xFFFF), w.Index(i+2).Float64()/1000
		for c := max(first, 0); c <= last; c++ {
			f.cidW[uint16(c)] = width
			*work++
		}
		i += 3
	}
}

// decode appends the text of the shown string s to dst. It returns the sum
// of the widths of its glyphs for a size of 1, their number, and how many of
// them are a single-byte space, to which word spacing applies.
func (f *font) decode(dst, s []byte) (text []byte, width float64, glyphs, spaces int) {
	if !f.wide {
		for _, c := range s {
			if t := f.text[c]; len(t) == 1 {
				dst = append(dst, t[0])
			} else {
				dst = append(dst, t...)
			}
			width += f.width[c]
			if c == ' ' {
				spaces++
			}
		}
		return dst, width, len(s), spaces
	}
	for i := 0; i+1 < len(s); i += 2 {
		c := uint16(s[i])<<8 | uint16(s[i+1])
		switch t, ok := f.cids[c]; {
		case ok:
			dst = append(dst, t...)
		case f.cids == nil:
			dst = append(dst, cleanGlyph(string(rune(c)))...)
		default:
			dst = append(dst, noGlyph...)
		}
		w, ok := f.cidW[c]
		if !ok {
			w = f.cidDW
		}
		width += w
		glyphs++
	}
	return dst, width, glyphs, 0
}

// glyphs that stand for others, or for nothing.
var glyphText = strings.NewReplacer(
	"\u00A0", " ", "\u2002", " ", "\u2003", " ", "\u2009", " ", "\u202F", " ",
	// Word writes the hyphen of several fonts as U+00AD; it was printed, so
	// it is one.
	"\u00AD", "-", "\u2010", "-", "\u2011", "-",
	"\uFB00", "ff", "\uFB01", "fi", "\uFB02", "fl", "\uFB03", "ffi", "\uFB04", "ffl",
	"\u200B", "", "\u200C", "", "\u200D", "", "\uFEFF", "", "\u2028", " ",
)

// cleanGlyph replaces what no reader of the text wants to meet: ligatures,
// the many widths of space, control characters.
func cleanGlyph(s string) string {
	if len(s) == 1 && s[0] >= ' ' && s[0] < 0x7F {
		return s
	}
	s = glyphText.Replace(strings.ToValidUTF8(s, noGlyph))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ' || 0x7F <= r && r < 0xA0 || unicode.Is(unicode.Cf, r) || r == '\u2029':
			return -1 // control characters and marks of direction
		}
		return r
	}, s)
}

// maxMapped is how many codes the ranges of one font may map. They may
// overlap, but not without end.
const maxMapped = 4 << 16

// maxMeaning is how many bytes of UTF-16 one code may stand for.
const maxMeaning = 64

// readCMap reads a ToUnicode CMap (Adobe technical note 5411). Codes are of
// two bytes where wide, else of one. What is malformed is left out.
func readCMap(data []byte, wide bool) map[uint32]string {
	m := make(map[uint32]string)
	l := &lexer{b: data[:min(len(data), 4<<20)]}
	budget := maxMapped
	for budget > 0 {
		t := l.next()
		if t.kind == tokEOF {
			break
		}
		if t.kind != tokKeyword {
			continue
		}
		switch string(t.text) {
		case "beginbfchar":
			readChars(l, m)
		case "beginbfrange":
			budget -= readRanges(l, m, wide, budget)
		}
	}
	return m
}

func readChars(l *lexer, m map[uint32]string) {
	for {
		from, to := l.next(), token{}
		if from.kind == tokString {
			to = l.next()
		}
		if to.kind != tokString {
			return
		}
		m[code(from.text)] = utf16Text(to.text[:min(len(to.text), maxMeaning)])
	}
}

// readRanges returns how many codes it mapped, of at most budget.
func readRanges(l *lexer, m map[uint32]string, wide bool, budget int) (mapped int) {
	for {
		lo := l.next()
		if lo.kind != tokString || mapped > budget {
			return mapped
		}
		hi, dst := l.next(), l.next()
		first, last := code(lo.text), code(hi.text)
		if limit := uint32(0xFF); !wide {
			last = min(last, limit)
		}
		last = min(last, 0xFFFF)
		if dst.kind == tokArray {
			for c := first; ; c++ {
				t := l.next()
				if t.kind != tokString {
					break
				}
				if c <= last {
					m[c] = utf16Text(t.text[:min(len(t.text), maxMeaning)])
				}
			}
			continue
		}
		if dst.kind != tokString || len(dst.text) == 0 {
			continue
		}
		base := []rune(utf16Text(dst.text[:min(len(dst.text), maxMeaning)]))
		if len(base) == 0 {
			continue
		}
		for c := first; c <= last; c++ {
			mapped++
			m[c] = string(base)
			base[len(base)-1]++
		}
	}
}

func code(s []byte) uint32 {
	var c uint32
	for _, b := range s {
		c = c<<8 | uint32(b)
	}
	return c
}

func utf16Text(s []byte) string {
	if len(s) == 1 {
		return string(rune(s[0]))
	}
	u := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}
