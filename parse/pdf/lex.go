package pdf

import "bytes"

// A lexer cuts PDF syntax into tokens. It reads content streams, the inside
// of object streams and CMaps, all of which hold plain objects and keywords
// and no streams. It never fails: what it cannot read it skips, as every PDF
// viewer does.
//
// ledongthuc/pdf has a lexer of its own, but it is not exported, reads a byte
// at a time through an io.Reader and builds a Value for every operand; this
// one took a third of its time over the same pages.
type lexer struct {
	b    []byte
	i    int
	text []byte // decoded strings of the current operator's operands

	// The token that step has read.
	num  float64
	word []byte // decoded, of a string; without its slash, of a name
}

type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokNumber
	tokString  // text holds the decoded bytes
	tokName    // text holds the name without its slash
	tokKeyword // text holds it
	tokArray   // [
	tokArrayEnd
	tokDict // <<
	tokDictEnd
)

type token struct {
	kind tokenKind
	num  float64
	text []byte
}

const (
	classRegular = iota
	classSpace
	classDelim
)

// class sorts bytes into regular characters, white space and delimiters (PDF
// 32000-1:2008, 7.2.2).
var class = func() (t [256]uint8) {
	for _, c := range "\x00\t\n\f\r " {
		t[c] = classSpace
	}
	for _, c := range "()<>[]{}/%" {
		t[c] = classDelim
	}
	return t
}()

// What a byte begins.
const (
	startKeyword = iota
	startSpace
	startNumber
	startName
	startLiteral
	startAngle
	startAngleEnd
	startArray
	startArrayEnd
	startComment
	startNothing // a delimiter where none can be
)

var starts = func() (t [256]uint8) {
	for start, bytes := range []string{
		startSpace: "\x00\t\n\f\r ", startNumber: "0123456789-.+", startName: "/", startLiteral: "(", startAngle: "<",
		startAngleEnd: ">", startArray: "[", startArrayEnd: "]", startComment: "%", startNothing: "){}",
	} {
		for _, c := range []byte(bytes) {
			t[c] = uint8(start)
		}
	}
	return t
}()

// next returns the next token. Its text is valid until reset is called.
func (l *lexer) next() token {
	switch kind := l.step(); kind {
	case tokNumber:
		return token{kind: kind, num: l.num}
	case tokString, tokName, tokKeyword:
		return token{kind: kind, text: l.word}
	default:
		return token{kind: kind}
	}
}

// step is next for content streams, which have millions of tokens: what it has
// read stands in num or word, and is not copied from place to place.
func (l *lexer) step() tokenKind {
	for l.i < len(l.b) {
		switch starts[l.b[l.i]] {
		case startSpace, startNothing:
			l.i++
		case startNumber:
			l.num = l.number()
			return tokNumber
		case startName:
			l.i++
			l.word = l.name()
			return tokName
		case startLiteral:
			l.word = l.literal()
			return tokString
		case startAngle:
			if l.i+1 < len(l.b) && l.b[l.i+1] == '<' {
				l.i += 2
				return tokDict
			}
			l.word = l.hex()
			return tokString
		case startAngleEnd:
			l.i++
			if l.i < len(l.b) && l.b[l.i] == '>' {
				l.i++
				return tokDictEnd
			}
		case startArray:
			l.i++
			return tokArray
		case startArrayEnd:
			l.i++
			return tokArrayEnd
		case startComment:
			for l.i < len(l.b) && l.b[l.i] != '\n' && l.b[l.i] != '\r' {
				l.i++
			}
		default:
			l.word = l.regular()
			return tokKeyword
		}
	}
	return tokEOF
}

// reset frees the strings of the tokens read so far for reuse.
func (l *lexer) reset() { l.text = l.text[:0] }

func (l *lexer) regular() []byte {
	start := l.i
	for l.i < len(l.b) && class[l.b[l.i]] == classRegular {
		l.i++
	}
	return l.b[start:l.i]
}

// name reads a name, whose #20 stands for a space.
func (l *lexer) name() []byte {
	s := l.regular()
	if bytes.IndexByte(s, '#') < 0 {
		return s
	}
	start := len(l.text)
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			high, ok1 := unhex(s[i+1])
			if low, ok2 := unhex(s[i+2]); ok1 && ok2 {
				l.text = append(l.text, high<<4|low)
				i += 2
				continue
			}
		}
		l.text = append(l.text, s[i])
	}
	return l.text[start:]
}

var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// mostDigits is what a number is when no further digit is added to it. Floating
// point has no room for more, and no page is as large.
const mostDigits = 1e17

// number reads a number. A run that begins like one but is not ("1.2.3",
// "-", "0A") gives what could be read of it, as other readers do.
func (l *lexer) number() float64 {
	b, i := l.b, l.i
	neg := false
	for i < len(b) && (b[i] == '-' || b[i] == '+') {
		neg = neg || b[i] == '-'
		i++
	}
	digits := uint64(0)
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		if digits < mostDigits {
			digits = digits*10 + uint64(b[i]-'0')
		}
		i++
	}
	n := float64(digits)
	if i < len(b) && b[i] == '.' {
		fraction := 0
		for i++; i < len(b) && '0' <= b[i] && b[i] <= '9'; i++ {
			if digits < mostDigits && fraction < len(pow10)-1 {
				digits = digits*10 + uint64(b[i]-'0')
				fraction++
			}
		}
		n = float64(digits) / pow10[fraction]
	}
	if l.i = i; i < len(b) && class[b[i]] == classRegular {
		l.regular()
	}
	if neg {
		return -n
	}
	return n
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() []byte {
	l.i++
	start, depth := len(l.text), 1
	// Most strings hold no escape and no nested parenthesis: take them whole.
	for j := l.i; j < len(l.b); j++ {
		c := l.b[j]
		if c == ')' {
			s := l.b[l.i:j]
			l.i = j + 1
			return s
		}
		if c == '\\' || c == '(' || c == '\r' {
			break
		}
	}
	for l.i < len(l.b) {
		c := l.b[l.i]
		l.i++
		switch c {
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				return l.text[start:]
			}
		case '\r':
			if l.i < len(l.b) && l.b[l.i] == '\n' {
				l.i++
			}
			c = '\n'
		case '\\':
			var ok bool
			if c, ok = l.escape(); !ok {
				continue
			}
		}
		l.text = append(l.text, c)
	}
	return l.text[start:]
}

// escape reads what follows a backslash. It returns false for an escaped line
// end, which stands for nothing.
func (l *lexer) escape() (byte, bool) {
	if l.i >= len(l.b) {
		return 0, false
	}
	c := l.b[l.i]
	l.i++
	switch {
	case '0' <= c && c <= '7':
		v := int(c - '0')
		for n := 1; n < 3 && l.i < len(l.b) && '0' <= l.b[l.i] && l.b[l.i] <= '7'; n++ {
			v = v*8 + int(l.b[l.i]-'0')
			l.i++
		}
		return byte(v), true
	case c == '\r':
		if l.i < len(l.b) && l.b[l.i] == '\n' {
			l.i++
		}
		return 0, false
	case c == '\n':
		return 0, false
	}
	if e, ok := escapes[c]; ok {
		return e, true
	}
	return c, true
}

func (l *lexer) hex() []byte {
	l.i++
	start, half, have := len(l.text), byte(0), false
	for l.i < len(l.b) {
		c := l.b[l.i]
		l.i++
		if c == '>' {
			break
		}
		d, ok := unhex(c)
		if !ok {
			continue
		}
		if have {
			l.text = append(l.text, half|d)
		} else {
			half = d << 4
		}
		have = !have
	}
	if have {
		l.text = append(l.text, half)
	}
	return l.text[start:]
}

func unhex(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// shows reports whether the array whose [ has been read is one of strings and
// numbers. Of all operators only TJ takes such, so that they are shown even
// where damage has made another of it. One that begins with a name may hold the
// colours of an inline image, which are a string as well.
func (l *lexer) shows() bool {
	for i := l.i; i < len(l.b); i++ {
		switch starts[l.b[i]] {
		case startSpace, startNumber:
		case startLiteral, startAngle:
			return true
		default:
			return false
		}
	}
	return false
}

// skipInlineImage moves behind the EI that ends an inline image; the lexer
// stands behind its ID.
func (l *lexer) skipInlineImage() {
	for j := l.i + 1; j+2 <= len(l.b); j++ {
		if l.b[j] == 'E' && l.b[j+1] == 'I' && class[l.b[j-1]] == classSpace &&
			(j+2 == len(l.b) || class[l.b[j+2]] != classRegular) {
			l.i = j + 2
			return
		}
	}
	l.i = len(l.b)
}

// skipDict moves behind the >> that ends the dictionary whose << has been
// read.
func (l *lexer) skipDict() {
	for depth := 1; depth > 0; {
		switch l.step() {
		case tokDict:
			depth++
		case tokDictEnd:
			depth--
		case tokEOF:
			return
		}
	}
}
