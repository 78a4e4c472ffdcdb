package grammar_test

import (
	"context"
	"encoding/binary"
	"strings"
	"testing"

	"ofsted/parse/block"
	"ofsted/parse/grammar"
	readhtml "ofsted/parse/html"
	"ofsted/parse/limit"
	"ofsted/parse/plain"
)

// FuzzInspect reads whatever text there is, as text, as a page and as blocks
// of any kind: an inspection must hold together (see checkInspection) and
// nothing may panic. The bytes of shape say what each line's block is.
func FuzzInspect(f *testing.F) {
	for _, s := range specimens(f) {
		f.Add(s.text(), shapeOf(s.blocks))
	}
	f.Add("Focused visit to X\nDear X\nOverview\nYours sincerely\nA B", []byte{0, 0, 1, 0, 0})
	f.Fuzz(func(t *testing.T, text string, shape []byte) {
		if len(text) > 1<<16 {
			return
		}
		checkInspection(t, grammar.Inspect(shaped(text, shape)))
		if doc, err := plain.Read([]byte(text)); err == nil {
			checkInspection(t, grammar.Inspect(doc))
		}
		if doc, err := readhtml.Read(context.Background(), []byte(text), limit.Limits{}); err == nil {
			checkInspection(t, grammar.Inspect(doc))
		}
	})
}

// shapeOf returns the bytes that shaped reads as the kinds of blocks.
func shapeOf(blocks []block.Block) []byte {
	shape := make([]byte, len(blocks))
	for i, b := range blocks {
		shape[i] = byte(b.Kind)
		if b.Strong {
			shape[i] |= strongBit
		}
	}
	return shape
}

// The bits of a byte of shape above the kind.
const (
	kindBits     = 0x07
	strongBit    = 0x08
	tableBit     = 0x10
	continuesBit = 0x20
	labelBit     = 0x40
	pageBit      = 0x80
)

// shaped makes a block of each line that is not blank.
func shaped(text string, shape []byte) *block.Document {
	doc := &block.Document{Pages: int(binary.BigEndian.Uint16(append(shape[:len(shape):len(shape)], 0, 0)) % 3)}
	page := 1
	for line := range strings.Lines(text) {
		line = plain.Clean(line)
		if line == "" {
			continue
		}
		var bits byte
		if n := len(doc.Blocks); n < len(shape) {
			bits = shape[n]
		}
		if bits&pageBit != 0 {
			page++
		}
		b := block.Block{Kind: block.Kind(bits&kindBits) % (block.Running + 1), Strong: bits&strongBit != 0,
			Continues: bits&continuesBit != 0, Text: line, Page: page}
		if bits&tableBit != 0 {
			b.Table = 1 + len(doc.Blocks)/4
		}
		if bits&labelBit != 0 {
			b.Label = "7."
		}
		if b.Kind == block.Row {
			b.Table, b.Cells = 1+len(doc.Blocks)/4, strings.SplitAfterN(line, ": ", 3)
		}
		doc.Blocks = append(doc.Blocks, b)
	}
	return doc
}
