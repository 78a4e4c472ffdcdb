package render

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// An Output is a file that appears whole or not at all: what is written goes
// to a file beside it, which Commit puts in its place. An old file stays as
// it is until then.
//
// Neither of the usual libraries fits: google/renameio leaves Windows out and
// natefinch/atomic wants all of the data in one reader.
type Output struct {
	path string // of the file that Commit makes
	temp *os.File
	done bool
}

// Create begins to write a file. A path that is not a regular file, such as
// /dev/stdout or a named pipe, is written to directly.
func Create(path string) (*Output, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s: is a folder; name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &Output{temp: file}, err
	case err == nil: // a link stays one: the file that it leads to is replaced
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, err
		}
	}
	temp, err := createBeside(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no folder %s to write it to", path, filepath.Dir(path))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be written: %w", path, err)
	}
	if info != nil {
		temp.Chmod(info.Mode().Perm()) // as good as can be: some file systems keep none
	}
	return &Output{path: path, temp: temp}, nil
}

// createBeside makes a new file in the folder of path. os.CreateTemp would
// make one that only its owner may read, whatever is usual here.
func createBeside(path string) (*os.File, error) {
	for {
		name := fmt.Sprintf(".%s.%08x.tmp", filepath.Base(path), rand.Uint32())
		file, err := os.OpenFile(filepath.Join(filepath.Dir(path), name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}

var _ io.Writer = (*Output)(nil)

// Write implements io.Writer.
func (o *Output) Write(p []byte) (int, error) { return o.temp.Write(p) }

// Commit puts the file in its place.
func (o *Output) Commit() error {
	if o.path == "" {
		o.done = true
		return o.temp.Close()
	}
	defer o.Discard()
	if err := errors.Join(o.temp.Sync(), o.temp.Close()); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", o.path, err)
	}
	if err := os.Rename(o.temp.Name(), o.path); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", o.path, err)
	}
	o.done = true
	return nil
}

// Discard drops what was written, unless it was committed.
func (o *Output) Discard() {
	if o.done {
		return
	}
	o.done = true
	o.temp.Close()
	if o.path != "" {
		os.Remove(o.temp.Name())
	}
}
