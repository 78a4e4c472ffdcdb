package render

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ofsted/internal/tidy"
	"ofsted/model"
)

// cell returns what the workbook holds for a value of a column; nil leaves the
// cell empty.
func (l looks) cell(c tidy.Column, value any) any {
	switch v := value.(type) {
	case nil:
		return nil
	case int64:
		return excelize.Cell{StyleID: l.plain, Value: v}
	case string:
		switch c.Type {
		case tidy.Date:
			if day, ok := excelDay(v); ok {
				return excelize.Cell{StyleID: l.date, Value: day}
			}
		case tidy.Grade:
			return l.grade(model.Grade(v))
		}
	}
	style := l.plain
	if c.Wide {
		style = l.wide
	}
	return l.text(style, tidy.Joined(value))
}

// text returns a cell of text. Without any the cell is empty, so that filters
// find it among the blanks.
func (l looks) text(style int, text string) any {
	if text = cellText(text); text == "" {
		return nil
	}
	return excelize.Cell{StyleID: style, Value: text}
}

// grade returns a grade as a word in its colour.
func (l looks) grade(g model.Grade) any {
	style, ok := l.grades[g]
	if !ok { // not one that we know: as it is
		return l.text(l.plain, string(g))
	}
	return l.text(style, shortGrade(g))
}

// excelDay returns a full day as Excel counts days, which it does from 1900.
func excelDay(iso string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, iso)
	return day, err == nil && day.Year() >= 1900
}

// The widths of columns, in characters of the usual font.
const (
	leastChars = 8
	mostChars  = 40
	wideChars  = 80
	dateChars  = 13
	filterRoom = 4 // for the button of the filter beside the head
)

// columnChars returns the width of the column i, judged by some rows.
func columnChars(c tidy.Column, i int, rows []tidy.Row) float64 {
	if c.Wide {
		return wideChars
	}
	chars := leastChars
	for word := range strings.FieldsSeq(c.Name) { // the head wraps
		chars = max(chars, width(word)+filterRoom)
	}
	for _, row := range rows {
		chars = max(chars, valueChars(c, row[i])+2)
	}
	return float64(min(chars, mostChars))
}

// valueChars returns how many characters wide a value is when it is shown.
func valueChars(c tidy.Column, value any) int {
	text := tidy.Joined(value)
	switch c.Type {
	case tidy.Date:
		return min(len(text), dateChars)
	case tidy.Grade:
		return width(shortGrade(model.Grade(text)))
	}
	return width(text[:min(len(text), 4*mostChars)])
}

// cellText makes text fit into a cell: without the characters that XML has no
// way to write (XML 1.0, section 2.2), and cut, saying so, where it is longer
// than a cell may be.
func cellText(text string) string {
	text = strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == '\uFFFE' || c == '\uFFFF' {
			return -1
		}
		return c
	}, text)
	units := units16(text)
	if units <= excelize.TotalCellChars {
		return text
	}
	room := excelize.TotalCellChars - units16(cutMark(units)) // no count of what is cut is longer
	for i, c := range text {
		if room -= utf16.RuneLen(c); room < 0 {
			return text[:i] + cutMark(units16(text[i:]))
		}
	}
	return text
}

// cutMark stands where so many characters were cut.
func cutMark(n int) string { return fmt.Sprintf("… [cut: %d characters]", n) }

// units16 returns the length of text as Excel counts it: in units of UTF-16.
func units16(text string) int {
	n := 0
	for _, c := range text {
		n += utf16.RuneLen(c)
	}
	return n
}
