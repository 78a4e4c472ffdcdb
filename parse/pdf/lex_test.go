package pdf

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"ofsted/parse/limit"
)

func (t token) String() string {
	switch t.kind {
	case tokEOF:
		return "end"
	case tokNumber:
		return fmt.Sprint(t.num)
	case tokString:
		return fmt.Sprintf("(%s)", t.text)
	case tokName:
		return fmt.Sprintf("/%s", t.text)
	case tokKeyword:
		return string(t.text)
	}
	return map[tokenKind]string{tokArray: "[", tokArrayEnd: "]", tokDict: "<<", tokDictEnd: ">>"}[t.kind]
}

func tokens(s string) string {
	var out []string
	l := lexer{b: []byte(s)}
	for t := l.next(); t.kind != tokEOF; t = l.next() {
		out = append(out, t.String())
	}
	return strings.Join(out, " ")
}

func TestLexer(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{" \x00\t\r\n\f", ""},
		{"1 -2 +3 4.5 -.5 5. .", "1 -2 3 4.5 -0.5 5 0"},
		{"--5 1.2.3 0A 1e5", "-5 1.2 0 1"},
		{"00000000000000000000000007", "7"},
		{"0.12345678901234567890", "0.123456789012345"},
		{"/Name/Other /", "/Name /Other /"},
		{"/A#20B /A#2 /A# /A#ZZ #41", "/A B /A#2 /A# /A#ZZ #41"},
		{"(a)(b)", "(a) (b)"},
		{`(a\)b\\c\(d) (\n\r\t\b\f) (\q)`, "(a)b\\c(d) (\n\r\t\b\f) (q)"},
		{`(\101\1012\8\0)`, "(AA28\x00)"},
		{`(\777)`, "(\xFF)"},
		{"(a\\\nb\\\r\nc\\\rd)", "(abcd)"},
		{"(a\rb\r\nc)", "(a\nb\nc)"},
		{"(a(b(c)d)e)f", "(a(b(c)d)e) f"},
		{"(open", "(open)"},
		{`(open\`, "(open)"},
		{"<4142>< 4 1 4 2 ><4>< >", "(AB) (AB) (@) ()"},
		{"<41zz42>", "(AB)"},
		{"<41", "(A)"},
		{"<</A[1 2]>>", "<< /A [ 1 2 ] >>"},
		{"> ) { } 5", "5"},
		{"BT%comment\nET%end", "BT ET"},
		{"T* ' \" b* f*", "T* ' \" b* f*"},
		{"12 0 R", "12 0 R"},
		{"\xFF\xFE", "\xFF\xFE"},
	}
	for _, tt := range tests {
		if got := tokens(tt.in); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSkipInlineImage(t *testing.T) {
	tests := []struct{ in, next string }{
		{" abc EI Q", "Q"},
		{" abEIc\nEI\nQ", "Q"},
		{"\xFFEI\x00EI Q", "Q"},
		{" abc", "end"},
		{"", "end"},
		{" EI", "end"},
	}
	for _, tt := range tests {
		l := lexer{b: []byte(tt.in)}
		l.skipInlineImage()
		if got := l.next().String(); got != tt.next {
			t.Errorf("%q: %s, want %s", tt.in, got, tt.next)
		}
	}
}

// TestHeaderOfMany makes sure that a dictionary takes up no more memory the
// larger it is.
func TestHeaderOfMany(t *testing.T) {
	if h := readDict(nil, &lexer{b: []byte(strings.Repeat("/A/B", 1e6))}); len(h) > mostEntries || cap(h) > 2*mostEntries {
		t.Errorf("%d entries are kept, with room for %d", len(h), cap(h))
	}
}

func TestReadDict(t *testing.T) {
	tests := []struct{ in, want string }{
		{"/A 1/B/C/D 3 0 R/E[1 2]/F<</A 9>>/G(x)>>", "map[A:1 B:/C D:3 0 R E:[1 2] F:<</A 9>> G:(x)]"},
		{"/A/B", "map[A:/B]"},
		{"/A 1 endobj /B 2>>", "map[]"},
		{"/A(>>)/B 2>>", "map[A:(>>) B:2]"},
		{"/A 1 %>>\n/B 2>>", "map[A:1 B:2]"},
		{">>", "map[]"},
		{"", "map[]"},
	}
	for _, tt := range tests {
		h := readDict(nil, &lexer{b: []byte(tt.in)})
		text := make(map[string]string)
		for _, e := range h {
			text[string(e.key)] = string(h.get(string(e.key)))
		}
		if got := fmt.Sprint(text); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.in, got, tt.want)
		}
	}
}

func FuzzLexer(f *testing.F) {
	f.Add([]byte("BT /F1 12 Tf 72 700 Td [(a\\051) -20 <4142>] TJ ET BI /W 1 ID x EI << /A#20 (b) >> %\n"))
	f.Add([]byte("((\\101\r\n) 1.5e9 --.5 <4"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l := lexer{b: data}
		last := -1
		for {
			tok := l.next()
			if tok.kind == tokEOF {
				break
			}
			if l.i <= last || l.i > len(data) {
				t.Fatalf("at %d after %d of %d", l.i, last, len(data))
			}
			last = l.i
			if math.IsNaN(tok.num) || math.IsInf(tok.num, 0) {
				t.Fatalf("number %v", tok.num)
			}
			if bytes.Equal(tok.text, []byte("ID")) {
				l.skipInlineImage()
			}
			if tok.kind == tokKeyword {
				l.reset()
			}
		}
		if s, err := scan(t.Context(), data, limit.Limits{}.OrDefault()); err != nil || s.wasted > 16*len(data)+1<<17 {
			t.Errorf("bytes read twice of %d: %+v, %v", len(data), s, err)
		}
	})
}

func BenchmarkLexer(b *testing.B) {
	data := []byte(strings.Repeat("/P <</MCID 12>> BDC q 0.000008871 0 595.32 841.92 re W* n BT /F1 12 Tf 1 0 0 1 72.024 700.44 Tm 0 g 0 G [(So)-3(cial work)5(ers kn)-4(ow children)] TJ ET Q EMC\n", 1000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		l := lexer{b: data}
		for t := l.next(); t.kind != tokEOF; t = l.next() {
			if t.kind == tokKeyword {
				l.reset()
			}
		}
	}
}
