package render

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"ofsted/model"
)

// PageOptions say what a web page holds besides authorities.
type PageOptions struct {
	Failures []*model.Failure // the inputs that could not be read
	LeftOut  []model.LeftOut  // the documents that have no place in it, with why
}

// The parts of the page: see page.tmpl.
var (
	//go:embed page/*.tmpl
	pageTemplates embed.FS
	//go:embed page/page.css
	pageStyle string
	//go:embed page/page.js
	pageScript string
)

// pageFunctions are what templates call.
var pageFunctions = template.FuncMap{"clean": clean}

func parsePage() (*template.Template, error) {
	return template.New("page").Funcs(pageFunctions).ParseFS(pageTemplates, "page/*.tmpl")
}

// WebPage writes one page of HTML that needs nothing else: styles, script,
// charts and every finding are in it, and a content security policy lets it
// fetch nothing. Of several authorities it shows an overview first. What it
// says comes from documents of anybody's: all of it goes through html/template
// or the svg writer, which escape it.
//
// Of gives the dossier of each timeline, of which there is one at least. It is
// called once for each, of several at a time. Once ctx is done the page ends
// where it is, with the context's error.
func WebPage(ctx context.Context, w io.Writer, o PageOptions, timelines []*model.Timeline, of func(*model.Timeline) *model.Dossier) error {
	t, err := parsePage()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	p := newPage(o, timelines)
	if err := t.ExecuteTemplate(out, "head", p); err != nil {
		return err
	}
	if p.Many() {
		v := newOverview(p.timelines, p.anchors, p.files)
		v.Missing = p.missing()
		if err := t.ExecuteTemplate(out, "overview", v); err != nil {
			return err
		}
	}
	for part := range inOrder(len(timelines), func(i int) *pagePart { return p.part(t, i, of) }) {
		if err := cmp.Or(ctx.Err(), part.err); err != nil { // a part that was made after the end may be half of one
			return err
		}
		out.Write(part.html.Bytes()) // Flush returns the error
	}
	return cmp.Or(t.ExecuteTemplate(out, "foot", p), out.Flush())
}

// A pagePart is what one authority has in the page.
type pagePart struct {
	html bytes.Buffer
	err  error
}

// inOrder makes so many things, as many at once as there are processors, and
// yields them in order.
func inOrder[T any](n int, thing func(int) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		queue := make(chan chan T, runtime.GOMAXPROCS(0)-1)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(queue)
			for i := range n {
				made := make(chan T, 1)
				select {
				case queue <- made:
					go func() { made <- thing(i) }()
				case <-stop:
					return
				}
			}
		}()
		for made := range queue {
			if !yield(<-made) {
				return
			}
		}
	}
}

// A webPage is what the templates of the whole page show.
type webPage struct {
	timelines   []*model.Timeline
	anchors     []string   // of each authority
	inspections [][]string // anchors of its inspections
	files       fileNames
	Failures    []missing
	LeftOut     []missing
}

// A missing is an input that the page does not hold.
type missing struct{ File, Problem string }

func (n fileNames) missing(path, message string) missing {
	return missing{n.of(path), n.in(strings.TrimPrefix(message, path+": "))}
}

func newPage(o PageOptions, timelines []*model.Timeline) *webPage {
	p := &webPage{timelines: timelines, files: namesOf(pathsOf(o, timelines))}
	ids := anchors{"overview": true, "authorities": true, "finder": true, "chooser": true, "about": true}
	for _, t := range timelines {
		p.anchors = append(p.anchors, ids.take(model.Slug(timelineName(t))))
	}
	for _, t := range timelines {
		var list []string
		for _, e := range t.Inspections {
			list = append(list, ids.take(anchor(e.ID)))
		}
		p.inspections = append(p.inspections, list)
	}
	for _, f := range o.Failures {
		p.Failures = append(p.Failures, p.files.missing(f.Source.Path, f.Message))
	}
	for _, l := range o.LeftOut {
		p.LeftOut = append(p.LeftOut, p.files.missing(l.Path, l.Message))
	}
	return p
}

// part makes the part of one authority.
func (p *webPage) part(t *template.Template, i int, of func(*model.Timeline) *model.Dossier) *pagePart {
	made := new(pagePart)
	made.err = t.ExecuteTemplate(&made.html, "authority", p.authority(i, of(p.timelines[i])))
	return made
}

// Many reports whether the page is of several authorities.
func (p *webPage) Many() bool { return len(p.timelines) > 1 }

// missing says at the head of the page how many files it lacks, which its end
// lists.
func (p *webPage) missing() string {
	n := len(p.Failures)
	if n == 0 {
		return ""
	}
	return count(n, noun{"file", "files"}) + " could not be read and " + are(n) + " missing here"
}

// Title is the name of the page.
func (p *webPage) Title() string {
	if p.Many() {
		return "Ofsted inspections of children’s services"
	}
	return timelineName(p.timelines[0]) + ": Ofsted inspections of children’s services"
}

// Style is the style sheet, of which the policy knows the sum.
func (p *webPage) Style() template.CSS { return template.CSS(pageStyle) }

// Script is the script, of which the policy knows the sum.
func (p *webPage) Script() template.JS { return template.JS(pageScript) }

// Policy is the content security policy: the style sheet and the script of the
// page and nothing else, from nowhere else. The script cannot make HTML of text
// either.
func (p *webPage) Policy() string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
		policySum(pageStyle), policySum(pageScript))
}

func policySum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// anchors are the ids of a page, each of which is there once.
type anchors map[string]bool

// anchor makes an id of one in the data, which may be a stranger's.
func anchor(id string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-' || c == '_' {
			return c
		}
		return '-'
	}, id)
}

// take returns the id that was asked for, or one like it that is free.
func (a anchors) take(id string) string {
	free := id
	for n := 2; a[free]; n++ {
		free = fmt.Sprint(id, "-", n)
	}
	a[free] = true
	return free
}

// A coded is something that the script knows by a letter.
type coded struct{ Code, Title string }

// letter is how the script knows the n-th of something.
func letter(n int) string { return string(rune('a' + n)) }

// coding lists things with their letters, which are those of their places.
func coding[T any](list []T, title func(T) string) []coded {
	var out []coded
	for i, v := range list {
		out = append(out, coded{letter(i), title(v)})
	}
	return out
}

// code returns the letter of something in its list, or "".
func code[T comparable](list []T, v T) string {
	if i := slices.Index(list, v); i >= 0 {
		return letter(i)
	}
	return ""
}

// Areas are the areas that a finding can be filtered by.
func (p *webPage) Areas() []coded { return coding(model.Areas(), areaLabel) }

// Themes are the themes that a finding can be filtered by.
func (p *webPage) Themes() []coded { return coding(model.Themes(), model.Theme.Title) }

// Says are what a finding can say.
func (p *webPage) Says() []coded {
	var list []coded
	for _, s := range model.Polarities() {
		list = append(list, coded{polarityCode(s), cmp.Or(saysWords[s], capital(s.Holds()))})
	}
	return list
}

// polarityCode is how a finding says in the page what it says of the work: by
// the first letter.
func polarityCode(p model.Polarity) string { return string(p[:min(len(p), 1)]) }

// Body is the letter of the kind of finding that most are, which they do not
// say.
func (p *webPage) Body() string { return code(model.FindingKinds(), model.Body) }

// Kinds are the kinds of finding.
func (p *webPage) Kinds() []coded {
	return coding(model.FindingKinds(), func(k model.FindingKind) string { return capital(k.Holds()) })
}
