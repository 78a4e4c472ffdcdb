package plain

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ofsted/internal/collection"
	"ofsted/parse/block"
)

func shown(t *testing.T, text string) []string {
	t.Helper()
	doc, err := Read([]byte(text))
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	var all []string
	for _, b := range doc.Blocks {
		all = append(all, collection.Show(b))
	}
	return all
}

// Prose of several lines, hard-wrapped at 72 columns.
const wrapped = `Social workers know the children in care on their caseloads well. They
visit at a frequency that reflects the circumstances of each child, and
they adapt how and where they meet so that children feel at ease. In
Saltmere, one family was seen at a riding stables because that was where
they talked most freely.`

var unwrapped = strings.ReplaceAll(wrapped, "\n", " ")

func TestBlocks(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"one line each", "Ofsted\nStore Street\n\n" + unwrapped + "\n" + unwrapped, []string{"p Ofsted", "p Store Street", "p " + unwrapped, "p " + unwrapped}},
		{"wrapped", wrapped + "\n\n" + wrapped, []string{"p " + unwrapped, "p " + unwrapped}},
		{"wrapped without blank lines", wrapped + "\n" + wrapped, []string{"p " + unwrapped, "p " + unwrapped}},
		{"Windows line ends", strings.ReplaceAll(wrapped+"\n\n"+wrapped, "\n", "\r\n"), []string{"p " + unwrapped, "p " + unwrapped}},
		{"heading above prose", wrapped + "\n\nMain findings\n" + wrapped, []string{"p " + unwrapped, "h0 Main findings", "p " + unwrapped}},
		{"heading alone", "Main findings\n\n" + unwrapped, []string{"h0 Main findings", "p " + unwrapped}},
		{"question", "What needs to improve?¹\n\n• The quality of plans for children.", []string{"h0 What needs to improve?¹", "li1 • The quality of plans for children."}},
		{"no headings", "9 April 2019\n\nDear Ms Gent\n\n" + unwrapped + "\n\nYours sincerely\n\nNadia Whitcombe\nHer Majesty’s Inspector",
			[]string{"p 9 April 2019", "p Dear Ms Gent", "p " + unwrapped, "p Yours sincerely", "p Nadia Whitcombe", "p Her Majesty’s Inspector"}},
		{"markdown", "# Letter\n\n## Main findings\n\n**To everyone**\n\nSee the [framework](https://example.org/a) and **this**.\n\n[Note](#)\n\nTitle\n=====\n\n---\n\nLast.",
			[]string{"h1 Letter", "h2 Main findings", "b To everyone", "p See the framework and this.", "p Note", "h1 Title", "p Last."}},
		{"bullets", "  • One\n◼ Two\n\uf0b7 Three\n- Four\n– Five\n* Six\n12. Seven\n13) Eight\n(a) Nine",
			[]string{"li1 • One", "li1 ◼ Two", "li1 • Three", "li1 - Four", "li1 – Five", "li1 * Six", "li1 12. Seven", "li1 13) Eight", "li1 (a) Nine"}},
		{"letter o", "It covers:\no plans\no reviews\n\no my word", []string{"p It covers:", "li1 o plans", "li1 o reviews", "li1 o my word"}},
		{"full lines in a list", "Findings\n\n  1.   The help that families get is prompt, and they know where they\n       can go, which all who work with them tell them again and again, so\n" +
			"  2.   Plans are clear, and they are written with families, who have the\n       time that they need to read them and to say what they think of it\n  3.   Visits are made.",
			[]string{"h0 Findings", "li1 1. The help that families get is prompt, and they know where they can go, which all who work with them tell them again and again, so",
				"li1 2. Plans are clear, and they are written with families, who have the time that they need to read them and to say what they think of it", "li1 3. Visits are made."}},
		{"inner list", "■ Plans:\n– for school\n– for health\n■ Reviews", []string{"li1 ■ Plans:", "li2 – for school", "li2 – for health", "li1 ■ Reviews"}},
		{"hanging indent", "Findings\n\n  1.   The help that families get is\n       prompt. It is kind.\n       It lasts.\n\n  2.   Plans are clear.", []string{"h0 Findings", "li1 1. The help that families get is prompt. It is kind. It lasts.", "li1 2. Plans are clear."}},
		{"bullet alone", "What needs to improve\n\n◼\n\nThe quality of plans.", []string{"h0 What needs to improve", "li1 ◼ The quality of plans."}},
		{"number in a sentence", wrapped + "\n\nFewer than half of the children whose plans were read were aged under\n18. Of these, most were well cared for in homes that were near to their\nschools.",
			[]string{"p " + unwrapped, "p Fewer than half of the children whose plans were read were aged under 18. Of these, most were well cared for in homes that were near to their schools."}},
		{"references", "- The quality of plans.\n(Outcome 3, national framework)", []string{"li1 - The quality of plans. (Outcome 3, national framework)"}},
		{"hyphens", "It is of poor-\nquality and not short-\nand long-term.", []string{"p It is of poor-quality and not short- and long-term."}},
		{"note in a paragraph", "Some children remain subject to plans for too long, with limited evidence of\n\n¹ The areas for improvement are in the [framework](#).\n\nsustained change in the care they receive.",
			[]string{"p Some children remain subject to plans for too long, with limited evidence of sustained change in the care they receive.", "note 1 The areas for improvement are in the framework."}},
		{"page break in a paragraph", "Some children still experience drift, with these arrangements going on for too\n\nlong when parents do not agree.", []string{"p Some children still experience drift, with these arrangements going on for too long when parents do not agree."}},
		{"grade below a title", "The experiences and progress of children who need help and protection\n\ngood\n\nOverall effectiveness\n\nrequires improvement",
			[]string{"p The experiences and progress of children who need help and protection", "p good", "p Overall effectiveness", "p requires improvement"}},
		{"table as lines", "Judgment Grade\nThe impact of leaders Inadequate\nOverall effectiveness Inadequate", []string{"p Judgment Grade", "p The impact of leaders Inadequate", "p Overall effectiveness Inadequate"}},
		{"table with tabs", "Judgement\tGrade\nOverall effectiveness\tGood\nLead inspector:\tAda Byrne", []string{"th1 Judgement | Grade", "td1 Overall effectiveness | Good", "p Lead inspector: Ada Byrne"}},
		{"table with bars", "| Judgement | Grade |\n|---|:-:|\n| Overall | **Good** |", []string{"th1 Judgement | Grade", "td1 Overall | Good"}},
		{"table in columns", "Judgement                              Grade\n\nThe impact of leaders on social\n                                       Outstanding\nwork practice\n\nOverall effectiveness                  Requires improvement\n                                       to be good\n\nMain findings\n",
			[]string{"th1 Judgement | Grade", "td1 The impact of leaders on social work practice | Outstanding", "td1 Overall effectiveness | Requires improvement to be good", "p Main findings"}},
		{"table without gaps", "Judgement                              Grade\nThe impact of leaders on social        Good\nwork practice\nOverall effectiveness                  Requires improvement\n                                       to be good\n",
			[]string{"th1 Judgement | Grade", "td1 The impact of leaders on social work practice | Good", "td1 Overall effectiveness | Requires improvement to be good"}},
		{"table without header", "1. Help and protection                 Inadequate\n\n2. Children looked after and\n                                       Good\n   permanence\n\n      2.1 Adoption                     Requires improvement\n\n3. Leadership                          Good\n",
			[]string{"td1 1. Help and protection | Inadequate", "td1 2. Children looked after and permanence | Good", "td1 2.1 Adoption | Requires improvement", "td1 3. Leadership | Good"}},
		{"contents", "Summary                 2\n\nFindings                5\n\nNext steps              7\n", []string{"p Summary 2", "p Findings 5", "p Next steps 7"}},
		{"names and values", "Lead inspector:        Ada Byrne\n                       His Majesty’s Inspector\nInspection dates:      7 and 8 June 2023", []string{"p Lead inspector: Ada Byrne", "p His Majesty’s Inspector", "p Inspection dates: 7 and 8 June 2023"}},
		{"characters", "fam\u00adilies\u00a0and\u200b \x01caf\u00e9s", []string{"p families and cafés"}},
		{"empty", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(t, tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(tt.want, "\n\t"))
			}
		})
	}
}

// TestPages reads three pages as pdftotext prints them, with furniture, a
// footnote and sentences that run over the pages.
func TestPages(t *testing.T) {
	text := "Inspection of Saltmere\nchildren’s services\n\n" + wrapped + "\n\nWhat needs to improve?1\n\n" +
		"1\n  The areas for improvement are in the framework. This guidance sets\nout the purpose.\n\nInspection of Saltmere children’s services\n8 to 19 June 2026                                          1\n" +
		"\f" + wrapped + "\n\nPlans for disabled children are not always clear about what is meant\n\nInspection of Saltmere children’s services\n8 to 19 June 2026                                          2\n" +
		"\fto change, and by when. Managers sign them off.\n\nInspection of Saltmere children’s services\n8 to 19 June 2026                                          3\n\f"
	got := shown(t, text)
	want := []string{
		"p Inspection of Saltmere children’s services", "p " + unwrapped, "p What needs to improve?¹",
		"note 1 The areas for improvement are in the framework. This guidance sets out the purpose.",
		"run Inspection of Saltmere children’s services", "run 8 to 19 June 2026 1",
		"p " + unwrapped, "p Plans for disabled children are not always clear about what is meant to change, and by when. Managers sign them off.",
		"run Inspection of Saltmere children’s services", "run 8 to 19 June 2026 2",
		"run Inspection of Saltmere children’s services", "run 8 to 19 June 2026 3",
	}
	for i, s := range got {
		got[i] = strings.Replace(s, "h0 ", "p ", 1) // which of these are headings is not at issue
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	doc, _ := Read([]byte(text))
	if doc.Pages != 3 || doc.Blocks[0].Page != 1 || doc.Blocks[len(doc.Blocks)-1].Page != 3 {
		t.Errorf("Pages = %d, blocks on %d to %d", doc.Pages, doc.Blocks[0].Page, doc.Blocks[len(doc.Blocks)-1].Page)
	}
	if doc, _ := Read([]byte("One page.")); doc.Pages != 0 || doc.Blocks[0].Page != 0 {
		t.Errorf("without form feeds: Pages = %d, Page = %d", doc.Pages, doc.Blocks[0].Page)
	}
}

// A numbered paragraph that ends its page on a full stop goes on behind it, if
// the number after next is the next.
func TestNumberedOverPages(t *testing.T) {
	const first = "7. Leaders know their services well and have a clear view of practice in\nall teams, which they test with care, as recent audits and reviews show."
	const rest = "They act upon what they find out, and they do so at once where children\nare at risk of harm."
	line := func(s string) string { return strings.ReplaceAll(s, "\n", " ") }
	apart := []string{"li1 " + line(first), "p " + line(rest)}
	for next, want := range map[string][]string{
		"8.": {"li1 " + line(first) + " " + line(rest), "li1 8. Plans are clear."},
		"9.": append(slices.Clone(apart), "li1 9. Plans are clear."),
		"•":  append(slices.Clone(apart), "li1 • Plans are clear."),
	} {
		got := shown(t, wrapped+"\n\n"+wrapped+"\n\n"+first+"\n\f"+rest+"\n\n"+next+" Plans are clear.\n")
		if diff := cmp.Diff(want, got[2:]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", next, diff)
		}
	}
}

// TestInlineFurniture reads text whose page breaks were lost in copying.
func TestInlineFurniture(t *testing.T) {
	var text strings.Builder
	for page := 1; page <= 4; page++ {
		fmt.Fprintf(&text, "%s\n\n%s of\nInspection of Saltmere children’s services\n%d\nthis page.\n\n", wrapped, strings.TrimSuffix(unwrapped, "."), page)
	}
	for _, s := range shown(t, text.String()) {
		if kind, rest, _ := strings.Cut(s, " "); kind == "p" && rest != unwrapped && !strings.HasSuffix(rest, "freely of this page.") {
			t.Errorf("unexpected paragraph %q", rest)
		}
	}
}

func TestEncodings(t *testing.T) {
	utf16 := func(s string, high int) string {
		b := [][]byte{{0xFF, 0xFE}, {0xFE, 0xFF}}[high]
		for _, r := range s {
			pair := [2]byte{byte(r), byte(r >> 8)}
			b = append(b, pair[high], pair[1-high])
		}
		return string(b)
	}
	const s = "children’s café"
	for name, text := range map[string]string{
		"UTF-8": s, "UTF-8 with mark": "\xEF\xBB\xBF" + s, "Windows-1252": "children\x92s caf\xe9",
		"UTF-16LE": utf16(s, 0), "UTF-16BE": utf16(s, 1),
	} {
		if got := shown(t, text); !slices.Equal(got, []string{"p " + s}) {
			t.Errorf("%s: got %q", name, got)
		}
	}
	for _, text := range []string{"a\x00b", "\x01\x02\x03\x04", "\x7fELF\x02\x01\x01\x00"} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrNotText) {
			t.Errorf("Read(%q): %v", text, err)
		}
	}
}

func TestLabel(t *testing.T) {
	tests := []struct{ in, label, text string }{
		{"• One", "•", "One"}, {"•One", "•", "One"}, {"\uf02d one", "–", "one"}, {"-one", "", "-one"}, {"–", "", "–"},
		{"12. Text", "12.", "Text"}, {"12.Text", "12.", "Text"}, {"2.1 Adoption", "", "2.1 Adoption"}, {"2018. Text", "", "2018. Text"},
		{"3.5 children", "", "3.5 children"}, {"(ii) two", "(ii)", "two"}, {"A plan", "", "A plan"}, {"a) plan", "a)", "plan"}, {"", "", ""},
		{"7 and 8 June", "", "7 and 8 June"}, {"5.", "5.", ""},
	}
	for _, tt := range tests {
		if label, text := Label(tt.in); label != tt.label || text != tt.text {
			t.Errorf("Label(%q) = %q, %q", tt.in, label, text)
		}
	}
}

// TestHostile reads text that was made to be slow.
func TestHostile(t *testing.T) {
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, text := range map[string]string{
		"one line": fill("x"), "words": fill("x "), "lines": fill("x\n"), "blank lines": fill("\n"), "form feeds": fill("x\f"),
		"numbers": fill("1\n"), "numbers on pages": fill("1\n\f"), "bullets": fill("•\n"), "notes": fill("¹ x\n\n"), "noted": fill("x1\n\n¹ x\n\n"),
		"columns": fill("Judgement   Grade\n"), "cells": fill("a                                    b\n"), "bars": fill("|"), "bar lines": fill("|a\n"), "tabs": fill("a\tb\n"), "tab line": fill("a\t"),
		"links": fill("[a](b"), "brackets": fill("["), "stars": fill("**a"), "wrapped": fill(wrapped + "\n"), "spaces": fill(" ") + "x", "deep indent": fill(strings.Repeat(" ", 2000) + "x\n"),
		"nested lists": fill("- a:\n* b:\n"), "prose": fill("a sentence that has no end and is long enough\n"),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			doc, err := Read([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
			check(t, doc, len(text))
		})
	}
}

// check fails unless a document keeps the promises of package block.
func check(t *testing.T, doc *block.Document, input int) {
	t.Helper()
	size := 0
	for _, b := range doc.Blocks {
		size += len(b.Text)
		for _, s := range append([]string{b.Text, b.Label}, b.Cells...) {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !(r == '\t' && b.Kind == block.Row) }) {
				t.Fatalf("%v: broken text %.100q", b.Kind, s)
			}
		}
		if b.Text == "" || b.Kind != block.Row && b.Text != strings.TrimSpace(b.Text) {
			t.Fatalf("%v: text %.100q", b.Kind, b.Text)
		}
		if b.Kind == block.ListItem && (b.Level < 1 || b.Label == "") {
			t.Fatalf("list item: level %d, label %q", b.Level, b.Label)
		}
	}
	if size > 4*input+100 {
		t.Fatalf("%d bytes of text from %d", size, input)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		wrapped, wrapped + "\n\f2\n" + wrapped + "\n\f3\n", "• a\n\n¹ b\n\nc", "Judgement   Grade\na   b\n", "|a|\n|-|\n", "a\tb\nc\td", "# a\n**b**\n[c](d)",
		"1\n a\n\n2\n b", "\xff\xfea\x00", "\xef\xbb\xbf\x93", "a:\no b\n- c\n", "x1\n\n1\n", "1.\n\n2.", "================\n---",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		doc, err := Read(data)
		if err == nil {
			check(t, doc, len(data))
		}
	})
}

// TestSeeds reads the letters in the folder that OFSTED_SEEDS names, as they
// are and hard-wrapped.
func TestSeeds(t *testing.T) {
	dir, letters := collection.Labels(t, "OFSTED_SEEDS")
	for _, l := range letters {
		t.Run(l.File, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, l.File))
			if err != nil {
				t.Fatal(err)
			}
			expect(t, string(text), l)
			expect(t, wrap72(string(text)), l)
			expect(t, strings.ReplaceAll(string(text), "\n", "\r\n"), l)
		})
	}
}

// expect fails unless each of a letter's texts is the text of one block.
func expect(t *testing.T, text string, l collection.Label) {
	t.Helper()
	doc, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]bool{}
	for _, b := range doc.Blocks {
		texts[b.Text] = true
	}
	wants := slices.Concat(l.Headline, l.Items, l.Findings)
	if len(wants) == 0 {
		t.Fatal("nothing is expected")
	}
	for _, want := range wants {
		if !texts[Clean(want)] {
			t.Errorf("no block is %q", want)
		}
	}
}

// wrap72 breaks each line at spaces so that none is over 72 characters.
func wrap72(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		n := 0
		for i, word := range strings.Split(line, " ") {
			size := utf8.RuneCountInString(word)
			switch {
			case i > 0 && n+1+size > 72:
				b.WriteByte('\n')
				n = 0
			case i > 0:
				b.WriteByte(' ')
				n++
			}
			b.WriteString(word)
			n += size
		}
		b.WriteByte('\n')
	}
	return b.String()
}
