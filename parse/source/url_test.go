package source_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ofsted/model"
	"ofsted/parse"
	"ofsted/parse/limit"
	"ofsted/parse/source"
)

const (
	patience = 500 * time.Millisecond // of the finder
	// mostTime is how long a download may take that has patience: far longer,
	// so that only what hangs takes it.
	mostTime = 30 * time.Second
	room     = 1 << 20 // bytes that the finder takes
)

// specimen returns a letter that we wrote ourselves.
func specimen(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "letters", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// answer answers with a type of content and a body.
func answer(media string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		w.Write(body)
	}
}

// page answers with a web page and a status.
func page(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprint(w, "<!doctype html><html><body>", body, "</body></html>")
	}
}

// coded answers with a body that is said to be coded so.
func coded(coding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", coding)
		w.Write(body)
	}
}

// raw answers with bytes that need be no HTTP, and then drops the connection as
// if its cable had been pulled.
func raw(parts ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		for _, part := range parts {
			conn.Write([]byte(part))
		}
		conn.(*net.TCPConn).SetLinger(0)
	}
}

// drip sends a head and then a byte at a time, for as long as anybody listens.
func drip(head, more string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		for _, err = conn.Write([]byte(head)); err == nil; _, err = conn.Write([]byte(more)) {
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// flood sends a head and then more without an end.
func flood(head, more string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		more := bytes.Repeat([]byte(more), 1000)
		for _, err = conn.Write([]byte(head)); err == nil; {
			_, err = conn.Write(more)
		}
	}
}

// chain redirects so often, and then to the letter.
func chain(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		to := "/letter"
		if n > 1 {
			to = fmt.Sprint("/chain/", n-1)
		}
		http.Redirect(w, r, to, http.StatusFound)
	}
}

func to(address string) http.Handler { return http.RedirectHandler(address, http.StatusFound) }

// never answers.
func never(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// zipped returns data, so often, as gzip makes it.
func zipped(t *testing.T, data []byte, times int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range times {
		if _, err := z.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const ok = "HTTP/1.1 200 OK\r\n"

// A misbehaviour is what a server does with a request for a path.
type misbehaviour struct {
	path   string
	answer http.Handler
	code   model.ErrorCode // empty where the letter is read all the same
	says   string          // what it is and what to do, within the message
}

// misbehaviours returns what servers do.
func misbehaviours(t *testing.T) []misbehaviour {
	html, pdf := specimen(t, "05-kestrel-focused-2024.html"), specimen(t, "pdf-lo/05-kestrel-focused-2024.pdf")
	const browser = "; download it in a browser and give the file"
	return []misbehaviour{
		// What is fine.
		{"/letter", answer("text/html", html), "", ""},
		{"/gzip", coded("gzip", zipped(t, html, 1)), "", ""},
		{"/identity", coded("identity", html), "", ""},
		{"/chain/5", chain(5), "", ""},
		// The content decides, not what it is said to be.
		{"/letter.pdf", answer("application/pdf", html), "", ""},
		{"/letter.html", answer("text/html", pdf), "", ""},
		{"/download.php", answer("image/png", pdf), "", ""},
		{"/utf-16", answer("text/html; charset=utf-16", html), "", ""},
		{"/koi8-r", answer("text/html; charset=koi8-r", html), "", ""},
		{"/mark", answer("text/html; charset=ascii", append([]byte("\ufeff"), html...)), "", ""},
		// Too slow.
		{"/never", http.HandlerFunc(never), model.Timeout, "did not answer within 500ms; try again later"},
		{"/drip", drip(ok+"Content-Length: 1000000\r\n\r\n", "x"), model.Timeout, "bytes came within 500ms; give it longer with --timeout, or download it"},
		{"/drip/head", drip("HTTP", "/"), model.Timeout, "did not answer within 500ms"},
		{"/drip/chunks", drip(ok+"Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), model.Timeout, "bytes came within 500ms"},
		// Too much.
		{"/flood", flood(ok+"\r\n", "x"), model.TooLarge, "larger than the 1.05 MB that a document may have; check"},
		{"/claims", raw(ok + "Content-Length: 123456789012\r\n\r\n"), model.TooLarge, "123 GB, more than the 1.05 MB"},
		{"/flood/head", flood(ok, "X: y\r\n"), model.Unreadable, "no answer that can be understood (net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 1048576 bytes"},
		{"/bomb", coded("gzip", zipped(t, make([]byte, room), 100)), model.TooLarge, "larger than the 1.05 MB"},
		// Broken off.
		{"/short", raw(ok + "Content-Length: 100\r\n\r\ncut off"), model.Unreadable, "broke off after 7 bytes"},
		{"/chunk", raw(ok + "Transfer-Encoding: chunked\r\n\r\nffff\r\ncut off"), model.Unreadable, "; try again, or download it in a browser"},
		{"/reset", raw(), model.Unreadable, "no answer that can be understood ("},
		{"/half", raw(ok, "Content-Type: text/html\r\n"), model.Unreadable, "no answer that can be understood ("},
		{"/gzip/half", coded("gzip", zipped(t, html, 1)[:1000]), model.Unreadable, "broke off after"},
		{"/gzip/none", coded("gzip", html), model.Unreadable, "(gzip: invalid header); try again"},
		{"/less", raw(ok+"Content-Length: 1000\r\n\r\n", string(pdf)), model.Damaged, "download the document again"},
		// Not the letter.
		{"/missing", page(404, "<h1>Not found</h1>"), model.NotFound, "has no such page (404 Not Found); check the address"},
		{"/gone", page(410, "<h1>Gone</h1>"), model.NotFound, "(410 Gone); check the address"},
		{"/refused", page(403, "<h1>No</h1>"), model.Unreadable, "refused (403 Forbidden)" + browser},
		{"/login", page(200, "<h1>Sign in</h1><form><input name=password></form>"), model.NotADocument, "a web page with no inspection in it; give the address of the letter"},
		{"/error.pdf", page(500, "<h1>Sorry</h1>"), model.Unreadable, "answered 500 Internal Server Error instead of the document; try again later"},
		{"/busy", page(429, "<h1>Slow down</h1>"), model.Unreadable, "answered 429 Too Many Requests"},
		{"/odd", page(299, "<h1>?</h1>"), model.Unreadable, "answered 299 instead of the document"},
		{"/nothing", page(204, ""), model.Unreadable, "answered 204 No Content"},
		{"/empty", answer("text/html", nil), model.NotADocument, "an empty file; download the document again"},
		{"/picture.pdf", answer("application/pdf", []byte("\x89PNG\r\n\x1a\n")), model.NotADocument, "a picture; make it a PDF"},
		{"/binary", answer("application/pdf", []byte("\x00\x01\x02\x03\xff\xfe\x80\x90")), model.Unrecognised, "neither a PDF nor a web page nor text; give the document"},
		{"/json", answer("text/html", []byte(`{"error": "no such letter"}`)), model.Unrecognised, "not an inspection that ofsted parse wrote"},
		{"/brotli", coded("br", html), model.Unreadable, "compressed in a way that was not asked for" + browser},
		{"/ssh", raw("SSH-2.0-OpenSSH_9.2\r\n"), model.Unreadable, `malformed HTTP response "SSH-2.0-OpenSSH_9.2"); check the address`},
		{"/escapes", raw("\x1b]0;title\x07\x1b[31m" + strings.Repeat("x", 100_000) + "\r\n"), model.Unreadable, "malformed HTTP response"},
		// Elsewhere.
		{"/loop", to("/loop"), model.Unreadable, "redirects more than 5 times" + browser},
		{"/chain/6", chain(6), model.Unreadable, "redirects more than 5 times" + browser},
		{"/secret", to("http://me:secret@%zz/"), model.Unreadable, `no answer that can be understood (failed to parse Location header "http://%zz/"`},
		{"/file", to("file:///etc/passwd"), model.Unreadable, "redirects to something that is not on the web" + browser},
		{"/ftp", to("ftp://127.0.0.1/letter.pdf"), model.Unreadable, "not on the web"},
		{"/script", to("javascript:alert(1)"), model.Unreadable, "not on the web"},
		{"/data", to("data:text/html,<h1>x"), model.Unreadable, "not on the web"},
		{"/nowhere", page(302, ""), model.Unreadable, "answered 302 Found instead of the document"},
		{"/garbled", to("http://%zz/"), model.Unreadable, "no answer that can be understood ("},
	}
}

// download reads a web address as the program does, within mostTime.
func download(t *testing.T, client *http.Client, address string) (*model.Inspection, *model.Failure) {
	t.Helper()
	finder := source.Finder{Limits: limit.Limits{Size: room, Time: limit.Duration(patience)}, Client: client}
	var found *model.Inspection
	var failed *model.Failure
	n, began := 0, time.Now()
	for in, failure := range parse.InspectMany(t.Context(), finder.List([]string{address}).Inputs, 1) {
		found, failed = in, failure
		n++
	}
	if took := time.Since(began); took > mostTime {
		t.Errorf("took %v", took)
	}
	if n != 1 {
		t.Fatalf("%d results", n)
	}
	return found, failed
}

// wantFailure makes sure that a failure has a code, and says on one line which
// address it was, what is wrong and what to do.
func wantFailure(t *testing.T, f *model.Failure, address string, code model.ErrorCode, says string) {
	t.Helper()
	if f == nil {
		t.Fatal("no failure")
	}
	if f.Code != code || !strings.HasPrefix(f.Message, address+": ") || !strings.Contains(f.Message, says) {
		t.Errorf("%s: %q; want %s: %s: …%s…", f.Code, f.Message, code, address, says)
	}
	if strings.ContainsAny(f.Message, "\r\n\x1b") || len(f.Message) > 500 {
		t.Errorf("no line of a message: %q", f.Message)
	}
}

// Whatever a server does, the letter is read or one line says in time why not.
func TestMisbehavingServer(t *testing.T) {
	mux := http.NewServeMux()
	behaviours := misbehaviours(t)
	for _, m := range behaviours {
		mux.Handle(m.path, m.answer)
	}
	for n := range 5 {
		mux.Handle(fmt.Sprint("/chain/", n), chain(n))
	}
	server := httptest.NewUnstartedServer(mux)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	quiet(t)
	want := identity(t, specimen(t, "05-kestrel-focused-2024.html"))
	for _, m := range behaviours {
		t.Run(strings.TrimPrefix(m.path, "/"), func(t *testing.T) {
			t.Parallel()
			in, failure := download(t, nil, server.URL+m.path)
			if m.code != "" {
				wantFailure(t, failure, server.URL+m.path, m.code, m.says)
				return
			}
			if failure != nil {
				t.Fatal(failure)
			}
			if got := in.ID + "\n" + in.Findings[0].Text; got != want {
				t.Errorf("read %s; want %s", got, want)
			}
		})
	}
}

// quiet makes sure that nothing is printed until the test ends: net/http prints
// what servers send that it did not ask for.
func quiet(t *testing.T) {
	t.Helper()
	var printed bytes.Buffer
	was := log.Writer()
	log.SetOutput(&printed)
	t.Cleanup(func() {
		log.SetOutput(was)
		if printed.Len() > 0 {
			t.Errorf("printed: %s", &printed)
		}
	})
}

// identity tells the letter by its identity and its first finding.
func identity(t *testing.T, data []byte) string {
	t.Helper()
	in, err := parse.Inspect(t.Context(), parse.Input{Path: "letter", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return in.ID + "\n" + in.Findings[0].Text
}

// A connection that is to be secret is either that or none.
func TestSecureServer(t *testing.T) {
	letter := answer("text/html", specimen(t, "05-kestrel-focused-2024.html"))
	open := httptest.NewServer(letter)
	t.Cleanup(open.Close)
	mux := http.NewServeMux()
	mux.Handle("/letter", letter)
	mux.Handle("/open", to(open.URL))
	mux.Handle("/back", to("/letter"))
	secure := httptest.NewUnstartedServer(mux)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	up := httptest.NewServer(to(secure.URL + "/letter"))
	t.Cleanup(up.Close)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	named := strings.Replace(secure.URL, "127.0.0.1", "localhost", 1)
	trusting := secure.Client()
	for _, test := range []struct {
		name    string
		client  *http.Client
		address string
		code    model.ErrorCode
		says    string
	}{
		{"trusted", trusting, secure.URL + "/letter", "", ""},
		{"redirected", trusting, secure.URL + "/back", "", ""},
		{"from open to secure", trusting, up.URL, "", ""},
		{"from secure to open", trusting, secure.URL + "/open", model.Unreadable, "redirects from https to http, where it could be changed"},
		{"certificate of nobody", nil, secure.URL + "/letter", model.Unreadable, "cannot prove that it is the one (x509: certificate signed by unknown authority); check the address"},
		{"certificate of another", trusting, named + "/letter", model.Unreadable, "not localhost); check the address"},
		{"no encryption", nil, strings.Replace(open.URL, "http:", "https:", 1), model.Unreadable, "server gave HTTP response to HTTPS client); check the address"},
		{"encryption not expected", nil, strings.Replace(secure.URL, "https:", "http:", 1), model.Unreadable, "answered 400 Bad Request"},
		{"silence", nil, "https://" + silent.Addr().String(), model.Timeout, "did not answer within 500ms"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in, failure := download(t, test.client, test.address)
			if test.code != "" {
				wantFailure(t, failure, test.address, test.code, test.says)
			} else if failure != nil || len(in.Findings) == 0 {
				t.Errorf("%v, %v", in, failure)
			}
		})
	}
}

// Addresses that nobody can be asked for are refused with a word.
func TestAddresses(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + closed.Addr().String()
	closed.Close()
	for _, test := range []struct {
		address, named string
		code           model.ErrorCode
		says           string
	}{
		{nobody, nobody, model.Unreadable, "no connection to the server ("},
		{"ftp://127.0.0.1/x", "ftp://127.0.0.1/x", model.Unreadable, "only http:// and https://"},
		{"file:///etc/passwd", "file:///etc/passwd", model.Unreadable, "only http:// and https://"},
		{"ftp://me:secret@127.0.0.1/x", "ftp://127.0.0.1/x", model.Unreadable, "only http"},
		{"http://me:sec/ret@127.0.0.1/x", "http://127.0.0.1/x", model.NotFound, "not a complete web address; check"},
		{"http://me:secret@a b/x", "http://a b/x", model.NotFound, "not a complete web address; check"},
		{"https://", "https://", model.NotFound, "not a complete web address; check"},
		{"https:///letter.pdf", "https:///letter.pdf", model.NotFound, "not a complete web address"},
		{"http://127.0.0.1:99999/", "http://127.0.0.1:99999/", model.Unreadable, "no connection to the server ("},
		{"http://me:secret@127.0.0.1:99999/x@y", "http://me:xxxxx@127.0.0.1:99999/x@y", model.Unreadable, "no connection to the server ("},
	} {
		_, failure := download(t, nil, test.address)
		wantFailure(t, failure, test.named, test.code, test.says)
	}
}

// A server that all of a list leads to costs each of its documents only itself.
func TestServerAmongOthers(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/letter", answer("text/html", specimen(t, "05-kestrel-focused-2024.html")))
	mux.HandleFunc("/never", never)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	finder := source.Finder{Limits: limit.Limits{Size: room, Time: limit.Duration(patience)}}
	var got []string
	for in, failure := range parse.InspectMany(t.Context(), finder.List([]string{server.URL + "/never", server.URL + "/letter", server.URL + "/none"}).Inputs, 1) {
		if failure != nil {
			got = append(got, string(failure.Code))
		} else {
			got = append(got, in.Source.Path)
		}
	}
	if diff := cmp.Diff([]string{"timeout", server.URL + "/letter", "not_found"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What keeps the program from asking at all is said in our words.
func TestClientFails(t *testing.T) {
	const address = "http://example.org/letter"
	for _, test := range []struct {
		err  error
		code model.ErrorCode
		says string
	}{
		{&net.DNSError{Name: "example.org", Err: "no such host", IsNotFound: true}, model.NotFound, "no server named example.org; check the address and the network"},
		{&net.DNSError{Name: "example.org", Err: "server misbehaving"}, model.Unreadable, "server misbehaving); check the address"},
		{&net.DNSError{Name: "example.org", Err: "i/o timeout", IsTimeout: true}, model.Timeout, "did not answer within"},
		{errors.New("the proxy wants to know who you are"), model.Unreadable, "(the proxy wants to know who you are); check the address"},
		{errors.New(strings.Repeat("ü", 10_000)), model.Unreadable, "ü…); check the address"},
	} {
		_, failure := download(t, &http.Client{Transport: failing{test.err}}, address)
		wantFailure(t, failure, address, test.code, test.says)
	}
}

// Whoever stops the program does not wait for a server.
func TestDownloadStops(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{"before the answer": never, "within it": drip(ok+"\r\n", "x")} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(answer)
			t.Cleanup(server.Close)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(patience/5, cancel)
			began := time.Now()
			_, err := new(source.Finder).List([]string{server.URL}).Inputs[0].Read(ctx)
			failure, ok := errors.AsType[*model.Failure](err)
			if !ok || failure.Code != model.Timeout || failure.Message != server.URL+": reading was stopped" || time.Since(began) > mostTime {
				t.Errorf("%v after %v", err, time.Since(began))
			}
		})
	}
}

// failing is a transport that gives an error.
type failing struct{ err error }

// RoundTrip implements http.RoundTripper.
func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }
