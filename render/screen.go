// Package render writes inspections for people and for programs, one format
// to a file. What every format is given is a stream of results in input
// order; those that can write each result as it comes.
package render

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// A Screen is what text for people is laid out for.
type Screen struct {
	Width    int  // in columns
	Terminal bool // a person is looking, not a program or a file
	Colour   bool
}

// The widths of a Screen: what a pipe or a file gets, and the bounds within
// which text can be laid out and read with ease.
const (
	defaultWidth = 80
	minWidth     = 20
	maxWidth     = 120
)

// ScreenOf looks at where output goes. Colour is for terminals only, and
// only where neither the NO_COLOR setting (https://no-color.org) nor a
// terminal without any forbids it.
func ScreenOf(w io.Writer, getenv func(string) string) Screen {
	s := Screen{Width: defaultWidth}
	if columns, err := strconv.Atoi(getenv("COLUMNS")); err == nil && columns > 0 {
		s.Width = columns
	}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		s.Terminal = true
		s.Colour = getenv("NO_COLOR") == "" && getenv("TERM") != "dumb" && enableColour(file)
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			s.Width = width
		}
	}
	s.Width = min(max(s.Width, minWidth), maxWidth)
	return s
}

// A style is a way to set text, as the numbers of an ANSI escape sequence.
type style string

const (
	plain style = ""
	bold  style = "1"
	faint style = "2"
	green style = "32"
	amber style = "33"
	red   style = "31"
)

// paint sets text in a style, if the screen has colour. Colour never says
// what the words do not say too.
func (s Screen) paint(st style, text string) string {
	if !s.Colour || st == plain || text == "" {
		return text
	}
	return "\x1b[" + string(st) + "m" + text + "\x1b[0m"
}
