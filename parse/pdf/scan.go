package pdf

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"ofsted/parse/limit"
)

// An object is where an indirect object begins.
type object struct {
	id     uint32
	gen    uint32
	offset int
}

// A scanned file: where its objects are and what its trailers say.
type scanned struct {
	data       []byte
	objects    []object // in the file's order: a later one replaces an earlier one of the same number
	streams    []object // those that are object streams
	catalogues []object
	pages      []object
	tables     []object // cross-reference streams
	mends      []mend
	trailer    struct {
		root, info string // references to the catalogue and to the document's title, "12 0"
		encrypted  bool
	}

	header    header // of the object being looked at
	endstream int    // where the last endstream was found, len(data) where there is none any more
	wasted    int    // bytes read twice

	lack string // what was found missing when it was written anew
}

// A mend is an object that the library could not read as it stands.
type mend struct {
	object
	dict       [2]int // where its dictionary begins and ends
	body       [2]int // where the data of its stream begins and ends, if it has one
	length     []byte // the reference to its length, to be checked when all objects are known
	overLength bool   // there is no endstream behind it
}

var (
	kwObj       = []byte("obj")
	kwStream    = []byte("stream")
	kwEndstream = []byte("endstream")
	kwEndobj    = []byte("endobj")
	kwTrailer   = []byte("trailer")
)

// scan finds every "12 0 obj" outside streams. Its time is proportional to
// the length of data, whatever is in it.
func scan(ctx context.Context, data []byte, lim limit.Limits) (*scanned, error) {
	s := &scanned{data: data, endstream: -1}
	nextTrailer := indexFrom(data, kwTrailer, 0)
	for i := 0; ; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		j := indexFrom(data, kwObj, i)
		for nextTrailer >= 0 && (j < 0 || nextTrailer < j) && ctx.Err() == nil {
			s.readTrailer(nextTrailer + len(kwTrailer))
			nextTrailer = indexFrom(data, kwTrailer, nextTrailer+1)
		}
		if j < 0 {
			return s, ctx.Err()
		}
		i = j + len(kwObj)
		o, ok := objectBefore(data, j)
		if !ok {
			continue
		}
		if s.objects = append(s.objects, o); len(s.objects) > int(lim.Objects) {
			return nil, tooManyObjects(lim)
		}
		i = s.readHeader(o, i)
		if nextTrailer >= 0 && nextTrailer < i {
			nextTrailer = indexFrom(data, kwTrailer, i)
		}
	}
}

func tooManyObjects(lim limit.Limits) error {
	return limit.Objects.Over("more objects than the %v that a document may have", lim.Objects)
}

func indexFrom(data, word []byte, from int) int {
	if from > len(data) {
		return -1
	}
	i := bytes.Index(data[from:], word)
	if i < 0 {
		return -1
	}
	return from + i
}

// objectBefore reads "12 0 " backwards from the obj at data[j:].
func objectBefore(data []byte, j int) (object, bool) {
	gen, j, ok := intBefore(data, j)
	if !ok {
		return object{}, false
	}
	id, j, ok := intBefore(data, j)
	if !ok || id > maxObjectID(data) || gen > 65535 {
		return object{}, false
	}
	return object{uint32(id), uint32(gen), j}, true
}

// maxObjectID bounds the table that the library makes, with an entry for each
// number up to the largest. Numbers have gaps where objects were deleted, but
// no file of a few pages has millions.
func maxObjectID(data []byte) int {
	const largest = 8388607 // that ISO 32000 allows
	return min(max(1<<20, len(data)), largest)
}

func intBefore(data []byte, j int) (n, start int, ok bool) {
	k := j
	for k > 0 && class[data[k-1]] == classSpace {
		k--
	}
	end := k
	for k > 0 && '0' <= data[k-1] && data[k-1] <= '9' && end-k < 9 {
		k--
	}
	if k == end {
		return 0, 0, false
	}
	n, err := strconv.Atoi(string(data[k:end]))
	return n, k, err == nil
}

// readHeader looks at the dictionary of the object o, which begins at i, and
// returns where to go on: behind its stream if it has one.
func (s *scanned) readHeader(o object, i int) int {
	l := lexer{b: s.data, i: i}
	if t := l.next(); t.kind != tokDict {
		return i
	}
	start := l.i - len("<<")
	s.header = readDict(s.header[:0], &l)
	h, end := s.header, l.i
	if end == len(s.data) && s.waste(end-i) {
		return i // it was never closed: look for objects inside
	}
	t := l.next()
	stream := t.kind == tokKeyword && bytes.HasPrefix(t.text, kwStream)
	switch string(h.get("Type")) {
	case "/ObjStm":
		if stream {
			s.streams = append(s.streams, o)
		}
	case "/XRef":
		if stream {
			s.tables = append(s.tables, o)
			s.noteTrailer(h)
		}
	case "/Catalog":
		s.catalogues = append(s.catalogues, o)
	case "/Page":
		s.pages = append(s.pages, o)
	case "":
		if len(h.get("Pages")) > 0 {
			s.catalogues = append(s.catalogues, o)
		}
	}
	if stream {
		return s.skipStream(mend{object: o, dict: [2]int{start, end}}, h.get("Length"), l.i-len(t.text)+len(kwStream))
	}
	if !bytes.Equal(t.text, kwEndobj) || !bytes.HasSuffix(s.data[start:end], []byte(">>")) {
		s.mends = append(s.mends, mend{object: o, dict: [2]int{start, end}})
	}
	return end
}

// waste counts bytes that will be read again. It returns false when there
// were too many for a file that is merely damaged.
func (s *scanned) waste(n int) bool {
	s.wasted += n
	return s.wasted < 8*len(s.data)+1<<16
}

// skipStream returns the end of the stream whose keyword ends at i. A wrong
// length is noted to be mended: ledongthuc/pdf believes it.
func (s *scanned) skipStream(m mend, length []byte, i int) int {
	odd := false
	for i < len(s.data) && s.data[i] == ' ' {
		odd = true // the library takes no space here
		i++
	}
	i = skipEOL(s.data, i)
	if n, err := strconv.Atoi(string(length)); err == nil && n >= 0 && n < len(s.data)-i && !odd && s.endsAt(i+n) {
		// A length that is right saves the search and cannot be misled by a
		// stream that itself holds a PDF.
		return i + n
	}
	if s.endstream < i {
		if s.endstream = indexFrom(s.data, kwEndstream, i); s.endstream < 0 {
			s.endstream = len(s.data)
		}
	}
	m.body = [2]int{i, trimEOL(s.data, i, s.endstream)}
	m.overLength = s.endstream == len(s.data)
	if bytes.HasSuffix(length, []byte("R")) && !odd {
		m.length = length
	}
	s.mends = append(s.mends, m)
	if m.overLength {
		return i
	}
	return s.endstream + len(kwEndstream)
}

// endsAt reports whether an endstream follows at i, or next to it.
func (s *scanned) endsAt(i int) bool {
	return i >= 0 && i <= len(s.data) && bytes.Contains(s.data[i:min(len(s.data), i+len(kwEndstream)+4)], kwEndstream)
}

// skipEOL returns i behind the end of line that may stand at data[i:].
func skipEOL(data []byte, i int) int {
	if i < len(data) && data[i] == '\r' {
		i++
	}
	if i < len(data) && data[i] == '\n' {
		i++
	}
	return i
}

// trimEOL returns end before the end of line that may stand at data[:end],
// but not before start.
func trimEOL(data []byte, start, end int) int {
	if end > start && data[end-1] == '\n' {
		end--
	}
	if end > start && data[end-1] == '\r' {
		end--
	}
	return end
}

// A header is the entries of a dictionary in their order.
type header []headerEntry

type headerEntry struct{ key, value []byte }

// mostEntries is up to how many entries are kept: a file can hold millions, and
// what has more than this is no header of anything.
const mostEntries = 1 << 12

func (h header) with(key, value []byte) header {
	if len(h) == mostEntries {
		return h
	}
	return append(h, headerEntry{key, bytes.TrimSpace(value)})
}

// get returns an entry, the last where there are several.
func (h header) get(key string) []byte {
	for i := len(h) - 1; i >= 0; i-- {
		if string(h[i].key) == key {
			return h[i].value
		}
	}
	return nil
}

// readDict appends to h the entries of a dictionary whose << has been read, as
// written: "12", "/XRef", "3 0 R". A nested value other than a reference is
// skipped, which is all that headers need. A dictionary that was never closed
// ends where another part of the file begins.
func readDict(h header, l *lexer) header {
	var key []byte
	start := 0
	for depth := 1; depth > 0; {
		before := l.i
		switch l.step() {
		case tokEOF:
			return h
		case tokDict, tokArray:
			depth++
		case tokDictEnd, tokArrayEnd:
			depth--
			if depth == 0 && key != nil {
				h = h.with(key, l.b[start:before])
			}
		case tokKeyword:
			switch string(l.word) {
			case "stream", "endobj", "obj", "trailer", "xref", "startxref":
				l.i -= len(l.word)
				return h
			}
		case tokName:
			if depth != 1 {
				continue
			}
			// A name is a key, or the value of the key before it.
			if key != nil && len(bytes.TrimSpace(l.b[start:before])) == 0 {
				h, key = h.with(key, l.b[before:l.i]), nil
				continue
			}
			if key != nil {
				h = h.with(key, l.b[start:before])
			}
			key, start = l.word, l.i
		}
	}
	return h
}

func (s *scanned) readTrailer(i int) {
	if !s.waste(0) {
		return
	}
	l := lexer{b: s.data, i: i}
	if l.next().kind == tokDict {
		s.noteTrailer(readDict(nil, &l))
	}
	s.waste(l.i - i)
}

func (s *scanned) noteTrailer(h header) {
	if root := h.get("Root"); bytes.HasSuffix(root, []byte("R")) {
		s.trailer.root = string(root)
	}
	if info := h.get("Info"); bytes.HasSuffix(info, []byte("R")) {
		s.trailer.info = string(info)
	}
	if e := h.get("Encrypt"); len(e) > 0 && string(e) != "null" {
		s.trailer.encrypted = true
	}
}

// at returns the object that begins at an offset.
func (s *scanned) at(offset int) (object, bool) {
	i, ok := slices.BinarySearchFunc(s.objects, offset, func(o object, offset int) int { return o.offset - offset })
	if !ok {
		return object{}, false
	}
	return s.objects[i], true
}

// objectBody returns a lexer that stands behind the "12 0 obj" at an offset.
func objectBody(data []byte, offset int) lexer {
	l := lexer{b: data, i: offset}
	for range 3 {
		l.step()
	}
	return l
}

// stream returns the dictionary of a stream that begins at an offset, and the
// file from its data on.
func (s *scanned) stream(offset int) (h header, data []byte) {
	l := objectBody(s.data, offset)
	l.step() // <<
	h = readDict(nil, &l)
	l.step() // stream
	return h, s.data[skipEOL(s.data, l.i):]
}

// reference returns the object that ref, written "12 0 R", names.
func reference(ref string, offsets map[uint32]object) (object, bool) {
	l := lexer{b: []byte(ref)}
	id, gen, r := l.next(), l.next(), l.next()
	if id.kind != tokNumber || gen.kind != tokNumber || string(r.text) != "R" || l.next().kind != tokEOF {
		return object{}, false
	}
	if id.num < 0 || id.num > 1<<31 {
		return object{}, false
	}
	o, ok := offsets[uint32(id.num)]
	return o, ok && float64(o.gen) == gen.num
}

// damage says what is wrong with the file's own cross-reference table, or
// returns "" where it can be followed.
func (s *scanned) damage() string {
	const missing = "its cross-reference table is missing"
	pos, ok := s.startxref()
	switch {
	case !ok:
		return "it is cut short: " + missing
	case pos == 0:
		return missing
	}
	l := lexer{b: s.data, i: pos}
	if t := l.next(); t.kind == tokNumber {
		if !slices.ContainsFunc(s.tables, func(o object) bool { return o.offset >= pos && o.offset <= l.i }) {
			return missing
		}
		return ""
	} else if string(t.text) != "xref" {
		return missing
	}
	return s.tableDamage(&l)
}

// tableDamage checks a cross-reference table whose xref has been read.
func (s *scanned) tableDamage(l *lexer) string {
	for {
		if first := l.next(); first.kind != tokNumber {
			return "" // trailer
		}
		for n := l.next().num; n > 0; n-- {
			off, _, use := l.next(), l.next(), l.next()
			if off.kind != tokNumber || use.kind != tokKeyword {
				return "its cross-reference table cannot be read"
			}
			if _, ok := s.at(int(off.num)); string(use.text) == "n" && off.num > 0 && !ok {
				return "its cross-reference table points to the wrong places"
			}
		}
	}
}
