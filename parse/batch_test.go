package parse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ofsted/model"
	"ofsted/parse/limit"
	"ofsted/parse/source"
)

// inputs returns n inputs, each of which holds its own number.
func inputs(n int) []source.Input {
	list := make([]source.Input, n)
	for i := range list {
		name := fmt.Sprint(i)
		list[i] = source.Bytes(name, []byte(name))
	}
	return list
}

// echo reads a document whose text is its bytes.
func echo(_ context.Context, in Input) (*string, error) {
	text := string(in.Data)
	return &text, nil
}

func TestEachKeepsOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(ctx context.Context, in Input) (*string, error) {
			time.Sleep(time.Duration(100-len(in.Path)*30) * time.Millisecond)
			return echo(ctx, in)
		}
		for _, jobs := range []int{0, 1, 3, 100} {
			n := 0
			for text, failure := range each(t.Context(), inputs(120), jobs, slow) {
				if failure != nil || *text != fmt.Sprint(n) {
					t.Fatalf("jobs %d, result %d: %v, %v", jobs, n, *text, failure)
				}
				n++
			}
			if n != 120 {
				t.Errorf("jobs %d: %d results", jobs, n)
			}
		}
	})
}

func TestEachOfNothing(t *testing.T) {
	for range each(t.Context(), nil, 4, echo) {
		t.Error("a result for no input")
	}
}

func TestEachMakesFailures(t *testing.T) {
	read := func(ctx context.Context, in Input) (*string, error) {
		switch in.Path {
		case "0":
			panic("bug")
		case "1":
			return nil, errors.New("plain")
		case "2":
			return nil, &model.Failure{Source: model.Source{Path: "2"}, Code: model.NoText, Message: "2: scanned"}
		}
		return echo(ctx, in)
	}
	list := append(inputs(4), source.Failed(&model.Failure{Source: model.Source{Path: "gone"}, Code: model.NotFound, Message: "gone: no"}))
	want := []model.ErrorCode{model.Damaged, model.Unreadable, model.NoText, "", model.NotFound}
	i := 0
	for text, failure := range each(t.Context(), list, 2, read) {
		switch {
		case (text == nil) == (failure == nil):
			t.Errorf("result %d: %v and %v", i, text, failure)
		case failure != nil && (failure.Code != want[i] || failure.Source.Path != list[i].Path || !strings.HasPrefix(failure.Message, list[i].Path+": ")):
			t.Errorf("result %d: %+v, want code %s", i, failure, want[i])
		case failure == nil && want[i] != "":
			t.Errorf("result %d: no failure", i)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d results", i)
	}
}

func TestEachReadsNoFurtherThanItsWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var started atomic.Int64
		read := func(ctx context.Context, in Input) (*string, error) {
			started.Add(1)
			return echo(ctx, in)
		}
		const jobs = 2
		for range each(t.Context(), inputs(1000), jobs, read) {
			synctest.Wait() // until the workers can do no more
			if n := started.Load(); n > jobs*(window+2) {
				t.Fatalf("%d read before the second result was taken", n)
			}
			break
		}
	})
}

func TestEachStopsWhenCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		stuck := func(ctx context.Context, in Input) (*string, error) {
			if in.Path != "0" {
				<-ctx.Done()
			}
			return echo(ctx, in)
		}
		n := 0
		for range each(ctx, inputs(100), 2, stuck) {
			n++
			cancel()
		}
		if n != 1 {
			t.Errorf("%d results", n)
		}
		synctest.Wait() // and no goroutine is left behind
	})
}

// A document that takes too long fails by itself, and the rest are read.
func TestEachHasADeadlineForEachDocument(t *testing.T) {
	usual := time.Duration(limit.Limits{}.OrDefault().Time)
	stuck := func(ctx context.Context, in Input) (*string, error) {
		if in.Path == "1" {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return echo(ctx, in)
	}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var codes []model.ErrorCode
		for _, failure := range each(t.Context(), inputs(4), 2, stuck) {
			if failure == nil {
				failure = &model.Failure{}
			}
			codes = append(codes, failure.Code)
		}
		if !slices.Equal(codes, []model.ErrorCode{"", model.Timeout, "", ""}) || time.Since(start) != usual {
			t.Errorf("%q after %v", codes, time.Since(start))
		}
	})
	// So does one that never looks whether its time is up.
	synctest.Test(t, func(t *testing.T) {
		list := inputs(4)
		for i := range list {
			list[i].Limits.Time = limit.Duration(time.Minute)
		}
		deaf := func(ctx context.Context, in Input) (*string, error) {
			if in.Path == "1" {
				time.Sleep(time.Hour)
			}
			return echo(ctx, in)
		}
		start := time.Now()
		var got []string
		for _, failure := range each(t.Context(), list, 1, deaf) {
			if failure != nil {
				got = append(got, failure.Message)
			}
		}
		want := "1: reading it took longer than the 1m that it may take; check where it comes from, or raise the limit with --timeout"
		if !slices.Equal(got, []string{want}) || time.Since(start) != time.Minute+grace {
			t.Errorf("%q after %v", got, time.Since(start))
		}
		time.Sleep(time.Hour) // until it has ended by itself
	})
	// The end of the outer context is not the document's.
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), usual/2)
		defer cancel()
		n := 0
		for _, failure := range each(ctx, inputs(4), 2, stuck) {
			if n++; failure != nil {
				t.Errorf("%+v", failure)
			}
		}
		if n != 1 || ctx.Err() == nil {
			t.Errorf("%d results, %v", n, ctx.Err())
		}
	})
}
