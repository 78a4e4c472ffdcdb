// Package words cuts sentences into words and stems them, and numbers what
// it finds: the ground on which everything that learns from text stands.
package words

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// A Word is one word of a text.
type Word struct {
	Start, End int    // bytes of the text, apostrophe and all
	Stem       string // stemmed and in lower case; "#" for figures
	Hash       uint32 // of the stem
	Comma      bool   // a comma, dash, semicolon or colon stands in front of it
	Lower      bool   // it is printed in lower case
}

// Figure is the stem of all words made of figures.
const Figure = "#"

// Of appends the words of a text to list. Hyphens part words ("life-story"
// is printed as "life story" as often), a possessive ’s goes.
func Of(list []Word, text string) []Word {
	comma := false
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if !letter(r) {
			comma = comma || strings.ContainsRune(",;:–—(", r)
			i += n
			continue
		}
		start := i
		for i < len(text) {
			if c := text[i]; c < utf8.RuneSelf && ascii[c] {
				i++
				continue
			}
			r, n = rune(text[i]), 1
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(text[i:])
			}
			if !letter(r) && !(apostrophe(r) && i+n < len(text) && lower(text[i+n])) {
				break
			}
			i += n
		}
		f := formOf(text[start:i])
		list = append(list, Word{start, i, f.stem, f.hash, comma, lower(text[start])})
		comma = false
	}
	return list
}

// ascii are the letters and figures of ASCII.
var ascii = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		is[c] = 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
	}
	return is
}()

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return ascii[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func apostrophe(r rune) bool { return r == '’' || r == '\'' }
func lower(c byte) bool      { return 'a' <= c && c <= 'z' }

// A form is a word as it is printed, and what is kept of it.
type form struct {
	text, stem string
	hash       uint32
}

// maxForm is how long a form may be that is remembered: documents can hold what
// they like.
const maxForm = 40

// forms are those met so far, each in one of the places from that of its hash
// on. Reports use the same few thousand again and again, on all processors at
// once: a lock would cost more than the looking up.
var (
	forms [1 << 16]atomic.Pointer[form]
	seed  = maphash.MakeSeed()
)

// places is how many places a form has to choose from. If all are taken it is
// not remembered.
const places = 8

// formOf returns what is kept of a word form.
func formOf(text string) *form {
	at := maphash.String(seed, text)
	for i := range uint64(places) {
		place := &forms[(at+i)%uint64(len(forms))]
		f := place.Load()
		switch {
		case f == nil && len(text) <= maxForm:
			f = newForm(strings.Clone(text))
			place.CompareAndSwap(nil, f) // where another came first it is remembered next time
			return f
		case f == nil:
			return newForm(text)
		case f.text == text:
			return f
		}
	}
	return newForm(text)
}

func newForm(text string) *form {
	stem := reduce(text)
	return &form{text, stem, Hash(stem)}
}

func reduce(form string) string {
	w := strings.ToLower(form)
	if strings.IndexFunc(w, unicode.IsLetter) < 0 {
		return Figure
	}
	if cut := strings.LastIndexAny(w, "’'"); cut > 0 {
		if tail := strings.TrimLeft(w[cut:], "’'"); tail == "s" || tail == "" {
			w = w[:cut]
		}
	}
	if len(w) > maxForm {
		return w[:maxForm]
	}
	return english.Stem(strings.ReplaceAll(w, "’", "'"), true)
}

// Hash numbers a text: 32-bit FNV-1a.
func Hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// Pair numbers two numbers in their order.
func Pair(a, b uint32) uint32 {
	h := (a ^ 0x9e3779b9) * 16777619
	h ^= h >> 15
	h = (h ^ b) * 0x85ebca6b
	return h ^ h>>13
}
