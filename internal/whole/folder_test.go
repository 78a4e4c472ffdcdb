package whole

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func ours(name string) bool { return slices.Contains([]string{"a.csv", "b/", "b/b.csv"}, name) }

// writeFolder writes a folder of files that hold text.
func writeFolder(t *testing.T, path, text string, names ...string) *Folder {
	t.Helper()
	folder, err := CreateFolder(path, ours)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := folder.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	if err := writeFolder(t, path+"/", "first", "a.csv", "b/b.csv").Commit(); err != nil {
		t.Fatal(err)
	}
	second := writeFolder(t, path, "second", "a.csv")
	if got := content(t, filepath.Join(path, "b", "b.csv")); got != "first" {
		t.Errorf("before Commit the old folder holds %q", got)
	}
	if err := second.Commit(); err != nil {
		t.Fatal(err)
	}
	second.Discard() // as defer does
	if got := content(t, filepath.Join(path, "a.csv")); got != "second" {
		t.Errorf("the new folder holds %q", got)
	}
	if got := files(t, path); !slices.Equal(got, []string{"a.csv"}) {
		t.Errorf("what the old folder held is left: %q", got)
	}
	writeFolder(t, path, "third", "a.csv").Discard()
	if got := files(t, dir); len(got) != 1 || content(t, filepath.Join(path, "a.csv")) != "second" {
		t.Errorf("Discard left %q", got)
	}
}

func TestFolderIsNobodyElses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file.csv")
	mixed := filepath.Join(dir, "mixed.csv")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty.csv")
	nowhere := filepath.Join(dir, "link.csv")
	err := errors.Join(os.MkdirAll(filepath.Join(mixed, "b"), 0o777), os.MkdirAll(filepath.Join(empty, "theirs"), 0o777),
		os.Symlink(filepath.Join(dir, "gone"), nowhere))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.csv", "b/theirs.csv"} {
		if err := os.WriteFile(filepath.Join(mixed, filepath.FromSlash(name)), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		file:                                "is a file",
		mixed:                               "theirs.csv",
		empty:                               "theirs",
		nowhere:                             "leads nowhere",
		filepath.Join(dir, "no", "out.csv"): "there is no folder",
	} {
		if _, err := CreateFolder(path, ours); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), path) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if got := files(t, dir); len(got) != 4 {
		t.Errorf("left: %q", got)
	}
}
