package issue

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"ofsted/analyse/internal/words"
)

//go:embed concepts.txt
var conceptsText string

// A concept is a practice or a shortfall with the phrases that name it.
type concept struct {
	name      string
	hash      uint32
	shortfall bool
}

// A phrase names a concept by the stems of its words.
type phrase struct {
	concept int
	stems   []uint32
}

// table is the concepts of the lines of concepts.txt, and the phrases by the
// stem that they begin with. It is read when an item is first looked at.
var table = sync.OnceValues(func() ([]concept, map[uint32][]phrase) { return readConcepts(conceptsText) })

// concepts returns the concepts of the table.
func concepts() []concept {
	list, _ := table()
	return list
}

func readConcepts(text string) ([]concept, map[uint32][]phrase) {
	var list []concept
	index := map[uint32][]phrase{}
	shortfall := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		name, phrases, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			shortfall = shortfall || line == "[shortfall]"
			continue
		}
		for p := range strings.SplitSeq(phrases, ",") {
			var stems []uint32
			for _, w := range words.Of(nil, p) {
				stems = append(stems, w.Hash)
			}
			index[stems[0]] = append(index[stems[0]], phrase{len(list), stems})
		}
		// Recording, say, is a practice and can be a shortfall of another.
		list = append(list, concept{name, words.Hash(fmt.Sprint("concept ", name, " ", shortfall)), shortfall})
	}
	return list, index
}

// conceptsIn returns the concepts that a text names, in the order of the
// table.
func conceptsIn(list []words.Word) []int {
	concepts, byStem := table()
	named := make([]bool, len(concepts))
	for i, w := range list {
		for _, p := range byStem[w.Hash] {
			named[p.concept] = named[p.concept] || p.at(list[i:])
		}
	}
	var found []int
	for c, ok := range named {
		if ok {
			found = append(found, c)
		}
	}
	return found
}

// at reports whether a text begins with the phrase.
func (p phrase) at(list []words.Word) bool {
	if len(list) < len(p.stems) {
		return false
	}
	for i, stem := range p.stems {
		if list[i].Hash != stem {
			return false
		}
	}
	return true
}
