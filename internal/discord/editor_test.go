package discord

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// grow streams an answer of n sentences, one every pause, and finishes it.
func grow(ctx context.Context, s *Session, p *Post, n int, pause time.Duration) (*Post, error) {
	e := s.edit(p)
	text := ""
	for k := range n {
		text += fmt.Sprintf("Sentence %d. ", k)
		e.Show(ctx, Message{Content: text})
		time.Sleep(pause)
	}
	return e.Finish(ctx, Message{Content: text + "END"})
}

func streamer(n int, pause time.Duration) (h func(s **Session) Handlers, posts chan *Post, errs chan error) {
	posts, errs = make(chan *Post, 10), make(chan error, 10)
	return func(s **Session) Handlers {
		return Handlers{Interaction: func(ctx context.Context, i *Interaction) {
			p, err := i.Defer(ctx, false)
			if err != nil {
				errs <- err
				return
			}
			p, err = grow(ctx, *s, p, n, pause)
			posts <- p
			errs <- err
		}}
	}, posts, errs
}

func stream(t *testing.T, d *discordtest.Server, n int, pause time.Duration) (*discordtest.Interaction, chan *Post, chan error) {
	h, posts, errs := streamer(n, pause)
	s := openSession(t, d)
	run(t, s, h(&s))
	return d.Slash("42", "ask"), posts, errs
}

func ended(m discordtest.Message) bool { return strings.HasSuffix(m.Content, "END") }

func TestEditsAreSpacedAndCoalesced(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Limit("PATCH", "@original", 1000, time.Second)
	i, posts, errs := stream(t, d, 50, 20*time.Millisecond)
	if err := receive(t, "the end", errs); err != nil {
		t.Fatal(err)
	}
	m := i.Answer("the end", ended)
	if !strings.Contains(m.Content, "Sentence 49.") {
		t.Errorf("shows %q", m.Content)
	}
	gap := quick(t, d).EditGap
	for k := 1; k < len(m.History); k++ {
		if got := m.History[k].At.Sub(m.History[k-1].At); got < gap*9/10 {
			t.Errorf("edit %d came %v after the one before", k, got)
		}
		if len(m.History[k].Content) <= len(m.History[k-1].Content) {
			t.Errorf("edit %d shows less than the one before", k)
		}
	}
	if len(m.History) < 2 {
		t.Error("nothing was shown before the end")
	}
	if p := <-posts; p.ID() != m.ID {
		t.Errorf("post %q, message %q", p.ID(), m.ID)
	}
	none429(t, d)
}

func TestEditsAdaptToTheAnnouncedLimit(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Limit("PATCH", "@original", 2, time.Second)
	began := time.Now()
	i, _, errs := stream(t, d, 60, 20*time.Millisecond) // six gaps
	if err := receive(t, "the end", errs); err != nil {
		t.Fatal(err)
	}
	m := i.Answer("the end", ended)
	if most := 2 * int(time.Since(began)/time.Second+1); len(m.History) > most {
		t.Errorf("%d edits, though %d are allowed", len(m.History), most)
	}
	none429(t, d)
}

func none429(t *testing.T, d *discordtest.Server) {
	t.Helper()
	for _, r := range d.Requests() {
		if r.Status == 429 {
			t.Errorf("refused: %s %s", r.Method, r.Path)
		}
	}
}

// However edits fail, the end of the answer is shown, once.
func TestFinalTextIsGuaranteed(t *testing.T) {
	tests := []struct {
		name  string
		n     int
		fault discordtest.Fault
		where string // "original", "follow-up" or "channel"
	}{
		{"503 for a while", 4, discordtest.Unavailable(503), "original"},
		{"longer than the transport tries", 7, discordtest.Unavailable(500), "original"},
		{"429", 2, discordtest.TooMany(200*time.Millisecond, false), "original"},
		{"429 bare", 2, discordtest.TooManyBare(0), "original"},
		{"cut", 2, discordtest.Fault{Drop: true}, "original"},
		{"edit refused", -1, discordtest.EditRefused, "follow-up"},
		{"message deleted", -1, discordtest.UnknownMessage, "follow-up"},
		{"token expired", -1, discordtest.TokenExpired, "channel"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			d.Fail(tt.n, "PATCH", "@original", tt.fault)
			if tt.where == "channel" {
				d.Fail(tt.n, "POST", "/webhooks/", tt.fault)
			}
			i, posts, errs := stream(t, d, 3, 10*time.Millisecond)
			if err := receive(t, "the end", errs); err != nil {
				t.Fatal(err)
			}
			var m discordtest.Message
			switch tt.where {
			case "original":
				m = i.Answer("the end", ended)
			case "follow-up":
				m = d.Message("the end", func(m discordtest.Message) bool { return ended(m) && m.Interaction == i.ID })
			case "channel":
				m = d.Message("the end", func(m discordtest.Message) bool { return ended(m) && m.Interaction == "" })
			}
			if p := <-posts; p.ID() != m.ID {
				t.Errorf("post %q, message %q", p.ID(), m.ID)
			}
			n := 0
			for _, m := range d.Messages(discordtest.ChannelID, 1) {
				if ended(m) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d messages have the end", n)
			}
		})
	}
}

func TestFinishTwiceIsAnError(t *testing.T) {
	d := discordtest.New(t)
	s := openSession(t, d)
	p, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: "…"})
	if err != nil {
		t.Fatal(err)
	}
	e := s.edit(p)
	if _, err := e.Finish(t.Context(), Message{Content: "one"}); err != nil {
		t.Error(err)
	}
	e.Show(t.Context(), Message{Content: "late"})
	if _, err := e.Finish(t.Context(), Message{Content: "two"}); err == nil {
		t.Error("no error")
	}
	if m, _ := d.Look(p.ID()); m.Content != "one" {
		t.Errorf("shows %q", m.Content)
	}
}
