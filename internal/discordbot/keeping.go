package discordbot

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// keepLimit is how long a question waits for the turn before it to be kept.
const keepLimit = 2 * time.Second

// keeping tells which conversations have an answer that is about to be seen and
// is not kept yet, so that a question that follows at once can wait for it. Its
// zero value is ready for use.
type keeping struct {
	mu    sync.Mutex
	under map[string][]chan struct{}
}

// begin marks a conversation until end is called.
func (k *keeping) begin(conversation string) (end func()) {
	done := make(chan struct{})
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.under == nil {
		k.under = map[string][]chan struct{}{}
	}
	k.under[conversation] = append(k.under[conversation], done)
	return func() {
		close(done)
		k.mu.Lock()
		defer k.mu.Unlock()
		left := k.under[conversation][:0:0]
		for _, c := range k.under[conversation] {
			if c != done {
				left = append(left, c)
			}
		}
		if k.under[conversation] = left; len(left) == 0 {
			delete(k.under, conversation)
		}
	}
}

// wait waits, a moment at most, for the turns of a conversation that are being kept
// now; with "" for those of all, where it is not known which one.
func (k *keeping) wait(ctx context.Context, conversation string) {
	k.mu.Lock()
	all := k.under[conversation]
	if conversation == "" {
		all = slices.Concat(slices.Collect(maps.Values(k.under))...)
	}
	k.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, keepLimit)
	defer cancel()
	for _, done := range all {
		select {
		case <-done:
		case <-ctx.Done():
			return
		}
	}
}
