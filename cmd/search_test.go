package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSearchForeignDatabase makes sure that a database of another program, or a
// broken one, is named and left as it is.
func TestSearchForeignDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	for _, rest := range []string{"", strings.Repeat("\x00", 4096)} {
		data := "SQLite format 3\x00" + rest
		if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
		status, stdout, stderr := run(t.Context(), t, "search", "neglect", path)
		if status != exitFailed || stdout != "" || !strings.HasPrefix(stderr, "ofsted: "+path+": ") || strings.Count(stderr, "\n") != 1 {
			t.Errorf("status %d, printed %q, said %q", status, stdout, stderr)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != data {
			t.Errorf("it was changed (%v)", err)
		}
	}
}
