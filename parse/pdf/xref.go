package pdf

import (
	"bytes"
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"strconv"
)

// A table is what a file's own cross-reference sections say, the newest first
// (ISO 32000-1, 7.5.4 to 7.5.8). It decides where a file holds several objects
// of one number: an attachment brings its own, and so does whoever wants one
// reader to see another document than the next.
type table struct {
	of     *scanned
	known  map[uint32]bool   // numbers that a section has told of
	plain  map[uint32]object // objects in use
	packed map[uint32]uint32 // by object in use: the object stream that holds it
	root   string            // as the newest section has them
	info   string
}

// maxSections is more updates than any file has.
const maxSections = 1000

// ownTable returns the file's own table, or nil where a section of it cannot be
// read or leads to something else than the object that it names. Then all
// objects count that scan has found.
func (s *scanned) ownTable(b *budget) *table {
	n := len(s.objects)
	t := &table{of: s, known: make(map[uint32]bool, n), plain: make(map[uint32]object, n), packed: map[uint32]uint32{}}
	at, _ := s.startxref()
	for n := 0; at != 0; n++ {
		prev, ok := t.section(b, at)
		if !ok || n > maxSections {
			return nil
		}
		at = prev
	}
	for _, stream := range t.packed {
		if !slices.Contains(s.streams, t.plain[stream]) {
			return nil
		}
	}
	if len(t.plain) == 0 {
		return nil
	}
	return t
}

// startxref returns where the file says that its newest section begins, 0 where
// that is nowhere in it. It returns false where the file does not say so at its
// end: what an update has left there is not what an older section tells of.
func (s *scanned) startxref() (at int, ok bool) {
	from := max(0, len(s.data)-2048)
	if n := len(s.objects); n > 0 {
		from = max(from, s.objects[n-1].offset)
	}
	said := bytes.LastIndex(s.data[from:], []byte("startxref"))
	if said < 0 {
		return 0, false
	}
	l := lexer{b: s.data, i: from + said + len("startxref")}
	return s.place(l.next().num), true
}

// place returns an offset, or 0 where it is none in the file.
func (s *scanned) place(n float64) int {
	if n > 0 && n < float64(len(s.data)) {
		return int(n)
	}
	return 0
}

// section reads one section and returns where the one before it begins, or 0.
func (t *table) section(b *budget, at int) (prev int, ok bool) {
	s := t.of
	var h header
	l := lexer{b: s.data, i: at}
	if string(l.next().text) == "xref" {
		h, ok = t.classic(&l)
	} else {
		h, ok = t.stream(b, at)
	}
	if ok && len(h.get("XRefStm")) > 0 { // for readers that know object streams
		n, _ := strconv.Atoi(string(h.get("XRefStm")))
		_, ok = t.stream(b, s.place(float64(n)))
	}
	if !ok {
		return 0, false
	}
	if t.root == "" {
		t.root, t.info = string(h.get("Root")), string(h.get("Info"))
	}
	if len(h.get("Prev")) == 0 {
		return 0, true
	}
	n, err := strconv.Atoi(string(h.get("Prev")))
	prev = s.place(float64(n))
	return prev, err == nil && prev != 0
}

// classic reads a section of lines behind its xref, and returns the trailer.
// What it says is free is not believed: nothing refers to it, or it is in an
// object stream, or in an older section that a poor writer has hidden.
func (t *table) classic(l *lexer) (h header, ok bool) {
	for {
		first := l.next()
		if first.kind != tokNumber {
			if string(first.text) != "trailer" || l.next().kind != tokDict {
				return nil, false
			}
			return readDict(nil, l), true
		}
		id := uint32(max(first.num, 0))
		for n := l.next().num; n > 0; n-- {
			at, gen, use := l.next(), l.next(), l.next()
			if at.kind != tokNumber || gen.kind != tokNumber || use.kind != tokKeyword {
				return nil, false
			}
			if string(use.text) == "n" && at.num > 0 && !t.note(id, int(at.num)) {
				return nil, false
			}
			id++
		}
	}
}

// note adds the place of an object, unless a newer section has told of it. It
// returns false where another object stands there, or none.
func (t *table) note(id uint32, at int) bool {
	if t.known[id] {
		return true
	}
	o, ok := t.of.at(at)
	if !ok || o.id != id {
		return false
	}
	t.known[id], t.plain[id] = true, o
	return true
}

// stream reads a section that is a stream and returns its dictionary.
func (t *table) stream(b *budget, at int) (h header, ok bool) {
	s := t.of
	for at < len(s.data) && class[s.data[at]] == classSpace {
		at++
	}
	if o, ok := s.at(at); !ok || !slices.Contains(s.tables, o) {
		return nil, false
	}
	h, packed := s.stream(at)
	rows, ok := tableRows(h, b, packed)
	return h, ok && t.rows(numbers(h.get("W")), numbers(h.get("Index")), rows)
}

// rows reads the rows of a section that is a stream: fields of so many bytes,
// for so many numbers from a first on.
func (t *table) rows(widths, index []int, rows []byte) bool {
	if len(widths) != 3 || slices.Min(widths) < 0 || slices.Max(widths) > 8 {
		return false
	}
	size := widths[0] + widths[1] + widths[2]
	if len(index) == 0 {
		index = []int{0, len(rows)}
	}
	for ; len(index) >= 2 && size > 0; index = index[2:] {
		for id := index[0]; id < index[0]+index[1] && len(rows) >= size; id++ {
			kind, at := rows[:widths[0]], rows[widths[0]:][:widths[1]]
			if !t.row(uint32(id), kind, at) {
				return false
			}
			rows = rows[size:]
		}
	}
	return true
}

// row notes what one row says.
func (t *table) row(id uint32, kind, at []byte) bool {
	switch bigEndian(kind, 1) {
	case 1:
		return t.note(id, bigEndian(at, 0))
	case 2:
		if !t.known[id] {
			t.known[id], t.packed[id] = true, uint32(bigEndian(at, 0))
		}
	}
	return true
}

// bigEndian returns the number in at most eight bytes, or another where there
// are none.
func bigEndian(b []byte, none int) int {
	if len(b) == 0 {
		return none
	}
	var n [8]byte
	copy(n[8-len(b):], b)
	return int(binary.BigEndian.Uint64(n[:]))
}

// numbers reads an array of numbers as it is written.
func numbers(b []byte) []int {
	l := lexer{b: b}
	var list []int
	for t := l.next(); t.kind != tokEOF; t = l.next() {
		if t.kind == tokNumber {
			list = append(list, int(t.num))
		}
	}
	return list
}

// tableRows returns the rows of a section whose data begins body.
func tableRows(h header, b *budget, body []byte) ([]byte, bool) {
	plain, zr := streamData(h, body)
	if zr == nil {
		return plain, plain != nil
	}
	defer zr.Close()
	l := lexer{b: bytes.Trim(h.get("DecodeParms"), "[] \r\n")}
	l.next() // <<
	params := readDict(nil, &l)
	var r io.Reader = zr
	if n, _ := strconv.Atoi(string(params.get("Predictor"))); n > 1 {
		columns, _ := strconv.Atoi(string(params.get("Columns")))
		if n < 10 || columns < 1 || columns > 3*8 {
			return nil, false
		}
		r = &rows{r: zr, left: 1, above: make([]byte, columns), row: make([]byte, 1+columns)}
	}
	data, err := b.read(nil, r, "its cross-reference table")
	return data, err == nil
}

// tableLacks says that there are objects that the file's own table does not name.
const tableLacks = "its cross-reference table is incomplete"

// live returns the objects that count, the last of each number: of those that
// the file's own table knows the one that it names. What it leaves out or calls
// free counts too. If nothing refers to it that does no harm, and else text
// would be missing because of one wrong byte in the table.
func (s *scanned) live(own *table) map[uint32]object {
	all := make(map[uint32]object, len(s.objects))
	for _, o := range s.objects {
		all[o.id] = o
		if own != nil && !own.known[o.id] {
			s.lack = tableLacks
		}
	}
	if own != nil {
		s.trailer.root, s.trailer.info = own.root, own.info
		for id := range own.packed {
			delete(all, id)
		}
		maps.Copy(all, own.plain)
	}
	return all
}
