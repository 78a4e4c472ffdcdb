package main

import (
	"bytes"
	"compress/gzip"
	"encoding"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ofsted/analyse/internal/conv"
	"ofsted/analyse/internal/linear"
	"ofsted/analyse/internal/sentence"
	"ofsted/model"
)

// reports are two of an authority and one of another, which we made up.
func reports() []report {
	of := func(authority string, texts ...string) report {
		in := &model.Inspection{Authority: model.Authority{Name: model.Null(authority)}, Source: model.Source{Path: authority + ".pdf"},
			Sections: []model.Section{{ID: "s1", Heading: "Children in care: good"}}}
		for i, text := range texts {
			f := model.Finding{ID: fmt.Sprint("f", i), Kind: model.Body, Section: "s1", Text: text}
			if strings.HasPrefix(text, "Improve") {
				f.Kind = model.Improvement
			}
			in.Findings = append(in.Findings, f)
		}
		return newReport("", in)
	}
	return []report{
		of("Kestrel", "Plans are clear. Visits are late.", "Improve the visits to children."),
		of("Kestrel", "Plans are still clear.", "Improve visits."),
		of("Harrowdale", "There are 12 schools.", "Improve plans."),
	}
}

// file writes lines to a file and returns its path.
func file(t *testing.T, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNewReport(t *testing.T) {
	t.Parallel()
	r := reports()[0]
	if r.file != "Kestrel.pdf" || r.authority != "Kestrel" || !slices.Equal(r.items, []string{"Improve the visits to children."}) {
		t.Errorf("%+v", r)
	}
	if len(r.sentences) != 3 || r.sentences[1].text != "Visits are late." || r.sentences[1].Heading != "Children in care: good" ||
		r.sentences[1].Kind != "finding" || r.sentences[2].Kind != "improvement" {
		t.Errorf("%+v", r.sentences)
	}
}

// All reports on an authority are in one part, today and tomorrow.
func TestFolds(t *testing.T) {
	t.Parallel()
	list := reports()
	if list[0].fold() != list[1].fold() {
		t.Error("two parts for one authority")
	}
	for name, want := range map[string]int{"": 1, "Kestrel": 2, "Harrowdale": 3, "Upland": 1} {
		if got := foldOf(name); got != want {
			t.Errorf("%s: part %d, want %d", name, got, want)
		}
	}
	size := make([]int, folds)
	for _, a := range model.Authorities() {
		size[foldOf(string(a.Name))]++
	}
	if slices.Min(size) < 10 {
		t.Errorf("parts of %v authorities", size)
	}
	// Labels name texts by it.
	if got := keyOf("Plans are clear."); got != "29b1531e2d" {
		t.Errorf("key %s", got)
	}
}

func machineLine(text, polarity, themes string) string {
	return keyOf(text) + "\t" + polarity + "\t" + themes
}

func TestReadSentences(t *testing.T) {
	machine := file(t, "sentences.tsv",
		machineLine("Plans are clear.", "c", "health"), // people say otherwise
		machineLine("Visits are late.", "c", "planning_and_review,participation"),
		machineLine("In no report.", "s", "other"),
		machineLine("There are 12 schools.", "n", "education"),
		machineLine("Plans are still clear.", "m", "other"), // people differed
	)
	people := file(t, "sentences.jsonl",
		`{"text": "Plans are clear.", "polarity": "strength", "themes_both": ["planning_and_review"], "themes_any": ["planning_and_review", "recording"]}`,
		`{"text": "Plans are still clear.", "polarity": null, "themes_both": [], "themes_any": ["recording"]}`,
		`{"text": "In no report either.", "polarity": "strength", "themes_both": [], "themes_any": []}`,
	)
	list, err := readSentences(reports(), machine, people)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range list {
		got = append(got, fmt.Sprintf("%s %t %d %s %s %s %s", l.text, l.human, l.fold, l.polarity, l.themes, l.agreed, l.Heading))
	}
	want := []string{
		"Plans are clear. true 2 strength [planning_and_review recording] [planning_and_review] Children in care: good",
		"Visits are late. false 2 concern [planning_and_review participation] [planning_and_review participation] Children in care: good",
		"There are 12 schools. false 3 neutral [education] [education] Children in care: good",
		"Plans are still clear. false 2 mixed [other] [other] Children in care: good",
	}
	if !slices.Equal(want, got) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What cannot be read is said with the file and the line.
func TestWrongLines(t *testing.T) {
	good := machineLine("Plans are clear.", "s", "health")
	none := file(t, "none.jsonl")
	for _, test := range []struct {
		name string
		path string
		read func(path string) error
		want string // behind the path
	}{
		{"a label without themes", file(t, "a.tsv", good, "0123456789\ts"), sentencesFrom(none), ":2: want key, polarity and themes"},
		{"a label of no polarity", file(t, "b.tsv", "0123456789\tx\thealth"), sentencesFrom(none), ":1: want key, polarity and themes"},
		{"an empty line", file(t, "c.tsv", good, "", good), sentencesFrom(none), ":2: want key, polarity and themes"},
		{"no JSON", file(t, "d.jsonl", "{}", "{}", "no"), func(path string) error {
			_, err := readSentences(reports(), file(t, "m.tsv", good), path)
			return err
		}, ":3: invalid character"},
		{"a question of four fields", file(t, "e.tsv", "n\ta\tb\tc"), func(path string) error {
			_, err := readIssues(reports(), path, file(t, "p.json", "[]"))
			return err
		}, ":1: want kind, key and three lists of keys"},
		{"no list of pairs", file(t, "f.json", "{"), func(path string) error {
			_, err := readIssues(reports(), file(t, "q.tsv"), path)
			return err
		}, ": unexpected end of JSON input"},
	} {
		err := test.read(test.path)
		if err == nil || !strings.HasPrefix(err.Error(), test.path+test.want) {
			t.Errorf("%s: error %v, want %s%s", test.name, err, test.path, test.want)
		}
	}
	missing := filepath.Join(t.TempDir(), "none")
	if _, err := readSentences(reports(), missing, none); !os.IsNotExist(err) {
		t.Errorf("without labels: %v", err)
	}
	if _, err := readIssues(reports(), missing, missing); !os.IsNotExist(err) {
		t.Errorf("without labels: %v", err)
	}
}

func sentencesFrom(people string) func(string) error {
	return func(path string) error {
		_, err := readSentences(reports(), path, people)
		return err
	}
}

func TestReadIssues(t *testing.T) {
	visits, still, plans := keyOf("Improve the visits to children."), keyOf("Improve visits."), keyOf("Improve plans.")
	machine := file(t, "issues.tsv",
		"n\t"+still+"\t"+visits+"\t-\t"+plans+" 0123456789",
		"c\t"+plans+"\t-\t"+visits+"\t-",
		"n\t0123456789\t"+visits+"\t-\t-",
	)
	people := file(t, "recurrence.json", `[{"local_authority": "Harrowdale", "old": ["One.", "Two.", "Three."], "new": ["Four.", "Five."],
		"same": [[0], []], "disputed": [[2], []]}]`)
	list, err := readIssues(reports(), machine, people)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range list {
		got = append(got, fmt.Sprintf("%v %v %d %s %v", q.human, q.natural, q.fold, q.new, q.answer))
	}
	want := []string{
		"false true 2 Improve visits. [1 0]",
		"false false 3 Improve plans. [0.45]",
		"true true 3 Four. [1 0 0.45]",
		"true true 3 Five. [0 0 0]",
	}
	if !slices.Equal(want, got) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// labelledSentences are plain ones, and enough of them to learn from.
func labelledSentences() []labelled {
	var list []labelled
	for i := range 60 {
		subject := []string{"plans", "visits", "schools"}[i%3]
		l := labelled{fold: i % folds, polarity: model.StrengthSaid, themes: []model.Theme{model.Education}}
		l.text, l.Kind = "The "+subject+" are good and clear.", "finding"
		if i%2 == 0 {
			l.text, l.polarity = "The "+subject+" are weak and late.", model.ConcernSaid
		}
		if subject != "schools" {
			l.themes = []model.Theme{model.PlanningAndReview}
		}
		l.agreed = l.themes
		list = append(list, l)
	}
	return list
}

// reportsOf are the reports that labelled sentences stand in.
func reportsOf(list []labelled) []report {
	r := report{authority: "Kestrel"}
	for _, l := range list {
		r.sentences = append(r.sentences, l.placed)
	}
	return []report{r}
}

func TestTrainSentences(t *testing.T) {
	defer func(o conv.Options) { netOptions = o }(netOptions)
	netOptions.Filters = 10
	list := labelledSentences()
	c := trainSentences(list, wordVectors(reportsOf(list)))
	var v sentence.Verdict
	right := tally{name: "all"}
	for _, l := range list {
		c.Judge(&v, l.text, l.Context)
		right.count(l, &v)
		if v.Polarity != l.polarity || len(v.Themes) == 0 || v.Themes[0] != l.themes[0] {
			t.Errorf("%q: %s %v", l.text, v.Polarity, v.Themes)
		}
	}
	if text := right.String(); !strings.HasPrefix(text, "60 sentences, polarity accuracy 1.000, macro-F1 0.500, strength 1.000, concern 1.000") || !strings.HasSuffix(text, "recall 1.000 F1 1.000") {
		t.Error(text)
	}
	// The same sentences give the same weights.
	if !bytes.Equal(weightsOf(t, c), weightsOf(t, trainSentences(list, wordVectors(reportsOf(list))))) {
		t.Error("other weights the second time")
	}
}

// weightsOf returns all weights of a classifier, one behind the other.
func weightsOf(t *testing.T, c *sentence.Classifier) []byte {
	t.Helper()
	list := []encoding.BinaryMarshaler{c.Tone, c.Subject, c.Net}
	var all []byte
	for _, w := range list {
		data, err := w.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

func TestTargets(t *testing.T) {
	t.Parallel()
	polarity, theme := targets(labelled{polarity: model.MixedSaid, themes: []model.Theme{model.Health, model.Education}, agreed: []model.Theme{model.Health}})
	for i, p := range sentence.Polarities {
		if want := flag32(p == model.MixedSaid); polarity[i] != want {
			t.Errorf("%s: %v, want %v", p, polarity[i], want)
		}
	}
	for i, th := range sentence.Themes {
		want := map[model.Theme]float32{model.Health: 1, model.Education: 0.5}[th] // people differed on education
		if theme[i] != want {
			t.Errorf("%s: %v, want %v", th, theme[i], want)
		}
	}
}

// Words that keep the same company have vectors near to each other.
func TestWordVectors(t *testing.T) {
	t.Parallel()
	var list []labelled
	for i := range 400 {
		l := labelled{}
		company := []string{"carers foster homes", "carers foster homes", "schools pupils lessons", "schools pupils lessons"}[i%4]
		l.text = []string{"alpha ", "beta ", "gamma ", "delta "}[i%4] + company + fmt.Sprint(" only", i)
		list = append(list, l)
	}
	vectors := wordVectors(reportsOf(list))
	var r sentence.Reading
	r.Read("alpha beta gamma only7", sentence.Context{})
	tokens, _ := r.Tokens()
	near := func(a, b int) (dot float64) {
		for i, x := range vectors[tokens[a]] {
			dot += float64(x * vectors[tokens[b]][i])
		}
		return dot
	}
	if near(0, 1) < near(0, 2)+0.3 || math.Abs(near(0, 0)-1) > 0.01 {
		t.Errorf("like to like %.2f, like to unlike %.2f, a length of %.2f", near(0, 1), near(0, 2), near(0, 0))
	}
	if vectors[tokens[3]] != nil {
		t.Error("a rare word has a vector")
	}
}

func TestTrainIssues(t *testing.T) {
	defer func(o linear.Options) { issueOptions = o }(issueOptions)
	issueOptions.MinCount = 1
	list := readQuestions(t)
	r := newReader(nil)
	m := trainIssues(list, r)
	for i, q := range list {
		var want []int
		for old, answer := range q.answer {
			if answer == 1 {
				want = append(want, old)
			}
		}
		var got []int
		for _, match := range m.Match(r.item(q.new), r.all(q.old)) {
			got = append(got, match.Old)
		}
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("question %d: %v, want %v", i, got, want)
		}
	}
	// What is in every item says less than what is in one.
	often, rare := r.item(list[0].new).Words[0].Hash, r.item(list[0].new).Words[1].Hash
	if m.Rarity.Value(often) >= m.Rarity.Value(rare) || m.Rarity.Value(12345) < m.Rarity.Value(rare) {
		t.Errorf("rarity %v, %v and %v", m.Rarity.Value(often), m.Rarity.Value(rare), m.Rarity.Value(12345))
	}
}

// readQuestions returns questions of which the items of a place ask for the
// same.
func readQuestions(t *testing.T) []question {
	t.Helper()
	var pairs []string
	topics := []string{"supervision", "chronologies", "advocacy", "pathway plans", "consent", "audits"}
	for i, topic := range topics {
		other := topics[(i+1)%len(topics)]
		pairs = append(pairs, fmt.Sprintf(`{"local_authority": "Kestrel", "old": ["Ensure that %s are regular.", "Ensure that %s are regular."], "new": ["Ensure %s of good quality."], "same": [[1]], "disputed": [[]]}`, other, topic, topic))
	}
	list, err := readIssues(nil, file(t, "none.tsv"), file(t, "recurrence.json", "["+strings.Join(pairs, ",")+"]"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// The same weights are written to the same bytes, whenever that is.
func TestWrite(t *testing.T) {
	t.Parallel()
	weights := linear.NewTable(map[uint32]float32{1: 2, 3: 4}, 5)
	var written [2][]byte
	for i := range written {
		path := filepath.Join(t.TempDir(), "w.bin.gz")
		if err := write(path, weights); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		written[i] = data
	}
	zip, err := gzip.NewReader(bytes.NewReader(written[0]))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(zip)
	var back linear.Table
	if err != nil || back.UnmarshalBinary(data) != nil || back.Value(3) != 4 {
		t.Errorf("%v: %v", err, back.Value(3))
	}
	if !bytes.Equal(written[0], written[1]) || !zip.ModTime.IsZero() || zip.Name != "" {
		t.Error("other bytes the second time")
	}
	if err := write(filepath.Join(t.TempDir(), "none", "w.bin.gz"), weights); err == nil {
		t.Error("written to a folder that is not there")
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	if err := run("", "x", "", "", true); err == nil || !strings.Contains(err.Error(), "OFSTED_CORPUS") {
		t.Errorf("without a corpus: %v", err)
	}
	if err := run(t.TempDir(), "x", "", "", true); err == nil || !strings.Contains(err.Error(), "holds no report") {
		t.Errorf("with an empty one: %v", err)
	}
}
