package database

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// The bounds of a query.
const (
	maxQuery   = 1000 // characters
	maxTerms   = 50   // words and phrases
	maxNesting = 20   // brackets within brackets
)

// A Query is what findings are searched for. The zero Query is none; ParseQuery
// makes one.
//
//	assessment drift         both words
//	"return home interviews" these words in this order; in ‘single’ marks too
//	assess*                  every word that begins so; "return home interv*"
//	neglect OR abuse         either, or both
//	neglect AND (drift OR delay)
//	neglect NOT domestic     the first without the second
//
// Words side by side belong together most closely, then what NOT joins, then
// AND, then OR. AND, OR and NOT are capitals; in small letters they are words.
// Signs inside words divide them: "section-47" is the phrase "section 47".
// Neither capitals nor accents make a difference.
type Query struct {
	text string // as given
	expr expr
}

// String returns the query as it was given.
func (q Query) String() string { return q.text }

// Prefixed reports whether a word of the query stands for all that begin so.
func (q Query) Prefixed() bool { return q.expr.prefixed() }

// A Phrase is a word that stands in a query without quotation marks, and
// stands for a phrase: "neglect,abuse".
type Phrase struct {
	Text  string   // as given
	Words []string // of the phrase
}

// Unmarked returns the words of a query that signs other than apostrophes
// divide. Who wrote them may not know that they are phrases.
func (q Query) Unmarked() []Phrase {
	var list []Phrase
	for _, e := range q.expr.wanted() {
		words := divided(e.phrase)
		if e.quoted || len(words) < 2 {
			continue
		}
		text := e.phrase
		if e.prefix {
			text += string(star)
			words[len(words)-1] += string(star)
		}
		list = append(list, Phrase{text, words})
	}
	return list
}

// divided returns the words that signs other than apostrophes divide, as a query
// can have them.
func divided(text string) []string {
	var words []string
	for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return !inWord(c) && !strings.ContainsRune(singleClose, c) }) {
		word := strings.Trim(part, singleClose)
		if _, ok := operators[word]; ok {
			word = strings.ToLower(word)
		}
		if searchable(word) {
			words = append(words, word)
		}
	}
	return words
}

// match returns the query in the language of SQLite's FTS5, in which nothing
// but quoted words, the operators and brackets is left of it.
func (q Query) match() string {
	var b strings.Builder
	q.expr.write(&b)
	return b.String()
}

// A QueryError says what is wrong with a query, and where.
type QueryError struct {
	Query   string
	Column  int    // where it is wrong, in characters from 1
	Problem string // what is wrong there and what to do
}

// Error implements error.
func (e *QueryError) Error() string {
	return fmt.Sprintf("the query, column %d: %s", e.Column, e.Problem)
}

// An expr is a part of a query: a phrase, or two or more parts that an
// operator joins.
type expr struct {
	op     string // AND, OR or NOT; empty for a phrase
	parts  []expr
	phrase string
	prefix bool // the phrase's last word stands for all that begin so
	quoted bool // the phrase stood in quotation marks
}

func (e expr) prefixed() bool { return e.prefix || slices.ContainsFunc(e.parts, expr.prefixed) }

// wanted returns the phrases that are looked for: all but those behind NOT.
func (e expr) wanted() []expr {
	if e.op == "" {
		return []expr{e}
	}
	parts := e.parts
	if e.op == "NOT" {
		parts = parts[:1]
	}
	var list []expr
	for _, part := range parts {
		list = append(list, part.wanted()...)
	}
	return list
}

// words returns the words of a phrase, each as an expr. A mark above a letter
// is part of its word.
func (e expr) words() []expr {
	var list []expr
	for _, word := range strings.FieldsFunc(e.phrase, func(c rune) bool { return !inWord(c) }) {
		if searchable(word) {
			list = append(list, expr{phrase: word})
		}
	}
	if len(list) > 0 {
		list[len(list)-1].prefix = e.prefix
	}
	return list
}

// inWord reports whether a character may stand in a word, which a mark above a
// letter does not begin.
func inWord(c rune) bool { return isWord(c) || unicode.Is(unicode.Mn, c) }

func (e expr) write(b *strings.Builder) {
	if e.op == "" {
		// A phrase in ‘single’ marks may hold a double one.
		b.WriteString(`"` + strings.ReplaceAll(e.phrase, `"`, `""`) + `"`)
		if e.prefix {
			b.WriteString("*")
		}
		return
	}
	b.WriteByte('(')
	for i, part := range e.parts {
		if i > 0 {
			b.WriteString(" " + e.op + " ")
		}
		part.write(b)
	}
	b.WriteByte(')')
}

// join joins parts by an operator; one part stands for itself, and one that is
// there twice counts once: a prefix takes its time.
func join(op string, parts ...expr) expr {
	if op != "NOT" {
		seen := map[string]bool{}
		parts = slices.DeleteFunc(parts, func(e expr) bool {
			text := Query{expr: e}.match()
			again := seen[text]
			seen[text] = true
			return again
		})
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return expr{op: op, parts: parts}
}

// ParseQuery reads a query. Its error is a *QueryError.
func ParseQuery(text string) (Query, error) {
	tokens, err := tokenise(text)
	if err != nil {
		return Query{}, err
	}
	p := &queryParser{text: text, tokens: tokens}
	e, err := p.or(0)
	if err != nil {
		return Query{}, err
	}
	if p.peek().kind != end {
		return Query{}, p.missing(p.peek())
	}
	return Query{text, e}, nil
}

// A queryParser parses by recursive descent. Of its methods those that read a
// part of a query are given how many brackets they are in.
type queryParser struct {
	text   string
	tokens []token // those to come, the last an end
	last   token   // the one before
	terms  int     // so far
}

func (p *queryParser) peek() token { return p.tokens[0] }

func (p *queryParser) next() token {
	p.last, p.tokens = p.tokens[0], p.tokens[1:]
	return p.last
}

// accept takes the next token if it is of a kind.
func (p *queryParser) accept(k tokenKind) bool {
	if p.peek().kind != k {
		return false
	}
	p.next()
	return true
}

func (p *queryParser) wrong(at token, format string, args ...any) error {
	return &QueryError{p.text, at.column, fmt.Sprintf(format, args...)}
}

func (p *queryParser) or(depth int) (expr, error) {
	return p.joined("OR", or, depth, p.and)
}

func (p *queryParser) and(depth int) (expr, error) {
	return p.joined("AND", and, depth, p.not)
}

// joined reads parts between which an operator stands.
func (p *queryParser) joined(op string, k tokenKind, depth int, part func(int) (expr, error)) (expr, error) {
	var parts []expr
	for {
		e, err := part(depth)
		if err != nil {
			return e, err
		}
		parts = append(parts, e)
		if !p.accept(k) {
			return join(op, parts...), nil
		}
	}
}

// not reads what is found without something. People write AND NOT too, which
// is the same.
func (p *queryParser) not(depth int) (expr, error) {
	e, err := p.together(depth)
	for err == nil && p.acceptNot() {
		var without expr
		without, err = p.together(depth)
		e = join("NOT", e, without)
	}
	return e, err
}

func (p *queryParser) acceptNot() bool {
	if p.peek().kind == and && p.tokens[1].kind == not {
		p.next()
	}
	return p.accept(not)
}

// together reads what stands side by side.
func (p *queryParser) together(depth int) (expr, error) {
	var parts []expr
	for {
		switch t := p.peek(); t.kind {
		case term:
			if p.terms++; p.terms > maxTerms {
				return expr{}, p.wrong(t, "this is one word or phrase more than the %d that a query can have", maxTerms)
			}
			parts = append(parts, expr{phrase: t.text, prefix: t.prefix, quoted: t.quoted})
			p.next()
		case opening:
			e, err := p.brackets(depth)
			if err != nil {
				return expr{}, err
			}
			parts = append(parts, e)
		default:
			if len(parts) == 0 {
				return expr{}, p.missing(t)
			}
			return join("AND", parts...), nil
		}
	}
}

func (p *queryParser) brackets(depth int) (expr, error) {
	open := p.next()
	if depth == maxNesting {
		return expr{}, p.wrong(open, "more than %d brackets within each other", maxNesting)
	}
	if p.peek().kind == closing {
		return expr{}, p.wrong(open, "nothing stands between these brackets; put words in, or take them out")
	}
	e, err := p.or(depth + 1)
	if err == nil && !p.accept(closing) {
		err = p.wrong(open, "the bracket that begins here is not closed; put ) where it ends")
	}
	return e, err
}

// missing says that a word was expected in the place of a token.
func (p *queryParser) missing(t token) error {
	switch before := p.last; {
	case before.kind.operator() && t.kind.operator():
		return p.wrong(t, "%s follows %s directly; put a word between them", t.text, before.text)
	case before.kind.operator():
		return p.wrong(before, "%s has nothing behind it; add what it joins, or take it out", before.text)
	case t.kind == not:
		return p.wrong(t, "NOT takes away from what is found, so something has to come before it: children NOT missing")
	case t.kind.operator():
		return p.wrong(t, "%s has nothing before it; add what it joins, or take it out", t.text)
	case t.kind == closing:
		return p.wrong(t, "no bracket was opened that this one closes; take it out, or open one before it")
	}
	return p.wrong(t, "there is nothing to look for; write a word")
}
