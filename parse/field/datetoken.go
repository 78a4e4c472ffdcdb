package field

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/lazy"
)

// tokenKind is what a word or sign means in a date.
type tokenKind int

const (
	other   tokenKind = iota // anything that parts two dates
	numeral                  // one or two figures, perhaps a day
	month
	year
	figures // 12/09/2016
	dash    // a dash, to, until
	list    // and, &, /, ;
	comma
	span   // between
	filler // on, from, the: nothing after a join, a break elsewhere
	unread // a character that could not be read, next to one that belongs to a date
)

type token struct {
	kind       tokenKind
	n          int // day, month or year
	day        day // of figures
	capital    bool
	word       bool // of letters
	start, end int
}

// words are the words that mean something in a date, beside months.
var words = map[string]tokenKind{
	"to": dash, "until": dash, "till": dash, "til": dash, "through": dash,
	"and": list, "then": list, "plus": list, "between": span,
	"on": filler, "from": filler, "again": filler, "also": filler, "in": filler, "the": filler,
}

// unsaid are words that a date may hold and that add nothing to it.
var unsaid = map[string]bool{"of": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"mon": true, "tue": true, "tues": true, "wed": true, "weds": true, "thu": true, "thur": true, "thurs": true, "fri": true}

var monthNames = []string{"january", "february", "march", "april", "may", "june", "july", "august",
	"september", "october", "november", "december"}

var (
	dayFirst  = lazy.NewRegexp(`^(\d{1,2}) ?([/.]) ?(\d{1,2}) ?([/.]) ?(\d{4}|\d{2})`)
	dashed    = lazy.NewRegexp(`^(\d{1,2})-(\d{1,2})-(\d{4})`)
	yearFirst = lazy.NewRegexp(`^(\d{4})-(\d{2})-(\d{2})`)
)

// lex splits a text into what can be part of a date and everything else.
func lex(s string) []token {
	tokens := make([]token, 0, 16)
	emit := func(t token) {
		// One break parts as well as many.
		if n := len(tokens); t.kind != other || n == 0 || tokens[n-1].kind != other {
			tokens = append(tokens, t)
		}
	}
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(c), invisible(c), strings.ContainsRune(markers, c):
			i += size
		case '0' <= c && c <= '9':
			t := lexDigits(s, i)
			emit(t)
			i = t.end
		case unicode.IsLetter(c):
			end := i + wordLength(s[i:])
			if t, ok := lexWord(s, i, end); ok {
				emit(t)
			}
			i = end
			if i < len(s) && s[i] == '.' && len(tokens) > 0 && tokens[len(tokens)-1].kind == month && tokens[len(tokens)-1].end == i {
				i++ // the full stop of "Sept."
			}
		case c == '(':
			i += asideLength(s[i:])
			if s[i-1] != ')' {
				emit(token{kind: other, start: i - 1, end: i})
			}
		default:
			k := other
			switch {
			case c == unreadable:
				size = unreadLength(s[i:])
				k = lexUnread(s, i, i+size)
			case isDash(c):
				k = dash
			case c == '&', c == '/', c == ';', c == '+':
				k = list
			case c == ',':
				k = comma
			}
			emit(token{kind: k, start: i, end: i + size})
			i += size
		}
	}
	return tokens
}

// unreadable is what readers show for a character that a font gives no meaning
// to, or a file no sound one.
const unreadable = utf8.RuneError

// unreadLength returns the length of the unreadable characters that s begins
// with, and of the signs among them: a damaged font shows one dash as several.
func unreadLength(s string) int {
	if n := strings.IndexFunc(s, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("(),.;&/", c)
	}); n > 0 {
		return n
	}
	return len(s)
}

// lexUnread says what unreadable characters may be. By themselves between two
// dates they are the dash, which damaged fonts often lose; next to a figure or
// a letter they may be others of the same number or word.
func lexUnread(s string, start, end int) tokenKind {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	after, _ := utf8.DecodeRuneInString(s[end:])
	if start > 0 && !unicode.IsSpace(before) || end < len(s) && !unicode.IsSpace(after) {
		return unread
	}
	return dash
}

// longestAside is the longest bracket that may stand between two dates.
const longestAside = 60

// asideLength returns the length of a bracket without figures, "(on site)",
// which may stand between two dates; or 1, the bracket's own sign.
func asideLength(s string) int {
	end := strings.IndexByte(s[:min(len(s), longestAside)], ')')
	if end < 0 || strings.ContainsAny(s[:end], "0123456789") {
		return 1
	}
	return end + 1
}

func wordLength(s string) int {
	for i, c := range s {
		if !unicode.IsLetter(c) && c != '\'' && c != '’' && !unicode.Is(unicode.Mn, c) {
			return i
		}
	}
	return len(s)
}

func lexWord(s string, start, end int) (token, bool) {
	w := strings.ToLower(s[start:end])
	if unsaid[w] {
		return token{}, false
	}
	t := token{kind: words[w], word: true, start: start, end: end}
	if n := monthNumber(w); n != 0 {
		t.kind, t.n, t.capital = month, n, s[start] >= 'A' && s[start] <= 'Z'
	}
	return t, true
}

// lexDigits reads a number: a date in figures, a year, or a day with or
// without its ordinal ending.
func lexDigits(s string, start int) token {
	if t, ok := lexFigures(s, start); ok {
		return t
	}
	end := start
	for end < len(s) && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	t := token{kind: other, start: start, end: end}
	n, err := strconv.Atoi(s[start:end])
	switch digits := end - start; {
	case err != nil:
	case digits == 4 && 1900 <= n && n <= 2099:
		t.kind, t.n = year, n
	case digits <= 2 && n > 0:
		t.kind, t.n = numeral, n
		t.end += ordinalEnding(s[end:])
	}
	return t
}

// ordinalEnding returns the length of "th" in "5th" and "5thDecember".
func ordinalEnding(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch strings.ToLower(s[:2]) {
	case "st", "nd", "rd", "th":
		if n := wordLength(s); n == 2 || monthNumber(strings.ToLower(s[2:n])) != 0 {
			return 2
		}
	}
	return 0
}

// unheard is a day or month that is printed as 0, which no calendar holds; 0
// itself is one that is not printed.
const unheard = -1

func lexFigures(s string, start int) (token, bool) {
	var y, m, d, length int
	rest := s[start:]
	atoi := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if f := dayFirst.FindStringSubmatch(rest); f != nil && f[2] == f[4] {
		d, m, y, length = atoi(f[1]), atoi(f[3]), atoi(f[5]), len(f[0])
	} else if f := dashed.FindStringSubmatch(rest); f != nil {
		d, m, y, length = atoi(f[1]), atoi(f[2]), atoi(f[3]), len(f[0])
	} else if f := yearFirst.FindStringSubmatch(rest); f != nil {
		y, m, d, length = atoi(f[1]), atoi(f[2]), atoi(f[3]), len(f[0])
	} else {
		return token{}, false
	}
	if length < len(rest) && '0' <= rest[length] && rest[length] <= '9' {
		return token{}, false
	}
	if y < 100 {
		y += 2000
	}
	if m == 0 {
		m = unheard
	}
	if d == 0 {
		d = unheard
	}
	t := token{kind: figures, day: day{y, m, d}, start: start, end: start + length}
	if y < 1900 || y > 2099 {
		t.kind = other
	}
	return t, true
}

// monthNumber returns 1 to 12 for a month's name in lower case, in full, cut
// to three letters ("sept" too) or with one slip of the keyboard in a long
// name, and 0 for any other word.
func monthNumber(w string) int {
	if len(w) < 3 {
		return 0
	}
	for i, name := range monthNames {
		if w == name || w == name[:3] {
			return i + 1
		}
	}
	if w == "sept" {
		return 9
	}
	if len(w) >= 6 {
		for i, name := range monthNames {
			if len(name) >= 7 && oneSlip(w, name) {
				return i + 1
			}
		}
	}
	return 0
}

// oneSlip reports whether one letter more, less, wrong or swapped with its
// neighbour makes a of b.
func oneSlip(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	switch {
	case len(a) == len(b)+1:
		return a[1:] == b
	case len(a)+1 == len(b):
		return a == b[1:]
	case len(a) != len(b) || len(a) == 0:
		return false
	}
	return a[1:] == b[1:] || len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
}
