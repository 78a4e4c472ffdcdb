package pdf

import (
	"context"
	"errors"
	"io"
	"slices"

	"ofsted/parse/limit"
)

// A budget is what the streams of a file may inflate to. It is asked before
// more is made of them, so that they stop at their limit and not behind it.
type budget struct {
	ctx      context.Context
	lim      limit.Limits
	inflated limit.Bytes // so far, by all of them
}

// firstRead is how many bytes there is room for when a stream begins.
const firstRead = 64 << 10

// read appends what r gives to dst. Its error is that there is too much, with
// nothing appended, or the context's; both are final. Any other is that r broke
// off, with what there was of it appended. Name says which stream it is.
func (b *budget) read(dst []byte, r io.Reader, name string) ([]byte, error) {
	most := min(b.lim.Stream, b.lim.Inflated-b.inflated)
	start := len(dst)
	for {
		if err := b.ctx.Err(); err != nil {
			return dst[:start], err
		}
		room := start + int(most) + 1 - len(dst) // for one byte too many
		if len(dst) == cap(dst) {
			dst = slices.Grow(dst, min(max(len(dst), firstRead), room))
		}
		n, err := r.Read(dst[len(dst):min(cap(dst), len(dst)+room)])
		dst = dst[:len(dst)+n]
		switch read := limit.Bytes(len(dst) - start); {
		case read > most:
			return dst[:start], b.over(name)
		case final(err):
			return dst[:start], err
		case err != nil:
			b.inflated += read
			if err == io.EOF {
				err = nil
			}
			return dst, err
		}
	}
}

// over says that there is more in a stream than there may be.
func (b *budget) over(name string) error {
	if b.lim.Stream < b.lim.Inflated-b.inflated {
		return limit.Stream.Over("%s inflates to more than the %v that one may", name, b.lim.Stream)
	}
	return limit.Inflated.Over("its streams inflate to more than the %v that all of them may", b.lim.Inflated)
}

// final reports whether an error ends the reading of the whole file.
func final(err error) bool {
	_, over := errors.AsType[*limit.Error](err)
	return over || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// A between is what one filter of a stream hands to the next. It is never kept,
// but it can be a thousand times what went in, and much more than what comes
// out in the end.
type between struct {
	r io.Reader
	b *budget
}

// Read implements io.Reader.
func (s between) Read(p []byte) (int, error) {
	if err := s.b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.r.Read(p)
	if s.b.inflated += limit.Bytes(n); s.b.inflated > s.b.lim.Inflated {
		return 0, s.b.over("")
	}
	return n, err
}
