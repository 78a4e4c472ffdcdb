package pdf_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"ofsted/internal/collection"
	"ofsted/parse/limit"
	"ofsted/parse/pdf"
	"ofsted/parse/pdf/pdftest"
)

// limited is each limit on what is in a PDF, set to n.
var limited = map[*limit.Limit]func(n int64) limit.Limits{
	limit.Pages:    func(n int64) limit.Limits { return limit.Limits{Pages: limit.Count(n)} },
	limit.Stream:   func(n int64) limit.Limits { return limit.Limits{Stream: limit.Bytes(n)} },
	limit.Inflated: func(n int64) limit.Limits { return limit.Limits{Inflated: limit.Bytes(n)} },
	limit.Objects:  func(n int64) limit.Limits { return limit.Limits{Objects: limit.Count(n)} },
	limit.Nodes:    func(n int64) limit.Limits { return limit.Limits{Nodes: limit.Count(n)} },
	limit.Depth:    func(n int64) limit.Limits { return limit.Limits{Depth: limit.Count(n)} },
	limit.Text:     func(n int64) limit.Limits { return limit.Limits{Text: limit.Count(n)} },
}

// TestLimits raises each limit until a document is under it: it is refused
// until then, for that limit and by name, and read whole from there on.
func TestLimits(t *testing.T) {
	d := letter()
	d.Flate, d.Compact = true, true
	data := d.Bytes()
	for one, set := range limited {
		n := int64(1)
		for ; n < 1<<20; n++ {
			_, err := pdf.Read(t.Context(), data, pdf.Options{Limits: set(n)})
			if err == nil {
				break
			}
			if !errors.Is(err, one) || !strings.Contains(err.Error(), "; check where it comes from, or raise the limit with --"+one.Flag) {
				t.Fatalf("--%s %d: %v", one.Flag, n, err)
			}
		}
		if n == 1 {
			t.Errorf("--%s 1: no error", one.Flag)
		}
		if got := words(read(t, data, pdf.Options{Limits: set(n)})); got != letterText {
			t.Errorf("--%s %d: %q", one.Flag, n, got)
		}
	}
}

// TestInflatingStops makes sure that streams stop at their limit and not
// behind it: what is there is many times what they may take.
func TestInflatingStops(t *testing.T) {
	const most = 1 << 20
	zeros := strings.Repeat("\x00", 32*most)
	tests := map[string]func() *pdftest.File{
		"content": func() *pdftest.File {
			d := pdftest.Paged(zeros)
			d.Flate = true
			d.Build()
			return &d.File
		},
		"an object stream": func() *pdftest.File {
			f := &pdftest.File{Root: 1}
			f.Deflated("/Type/ObjStm/N 1/First 9", zeros)
			return f
		},
		"a predictor": func() *pdftest.File {
			d := pdftest.Paged("")
			d.Pages[0].Entries = fmt.Sprintf("/Contents %d 0 R", d.Deflated("/DecodeParms<</Predictor 15/Columns 999>>", zeros))
			d.Build()
			return &d.File
		},
		"filters behind filters": func() *pdftest.File {
			d := pdftest.Bombed(1)
			d.Build()
			return &d.File
		},
	}
	for name, file := range tests {
		t.Run(name, func(t *testing.T) {
			data := file().Bytes()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := pdf.Read(t.Context(), data, pdf.Options{Limits: limit.Limits{Stream: most, Inflated: most}})
			runtime.ReadMemStats(&after)
			if _, over := errors.AsType[*limit.Error](err); !over {
				t.Errorf("error %v", err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 4*most {
				t.Errorf("%d kB allocated for a limit of %d kB", used>>10, most>>10)
			}
		})
	}
}

// TestStopsInsideStream cancels the reading of streams that would take
// minutes. The bound tells stopping from not stopping.
func TestStopsInsideStream(t *testing.T) {
	bomb := pdftest.Bombed(100).Bytes()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := pdf.Read(ctx, bomb, pdf.Options{Limits: limit.Limits{Stream: 1 << 40, Inflated: 1 << 50}})
	if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took > 5*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
}

// TestCorpusIsFarFromLimits reads real documents with a tenth of every limit.
func TestCorpusIsFarFromLimits(t *testing.T) {
	root := collection.Folder(t, "OFSTED_CORPUS", "labelled documents")
	all := limit.Limits{}.OrDefault()
	tenth := limit.Limits{
		Size: all.Size / 10, Pages: all.Pages / 10, Stream: all.Stream / 10, Inflated: all.Inflated / 10,
		Objects: all.Objects / 10, Nodes: all.Nodes / 10, Text: all.Text / 10,
		Depth: all.Depth / 5, // reports have 16 levels, and no file that nests deeper is made to be read
	}
	n := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".pdf" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		_, err = pdf.Read(t.Context(), data, pdf.Options{Limits: tenth})
		if _, over := errors.AsType[*limit.Error](err); over || limit.Bytes(len(data)) > tenth.Size {
			t.Errorf("%s: %d bytes, %v", path, len(data), err)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d files read: %v", n, err)
	}
}
