package source

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
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
	for limit, want := range map[int64]model.ErrorCode{9: model.TooLarge, 10: "", 11: ""} {
		f := Finder{MaxBytes: limit, Stdin: strings.NewReader("0123456789")}
		for _, arg := range []string{"ten.txt", "-"} {
			data, err := f.List([]string{arg}).Inputs[0].Read(t.Context())
			if want == "" && (err != nil || string(data) != "0123456789") || want != "" && code(err) != want {
				t.Errorf("%s with limit %d: %q, %v", arg, limit, data, err)
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

// server answers by path.
func server(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/letter", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "letter") })
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 2000)) })
	mux.HandleFunc("/endless", func(w http.ResponseWriter, _ *http.Request) {
		for range 2000 {
			w.Write(make([]byte, 1000))
			w.(http.Flusher).Flush()
		}
	})
	mux.HandleFunc("/short", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "cut off")
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.Handle("/moved", http.RedirectHandler("/letter", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.Handle("/file", http.RedirectHandler("file:///etc/passwd", http.StatusFound))
	for path, status := range map[string]int{"/gone": 410, "/no": 403, "/broken": 500} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestDownload(t *testing.T) {
	s := server(t)
	f := Finder{MaxBytes: 1000, Timeout: 500 * time.Millisecond}
	for path, want := range map[string]model.ErrorCode{
		"/letter": "", "/moved": "", "/missing": model.NotFound, "/gone": model.NotFound, "/no": model.Unreadable,
		"/broken": model.Unreadable, "/loop": model.Unreadable, "/file": model.Unreadable, "/big": model.TooLarge,
		"/endless": model.TooLarge, "/slow": model.Timeout, "/short": model.Unreadable,
	} {
		t.Run(path, func(t *testing.T) {
			list := f.List([]string{s.URL + path})
			data, err := list.Inputs[0].Read(t.Context())
			if want == "" {
				if err != nil || string(data) != "letter" {
					t.Errorf("read %q, %v", data, err)
				}
				return
			}
			if code(err) != want {
				t.Fatalf("got %v, want code %s", err, want)
			}
			if !strings.HasPrefix(err.Error(), s.URL+path+": ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("message does not name the address on one line: %v", err)
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	s := server(t)
	s.Close()
	if _, err := new(Finder).List([]string{s.URL}).Inputs[0].Read(t.Context()); code(err) != model.Unreadable {
		t.Errorf("got %v", err)
	}
}

func TestPasswordsAreNotShown(t *testing.T) {
	in := new(Finder).List([]string{"http://me:secret@example.org/x"}).Inputs[0]
	if strings.Contains(in.Path, "secret") {
		t.Errorf("path is %s", in.Path)
	}
}
