package html

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ofsted/internal/lazy"
)

// Words in classes, ids and roles that tell what an element of a site is.
// They are whole words, parted by hyphens, underscores or capitals.
var (
	// Dropped whatever they hold: their prose is the site's own.
	never = wordSet("cookie cookies consent gdpr ccpa onetrust civic modal popup lightbox dialog alertdialog")
	// Dropped unless they hold prose: such words also come to stand on the
	// column that holds the article.
	furniture = wordSet(`nav navigation navbar menu menubar submenu megamenu breadcrumb breadcrumbs crumb crumbs skip skiplink
		skiplinks share sharing sharethis addthis addtoany sharedaddy socials social pagination pager paging sidebar related toolbar
		masthead banner contentinfo complementary search searchform searchbox feedback comment comments respond newsletter subscribe
		signup advert adverts advertisement promo widget tagcloud tags postmeta byline backtotop login contextmenu
		footer copyright print logo language translate a2a jetpack`)
	// Not seen by anyone who sees.
	unseen = []string{"visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "screen-reader", "element-invisible", "offscreen", "section-toggle"}
	// Hidden until it is opened.
	panels = wordSet("accordion collapse collapsible panel tabpanel tab tabs toggle expander expandable expand details region")
)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// A measure says how much of an element is what.
type measure struct {
	text  int // characters
	links int // characters inside links
	count int // links
	prose int // characters of paragraphs and items that are prose
}

// Prose is a paragraph of this many characters outside links.
const minProse = 80

// Furniture with this much prose is no furniture.
const keptProse = 250

// A pruner measures elements and cuts branches off the tree. Measures are
// taken once, from the leaves up. When the context is done it leaves off.
type pruner struct {
	ctx   context.Context
	of    map[*html.Node]measure
	total int // the page's prose
}

// prune drops from a page what is not its text.
func prune(ctx context.Context, root *html.Node) (*html.Node, *pruner) {
	p := &pruner{ctx: ctx, of: map[*html.Node]measure{}}
	m, _ := p.measure(root, false)
	p.total = m.prose
	p.cut(root, setting{})
	clear(p.of)
	p.measure(root, false)
	return root, p
}

// measure measures n and all that it holds, and returns also the text of n
// that lies in no block inside it.
func (p *pruner) measure(n *html.Node, link bool) (m measure, own int) {
	if n.Type == html.TextNode {
		size := letters(n.Data)
		m.text = size
		if link {
			m.links = size
			return m, 0
		}
		return m, size
	}
	if n.DataAtom == atom.A && !link {
		link = true
		m.count++
	}
	for c := n.FirstChild; c != nil && p.ctx.Err() == nil; c = c.NextSibling {
		cm, co := p.measure(c, link)
		m.text += cm.text
		m.links += cm.links
		m.count += cm.count
		m.prose += cm.prose
		own += co
	}
	if isBlock(n) || n.Parent == nil {
		if own >= minProse {
			m.prose += own
		}
		own = 0
		p.of[n] = m
	}
	return m, own
}

// letters returns how many characters of s are not white space.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

func isBlock(n *html.Node) bool {
	switch roles[n.DataAtom] {
	case container, block1:
		return n.Type == html.ElementNode
	}
	return n.DataAtom == atom.Body || n.DataAtom == atom.Html
}

// A setting says what holds an element.
type setting struct {
	heading bool
	article bool // main or article
}

// cut removes what is not text from below n.
func (p *pruner) cut(n *html.Node, in setting) {
	if n.Type == html.ElementNode {
		in.heading = in.heading || headingLevel(n) > 0
		in.article = in.article || isMain(n)
	}
	for c := n.FirstChild; c != nil && p.ctx.Err() == nil; {
		next := c.NextSibling
		if c.Type == html.CommentNode || c.Type == html.ElementNode && p.drop(c, in) {
			n.RemoveChild(c)
		} else {
			p.cut(c, in)
		}
		c = next
	}
}

// drop reports whether an element is no part of the page's text.
func (p *pruner) drop(n *html.Node, in setting) bool {
	m := p.of[n]
	words := names(n)
	prose := m.prose >= keptProse
	switch {
	case hidden(n):
		// Save the panels of an accordion, and a page that a script reveals.
		return m.prose == 0 || anyOf(words, never) || !anyOf(words, panels) && m.prose*10 < p.total*7
	case n.DataAtom == atom.Nav || attr(n, "role") == "navigation" || n.DataAtom == atom.Search:
		return true
	case n.DataAtom == atom.Button || n.DataAtom == atom.Label:
		return !in.heading && letters(textOf(n)) < minProse
	case !isBlock(n) || isNote(n) || isMain(n) || n.DataAtom == atom.Body || n.DataAtom == atom.Html:
		return false
	case m.count > 0 && m.links == m.text && command.MatchString(strings.TrimSpace(textOf(n))):
		return true
	case roles[n.DataAtom] == block1:
		return false
	case anyOf(words, never):
		return m.prose < 4*keptProse
	case prose:
		return false
	case n.DataAtom == atom.Header:
		// An article's header holds its title, a letter's its sender.
		return !in.article && (m.count > 1 || anyOf(words, furniture))
	case n.DataAtom == atom.Footer:
		return !in.article || m.count > 0
	case n.DataAtom == atom.Aside:
		return m.count > 0 || anyOf(words, furniture)
	case anyOf(words, furniture):
		return true
	}
	// Lists and boxes of links.
	return m.count >= 3 && m.links*10 >= m.text*8
}

// command matches the text of links that do something to the page.
var command = lazy.NewRegexp(`(?i)^(?:skip to\b|back to top|return to top|top of page|print\b|share\b|tweet\b|email (?:this|a)\b|listen\b|jump to\b|hide\b|show\b|close\b|menu\b|search\b|previous\b|next\b|home$)`)

// mainText returns the part of a page that holds its text: the smallest
// main or article that holds most of its prose, else the whole body.
func mainText(root *html.Node, p *pruner) *html.Node {
	best := root
	total := p.of[root].prose
	var find func(*html.Node)
	find = func(n *html.Node) {
		for c := n.FirstChild; c != nil && p.ctx.Err() == nil; c = c.NextSibling {
			if c.Type != html.ElementNode || p.of[c].prose*10 < total*7 && isBlock(c) {
				continue
			}
			if isMain(c) {
				best = c
			}
			find(c)
		}
	}
	if total > 0 {
		find(root)
	}
	return best
}

// isMain reports whether an element says that it holds the page's text.
func isMain(n *html.Node) bool {
	return n.DataAtom == atom.Main || n.DataAtom == atom.Article || attr(n, "role") == "main" || attr(n, "role") == "article"
}

// hidden reports whether an element is not shown.
func hidden(n *html.Node) bool {
	style := strings.ToLower(strings.ReplaceAll(attr(n, "style"), " ", ""))
	class := strings.ToLower(attr(n, "class"))
	return has(n, "hidden") || attr(n, "aria-hidden") == "true" || strings.Contains(style, "display:none") ||
		strings.Contains(style, "visibility:hidden") ||
		slices.ContainsFunc(unseen, func(s string) bool { return strings.Contains(class, s) })
}

// names returns the words of an element's class, id and role.
func names(n *html.Node) []string {
	var words []string
	for _, key := range []string{"class", "id", "role"} {
		s := attr(n, key)
		if s == "" || utf8.RuneCountInString(s) > maxAttr {
			continue
		}
		start, prev := 0, rune(0)
		for i, r := range s {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.IsUpper(r) && unicode.IsLower(prev) {
				words = append(words, strings.ToLower(strings.Trim(s[start:i], "-_ :")))
				start = i
			}
			prev = r
		}
		words = append(words, strings.ToLower(strings.Trim(s[start:], "-_ :")))
	}
	return words
}

func anyOf(words []string, set map[string]bool) bool {
	for i, w := range words {
		// "social-care" and "social-work" are subjects, not buttons.
		if set[w] && !(w == "social" && i+1 < len(words) && (words[i+1] == "care" || words[i+1] == "work")) {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// textOf returns all text below n, up to a bound: it is only asked about
// labels of buttons and links.
func textOf(n *html.Node) string {
	var b strings.Builder
	var add func(*html.Node)
	add = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil && b.Len() < 400; c = c.NextSibling {
			add(c)
		}
	}
	add(n)
	return b.String()
}
