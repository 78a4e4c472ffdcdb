// Package limit says what one document may cost to read. Documents come from
// anywhere: one that was made to harm, or that is no report at all, has to
// fail by itself, soon, and without taking the others with it.
package limit

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// Limits are what one document may cost. A field that is zero stands for its
// default, so the zero Limits are what holds where nobody asks for others.
type Limits struct {
	Time     Duration // to fetch a document and to read it
	Size     Bytes    // of a document, and of a record that was read before
	Pages    Count    // of a PDF
	Stream   Bytes    // that one stream of a PDF inflates to
	Inflated Bytes    // that all streams of a PDF inflate to
	Objects  Count    // of a PDF; and how often any of them is looked up
	Nodes    Count    // elements of a PDF's structure tree or of a web page, lines of a text file
	Depth    Count    // levels of a page tree, of a structure tree, and of drawings within drawings
	Text     Count    // characters of text
}

// A Limit is one of Limits. As an error it is what a document is over.
type Limit struct {
	Flag    string // of the commands that read documents, without its hyphens
	Unit    string // that the flag takes
	Holds   string // what the limit is on, in words for people
	Default int64  // in nanoseconds, bytes or what is counted
	Most    int64  // that can be asked for

	field func(*Limits) value
}

// mostBytes is more than any memory holds.
const mostBytes = 1_000_000 * mega

// The limits. The comment behind each default is the most that any of 224
// letters and reports of 2012 to 2026 has, which TestCorpusIsFarFromLimits
// watches.
var (
	Time = &Limit{Flag: "timeout", Unit: "DURATION", Holds: "how long it may take to fetch a document and to read it",
		Default: int64(2 * time.Minute), // 0.1 s
		Most:    int64(1000 * time.Hour), field: func(l *Limits) value { return &l.Time }}
	Size = &Limit{Flag: "max-size", Unit: "BYTES", Holds: "the size of a document, or of one record in JSON",
		Default: 100 * mega, // 0.7 MB
		Most:    mostBytes, field: func(l *Limits) value { return &l.Size }}
	Pages = &Limit{Flag: "max-pages", Unit: "N", Holds: "pages of a PDF",
		Default: 5000, // 55
		Most:    math.MaxInt32, field: func(l *Limits) value { return &l.Pages }}
	Inflated = &Limit{Flag: "max-inflated", Unit: "BYTES", Holds: "what all compressed streams of a PDF may come to",
		Default: 128 * mega, // 0.9 MB
		Most:    mostBytes, field: func(l *Limits) value { return &l.Inflated }}
	Stream = &Limit{Flag: "max-stream", Unit: "BYTES", Holds: "what one compressed stream of a PDF may come to",
		Default: 64 * mega, // 0.1 MB
		Most:    mostBytes, field: func(l *Limits) value { return &l.Stream }}
	Objects = &Limit{Flag: "max-objects", Unit: "N", Holds: "objects of a PDF, and how often they are looked up",
		Default: 200_000, // 3,013
		Most:    math.MaxInt32, field: func(l *Limits) value { return &l.Objects }}
	Nodes = &Limit{Flag: "max-nodes", Unit: "N", Holds: "elements of a PDF’s structure tree or of a web page, lines of a text file",
		Default: 500_000, // 5,226
		Most:    math.MaxInt32, field: func(l *Limits) value { return &l.Nodes }}
	Depth = &Limit{Flag: "max-depth", Unit: "N", Holds: "levels of a PDF’s page tree and structure tree, and of drawings within drawings",
		Default: 100,                                                      // 16
		Most:    10_000, field: func(l *Limits) value { return &l.Depth }} // a call for each level, of which memory bounds the number
	Text = &Limit{Flag: "max-text", Unit: "N", Holds: "characters of text, those that fonts map among them",
		Default: 20_000_000, // 132,944
		Most:    math.MaxInt32, field: func(l *Limits) value { return &l.Text }}
)

// All are the limits in the order in which people look for them.
var All = []*Limit{Time, Size, Pages, Inflated, Stream, Objects, Nodes, Depth, Text}

// OrDefault returns the limits with defaults for those that are zero.
func (l Limits) OrDefault() Limits {
	for _, one := range All {
		if v := one.field(&l); v.amount() == 0 {
			v.set(one.Default)
		}
	}
	return l
}

// Set sets the limit in l to what s says in the limit's unit.
func (one *Limit) Set(l *Limits, s string) error {
	v := one.field(l)
	n, err := v.parse(s)
	switch {
	case err != nil || n < 1:
		return errors.New("it takes " + v.takes())
	case n > one.Most:
		var most Limits
		one.field(&most).set(one.Most)
		return fmt.Errorf("it takes no more than %s", one.Of(most))
	}
	v.set(n)
	return nil
}

// Of returns what the limit in l is, as Set takes it.
func (one *Limit) Of(l Limits) string {
	l = l.OrDefault()
	return strings.NewReplacer(" ", "", ",", "").Replace(one.field(&l).String())
}

// Error implements error.
func (one *Limit) Error() string { return "over the limit of --" + one.Flag }

// Over returns the error of a document that is over the limit. The message says
// what was found, and how much there may be.
func (one *Limit) Over(format string, args ...any) error {
	return &Error{Limit: one, Found: fmt.Sprintf(format, args...)}
}

// An Error is that a document is over a limit. It wraps the Limit.
type Error struct {
	Limit *Limit
	Found string // what was found, and how much there may be
}

// Error implements error. It says which flag raises the limit.
func (e *Error) Error() string {
	return e.Found + "; check where it comes from, or raise the limit with --" + e.Limit.Flag
}

// Unwrap returns the limit.
func (e *Error) Unwrap() error { return e.Limit }
