package source

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
	"ofsted/parse/limit"
)

// tree makes files in a new folder, which becomes the working folder. Each
// holds its own name.
func tree(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// paths returns what inputs are called, with slashes, and the codes of those
// that fail.
func paths(inputs []Input) []string {
	var list []string
	for _, in := range inputs {
		name := filepath.ToSlash(in.Path)
		if _, err := in.Read(context.Background()); err != nil {
			name += " " + string(code(err))
		}
		list = append(list, name)
	}
	return list
}

func code(err error) model.ErrorCode {
	if f, ok := errors.AsType[*model.Failure](err); ok {
		return f.Code
	}
	return "not a failure"
}

func TestList(t *testing.T) {
	tree(t, "a/two.PDF", "a/one.html", "a/b/three.htm", "a/b/data.json", "a-b/four.txt", "a/.hidden.pdf", "a/.git/x.txt",
		"odd[1].pdf", "plain", "docs/x.doc", "docs/._x.pdf")
	if err := os.MkdirAll("empty/inside", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want []string
		many bool
	}{
		{[]string{"a"}, []string{"a/b/three.htm", "a/one.html", "a/two.PDF"}, true},
		{[]string{"a/"}, []string{"a/b/three.htm", "a/one.html", "a/two.PDF"}, true},
		{[]string{"./a"}, []string{"./a/b/three.htm", "./a/one.html", "./a/two.PDF"}, true},
		{[]string{"a/../a-b"}, []string{"a/../a-b/four.txt"}, true},
		{[]string{"."}, []string{"./a-b/four.txt", "./a/b/three.htm", "./a/one.html", "./a/two.PDF", "./odd[1].pdf"}, true},
		{[]string{"a/two.PDF"}, []string{"a/two.PDF"}, false},
		{[]string{"plain"}, []string{"plain"}, false},
		{[]string{"a/*.html"}, []string{"a/one.html"}, true},
		{[]string{"a*"}, []string{"a-b/four.txt", "a/b/three.htm", "a/one.html", "a/two.PDF"}, true},
		{[]string{"a/*"}, []string{"a/b/three.htm", "a/one.html", "a/two.PDF"}, true},
		{[]string{"a/.h*"}, []string{"a/.hidden.pdf"}, true},
		{[]string{"odd[1].pdf"}, []string{"odd[1].pdf"}, false},
		{[]string{"a/*.xyz"}, []string{"a/*.xyz not_found"}, true},
		{[]string{"a/[.pdf"}, []string{"a/[.pdf not_found"}, true},
		{[]string{"missing.pdf"}, []string{"missing.pdf not_found"}, false},
		{[]string{"empty"}, []string{"empty not_found"}, true},
		{[]string{"docs"}, []string{"docs not_found"}, true},
		{[]string{"plain", "missing", "a-b"}, []string{"plain", "missing not_found", "a-b/four.txt"}, true},
		{[]string{"ftp://example.org/x"}, []string{"ftp://example.org/x unreadable"}, false},
		{[]string{"https://"}, []string{"https:// not_found"}, false},
	} {
		list := new(Finder).List(test.args)
		if diff := cmp.Diff(test.want, paths(list.Inputs)); diff != "" || list.Many != test.many {
			t.Errorf("List(%q): many %v (-want +got):\n%s", test.args, list.Many, diff)
		}
	}
}

func TestJoin(t *testing.T) {
	for dir, want := range map[string]string{"a": "a/x", "a/": "a/x", "/": "/x", ".": "./x"} {
		if got := filepath.ToSlash(join(dir, "x")); got != want {
			t.Errorf("join(%q) = %q, want %q", dir, got, want)
		}
	}
}

func TestWindowsPathsAreNoAddresses(t *testing.T) {
	for arg, want := range map[string]bool{`C:\reports\a.pdf`: false, "C://reports": false, `\\server\share`: false, "HTTPS://x": true, "http:/x": false} {
		if _, got := urlScheme(arg); got != want {
			t.Errorf("urlScheme(%q) = %v", arg, got)
		}
	}
}

func TestLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights that most users lack")
	}
	tree(t, "a/one.txt", "elsewhere/two.txt")
	for link, to := range map[string]string{"a/up": "..", "a/here": ".", "a/more": "../elsewhere", "a/file.txt": "../elsewhere/two.txt", "a/broken.txt": "nowhere"} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	got := paths(new(Finder).List([]string{"a"}).Inputs)
	want := []string{"a/broken.txt not_found", "a/file.txt", "a/more/two.txt", "a/one.txt"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadIsLazy(t *testing.T) {
	tree(t, "a.txt")
	in := new(Finder).List([]string{"a.txt"}).Inputs[0]
	if err := os.WriteFile("a.txt", []byte("later"), 0o666); err != nil {
		t.Fatal(err)
	}
	if data, err := in.Read(t.Context()); string(data) != "later" || err != nil {
		t.Errorf("read %q, %v", data, err)
	}
}

func TestLimits(t *testing.T) {
	tree(t, "ten.txt")
	if err := os.WriteFile("ten.txt", []byte("0123456789"), 0o666); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[limit.Bytes]model.ErrorCode{9: model.TooLarge, 10: "", 11: ""} {
		f := Finder{Limits: limit.Limits{Size: size}, Stdin: strings.NewReader("0123456789")}
		for _, arg := range []string{"ten.txt", "-"} {
			data, err := f.List([]string{arg}).Inputs[0].Read(t.Context())
			if want == "" && (err != nil || string(data) != "0123456789") || want != "" && code(err) != want {
				t.Errorf("%s with limit %d: %q, %v", arg, size, data, err)
			}
		}
	}
}

func TestReadStops(t *testing.T) {
	tree(t, "a.txt")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := new(Finder).List([]string{"a.txt"}).Inputs[0].Read(ctx); code(err) != model.Timeout {
		t.Errorf("got %v", err)
	}
}

// slowly gives nothing until something is there.
type slowly struct{ come chan string }

func (s slowly) Read(p []byte) (int, error) {
	text, ok := <-s.come
	if !ok {
		return 0, io.EOF
	}
	return copy(p, text), nil
}

// What standard input has not brought yet is not waited for longer than a
// context allows, and is there for the next who reads.
func TestWaitingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := slowly{make(chan string)}
		f := Finder{Stdin: in, Limits: limit.Limits{Time: limit.Duration(time.Minute)}}
		input := f.List([]string{"-"}).Inputs[0]
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := input.Read(ctx)
		want := "-: not all of it came within the 1m that it may take; check where it comes from, or raise the limit with --timeout"
		if code(err) != model.Timeout || err.Error() != want {
			t.Errorf("got %v", err)
		}
		go func() {
			in.come <- "late "
			in.come <- "but whole"
			close(in.come)
		}()
		stream, err := input.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if head, err := stream.Peek(4); string(head) != "late" || err != nil {
			t.Errorf("peeked at %q, %v", head, err)
		}
		if data, err := input.Read(t.Context()); string(data) != "late but whole" || err != nil {
			t.Errorf("read %q, %v", data, err)
		}
	})
}
