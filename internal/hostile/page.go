package hostile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// A change makes another text of a page or a text file.
type change struct {
	name   string
	change func(data []byte) []byte
}

// megabytes is how large the files are that are made to be large.
const megabytes = 10 << 20

// otherGrades is a table of judgements that is not the page's own.
const otherGrades = "<table><tr><th>Judgement</th><th>Grade</th></tr>" +
	"<tr><td>The impact of leaders on social work practice with children and families</td><td>Inadequate</td></tr>" +
	"<tr><td>Overall effectiveness</td><td>Inadequate</td></tr></table>"

// pageChanges is the table of changes to web pages.
var pageChanges = []change{
	{"closing-none", gone(`</\w+>`)},
	{"closing-no-cells", gone(`</t[dh]>`)},
	{"closing-no-rows", gone(`</tr>`)},
	{"closing-no-tables", gone(`</table>`)},
	{"closing-no-paragraphs", gone(`</(p|li|h\d)>`)},
	{"closing-no-lists", gone(`</ul>`)},
	{"closing-twice", turned(`(</\w+>)`, "$1$1")},
	{"closing-first", turned(`<(td|tr|p|h\d|li|table)>`, "</$1><$1>")},
	{"opening-none", gone(`<\w[^>]*>`)},
	{"opening-no-rows", gone(`<tr>`)},
	{"opening-no-tables", gone(`<table>`)},
	{"tags-none", gone(`<[^>]*>`)},
	{"tags-never-ended", turned(`<(\w+)>`, "<$1 ")},
	{"tags-of-capitals", turned(`<(/?)(td|tr|th|p|table)>`, "<$1 $2>")},
	{"tags-unknown", turned(`<(/?)(table|tr|td|th)>`, "<${1}x-$2>")},
	{"tags-misnested", turned(`<td>([^<]*)</td>`, "<b><i><td>$1</b></td></i>")},
	{"tables-in-cells", turned(`<td>([^<]*)</td>`, "<td><table><tr><td>$1</td></tr></table></td>")},
	{"cells-in-paragraphs", turned(`<td>([^<]*)</td>`, "<p><td>$1</p>")},
	{"cells-in-pieces", turned(`([a-z])`, "$1<!---->")},
	{"words-in-elements", turned(`(\w+) `, "<span>$1</span> ")},
	{"letters-in-elements", turned(`>([A-Z])`, "><b>$1</b>")},
	{"attribute-unclosed", turned(`<table>`, `<table class="x>`)},
	{"attributes-with-grades", turned(`<table>`, `<table title="`+strings.ReplaceAll(otherGrades, `"`, "")+`">`)},
	{"spans-huge", turned(`<td>`, `<td colspan="99999999999" rowspan="99999999999">`)},
	{"spans-negative", turned(`<td>`, `<td colspan="-1" rowspan="-1">`)},
	{"spans-many", turned(`<td>`, `<td colspan="65534" rowspan="65534">`)},
	{"comment-unclosed", turned(`<table>`, "<!-- <table>")},
	{"comment-first", front("<!--")},
	{"comment-odd", turned(`<table>`, "<!--><table><!--->")},
	{"comment-with-grades", front("<!--" + otherGrades + "-->")},
	{"cdata", turned(`<table>`, "<![CDATA[<table>")},
	{"processing", turned(`<table>`, "<?php <table>")},
	{"declaration-unclosed", front("<!DOCTYPE ")},
	{"script-with-grades", front("<script>document.write('" + otherGrades + "')</script>")},
	{"script-unclosed", front("<script>var x = '" + otherGrades + "'")},
	{"script-of-escapes", front("<script><!--<script>" + otherGrades + "</script>--></script>")},
	{"style-with-grades", front("<style>td::after{content:'Inadequate'}" + otherGrades + "</style>")},
	{"template-with-grades", front("<template>" + otherGrades + "</template>")},
	{"noscript-with-grades", front("<noscript>" + otherGrades + "</noscript>")},
	{"textarea-with-grades", front("<textarea>" + otherGrades + "</textarea>")},
	{"select-with-grades", front("<select><option>Overall effectiveness<option>Inadequate</select>")},
	{"svg-with-grades", front("<svg><desc>Overall effectiveness: inadequate</desc><title>" + otherGrades + "</title></svg>")},
	{"frame-with-grades", front("<iframe srcdoc='" + otherGrades + "'>" + otherGrades + "</iframe>")},
	{"xmp-with-grades", front("<xmp>" + otherGrades + "</xmp>")},
	{"hidden-with-grades", front("<div hidden>" + otherGrades + "</div>")},
	{"undisplayed-with-grades", front(`<div style="display: none">` + otherGrades + "</div>")},
	{"title-with-grades", turned(`<title>`, "<title>Overall effectiveness: inadequate ")},
	{"plaintext", turned(`<table>`, "<plaintext><table>")},
	{"frames", turned(`<body>`, "<frameset><frame></frameset><body>")},
	{"entities-odd", front("&#0;&#x110000;&#xD800;&#99999999999999999999;&#x;&#;&;&nosuch;&lt&gt&amp")},
	{"entities-for-letters", turned(`ood\b`, "&#111;&#x6F;d")},
	{"entities-cut", turned(`ood\b`, "&#111&#x6Fd")},
	{"nulls-in-words", turned(`oo`, "o\x00o")},
	{"joiners-in-words", turned(`oo`, "o\u200Bo\u00AD")},
	{"marks-in-words", turned(`([a-z])\b`, "$1\u0301")},
	{"doubled", func(data []byte) []byte { return join(data, data) }},
	{"halves-exchanged", func(data []byte) []byte { return join([]byte("<html>"), data[len(data)/2:], data[:len(data)/2]) }},
	{"charset-utf-16-without-mark", func(data []byte) []byte { return units(data, binary.LittleEndian) }},
	{"charset-utf-16-big-without-mark", func(data []byte) []byte { return units(data, binary.BigEndian) }},
	{"charset-utf-16", func(data []byte) []byte { return units(join([]byte("\uFEFF"), data), binary.LittleEndian) }},
	{"charset-utf-16-odd", func(data []byte) []byte {
		return units(join([]byte("\uFEFF"), data), binary.LittleEndian)[:len(data)|1]
	}},
	{"charset-windows-said-to-be-utf-8", oneByte},
	{"charset-said-to-be-windows", turned(`charset="?utf-8`, `charset="windows-1252`)},
	{"charset-said-to-be-utf-16", turned(`charset="?utf-8`, `charset="utf-16`)},
	{"charset-said-to-be-utf-7", turned(`charset="?utf-8`, `charset="utf-7`)},
	{"charset-said-to-be-japanese", turned(`charset="?utf-8`, `charset="iso-2022-jp`)},
	{"charset-unheard", turned(`charset="?utf-8`, `charset="nonsense`)},
	{"charset-of-windows-said-to-be-japanese", func(data []byte) []byte {
		return turned(`charset="?utf-8`, `charset="shift_jis`)(oneByte(data))
	}},
	{"charset-overlong", func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("oo"), []byte("\xC1\xAF\xE0\x81\xAF")) }},
	{"charset-surrogates", func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("oo"), []byte("o\xED\xA0\x80o")) }},
	{"marks-of-order", front("\uFEFF\uFEFF\uFFFE")},
	{"line-ends-old", turned("\n", "\r")},
	{"line-ends-none", turned("\n", "")},
	{"line-ends-in-words", turned(`(\w) (\w)`, "$1\r\n\r\n$2")},
}

// pageFloods are changes that make a page large.
var pageFloods = []change{
	{"attribute-long", flood(megabytes, "<table", ` class="`, "x ", `"`)},
	{"attributes-many", flood(megabytes, "<table", " ", "a=b ", "")},
	{"cells-many", flood(megabytes, "<body>", "<table>", "<tr>"+strings.Repeat("<td>a", 1000), "</table>")},
	{"rows-many", flood(megabytes, "<body>", "<table>", "<tr><td>", "</table>")},
	{"paragraphs-many", flood(megabytes, "<body>", "", "<p>a", "")},
	{"titles-many", flood(1<<20, "</body>", "", "<p>Inspection of Upland local authority children's services", "")},
	{"headings-many", flood(1<<20, "</body>", "", "<h2>What needs to improve?</h2><p>A paragraph.", "")},
	{"elements-within-table", flood(1<<18, "<table>", "", "<div>text", "")},
	{"comment-long", flood(megabytes, "<body>", "<!--", "- ", "-->")},
	{"nested-div", nested("<div>")},
	{"nested-table", nested("<table><tr><td>")},
	{"nested-list", nested("<ul><li>")},
	{"nested-b", nested("<b>")},
	{"nested-span", nested("<span>")},
	{"nested-font", nested("<font color=red>")},
	{"nested-a", nested("<a href=x>")},
	{"nested-quote", nested("<blockquote>")},
	{"nested-svg", nested("<svg><g>")},
	{"nested-math", nested("<math><mi>")},
	{"nested-form", nested("<form>")},
	{"nested-unknown", nested("<x-y>")},
	{"nested-select", nested("<select>")},
	{"nested-template", nested("<template>")},
	{"nested-object", nested("<object>")},
	{"nested-ruby", nested("<ruby><rt>")},
	{"nested-p", nested("<p>")},
	{"closing-many", nested("</div></p></b>")},
	{"brackets-many", nested("<")},
	{"ampersands-many", nested("&")},
	{"entities-many", nested("&CounterClockwiseContourIntegral;")},
}

// pageDamages changes a web page, and cuts it before and behind every tag. One
// page is flooded: what that does does not depend on what else is there.
func pageDamages(s Specimen) iter.Seq[damage] {
	list := pageChanges
	if s.Name == floodedPage {
		list = slices.Concat(pageChanges, pageFloods)
	}
	return changed(s, list, regexp.MustCompile(`<[^>]*>`))
}

// changed yields a specimen with each of the changes made, and cut where a
// pattern matches.
func changed(s Specimen, list []change, cuts *regexp.Regexp) iter.Seq[damage] {
	return func(yield func(damage) bool) {
		for _, c := range list {
			if !yield(damage{name: c.name, data: func() []byte { return c.change(s.Data) }}) {
				return
			}
		}
		var ends []int
		for _, at := range cuts.FindAllIndex(s.Data, -1) {
			ends = append(ends, at...)
		}
		for _, i := range slices.Compact(ends) {
			if !yield(damage{name: fmt.Sprintf("cut-%06d", i), data: func() []byte { return s.Data[:i] }}) {
				return
			}
		}
	}
}

// gone takes away what matches.
func gone(pattern string) func([]byte) []byte { return turned(pattern, "") }

// turned turns what matches into something else.
func turned(pattern, to string) func([]byte) []byte {
	re := regexp.MustCompile(pattern)
	return func(data []byte) []byte { return re.ReplaceAll(data, []byte(to)) }
}

// front puts something before all else on a page.
func front(what string) func([]byte) []byte {
	return func(data []byte) []byte { return bytes.Replace(data, []byte("<body>"), []byte("<body>"+what), 1) }
}

// flood puts so many bytes of the same behind a tag, between what opens and
// closes them.
func flood(size int, tag, opening, unit, closing string) func([]byte) []byte {
	return func(data []byte) []byte {
		what := tag + opening + strings.Repeat(unit, size/len(unit)) + closing
		return bytes.Replace(data, []byte(tag), []byte(what), 1)
	}
}

// nested opens elements by the megabyte before the page's text.
func nested(tags string) func([]byte) []byte { return flood(megabytes, "<body>", "", tags, "") }

// units returns UTF-8 as UTF-16.
func units(data []byte, order binary.AppendByteOrder) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(string(data))) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// oneByte returns UTF-8 in Windows-1252, as far as it goes.
func oneByte(data []byte) []byte {
	return []byte(strings.NewReplacer("’", "\x92", "‘", "\x91", "–", "\x96", "•", "\x95", "â", "\xE2").Replace(string(data)))
}
