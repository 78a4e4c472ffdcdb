package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Eval returns the value of a JavaScript expression, also where the page has
// no scripts. A promise is waited for.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	value, err := eval[T](p, expression)
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

func eval[T any](p *Page, expression string) (T, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Want waits until a JavaScript expression has a value, for what the page does
// it may do a little later. No list and an empty one are the same.
func Want[T any](p *Page, expression string, want T) {
	p.t.Helper()
	got, err := waitFor(p, expression, func(got T) bool { return gocmp.Equal(want, got, cmpopts.EquateEmpty()) })
	if err != nil {
		p.t.Fatalf("%s: %v (-want +got):\n%s", expression, err, gocmp.Diff(want, got, cmpopts.EquateEmpty()))
	}
}

// waitFor evaluates an expression until its value is right. It returns the
// last value, with an error if that was not.
func waitFor[T any](p *Page, expression string, right func(T) bool) (T, error) {
	deadline := time.Now().Add(patience)
	for {
		got, err := eval[T](p, expression)
		if err == nil && right(got) {
			return got, nil
		}
		if err == nil && time.Now().After(deadline) {
			err = fmt.Errorf("not so after %v", patience)
		}
		if p.ctx.Err() != nil || time.Now().After(deadline) {
			return got, err
		}
		time.Sleep(pause)
	}
}

// Quote returns text as a literal of JavaScript.
func Quote(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err) // no string fails
	}
	return string(literal)
}

// A place is where an element can be clicked.
type place struct {
	X, Y  float64
	Wrong string // why it cannot be
}

// whereScript finds the place of the element of a selector: the middle of its
// first box, if nothing else lies there. It scrolls there first.
const whereScript = `(selector => {
	const element = document.querySelector(selector);
	if (!element) return {wrong: 'there is no such element'};
	element.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
	const box = [...element.getClientRects()].find(r => r.width > 0 && r.height > 0);
	if (!box) return {wrong: 'it is not shown'};
	const x = box.x + box.width / 2, y = box.y + box.height / 2;
	const there = document.elementFromPoint(x, y);
	if (!there) return {wrong: 'it is out of the window'};
	if (there !== element && !element.contains(there) && there.closest('label')?.control !== element)
		return {wrong: 'it is covered by ' + there.outerHTML.slice(0, 200)};
	return {x, y};
})`

// Click clicks with the mouse on the first element that a CSS selector finds,
// as soon as it is shown and nothing covers it.
func (p *Page) Click(selector string) {
	p.t.Helper()
	at, err := waitFor(p, whereScript+"("+Quote(selector)+")", func(at place) bool { return at.Wrong == "" })
	if err != nil {
		p.t.Fatalf("click %s: %v: %s", selector, err, at.Wrong)
	}
	p.do("click "+selector, chromedp.MouseClickXY(at.X, at.Y))
}

// Type clicks on a field and types into it, key by key.
func (p *Page) Type(selector, text string) {
	p.t.Helper()
	p.Click(selector)
	p.do("type into "+selector, chromedp.KeyEvent(text))
}

// Choose chooses the option with a text from the list that a CSS selector
// finds, if a reader can. Lists open in ways that differ between systems, so
// this is not done with the mouse.
func (p *Page) Choose(selector, text string) {
	p.t.Helper()
	wrong := Eval[string](p, `((selector, text) => {
		const list = document.querySelector(selector);
		if (!list) return 'there is no such list';
		if (!list.checkVisibility() || list.disabled) return 'it is not shown, or disabled';
		const option = [...list.options].find(o => o.text === text);
		if (!option) return 'it has only: ' + [...list.options].map(o => o.text).join(', ');
		if (option.disabled || option.hidden) return 'this is disabled';
		list.focus();
		list.selectedIndex = option.index;
		list.dispatchEvent(new Event('input', {bubbles: true}));
		list.dispatchEvent(new Event('change', {bubbles: true}));
		return '';
	})(`+Quote(selector)+`, `+Quote(text)+`)`)
	if wrong != "" {
		p.t.Fatalf("choose %q of %s: %s", text, selector, wrong)
	}
}

// keys are those that Press knows by name.
var keys = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace,
	"ArrowDown": kb.ArrowDown, "ArrowUp": kb.ArrowUp, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
}

// Press presses keys one after the other: Tab, Enter, Escape, Space,
// Backspace, ArrowDown and so on, each also with Shift+ before it.
func (p *Page) Press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		plain, shifted := strings.CutPrefix(name, "Shift+")
		key, ok := keys[plain]
		if !ok {
			p.t.Fatalf("no key %q", plain)
		}
		var with []chromedp.KeyOption
		if shifted {
			with = append(with, chromedp.KeyModifiers(chromedp.ModifierShift))
		}
		p.do("press "+name, chromedp.KeyEvent(key, with...))
	}
}

// Back goes back to where the reader was before, as the browser's button does.
func (p *Page) Back() {
	p.t.Helper()
	p.do("go back", chromedp.NavigateBack())
}

// Print shows the page as it is printed.
func (p *Page) Print() {
	p.t.Helper()
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
}

// PDF prints the page, on the paper that the page asks for, and keeps the file
// under a name as Screenshot does.
func (p *Page) PDF(name string) []byte {
	p.t.Helper()
	yes := true
	data := call(p, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes}).Data
	if folder := screenshots(); folder != "" {
		p.write(filepath.Join(folder, name+".pdf"), data)
	}
	return data
}

// screenshots returns the folder that pictures are kept in for people to look
// at, or "".
func screenshots() string { return os.Getenv("OFSTED_SCREENSHOTS") }

// Screenshot writes a picture of the whole page into the folder that
// OFSTED_SCREENSHOTS names. Without it nothing is done.
func (p *Page) Screenshot(name string) {
	p.t.Helper()
	folder := screenshots()
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatalf("screenshot: %v", err)
	}
	p.write(filepath.Join(folder, name+".png"), picture)
}

func (p *Page) write(path string, data []byte) {
	p.t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// world returns a context in which a script sees the page but not its scripts,
// nor is bound by its content security policy.
func (p *Page) world() runtime.ExecutionContextID {
	p.t.Helper()
	tree := call(p, page.GetFrameTree, cdp.Empty{})
	return call(p, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID, WorldName: "test"}).ExecutionContextID
}
