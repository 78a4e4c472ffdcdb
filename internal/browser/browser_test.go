package browser_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ofsted/internal/browser"
)

func TestMain(m *testing.M) { browser.Main(m) }

// strict is the head of a page that may do nothing but run its own scripts,
// which are let by one name.
const strict = `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Specimen</title>
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-ours'; style-src 'nonce-ours'; require-trusted-types-for 'script'; trusted-types 'none'">
</head><body><main><h1>Specimen</h1>`

// write puts a page into a file and returns its path.
func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ä page#1.html")
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestProblemsAreTold has a page for everything that no page may do. Without
// it a browser that hears nothing would pass every test of a page.
func TestProblemsAreTold(t *testing.T) {
	tests := map[string]struct{ page, want string }{
		"nothing":         {strict + `<p>Text.`, ""},
		"console":         {strict + `<script nonce=ours>console.log("a word")</script>`, `console.log: "a word"`},
		"exception":       {strict + `<script nonce=ours>null.x</script>`, "exception: "},
		"exception later": {strict + `<script nonce=ours>addEventListener("load", () => { throw new Error("late") })</script>`, "late"},
		"rejection":       {strict + `<script nonce=ours>Promise.reject(new Error("no"))</script>`, "exception: "},
		"foreign script":  {strict + `<script>1</script>`, "script-src"},
		"handler":         {strict + `<img onerror="1">`, "script-src"},
		"style attribute": {strict + `<p style="color: red">Text.`, "style-src"},
		"markup of text":  {strict + `<script nonce=ours>document.body.innerHTML = "<p>x"</script>`, "TrustedHTML"},
		"blocked image":   {strict + `<img src="https://example.invalid/a.png" alt="">`, "example.invalid"},
		"image":           {`<!DOCTYPE html><title>x</title><img src="https://example.invalid/a.png" alt="">`, "request: https://example.invalid/a.png"},
		"other file":      {`<!DOCTYPE html><title>x</title><link rel=stylesheet href="other.css">`, "other.css"},
		"data":            {`<!DOCTYPE html><title>x</title><img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" alt="">`, ""},
		"dialogue":        {strict + `<script nonce=ours>alert("boo")</script>`, "alert: boo"},
		"quirks":          {`<p>Text.`, "QuirksModeIssue"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := browser.Laptop.Open(t, write(t, test.page), "")
			browser.Want(p, "document.readyState", "complete")
			problems := strings.Join(p.Problems(), "\n")
			if test.want == "" && problems != "" || !strings.Contains(problems, test.want) {
				t.Errorf("problems %q; want %q", problems, test.want)
			}
		})
	}
}

// acted tells what a reader did in it.
const acted = strict + `<style nonce=ours>#far { margin-top: 3000px } #over { position: fixed; inset: 0; background: #fff }</style>
<form><label>Search <input type=search id=q></label>
<label>Area <select id=area><option value="">All<option value=h>Help<option value=x disabled>No</select></label>
<button type=button id=b>Button</button></form>
<div id=over>Wait.</div><p id=far><a href="#far" id=a>a link</a>
<script nonce=ours>
'use strict';
const did = [];
for (const type of ['keydown', 'input', 'change', 'click'])
	document.addEventListener(type, e => did.push(type + ' ' + (e.target.id || e.target.tagName) + ' ' + (e.key || e.target.value || '')));
setTimeout(() => document.querySelector('#over').remove(), 300);
</script>`

func TestActionsReachThePage(t *testing.T) {
	p := browser.Phone.Open(t, write(t, acted), "")
	p.Type("#q", "Ab") // waits until nothing lies over it
	p.Press("Tab", "Shift+Tab", "Backspace", "Escape")
	p.Choose("#area", "Help")
	p.Click("#a")
	browser.Want(p, "location.hash", "#far")
	p.Back()
	browser.Want(p, "location.hash", "")
	got := browser.Eval[[]string](p, "did")
	want := []string{"click q ", "keydown q A", "input q A", "keydown q b", "input q Ab", "keydown q Tab", "keydown area Tab", "keydown q Backspace"}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("no %q in %q", w, got)
		}
	}
	for _, w := range []string{"input area h", "change area h", "click a "} {
		if !slices.Contains(got, w) {
			t.Errorf("no %q in %q", w, got)
		}
	}
}

func TestWindows(t *testing.T) {
	path := write(t, strict+`<p id=script>none</p><script nonce=ours>document.querySelector('#script').textContent = 'some'</script><noscript><p id=without>Without.</noscript><p id=part>Part.`)
	without := browser.Laptop
	without.NoScript = true
	for name, test := range map[string]struct {
		window browser.Window
		width  int
		script string
	}{
		"narrow":         {browser.Narrow, 320, "some"},
		"phone":          {browser.Phone, 390, "some"},
		"laptop":         {browser.Laptop, 1280, "some"},
		"without script": {without, 1280, "none"},
	} {
		t.Run(name, func(t *testing.T) {
			p := test.window.Open(t, path, "part")
			browser.Want(p, "innerWidth", test.width)
			browser.Want(p, "document.querySelector('#script').textContent", test.script)
			browser.Want(p, "document.querySelector(':target').id", "part")
			browser.Want(p, "document.hasFocus()", true)
		})
	}
}

func TestPrint(t *testing.T) {
	t.Setenv("OFSTED_SCREENSHOTS", "")
	p := browser.Laptop.Open(t, write(t, strict+`<style nonce=ours>@media print { #b { display: none } }</style><button id=b>Button</button>`), "")
	shown := "document.querySelector('#b').checkVisibility()"
	browser.Want(p, shown, true)
	if data := p.PDF("page"); !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("%.20q is no PDF", data)
	}
	p.Print()
	browser.Want(p, shown, false)
}

func TestScreenshot(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("OFSTED_SCREENSHOTS", folder)
	p := browser.Phone.Open(t, write(t, strict), "")
	p.Screenshot("small")
	p.PDF("paper")
	for name, start := range map[string]string{"small.png": "\x89PNG", "paper.pdf": "%PDF-"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || !bytes.HasPrefix(data, []byte(start)) {
			t.Errorf("%s: %.20q, %v", name, data, err)
		}
	}
}

// TestAxeLooks checks that axe-core sees a page that lets nothing in, and that
// the page does not notice.
func TestAxeLooks(t *testing.T) {
	axe := browser.NewAxe(t)
	bad := strings.Replace(strict, ` lang="en-GB"`, "", 1) + `<style nonce=ours>p { color: #ccc; background: #fff }</style><p>Pale.</p><img><h4>Too deep</h4>`
	p := browser.Laptop.Open(t, write(t, bad), "")
	var rules []string
	for _, v := range axe.Violations(p) {
		rules = append(rules, v.Rule)
		if len(v.Targets) == 0 || v.Help == "" {
			t.Errorf("%+v says too little", v)
		}
	}
	for _, want := range []string{"color-contrast", "heading-order", "html-has-lang", "image-alt"} {
		if !slices.Contains(rules, want) {
			t.Errorf("no %s in %q", want, rules)
		}
	}
	good := browser.Laptop.Open(t, write(t, strict+`<p>Text.`), "")
	for _, v := range axe.Violations(good) {
		t.Error(v)
	}
}
