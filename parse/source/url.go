package source

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"ofsted/internal/lazy"
	"ofsted/model"
	"ofsted/parse/limit"
)

// maxRedirects is how often a server may send us elsewhere.
const maxRedirects = 5

// maxReserved is how many bytes are set aside because a server says that they
// will come.
const maxReserved = 1 << 20

// userAgent tells servers who asks.
const userAgent = "ofsted (+command-line reader of inspection reports)"

// schemeRE matches a scheme of two letters or more: C:// is a Windows path.
var schemeRE = lazy.NewRegexp(`^([A-Za-z][A-Za-z0-9+.-]+)://`)

// urlScheme returns a web address's scheme in lower case.
func urlScheme(arg string) (scheme string, ok bool) {
	m := schemeRE.FindStringSubmatch(arg)
	if m == nil {
		return "", false
	}
	return strings.ToLower(m[1]), true
}

// passwordRE matches what stands before the host of an address: a name and a
// password.
var passwordRE = lazy.NewRegexp(`://[^/?#]*@`)

// fromURL returns the Input for a web address. A password in it is not for
// output and logs.
func (f *Finder) fromURL(arg, scheme string) Input {
	u, err := url.Parse(arg)
	name := passwordRE.ReplaceAllString(arg, "://")
	switch {
	case scheme != "http" && scheme != "https":
		return Failed(fail(name, model.Unreadable, "only http:// and https:// addresses can be downloaded; download it with another program and give the file"))
	case err != nil || u.Host == "":
		// Where the address cannot be read, all before its last @ may be secret.
		name = scheme + "://" + arg[max(strings.LastIndex(arg, "@")+1, len(scheme)+len("://")):]
		return Failed(fail(name, model.NotFound, "not a complete web address; check the spelling"))
	}
	name = u.Redacted()
	return Input{Path: name, Limits: f.Limits, read: func(ctx context.Context) ([]byte, error) { return f.download(ctx, name, u) }}
}

// download gets a document from the web, all of it within the time and the
// bytes that one may take. What it is its content says, neither its address nor
// the server.
func (f *Finder) download(ctx context.Context, name string, u *url.URL) ([]byte, error) {
	timeout := f.Limits.OrDefault().Time
	ctx, cancel := context.WithTimeout(ctx, time.Duration(timeout))
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fail(name, model.NotFound, "not a complete web address; check the spelling")
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "application/pdf, text/html, text/plain, */*;q=0.1")
	resp, err := f.client().Do(req)
	if err != nil {
		return nil, downloadFailure(name, timeout, err)
	}
	defer resp.Body.Close()
	if failure := answerFailure(name, resp); failure != nil {
		return nil, failure
	}
	if resp.ContentLength > f.maxBytes() {
		return nil, f.tooLarge(name, resp.ContentLength)
	}
	body := &body{r: resp.Body}
	data, err := f.readAll(ctx, name, body, min(resp.ContentLength, maxReserved))
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, bodyFailure(name, timeout, body.n, ctx.Err())
	case body.err != nil:
		return nil, bodyFailure(name, timeout, body.n, body.err)
	}
	return data, err
}

// A body is what a server sends. It keeps count of it, and what broke it off.
type body struct {
	r   io.Reader
	n   int64
	err error
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

// A refusal is a redirect that is not followed; it says why and what to do.
type refusal string

// Error implements error.
func (r refusal) Error() string { return string(r) }

// mostHead is how many bytes an answer may have before the document.
const mostHead = 1 << 20

// transport is how documents come. Each gets a connection of its own: what a
// server sends behind a document on one that is kept net/http would print.
var transport = sync.OnceValue(func() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.DisableKeepAlives = true
	t.MaxResponseHeaderBytes = mostHead
	return t
})

// client returns a client that stays on the web: a redirect may lead to
// another host but not to another kind of address, nor from a connection that
// nobody else can read or change to one that anybody can.
func (f *Finder) client() *http.Client {
	client := http.Client{Transport: transport()}
	if f.Client != nil {
		client = *f.Client
	}
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		before, scheme := via[len(via)-1].URL.Scheme, req.URL.Scheme
		switch {
		case len(via) > maxRedirects:
			return refusal(fmt.Sprintf("redirects more than %d times; %s", maxRedirects, useBrowser))
		case scheme != "http" && scheme != "https":
			return refusal("redirects to something that is not on the web; " + useBrowser)
		case before == "https" && scheme == "http":
			return refusal("redirects from https to http, where it could be changed on its way; " + useBrowser)
		}
		return nil
	}
	return &client
}

// useBrowser is what to do about a server that only a person can deal with.
const useBrowser = "download it in a browser and give the file"

// answerFailure says what is wrong with an answer that is not the document.
func answerFailure(name string, resp *http.Response) *model.Failure {
	status := strings.TrimSpace(fmt.Sprint(resp.StatusCode, " ", http.StatusText(resp.StatusCode)))
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return fail(name, model.NotFound, "the server has no such page ("+status+"); check the address")
	case http.StatusUnauthorized, http.StatusForbidden:
		return fail(name, model.Unreadable, "the server refused ("+status+"); "+useBrowser)
	default:
		return fail(name, model.Unreadable, "the server answered "+status+" instead of the document; try again later, or "+useBrowser)
	}
	if coding := resp.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return fail(name, model.Unreadable, "the server sent it compressed in a way that was not asked for; "+useBrowser)
	}
	return nil
}

// downloadFailure says why no answer came.
func downloadFailure(name string, timeout limit.Duration, err error) *model.Failure {
	if urlErr, ok := errors.AsType[*url.Error](err); ok {
		err = urlErr.Err // without the method and address, which the message has already
	}
	refused, isRefusal := errors.AsType[refusal](err)
	dns, isDNS := errors.AsType[*net.DNSError](err)
	certificate, isCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, context.Canceled):
		return stopped(name)
	case isTimeout(err):
		return fail(name, model.Timeout, fmt.Sprintf("the server did not answer within %v; try again later, or %s", timeout, useBrowser))
	case isRefusal:
		return fail(name, model.Unreadable, refused.Error())
	case isDNS && dns.IsNotFound:
		return fail(name, model.NotFound, "there is no server named "+dns.Name+"; check the address and the network connection")
	case isCertificate:
		return fail(name, model.Unreadable, "the server cannot prove that it is the one ("+brief(certificate.Err)+"); check the address, or ask whoever runs it")
	case isOp && op.Op == "dial":
		return fail(name, model.Unreadable, "no connection to the server ("+brief(op.Err)+"); check the address and the network connection")
	}
	return fail(name, model.Unreadable, "no answer that can be understood ("+brief(err)+"); check the address, or "+useBrowser)
}

// bodyFailure says why only so many bytes came.
func bodyFailure(name string, timeout limit.Duration, n int64, err error) *model.Failure {
	switch {
	case errors.Is(err, context.Canceled):
		return stopped(name)
	case isTimeout(err):
		return fail(name, model.Timeout, fmt.Sprintf("only %s came within %v; give it longer with --%s, or %s", limit.Bytes(n), timeout, limit.Time.Flag, useBrowser))
	}
	return fail(name, model.Unreadable, fmt.Sprintf("the download broke off after %s (%s); try again, or %s", limit.Bytes(n), brief(err), useBrowser))
}

// mostQuoted is how many bytes of an error are quoted, which may quote all that
// a server sent.
const mostQuoted = 200

// brief returns an error's message, without the passwords of addresses in it and
// shortened where it is long.
func brief(err error) string {
	text := passwordRE.ReplaceAllString(err.Error(), "://")
	if len(text) <= mostQuoted {
		return text
	}
	return strings.ToValidUTF8(text[:mostQuoted], "") + "…"
}

func isTimeout(err error) bool {
	netErr, isNet := errors.AsType[net.Error](err)
	return errors.Is(err, context.DeadlineExceeded) || isNet && netErr.Timeout()
}
