package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ofsted/parse/pdf/pdftest"
)

// bombs are files that are over a limit, by what their errors say of it.
var bombs = map[string]func() []byte{
	"more pages than the 5,000": func() []byte {
		return pdftest.Paged(make([]string, 5001)...).Bytes()
	},
	"a stream of page 1 inflates to more than the 64 MB": func() []byte {
		d := pdftest.Paged(strings.Repeat(" ", 65_000_000))
		d.Flate = true
		return d.Bytes()
	},
	"its streams inflate to more than the 128 MB": func() []byte { return pdftest.Bombed(1).Bytes() },
	"more objects than the 200,000": func() []byte {
		return []byte("%PDF-1.7\n" + strings.Repeat("1 0 obj null ", 200_001))
	},
	"its objects refer to each other more often than the 200,000": func() []byte {
		d := pdftest.Paged("/X Do")
		for range 20 { // each draws the one before twice
			d.Resources = fmt.Sprintf("/XObject<</X %d 0 R>>", d.Stream(fmt.Sprintf("/Subtype/Form/Resources<<%s>>", d.Resources), "/X Do /X Do"))
		}
		return d.Bytes()
	},
	"its structure tree has more than the 500,000 elements": func() []byte {
		d := pdftest.Paged(pdftest.Text(72, 700, "Text."))
		d.Tree = pdftest.E("Document", pdftest.Raw(strings.Repeat("0 ", 500_001)))
		return d.Bytes()
	},
	"its structure tree has more than the 100 levels": func() []byte {
		d := pdftest.Paged(pdftest.Text(72, 700, "Text."))
		e := pdftest.E("P")
		for range 101 {
			e = pdftest.E("Div", e)
		}
		d.Tree = e
		return d.Bytes()
	},
	"more elements than the 500,000": func() []byte { return []byte("<html>" + strings.Repeat("<p>text", 500_000)) },
	"lines, more than the 500,000":   func() []byte { return []byte(strings.Repeat("a line of text\n", 500_001)) },
	"more text than the 20,000,000 characters": func() []byte {
		d := pdftest.Paged("/F1 9 Tf " + strings.Repeat("("+strings.Repeat("a", 1000)+")Tj ", 20_001))
		d.Flate = true
		return d.Bytes()
	},
}

// TestBombs reads letters among files that are over a limit, one of each kind:
// every letter is read, and each of the others has one error that says which
// limit it is over.
func TestBombs(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"one", "two"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(letters, "pdf-lo"))); err != nil {
			t.Fatal(err)
		}
	}
	says := map[string]string{}
	write := func(found string, data []byte) string {
		path := filepath.Join(dir, fmt.Sprintf("one/bomb-%d.pdf", len(says)))
		says[path] = found
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for found, bomb := range bombs {
		write(found, bomb())
	}
	if err := os.Truncate(write("120 MB, more than the 100 MB", nil), 120_000_000); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := run(t.Context(), t, "text", dir)
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	if status != exitPartial || len(lines) != len(says)+1 {
		t.Errorf("status %d, %d lines of errors, want %d:\n%s", status, len(lines), len(says)+1, stderr)
	}
	for path, found := range says {
		if n := strings.Count(stderr, path); n != 1 || !strings.Contains(stderr, "ofsted: "+path+": ") || !strings.Contains(stderr, found) {
			t.Errorf("%d errors on %s, none that says %q:\n%s", n, path, found, stderr)
		}
	}
	entries, err := os.ReadDir(filepath.Join(letters, "pdf-lo"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(stdout, "==> "); n != 2*len(entries) {
		t.Errorf("%d letters read, want %d", n, 2*len(entries))
	}
}

// TestTimeout reads a letter beside a file that would take minutes.
func TestTimeout(t *testing.T) {
	dir := t.TempDir()
	slow, letter := filepath.Join(dir, "slow.pdf"), filepath.Join(letters, "05-kestrel-focused-2024.html")
	if err := os.WriteFile(slow, pdftest.Bombed(100).Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := run(t.Context(), t, "text", slow, letter, "--timeout", "3s", "--max-inflated", "900GB")
	want := "ofsted: " + slow + ": reading it took longer than the 3s that it may take; check where it comes from, or raise the limit with --timeout\n"
	if status != exitPartial || !strings.HasPrefix(stderr, want) || !strings.Contains(stdout, "Kestrel") {
		t.Errorf("status %d, stderr %q", status, stderr)
	}
}
