package render_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ofsted/analyse"
	"ofsted/internal/browser"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
	"ofsted/render"
)

func TestMain(m *testing.M) { browser.Main(m) }

// ---- What the pages are of

// read returns the inspections of files and folders, analysed. The real ones
// of a collection may hold files that are no inspections.
func read(t *testing.T, paths ...string) []*model.Inspection {
	t.Helper()
	var list []*model.Inspection
	for in := range parse.InspectMany(t.Context(), new(source.Finder).List(paths).Inputs, 0, analyse.Inspect) {
		if in != nil {
			list = append(list, in)
		}
	}
	if len(list) == 0 {
		t.Fatalf("nothing in %q", paths)
	}
	return list
}

// kestrel returns two inspections of one authority and a visit between them,
// with findings of all kinds.
func kestrel(t *testing.T) []*model.Inspection {
	return read(t, filepath.Join("..", "testdata", "reports"), filepath.Join("..", "testdata", "letters", "05-kestrel-focused-2024.html"))
}

// towns are authorities that we made up, with the overall grades of two
// inspections of each, the older first.
var towns = []struct {
	name, region string
	then, now    model.Grade
}{
	{"Ashdown", "London", model.Inadequate, model.Good},
	{"Brackenshire", "London", "", model.Good},
	{"Calder Moor", "North West", model.RequiresImprovement, model.RequiresImprovement},
	{"Dunmere & Holt", "North West", model.Good, model.Outstanding},
	{"Eastholme", "South East", model.Outstanding, model.Inadequate},
	{"Fenwick", "South East", model.Good, model.RequiresImprovement},
}

// country returns inspections of many authorities: ours with every framework
// and oddity, and the towns.
func country(t *testing.T) []*model.Inspection {
	list := append(kestrel(t), read(t, filepath.Join("..", "testdata", "timeline", "specimens.ndjson"), filepath.Join("..", "testdata", "timeline", "odd.ndjson"))...)
	letters, err := filepath.Glob(filepath.Join("..", "testdata", "letters", "0[1-4]*.html"))
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, read(t, letters...)...)
	for i, town := range towns {
		if town.then != "" {
			list = append(list, inspected(town.name, town.region, model.SIFInspection, model.Date(fmt.Sprint(2014+i, "-03-01")), town.then,
				"Ensure that all social workers receive regular, reflective supervision of good quality."))
		}
		list = append(list, inspected(town.name, town.region, model.ILACSInspection, model.Date(fmt.Sprint(2020+i%3, "-06-1", i)), town.now,
			"The quality and frequency of supervision for social workers.", "Life-story work for children in care."))
	}
	return list
}

// inspected returns an inspection that we made up, with areas for improvement.
func inspected(authority, region string, kind model.Kind, day model.Date, overall model.Grade, asks ...string) *model.Inspection {
	in := &model.Inspection{
		Source:     model.Source{Path: authority + "-" + string(day) + ".pdf"},
		Kind:       kind,
		Framework:  kind.Framework(),
		Authority:  model.Authority{Name: model.Null(authority), Region: model.Null(region)},
		Visit:      model.Visit{Periods: []model.Period{{Start: day, End: day}}},
		Judgements: []model.Judgement{{Area: model.OverallEffectiveness, Grade: overall, Scale: model.ScaleOf(kind), Page: 1}},
	}
	for i, text := range asks {
		in.Findings = append(in.Findings, model.Finding{ID: fmt.Sprint("f", i+1), Kind: model.Improvement, About: model.AboutAuthority, Page: 2, Text: text})
	}
	in.Fill()
	analyse.Inspect(in)
	return in
}

// pageOf writes the page of inspections into a file and returns its path, and
// what is in it of each authority.
func pageOf(t *testing.T, list []*model.Inspection) (path string, all []*model.Dossier) {
	t.Helper()
	var authorities model.Timelines
	var placed []*model.Inspection
	for _, in := range list {
		if authorities.Add(in) == "" {
			placed = append(placed, in)
		}
	}
	timelines := authorities.All(t.Context())
	of := map[*model.Timeline]*model.Dossier{}
	for _, tl := range timelines {
		of[tl] = analyse.Dossier(t.Context(), tl, placed)
		all = append(all, of[tl])
	}
	var b bytes.Buffer
	options := render.PageOptions{Failures: []*model.Failure{{Source: model.Source{Path: "letters/lost.pdf"}, Code: model.NotADocument, Message: "letters/lost.pdf: an HTML page saved as .pdf"}}}
	if err := render.WebPage(t.Context(), &b, options, timelines, func(tl *model.Timeline) *model.Dossier { return of[tl] }); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return path, all
}

// ---- What a reader sees of a part

// in scopes a selector to the part of an authority or to the overview.
func in(part, selector string) string { return fmt.Sprintf("[id=%q] %s", part, selector) }

// all is an expression for what a function makes of each element of a
// selector that is seen.
func seen(selector, of string) string {
	return fmt.Sprintf("[...document.querySelectorAll(%s)].filter(e => e.checkVisibility()).map(e => %s)", browser.Quote(selector), of)
}

// texts is an expression for the texts of the findings that are seen.
func texts(part string) string {
	return seen(in(part, ".findings > li"), "e.firstElementChild.textContent") + ".sort()"
}

// text is an expression for the text of one element.
func text(selector string) string {
	return fmt.Sprintf("document.querySelector(%s).textContent", browser.Quote(selector))
}

// none is no text at all.
var none []string

// parts is an expression for the ids of the parts that are seen.
var parts = seen(".part", "e.id")

// openAll opens everything that can be.
func openAll(p *browser.Page) {
	browser.Eval[bool](p, "document.querySelectorAll('details').forEach(e => e.open = true) ?? true")
}

// ---- What the page should show, from what it is made of

// A shownFinding is a finding as the reader sees it.
type shownFinding struct {
	model.Finding
	in   *model.Inspection
	text string
}

func findingsOf(d *model.Dossier) []shownFinding {
	var list []shownFinding
	for _, in := range d.Documents {
		for _, f := range in.Whole() {
			text := f.Text
			if f.Number != "" {
				text = string(f.Number) + ". " + text
			}
			list = append(list, shownFinding{f, in, text})
		}
	}
	return list
}

// textsOf returns the sorted texts of the findings that a function wants, and
// in how many inspections they are.
func textsOf(d *model.Dossier, want func(shownFinding) bool) (list []string, inspections int) {
	within := map[*model.Inspection]bool{}
	for _, f := range findingsOf(d) {
		if want(f) {
			list = append(list, f.text)
			within[f.in] = true
		}
	}
	// As JavaScript sorts, by UTF-16: our texts have nothing beyond its first
	// plane, for which bytes give the same order.
	slices.Sort(list)
	return list, len(within)
}

// dossierOf returns the dossier of an authority.
func dossierOf(t *testing.T, all []*model.Dossier, name string) *model.Dossier {
	t.Helper()
	for _, d := range all {
		if string(d.Authority.Name) == name {
			return d
		}
	}
	t.Fatalf("no authority %s", name)
	return nil
}

// ---- Tests

// TestPageShowsEveryFinding opens pages, which are to do nothing else, and
// looks for all that inspectors found.
func TestPageShowsEveryFinding(t *testing.T) {
	for name, list := range map[string][]*model.Inspection{"one": kestrel(t), "many": country(t)} {
		t.Run(name, func(t *testing.T) {
			path, all := pageOf(t, list)
			for _, d := range all {
				id := model.Slug(string(d.Authority.Name))
				want, _ := textsOf(d, func(shownFinding) bool { return true })
				if len(want) == 0 {
					continue
				}
				t.Run(id, func(t *testing.T) {
					p := browser.Laptop.Open(t, path, id)
					browser.Want(p, parts, []string{id})
					openAll(p)
					browser.Want(p, texts(id), want)
				})
			}
		})
	}
}

// TestAddresses opens places of the page that others have linked to, with the
// script and without.
func TestAddresses(t *testing.T) {
	path, _ := pageOf(t, country(t))
	for _, noScript := range []bool{false, true} {
		window := browser.Laptop
		window.NoScript = noScript
		for fragment, part := range map[string]string{
			"":                                       "overview",
			"overview":                               "overview",
			"nowhere":                                "overview",
			"100%":                                   "overview",
			"main":                                   "overview",
			"kestrel":                                "kestrel",
			"kestrel-2024-10-11-ilacs_inspection":    "kestrel",
			"kestrel-2021-10-22-ilacs_inspection-f2": "kestrel",
		} {
			p := window.Open(t, path, fragment)
			browser.Want(p, parts, []string{part})
			if strings.HasPrefix(fragment, part+"-") {
				browser.Want(p, fmt.Sprintf("Math.abs(document.getElementById(%q).getBoundingClientRect().top) < innerHeight", fragment), true)
			}
		}
	}
}

// filters are what a reader sets in the finder, and which findings are left.
// The second inspection of Kestrel is that of 2024.
var filters = []struct {
	name   string
	search string
	choose map[string]string // by the name of the list
	want   func(shownFinding) bool
}{
	{"inspection", "", map[string]string{"inspection": "Oct 2021"}, func(f shownFinding) bool { return f.in.Visit.End() < "2022" }},
	{"area", "", map[string]string{"area": "Children in care"}, func(f shownFinding) bool { return f.Area == model.ChildrenInCare }},
	{"theme", "", map[string]string{"theme": model.Workforce.Title()}, func(f shownFinding) bool { return slices.Contains(f.Themes, model.Workforce) }},
	{"says", "", map[string]string{"says": "Concern"}, func(f shownFinding) bool { return f.Polarity == model.ConcernSaid }},
	{"asked for", "", map[string]string{"kind": "reas for improvement"}, func(f shownFinding) bool { return f.Kind == model.Improvement }},
	{"body", "", map[string]string{"kind": "aragraphs of the body"}, func(f shownFinding) bool { return f.Kind == model.Body }},
	{"all of them", "social", map[string]string{"inspection": "Oct 2024", "says": "Concern"}, func(f shownFinding) bool {
		return f.in.Visit.End() > "2022" && f.Polarity == model.ConcernSaid && has(f, "social")
	}},
	{"word", "superVISION", nil, func(f shownFinding) bool { return has(f, "supervision") }},
	{"words", "interviews home", nil, func(f shownFinding) bool { return has(f, "interviews") && has(f, "home") }},
	{"phrase", `"social workers"`, nil, func(f shownFinding) bool { return has(f, "social workers") }},
	{"straight quote", "children's", nil, func(f shownFinding) bool { return has(f, "children’s") }},
}

func has(f shownFinding, word string) bool { return strings.Contains(strings.ToLower(f.Text), word) }

// choose chooses the one option of a list whose text has some words in it.
func choose(t *testing.T, p *browser.Page, list, words string) {
	t.Helper()
	var fits []string
	for _, option := range browser.Eval[[]string](p, seenOptions(list)) {
		if strings.Contains(option, words) {
			fits = append(fits, option)
		}
	}
	if len(fits) != 1 {
		t.Fatalf("the options of %s with %q are %q", list, words, fits)
	}
	p.Choose(list, fits[0])
}

func seenOptions(list string) string {
	return fmt.Sprintf("[...document.querySelector(%s).options].map(e => e.text)", browser.Quote(list))
}

// TestFinder sets each filter, checks what is left, marked and counted, and
// clears it.
func TestFinder(t *testing.T) {
	path, all := pageOf(t, kestrel(t))
	d := dossierOf(t, all, "Kestrel")
	everything, _ := textsOf(d, func(shownFinding) bool { return true })
	count := text(in("kestrel", ".finder .count"))
	whole := fmt.Sprintf("%d findings, in %d inspections", len(everything), len(d.Documents))
	for _, f := range filters {
		t.Run(f.name, func(t *testing.T) {
			want, inspections := textsOf(d, f.want)
			if len(want) == 0 || len(want) == len(everything) {
				t.Fatalf("%d of %d findings: the filter says nothing", len(want), len(everything))
			}
			p := browser.Laptop.Open(t, path, "")
			browser.Want(p, count, whole)
			before := browser.Eval[[]string](p, texts("kestrel"))
			for list, words := range f.choose {
				choose(t, p, in("kestrel", ".finder [name="+list+"]"), words)
			}
			if f.search != "" {
				p.Type(in("kestrel", ".finder [name=q]"), f.search)
			}
			browser.Want(p, count, fmt.Sprintf("%d of %d findings, in %d of %d inspections", len(want), len(everything), inspections, len(d.Documents)))
			browser.Want(p, texts("kestrel"), want)
			browser.Want(p, "document.querySelectorAll('.inspection:not([hidden])').length", inspections)
			browser.Want(p, marks, marksOf(want, f.search))
			p.Click(in("kestrel", ".finder [type=reset]"))
			browser.Want(p, count, whole)
			browser.Want(p, texts("kestrel"), before)
			browser.Want(p, marks, none)
		})
	}
}

// marks is an expression for what is marked, in small letters.
var marks = seen("mark", "e.textContent.toLowerCase()") + ".sort()"

// marksOf returns what should be marked in texts that a search found: each of
// its words wherever it stands.
func marksOf(texts []string, search string) []string {
	var list []string
	words := strings.Fields(search)
	if phrase, ok := strings.CutPrefix(search, `"`); ok {
		words = []string{strings.TrimSuffix(phrase, `"`)}
	}
	for _, word := range words {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(strings.ToLower(word)), "'", "['’]")
		for _, text := range texts {
			list = append(list, regexp.MustCompile(pattern).FindAllString(strings.ToLower(text), -1)...)
		}
	}
	slices.Sort(list)
	return list
}

// TestFinderWhileTyping types letter by letter, finds nothing, and goes back
// with Backspace and Escape. What the reader had opened stays open.
func TestFinderWhileTyping(t *testing.T) {
	path, all := pageOf(t, kestrel(t))
	d := dossierOf(t, all, "Kestrel")
	p := browser.Laptop.Open(t, path, "")
	everything := browser.Eval[int](p, "document.querySelectorAll('.findings > li').length")
	closed := "document.querySelectorAll('details.all:not([open])').length"
	details := browser.Eval[int](p, closed)
	if details < 2 {
		t.Fatalf("%d inspections are closed", details)
	}
	p.Click("details.all:not([open]) > summary")
	browser.Want(p, closed, details-1)
	field := ".finder [name=q]"
	p.Type(field, "caselo")
	want, _ := textsOf(d, func(f shownFinding) bool { return has(f, "caselo") })
	browser.Want(p, texts("kestrel"), want)
	browser.Want(p, closed+" - document.querySelectorAll('.inspection[hidden] details.all:not([open])').length", 0)
	p.Type(field, "xyz")
	browser.Want(p, texts("kestrel"), none)
	browser.Want(p, text(".count")+".startsWith('No finding matches')", true)
	p.Press("Backspace", "Backspace", "Backspace")
	browser.Want(p, texts("kestrel"), want)
	p.Press("Escape")
	browser.Want(p, "document.querySelector("+browser.Quote(field)+").value", "")
	browser.Want(p, text(".count")+".match(/^[0-9]+/)[0]", fmt.Sprint(everything))
	browser.Want(p, closed, details-1)
	browser.Want(p, "document.activeElement.name", "q")
}

// TestLinkToEarlierItem follows an item that is raised again to its earlier
// form, which a filter hides, and goes back to where the filter still is.
func TestLinkToEarlierItem(t *testing.T) {
	for name, list := range map[string][]*model.Inspection{"one": kestrel(t), "many": country(t)} {
		t.Run(name, func(t *testing.T) {
			path, _ := pageOf(t, list)
			p := browser.Laptop.Open(t, path, "kestrel")
			choose(t, p, in("kestrel", ".finder [name=inspection]"), "Oct 2024")
			link := in("kestrel", ".inspection:not([hidden]) .asked .was a")
			y := browser.Eval[float64](p, fmt.Sprintf("(document.querySelector(%s).scrollIntoView({block: 'center'}), scrollY)", browser.Quote(link)))
			target := browser.Eval[string](p, fmt.Sprintf("document.querySelector(%s).getAttribute('href').slice(1)", browser.Quote(link)))
			sight := fmt.Sprintf("((e, r) => e.checkVisibility() && r.top >= 0 && r.bottom <= innerHeight)(document.getElementById(%[1]q), document.getElementById(%[1]q).getBoundingClientRect())", target)
			browser.Want(p, sight, false)
			p.Click(link)
			browser.Want(p, sight, true)
			browser.Want(p, "document.activeElement.id", target)
			browser.Want(p, "location.hash", "#"+target)
			again := browser.Eval[string](p, fmt.Sprintf("document.getElementById(%q).querySelector('.was a').getAttribute('href')", target))
			p.Click(in(target, ".was a"))
			browser.Want(p, "location.hash", again)
			browser.Eval[bool](p, "history.go(-2) ?? true")
			browser.Want(p, "document.activeElement.getAttribute('href')", "#"+target)
			browser.Want(p, fmt.Sprintf("Math.abs(scrollY - %v) < 5", y), true)
			browser.Want(p, fmt.Sprintf("document.querySelector(%s).selectedOptions[0].text.includes('Oct 2024')", browser.Quote(in("kestrel", ".finder [name=inspection]"))), true)
		})
	}
}

// TestChooser chooses authorities of the overview.
func TestChooser(t *testing.T) {
	path, all := pageOf(t, country(t))
	for _, test := range []struct {
		name   string
		search string
		choose map[string]string
		want   func(string) bool // of the name of a town
	}{
		{"name", "calder", nil, func(name string) bool { return name == "Calder Moor" }},
		{"name with and", "holt and", nil, func(name string) bool { return name == "Dunmere & Holt" }},
		{"region", "", map[string]string{"region": "North West"}, func(name string) bool { return name == "Calder Moor" || name == "Dunmere & Holt" }},
		{"grade", "", map[string]string{"grade": "Good", "region": "London"}, func(name string) bool { return name == "Ashdown" || name == "Brackenshire" }},
		{"change", "", map[string]string{"change": "mproved", "region": "London"}, func(name string) bool { return name == "Ashdown" }},
		{"fallen", "", map[string]string{"change": "eclined", "region": "South East"}, func(name string) bool { return name == "Eastholme" || name == "Fenwick" }},
		{"all of them", "fen", map[string]string{"region": "South East", "grade": "equires improvement"}, func(name string) bool { return name == "Fenwick" }},
		{"none", "qqq", nil, func(string) bool { return false }},
	} {
		t.Run(test.name, func(t *testing.T) {
			var want []string
			for _, d := range all {
				if name := string(d.Authority.Name); test.want(name) {
					want = append(want, name)
				}
			}
			p := browser.Laptop.Open(t, path, "")
			before := browser.Eval[[]string](p, rowNames)
			if len(before) != len(all) {
				t.Fatalf("%d rows of %d authorities", len(before), len(all))
			}
			for list, words := range test.choose {
				choose(t, p, ".chooser [name="+list+"]", words)
			}
			if test.search != "" {
				p.Type(".chooser [name=q]", test.search)
			}
			browser.Want(p, rowNames, want)
			said := fmt.Sprintf("%d of %d authorities", len(want), len(all))
			if len(want) == 0 {
				said = "No authority matches"
			}
			browser.Want(p, text(".chooser .count")+".startsWith("+browser.Quote(said)+")", true)
			p.Click(".chooser [type=reset]")
			browser.Want(p, rowNames, before)
		})
	}
}

// rowNames is an expression for the authorities that the table shows.
var rowNames = seen(".authorities tbody tr", "e.querySelector('th a').textContent")

// TestSorting sorts the table of authorities by each column, up and down.
func TestSorting(t *testing.T) {
	path, _ := pageOf(t, country(t))
	p := browser.Laptop.Open(t, path, "")
	rows := len(browser.Eval[[]string](p, rowNames))
	columns := browser.Eval[[]int](p, "[...document.querySelectorAll('.authorities thead th')].filter(e => e.querySelector('button')).map(e => e.cellIndex)")
	if len(columns) < 5 {
		t.Fatalf("%d columns can be sorted", len(columns))
	}
	varied := 0
	for _, c := range columns {
		button := fmt.Sprintf(".authorities thead th:nth-child(%d) button", c+1)
		sorts := "[...document.querySelectorAll('.authorities thead th')].map(e => e.ariaSort ?? '').join('')"
		p.Click(button)
		browser.Want(p, sorts, "ascending")
		up := keysOf(p, c)
		p.Press("Enter") // the focus is on the button still
		browser.Want(p, sorts, "descending")
		down := keysOf(p, c)
		if len(up) != rows || !slices.IsSortedFunc(up, byKey(1)) {
			t.Errorf("%s ascending: %q", button, up)
		}
		if len(down) != rows || !slices.IsSortedFunc(down, byKey(-1)) {
			t.Errorf("%s descending: %q", button, down)
		}
		if up[0] != down[0] {
			varied++
		}
	}
	if varied < 5 {
		t.Errorf("only %d columns have anything to sort", varied)
	}
}

// keysOf returns what each row is sorted by in a column, from the top.
func keysOf(p *browser.Page, column int) []string {
	return browser.Eval[[]string](p, fmt.Sprintf("[...document.querySelectorAll('.authorities tbody tr')].map(e => e.cells[%d]).map(e => (e.dataset.s ?? e.textContent).trim())", column))
}

// byKey compares keys of a column in a direction; what is missing comes last
// in both.
func byKey(direction int) func(a, b string) int {
	return func(a, b string) int {
		if a == "" || b == "" {
			return cmp.Compare(b, a)
		}
		var x, y float64
		if json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil {
			return direction * cmp.Compare(x, y)
		}
		return direction * strings.Compare(strings.ToLower(a), strings.ToLower(b))
	}
}

// TestSortingPutsTheBestFirst checks what sorting means to a reader, on towns
// whose grades are known.
func TestSortingPutsTheBestFirst(t *testing.T) {
	path, _ := pageOf(t, country(t))
	p := browser.Laptop.Open(t, path, "")
	choose(t, p, ".chooser [name=region]", "South East")
	heading := browser.Eval[int](p, "[...document.querySelectorAll('.authorities thead th')].findIndex(e => e.textContent.includes('Overall')) + 1")
	p.Click(fmt.Sprintf(".authorities thead th:nth-child(%d) button", heading))
	p.Click(fmt.Sprintf(".authorities thead th:nth-child(%d) button", heading))
	browser.Want(p, rowNames, []string{"Eastholme", "Fenwick"})
	p.Click(fmt.Sprintf(".authorities thead th:nth-child(%d) button", heading))
	browser.Want(p, rowNames, []string{"Fenwick", "Eastholme"})
}

// TestOpenAnAuthority goes from the overview into a part and back, with the
// mouse and with the keyboard.
func TestOpenAnAuthority(t *testing.T) {
	path, _ := pageOf(t, country(t))
	link := `.authorities a[href="#kestrel"]`
	for name, follow := range map[string]func(*browser.Page){
		"mouse": func(p *browser.Page) { p.Click(link) },
		"keyboard": func(p *browser.Page) {
			p.Click(".chooser [name=q]")
			for range 200 {
				p.Press("Tab")
				if browser.Eval[bool](p, "document.activeElement.matches("+browser.Quote(link)+")") {
					p.Press("Enter")
					return
				}
			}
			t.Error("Tab does not reach the link")
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := browser.Laptop.Open(t, path, "")
			title := browser.Eval[string](p, "document.title")
			browser.Want(p, parts, []string{"overview"})
			follow(p)
			browser.Want(p, parts, []string{"kestrel"})
			browser.Want(p, "document.title", "Kestrel – "+title)
			browser.Want(p, "document.activeElement.matches('#kestrel h1')", true)
			browser.Want(p, "scrollY < 200", true)
			p.Back()
			browser.Want(p, parts, []string{"overview"})
			browser.Want(p, "document.title", title)
			browser.Want(p, "document.activeElement.matches("+browser.Quote(link)+")", true)
			follow(p)
			browser.Want(p, parts, []string{"kestrel"})
			p.Click(`#kestrel a[href="#authorities"]`)
			browser.Want(p, parts, []string{"overview"})
		})
	}
}

// TestPageWithoutScript reads the national page where JavaScript is off.
func TestPageWithoutScript(t *testing.T) {
	path, all := pageOf(t, country(t))
	without := browser.Laptop
	without.NoScript = true
	p := without.Open(t, path, "")
	browser.Want(p, parts, []string{"overview"})
	browser.Want(p, "document.querySelectorAll('.finder, .chooser, thead button').length", 0)
	browser.Want(p, seen(".judged", "e.dataset.n"), []string{"1"})
	p.Click("[name=judged][value='2']")
	browser.Want(p, seen(".judged", "e.dataset.n"), []string{"2"})
	p.Click(`.authorities a[href="#kestrel"]`)
	browser.Want(p, parts, []string{"kestrel"})
	browser.Want(p, seen("#kestrel .standing .grades .grade", "e.textContent")+".includes('Outstanding')", true)
	p.Click("#kestrel details.all > summary")
	browser.Want(p, seen("#kestrel details.all .findings > li", "1")+".length > 0", true)
	openAll(p)
	want, _ := textsOf(dossierOf(t, all, "Kestrel"), func(shownFinding) bool { return true })
	browser.Want(p, texts("kestrel"), want)
	p.Click("#kestrel .was a")
	browser.Want(p, parts, []string{"kestrel"})
	p.Click(`#kestrel a[href="#authorities"]`)
	browser.Want(p, parts, []string{"overview"})
}

// wicked are texts that would do harm as HTML, style, script or a template.
var wicked = []string{
	`<script>window.ran = 1</script>`,
	`</script><script>window.ran = 2</script>`,
	`</style><script>window.ran = 3</script><style>`,
	`]]><script>window.ran = 4</script>`,
	`"><img src="x" onerror="window.ran = 5">`,
	`' onmouseover='window.ran = 6' x='`,
	`{{template "finding" .}} ${window.ran = 7}`,
	`--></template></title></textarea></svg><svg onload="window.ran = 8">`,
	`<a href="javascript:window.ran = 9">Click here</a>`,
	`&lt;script&gt;window.ran = 10&lt;/script&gt; &amp;amp; &#60;b&#62;`,
	`<base href="https://example.invalid/"><meta http-equiv="refresh" content="0; url=https://example.invalid/">`,
}

// wickedInspection is of a document that has harmful text everywhere.
func wickedInspection(text string, day model.Date) *model.Inspection {
	in := inspected("Nowhere "+wicked[0]+wicked[4], text, model.ILACSInspection, day, model.Good, wicked...)
	in.Source.Path = "folder/" + text
	in.Visit.Scope = []string{text}
	in.LeadInspectors = []string{text}
	in.Judgements[0].Title, in.Judgements[0].Printed = text, text
	in.Judgements = append(in.Judgements, model.Judgement{Area: model.Area(text), Title: text, Grade: model.Grade(text), Scale: model.FourPoint})
	in.Sections = []model.Section{{ID: "s1", Heading: text, About: model.AboutAuthority}}
	in.Findings = append(in.Findings, model.Finding{ID: text, Kind: model.Body, Section: "s1", About: model.AboutAuthority, Number: model.Null(text), Text: text, Themes: []model.Theme{model.Theme(text)}, Polarity: model.Polarity(text)})
	in.Notes = []model.Note{{Marker: model.Null(text), Text: text}}
	in.Warn("no_lead_inspector", text)
	return in
}

// TestWickedTextIsText opens a page of documents whose authors want to harm
// its readers. What runs, or is asked for, fails the test as in all others.
func TestWickedTextIsText(t *testing.T) {
	var list []*model.Inspection
	for i, text := range wicked {
		list = append(list, wickedInspection(text, model.Date(fmt.Sprint(2011+i, "-06-11"))))
	}
	for name, list := range map[string][]*model.Inspection{"one": list, "many": append(country(t), list...)} {
		t.Run(name, func(t *testing.T) {
			path, all := pageOf(t, list)
			d := dossierOf(t, all, "Nowhere "+wicked[0]+wicked[4])
			part := model.Slug(string(d.Authority.Name))
			p := browser.Laptop.Open(t, path, part)
			openAll(p)
			browser.Want(p, parts, []string{part})
			want, _ := textsOf(d, func(shownFinding) bool { return true })
			browser.Want(p, texts(part), want)
			browser.Want(p, text(in(part, "h1")), string(d.Authority.Name))
			browser.Want(p, "document.querySelectorAll('script').length + document.querySelectorAll('style').length", 2)
			browser.Want(p, "document.querySelectorAll('img, base, meta[http-equiv=refresh], a[href^=javascript], [onload], [onerror], [onmouseover]').length", 0)
			p.Type(in(part, ".finder [name=q]"), "window.ran = 3</script>")
			browser.Want(p, seen("mark", "e.textContent")+".includes('3</script>')", true)
			browser.Want(p, "typeof window.ran", "undefined")
		})
	}
}
