package html

import (
	"bytes"
	"context"
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

	"ofsted/internal/collection"
	"ofsted/parse/block"
	"ofsted/parse/limit"
	"ofsted/parse/plain"
)

func read(t *testing.T, page string) *block.Document {
	t.Helper()
	doc, err := Read(t.Context(), []byte(page), limit.Limits{})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return doc
}

func shown(t *testing.T, page string) []string {
	t.Helper()
	var all []string
	for _, b := range read(t, page).Blocks {
		all = append(all, collection.Show(b))
	}
	return all
}

const prose = "Social workers know the children on their caseloads well, visit them often and write about each visit in plain words."

func TestBlocks(t *testing.T) {
	tests := []struct {
		name, page string
		want       []string
	}{
		{"headings", `<h1>One</h1><h3>Two <em>and</em><br>three</h3><div role="heading" aria-level="4">Four</div>`,
			[]string{"h1 One", "h3 Two and three", "h4 Four"}},
		{"own link of a heading", `<h2>Main findings<a href="#main-findings">#</a></h2>`, []string{"h2 Main findings"}},
		{"paragraph in bold", `<p><strong>Main </strong> <b>findings</b></p><p><b>Some</b> text</p><p><span style="font-weight: bold">All</span></p>`,
			[]string{"b Main findings", "p Some text", "b All"}},
		{"address", `<p>Ofsted<br>Piccadilly Gate<br/>Store Street<br>www.gov.uk/ofsted</p>`,
			[]string{"p Ofsted", "p Piccadilly Gate", "p Store Street", "p www.gov.uk/ofsted"}},
		{"addressees of one width", `<p>To:<br>Ruth Penhallow, Director of Children’s Services, Harrowdale Borough Council<br>Dr Anil Varghese, Chief Executive</p>`,
			[]string{"p To:", "p Ruth Penhallow, Director of Children’s Services, Harrowdale Borough Council", "p Dr Anil Varghese, Chief Executive"}},
		{"break in a sentence", `<p>Plans are not always clear about what<br>should change.</p>`, []string{"p Plans are not always clear about what should change."}},
		{"wrapped prose", "<p>Social workers know the children in care on their caseloads<br>well. They visit at a frequency that reflects each of<br>the circumstances, and adapt how and where they meet in<br>Saltmere so that children feel at ease.</p>",
			[]string{"p Social workers know the children in care on their caseloads well. They visit at a frequency that reflects each of the circumstances, and adapt how and where they meet in Saltmere so that children feel at ease."}},
		{"empty line", `<p>One sentence. <br>&nbsp;<br> Another one.</p>`, []string{"p One sentence.", "p Another one."}},
		{"lists", `<ul><li>One<ul><li>Inner</li></ul></li><li><p>Two</p></li></ul><ol start="4"><li>Four<li value=7>Seven<li>Eight</ol><ol type=i><li>Roman</ol><ol reversed><li>Two<li>One</ol>`,
			[]string{"li1 • One", "li2 • Inner", "li1 • Two", "li1 4. Four", "li1 7. Seven", "li1 8. Eight", "li1 i. Roman", "li1 2. Two", "li1 1. One"}},
		{"item of two paragraphs", `<ul><li><p>The quality of plans.</p><p>(Outcome 3, national framework)</p></li><li><p>First.</p><p>Second.</p></li></ul>`,
			[]string{"li1 • The quality of plans. (Outcome 3, national framework)", "li1 • First.", "p Second."}},
		{"typed bullets", `<p>• One<br>• Two</p><p>◼&nbsp;Three</p><p>- Four</p><p>·<span>&nbsp;&nbsp; </span>Five</p><ul><li>• Six</li></ul><p>12. Seven</p>`,
			[]string{"li1 • One", "li1 • Two", "li1 ◼ Three", "li1 - Four", "li1 · Five", "li1 • Six", "li1 12. Seven"}},
		{"table", `<table><caption>Grades</caption><tr><th>Judgement</th><th>Grade</th></tr><tr><td>Overall effectiveness</td><td>Good</td></tr></table>`,
			[]string{"p Grades", "th1 Judgement | Grade", "td1 Overall effectiveness | Good"}},
		{"spans", `<table><tr><th colspan=2>A</th><th>B</th></tr><tr><td rowspan=2>Body</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>`,
			[]string{"th1 A |  | B", "td1 Body | 1 | 2", "td1 Body | 3 | 4"}},
		{"list in a cell", `<table><tr><td>Council</td><td>They should:<ul><li>plan</li><li>check</li></ul></td></tr></table>`,
			[]string{"td1 Council | They should: • plan • check"}},
		{"table of one column", `<table><tr><td><h2>Findings</h2><ul><li>One</li></ul></td></tr><tr><td>Text</td></tr></table>`,
			[]string{"h2 Findings", "li1 • One", "p Text"}},
		{"definitions", `<dl><dt>Lead inspector</dt><dd>Ada Byrne</dd><div><dt>Dates:</dt><dd>7 and 8 June 2023</dd></div></dl>`,
			[]string{"p Lead inspector: Ada Byrne", "p Dates: 7 and 8 June 2023"}},
		{"definitions that are long", `<dl><dt>What needs to improve</dt><dt>And how</dt><dd>` + prose + " " + prose + " " + prose + `</dd><dt>Reports</dt><dd><p>One.</p><p>Two.</p></dd><p>Text.</p><dt>Last</dt></dl>`,
			[]string{"p What needs to improve", "p And how", "p " + prose + " " + prose + " " + prose, "p Reports", "p One.", "p Two.", "p Text.", "p Last"}},
		{"typed bullets in an item", `<ul><li>The council should:<br>• plan<br>• check</li></ul>`, []string{"li1 • The council should:", "li2 • plan", "li2 • check"}},
		{"quotation", `<p>Children said <q>we are heard</q>.</p>`, []string{"p Children said “we are heard”."}},
		{"capital numerals", `<ol type=I start=4><li>Four<li>Five</ol>`, []string{"li1 IV. Four", "li1 V. Five"}},
		{"heading by its role", `<div role=heading>Findings</div><div role=heading aria-level=4>More</div>`, []string{"h2 Findings", "h4 More"}},
		{"table for layout", `<table role=presentation><tr><td>Left</td><td>Right</td></tr></table>`, []string{"p Left", "p Right"}},
		{"end tags in a table", `<div><table><tr><td>A</div></td><td>B</td></tr></table></div><p>Text</p>`, []string{"td1 A | B", "p Text"}},
		{"footnote marker", `<p>harm<a href="#fn1"><sup>1</sup></a> and <sup>[2]</sup> the 5<sup>th</sup></p>`, []string{"p harm¹ and ² the 5th"}},
		{"footnotes", `<p>Text.</p><div id="ftn1"><p><a href="#_ftnref1">[1]</a> A note.</p><p>Its second part.</p></div><aside role="doc-footnote">2 Another.</aside><p class="footnote"><sup>3</sup> Third.</p>`,
			[]string{"p Text.", "note 1 A note. Its second part.", "note 2 Another.", "note 3 Third."}},
		{"divs", `<div>Text of a div<div>and inside</div>and after</div>`, []string{"p Text of a div", "p and inside", "p and after"}},
		{"characters", "<p>fam&shy;ilies&nbsp;&amp; <i>friends</i>\x01\u200b caf&eacute;&#8217;s</p>", []string{"p families & friends café’s"}},
		{"cut sentence", `<p>Planning takes too long for some children in care, with limited evidence of</p><aside role="doc-footnote">¹ A note.</aside><p>sustained change.</p>`,
			[]string{"p Planning takes too long for some children in care, with limited evidence of sustained change.", "note 1 A note."}},
		{"pre", "<pre>Ofsted\nStore Street\n\n• One\n• Two</pre>", []string{"p Ofsted", "p Store Street", "li1 • One", "li1 • Two"}},
		{"old tags", `<center><font size=2>Dear Ms Gent</font></center><font>Text`, []string{"p Dear Ms Gent", "p Text"}},
		{"unclosed", `<p>One<p>Two<ul><li>A<li>B</ul><div>Three`, []string{"p One", "p Two", "li1 • A", "li1 • B", "p Three"}},
		{"empty", ``, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(t, tt.page); !slices.Equal(got, tt.want) {
				t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(tt.want, "\n\t"))
			}
		})
	}
}

func TestFurniture(t *testing.T) {
	letter := "<p>" + prose + "</p><p>" + prose + "</p><p>" + prose + "</p>"
	want := []string{"p " + prose, "p " + prose, "p " + prose}
	tests := []struct{ name, page string }{
		{"nav", `<nav>Menu</nav>` + letter},
		{"hidden", `<div hidden>X</div><p aria-hidden="true">X</p><span class="sr-only">X</span><div style="color: red; display : none">X</div>` + letter},
		{"scripts", `<script>var a = "<p>X</p>";</script><style>p{}</style><template><p>X</p></template><noscript>X</noscript><!-- X -->` + letter},
		{"controls", `<form action="/q"><label>Search</label><input value="X"><select><option>X</select><textarea>X</textarea><button>Go</button></form>` + letter},
		{"form around the page", `<form id="aspnetForm">` + letter + `</form>`},
		{"unclosed svg", `<svg><path d="M0">` + letter},
		{"unclosed select", `<select><option>X` + letter},
		{"links", letter + `<div><a href="/a">Aaaa</a><a href="/b">Bbbb</a><a href="/c">Cccc</a></div>`},
		{"cookies", `<div class="cookie-banner"><p>` + prose + `</p></div>` + letter},
		{"breadcrumb", `<ol class="breadcrumb"><li>Home</li></ol>` + letter},
		{"class of the whole page", `<body class="cookie-set has-sidebar"><div class="page-with-sidebar search-off">` + letter + `</div>`},
		{"main", `<div><p>` + strings.Repeat("Council news. ", 9) + `</p></div><main>` + letter + `</main>`},
		{"subject named like a button", `<div class="social-care">` + letter + `</div>`},
		{"aside of prose", `<aside>` + letter + `</aside>`},
		{"accordion", `<div class="accordion-panel" hidden>` + letter + `</div>`},
		{"revealed by a script", `<div id="app" style="visibility:hidden">` + letter + `</div>`},
		{"skip link", `<div><a href="#c">Skip to content</a></div>` + letter},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(t, tt.page); !slices.Equal(got, want) {
				t.Errorf("got\n\t%s", strings.Join(got, "\n\t"))
			}
		})
	}
}

// TestPages reads council pages with a letter inside.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			page, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(shown(t, string(page)), "\n") + "\n"
			golden := strings.TrimSuffix(file, ".html") + ".golden"
			if os.Getenv("UPDATE_GOLDEN") != "" {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("blocks differ from %s (UPDATE_GOLDEN=1 rewrites it):\n%s", golden, got)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	utf16 := func(s string) string {
		b := []byte{0xFF, 0xFE}
		for _, r := range s {
			b = append(b, byte(r), byte(r>>8))
		}
		return string(b)
	}
	tests := []struct{ name, page string }{
		{"UTF-8", "<p>children’s</p>"},
		{"UTF-8 with mark", "\xEF\xBB\xBF<p>children’s</p>"},
		{"UTF-8 declared otherwise", "<meta charset=iso-8859-1><p>children’s</p>"},
		{"UTF-8 far down", strings.Repeat(" ", 2000) + "<p>children’s</p>"},
		{"Windows-1252 declared", "<meta charset=windows-1252><p>children\x92s</p>"},
		{"Windows-1252 undeclared", "<p>children\x92s</p>"},
		{"UTF-16", utf16("<p>children’s</p>")},
	}
	for _, tt := range tests {
		if got := shown(t, tt.page); !slices.Equal(got, []string{"p children’s"}) {
			t.Errorf("%s: got %q", tt.name, got)
		}
	}
}

func TestTitle(t *testing.T) {
	if got := read(t, "<title>\n Focused visit &amp; letter </title><p>x</p>").Title; got != "Focused visit & letter" {
		t.Errorf("Title = %q", got)
	}
}

// TestHostile reads pages that were made to be slow or to overflow.
func TestHostile(t *testing.T) {
	const size = 10 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	tests := []struct{ name, page string }{
		{"divs", fill("<div>")},
		{"divs with text", fill("<div>a")},
		{"lists", fill("<ul><li>")},
		{"items without lists", fill("<li><h1>")},
		{"tables", fill("<table><tr><td>")},
		{"cells", fill("<th><table>")},
		{"bold", fill("<b>")},
		{"bold paragraphs", fill("<p><b>x")},
		{"spans", fill("<span class=x>")},
		{"fonts", fill("<font color=red>a")},
		{"links", fill("<a href=#x>")},
		{"body", fill("<body a=1>")},
		{"breaks", "<p>" + fill("<br>")},
		{"broken sentence", "<p>" + fill("no end<br>")},
		{"cut sentences", fill("<p>a sentence that has no end and is long enough to be cut in two</p>")},
		{"references", "<li>" + fill("<p>(see)</p>")},
		{"parts of a note", "<div id=fn1>" + fill("<p>x</p>")},
		{"empty lines", "<p>" + fill("\n ")},
		{"quotes", fill("<blockquote></section>")},
		{"end tags", fill("</p></div>")},
		{"one attribute", "<p class='" + fill("x ") + "'>"},
		{"comments", fill("<!-->")},
		{"plaintext", "<plaintext>" + fill("<div>")},
		{"one word", "<p>" + fill("x")},
		{"title", "<title>" + fill("x")},
		{"spanning cells", "<table>" + fill("<tr><td rowspan=1000 colspan=1000>x</td></tr>")},
		{"repeated cells", "<table><tr>" + strings.Repeat("<td rowspan=1000>"+strings.Repeat("x", 190), 1000) + fill("<tr>")},
		{"notes", "<ol>" + fill("<li id=fn1>x")},
		{"digits", "<p>" + fill("1 ")},
	}
	for _, tt := range tests {
		// Whole, and cut to what the limit on elements just lets through.
		for _, n := range []int{len(tt.page), elements(tt.page, int(limit.Limits{}.OrDefault().Nodes))} {
			t.Run(fmt.Sprintf("%s/%d", tt.name, n), func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				start := time.Now()
				doc, err := Read(ctx, []byte(tt.page[:n]), limit.Limits{})
				if time.Since(start) > 20*time.Second {
					t.Fatal("too slow")
				}
				if err == nil {
					check(t, doc, n)
				}
			})
		}
	}
}

// elements returns where a page's first n tags end.
func elements(page string, n int) int {
	for i := range len(page) {
		if page[i] == '<' {
			if n--; n == 0 {
				return i
			}
		}
	}
	return len(page)
}

func TestNesting(t *testing.T) {
	for _, depth := range []int{100, 1000, 100_000} {
		page := strings.Repeat("<div>", depth) + "<p>Dear Ms Gent</p><ul><li>One</li></ul>" + strings.Repeat("</div>", depth) + "<p>Yours sincerely</p>"
		want := []string{"p Dear Ms Gent", "li1 • One", "p Yours sincerely"}
		if got := shown(t, page); len(got) != 3 || got[0] != want[0] || got[2] != want[2] {
			t.Errorf("depth %d: got %q", depth, got)
		}
	}
}

// TestLimits reads pages that are over a limit, and the same with one element
// or character less.
func TestLimits(t *testing.T) {
	most := limit.Limits{Nodes: 1000, Text: 5000}
	for _, tt := range []struct {
		name, once, before string
		n                  int // how many of them are as much as there may be
		over               *limit.Limit
	}{
		{"paragraphs", "<p>a", "", 1000, limit.Nodes},
		{"elements that mean nothing", "<font>", "", 1000, limit.Nodes},
		{"elements of a drawing", "<g/>", "<svg>", 999, limit.Nodes},
		{"comments", "<!-- -->", "", 1000, limit.Nodes},
		{"ends of nothing", "</p>", "", 1000, limit.Nodes},
		{"a run of text", "e", "<p>", 2500, limit.Text},
		{"text in paragraphs", "éé<br>", "", 1000, limit.Nodes},
		{"text among marks", "0123456789</b>", "<b>", 500, limit.Text},
		{"attributes", " a", "<p", 1249, limit.Text},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, more := range []int{0, 1} {
				page := tt.before + strings.Repeat(tt.once, tt.n+more)
				_, err := Read(t.Context(), []byte(page), most)
				if more == 0 && err != nil || more > 0 && !errors.Is(err, tt.over) {
					t.Errorf("%d: %v", tt.n+more, err)
				}
			}
		})
	}
}

// TestRefusesEarly refuses pages of 80 MB, and makes nothing of them first.
func TestRefusesEarly(t *testing.T) {
	const size = 80 << 20
	for _, once := range []string{"<p>a", "<font>", "</div>", "<!-->", "<p>ordinary text of a paragraph", "ordinary text ", "<script></script>"} {
		page := []byte("<p>" + strings.Repeat(once, size/len(once)))
		start := time.Now()
		_, err := Read(t.Context(), page, limit.Limits{})
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %v", once, took)
		}
		if !errors.Is(err, limit.Nodes) && !errors.Is(err, limit.Text) {
			t.Errorf("%s: %v", once, err)
		}
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, []byte("<p>x"), limit.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

// TestStops ends the reading of pages that take long, at several moments: each
// comes to an end at once, wherever it is.
func TestStops(t *testing.T) {
	fill := func(s string) []byte { return []byte("<p>" + strings.Repeat(s, 10<<20/len(s))) }
	for _, once := range []string{"<p>a paragraph of some text, so that there are not too many", "<table><tr><td>a cell with its text", "<ul><li>an item of many of a list", "some text ",
		"<div class='nav menu'>a division of the page", "<b>a</b> bold text and text that is not"} {
		page := fill(once)
		for _, after := range []time.Duration{time.Millisecond, 30 * time.Millisecond, 100 * time.Millisecond, 300 * time.Millisecond, time.Second} {
			ctx, cancel := context.WithTimeout(t.Context(), after)
			start := time.Now()
			_, err := Read(ctx, page, limit.Limits{})
			if late := time.Since(start) - after; late > time.Second {
				t.Errorf("%s: ended %v after %v (%v)", once, late, after, err)
			}
			cancel()
		}
	}
}

// check fails unless a document keeps the promises of package block.
func check(t *testing.T, doc *block.Document, input int) {
	t.Helper()
	size := 0
	for _, b := range doc.Blocks {
		size += len(b.Text)
		for _, s := range append([]string{b.Text, b.Label, doc.Title}, b.Cells...) {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !(r == '\t' && b.Kind == block.Row) }) {
				t.Fatalf("%v: broken text %.100q", b.Kind, s)
			}
		}
		if b.Text != strings.TrimSpace(b.Text) && b.Kind != block.Row || b.Text == "" {
			t.Fatalf("%v: text %.100q", b.Kind, b.Text)
		}
		if (b.Kind == block.ListItem) != (b.Level > 0 && b.Label != "") && b.Kind != block.Heading && b.Kind != block.Note {
			t.Fatalf("%v: level %d, label %q", b.Kind, b.Level, b.Label)
		}
	}
	if limit := 30*input + 2<<20; size > limit {
		t.Fatalf("%d bytes of text from %d", size, input)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.html")
	for _, file := range files {
		page, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(page)
	}
	for _, s := range []string{"<table><tr><td rowspan=3>a<td colspan=2>b<tr><td>c", "<p>a<br>b<br><br>c", "<li>1. a<p>b", "<div id=fn1>1 a<p>b", "<dl><dt>a<dd>b", "<ol type=I start=-1><li>a", "<svg><p>a", "<pre>a\n b", "\xff\xfe<\x00p\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		if len(page) > 1<<16 {
			return
		}
		doc, err := Read(t.Context(), page, limit.Limits{})
		if err == nil {
			check(t, doc, len(page))
		}
	})
}

// specimens returns the labels in the folder that an environment variable
// names, for files of one kind.
func specimens(t *testing.T, env, suffix string) (dir string, letters []collection.Label) {
	t.Helper()
	dir, letters = collection.Labels(t, env)
	letters = slices.DeleteFunc(letters, func(l collection.Label) bool { return filepath.Ext(l.File) != suffix })
	if len(letters) == 0 {
		t.Fatalf("no %s files in %s", suffix, dir)
	}
	return dir, letters
}

func TestLetters(t *testing.T) {
	dir, letters := specimens(t, "OFSTED_LETTERS", ".html")
	for _, l := range letters {
		t.Run(l.File, func(t *testing.T) {
			page, err := os.ReadFile(filepath.Join(dir, l.File))
			if err != nil {
				t.Fatal(err)
			}
			doc := read(t, string(page))
			if first := doc.Blocks[0].Text; first != "Ofsted" {
				t.Errorf("first block is %q, not the sender", first)
			}
			expect(t, doc, l)

			// The same letter inside a council's page, and as text.
			body := page[bytes.Index(page, []byte("<body>"))+6 : bytes.Index(page, []byte("</body>"))]
			framed := read(t, `<title>News</title><body><header><nav>Home</nav></header><div class="cookie-banner">`+prose+`</div><div class="content">`+string(body)+`</div><footer><a href="/">Privacy</a></footer>`)
			if got, want := framed.Plain(), doc.Plain(); got != want {
				t.Errorf("inside a page the blocks differ:\n%s", got)
			}
			text, err := plain.Read([]byte(doc.Plain()))
			if err != nil {
				t.Fatal(err)
			}
			expect(t, text, l)
		})
	}
}

// expect fails unless each of a letter's texts is the text of one block.
func expect(t *testing.T, doc *block.Document, l collection.Label) {
	t.Helper()
	texts := map[string]bool{}
	for _, b := range doc.Blocks {
		texts[b.Text] = true
	}
	for _, want := range slices.Concat(l.Headline, l.Items, l.Findings) {
		if !texts[plain.Clean(want)] {
			t.Errorf("no block is %q", want)
		}
	}
}

// The blocks of a box have its number, and what stands around it has none.
func TestBoxes(t *testing.T) {
	doc, err := Read(t.Context(), []byte(`<h2>Main findings</h2><p>Before.</p>
		<div class="case-study-box"><h3>Practice study</h3><div><p>Inside.</p></div></div>
		<div class="row"><p>Behind.</p></div><section style="border: 1px solid"><p>Another.</p><p>And more.</p></section>`), limit.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, b := range doc.Blocks {
		got = append(got, b.Table)
	}
	if want := []int{0, 0, 1, 1, 0, 2, 2}; !slices.Equal(got, want) {
		t.Errorf("boxes %v, want %v", got, want)
	}
}
