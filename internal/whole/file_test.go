package whole

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// files returns the names in a folder.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	for _, text := range []string{"first", "second"} {
		out, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		out.Write([]byte(text))
		if text == "second" && content(t, path) != "first" {
			t.Error("the old file was touched before Commit")
		}
		if err := out.Commit(); err != nil {
			t.Fatal(err)
		}
		out.Discard() // as defer does
		if content(t, path) != text {
			t.Errorf("file holds %q, want %q", content(t, path), text)
		}
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files left: %v", got)
	}
}

func TestFileDiscard(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	out, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out.Write([]byte("half"))
	out.Discard()
	if content(t, path) != "old" {
		t.Error("the old file was changed")
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files left: %v", got)
	}
}

func TestFileKeepsModeAndLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes and, for most users, no links")
	}
	dir := t.TempDir()
	path, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.WriteFile(path, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", link); err != nil {
		t.Fatal(err)
	}
	out, err := Create(link)
	if err != nil {
		t.Fatal(err)
	}
	out.Write([]byte("new"))
	if err := out.Commit(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced (%v)", err)
	}
	info, err = os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 || content(t, path) != "new" {
		t.Errorf("mode %v, content %q (%v)", info.Mode(), content(t, path), err)
	}
}

func TestFileToDevice(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("devices are not files")
	}
	out, err := Create(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	out.Write([]byte("x"))
	if err := out.Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatal("the device was replaced")
	}
}

func TestCreateSaysWhy(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "no", "out.json")} {
		if _, err := Create(path); err == nil {
			t.Errorf("Create(%s): no error", path)
		}
	}
}
