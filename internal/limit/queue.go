package limit

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Queue gives out a fixed number of slots. When all are taken, users wait:
// first come, first served within a user, in turns between users
// (round-robin, as in fair queueing: Nagle, RFC 970), so that who asks a lot
// waits for himself.
type Queue struct {
	maxWaiting int

	mu      sync.Mutex
	free    int
	slots   int
	waiting int
	ring    []*line // of the users who wait, the next one first; none is empty
}

// line is the waiters of one user, first come first.
type line struct {
	user    string
	waiters []*waiter
}

// waiter is one call of Acquire that found no free slot.
type waiter struct {
	granted chan struct{} // closed when it has a slot
	dropped chan struct{} // closed when it lost its place
	ahead   chan int      // its newest position, not yet told; holds one
	last    int           // position put there last, or -1
}

// FullError says that too many are waiting.
type FullError struct{ Waiting int }

func (e *FullError) Error() string {
	return fmt.Sprintf("limit: the queue is full: %d are waiting", e.Waiting)
}

// NewQueue makes a queue of at least one slot for which maxWaiting may wait.
func NewQueue(slots, maxWaiting int) *Queue {
	slots = max(1, slots)
	return &Queue{slots: slots, free: slots, maxWaiting: max(0, maxWaiting)}
}

// Acquire waits for a slot and returns the function that gives it back, which
// may be called more than once. While it waits it tells moved, which may be
// nil, how many will be served before: at once and at every change, from the
// caller's own goroutine, so moved should not dwell: a slot that comes free
// meanwhile waits for it.
//
// When the queue is full the place goes to whoever waits with the fewest: the
// newest waiter of the longest line is sent away with a [*FullError], which
// may be this one. The end of ctx gives its cause.
func (q *Queue) Acquire(ctx context.Context, user string, moved func(ahead int)) (release func(), err error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	w, err := q.join(user)
	if err != nil {
		return nil, err
	}
	for {
		select { // a slot first: news of the queue no longer matters
		case <-w.granted:
			return sync.OnceFunc(q.release), nil
		default:
		}
		select {
		case <-w.granted:
		case <-w.dropped:
			return nil, &FullError{Waiting: q.maxWaiting}
		case n := <-w.ahead:
			if moved != nil {
				moved(n)
			}
		case <-ctx.Done():
			q.leave(user, w)
			return nil, context.Cause(ctx)
		}
	}
}

// Len returns how many hold a slot and how many wait for one.
func (q *Queue) Len() (running, waiting int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.slots - q.free, q.waiting
}

// join takes a free slot or a place in the user's line.
func (q *Queue) join(user string) (*waiter, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	w := &waiter{granted: make(chan struct{}), dropped: make(chan struct{}), ahead: make(chan int, 1), last: -1}
	if q.free > 0 {
		q.free--
		close(w.granted)
		return w, nil
	}
	own := q.line(user)
	if q.waiting >= q.maxWaiting && !q.makeRoom(own) {
		return nil, &FullError{Waiting: q.waiting}
	}
	if own == nil {
		own = &line{user: user}
		q.ring = append(q.ring, own)
	}
	own.waiters = append(own.waiters, w)
	q.waiting++
	q.announce()
	return w, nil
}

// makeRoom drops the newest waiter of the longest line, if that stays longer
// than own will be.
func (q *Queue) makeRoom(own *line) bool {
	ownLen := 0
	if own != nil {
		ownLen = len(own.waiters)
	}
	var longest *line
	for _, l := range q.ring {
		if longest == nil || len(l.waiters) > len(longest.waiters) {
			longest = l
		}
	}
	if longest == nil || len(longest.waiters) <= ownLen+1 {
		return false
	}
	last := len(longest.waiters) - 1
	close(longest.waiters[last].dropped)
	longest.waiters = longest.waiters[:last] // not empty: it was longer than ownLen+1
	q.waiting--
	return true
}

// release hands the slot to the first waiter of the next user, whose turn is
// over then.
func (q *Queue) release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.ring) == 0 {
		q.free++
		return
	}
	next := q.ring[0]
	q.ring = slices.Delete(q.ring, 0, 1)
	close(next.waiters[0].granted)
	next.waiters = slices.Delete(next.waiters, 0, 1)
	if len(next.waiters) > 0 {
		q.ring = append(q.ring, next)
	}
	q.waiting--
	q.announce()
}

// leave gives up a place, or the slot that was granted in the same moment.
func (q *Queue) leave(user string, w *waiter) {
	if !q.remove(user, w) {
		select {
		case <-w.granted:
			q.release()
		default: // dropped
		}
	}
}

func (q *Queue) remove(user string, w *waiter) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	own := q.line(user)
	if own == nil {
		return false
	}
	i := slices.Index(own.waiters, w)
	if i < 0 {
		return false
	}
	own.waiters = slices.Delete(own.waiters, i, i+1)
	if len(own.waiters) == 0 {
		q.ring = slices.DeleteFunc(q.ring, func(l *line) bool { return l == own })
	}
	q.waiting--
	q.announce()
	return true
}

func (q *Queue) line(user string) *line {
	if i := slices.IndexFunc(q.ring, func(l *line) bool { return l.user == user }); i >= 0 {
		return q.ring[i]
	}
	return nil
}

// announce leaves each waiter its position where that has changed, in place of
// one it has not read yet.
func (q *Queue) announce() {
	for i, l := range q.ring {
		for round, w := range l.waiters {
			n := q.ahead(i, round)
			if n == w.last {
				continue
			}
			w.last = n
			select {
			case <-w.ahead:
			default:
			}
			w.ahead <- n // never blocks: only announce sends, under the lock
		}
	}
}

// ahead counts those served before the waiter in place round of line i: one a
// round of each user, and in the waiter's own round those further up the ring.
func (q *Queue) ahead(i, round int) int {
	n := round
	for j, l := range q.ring {
		switch {
		case j < i:
			n += min(len(l.waiters), round+1)
		case j > i:
			n += min(len(l.waiters), round)
		}
	}
	return n
}
