package render_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"ofsted/internal/browser"
	"ofsted/internal/collection"
	"ofsted/model"
)

// states are the states of a page that are looked at for accessibility and
// taken pictures of.
var states = []struct {
	name, part string
	make       func(*testing.T, *browser.Page)
}{
	{"overview", "overview", func(*testing.T, *browser.Page) {}},
	{"overview-chosen", "overview", func(t *testing.T, p *browser.Page) {
		choose(t, p, ".chooser [name=region]", "North West")
		p.Click(".authorities thead button")
	}},
	{"authority", "kestrel", func(*testing.T, *browser.Page) {}},
	{"authority-open", "kestrel", func(_ *testing.T, p *browser.Page) { openAll(p) }},
	{"authority-found", "kestrel", func(_ *testing.T, p *browser.Page) {
		p.Type("#kestrel .finder [name=q]", "supervision")
		browser.Want(p, seen("mark", "1")+".length > 0", true)
	}},
	{"authority-none", "kestrel", func(_ *testing.T, p *browser.Page) {
		p.Type("#kestrel .finder [name=q]", "nothing at all")
		browser.Want(p, text("#kestrel .count")+".startsWith('No finding')", true)
	}},
}

// windows are what pages are looked at through.
var windows = []struct {
	name   string
	window browser.Window
}{{"phone", browser.Phone}, {"laptop", browser.Laptop}}

// TestPageIsAccessible holds each state of the page to WCAG 2.2 AA, as far as
// a program can tell.
func TestPageIsAccessible(t *testing.T) {
	axe := browser.NewAxe(t)
	path, _ := pageOf(t, country(t))
	for _, w := range windows {
		for _, state := range states {
			t.Run(w.name+"/"+state.name, func(t *testing.T) {
				p := w.window.Open(t, path, state.part)
				state.make(t, p)
				for _, v := range axe.Violations(p) {
					t.Error(v)
				}
			})
		}
	}
}

// TestPageFits looks at the page in a narrow window, in which nobody has to
// scroll sideways but within charts and tables.
func TestPageFits(t *testing.T) {
	path, _ := pageOf(t, country(t))
	for _, state := range states {
		t.Run(state.name, func(t *testing.T) {
			p := browser.Narrow.Open(t, path, state.part)
			state.make(t, p)
			// A page that is too wide is shown smaller on a phone, so that
			// its window gets wider.
			for _, width := range []string{"innerWidth", "document.documentElement.scrollWidth", "document.body.scrollWidth"} {
				if got := browser.Eval[int](p, width); got > 320 {
					t.Errorf("%s is %d", width, got)
				}
			}
		})
	}
}

// TestTargetsAreLargeEnough measures what is clicked on a phone: 24 pixels
// each way, with its label, but for links in text (WCAG 2.2, 2.5.8).
func TestTargetsAreLargeEnough(t *testing.T) {
	path, _ := pageOf(t, country(t))
	for _, state := range states {
		p := browser.Phone.Open(t, path, state.part)
		state.make(t, p)
		p.Screenshot("phone-" + state.name)
		for _, small := range browser.Eval[[]string](p, seen("button, input, select, summary", "[e.outerHTML.slice(0, 80), (e.closest('label') ?? e).getBoundingClientRect()]")+
			".filter(([, r]) => r.width < 24 || r.height < 24).map(([e, r]) => e + ' ' + r.width + '×' + r.height)") {
			t.Errorf("%s: %s", state.name, small)
		}
	}
}

// TestPaper prints the page: on A4, the part that is shown, without what only
// a screen can do. What a filter leaves must not pass for all.
func TestPaper(t *testing.T) {
	path, _ := pageOf(t, country(t))
	for _, state := range states {
		t.Run(state.name, func(t *testing.T) {
			p := browser.Laptop.Open(t, path, state.part)
			state.make(t, p)
			p.Screenshot("laptop-" + state.name)
			paper := p.PDF("print-" + state.name)
			sizes, err := api.PageDims(bytes.NewReader(paper), nil)
			if err != nil || len(sizes) == 0 {
				t.Fatalf("%d pages, %v", len(sizes), err)
			}
			for i, size := range sizes {
				// 210 × 297 mm, in points.
				if w, h := size.Width*25.4/72, size.Height*25.4/72; w < 209 || w > 211 || h < 296 || h > 298 {
					t.Errorf("page %d is %.0f × %.0f mm", i+1, w, h)
				}
			}
			// The buttons in the head of a table are its words.
			controls := seen("input, select, button:not(th button), .crumbs", "e.outerHTML.slice(0, 80)")
			if len(browser.Eval[[]string](p, controls)) < 5 {
				t.Error("there are no controls on the screen")
			}
			p.Print()
			for _, control := range browser.Eval[[]string](p, controls) {
				t.Errorf("printed: %s", control)
			}
			browser.Want(p, parts, []string{state.part})
			filtered := regexp.MustCompile("-(chosen|found|none)$").MatchString(state.name)
			browser.Want(p, seen(in(state.part, ".count"), "1")+".length > 0", filtered)
		})
	}
}

// TestPaperIsWideEnough lays the page out for print as wide as a sheet of A4
// is between margins of 15 mm: nothing may be cut off.
func TestPaperIsWideEnough(t *testing.T) {
	path, _ := pageOf(t, country(t))
	paper := browser.Window{Width: 680, Height: 1000}
	for _, state := range states {
		p := paper.Open(t, path, state.part)
		state.make(t, p)
		p.Print()
		for _, wide := range browser.Eval[[]string](p, seen("main *, footer *", "[e.tagName + ' ' + e.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60), e.getBoundingClientRect().right]")+
			fmt.Sprintf(".filter(([, right]) => right > %d).slice(0, 3).map(([e, right]) => e + ' ' + right)", paper.Width)) {
			t.Errorf("%s: wider than %d: %s", state.name, paper.Width, wide)
		}
	}
}

// mostBytes is how large the page of the whole country may be: it is mailed.
const mostBytes = 15_000_000

// TestPageOfTheCountry opens the page of all real reports, works with it and
// logs how long that takes. What takes long depends on the computer, so that no
// time fails the test.
func TestPageOfTheCountry(t *testing.T) {
	path, all := pageOf(t, read(t, collection.Folder(t, "OFSTED_CORPUS", "labelled documents")))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() >= mostBytes {
		t.Errorf("%d bytes; at most %d", info.Size(), mostBytes)
	}
	largest := slices.MaxFunc(all, func(a, b *model.Dossier) int { return cmp.Compare(len(findingsOf(a)), len(findingsOf(b))) })
	part := model.Slug(string(largest.Authority.Name))
	p := browser.Laptop.Open(t, path, "")
	browser.Want(p, parts, []string{"overview"})
	browser.Want(p, rowNames+".length", len(all))
	// The times are those of the browser, which notes the last of them a
	// little after the page is there.
	browser.Want(p, "performance.getEntriesByName('first-contentful-paint').length * performance.getEntriesByType('navigation')[0].loadEventEnd > 0", true)
	t.Logf("%d authorities, %d bytes, %d elements", len(all), info.Size(), browser.Eval[int](p, "document.querySelectorAll('*').length"))
	t.Logf("first contentful paint after %.0f ms, script done after %.0f ms, loaded after %.0f ms",
		browser.Eval[float64](p, "performance.getEntriesByName('first-contentful-paint')[0].startTime"),
		browser.Eval[float64](p, "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"),
		browser.Eval[float64](p, "performance.getEntriesByType('navigation')[0].loadEventEnd"))
	clear := func(form string) string {
		return "document.querySelector(" + browser.Quote(form+" [type=reset]") + ").click()"
	}
	hidden := func(of string) string {
		return "document.querySelectorAll(" + browser.Quote(of+"[hidden]") + ").length"
	}
	rows, items := hidden(".authorities tbody tr"), hidden(in(part, ".findings > li"))
	for _, c := range []struct{ what, act, changes string }{
		{"search for an authority", enter(".chooser [name=q]", "north"), rows},
		{"clear", clear(".chooser"), rows},
		{"sort by grade", "document.querySelectorAll('.authorities thead button')[3].click()", "document.querySelector('th[aria-sort]')?.textContent"},
		{"open " + part, "location.hash = " + browser.Quote(part), "document.querySelector(" + browser.Quote(in(part, ".finder")) + ")"},
		{"search for a word", enter(in(part, "[name=q]"), "children"), items},
		{"filter what was found", enter(in(part, "[name=says]"), "c"), items},
		{"clear the filter", clear(in(part, ".finder")), items},
	} {
		t.Logf("%s: %.0f ms", c.what, browser.Eval[float64](p, timed(c.act, c.changes)))
	}
	t.Logf("%s has %d findings; a search waits for a pause in typing first", part, len(findingsOf(largest)))
	browser.Want(p, "document.querySelectorAll('mark').length", 0)
}

// enter is a statement that gives a control a value as a reader does.
func enter(control, value string) string {
	return fmt.Sprintf("(e => { e.value = %s; e.dispatchEvent(new Event('input', {bubbles: true})) })(document.querySelector(%s))", browser.Quote(value), browser.Quote(control))
}

// timed is an expression for how many milliseconds pass from a statement until
// an expression has changed its value and the page is laid out.
func timed(act, changes string) string {
	return fmt.Sprintf(`new Promise(resolve => {
		const before = %[2]s, start = performance.now();
		%[1]s;
		const look = () => {
			if (%[2]s === before) return setTimeout(look);
			document.body.offsetHeight;
			resolve(performance.now() - start);
		};
		look();
	})`, act, changes)
}
