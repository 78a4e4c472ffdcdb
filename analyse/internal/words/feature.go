package words

// A Feature is something numbered that a text has, and the words that it
// stands on, so that what it decided can be shown. A feature of the text as a
// whole stands on none: From and To are equal.
type Feature struct {
	Hash     uint32
	From, To int // of the words
}

// Features are those of one sentence, by what may be learnt from them.
type Features struct {
	Text    []Feature // words and pairs of words: everything
	Tone    []Feature // what the sentence says of the work, not what it is about
	Subject []Feature // what the sentence is about, not what it says of it
}

// A Context is where a sentence stands.
type Context struct {
	Kind    string // of its finding
	Heading string // of its section
}

// The numbers that keep features of different sorts apart.
var (
	sentenceStart = Hash("<s>")
	sentenceEnd   = Hash("</s>")
	clauseTag     = map[clause]uint32{conceded: Hash("conceded"), answered: Hash("answered"), opposed: Hash("opposed")}
	kindTag       = Hash("kind")
	lengthTag     = Hash("length")
	headingTag    = Hash("heading")
	fragmentTag   = Hash("fragment")
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

// maxWords is the number of words of a sentence that count. Sentences of
// reports have up to a hundred; what is longer is no sentence.
const maxWords = 300

// Find sets f to the features of a sentence's words.
func (f *Features) Find(list []Word, ctx Context) {
	list = list[:min(len(list), maxWords)]
	f.Text, f.Tone, f.Subject = f.Text[:0], f.Tone[:0], f.Subject[:0]
	last, in := sentenceStart, plain
	for i, w := range list {
		if c, ok := contrasts[w.Stem]; ok {
			in = c
		} else if in == conceded && w.Comma {
			in = answered
		}
		f.Text = append(f.Text, Feature{w.Hash, i, i + 1}, Feature{Pair(last, w.Hash), max(i-1, 0), i + 1})
		if in != plain {
			f.Tone = append(f.Tone, Feature{Pair(clauseTag[in], w.Hash), i, i + 1})
		}
		last = w.Hash
	}
	n := len(list)
	f.Tone = append(f.Tone, Feature{Hash: Pair(last, sentenceEnd), From: max(n-1, 0), To: n},
		Feature{Hash: Pair(kindTag, Hash(ctx.Kind))}, Feature{Hash: Pair(lengthTag, uint32(min(n/6, 6)))})
	if n > 0 && list[0].Lower {
		f.Tone = append(f.Tone, Feature{Hash: fragmentTag})
	}
	f.Subject = append(f.Subject, Feature{Hash: Pair(lengthTag, uint32(100+min(n/8, 4)))})
	var heading [64]Word
	for _, w := range Of(heading[:0], ctx.Heading) {
		f.Subject = append(f.Subject, Feature{Hash: Pair(headingTag, w.Hash)})
	}
}
