// Package lazy puts off what is dear until it is needed. The program starts
// dozens of times while somebody types a command line or a script runs over a
// folder, and most commands need only a few of the expressions that the
// parsers know; compiled before main, all of them would take longer than the
// rest of a short command.
//
// What each package costs at the start is shown by
//
//	GODEBUG=inittrace=1 ofsted version
//
// and by BenchmarkStart. For tables and other values there is sync.OnceValue.
package lazy

import (
	"regexp"
	"slices"
	"sync"
)

// A Regexp is a regular expression that is compiled when it is first used.
// Its methods are those of regexp.Regexp. It is safe for use by several
// goroutines, and costs one atomic load more than a regexp.Regexp.
type Regexp struct {
	pattern  string
	once     sync.Once
	compiled *regexp.Regexp
	filter   *filter
}

var (
	mutex    sync.Mutex
	patterns []string
)

// NewRegexp returns an expression for a package's variable, which is to stay
// as long as the program runs. The first use of a pattern that is wrong
// panics; so that no user is the first, Patterns lists it for a test.
func NewRegexp(pattern string) *Regexp {
	mutex.Lock()
	defer mutex.Unlock()
	patterns = append(patterns, pattern)
	return &Regexp{pattern: pattern}
}

// Patterns returns the patterns of all expressions that the packages of the
// program have.
func Patterns() []string {
	mutex.Lock()
	defer mutex.Unlock()
	return slices.Clone(patterns)
}

func (r *Regexp) get() *regexp.Regexp {
	r.once.Do(r.compile)
	return r.compiled
}

func (r *Regexp) compile() {
	r.compiled, r.filter = regexp.MustCompile(r.pattern), newFilter(r.pattern)
}

// lets reports whether s may hold a match.
func (r *Regexp) lets(s string) bool {
	r.once.Do(r.compile)
	return r.filter.lets(s)
}

// String returns the pattern.
func (r *Regexp) String() string { return r.pattern }

// Match reports whether b holds a match.
func (r *Regexp) Match(b []byte) bool { return r.get().Match(b) }

// MatchString reports whether s holds a match.
func (r *Regexp) MatchString(s string) bool { return r.lets(s) && r.compiled.MatchString(s) }

// FindString returns the first match in s.
func (r *Regexp) FindString(s string) string {
	if !r.lets(s) {
		return ""
	}
	return r.compiled.FindString(s)
}

// FindStringIndex returns where the first match in s begins and ends.
func (r *Regexp) FindStringIndex(s string) []int {
	if !r.lets(s) {
		return nil
	}
	return r.compiled.FindStringIndex(s)
}

// FindStringSubmatch returns the first match in s and its groups.
func (r *Regexp) FindStringSubmatch(s string) []string {
	if !r.lets(s) {
		return nil
	}
	return r.compiled.FindStringSubmatch(s)
}

// FindStringSubmatchIndex returns where the first match in s and its groups
// begin and end.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	if !r.lets(s) {
		return nil
	}
	return r.compiled.FindStringSubmatchIndex(s)
}

// FindAllString returns the first n matches in s, or all where n is negative.
func (r *Regexp) FindAllString(s string, n int) []string {
	if !r.lets(s) {
		return nil
	}
	return r.compiled.FindAllString(s, n)
}

// FindAllStringIndex returns where the first n matches in s begin and end.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if !r.lets(s) {
		return nil
	}
	return r.compiled.FindAllStringIndex(s, n)
}

// FindAllStringSubmatch returns the first n matches in s and their groups.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	if !r.lets(s) {
		return nil
	}
	return r.compiled.FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex returns where the first n matches in s and their
// groups begin and end.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !r.lets(s) {
		return nil
	}
	return r.compiled.FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces all matches in src by repl, in which $1 is the
// first group.
func (r *Regexp) ReplaceAllString(src, repl string) string {
	if !r.lets(src) {
		return src
	}
	return r.compiled.ReplaceAllString(src, repl)
}

// ReplaceAll replaces all matches in src by repl, in which $1 is the first
// group, and returns a copy.
func (r *Regexp) ReplaceAll(src, repl []byte) []byte { return r.get().ReplaceAll(src, repl) }

// ReplaceAllStringFunc replaces all matches in src by what repl makes of them.
func (r *Regexp) ReplaceAllStringFunc(src string, repl func(string) string) string {
	if !r.lets(src) {
		return src
	}
	return r.compiled.ReplaceAllStringFunc(src, repl)
}

// Split cuts s at its matches into n parts at most, or all where n is
// negative.
func (r *Regexp) Split(s string, n int) []string { return r.get().Split(s, n) }
