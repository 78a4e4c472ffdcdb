package cmd

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestTextNames makes sure that a letter of a folder has its name above it
// even where it is the only one, and that the name cannot drive a terminal.
func TestTextNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	letter, err := os.ReadFile(filepath.Join(letters, "05-kestrel-focused-2024.html"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "a\x1b]0;title\x07\nb\x1b[31m.html")
	if err := os.WriteFile(name, letter, 0o666); err != nil {
		t.Fatal(err)
	}
	status, stdout, _ := run(t.Context(), t, "text", dir)
	if want := "==> " + filepath.Join(dir, "a b.html") + " <==\n\n"; status != exitOK || !strings.HasPrefix(stdout, want) {
		t.Errorf("status %d, printed %.120q, want %q first", status, stdout, want)
	}
	status, stdout, _ = run(t.Context(), t, "text", name)
	if status != exitOK || strings.Contains(stdout, "==>") {
		t.Errorf("one letter by its name: status %d, printed %.120q", status, stdout)
	}
}
