package render

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// workbookParts is the zip file of a workbook. Its parts come in any order, and
// go to w by name once all are known: the same workbook is the same bytes, and
// no more than one part of it is in memory.
type workbookParts struct {
	w     io.Writer
	parts map[string]*workbookPart
}

// Create implements excelize.ZipWriter.
func (p *workbookParts) Create(name string) (io.Writer, error) {
	if p.parts == nil {
		p.parts = map[string]*workbookPart{}
	}
	p.parts[name] = &workbookPart{}
	return p.parts[name], nil
}

// AddFS implements excelize.ZipWriter. Nothing of a workbook comes so.
func (p *workbookParts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close implements excelize.ZipWriter.
func (p *workbookParts) Close() error {
	out := zip.NewWriter(p.w)
	for _, name := range slices.Sorted(maps.Keys(p.parts)) {
		entry, err := out.Create(name)
		if err != nil {
			return err
		}
		if _, err := io.Copy(entry, io.MultiReader(p.parts[name].readers...)); err != nil {
			return err
		}
	}
	return out.Close()
}

// A workbookPart is what one part consists of.
type workbookPart struct{ readers []io.Reader }

// Write implements io.Writer.
func (p *workbookPart) Write(data []byte) (int, error) {
	p.readers = append(p.readers, bytes.NewReader(bytes.Clone(data)))
	return len(data), nil
}

// ReadFrom implements io.ReaderFrom. It notes r for later: a sheet’s temporary
// file, which lasts until the workbook is closed.
func (p *workbookPart) ReadFrom(r io.Reader) (int64, error) {
	p.readers = append(p.readers, r)
	return 0, nil
}

// IsWorkbook reports whether the file at path is a workbook that ofsted wrote
// and no other program has saved since. It fails where the file cannot be read
// or is no workbook.
func IsWorkbook(path string) (ours bool, err error) {
	file, err := zip.OpenReader(path)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, zip.ErrChecksum) {
		return false, fmt.Errorf("%s: not a workbook", path)
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	if _, err := fs.Stat(file, "xl/workbook.xml"); err != nil {
		return false, fmt.Errorf("%s: not a workbook", path)
	}
	maker, err := makerOf(&file.Reader)
	if err != nil {
		return false, fmt.Errorf("%s: a damaged workbook: %w", path, err)
	}
	return maker == workbookMaker, nil
}

// CheckWorkbook says why a workbook must not be written to path: there is one
// that ofsted did not write, or that another program has saved since.
func CheckWorkbook(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.Mode().IsRegular() || info.Size() == 0) {
		return nil
	}
	const left = "it is left as it is: remove it first, or choose another name"
	switch ours, err := IsWorkbook(path); {
	case err != nil:
		return fmt.Errorf("%w; %s", err, left)
	case !ours:
		return fmt.Errorf("%s: a workbook that another program has written, or saved since; %s", path, left)
	}
	return nil
}

// mostProperties is how many bytes of a workbook’s properties are read. Those
// of a large workbook of other programs, which name all of its sheets, can be
// longer: then it is not one of ours.
const mostProperties = 64 << 10

// makerOf returns the program that a workbook was last saved by, or "" where
// it does not say.
func makerOf(workbook fs.FS) (string, error) {
	part, err := workbook.Open("docProps/app.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer part.Close()
	data, err := io.ReadAll(io.LimitReader(part, mostProperties+1))
	if err != nil || len(data) > mostProperties {
		return "", err
	}
	var properties struct {
		Application string
	}
	return properties.Application, xml.Unmarshal(data, &properties)
}
