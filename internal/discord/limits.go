package discord

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limits remembers what Discord said about its buckets (topics/rate-limits).
// Nothing is hard-coded: of a bucket that is not known one request goes ahead,
// and its answer tells how many may follow. It is safe for concurrent use and
// holds only buckets of the last minute, so that a million interaction tokens
// cost nothing.
type limits struct {
	mu      sync.Mutex
	buckets map[string]*window
	global  time.Time // nothing may be sent before
	swept   time.Time
}

// A window is the state of one bucket until its reset.
type window struct {
	size   int  // requests of a window; 0 where Discord has not told yet
	open   bool // Discord announces no limit
	left   int
	flying int // requests without an answer yet
	reset  time.Time
	used   time.Time
}

const (
	keepWindow = time.Minute
	// askAgain is the wait for an answer that is on its way.
	askAgain = 20 * time.Millisecond
)

func newLimits() *limits { return &limits{buckets: map[string]*window{}} }

// bucket finds or makes a bucket. The caller holds mu.
func (l *limits) bucket(key string, now time.Time) *window {
	w := l.buckets[key]
	if w == nil {
		l.sweep(now)
		w = &window{}
		l.buckets[key] = w
	}
	w.used = now
	return w
}

// reserve takes one request from a bucket, to be given back by answered, or
// returns how long to wait before asking again.
func (l *limits) reserve(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wait := l.global.Sub(now); wait > 0 {
		return wait
	}
	w := l.bucket(key, now)
	switch begun := !now.Before(w.reset); {
	case w.open && begun:
	case w.size == 0 && begun:
		if w.flying > 0 {
			return askAgain
		}
	default:
		if begun {
			w.left = w.size - w.flying
			w.reset = now.Add(time.Second) // until the next answer says more
		}
		if w.left <= 0 {
			if w.flying > 0 && begun {
				return askAgain
			}
			return w.reset.Sub(now)
		}
		w.left--
	}
	w.flying++
	return 0
}

// answered ends a request that was reserved. The header is of its answer, nil
// if none came.
func (l *limits) answered(key string, h http.Header, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.bucket(key, now)
	w.flying = max(0, w.flying-1)
	if h == nil {
		return
	}
	left, err1 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, err2 := strconv.ParseFloat(h.Get("X-RateLimit-Reset-After"), 64)
	if err1 != nil || err2 != nil || after < 0 {
		w.open = w.size == 0
		return
	}
	size, err := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	if err != nil || size < 1 {
		size = 1
	}
	reset := now.Add(time.Duration(after * float64(time.Second)))
	left = max(0, left-w.flying)
	if w.size > 0 && reset.Sub(w.reset) < 500*time.Millisecond { // the same window
		left = min(left, w.left)
	}
	w.open, w.size, w.left, w.reset = false, size, left, reset
}

// block closes a bucket, or everything, for as long as a 429 says.
func (l *limits) block(key string, after time.Duration, global bool, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if global {
		l.global = now.Add(after)
		return
	}
	w := l.bucket(key, now)
	w.left, w.reset = 0, now.Add(after)
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
		if now.Sub(w.reset) > keepWindow && now.Sub(w.used) > keepWindow {
			delete(l.buckets, key)
		}
	}
}
