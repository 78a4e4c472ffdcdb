package render

import (
	"strings"
	"testing"
)

func TestFileNames(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("/", 1<<20)
	n := namesOf([]string{"home/ann/a.pdf", `C:\Users\ann\b.pdf`, "x/c.pdf", "y/c.pdf", "-", "https://example.org/d.pdf", "folder/", "old/home/ann/a.pdf2", huge})
	for path, want := range map[string]string{
		"home/ann/a.pdf":            "a.pdf",
		`C:\Users\ann\b.pdf`:        "b.pdf",
		"x/c.pdf":                   "x/c.pdf",
		"y/c.pdf":                   "y/c.pdf",
		"-":                         "standard input",
		"https://example.org/d.pdf": "https://example.org/d.pdf",
		"folder/":                   "folder",
		"elsewhere/e.pdf":           "e.pdf",
	} {
		if got := n.of(path); got != want {
			t.Errorf("%s is called %q, want %q", path, got, want)
		}
	}
	const message = "home/ann/a.pdf: one of two-week inspections, as y/c.pdf; not old/home/ann/a.pdf2"
	if got, want := n.in(message), "a.pdf: one of two-week inspections, as y/c.pdf; not a.pdf2"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
