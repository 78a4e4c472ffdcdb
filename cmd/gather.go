package cmd

import (
	"context"
	"fmt"

	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// A gathering is what came of reading many inspections at once.
type gathering struct {
	tally    *tally
	failures []*model.Failure
}

// gather reads inputs, of which one may hold many inspections, and hands each
// of those to take, which may say why it has no use for one. It fails where
// there is nothing to go on with, having said why or returning it. Then is done
// with each document before, by the worker that read it.
func (s *Streams) gather(ctx context.Context, inputs []source.Input, jobs int, quiet bool, take func(*model.Inspection) string, then ...func(*model.Inspection)) (gathering, error) {
	g := gathering{tally: &tally{streams: s}}
	g.tally.bar = s.progress(len(inputs), quiet)
	for in, failure := range watch(g.tally, parse.InspectMany(ctx, inputs, jobs, then...)) {
		if failure != nil {
			g.failures = append(g.failures, failure)
			continue
		}
		if problem := take(in); problem != "" && !quiet {
			g.tally.bar.clear()
			s.complain(in.Source.Path + ": left out: " + problem)
		}
	}
	switch {
	case ctx.Err() != nil:
		return g, ctx.Err()
	case g.tally.total == 0:
		return g, nothingIn(inputs)
	case g.tally.failed == g.tally.total:
		return g, exit(exitFailed)
	}
	return g, nil
}

// nothingIn says that there is nothing in what was to be read.
func nothingIn(inputs []source.Input) error {
	if len(inputs) == 1 {
		return fmt.Errorf("%s: no inspection in it", inputs[0].Path)
	}
	return fmt.Errorf("no inspection in any of the %d files", len(inputs))
}

// explain names the documents that were left out of timelines for others. All
// that contradict those are named.
func (s *Streams) explain(ts []*model.Timeline) {
	left := leftOut{Streams: s, why: "of inspections that other documents give already"}
	for _, t := range ts {
		for _, l := range t.LeftOut {
			if l.Differs {
				s.complain(l.Message)
			} else {
				left.name(l.Message)
			}
		}
	}
	left.rest()
}

// mostNamed is how many documents are named that are left out for one reason. Of
// two data sets of the whole country there would be hundreds.
const mostNamed = 3

// A leftOut names documents that are left out for one reason, but not too many.
type leftOut struct {
	*Streams
	quiet bool
	why   string
	n     int
}

// name says that a document is left out.
func (l *leftOut) name(message string) {
	if l.n++; l.n <= mostNamed && !l.quiet {
		l.complain(message)
	}
}

// rest says how many were not named.
func (l *leftOut) rest() {
	if l.n > mostNamed && !l.quiet {
		l.complain(fmt.Sprintf("%d more left out: %s", l.n-mostNamed, l.why))
	}
}
