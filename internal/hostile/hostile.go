// Package hostile builds files that were made to harm: damaged and malicious
// copies of the specimens in testdata. Tests read them as the program does,
// and `go run ./internal/hostile/write FOLDER` writes them out for other
// programs to try.
//
// The same specimens give the same files. A file that reads well must say what
// its specimen says, or less; what a damage may take away, none may change.
package hostile

import (
	"iter"
	"strings"
)

// A File is a file that was made to harm.
type File struct {
	// Name is a path with slashes, unique among the files: the family of
	// damages, the damage, and the specimen.
	Name string
	// Says names the specimen whose grades, authority and dates are the only
	// ones that may be read from the file.
	Says string
	// Data returns the file's content, which may be many megabytes.
	Data func() []byte
}

// A damage is one way to harm a specimen.
type damage struct {
	name string
	says string // the specimen that the file is to agree with, where it is another
	data func() []byte
}

// A family is damages of one sort, which files in one format can take.
type family struct {
	name    string
	format  string // the ending of the specimens' names
	damages func(Specimen) iter.Seq[damage]
}

// families is the table of damages. A new damage is a line in the table of its
// family.
var families = []family{
	{"cut", ".pdf", cuts},
	{"flip", ".pdf", flips},
	{"patch", ".pdf", patches},
	{"object", ".pdf", edits},
	{"bomb", ".pdf", bombs},
	{"packed", ".pdf", packings},
	{"update", ".pdf", updates},
	{"torn", ".pdf", tornRows},
	{"page", ".html", pageDamages},
	{"flip", ".html", textFlips},
	{"text", ".txt", textDamages},
	{"flip", ".txt", textFlips},
}

// Files yields all files that the specimens give.
func Files(specimens []Specimen) iter.Seq[File] {
	return func(yield func(File) bool) {
		for _, f := range families {
			for _, s := range specimens {
				if s.Name != madeOther && strings.HasSuffix(s.Name, f.format) && !f.each(s, yield) {
					return
				}
			}
		}
	}
}

// each yields the files of a family that one specimen gives.
func (f family) each(s Specimen, yield func(File) bool) bool {
	stem := strings.TrimSuffix(s.Name, f.format)
	for d := range f.damages(s) {
		if d.says == "" {
			d.says = s.Name
		}
		if !yield(File{f.name + "/" + stem + "/" + d.name + f.format, d.says, d.data}) {
			return false
		}
	}
	return true
}
