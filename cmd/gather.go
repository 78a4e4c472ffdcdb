package cmd

import (
	"context"
	"errors"
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
func (p *printing) gather(ctx context.Context, inputs []source.Input, take func(*model.Inspection) string, then ...func(*model.Inspection)) (gathering, error) {
	g := gathering{tally: &tally{streams: p.Streams}}
	g.tally.bar = p.progress(len(inputs), p.quiet)
	for in, failure := range watch(g.tally, parse.InspectMany(ctx, inputs, int(p.jobs), then...)) {
		if failure != nil {
			g.failures = append(g.failures, failure)
			continue
		}
		if problem := take(in); problem != "" && !p.quiet {
			g.tally.bar.clear()
			p.complain(in.Source.Path + ": left out: " + problem)
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

// errNoInspection says that nothing of what was read belongs to an authority.
var errNoInspection = errors.New("no inspection of a local authority among what was read")

// nothingIn says that there is nothing in what was to be read.
func nothingIn(inputs []source.Input) error {
	if len(inputs) == 1 {
		return fmt.Errorf("%s: no inspection in it", inputs[0].Path)
	}
	return fmt.Errorf("no inspection in any of the %d files", len(inputs))
}

// explain names the documents that were left out of timelines for others. All
// that contradict those are named.
func (p *printing) explain(ts []*model.Timeline) {
	if p.quiet {
		return
	}
	left := leftOut{Streams: p.Streams, why: "of inspections that other documents give already"}
	for _, t := range ts {
		for _, l := range t.LeftOut {
			if l.Differs {
				p.complain(l.Message)
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
