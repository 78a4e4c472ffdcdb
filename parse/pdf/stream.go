package pdf

import (
	"bytes"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zlib"
	"github.com/ledongthuc/pdf"
)

// reader returns the decoded content of a stream.
//
// Nearly every stream is deflated and nothing else. Those are inflated here,
// by decoders that are used again: ledongthuc/pdf makes a new one of 40 kB
// for each, and cuts the stream where its Length says, which in damaged files
// is wrong, while deflated data knows its own end.
func (d *document) reader(v pdf.Value) io.ReadCloser {
	if v.Key("Filter").Name() == "FlateDecode" && v.Key("DecodeParms").Kind() == pdf.Null {
		if at := streamOffset(v); at > 0 && at < int64(len(d.data)) {
			if r, err := inflating(d.data[at:]); err == nil {
				return r
			}
		}
	}
	if !plausible(v.Key("DecodeParms")) {
		panic("a predictor of too many columns")
	}
	return v.Reader()
}

// plausible reports whether the rows of a predictor are of a size that the
// library may make memory for, as it does unasked.
func plausible(params pdf.Value) bool {
	for i := range params.Len() {
		if !plausible(params.Index(i)) {
			return false
		}
	}
	columns := params.Key("Columns").Int64()
	return 0 <= columns && columns <= 1<<20
}

var decoders sync.Pool

// A decoder is a zlib reader that goes back to the pool when it is closed.
type decoder struct{ io.ReadCloser }

func (r decoder) Close() error {
	err := r.ReadCloser.Close()
	decoders.Put(r.ReadCloser)
	return err
}

func inflating(data []byte) (io.ReadCloser, error) {
	src := bytes.NewReader(data)
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
