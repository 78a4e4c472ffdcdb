package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"ofsted/model"
)

// SearchFormats are the formats of what a search came to.
var SearchFormats = FormatList[Screen, *model.SearchResult]{
	{Name: "table", Endings: []string{".txt", ".tsv"}, Write: SearchTable},
	{Name: "json", Endings: []string{".json"}, Write: func(w io.Writer, _ Screen, r *model.SearchResult) error { return SearchJSON(w, r) }},
	{Name: "csv", Endings: []string{".csv"}, Write: func(w io.Writer, _ Screen, r *model.SearchResult) error { return SearchCSV(w, r) }},
}

// SearchJSON writes a result as one object.
func SearchJSON(w io.Writer, r *model.SearchResult) error { return writeJSON(w, r) }

// SearchTable writes hits for people: how many findings match, and for each hit
// where it stands, what it is, and its words around those searched for. What is
// no terminal gets tabs, as from List. Without a hit there is nothing to write
// for people.
func SearchTable(w io.Writer, s Screen, r *model.SearchResult) error {
	if !s.Terminal {
		return searchTabs(w, r)
	}
	if len(r.Hits) == 0 {
		return nil
	}
	buf := bufio.NewWriter(w)
	s.Width = max(s.Width, minReport)
	p := searchPage{report{Screen: s, w: buf}}
	p.lines(faint, "", searchTotal(r))
	digits := len(fmt.Sprint(r.Hits[len(r.Hits)-1].Rank))
	for i := range r.Hits {
		p.line()
		p.hit(digits, &r.Hits[i])
	}
	return cmp.Or(p.err, buf.Flush())
}

// searchTotal says how many findings match, and how many of them are shown.
func searchTotal(r *model.SearchResult) string {
	text := count(r.Total, noun{"finding matches", "findings match"})
	if n := len(r.Hits); n < r.Total {
		text += fmt.Sprintf("; the best %d are shown (--limit 0 shows all)", n)
		if n == 1 {
			text = strings.Replace(text, "best 1 are", "best is", 1)
		}
	}
	return text
}

// A searchPage lays out hits.
type searchPage struct{ report }

// hit writes one hit, its rank set right in so many digits.
func (p *searchPage) hit(digits int, h *model.SearchHit) {
	label := fmt.Sprintf("%*d. ", digits, h.Rank)
	indent := strings.Repeat(" ", len(label))
	p.lines(bold, label, hitPlace(h))
	p.remark(indent, h)
	inside := false
	for _, line := range wrap(p.snippet(h.Snippet), p.Width-len(indent)) {
		line, inside = p.paintMatches(line, inside)
		p.line(indent, line)
	}
}

// remark says what a hit is, its polarity's sign in the colour of that.
func (p *searchPage) remark(indent string, h *model.SearchHit) {
	sign := polaritySign(h.Polarity)
	for i, line := range hang(indent, strings.TrimLeft(sign.text+" "+hitRemark(h), " "), p.Width) {
		if rest, ok := strings.CutPrefix(line, indent+sign.text); ok && i == 0 {
			p.line(indent, p.paint(sign.style, sign.text), p.paint(faint, rest))
			continue
		}
		p.line(p.paint(faint, line))
	}
}

// separator stands between what is said of a hit, and never begins a line.
const separator = string(nbsp) + "· "

// hitPlace says where a hit stands: "Blackpool · ILACS inspection · 7 December
// 2018 · p. 4".
func hitPlace(h *model.SearchHit) string {
	parts := []string{
		cmp.Or(clean(string(h.Authority.Name)), "Authority not named"),
		kindName(h.Kind),
		cmp.Or(unbroken(clean(date(h.End, longDate))), "no date"),
	}
	if at := pages(h.Page, h.LastPage); at != "" {
		parts = append(parts, at)
	}
	return strings.Join(parts, separator)
}

// kindName names a kind of document where there is a little more room than for
// its short name.
func kindName(k model.Kind) string {
	if strings.HasSuffix(string(k), "_inspection") {
		return shortKinds[k] + " inspection"
	}
	return cmp.Or(shortKinds[k], clean(string(k)))
}

// pages writes from where to where something goes, as page does.
func pages(from, to int) string {
	if to <= from {
		return page(from)
	}
	return fmt.Sprintf("%s–%d", page(from), to)
}

// hitRemark says what a hit is: "concern · area for improvement · Help and
// protection · paragraph 17".
func hitRemark(h *model.SearchHit) string {
	var parts []string
	if h.Polarity != model.NoPolarity {
		parts = append(parts, clean(polarityWord(h.Polarity)))
	}
	parts = append(parts, findingWord(h.FindingKind), clean(cmp.Or(shortAreas[h.Area], string(h.Heading))))
	if h.Number != "" {
		parts = append(parts, "paragraph"+string(nbsp)+clean(string(h.Number)))
	}
	if h.Responsible != "" {
		parts = append(parts, "for "+clean(string(h.Responsible)))
	}
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, separator)
}

// findingWord names what part a finding plays in its document.
func findingWord(k model.FindingKind) string {
	for _, f := range findingNouns {
		if f.kind == k {
			return f.noun.one
		}
	}
	return clean(string(k))
}

// polaritySign returns the sign of a polarity, in its colour.
func polaritySign(of model.Polarity) cell {
	for _, p := range polarities {
		if p.polarity == of {
			return cell{p.sign, p.style}
		}
	}
	return cell{}
}

// matched is the style of the words that were searched for.
const matched style = "1;4" // bold, underlined

// The marks around what matches for readers. Where there is colour they are
// model.MatchBegins and MatchEnds, which take no room, until they are painted.
const bracketOpen, bracketShut = "[", "]"

// snippet returns a snippet with marks around what matches.
func (p *searchPage) snippet(parts []model.SnippetPart) string {
	if p.Colour {
		return marks(parts, model.MatchBegins, model.MatchEnds, cleanPart)
	}
	return marks(parts, bracketOpen, bracketShut, cleanPart)
}

// marks writes a snippet with marks around what matches.
func marks(parts []model.SnippetPart, begin, end string, clean func(string) string) string {
	var b strings.Builder
	for _, part := range parts {
		if part.Match {
			b.WriteString(begin + clean(part.Text) + end)
		} else {
			b.WriteString(clean(part.Text))
		}
	}
	return b.String()
}

// cleanPart is clean for a part of a text, of which the spaces at its ends
// matter.
func cleanPart(text string) string {
	const stop = "x"
	return strings.TrimSuffix(strings.TrimPrefix(clean(stop+text+stop), stop), stop)
}

// paintMatches paints what stands between marks, which may go on from the line
// before; it reports whether it goes on in the next.
func (p *searchPage) paintMatches(line string, inside bool) (string, bool) {
	var b strings.Builder
	for {
		st, mark := plain, model.MatchBegins
		if inside {
			st, mark = matched, model.MatchEnds
		}
		text, rest, found := strings.Cut(line, mark)
		b.WriteString(p.paint(st, text))
		if !found {
			return b.String(), inside
		}
		line, inside = rest, !inside
	}
}

// QueryPlace shows a place in a query, which is a column from 1: the query, or
// as much of it as there is room for, with a mark below.
func QueryPlace(s Screen, query string, column int) string {
	chars := []rune(strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || isControl(c) {
			return ' ' // every column stays where it is
		}
		return c
	}, query))
	const indent, cut = "  ", "…"
	room := s.Width - len(indent) - 2*width(cut)
	at := min(column-1, len(chars))
	from, to := 0, len(chars)
	for from < at && width(string(chars[from:at])) > max(room/2, room-width(string(chars[at:]))) {
		from++
	}
	for to > at && width(string(chars[from:to])) > room {
		to--
	}
	before, after := "", ""
	if from > 0 {
		before = cut
	}
	if to < len(chars) {
		after = cut
	}
	mark := strings.Repeat(" ", width(before+string(chars[from:at]))) + "^"
	return indent + before + string(chars[from:to]) + after + "\n" + indent + mark + "\n"
}
