package discord

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// quick are limits that let a test see in a second what takes minutes.
func quick(t testing.TB, d *discordtest.Server) Options {
	return Options{
		Token: discordtest.Token, APIURL: d.URL, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		EditGap: 200 * time.Millisecond, RetryPause: 20 * time.Millisecond, AckLimit: 300 * time.Millisecond, OpenLimit: 20 * time.Second,
		MinPause: 20 * time.Millisecond, MaxPause: 100 * time.Millisecond, Grace: 2 * time.Second,
	}
}

func openSession(t testing.TB, d *discordtest.Server) *Session {
	t.Helper()
	s, err := Open(t.Context(), quick(t, d))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// start runs a session and returns its end: stop goes down and gives Run's error.
func start(t testing.TB, d *discordtest.Server, h Handlers) (s *Session, stop func() error) {
	t.Helper()
	s = openSession(t, d)
	return s, run(t, s, h)
}

func run(t testing.TB, s *Session, h Handlers) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	go func() { result <- s.Run(ctx, h) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-result
	})
	t.Cleanup(func() { stop() })
	return stop
}

func TestOpenKnowsWhoItIs(t *testing.T) {
	d := discordtest.New(t)
	d.SetFlags(flagMessageContentLimited)
	s := openSession(t, d)
	want := App{ID: discordtest.AppID, Name: "Résumé", UserID: discordtest.BotID, User: discordtest.BotName, Content: true}
	if got := s.App(); got != want {
		t.Errorf("App() = %+v, want %+v", got, want)
	}
	if got := s.InviteURL(2048); !strings.Contains(got, "client_id="+discordtest.AppID) || !strings.Contains(got, "scope=bot+applications.commands") || !strings.Contains(got, "permissions=2048") {
		t.Errorf("InviteURL = %s", got)
	}
}

func TestOpenErrorsSayWhatToDo(t *testing.T) {
	d := discordtest.New(t)
	tests := []struct {
		name   string
		change func(*Options)
		after  time.Duration // nobody waits any longer
		want   string
	}{
		{"no token", func(o *Options) { o.Token = " " }, time.Minute, "DISCORD_TOKEN"},
		{"wrong token", func(o *Options) { o.Token = "wrong" }, time.Minute, "Reset Token"},
		{"no network", func(o *Options) { o.APIURL = "http://127.0.0.1:1" }, time.Second, "check the network"},
		{"no address", func(o *Options) { o.APIURL = "discord.com" }, time.Minute, "DISCORD_API_URL"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := quick(t, d)
			tt.change(&o)
			ctx, cancel := context.WithTimeout(t.Context(), tt.after)
			defer cancel()
			_, err := Open(ctx, o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v does not say %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than a line: %q", err)
			}
		})
	}
}

func TestBases(t *testing.T) {
	tests := []struct {
		address string
		want    []string
	}{
		{"https://discord.com", []string{"https://discord.com/api/v9", "https://discord.com/api/v10", "https://discord.com"}},
		{"http://proxy:8080/", []string{"http://proxy:8080/api/v9", "http://proxy:8080/api/v10", "http://proxy:8080"}},
		{"http://proxy:8080/api", []string{"http://proxy:8080/api/v9", "http://proxy:8080/api/v10", "http://proxy:8080/api"}},
		{"http://proxy:8080/api/v10/", []string{"http://proxy:8080/api/v10"}},
		{"http://proxy:8080/discord", []string{"http://proxy:8080/discord/api/v9", "http://proxy:8080/discord/api/v10", "http://proxy:8080/discord"}},
	}
	for _, tt := range tests {
		address, err := url.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range bases(address) {
			got = append(got, b.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("bases of %s: %v, want %v", tt.address, got, tt.want)
		}
	}
}

// A proxy may serve another version of the API than the one asked for first.
func TestOpenFindsTheAPI(t *testing.T) {
	for _, prefix := range []string{"/api/v9", "/api/v10", ""} {
		t.Run(prefix, func(t *testing.T) {
			d := discordtest.New(t)
			if prefix != "/api/v9" {
				d.Fail(-1, "GET", "/api/v9/", discordtest.Fault{Status: http.StatusNotFound})
			}
			if prefix == "" {
				d.Fail(-1, "GET", "/api/v10/", discordtest.Fault{Status: http.StatusNotFound})
			}
			s := openSession(t, d)
			if got := s.rest.base.Path; got != prefix {
				t.Errorf("base %q", got)
			}
			if err := s.Typing(t.Context(), discordtest.ChannelID); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOpenWaitsThroughAnOutage(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Fail(8, "GET", "/users/@me", discordtest.Unavailable(503)) // longer than the transport tries
	if s := openSession(t, d); s.App().ID != discordtest.AppID {
		t.Errorf("App() = %+v", s.App())
	}
}

// Defect 18: tokens in log lines and errors.
func TestDefect18NoTokenInLogOrError(t *testing.T) {
	t.Parallel()
	texts := []string{
		`Post "https://discord.com/api/v9/interactions/123456/aW50ZXJh.abc-_def/callback": EOF`,
		`Patch "http://x/api/v9/webhooks/1000000000000000001/aW50ZXJh/messages/@original?x=1": EOF`,
		`Identify Packet: {Token:Bot ` + discordtest.Token + ` Properties`,
		`API REQUEST HEADER :: [Authorization] = [Bot ` + discordtest.Token + `]`,
		`{"op":2,"d":{"token":"` + discordtest.Token + `","intents":1}}`,
		"dial http://me:hunter2secret@proxy:80: refused",
	}
	for _, text := range texts {
		got := scrub(text)
		for _, secret := range []string{discordtest.Token, "aW50ZXJh", "hunter2secret"} {
			if strings.Contains(got, secret) {
				t.Errorf("scrub(%q) = %q", text, got)
			}
		}
	}

	var log bytes.Buffer
	var mu sync.Mutex
	d := discordtest.New(t)
	o := quick(t, d)
	o.Logger = slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, s, Handlers{Interaction: func(ctx context.Context, i *Interaction) {
		d.Fail(-1, "POST", "/callback", discordtest.Fault{Drop: true})
		_, err := i.Reply(ctx, Message{Content: "hello"})
		if err == nil || strings.Contains(err.Error(), i.Token) {
			t.Errorf("error with the interaction's token: %v", err)
		}
		s.log.Error("deferral failed", "err", err)
	}})
	i := d.Slash("42", "ask")
	d.WaitRequest("a callback", func(r discordtest.Request) bool { return strings.Contains(r.Path, "/callback") })
	if err := stop(); err != nil {
		t.Error(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if strings.Contains(log.String(), discordtest.Token) || strings.Contains(log.String(), i.Token) {
		t.Errorf("a token stands in the log:\n%s", log.String())
	}
}

type lockedWriter struct {
	mu *sync.Mutex
	w  io.Writer
}

func (l lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func TestGatewayAddressFallsBack(t *testing.T) {
	d := discordtest.New(t)
	d.Fail(-1, "GET", "/gateway/bot", discordtest.Fault{Status: http.StatusNotFound})
	_, stop := start(t, d, Handlers{})
	d.WaitConnected()
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestIdentityComesWithReadyWhereRESTDoesNotTell(t *testing.T) {
	d := discordtest.New(t)
	d.Fail(-1, "GET", "@me", discordtest.Fault{Status: http.StatusNotFound})
	ready := make(chan App, 1)
	s := openSession(t, d)
	run(t, s, Handlers{Ready: func(context.Context) { ready <- s.App() }})
	select {
	case app := <-ready:
		if app.ID != discordtest.AppID || app.UserID != discordtest.BotID {
			t.Errorf("App() = %+v", app)
		}
	case <-time.After(time.Minute):
		t.Fatal("no READY")
	}
}

func TestFatalErrorUnwraps(t *testing.T) {
	var f *FatalError
	if !errors.As(fatal(4014), &f) || f.Code != 4014 || fatal(4000) != nil {
		t.Error("fatal does not tell the codes apart")
	}
}
