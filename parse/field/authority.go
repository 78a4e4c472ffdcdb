package field

import (
	"iter"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// Authority resolves a printed name, "the Royal Borough of Windsor and
// Maidenhead" or "Medway Children's Services", to the reference list. The
// whole name must match, in any of the forms that councils are printed in:
// "Durham" does not match inside "Northumberland and Durham". A name that the
// list does not hold comes back with Known false and Name without Council,
// Borough, City of and the like.
//
// Printed is the name without what makes it a title: "Inspection of", "local
// authority", "children's services", "Local Area Partnership".
func Authority(printed string) model.Authority {
	n := newName(printed)
	switch {
	case len(n.words) == 0:
		return model.Authority{}
	case len(n.words) > longestName:
		return model.Authority{Name: model.Null(n.text()), Printed: model.Null(n.text())}
	}
	shown := n.withoutServices()
	text := model.Null(shown.text())
	for part := range n.parts() {
		a, ok := part.lookUp()
		switch {
		case !ok:
			continue
		case !a.Known: // one of several, and the name does not say which
			return model.Authority{Name: text, Printed: text}
		}
		a.Printed = text
		return a
	}
	return model.Authority{Name: model.Null(n.bare().text()), Printed: text}
}

// known maps the keys of all names to the reference list; a name that several
// authorities share maps to the zero Authority.
var known = sync.OnceValue(func() map[string]model.Authority {
	names := map[string]model.Authority{}
	for _, a := range model.Authorities() {
		names[newName(string(a.Name)).key()] = a.Authority
		for _, alias := range aliases[string(a.Name)] {
			names[newName(alias).key()] = a.Authority
		}
	}
	for _, shared := range ambiguous {
		names[newName(shared).key()] = model.Authority{}
	}
	return names
})

// A name is a printed name as words.
type name struct {
	printed string
	words   []word
}

// A word is one word of a name, folded, with its place in the printed name.
type word struct {
	folded     string
	start, end int
}

// newName splits a printed name into words. What stands in brackets, an
// abbreviation, is not part of it.
func newName(printed string) name {
	n := name{printed: squash(printed)}
	depth, start := 0, -1
	flush := func(end int) {
		if start >= 0 && depth == 0 {
			w := strings.ReplaceAll(fold(n.printed[start:end]), ".", "")
			if w == "&" {
				w = "and"
			}
			if w != "" {
				n.words = append(n.words, word{w, start, end})
			}
		}
		start = -1
	}
	for i, c := range n.printed {
		if unicode.IsLetter(c) || '0' <= c && c <= '9' || unicode.Is(unicode.Mn, c) || strings.ContainsRune("'’‘`´.&", c) {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		}
	}
	flush(len(n.printed))
	return n
}

// key is what names are compared by: the words without blanks, since a line
// break or a hyphen may part a name anywhere ("Stoke-on- Trent").
func (n name) key() string {
	var b strings.Builder
	for _, w := range n.words {
		b.WriteString(w.folded)
	}
	return b.String()
}

// text returns the printed name, without a possessive ending.
func (n name) text() string {
	if len(n.words) == 0 {
		return ""
	}
	s := n.printed[n.words[0].start:n.words[len(n.words)-1].end]
	if n.possessive() {
		s = strings.TrimRight(s, "sS")
	}
	return strings.TrimRight(s, ".,'’‘ ")
}

// possessive reports whether the name ends in 's, as in "Blackpool's".
func (n name) possessive() bool {
	last := n.words[len(n.words)-1]
	w := strings.ToLower(straight(n.printed[last.start:last.end]))
	return strings.HasSuffix(w, "'s") && len(w) > len("'s")
}

// lookUp finds the name in the reference list as it stands, without any
// further cutting.
func (n name) lookUp() (model.Authority, bool) {
	key := n.key()
	a, ok := known()[key]
	if !ok && n.possessive() {
		a, ok = known()[strings.TrimSuffix(key, "s")]
	}
	return a, ok
}

// slice returns the words from lo to hi.
func (n name) slice(lo, hi int) name { return name{n.printed, n.words[lo:hi]} }

// parts yields the name and what remains of it when affixes are cut from
// either end, longest first.
func (n name) parts() iter.Seq[name] {
	los, his := n.starts(prefixes()), n.ends(suffixes())
	return func(yield func(name) bool) {
		for _, lo := range los {
			for _, hi := range his {
				if lo < hi && !yield(n.slice(lo, hi)) {
					return
				}
			}
		}
	}
}

// bare returns the name without any affix, but never nothing.
func (n name) bare() name {
	best := n
	for part := range n.parts() {
		if len(part.words) < len(best.words) && !small[part.words[len(part.words)-1].folded] && !suffixes()[part.key()] {
			best = part
		}
	}
	return best
}

// withoutServices returns the name without what makes it a title.
func (n name) withoutServices() name {
	his := n.ends(services())
	los := n.starts(openings())
	lo, hi := los[len(los)-1], his[len(his)-1]
	if lo >= hi {
		return n
	}
	// "the Greenwich Local Area Partnership" is Greenwich, but "the Royal
	// Borough of Greenwich" is printed so.
	if lo+1 < hi && n.words[lo].folded == "the" && len(n.slice(lo+1, hi).starts(prefixes())) == 1 {
		lo++
	}
	return n.slice(lo, hi)
}

// starts returns where the name may begin when any of the phrases are cut
// from its front, in ascending order, 0 first.
func (n name) starts(phrases map[string]bool) []int {
	from := []int{0}
	for i := 0; i < len(from); i++ {
		phrase := ""
		for j := from[i]; j < len(n.words)-1 && j-from[i] < longestAffix; j++ {
			phrase += n.words[j].folded
			if phrases[phrase] {
				from = insert(from, j+1)
			}
		}
	}
	return from
}

// ends returns where the name may end when any of the phrases are cut from
// its end, in descending order, its length first.
func (n name) ends(phrases map[string]bool) []int {
	to := []int{-len(n.words)}
	for i := 0; i < len(to); i++ {
		phrase, cut := "", ""
		if n.slice(0, -to[i]).possessive() {
			cut = "s" // "Harrowdale Borough Council's"
		}
		for j := -to[i] - 1; j > 0 && -to[i]-j <= longestAffix; j-- {
			phrase = n.words[j].folded + phrase
			if phrases[phrase] || cut != "" && phrases[strings.TrimSuffix(phrase, cut)] {
				to = insert(to, -j)
			}
		}
	}
	for i := range to {
		to[i] = -to[i]
	}
	return to
}

// insert adds n to an ascending list that does not hold it yet.
func insert(list []int, n int) []int {
	at := len(list)
	for at > 0 && list[at-1] >= n {
		at--
		if list[at] == n {
			return list
		}
	}
	list = append(list, 0)
	copy(list[at+1:], list[at:])
	list[at] = n
	return list
}

// The parts of a title that holds an authority's name.
var (
	// beforeName are what ends where the name begins.
	beforeName = []*lazy.Regexp{
		lazy.NewRegexp(`(?i)\binspection\s+(?:of|in)\s+`),
		lazy.NewRegexp(`(?i)\bvisits?\s+(?:to|of|at|in)\s+`),
		lazy.NewRegexp(`(?i)\bchildren(?:,?\s+and\s+young\s+people|,\s+young\s+people\s+and\s+(?:their\s+)?families)?\s+(?:of|in|living\s+in|from)\s+`),
		lazy.NewRegexp(`(?i)\bchildren['’]s\s+(?:social\s+care\s+)?services\s+(?:in|for)\s+`),
		response, greeting,
	}
	// response holds for titles such as "Joint targeted area inspection of
	// the multi-agency response to abuse and neglect in Salford".
	response   = lazy.NewRegexp(`(?i)\b(?:in|across)\s+`)
	jointTitle = lazy.NewRegexp(`(?i)\bjoint\s+(?:targeted\s+)?(?:area\s+)?(?:targeted\s+)?inspection\b`)
	// greeting holds with the words for a partnership after the name: "Dear
	// Harrowdale local safeguarding partnership", but not "Dear Ms Gent".
	greeting = lazy.NewRegexp(`(?i)^\s*dear\s+`)
	// afterName begins where the name ends.
	afterName = lazy.NewRegexp(`(?i)[\s,–—:-]+(?:` + serviceWords + `)\b`)
	stopName  = lazy.NewRegexp(`(?i)[\s,–—:-]+(?:(?:re-?)?inspection|focused|monitoring|review|report|letter|\d|on\s+\d|from|between|during|under|is|are|was|were|has|have|requires?|and\s+(?:how|what|the)|by\s+ofsted|(?:(?:on|in)\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+(?:and|to|\d{4})|in\s+(?:\d|january|february|march|april|may|june|july|august|september|october|november|december))\b`)
	endOfName = lazy.NewRegexp(`[.;!?](?:\s|$)|[:|(]|\s[–—-]\s`)
	saint     = lazy.NewRegexp(`(?i)\bst\.$`)
)

// serviceWords follow an authority's name in titles.
const serviceWords = `local\s+authority(?:['’]s)?|unitary\s+authority['’]s|children(?:['’]?s)?\s+(?:and\s+(?:young\s+people['’]s|families)\s+)?(?:social\s+care|services)|services\s+for\s+(?:children|looked)|` +
	`local\s+area|area\s+partnership|(?:local\s+)?safeguarding\s+(?:children|partnership)|lscb|local\s+partnership|send\b`

// AuthorityIn extracts the authority from a printed title of any kind of
// document: "Inspection of Blackpool local authority children's services",
// "Focused visit to …", "To the children and young people of …", a cover
// page's "Blackpool Borough Council" or a running header. A title that names
// none ("Inspection of children's social care services") has none.
func AuthorityIn(title string) (model.Authority, bool) {
	if len(title) > 500 {
		return model.Authority{}, false
	}
	s := squash(title)
	for _, before := range beforeName {
		if before == response && !jointTitle.MatchString(s) {
			continue
		}
		for _, at := range before.FindAllStringIndex(s, -1) {
			candidate, service := cutName(s[at[1]:])
			if before == greeting && !service {
				continue
			}
			if a, ok := nameAlone(candidate, true); ok {
				return a, true
			}
		}
	}
	if len(s) > longestTitle || s == ofstedsTown {
		return model.Authority{}, false
	}
	candidate, service := cutName(s)
	return nameAlone(candidate, service)
}

// longestTitle is the longest line, in bytes, that is read as a title without
// saying that it is one.
const longestTitle = 130

// ofstedsTown ends Ofsted's own address at the head of every letter and the
// foot of every report; the council there is printed as Manchester City
// Council.
const ofstedsTown = "Manchester"

// cutName cuts off what follows a name, and reports whether the words for an
// authority's services were among it.
func cutName(s string) (candidate string, service bool) {
	if at := afterName.FindStringIndex(s); at != nil {
		s, service = s[:at[0]], true
	}
	if at := stopName.FindStringIndex(s); at != nil {
		s = s[:at[0]]
	}
	for from := 0; ; {
		at := endOfName.FindStringIndex(s[from:])
		if at == nil {
			break
		}
		stop := from + at[0]
		if saint.MatchString(s[:stop+1]) {
			from = stop + 1
			continue
		}
		s = s[:stop]
		break
	}
	return strings.TrimSpace(s), service
}

// nameAlone resolves a candidate. One that the reference list does not hold
// must look like a name and be where only a name can be, or say that it is a
// council.
func nameAlone(candidate string, placed bool) (model.Authority, bool) {
	n := newName(candidate)
	if len(n.words) == 0 || len(n.words) > longestName {
		return model.Authority{}, false
	}
	a := Authority(candidate)
	if a.Known {
		return a, startsName(candidate)
	}
	council := len(n.bare().words) < len(n.words)
	if !placed && !council || !properName(n) || len(a.Name) < 4 {
		return model.Authority{}, false
	}
	return a, a.Name != ""
}

// startsName reports whether s begins as a name does: "reading with children"
// is no authority.
func startsName(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c) || strings.HasPrefix(s, "the ")
}

// properName reports whether the words of a name are capitalised, small words
// aside, and none of them is a word of titles.
func properName(n name) bool {
	for i, w := range n.words {
		c, _ := utf8.DecodeRuneInString(n.printed[w.start:])
		if notInName()[w.folded] || !unicode.IsUpper(c) && !small[w.folded] && c != '&' {
			return false
		}
		if i == len(n.words)-1 && small[w.folded] {
			return false
		}
	}
	return true
}
