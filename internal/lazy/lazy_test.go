package lazy_test

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	_ "ofsted/cmd" // whose packages have the program's patterns
	"ofsted/internal/lazy"
)

// Every pattern of the program can be compiled, although the program itself
// compiles only what it uses.
func TestPatterns(t *testing.T) {
	t.Parallel()
	patterns := lazy.Patterns()
	if !slices.ContainsFunc(patterns, func(p string) bool { return strings.Contains(p, `inspectors?`) }) {
		t.Errorf("%d patterns, and none is the parsers’", len(patterns))
	}
	for _, p := range patterns {
		if _, err := regexp.Compile(p); err != nil && p != broken {
			t.Error(err)
		}
	}
}

// broken is a pattern that cannot be compiled.
const broken = `broken (on purpose`

func TestBrokenPattern(t *testing.T) {
	t.Parallel()
	re := lazy.NewRegexp(broken)
	if !slices.Contains(lazy.Patterns(), broken) {
		t.Error("no test would find it")
	}
	defer func() {
		if recover() == nil {
			t.Error("its use goes unnoticed")
		}
	}()
	re.MatchString("broken")
}

// A lazy expression gives what an expression of the library gives.
func TestRegexp(t *testing.T) {
	t.Parallel()
	const pattern = `(?i)\b(\d+)\s*(children|visits?)\b`
	want := regexp.MustCompile(pattern)
	for _, s := range []string{"", "none", "3 visits", "12 Children, 1 visit and 3 visits"} {
		got := lazy.NewRegexp(pattern)
		if got.String() != want.String() {
			t.Errorf("pattern %q", got)
		}
		if diff := cmp.Diff(results(want, s), results(got, s)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", s, diff)
		}
	}
}

// An expression is what regexp.Regexp and lazy.Regexp have in common.
type expression interface {
	Match(b []byte) bool
	MatchString(s string) bool
	FindString(s string) string
	FindStringIndex(s string) []int
	FindStringSubmatch(s string) []string
	FindStringSubmatchIndex(s string) []int
	FindAllString(s string, n int) []string
	FindAllStringIndex(s string, n int) [][]int
	FindAllStringSubmatch(s string, n int) [][]string
	FindAllStringSubmatchIndex(s string, n int) [][]int
	ReplaceAll(src, repl []byte) []byte
	ReplaceAllString(src, repl string) string
	ReplaceAllStringFunc(src string, repl func(string) string) string
	Split(s string, n int) []string
}

func results(e expression, s string) []any {
	return []any{
		e.Match([]byte(s)), e.MatchString(s), e.FindString(s), e.FindStringIndex(s), e.FindStringSubmatch(s), e.FindStringSubmatchIndex(s),
		e.FindAllString(s, 2), e.FindAllStringIndex(s, -1), e.FindAllStringSubmatch(s, -1), e.FindAllStringSubmatchIndex(s, 2),
		e.ReplaceAll([]byte(s), []byte("$2 $1")), e.ReplaceAllString(s, "$2 $1"), e.ReplaceAllStringFunc(s, strings.ToUpper), e.Split(s, 2),
	}
}

// Several goroutines may be the first to use an expression.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	re := lazy.NewRegexp(`^visit \d+$`)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if !re.MatchString("visit 3") || re.MatchString("visit three") {
				t.Error("wrong answer")
			}
		})
	}
	wg.Wait()
}

func BenchmarkMatchString(b *testing.B) {
	const pattern, text = `^visit \d+$`, "no visit"
	for name, e := range map[string]expression{"lazy": lazy.NewRegexp(pattern), "library": regexp.MustCompile(pattern)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				e.MatchString(text)
			}
		})
	}
}
