package browser

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Problems returns what the page has done since the last call that no page of
// ours may do: wrote to the console, threw an exception, broke its content
// security policy, asked for anything but its own file, opened a dialogue, or
// raised what Chromium lists as an issue.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	problems := p.problems
	p.problems = nil
	return problems
}

// hear takes note of an event of the tab if it is a problem. It runs where
// events are read, so it must not wait for any.
func (p *Page) hear(event any) {
	problem := p.problem(event)
	if problem == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, problem)
}

func (p *Page) problem(event any) string {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		return fmt.Sprintf("console.%s: %s", e.Type, words(e.Args))
	case *runtime.EventExceptionThrown:
		return "exception: " + (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *log.EventEntryAdded:
		return fmt.Sprintf("%s %s: %s", e.Entry.Source, e.Entry.Level, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !p.owns(e.Request.URL) {
			return "request: " + e.Request.URL
		}
	case *page.EventJavascriptDialogOpening:
		// A page with a dialogue does nothing else until somebody closes it.
		go chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{})
		return fmt.Sprintf("%s: %s", e.Type, e.Message)
	case *audits.EventIssueAdded:
		if e.Issue.Code == audits.InspectorIssueCodeGenericIssue {
			return "" // advice on filling forms in; labels are for axe-core
		}
		details, _ := json.Marshal(e.Issue.Details)
		return fmt.Sprintf("%s: %s", e.Issue.Code, details)
	}
	return ""
}

// owns reports whether an address is of the page itself, or holds what it is
// of. The address of a page that is in another place of itself is the same.
func (p *Page) owns(address string) bool {
	if address == "about:blank" || strings.HasPrefix(address, "data:") {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "file" && u.Path == p.own
}

// words are what a console shows of the arguments of a call.
func words(args []*runtime.RemoteObject) string {
	var all []string
	for _, a := range args {
		all = append(all, cmp.Or(string(a.Value), a.Description, string(a.Type)))
	}
	return strings.Join(all, " ")
}
