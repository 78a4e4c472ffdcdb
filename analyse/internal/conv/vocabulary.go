package conv

// A vocabulary numbers the words that have rows of their own, from firstWord on.
type vocabulary struct {
	list  []Token
	slots []uint64 // an open hash table, half full at most: a token and its row, which is never nought
	shift uint
}

// newVocabulary returns the vocabulary of some words, or false if one of them is
// there twice.
func newVocabulary(list []Token) (vocabulary, bool) {
	bits := uint(1)
	for 1<<bits < 2*len(list)+2 {
		bits++
	}
	v := vocabulary{list, make([]uint64, 1<<bits), 32 - bits}
	for i, t := range list {
		at := v.find(t)
		if v.slots[at] != 0 {
			return vocabulary{}, false
		}
		v.slots[at] = uint64(t)<<32 | uint64(firstWord+i)
	}
	return v, true
}

// golden spreads tokens over the table: 2^32 divided by the golden ratio.
const golden = 2654435769

// find returns the place of a token, or a free one where it would stand.
func (v *vocabulary) find(t Token) uint32 {
	at := uint32(t) * golden >> v.shift
	for v.slots[at] != 0 && Token(v.slots[at]>>32) != t {
		at = (at + 1) & uint32(len(v.slots)-1)
	}
	return at
}

// row returns the row of a word, if it has one.
func (v *vocabulary) row(t Token) (int32, bool) {
	slot := v.slots[v.find(t)]
	return int32(uint32(slot)), slot != 0
}
