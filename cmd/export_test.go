package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestExportDocumentWins checks that a document is believed, not a record of it,
// in whatever order and at whatever time they are given.
func TestExportDocumentWins(t *testing.T) {
	dir := t.TempDir()
	letter := filepath.Join(letters, "01-saltmere-focused-2019.html")
	_, record, _ := run(t.Context(), t, "parse", letter, "--format", "ndjson")
	wrong := filepath.Join(dir, "wrong.ndjson")
	altered := strings.Replace(record, "Saltmere", "Elsewhere", 1)
	if altered == record {
		t.Fatal("the record says nothing of Saltmere")
	}
	if err := os.WriteFile(wrong, []byte(altered), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, steps := range [][][]string{
		{{wrong, letter}},
		{{letter, wrong}},
		{{letter}, {wrong}},
		{{wrong}, {letter}},
		{{wrong}, {letter}, {wrong}, {wrong, letter}},
	} {
		db := filepath.Join(t.TempDir(), "a.db")
		for _, paths := range steps {
			args := append([]string{"export", "-q", "-o", db}, paths...)
			if status, _, stderr := run(t.Context(), t, args...); status != exitOK {
				t.Fatalf("%q: status %d: %s", args, status, stderr)
			}
		}
		_, got, _ := run(t.Context(), t, "parse", db, "--format", "ndjson")
		if got != record {
			t.Errorf("%q: the database has\n%s", steps, got)
		}
	}
}
