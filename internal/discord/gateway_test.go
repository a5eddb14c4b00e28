package discord

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"resumebot/internal/discordtest"

	"github.com/bwmarrin/discordgo"
)

// collectMessages returns handlers that pass on what people write.
func collectMessages() (Handlers, chan string) {
	got := make(chan string, 100)
	return Handlers{Message: func(_ context.Context, m *discordgo.Message) {
		if m.Author.ID != discordtest.BotID {
			got <- m.Content
		}
	}}, got
}

func receive[T any](t testing.TB, what string, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(time.Minute):
		t.Fatalf("waited a minute for %s", what)
		panic("unreachable")
	}
}

func TestNoPrivilegedIntentByDefault(t *testing.T) {
	d := discordtest.New(t)
	_, stop := start(t, d, Handlers{})
	d.WaitConnected()
	const privileged = discordgo.IntentGuildMembers | discordgo.IntentGuildPresences | discordgo.IntentMessageContent
	if got := d.Gateway().Intents[0]; got&int(privileged) != 0 || got != int(defaultIntents) {
		t.Errorf("intents %b, want %b", got, defaultIntents)
	}
	stop()
}

// Whatever happens to the link, the bot comes back, and what people wrote in
// the meantime reaches it where Discord kept it.
func TestGatewayFaults(t *testing.T) {
	tests := []struct {
		name   string
		fault  func(*discordtest.Server)
		resume bool // the session goes on
	}{
		{"socket cut", (*discordtest.Server).Cut, true},
		{"close 4000", func(d *discordtest.Server) { d.CloseWith(4000) }, true},
		{"close 4009 and session gone", func(d *discordtest.Server) { d.Forget(); d.CloseWith(4009) }, false},
		{"Op 7", (*discordtest.Server).Reconnect, true},
		{"Op 9 not resumable", func(d *discordtest.Server) { d.InvalidSession(false) }, false},
		{"Op 9 resumable", func(d *discordtest.Server) { d.InvalidSession(true) }, true},
		{"defect 13: silent link", (*discordtest.Server).Silence, true},
		{"resume refused with 4007", func(d *discordtest.Server) { d.RefuseNext(1, 4007); d.Cut() }, false},
		{"every resume refused", func(d *discordtest.Server) { d.Forget(); d.RefuseNext(maxVain, 4000); d.Cut() }, false},
		{"defect 9: Op 7 instead of RESUMED", func(d *discordtest.Server) { d.ReconnectInsteadOfReady(1); d.Cut() }, true},
		{"defect 14: Op 9 instead of RESUMED", func(d *discordtest.Server) { d.InvalidInsteadOfReady(1); d.Cut() }, false},
		{"gateway address fails", func(d *discordtest.Server) {
			d.Fail(3, "GET", "/gateway/bot", discordtest.Unavailable(503))
			d.Cut()
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			d.SetHeartbeat(500 * time.Millisecond)
			h, got := collectMessages()
			s, stop := start(t, d, h)
			before := d.WaitGateway("the first link", func(g discordtest.Gateway) bool { return g.Connected })
			d.DM("42", "before")
			if m := receive(t, "the first message", got); m != "before" {
				t.Fatalf("got %q", m)
			}
			tt.fault(d)
			d.WaitGateway("the bot to come back", func(g discordtest.Gateway) bool {
				if tt.resume {
					return g.Resumes > before.Resumes && g.Connected
				}
				return g.Identifies > before.Identifies && g.Connected
			})
			d.DM("42", "after")
			if m := receive(t, "the message after the fault", got); m != "after" {
				t.Errorf("got %q", m)
			}
			waitReady(t, s)
			g := d.Gateway()
			if tt.resume && g.Identifies != before.Identifies {
				t.Errorf("%d sessions begun, though the first could go on", g.Identifies)
			}
			if g.Astray > 0 { // defect 14
				t.Errorf("%d of %d resumes went elsewhere than Discord asked", g.Astray, g.Resumes)
			}
			if slices.Contains(g.CloseCodes, 1000) { // ends the session that is to be resumed
				t.Errorf("closed with %v", g.CloseCodes)
			}
			if err := stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func waitReady(t testing.TB, s *Session) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !s.Ready(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("not ready")
		}
	}
}

func TestDefect9NoHello(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.NoHello(1)
	o := quick(t, d)
	o.OpenLimit = time.Second
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, s, Handlers{})
	waitReady(t, s)
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestDefect9Op7InsteadOfReadyAtStart(t *testing.T) {
	d := discordtest.New(t)
	d.ReconnectInsteadOfReady(1)
	s, stop := start(t, d, Handlers{})
	waitReady(t, s)
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestMessagesDuringAnOutageArrive(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	h, got := collectMessages()
	_, stop := start(t, d, h)
	d.DM("42", "one")
	receive(t, "one", got)
	d.RefuseNext(2, 4000)
	d.Cut()
	d.DM("42", "two")
	if m := receive(t, "two", got); m != "two" {
		t.Errorf("got %q", m)
	}
	stop()
}

func TestDefect10FatalCloseCodesEndTheBot(t *testing.T) {
	for code, text := range advice {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			d.RefuseNext(-1, code)
			s := openSession(t, d)
			err := s.Run(t.Context(), Handlers{})
			var f *FatalError
			if !errors.As(err, &f) || f.Code != code || !strings.Contains(err.Error(), text) {
				t.Errorf("Run = %v", err)
			}
			if n := d.Gateway().Dials; n != 1 {
				t.Errorf("dialled %d times", n)
			}
		})
	}
}

func TestFatalCloseCodeWhileRunning(t *testing.T) {
	d := discordtest.New(t)
	s := openSession(t, d)
	result := make(chan error, 1)
	go func() { result <- s.Run(t.Context(), Handlers{}) }()
	waitReady(t, s)
	d.CloseWith(4004)
	var f *FatalError
	if err := receive(t, "the end", result); !errors.As(err, &f) || f.Code != 4004 {
		t.Errorf("Run = %v", err)
	}
	if n := d.Gateway().Dials; n != 1 {
		t.Errorf("dialled %d times", n)
	}
}

// Defect 14: each refusal of an identify is followed by a pause and a link of
// its own, or a bot would use up its thousand a day in a minute.
func TestDefect14InvalidSessionsAreNoStorm(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.InvalidInsteadOfReady(3)
	s, stop := start(t, d, Handlers{})
	waitReady(t, s)
	if g := d.Gateway(); g.Identifies != 4 || g.Dials != 4 {
		t.Errorf("%d identifies on %d links, want 4 on 4", g.Identifies, g.Dials)
	}
	stop()
}

// Behind a proxy, the address that READY gives for resumes would lead past it.
func TestResumeStaysWithTheProxy(t *testing.T) {
	for _, tt := range []struct {
		gateway, resume string
		want            bool
	}{
		{"wss://gateway.discord.gg", "wss://gateway-us-east1-b.discord.gg", true},
		{"wss://gateway.discord.gg", "ws://gateway-us-east1-b.discord.gg", false},
		{"ws://127.0.0.1:8080/ws", "ws://127.0.0.1:8080/resume", true},
		{"ws://127.0.0.1:8080/ws", "wss://gateway-us-east1-b.discord.gg", false},
		{"wss://gateway.example.org", "wss://gateway-us-east1-b.discord.gg", false},
		{"wss://gateway.discord.gg", "", false},
	} {
		at, err := url.Parse(tt.gateway)
		if err != nil {
			t.Fatal(err)
		}
		if got := sameSite(tt.resume, at); got != tt.want {
			t.Errorf("resume at %q of a session at %q: %t", tt.resume, tt.gateway, got)
		}
	}
}

func TestTokenRevokedWhileRunning(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s := openSession(t, d)
	result := make(chan error, 1)
	go func() { result <- s.Run(t.Context(), Handlers{}) }()
	d.WaitConnected()
	d.SetToken("another")
	d.Forget()
	d.Cut()
	err := receive(t, "the end", result)
	var f *FatalError
	if !errors.As(err, &f) || f.Code != 4004 {
		t.Errorf("Run = %v", err)
	}
}

func TestDefect11NoReopenAfterClose(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s, stop := start(t, d, Handlers{})
	waitReady(t, s)
	d.Cut()
	if err := stop(); err != nil {
		t.Errorf("Run = %v", err)
	}
	dials := d.Gateway().Dials
	time.Sleep(time.Second) // many times the pause before reconnecting
	if g := d.Gateway(); g.Dials != dials || g.Connected {
		t.Errorf("dialled %d times, then %d; connected %t", dials, g.Dials, g.Connected)
	}
	if s.Ready() {
		t.Error("ready after the end")
	}
}

func TestClosesCleanly(t *testing.T) {
	d := discordtest.New(t)
	s, stop := start(t, d, Handlers{})
	waitReady(t, s)
	if err := stop(); err != nil {
		t.Error(err)
	}
	g := d.WaitGateway("the close frame", func(g discordtest.Gateway) bool { return len(g.CloseCodes) > 0 })
	if len(g.CloseCodes) != 1 || g.CloseCodes[0] != 1000 {
		t.Errorf("close codes %v, want 1000", g.CloseCodes)
	}
}

// What READY set going has ended when Run has, so that it meets no closed store.
func TestRunWaitsForReady(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	begun := make(chan struct{})
	var ended atomic.Bool
	_, stop := start(t, d, Handlers{Ready: func(ctx context.Context) {
		close(begun)
		<-ctx.Done()
		time.Sleep(300 * time.Millisecond) // longer than the rest of Run takes
		ended.Store(true)
	}})
	receive(t, "READY", begun)
	if err := stop(); err != nil || !ended.Load() {
		t.Errorf("Run = %v, its handler of READY ended: %t", err, ended.Load())
	}
}

func TestNoSessionBeginsBeyondTheDailyLimit(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Fail(1, "GET", "/gateway/bot", discordtest.Fault{Status: 200,
		Body: `{"url":"ws://127.0.0.1:1","session_start_limit":{"total":1000,"remaining":0,"reset_after":100}}`})
	s, stop := start(t, d, Handlers{})
	waitReady(t, s)
	if n := d.Gateway().Dials; n != 1 {
		t.Errorf("dialled %d times", n)
	}
	stop()
}

// Defect 1: a message with a component that discordgo does not know arrives
// empty, without an author.
func TestDefect1UnknownComponentKeepsTheMessage(t *testing.T) {
	d := discordtest.New(t)
	h, got := collectMessages()
	_, stop := start(t, d, h)
	d.Dispatch("MESSAGE_CREATE", map[string]any{"id": "1000000000000000099", "channel_id": discordtest.ChannelID, "content": "look",
		"author":             map[string]any{"id": "42", "username": "x", "discriminator": "0"},
		"components":         []any{map[string]any{"type": 99, "id": 1}},
		"referenced_message": map[string]any{"id": "1000000000000000098", "channel_id": "1", "author": map[string]any{"id": "43"}, "components": []any{map[string]any{"type": 20}}}})
	if m := receive(t, "the message", got); m != "look" {
		t.Errorf("got %q", m)
	}
	stop()
}

// Defect 2: a form with Labels.
func TestDefect2FormWithLabels(t *testing.T) {
	d := discordtest.New(t)
	got := make(chan *Interaction, 1)
	_, stop := start(t, d, Handlers{Interaction: func(ctx context.Context, i *Interaction) {
		if err := respond(i.Reply(ctx, Message{Content: "thanks"})); err != nil {
			t.Error(err)
		}
		got <- i
	}})
	d.Submit("42", "curate:7", map[string]string{"answer": "In Pune.", "note": "<b>"})
	i := receive(t, "the form", got)
	if i.Fields["answer"] != "In Pune." || i.Fields["note"] != "<b>" || len(i.Fields) != 2 {
		t.Errorf("Fields = %v", i.Fields)
	}
	if data, ok := i.Data.(discordgo.ModalSubmitInteractionData); !ok || data.CustomID != "curate:7" {
		t.Errorf("Data = %#v", i.Data)
	}
	stop()
}

func respond(_ *Post, err error) error { return err }

// Defect 3: a panic in a handler.
func TestDefect3PanicEndsOnlyTheHandler(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	_, stop := start(t, d, Handlers{Interaction: func(ctx context.Context, i *Interaction) {
		if i.ApplicationCommandData().Name == "boom" {
			panic("boom")
		}
		if err := respond(i.Reply(ctx, Message{Content: "fine"})); err != nil {
			t.Error(err)
		}
	}})
	d.Slash("42", "boom")
	d.Slash("42", "help").Answer("an answer after the panic", nil)
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestGoingDownLetsHandlersFinish(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	begun := make(chan struct{}, 2)
	o := quick(t, d)
	o.Grace = 0 // as in earnest, so that a busy machine does not use it up
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, s, Handlers{Interaction: func(ctx context.Context, i *Interaction) {
		p, err := i.Defer(ctx, false)
		if err != nil {
			t.Error(err)
			return
		}
		begun <- struct{}{}
		text := "finished"
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			text = "too early"
		}
		if i.ApplicationCommandData().Name == "slow" {
			<-ctx.Done()
			text = "interrupted"
			if !errors.Is(context.Cause(ctx), ErrStopping) {
				t.Errorf("cause %v", context.Cause(ctx))
			}
		}
		if err := p.Edit(context.WithoutCancel(ctx), Message{Content: text}); err != nil {
			t.Error(err)
		}
	}})
	fast, slow := d.Slash("42", "fast"), d.Slash("43", "slow")
	receive(t, "a handler", begun)
	receive(t, "a handler", begun)
	if err := stop(); err != nil {
		t.Error(err)
	}
	if m := fast.Answer("the fast answer", nil); m.Content != "finished" {
		t.Errorf("fast answer: %q", m.Content)
	}
	if m := slow.Answer("the slow answer", nil); m.Content != "interrupted" {
		t.Errorf("slow answer: %q", m.Content)
	}
	if s.Ready() {
		t.Error("ready after the end")
	}
}

func TestWhoAsksWhileGoingDownIsTold(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	begun, finish := make(chan struct{}), make(chan struct{})
	s, stop := start(t, d, Handlers{Interaction: func(ctx context.Context, i *Interaction) {
		close(begun)
		<-finish
	}, Late: func(ctx context.Context, i *Interaction) {
		if _, err := i.Reply(ctx, Message{Content: "later"}); err != nil {
			t.Error(err)
		}
	}})
	d.Slash("42", "ask")
	receive(t, "a handler", begun)
	idle := s.work.shut()
	if m := d.Slash("43", "ask").Answer("a word", nil); m.Content != "later" {
		t.Errorf("shows %+v", m)
	}
	close(finish)
	receive(t, "the handler's end", idle)
	stop()
}

// Defect 17: the status goes with the identify, in the field that Discord reads.
func TestStatusLine(t *testing.T) {
	d := discordtest.New(t)
	o := quick(t, d)
	o.Status = "/ask about the résumé"
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	stop := run(t, s, Handlers{})
	g := d.WaitGateway("the status", func(g discordtest.Gateway) bool { return len(g.Presences) > 0 })
	if !strings.Contains(string(g.Presences[0]), o.Status) {
		t.Errorf("presence %s", g.Presences[0])
	}
	stop()
}
