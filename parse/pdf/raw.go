package pdf

import "iter"

// A structure tree has thousands of elements, each an object of a few entries.
// The library makes maps and Values of each, anew for each look at it, which
// took longer than all else that is done with the tree. What the tree needs is
// read here as it stands in the file.

// A raw is a value as it stands in the file. Its zero value is null.
type raw struct {
	kind rawKind
	num  float64
	name []byte
	at   int    // behind the << of a dictionary, the [ of an array
	id   uint32 // of a reference: the object; of what one leads to: the same
	gen  uint32 // of a reference
}

type rawKind uint8

const (
	rawNull rawKind = iota // and whatever is none of these
	rawNumber
	rawName
	rawDict
	rawArray
	rawReference
)

// rawValue reads the value that comes next and moves behind it. False is that
// there is none: the dictionary or array around it ends.
func (l *lexer) rawValue() (raw, bool) {
	switch kind := l.step(); kind {
	case tokEOF, tokArrayEnd, tokDictEnd:
		return raw{}, false
	case tokNumber:
		return l.rawNumber(), true
	case tokName:
		return raw{kind: rawName, name: l.word}, true
	case tokDict, tokArray:
		v := raw{kind: rawDict, at: l.i}
		if kind == tokArray {
			v.kind = rawArray
		}
		l.skipNested()
		return v, true
	case tokKeyword:
		return raw{}, !l.endsObject() // or what is around it was never closed
	}
	return raw{}, true
}

// endsObject reports whether the keyword that was read cannot stand within an
// object.
func (l *lexer) endsObject() bool {
	switch string(l.word) {
	case "endobj", "stream", "obj":
		return true
	}
	return false
}

// rawNumber returns the number that was read, or the reference that it begins:
// "12 0 R".
func (l *lexer) rawNumber() raw {
	n, behind := l.num, l.i
	if l.i < len(l.b) && class[l.b[l.i]] == classSpace && l.step() == tokNumber {
		if gen := l.num; l.step() == tokKeyword && len(l.word) == 1 && l.word[0] == 'R' && n >= 0 && n < 1<<31 && gen >= 0 && gen < 1<<31 {
			return raw{kind: rawReference, id: uint32(n), gen: uint32(gen)}
		}
	}
	l.i = behind
	return raw{kind: rawNumber, num: n}
}

// skipNested moves behind the end of the dictionary or array whose beginning
// was read. One that is never closed ends where its object does, in front of
// the keyword that says so to whatever it stands in.
func (l *lexer) skipNested() {
	for depth := 1; depth > 0; {
		switch l.step() {
		case tokDict, tokArray:
			depth++
		case tokDictEnd, tokArrayEnd:
			depth--
		case tokEOF:
			return
		case tokKeyword:
			if l.endsObject() {
				l.i -= len(l.word)
				return
			}
		}
	}
}

// object returns what a reference leads to. Like all that looks objects up it
// counts towards what a file may cost.
func (d *document) object(v raw) raw {
	const chain = 8 // references to references
	for n := 0; v.kind == rawReference; n++ {
		o, ok := d.objects[v.id]
		if !ok || o.gen != v.gen || n == chain || d.meter.use(1, 0) != nil {
			return raw{}
		}
		l := objectBody(d.data, o.offset)
		id := v.id
		v, _ = l.rawValue()
		d.meter.use(0, l.i-o.offset)
		if v.kind != rawReference {
			v.id = id
		}
	}
	return v
}

// entries calls do for each entry of a dictionary.
func (d *document) entries(v raw, do func(key []byte, v raw)) {
	if v.kind != rawDict {
		return
	}
	l := lexer{b: d.data, i: v.at}
	for {
		key := l.next()
		if key.kind != tokName {
			break
		}
		value, ok := l.rawValue()
		if !ok {
			break
		}
		do(key.text, value)
	}
	d.meter.use(0, l.i-v.at)
}

// entry returns an entry of a dictionary, and what it leads to.
func (d *document) entry(v raw, name string) (found raw) {
	d.entries(v, func(key []byte, v raw) {
		if string(key) == name {
			found = v
		}
	})
	return d.object(found)
}

// elements yields the elements of an array.
func (d *document) elements(v raw) iter.Seq[raw] {
	return func(yield func(raw) bool) {
		l := lexer{b: d.data, i: v.at}
		for {
			value, ok := l.rawValue()
			if !ok || !yield(value) {
				break
			}
			l.reset()
		}
		d.meter.use(0, l.i-v.at)
	}
}

// root returns the catalogue of the file.
func (d *document) root() raw {
	id := refAt(d.r.Trailer(), "Root")
	return d.object(raw{kind: rawReference, id: id, gen: d.objects[id].gen})
}
