package render

import (
	"bufio"
	"encoding/csv"
	"io"
	"iter"
)

// A Column is a column of a table of Rs.
type Column[R any] struct {
	Name, Holds string
	Brief       bool // is in the table that a pipe gets, too
	value       func(R) string
}

// columnOf returns a column that only CSV has.
func columnOf[R any](name, holds string, value func(R) string) Column[R] {
	return Column[R]{Name: name, Holds: holds, value: value}
}

// briefly returns a column that matters enough for a pipe.
func briefly[R any](name, holds string, value func(R) string) Column[R] {
	return Column[R]{Name: name, Holds: holds, Brief: true, value: value}
}

// Columns are the columns of a table. Others are added at the end, so that
// those before keep their places.
type Columns[R any] []Column[R]

// Dictionary yields the name of each column with what it holds.
func (cs Columns[R]) Dictionary() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, c := range cs {
			if !yield(c.Name, c.Holds) {
				return
			}
		}
	}
}

// csv writes the table as CSV, each batch of rows as it comes. No cell starts a
// formula.
func (cs Columns[R]) csv(w io.Writer, batches iter.Seq[[]R]) error {
	out, err := newCSV(w)
	if err != nil {
		return err
	}
	fields := make([]string, len(cs))
	for i, c := range cs {
		fields[i] = c.Name
	}
	out.Write(fields)
	for batch := range batches {
		for _, row := range batch {
			for i, c := range cs {
				fields[i] = safeCell(c.value(row))
			}
			out.Write(fields)
		}
		out.Flush()
		if err := out.Error(); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// newCSV begins a table.
func newCSV(w io.Writer) (*csv.Writer, error) {
	_, err := io.WriteString(w, bom)
	return csv.NewWriter(w), err
}

// tabs writes the brief columns with tabs between them, for cut and awk.
func (cs Columns[R]) tabs(w io.Writer, batches iter.Seq[[]R]) error {
	buf := bufio.NewWriter(w)
	line := func(value func(Column[R]) string) {
		tab := ""
		for _, c := range cs {
			if c.Brief {
				buf.WriteString(tab + CleanLine(value(c)))
				tab = "\t"
			}
		}
		buf.WriteString("\n")
	}
	line(func(c Column[R]) string { return c.Name })
	for batch := range batches {
		for _, row := range batch {
			line(func(c Column[R]) string { return c.value(row) })
		}
	}
	return buf.Flush()
}
