package pdf

import (
	"errors"
	"io"

	"github.com/ledongthuc/pdf"
)

// maxPredicted is how many bytes a row of a predictor may have. It is made memory for
// before any of it is there.
const maxPredicted = 1 << 20

// unpredicted returns what r holds without the prediction that a filter's
// parameters tell of (PDF 32000-1:2008, 7.4.4.4). Only pictures and
// cross-reference streams have one in practice.
func unpredicted(r io.Reader, params pdf.Value) io.Reader {
	predictor := params.Key("Predictor").Int64()
	if predictor <= 1 {
		return r
	}
	if predictor < 10 {
		panic("a predictor that is not known")
	}
	size := func(key string, usual int64) int64 {
		if v := params.Key(key); v.Kind() == pdf.Integer {
			return min(max(v.Int64(), 1), maxPredicted)
		}
		return usual
	}
	bits := size("Colors", 1) * size("BitsPerComponent", 8)
	row := (bits*size("Columns", 1) + 7) / 8
	if row > maxPredicted {
		panic("a predictor of too many columns")
	}
	return &rows{r: r, left: int(max(bits/8, 1)), above: make([]byte, row), row: make([]byte, 1+row)}
}

// A rows undoes the filters of PNG (ISO/IEC 15948, clause 9): a row is told by
// its difference from the bytes to the left and above.
type rows struct {
	r     io.Reader
	left  int    // so many bytes to the left is what a byte is told from
	above []byte // the row before
	row   []byte // the byte that says which filter it has, and the row
	rest  []byte // of the row before, to be given out
}

var errPredictor = errors.New("a row with a filter that is not known")

// Read implements io.Reader.
func (r *rows) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if _, err := io.ReadFull(r.r, r.row); err != nil {
			return 0, err
		}
		if !undo(r.row[0], r.row[1:], r.above, r.left) {
			return 0, errPredictor
		}
		copy(r.above, r.row[1:])
		r.rest = r.above
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// undo turns differences into bytes.
func undo(filter byte, row, above []byte, left int) bool {
	for i := range row {
		var a, c byte
		if i >= left {
			a, c = row[i-left], above[i-left]
		}
		switch b := above[i]; filter {
		case 0:
			return true
		case 1:
			row[i] += a
		case 2:
			row[i] += b
		case 3:
			row[i] += byte((int(a) + int(b)) / 2)
		case 4:
			row[i] += paeth(int(a), int(b), int(c))
		default:
			return false
		}
	}
	return true
}

// paeth returns that of the bytes to the left, above and above to the left
// which is nearest to a straight line through them.
func paeth(a, b, c int) byte {
	p := a + b - c
	da, db, dc := max(p-a, a-p), max(p-b, b-p), max(p-c, c-p)
	switch {
	case da <= db && da <= dc:
		return byte(a)
	case db <= dc:
		return byte(b)
	}
	return byte(c)
}
