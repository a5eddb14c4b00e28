package discordbot

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// Answers take turns at the processor, but none waits for ever for those before it.
func TestThinking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := gates{thinking: make(chan struct{}, 1)}
		first := g.think(t.Context())
		began := time.Now()
		time.AfterFunc(time.Second, first)
		second := g.think(t.Context())
		if got := time.Since(began); got != time.Second {
			t.Errorf("the second waits %v", got)
		}
		defer second()
		began = time.Now()
		g.think(t.Context())()
		if got := time.Since(began); got != thinkPatience {
			t.Errorf("the third waits %v", got)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		g.think(ctx)()
		first()
		if len(g.thinking) != 1 {
			t.Errorf("%d take the processor", len(g.thinking))
		}
	})
}
