package pdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// plain writes the file anew for the library: header, body, objects that had
// to be mended, the objects of its object streams, one cross-reference table. It
// is written to room, as far as that goes; with it comes where each object is.
func (s *scanned) plain(b *budget, room []byte) ([]byte, map[uint32]object, error) {
	own := s.ownTable(b)
	if own == nil {
		s.lack = "its cross-reference table cannot be followed"
	}
	offsets := s.live(own)
	out := append(slices.Grow(room, len(s.data)+len(s.data)/4+4096), s.data...)
	copy(out, "%PDF-1.7\n") // the library takes no other form of header
	out = s.mend(out, offsets)
	u := unpacking{s: s, out: out, offsets: offsets, budget: b, own: own}
	for _, o := range s.streams {
		if offsets[o.id] != o {
			continue // replaced by a later version
		}
		if err := u.unpack(o); err != nil {
			return nil, nil, err
		}
	}
	out, root, err := s.root(u.out, offsets, b)
	if err != nil {
		return nil, nil, err
	}
	if root == "" {
		return nil, nil, fmt.Errorf("%w: its catalogue of pages is missing", ErrDamaged)
	}
	trailer := "/Root " + root
	if _, ok := reference(s.trailer.info, offsets); ok {
		trailer += "/Info " + s.trailer.info
	}
	return writeTable(out, offsets, trailer), offsets, nil
}

// mend appends corrected copies of objects that the library could not read
// as they stand: those whose stream has a wrong length, and those that
// nothing ends.
func (s *scanned) mend(out []byte, offsets map[uint32]object) []byte {
	for _, m := range s.mends {
		if offsets[m.id] != m.object || m.length != nil && s.lengthIsRight(m, offsets) {
			continue
		}
		if m.overLength && len(out) > 3*len(s.data)+1<<16 {
			continue // a file of nothing but streams without an end
		}
		dict := s.data[m.dict[0]:m.dict[1]]
		offsets[m.id] = object{m.id, m.gen, len(out) + 1}
		out = fmt.Appendf(out, "\n%d %d obj\n", m.id, m.gen)
		out = append(out, bytes.TrimSuffix(dict, []byte(">>"))...)
		if m.body[0] == 0 {
			out = append(out, ">>\nendobj"...)
			continue
		}
		out = fmt.Appendf(out, "/Length %d>>stream\n", m.body[1]-m.body[0])
		out = append(append(out, s.data[m.body[0]:m.body[1]]...), "\nendstream endobj"...)
	}
	return out
}

// lengthIsRight reports whether the object that holds a stream's length says
// where it ends.
func (s *scanned) lengthIsRight(m mend, offsets map[uint32]object) bool {
	o, ok := reference(string(m.length), offsets)
	if !ok {
		return false
	}
	l := objectBody(s.data, o.offset)
	n := l.next()
	return n.kind == tokNumber && n.num >= 0 && n.num <= float64(len(s.data)) && s.endsAt(m.body[0]+int(n.num))
}

// root returns the reference to the catalogue: the one that the trailer
// names, any other where that is none, or a new one of all pages where the
// file has lost its own.
func (s *scanned) root(out []byte, offsets map[uint32]object, b *budget) (_ []byte, root string, err error) {
	named, ok := reference(s.trailer.root, offsets)
	unpacked := named.offset >= len(s.data)
	if ok && (unpacked || slices.ContainsFunc(s.catalogues, func(o object) bool { return o.id == named.id })) {
		return out, s.trailer.root, nil
	}
	more, err := scan(b.ctx, out[len(s.data):], b.lim)
	if err != nil {
		return nil, "", err
	}
	catalogues := append(more.catalogues, s.catalogues...)
	if n := len(catalogues); n > 0 {
		return out, fmt.Sprintf("%d %d R", catalogues[n-1].id, catalogues[n-1].gen), nil
	}
	out, root = s.newRoot(out, offsets, append(s.pages, more.pages...))
	return out, root, nil
}

// newRoot appends a catalogue of all pages.
func (s *scanned) newRoot(out []byte, offsets map[uint32]object, pages []object) ([]byte, string) {
	if len(pages) == 0 {
		return out, ""
	}
	var kids []byte
	for _, p := range pages {
		kids = fmt.Appendf(kids, " %d %d R", p.id, p.gen)
	}
	s.lack = "its catalogue of pages is missing"
	id := uint32(1)
	for used := true; used; _, used = offsets[id] {
		id++
	}
	offsets[id] = object{id, 0, len(out) + 1}
	out = fmt.Appendf(out, "\n%d 0 obj\n<</Type/Catalog/Pages<</Type/Pages/Kids[%s]>>>>\nendobj", id, kids)
	return out, fmt.Sprintf("%d 0 R", id)
}

// unpacking copies the objects of object streams (PDF 32000-1:2008, 7.5.7)
// behind the end of a file.
type unpacking struct {
	s       *scanned
	out     []byte
	offsets map[uint32]object
	budget  *budget
	objects int    // in the streams so far
	own     *table // nil where the file's own cannot be followed
}

// unpack copies the objects of one stream. A damaged stream gives what could
// be inflated of it.
func (u *unpacking) unpack(o object) error {
	h, packed := u.s.stream(o.offset)
	body, err := u.inflate(h, packed, fmt.Sprint("object stream ", o.id))
	if err != nil {
		return err
	}
	first, _ := strconv.Atoi(string(h.get("First")))
	n, _ := strconv.Atoi(string(h.get("N")))
	if first <= 0 || first > len(body) {
		return nil
	}
	entries := readIndex(body[:first], n, int(u.budget.lim.Objects))
	if u.objects += len(entries); u.objects > int(u.budget.lim.Objects) {
		return tooManyObjects(u.budget.lim)
	}
	for i, e := range entries {
		at, end := first+e.at, len(body)
		if i+1 < len(entries) {
			end = first + entries[i+1].at
		}
		if at >= end || end > len(body) {
			continue
		}
		if u.own != nil && !u.own.known[e.id] {
			u.s.lack = tableLacks
		}
		if !u.counts(e.id, o) {
			continue
		}
		u.offsets[e.id] = object{e.id, 0, len(u.out)}
		u.out = fmt.Appendf(u.out, "%d 0 obj\n", e.id)
		u.out = append(u.out, body[at:end]...)
		u.out = append(u.out, "\nendobj\n"...)
	}
	return nil
}

// counts reports whether an object in stream o is the one of its number: the
// file's own table says that it is, or where that does not know it no object
// was written later that replaces it.
func (u *unpacking) counts(id uint32, o object) bool {
	if u.own != nil && u.own.known[id] {
		return u.own.packed[id] == o.id
	}
	old, ok := u.offsets[id]
	return !ok || old.offset <= o.offset || old.offset >= len(u.s.data)
}

// inflate returns the content of an object stream whose data begins body. Its
// error is that there is too much, or the context's.
func (u *unpacking) inflate(h header, body []byte, name string) ([]byte, error) {
	plain, zr := streamData(h, body)
	if zr == nil {
		return plain, nil
	}
	defer zr.Close()
	inflated, err := u.budget.read(nil, zr, name)
	if !final(err) {
		err = nil
	}
	return inflated, err
}

// streamData returns the data of a stream that begins body: as it stands, or what
// inflates it. It returns neither for other filters, and where the data begins
// like none.
func streamData(h header, body []byte) (plain []byte, deflated io.ReadCloser) {
	switch string(bytes.Trim(h.get("Filter"), "[] \r\n")) {
	case "":
		if n, err := strconv.Atoi(string(h.get("Length"))); err == nil {
			return body[:min(max(n, 0), len(body))], nil
		}
	case "/FlateDecode", "/Fl":
		if zr, err := inflating(bytes.NewReader(body)); err == nil {
			return nil, zr
		}
	}
	return nil, nil
}

// An entry is one object of an object stream: its number, and its offset
// from the first.
type entry struct {
	id uint32
	at int
}

// readIndex reads at most n entries, and one more than the most that there may
// be in all, and sorts them by offset, so that objects
// cannot overlap: overlapping they would make much of little.
func readIndex(data []byte, n, most int) []entry {
	l := lexer{b: data}
	var entries []entry
	for range min(n, most+1) {
		id, at := l.next(), l.next()
		if id.kind != tokNumber || at.kind != tokNumber {
			break
		}
		if id.num < 1 || id.num > float64(maxObjectID(data)) || at.num < 0 || at.num > 1<<40 {
			continue
		}
		entries = append(entries, entry{uint32(id.num), int(at.num)})
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return a.at - b.at })
	return entries
}

// writeTable appends a cross-reference table of all objects, and a trailer.
func writeTable(out []byte, offsets map[uint32]object, trailer string) []byte {
	ids := make([]uint32, 0, len(offsets))
	for id := range offsets {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out = append(out, '\n')
	at := len(out)
	out = append(out, "xref\n"...)
	for i := 0; i < len(ids); {
		j := i + 1
		for j < len(ids) && ids[j] == ids[j-1]+1 {
			j++
		}
		out = fmt.Appendf(out, "%d %d\n", ids[i], j-i)
		for ; i < j; i++ {
			o := offsets[ids[i]]
			out = strconv.AppendInt(out, int64(o.offset), 10)
			out = append(out, ' ')
			out = strconv.AppendInt(out, int64(o.gen), 10)
			out = append(out, " n\n"...)
		}
	}
	size := uint32(1)
	if len(ids) > 0 {
		size = ids[len(ids)-1] + 1
	}
	return fmt.Appendf(out, "trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", size, trailer, at)
}
