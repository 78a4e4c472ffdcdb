package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axeScript is the variable that names the script of axe-core.
const axeScript = "OFSTED_AXE"

// An Axe finds what keeps people with disabilities from reading a page: it is
// axe-core of npm.
type Axe struct{ script string }

// NewAxe returns the axe-core whose axe.min.js OFSTED_AXE names. Without it the
// test is skipped and says so.
func NewAxe(t testing.TB) *Axe {
	t.Helper()
	path := os.Getenv(axeScript)
	if path == "" {
		t.Skipf("%s is not set: it names the axe.min.js of npm's axe-core", axeScript)
	}
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return &Axe{string(script)}
}

// axeTags are the rules that pages are held to: those of WCAG 2.0 to 2.2 at
// levels A and AA, and what is good practice.
var axeTags = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}

// A Violation is a rule that a page does not keep, and where.
type Violation struct {
	Rule    string   // axe-core's name of it
	Help    string   // what it asks for
	Targets []string // the elements, as selectors, each with what is wrong
}

func (v Violation) String() string {
	return fmt.Sprintf("%s: %s\n\t%s", v.Rule, v.Help, strings.Join(v.Targets, "\n\t"))
}

// Violations returns the rules that what is shown of the page does not keep.
// A run that checked next to nothing fails the test.
func (a *Axe) Violations(p *Page) []Violation {
	p.t.Helper()
	tags, _ := json.Marshal(axeTags)
	world := p.world()
	in := func(e *runtime.EvaluateParams) { e.ContextID = world }
	p.do("load axe-core", chromedp.Evaluate[chromedp.Void](a.script, in))
	result, err := chromedp.Run(p.ctx, chromedp.Evaluate[struct {
		Passes     int
		Violations []Violation
	}](`axe.run(document, {runOnly: `+string(tags)+`}).then(r => ({
		passes: r.passes.length,
		violations: r.violations.map(v => ({
			rule: v.id, help: v.help,
			targets: v.nodes.map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160) + ' ' + n.failureSummary.replace(/\s+/g, ' ')),
		})),
	}))`, chromedp.EvalAwaitPromise, in))
	if err != nil {
		p.t.Fatalf("axe-core: %v", err)
	}
	if result.Passes == 0 {
		p.t.Fatal("axe-core: no rule was kept, so it cannot have looked at the page")
	}
	return result.Violations
}
