package source

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"ofsted/model"
	"ofsted/parse/limit"
)

// fail returns a failure whose message is the path and what is wrong with it.
func fail(path string, code model.ErrorCode, message string) *model.Failure {
	return &model.Failure{Source: model.Source{Path: path}, Code: code, Message: path + ": " + message}
}

// fileFailure says why the system would not give a file.
func fileFailure(path string, err error) *model.Failure {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(path, model.NotFound, "no such file or folder; check the spelling")
	case errors.Is(err, fs.ErrPermission):
		return fail(path, model.Unreadable, "no permission to read it")
	}
	return fail(path, model.Unreadable, "cannot be read: "+cause(err))
}

// cause returns an error's innermost reason, without the operation and path
// that the os package puts before it.
func cause(err error) string {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err
	}
	return err.Error()
}

func (f *Finder) maxBytes() int64 { return int64(f.Limits.OrDefault().Size) }

// tooLarge says that a document is over the limit. Size is 0 where only the
// limit is known to be passed.
func (f *Finder) tooLarge(path string, size int64) *model.Failure {
	is := "larger than"
	if size > 0 {
		is = limit.Bytes(size).String() + ", more than"
	}
	failure := fail(path, model.TooLarge, limit.Size.Over("%s the %v that a document may have", is, f.Limits.OrDefault().Size).Error())
	failure.Source.Bytes = size
	return failure
}

func (f *Finder) readFile(ctx context.Context, path string) ([]byte, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fileFailure(path, err)
	}
	if info.Size() > f.maxBytes() {
		return nil, f.tooLarge(path, info.Size())
	}
	return f.readAll(ctx, path, file, info.Size())
}

// openFile opens a file, but no folder.
func openFile(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fileFailure(path, err)
	}
	info, err := file.Stat()
	if err == nil && !info.IsDir() {
		return file, nil
	}
	file.Close()
	if err != nil {
		return nil, fileFailure(path, err)
	}
	return nil, fail(path, model.Unreadable, "is a folder") // it was a file when it was listed
}

// A Stream is an open document.
type Stream struct {
	*bufio.Reader
	file *os.File // nil for standard input
}

// Close implements io.Closer.
func (s *Stream) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// openStream opens a file that can be read more than once; others give nil.
func openStream(path string) (*Stream, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, nil
	}
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	return &Stream{bufio.NewReader(file), file}, nil
}

// stdin returns the one reader of standard input, so that what was peeked at
// is not lost. It waits until ctx is done.
func (f *Finder) stdin(ctx context.Context) *bufio.Reader {
	f.once.Do(func() {
		in := f.Stdin
		if in == nil {
			in = os.Stdin
		}
		f.waits = &waiting{r: in}
		f.input = bufio.NewReader(f.waits)
	})
	f.waits.ctx = ctx
	return f.input
}

func (f *Finder) readStdin(ctx context.Context) ([]byte, error) {
	return f.readAll(ctx, "-", f.stdin(ctx), 0)
}

func (f *Finder) openStdin(ctx context.Context) (*Stream, error) {
	return &Stream{Reader: f.stdin(ctx)}, nil
}

// readAll reads r up to the limit. Size is what r is expected to hold, 0 if
// unknown: a file may grow, and a pipe has none.
func (f *Finder) readAll(ctx context.Context, path string, r io.Reader, size int64) ([]byte, error) {
	limit := f.maxBytes()
	buf := make([]byte, 0, min(max(size, 512), limit)+1)
	r = io.LimitReader(r, limit+1)
	for {
		if ctx.Err() != nil {
			return nil, f.ended(path, ctx.Err())
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return nil, f.tooLarge(path, 0)
		case err == io.EOF:
			return buf, nil
		case err != nil && ctx.Err() != nil:
			return nil, f.ended(path, ctx.Err())
		case err != nil:
			return nil, fileFailure(path, err)
		}
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
	}
}

// ended says that there was no more time to read, or no more wish.
func (f *Finder) ended(path string, err error) *model.Failure {
	if errors.Is(err, context.DeadlineExceeded) {
		return fail(path, model.Timeout, limit.Time.Over("not all of it came within the %v that it may take", f.Limits.OrDefault().Time).Error())
	}
	return stopped(path)
}

// stopped says that reading was given up at the user's wish.
func stopped(path string) *model.Failure {
	return fail(path, model.Timeout, "reading was stopped")
}
