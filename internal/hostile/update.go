package hostile

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"

	"ofsted/parse/pdf/pdftest"
)

// An update is a file that holds two reports, of which it shows one.
type update struct {
	name  string
	shows string // the specimen that it shows
	data  func() []byte
}

// updateList is the table of updates. Objects that are written again behind
// the end of a file, with a table of their own, take the place of those before
// (ISO 32000-1, 7.5.6); objects that no table names are not shown.
var updateList = []update{
	{"replaced", madeOther, func() []byte { return replaced(made.pdf(), worse).Bytes() }},
	{"replaced-packed", madeOther, func() []byte { return replaced(made.packed(), worse).Bytes() }},
	{"replaced-by-packed", madeOther, func() []byte {
		d := replaced(made.pdf(), worse)
		d.Compact = true
		return d.Bytes()
	}},
	{"replaced-packed-by-plain", madeOther, func() []byte {
		d := replaced(made.packed(), worse)
		d.Compact = false
		return d.Bytes()
	}},
	{"replaced-and-put-back", madeReport, func() []byte { return replaced(replaced(made.pdf(), worse), made).Bytes() }},
	{"replaced-ten-times", madeOther, func() []byte {
		d := made.pdf()
		for range 5 {
			d = replaced(replaced(d, made), worse)
		}
		return d.Bytes()
	}},
	{"replaced-without-table", madeOther, func() []byte {
		data := replaced(made.pdf(), worse).Bytes()
		return data[:bytes.LastIndex(data, []byte("xref\n0 1\n"))]
	}},
	{"replaced-with-garbage-between", madeOther, func() []byte {
		return join(made.pdf().Bytes(), bytes.Repeat([]byte("\xFF<<(["), thousand), worse.pdf().Bytes())
	}},
	{"written-twice", madeReport, func() []byte { return hidden(made.pdf().Bytes(), objectsOf(worse, 0)) }},
	{"left-over", madeReport, func() []byte { return hidden(made.pdf().Bytes(), objectsOf(worse, thousand)) }},
	{"attached", madeReport, func() []byte { return attached("", worse.pdf().Bytes()) }},
	{"attached-of-length-elsewhere", madeReport, func() []byte { return attached("/Length 9000 0 R", worse.pdf().Bytes()) }},
	{"attached-of-wrong-length", madeReport, func() []byte { return attached("/Length 9", worse.pdf().Bytes()) }},
	{"attached-plain", madeReport, func() []byte {
		d := worse.pdf()
		d.Flate = false
		return attached("/Length 9000 0 R", d.Bytes())
	}},
}

// updates yields the updates; they are made of reports of our own.
func updates(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for _, u := range updateList {
			if s.Name == madeReport && !yield(damage{u.name, u.shows, u.data}) {
				return
			}
		}
	}
}

// replaced updates a document to another report, object by object.
func replaced(d *pdftest.Doc, by report) *pdftest.Doc {
	d.Build()
	d.Update()
	other := by.pdf()
	other.Build()
	objects := other.Reserve() - 1
	for last := d.Reserve(); last < objects; last = d.Reserve() {
	}
	for n := 1; n <= objects; n++ {
		d.Set(n, other.Body(n))
	}
	d.Root = other.Root
	return d
}

// objectsOf returns the objects of a report, renumbered from a number on.
func objectsOf(r report, from int) []byte {
	data := r.pdf().Bytes()
	data = data[bytes.Index(data, []byte("1 0 obj")):bytes.LastIndex(data, []byte("xref\n0 1"))]
	if from == 0 {
		return data
	}
	return regexp.MustCompile(`\b(\d+) 0 (obj|R)\b`).ReplaceAllFunc(data, func(m []byte) []byte {
		n, rest, _ := bytes.Cut(m, []byte(" "))
		return fmt.Appendf(nil, "%d %s", number(n)+from, rest)
	})
}

// hidden puts objects before a file's table, which does not name them.
func hidden(data, objects []byte) []byte {
	at := bytes.LastIndex(data, []byte("xref\n0 1\n"))
	out := join(data[:at], objects, data[at:])
	return regexp.MustCompile(`startxref\n\d+`).ReplaceAll(out, fmt.Appendf(nil, "startxref\n%d", at+len(objects)))
}

// attached returns the report with another file in a stream of it, as it is.
func attached(length string, file []byte) []byte {
	d := made.pdf()
	d.Build()
	d.Stream("/Type/EmbeddedFile"+length, string(file))
	for n := 0; n < 9000; n = d.Reserve() {
	}
	d.Set(9000, fmt.Sprint(len(file)))
	return d.Bytes()
}
