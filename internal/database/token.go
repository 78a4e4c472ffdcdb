package database

import (
	"fmt"
	"strings"
	"unicode"
)

// A tokenKind is what a token of a query is.
type tokenKind int

const (
	start tokenKind = iota // before the first token
	term                   // a word or a phrase
	opening
	closing
	and
	or
	not
	end
)

// operators are the words that join parts of a query.
var operators = map[string]tokenKind{"AND": and, "OR": or, "NOT": not}

func (k tokenKind) operator() bool { return k == and || k == or || k == not }

// A token is a bracket, an operator, a word or a phrase of a query.
type token struct {
	kind   tokenKind
	text   string // without quotation marks and star
	quoted bool   // it stood in quotation marks
	prefix bool   // its last word stands for all that begin so
	column int    // from 1
}

// The characters that mean something in a query. Phrases stand in quotation
// marks of any sort. Double ones are lost in some shells of Windows, so single
// ones do as well, where they can be told from apostrophes.
const (
	quotes      = "\"“”„"
	singleOpen  = "'‘"
	singleClose = "'’"
	brackets    = "()"
	star        = '*'
)

// NoHyphen says what to do instead of beginning a word with a hyphen, which in
// other search engines leaves out what holds it.
const NoHyphen = "to leave out what holds a word, write NOT and then the word; to look for it, take the hyphen away"

// tokenise divides a query into tokens, of which the last is an end.
func tokenise(text string) ([]token, error) {
	s := scanner{query: text, chars: []rune(strings.Map(visible, text))}
	if len(s.chars) > maxQuery {
		return nil, s.wrong(maxQuery, "the query is %d characters long; it can have %d", len(s.chars), maxQuery)
	}
	var tokens []token
	for {
		t, err := s.token()
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		if t.kind == end {
			return tokens, nil
		}
	}
}

// visible makes a space of a control character.
func visible(c rune) rune {
	if unicode.IsControl(c) {
		return ' '
	}
	return c
}

// A scanner reads a query character by character.
type scanner struct {
	query string
	chars []rune
	at    int
}

func (s *scanner) wrong(at int, format string, args ...any) error {
	return &QueryError{s.query, at + 1, fmt.Sprintf(format, args...)}
}

func (s *scanner) token() (token, error) {
	for s.at < len(s.chars) && unicode.IsSpace(s.chars[s.at]) {
		s.at++
	}
	t := token{kind: end, column: s.at + 1}
	if s.at == len(s.chars) {
		return t, nil
	}
	switch c := s.chars[s.at]; {
	case c == '(':
		s.at++
		t.kind = opening
		return t, nil
	case c == ')':
		s.at++
		t.kind = closing
		return t, nil
	case strings.ContainsRune(quotes+singleOpen, c):
		return s.phrase()
	}
	return s.word()
}

// phrase reads what stands in quotation marks, and a star inside or outside of
// the last one.
func (s *scanner) phrase() (token, error) {
	from := s.at
	double := strings.ContainsRune(quotes, s.chars[from])
	for s.at++; s.at < len(s.chars) && !s.closes(double); s.at++ {
	}
	if s.at == len(s.chars) {
		return token{}, s.wrong(from, "the quotation mark that stands here has no partner; put another where the phrase ends")
	}
	s.at++
	text := string(s.chars[from+1 : s.at-1])
	if s.at < len(s.chars) && s.chars[s.at] == star {
		s.at++
		text += string(star)
	}
	t, err := s.term(text, from, from+1)
	t.quoted = true
	return t, err
}

// closes reports whether a phrase ends here. A single quotation mark with a
// letter behind it is an apostrophe.
func (s *scanner) closes(double bool) bool {
	c := s.chars[s.at]
	if double {
		return strings.ContainsRune(quotes, c)
	}
	return strings.ContainsRune(singleClose, c) && (s.at+1 == len(s.chars) || !isWord(s.chars[s.at+1]))
}

// word reads as far as a space, bracket or quotation mark.
func (s *scanner) word() (token, error) {
	from := s.at
	for s.at < len(s.chars) && !unicode.IsSpace(s.chars[s.at]) && !strings.ContainsRune(quotes+brackets, s.chars[s.at]) {
		s.at++
	}
	text := string(s.chars[from:s.at])
	if k, ok := operators[text]; ok {
		return token{kind: k, text: text, column: from + 1}, nil
	}
	if s.leavesOut(text) {
		return token{}, s.wrong(from, NoHyphen)
	}
	return s.term(text, from, from)
}

// leavesOut reports whether a word that was read means, as in other search
// engines, that something is to be left out.
func (s *scanner) leavesOut(word string) bool {
	next := s.at < len(s.chars) && strings.ContainsRune(quotes+brackets, s.chars[s.at])
	return word[0] == '-' && (searchable(word) || word == "-" && next)
}

// term makes a token of a word or phrase, of which the token begins at one
// place and the text at another. A star ends it or is nowhere.
func (s *scanner) term(text string, at, textAt int) (token, error) {
	whole := strings.TrimRight(text, " ")
	bare := strings.TrimSuffix(whole, string(star))
	switch i := strings.IndexRune(bare, star); {
	case !searchable(bare):
		return token{}, s.wrong(at, "there is no letter or digit in this to look for")
	case i >= 0:
		return token{}, s.wrong(textAt+len([]rune(bare[:i])), "a star stands for the rest of a word and can only end one: assess*")
	}
	return token{kind: term, text: bare, prefix: bare != whole, column: at + 1}, nil
}

// searchable reports whether text holds anything that can be looked for.
func searchable(text string) bool {
	return strings.ContainsFunc(text, isWord)
}

// isWord reports whether a character is part of words, as SQLite's tokenizer
// unicode61 sees them: letters, numbers and what is for private use. Its tables
// are older than ours. A letter that they lack, as of Adlam, is a sign to it, so
// that a term of such letters alone is in no finding: FTS5 finds nothing for a
// phrase without words, whatever operator joins it to others.
func isWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.Is(unicode.Co, c)
}
