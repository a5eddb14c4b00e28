package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
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
	timeout time.Duration
}

func newEndpoint(baseURL, key string, timeout time.Duration, client *http.Client) (*endpoint, error) {
	base, err := CompleteBase(baseURL)
	if err != nil {
		return nil, err
	}
	key = strings.TrimSpace(key)
	for _, r := range key {
		if r < ' ' || r > '~' {
			return nil, errors.New("llm: read API key: it holds a character that no key has; copy it again")
		}
	}
	if timeout < 0 {
		return nil, fmt.Errorf("llm: read timeout: %s is negative", timeout)
	}
	if timeout == 0 {
		timeout = defaultTimeout
	}
	s := &endpoint{base: base, key: key, timeout: timeout, http: observed(client)}
	config := openai.DefaultConfig(key)
	config.BaseURL = base
	config.HTTPClient = s.http
	// Keep-alive comments and blank lines are bounded by time and size instead.
	config.EmptyMessagesLimit = maxResponse
	s.api = openai.NewClientWithConfig(config)
	return s, nil
}

// observed returns a copy of client, or our own if nil, whose responses are
// bounded and reported to the exchange in their request's context.
func observed(client *http.Client) *http.Client {
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
	c.Transport = transport{c.Transport}
	return &c
}

// call makes attempts at do until one succeeds or no further is worth while:
// after 429 or 503 with a short Retry-After, and once after a refused
// connection, and never when something was already delivered.
func (s *endpoint) call(ctx context.Context, op, model string, do func(context.Context, *exchange) error) error {
	for retries, knocked := 0, false; ; {
		x, err := s.attempt(ctx, op, model, do)
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
func (s *endpoint) attempt(ctx context.Context, op, model string, do func(context.Context, *exchange) error) (*exchange, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	x := &exchange{limit: s.timeout}
	x.silence = time.AfterFunc(s.timeout, func() { cancel(errSilent) })
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

// transport fills in the exchange and bounds the response.
type transport struct{ next http.RoundTripper }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	x, ok := req.Context().Value(exchangeKey{}).(*exchange)
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
