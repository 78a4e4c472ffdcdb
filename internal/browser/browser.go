// Package browser is what the tests of pages share: a headless Chromium that
// opens a file as a reader does, clicks and types in it, and tells whatever
// the page did that it should not.
package browser

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// names are those that Chromium goes by on the path. Debian's package, which
// CI installs, is the first.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// chromium is the one browser of a test binary, once a test has asked for it.
// Its start takes a second, a tab a tenth of one.
var chromium struct {
	sync.Mutex
	ctx  context.Context
	stop context.CancelFunc
}

// start returns the context of the browser, which is started if it does not
// run. Where no Chromium is installed the test is skipped and says so.
func start(t testing.TB) context.Context {
	t.Helper()
	path := find()
	if path == "" {
		t.Skipf("no Chromium is installed: none of %q is on the path", names)
	}
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx != nil {
		return chromium.ctx
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	if os.Geteuid() == 0 {
		// Chromium's sandbox refuses root. The pages are our own files.
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		stop()
		stopAllocator()
		t.Fatalf("%s does not start: %v", path, err)
	}
	chromium.ctx, chromium.stop = ctx, stopAllocator
	return ctx
}

// find returns the path of Chromium, or nothing.
func find() string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Main runs the tests of a package and then ends the browser, if one of them
// started it. It is all that TestMain of such a package does.
func Main(m *testing.M) {
	code := m.Run()
	quit()
	os.Exit(code)
}

// quit ends the browser and removes its files.
func quit() {
	chromium.Lock()
	defer chromium.Unlock()
	if chromium.ctx == nil {
		return
	}
	ctx, done := context.WithTimeout(chromium.ctx, 10*time.Second)
	defer done()
	// What goes wrong as the browser ends is of no concern to the tests.
	_ = chromedp.Cancel(ctx)
	chromium.stop()
}
