package render

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"ofsted/internal/lazy"
)

// escapeRE matches the escape sequences that a terminal obeys: those that
// move and colour (CSI) and those that set titles and links (OSC), with
// their 8-bit forms.
var escapeRE = lazy.NewRegexp(`(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x{9d})[^\x07\x1b\x{9c}]*(?:\x07|\x1b\\|\x{9c})`)

// clean makes a document's text safe and tidy for a terminal, on one line:
// a document must not be able to recolour it, to set its title or to
// overwrite what was printed before.
func clean(text string) string {
	text = strings.Map(func(c rune) rune {
		if c == '\u00ad' || c == unicode.ReplacementChar { // a place to hyphenate; a character that was lost
			return -1
		}
		return c
	}, CleanLine(text))
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == ' ' }), " ")
}

// CleanLine is clean for names of files and for data: it changes nothing that
// can be seen.
func CleanLine(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c) && c != nbsp:
			return ' '
		case isControl(c):
			return -1
		}
		return c
	}, dropEscapes(text))
}

// CleanLines is CleanLine for text of several lines.
func CleanLines(text string) string {
	return strings.Map(func(c rune) rune {
		if isControl(c) && c != '\n' && c != '\t' {
			return -1
		}
		return c
	}, dropEscapes(text))
}

// dropEscapes removes escape sequences. Hardly any text has one, and to look
// for how they begin is quicker than the pattern.
func dropEscapes(text string) string {
	if !strings.ContainsFunc(text, func(c rune) bool { return c == '\x1b' || c == '\u009b' || c == '\u009d' }) {
		return text
	}
	return escapeRE.ReplaceAllString(text, "")
}

// isControl reports whether a character is a control character or reorders
// the text around it.
func isControl(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }

const nbsp = '\u00a0'

// width returns how many columns text takes.
func width(text string) int { return displaywidth.String(text) }

// wrap breaks text into lines of at most so many columns, between words. A
// word that is longer than a line is cut; a character wider than a line gets
// a line of its own.
func wrap(text string, columns int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == ' ' }) {
		n := width(word)
		if line != "" && used+1+n <= columns {
			line, used = line+" "+word, used+1+n
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for n > columns {
			head, tail := cut(word, columns)
			if tail == "" {
				break
			}
			lines = append(lines, head)
			word, n = tail, n-width(head)
		}
		line, used = word, n
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// cut splits a word after as many characters as fit, but after one at least.
// In the second half of what fits it rather splits behind a character that
// divides paths, addresses and compounds.
func cut(word string, columns int) (head, tail string) {
	used, end, divide := 0, 0, 0
	for g := displaywidth.StringGraphemes(word); g.Next(); {
		if end > 0 && used+g.Width() > columns {
			break
		}
		used += g.Width()
		end += len(g.Value())
		if strings.Contains(`/\-_.`, g.Value()) && used > columns/2 {
			divide = end
		}
	}
	if divide > 0 && end < len(word) {
		end = divide
	}
	return word[:end], word[end:]
}

// tail shortens a path to so many columns by its beginning: the name at its
// end says the most.
func tail(path string, columns int) string {
	used := width(path)
	if used <= columns {
		return path
	}
	for g := displaywidth.StringGraphemes(path); used >= columns && g.Next(); {
		path = path[len(g.Value()):]
		used -= g.Width()
	}
	return "…" + path
}

// Wrap divides text into lines of so many columns.
func Wrap(text string, columns int) []string { return wrap(text, columns) }

// wrapAll wraps each line of a text that has several.
func wrapAll(text string, columns int) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrap(line, columns)...)
	}
	return lines
}

// hang lays text out behind a label: the first line beside it, the others
// below the first, all within so many columns.
func hang(label, text string, columns int) []string {
	indent := width(label)
	lines := wrapAll(text, max(columns-indent, 1))
	for i, line := range lines {
		if i == 0 {
			lines[i] = label + line
		} else {
			lines[i] = strings.Repeat(" ", indent) + line
		}
	}
	return lines
}
