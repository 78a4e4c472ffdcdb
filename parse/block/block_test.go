package block_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/parse/block"
)

func TestCutLabel(t *testing.T) {
	for _, c := range []struct{ text, label, rest string }{
		{"• The quality of plans.", "•", "The quality of plans."},
		{"◼The quality of plans.", "◼", "The quality of plans."},
		{"\uF0B7 in a symbol font", "•", "in a symbol font"},
		{"\uF02D a dash in one", "–", "a dash in one"},
		{"\uE123 a bullet of no known look", "•", "a bullet of no known look"},
		{"- typed by hand", "-", "typed by hand"},
		{"-not a bullet", "", "-not a bullet"},
		{"–", "", "–"},
		{"12. Children are seen.", "12.", "Children are seen."},
		{"3) Children are seen.", "3)", "Children are seen."},
		{"2.1 Adoption performance", "", "2.1 Adoption performance"},
		{"3.5 per cent of children", "", "3.5 per cent of children"},
		{"2018. A year is no number of a paragraph", "", "2018. A year is no number of a paragraph"},
		{"No label", "", "No label"},
		{"", "", ""},
	} {
		label, rest, ok := block.CutLabel(c.text)
		if label != c.label || rest != c.rest || ok != (c.label != "") {
			t.Errorf("CutLabel(%q) = %q, %q, %v", c.text, label, rest, ok)
		}
	}
}

func TestSuperscript(t *testing.T) {
	if got := block.Superscript("a12"); got != "a¹²" {
		t.Errorf("Superscript: %q", got)
	}
	if got := block.Lowered("improve?¹²"); got != "improve?12" {
		t.Errorf("Lowered: %q", got)
	}
}

// pages makes paragraphs: a text, "|" and the page it begins on; "~" marks a
// running line, "#" a heading, "1." and the like a list item.
func pages(lines ...string) []block.Block {
	var out []block.Block
	for _, l := range lines {
		b := block.Block{Page: len(l[strings.LastIndexByte(l, '|')+1:])}
		b.Text = l[:strings.LastIndexByte(l, '|')]
		switch {
		case strings.HasPrefix(b.Text, "~"):
			b.Kind = block.Running
		case strings.HasPrefix(b.Text, "#"):
			b.Kind = block.Heading
		default:
			if label, rest, ok := block.CutLabel(b.Text); ok {
				b.Kind, b.Label, b.Text = block.ListItem, label, rest
			}
		}
		out = append(out, b)
	}
	return out
}

func TestRejoin(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []block.Block
		want []string
	}{
		{"over a page, past its footer", pages("Children are helped to|i", "~ 6|i", "understand their plans.|ii"),
			[]string{"Children are helped to understand their plans.", "~ 6"}},
		{"a numbered item goes on without a number", pages("23. Support for carers and their|i", "children, who need it.|ii"),
			[]string{"Support for carers and their children, who need it."}},
		{"over three pages", pages("Plans that|i", "~ 1|i", "children|ii", "~ 2|ii", "understand.|iii"),
			[]string{"Plans that children understand.", "~ 1", "~ 2"}},
		{"a name behind a word that asks for more", pages("Staff are proud of|i", "Saltmere and its children.|ii"),
			[]string{"Staff are proud of Saltmere and its children."}},
		{"a compound", pages("Support for whole-|i", "family work.|ii"), []string{"Support for whole-family work."}},
		{"a hyphen left hanging", pages("Matches for short-|i", "and long-term care.|ii"), []string{"Matches for short- and long-term care."}},
		{"an ended sentence", pages("Children are seen.|i", "although not always.|ii"), []string{"Children are seen.", "although not always."}},
		{"another item", pages("1. Plans that|i", "2. children understand.|ii"), []string{"Plans that", "children understand."}},
		{"a heading between", pages("Plans that|i", "# Main findings|ii", "children understand.|ii"),
			[]string{"Plans that", "# Main findings", "children understand."}},
		{"lines of an address on one page", pages("Director of children’s services|i", "c/o the town hall|i"),
			[]string{"Director of children’s services", "c/o the town hall"}},
		{"looked after", pages("Planning for children who are looked after|i", "Improve plans.|ii"),
			[]string{"Planning for children who are looked after", "Improve plans."}},
	} {
		var got []string
		for _, b := range block.Rejoin(c.in) {
			got = append(got, b.Text)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s:\n%s", c.name, d)
		}
	}
}

// Link marks what Rejoin joins, and moves nothing.
func TestLink(t *testing.T) {
	blocks := pages("Plans that|i", "~ 1|i", "children|ii", "~ 2|ii", "understand.|iii", "Visits are regular.|iii")
	before := len(blocks)
	block.Link(blocks)
	var marks []bool
	for _, b := range blocks {
		marks = append(marks, b.Continues)
	}
	if d := cmp.Diff([]bool{false, false, true, false, true, false}, marks); d != "" || len(blocks) != before {
		t.Error(d)
	}
	var whole []string
	for _, b := range block.Rejoin(blocks) {
		if b.Kind == block.Paragraph {
			whole = append(whole, b.Text)
		}
	}
	if d := cmp.Diff([]string{"Plans that children understand.", "Visits are regular."}, whole); d != "" {
		t.Error(d)
	}
}

// Joining must not take quadratic time, whatever a file holds.
func TestRejoinIsBounded(t *testing.T) {
	blocks := make([]block.Block, 50_000)
	for i := range blocks {
		blocks[i] = block.Block{Text: strings.Repeat("word ", 20) + "and", Page: i + 1}
	}
	for _, b := range block.Rejoin(blocks) {
		if len(b.Text) > 2*block.MaxJoined {
			t.Fatalf("a text of %d bytes", len(b.Text))
		}
	}
}

// Nor may a chain of links grow without end, and notes do not lengthen it.
func TestLinkIsBounded(t *testing.T) {
	blocks := make([]block.Block, 50_000)
	for i := range blocks {
		blocks[i] = block.Block{Text: strings.Repeat("word ", 20) + "and", Page: i + 1}
		if i%3 == 2 {
			blocks[i].Kind = block.Note
		}
	}
	block.Link(blocks)
	chains, size := 0, 0
	for _, b := range blocks {
		switch {
		case b.Kind == block.Note:
			continue
		case !b.Continues:
			chains, size = chains+1, 0
		}
		if size += len(b.Text); size > block.MaxJoined+len(b.Text) {
			t.Fatalf("a text of %d bytes", size)
		}
	}
	if chains < 2 || chains > 60 {
		t.Errorf("%d chains", chains)
	}
}

// What one reader takes for a bullet the others do, too.
func TestBullets(t *testing.T) {
	for _, r := range "•▫§♦⬛⦿⁌⁍➤\uF0B7" {
		if _, rest, ok := block.CutBullet(string(r) + " text"); !ok || rest != "text" || !block.IsBullet(r) {
			t.Errorf("%c is no bullet", r)
		}
	}
	for _, r := range "–‒―*" {
		if _, _, ok := block.CutBullet(string(r) + "5 degrees"); ok || block.IsBullet(r) || !block.IsDash(string(r)) {
			t.Errorf("%c is no dash", r)
		}
	}
}

func TestPlain(t *testing.T) {
	doc := block.Document{Blocks: pages("# Main findings|i", "Plans that|i", "~ 1|i", "children understand.|ii", "1. One.|ii", "2. Two.|ii", "Last.|ii")}
	want := "# Main findings\n\nPlans that children understand.\n\n~ 1\n\n1. One.\n2. Two.\n\nLast.\n"
	if got := doc.Plain(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (&block.Document{}).Plain(); got != "" {
		t.Errorf("an empty document: %q", got)
	}
}
