//go:build unix

package cmd

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ofsted/parse/pdf/pdftest"
)

// promptly tells stopping from not stopping, on a slow machine too.
const promptly = 10 * time.Second

// A process is a run of the program in a process of its own, with folders of
// its own for output and for temporary files.
type process struct {
	*exec.Cmd
	stdin     io.WriteCloser
	stdout    *bufio.Reader
	stderr    strings.Builder
	out, temp string
}

// start starts the program. OUT in an argument stands for the folder for
// output.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{out: t.TempDir(), temp: t.TempDir()}
	for i, arg := range args {
		args[i] = strings.ReplaceAll(arg, "OUT", p.out)
	}
	p.Cmd = exec.Command("ofsted", args...) // which TestMain puts on the path
	p.Env = append(os.Environ(), "TMPDIR="+p.temp)
	p.Stderr = &p.stderr
	var err error
	if p.stdin, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.stdout = bufio.NewReader(out)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill() })
	return p
}

// interrupt interrupts the program as Ctrl-C does, and returns what else it
// printed.
func (p *process) interrupt(t *testing.T) string {
	t.Helper()
	began := time.Now()
	if err := p.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(p.stdout)
	if err != nil {
		t.Error(err)
	}
	err = p.Wait()
	if took := time.Since(began); took > promptly {
		t.Errorf("ended %v after it was interrupted", took)
	}
	if code := p.ProcessState.ExitCode(); code != exitFailed || p.stderr.String() != "ofsted: stopped\n" {
		t.Errorf("exit status %d (%v), stderr %q", code, err, p.stderr.String())
	}
	return string(rest)
}

// left names the files in the folders for output and temporary files.
func (p *process) left(t *testing.T) (names []string) {
	t.Helper()
	for _, dir := range []string{p.out, p.temp} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
	}
	return names
}

// TestInterruptLeavesNothing interrupts commands that have read some letters
// and wait for one on standard input. Whatever they write, there is no file of
// it, neither whole nor in part, and old output stays as it was.
func TestInterruptLeavesNothing(t *testing.T) {
	folder := filepath.Join(letters, "pdf-lo")
	for _, args := range [][]string{
		{"parse", "-o", "OUT/x.ndjson"}, {"parse", "-o", "OUT/x.json"}, {"parse", "-o", "OUT/x.csv"}, {"parse", "-o", "OUT/x.md"},
		{"text", "-o", "OUT/x.txt"},
		{"export", "-o", "OUT/x.csv"}, {"export", "-o", "OUT/x.json"}, {"export", "-o", "OUT/x.ndjson"}, {"export", "-o", "OUT/x.db"},
		{"export", "-o", "OUT/x.xlsx"}, {"export", "-o", "OUT/x.parquet"},
		{"summary", "-o", "OUT/x.xlsx"}, {"timeline", "-o", "OUT/x.csv"}, {"stats", "-o", "OUT/x.json"}, {"report", "-o", "OUT/x.html"},
		{"search", "children"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			p := start(t, append(args, folder, "-")...)
			// More than a pipe holds: when it is written, the program is
			// reading, and the handler of interrupts is there.
			if _, err := p.stdin.Write(make([]byte, 1<<20)); err != nil {
				t.Fatal(err)
			}
			if printed := p.interrupt(t); printed != "" && args[0] != "text" {
				t.Errorf("printed %q", printed)
			}
			if left := p.left(t); left != nil {
				t.Errorf("files left: %q", left)
			}
		})
	}
}

// TestInterruptKeepsWhatIsThere interrupts an export to a database that holds
// letters already.
func TestInterruptKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	if status, _, stderr := run(t.Context(), t, "export", filepath.Join(letters, "pdf-lo"), "-o", db, "-q"); status != exitOK {
		t.Fatal(stderr)
	}
	before, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, "export", filepath.Join(letters, "pdf-cr"), "-", "-o", db)
	if _, err := p.stdin.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	p.interrupt(t)
	after, err := os.ReadFile(db)
	if err != nil || string(after) != string(before) {
		t.Errorf("the database is another: %d bytes, %d before (%v)", len(after), len(before), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("files left: %v (%v)", entries, err)
	}
}

// TestInterruptKeepsResults interrupts a command that prints, while it reads a
// file that would take minutes: what it has printed is whole records.
func TestInterruptKeepsResults(t *testing.T) {
	slow := filepath.Join(t.TempDir(), "slow.pdf")
	if err := os.WriteFile(slow, pdftest.Bombed(100).Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	p := start(t, "parse", filepath.Join(letters, "pdf-lo"), slow, "--format", "ndjson", "--jobs", "1", "--max-inflated", "900GB")
	var printed string
	for range 5 { // letters, which come before it
		line, err := p.stdout.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		printed += line
	}
	time.Sleep(100 * time.Millisecond) // until it is well inside
	printed += p.interrupt(t)
	lines := strings.SplitAfter(strings.TrimSuffix(printed, "\n"), "\n")
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("printed in part: %.100q", line)
		}
	}
	if len(lines) != 5 {
		t.Errorf("%d records", len(lines))
	}
}

// TestInterruptRecords interrupts the reading of records that come from another
// program, which goes on without sending one, or sends nothing any more.
func TestInterruptRecords(t *testing.T) {
	for name, more := range map[string]string{"nothing more": "", "empty lines": strings.Repeat("\n", 1<<20)} {
		t.Run(name, func(t *testing.T) {
			p := start(t, "parse", "-", "--format", "ndjson")
			records, err := os.ReadFile(filepath.Join(specimens, "specimens.ndjson"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.stdin.Write(records); err != nil {
				t.Fatal(err)
			}
			if line, err := p.stdout.ReadString('\n'); err != nil || !json.Valid([]byte(line)) {
				t.Fatalf("%q, %v", line, err)
			}
			ended := make(chan error, 1)
			go func() {
				var err error
				for err == nil && more != "" {
					_, err = io.WriteString(p.stdin, more)
				}
				ended <- err
			}()
			p.interrupt(t)
			if err := <-ended; err != nil && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, os.ErrClosed) {
				t.Error(err)
			}
		})
	}
}
