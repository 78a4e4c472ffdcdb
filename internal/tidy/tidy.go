// Package tidy says what tables a data set of inspections consists of: one
// row for each inspection, each judgement, each finding and each input that
// could not be read. Every format of a data set, from CSV to a database, has
// these tables with these columns.
//
// Names of tables and columns are relied on by other people's queries: columns
// may be added at the end but are never renamed.
package tidy

import (
	"fmt"
	"slices"
	"strings"

	"ofsted/model"
)

// A Type is what the values of a column are.
type Type string

// The types, with what Go holds them in. A value that is not known is nil, of
// whatever type its column is.
const (
	Text    Type = "text"    // string
	Integer Type = "integer" // int64
	Flag    Type = "yes/no"  // bool
	Grade   Type = "grade"   // string: a model.Grade, coloured where there are colours
	// Date is a string: "2018-12-07", or "2018-12" where the day is not
	// printed. Formats with a type for days leave out the latter.
	Date Type = "date"
	List Type = "list" // []string; formats without lists join them with Separator
)

// Separator stands between the items of a list in formats that have none.
const Separator = "; "

// A Column is one column of a Table.
type Column struct {
	Name  string
	Type  Type
	Holds string // for the data dictionary
	// Repeated says that the inspection's row has it too. A table read on
	// its own, in a spreadsheet, needs it; a database joins instead.
	Repeated bool
	// Wide says that it holds long text.
	Wide bool
}

// A Table is one of the tables of a data set.
type Table struct {
	Name    string // also of its file or sheet
	Holds   string // what it has a row for
	Columns []Column
}

// A Row has a value for each column of its table.
type Row []any

// Column returns the place of a column, or -1.
func (t *Table) Column(name string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
}

// Tables returns the tables of a data set: inspections, judgements, findings
// and errors.
func Tables() []*Table { return []*Table{Inspections, Judgements, Findings, Errors} }

// A Set is the rows that one inspection has in the tables of the same names.
type Set struct {
	Inspection Row
	Judgements []Row
	Findings   []Row
}

// Rows returns the rows of an inspection, which has the key that a Keys gave
// it.
func Rows(in *model.Inspection, key string) Set {
	d := document{Inspection: in, key: key}
	set := Set{Inspection: inspectionColumns.row(d)}
	for i, j := range in.Judgements {
		set.Judgements = append(set.Judgements, judgementColumns.row(judgement{d, j, i + 1}))
	}
	headings := map[model.Null]string{}
	for _, s := range in.Sections {
		headings[model.Null(s.ID)] = s.Heading
	}
	for i, f := range in.Findings {
		set.Findings = append(set.Findings, findingColumns.row(finding{d, f, headings[f.Section], i + 1}))
	}
	return set
}

// ErrorRow returns the row of an input that could not be read.
func ErrorRow(f *model.Failure) Row { return errorColumns.row(f) }

// Keys gives inspections the keys by which tables refer to them: their ids,
// made different where two documents have the same.
type Keys struct{ taken map[string]bool }

// Key returns the key of the next inspection: its id; for the second document
// of that id "~2" behind it, and so on.
func (k *Keys) Key(id string) string {
	for n := 1; ; n++ {
		if key := numbered(id, n); !k.taken[key] {
			k.Take(key)
			return key
		}
	}
}

// Take notes a key that is used already.
func (k *Keys) Take(key string) {
	if k.taken == nil {
		k.taken = map[string]bool{}
	}
	k.taken[key] = true
}

// Free gives back the key of an inspection that is no longer there.
func (k *Keys) Free(key string) { delete(k.taken, key) }

func numbered(id string, n int) string {
	if n == 1 {
		return id
	}
	return fmt.Sprint(id, "~", n)
}

// Joined returns a value as text, as formats without types hold it: dates as
// they are, lists joined, "yes" and "no", nothing for what is not known.
func Joined(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []string:
		return strings.Join(v, Separator)
	case bool:
		if v {
			return "yes"
		}
		return "no"
	}
	return fmt.Sprint(value)
}
