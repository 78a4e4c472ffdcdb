package render

import (
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"
)

// An svg collects the elements of a picture. Everything that it is given as
// text may come from a document: it is cleaned and escaped here and nowhere
// else.
type svg struct{ b strings.Builder }

// An attr is an attribute of an element: a number, or text.
type attr struct {
	name  string
	value any
}

// attrs makes attributes of names and values in turn.
func attrs(list ...any) []attr {
	var as []attr
	for i := 0; i+1 < len(list); i += 2 {
		as = append(as, attr{list[i].(string), list[i+1]})
	}
	return as
}

// open begins an element.
func (s *svg) open(name string, list ...any) { s.tag(name, ">", attrs(list...)) }

// empty adds an element without content.
func (s *svg) empty(name string, list ...any) { s.tag(name, "/>", attrs(list...)) }

// text adds an element with text in it.
func (s *svg) text(name, text string, list ...any) {
	s.open(name, list...)
	s.b.WriteString(escapeXML(text))
	s.close(name)
}

// close ends an element.
func (s *svg) close(name string) { s.b.WriteString("</" + name + ">\n") }

// group adds what another picture collected, with the attributes that all of
// it shares.
func (s *svg) group(of *svg, list ...any) {
	if of.b.Len() == 0 {
		return
	}
	s.open("g", list...)
	s.b.WriteString(of.b.String())
	s.close("g")
}

func (s *svg) tag(name, end string, as []attr) {
	s.b.WriteString("<" + name)
	for _, a := range as {
		fmt.Fprintf(&s.b, ` %s="%s"`, a.name, svgValue(a.value))
	}
	s.b.WriteString(end)
	if end != ">" || name == "g" || name == "svg" {
		s.b.WriteString("\n")
	}
}

// svgValue writes an attribute's value; numbers have one decimal at most.
func svgValue(v any) string {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	case int:
		return strconv.Itoa(v)
	}
	return escapeXML(fmt.Sprint(v))
}

// escapeXML cleans text and escapes it. What XML cannot hold becomes U+FFFD.
func escapeXML(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(clean(text))) // a Builder takes everything
	return b.String()
}

// inline returns the picture as part of a page, without the ends of lines,
// which no text in it has as they are.
func (s *svg) inline() template.HTML {
	return template.HTML(strings.ReplaceAll(s.b.String(), "\n", ""))
}

// writeTo writes the picture.
func (s *svg) writeTo(w io.Writer) error {
	_, err := io.WriteString(w, s.b.String())
	return err
}

// plainWidths are those of the letters from the space to the tilde in Helvetica,
// Arial and Liberation Sans, in thousandths of the size.
var plainWidths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// plainWidth is how wide text of ours comes out in those fonts.
func plainWidth(text string, size float64) float64 {
	w := 0
	for _, c := range text {
		if i := int(c - ' '); i >= 0 && i < len(plainWidths) {
			w += plainWidths[i]
		} else {
			w += 556
		}
	}
	return float64(w) / 1000 * size
}

// textWidth is how wide text comes out at most at a size, in the sans-serif
// fonts that a browser may have to take. Nothing that is drawn may rely on it
// being exact.
func textWidth(text string, size float64) float64 {
	w := 0.0
	for _, c := range text {
		switch {
		case strings.ContainsRune("iljtf.,:;|!'’ ()", c):
			w += 0.36
		case strings.ContainsRune("mwMW", c):
			w += 0.92
		case 'A' <= c && c <= 'Z':
			w += 0.70
		default:
			w += 0.60
		}
	}
	return w * size
}
