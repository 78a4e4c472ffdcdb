// Package whole writes files and folders that appear whole or not at all: what
// is written goes beside its place, and old output stays as it is until
// everything is there.
package whole

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// A File is a file that appears whole or not at all: what is written goes
// to a file beside it, which Commit puts in its place. An old file stays as
// it is until then.
//
// Neither of the usual libraries fits: google/renameio leaves Windows out and
// natefinch/atomic wants all of the data in one reader.
type File struct {
	path string // of the file that Commit makes
	temp *os.File
	done bool
}

// Create begins to write a file. A path that is not a regular file, such as
// /dev/stdout or a named pipe, is written to directly.
func Create(path string) (*File, error) {
	path, err := Follow(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s: is a folder; name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &File{temp: file}, err
	case err == nil && info.Mode().Perm()&0o222 == 0:
		return nil, fmt.Errorf("%s: is write-protected; choose another name", path)
	}
	temp, err := createBeside(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no folder %s to write it to", path, filepath.Dir(path))
	}
	if err != nil {
		return nil, Cannot(path, err)
	}
	if info != nil {
		temp.Chmod(info.Mode().Perm()) // as good as can be: some file systems keep none
	}
	return &File{path: path, temp: temp}, nil
}

// Follow returns what a link leads to, so that the link stays one, and any other
// path as it is.
func Follow(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	led, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", fmt.Errorf("%s: is a link that leads nowhere; remove it or choose another name", path)
	}
	return led, nil
}

// createBeside makes a new file in the folder of path. os.CreateTemp would
// make one that only its owner may read, whatever is usual here.
func createBeside(path string) (*os.File, error) {
	for {
		file, err := os.OpenFile(Beside(path), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}

// Beside returns a name for what is to take the place of path later: in the
// same folder, hidden, and most likely not in use.
func Beside(path string) string {
	return filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%08x.tmp", filepath.Base(path), rand.Uint32()))
}

var _ io.Writer = (*File)(nil)

// Write implements io.Writer.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.temp.Write(p)
	if err != nil && f.path != "" {
		err = Cannot(f.path, err) // nobody knows the file beside it
	}
	return n, err
}

// Commit puts the file in its place.
func (f *File) Commit() error {
	if f.path == "" {
		f.done = true
		return f.temp.Close()
	}
	defer f.Discard()
	if err := errors.Join(f.temp.Sync(), f.temp.Close()); err != nil {
		return Cannot(f.path, err)
	}
	if err := rename(f.temp.Name(), f.path); err != nil {
		return err
	}
	f.done = true
	return nil
}

// Put puts a complete file in the place of path, both in one folder. The file
// is closed by then.
func Put(file, path string) error {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return Cannot(path, err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return Cannot(path, err)
	}
	return rename(file, path)
}

func rename(file, path string) error {
	if err := os.Rename(file, path); err != nil {
		return Cannot(path, err)
	}
	return nil
}

// Discard drops what was written, unless it was committed.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	f.temp.Close()
	if f.path != "" {
		os.Remove(f.temp.Name())
	}
}

// Cannot says that a path cannot be written, and why: the innermost reason,
// since the paths beside it say nothing to the user. An error that says so
// already stays as it is.
func Cannot(path string, err error) error {
	if strings.HasPrefix(err.Error(), path+": ") {
		return err
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err
	} else if linkErr, ok := errors.AsType[*os.LinkError](err); ok {
		err = linkErr.Err
	}
	return fmt.Errorf("%s: cannot be written: %w", path, err)
}
