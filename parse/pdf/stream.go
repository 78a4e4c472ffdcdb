package pdf

import (
	"bytes"
	"encoding/ascii85"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zlib"
	"github.com/ledongthuc/pdf"
)

// reader returns the decoded content of a stream. It panics, as the library
// does, where that cannot be decoded.
//
// The library could do this too, but makes a new decoder of 40 kB for each
// stream, cuts it where its Length says, which in damaged files is wrong, while
// deflated data knows its own end, and does not stop inside a chain of filters.
func (d *document) reader(v pdf.Value) io.ReadCloser {
	at := streamOffset(v)
	if at <= 0 || at >= int64(len(d.data)) {
		panic("a stream without data")
	}
	c := &content{budget: d.budget}
	filters, params := list(v.Key("Filter")), list(v.Key("DecodeParms"))
	if len(filters) == 0 || !deflates[filters[0].Name()] {
		c.Reader = bytes.NewReader(d.data[at : at+min(max(v.Key("Length").Int64(), 0), int64(len(d.data))-at)])
	} else {
		c.Reader = bytes.NewReader(d.data[at:])
	}
	if len(filters) > maxFilters {
		panic("a stream of too many filters")
	}
	for i, f := range filters {
		var p pdf.Value
		if i < len(params) {
			p = params[i]
		}
		c.filter(f.Name(), p, i > 0)
	}
	return c
}

// maxFilters is how many filters a stream may have. Nobody has a use for more
// than two.
const maxFilters = 4

// deflates are the names of the filter that nearly every stream has.
var deflates = map[string]bool{"FlateDecode": true, "Fl": true}

// list returns the elements of an array, or a value that is no array by itself.
func list(v pdf.Value) []pdf.Value {
	switch v.Kind() {
	case pdf.Null:
		return nil
	case pdf.Array:
		all := make([]pdf.Value, min(v.Len(), maxFilters+1))
		for i := range all {
			all[i] = v.Index(i)
		}
		return all
	}
	return []pdf.Value{v}
}

// A content is the decoded content of a stream.
type content struct {
	io.Reader
	budget *budget
	used   []io.Closer // to be closed behind it
}

// Close implements io.Closer.
func (c *content) Close() error {
	for _, u := range c.used {
		u.Close()
	}
	return nil
}

// filter puts a filter behind what there is, which may be a filter itself.
func (c *content) filter(name string, params pdf.Value, behind bool) {
	if behind {
		c.Reader = between{c.Reader, c.budget}
	}
	switch {
	case deflates[name]:
		r, err := inflating(c.Reader)
		if err != nil {
			c.Close()
			panic(err)
		}
		c.used = append(c.used, r)
		c.Reader = unpredicted(r, params)
	case name == "ASCII85Decode" || name == "A85":
		c.Reader = ascii85.NewDecoder(&untilTilde{r: c.Reader})
	default:
		c.Close()
		panic(fmt.Sprintf("a filter that is not known: %.40s", name))
	}
}

// An untilTilde is what stands before the ~> that ends ASCII85.
type untilTilde struct {
	r    io.Reader
	done bool
}

// Read implements io.Reader.
func (u *untilTilde) Read(p []byte) (int, error) {
	if u.done {
		return 0, io.EOF
	}
	n, err := u.r.Read(p)
	if i := bytes.IndexByte(p[:n], '~'); i >= 0 {
		u.done = true
		return i, nil
	}
	return n, err
}

var decoders sync.Pool

// A decoder is a zlib reader that goes back to the pool when it is closed.
type decoder struct{ io.ReadCloser }

func (r decoder) Close() error {
	err := r.ReadCloser.Close()
	decoders.Put(r.ReadCloser)
	return err
}

func inflating(src io.Reader) (io.ReadCloser, error) {
	if r, ok := decoders.Get().(io.ReadCloser); ok {
		if err := r.(zlib.Resetter).Reset(src, nil); err != nil {
			decoders.Put(r)
			return nil, err
		}
		return decoder{r}, nil
	}
	r, err := zlib.NewReader(src)
	if err != nil {
		return nil, err
	}
	return decoder{r}, nil
}

// streamOffset returns where in the file the data of a stream begins, or 0.
// Value.String prints it behind the dictionary, as "<<…>>@1234".
func streamOffset(v pdf.Value) int64 {
	if s := inside(v); s.IsValid() && s.Kind() == reflect.Struct {
		if at := s.FieldByName("offset"); at.IsValid() && at.Kind() == reflect.Int64 {
			return at.Int()
		}
	}
	return printedOffset(v)
}

func printedOffset(v pdf.Value) int64 {
	printed := v.String()
	n, err := strconv.ParseInt(printed[strings.LastIndexByte(printed, '@')+1:], 10, 64)
	if err != nil {
		return 0
	}
	return n
}
