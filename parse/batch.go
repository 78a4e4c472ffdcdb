package parse

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"time"

	"ofsted/model"
	"ofsted/parse/source"
)

// window is how many documents per worker may be read ahead of the one that
// is next in order. It bounds memory where one document takes much longer
// than its neighbours, and is wide enough to keep the other workers busy
// meanwhile.
const window = 8

// grace is how long a reader has to end once its time is up. All look at their
// context, but not everywhere.
const grace = time.Second

// InspectAll reads inputs on so many workers and yields, in the order of the
// inputs, each one's inspection or the failure that stands in its place;
// exactly one of the two is not nil. With jobs below one there is a worker
// for each processor.
//
// Results come as they are ready and inputs are read as results are taken,
// so memory does not grow with the number of inputs. The sequence ends early
// when ctx is cancelled, so look at ctx.Err() behind it. A document whose
// reading panics is a damaged one, one that is over its limits fails with
// model.TooLarge or model.Timeout, and the others are read all the same.
//
// What then holds is done with each inspection by the worker that read it.
func InspectAll(ctx context.Context, inputs []source.Input, jobs int, then ...func(*model.Inspection)) iter.Seq2[*model.Inspection, *model.Failure] {
	return each(ctx, inputs, jobs, func(ctx context.Context, in Input) (*model.Inspection, error) {
		return inspectThen(ctx, in, then)
	})
}

func inspectThen(ctx context.Context, in Input, then []func(*model.Inspection)) (*model.Inspection, error) {
	found, err := Inspect(ctx, in)
	if err == nil {
		for _, do := range then {
			do(found)
		}
	}
	return found, err
}

// ReadAll is to Read what InspectAll is to Inspect.
func ReadAll(ctx context.Context, inputs []source.Input, jobs int) iter.Seq2[*Document, *model.Failure] {
	return each(ctx, inputs, jobs, Read)
}

// A reader is Inspect or Read.
type reader[T any] func(context.Context, Input) (*T, error)

// A result is what became of one input.
type result[T any] struct {
	value   *T
	failure *model.Failure
}

// A task is an input with the place for its result.
type task[T any] struct {
	input source.Input
	done  chan result[T]
}

// each runs read over inputs.
func each[T any](ctx context.Context, inputs []source.Input, jobs int, read reader[T]) iter.Seq2[*T, *model.Failure] {
	return run(ctx, inputs, jobs, func(ctx context.Context, in source.Input) result[T] { return one(ctx, in, read) })
}

// run does one thing with each of the inputs. Tasks go to the workers and, in
// the same order, to the consumer, which waits for each in turn; the queue
// between them is the window.
func run[T any](ctx context.Context, inputs []source.Input, jobs int, do func(context.Context, source.Input) result[T]) iter.Seq2[*T, *model.Failure] {
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	jobs = min(jobs, len(inputs))
	return func(yield func(*T, *model.Failure) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		tasks := make(chan task[T])
		order := make(chan task[T], jobs*window)
		go hand(ctx, inputs, order, tasks)
		for range jobs {
			go work(ctx, tasks, do)
		}
		for t := range order {
			select {
			case <-ctx.Done():
				return
			case r := <-t.done:
				if ctx.Err() != nil || !yield(r.value, r.failure) {
					return
				}
			}
		}
	}
}

// hand gives out the inputs until all are given or ctx is done.
func hand[T any](ctx context.Context, inputs []source.Input, order, tasks chan<- task[T]) {
	defer close(order)
	defer close(tasks)
	for _, in := range inputs {
		t := task[T]{in, make(chan result[T], 1)}
		for _, queue := range []chan<- task[T]{order, tasks} {
			select {
			case <-ctx.Done():
				return
			case queue <- t:
			}
		}
	}
}

func work[T any](ctx context.Context, tasks <-chan task[T], do func(context.Context, source.Input) result[T]) {
	for t := range tasks {
		if ctx.Err() != nil {
			return
		}
		t.done <- do(ctx, t.input)
	}
}

// one reads one input within its time. What does not end then, whatever it is
// busy with or waits for, is left to itself: the other inputs do not wait.
func one[T any](ctx context.Context, in source.Input, read reader[T]) result[T] {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(in.Limits.OrDefault().Time))
	defer cancel()
	done := make(chan result[T], 1)
	go func() { done <- attempt(ctx, in, read) }()
	select {
	case r := <-done:
		return r
	case <-ctx.Done():
	}
	select {
	case r := <-done:
		return r
	case <-time.After(grace):
		err := timeout(model.Source{Path: in.Path}, in.Limits, ctx.Err())
		return result[T]{failure: asFailure(in.Path, err)}
	}
}

// attempt reads one input. The document's bytes are let go on return.
func attempt[T any](ctx context.Context, in source.Input, read reader[T]) (r result[T]) {
	defer func() {
		if p := recover(); p != nil {
			r = result[T]{failure: panicked(in.Path, p)}
		}
	}()
	data, err := in.Read(ctx)
	if err == nil {
		r.value, err = read(ctx, Input{Path: in.Path, Data: data, Limits: in.Limits})
	}
	if err != nil {
		return result[T]{failure: asFailure(in.Path, err)}
	}
	return r
}

// asFailure returns err as the failure that it is, if it is not the context's.
func asFailure(path string, err error) *model.Failure {
	if f, ok := errors.AsType[*model.Failure](err); ok {
		return f
	}
	code := model.Unreadable
	if errors.Is(err, context.DeadlineExceeded) {
		code = model.Timeout
	}
	return &model.Failure{Source: model.Source{Path: path}, Code: code, Message: path + ": " + err.Error()}
}

// panicked is the failure for a document that a reader was not prepared for.
func panicked(path string, p any) *model.Failure {
	return &model.Failure{Source: model.Source{Path: path}, Code: model.Damaged,
		Message: fmt.Sprintf("%s: damaged beyond what this program can read (%v); try to open it and to save it again as PDF", path, brief(p))}
}
