package source

import (
	"context"
	"io"
)

// A waiting reads from another reader, but waits for it no longer than until
// its context is done: what comes from another program may never come. What
// comes later is there for the next who reads.
type waiting struct {
	r    io.Reader
	ctx  context.Context // of who reads at present
	came chan arrival    // what is being waited for, nil between reads
	rest []byte          // what came and was not given out yet
	err  error           // what came behind it
}

// An arrival is what one Read returned.
type arrival struct {
	data []byte
	err  error
}

// arrivalBytes is how many bytes are asked for at a time.
const arrivalBytes = 32 << 10

// Read implements io.Reader. Its error is the context's once that is done.
func (w *waiting) Read(p []byte) (int, error) {
	if len(w.rest) == 0 && w.err == nil {
		if err := w.wait(); err != nil {
			return 0, err
		}
	}
	if len(w.rest) == 0 {
		return 0, w.err
	}
	n := copy(p, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

func (w *waiting) wait() error {
	if w.came == nil {
		came := make(chan arrival, 1)
		w.came = came
		go func() {
			data := make([]byte, arrivalBytes)
			n, err := w.r.Read(data)
			came <- arrival{data[:n], err}
		}()
	}
	select {
	case a := <-w.came:
		w.came, w.rest, w.err = nil, a.data, a.err
		return nil
	case <-w.ctx.Done():
		return w.ctx.Err()
	}
}
