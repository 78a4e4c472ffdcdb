// Package collection is what the tests of several packages share: the
// collections of labelled documents that environment variables name, and a
// short form of blocks to compare.
package collection

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ofsted/parse/block"
)

// A Label is what somebody read in a document: an entry of the labels.json of
// a collection. Not every collection has every field; a field that is absent
// is nil.
type Label struct {
	File         string            `json:"file"`
	Kind         string            `json:"kind"`
	Authority    *string           `json:"local_authority"`
	Periods      [][2]string       `json:"periods"`
	Published    *string           `json:"published_printed"`
	Leads        []string          `json:"lead_inspectors"`
	Judgements   map[string]string `json:"judgements"`
	Improvements []string          `json:"improvements"` // priority actions among them
	Paragraphs   []Paragraph       `json:"paragraphs"`
	Headline     []string          `json:"headline"`
	Items        []string          `json:"improvement_items"`
	Actions      []string          `json:"priority_actions"`
	Strengths    []string          `json:"strengths"`
	Findings     []string          `json:"findings"`
}

// A Paragraph is the first and the last characters of a finding, and its area.
type Paragraph struct {
	Area  string `json:"area"`
	Start string `json:"start"`
	End   string `json:"end"`
}

// Folder returns the folder that an environment variable names. Without the
// variable the test is skipped and says so.
func Folder(t *testing.T, variable, holds string) string {
	t.Helper()
	folder := os.Getenv(variable)
	if folder == "" {
		t.Skipf("%s is not set: it names the folder of %s", variable, holds)
	}
	return folder
}

// Labels returns the folder of the collection that an environment variable
// names, and its labels. Without the variable the test is skipped and says so.
func Labels(t *testing.T, variable string) (root string, labels []Label) {
	t.Helper()
	root = Folder(t, variable, "labelled documents")
	data, err := os.ReadFile(filepath.Join(root, "labels.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &labels); err != nil {
		t.Fatal(err)
	}
	return root, labels
}

// Show prints a block in short: kind, label and text, with what else matters.
func Show(b block.Block) string {
	switch b.Kind {
	case block.Heading:
		return fmt.Sprintf("h%d %s", b.Level, b.Text)
	case block.ListItem:
		return fmt.Sprintf("li%d %s %s", b.Level, b.Label, b.Text)
	case block.Row:
		name := "td"
		if b.Header {
			name = "th"
		}
		return fmt.Sprintf("%s%d %s", name, b.Table, strings.Join(b.Cells, " | "))
	case block.Note:
		return fmt.Sprintf("note %s %s", b.Label, b.Text)
	case block.Running:
		return "run " + b.Text
	}
	if b.Strong {
		return "b " + b.Text
	}
	return "p " + b.Text
}
