package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ofsted/analyse"
	"ofsted/analyse/internal/sentence"
	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// A report is what training needs of an inspection.
type report struct {
	file      string // inside the folder of reports
	authority string
	sentences []placed
	items     []string // areas for improvement and for priority action
}

// A placed is a sentence with where it stands.
type placed struct {
	text string
	sentence.Context
}

// folds is the number of parts that authorities are shared out to.
const folds = 5

// fold returns the part that a report belongs to. All reports on one
// authority belong to one: inspectors repeat themselves.
func (r report) fold() int { return foldOf(r.authority) }

func foldOf(name string) int {
	h := fnv.New32a()
	h.Write([]byte(name))
	return int(h.Sum32() % folds)
}

// readReports reads every report of a folder. What cannot be read is left
// out: the folder has to hold a file that is no report.
func readReports(ctx context.Context, folder string) ([]report, error) {
	var finder source.Finder
	var reports []report
	for in := range parse.InspectAll(ctx, finder.List([]string{folder}).Inputs, 0) {
		if in != nil {
			reports = append(reports, newReport(folder, in))
		}
	}
	if len(reports) == 0 {
		return nil, fmt.Errorf("%s holds no report", folder)
	}
	return reports, ctx.Err()
}

func newReport(folder string, in *model.Inspection) report {
	file, err := filepath.Rel(folder, in.Source.Path)
	if err != nil {
		file = in.Source.Path
	}
	r := report{file: filepath.ToSlash(file), authority: string(in.Authority.Name)}
	for p := range analyse.Places(in) {
		r.sentences = append(r.sentences, placed{p.Text, sentence.Context{Kind: string(p.Finding.Kind), Heading: p.Heading}})
	}
	for _, f := range in.Whole() {
		if f.Kind.Asks() {
			r.items = append(r.items, f.Text)
		}
	}
	return r
}

// keyOf names a text in the labels: the first ten hexadecimal digits of its
// SHA-256 sum.
func keyOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:5])
}

// A labelled is a sentence with what it says.
type labelled struct {
	placed
	fold     int
	human    bool // two people labelled it
	polarity model.Polarity
	themes   []model.Theme // every one that a reader gave
	agreed   []model.Theme // those that all readers gave
}

// letters are how labels write polarities.
var letters = map[string]model.Polarity{"s": model.StrengthSaid, "c": model.ConcernSaid, "m": model.MixedSaid, "n": model.NeutralSaid}

// readSentences reads the labels of a machine and those of people. Where both
// labelled a sentence people's count.
func readSentences(reports []report, machine, people string) ([]labelled, error) {
	places := map[string]labelled{}
	for _, r := range reports {
		for _, p := range r.sentences {
			places[keyOf(p.text)] = labelled{placed: p, fold: r.fold()}
		}
	}
	list, done, err := readAnnotated(places, people)
	if err != nil {
		return nil, err
	}
	missing := 0
	err = eachLine(machine, func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) != 3 || letters[f[1]] == model.NoPolarity {
			return fmt.Errorf("want key, polarity and themes")
		}
		l, ok := places[f[0]]
		if !ok {
			missing++
			return nil
		}
		if !done[f[0]] {
			l.polarity = letters[f[1]]
			for t := range strings.SplitSeq(f[2], ",") {
				l.themes = append(l.themes, model.Theme(t))
			}
			l.agreed = l.themes
			list = append(list, l)
		}
		return nil
	})
	fmt.Printf("%d sentences labelled, %d of them by people; %d labels without a sentence\n", len(list), len(done), missing)
	return list, err
}

// readAnnotated reads sentences.jsonl. Sentences on whose polarity people
// differed are left out.
func readAnnotated(places map[string]labelled, path string) (list []labelled, done map[string]bool, err error) {
	done = map[string]bool{}
	err = eachLine(path, func(line string) error {
		var a struct {
			Text     string         `json:"text"`
			Polarity model.Polarity `json:"polarity"`
			Both     []model.Theme  `json:"themes_both"`
			Any      []model.Theme  `json:"themes_any"`
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			return err
		}
		l, ok := places[keyOf(a.Text)]
		if ok && a.Polarity != model.NoPolarity {
			l.human, l.polarity, l.themes, l.agreed = true, a.Polarity, a.Any, a.Both
			list = append(list, l)
			done[keyOf(a.Text)] = true
		}
		return nil
	})
	return list, done, err
}

func eachLine(path string, do func(string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if err := do(lines.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}

// A question is a newer item with older ones and which of them raise the same
// issue.
type question struct {
	fold    int
	human   bool // people answered it
	natural bool // the older items are all of an inspection's, not chosen ones
	new     string
	old     []string
	answer  []float32 // 1 for the same issue, 0 for another, between where that may be disputed
}

// disputed is how likely it is taken to be that two items raise the same
// issue where a reader was in doubt.
const disputed = 0.45

// readIssues reads the labels of a machine and those of people.
func readIssues(reports []report, machine, people string) ([]question, error) {
	items := map[string]string{}
	owner := map[string]int{}
	for _, r := range reports {
		for _, text := range r.items {
			items[keyOf(text)], owner[keyOf(text)] = text, r.fold()
		}
	}
	var list []question
	missing := 0
	err := eachLine(machine, func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			return fmt.Errorf("want kind, key and three lists of keys")
		}
		q := question{natural: f[0] == "n", new: items[f[1]], fold: owner[f[1]]}
		for i, answer := range []float32{1, disputed, 0} {
			for key := range strings.FieldsSeq(strings.TrimPrefix(f[2+i], "-")) {
				if old := items[key]; old != "" && q.new != "" {
					q.old, q.answer = append(q.old, old), append(q.answer, answer)
				} else {
					missing++
				}
			}
		}
		if len(q.old) > 0 {
			list = append(list, q)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	human, err := readRecurrence(people)
	fmt.Printf("%d questions about areas for improvement, %d of them answered by people; %d labels without an item\n",
		len(list)+len(human), len(human), missing)
	return append(list, human...), err
}

// readRecurrence reads recurrence.json.
func readRecurrence(path string) ([]question, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var pairs []struct {
		Authority string   `json:"local_authority"`
		Old       []string `json:"old"`
		New       []string `json:"new"`
		Same      [][]int  `json:"same"`
		Disputed  [][]int  `json:"disputed"`
	}
	if err := json.Unmarshal(data, &pairs); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var list []question
	for _, p := range pairs {
		for i, text := range p.New {
			q := question{human: true, natural: true, fold: foldOf(p.Authority), new: text}
			for j, old := range p.Old {
				answer := float32(0)
				if slices.Contains(p.Same[i], j) {
					answer = 1
				} else if slices.Contains(p.Disputed[i], j) {
					answer = disputed
				}
				q.old, q.answer = append(q.old, old), append(q.answer, answer)
			}
			list = append(list, q)
		}
	}
	return list, nil
}
