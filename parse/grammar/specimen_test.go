package grammar_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ofsted/model"
	"ofsted/parse/block"
	"ofsted/parse/grammar"
	readhtml "ofsted/parse/html"
	"ofsted/parse/limit"
	"ofsted/parse/plain"
)

// The specimens in testdata are letters and reports that we wrote ourselves,
// one a file named for the trap that it guards: what is to be found, a line
// "---", and the document in the notation that parseSpecimen reads. Their
// authorities, people and prose are invented; only the forms are Ofsted's.
//
//	# Heading            ## Heading of the second rank
//	- list item          1. numbered paragraph
//	| cell | cell        || header cell | header cell
//	**bold line**        [[ and ]] around a box (a table of one cell)
//	^1 footnote          anything else is a line; a blank line parts paragraphs
//
// "=> headline" behind a line says that it must be a finding of that kind, and
// "=> finding care_leavers" that it must be about that area too. A line
// without it must not become a finding. $7 is the seventh line of filler.
type specimen struct {
	name   string
	want   map[string]string
	blocks []block.Block
	breaks map[int]bool // blocks that stand in one paragraph with the one before
}

// formats are the ways in which every specimen is read.
var formats = []struct {
	name string
	read func(*specimen) (*block.Document, error)
}{
	{"blocks", func(s *specimen) (*block.Document, error) { return s.document(), nil }},
	{"flat", func(s *specimen) (*block.Document, error) { return s.flat(), nil }},
	{"pages", func(s *specimen) (*block.Document, error) { return s.paged(), nil }},
	{"html", func(s *specimen) (*block.Document, error) {
		return readhtml.Read(context.Background(), []byte(s.html()), limit.Limits{})
	}},
	{"text", func(s *specimen) (*block.Document, error) { return plain.Read([]byte(s.text())) }},
}

// TestSpecimens reads every specimen as blocks, as a web page and as plain
// text: each must give what the specimen asks for, and so the same.
func TestSpecimens(t *testing.T) {
	for _, s := range specimens(t) {
		for _, f := range formats {
			if only := s.want["formats"]; only != "" && !slices.Contains(strings.Fields(only), f.name) {
				continue
			}
			t.Run(s.name+"/"+f.name, func(t *testing.T) {
				doc, err := f.read(s)
				if err != nil {
					t.Fatal(err)
				}
				in := grammar.Inspect(doc)
				if diff := difference(s.wanted(), described(in)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				checkInspection(t, in)
			})
		}
	}
}

// specimens reads testdata.
func specimens(t testing.TB) []*specimen {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no specimens: %v", err)
	}
	list := make([]*specimen, len(names))
	for i, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		list[i] = parseSpecimen(strings.TrimSuffix(filepath.Base(name), ".txt"), string(data))
	}
	return list
}

// parseSpecimen reads the notation of specimens.
func parseSpecimen(name, source string) *specimen {
	head, body, ok := strings.Cut(source, "---\n")
	if !ok {
		panic(name + ": no line of three dashes")
	}
	s := &specimen{name: name, want: map[string]string{}, breaks: map[int]bool{}}
	for line := range strings.Lines(head) {
		k, v, _ := strings.Cut(strings.TrimSpace(line), ":")
		if k != "" {
			s.want[k] = strings.TrimSpace(s.want[k] + "\n" + strings.TrimSpace(v))
		}
	}
	var findings []string
	box, tables, blank, inTable := 0, 0, true, false
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		text, tag, tagged := strings.Cut(line, " => ")
		text = fill(text)
		switch {
		case text == "":
			blank = true
			continue
		case text == "[[":
			tables++
			box = tables
			continue
		case text == "]]":
			box, blank = 0, true
			continue
		}
		b := parseBlock(text)
		if b.Kind == block.Row {
			if !inTable {
				tables++
			}
			b.Table = tables
		} else if box > 0 {
			b.Table = box
		}
		inTable = b.Kind == block.Row
		if !blank && b.Kind == block.Paragraph {
			s.breaks[len(s.blocks)] = true
		}
		blank = b.Kind != block.Paragraph
		s.blocks = append(s.blocks, b)
		if tagged {
			shown := b.Text
			if b.Kind == block.Row {
				shown = strings.Join(b.Cells, " – ")
				if kind := strings.Fields(tag)[0]; kind == "improvement" || kind == "priority_action" {
					shown = b.Cells[len(b.Cells)-1]
				}
			}
			findings = append(findings, strings.TrimSpace(tag)+": "+shown)
		}
	}
	s.want["findings"] = strings.Join(findings, "\n")
	return s
}

// parseBlock reads one line of a specimen.
func parseBlock(text string) block.Block {
	cut := func(prefix string) bool {
		rest, ok := strings.CutPrefix(text, prefix)
		if ok {
			text = strings.TrimSpace(rest)
		}
		return ok
	}
	switch {
	case cut("## "):
		return block.Block{Kind: block.Heading, Level: 2, Text: text}
	case cut("# "):
		return block.Block{Kind: block.Heading, Level: 1, Text: text}
	case cut("- "):
		return block.Block{Kind: block.ListItem, Level: 1, Label: "•", Text: text}
	case cut("^"):
		marker, rest, _ := strings.Cut(text, " ")
		return block.Block{Kind: block.Note, Label: marker, Text: rest}
	case cut("|| "), cut("| "):
		cells := strings.Split(text, " | ")
		return block.Block{Kind: block.Row, Header: strings.HasPrefix(text, "||"), Cells: cells, Text: strings.Join(cells, "\t")}
	case strings.HasPrefix(text, "**"):
		return block.Block{Text: strings.Trim(text, "*"), Strong: true}
	}
	if label, rest, ok := block.CutNumber(text); ok {
		return block.Block{Kind: block.ListItem, Level: 1, Label: label, Text: rest}
	}
	return block.Block{Text: text}
}

func (s *specimen) document() *block.Document {
	return &block.Document{Blocks: slices.Clone(s.blocks)}
}

// paged is the document as it comes from a file with pages, all of which is
// the letter's own.
func (s *specimen) paged() *block.Document {
	doc := s.document()
	doc.Pages = 1
	for i := range doc.Blocks {
		doc.Blocks[i].Page = 1
	}
	return doc
}

// flat is the document as it comes from a page without any structure: its
// headings are paragraphs, and nothing is bold.
func (s *specimen) flat() *block.Document {
	doc := s.document()
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		b.Strong = false
		if b.Kind == block.Heading {
			b.Kind, b.Level = block.Paragraph, 0
		}
	}
	return doc
}

// html writes the specimen as a web page.
func (s *specimen) html() string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><title>Letter</title></head><body><main>\n")
	open := ""
	for i, bl := range s.blocks {
		text := html.EscapeString(bl.Text)
		in := ""
		switch {
		case bl.Kind == block.ListItem && bl.Label == "•":
			in = "ul"
		case bl.Kind == block.Row:
			in = "table"
		case bl.Table > 0:
			in = "div"
		}
		if in != open {
			if open != "" {
				fmt.Fprintf(&b, "%s</%s>\n", map[string]string{"div": "</td></tr></table>"}[open], open)
			}
			if in != "" {
				fmt.Fprintf(&b, "<%s>%s\n", in, map[string]string{"div": "<table><tr><td>"}[in])
			}
			open = in
		}
		if s.breaks[i] {
			b.WriteString("<br>" + text + "\n")
			continue
		}
		switch {
		case bl.Kind == block.Heading:
			fmt.Fprintf(&b, "<h%d>%s</h%d>\n", bl.Level, text, bl.Level)
		case bl.Kind == block.ListItem && in == "ul":
			fmt.Fprintf(&b, "<li>%s</li>\n", text)
		case bl.Kind == block.ListItem:
			fmt.Fprintf(&b, "<p>%s %s\n", bl.Label, text)
		case bl.Kind == block.Row:
			cell := map[bool]string{true: "th", false: "td"}[bl.Header]
			b.WriteString("<tr>")
			for _, c := range bl.Cells {
				fmt.Fprintf(&b, "<%s>%s</%s>", cell, html.EscapeString(c), cell)
			}
			b.WriteString("</tr>\n")
		case bl.Kind == block.Note:
			fmt.Fprintf(&b, "<p><sup>%s</sup> %s\n", bl.Label, text)
		case bl.Strong:
			fmt.Fprintf(&b, "<p><strong>%s</strong>\n", text)
		default:
			fmt.Fprintf(&b, "<p>%s\n", text)
		}
	}
	if open != "" {
		fmt.Fprintf(&b, "</%s>", open)
	}
	b.WriteString("</main></body></html>\n")
	return b.String()
}

// text writes the specimen as somebody would save it: a blank line between
// paragraphs, bullets before items, tabs between cells.
func (s *specimen) text() string {
	var b strings.Builder
	for i, bl := range s.blocks {
		tight := i > 0 && (s.breaks[i] || bl.Kind == s.blocks[i-1].Kind && (bl.Kind == block.ListItem || bl.Kind == block.Row))
		if i > 0 && !tight {
			b.WriteString("\n")
		}
		switch label := bl.Label; {
		case bl.Kind == block.Note:
			b.WriteString(raised.Replace(label) + " ")
		case label != "":
			b.WriteString(label + " ")
		}
		b.WriteString(bl.Text + "\n")
	}
	return b.String()
}

// raised prints a footnote's marker as a viewer copies it.
var raised = strings.NewReplacer("1", "¹", "2", "²", "3", "³")

// wanted returns what the specimen asks for, in the form of described.
func (s *specimen) wanted() map[string]string {
	want := map[string]string{}
	for k, v := range s.want {
		if k != "formats" && k != "note" && v != "" {
			want[k] = v
		}
	}
	return want
}

// difference returns the lines that two descriptions do not share.
func difference(want, got map[string]string) string {
	var diff []string
	for k := range want {
		if _, ok := got[k]; !ok {
			got[k] = ""
		}
	}
	for k, has := range got {
		a, b := strings.Split(want[k], "\n"), strings.Split(has, "\n")
		if slices.Equal(a, b) {
			continue
		}
		at := len(diff)
		for _, line := range a {
			if !slices.Contains(b, line) {
				diff = append(diff, "- "+k+": "+line)
			}
		}
		for _, line := range b {
			if !slices.Contains(a, line) {
				diff = append(diff, "+ "+k+": "+line)
			}
		}
		if len(diff) == at {
			diff = append(diff, "- "+k+": in another order or number:\n"+has)
		}
	}
	return strings.Join(diff, "\n")
}

// described returns an inspection as a specimen's head describes it. What is
// empty is left out.
func described(in *model.Inspection) map[string]string {
	got := map[string]string{
		"kind": string(in.Kind), "authority": string(in.Authority.Name), "published": string(in.Published),
		"lead": strings.Join(in.LeadInspectors, "; "), "inspectors": strings.Join(in.Inspectors, "; "),
		"scope": strings.Join(in.Visit.Scope, "\n"), "variant": string(in.Visit.Variant),
	}
	if in.Visit.VisitNumber != nil {
		got["number"] = fmt.Sprint(*in.Visit.VisitNumber)
	}
	var visits, to, grades, findings, warnings []string
	for _, p := range in.Visit.Periods {
		visits = append(visits, fmt.Sprintf("%s/%s", p.Start, p.End))
	}
	for _, a := range in.Addressees {
		to = append(to, strings.TrimRight(fmt.Sprintf("%s | %s | %s", a.Name, a.Role, a.Organisation), " |"))
	}
	for _, j := range in.Judgements {
		grades = append(grades, fmt.Sprintf("%s=%s", j.Area, j.Grade))
	}
	for _, f := range in.Findings {
		what := string(f.Kind)
		if f.Area != "" {
			what += " " + string(f.Area)
		}
		if f.About == model.AboutLSCB {
			what += " about lscb"
		}
		if f.Responsible != "" {
			what += " for " + string(f.Responsible)
		}
		findings = append(findings, what+": "+f.Text)
	}
	for _, w := range in.Warnings {
		if w.Code != "unknown_authority" { // all of ours are invented
			warnings = append(warnings, w.Code)
		}
	}
	got["visit"], got["to"] = strings.Join(visits, " "), strings.Join(to, "\n")
	got["grades"], got["findings"] = strings.Join(grades, " "), strings.Join(findings, "\n")
	got["warnings"] = strings.Join(warnings, " ")
	for k, v := range got {
		if v == "" {
			delete(got, k)
		}
	}
	return got
}

// checkInspection checks what must hold of whatever is read.
func checkInspection(t testing.TB, in *model.Inspection) {
	t.Helper()
	sections := map[model.Null]bool{"": true}
	for i, s := range in.Sections {
		if want := fmt.Sprintf("s%d", i+1); s.ID != want {
			t.Errorf("section %d is %s, want %s", i, s.ID, want)
		}
		sections[model.Null(s.ID)] = true
	}
	before := map[model.Null]bool{"": true}
	for i, f := range in.Findings {
		if want := fmt.Sprintf("f%d", i+1); f.ID != want {
			t.Errorf("finding %d is %s, want %s", i, f.ID, want)
		}
		if strings.TrimSpace(f.Text) == "" {
			t.Errorf("%s is empty", f.ID)
		}
		if !sections[f.Section] {
			t.Errorf("%s stands in section %q, which is not there", f.ID, f.Section)
		}
		if !before[f.Continues] {
			t.Errorf("%s continues %q, which does not stand before it", f.ID, f.Continues)
		}
		before[model.Null(f.ID)] = true
	}
	seen := map[model.Area]bool{}
	for _, j := range in.Judgements {
		if !slices.Contains(append(j.Scale.Grades(), model.NotJudged), j.Grade) {
			t.Errorf("%s: grade %q is not on the scale %q", j.Area, j.Grade, j.Scale)
		}
		if seen[j.Area] {
			t.Errorf("%s is judged twice", j.Area)
		}
		seen[j.Area] = true
	}
	if !in.Kind.Graded() && len(in.Judgements) > 0 {
		t.Errorf("%s holds judgements", in.Kind)
	}
	first, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var back model.Inspection
	if err := json.Unmarshal(first, &back); err != nil {
		t.Fatalf("round trip: %v", err)
	}
	if second, _ := json.Marshal(&back); string(first) != string(second) {
		t.Errorf("round trip changed it:\n%s\n%s", first, second)
	}
}
