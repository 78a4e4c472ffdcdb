package render

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// words returns random text: short and long words, wide and combining
// characters, spaces that do not break.
func randomText(r *rand.Rand) string {
	alphabet := []string{"a", "b", "–", "é", "e\u0301", "漢", "👩‍👧", "-", "/", " ", " ", " ", "\u00a0", "’"}
	var b strings.Builder
	for range r.IntN(120) {
		b.WriteString(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

// squeeze takes out the spaces at which lines may break.
func squeeze(text string) string { return strings.ReplaceAll(text, " ", "") }

func TestWrap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		text, columns := randomText(r), 2+r.IntN(40)
		lines := wrap(text, columns)
		for _, line := range lines {
			if width(line) > columns {
				t.Fatalf("wrap(%q, %d): %q is %d wide", text, columns, line, width(line))
			}
			if strings.TrimSpace(line) != line && strings.Trim(line, " ") != line {
				t.Fatalf("wrap(%q, %d): space at an end of %q", text, columns, line)
			}
		}
		if got := strings.Join(lines, ""); squeeze(got) != squeeze(text) {
			t.Fatalf("wrap(%q, %d) lost or added something: %q", text, columns, lines)
		}
	}
}

func TestWrapKeepsWordsThatFit(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		text := randomText(r)
		longest := 1
		for word := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ' ' }) {
			longest = max(longest, width(word))
		}
		var want, got []string
		want = strings.FieldsFunc(text, func(c rune) bool { return c == ' ' })
		for _, line := range wrap(text, longest) {
			got = append(got, strings.FieldsFunc(line, func(c rune) bool { return c == ' ' })...)
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("wrap(%q, %d) cut a word: %q", text, longest, got)
		}
	}
}

func TestHang(t *testing.T) {
	got := strings.Join(hang("  1. ", "one two three four", 14), "\n")
	want := "  1. one two\n     three\n     four"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCutPrefersDividers(t *testing.T) {
	got := strings.Join(wrap("reports/blackpool-2018.pdf", 15), " ")
	if want := "reports/ blackpool-2018. pdf"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b[31mb\x1b[0mc":            "abc",
		"a\x1b]0;title\x07b":            "ab",
		"a\u009b31mb":                   "ab",
		"a\x1b]8;;http://x\x1b\\b":      "ab",
		"over\rwritten\bx":              "over writtenx",
		"gnp\u202egpj.exe":              "gnpgpj.exe",
		" two  spaces\tand\u2028a line": "two spaces and a line",
		"soft\u00adhyphen":              "softhyphen",
		"un\x1bterminated \x1b]0;title": "unterminated ]0;title",
		"p.\u00a03":                     "p.\u00a03",
	} {
		if got := clean(text); got != want {
			t.Errorf("clean(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two three", 5)
	f.Add("漢字\u0301 x", 2)
	f.Fuzz(func(t *testing.T, text string, columns int) {
		if !utf8.ValidString(text) || columns < 2 || columns > 200 {
			t.Skip()
		}
		text = clean(text)
		lines := wrap(text, columns)
		if squeeze(strings.Join(lines, "")) != squeeze(text) {
			t.Errorf("lost or added something: %q", lines)
		}
		for _, line := range lines {
			if width(line) > columns {
				t.Errorf("%q is %d wide", line, width(line))
			}
		}
	})
}
