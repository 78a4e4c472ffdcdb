package parse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	cpumodel "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"ofsted/model"
	"ofsted/parse/limit"
	"ofsted/parse/pdf/pdftest"
)

const prose = "Dear Director\n\nFocused visit to Saltmere children's services\n\nThis letter summarises the findings of the visit.\n"

// utf16Of returns s in UTF-16 behind a byte order mark.
func utf16Of(s string, bigEndian bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		if bigEndian {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func TestSniff(t *testing.T) {
	tests := []struct {
		name    string
		data    string
		media   string
		problem string // part of it
	}{
		{"PDF", "%PDF-1.7\n", mediaPDF, ""},
		{"PDF behind junk", "HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", mediaPDF, ""},
		{"HTML", "<!DOCTYPE html><html><body>", mediaHTML, ""},
		{"HTML in capitals", "\n <HTML>", mediaHTML, ""},
		{"XHTML", `<?xml version="1.0"?><!DOCTYPE html>`, mediaHTML, ""},
		{"HTML behind a comment and a mark", "\xEF\xBB\xBF<!-- saved from --><html>", mediaHTML, ""},
		{"a fragment of HTML", "<h1>Focused visit</h1><p>Text", mediaHTML, ""},
		{"HTML far behind", "WARC/1.0\n\n<html ><p>", mediaHTML, ""},
		{"text", prose, mediaText, ""},
		{"text with a mark", "\xEF\xBB\xBF" + prose, mediaText, ""},
		{"text in Windows-1252", prose + "children\x92s caf\xE9", mediaText, ""},
		{"text in UTF-16", string(utf16Of(prose, false)), mediaText, ""},
		{"text in UTF-16, big-endian", string(utf16Of(prose, true)), mediaText, ""},
		{"text with form feeds", "Page one\fPage two", mediaText, ""},
		{"text in Welsh", strings.Repeat("Mae plant yng ngofal tŷ a'r ŵyn yn ddiogel. ", 200), mediaText, ""},
		{"nothing", "", "", "an empty file"},
		{"white space", " \r\n\t\n", "", "an empty file"},
		{"Word", "PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "", "Word"},
		{"old Word", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "", "old Word"},
		{"RTF", `{\rtf1\ansi Text}`, "", "RTF"},
		{"PNG", "\x89PNG\r\n\x1A\n", "", "picture"},
		{"JPEG", "\xFF\xD8\xFF\xE0", "", "picture"},
		{"garbage", "\x00\x01\x02\x03\xFF\xFE\x80\x90", "", ""},
		{"numbers", "1,2,3,4\n5,6,7,8\n", "", ""},
	}
	for _, tt := range tests {
		media, problem := sniff([]byte(tt.data))
		if media != tt.media || !strings.Contains(problem, tt.problem) || (problem == "") != (tt.problem == "") {
			t.Errorf("%s: %q, %q; want %q, %q", tt.name, media, problem, tt.media, tt.problem)
		}
	}
}

// TestTextLimit makes sure that text is limited whatever format it is in.
func TestTextLimit(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.pdf": pdftest.Paged(pdftest.Text(72, 700, "Inspectors came.")).Bytes(), "a.html": []byte("<html><p>Inspectors came."), "a.txt": []byte("Inspectors came."),
	} {
		for most, want := range map[limit.Count]model.ErrorCode{15: model.TooLarge, 16 + 5*1000: ""} { // fonts take some too
			_, err := Read(t.Context(), Input{Path: name, Data: data, Limits: Limits{Text: most}})
			failure, failed := errors.AsType[*model.Failure](err)
			if want == "" && err != nil || want != "" && (!failed || failure.Code != want || !strings.HasSuffix(err.Error(), "--max-text")) {
				t.Errorf("%s with %d characters: %v", name, most, err)
			}
		}
	}
}

// TestFailures gives every kind of bad input, and looks at what people are
// told of it.
func TestFailures(t *testing.T) {
	page := pdftest.Paged(pdftest.Text(72, 700, "Text.")).Bytes()
	scan := pdftest.Paged("q 595 0 0 842 0 0 cm Q").Bytes()
	bomb := pdftest.Paged(strings.Repeat(" ", 100<<20))
	bomb.Flate = true
	tests := []struct {
		name    string
		path    string
		data    []byte
		code    model.ErrorCode
		message string // part of it
	}{
		{"nothing", "a.pdf", nil, model.NotADocument, "an empty file; download"},
		{"white space", "a.txt", []byte("\n \r\n"), model.NotADocument, "an empty file"},
		{"an error page saved as a PDF", "a.pdf", []byte("<html><title>404</title><h1>Page not found</h1>"), model.NotADocument, "an HTML page saved as .pdf"},
		{"an error page downloaded", "https://files.example/1", []byte("<html><h1>Page not found</h1>"), model.NotADocument, "with no inspection in it"},
		{"Word", "a.docx", []byte("PK\x03\x04..."), model.NotADocument, "save it as a PDF"},
		{"a picture", "a.png", []byte("\x89PNG\r\n\x1A\n"), model.NotADocument, "ocrmypdf in.png"},
		{"garbage", "a.bin", []byte("\x00\x01\x02\x03\x04\x05"), model.Unrecognised, "neither a PDF nor a web page nor text"},
		{"text that turns into garbage", "a.txt", append([]byte(strings.Repeat(prose, 100)), make([]byte, 999)...), model.Unrecognised, "neither a PDF"},
		{"a password", "a.pdf", encrypted(t, page), model.Encrypted, "protected by a password; open it"},
		{"a scan", "a.pdf", scan, model.NoText, "a PDF without text"},
		{"a PDF cut short", "a.pdf", page[:200], model.Damaged, "damaged PDF that could not be repaired"},
		{"a header and no more", "a.pdf", []byte("%PDF-1.7\n"), model.Damaged, "there is no object in it"},
		{"a deflate bomb", "a.pdf", bomb.Bytes(), model.TooLarge, "a stream of page 1 inflates to more than the 64 MB that one may; check where it comes from"},
		{"a text of lines", "a.txt", []byte(prose + strings.Repeat("a\n", 600_000)), model.TooLarge, "lines, more than the 500,000 that a text may have; check where it comes from, or raise the limit with --max-nodes"},
		{"a text without end", "a.txt", []byte(strings.Repeat("word ", 5_000_000)), model.TooLarge, "25,000,000 characters, more than the 20,000,000 that a document may have"},
		{"a web page of tags", "a.html", []byte("<html>" + strings.Repeat("<p>a", 3_000_000)), model.TooLarge, "more elements than the 500,000 that a web page may have"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Inspect(t.Context(), Input{Path: tt.path, Data: tt.data})
			failure, ok := errors.AsType[*model.Failure](err)
			if !ok {
				t.Fatalf("error %v", err)
			}
			if failure.Code != tt.code || !strings.HasPrefix(failure.Message, tt.path+": ") || !strings.Contains(failure.Message, tt.message) {
				t.Errorf("%s: %s; want %s: %s", failure.Code, failure.Message, tt.code, tt.message)
			}
			if strings.ContainsAny(failure.Message, "\r\n\t") || failure.Source.Path != tt.path || failure.Source.Bytes != int64(len(tt.data)) || failure.Source.SHA256 == "" {
				t.Errorf("%+v", failure)
			}
		})
	}
}

func encrypted(t *testing.T, data []byte) []byte {
	api.DisableConfigDir()
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(data), &out, cpumodel.NewAESConfiguration("secret", "owner", 256)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestUnknown reads documents that are sound and none of Ofsted's.
func TestUnknown(t *testing.T) {
	text := "The library opens at nine and closes at five on weekdays."
	for path, data := range map[string][]byte{
		"a.html":  []byte("<html><title>Library</title><body><p>" + text + "</p></body></html>"),
		"a.txt":   []byte(text),
		"b.txt":   utf16Of(text, true),
		"a.pdf":   pdftest.Paged(pdftest.Text(72, 700, text)).Bytes(),
		"no-name": []byte("<p>" + text + "</p>"),
	} {
		found, err := Inspect(t.Context(), Input{Path: path, Data: data})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if found.Kind != model.UnknownKind || len(found.Warnings) == 0 {
			t.Errorf("%s: kind %s, warnings %v", path, found.Kind, found.Warnings)
		}
		doc, err := Read(t.Context(), Input{Path: path, Data: data})
		if err != nil || !strings.Contains(doc.Plain(), text) {
			t.Errorf("%s: its text is not there: %v", path, err)
		}
	}
}

// TestInspectStops inspects large documents with no time left.
func TestInspectStops(t *testing.T) {
	for name, data := range map[string][]byte{
		"PDF":  pdftest.Paged(strings.Repeat("q Q ", 5_000_000)).Bytes(),
		"page": []byte("<html>" + strings.Repeat("<p>a", 200_000)),
	} {
		ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
		defer cancel()
		start := time.Now()
		_, err := Inspect(ctx, Input{Path: name, Data: data})
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		failure, ok := errors.AsType[*model.Failure](err)
		if !ok || failure.Code != model.Timeout {
			t.Errorf("%s: %v", name, err)
		}
		ctx, cancel = context.WithCancel(t.Context())
		cancel()
		if _, err := Inspect(ctx, Input{Path: name, Data: data}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want the context's error", name, err)
		}
	}
}

func ExampleInspect() {
	data := []byte("Focused visit to Saltmere children's services\n\nDear Director\n\nThis letter summarises the findings of a focused visit on 7 and 8 October 2025.\n")
	found, err := Inspect(context.Background(), Input{Path: "letter.txt", Data: data})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Kind)
	// Output: focused_visit
}
