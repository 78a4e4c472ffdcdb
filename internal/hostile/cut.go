package hostile

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"regexp"
)

// boundary matches where the parts of a PDF begin or end.
var boundary = regexp.MustCompile(`\bobj\b|>>\s*stream\b|endstream|endobj|\bxref\b|trailer|startxref|%%EOF|/Length`)

// behind are those whose end is no other's beginning, white space aside.
var behind = map[string]bool{"stream": true, "xref": true, "trailer": true, "startxref": true, "EOF": true}

// cuts ends a file at the boundaries of its parts, and in the midst of it.
func cuts(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		cut := func(what string, at int) bool {
			return yield(damage{name: fmt.Sprintf("%06d-%s", at, what), data: func() []byte { return s.Data[:at] }})
		}
		for _, at := range []int{1, 5, 8, 9, 100, len(s.Data) / 2} {
			if !cut("bytes", at) {
				return
			}
		}
		for _, at := range boundary.FindAllIndex(s.Data, -1) {
			what := string(letters.ReplaceAll(s.Data[at[0]:at[1]], nil))
			if !cut("before-"+what, at[0]) || behind[what] && !cut("behind-"+what, at[1]) {
				return
			}
		}
	}
}

var letters = regexp.MustCompile(`[^A-Za-z]+`)

// seeds is how many files each way of making them by chance makes of one
// specimen; they are always the same.
const seeds = 24

// random returns what decides on the n'th file that is made by chance.
func random(n int) *rand.Rand { return rand.New(rand.NewPCG(2026, uint64(n))) }

// flips changes some bytes of a PDF: few or many, next to each other or not.
func flips(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for n := range seeds {
			for _, f := range flippers {
				if !yield(damage{name: fmt.Sprintf("%s-%02d", f.name, n), data: func() []byte {
					data := bytes.Clone(s.Data)
					f.flip(random(n), data)
					return data
				}}) {
					return
				}
			}
		}
	}
}

// flippers are the ways in which bytes change that nobody meant to change.
var flippers = []struct {
	name string
	flip func(r *rand.Rand, data []byte)
}{
	{"bits", func(r *rand.Rand, data []byte) {
		for range 1 << r.IntN(8) {
			data[r.IntN(len(data))] ^= 1 << r.IntN(8)
		}
	}},
	{"zeros", func(r *rand.Rand, data []byte) {
		at := r.IntN(len(data))
		clear(data[at:min(len(data), at+1<<r.IntN(13))])
	}},
	{"noise", func(r *rand.Rand, data []byte) {
		at := r.IntN(len(data))
		for i := at; i < min(len(data), at+1<<r.IntN(11)); i++ {
			data[i] = byte(r.Uint32())
		}
	}},
	{"moved", func(r *rand.Rand, data []byte) {
		n := min(len(data), 1<<r.IntN(13))
		copy(data[r.IntN(len(data)-n+1):][:n], bytes.Clone(data[r.IntN(len(data)-n+1):][:n]))
	}},
	{"digits", func(r *rand.Rand, data []byte) {
		for range 1 << r.IntN(6) {
			if at := r.IntN(len(data)); '0' <= data[at] && data[at] <= '9' {
				data[at] = '0' + byte(r.IntN(10))
			}
		}
	}},
}

// textFlips changes some bytes of a page or a text that are no letters or
// digits: with others of those it would be another text, and a sound one.
func textFlips(s Specimen) iter.Seq[damage] {
	odd := []byte("\x00\x01\x1B\x7F\x80\xA0\xC3\xE2\xEF\xFE\xFF<>&;")
	return func(yield func(damage) bool) {
		for n := range seeds {
			if !yield(damage{name: fmt.Sprintf("bytes-%02d", n), data: func() []byte {
				r, data := random(n), bytes.Clone(s.Data)
				for range 1 << r.IntN(9) {
					if i := r.IntN(len(data)); !wordByte(data[i]) {
						data[i] = odd[r.IntN(len(odd))]
					}
				}
				return data
			}}) {
				return
			}
		}
	}
}

func wordByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}
