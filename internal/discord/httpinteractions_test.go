package discord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"resumebot/internal/discordtest"

	"github.com/bwmarrin/discordgo"
)

// endpointFor serves a bot's HTTP endpoint and returns its address and the key
// that Discord signs with.
func endpointFor(t testing.TB, d *discordtest.Server, f func(context.Context, *Interaction) error) (address string, key ed25519.PrivateKey) {
	t.Helper()
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := openSession(t, d)
	h, err := s.InteractionsHandler(hex.EncodeToString(public), Handlers{Interaction: func(ctx context.Context, i *Interaction) {
		if err := f(ctx, i); err != nil {
			t.Error(err)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	t.Cleanup(func() {
		srv.Close()
		s.Drain()
	})
	return srv.URL, key
}

func TestHTTPInteraction(t *testing.T) {
	tests := []struct {
		name string
		f    func(context.Context, *Interaction) error
		want string
	}{
		{"deferred, then edited", deferThen("done"), "done"},
		{"reply with a file", func(ctx context.Context, i *Interaction) error {
			return respond(i.Reply(ctx, Message{Content: "here", Flags: discordgo.MessageFlagsEphemeral, Files: []File{{Name: "résumé \"new\".md", Data: []byte("# A")}}}))
		}, "here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := discordtest.New(t)
			address, key := endpointFor(t, d, tt.f)
			i, status := d.SlashOverHTTP(address, key, "42", "ask")
			if status != 200 {
				t.Fatalf("HTTP %d", status)
			}
			m := i.Answer("the text", nil)
			if m.Content != tt.want {
				t.Errorf("shows %q", m.Content)
			}
			if tt.want == "here" && (len(m.Files) != 1 || string(m.Files[0].Data) != "# A" || m.Files[0].Name != `résumé "new".md`) {
				t.Errorf("files %+v", m.Files)
			}
		})
	}
}

func TestHTTPInteractionWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	address, key := endpointFor(t, d, func(ctx context.Context, i *Interaction) error {
		switch i.ApplicationCommandData().Name {
		case "boom":
			panic("boom")
		case "slow":
			time.Sleep(ackLimit + 300*time.Millisecond)
			if _, err := i.Defer(ctx, false); err == nil {
				return fmt.Errorf("answered too late without an error")
			}
		}
		return nil
	})
	for _, name := range []string{"boom", "silent", "slow"} {
		if _, status := d.SlashOverHTTP(address, key, "42", name); status != http.StatusServiceUnavailable {
			t.Errorf("%s: HTTP %d", name, status)
		}
	}
}

func TestHTTPInteractionRefusals(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	address, key := endpointFor(t, d, deferThen("done"))
	_, other, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	ping := []byte(`{"id":"1","application_id":"1","type":1,"token":"t","version":1}`)
	tests := []struct {
		name string
		key  ed25519.PrivateKey
		at   time.Time
		body []byte
		want int
	}{
		{"ping", key, now, ping, 200},
		{"ping a little old", key, now.Add(-4 * time.Minute), ping, 200},
		{"another's key", other, now, ping, 401},
		{"stale", key, now.Add(-6 * time.Minute), ping, 401},
		{"from the future", key, now.Add(6 * time.Minute), ping, 401},
		{"too big", key, now, []byte(`{"type":1,"x":"` + strings.Repeat("x", 1<<20) + `"}`), 413},
		{"no JSON", key, now, []byte(`ping`), 400},
		{"no data", key, now, []byte(`{"id":"1","type":2,"token":"t"}`), 400},
		{"no user", key, now, []byte(`{"id":"1","type":2,"token":"t","data":{"name":"ask","type":1}}`), 400},
	}
	for _, tt := range tests {
		status, _, answer := d.PostSigned(address, tt.key, tt.at, tt.body)
		if status != tt.want {
			t.Errorf("%s: HTTP %d %s, want %d", tt.name, status, answer, tt.want)
		}
		if tt.want == 200 && string(answer) != `{"type":1}` {
			t.Errorf("%s: %s", tt.name, answer)
		}
	}
	for name, change := range map[string]func(http.Header){
		"no signature": func(h http.Header) { h.Del("X-Signature-Ed25519") },
		"no timestamp": func(h http.Header) { h.Del("X-Signature-Timestamp") },
		"not hex":      func(h http.Header) { h.Set("X-Signature-Ed25519", "zz") },
		"empty":        func(h http.Header) { clear(h) },
	} {
		req, err := http.NewRequest("POST", address, strings.NewReader(string(ping)))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Signature-Timestamp", fmt.Sprint(now.Unix()))
		req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(key, fmt.Appendf(nil, "%d%s", now.Unix(), ping))))
		change(req.Header)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 401 {
			t.Errorf("%s: HTTP %d", name, resp.StatusCode)
		}
	}
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 405 {
		t.Errorf("GET: HTTP %d", resp.StatusCode)
	}
}

func TestPublicKeyIsChecked(t *testing.T) {
	d := discordtest.New(t)
	s := openSession(t, d)
	for _, key := range []string{"", "abc", strings.Repeat("0", 63), strings.Repeat("0", 66), strings.Repeat("x", 64)} {
		if _, err := s.InteractionsHandler(key, Handlers{}); err == nil || !strings.Contains(err.Error(), "DISCORD_PUBLIC_KEY") {
			t.Errorf("key %q: %v", key, err)
		}
	}
}

// Discord decodes what we were told to trust only after the signature; still,
// no event may end the program.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"1","type":5,"token":"t","user":{"id":"2"},"data":{"custom_id":"a","components":[{"type":18,"component":{"type":4,"custom_id":"x","value":"y"}}]}}`))
	f.Add([]byte(`{"id":"1","author":{"id":"2"},"components":[{"type":99}],"referenced_message":{"components":[{"type":20}]}}`))
	f.Add([]byte(`{"id":"1","type":3,"token":"t","member":{"user":{"id":"2"}},"data":{"custom_id":"a"},"message":{"id":"3","components":[{"type":77}]}}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`[{"components":1e999}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, err := decodeMessage(raw); err == nil && (m.Author == nil || m.ID == "") {
			t.Errorf("a message without author or id: %+v", m)
		}
		i, _, err := decodeInteraction(raw)
		if err != nil || i.Type == discordgo.InteractionPing {
			return
		}
		x := &Interaction{Interaction: i}
		if i.Data == nil || x.Asker() == nil {
			t.Errorf("an interaction without data or asker: %+v", i)
		}
		x.UserInstalled()
	})
}

// Who sends what Discord did not sign fills no log.
func TestRefusedInteractionsAreLoggedOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var log bytes.Buffer
		s := &Session{log: slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, nil))}
		h, err := s.InteractionsHandler(strings.Repeat("ab", 32), Handlers{})
		if err != nil {
			t.Fatal(err)
		}
		send := func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/interactions", strings.NewReader("{}")))
			if w.Code != http.StatusUnauthorized {
				t.Errorf("HTTP %d", w.Code)
			}
		}
		for range 180 { // three minutes long
			send()
			time.Sleep(time.Second)
		}
		time.Sleep(10 * time.Minute)
		send()
		synctest.Wait()
		mu.Lock()
		text := log.String()
		mu.Unlock()
		lines, told := strings.Split(strings.TrimSpace(text), "\n"), 0
		for _, l := range lines {
			var others int
			if _, more, ok := strings.Cut(l, "others_since_the_last_line="); ok {
				fmt.Sscan(more, &others)
			}
			told += 1 + others
		}
		if len(lines) != 4 || told != 181 || !strings.Contains(lines[0], "no signature") {
			t.Errorf("%d lines tell of %d, want 4 of 181:\n%s", len(lines), told, text)
		}
	})
}
