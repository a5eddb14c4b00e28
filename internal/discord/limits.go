package discord

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limits remembers what Discord said about its buckets (topics/rate-limits).
// Unknown buckets are open: nothing is hard-coded. It is safe for concurrent
// use and holds only buckets of the last minute, so that a million interaction
// tokens cost nothing.
type limits struct {
	mu      sync.Mutex
	buckets map[string]*window
	global  time.Time // nothing may be sent before
	swept   time.Time
}

// A window is the state of one bucket until its reset.
type window struct {
	size, left int
	reset      time.Time
}

const keepWindow = time.Minute

func newLimits() *limits { return &limits{buckets: map[string]*window{}} }

// reserve takes one request from a bucket, or returns how long to wait before
// asking again.
func (l *limits) reserve(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wait := l.global.Sub(now); wait > 0 {
		return wait
	}
	w := l.buckets[key]
	if w == nil {
		return 0
	}
	if !now.Before(w.reset) {
		w.left, w.reset = w.size, now.Add(time.Second) // until the next answer says more
	}
	if w.left <= 0 {
		return w.reset.Sub(now)
	}
	w.left--
	return 0
}

// learn reads the headers of an answer.
func (l *limits) learn(key string, h http.Header, now time.Time) {
	left, err1 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, err2 := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err1 != nil || err2 != nil || after < 0 {
		return
	}
	size, err := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	if err != nil || size < 1 {
		size = 1
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.buckets[key] = &window{size: size, left: left, reset: now.Add(time.Duration(after * float64(time.Second)))}
	l.sweep(now)
}

// block closes a bucket, or everything, for as long as a 429 says.
func (l *limits) block(key string, after time.Duration, global bool, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if global {
		l.global = now.Add(after)
		return
	}
	w := l.buckets[key]
	if w == nil {
		w = &window{size: 1}
		l.buckets[key] = w
	}
	w.left, w.reset = 0, now.Add(after)
	l.sweep(now)
}

// pace returns how long to wait before the next request of a bucket so that its
// remaining ones last until the reset, the last of them kept in reserve.
func (l *limits) pace(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.buckets[key]
	if w == nil || !now.Before(w.reset) {
		return 0
	}
	if w.left <= 1 {
		return w.reset.Sub(now)
	}
	return w.reset.Sub(now) / time.Duration(w.left)
}

// sweep drops buckets that nobody has used for a while. The caller holds mu.
func (l *limits) sweep(now time.Time) {
	if now.Sub(l.swept) < keepWindow {
		return
	}
	l.swept = now
	for key, w := range l.buckets {
		if now.Sub(w.reset) > keepWindow {
			delete(l.buckets, key)
		}
	}
}
