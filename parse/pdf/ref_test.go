package pdf

import (
	"context"
	"testing"

	"github.com/ledongthuc/pdf"

	"ofsted/parse/limit"
	"ofsted/parse/pdf/pdftest"
)

// TestRefs holds the two ways of learning what a reference names, and where a
// stream begins, to the same answer: the faster looks into the library's
// values, which may change.
func TestRefs(t *testing.T) {
	d := pdftest.Paged(pdftest.Text(72, 700, "One"), pdftest.Text(72, 700, "Two"))
	d.Tree = pdftest.E("Document", pdftest.E("P", pdftest.MC{Page: 1, ID: 0}), pdftest.E("P", pdftest.Raw("0")))
	d.Catalogue = "/Nested<</Pages 1 0 R/K[2 0 R]>>/Name/Pages/Text(/Outlines 7 0 R)/Array[1 0 R 5 <</A 2 0 R>>]/K 3/Outlines 1 0 R"
	file, _, err := open(context.Background(), d.Bytes(), limit.Limits{}.OrDefault(), new(room))
	if err != nil {
		t.Fatal(err)
	}
	w := walker{t: t, seen: make(map[uint32]bool)}
	w.walk(file.r.Trailer())
	if w.refs < 20 || w.streams != 2 {
		t.Errorf("%d references and %d streams met", w.refs, w.streams)
	}
	root := file.r.Trailer().Key("Root")
	if refAt(root, "Pages") != uint32(d.PagesRoot) || refAt(root, "K") != 0 || refAt(root, "Gone") != 0 || refAt(root, "Outlines") != 1 {
		t.Error("references of the catalogue")
	}
}

type walker struct {
	t             *testing.T
	seen          map[uint32]bool
	refs, streams int
}

func (w *walker) walk(v pdf.Value) {
	for _, key := range v.Keys() {
		id, ok := reflectRef(v, key)
		if printed := printedRef(v, key); !ok || id != printed {
			w.t.Errorf("%s of %v: %d by reflection (%v), %d as printed", key, v, id, ok, printed)
		}
		w.follow(id, v.Key(key))
	}
	for i := range v.Len() {
		w.follow(refIndex(v, i), v.Index(i))
	}
	if v.Kind() == pdf.Stream {
		w.streams++
		if at := streamOffset(v); at == 0 || at != printedOffset(v) {
			w.t.Errorf("%v begins at %d, as printed %d", v, at, printedOffset(v))
		}
	}
}

func (w *walker) follow(id uint32, v pdf.Value) {
	if id != 0 {
		w.refs++
		if w.seen[id] {
			return
		}
		w.seen[id] = true
	}
	w.walk(v)
}
