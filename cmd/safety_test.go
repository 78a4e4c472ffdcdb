package cmd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/source"
)

// The marks stand for what a Go string written as JSON cannot hold, or not
// without being changed.
const (
	loneMark  = "LONESURROGATE"
	bytesMark = "BYTESTHATARENOTEXT"
)

// attacks are texts whose author wants to harm their reader.
var attacks = []string{
	// Terminals.
	"\x1b]0;owned\x07", "\x1b[2J\x1b[H\x1b[31mred", "\x1b[", "\x1b", "\x1bPq#0\x1b\\", "\x1b]8;;http://evil.example\x1b\\x", "\x1bc",
	"\u009b31m", "\u009d0;owned\u009c", "\u0090q\u009c", "\u0085", "\x00", "\x07\x08\x08\x08", "\x7f\x7f", "good\rbad", "\v\f", "\n\n\n", "a\tb",
	"\u202egnp.exe", "\u202a\u202b\u202c\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c", "\u2028\u2029", "\u200b\u2060\ufeff", "e" + strings.Repeat("\u0301", 300),
	// Spreadsheets.
	"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "\u00a0=1+1", "\ufeff=1+1", "\u200b@x", "\x00=1+1",
	"\x1b[0m=1+1", "\u00ad=1+1", "\ufffd=1+1", `"=1+1`, `",=1+1,"`, "'=1+1", "%0A=1+1", "-", "_x003D_1+1",
	// Web pages and pictures.
	"<script>alert(1)</script>", "</script><script>alert(1)</script>", "</style><script>alert(1)</script>", "]]><script>alert(1)</script>", "<![CDATA[", "<!--", "--><b>",
	`"><img src=x onerror=alert(1)>`, "' onmouseover='alert(1)", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "javascript:alert(1)", "</title></svg></textarea>", "<?xml",
	// Markdown.
	"[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "<http://evil.example>", "[x]: http://evil.example", "`code`", "```", "~~~", "**bold** _under_", "| a | b |", `\`, `\|`, `\\|`,
	"# head", "> quoted", "---", "===", "* * *", "- item", "+ item", "1. item", "1) item", "    code", "&copy;", "~~gone~~", "$x$", "<!-- x", "a  \nb", "{{.}} ${x} %s%n",
	// Databases and file names.
	"'; DROP TABLE findings; --", `"; DELETE FROM inspections; --`, "' OR 1=1 --", "a\\'b", "x'||(SELECT 1)||'y", "../../../etc/passwd", "CON", "https://me:secret@evil.example/",
	// What is no text.
	"\ufffd", "\uffff\ufffe", loneMark, bytesMark, "\U000e0041\U000e007f", "",
}

// terminalAttacks is how many of the attacks come first that are on terminals.
const terminalAttacks = 22

// marked returns what a field holds in the records of the attack n: it begins
// and ends with the attack, and can be told and found.
func marked(n int) string { return fmt.Sprintf("%s drift n%03d %s", attacks[n], n, attacks[n]) }

// eachString calls f with each string that v holds, and the path of its field.
func eachString(v reflect.Value, path string, f func(path string, s reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		f(path, v)
	case reflect.Struct:
		for i := range v.NumField() {
			eachString(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachString(v.Index(i), path, f)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			eachString(v.Elem(), path, f)
		}
	}
}

// furnish gives every list one element, every pointer something to point at and
// every number a value.
func furnish(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			furnish(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		furnish(v.Index(0))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		furnish(v.Elem())
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// furnished returns an inspection that has one of everything, with the codes
// and dates without which parse takes no record.
func furnished(day model.Date) *model.Inspection {
	in := new(model.Inspection)
	furnish(reflect.ValueOf(in).Elem())
	in.Schema, in.Kind, in.Framework, in.Published = model.Schema, model.ILACSInspection, model.ILACS, day
	in.Visit.Periods[0] = model.Period{Start: day, End: day}
	j := &in.Judgements[0]
	j.Area, j.Grade, j.Scale = model.OverallEffectiveness, model.Good, model.FourPoint
	f := &in.Findings[0]
	f.Kind, f.Area, f.Polarity, f.About = model.Improvement, model.HelpAndProtection, model.ConcernSaid, model.AboutAuthority
	return in
}

// record returns an inspection as parse writes it.
func record(t *testing.T, in *model.Inspection) []byte {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.ReplaceAll(data, []byte(loneMark), []byte(`\ud83d`))
	data = bytes.ReplaceAll(data, []byte(bytesMark), []byte("\xff\x9b31m\xc0\x9b"))
	return append(data, '\n')
}

// refused returns the paths of the fields that hold codes and dates: a record in
// which one of them holds anything else is not taken.
func refused(t *testing.T) map[string]bool {
	t.Helper()
	paths := map[string]bool{}
	eachString(reflect.ValueOf(furnished("2022-12-16")).Elem(), "", func(path string, _ reflect.Value) {
		for _, failure := range parse.InspectMany(t.Context(), []source.Input{source.Bytes("r.json", record(t, attacked(path)))}, 1) {
			if failure != nil {
				paths[path] = true
			}
		}
	})
	return paths
}

// attacked returns an inspection one field of which holds what it should not.
func attacked(field string) *model.Inspection {
	in := furnished("2022-12-16")
	eachString(reflect.ValueOf(in).Elem(), "", func(path string, s reflect.Value) {
		if path == field {
			s.SetString("\x1b]0;owned\x07\x1b[31m\u202e=<b>")
		}
	})
	return in
}

// hostile returns the two inspections of an authority all of whose fields, but
// those that hold codes, hold an attack.
func hostile(n int, codes map[string]bool) [2]*model.Inspection {
	var pair [2]*model.Inspection
	for i, day := range []model.Date{"2018-12-07", "2022-12-16"} {
		in := furnished(day)
		eachString(reflect.ValueOf(in).Elem(), "", func(path string, s reflect.Value) {
			if !codes[path] {
				s.SetString(marked(n))
			}
		})
		in.Source.Path += string(day)
		in.Source.SHA256 += day
		in.Findings[0].Text += " and so on until " + string(day)
		f := in.Findings[0]
		for _, kind := range append(model.FindingKinds()[1:], model.Context) { // of which the last goes on with the one before
			f.Kind = kind
			in.Findings = append(in.Findings, f)
		}
		pair[i] = in
	}
	return pair
}

// A siege is the folder that has all attacks in it, which is the working folder.
type siege struct{ records []*model.Inspection }

const (
	everything = "all.ndjson" // every record
	oldFile    = "old-%03d.ndjson"
	newFile    = "new-%03d.ndjson"
	someText   = "words.txt"
)

// besiege makes a siege.
func besiege(t *testing.T) siege {
	t.Helper()
	codes := refused(t)
	t.Chdir(t.TempDir())
	var s siege
	var all bytes.Buffer
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for n := range attacks {
		pair := hostile(n, codes)
		if n == 0 { // one that is known has neighbours
			for _, in := range pair {
				in.Authority.Name = "Blackpool"
			}
		}
		for i, name := range []string{oldFile, newFile} {
			data := record(t, pair[i])
			write(fmt.Sprintf(name, n), data)
			all.Write(data)
		}
		s.records = append(s.records, pair[0], pair[1])
	}
	write(everything, all.Bytes())
	var words strings.Builder
	words.WriteString(strings.Repeat("This is a letter, as its beginning shows to whoever wonders.\n\n", 100))
	for n := range attacks {
		fmt.Fprintf(&words, "Inspectors found drift and delay in the plans of many of the children, of which %s is an example.\n\n", marked(n))
	}
	write(someText, []byte(strings.ReplaceAll(words.String(), "\x00", ""))) // which says that a file is no text
	return s
}

// A sally is a command with one of the formats in which it prints.
type sally struct {
	args   []string
	format string
}

// formatsOf returns the formats that a command prints in.
func formatsOf(t *testing.T, root *cobra.Command, name string) []string {
	t.Helper()
	c, _, err := root.Find([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	return c.Flags().Lookup("format").Value.(*choice).allowed
}

// sallies returns every command that prints what documents hold, in all of its
// formats.
func (s siege) sallies(t *testing.T) []sally {
	root := newRoot(&Streams{})
	var list []sally
	add := func(format string, args ...string) {
		list = append(list, sally{append(args, "--format", format), format})
	}
	each := func(name string, add func(format string)) {
		for _, format := range formatsOf(t, root, name) {
			add(format)
		}
	}
	each("parse", func(format string) {
		for _, more := range []string{"--quiet", "--full", "--explain"} {
			add(format, "parse", everything, more)
		}
	})
	each("timeline", func(format string) {
		if format != "svg" { // of one authority
			add(format, "timeline", everything)
		}
	})
	each("summary", func(format string) {
		for _, more := range [][]string{{"--quiet"}, {"--all"}, {"--neighbours", "Blackpool"}} {
			args := append([]string{"summary", everything}, more...)
			if format == "xlsx" {
				args = append(args, "-o", "summary"+more[0]+".xlsx")
			}
			add(format, args...)
		}
	})
	each("stats", func(format string) { add(format, "stats", everything) })
	each("search", func(format string) { add(format, "search", "drift", everything, "--limit", "0") })
	for n := range attacks {
		old, new := fmt.Sprintf(oldFile, n), fmt.Sprintf(newFile, n)
		for _, more := range []string{"--quiet", "--explain"} {
			add("table", "parse", new, more)
			add("markdown", "parse", new, more)
		}
		each("timeline", func(format string) { add(format, "timeline", old, new) })
		each("diff", func(format string) { add(format, "diff", old, new, "--words") })
	}
	list = append(list, sally{[]string{"report", everything, "-o", "-"}, "html"})
	return list
}

// TestOutputIsInert makes sure that nothing that a document holds does anything
// where it is shown: in a terminal, a spreadsheet, a browser, a page of Markdown.
func TestOutputIsInert(t *testing.T) {
	s := besiege(t)
	tried := map[string]bool{"export": true, "text": true} // by tests of their own
	for _, c := range s.sallies(t) {
		tried[c.args[0]] = true
		status, stdout, stderr := run(t.Context(), t, c.args...)
		if i := slices.Index(c.args, "-o"); i >= 0 && c.args[i+1] != "-" {
			data, err := os.ReadFile(c.args[i+1])
			if err != nil {
				t.Error(err)
			}
			stdout = string(data)
		}
		if status != exitOK || stdout == "" {
			t.Errorf("%q: status %d, %d bytes, %.300q", c.args, status, len(stdout), stderr)
		}
		check, known := checks[c.format]
		if !known {
			t.Fatalf("%q: nothing checks %s", c.args, c.format)
		}
		for _, err := range []error{check(stdout), checkText(stderr)} {
			if err != nil {
				t.Errorf("%q: %v", c.args, err)
			}
		}
	}
	for _, c := range newRoot(&Streams{}).Commands() {
		if c.Runnable() && strings.Contains(c.Use, "PATH") && !tried[c.Name()] {
			t.Errorf("%s is not tried", c.Name())
		}
	}
}

// TestNothingIsLost makes sure that what is taken is passed on as it is, by
// every record of JSON and every row of a database.
func TestNothingIsLost(t *testing.T) {
	s := besiege(t)
	lost := strings.NewReplacer(loneMark, "\ufffd", bytesMark, "\ufffd\ufffd31m\ufffd\ufffd")
	for _, in := range s.records {
		eachString(reflect.ValueOf(in).Elem(), "", func(_ string, v reflect.Value) { v.SetString(lost.Replace(v.String())) })
		in.Fill()
	}
	for _, args := range [][]string{{everything}, {"t.db"}, {"t.json"}, {"t.ndjson"}} {
		if args[0] != everything {
			if status, _, stderr := run(t.Context(), t, "export", everything, "-o", args[0]); status != exitOK || checkText(stderr) != nil {
				t.Fatalf("status %d, %.300q", status, stderr)
			}
		}
		_, stdout, _ := run(t.Context(), t, "parse", "--format", "ndjson", args[0])
		var got []*model.Inspection
		for line := range strings.Lines(stdout) {
			in := new(model.Inspection)
			if err := json.Unmarshal([]byte(line), in); err != nil {
				t.Fatal(err)
			}
			got = append(got, in)
		}
		if diff := cmp.Diff(s.records, got); diff != "" {
			t.Errorf("%s (-want +got):\n%.5000s", args[0], diff)
		}
	}
}

// TestExportsAreInert does for files what TestOutputIsInert does for screens.
func TestExportsAreInert(t *testing.T) {
	s := besiege(t)
	for ending, check := range map[string]func(siege, string) error{
		".json": checkFile("json"), ".ndjson": checkFile("ndjson"), ".xlsx": checkFile("xlsx"), ".csv": checkTables, ".parquet": checkParquet, ".db": checkDatabase,
	} {
		path := "t" + ending
		status, stdout, stderr := run(t.Context(), t, "export", everything, "-o", path)
		if status != exitOK || stdout != "" || checkText(stderr) != nil {
			t.Fatalf("%s: status %d, %.300q", ending, status, stderr)
		}
		if err := check(s, path); err != nil {
			t.Errorf("%s: %v", ending, err)
		}
	}
}

// TestCodesAreInert makes sure that a record with anything but a code where one
// belongs is refused, in words that do nothing.
func TestCodesAreInert(t *testing.T) {
	codes := refused(t)
	t.Chdir(t.TempDir())
	for path := range codes {
		if err := os.WriteFile("r.json", record(t, attacked(path)), 0o666); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"parse", "r.json"}, {"parse", "r.json", "-f", "json"}, {"parse", "r.json", "-f", "csv"}, {"summary", "r.json"}, {"export", "r.json", "-o", "t.db"}, {"diff", "r.json", "r.json"}} {
			status, stdout, stderr := run(t.Context(), t, args...)
			if status != exitFailed || stderr == "" || checkText(stdout) != nil || checkText(stderr) != nil {
				t.Errorf("%s: %q: status %d, %.300q, %.300q", path, args, status, stdout, stderr)
			}
		}
	}
	for _, path := range []string{"Kind", "Judgements.Grade", "Judgements.Area", "Published"} {
		if !codes[path] {
			t.Errorf("%s may hold anything", path)
		}
	}
}

// TestErrorsAreInert gives attacks as arguments: what is said of them is said
// in words that do nothing.
func TestErrorsAreInert(t *testing.T) {
	besiege(t)
	one := fmt.Sprintf(newFile, 0)
	all := strings.ReplaceAll(strings.Join(attacks[:terminalAttacks], ""), "\x00", "") // which an argument cannot hold
	for _, args := range [][]string{
		{all}, {"help", all}, {"completion", all}, {"schema", all}, {"version", all}, {"--" + all}, {"parse", all}, {"parse", "*" + all}, {"parse", all + "://x/"}, {"parse", "x" + all + "://y"},
		{"parse", "http://127.0.0.1:1/" + all}, {"parse", "http://" + all}, {"parse", one, "--format", all}, {"parse", one, "-o", all + ".x"}, {"parse", one, "-o", filepath.Join("none", all+".csv")},
		{"parse", one, "-j", all}, {"diff", all, one}, {"diff", one + "#" + all, one}, {"timeline", one, "--authority", all}, {"summary", one, "--neighbours", all}, {"summary", one, "--region", all},
		{"summary", one, "--sort", all}, {"stats", one, "--since", all}, {"search", all, one}, {"search", `"` + all, one}, {"search", "drift", one, "--theme", all}, {"search", "drift", one, "-a", all},
		{"search", "drift", all}, {"export", all, "-o", "t.db"}, {"export", one, "-o", all}, {"text", all}, {"report", one, "-o", all}, {"report", one, "-o", "-", "--authority", all},
	} {
		status, stdout, stderr := run(t.Context(), t, args...)
		if status == exitOK || stdout != "" {
			t.Errorf("%q: status %d, %.300q", args, status, stdout)
		}
		if err := checkText(stderr); err != nil {
			t.Errorf("%q: %v", args, err)
		}
	}
	for n, attack := range attacks {
		path := strings.ReplaceAll(attack, "\x00", "") + fmt.Sprint(n)
		for _, format := range []string{"json", "csv", "table", "markdown"} {
			args := []string{"parse", "--format", format, "--", path, one}
			status, stdout, stderr := run(t.Context(), t, args...)
			if status != exitPartial {
				t.Errorf("%q: status %d", args, status)
			}
			for _, err := range []error{checks[format](stdout), checkText(stderr)} {
				if err != nil {
					t.Errorf("%q: %v", args, err)
				}
			}
		}
	}
}

// TestNamesAreInert reads files whose names are attacks.
func TestNamesAreInert(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows allows no such names")
	}
	besiege(t)
	data, err := os.ReadFile(fmt.Sprintf(newFile, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("named", 0o777); err != nil {
		t.Fatal(err)
	}
	for n, attack := range attacks {
		name := filepath.Join("named", strings.NewReplacer("\x00", "", "/", "").Replace(attack)+fmt.Sprint(n))
		if len(name) > 200 {
			continue
		}
		for ending, data := range map[string][]byte{".txt": []byte("Dear Director\n\nNothing.\n"), ".pdf": data, ".html": nil} {
			if err := os.WriteFile(name+ending, data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []sally{
		{[]string{"parse", "named"}, "table"}, {[]string{"parse", "named", "-f", "markdown"}, "markdown"}, {[]string{"parse", "named", "-f", "csv"}, "csv"}, {[]string{"parse", "named", "-f", "ndjson"}, "ndjson"},
		{[]string{"summary", "named", "-f", "json"}, "json"}, {[]string{"summary", "named"}, "table"}, {[]string{"timeline", "named"}, "table"}, {[]string{"search", "drift", "named"}, "table"},
		{[]string{"report", "named", "-o", "-"}, "html"}, {[]string{"text", "named"}, "table"},
	} {
		_, stdout, stderr := run(t.Context(), t, c.args...)
		for _, err := range []error{checks[c.format](stdout), checkText(stderr)} {
			if err != nil || stdout == "" || stderr == "" {
				t.Errorf("%q: %v", c.args, err)
			}
		}
	}
}

// mostTime is how long a command may take with huge texts; far longer than any
// does, so that only what hangs or grows with the square takes it.
const mostTime = 20 * time.Second

// hugeTexts are texts of a quarter of a megabyte, as no document has them.
var hugeTexts = map[string]string{
	"letters": "drift " + strings.Repeat("W", 1<<18), "words": strings.Repeat("drift ", 1<<15), "signs": "drift " + strings.Repeat("/\x1b[\u0301", 1<<15),
}

// writeHuge writes two inspections of an authority with a huge text wherever
// there may be one, and returns the files.
func writeHuge(t *testing.T, text string) []string {
	t.Helper()
	var files []string
	for _, day := range []model.Date{"2018-12-07", "2022-12-16"} {
		in := furnished(day)
		in.Source.SHA256 = day
		in.Authority.Name, in.Title = model.Null(text), model.Null(text)
		for _, field := range []*string{&in.Source.Path, &in.LeadInspectors[0], &in.Judgements[0].Title, &in.Sections[0].Heading, &in.Findings[0].Text} {
			*field = text
		}
		file := string(day) + ".ndjson"
		if err := os.WriteFile(file, record(t, in), 0o666); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// TestHugeTexts makes sure that commands take no more than their time for texts
// that are longer than any.
func TestHugeTexts(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range hugeTexts {
		files := writeHuge(t, text)
		for _, c := range [][]string{
			{"parse", "-f", "markdown", "--full"}, {"parse", "-f", "csv"}, {"timeline", "-f", "svg"}, {"summary", "-o", "t.xlsx"}, {"search", "drift", "-f", "json"}, {"export", "-o", "t.db"}, {"report", "-o", "t.html"},
		} {
			began := time.Now()
			status, stdout, stderr := run(t.Context(), t, append(c, files...)...)
			if took := time.Since(began); status != exitOK || took > mostTime {
				t.Errorf("%s: %q: status %d after %v: %.300q", name, c, status, took, stderr)
			}
			for _, err := range []error{checkText(stdout), checkText(stderr)} {
				if err != nil {
					t.Errorf("%s: %q: %v", name, c, err)
				}
			}
		}
	}
}
