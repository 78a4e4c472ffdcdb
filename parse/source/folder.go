package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ofsted/model"
)

// folder lists the documents in a folder and in the folders inside it.
func (f *Finder) folder(root string) []Input {
	w := walk{finder: f, seen: map[string]bool{}}
	w.dir(root)
	if len(w.inputs) == 0 {
		return []Input{Failed(fail(root, model.NotFound,
			"no documents in this folder; it should hold files ending in "+strings.Join(Extensions, ", ")))}
	}
	sortInputs(w.inputs)
	return w.inputs
}

// A walk collects the documents in a folder.
type walk struct {
	finder *Finder
	inputs []Input
	seen   map[string]bool // real paths of the folders searched
}

// dir searches a folder. It follows links, but enters no folder twice, so
// that a link to a folder above ends. A folder that cannot be searched is a
// failed input: a part of the collection must not go missing in silence.
func (w *walk) dir(path string) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		if w.seen[real] {
			return
		}
		w.seen[real] = true
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		w.inputs = append(w.inputs, Failed(fileFailure(path, err)))
	}
	for _, e := range entries {
		if !isHidden(e.Name()) {
			w.entry(join(path, e.Name()), e.Type())
		}
	}
}

// entry searches what a folder holds. A link that leads nowhere stays in the
// list if its name is a document's: reading it then says so.
func (w *walk) entry(path string, mode os.FileMode) {
	if mode&(os.ModeSymlink|os.ModeIrregular) != 0 {
		if info, err := os.Stat(path); err == nil {
			mode = info.Mode().Type()
		} else {
			mode = 0
		}
	}
	switch {
	case mode.IsDir():
		w.dir(path)
	case mode.IsRegular() && isDocument(path):
		w.inputs = append(w.inputs, w.finder.file(path))
	}
}

// isDocument reports whether a file in a folder is to be read.
func isDocument(path string) bool {
	return slices.Contains(Extensions, strings.ToLower(filepath.Ext(path)))
}

// join puts a name behind a folder as it was given: filepath.Join would make
// ./letters into letters.
func join(dir, name string) string {
	if dir == filepath.VolumeName(dir) || os.IsPathSeparator(dir[len(dir)-1]) {
		return dir + name
	}
	return dir + string(filepath.Separator) + name
}
