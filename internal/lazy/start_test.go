package lazy_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// NewRegexp is the only way to a pattern: of those that another package
// compiled for its variables, every start of the program would pay for all.
func TestOnlyWayToPatterns(t *testing.T) {
	t.Parallel()
	var importers []string
	module := os.DirFS("../..")
	err := fs.WalkDir(module, ".", func(path string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && (name == "testdata" || strings.HasPrefix(name, ".") || path == "internal/hostile"): // tests alone have the last
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(module, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			if i.Path.Value == `"regexp"` {
				importers = append(importers, path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"internal/lazy/lazy.go"}; !slices.Equal(importers, want) {
		t.Errorf("regexp is imported by %q; want %q alone", importers, want)
	}
}

// What packages may allocate before main, in bytes.
const (
	// mostOurs is for all of ours. They take 131 KiB; with five patterns that
	// were compiled there it was 173.
	mostOurs = 160 << 10
	// mostEarly is for those of anybody that come before the garbage collector
	// is set. They take 1.6 MiB; at some 2.8 Go’s own settings make it run.
	mostEarly = 2 << 20
)

// TestStart keeps the start short: our packages build nothing large before
// main, and no garbage is collected there (see internal/collector).
func TestStart(t *testing.T) {
	t.Parallel()
	packages := traced(t, start(t, build(t)))
	ours := 0
	for _, p := range packages {
		if strings.HasPrefix(p.path, "ofsted/") {
			t.Logf("%7d bytes: %s", p.bytes, p.path)
			ours += p.bytes
		}
	}
	if ours == 0 || ours > mostOurs {
		t.Errorf("our packages allocate %d bytes before main; at most %d are right, put off what few commands need", ours, mostOurs)
	}
	set := slices.IndexFunc(packages, func(p tracedPackage) bool { return p.path == "ofsted/internal/collector" })
	if set < 0 {
		t.Fatal("nothing sets the garbage collector before main")
	}
	early := 0
	for _, p := range packages[:set] {
		early += p.bytes
	}
	t.Logf("%7d bytes before the garbage collector is set", early)
	if early > mostEarly {
		t.Errorf("%d bytes before the garbage collector is set, more than %d", early, mostEarly)
	}
}

// BenchmarkStart measures a command that does next to nothing, and how much of
// its time passes before main.
func BenchmarkStart(b *testing.B) {
	program := build(b)
	before := 0.0
	for b.Loop() {
		for _, p := range traced(b, start(b, program)) {
			before += p.ms
		}
	}
	b.ReportMetric(before/float64(b.N), "init-ms/op")
}

// build builds the program and returns its path. Where there is no go tool the
// test is skipped and says so.
func build(tb testing.TB) string {
	tb.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		tb.Skipf("the program cannot be built to measure its start: %v", err)
	}
	program := filepath.Join(tb.TempDir(), "ofsted.exe")
	if out, err := exec.Command("go", "build", "-o", program, "ofsted").CombinedOutput(); err != nil {
		tb.Fatalf("%v: %s", err, out)
	}
	return program
}

// start runs a command that does next to nothing and returns what the runtime
// tells of it.
func start(tb testing.TB, program string) []byte {
	tb.Helper()
	var stderr bytes.Buffer
	c := exec.Command(program, "version")
	c.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	c.Stderr = &stderr
	if err := c.Run(); err != nil {
		tb.Fatalf("%v: %s", err, &stderr)
	}
	return stderr.Bytes()
}

// A tracedPackage is what a package took to get ready.
type tracedPackage struct {
	path  string
	ms    float64
	bytes int
}

var traceLine = regexp.MustCompile(`(?m)^init (\S+) @\S+ ms, (\S+) ms clock, (\d+) bytes, `)

// traced reads the lines of inittrace.
func traced(tb testing.TB, trace []byte) []tracedPackage {
	tb.Helper()
	var list []tracedPackage
	for _, m := range traceLine.FindAllStringSubmatch(string(trace), -1) {
		ms, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			tb.Fatal(err)
		}
		n, err := strconv.Atoi(m[3])
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, tracedPackage{m[1], ms, n})
	}
	return list
}
