package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/ledongthuc/pdf"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	cpumodel "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"ofsted/parse/limit"
)

// Errors that Read returns, wrapped with what was found.
var (
	ErrNotPDF    = errors.New("not a PDF")
	ErrEncrypted = errors.New("protected by a password")
	ErrDamaged   = errors.New("damaged")
)

// open makes data readable for ledongthuc/pdf, whatever state it is in.
//
// The library reads a sound file with plain objects well, but inflates an
// object stream anew for every object in it (a third of Ofsted's reports use
// them), follows a cross-reference table wherever it leads, and has no repair
// for a broken one. So the table in the file is not used at all: the file is
// scanned for its objects, those in object streams are unpacked once behind
// its end, and a new table is written behind them, all of it into room. damage
// says what was wrong with the file's own table, if anything.
func open(ctx context.Context, data []byte, lim limit.Limits, room *room) (d *document, damage string, err error) {
	start := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if start < 0 {
		return nil, "", ErrNotPDF
	}
	data = data[start:]
	s, err := scan(ctx, data, lim)
	if err == nil && s.trailer.encrypted {
		if data, err = decrypt(ctx, data, lim); err == nil {
			s, err = scan(ctx, data, lim)
		}
	}
	if err != nil {
		return nil, "", err
	}
	if len(s.objects) == 0 {
		return nil, "", fmt.Errorf("%w: there is no object in it", ErrDamaged)
	}
	damage = s.damage()
	b := &budget{ctx: ctx, lim: lim}
	plain, objects, err := s.plain(b, room.file[:0])
	if err != nil {
		return nil, damage, err
	}
	damage = cmp.Or(damage, s.lack)
	m := newMeter(ctx, plain, lim)
	r, err := pdf.NewReader(m, int64(len(plain)))
	switch {
	case ctx.Err() != nil:
		return nil, damage, ctx.Err()
	case m.over != nil:
		return nil, damage, m.over
	case err != nil:
		return nil, damage, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return &document{ctx: ctx, r: r, data: plain, objects: objects, meter: m, budget: b, lim: lim, scratch: room.content[:0], fonts: make(map[uint32]*font)}, damage, nil
}

// A room is memory that one document leaves to the next.
type room struct{ file, content []byte }

// rooms are those that no document is being read in. mostRoom is how large what
// is kept may be, in bytes: more than reports need.
var rooms = sync.Pool{New: func() any { return new(room) }}

const mostRoom = 4 << 20

// leave gives a document's memory to the next. Nothing that was read from it may
// refer to it any more.
func (r *room) leave(d *document) {
	if cap(d.data) <= mostRoom && cap(d.scratch) <= mostRoom {
		r.file, r.content = d.data, d.scratch
		rooms.Put(r)
	}
}

// A meter is the file as the library reads it, and counts what else reads
// objects. The library keeps none: it parses each anew whenever a reference to
// it is followed. A small file that refers to large objects over and over is
// stopped here, and so is all reading once the context is done.
type meter struct {
	ctx   context.Context
	data  *bytes.Reader
	lim   limit.Limits
	reads int64 // that were made, one or more for each object that was looked up
	bytes int64 // that they may still take
	over  error // that they were too many
}

// objectBytes is how many bytes may be read for each lookup of an object, on
// the whole and besides 32 times the file's own. They are more at a time.
const objectBytes = 320

func newMeter(ctx context.Context, data []byte, lim limit.Limits) *meter {
	return &meter{ctx: ctx, data: bytes.NewReader(data), lim: lim, bytes: int64(lim.Objects)*objectBytes + 32*int64(len(data))}
}

// ReadAt implements io.ReaderAt.
func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	if err := m.use(1, len(p)); err != nil {
		return 0, err
	}
	return m.data.ReadAt(p, off)
}

// use counts what is about to be read. Its error is that it is too much, or the
// context's.
func (m *meter) use(reads, bytes int) error {
	m.reads += int64(reads)
	m.bytes -= int64(bytes)
	if m.reads > int64(m.lim.Objects) || m.bytes < 0 {
		m.over = limit.Objects.Over("its objects refer to each other more often than the %v times that they may be looked up", m.lim.Objects)
		return m.over
	}
	return m.ctx.Err()
}

// decrypt returns the file without its encryption, if an empty user password
// opens it.
func decrypt(ctx context.Context, data []byte, lim limit.Limits) (plain []byte, err error) {
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
	conf.Limits.MaxStreamBytes, conf.Limits.MaxDecodeBytes = int64(len(data)), int64(min(lim.Stream, lim.Inflated))
	conf.Limits.MaxObjectCount, conf.Limits.MaxXRefEntries = maxObjectID(data), maxObjectID(data)
	conf.Limits.MaxRecursionDepth = int(lim.Depth)
	var out bytes.Buffer
	err = rewrite(ctx, data, &out, conf)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, filter.ErrDecodeLimitExceeded):
		return nil, limit.Stream.Over("an encrypted stream inflates to more than the %v that one may", lim.Stream)
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, ErrEncrypted
	case err != nil:
		return nil, fmt.Errorf("%w: its encryption cannot be read: %v", ErrDamaged, err)
	}
	return out.Bytes(), nil
}

// rewrite writes what pdfcpu reads of a file. It is api.Decrypt without the
// steps that only make a file smaller, and stops when ctx is done.
func rewrite(ctx context.Context, data []byte, out *bytes.Buffer, conf *cpumodel.Configuration) error {
	file, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(data), conf)
	if err != nil {
		return err
	}
	if err := api.ValidateContext(file); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return api.WriteContext(file, out)
}
