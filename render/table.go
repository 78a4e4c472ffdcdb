package render

import (
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// A cell is text with the style that it is set in.
type cell struct {
	text  string
	style style
}

// A column is the head of a table's column.
type column struct {
	title string
	flex  bool // may be narrowed, its cells wrapped, where the table is too wide
	path  bool // is flex, but its cells lose their beginnings rather than wrap
	right bool // for numbers
}

const (
	columnGap   = 2  // columns between two columns
	longestKept = 12 // width of the words that a flexible column is kept wide enough for
	pathKept    = 12 // width that a column of paths is kept at
	tableIndent = 2
)

// table draws a table within the screen's width: a rule below the head and
// none between the columns, which is easy to read and to copy.
func (s Screen) table(w io.Writer, columns []column, rows [][]cell) error {
	widths := columnWidths(columns, rows, s.Width-tableIndent)
	head := make([]string, len(columns))
	align := make([]tw.Align, len(columns))
	padding := make([]tw.Padding, len(columns))
	for i, c := range columns {
		head[i] = s.lines(cell{c.title, bold}, widths[i])
		align[i] = tw.AlignLeft
		padding[i] = tw.Padding{Right: strings.Repeat(" ", columnGap), Overwrite: true}
		if c.right {
			align[i] = tw.AlignRight
		}
	}
	padding[len(padding)-1].Right = ""
	out := &indenter{w: w, by: strings.Repeat(" ", tableIndent)}
	table := tablewriter.NewTable(out,
		tablewriter.WithRenderer(renderer.NewBlueprint(rules)),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithHeaderPaddingPerColumn(padding),
		tablewriter.WithRowPaddingPerColumn(padding),
	)
	table.Header(head)
	for _, row := range rows {
		line := make([]string, len(row))
		for i, c := range row {
			if columns[i].path {
				c.text = tail(c.text, widths[i])
			}
			line[i] = s.lines(c, widths[i])
		}
		if err := table.Append(line); err != nil {
			return err
		}
	}
	if err := table.Render(); err != nil {
		return err
	}
	return out.flush()
}

// rules is a table with one rule, below its head.
var rules = tw.Rendition{
	Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
	Symbols: tw.NewSymbols(tw.StyleLight),
	Settings: tw.Settings{
		Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off},
		Lines:      tw.Lines{ShowHeaderLine: tw.On},
	},
}

// lines wraps a cell and sets each of its lines.
func (s Screen) lines(c cell, columns int) string {
	lines := wrapAll(c.text, columns)
	for i, line := range lines {
		lines[i] = s.paint(c.style, line)
	}
	return strings.Join(lines, "\n")
}

// columnWidths shares a width out. Columns that are not flexible get what
// they need. The others get what their longest words need, and share the rest
// so that none gets more than it needs while another has too little. Where even
// the words are too much the widest give way.
func columnWidths(columns []column, rows [][]cell, total int) []int {
	widths := make([]int, len(columns))
	wants := make([]int, len(columns)) // more than widths, to be on one line
	var flexible []int
	rest := total - columnGap*(len(columns)-1)
	for i, c := range slices.Backward(columns) { // of two as wide, the one on the right gives way
		line, word := measure(c.title)
		for _, row := range rows {
			l, w := measure(row[i].text)
			line, word = max(line, l), max(word, w)
		}
		widths[i] = line
		if c.path {
			word = pathKept
		}
		if c.flex || c.path {
			widths[i] = min(line, word, longestKept)
			wants[i] = line - widths[i]
			flexible = append(flexible, i)
		}
		rest -= widths[i]
	}
	for ; rest < 0 && len(flexible) > 0; rest++ {
		widest := slices.MaxFunc(flexible, func(a, b int) int { return widths[a] - widths[b] })
		widths[widest] = max(widths[widest]-1, 1)
	}
	slices.SortStableFunc(flexible, func(a, b int) int { return wants[a] - wants[b] })
	for n, i := range flexible {
		more := min(wants[i], max(rest/(len(flexible)-n), 0))
		widths[i] += more
		rest -= more
	}
	return widths
}

// measure returns the widths of a text's longest line and longest word.
func measure(text string) (line, word int) {
	for l := range strings.SplitSeq(text, "\n") {
		line = max(line, width(l))
		for w := range strings.FieldsSeq(l) {
			word = max(word, width(w))
		}
	}
	return line, word
}

// An indenter puts space before each line, and none at the ends of lines.
type indenter struct {
	w    io.Writer
	by   string
	line []byte
	err  error
}

// Write implements io.Writer.
func (in *indenter) Write(p []byte) (int, error) {
	for _, c := range p {
		if c != '\n' {
			in.line = append(in.line, c)
			continue
		}
		in.flush()
	}
	return len(p), in.err
}

// flush writes the line that was collected.
func (in *indenter) flush() error {
	if len(in.line) > 0 && in.err == nil {
		line := strings.TrimRight(in.by+string(in.line), " ")
		_, in.err = io.WriteString(in.w, line+"\n")
	}
	in.line = in.line[:0]
	return in.err
}
