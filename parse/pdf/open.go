package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"

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
func open(ctx context.Context, data []byte, lim Limits) (d *document, damage string, err error) {
	start := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if start < 0 {
		return nil, "", ErrNotPDF
	}
	data = data[start:]
	s := scan(data)
	if s.trailer.encrypted {
		if data, err = decrypt(ctx, data, lim); err != nil {
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
	if s.lostRoot && damage == "" {
		damage = "its catalogue of pages is missing"
	}
	m := &meter{ctx: ctx, data: bytes.NewReader(plain), left: lim.Reads + 32*int64(len(plain))}
	r, err := pdf.NewReader(m, int64(len(plain)))
	if ctx.Err() != nil {
		return nil, damage, ctx.Err()
	}
	if err != nil {
		return nil, damage, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return &document{ctx: ctx, r: r, data: plain, meter: m, lim: lim, fonts: make(map[uint32]*font)}, damage, nil
}

// A meter is the file as the library reads it. The library keeps no object:
// it parses each anew whenever a reference to it is followed. A small file
// that refers to large objects over and over is stopped here, and so is all
// reading once the context is done.
type meter struct {
	ctx  context.Context
	data *bytes.Reader
	left int64 // bytes that may still be read
}

func (m *meter) ReadAt(p []byte, off int64) (int, error) {
	if m.left -= int64(len(p)); m.left < 0 {
		return 0, ErrTooLarge
	}
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	return m.data.ReadAt(p, off)
}

// decrypt returns the file without its encryption, if an empty user password
// opens it.
func decrypt(ctx context.Context, data []byte, lim Limits) (plain []byte, err error) {
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
	conf.Limits.MaxStreamBytes, conf.Limits.MaxDecodeBytes = lim.Stream, lim.File
	conf.Limits.MaxObjectCount, conf.Limits.MaxXRefEntries = maxObjectID(data), maxObjectID(data)
	var out bytes.Buffer
	err = api.Decrypt(bytes.NewReader(data), &out, conf)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, ErrEncrypted
	case err != nil:
		return nil, fmt.Errorf("%w: its encryption cannot be read: %v", ErrDamaged, err)
	}
	return out.Bytes(), nil
}
