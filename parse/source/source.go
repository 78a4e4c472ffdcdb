// Package source finds the documents that a command's arguments name: a
// file, a folder, a glob, standard input or a web address.
//
// Finding and reading are apart. List only names documents, so that a folder
// of thousands costs nothing but names; Input.Read reads one, whenever a
// worker gets to it. What cannot be found becomes an Input too, whose Read
// says why: one bad argument does not stop the others, and results keep the
// order of the arguments.
//
// Every error is a *model.Failure whose message names the file and says what
// to do.
package source

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"ofsted/model"
	"ofsted/parse/limit"
)

// Extensions are the endings, in lower case, of the files that a folder is
// searched for. A file named outright may be called anything.
var Extensions = []string{".pdf", ".html", ".htm", ".txt"}

// A Finder finds documents. Its zero value is ready to use.
type Finder struct {
	Stdin  io.Reader    // what "-" reads; os.Stdin if nil
	Limits limit.Limits // what each document may cost
	Client *http.Client // for downloads; a client of our own if nil

	once  sync.Once
	input *bufio.Reader // of waits
	waits *waiting      // for Stdin
}

// An Input is one document: its name now, its bytes when they are asked for.
type Input struct {
	Path   string       // as the user gave it; for a folder's file, the folder as given and the path inside it
	Limits limit.Limits // what it may cost

	read func(context.Context) ([]byte, error)
	open func(context.Context) (*Stream, error) // nil where there is read only
	file bool
}

// IsFile reports whether Path names a file, which others can open too.
func (in Input) IsFile() bool { return in.file }

// Read returns the document's bytes, of which there may be no more than Limits
// says.
func (in Input) Read(ctx context.Context) ([]byte, error) { return in.read(ctx) }

// Open opens the document to be read bit by bit, whatever its size. The Stream
// is nil where only Read can read it, as with what comes from the web. What is
// peeked at in one Stream is there still in the next, and for Read. Waiting for
// what another program writes ends with ctx.
func (in Input) Open(ctx context.Context) (*Stream, error) {
	if in.open == nil {
		return nil, nil
	}
	return in.open(ctx)
}

// Failed returns an Input whose Read gives a failure.
func Failed(f *model.Failure) Input {
	return Input{Path: f.Source.Path, read: func(context.Context) ([]byte, error) { return nil, f }}
}

// Bytes returns an Input that holds its document already.
func Bytes(path string, data []byte) Input {
	return Input{Path: path, read: func(context.Context) ([]byte, error) { return data, nil }}
}

// A List is what arguments name, in their order; the files of one folder or
// glob are sorted by path.
type List struct {
	Inputs []Input
	// Many says that the arguments could name several documents: there is
	// more than one, or one is a folder or a glob. What is printed as a
	// list must not turn into a single value on the day a folder happens
	// to hold a single letter.
	Many bool
}

// List names the documents that arguments stand for. It opens no document
// and asks no server.
func (f *Finder) List(args []string) List {
	list := List{Many: len(args) > 1}
	for _, arg := range args {
		inputs, many := f.list(arg)
		list.Inputs = append(list.Inputs, inputs...)
		list.Many = list.Many || many
	}
	return list
}

func (f *Finder) list(arg string) (inputs []Input, many bool) {
	if arg == "-" {
		return []Input{{Path: arg, Limits: f.Limits, read: f.readStdin, open: f.openStdin}}, false
	}
	if scheme, ok := urlScheme(arg); ok {
		return []Input{f.fromURL(arg, scheme)}, false
	}
	// A file whose name holds glob characters is that file.
	if _, err := os.Stat(arg); err != nil && isGlob(arg) {
		return f.glob(arg), true
	}
	return f.path(arg)
}

// path lists a file, or the documents in a folder.
func (f *Finder) path(path string) (inputs []Input, many bool) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return []Input{Failed(fileFailure(path, err))}, false
	case info.IsDir():
		return f.folder(path), true
	}
	return []Input{f.file(path)}, false
}

// file returns the Input for a file.
func (f *Finder) file(path string) Input {
	return Input{
		Path:   path,
		Limits: f.Limits,
		read:   func(ctx context.Context) ([]byte, error) { return f.readFile(ctx, path) },
		open:   func(context.Context) (*Stream, error) { return openStream(path) },
		file:   true,
	}
}

// isGlob reports whether a name holds characters that a glob gives a meaning.
func isGlob(name string) bool { return strings.ContainsAny(name, "*?[") }

// glob lists what matches a pattern, for shells that leave that to programs,
// as those on Windows do. As in a shell, * does not match a hidden file.
func (f *Finder) glob(pattern string) []Input {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return []Input{Failed(fail(pattern, model.NotFound, "not a valid pattern; check its [ and ]"))}
	}
	if !isHidden(pattern) {
		names = slices.DeleteFunc(names, isHidden)
	}
	if len(names) == 0 {
		return []Input{Failed(fail(pattern, model.NotFound, "no file matches this pattern; check the folder and the spelling"))}
	}
	var inputs []Input
	for _, name := range names {
		more, _ := f.path(name)
		inputs = append(inputs, more...)
	}
	sortInputs(inputs)
	return inputs
}

// isHidden reports whether a file's name begins with a full stop, as do the
// ._letter.pdf that a Mac leaves beside letter.pdf on other systems' disks.
func isHidden(path string) bool {
	base := filepath.Base(path)
	return base != "." && base != ".." && strings.HasPrefix(base, ".")
}

// sortInputs sorts by path, in the same order on every system.
func sortInputs(inputs []Input) {
	slices.SortFunc(inputs, func(a, b Input) int {
		return cmp.Compare(filepath.ToSlash(a.Path), filepath.ToSlash(b.Path))
	})
}
