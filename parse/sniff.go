package parse

import (
	"bytes"
	"unicode/utf8"

	"ofsted/internal/lazy"
)

// others are formats that people take for documents, and what to do about
// them.
var others = []struct {
	magic, problem string
}{
	{"PK\x03\x04", "a Word or other Office file, or a ZIP archive; save it as a PDF, or unpack it, first"},
	{"\xD0\xCF\x11\xE0", "an old Word file; save it as a PDF first"},
	{"{\\rtf", "an RTF file; save it as a PDF or as plain text first"},
	{"\x89PNG", "a picture; make it a PDF with text first, for example with: ocrmypdf in.png out.pdf"},
	{"\xFF\xD8\xFF", "a picture; make it a PDF with text first, for example with: ocrmypdf in.jpg out.pdf"},
}

// sniffed is how many bytes from the start decide what a file is.
const sniffed = 4096

var (
	htmlStart = lazy.NewRegexp(`(?i)^(<\?xml[^>]*>|<!--[\s\S]*?-->|\s)*<(!doctype html|html|head|body|meta|title|div|main|article|section|header|p|h[1-6]|table|ul)\b`)
	htmlInner = lazy.NewRegexp(`(?i)<(html|body)[\s>]`)
)

// sniff says what data is by its content. The file's name plays no part:
// Ofsted's own site serves error pages as .pdf. It returns the media type, or
// a problem to report, or neither where the content is nothing known.
func sniff(data []byte) (media, problem string) {
	head := data[:min(len(data), sniffed)]
	if len(bytes.TrimSpace(data)) == 0 {
		return "", "an empty file; download the document again"
	}
	if bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) {
		return mediaPDF, ""
	}
	for _, o := range others {
		if bytes.HasPrefix(head, []byte(o.magic)) {
			return "", o.problem
		}
	}
	text := bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	switch {
	case bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return mediaText, "" // UTF-16
	case htmlStart.Match(text), htmlInner.Match(text):
		return mediaHTML, ""
	case isText(head):
		return mediaText, ""
	}
	return "", ""
}

// isText reports whether head looks like text in UTF-8 or a one-byte
// encoding: hardly any control characters, and some letters.
func isText(head []byte) bool {
	controls, letters, high := 0, 0, 0
	for _, c := range head {
		switch {
		case c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f':
			controls++
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			letters++
		case c >= 0x80:
			high++
		}
	}
	if !utf8.Valid(head[:max(0, len(head)-utf8.UTFMax)]) && high*5 > len(head) {
		return false
	}
	return controls*100 <= len(head) && letters*3 >= len(head)-letters
}
