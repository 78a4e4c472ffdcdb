package field

import (
	"strconv"
	"strings"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// frameworkItems are what the Children's Social Care National Framework
// (Department for Education, December 2023) numbers, with words that tell
// each title from the others: letters print "(enabler: the workforce is
// equipped and effective, national framework)" as well as "(enabler 3)".
var frameworkItems = map[string][]string{
	"outcome": {"stay together", "family network", "safe in and outside", "stable, loving homes"},
	"enabler": {"multi-agency working", "leaders drive", "workforce is equipped"},
	"principle": {"welfare is paramount", "wishes and feelings", "partnership with whole families",
		"raised by their families", "work with other agencies", "economic and social circumstances"},
}

// oneNumber is a number in one figure or in words.
const oneNumber = `(?:\b(?:\d|one|two|three|four|five|six)\b)`

var (
	bracketed = lazy.NewRegexp(`[(\[]([^()\[\]]*)[)\]]?`)
	trailing  = lazy.NewRegexp(`(?i)\b(?:outcome|enabler|principle)s?\b[^.;()]{0,90}?\bnational\s+framework\b`)
	item      = lazy.NewRegexp(`(?i)\b(outcome|enabler|principle)s?\b`)
	// numbers are what may follow an item at once: "4", "one and 3", "1 to 3".
	numbers = lazy.NewRegexp(`(?i)^[\s:.–—-]*(` + oneNumber + `(?:\s*(?:,|;|&|/|[-–—]|\band\b|\bto\b)+\s*` + oneNumber + `)*)\b`)
	digits  = lazy.NewRegexp(oneNumber)
	number  = lazy.NewRegexp(`(?i)` + oneNumber + `(?:\s*(?:[-–—]|to)\s*` + oneNumber + `)?`)
)

// References returns the outcomes, enablers and principles of the national
// framework that a paragraph refers to, in printed order and once each:
// "(outcome 1 and enabler 2, national framework)". A number that the
// framework does not have is not a reference.
func References(s string) []model.Reference {
	if !containsAny(s, "utcome", "OUTCOME", "nabler", "ENABLER", "rinciple", "PRINCIPLE") {
		return nil
	}
	if s = squash(s); !containsAny(s, "(", "[", "ational", "ATIONAL") {
		return nil // as nearly always; looked for once no soft hyphen parts it
	}
	var refs []model.Reference
	add := func(kind string, n int) {
		r := model.Reference{Kind: kind, Number: n}
		if n < 1 || n > len(frameworkItems[kind]) {
			return
		}
		for _, have := range refs {
			if have == r {
				return
			}
		}
		refs = append(refs, r)
	}
	for _, phrase := range referencePhrases(s) {
		kinds := item.FindAllStringSubmatchIndex(phrase, -1)
		for i, at := range kinds {
			kind := strings.ToLower(phrase[at[2]:at[3]])
			end := len(phrase)
			if i+1 < len(kinds) {
				end = kinds[i+1][0]
			}
			readNumbers(kind, phrase[at[1]:end], add)
		}
	}
	return refs
}

// referencePhrases returns the brackets of s that hold a reference, and a
// reference that lost its brackets but names the framework.
func referencePhrases(s string) []string {
	var phrases []string
	rest := bracketed.ReplaceAllStringFunc(s, func(b string) string {
		inside := strings.Trim(b, "()[]")
		if at := item.FindStringIndex(inside); at != nil && at[0] <= len("national framework: ") {
			phrases = append(phrases, inside)
		}
		return ""
	})
	return append(phrases, trailing.FindAllString(rest, -1)...)
}

// readNumbers reads what follows "outcomes" in a reference: figures, words,
// spans, or the item's title.
func readNumbers(kind, s string, add func(kind string, n int)) {
	lower := strings.ToLower(straight(s))
	if m := numbers.FindStringSubmatch(lower); m != nil {
		for _, n := range number.FindAllString(m[1], -1) {
			ends := digits.FindAllString(n, -1)
			for i := figure(ends[0]); i <= figure(ends[len(ends)-1]); i++ {
				add(kind, i)
			}
		}
		return
	}
	for i, words := range frameworkItems[kind] {
		if strings.Contains(lower, words) {
			add(kind, i+1)
		}
	}
}

// figure returns the value of a number in words or one figure, or 0.
func figure(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return cardinals[s]
}
