package analyse_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/analyse"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	only := func(want ...string) []string { return want }
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"only white space", " \t\n\u00a0\u2003 ", nil},
		{"one", "Plans are clear.", only("Plans are clear.")},
		{"two", "Plans are clear. Visits are regular.", only("Plans are clear.", "Visits are regular.")},
		{"space around and between", "  Plans are clear.\n\n\tVisits  are regular. ", only("Plans are clear.", "Visits  are regular.")},
		{"without a full stop", "The quality of plans", only("The quality of plans")},
		{"the last without a full stop", "Plans are clear. Visits are", only("Plans are clear.", "Visits are")},
		{"punctuation alone", "...", only("...")},
		{"in lower case behind the full stop", "Plans are clear. and visits are regular.", only("Plans are clear. and visits are regular.")},
		{"no space behind the full stop", "Plans are clear.Visits are regular.", only("Plans are clear.Visits are regular.")},
		{"a figure begins", "Staff are stable. 12 are new.", only("Staff are stable.", "12 are new.")},

		{"question and exclamation marks", "Is it safe? Yes! It is.", only("Is it safe?", "Yes!", "It is.")},
		{"several marks", "Is it?! It is!!! Good.", only("Is it?!", "It is!!!", "Good.")},
		{"a mark within", "Children ask ‘why me?’ and are heard. They feel safe.", only("Children ask ‘why me?’ and are heard.", "They feel safe.")},
		{"ellipsis", "Plans drift… Visits do not. So it goes on ... and on.", only("Plans drift…", "Visits do not.", "So it goes on ... and on.")},
		{"ellipsis within", "One said, ‘I… do not know’. Another did.", only("One said, ‘I… do not know’.", "Another did.")},

		{"for example", "Some help, e.g. Nightlight, is new. It works.", only("Some help, e.g. Nightlight, is new.", "It works.")},
		{"for example, at the front of a bracket", "Some help (e.g. Nightlight) is new.", only("Some help (e.g. Nightlight) is new.")},
		{"that is", "The hub, i.e. MASH, is prompt. It is.", only("The hub, i.e. MASH, is prompt.", "It is.")},
		{"without the first stop", "Some help, eg. Nightlight, and the hub, ie. MASH.", only("Some help, eg. Nightlight, and the hub, ie. MASH.")},
		{"titles", "Dr. Wren and Mrs. Teal met Cllr. Finch and St. Osyth’s Rev. Lark. All agreed.", only("Dr. Wren and Mrs. Teal met Cllr. Finch and St. Osyth’s Rev. Lark.", "All agreed.")},
		{"initials", "Fiona J. Wren and P. K. Teal led it. They are inspectors.", only("Fiona J. Wren and P. K. Teal led it.", "They are inspectors.")},
		{"a pronoun is no initial", "They know more than I. Children say so.", only("They know more than I.", "Children say so.")},
		{"sections of an Act", "Under s.47 and s. 17 and ss. 20 to 22 of the Act. All are met.", only("Under s.47 and s. 17 and ss. 20 to 22 of the Act.", "All are met.")},
		{"section in full", "They act under section 47. Police attend.", only("They act under section 47.", "Police attend.")},
		{"numbers of things", "Recommendation No. 3 and nos. 4 to 6, see p. 7, pp. 8–9, para. 12 and Art. 8. All are met.", only("Recommendation No. 3 and nos. 4 to 6, see p. 7, pp. 8–9, para. 12 and Art. 8.", "All are met.")},
		{"words that are abbreviations before figures", "Young people enjoy art. They paint. Is it fair? No. They say so.", only("Young people enjoy art.", "They paint.", "Is it fair?", "No.", "They say so.")},
		{"and so on", "They enjoy sport, music, etc. Carers help. They read, etc. and write.", only("They enjoy sport, music, etc.", "Carers help.", "They read, etc. and write.")},
		{"decimals and money", "It cost £3.2 million. In all, 4.5% moved in 2.5 years.", only("It cost £3.2 million.", "In all, 4.5% moved in 2.5 years.")},
		{"addresses", "See www.example.org.uk/plan.html. It is new.", only("See www.example.org.uk/plan.html.", "It is new.")},
		{"dates", "They came on 12.03.2024. It rained.", only("They came on 12.03.2024.", "It rained.")},

		{"quotes close behind the full stop", "One said, ‘I am safe.’ Another said, “So am I.” Both live here.", only("One said, ‘I am safe.’", "Another said, “So am I.”", "Both live here.")},
		{"quotes open the next", "They are heard. ‘It helps’, one said. “It does.”", only("They are heard.", "‘It helps’, one said.", "“It does.”")},
		{"straight quotes", `One said, "I am safe." Another nodded.`, only(`One said, "I am safe."`, "Another nodded.")},
		{"footnote markers", "Plans are clear.¹ Visits are regular.²³ All is well.", only("Plans are clear.¹", "Visits are regular.²³", "All is well.")},
		{"an abbreviation that closes a quote", "It is called ‘the St.’ Children go there.", only("It is called ‘the St.’", "Children go there.")},

		{"a reference", "Plans are weak. (Recommendation) Visits are late. (Recommendation)", only("Plans are weak. (Recommendation)", "Visits are late. (Recommendation)")},
		{"a paragraph", "Improve plans. (paragraph 12) Improve visits. (paragraphs 3, 4 and 15)", only("Improve plans. (paragraph 12)", "Improve visits. (paragraphs 3, 4 and 15)")},
		{"a reference with its full stop", "Improve plans. (paragraph 12). Improve visits (paragraph 13). All else is well.", only("Improve plans. (paragraph 12).", "Improve visits (paragraph 13).", "All else is well.")},
		{"two references", "Improve plans. (Recommendation) (paragraph 12) Improve visits.", only("Improve plans. (Recommendation) (paragraph 12)", "Improve visits.")},
		{"a bracket in front of the rest", "Plans are weak, approx. (some say) half of them. Visits are late.", only("Plans are weak, approx. (some say) half of them.", "Visits are late.")},
		{"a bracket that begins a sentence", "Plans are weak. (Most of them) were late.", only("Plans are weak.", "(Most of them) were late.")},
		{"a sentence in brackets", "Plans are weak. (This was said in so many words in the letter of the last visit, too.) Visits are late.", only("Plans are weak.", "(This was said in so many words in the letter of the last visit, too.)", "Visits are late.")},
		{"sentences in brackets", "Plans are weak. (They were late. They still are.) Visits are late.", only("Plans are weak.", "(They were late.", "They still are.)", "Visits are late.")},
		{"a bracket never closed", "Plans are weak. (Visits are late. All else is well.", only("Plans are weak.", "(Visits are late.", "All else is well.")},
		{"an empty bracket", "Plans are weak. () Visits are late.", only("Plans are weak. ()", "Visits are late.")},

		{"a list in a sentence", "Leaders must: improve plans; improve visits; and train staff. They know.", only("Leaders must: improve plans; improve visits; and train staff.", "They know.")},
		{"a numbered list", "1. Improve plans. 2. Improve visits. 10. Train staff.", only("1. Improve plans.", "2. Improve visits.", "10. Train staff.")},
		{"a lettered list", "a. Improve plans.", only("a. Improve plans.")},
		{"bullets", "Improve plans. • Improve visits.", only("Improve plans.", "• Improve visits.")},

		{"capitals of other letters", "Plans are clear. Éowyn agrees. Łucja does not.", only("Plans are clear.", "Éowyn agrees.", "Łucja does not.")},
		{"other scripts have no capitals", "计划很好. 很好.", only("计划很好. 很好.")},
		{"signs beyond the first plane", "Plans are clear 🎉. Visits are regular.", only("Plans are clear 🎉.", "Visits are regular.")},
		{"no-break space", "Plans are clear.\u00a0Visits are regular.", only("Plans are clear.", "Visits are regular.")},
		{"bytes that are no text", "Plans\xff are clear. Visits\xfe. \xfd", only("Plans\xff are clear.", "Visits\xfe. \xfd")},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := analyse.Sentences(test.text)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
			checkSentences(t, test.text, got)
		})
	}
}

// checkSentences makes sure that nothing of a text is lost between its
// sentences.
func checkSentences(t *testing.T, text string, sentences []string) {
	t.Helper()
	for _, s := range sentences {
		if s == "" || s != strings.TrimSpace(s) {
			t.Errorf("%q: sentence %q", text, s)
		}
	}
	if got, want := squeezed(strings.Join(sentences, " ")), squeezed(text); got != want {
		t.Errorf("%q joined", got)
		t.Errorf("%q wanted", want)
	}
}

func squeezed(text string) string { return strings.Join(strings.Fields(text), " ") }

// A sentence is one sentence, and so are sentences of which none could go on
// with another.
func TestSentencesAgain(t *testing.T) {
	t.Parallel()
	text := "Dr. Wren visited. ‘I am safe,’ a child said. Is that so? It is. Plans (e.g. Pathway plans) are clear. (paragraph 7) Visits are regular."
	var again []string
	for _, s := range analyse.Sentences(text) {
		again = append(again, analyse.Sentences(s)...)
	}
	if diff := cmp.Diff(analyse.Sentences(text), again); diff != "" {
		t.Errorf("(-once +twice):\n%s", diff)
	}
}

// Text that is made to cost time is cut in time that grows with its length;
// were it squared, this would take minutes.
func TestSentencesOfOddText(t *testing.T) {
	t.Parallel()
	for name, part := range map[string]string{
		"brackets never closed": "a. (", "references": ". (a)", "quotes": ". ‘", "stops": ".", "letters": "x", "initials": "A. ",
		"stops in words": "a.", "sentences": "Aa. ", "spaces": ". \u00a0", "no text": "\xff.",
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Repeat(part, 1<<20/len(part))
			if got := squeezed(strings.Join(analyse.Sentences(text), " ")); got != squeezed(text) {
				t.Errorf("%d bytes became %d", len(text), len(got))
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	for _, text := range []string{
		"", " ", ".", "Plans are clear. Visits are regular.", "e.g. This. (Recommendation) (paragraph 12). That",
		"‘I am safe.’ “So am I.”¹ 1. One. 2. Two.", "No. 3, s.47, St. Osyth. J. Wren", "A. (b", ".\u00a0\u2003()\xff", "(. ) ( . A)",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkSentences(t, text, analyse.Sentences(text)) })
}
