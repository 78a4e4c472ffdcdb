package cmd

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ofsted/internal/database"
	"ofsted/model"
)

// remark says what the hits do not: that there are none and what may help, and
// what filters could not decide on.
func (o *searchOptions) remark(ctx context.Context, db *database.DB, query database.Query, r *model.SearchResult) error {
	if r.Undated > 0 {
		o.complain(fmt.Sprintf("--since and --until leave out what has no date; findings that match there: %d", r.Undated))
	}
	if r.Total > 0 {
		return nil
	}
	anywhere, err := db.Search(ctx, query, model.SearchFilters{}, 1, 0)
	if err != nil {
		return err
	}
	advice := []string{"no finding matches " + query.String()}
	if anywhere.Total > 0 {
		advice = append(advice, fmt.Sprintf("without filters there would be %d", anywhere.Total))
	} else {
		for _, p := range query.Unmarked() {
			advice = append(advice, phraseAdvice(p))
		}
		unused, err := unusedAdvice(ctx, db, query)
		if err != nil {
			return err
		}
		advice = append(advice, unused...)
		if slices.ContainsFunc(strings.Fields(o.query), isSmallOperator) {
			advice = append(advice, "AND, OR and NOT join words only where they are written in capitals")
		}
		if len(advice) == 1 && !query.Prefixed() {
			advice = append(advice, "a star finds more forms of a word: assess* finds assessed and assessment too")
		}
	}
	o.complain(strings.Join(advice, "; "))
	return nil
}

// phraseAdvice says that words which signs divide are a phrase.
func phraseAdvice(p database.Phrase) string {
	words, them := strings.Join(p.Words, " "), "both words"
	if len(p.Words) > 2 {
		them = "all the words"
	}
	return fmt.Sprintf("%s is the phrase “%s”: for %s in any order write %s", p.Text, words, them, words)
}

// unusedAdvice says which words of a query are in no finding, and which may
// have been meant.
func unusedAdvice(ctx context.Context, db *database.DB, query database.Query) ([]string, error) {
	const most = 3
	unused, err := db.Unused(ctx, query)
	if err != nil {
		return nil, err
	}
	var advice []string
	for _, word := range unused[:min(len(unused), most)] {
		near, err := nearWords(ctx, db, strings.TrimSuffix(word, "*"))
		if err != nil {
			return nil, err
		}
		text := word + " is in no finding"
		if bare, prefix := strings.CutSuffix(word, "*"); prefix {
			text = "no word of a finding begins with " + bare
		}
		if len(near) > 0 {
			text += " (did you mean " + strings.Join(near, " or ") + "?)"
		}
		advice = append(advice, text)
	}
	switch more := len(unused) - most; {
	case more == 1:
		advice = append(advice, "and 1 more of its words is in none")
	case more > 1:
		advice = append(advice, fmt.Sprintf("and %d more of its words are in none", more))
	}
	return advice, nil
}

// nearWords returns words of findings that may have been meant by one that is
// in none. They begin with the same letter, as most slips leave it, so that few
// have to be looked at.
func nearWords(ctx context.Context, db *database.DB, word string) ([]string, error) {
	meant := model.Slug(word)
	letter, _ := utf8.DecodeRuneInString(meant)
	if utf8.RuneCountInString(meant) < 3 { // anything is near so short a word
		return nil, nil
	}
	words, err := db.Words(ctx, letter)
	if err != nil {
		return nil, err
	}
	return closest(meant, words, func(slug string) bool { return strings.HasPrefix(slug, meant) }), nil
}

// isSmallOperator reports whether a word would be an operator in capitals.
func isSmallOperator(word string) bool { return slices.Contains([]string{"and", "or", "not"}, word) }
