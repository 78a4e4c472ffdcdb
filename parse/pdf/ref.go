package pdf

import (
	"reflect"

	"github.com/ledongthuc/pdf"
)

// ledongthuc/pdf resolves references silently, so that the same font reached
// from two pages is two Values, and the page that a structure element names
// is parsed anew for each element. Caches need to know which object a
// reference names, and Value.String prints it: "12 0 R". Formatting a whole
// dictionary for it costs more than reading it, so the number is taken by
// reflection where the library's Value still looks as it did, and from the
// printed form otherwise; a test holds both to the same answer.

// refAt returns the number of the object that the entry key of the dictionary
// or stream v refers to, or 0 where the entry is direct or absent.
func refAt(v pdf.Value, key string) uint32 {
	if id, ok := reflectRef(v, key); ok {
		return id
	}
	return printedRef(v, key)
}

func reflectRef(v pdf.Value, key string) (id uint32, ok bool) {
	data := reflect.ValueOf(v).FieldByName("data")
	if !data.IsValid() || data.Kind() != reflect.Interface {
		return 0, false
	}
	dict := data.Elem()
	if dict.IsValid() && dict.Kind() == reflect.Struct {
		dict = dict.FieldByName("hdr")
	}
	if !dict.IsValid() || dict.Kind() != reflect.Map || dict.Type().Key().Kind() != reflect.String {
		return 0, false
	}
	return refNumber(dict.MapIndex(reflect.ValueOf(key).Convert(dict.Type().Key())))
}

// refIndex is refAt for the i'th element of an array.
func refIndex(v pdf.Value, i int) uint32 {
	data := reflect.ValueOf(v).FieldByName("data")
	if data.IsValid() && data.Kind() == reflect.Interface {
		if list := data.Elem(); list.IsValid() && list.Kind() == reflect.Slice && i < list.Len() {
			if id, ok := refNumber(list.Index(i)); ok {
				return id
			}
		}
	}
	return 0
}

func refNumber(x reflect.Value) (id uint32, ok bool) {
	if !x.IsValid() {
		return 0, true
	}
	if x.Kind() == reflect.Interface {
		x = x.Elem()
	}
	if x.Kind() != reflect.Struct {
		return 0, true // a direct value
	}
	f := x.FieldByName("id")
	if !f.IsValid() || f.Kind() != reflect.Uint32 {
		return 0, x.NumField() != 2
	}
	return uint32(f.Uint()), true
}

func printedRef(v pdf.Value, key string) uint32 {
	l := lexer{b: []byte(v.String())}
	l.next() // <<
	for depth := 1; depth > 0; {
		switch t := l.next(); t.kind {
		case tokEOF:
			return 0
		case tokDict, tokArray:
			depth++
		case tokDictEnd, tokArrayEnd:
			depth--
		case tokName:
			if depth != 1 || string(t.text) != key {
				continue
			}
			if id, _, r := l.next(), l.next(), l.next(); id.kind == tokNumber && string(r.text) == "R" {
				return uint32(id.num)
			}
			return 0
		}
	}
	return 0
}
