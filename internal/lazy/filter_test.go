package lazy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/internal/lazy"
)

// odd are patterns of every kind that a filter looks into.
var odd = []string{
	``, `^`, `^$`, `$`, `a*`, `^a*`, `^a*b`, `^(a|)b`, `^a|b`, `(^a|^b)c`, `^(a|b|^c)d`, `(?i)^kelvin|^straße`, `(?i)k`, `^[^a]`, `^\W`, `^\pL{3,}`,
	`^(?:x )?^abc`, `a?^b`, `^a{0,2}b{2}`, `^.x`, `(?s)^.`, `\bvisit\b`, `visit(s| to)`, `(abc|de)f`, `(abc|def)+g`, `(abc|def)*g`, `^é`, `[é-ü]b`, `(?m)^a`, `\Aa\z`,
	`abc\xffd`, `x*abc`, `(abc){0,1}d`, `^\Bx`, `[^\x00-\x{10FFFF}]`, `(one|two|three|four)`, `(one|two|three|four|five)`, `abc(one|two)`,
	"ab\uFFFD", `\x{FFFD}*abc`, `abc\x{D800}`, `(?i:abc)d`, `(?m:^)abc`, `(?-m:^)(?:)abc`, `(?:(?:)|^)abc`, `(?:^)*abc`, `(?:(?:^a?)+b)`,
}

// Of no text with a match does an expression say that it has none.
func TestFilters(t *testing.T) {
	t.Parallel()
	texts := []string{"", "a", "b", "ab", "abc", "bd", "ad", "cd", "\xff", "ab\xff", "ab\uFFFD", "abc\uFFFD", "ABCd", "x\nabc", "éa", "üb", "Kelvin", "STRASSE", "ſ", "x abc", "\na", "two visits to Bury"}
	lines := append(slices.Clone(texts), letterLines(t)...)
	for _, p := range append(odd, lazy.Patterns()...) {
		if p == broken {
			continue
		}
		want, got := regexp.MustCompile(p), lazy.NewRegexp(p)
		for _, s := range lines {
			if want.MatchString(s) != got.MatchString(s) {
				t.Errorf("%s: %q: %v", p, s, got.MatchString(s))
			}
		}
	}
	for _, p := range odd {
		for _, s := range texts {
			if diff := cmp.Diff(results(regexp.MustCompile(p), s), results(lazy.NewRegexp(p), s)); diff != "" {
				t.Errorf("%s: %q (-want +got):\n%s", p, s, diff)
			}
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// letterLines returns the lines of specimen letters without their tags, as they
// are and in lower case, which patterns are written for.
func letterLines(t *testing.T) (lines []string) {
	paths, err := filepath.Glob("../../testdata/letters/*.html")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d letters, %v", len(paths), err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(tag.ReplaceAllString(line, " "))
			lines = append(lines, line, strings.ToLower(line))
		}
	}
	return lines
}

// FuzzFilter compares expressions with those of the library.
func FuzzFilter(f *testing.F) {
	for _, p := range odd {
		f.Add(p, "abcd")
		f.Add(p, "Édf visits")
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		want, err := regexp.Compile(pattern)
		if err != nil || len(pattern) > 100 {
			t.Skip()
		}
		if got := lazy.NewRegexp(pattern).FindStringIndex(text); !cmp.Equal(got, want.FindStringIndex(text)) {
			t.Errorf("%q in %q: %v, want %v", pattern, text, got, want.FindStringIndex(text))
		}
	})
}
