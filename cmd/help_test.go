package cmd

import (
	"slices"
	"strings"
	"testing"
)

// Every help topic is listed, and says the same however it is asked for.
func TestTopics(t *testing.T) {
	t.Parallel()
	_, overview, _ := run(t.Context(), t, "--help")
	_, topics, ok := strings.Cut(overview, "Additional help topics:")
	if !ok {
		t.Fatalf("no topics in:\n%s", overview)
	}
	found := 0
	for _, c := range newRoot(&Streams{}).Commands() {
		if !c.IsAdditionalHelpTopicCommand() {
			continue
		}
		found++
		if !strings.Contains(topics, c.CommandPath()+" ") || !strings.Contains(topics, c.Short) {
			t.Errorf("%s is not listed in:\n%s", c.Name(), topics)
		}
		status, text, stderr := run(t.Context(), t, "help", c.Name())
		if status != exitOK || stderr != "" || strings.Count(text, "\n") < 10 {
			t.Errorf("help %s: status %d, stderr %q, printed %q", c.Name(), status, stderr, text)
		}
		for _, args := range [][]string{{c.Name()}, {c.Name(), "--help"}, {c.Name(), "-h"}} {
			if status, other, stderr := run(t.Context(), t, args...); status != exitOK || stderr != "" || other != text {
				t.Errorf("%q: status %d, stderr %q, printed %q", args, status, stderr, other)
			}
		}
	}
	if found == 0 {
		t.Error("no topics")
	}
}

// Regions are completed by every command that filters by them.
func TestRegionsAreCompleted(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"summary", "stats", "search"} {
		status, list, _ := run(t.Context(), t, "__complete", command, "--region", "")
		if lines := strings.Split(list, "\n"); status != exitOK || !slices.Contains(lines, "North West") || !slices.Contains(lines, ":4") {
			t.Errorf("%s --region: status %d, completed by %q", command, status, list)
		}
	}
}
