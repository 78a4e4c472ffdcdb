package pdf

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ofsted/parse/block"
	"ofsted/parse/limit"
)

// A sheet is a page of made-up text. All letters are half as wide as their
// size, and the text runs from 72 to 522.
type sheet struct {
	spans []span
	rules []rule
	dots  []dot
}

func (s *sheet) put(x, y, size float64, bold bool, text string) {
	s.spans = append(s.spans, span{
		text: text, x: x, y: y, x1: x + 0.5*size*float64(utf8.RuneCountInString(text)),
		size: size, bold: bold, mcid: noMCID,
	})
}

// text puts lines of 12-point type below one another.
func (s *sheet) text(x, y float64, lines ...string) {
	for i, l := range lines {
		s.put(x, y+14.5*float64(i), 12, false, l)
	}
}

func (s *sheet) bold(x, y float64, text string) { s.put(x, y, 12, true, text) }

// table draws a grid.
func (s *sheet) table(xs, ys []float64) {
	for _, y := range ys {
		s.rules = append(s.rules, rule{xs[0], y, xs[len(xs)-1], y + 0.5})
	}
	for _, x := range xs {
		s.rules = append(s.rules, rule{x, ys[0], x + 0.5, ys[len(ys)-1]})
	}
}

func read(sheets ...sheet) []block.Block {
	d := &document{ctx: context.Background(), lim: limit.Limits{}.OrDefault(), meter: new(meter)}
	for _, s := range sheets {
		d.pages = append(d.pages, page{width: 595, height: 842, spans: s.spans, rules: s.rules, dots: s.dots, used: make([]bool, len(s.spans))})
	}
	return d.layout()
}

// show prints a block so that a test can name it in a line.
func show(b block.Block) string {
	kind := b.Kind.String()
	if b.Kind == block.Heading || b.Kind == block.ListItem {
		kind += fmt.Sprint(" ", b.Level)
	}
	if b.Label != "" {
		kind += " [" + b.Label + "]"
	}
	return fmt.Sprintf("p%d %s: %s", b.Page, kind, strings.ReplaceAll(b.Text, "\t", " | "))
}

// Lines of made-up prose, of the width of the page.
const (
	full1 = "The quick brown fox jumps over the lazy dog, while five boxing wizards look"
	full2 = "on from the hedge. The dog does not stir, and nobody asks what he had meant"
	full3 = "by it. Pack my box with five dozen jugs, said the fox, and it was done when"
	short = "the day was over."
)

// fill puts full lines from one height to another, and returns their text.
func fill(s *sheet, from, to float64) string {
	var all []string
	for y := from; y <= to; y += 14.5 {
		n := len(s.spans)
		line := full1[:60] + strings.Repeat(string(rune('a'+n%26)), 1+n/26) + full1[62+n/26:]
		s.text(72, y, line)
		all = append(all, line)
	}
	return strings.Join(all, " ")
}

func TestLayout(t *testing.T) {
	tests := []struct {
		name  string
		pages func() []sheet
		want  []string
	}{{
		name: "paragraphs by gaps and by lines that are not full",
		pages: func() []sheet {
			var s sheet
			s.text(72, 100, full1, full2, short)
			s.text(72, 149, full2, full1, "and so on.", "Then a new one begins below it without a gap, which is full as a line can")
			s.text(72, 207, "be.")
			return []sheet{s}
		},
		want: []string{
			"p1 paragraph: " + full1 + " " + full2 + " " + short,
			"p1 paragraph: " + full2 + " " + full1 + " and so on.",
			"p1 paragraph: Then a new one begins below it without a gap, which is full as a line can be.",
		},
	}, {
		name: "an address keeps its lines",
		pages: func() []sheet {
			var s sheet
			s.text(330, 80, "Some Office", "Some Gate", "1 Some Street", "M1 0AA", "T 0300 000 0000", "office@example.org")
			s.text(72, 190, full1, full2, short)
			return []sheet{s}
		},
		want: []string{
			"p1 paragraph: Some Office", "p1 paragraph: Some Gate", "p1 paragraph: 1 Some Street", "p1 paragraph: M1 0AA",
			"p1 paragraph: T 0300 000 0000", "p1 paragraph: office@example.org",
			"p1 paragraph: " + full1 + " " + full2 + " " + short,
		},
	}, {
		name: "headings by size and weight, over two lines, apart from the text",
		pages: func() []sheet {
			var s sheet
			s.put(72, 80, 24, false, "A report on foxes and")
			s.put(72, 109, 24, false, "their dogs")
			s.put(72, 140, 14, true, "What the fox did to the dog when nobody was there")
			s.put(72, 157, 14, true, "to see it: good")
			s.text(72, 172, full1, full2, short)
			s.bold(72, 230, "The dog")
			s.text(72, 244.5, full1, full2, short)
			return []sheet{s}
		},
		want: []string{
			"p1 heading 1: A report on foxes and their dogs",
			"p1 heading 2: What the fox did to the dog when nobody was there to see it: good",
			"p1 paragraph: " + full1 + " " + full2 + " " + short,
			"p1 heading 3: The dog",
			"p1 paragraph: " + full1 + " " + full2 + " " + short,
		},
	}, {
		name: "lists with hanging indents, nested, with drawn bullets",
		pages: func() []sheet {
			var s sheet
			s.text(72, 100, "1.")
			s.text(100, 100, full1[:70], "ends.")
			s.text(72, 129, "2.")
			s.text(100, 129, "Short:")
			s.text(100, 143.5, "–")
			s.text(118, 143.5, "one thing")
			s.text(100, 158, "–")
			s.text(118, 158, "another")
			s.text(72, 172.5, "3. All in one span, as some write it, and so long that it has to be broken")
			s.text(86, 187, "in two.")
			s.text(100, 215, "A bullet that is drawn.")
			s.dots = append(s.dots, dot{84, 209, 88, 213})
			return []sheet{s}
		},
		want: []string{
			"p1 list item 1 [1.]: " + full1[:70] + " ends.",
			"p1 list item 1 [2.]: Short:",
			"p1 list item 2 [–]: one thing",
			"p1 list item 2 [–]: another",
			"p1 list item 1 [3.]: All in one span, as some write it, and so long that it has to be broken in two.",
			"p1 list item 2 [•]: A bullet that is drawn.",
		},
	}, {
		name: "a number at the beginning of a line is no label",
		pages: func() []sheet {
			var s sheet
			s.text(72, 100, full1, full2[:71]+" it", "18. That was all there was to it, and the dog went back to sleep that day.")
			return []sheet{s}
		},
		want: []string{"p1 paragraph: " + full1 + " " + full2[:71] + " it 18. That was all there was to it, and the dog went back to sleep that day."},
	}, {
		name: "hyphens at the ends of lines",
		pages: func() []sheet {
			var s sheet
			s.text(72, 100, "They work with the whole family and its dogs and foxes, in what is called a whole-",
				"family approach, and their observation of it is that this is what helps. Obser-",
				"vation is not all, but an obser-", "vation helps.")
			return []sheet{s}
		},
		want: []string{"p1 paragraph: They work with the whole family and its dogs and foxes, in what is called a whole-family approach, and their observation of it is that this is what helps. Observation is not all, but an observation helps."},
	}, {
		name: "over the page, past a note and a footer",
		pages: func() []sheet {
			var a, b, c sheet
			fill(&a, 80, 600)
			a.text(72, 640, "It is said")
			a.put(132, 635, 7, false, "1")
			a.text(139, 640, "that "+full1[:58])
			a.put(72, 740, 6.5, false, "1")
			a.put(76, 743, 10, false, "A note at the foot of the page.")
			b.text(72, 80, "lazy dog, and that is that.")
			b.text(72, 120, full1, full2, full3)
			fill(&b, 300, 690)
			c.text(72, 80, full1[4:], short)
			for i, s := range []*sheet{&a, &b, &c} {
				s.put(72, 810, 8, false, "A report on foxes")
				s.put(510, 810, 8, false, fmt.Sprint(i+1))
			}
			return []sheet{a, b, c}
		},
		want: []string{
			"p1 paragraph: " + fill(&sheet{}, 80, 600),
			"p1 paragraph: It is said¹ that " + full1[:58] + " lazy dog, and that is that.",
			"p1 note [1]: A note at the foot of the page.",
			"p1 running: A report on foxes 1",
			"p2 paragraph: " + full1 + " " + full2 + " " + full3,
			"p2 paragraph: " + fill(&sheet{spans: make([]span, 4)}, 300, 690) + " " + full1[4:] + " " + short,
			"p2 running: A report on foxes 2",
			"p3 running: A report on foxes 3",
		},
	}, {
		name: "tables by rules: wrapped, centred and empty cells, boxes",
		pages: func() []sheet {
			var s sheet
			s.table([]float64{70, 350, 524}, []float64{100, 130, 170, 210})
			s.bold(76, 120, "Judgement")
			s.bold(356, 120, "Grade")
			s.text(76, 145, "What the fox did to the dog", "and the wizards")
			s.text(356, 152, "Good")
			s.text(76, 192, "Overall")
			s.text(356, 185, "Requires improvement", "to be good")
			s.table([]float64{70, 524}, []float64{300, 360})
			s.text(76, 320, "Text in a box.")
			s.text(72, 400, full1, full2, short)
			return []sheet{s}
		},
		want: []string{
			"p1 row: Judgement | Grade",
			"p1 row: What the fox did to the dog and the wizards | Good",
			"p1 row: Overall | Requires improvement to be good",
			"p1 paragraph: Text in a box.",
			"p1 paragraph: " + full1 + " " + full2 + " " + short,
		},
	}, {
		name: "tables without rules, and labels with values",
		pages: func() []sheet {
			var s sheet
			s.bold(72, 80, "Lead inspector:")
			s.bold(170, 80, "Ada Example")
			s.bold(170, 94.5, "Somebody’s Inspector")
			s.bold(72, 130, "Judgement")
			s.bold(370, 130, "Grade")
			s.text(72, 160, "What the fox did to the dog when", "nobody was there")
			s.text(370, 167, "Good")
			s.text(72, 205, "Overall")
			s.text(370, 205, "Outstanding")
			s.text(72, 240, full1, full2, full3, full1, full2, short)
			return []sheet{s}
		},
		want: []string{
			"p1 row: Lead inspector: | Ada Example Somebody’s Inspector",
			"p1 row: Judgement | Grade",
			"p1 row: What the fox did to the dog when nobody was there | Good",
			"p1 row: Overall | Outstanding",
			"p1 paragraph: " + strings.Join([]string{full1, full2, full3, full1, full2, short}, " "),
		},
	}, {
		name: "a table of contents keeps its lines",
		pages: func() []sheet {
			var s sheet
			s.text(72, 100, "The fox")
			s.text(516, 100, "3")
			s.text(90, 120, "What the dog thought of it ......................................... 12")
			s.text(86, 140, "A title that is so long that it goes on")
			s.text(86, 154.5, "below")
			s.text(510, 154.5, "14")
			s.text(86, 175, "Last")
			s.text(510, 175, "15")
			s.text(72, 240, full1, full2, full3, full1, full2, short)
			return []sheet{s}
		},
		want: []string{
			"p1 paragraph: The fox 3",
			"p1 paragraph: What the dog thought of it ......................................... 12",
			"p1 paragraph: A title that is so long that it goes on below 14",
			"p1 paragraph: Last 15",
			"p1 paragraph: " + strings.Join([]string{full1, full2, full3, full1, full2, short}, " "),
		},
	}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, b := range read(tt.pages()...) {
				got = append(got, show(b))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestLabelLength(t *testing.T) {
	tests := []struct {
		in     string
		n      int
		number bool
	}{
		{"• text", len("•"), false},
		{"\uF0B7 text", len("\uF0B7"), false},
		{"– text", len("–"), false},
		{"‒ text", len("‒"), false},
		{"§ text", len("§"), false},
		{"♦ text", len("♦"), false},
		{"–5 degrees", 0, false},
		{"−5 degrees", 0, false},
		{"o text", 1, false},
		{"one", 0, false},
		{"1. Text", 2, true},
		{"12.Text", 3, true},
		{"12.5 per cent", 4, true}, // opensItem tells it from a number in a sentence
		{"2.1 Text", 3, true},
		{"2 . Text", 3, true},
		{"3) Text", 2, true},
		{"(a) Text", 3, true},
		{"iv. Text", 3, true},
		{"2014. Text", 0, false},
		{"18 Text", 0, false},
		{"(2014) Text", 0, false},
		{"a text", 0, false},
		{"", 0, false},
	}
	for _, tt := range tests {
		if n, number := labelLength(tt.in); n != tt.n || number != tt.number {
			t.Errorf("labelLength(%q) = %d, %v; want %d, %v", tt.in, n, number, tt.n, tt.number)
		}
	}
}

func TestLinesFromGlyphs(t *testing.T) {
	// Some producers show every letter by itself, and the same one twice.
	var s sheet
	x := 72.0
	for _, r := range "all is too well²" {
		if r == '²' {
			s.put(x, 95, 7, false, "2")
			continue
		}
		if r != ' ' {
			s.put(x, 100, 12, false, string(r))
		}
		x += 6
	}
	s.put(72, 100, 12, false, "a") // drawn again, to look bolder
	got := lines(upright(s.spans), 1)
	if len(got) != 1 || got[0].text != "all is too well²" {
		t.Errorf("got %d lines, the first %q", len(got), got[0].text)
	}
}

func TestRules(t *testing.T) {
	d := &document{ctx: context.Background(), lim: limit.Limits{}.OrDefault(), meter: new(meter)}
	in := interp{doc: d}
	in.st.ctm = matrix{a: 1, d: -1, f: 800}
	in.run([]byte(`
		0 0 595 800 re W n            % clips: nothing drawn
		10 700 200 0.5 re f           % a thin rectangle
		10 600 m 210 600 l S          % a line
		10 500 200 50 re S            % a box: four lines
		10 400 200 50 re f            % a filled box: none
		10 300 m 200 200 l S          % leans: kept by its bounds only if thin
		20 100 m 22 103 24 103 26 100 c 24 97 22 97 20 100 c h f`))
	if len(in.rules) != 6 {
		t.Errorf("got %d rules, want 6: %v", len(in.rules), in.rules)
	}
	if len(in.dots) != 1 {
		t.Errorf("got %d dots, want 1", len(in.dots))
	}
}

func TestGrids(t *testing.T) {
	// The second row has one cell over both columns; the third has the first
	// column's cell go on in the fourth.
	level := func(y, x0, x1 float64) rule { return rule{x0, y, x1, y + 0.5} }
	upright := func(x, y0, y1 float64) rule { return rule{x, y0, x + 0.5, y1} }
	got := grids([]rule{
		level(10, 0, 100), level(20, 0, 100), level(30, 0, 100), level(40, 50, 100), level(50, 0, 100),
		upright(0, 10, 50), upright(100, 10, 50), upright(50, 10, 20), upright(50, 30, 50),
		level(300, 0, 100), // an underline
	}, 842)
	if len(got) != 1 {
		t.Fatalf("got %d grids, want 1", len(got))
	}
	want := []int{0, 1, 2, 2, 4, 5, 4, 7}
	if diff := cmp.Diff(want, got[0].cell); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestLayoutOfNoise holds the layout to little time on a page that no one has
// set.
func TestLayoutOfNoise(t *testing.T) {
	const spans, most = 300_000, 10 * time.Second
	rnd := rand.New(rand.NewPCG(1, 2))
	noise := map[string]func(i int, s *span){
		"scattered": func(i int, s *span) { s.x, s.y, s.size = 600*rnd.Float64(), 850*rnd.Float64(), 1+20*rnd.Float64() },
		"one line":  func(i int, s *span) { s.x, s.y, s.size = 20*float64(i), 100, 12 },
		"one point": func(i int, s *span) { s.x, s.y, s.size = 100, 100, 12 },
		"a column":  func(i int, s *span) { s.x, s.y, s.size = 100*float64(i%2), 14*float64(i/2), 12 },
		"notes":     func(i int, s *span) { s.x, s.y, s.size = 72, 14*float64(i), 12-float64(i%2)*5 },
		"stairs":    func(i int, s *span) { s.x, s.y, s.size = 10*float64(i), 14*float64(i), 12 },
	}
	texts := []string{"1", "• a", "2. B", "word", "Word.", "hyphen-", "3", "page"}
	for name, place := range noise {
		t.Run(name, func(t *testing.T) {
			var s sheet
			for i := range spans {
				sp := span{text: texts[rnd.IntN(len(texts))], mcid: noMCID}
				place(i, &sp)
				sp.x1 = sp.x + 10
				s.spans = append(s.spans, sp)
			}
			for range maxPageRules - 1 {
				x, y := 600*rnd.Float64(), 850*rnd.Float64()
				if rnd.IntN(2) == 0 {
					s.rules = append(s.rules, rule{x, y, x + 100, y})
				} else {
					s.rules = append(s.rules, rule{x, y, x, y + 100})
				}
			}
			for range maxPageDots {
				x, y := 600*rnd.Float64(), 850*rnd.Float64()
				s.dots = append(s.dots, dot{x, y, x + 4, y + 4})
			}
			start := time.Now()
			read(s)
			if d := time.Since(start); d > most {
				t.Errorf("took %v", d)
			} else {
				t.Logf("took %v", d)
			}
		})
	}
}
