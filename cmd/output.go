package cmd

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"ofsted/internal/whole"
	"ofsted/parse/source"
)

// An output is standard output or the file of -o.
type output struct {
	w    io.Writer
	file *whole.File // nil for standard output
	path string
}

// openOutput opens what -o names. It must not be one of the inputs, which
// writing would destroy.
func openOutput(s *Streams, path string, inputs []source.Input) (*output, error) {
	if path == "" || path == "-" {
		return &output{w: s.Out}, nil
	}
	if among(path, inputs) {
		return nil, usagef("-o %s would overwrite a document that is to be read", path)
	}
	file, err := whole.Create(path)
	if err != nil {
		return nil, err
	}
	return &output{w: file, file: file, path: path}, nil
}

// among reports whether a path is the file of one of the inputs, whatever that
// is called.
func among(path string, inputs []source.Input) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && slices.ContainsFunc(inputs, func(in source.Input) bool {
		other, err := os.Stat(in.Path)
		return err == nil && os.SameFile(info, other)
	})
}

func (o *output) name() string {
	if o.file == nil {
		return "standard output"
	}
	return o.path
}

// failed names the output in an error that does not yet.
func (o *output) failed(err error) error {
	if strings.HasPrefix(err.Error(), o.name()+": ") {
		return err
	}
	return fmt.Errorf("%s: %w", o.name(), err)
}

func (o *output) commit() error {
	if o.file == nil {
		return nil
	}
	return o.file.Commit()
}

func (o *output) discard() {
	if o.file != nil {
		o.file.Discard()
	}
}
