package discordbot

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"resumebot/internal/store"
)

func TestAQuestionWaitsForTheTurnBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var k keeping
		end, slow := k.begin("a"), k.begin("b")
		defer slow()
		time.AfterFunc(time.Second, end)
		for _, c := range []struct {
			conversation string
			want         time.Duration
		}{{"c", 0}, {"a", time.Second}, {"a", time.Second}, {"b", time.Second + keepLimit}, {"", time.Second + 2*keepLimit}} {
			k.wait(t.Context(), c.conversation)
			if got := time.Since(synctestStart); got != c.want {
				t.Errorf("%s: waited until %v, want %v", c.conversation, got, c.want)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		k.wait(ctx, "b")
		if len(k.under) != 1 {
			t.Errorf("%d conversations are remembered", len(k.under))
		}
	})
}

// An answer is found by its message, by a button or a reply, however slowly it is kept.
func TestAnAnswerIsFoundOnceItIsKept(t *testing.T) {
	for name, finds := range map[string]func(ctx context.Context, b *Bot) bool{
		"by a button": func(ctx context.Context, b *Bot) bool { _, _, ok := b.recall(ctx, "m"); return ok },
		"by a reply":  func(ctx context.Context, b *Bot) bool { return len(b.history(ctx, "", "m", "")) == 1 },
	} {
		synctest.Test(t, func(t *testing.T) {
			b := &Bot{Config: Config{Library: ask(nil), Store: memory(t), Now: time.Now}}
			defer b.Store.Close()
			end := b.keeping.begin("c")
			time.AfterFunc(keepLimit-time.Millisecond, func() {
				defer end()
				if err := b.Store.SaveTurn(t.Context(), store.Turn{Conversation: "c", MessageID: "m", SourcesJSON: []byte("{}"), At: time.Now()}); err != nil {
					t.Error(err)
				}
			})
			if !finds(t.Context(), b) {
				t.Errorf("it is not found %s", name)
			}
		})
	}
}

// synctestStart is when the clock of a bubble begins.
var synctestStart = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
