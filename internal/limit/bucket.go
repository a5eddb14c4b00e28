// Package limit holds visitors to fair shares: token buckets per key, a daily
// ceiling, and a queue towards the model in which users take turns. All of it
// lives in memory and may be used by several goroutines.
package limit

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Buckets are token buckets, one per key (a user, a channel). A key that was
// idle long enough for its bucket to be full again is dropped, which changes
// nothing for it.
type Buckets struct {
	every   time.Duration
	burst   int
	maxKeys int

	mu     sync.Mutex
	byKey  map[string]*list.Element
	recent *list.List // of *bucket, last used first
}

type bucket struct {
	key    string
	tokens *rate.Limiter
	used   time.Time
}

// NewBuckets makes buckets that hold burst tokens and gain one each every; an
// every of zero or less allows everything. Beyond maxKeys keys the one that
// was idle longest is dropped, full or not.
func NewBuckets(every time.Duration, burst, maxKeys int) *Buckets {
	return &Buckets{
		every: every, burst: burst, maxKeys: max(1, maxKeys),
		byKey: make(map[string]*list.Element), recent: list.New(),
	}
}

// Allow takes a token from the bucket of key. Where there is none it tells how
// long until there is, provided that nobody else takes it.
func (b *Buckets) Allow(key string, now time.Time) (ok bool, retryAfter time.Duration) {
	if b.every <= 0 {
		return true, 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.bucket(key, now).tokens.ReserveN(now, 1)
	if !r.OK() { // a burst of 0
		return false, b.every
	}
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return false, (wait + time.Millisecond - 1).Truncate(time.Millisecond) // up: the limiter reckons in floats
	}
	return true, 0
}

// bucket finds or makes the bucket of key and drops those no longer needed.
func (b *Buckets) bucket(key string, now time.Time) *bucket {
	e, ok := b.byKey[key]
	if !ok {
		e = b.recent.PushFront(&bucket{key: key, tokens: rate.NewLimiter(rate.Every(b.every), b.burst)})
		b.byKey[key] = e
	}
	found := e.Value.(*bucket)
	found.used = now
	b.recent.MoveToFront(e)

	full := now.Add(-b.every * time.Duration(b.burst))
	for last := b.recent.Back(); last != e; last = b.recent.Back() {
		idle := last.Value.(*bucket)
		if len(b.byKey) <= b.maxKeys && idle.used.After(full) {
			break
		}
		delete(b.byKey, idle.key)
		b.recent.Remove(last)
	}
	return found
}
