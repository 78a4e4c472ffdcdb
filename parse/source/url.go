package source

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ofsted/internal/lazy"
	"ofsted/model"
)

// maxRedirects is how often a server may send us elsewhere.
const maxRedirects = 5

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

// errScheme is a redirect to something that is not the web.
var errScheme = errors.New("not an http or https address")

// fromURL returns the Input for a web address.
func (f *Finder) fromURL(arg, scheme string) Input {
	u, err := url.Parse(arg)
	switch {
	case scheme != "http" && scheme != "https":
		return Failed(fail(arg, model.Unreadable, "only http:// and https:// addresses can be downloaded"))
	case err != nil || u.Host == "":
		return Failed(fail(arg, model.NotFound, "not a complete web address"))
	}
	name := u.Redacted() // a password is not for output and logs
	return Input{Path: name, read: func(ctx context.Context) ([]byte, error) { return f.download(ctx, name, u) }}
}

func (f *Finder) download(ctx context.Context, name string, u *url.URL) ([]byte, error) {
	timeout := f.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fail(name, model.NotFound, "not a complete web address")
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "application/pdf, text/html, text/plain, */*;q=0.1")
	resp, err := f.client().Do(req)
	if err != nil {
		return nil, downloadFailure(name, timeout, err)
	}
	defer resp.Body.Close()
	if failure := statusFailure(name, resp); failure != nil {
		return nil, failure
	}
	if resp.ContentLength > f.maxBytes() {
		return nil, f.tooLarge(name, resp.ContentLength)
	}
	data, err := f.readAll(ctx, name, resp.Body, resp.ContentLength)
	if err != nil && ctx.Err() != nil {
		return nil, downloadFailure(name, timeout, ctx.Err())
	}
	return data, err
}

// client returns a client that stays on the web: a redirect may lead to
// another host but not to another kind of address.
func (f *Finder) client() *http.Client {
	client := http.Client{}
	if f.Client != nil {
		client = *f.Client
	}
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return fmt.Errorf("more than %d redirects", maxRedirects)
		}
		if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
			return errScheme
		}
		return nil
	}
	return &client
}

// statusFailure says what is wrong with an answer that is not the document.
func statusFailure(name string, resp *http.Response) *model.Failure {
	status := strings.TrimSpace(fmt.Sprint(resp.StatusCode, " ", http.StatusText(resp.StatusCode)))
	switch resp.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusNotFound, http.StatusGone:
		return fail(name, model.NotFound, "the server has no such page ("+status+"); check the address")
	case http.StatusUnauthorized, http.StatusForbidden:
		return fail(name, model.Unreadable, "the server refused ("+status+"); download it in a browser and give the file")
	}
	return fail(name, model.Unreadable, "the server answered "+status+" instead of the document; try again later")
}

// downloadFailure says why no answer came.
func downloadFailure(name string, timeout time.Duration, err error) *model.Failure {
	if urlErr, ok := errors.AsType[*url.Error](err); ok {
		err = urlErr.Err // without the method and address, which the message has already
	}
	netErr, isNet := errors.AsType[net.Error](err)
	dnsErr, isDNS := errors.AsType[*net.DNSError](err)
	switch {
	case errors.Is(err, context.Canceled):
		return stopped(name)
	case errors.Is(err, context.DeadlineExceeded), isNet && netErr.Timeout():
		return fail(name, model.Timeout, fmt.Sprintf("the server did not answer within %v; try again later, or download it in a browser", timeout))
	case isDNS && dnsErr.IsNotFound:
		return fail(name, model.NotFound, "there is no server named "+dnsErr.Name+"; check the address and the network connection")
	}
	return fail(name, model.Unreadable, "cannot be downloaded: "+err.Error())
}
