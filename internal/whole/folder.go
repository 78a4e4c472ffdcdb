package whole

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A Folder is a folder that appears whole or not at all. What is written goes
// to a folder beside it.
type Folder struct {
	path string
	temp string // empty once it is in its place or dropped
}

// CreateFolder begins to write a folder. One that is there already is to be
// replaced only where each thing in it is one of names: files as they stand in
// the folder, with slashes, and folders with a slash behind them. Anything else
// is somebody else's, and an error.
func CreateFolder(path string, names func(name string) bool) (*Folder, error) {
	path, err := Follow(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	if err := onlyKnown(path, names); err != nil {
		return nil, err
	}
	temp := Beside(path)
	err = os.Mkdir(temp, 0o777)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no folder %s to write it to", path, filepath.Dir(path))
	case err != nil:
		return nil, Cannot(path, err)
	}
	return &Folder{path: path, temp: temp}, nil
}

// onlyKnown reports what in a folder is not to be replaced.
func onlyKnown(path string, names func(string) bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return Cannot(path, err)
	case !info.IsDir():
		return fmt.Errorf("%s: is a file, and a folder is to be written; move it away or choose another name", path)
	}
	return filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return Cannot(path, err)
		}
		name, err := filepath.Rel(path, file)
		if err != nil || name == "." {
			return err
		}
		known := filepath.ToSlash(name)
		if entry.IsDir() {
			known += "/"
		}
		if names(known) {
			return nil
		}
		return fmt.Errorf("%s: holds %s, which is none of the files of an export; choose another name", path, name)
	})
}

// Create makes a file in the folder, and the folders that it is in. The name
// has slashes.
func (f *Folder) Create(name string) (*Part, error) {
	file := filepath.Join(f.temp, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return nil, Cannot(f.path, err)
	}
	out, err := os.Create(file)
	if err != nil {
		return nil, Cannot(f.path, err)
	}
	return &Part{out, f.path}, nil
}

// A Part is a file of a Folder.
type Part struct {
	file   *os.File
	folder string // to name in errors: nobody knows the one beside it
}

// Write implements io.Writer.
func (p *Part) Write(data []byte) (int, error) {
	n, err := p.file.Write(data)
	if err != nil {
		err = Cannot(p.folder, err)
	}
	return n, err
}

// Close implements io.Closer.
func (p *Part) Close() error {
	if err := p.file.Close(); err != nil {
		return Cannot(p.folder, err)
	}
	return nil
}

// Commit puts the folder in its place. The files must be closed. There is a
// moment in which neither the old folder nor the new one is there, since no
// system replaces a folder that is not empty in one step.
func (f *Folder) Commit() error {
	defer f.Discard()
	old := Beside(f.path)
	err := os.Rename(f.path, old)
	replaced := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Cannot(f.path, err)
	}
	if err := os.Rename(f.temp, f.path); err != nil {
		if replaced {
			os.Rename(old, f.path)
		}
		return Cannot(f.path, err)
	}
	f.temp = ""
	if replaced {
		os.RemoveAll(old)
	}
	return nil
}

// Discard drops what was written, unless it was committed.
func (f *Folder) Discard() {
	if f.temp != "" {
		os.RemoveAll(f.temp)
		f.temp = ""
	}
}
