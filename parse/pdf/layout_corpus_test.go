package pdf

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"ofsted/parse/block"
)

// kindOfText is a group of blocks that the two ways of reading are compared in.
type kindOfText string

const (
	longText    kindOfText = "paragraphs and items" // of at least 40 characters
	shortText   kindOfText = "short text"           // headings, labels with values, lines of addresses
	headings    kindOfText = "headings"
	improvement kindOfText = "improvements" // items under "what needs to improve" and the like
	tableRow    kindOfText = "rows"
	gradeRow    kindOfText = "grade rows"
	noteText    kindOfText = "footnotes"
	labels      kindOfText = "labels" // of items, with the beginning of their text
)

// agreement is the F1 that each kind must reach over the whole corpus.
var agreement = map[kindOfText]float64{
	longText: 0.994, shortText: 0.99, headings: 0.985, improvement: 0.995, tableRow: 0.92, gradeRow: 1, noteText: 0.99, labels: 0.99,
}

// TestLayoutAgreesWithTree reads every tagged file of a folder of real
// reports by its structure tree and by geometry, and compares the blocks.
func TestLayoutAgreesWithTree(t *testing.T) {
	root := os.Getenv("OFSTED_CORPUS")
	if root == "" {
		t.Skip("OFSTED_CORPUS names no folder of reports")
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no PDF in %s/*/: %v", root, err)
	}
	total := make(map[kindOfText]*score)
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := Read(context.Background(), data, Options{})
		if err != nil || !tree.Tagged {
			t.Logf("%s: not compared: %v", f, err)
			continue
		}
		flat, err := Read(context.Background(), data, Options{IgnoreTree: true})
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		name := strings.TrimPrefix(f, root)
		geometry := classes(flat.Blocks)
		wanted := classes(apart(whole(tree.Blocks, geometry), flat.Blocks))
		lenient(wanted, geometry, flat.Blocks)
		compare(name, wanted, geometry, total, t.Logf)
	}
	for c, least := range agreement {
		s := total[c]
		if s == nil {
			continue
		}
		t.Logf("F1 %.4f for %s: %d agree, %d only by the tree, %d only by geometry", s.f1(), c, s.both, s.tree, s.flat)
		if s.f1() < least {
			t.Errorf("F1 of %s is %.4f, want at least %.3f", c, s.f1(), least)
		}
	}
}

type score struct{ both, tree, flat int }

func (s score) f1() float64 {
	return 2 * float64(s.both) / float64(2*s.both+s.tree+s.flat)
}

func compare(name string, tree, flat map[kindOfText]map[string]int, total map[kindOfText]*score, logf func(string, ...any)) {
	for c := range agreement {
		s := total[c]
		if s == nil {
			s = &score{}
			total[c] = s
		}
		var lines []string
		for text, n := range tree[c] {
			k := min(n, flat[c][text])
			s.both += k
			s.tree += n - k
			if n > k {
				lines = append(lines, fmt.Sprintf("%s %s -tree %q", name, c, text))
			}
		}
		for text, n := range flat[c] {
			if k := min(n, tree[c][text]); n > k {
				s.flat += n - k
				lines = append(lines, fmt.Sprintf("%s %s +flat %q", name, c, text))
			}
		}
		sort.Strings(lines)
		if os.Getenv("OFSTED_CORPUS_VERBOSE") != "" {
			for _, l := range lines {
				logf("%s", l)
			}
		}
	}
}

var (
	improves  = regexp.MustCompile(`(?i)^(what (does|do) .* need to (improve|do)|what needs to improve|areas? for (priority action|improvement)|recommendations?|priority and immediate action)`)
	gradeCell = regexp.MustCompile(`(?i)^(outstanding|good|requires? improvement( to be good)?|inadequate|adequate|not judged|grade)[¹²³⁴⁵⁶⁷⁸⁹ .]*$`)
)

// classes sorts the texts of blocks into their classes.
func classes(blocks []block.Block) map[kindOfText]map[string]int {
	m := make(map[kindOfText]map[string]int)
	add := func(c kindOfText, text string) {
		if m[c] == nil {
			m[c] = make(map[string]int)
		}
		m[c][text]++
	}
	improving := false
	for _, b := range blocks {
		text := bare(b)
		switch b.Kind {
		case block.Running:
		case block.Note:
			add(noteText, text)
		case block.Row:
			c := tableRow
			if last := b.Cells[len(b.Cells)-1]; gradeCell.MatchString(last) {
				c = gradeRow
			}
			add(c, strings.Join(strings.Fields(b.Label+" "+strings.ReplaceAll(b.Text, "\t", " | ")), " "))
		default:
			if b.Kind == block.Heading || b.Strong && utf8.RuneCountInString(text) < 200 {
				improving = improves.MatchString(text)
			} else if improving && b.Kind == block.ListItem {
				add(improvement, text)
			}
			if b.Kind == block.ListItem && b.Label != "" {
				add(labels, b.Label+" "+text[:min(len(text), 40)])
			}
			if b.Kind == block.Heading {
				add(headings, text)
			}
			if utf8.RuneCountInString(text) >= 40 {
				add(longText, text)
			} else if text != "" {
				add(shortText, text)
			}
		}
	}
	return m
}

// lenient allows for what authors leave open: a heading that is only a
// paragraph in bold type to the tree is one to geometry, and what ends a list
// of improvements is told by headings.
func lenient(tree, flat map[kindOfText]map[string]int, blocks []block.Block) {
	for text, n := range flat[headings] {
		if tree[headings][text] < n && tree[longText][text]+tree[shortText][text] >= n {
			if tree[headings] == nil {
				tree[headings] = make(map[string]int)
			}
			tree[headings][text] = n
		}
	}
	flat[improvement] = make(map[string]int)
	for _, b := range blocks {
		if text := bare(b); b.Kind == block.ListItem && tree[improvement][text] > flat[improvement][text] {
			flat[improvement][text]++
		}
	}
}

// whole joins blocks that the structure tree cuts at the end of a page, where
// the author did, if geometry found one text in them.
func whole(blocks []block.Block, flat map[kindOfText]map[string]int) []block.Block {
	found := func(s string) bool { return flat[longText][s] > 0 }
	var out []block.Block
	last := -1
	for _, b := range blocks {
		if b.Kind == block.Paragraph || b.Kind == block.ListItem {
			if last >= 0 && b.Label == "" && b.Page > out[last].Page && cut(out[last], b) && !found(bare(out[last])) {
				joined := out[last]
				joined.Text += " " + b.Text
				if strings.HasSuffix(out[last].Text, "-") {
					joined.Text = out[last].Text + b.Text
				}
				if found(bare(joined)) || strings.HasPrefix(longest(flat, bare(joined)), bare(joined)) {
					out[last] = joined
					continue
				}
			}
			last = len(out)
		} else if b.Kind != block.Running && b.Kind != block.Note {
			last = -1
		}
		out = append(out, b)
	}
	return out
}

// cut reports whether two blocks of the tree are surely one: the first breaks
// off in mid-sentence, or the second is an item of a list of which only the
// first has its number. Elsewhere the tree is believed, and geometry that
// joins two paragraphs counts as wrong.
func cut(a, b block.Block) bool {
	return !block.Ended(a.Text) || a.Kind == block.ListItem && a.Label != "" && b.Kind == block.ListItem
}

// apart parts the notes that the structure tree holds in one element where
// geometry finds several.
func apart(tree, flat []block.Block) []block.Block {
	joined := make(map[string][]block.Block)
	for i, n := range flat {
		text := n.Text
		for j := i + 1; j < len(flat) && n.Kind == block.Note && flat[j].Page == n.Page; j++ {
			if flat[j].Kind == block.Note {
				text += " " + flat[j].Label + " " + flat[j].Text
				joined[text] = append(slices.Clone(flat[i:i+1]), notes(flat[i+1:j+1])...)
			}
		}
	}
	var out []block.Block
	for _, b := range tree {
		if parts := joined[b.Text]; b.Kind == block.Note && parts != nil {
			out = append(out, parts...)
			continue
		}
		out = append(out, b)
	}
	return out
}

func notes(blocks []block.Block) (out []block.Block) {
	for _, b := range blocks {
		if b.Kind == block.Note {
			out = append(out, b)
		}
	}
	return out
}

// longest returns a text of the flat reading that begins as s does.
func longest(flat map[kindOfText]map[string]int, s string) string {
	for t := range flat[longText] {
		if strings.HasPrefix(t, s) {
			return t
		}
	}
	return ""
}

// bare returns the text of a block without its label, wherever the reader
// left it.
func bare(b block.Block) string {
	text := strings.TrimSpace(b.Text)
	if n, number := labelLength(text); n > 0 && (b.Label == "" || !number) {
		text = strings.TrimSpace(text[n:])
	}
	return text
}
