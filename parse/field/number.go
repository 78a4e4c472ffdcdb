package field

import (
	"strconv"
	"strings"

	"ofsted/internal/lazy"
)

// cardinals are the numbers that letters print in words.
var cardinals = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
	"eight": 8, "nine": 9, "ten": 10}

// ordinals are the ordinal numbers that letters print in words.
var ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
	"seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
	"fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
	"twentieth": 20}

// Ordinal returns the number of an ordinal in words or figures: 3 for "third"
// and "3rd". The whole of s must be the ordinal.
func Ordinal(s string) (int, bool) {
	w := strings.ToLower(squash(s))
	if n, ok := ordinals[w]; ok {
		return n, true
	}
	if m := figureOrdinal.FindStringSubmatch(w); m != nil {
		n, err := strconv.Atoi(m[1])
		return n, err == nil && n > 0
	}
	return 0, false
}

var (
	figureOrdinal = lazy.NewRegexp(`^(\d{1,3})(?:st|nd|rd|th)$`)
	visitNumber   = lazy.NewRegexp(`(?i)\b(\w+)\s+(?:and\s+(?:final|last)\s+)?(?:(?:(?:ILACS|Ofsted|full|virtual|quarterly|post[- ]inspection)\s+)?monitoring\s+visit\b|visit\s+since\b)`)
)

// VisitNumber returns the number of the monitoring visit that a sentence
// counts: 3 for "This was the third monitoring visit since …".
func VisitNumber(s string) (int, bool) {
	if !strings.Contains(s, "visit") {
		return 0, false
	}
	for _, m := range visitNumber.FindAllStringSubmatch(squash(s), -1) {
		if n, ok := Ordinal(m[1]); ok {
			return n, true
		}
	}
	return 0, false
}
