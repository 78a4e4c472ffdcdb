package pdf

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"

	"ofsted/parse/limit"
)

// A span is text that was shown in one go on one line in one style. Its
// coordinates are in points from the upper left corner of the page as it is
// read, y growing downwards to the baseline.
type span struct {
	text     string
	x, y, x1 float64
	size     float64
	bold     bool
	artifact bool // furniture of the page: header, footer, page number
	turned   bool // not set along the lines of the page
	mcid     int32
	form     uint32 // object number of the form that numbers mcid, 0 for the page
}

// noMCID marks text outside marked content.
const noMCID = -1

// A matrix maps (x, y) to (ax+cy+e, bx+dy+f).
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// mul returns the matrix that applies m first and then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// shift returns m with its origin moved by (x, y) in its own units.
func (m matrix) shift(x, y float64) matrix {
	m.e += x*m.a + y*m.c
	m.f += x*m.b + y*m.d
	return m
}

// state is the part of the graphics state that text depends on (PDF
// 32000-1:2008, tables 52 and 104). All of it is saved by q and restored by
// Q, the font included.
type state struct {
	ctm     matrix
	font    *font
	size    float64
	char    float64 // Tc
	word    float64 // Tw
	scale   float64 // Tz, as a fraction
	leading float64 // TL
	rise    float64 // Ts
}

// mark is one level of marked content.
type mark struct {
	mcid     int32
	form     uint32
	artifact bool
	actual   *actualText // shared by the marks inside
}

// actualText replaces what is shown inside marked content.
type actualText struct {
	text  string
	shown bool // it has been put out
}

// An interp runs content streams and collects the text they show.
type interp struct {
	doc   *document
	spans []span
	rules []rule // for the layout: see layout_rule.go
	dots  []dot
	path  path

	st        state
	stack     []state
	tm, tlm   matrix
	marks     []mark
	resources pdf.Value
	fonts     map[string]*font // those of the resources met so far, by name
	form      uint32
	depth     int
	drawing   []uint32 // forms within each other

	lex   lexer
	args  []token
	dicts [][2]int // where the dictionary operands of the current operator begin and end
	buf   []byte   // the text of the span being made
	hold  []byte
	cur   span // the span being made, if open
	open  bool
	next  point // where the next glyph joins the open span
	along point // which way the open span runs, of length 1
}

// What content streams may ask to be kept at a time.
const (
	maxArgs    = 4096    // operands of one operator
	maxNesting = 1 << 16 // levels of q, and of marked content
)

// run interprets one content stream.
func (in *interp) run(data []byte) {
	outer := in.lex
	in.lex = lexer{b: data}
	base := len(in.args)
	for {
		at := in.lex.i
		kind := in.lex.step()
		switch kind {
		case tokEOF:
			in.args = in.args[:base]
			in.lex = outer
			return
		case tokNumber:
			if len(in.args)-base < maxArgs {
				in.args = append(in.args, token{kind: tokNumber, num: in.lex.num})
			}
			continue
		case tokString, tokName:
			if len(in.args)-base < maxArgs {
				in.args = append(in.args, token{kind: kind, text: in.lex.word})
			}
			continue
		case tokDict:
			in.lex.skipDict()
			if len(in.args)-base < maxArgs {
				in.dicts = append(in.dicts, [2]int{at, in.lex.i})
				in.args = append(in.args, token{kind: tokDict})
			}
			continue
		case tokKeyword:
			in.operator(in.lex.word, in.args[base:])
		case tokArray:
			if !in.lex.shows() {
				continue
			}
			in.showArray()
		default:
			continue
		}
		in.args, in.dicts = in.args[:base], in.dicts[:0]
		in.lex.reset()
		if in.doc.stop() {
			in.lex = outer
			return
		}
	}
}

// nums returns the last n operands as numbers, zeros for what is missing.
func nums(args []token, n int) (v [6]float64) {
	if len(args) > n {
		args = args[len(args)-n:]
	}
	for i, t := range args {
		v[i] = t.num
	}
	return v
}

func (in *interp) operator(op []byte, args []token) {
	switch string(op) {
	case "BT":
		in.tm, in.tlm = identity, identity
	case "ET":
		// A line may go on in the next text object.
	case "Tj":
		in.showLast(args)
	case "TJ": // whose array was shown as it was read, unless it begins oddly
		in.showArgs(args)
	case "Tm":
		v := nums(args, 6)
		in.tlm = matrix{v[0], v[1], v[2], v[3], v[4], v[5]}
		in.tm = in.tlm
	case "Td":
		v := nums(args, 2)
		in.move(v[0], v[1])
	case "TD":
		v := nums(args, 2)
		in.st.leading = -v[1]
		in.move(v[0], v[1])
	case "T*":
		in.move(0, -in.st.leading)
	case "'":
		in.move(0, -in.st.leading)
		in.showLast(args)
	case "\"":
		v := nums(args, 3)
		in.st.word, in.st.char = v[0], v[1]
		in.move(0, -in.st.leading)
		in.showLast(args)
	case "Tf":
		if len(args) >= 2 {
			in.st.font = in.font(args[len(args)-2].text)
			in.st.size = args[len(args)-1].num
		}
	case "Tc":
		in.st.char = nums(args, 1)[0]
	case "Tw":
		in.st.word = nums(args, 1)[0]
	case "Tz":
		in.st.scale = nums(args, 1)[0] / 100
	case "TL":
		in.st.leading = nums(args, 1)[0]
	case "Ts":
		in.st.rise = nums(args, 1)[0]
	case "cm":
		v := nums(args, 6)
		in.st.ctm = matrix{v[0], v[1], v[2], v[3], v[4], v[5]}.mul(in.st.ctm)
	case "q":
		if len(in.stack) < maxNesting {
			in.stack = append(in.stack, in.st)
		}
	case "Q":
		if n := len(in.stack); n > 0 {
			in.st, in.stack = in.stack[n-1], in.stack[:n-1]
		}
	case "BMC":
		in.beginMark(args, nil)
	case "BDC":
		var dict []byte
		if n := len(in.dicts); n > 0 {
			dict = in.lex.b[in.dicts[n-1][0]:in.dicts[n-1][1]]
		}
		in.beginMark(args, dict)
	case "EMC":
		in.flush()
		if n := len(in.marks); n > 0 {
			in.marks = in.marks[:n-1]
		}
	case "Do":
		if len(args) > 0 {
			in.do(string(args[len(args)-1].text))
		}
	case "ID":
		in.lex.skipInlineImage()
	case "re", "m", "l", "h", "c", "v", "y", "n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		in.draw(string(op), args)
	}
}

// font returns the font of a name in the current resources. Text changes its
// font often, and between few.
func (in *interp) font(name []byte) *font {
	f, ok := in.fonts[string(name)]
	if !ok {
		f = in.doc.font(in.resources, string(name))
		if in.fonts == nil {
			in.fonts = make(map[string]*font)
		}
		in.fonts[string(name)] = f
	}
	return f
}

func (in *interp) move(x, y float64) {
	in.tlm = in.tlm.shift(x, y)
	in.tm = in.tlm
}

// beginMark opens marked content. dict is its inline property list, if it
// has one; otherwise a name refers to the resources.
func (in *interp) beginMark(args []token, dict []byte) {
	in.flush()
	m := mark{mcid: noMCID}
	if n := len(in.marks); n > 0 {
		m = in.marks[n-1]
	}
	if len(args) > 0 && string(args[0].text) == "Artifact" {
		m.artifact = true
	}
	switch {
	case dict != nil:
		in.inlineProperties(&m, dict)
	case len(args) == 2 && args[1].kind == tokName:
		p := in.resources.Key("Properties").Key(string(args[1].text))
		if id := p.Key("MCID"); id.Kind() == pdf.Integer && id.Int64() >= 0 && id.Int64() < math.MaxInt32 {
			m.mcid, m.form = int32(id.Int64()), in.form
		}
		if s := p.Key("ActualText"); s.Kind() == pdf.String {
			in.doc.text += len(s.RawString())
			m.replace(textString([]byte(s.RawString())))
		}
	}
	if len(in.marks) < maxNesting {
		in.marks = append(in.marks, m)
	}
}

func (m *mark) replace(text string) {
	if m.actual == nil { // of nested ones the outer counts
		m.actual = &actualText{text: cleanText(text)}
	}
}

func (in *interp) inlineProperties(m *mark, dict []byte) {
	l := lexer{b: dict}
	for t := l.next(); t.kind != tokEOF; t = l.next() {
		if t.kind != tokName {
			continue
		}
		switch string(t.text) {
		case "MCID":
			if v := l.next(); v.kind == tokNumber && v.num >= 0 && v.num < math.MaxInt32 {
				m.mcid, m.form = int32(v.num), in.form
			}
		case "ActualText":
			if v := l.next(); v.kind == tokString {
				m.replace(textString(v.text))
			}
		}
	}
}

// textString decodes a PDF text string: UTF-16 behind a byte order mark,
// UTF-8 behind its own, otherwise PDFDocEncoding, which is Latin-1 for all
// that is met in ActualText.
func textString(s []byte) string {
	switch {
	case bytes.HasPrefix(s, []byte{0xFE, 0xFF}):
		u := make([]uint16, 0, len(s)/2)
		for i := 2; i+1 < len(s); i += 2 {
			u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(u))
	case bytes.HasPrefix(s, []byte{0xEF, 0xBB, 0xBF}):
		return string(s[3:])
	}
	r := make([]rune, len(s))
	for i, c := range s {
		r[i] = rune(c)
	}
	return string(r)
}

func cleanText(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(cleanGlyph(string(r)))
	}
	return b.String()
}

func (in *interp) showLast(args []token) {
	if n := len(args); n > 0 && args[n-1].kind == tokString && in.st.font != nil {
		p := in.pen()
		in.show(&p, args[n-1].text)
		in.put(&p)
	}
}

// showArray shows the strings of an array, in which the lexer stands, and moves
// to its end. What no array has ends one that nothing closes.
func (in *interp) showArray() {
	p := in.pen()
	defer in.put(&p)
	thousandth := in.thousandth()
	for {
		switch in.lex.step() {
		case tokNumber:
			p.move(in.lex.num * thousandth)
		case tokString:
			if p.font != nil {
				in.show(&p, in.lex.word)
			}
		case tokDict:
			in.lex.skipDict()
		case tokName, tokArray: // nothing that is shown
		case tokKeyword: // an operator, which is to have its effect
			in.lex.i -= len(in.lex.word)
			return
		default:
			return
		}
	}
}

// showArgs shows what is left of an array for its TJ: all of one that shows did
// not know, and what stands behind a keyword within it.
func (in *interp) showArgs(args []token) {
	p := in.pen()
	defer in.put(&p)
	for _, t := range args {
		switch {
		case t.kind == tokNumber:
			p.move(t.num * in.thousandth())
		case t.kind == tokString && p.font != nil:
			in.show(&p, t.text)
		}
	}
}

// thousandth is how far a number in an array of strings moves the pen for each
// one that it counts.
func (in *interp) thousandth() float64 { return in.st.size * in.st.scale / -1000 }

// A pen is how and where the strings of one operator are shown.
type pen struct {
	font   *font
	trm    matrix // from the units of text to those of the page
	like   span   // what spans of it are like
	along  point  // which way text runs, of length 1
	actual *actualText
	moved  float64 // along the line, in units of text
}

func (in *interp) pen() pen {
	p := pen{font: in.st.font, trm: in.tm.mul(in.st.ctm), along: point{1, 0}}
	p.like.size, p.like.mcid = clamp(math.Abs(in.st.size)*length(p.trm.c, p.trm.d)), noMCID
	if p.font != nil {
		p.like.bold = p.font.bold
	}
	if p.like.turned = math.Abs(p.trm.b) > 0.05*math.Abs(p.trm.a) || p.trm.a < 0; p.like.turned {
		p.along = point{p.trm.a, p.trm.b}.unit()
	}
	if k := len(in.marks); k > 0 {
		m := in.marks[k-1]
		p.like.mcid, p.like.form, p.like.artifact, p.actual = m.mcid, m.form, m.artifact, m.actual
	}
	return p
}

// move moves the pen along the line, in units of text.
func (p *pen) move(by float64) {
	p.moved += by
	p.trm.e += by * p.trm.a
	p.trm.f += by * p.trm.b
}

// put lets text go on where the pen is.
func (in *interp) put(p *pen) { in.tm = in.tm.shift(p.moved, 0) }

// Gaps, as parts of the size of the type. Wider than wordGap, a gap between
// glyphs stands for a space; wider than columnGap, it parts two spans.
const (
	wordGap   = 0.2
	columnGap = 0.9
)

// show adds the string s to the open span, or begins a new one where it
// stands elsewhere or looks different.
func (in *interp) show(p *pen, s []byte) {
	if in.st.word > columnGap*in.st.size && !p.font.wide {
		// Spaces as wide as this part columns.
		space := (p.font.width[' ']*in.st.size + in.st.char + in.st.word) * in.st.scale
		for i := bytes.IndexByte(s, ' '); i >= 0; i = bytes.IndexByte(s, ' ') {
			in.showText(p, s[:i])
			p.move(space)
			s = s[i+1:]
		}
	}
	in.showText(p, s)
}

// showText is show for text without such spaces.
func (in *interp) showText(p *pen, s []byte) {
	if len(s) == 0 {
		return
	}
	n := len(in.buf)
	text, width, glyphs, spaces := p.font.decode(in.buf, s)
	advance := (width*in.st.size + float64(glyphs)*in.st.char + float64(spaces)*in.st.word) * in.st.scale
	at := p.trm.shift(0, in.st.rise)
	p.move(advance)
	in.doc.text += max(glyphs, len(text)-n)
	if a := p.actual; a != nil {
		if a.shown {
			in.next = in.next.add(in.along, advance*length(p.trm.a, p.trm.b))
			in.cur.x1 = in.next.x
			return
		}
		a.shown = true
		text = append(text[:n], a.text...)
	}
	next := &p.like
	next.x, next.y, next.x1 = clamp(at.e), clamp(at.f), clamp(at.e+advance*at.a)
	end := point{next.x1, next.y}
	if next.turned {
		end.y = clamp(at.f + advance*at.b)
	}
	if in.open && in.along.turns(p.along) < sameWay {
		if gap, ok := in.joins(next); ok {
			if shown := text[n:]; gap > wordGap*next.size && !endsInSpace(in.buf) && len(shown) > 0 && shown[0] != ' ' {
				// The gap is a space that was not drawn.
				text = append(text, 0)
				copy(text[n+1:], text[n:])
				text[n] = ' '
			}
			in.buf = text
			in.cur.x1, in.next = next.x1, end
			return
		}
	}
	in.hold = append(in.hold[:0], text[n:]...) // flush needs the rest of the buffer
	in.flush()
	in.buf = append(in.buf[:0], in.hold...)
	in.cur, in.open, in.next, in.along = *next, true, end, p.along
}

// length returns the length of (x, y), which nearly always runs along the page.
func length(x, y float64) float64 {
	if x == 0 {
		return math.Abs(y)
	}
	return math.Hypot(x, y)
}

// sameWay is how much two directions may differ along which one line runs.
const sameWay = 0.01

// add returns p moved by so much in a direction.
func (p point) add(along point, by float64) point {
	return point{p.x + along.x*by, p.y + along.y*by}
}

// unit returns the direction of p, of length 1.
func (p point) unit() point {
	if n := length(p.x, p.y); n > 0 && !math.IsInf(n, 0) {
		return point{p.x / n, p.y / n}
	}
	return point{1, 0}
}

// turns says how much two directions differ: 0 where they are the same, 2
// where they are opposite.
func (p point) turns(q point) float64 { return 1 - p.x*q.x - p.y*q.y }

// offset returns how far next begins from the end of the open span, along its
// line and away from it.
func (in *interp) offset(next *span) (along, away float64) {
	dx, dy := next.x-in.next.x, next.y-in.next.y
	return dx*in.along.x + dy*in.along.y, dy*in.along.x - dx*in.along.y
}

// clamp keeps a coordinate within what arithmetic can be done with. No page
// is larger than 14,400 points (PDF 32000-1:2008, annex C.2).
func clamp(v float64) float64 {
	const most = 1e5
	switch {
	case -most < v && v < most:
		return v
	case v >= most:
		return most
	case v <= -most:
		return -most
	}
	return 0 // not a number
}

func endsInSpace(b []byte) bool { return len(b) > 0 && b[len(b)-1] == ' ' }

// joins reports whether next goes on where the open span ends, and after how
// wide a gap.
func (in *interp) joins(next *span) (gap float64, ok bool) {
	c := &in.cur
	if next.mcid != c.mcid || next.form != c.form || next.artifact != c.artifact || next.bold != c.bold || next.turned != c.turned {
		return 0, false
	}
	gap, away := in.offset(next)
	if math.Abs(away) > 0.1*c.size || math.Abs(next.size-c.size) > 0.05*c.size {
		return 0, false
	}
	most := columnGap
	if c.mcid == noMCID {
		most = wordGap // nothing but its place tells what it belongs to
	}
	return gap, gap > -0.5*c.size && gap < most*c.size
}

// flush puts the open span out.
func (in *interp) flush() {
	if !in.open {
		return
	}
	in.open = false
	if len(in.buf) == 0 {
		return
	}
	in.cur.text = string(in.buf)
	in.spans = append(in.spans, in.cur)
}

// do runs the form XObject of that name, if it is one. A form that cannot be
// read is left out, and the page goes on behind it.
func (in *interp) do(name string) {
	err := guard(func() {
		xo := in.resources.Key("XObject")
		if form := xo.Key(name); form.Key("Subtype").Name() == "Form" {
			in.drawForm(form, refAt(xo, name))
		}
	})
	if err != nil {
		in.doc.damaged()
	}
}

func (in *interp) drawForm(form pdf.Value, id uint32) {
	d := in.doc
	switch {
	case id != 0 && slices.Contains(in.drawing, id):
		d.damaged()
		return
	case in.depth >= int(d.lim.Depth):
		d.over = limit.Depth.Over("page %d draws forms within forms, more than the %v levels that it may", len(d.pages), d.lim.Depth)
		return
	}
	in.flush()
	data := d.stream(form)
	saved := *in
	defer func() {
		in.flush()
		in.st, in.stack, in.tm, in.tlm = saved.st, saved.stack, saved.tm, saved.tlm
		in.marks, in.resources, in.fonts, in.form, in.depth = saved.marks, saved.resources, saved.fonts, saved.form, saved.depth
		in.lex, in.args, in.dicts, in.drawing = saved.lex, saved.args, saved.dicts, saved.drawing
	}()
	in.depth++
	in.drawing = append(in.drawing, id)
	in.stack = nil
	if m := form.Key("Matrix"); m.Len() == 6 {
		in.st.ctm = matrix{m.Index(0).Float64(), m.Index(1).Float64(), m.Index(2).Float64(),
			m.Index(3).Float64(), m.Index(4).Float64(), m.Index(5).Float64()}.mul(in.st.ctm)
	}
	if r := form.Key("Resources"); r.Kind() == pdf.Dict {
		in.resources, in.fonts = r, nil
	}
	// A form with a StructParents entry numbers its marked content itself.
	if form.Key("StructParents").Kind() == pdf.Integer {
		in.form = id
	}
	in.run(data)
}
