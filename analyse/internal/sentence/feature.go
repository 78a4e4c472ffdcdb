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

// features are what is learnt from: each a number, and the words that it stands
// on, so that what it decided can be shown. A feature of the sentence as a whole
// stands on none: its span is empty.
type features struct {
	hashes []uint32
	spans  []span
}

type span struct{ from, to int } // words

func (f *features) reset() { f.hashes, f.spans = f.hashes[:0], f.spans[:0] }

func (f *features) add(hash uint32, from, to int) {
	f.hashes, f.spans = append(f.hashes, hash), append(f.spans, span{from, to})
}

// A Reading is what can be learnt from a sentence. Its zero value is ready
// for use, and for use again.
type Reading struct {
	Words []words.Word

	text    features // words and pairs of words: everything may be learnt from them
	tone    features // what the sentence says of the work, not what it is about
	subject features // what it is about, not what it says of the work
	heading features // as subject, of the heading
	tokens  []conv.Token
	title   string       // the heading
	other   []words.Word // of the heading
	above   []conv.Token // of the heading
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

// marked tells by the last byte of a stem's number whether it may be one of
// contrasts or denials. Most words are none, and a look into the maps takes
// longer than all else that is done with a word.
var marked = func() (marked [256]bool) {
	for stem := range contrasts {
		marked[byte(words.Hash(stem))] = true
	}
	for stem := range denials {
		marked[byte(words.Hash(stem))] = true
	}
	return marked
}()

// Read sets r to a sentence. It is quickest where sentences of one heading
// follow each other.
func (r *Reading) Read(text string, ctx Context) {
	r.Words = words.Of(r.Words[:0], text)
	r.Words = r.Words[:min(len(r.Words), maxWords)]
	r.findText()
	r.findWhole(ctx.Kind)
	r.tokenise()
	r.readHeading(ctx.Heading[:min(len(ctx.Heading), maxHeading)])
}

// findText looks for the features that stand on words.
func (r *Reading) findText() {
	r.text.reset()
	r.tone.reset()
	last, in, denied := sentenceStart, plain, 0
	for i, w := range r.Words {
		begins, denies := plain, false
		if marked[byte(w.Hash)] {
			begins, denies = contrasts[w.Stem], denials[w.Stem]
		}
		if begins != plain {
			in = begins
		} else if in == conceded && w.Comma {
			in = answered
		}
		r.text.add(w.Hash, i, i+1)
		r.text.add(words.Pair(last, w.Hash), max(i-1, 0), i+1)
		if in != plain {
			r.tone.add(words.Pair(clauseTag[in], w.Hash), i, i+1)
		}
		switch {
		case denies:
			denied = deniedWords
		case w.Comma || begins != plain:
			denied = 0
		case denied > 0:
			denied--
			r.tone.add(words.Pair(deniedTag, w.Hash), i, i+1)
		}
		last = w.Hash
	}
	r.tone.add(words.Pair(last, sentenceEnd), max(len(r.Words)-1, 0), len(r.Words))
}

// findWhole looks for the features that the sentence has as a whole.
func (r *Reading) findWhole(kind string) {
	n := len(r.Words)
	r.tone.add(words.Pair(kindTag, words.Hash(kind)), 0, 0)
	r.tone.add(words.Pair(lengthTag, uint32(min(n/6, 6))), 0, 0)
	if n > 0 && r.Words[0].Lower {
		r.tone.add(fragmentTag, 0, 0)
	}
	r.subject.reset()
	r.subject.add(words.Pair(lengthTag, uint32(100+min(n/8, 4))), 0, 0)
}

func (r *Reading) tokenise() {
	r.tokens = r.tokens[:0]
	for _, w := range r.Words {
		if w.Comma {
			r.tokens = append(r.tokens, conv.Comma)
		}
		r.tokens = append(r.tokens, conv.Token(w.Hash))
	}
}

// readHeading reads a heading, unless it is that of the sentence before.
func (r *Reading) readHeading(heading string) {
	if heading == r.title {
		return
	}
	r.title, r.other = heading, words.Of(r.other[:0], heading)
	r.heading.reset()
	r.above = r.above[:0]
	for _, w := range r.other {
		r.heading.add(words.Pair(headingTag, w.Hash), 0, 0)
		r.above = append(r.above, conv.Token(w.Hash))
	}
}

// Tone returns what polarity is learnt from, and Subject what themes are. The
// next call of either overwrites what the last one returned.
func (r *Reading) Tone() []linear.Feature { return r.weighed(r.ofTone()) }

// Subject is described with Tone.
func (r *Reading) Subject() []linear.Feature { return r.weighed(r.ofSubject()) }

func (r *Reading) ofTone() []*features    { return []*features{&r.text, &r.tone} }
func (r *Reading) ofSubject() []*features { return []*features{&r.text, &r.subject, &r.heading} }

// weighed returns features with their value.
func (r *Reading) weighed(parts []*features) []linear.Feature {
	r.list = r.list[:0]
	value := valueOf(parts)
	for _, part := range parts {
		for _, hash := range part.hashes {
			r.list = append(r.list, linear.Feature{Hash: hash, Value: value})
		}
	}
	return r.list
}

// valueOf returns what each of features counts: the less the more there are.
func valueOf(parts []*features) float32 {
	n := 0
	for _, part := range parts {
		n += len(part.hashes)
	}
	return float32(1 / math.Sqrt(float64(max(n, 1))))
}

// Tokens returns the words of the sentence and of its heading for a network.
func (r *Reading) Tokens() (text, heading []conv.Token) { return r.tokens, r.above }
