package pdftest

import (
	"bytes"
	"compress/flate"
	"fmt"
	"strings"
)

// Bomb returns the body of a stream of some kilobytes with three filters, of
// which the first makes megabytes, the second about so many gigabytes of that,
// and the third nothing at all: only between them is there anything to see.
func Bomb(gigabytes int) string {
	const chunk, perGigabyte = 10_000_000, 100
	nothing := strings.Repeat("\x00\x00\x00\xff\xff", chunk/5) // stored blocks without bytes (RFC 1951, 3.2.4)
	return Stream("/Filter[/FlateDecode/FlateDecode/FlateDecode]",
		Deflate(zlibHeader+blocks(zlibHeader)+strings.Repeat(blocks(nothing), gigabytes*perGigabyte)))
}

// zlibHeader is how deflated data begins (RFC 1950, 2.2).
const zlibHeader = "\x78\x9c"

// blocks returns deflated data without its header and its end, so that it can
// stand behind itself.
func blocks(data string) string {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err) // the level is one that there is
	}
	w.Write([]byte(data))
	w.Flush()
	return b.String()
}

// Bombed returns a document of one page whose content is a Bomb.
func Bombed(gigabytes int) *Doc {
	d := Paged("")
	d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Add(Bomb(gigabytes)))
	return d
}
