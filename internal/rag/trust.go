package rag

import "sync"

// trust remembers how much of what the model wrote lately could be verified.
type trust struct {
	mu     sync.Mutex
	recent [24]bool // outcomes of the last sentences, in a ring
	n      int      // outcomes noted so far
}

// note records whether a sentence was verified. It reports whether with it the
// model has just become one whose sentences mostly fail.
func (t *trust) note(verified bool) (fell bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.weak()
	t.recent[t.n%len(t.recent)] = verified
	t.n++
	return !before && t.weak()
}

// Weak tells whether the model's sentences mostly fail: then the built-in answer
// is shown first, so that nobody waits for nothing.
func (t *trust) Weak() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.weak()
}

func (t *trust) weak() bool {
	const enough = 8 // sentences to judge by
	if t.n < enough {
		return false
	}
	n, failed := min(t.n, len(t.recent)), 0
	for _, verified := range t.recent[:n] {
		if !verified {
			failed++
		}
	}
	return failed*2 > n
}
