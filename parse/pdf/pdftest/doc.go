package pdftest

import (
	"fmt"
	"strings"
)

// A Doc is a document of pages, tagged if it has a Tree. Its pages have the
// fonts F1 (regular) and F2 (bold), whose glyphs are all half as wide as the
// type is high.
type Doc struct {
	File
	Pages     []Page
	Tree      *Elem
	RoleMap   string            // entries
	Fonts     map[string]string // further fonts by name: the body of an object, or a reference
	Resources string            // further entries of the resources, which all pages inherit
	Inherit   string            // further entries of the page tree's root
	Catalogue string            // further entries

	PagesRoot int   // number of the page tree's root
	PageIDs   []int // numbers of the pages
	TreeRoot  int   // number of the structure tree's root
	built     bool
}

// A Page is a page of a Doc.
type Page struct {
	Content  string   // its content stream
	Contents []string // several of them
	Entries  string   // further entries, such as /Rotate 90
}

// An Elem is an element of a structure tree. Its kids are *Elem; MC, marked
// content of a page; or Raw.
type Elem struct {
	Type    string
	Kids    []any
	Entries string
	ID      int // its object number, once the document is built
}

// MC is the marked content of a number on a page, counted from 1.
type MC struct{ Page, ID int }

// Raw is written as it is.
type Raw string

// E returns an element.
func E(typ string, kids ...any) *Elem { return &Elem{Type: typ, Kids: kids} }

// Paged returns a document of one page for each content.
func Paged(contents ...string) *Doc {
	d := &Doc{}
	for _, c := range contents {
		d.Pages = append(d.Pages, Page{Content: c})
	}
	return d
}

// Simple returns the body of a font of one byte, half an em wide throughout.
func Simple(name, entries string) string {
	if !strings.Contains(entries, "/Encoding") {
		entries += "/Encoding/WinAnsiEncoding"
	}
	return fmt.Sprintf("<</Type/Font/Subtype/TrueType/BaseFont/%s/FirstChar 0/LastChar 255/Widths[%s]%s>>",
		name, strings.Repeat("500 ", 256), entries)
}

// Bytes returns the document's file.
func (d *Doc) Bytes() []byte {
	d.Build()
	return d.File.Bytes()
}

// Build makes the objects, so that tests can change them before Bytes.
func (d *Doc) Build() {
	if d.built {
		return
	}
	d.built = true
	fonts := fmt.Sprintf("/F1 %d 0 R/F2 %d 0 R", d.Add(Simple("Regular", "")), d.Add(Simple("Strong-Bold", "")))
	for name, body := range d.Fonts {
		if !strings.HasSuffix(body, " R") {
			body = fmt.Sprintf("%d 0 R", d.Add(body))
		}
		fonts += fmt.Sprintf("/%s %s", name, body)
	}
	d.PagesRoot = d.Reserve()
	kids := ""
	for _, p := range d.Pages {
		id := d.page(p)
		d.PageIDs = append(d.PageIDs, id)
		kids += fmt.Sprintf("%d 0 R ", id)
	}
	d.Set(d.PagesRoot, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]/Resources<</Font<<%s>>%s>>%s>>",
		len(d.Pages), kids, fonts, d.Resources, d.Inherit))
	catalogue := fmt.Sprintf("<</Type/Catalog/Pages %d 0 R%s", d.PagesRoot, d.Catalogue)
	if d.Tree != nil {
		d.TreeRoot = d.Reserve()
		k := d.kid(d.Tree, d.TreeRoot)
		d.Set(d.TreeRoot, fmt.Sprintf("<</Type/StructTreeRoot/K %s/RoleMap<<%s>>>>", k, d.RoleMap))
		catalogue += fmt.Sprintf("/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>", d.TreeRoot)
	}
	d.Root = d.Add(catalogue + ">>")
}

func (d *Doc) page(p Page) int {
	contents := ""
	switch {
	case len(p.Contents) > 0:
		for _, c := range p.Contents {
			contents += fmt.Sprintf("%d 0 R ", d.File.Content("", c))
		}
		contents = "/Contents[" + contents + "]"
	case p.Content != "":
		contents = fmt.Sprintf("/Contents %d 0 R", d.File.Content("", p.Content))
	}
	return d.Addf("<</Type/Page/Parent %d 0 R%s%s>>", d.PagesRoot, contents, p.Entries)
}

// kid returns how an element's kid is written.
func (d *Doc) kid(k any, parent int) string {
	switch k := k.(type) {
	case MC:
		return fmt.Sprintf("<</Type/MCR/Pg %d 0 R/MCID %d>>", d.PageIDs[k.Page-1], k.ID)
	case Raw:
		return string(k)
	case *Elem:
		if k.ID != 0 {
			return fmt.Sprintf("%d 0 R", k.ID)
		}
		k.ID = d.Reserve()
		var kids []string
		for _, kid := range k.Kids {
			kids = append(kids, d.kid(kid, k.ID))
		}
		d.Set(k.ID, fmt.Sprintf("<</Type/StructElem/S/%s/P %d 0 R/K[%s]%s>>", k.Type, parent, strings.Join(kids, " "), k.Entries))
		return fmt.Sprintf("%d 0 R", k.ID)
	}
	panic(fmt.Sprintf("a %T is no kid", k))
}

// Str returns s, in Windows-1252, as a literal string.
func Str(s string) string {
	var b strings.Builder
	b.WriteByte('(')
	for _, r := range s {
		c := byte(r)
		if w, ok := windows1252[r]; ok {
			c = w
		}
		if strings.IndexByte(`()\`, c) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	b.WriteByte(')')
	return b.String()
}

var windows1252 = map[rune]byte{'€': 0x80, '…': 0x85, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97}

// Text returns the operators that show s in 12 point at (x, y).
func Text(x, y float64, s string) string { return Set("F1", 12, x, y, s) }

// Set is Text in another font and size.
func Set(font string, size, x, y float64, s string) string {
	return fmt.Sprintf("BT /%s %g Tf %g %g Td %s Tj ET\n", font, size, x, y, Str(s))
}

// Marked returns content as marked content of a number.
func Marked(id int, content string) string {
	return fmt.Sprintf("/P <</MCID %d>> BDC %sEMC\n", id, content)
}

// Artifact returns content as furniture of the page.
func Artifact(content string) string { return "/Artifact BMC " + content + "EMC\n" }

// ToUnicode returns a CMap with the given sections in it.
func ToUnicode(sections string) string {
	return "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + sections + "\nendcmap end end\n"
}
