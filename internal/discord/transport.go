package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	tries       = 5                // of one request, the first included
	tryLimit    = 15 * time.Second // of one try
	ackTryLimit = time.Second      // of one try to acknowledge an interaction
	maxResponse = 32 << 20         // bytes
)

// A transport is the http.RoundTripper of every REST call: it keeps to the rate
// limits and repeats what failed for a moment. It replaces discordgo's own
// limiter, which sleeps without regard for the context, puts the interactions
// of all visitors into one bucket or keeps a bucket for each for ever, and
// repeats only on 502.
//
// Waits end with the request's context. A wait that would outlast the
// context's deadline is not begun: the caller gets the 429 at once.
type transport struct {
	base    string        // path of the API, before those that its documentation names
	pause   time.Duration // before the second try, doubled afterwards
	next    http.RoundTripper
	limits  *limits
	waits   atomic.Int64 // for a rate limit
	repeats atomic.Int64 // of failed requests
}

// RoundTrip serves one call, body included.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	rt := routeOf(req.Method, strings.TrimPrefix(req.URL.Path, t.base))
	for n := 1; ; n++ {
		if err := t.awaitTurn(req.Context(), rt); err != nil {
			return nil, err
		}
		resp, err := t.try(req, rt, body)
		pause, again := t.verdict(rt, resp, err, n)
		if again && fits(req.Context(), pause) {
			t.repeats.Add(1)
			if err == nil && resp.StatusCode == http.StatusTooManyRequests {
				n-- // that was only too early
			}
			if sleep(req.Context(), pause) == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		return resp, nil
	}
}

// awaitTurn waits for the route's bucket. Acknowledgements do not wait: they
// are outside the limits (receiving-and-responding: interaction endpoints are
// not bound to the global limit) and late after three seconds.
func (t *transport) awaitTurn(ctx context.Context, rt route) error {
	if rt.ack {
		return nil
	}
	for {
		wait := t.limits.reserve(rt.bucket, time.Now())
		if wait == 0 {
			return nil
		}
		if wait > askAgain {
			t.waits.Add(1)
		}
		if !fits(ctx, wait) {
			return &limitedError{After: wait}
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// try sends the request once and reads the whole response, so that its time
// limit covers the body.
func (t *transport) try(req *http.Request, rt route, body []byte) (*http.Response, error) {
	limit := tryLimit
	if rt.ack {
		limit = ackTryLimit
	}
	ctx, cancel := context.WithTimeout(req.Context(), limit)
	defer cancel()
	out := req.Clone(ctx)
	if body != nil {
		out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	var header http.Header // of an answer that tells about the bucket
	if !rt.ack {
		defer func() { t.limits.answered(rt.bucket, header, time.Now()) }()
	}
	resp, err := t.next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		after, global := retryAfter(resp.Header, text)
		t.limits.block(rt.bucket, after, global, time.Now())
		resp.Header.Set("Retry-After", strconv.FormatFloat(after.Seconds(), 'f', 3, 64))
	} else {
		header = resp.Header
	}
	if resp.StatusCode < 300 && foreign(text) {
		resp.StatusCode = http.StatusBadGateway // what was asked for did not arrive
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	return resp, nil
}

// foreign tells what is no answer of Discord's: a page of something on the way to it.
func foreign(text []byte) bool {
	text = bytes.TrimSpace(text)
	return len(text) > 0 && text[0] != '{' && text[0] != '['
}

// retryAfter reads how long a 429 asks to wait: from the body, which is exact,
// or the header, or else a second.
func retryAfter(h http.Header, text []byte) (after time.Duration, global bool) {
	var body struct {
		RetryAfter *float64 `json:"retry_after"`
		Global     bool     `json:"global"`
	}
	global = h.Get("X-RateLimit-Global") != ""
	sec, err := strconv.ParseFloat(h.Get("Retry-After"), 64)
	if json.Unmarshal(text, &body) == nil {
		global = global || body.Global
		if body.RetryAfter != nil {
			sec, err = *body.RetryAfter, nil
		}
	}
	if err != nil || sec < 0 || sec > 24*3600 {
		return time.Second, global
	}
	return max(time.Duration(sec*float64(time.Second)), 50*time.Millisecond), global
}

// verdict decides whether try n is followed by another, and after what pause.
func (t *transport) verdict(rt route, resp *http.Response, err error, n int) (pause time.Duration, again bool) {
	pause = jitter(t.pause << (n - 1))
	switch {
	case n >= tries, rt.ack: // who acknowledges has to know of each try
		return 0, false
	case err != nil:
		return pause, rt.repeatable || neverSent(err)
	case resp.StatusCode == http.StatusTooManyRequests:
		return jitter(askAgain), true // awaitTurn waits
	case resp.StatusCode == 500, resp.StatusCode == 502, resp.StatusCode == 503, resp.StatusCode == 504:
		return pause, true
	}
	return 0, false
}

// neverSent reports whether a request failed before any of it left.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// A route is what the transport needs to know of a request's address.
type route struct {
	bucket string // what Discord counts it under, as far as known
	ack    bool   // it acknowledges an interaction
	// repeatable: doing it twice is as good as once. Only follow-ups are not:
	// messages carry a nonce, threads and direct channels exist once.
	// Follow-ups are still repeated when Discord says that it failed (5xx),
	// for half an answer is worse than one part seen twice.
	repeatable bool
}

var snowflake = regexp.MustCompile(`^\d{5,20}$`)

// routeOf names a request's bucket: the method and the path, with every
// identifier replaced but the main parameter, by which Discord counts
// (topics/rate-limits). The path is relative to the API's base.
func routeOf(method, path string) route {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	main := 2
	if parts[0] == "webhooks" {
		main = 3 // the token belongs to it
	}
	for i := main; i < len(parts); i++ {
		if snowflake.MatchString(parts[i]) {
			parts[i] = "*"
		}
	}
	return route{
		bucket:     method + " " + strings.Join(parts, "/"),
		ack:        parts[0] == "interactions",
		repeatable: method != http.MethodPost || parts[0] != "webhooks",
	}
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	defer req.Body.Close()
	return io.ReadAll(req.Body)
}

// A limitedError says that a rate limit would have outlasted the time there was.
type limitedError struct{ After time.Duration }

func (e *limitedError) Error() string {
	return fmt.Sprintf("discord: rate limited for another %v", e.After.Round(time.Millisecond))
}

// fits reports whether a pause ends before the context's deadline.
func fits(ctx context.Context, pause time.Duration) bool {
	end, ok := ctx.Deadline()
	return !ok || time.Until(end) > pause
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// jitter returns between a half and the whole of d, so that clients which
// failed together do not come back together.
func jitter(d time.Duration) time.Duration {
	return d/2 + rand.N(d/2+1)
}
