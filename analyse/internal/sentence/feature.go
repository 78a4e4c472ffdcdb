package sentence

import (
	"math"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/words"
)

// A Context is where a sentence stands.
type Context struct {
	Kind    string // of its finding
	Heading string // of its section
}

// A Feature is something numbered that a sentence has, and the words that it
// stands on, so that what it decided can be shown. A feature of the sentence
// as a whole stands on none: from and to are equal.
type feature struct {
	hash     uint32
	from, to int // of the words
}

// A Reading is what can be learnt from a sentence. Its zero value is ready
// for use, and for use again.
type Reading struct {
	Words []words.Word

	text    []feature // words and pairs of words: everything may be learnt from them
	tone    []feature // what the sentence says of the work, not what it is about
	subject []feature // what it is about, not what it says of the work
	tokens  []conv.Token
	heading []conv.Token
	other   []words.Word // of the heading
	list    []linear.Feature
}

// The numbers that keep features of different sorts apart.
var (
	sentenceStart = words.Hash("<s>")
	sentenceEnd   = words.Hash("</s>")
	clauseTag     = map[clause]uint32{conceded: words.Hash("conceded"), answered: words.Hash("answered"), opposed: words.Hash("opposed")}
	deniedTag     = words.Hash("denied")
	kindTag       = words.Hash("kind")
	lengthTag     = words.Hash("length")
	headingTag    = words.Hash("heading")
	fragmentTag   = words.Hash("fragment")
)

// A clause is the part of a contrast that a word stands in.
type clause int

const (
	plain    clause = iota
	conceded        // "While X is good, …"
	answered        // what follows a concession, behind its comma
	opposed         // "…, but Y is not", "However, …"
)

// contrasts are the stems that begin a clause.
var contrasts = map[string]clause{
	"although": conceded, "while": conceded, "whilst": conceded, "despit": conceded, "though": conceded,
	"howev": opposed, "but": opposed, "nevertheless": opposed, "yet": opposed,
}

// denials are the stems that turn what follows them round: "is not timely or
// used effectively", "a lack of rigour". deniedWords is how many words that
// goes on for, if no punctuation and no contrast ends it.
var denials = map[string]bool{
	"not": true, "no": true, "nor": true, "never": true, "neither": true, "cannot": true, "without": true,
	"lack": true, "insuffici": true, "fail": true, "failur": true, "unabl": true, "rare": true,
}

const deniedWords = 7

// maxWords is the number of words of a sentence that count. Sentences of
// reports have up to a hundred; what is longer is no sentence.
const maxWords = 300

// maxHeading is the length, in bytes, up to which headings are read. They are
// read again for every sentence below them.
const maxHeading = 1000

// Read sets r to a sentence.
func (r *Reading) Read(text string, ctx Context) {
	r.Words = words.Of(r.Words[:0], text)
	r.Words = r.Words[:min(len(r.Words), maxWords)]
	r.other = words.Of(r.other[:0], ctx.Heading[:min(len(ctx.Heading), maxHeading)])
	r.find(ctx.Kind)
	r.tokenise()
}

// find looks for the features.
func (r *Reading) find(kind string) {
	r.text, r.tone, r.subject = r.text[:0], r.tone[:0], r.subject[:0]
	last, in, denied := sentenceStart, plain, 0
	for i, w := range r.Words {
		if c, ok := contrasts[w.Stem]; ok {
			in = c
		} else if in == conceded && w.Comma {
			in = answered
		}
		r.text = append(r.text, feature{w.Hash, i, i + 1}, feature{words.Pair(last, w.Hash), max(i-1, 0), i + 1})
		if in != plain {
			r.tone = append(r.tone, feature{words.Pair(clauseTag[in], w.Hash), i, i + 1})
		}
		switch {
		case denials[w.Stem]:
			denied = deniedWords
		case w.Comma || contrasts[w.Stem] != plain:
			denied = 0
		case denied > 0:
			denied--
			r.tone = append(r.tone, feature{words.Pair(deniedTag, w.Hash), i, i + 1})
		}
		last = w.Hash
	}
	n := len(r.Words)
	r.tone = append(r.tone, feature{words.Pair(last, sentenceEnd), max(n-1, 0), n},
		feature{hash: words.Pair(kindTag, words.Hash(kind))}, feature{hash: words.Pair(lengthTag, uint32(min(n/6, 6)))})
	if n > 0 && r.Words[0].Lower {
		r.tone = append(r.tone, feature{hash: fragmentTag})
	}
	r.subject = append(r.subject, feature{hash: words.Pair(lengthTag, uint32(100+min(n/8, 4)))})
	for _, w := range r.other {
		r.subject = append(r.subject, feature{hash: words.Pair(headingTag, w.Hash)})
	}
}

func (r *Reading) tokenise() {
	r.tokens, r.heading = r.tokens[:0], r.heading[:0]
	for _, w := range r.Words {
		if w.Comma {
			r.tokens = append(r.tokens, conv.Comma)
		}
		r.tokens = append(r.tokens, conv.Token(w.Hash))
	}
	for _, w := range r.other {
		r.heading = append(r.heading, conv.Token(w.Hash))
	}
}

// Tone returns what polarity is learnt from, and Subject what themes are. The
// next call of either overwrites what the last one returned.
func (r *Reading) Tone() []linear.Feature { return r.weighed(r.tone) }

// Subject is described with Tone.
func (r *Reading) Subject() []linear.Feature { return r.weighed(r.subject) }

// weighed returns the features of the text and some more, which weigh the
// less the more of them there are.
func (r *Reading) weighed(more []feature) []linear.Feature {
	r.list = r.list[:0]
	value := float32(1 / math.Sqrt(float64(max(len(r.text)+len(more), 1))))
	for _, features := range [][]feature{r.text, more} {
		for _, f := range features {
			r.list = append(r.list, linear.Feature{Hash: f.hash, Value: value})
		}
	}
	return r.list
}

// Tokens returns the words of the sentence and of its heading for a network.
func (r *Reading) Tokens() (text, heading []conv.Token) { return r.tokens, r.heading }
