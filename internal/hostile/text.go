package hostile

import (
	"encoding/binary"
	"iter"
	"regexp"
	"strings"
)

// textChanges is the table of changes to text files.
var textChanges = []change{
	{"nulls", turned(`\n`, "\x00\n")},
	{"nulls-first", func(data []byte) []byte { return join(make([]byte, 100), data) }},
	{"nulls-far", func(data []byte) []byte { return join(data, data, data, make([]byte, 100)) }},
	{"escapes", turned(`\n`, "\x1B[2J\x1B]0;title\x07\n")},
	{"backspaces", turned(`ood\b`, "ood\b\b\b\bInad")},
	{"surrogates", turned(`oo`, "o\xED\xA0\x80o")},
	{"surrogates-of-utf-16", func(data []byte) []byte {
		return join([]byte("\xFF\xFE"), units(data, binary.LittleEndian), []byte("\x00\xD8\x00\xD8\x00\xDC"))
	}},
	{"utf-16", func(data []byte) []byte { return join([]byte("\xFE\xFF"), units(data, binary.BigEndian)) }},
	{"utf-16-odd", func(data []byte) []byte { return join([]byte("\xFE\xFF"), units(data, binary.BigEndian), []byte("x")) }},
	{"utf-16-without-mark", func(data []byte) []byte { return units(data, binary.LittleEndian) }},
	{"utf-16-of-wrong-order", func(data []byte) []byte { return join([]byte("\xFE\xFF"), units(data, binary.LittleEndian)) }},
	{"windows", oneByte},
	{"marks-of-order", turned(`(?m)^`, "\uFEFF")},
	{"line-ends-mixed", turned("\n\n", "\r\n\r\n\r\u0085\u2028\u2029\v")},
	{"line-ends-old", turned("\n", "\r")},
	{"line-ends-none", turned("\n", " ")},
	{"line-ends-doubled", turned("\n", "\n\n")},
	{"line-ends-in-words", turned(` +`, "\n")},
	{"line-ends-in-letters", turned(`(.)`, "$1\n")},
	{"pages-many", turned("\n", "\f")},
	{"pages-empty", func(data []byte) []byte { return join([]byte(strings.Repeat("\f", megabytes)), data) }},
	{"spaces-none", turned(` +`, "")},
	{"spaces-many", turned(` +`, strings.Repeat(" ", thousand))},
	{"spaces-odd", turned(` `, "\u00A0")},
	{"tabs", turned(` +`, "\t")},
	{"indented", turned(`(?m)^`, strings.Repeat(" ", 10*thousand))},
	{"capitals", func(data []byte) []byte { return []byte(strings.ToUpper(string(data))) }},
	{"joiners", turned(`([a-z])`, "$1\u200D")},
	{"marks", turned(`([a-z])\b`, "$1"+strings.Repeat("\u0301", 100))},
	{"right-to-left", turned(`(?m)^`, "\u202E\u2066")},
	{"columns", turned(`(?m)^(.{1,40}).*$`, "$1    $1")},
	{"line-long", func(data []byte) []byte { return join(data, []byte(strings.Repeat("word ", megabytes/5))) }},
	{"word-long", func(data []byte) []byte { return join(data, []byte(strings.Repeat("o", megabytes))) }},
	{"line-long-first", func(data []byte) []byte { return join([]byte(strings.Repeat("word ", megabytes/5)+"\n\n"), data) }},
	{"lines-many", func(data []byte) []byte { return join(data, []byte(strings.Repeat("a\n", megabytes/20))) }},
	{"lines-endless", func(data []byte) []byte { return join(data, []byte(strings.Repeat("a\n", megabytes/2))) }},
	{"lines-empty", func(data []byte) []byte { return join([]byte(strings.Repeat("\n", megabytes)), data) }},
	{"items-many", func(data []byte) []byte { return join(data, []byte(strings.Repeat("• a\n", megabytes/120))) }},
	{"numbers-many", func(data []byte) []byte { return join(data, []byte(strings.Repeat("1. a\n\n", megabytes/120))) }},
	{"dates-many", func(data []byte) []byte {
		return join(data, []byte(strings.Repeat("1 to 2 May 2024 and ", megabytes/20)))
	}},
	{"titles-many", func(data []byte) []byte {
		return join(data, []byte(strings.Repeat("\n\nInspection of Upland local authority children's services\n\n", megabytes/600)))
	}},
	{"headings-many", func(data []byte) []byte {
		return join(data, []byte(strings.Repeat("What needs to improve?\n\nA paragraph.\n\n", megabytes/400)))
	}},
	{"rows-many", func(data []byte) []byte {
		return join(data, []byte(strings.Repeat("a      b      c\n", megabytes/100)))
	}},
	{"brackets-deep", func(data []byte) []byte { return join(data, []byte(strings.Repeat("(", megabytes))) }},
	{"doubled", func(data []byte) []byte { return join(data, data) }},
	{"halves-exchanged", func(data []byte) []byte { return join(data[len(data)/2:], data[:len(data)/2]) }},
}

// textDamages changes a text, and cuts it behind every line.
func textDamages(s Specimen) iter.Seq[damage] {
	return changed(s, textChanges, regexp.MustCompile(`\n+`))
}
