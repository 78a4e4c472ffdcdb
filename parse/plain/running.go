package plain

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ofsted/internal/lazy"
)

var pageNumber = lazy.NewRegexp(`(?i)^[-–| ]*(?:page )?(\d{1,3})(?: of \d{1,3})?[-–| ]*$`)

// Lines of running headers and footers stand this close to the edge of a page.
const (
	headerLines = 3
	footerLines = 4
)

// markRunning marks the furniture of the pages: lines that come again, but
// for their numbers, at the same edge of other pages, and page numbers.
func markRunning(lines []line, pages int) {
	if pages < 2 {
		markInlineRunning(lines)
		return
	}
	var all [][]line
	for first := 0; first < len(lines); {
		last := first
		for last < len(lines) && lines[last].page == lines[first].page {
			last++
		}
		all = append(all, lines[first:last])
		first = last
	}
	heads, feet := map[string]int{}, map[string]int{}
	for _, page := range all {
		count(heads, page[:min(headerLines, len(page))])
		count(feet, page[max(0, len(page)-footerLines):])
	}
	for i, page := range all {
		// What heads the first page is the title, even if running headers
		// repeat it.
		if i > 0 {
			markEdge(page, heads, enough(len(all)), headerLines, +1)
		}
		markEdge(page, feet, enough(len(all)), footerLines, -1)
	}
}

// enough is on how many of so many pages a line must stand at the same edge
// to be furniture. A heading may begin two pages of a long report: both
// halves of one under the single inspection framework have "Recommendations".
func enough(pages int) int { return max(2, pages/4) }

// furniture returns what a running line has in common with itself on another
// page: its text without the numbers.
func furniture(s string) string {
	number := false
	s = strings.Map(func(r rune) rune {
		was := number
		number = unicode.IsDigit(r)
		switch {
		case number && was:
			return -1
		case number:
			return '#'
		}
		return unicode.ToLower(r)
	}, s)
	return strings.Trim(s, "# |-–")
}

// count adds each text of one page's edge to seen, once.
func count(seen map[string]int, edge []line) {
	var keys []string
	for _, ln := range edge {
		if key := furniture(ln.text); strings.ContainsFunc(key, unicode.IsLetter) && !slices.Contains(keys, key) {
			keys = append(keys, key)
			seen[key]++
		}
	}
}

// markEdge marks lines that enough pages have from an edge of the page inward
// (step +1 from the top, -1 from the foot), and one page number.
func markEdge(page []line, seen map[string]int, enough, depth, step int) {
	at := 0
	if step < 0 {
		at = len(page) - 1
	}
	numbered := false
	for range min(depth, len(page)) {
		ln := &page[at]
		switch label, _ := Label(ln.text); {
		case ln.mark == running:
		case startsText(page[at:]):
			return
		case !numbered && pageNumber.MatchString(ln.text):
			numbered = true
			ln.mark = running
		case seen[furniture(ln.text)] >= enough && label == "":
			ln.mark = running
		default:
			return
		}
		at += step
	}
}

// markInlineRunning finds the furniture in text that lost its page breaks, as
// copying from a PDF viewer makes it: page numbers alone on their lines that
// count up, and the lines beside them that come again.
func markInlineRunning(lines []line) {
	var numbers []int
	next := 0
	for i, ln := range lines {
		m := pageNumber.FindStringSubmatch(ln.text)
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[1])
		if len(numbers) == 0 && n <= 3 || n == next {
			numbers = append(numbers, i)
			next = n + 1
		}
	}
	if len(numbers) < 3 {
		return
	}
	seen := map[string]int{}
	beside := func(at int) []line { return lines[max(0, at-2):min(len(lines), at+3)] }
	for _, at := range numbers {
		count(seen, beside(at))
	}
	for _, at := range numbers {
		lines[at].mark = running
		for i := max(0, at-2); i < min(len(lines), at+3); i++ {
			if seen[furniture(lines[i].text)] >= max(3, enough(len(numbers))) && !startsText(lines[i:]) {
				lines[i].mark = running
			}
		}
	}
}

// startsText reports whether the first line is one of several of a paragraph.
func startsText(lines []line) bool {
	return len(lines) > 1 && !lines[1].gap && runsOn(&lines[0], &lines[1])
}

// markNotes marks the numbers of footnotes that stand alone on their lines,
// as pdftotext prints a raised number. They count up through the document,
// and nothing but notes follows them on their page.
func markNotes(lines []line) {
	next := 1
	for i := range lines {
		n, err := strconv.Atoi(lines[i].text)
		if err != nil || n != next || lines[i].mark != noMark || !noteFollows(lines[i:]) {
			continue
		}
		lines[i].mark = noteMark
		next++
	}
}

// Notes at the foot of one page take no more lines than this.
const maxNoteLines = 16

// noteFollows reports whether after its first line, a note's number, a page
// holds only notes.
func noteFollows(lines []line) bool {
	if far := maxNoteLines + footerLines + 1; len(lines) > far && lines[far].page == lines[0].page {
		return false
	}
	n := 0
	for _, ln := range lines[1:] {
		if ln.page != lines[0].page {
			break
		}
		if ln.mark == running {
			continue
		}
		if label, _ := Label(ln.text); label != "" || n == maxNoteLines {
			return false
		}
		n++
	}
	return n > 0
}
