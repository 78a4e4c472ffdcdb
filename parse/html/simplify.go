package html

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ofsted/parse/limit"
)

const (
	// maxDepth is how deep containers nest in what simplify writes: each is at
	// most four elements, and the parser stops at 512. It is no limit on pages:
	// what is nested deeper is read as though it were not.
	maxDepth = 90
	maxAttr  = 300 // bytes of an attribute's value that are looked at
)

// A role says what simplify does with an element.
type role uint8

const (
	skipTag    role = iota // drop the tag, keep what it holds
	skipAll                // drop the tag and what it holds
	container              // keep; may nest, so its depth is counted
	block1                 // keep; the parser closes an open one itself
	inline                 // keep; but for spans, one of a kind is open at a time
	void                   // keep; holds nothing
	breakBlock             // drop the tag, but text on either side of it is apart
)

// roles lists the elements that mean something here; others are skipTag.
var roles = map[atom.Atom]role{
	atom.Script: skipAll, atom.Style: skipAll, atom.Noscript: skipAll, atom.Template: skipAll, atom.Svg: skipAll,
	atom.Math: skipAll, atom.Iframe: skipAll, atom.Select: skipAll, atom.Textarea: skipAll, atom.Plaintext: skipAll,
	atom.Audio: skipAll, atom.Video: skipAll, atom.Canvas: skipAll, atom.Datalist: skipAll, atom.Title: skipAll,
	atom.Noembed: skipAll, atom.Noframes: skipAll, atom.Xmp: skipAll, atom.Map: skipAll, atom.Dialog: skipAll,

	atom.Div: container, atom.Section: container, atom.Article: container, atom.Main: container, atom.Aside: container,
	atom.Header: container, atom.Footer: container, atom.Nav: container, atom.Form: breakBlock, atom.Ul: container,
	atom.Ol: container, atom.Menu: container, atom.Dl: container, atom.Table: container, atom.Blockquote: container,
	atom.Figure: container, atom.Details: container, atom.Fieldset: container, atom.Pre: container,
	atom.Center: breakBlock, atom.Address: container, atom.Hgroup: container, atom.Search: container,

	atom.P: block1, atom.Li: block1, atom.Dt: block1, atom.Dd: block1, atom.H1: block1, atom.H2: block1, atom.H3: block1,
	atom.H4: block1, atom.H5: block1, atom.H6: block1, atom.Tr: block1, atom.Td: block1, atom.Th: block1,
	atom.Thead: block1, atom.Tbody: block1, atom.Tfoot: block1, atom.Caption: block1, atom.Summary: container,
	atom.Figcaption: container, atom.Legend: container,

	atom.B: inline, atom.Strong: inline, atom.Sup: inline, atom.A: inline, atom.Button: inline, atom.Label: inline,
	atom.Span: inline, atom.Q: inline,

	atom.Br: void, atom.Hr: void,
}

// kept lists the attributes that decide anything.
var kept = map[string]bool{
	"id": true, "class": true, "role": true, "hidden": true, "aria-hidden": true, "aria-level": true, "style": true,
	"start": true, "value": true, "type": true, "reversed": true, "colspan": true, "rowspan": true, "href": true,
}

// simplify copies the page's text and the elements that matter, and returns
// the page's title apart. It stops where a page has too many elements or too
// much text, before anything is made of them.
func simplify(ctx context.Context, page []byte, most limit.Limits) (simple []byte, title string, err error) {
	s := simplifier{z: html.NewTokenizer(stoppable{ctx, bytes.NewReader(page)}), most: most}
	// The tokenizer takes twenty times the memory of a tag that is nothing but
	// attributes.
	s.z.SetMaxBuf(int(most.Text/2) + 1)
	s.out.Grow(min(len(page)/2, 1<<20))
	for s.over == nil {
		switch s.z.Next() {
		case html.ErrorToken:
			if err := s.failed(); err != nil {
				return nil, "", err
			}
			return s.out.Bytes(), s.title.String(), nil
		case html.TextToken:
			s.text()
		case html.StartTagToken, html.SelfClosingTagToken:
			s.count()
			s.start()
		case html.EndTagToken:
			s.ends++
			s.end()
		default:
			s.count()
		}
		if s.ends > s.nodes { // an end of what never began
			s.count()
		}
	}
	return nil, "", s.over
}

// failed returns what ended the page before its end.
func (s *simplifier) failed() error {
	switch err := s.z.Err(); {
	case errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, html.ErrBufferExceeded):
		return limit.Text.Over("a tag or a run of text of more than %v bytes, half of the characters that a document may have", s.most.Text/2)
	default:
		return err
	}
}

// A stoppable reader ends with the error of its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// A simplifier is the state of simplify.
type simplifier struct {
	z       *html.Tokenizer
	out     bytes.Buffer
	title   strings.Builder
	most    limit.Limits
	nodes   int         // elements and comments so far
	ends    int         // end tags so far
	chars   int         // characters of text so far
	over    error       // which limit the page is over
	stack   []atom.Atom // containers that are open
	deeper  int         // containers that were left out for being too deep
	spans   []bool      // spans that are open: whether each was kept
	keptNow int         // how many of them were
	open    [8]bool     // inline elements that are open, by place in inlines
	skip    atom.Atom   // the element whose content is being dropped
	skipped int         // how many of it are open
	broke   bool        // the last thing written parted text where an element was left out
}

// inlines are the inline elements but spans.
var inlines = []atom.Atom{atom.B, atom.Strong, atom.Sup, atom.A, atom.Button, atom.Label, atom.Q}

// count counts an element or a comment.
func (s *simplifier) count() {
	if s.nodes++; s.nodes > int(s.most.Nodes) {
		s.over = limit.Nodes.Over("more elements than the %v that a web page may have", s.most.Nodes)
	}
}

func (s *simplifier) text() {
	if s.skip == atom.Title && s.title.Len() < 1000 {
		s.title.WriteString(html.UnescapeString(string(s.z.Raw())))
	}
	if s.skip == 0 {
		// As it stands, references and all: the parser decodes them.
		raw := s.z.Raw()
		if s.chars += utf8.RuneCount(raw); s.chars > int(s.most.Text) {
			s.over = limit.Text.Over("more text than the %v characters that a document may have", s.most.Text)
		}
		s.out.Write(raw)
		s.broke = false
	}
}

func (s *simplifier) start() {
	raw := s.z.Raw()
	selfClosing := bytes.HasSuffix(raw, []byte("/>"))
	name, more := s.z.TagName()
	a := atom.Lookup(name)
	r := roles[a]
	if s.skip != 0 {
		if a == s.skip {
			s.skipped++
		}
		if !breakable[s.skip] || r != container && r != block1 {
			return
		}
		s.skip = 0 // its end tag is missing
	}
	switch r {
	case skipTag:
		return
	case skipAll:
		if !selfClosing || !foreign[a] {
			s.skip, s.skipped = a, 1
		}
		return
	case breakBlock:
		s.apart()
		return
	case container:
		if len(s.stack) >= maxDepth {
			s.deeper++
			s.apart()
			return
		}
		s.stack = append(s.stack, a)
	case inline:
		if !s.openInline(a, more) {
			return
		}
	}
	s.write(a, r, more)
}

var (
	// breakable are the elements that a block inside ends, as in a browser.
	breakable = map[atom.Atom]bool{
		atom.Svg: true, atom.Math: true, atom.Select: true, atom.Datalist: true, atom.Audio: true, atom.Video: true, atom.Canvas: true,
	}
	foreign = map[atom.Atom]bool{atom.Svg: true, atom.Math: true}
)

// write copies a start tag and those of its attributes that decide anything.
func (s *simplifier) write(a atom.Atom, r role, more bool) {
	s.broke = false
	s.out.WriteByte('<')
	s.out.WriteString(a.String())
	for more && (r != inline || a == atom.A || a == atom.Span) {
		var key, val []byte
		key, val, more = s.z.TagAttr()
		k, v := string(key), string(val[:min(len(val), maxAttr)])
		if !kept[k] || k == "href" && !strings.HasPrefix(v, "#") || k == "style" && !telling(v) {
			continue
		}
		s.out.WriteByte(' ')
		s.out.WriteString(k)
		s.out.WriteString(`="`)
		s.out.WriteString(html.EscapeString(v))
		s.out.WriteByte('"')
	}
	s.out.WriteByte('>')
}

// telling reports whether an inline style hides, emboldens or draws a box.
func telling(style string) bool {
	return strings.Contains(style, "none") || strings.Contains(style, "hidden") || strings.Contains(style, "weight") || strings.Contains(style, "border")
}

// openInline reports whether to keep an inline element, and notes that it is
// open. Without the limits an unclosed one would be opened again by the
// parser in every paragraph, inside itself.
func (s *simplifier) openInline(a atom.Atom, attrs bool) bool {
	if a == atom.Span {
		keep := attrs && s.keptNow < 20
		s.spans = append(s.spans, keep)
		if keep {
			s.keptNow++
		}
		return keep
	}
	i := slices.Index(inlines, a)
	was := s.open[i]
	s.open[i] = true
	return !was
}

// apart parts the text before from the text behind.
func (s *simplifier) apart() {
	if !s.broke {
		s.out.WriteString("<hr>")
		s.broke = true
	}
}

func (s *simplifier) end() {
	name, _ := s.z.TagName()
	a := atom.Lookup(name)
	if s.skip != 0 {
		if a == s.skip {
			if s.skipped--; s.skipped == 0 {
				s.skip = 0
			}
		}
		return
	}
	switch roles[a] {
	case skipTag, skipAll, void:
		return
	case breakBlock:
		s.apart()
		return
	case container:
		if s.deeper > 0 {
			s.deeper--
			s.apart()
			return
		}
		if !s.closeContainer(a) {
			return
		}
	case inline:
		if !s.closeInline(a) {
			return
		}
	}
	s.broke = false
	s.out.WriteString("</")
	s.out.WriteString(a.String())
	s.out.WriteByte('>')
}

// closeContainer closes the innermost open container of a kind and all inside
// it. No end tag reaches out of a table but the table's own.
func (s *simplifier) closeContainer(a atom.Atom) bool {
	for i := len(s.stack) - 1; i >= 0; i-- {
		if s.stack[i] == a {
			s.stack = s.stack[:i]
			return true
		}
		if s.stack[i] == atom.Table {
			break
		}
	}
	return false
}

func (s *simplifier) closeInline(a atom.Atom) bool {
	if a != atom.Span {
		i := slices.Index(inlines, a)
		was := s.open[i]
		s.open[i] = false
		return was
	}
	n := len(s.spans)
	if n == 0 {
		return false
	}
	keep := s.spans[n-1]
	s.spans = s.spans[:n-1]
	if keep {
		s.keptNow--
	}
	return keep
}
