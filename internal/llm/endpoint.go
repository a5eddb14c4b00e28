package llm

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

const (
	maxResponse      = 32 << 20 // bytes of an answer: 32 embeddings of 4,096 numbers are about 3 MB
	maxErrorResponse = 64 << 10 // bytes read of an answer that is an error
	tailSize         = 8 << 10  // bytes kept of the end of a response, to find errors in
	dialTimeout      = 10 * time.Second

	maxRetryAfter = 5 * time.Second        // a longer wait is the caller's to decide
	maxRetries    = 2                      // after a server's "try again later"
	refusedPause  = 250 * time.Millisecond // a server that restarts is back soon
)

// endpoint is one OpenAI-compatible server, what Server and Embedder share.
type endpoint struct {
	api     *openai.Client
	http    *http.Client
	base    string // ends where /chat/completions begins
	key     string
	secrets []string // key, and what else no error may show
	timeout time.Duration
}

func newEndpoint(cfg Config) (*endpoint, error) {
	base, query, err := splitBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	key := strings.TrimSpace(cfg.APIKey)
	if !printable(key) {
		return nil, errors.New("llm: read API key: it holds a character that no key has; copy it again")
	}
	header, err := readHeaders(cfg.Headers)
	if err != nil {
		return nil, err
	}
	if cfg.Timeout < 0 {
		return nil, fmt.Errorf("llm: read timeout: %s is negative", cfg.Timeout)
	}
	s := &endpoint{base: base, key: key, timeout: cmp.Or(cfg.Timeout, defaultTimeout), http: observed(cfg.HTTPClient, header, query)}
	for _, secret := range append(slices.Concat(slices.Collect(maps.Values(header))...), key) {
		if len(secret) >= minSecret {
			s.secrets = append(s.secrets, secret)
		}
	}
	config := openai.DefaultConfig(key)
	config.BaseURL = base
	config.HTTPClient = s.http
	// Keep-alive comments and blank lines are bounded by time and size instead.
	config.EmptyMessagesLimit = maxResponse
	s.api = openai.NewClientWithConfig(config)
	return s, nil
}

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}

// readHeaders checks what the operator adds to each request. Errors do not
// repeat a value.
func readHeaders(headers map[string]string) (http.Header, error) {
	out := http.Header{}
	for name, value := range headers {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || r == ':' }) {
			return nil, fmt.Errorf("llm: read headers: %q is no name of a header", name)
		}
		if !printable(value) {
			return nil, fmt.Errorf("llm: read headers: the value of %s holds a character that no header has", name)
		}
		out.Set(name, value)
	}
	return out, nil
}

// observed returns a copy of client, or our own if nil, whose requests are
// completed, and whose responses are bounded and reported to the exchange in
// their request's context.
func observed(client *http.Client, header http.Header, query string) *http.Client {
	if client == nil {
		own := http.DefaultTransport.(*http.Transport).Clone()
		own.DialContext = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
		own.MaxIdleConnsPerHost = 8
		client = &http.Client{Transport: own}
	}
	c := *client
	if c.Transport == nil {
		c.Transport = http.DefaultTransport
	}
	c.Transport = transport{c.Transport, header, query}
	return &c
}

// call makes attempts at do until one succeeds or no further is worth while:
// after 429 or 503 with a short Retry-After, and once after a refused
// connection, and never when something was already delivered. It waits for the
// first word as long as first says.
func (s *endpoint) call(ctx context.Context, op, model string, first time.Duration, do func(context.Context, *exchange) error) error {
	for retries, knocked := 0, false; ; {
		x, err := s.attempt(ctx, op, model, first, do)
		if err == nil {
			return nil
		}
		var pause time.Duration
		switch {
		case x.delivered:
			return err
		case x.refused && !knocked:
			knocked, pause = true, refusedPause
		case retries < maxRetries && x.retryAfter > 0 && x.retryAfter <= maxRetryAfter &&
			(x.status == http.StatusTooManyRequests || x.status == http.StatusServiceUnavailable):
			retries++
			pause = x.retryAfter
		default:
			return err
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) <= pause {
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return s.classify(ctx, op, model, x, ctx.Err())
		}
	}
}

// attempt runs do once, under the silence limit.
func (s *endpoint) attempt(ctx context.Context, op, model string, first time.Duration, do func(context.Context, *exchange) error) (*exchange, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	x := &exchange{limit: first}
	x.silence = time.AfterFunc(first, func() { cancel(errSilent) })
	defer x.silence.Stop()
	err := do(context.WithValue(ctx, exchangeKey{}, x), x)
	if err == nil {
		return x, nil
	}
	x.refused = errors.Is(err, syscall.ECONNREFUSED)
	return x, s.classify(ctx, op, model, x, err)
}

// exchange is what one request and its response leave behind that go-openai
// does not hand on. It is used by one goroutine.
type exchange struct {
	params map[string]any // go into the body of the request

	status      int
	contentType string
	retryAfter  time.Duration
	framed      bool // the end of the body is marked, so that a cut shows as an error
	body        *body

	delivered bool // something reached the caller: no second attempt
	refused   bool // nobody listens at the address
	limit     time.Duration
	silence   *time.Timer
}

// listen starts to wait for the server, for at most the silence limit.
func (x *exchange) listen() { x.silence.Reset(x.limit) }

// rest stops the wait while the caller is busy with what has come.
func (x *exchange) rest() { x.silence.Stop() }

// complaint is the error that the server reported in its response, if any.
func (x *exchange) complaint() *complaint {
	if x.body == nil {
		return nil
	}
	return lastComplaint(x.body.tail)
}

type exchangeKey struct{}

// transport completes the request, fills in the exchange and bounds the response.
type transport struct {
	next   http.RoundTripper
	header http.Header // the operator's own
	query  string      // of the base address
}

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	x, ok := req.Context().Value(exchangeKey{}).(*exchange)
	req = req.Clone(req.Context())
	maps.Copy(req.Header, t.header)
	req.URL.RawQuery = t.query
	if ok && x.params != nil {
		if err := addParams(req, x.params); err != nil {
			return nil, err
		}
	}
	resp, err := t.next.RoundTrip(req)
	if err != nil || !ok {
		return resp, err
	}
	x.status = resp.StatusCode
	x.contentType = resp.Header.Get("Content-Type")
	x.retryAfter = parseRetryAfter(resp.Header.Get("Retry-After"), time.Now())
	x.framed = resp.ContentLength >= 0 || len(resp.TransferEncoding) > 0 || resp.ProtoMajor > 1
	x.body = &body{ReadCloser: resp.Body, left: maxResponse, tooLarge: errTooLarge}
	if resp.StatusCode >= http.StatusBadRequest {
		x.body.left, x.body.tooLarge = maxErrorResponse, io.EOF
	}
	resp.Body = x.body
	return resp, nil
}

// addParams puts params into the JSON object that req sends. It is done here, and
// not in go-openai's request, because that has a field for what it knows alone,
// leaves out a temperature of 0, and refuses some itself by the model's name.
func addParams(req *http.Request, params map[string]any) error {
	defer req.Body.Close()
	object := map[string]any{}
	if err := json.NewDecoder(req.Body).Decode(&object); err != nil {
		return fmt.Errorf("llm: add parameters: %w", err)
	}
	maps.Copy(object, params)
	data, err := json.Marshal(object)
	if err != nil {
		return fmt.Errorf("llm: add parameters: %w", err)
	}
	req.Body = io.NopCloser(bytes.NewReader(data))
	req.GetBody = nil
	req.ContentLength = int64(len(data))
	return nil
}

// body bounds a response, remembers its end, and closes its last line, which
// go-openai would otherwise drop.
type body struct {
	io.ReadCloser
	left     int
	tooLarge error // what reading beyond left gives
	tail     []byte
	closed   bool
}

func (b *body) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if b.left <= 0 {
		return 0, b.tooLarge
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	b.tail = append(b.tail, p[:n]...)
	if len(b.tail) > 2*tailSize {
		b.tail = append(b.tail[:0], b.tail[len(b.tail)-tailSize:]...)
	}
	if n == 0 && err == io.EOF && !b.closed {
		b.closed = true
		p[0] = '\n'
		return 1, nil
	}
	if n > 0 && err == io.EOF {
		err = nil // comes again with the next Read
	}
	return n, err
}

// parseRetryAfter reads seconds, whole or not, or a date (RFC 9110 §10.2.3).
// It returns 0 for no header or one that makes no sense, and at most a day.
func parseRetryAfter(value string, now time.Time) time.Duration {
	const day = 24 * time.Hour
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if seconds > 0 {
			return time.Duration(min(seconds, day.Seconds()) * float64(time.Second))
		}
		return 0
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), day)
	}
	return 0
}
