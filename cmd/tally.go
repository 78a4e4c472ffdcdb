package cmd

import (
	"context"
	"fmt"
	"iter"

	"ofsted/model"
)

// progress returns a progress bar, unless it would be in the way.
func (s *Streams) progress(total int, off bool) progress {
	if off || total < 2 || !s.screen(s.Err).Terminal {
		return progress{}
	}
	return newProgress(s.Err, total)
}

// A tally names the inputs that failed and counts them.
type tally struct {
	streams *Streams
	bar     progress
	total   int
	failed  int
}

// fail counts an input that failed and names it.
func (t *tally) fail(f *model.Failure) {
	t.failed++
	t.bar.clear()
	t.streams.complain(f.Message)
}

// result returns what a run came to in which not everything failed.
func (t *tally) result(quiet bool) error {
	if t.failed == 0 {
		return nil
	}
	if !quiet {
		t.streams.complain(fmt.Sprintf("%d of %d inputs could not be read", t.failed, t.total))
	}
	return exit(exitPartial)
}

// watch passes results on and keeps the tally of them.
func watch[T any](t *tally, results iter.Seq2[*T, *model.Failure]) iter.Seq2[*T, *model.Failure] {
	return func(yield func(*T, *model.Failure) bool) {
		defer t.bar.clear()
		for value, failure := range results {
			t.total++
			if failure != nil {
				t.fail(failure)
			}
			t.bar.step()
			if !yield(value, failure) {
				return
			}
		}
	}
}

// finish puts the output in its place, unless there is nothing in it, and
// returns what the run came to.
func finish(ctx context.Context, t *tally, out *output, quiet bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if t.failed == t.total {
		return exit(exitFailed)
	}
	if err := out.commit(); err != nil {
		return err
	}
	return t.result(quiet)
}
