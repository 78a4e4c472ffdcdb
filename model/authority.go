package model

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

// An Authority is the local authority that a document is about.
type Authority struct {
	Name    Null `json:"name"`    // canonical, as in the reference list
	Printed Null `json:"printed"` // as the document prints it
	Known   bool `json:"known"`   // whether the reference list holds it
	GSSCode Null `json:"gss_code"`
	LACode  Null `json:"la_code"`
	URN     Null `json:"ofsted_urn"`
	Region  Null `json:"region"`
}

// Same reports whether two documents are about one authority, as far as they
// name it.
func (a Authority) Same(b Authority) bool {
	slug := Slug(string(a.Name))
	return slug != "" && slug == Slug(string(b.Name))
}

// A ReferenceAuthority is an entry of the reference list: an authority with
// children's services in England.
type ReferenceAuthority struct {
	Authority
	Type       string   // "London Borough", "Unitary Authority", …
	Current    bool     // false where the authority was abolished
	Neighbours []string // la_code of its statistical neighbours, nearest first
}

//go:embed local_authorities.csv
var authoritiesCSV string

// Authorities returns the reference list: the 153 current authorities with
// children's services and those abolished since 2013, by name.
var Authorities = sync.OnceValue(func() []ReferenceAuthority {
	rows, err := csv.NewReader(strings.NewReader(authoritiesCSV)).ReadAll()
	if err != nil {
		panic("model: embedded reference list: " + err.Error())
	}
	list := make([]ReferenceAuthority, 0, len(rows))
	for _, r := range rows[1:] {
		list = append(list, ReferenceAuthority{
			Authority: Authority{Name: Null(r[0]), Known: true, GSSCode: Null(r[1]), LACode: Null(r[2]),
				URN: Null(r[3]), Region: Null(r[4])},
			Type:       r[5],
			Current:    r[6] == "yes",
			Neighbours: strings.FieldsFunc(r[7], func(c rune) bool { return c == ';' }),
		})
	}
	return list
})

// Slug returns a name in lower case with hyphens for everything that is not
// a letter or digit: "Bath and North East Somerset" is
// "bath-and-north-east-somerset". An apostrophe is dropped: "St Helens" and
// "St. Helen's" give the same.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(name) {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c > 127 && c != '’' && c != '‘':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(c)
		case c == '\'' || c == '’' || c == '‘':
		default:
			gap = true
		}
	}
	return b.String()
}
