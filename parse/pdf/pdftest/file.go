// Package pdftest writes small PDF files for tests, sound ones and broken
// ones.
//
// A File is objects as they are written in the file. A Doc makes the objects
// of pages and of a structure tree.
package pdftest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"strings"
)

// A File is a PDF being put together from its objects.
type File struct {
	Header  string // "%PDF-1.7\n" where empty
	Junk    string // bytes before the header
	Trailer string // further entries of the trailer
	Root    int    // number of the catalogue
	Compact bool   // write object streams and a cross-reference stream
	Flate   bool   // compress content added by Content

	bodies []string // of object i+1, "" where it is missing
	out    []byte   // the file before its update
	old    []string
}

// Add adds an object and returns its number.
func (f *File) Add(body string) int {
	f.bodies = append(f.bodies, body)
	return len(f.bodies)
}

// Addf is Add with a format.
func (f *File) Addf(format string, args ...any) int { return f.Add(fmt.Sprintf(format, args...)) }

// Reserve returns the number of an object that Set gives its body.
func (f *File) Reserve() int { return f.Add("") }

// Set gives object n another body; an empty one takes it out of the file.
func (f *File) Set(n int, body string) { f.bodies[n-1] = body }

// Body returns the body of object n.
func (f *File) Body(n int) string { return f.bodies[n-1] }

// Stream adds a stream with data as it is. Its Length is right unless entries
// hold one.
func (f *File) Stream(entries, data string) int { return f.Add(Stream(entries, data)) }

// Deflated adds a stream with data compressed.
func (f *File) Deflated(entries, data string) int {
	return f.Add(Stream(entries+"/Filter/FlateDecode", Deflate(data)))
}

// Content adds a content stream, compressed if f.Flate is set.
func (f *File) Content(entries, data string) int {
	if f.Flate {
		return f.Deflated(entries, data)
	}
	return f.Stream(entries, data)
}

// Stream returns the body of a stream object.
func Stream(entries, data string) string {
	if !strings.Contains(entries, "/Length ") {
		entries += fmt.Sprintf("/Length %d", len(data))
	}
	return "<<" + entries + ">>\nstream\n" + data + "\nendstream"
}

// Deflate returns data as FlateDecode reads it.
func Deflate(data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(data))
	w.Close()
	return b.String()
}

// Update writes out what f holds so far; objects that are added or set from
// here on are an incremental update behind it.
func (f *File) Update() {
	f.out = f.Bytes()
	if f.Compact {
		f.bodies = append(f.bodies, "", "") // the numbers that Bytes took for its own streams
	}
	f.old = append([]string(nil), f.bodies...)
}

// Bytes returns the file.
func (f *File) Bytes() []byte {
	w := writer{f: f}
	if f.out != nil {
		w.b = append(w.b, f.out...)
	} else {
		header := f.Header
		if header == "" {
			header = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"
		}
		w.b = append(w.b, f.Junk+header...)
	}
	w.at = make([]entry, len(f.bodies)+1)
	if f.Compact {
		w.compact()
	} else {
		w.classic()
	}
	return w.b
}

// An entry is where an object is written: at an offset, or in an object
// stream at an index.
type entry struct {
	offset int
	stream int
	index  int
}

type writer struct {
	f  *File
	b  []byte
	at []entry
}

// changed reports whether object n belongs into what is being written.
func (w *writer) changed(n int) bool {
	body := w.f.bodies[n-1]
	return body != "" && (n > len(w.f.old) || w.f.old[n-1] != body)
}

func (w *writer) object(n int, body string) {
	w.at[n] = entry{offset: len(w.b) - len(w.f.Junk)}
	w.b = fmt.Appendf(w.b, "%d 0 obj\n%s\nendobj\n", n, body)
}

func (w *writer) trailer() string {
	s := fmt.Sprintf("/Size %d/Root %d 0 R%s", len(w.at), w.f.Root, w.f.Trailer)
	if w.f.out != nil {
		i := bytes.LastIndex(w.f.out, []byte("startxref\n"))
		s += "/Prev " + strings.Fields(string(w.f.out[i:]))[1]
	}
	return s
}

// classic writes objects and a cross-reference table.
func (w *writer) classic() {
	for n := 1; n < len(w.at); n++ {
		if w.changed(n) {
			w.object(n, w.f.bodies[n-1])
		}
	}
	start := len(w.b) - len(w.f.Junk)
	w.b = append(w.b, "xref\n0 1\n0000000000 65535 f \n"...)
	for n := 1; n < len(w.at); n++ {
		if w.at[n].offset > 0 {
			w.b = fmt.Appendf(w.b, "%d 1\n%010d 00000 n \n", n, w.at[n].offset)
		}
	}
	w.b = fmt.Appendf(w.b, "trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n", w.trailer(), start)
}

// compact writes all objects but streams into an object stream, and a
// cross-reference stream.
func (w *writer) compact() {
	store := len(w.at)
	w.at = append(w.at, entry{}, entry{})
	var index, bodies strings.Builder
	packed := 0
	for n := 1; n < store; n++ {
		body := ""
		if w.changed(n) {
			body = w.f.bodies[n-1]
		}
		switch {
		case body == "":
		case strings.HasSuffix(body, "endstream"):
			w.object(n, body)
		default:
			fmt.Fprintf(&index, "%d %d ", n, bodies.Len())
			bodies.WriteString(body + " ")
			w.at[n] = entry{stream: store, index: packed}
			packed++
		}
	}
	entries := fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", packed, index.Len())
	w.object(store, Stream(entries, Deflate(index.String()+bodies.String())))
	start := len(w.b) - len(w.f.Junk)
	w.at[store+1] = entry{offset: start}
	var rows []byte
	for _, e := range w.at {
		switch {
		case e.stream > 0:
			rows = append(binary.BigEndian.AppendUint32(append(rows, 2), uint32(e.stream)), byte(e.index>>8), byte(e.index))
		case e.offset > 0:
			rows = append(binary.BigEndian.AppendUint32(append(rows, 1), uint32(e.offset)), 0, 0)
		default:
			rows = append(rows, 0, 0, 0, 0, 0, 255, 255)
		}
	}
	w.object(store+1, Stream("/Type/XRef/W[1 4 2]/Filter/FlateDecode"+w.trailer(), Deflate(string(rows))))
	w.b = fmt.Appendf(w.b, "startxref\n%d\n%%%%EOF\n", start)
}
