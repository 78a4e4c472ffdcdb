package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"ofsted/model"
)

var update = flag.Bool("update", false, "write the expected output in the scripts anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ofsted": func() { os.Exit(Execute()) }})
}

// letters are specimens that we wrote ourselves.
var letters = filepath.Join("..", "testdata", "letters")

// specimens are inspections that we made up, as parse writes them.
var specimens = filepath.Join("..", "testdata", "timeline")

// reports are two reports that we made up, of inspections of one authority.
var reports = filepath.Join("..", "testdata", "reports")

// splitRecords writes each of the specimens into a file of its own, named
// after its inspection.
func splitRecords(dir string) error {
	data, err := os.ReadFile(filepath.Join(specimens, "specimens.ndjson"))
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	for line := range bytes.Lines(data) {
		var in model.Inspection
		err = errors.Join(err, json.Unmarshal(line, &in), os.WriteFile(filepath.Join(dir, in.ID+".ndjson"), line, 0o666))
	}
	return err
}

// TestScripts runs whole commands: each script says what to run and what it
// should print. The scripts find the specimen letters in letters/ and a web
// server that serves them at $SERVER, other specimens in timeline/, the records
// of those one by one in records/, and two reports in reports/. With -update
// what was printed becomes what is expected.
func TestScripts(t *testing.T) {
	server := httptest.NewServer(http.FileServer(http.Dir(letters)))
	t.Cleanup(server.Close) // scripts run in parallel, beyond this function’s end
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": checkStatus},
		Setup: func(env *testscript.Env) error {
			env.Setenv("SERVER", server.URL)
			env.Setenv("NO_COLOR", "")
			return errors.Join(os.CopyFS(filepath.Join(env.WorkDir, "letters"), os.DirFS(letters)),
				os.CopyFS(filepath.Join(env.WorkDir, "timeline"), os.DirFS(specimens)),
				os.CopyFS(filepath.Join(env.WorkDir, "reports"), os.DirFS(reports)),
				splitRecords(filepath.Join(env.WorkDir, "records")))
		},
	})
}

// exitRE matches how testscript reports a command's exit status.
var exitRE = regexp.MustCompile(`^exit status (\d+)$`)

// checkStatus is the script command "status N command…": the command must
// end with exit status N. Plain exec tells success from failure only.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command…")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		m := exitRE.FindStringSubmatch(err.Error())
		if m == nil {
			ts.Fatalf("%v", err)
		}
		got = m[1]
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s\nstdout: %s\nstderr: %s", got, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// run runs a command line in this process.
func run(ctx context.Context, t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	dir := t.TempDir()
	open := func(name string) *os.File {
		file, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		return file
	}
	out, errs := open("stdout"), open("stderr")
	status = Run(ctx, args, &Streams{Out: out, Err: errs, Getenv: func(string) string { return "" }})
	read := func(file *os.File) string {
		data, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	return status, read(out), read(errs)
}

// TestStopped makes sure that an interrupted run leaves no file behind and
// does not pass for a whole one.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	path := filepath.Join(dir, "out.json")
	status, _, stderr := run(ctx, t, "parse", letters, "-o", path)
	if status != exitFailed || stderr != "ofsted: stopped\n" {
		t.Errorf("status %d, stderr %q", status, stderr)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("files left: %v (%v)", entries, err)
	}
}

// TestHelp makes sure that every command explains itself by example.
func TestHelp(t *testing.T) {
	root := newRoot(&Streams{})
	for _, c := range root.Commands() {
		if c.Runnable() && c.Example == "" && c.Name() != "help" && c.Name() != "completion" {
			t.Errorf("%s has no example", c.Name())
		}
		if c.Short == "" || c.Short[len(c.Short)-1] == '.' {
			t.Errorf("%s: summary %q", c.Name(), c.Short)
		}
	}
}

// TestVersion makes sure that a version is a line of its own.
func TestVersion(t *testing.T) {
	for _, args := range [][]string{{"version"}, {"--version"}} {
		status, stdout, _ := run(t.Context(), t, args...)
		if want := fmt.Sprintln("ofsted", version()); status != 0 || stdout != want {
			t.Errorf("%v: status %d, printed %q, want %q", args, status, stdout, want)
		}
	}
}
