package hostile

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"

	"ofsted/parse/pdf/pdftest"
)

// An open is a specimen taken apart into its objects, to be changed and
// written anew.
type open struct {
	pdftest.File
	count int // of the specimen's own objects
}

var (
	// wholeObject matches an object of a sound specimen.
	wholeObject = regexp.MustCompile(`(?s)(\d+) 0 obj\s*(.*?)\s*endobj`)
	rootOf      = regexp.MustCompile(`/Root (\d+) 0 R`)
	dictOf      = regexp.MustCompile(`(?s)^<<.*?>>\s*stream\r?\n`)
)

// take takes a specimen apart. It is for the sound files of testdata, and
// those made here without object streams; it is no reader of PDF files.
func take(data []byte) *open {
	d := &open{}
	for _, m := range wholeObject.FindAllSubmatch(data, -1) {
		n := number(m[1])
		for d.count < n {
			d.count = d.Reserve()
		}
		d.Set(n, string(m[2]))
	}
	d.Root = number(rootOf.FindSubmatch(data)[1])
	return d
}

func number(digits []byte) int {
	n, _ := strconv.Atoi(string(digits))
	return n
}

// all returns the numbers of the objects whose dictionaries match a pattern.
func (d *open) all(pattern string) []int {
	re := regexp.MustCompile(pattern)
	var list []int
	for n := 1; n <= d.count; n++ {
		if re.MatchString(d.dict(n)) {
			list = append(list, n)
		}
	}
	return list
}

const (
	pageObjects  = `/Type ?/Page\b`
	pagesObjects = `/Type ?/Pages\b`
	fontObjects  = `/Type ?/Font\b`
	elemObjects  = `/Type ?/StructElem|/S ?/\w+\s*/P \d`
	treeObjects  = `/Type ?/StructTreeRoot`
)

// first returns the first object that matches, or a new one of nothing.
func (d *open) first(pattern string) int {
	if list := d.all(pattern); len(list) > 0 {
		return list[0]
	}
	return d.Add("<<>>")
}

// dict returns what an object is without the data of its stream.
func (d *open) dict(n int) string {
	body := d.Body(n)
	if head := dictOf.FindString(body); head != "" {
		return head
	}
	return body
}

// replace changes an object's dictionary by an expression.
func (d *open) replace(n int, pattern, to string) {
	dict := d.dict(n)
	d.Set(n, regexp.MustCompile(pattern).ReplaceAllString(dict, to)+d.Body(n)[len(dict):])
}

// entry sets an entry of an object's dictionary; the one that it had gets
// another name.
func (d *open) entry(n int, key, value string) {
	d.replace(n, `/`+key+`\b`, "/Old"+key)
	d.Set(n, strings.Replace(d.Body(n), "<<", "<</"+key+" "+value+" ", 1))
}

// refs returns the numbers of the objects that an entry of the objects that
// match refers to, alone or in an array.
func (d *open) refs(pattern, key string) []int {
	var list []int
	re := regexp.MustCompile(`/` + key + `\s*(\[[^]]*\]|\d+ 0 R)`)
	for _, n := range d.all(pattern) {
		for _, m := range re.FindAllStringSubmatch(d.dict(n), -1) {
			for _, ref := range reference.FindAllStringSubmatch(m[1], -1) {
				list = append(list, number([]byte(ref[1])))
			}
		}
	}
	return list
}

var reference = regexp.MustCompile(`(\d+) 0 R`)

// stream returns the inflated data of a stream.
func (d *open) stream(n int) string {
	data := d.Body(n)[len(d.dict(n)):]
	z, err := zlib.NewReader(strings.NewReader(data))
	if err != nil {
		return data
	}
	var b bytes.Buffer
	io.Copy(&b, z)
	return b.String()
}

// setStream gives a stream other data.
func (d *open) setStream(n int, data string) {
	d.Set(n, pdftest.Stream("/Filter/FlateDecode", pdftest.Deflate(data)))
}

// contents changes the content of every page.
func (d *open) contents(change func(content string) string) {
	for _, n := range d.refs(pageObjects, "Contents") {
		d.setStream(n, change(d.stream(n)))
	}
}

// catalogue sets an entry of the catalogue.
func (d *open) catalogue(key, value string) { d.entry(d.Root, key, value) }

// kids puts more kids into the page tree, before the pages.
func (d *open) kids(more string) {
	d.replace(d.first(pagesObjects), `/Kids\s*\[`, "/Kids["+more+" ")
}

// elements puts more kids into the structure tree, before the others.
func (d *open) elements(more string) {
	root := d.first(treeObjects)
	if was := regexp.MustCompile(`/K\s*(\d+ 0 R)`).FindStringSubmatch(d.Body(root)); was != nil {
		d.entry(root, "K", "["+more+" "+was[1]+"]")
		return
	}
	d.replace(root, `/K\s*\[`, "/K["+more+" ")
}

func ref(n int) string { return fmt.Sprintf("%d 0 R ", n) }

// tornRows are reports whose structure tree puts grades beside the titles of
// other rows: all of them so many rows further up, or one in place of another.
func tornRows(s Specimen) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for a := 0; a < len(areas) && s.Name == madeReport; a++ {
			for b := range areas {
				up := func(row int) int { return (row + b) % len(areas) }
				taken := func(row int) int {
					if row == a {
						return b
					}
					return row
				}
				if a == 0 && b > 0 && !yield(tornBy(fmt.Sprint("rows-", b), up)) || a != b && !yield(tornBy(fmt.Sprintf("row-%d-of-%d", a, b), taken)) {
					return
				}
			}
		}
	}
}

func tornBy(name string, other func(row int) int) damage {
	return damage{name: name, data: func() []byte { return made.torn(other).Bytes() }}
}
