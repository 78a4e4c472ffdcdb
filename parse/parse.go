// Package parse turns Ofsted's letters and reports into inspections: bytes in
// any of three formats to blocks, blocks to the model.
package parse

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/grammar"
	"ofsted/parse/html"
	"ofsted/parse/limit"
	"ofsted/parse/pdf"
	"ofsted/parse/plain"
)

// A Document is a file's content as a flat list of blocks in reading order.
type Document = block.Document

// Limits are what one document may cost.
type Limits = limit.Limits

// An Input is one file to read.
type Input struct {
	Path   string // as the user gave it; it names the file in results and errors
	Data   []byte
	Limits Limits     // what reading it may cost, but for time and size: who has its bytes has taken both
	sum    model.Null // sumOf the data, if that is known already
}

// Inspect reads one document and says what it contains. A document that is
// none of Ofsted's is an inspection of unknown kind, with a warning. Every
// error is a *model.Failure, or the context's.
func Inspect(ctx context.Context, in Input) (*model.Inspection, error) {
	doc, src, err := read(ctx, in)
	if err != nil {
		return nil, err
	}
	found := grammar.Inspect(doc)
	found.Source = src
	if found.Kind == model.UnknownKind && src.MediaType == mediaHTML {
		if problem := pretence(in.Path); problem != "" {
			return nil, failure(src, model.NotADocument, "%s", problem)
		}
	}
	return found, nil
}

// Read reads one document's blocks without looking for an inspection in
// them. Every error is a *model.Failure, or the context's.
func Read(ctx context.Context, in Input) (*Document, error) {
	doc, _, err := read(ctx, in)
	return doc, err
}

// The media types that are read.
const (
	mediaPDF  = "application/pdf"
	mediaHTML = "text/html"
	mediaText = "text/plain"
)

// readers is the table of formats. A new format is a line here, and one in
// sniff.
var readers = map[string]func(context.Context, Input) (*Document, error){
	mediaPDF: func(ctx context.Context, in Input) (*Document, error) {
		return pdf.Read(ctx, in.Data, pdf.Options{Limits: in.Limits})
	},
	mediaHTML: func(ctx context.Context, in Input) (*Document, error) {
		return html.Read(ctx, in.Data, in.Limits)
	},
	mediaText: readText,
}

// readText reads plain text that is no longer than it may be. Its lines take
// much more memory than its bytes.
func readText(_ context.Context, in Input) (*Document, error) {
	most := in.Limits.OrDefault()
	if lines := bytes.Count(in.Data, []byte("\n")) + bytes.Count(in.Data, []byte("\r")); lines > int(most.Nodes) {
		return nil, limit.Nodes.Over("%v lines, more than the %v that a text may have", limit.Count(lines), most.Nodes)
	}
	if err := tooLong(utf8.RuneCount(in.Data), most); err != nil {
		return nil, err
	}
	return plain.Read(in.Data)
}

// tooLong says that a document has too many characters, if it has.
func tooLong(n int, most Limits) error {
	if n <= int(most.Text) {
		return nil
	}
	return limit.Text.Over("%v characters, more than the %v that a document may have", limit.Count(n), most.Text)
}

func read(ctx context.Context, in Input) (*Document, model.Source, error) {
	if in.sum == "" {
		in.sum = sumOf(in.Data)
	}
	src := model.Source{Path: in.Path, SHA256: in.sum, Bytes: int64(len(in.Data))}
	media, problem := sniff(in.Data)
	if problem != "" {
		return nil, src, failure(src, model.NotADocument, "%s", problem)
	}
	if media == "" {
		return nil, src, failure(src, model.Unrecognised, unrecognised)
	}
	src.MediaType = model.Null(media)
	doc, err := readers[media](ctx, in)
	if err == nil {
		err = tooLong(length(doc), in.Limits.OrDefault())
	}
	if err != nil {
		if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
			return nil, src, timeout(src, in.Limits, err)
		}
		return nil, src, explain(src, err)
	}
	src.Pages, src.Tagged = doc.Pages, doc.Tagged
	return doc, src, nil
}

// sumOf returns the SHA-256 sum of a document in hexadecimal digits.
func sumOf(data []byte) model.Null {
	sum := sha256.Sum256(data)
	return model.Null(hex.EncodeToString(sum[:]))
}

// length returns how many characters the text of a document has.
func length(doc *Document) int {
	n := 0
	for _, b := range doc.Blocks {
		n += utf8.RuneCountInString(b.Text)
	}
	return n
}

// timeout says that time ran out, if it was that which ended the reading.
func timeout(src model.Source, most Limits, err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return failure(src, model.Timeout, "%v", limit.Time.Over("reading it took longer than the %v that it may take", most.OrDefault().Time))
	}
	return err
}

const unrecognised = "neither a PDF nor a web page nor text; give the document as Ofsted published it"

// failures says what became of a document by what its reader found.
var failures = []struct {
	err    error
	code   model.ErrorCode
	advice string
}{
	{pdf.ErrEncrypted, model.Encrypted, "a PDF protected by a password; open it, and save or print it as a PDF without one"},
	{pdf.ErrNoText, model.NoText, "a PDF without text, such as a scan; make its pages readable first, for example with: ocrmypdf in.pdf out.pdf"},
	{pdf.ErrNotPDF, model.NotADocument, "not a PDF (%v); download the document again"},
	{pdf.ErrDamaged, model.Damaged, "a damaged PDF that could not be repaired (%v); download the document again"},
	{plain.ErrNotText, model.Unrecognised, unrecognised},
}

func explain(src model.Source, err error) error {
	if _, over := errors.AsType[*limit.Error](err); over {
		return failure(src, model.TooLarge, "%v", err)
	}
	for _, f := range failures {
		if errors.Is(err, f.err) {
			if strings.Contains(f.advice, "%v") {
				return failure(src, f.code, f.advice, brief(err))
			}
			return failure(src, f.code, "%s", f.advice)
		}
	}
	return failure(src, model.NotADocument, "it could not be read (%v); download the document again", brief(err))
}

// mostDetail is how many characters of what a reader says are of use to people.
// Some quote the file, and all of it if need be.
const mostDetail = 120

// brief returns what a reader or a panic says, without control characters and
// cut where it is too long.
func brief(said any) string {
	text := []rune(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, fmt.Sprint(said)))
	if len(text) > mostDetail {
		text = append(text[:mostDetail], '…')
	}
	return string(text)
}

func failure(src model.Source, code model.ErrorCode, format string, args ...any) *model.Failure {
	message := strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " ")
	return &model.Failure{Source: src, Code: code, Message: src.Path + ": " + message}
}

// pretence says what is wrong with a web page without an inspection that was
// to be something else by its path, or returns "".
func pretence(path string) string {
	switch {
	case strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://"):
		return "a web page with no inspection in it; give the address of the letter or report itself"
	case strings.EqualFold(filepath.Ext(path), ".pdf"):
		return "an HTML page saved as .pdf, with no inspection in it; download the document again"
	}
	return ""
}
