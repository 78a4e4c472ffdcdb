package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ofsted/internal/tidy"
	"ofsted/render"
)

// blockRE matches a console session in the README: a command and what it
// prints.
var blockRE = regexp.MustCompile("(?s)```console\n\\$ ofsted ([^\n]*)\n(.*?)```")

// columnsRE matches the README's table of CSV columns.
var columnsRE = regexp.MustCompile(`(?s)(\| column \| what it holds \|\n\| --- \| --- \|\n).*?\n\n`)

// wordRE matches a word of a command, or what is quoted.
var wordRE = regexp.MustCompile(`"[^"]*"|\S+`)

// minSessions is how many sessions the README has at least that need nothing
// but ofsted. Finding fewer says that blockRE no longer matches them.
const minSessions = 3

// TestReadme makes sure that commands print what the README says they do, and
// that it has every column of CSV.
func TestReadme(t *testing.T) {
	t.Chdir("..")
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	was := string(data)
	sessions := 0
	is := blockRE.ReplaceAllStringFunc(was, func(block string) string {
		m := blockRE.FindStringSubmatch(block)
		line, last, tail := strings.Cut(m[1], " | tail -n ")
		if strings.Contains(line, "|") || strings.Contains(line, "-o ") {
			return block // needs another program, or writes a file
		}
		sessions++
		printed := session(t, line)
		if tail {
			printed = lastLines(t, printed, last)
		}
		return "```console\n$ ofsted " + m[1] + "\n" + printed + "```"
	})
	if sessions < minSessions || !columnsRE.MatchString(is) {
		t.Fatalf("README.md: %d sessions, want %d at least; table of columns found: %v", sessions, minSessions, columnsRE.MatchString(is))
	}
	is = columnsRE.ReplaceAllString(is, "${1}"+strings.ReplaceAll(columnTable(), "$", "$$")+"\n")
	is = dictionary(t, is)
	if *update {
		if err := os.WriteFile("README.md", []byte(is), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(was, is); diff != "" {
		t.Errorf("README.md (-says +is):\n%s", diff)
	}
}

// dictionary fills in the README's tables of the columns of data sets.
func dictionary(t *testing.T, text string) string {
	t.Helper()
	for _, table := range tidy.Tables() {
		head := fmt.Sprintf("| in `%s` | type | what it holds |\n| --- | --- | --- |\n", table.Name)
		before, rest, found := strings.Cut(text, head)
		if !found {
			t.Fatalf("README.md has no table of the columns in %s", table.Name)
		}
		_, after, _ := strings.Cut(rest, "\n\n")
		if strings.HasPrefix(rest, "\n") {
			after = rest[1:] // the table is empty yet
		}
		var b strings.Builder
		for _, c := range table.Columns {
			if !c.Repeated && (c.Name != "inspection" || table == tidy.Inspections) {
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, c.Holds)
			}
		}
		text = before + head + b.String() + "\n" + after
	}
	return text
}

// lastLines is tail -n.
func lastLines(t *testing.T, text, count string) string {
	t.Helper()
	n, err := strconv.Atoi(count)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(lines[max(0, len(lines)-1-n):], "")
}

// session runs a command as a shell would and returns what it prints.
func session(t *testing.T, line string) string {
	t.Helper()
	var args []string
	for _, arg := range wordRE.FindAllString(line, -1) {
		if quoted := strings.Trim(arg, `"`); quoted != arg {
			args = append(args, quoted)
			continue
		}
		if names, _ := filepath.Glob(arg); len(names) > 0 {
			for _, name := range names {
				args = append(args, filepath.ToSlash(name))
			}
			continue
		}
		args = append(args, arg)
	}
	_, stdout, stderr := run(t.Context(), t, args...)
	return stderr + stdout
}

func columnTable() string {
	var b strings.Builder
	for _, c := range render.CSVColumns {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.Name, c.Holds)
	}
	return b.String()
}
