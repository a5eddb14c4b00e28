package discordbot

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
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
		}{{"c", 0}, {"a", time.Second}, {"a", time.Second}, {"b", time.Second + keepLimit}} {
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

// synctestStart is when the clock of a bubble begins.
var synctestStart = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
