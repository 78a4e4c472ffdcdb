package hostile

import (
	"io/fs"
)

// A Specimen is a sound document.
type Specimen struct {
	Name string // its path in testdata, or made/… where it was made here
	Data []byte
}

// originals are the specimens in testdata that are damaged: the letter with
// grades by each maker of PDF files, one without, and web pages.
var originals = []string{
	"letters/pdf-cr/04-marlow-vale-children-2022.pdf",
	"letters/pdf-lo/04-marlow-vale-children-2022.pdf",
	"letters/pdf-untagged/04-marlow-vale-children-2022.pdf",
	"letters/pdf-cr/05-kestrel-focused-2024.pdf",
	"letters/04-marlow-vale-children-2022.html",
	"letters/05-kestrel-focused-2024.html",
	floodedPage,
}

// floodedPage is the web page that is made large, too.
const floodedPage = "reports/kestrel-2024.html"

// Specimens returns the documents that Files damages: some of those in the
// project's folder testdata, and a report of our own in every format, its PDF
// with object streams too, as Word writes them.
func Specimens(testdata fs.FS) ([]Specimen, error) {
	list := []Specimen{
		{madeReport, made.pdf().Bytes()},
		{madePacked, made.packed().Bytes()},
		{madeOther, worse.pdf().Bytes()},
		{madeText, made.text()},
	}
	for _, name := range originals {
		data, err := fs.ReadFile(testdata, name)
		if err != nil {
			return nil, err
		}
		list = append(list, Specimen{name, data})
	}
	return list, nil
}

// The specimens that are made here.
const (
	madeReport = "made/report.pdf"
	madePacked = "made/packed.pdf"
	madeOther  = "made/other.pdf" // as madeReport, with other grades, dates and authority
	madeText   = "made/report.txt"
)
