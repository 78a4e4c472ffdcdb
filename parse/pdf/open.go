package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/ledongthuc/pdf"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	cpumodel "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Errors that Read returns, wrapped with what was found.
var (
	ErrNotPDF    = errors.New("not a PDF")
	ErrEncrypted = errors.New("protected by a password")
	ErrDamaged   = errors.New("damaged")
	ErrTooLarge  = errors.New("too large")
)

// open makes data readable for ledongthuc/pdf, whatever state it is in.
//
// The library reads a sound file with plain objects well, but inflates an
// object stream anew for every object in it (a third of Ofsted's reports use
// them), follows a cross-reference table wherever it leads, and has no repair
// for a broken one. So the table in the file is not used at all: the file is
// scanned for its objects, those in object streams are unpacked once behind
// its end, and a new table is written behind them. damage says what was
// wrong with the file's own table, if anything.
func open(data []byte, lim Limits) (d *document, damage string, err error) {
	start := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if start < 0 {
		return nil, "", ErrNotPDF
	}
	data = data[start:]
	s := scan(data)
	if s.trailer.encrypted {
		if data, err = decrypt(data); err != nil {
			return nil, "", err
		}
		s = scan(data)
	}
	if len(s.objects) == 0 {
		return nil, "", fmt.Errorf("%w: there is no object in it", ErrDamaged)
	}
	damage = s.damage()
	plain, err := s.plain(lim)
	if err != nil {
		return nil, damage, err
	}
	r, err := pdf.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		return nil, damage, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return &document{r: r, data: plain, lim: lim, fonts: make(map[uint32]*font)}, damage, nil
}

// decrypt returns the file without its encryption, if an empty user password
// opens it.
func decrypt(data []byte) (plain []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: its encryption cannot be read: %v", ErrDamaged, p)
		}
	}()
	// pdfcpu would otherwise write its settings into the user's home.
	api.DisableConfigDir()
	conf := cpumodel.NewDefaultConfiguration()
	conf.ValidationMode = cpumodel.ValidationRelaxed
	conf.WriteObjectStream, conf.WriteXRefStream = false, false
	conf.Cmd = cpumodel.DECRYPT
	var out bytes.Buffer
	err = api.Decrypt(bytes.NewReader(data), &out, conf)
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, ErrEncrypted
	case err != nil:
		return nil, fmt.Errorf("%w: its encryption cannot be read: %v", ErrDamaged, err)
	}
	return out.Bytes(), nil
}

// An object is where an indirect object begins.
type object struct {
	id     uint32
	gen    uint32
	offset int
}

// A scanned file: where its objects are and what its trailers say.
type scanned struct {
	data    []byte
	objects []object // in the file's order: a later one replaces an earlier one of the same number
	streams []object // those that are object streams
	trailer struct {
		root      string // reference to the catalogue, "12 0"
		encrypted bool
	}
}

var (
	kwObj       = []byte("obj")
	kwStream    = []byte("stream")
	kwEndstream = []byte("endstream")
	kwTrailer   = []byte("trailer")
)

// scan finds every "12 0 obj" outside streams.
func scan(data []byte) *scanned {
	s := &scanned{data: data}
	nextTrailer := indexFrom(data, kwTrailer, 0)
	for i := 0; ; {
		j := indexFrom(data, kwObj, i)
		for nextTrailer >= 0 && (j < 0 || nextTrailer < j) {
			s.readTrailer(nextTrailer + len(kwTrailer))
			nextTrailer = indexFrom(data, kwTrailer, nextTrailer+1)
		}
		if j < 0 {
			return s
		}
		i = j + len(kwObj)
		o, ok := objectBefore(data, j)
		if !ok {
			continue
		}
		s.objects = append(s.objects, o)
		i = s.readHeader(o, i)
		if nextTrailer >= 0 && nextTrailer < i {
			nextTrailer = indexFrom(data, kwTrailer, i)
		}
	}
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
	if !ok || id > maxObjectID || gen > 65535 {
		return object{}, false
	}
	return object{uint32(id), uint32(gen), j}, true
}

// maxObjectID bounds the table that object numbers make: the largest number
// that ISO 32000 allows a conforming file.
const maxObjectID = 8388607

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
	h := readDict(&l)
	end := l.i
	if t := l.next(); t.kind != tokKeyword || !bytes.HasPrefix(t.text, kwStream) {
		return end
	}
	switch string(h["Type"]) {
	case "/ObjStm":
		s.streams = append(s.streams, o)
	case "/XRef":
		s.noteTrailer(h)
	}
	// A length that is right saves the search and cannot be misled by a
	// stream that itself holds a PDF.
	if n, err := strconv.Atoi(string(h["Length"])); err == nil && n >= 0 && n < len(s.data)-l.i {
		tail := s.data[l.i+n : min(len(s.data), l.i+n+len(kwEndstream)+4)]
		if bytes.Contains(tail, kwEndstream) {
			return l.i + n
		}
	}
	if k := indexFrom(s.data, kwEndstream, l.i); k >= 0 {
		return k + len(kwEndstream)
	}
	return l.i
}

// readDict reads the entries of a dictionary whose << has been read, as
// written: "12", "/XRef", "3 0 R". A nested value other than a reference is
// skipped, which is all that headers need.
func readDict(l *lexer) map[string][]byte {
	h := make(map[string][]byte)
	key := ""
	start := 0
	for depth := 1; depth > 0; {
		before := l.i
		t := l.next()
		switch t.kind {
		case tokEOF:
			return h
		case tokDict, tokArray:
			depth++
		case tokDictEnd, tokArrayEnd:
			depth--
			if depth == 0 && key != "" {
				h[key] = bytes.TrimSpace(l.b[start:before])
			}
		case tokKeyword:
			if bytes.Equal(t.text, kwStream) || bytes.Equal(t.text, []byte("endobj")) {
				l.i = before // the dictionary was never closed
				return h
			}
		case tokName:
			if depth != 1 {
				continue
			}
			// A name is a key, or the value of the key before it.
			if key != "" && len(bytes.TrimSpace(l.b[start:before])) == 0 {
				h[key], key = bytes.TrimSpace(l.b[before:l.i]), ""
				continue
			}
			if key != "" {
				h[key] = bytes.TrimSpace(l.b[start:before])
			}
			key, start = string(t.text), l.i
		}
	}
	return h
}

func (s *scanned) readTrailer(i int) {
	l := lexer{b: s.data, i: i}
	if l.next().kind == tokDict {
		s.noteTrailer(readDict(&l))
	}
}

func (s *scanned) noteTrailer(h map[string][]byte) {
	if root := h["Root"]; bytes.HasSuffix(root, []byte("R")) {
		s.trailer.root = string(bytes.TrimSpace(bytes.TrimSuffix(root, []byte("R"))))
	}
	if len(h["Encrypt"]) > 0 {
		s.trailer.encrypted = true
	}
}

// damage says what is wrong with the file's own cross-reference table, or
// returns "" where it can be followed.
func (s *scanned) damage() string {
	tail := s.data[max(0, len(s.data)-2048):]
	at := bytes.LastIndex(tail, []byte("startxref"))
	if at < 0 {
		return "it is cut short: its cross-reference table is missing"
	}
	l := lexer{b: tail, i: at + len("startxref")}
	pos := int(l.next().num)
	if pos < 0 || pos >= len(s.data) {
		return "its cross-reference table is missing"
	}
	l = lexer{b: s.data, i: pos}
	if t := l.next(); t.kind == tokNumber {
		if !slices.ContainsFunc(s.objects, func(o object) bool { return o.offset >= pos && o.offset <= l.i }) {
			return "its cross-reference table is missing"
		}
		return ""
	} else if string(t.text) != "xref" {
		return "its cross-reference table is missing"
	}
	starts := make(map[int]bool, len(s.objects))
	for _, o := range s.objects {
		starts[o.offset] = true
	}
	for {
		if first := l.next(); first.kind != tokNumber {
			return "" // trailer
		}
		for n := l.next().num; n > 0; n-- {
			off, _, use := l.next(), l.next(), l.next()
			if use.kind != tokKeyword {
				return "its cross-reference table cannot be read"
			}
			if string(use.text) == "n" && off.num > 0 && !starts[int(off.num)] {
				return "its cross-reference table points to the wrong places"
			}
		}
	}
}

// plain writes the file anew for the library: header, body, the objects of
// its object streams, one cross-reference table.
func (s *scanned) plain(lim Limits) ([]byte, error) {
	offsets := make(map[uint32]object, len(s.objects))
	for _, o := range s.objects {
		offsets[o.id] = o
	}
	out := make([]byte, len(s.data), len(s.data)+len(s.data)/4+4096)
	copy(out, s.data)
	copy(out, "%PDF-1.7\n") // the library takes no other form of header
	for _, o := range s.streams {
		if offsets[o.id] != o {
			continue // replaced by a later version
		}
		var err error
		if out, err = s.unpack(out, o, offsets, lim); err != nil {
			return nil, err
		}
	}
	root := s.trailer.root
	if root == "" || !hasObject(offsets, root) {
		if root = findCatalogue(out, offsets); root == "" {
			return nil, fmt.Errorf("%w: its catalogue of pages is missing", ErrDamaged)
		}
	}
	return writeTable(out, offsets, root), nil
}

func hasObject(offsets map[uint32]object, ref string) bool {
	l := lexer{b: []byte(ref)}
	_, ok := offsets[uint32(l.next().num)]
	return ok
}

// findCatalogue looks for the catalogue by its type, for a file whose trailer
// was lost.
func findCatalogue(data []byte, offsets map[uint32]object) string {
	root, best := "", -1
	for id, o := range offsets {
		l := lexer{b: data, i: o.offset}
		l.next()
		l.next()
		l.next()
		if l.next().kind != tokDict || o.offset < best {
			continue
		}
		if string(readDict(&l)["Type"]) == "/Catalog" {
			root, best = fmt.Sprintf("%d %d", id, o.gen), o.offset
		}
	}
	return root
}

// unpack appends the objects of an object stream (PDF 32000-1:2008, 7.5.7)
// to out. A damaged stream gives what could be inflated of it.
func (s *scanned) unpack(out []byte, o object, offsets map[uint32]object, lim Limits) ([]byte, error) {
	l := lexer{b: s.data, i: o.offset}
	l.next()
	l.next()
	l.next()
	l.next()
	h := readDict(&l)
	l.next() // stream
	if !bytes.Contains(h["Filter"], []byte("FlateDecode")) {
		return out, nil
	}
	body := bytes.TrimLeft(s.data[l.i:min(len(s.data), l.i+2)], "\r\n")
	body = s.data[min(len(s.data), l.i+2)-len(body):]
	zr, err := inflating(body)
	if err != nil {
		return out, nil
	}
	defer zr.Close()
	inflated, err := io.ReadAll(io.LimitReader(zr, lim.Stream+1))
	if int64(len(inflated)) > lim.Stream {
		return nil, fmt.Errorf("%w: object stream %d holds more than %d bytes", ErrTooLarge, o.id, lim.Stream)
	}
	if err != nil && len(inflated) == 0 {
		return out, nil
	}
	if len(out)+len(inflated) > int(lim.File) {
		return nil, fmt.Errorf("%w: its objects hold more than %d bytes", ErrTooLarge, lim.File)
	}
	first, _ := strconv.Atoi(string(h["First"]))
	n, _ := strconv.Atoi(string(h["N"]))
	if first <= 0 || first > len(inflated) {
		return out, nil
	}
	index := lexer{b: inflated[:first]}
	type entry struct{ id, at int }
	var entries []entry
	for range n {
		id, at := index.next(), index.next()
		if id.kind != tokNumber || at.kind != tokNumber {
			break
		}
		entries = append(entries, entry{int(id.num), first + int(at.num)})
	}
	for i, e := range entries {
		end := len(inflated)
		if i+1 < len(entries) {
			end = entries[i+1].at
		}
		if e.id <= 0 || e.id > maxObjectID || e.at < 0 || e.at > end || end > len(inflated) {
			continue
		}
		if old, ok := offsets[uint32(e.id)]; ok && old.offset > o.offset && old.offset < len(s.data) {
			continue // an object written later replaces this one
		}
		offsets[uint32(e.id)] = object{uint32(e.id), 0, len(out)}
		out = fmt.Appendf(out, "%d 0 obj\n", e.id)
		out = append(out, inflated[e.at:end]...)
		out = append(out, "\nendobj\n"...)
	}
	return out, nil
}

// writeTable appends a cross-reference table of all objects, and a trailer.
func writeTable(out []byte, offsets map[uint32]object, root string) []byte {
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
	return fmt.Appendf(out, "trailer\n<</Size %d/Root %s R>>\nstartxref\n%d\n%%%%EOF\n", size, root, at)
}
