package cmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"ofsted/model"
)

// TestSeedsDiff compares a children's letter with a focused visit six years
// later, two real documents of one authority.
func TestSeedsDiff(t *testing.T) {
	root := os.Getenv("OFSTED_SEEDS")
	if root == "" {
		t.Skip("OFSTED_SEEDS is not set: no real documents to compare")
	}
	old, new := filepath.Join(root, "blackpool-2019-children-letter.txt"), filepath.Join(root, "blackpool-2025-focused-visit.txt")
	status, stdout, stderr := run(t.Context(), t, "diff", old, new, "--format", "json", "--words")
	if status != exitOK || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	var c model.Comparison
	if err := json.Unmarshal([]byte(stdout), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Judgements) != 4 || len(c.Improvements.New) != 3 || len(c.Improvements.NotRaised) != 0 {
		t.Errorf("%d judgements, %d new, %d not raised again", len(c.Judgements), len(c.Improvements.New), len(c.Improvements.NotRaised))
	}
	for _, j := range c.Judgements {
		if j.Relation != model.SameArea || j.Change != model.NotComparable || j.Steps != nil {
			t.Errorf("%s: %s, %s", j.Area, j.Relation, j.Change)
		}
	}
}

// TestCorpusDiff compares every pair of neighbouring documents of one
// authority, in every format.
func TestCorpusDiff(t *testing.T) {
	root := os.Getenv("OFSTED_CORPUS")
	if root == "" {
		t.Skip("OFSTED_CORPUS is not set: no real documents to compare")
	}
	files, err := filepath.Glob(filepath.Join(root, "blackpool", "*.pdf"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d documents in %s (%v)", len(files), root, err)
	}
	for i := 1; i < len(files); i++ {
		for _, format := range []string{"table", "json", "csv", "markdown"} {
			status, stdout, stderr := run(t.Context(), t, "diff", files[i-1], files[i], "--words", "--format", format)
			broken := filepath.Base(files[i-1]) == "2012-07-13-not-a-pdf.pdf" // an error page
			if broken != (status == exitFailed) || broken != (stdout == "") || broken != (stderr != "") {
				t.Errorf("%s, %s: status %d: %s", files[i-1], files[i], status, stderr)
			}
		}
	}
}
