package pdf

import (
	"reflect"

	"github.com/ledongthuc/pdf"

	"ofsted/internal/lazy"
)

// ledongthuc/pdf resolves references silently, so that the same font reached
// from two pages is two Values. Caches need to know which object a reference
// names, and Value.String prints it: "12 0 R". Formatting a whole dictionary
// for it costs more than reading it, so the number is taken by reflection where
// the library's Value still looks as it did, and from the printed form
// otherwise; a test holds both to the same answer.

// refAt returns the number of the object that the entry key of the dictionary
// or stream v refers to, or 0 where the entry is direct or absent.
func refAt(v pdf.Value, key string) uint32 {
	if id, ok := reflectRef(v, key); ok {
		return id
	}
	return printedRef(v, key)
}

func reflectRef(v pdf.Value, key string) (id uint32, ok bool) {
	dict := inside(v)
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
	if list := inside(v); list.IsValid() && list.Kind() == reflect.Slice && i < list.Len() {
		if id, ok := refNumber(list.Index(i)); ok {
			return id
		}
	}
	return 0
}

// inside returns what a Value wraps: the library's own dictionary, array or
// stream. The zero reflect.Value says that Value looks otherwise than it did.
func inside(v pdf.Value) reflect.Value {
	data := reflect.ValueOf(v).FieldByName("data")
	if !data.IsValid() || data.Kind() != reflect.Interface {
		return reflect.Value{}
	}
	return data.Elem()
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

// quoted matches a string as Value.String prints it.
var quoted = lazy.NewRegexp(`"(?:[^"\\]|\\.)*"`)

func printedRef(v pdf.Value, key string) uint32 {
	l := lexer{b: quoted.ReplaceAll([]byte(v.String()), []byte("()"))}
	l.next() // <<
	for {
		k := l.next()
		if k.kind != tokName {
			return 0
		}
		if string(k.text) == key {
			if id, _, r := l.next(), l.next(), l.next(); id.kind == tokNumber && string(r.text) == "R" {
				return uint32(id.num)
			}
			return 0
		}
		l.skipValue()
	}
}

// skipValue moves behind the value of an entry, to the next key or to the end
// of the dictionary.
func (l *lexer) skipValue() {
	for depth, first := 0, true; ; first = false {
		before := l.i
		switch t := l.next(); t.kind {
		case tokEOF:
			return
		case tokArray, tokDict:
			depth++
		case tokArrayEnd, tokDictEnd:
			if depth--; depth < 0 {
				return
			}
		case tokName:
			if depth == 0 && !first {
				l.i = before
				return
			}
		}
	}
}
