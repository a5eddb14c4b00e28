package discordbot

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/discordtest"
)

// quick are limits that let a test see in a second what takes minutes.
func quick(t testing.TB, d *discordtest.Server) discord.Options {
	return discord.Options{
		Token: discordtest.Token, APIURL: d.URL, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		EditGap: 200 * time.Millisecond, RetryPause: 20 * time.Millisecond, AckLimit: 300 * time.Millisecond, OpenLimit: 20 * time.Second,
		MinPause: 20 * time.Millisecond, MaxPause: 100 * time.Millisecond, Grace: 2 * time.Second,
	}
}

// serve runs a session until the test ends, and returns once it is connected.
func serve(t testing.TB, d *discordtest.Server, s *discord.Session, h discord.Handlers) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	go func() { result <- s.Run(ctx, h) }()
	t.Cleanup(func() { cancel(); <-result })
	d.WaitConnected()
}

// lockedWriter lets several goroutines write.
type lockedWriter struct {
	mu *sync.Mutex
	w  interface{ Write([]byte) (int, error) }
}

func (l lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// rowsOf are how many buttons each row of a message has.
func rowsOf(m discord.Message) (out []int, err error) {
	js, err := json.Marshal(m.Components)
	if err != nil {
		return nil, err
	}
	var rows []struct{ Components []json.RawMessage }
	err = json.Unmarshal(js, &rows)
	for _, r := range rows {
		out = append(out, len(r.Components))
	}
	return out, err
}
