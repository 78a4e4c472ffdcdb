package hostile

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
)

// packedPatches change the streams of objects and of cross-references that a
// file with object streams has.
var packedPatches = []patch{
	{"n-huge", `/N \d+`, "/N 999999999"},
	{"n-beyond", `/N \d+`, "/N 99999999999999999999"},
	{"n-negative", `/N \d+`, "/N -5"},
	{"n-small", `/N \d+`, "/N 3"},
	{"n-missing", `/N \d+`, ""},
	{"first-huge", `/First \d+`, "/First 999999999"},
	{"first-negative", `/First \d+`, "/First -9"},
	{"first-small", `/First \d+`, "/First 20"},
	{"first-off-by-one", `/First (\d+)\d`, "/First ${1}9"},
	{"first-missing", `/First \d+`, ""},
	{"extends-itself", `(\d+) 0 obj\s*<</Type/ObjStm`, "$1 0 obj\n<</Type/ObjStm/Extends $1 0 R"},
	{"filter-missing", `(/ObjStm[^>]*)/Filter/FlateDecode`, "$1"},
	{"filter-unknown", `(/ObjStm[^>]*)/FlateDecode`, "$1/LZWDecode"},
	{"streams-unnamed", `/Type/ObjStm`, "/Type/Other"},
	{"widths-zero", `/W\[1 4 2\]`, "/W[0 0 0]"},
	{"widths-huge", `/W\[1 4 2\]`, "/W[1 999999999 999999999]"},
	{"widths-negative", `/W\[1 4 2\]`, "/W[-1 4 2]"},
	{"widths-wrong", `/W\[1 4 2\]`, "/W[2 2 2]"},
	{"widths-many", `/W\[1 4 2\]`, "/W[" + strings.Repeat("1 ", 100*thousand) + "]"},
	{"index-huge", `/W\[`, "/Index[0 999999999]/W["},
	{"index-negative", `/W\[`, "/Index[-9 -9]/W["},
	{"prev-itself", `/W\[`, "/Prev 15/W["},
	{"table-unnamed", `/Type/XRef`, "/Type/Other"},
}

// A packing says how the objects of a specimen are put into object streams.
type packing struct {
	name string
	pack func(d *open, packed []int)
}

var packingList = []packing{
	{"one-each", func(d *open, packed []int) {
		for _, n := range packed {
			d.pack(n)
		}
	}},
	{"all-in-one", func(d *open, packed []int) { d.pack(packed...) }},
	{"in-itself", func(d *open, packed []int) {
		n := d.Reserve()
		d.Set(n, "<</A 1>>")
		at := d.pack(append(packed, n)...)
		d.Set(n, d.Body(at)) // the stream has the number of an object in it
		d.Set(at, "")
	}},
	{"in-each-other", func(d *open, packed []int) {
		a, b := d.Add("<</A 1>>"), d.Add("<</B 1>>")
		half := len(packed) / 2
		first, second := d.pack(append(slices.Clone(packed[:half]), b)...), d.pack(append(slices.Clone(packed[half:]), a)...)
		d.Set(a, d.Body(first))
		d.Set(b, d.Body(second))
		d.Set(first, "")
		d.Set(second, "")
	}},
	{"cut", func(d *open, packed []int) {
		n := d.pack(packed...)
		body := d.Body(n)
		d.Set(n, body[:len(body)*2/3]+"\nendstream")
	}},
	{"flipped", func(d *open, packed []int) {
		n := d.pack(packed...)
		body := []byte(d.Body(n))
		for i := len(body) / 2; i < len(body)-20; i += 97 {
			body[i] ^= 4
		}
		d.Set(n, string(body))
	}},
	{"with-streams-inside", func(d *open, packed []int) {
		n := d.Add("<</Length 3>>stream\nabc\nendstream endobj 1 0 obj<</Type/Catalog>>endobj")
		d.pack(append(packed, n)...)
	}},
	{"with-tiny-objects", func(d *open, packed []int) {
		d.pack(packed...)
		d.tiny(20 * thousand)
	}},
	{"many-streams", func(d *open, packed []int) {
		d.pack(packed...)
		for i := range 200 {
			d.Deflated("/Type/ObjStm/N 1/First 7", fmt.Sprintf("%06d 0 ", 9000+i)+"null")
		}
	}},
	{"indexes-backwards", func(d *open, packed []int) {
		slices.Reverse(packed)
		d.pack(packed...)
	}},
}

// packings damage the object streams of a file that has them, and put objects
// into object streams where it has none.
func packings(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for _, p := range packedPatches {
			if s.Name == madePacked && !yield(damage{name: p.name, data: func() []byte {
				return regexp.MustCompile(p.from).ReplaceAll(s.Data, []byte(p.to))
			}}) {
				return
			}
		}
		for _, p := range packingList {
			if s.Name != madePacked && !yield(damage{name: p.name, data: func() []byte {
				d := take(s.Data)
				p.pack(d, d.packable())
				return d.Bytes()
			}}) {
				return
			}
		}
	}
}

// packable returns the objects that may stand in object streams.
func (d *open) packable() []int {
	var list []int
	for n := 1; n <= d.count; n++ {
		if body := d.Body(n); body != "" && !strings.HasSuffix(body, "endstream") {
			list = append(list, n)
		}
	}
	return list
}

// pack moves objects into an object stream, and returns its number.
func (d *open) pack(objects ...int) int {
	var index, bodies strings.Builder
	for _, n := range objects {
		fmt.Fprintf(&index, "%d %d ", n, bodies.Len())
		bodies.WriteString(d.Body(n) + " ")
		d.Set(n, "")
	}
	return d.Deflated(fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(objects), index.Len()), index.String()+bodies.String())
}
