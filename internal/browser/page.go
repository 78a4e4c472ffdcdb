package browser

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	// limit is for how long a page may be open. It is there for a page that
	// hangs: a test takes seconds.
	limit = 3 * time.Minute
	// patience is for how long a test waits for a page to become what it
	// should be. Other packages are tested on the same processors.
	patience = 20 * time.Second
	// pause is between two looks at a page.
	pause = 15 * time.Millisecond
)

// A Window is what a reader looks at a page through.
type Window struct {
	Width, Height int64 // of the page in it, in CSS pixels

	// Phone says that the screen is small, dense and touched: the page is laid
	// out for it only if it asks for that.
	Phone bool

	// NoScript says that the reader has switched JavaScript off.
	NoScript bool
}

// The windows that pages are looked at through: the narrowest that WCAG 2.2
// asks of a page that reflows (1.4.10), a phone and a laptop.
var (
	Narrow = Window{Width: 320, Height: 568, Phone: true}
	Phone  = Window{Width: 390, Height: 844, Phone: true}
	Laptop = Window{Width: 1280, Height: 800}
)

// A Page is a file that is open in a tab of its own. Its methods fail the test
// with what went wrong; none of them returns an error.
type Page struct {
	t   testing.TB
	ctx context.Context
	own string // the path of the file, as a URL has it

	mu       sync.Mutex
	problems []string
}

// Open opens a file in a new tab, at the element that a fragment names unless
// it is "", and waits until it is loaded. The tab is closed with the test,
// which fails for every problem that nobody has asked for by then.
func (w Window) Open(t testing.TB, path, fragment string) *Page {
	t.Helper()
	browser := start(t)
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	address := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(path), "/"), Fragment: fragment}
	p := &Page{t: t, own: address.Path}
	tab, closeTab := chromedp.NewContext(browser, chromedp.WithListener(p.hear))
	var cancel context.CancelFunc
	p.ctx, cancel = context.WithTimeout(tab, limit)
	t.Cleanup(func() {
		cancel()
		closeTab()
		for _, problem := range p.Problems() {
			t.Errorf("%s: %s", filepath.Base(path), problem)
		}
	})
	// The first Do binds the tab to its context, which is to be the one
	// without a limit: a tab is closed at the end, not killed.
	if err := chromedp.Do(tab); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	p.prepare(w)
	p.do("open "+address.String(), chromedp.Navigate(address.String()))
	return p
}

// prepare makes the tab into a window.
func (p *Page) prepare(w Window) {
	p.t.Helper()
	var phone []chromedp.EmulateViewportOption
	if w.Phone {
		phone = append(phone, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait, chromedp.EmulateScale(2))
	}
	p.do("set the size", chromedp.EmulateViewport(w.Width, w.Height, phone...))
	// A tab behind another behaves as one in front.
	call(p, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: w.NoScript})
	call(p, audits.Enable, cdp.Empty{})
}

// do performs an action, which a message names.
func (p *Page) do(what string, action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, action); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// call gives the browser a command.
func call[P, R any](p *Page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, command, params)
	if err != nil {
		p.t.Fatalf("%s: %v", command.Method, err)
	}
	return result
}
