package analyse

import (
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// Words adds to every item that is raised again how its wording changed from
// the older items to the newer one.
func Words(c *model.Comparison) {
	for i := range c.Improvements.Recurring {
		r := &c.Improvements.Recurring[i]
		for k := range r.Old {
			r.Old[k].Words = wordChanges(r.Old[k].Text, r.New.Text)
		}
	}
}

const (
	// maxCompared is how long, in bytes, two texts may be together to be
	// compared. No area for improvement comes near it; a file that is made to
	// cost time does.
	maxCompared = 10_000
	// island is the number of words between two changes up to which they read
	// better as one: "of", "and the".
	island = 2
)

// wordRE matches a word, or a mark of punctuation, with the space before it.
var wordRE = lazy.NewRegexp(`\s*(?:[\p{L}\p{N}]+(?:[’'\-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}])`)

// wordChanges returns what changed from one text to another, word by word.
func wordChanges(old, new string) []model.WordChange {
	// Each begins with a space, so that its first word is like any other.
	old, new = " "+strings.Join(strings.Fields(old), " "), " "+strings.Join(strings.Fields(new), " ")
	if len(old)+len(new) > maxCompared {
		return unspaced(joined([]model.WordChange{{Op: model.WordsDeleted, Text: old}, {Op: model.WordsInserted, Text: new}}))
	}
	return unspaced(joined(runeDiffs(wordRE.FindAllString(old, -1), wordRE.FindAllString(new, -1))))
}

// runeDiffs compares lists of words. The library compares characters, so each
// word is given one.
func runeDiffs(before, after []string) []model.WordChange {
	codes := map[string]rune{}
	words := map[rune]string{}
	encode := func(list []string) []rune {
		var out []rune
		for _, w := range list {
			if codes[w] == 0 {
				codes[w] = rune(len(codes) + 1)
				words[codes[w]] = w
			}
			out = append(out, codes[w])
		}
		return out
	}
	differ := diffmatchpatch.New()
	differ.DiffTimeout = 0 // the same whatever the speed of the machine; maxCompared bounds the time
	var list []model.WordChange
	for _, d := range differ.DiffMainRunes(encode(before), encode(after), false) {
		for _, c := range d.Text {
			list = append(list, model.WordChange{Op: wordOps[d.Type], Text: words[c]})
		}
	}
	return list
}

// wordOps are what the library calls the operations.
var wordOps = map[diffmatchpatch.Operation]model.WordOp{
	diffmatchpatch.DiffEqual:  model.WordsKept,
	diffmatchpatch.DiffDelete: model.WordsDeleted,
	diffmatchpatch.DiffInsert: model.WordsInserted,
}

// joined puts words together that change together. A few words between two
// changes are taken for changed too: what was deleted comes first, then what
// stands in its place.
func joined(list []model.WordChange) []model.WordChange {
	var out []model.WordChange
	add := func(op model.WordOp, words []model.WordChange, but model.WordOp) {
		var text strings.Builder
		for _, w := range words {
			if w.Op != but {
				text.WriteString(w.Text)
			}
		}
		if text.Len() > 0 {
			out = append(out, model.WordChange{Op: op, Text: text.String()})
		}
	}
	for len(list) > 0 {
		n := slices.IndexFunc(list, changed)
		if n < 0 {
			n = len(list)
		}
		end := n + changedUntil(list[n:])
		add(model.WordsKept, list[:n], "")
		add(model.WordsDeleted, list[n:end], model.WordsInserted)
		add(model.WordsInserted, list[n:end], model.WordsDeleted)
		list = list[end:]
	}
	return out
}

func changed(w model.WordChange) bool { return w.Op != model.WordsKept }

// changedUntil returns how many words, from the first on, are one change.
func changedUntil(list []model.WordChange) int {
	end := 0
	for i, w := range list {
		switch {
		case changed(w):
			end = i + 1
		case i-end >= island:
			return end
		}
	}
	return end
}

// unspaced takes the space away that was put before the first words.
func unspaced(list []model.WordChange) []model.WordChange {
	for i := range list {
		if i == 0 || i == 1 && changed(list[0]) && changed(list[1]) {
			list[i].Text = strings.TrimPrefix(list[i].Text, " ")
		}
	}
	return list
}
