package hostile_test

import (
	"bytes"
	"io/fs"
	"os"
	"testing"

	"ofsted/internal/hostile"
)

// The files have names of their own that can be written anywhere, and are the
// same each time.
func TestFiles(t *testing.T) {
	list := func() []hostile.Specimen {
		specimens, err := hostile.Specimens(os.DirFS("../../testdata"))
		if err != nil {
			t.Fatal(err)
		}
		return specimens
	}
	sound := map[string]bool{}
	for _, s := range list() {
		sound[s.Name] = true
	}
	first := map[string]hostile.File{}
	for f := range hostile.Files(list()) {
		if _, twice := first[f.Name]; twice || !fs.ValidPath(f.Name) || !sound[f.Says] {
			t.Errorf("%q says what %q says, and is there twice: %v", f.Name, f.Says, twice)
		}
		first[f.Name] = f
	}
	n := 0
	for f := range hostile.Files(list()) {
		again, ok := first[f.Name]
		if n++; !ok || n%40 == 0 && !bytes.Equal(again.Data(), f.Data()) {
			t.Errorf("%s is another the second time", f.Name)
		}
	}
	if n != len(first) {
		t.Errorf("%d files, and then %d", len(first), n)
	}
}

func TestSpecimensAreMissing(t *testing.T) {
	if _, err := hostile.Specimens(os.DirFS(t.TempDir())); err == nil {
		t.Error("no error of an empty folder")
	}
}
