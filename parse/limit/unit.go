package limit

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// A value is a field of Limits.
type value interface {
	String() string // for people
	takes() string  // what parse takes, for people
	parse(string) (int64, error)
	amount() int64
	set(int64)
}

var _ = []value{new(Duration), new(Bytes), new(Count)}

// A Duration is a time in nanoseconds.
type Duration time.Duration

// String returns the duration as 90s, 2m or 1h30m.
func (d Duration) String() string {
	s := time.Duration(d).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(s, zero) {
			s = s[:len(s)-len("0s")]
		}
	}
	return s
}

func (*Duration) takes() string { return "a time such as 30s, 5m or 1h" }

func (*Duration) parse(s string) (int64, error) {
	d, err := time.ParseDuration(s)
	return int64(d), err
}

func (d *Duration) amount() int64 { return int64(*d) }
func (d *Duration) set(n int64)   { *d = Duration(n) }

// mega is how many bytes a megabyte has, as those who make disks count.
const mega = 1_000_000

// Bytes is a size in bytes.
type Bytes int64

// sizes are the suffixes of a size, those of a thousand and those of 1,024.
var sizes = []struct {
	suffix string
	bytes  float64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"k", 1e3}, {"m", 1e6}, {"g", 1e9}, {"b", 1},
}

// String returns the size as 271 bytes, 64 kB, 1.5 MB or 2 GB, rounded to three
// figures.
func (b Bytes) String() string {
	n := float64(b)
	for _, unit := range []struct {
		suffix string
		bytes  float64
	}{{"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}} {
		if n >= unit.bytes {
			return figures(n/unit.bytes) + " " + unit.suffix
		}
	}
	return strconv.FormatInt(int64(b), 10) + " bytes"
}

// figures returns a number of 1 or more, rounded to three figures where it has a
// fraction.
func figures(n float64) string {
	part := math.Pow(10, max(0, 2-math.Floor(math.Log10(n))))
	return strconv.FormatFloat(math.Round(n*part)/part, 'f', -1, 64)
}

func (*Bytes) takes() string { return "a size such as 500kB, 100MB or 2GB" }

func (*Bytes) parse(s string) (int64, error) {
	s = strings.ToLower(s)
	times := 1.0
	for _, size := range sizes {
		if number, ok := strings.CutSuffix(s, size.suffix); ok {
			s, times = number, size.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err == nil && !(n*times >= 1 && n*times < math.MaxInt64) {
		err = errors.New("out of range")
	}
	if err != nil {
		return 0, err
	}
	return int64(n * times), nil
}

func (b *Bytes) amount() int64 { return int64(*b) }
func (b *Bytes) set(n int64)   { *b = Bytes(n) }

// A Count is how many there are of something.
type Count int64

// String returns the number with a comma between thousands.
func (c Count) String() string {
	s := strconv.FormatInt(int64(c), 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func (*Count) takes() string { return "a whole number from 1" }

func (*Count) parse(s string) (int64, error) {
	return strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
}

func (c *Count) amount() int64 { return int64(*c) }
func (c *Count) set(n int64)   { *c = Count(n) }
