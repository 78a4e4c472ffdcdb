package cmd

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A terminal is one that nobody sits at.
type terminal struct {
	*os.File // what a program writes to
	shown    chan []byte
}

// openTerminal opens a terminal of so many columns.
func openTerminal(t *testing.T, columns uint16) *terminal {
	t.Helper()
	keeper, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	t.Cleanup(func() { keeper.Close() })
	if err := unix.IoctlSetPointerInt(int(keeper.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetUint32(int(keeper.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(file.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns}); err != nil {
		t.Fatal(err)
	}
	settings, err := unix.IoctlGetTermios(int(file.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	settings.Oflag &^= unix.OPOST // ends of lines stay as they are written
	if err := unix.IoctlSetTermios(int(file.Fd()), unix.TCSETS, settings); err != nil {
		t.Fatal(err)
	}
	term := &terminal{file, make(chan []byte, 1)}
	go func() {
		var b bytes.Buffer
		io.Copy(&b, keeper) // which ends with an error when the other end is closed
		term.shown <- b.Bytes()
	}()
	return term
}

// on runs a command on a terminal of so many columns and returns all that comes
// out there.
func on(t *testing.T, columns uint16, args ...string) (status int, shown string) {
	t.Helper()
	term := openTerminal(t, columns)
	setting := func(name string) string { return map[string]string{"TERM": "xterm-256color"}[name] }
	status = Run(t.Context(), args, &Streams{Out: term.File, Err: term.File, Getenv: setting})
	term.Close()
	return status, string(<-term.shown)
}

// styleRE matches the colours and weights that the program itself sets.
var styleRE = regexp.MustCompile(`\x1b\[(?:0|1|2|31|32|33|1;4)m`)

// barRE matches how the bar that shows progress is put in place of itself.
var barRE = regexp.MustCompile(`\r(?:\x1b\[2K\r| *\r)?`)

// TestTerminalIsSafe does for terminals, with their colours and widths, what
// TestOutputIsInert does for pipes and files.
func TestTerminalIsSafe(t *testing.T) {
	besiege(t)
	commands := [][]string{
		{"parse", everything}, {"parse", everything}, {"parse", everything, "-f", "csv"}, {"timeline", everything}, {"timeline", everything}, {"summary", everything}, {"summary", everything, "--all"}, {"stats", everything},
		{"search", "drift", everything, "-n", "0"}, {"search", "(drift", everything}, {"text", someText}, {"text", someText, someText},
	}
	for n := range attacks {
		old, new := fmt.Sprintf(oldFile, n), fmt.Sprintf(newFile, n)
		commands = append(commands, []string{"parse", new, "--explain"}, []string{"diff", old, new, "--words"}, []string{"timeline", old, new})
	}
	for i, args := range commands {
		columns := []uint16{40, 100}[i%2]
		if args[0] != "text" {
			args = append(args, "--quiet") // TestProgressIsSafe looks at the bar
		}
		_, shown := on(t, columns, args...)
		if err := checkText(styleRE.ReplaceAllString(shown, "")); err != nil || !strings.Contains(shown, "rift") {
			t.Errorf("%q at %d columns: %v, %.300q", args, columns, err, shown)
		}
	}
}

// TestProgressIsSafe makes sure that what is drawn while many files are read has
// nothing in it that comes from them.
func TestProgressIsSafe(t *testing.T) {
	besiege(t)
	args := []string{"summary"}
	for n := range attacks {
		args = append(args, fmt.Sprintf(newFile, n), "none-"+strings.ReplaceAll(attacks[n], "\x00", ""))
	}
	status, shown := on(t, 100, args...)
	if !strings.Contains(shown, "Reading") {
		t.Error("there is no bar")
	}
	if err := checkText(styleRE.ReplaceAllString(barRE.ReplaceAllString(shown, ""), "")); err != nil || status != exitPartial {
		t.Errorf("status %d: %v", status, err)
	}
}

// TestHugeTextsOnTerminal does for terminals what TestHugeTexts does for pipes.
func TestHugeTextsOnTerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range hugeTexts {
		files := writeHuge(t, text)
		for _, c := range [][]string{{"parse"}, {"parse", "--full"}, {"timeline"}, {"summary"}, {"search", "drift"}, {"diff", "--words"}} {
			began := time.Now()
			status, shown := on(t, 100, append(append(c, "--quiet"), files...)...)
			if took := time.Since(began); status != exitOK || took > mostTime {
				t.Errorf("%s: %q: status %d after %v", name, c, status, took)
			}
			if err := checkText(styleRE.ReplaceAllString(shown, "")); err != nil {
				t.Errorf("%s: %q: %v", name, c, err)
			}
		}
	}
}
