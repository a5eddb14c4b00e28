package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discordtest"

	"github.com/bwmarrin/discordgo"
)

// answerer runs a bot whose interactions are handled by f and returns what f
// returned for each.
func answerer(t testing.TB, d *discordtest.Server, f func(context.Context, *Interaction) error) (*Session, chan error) {
	t.Helper()
	errs := make(chan error, 1000)
	s, _ := start(t, d, Handlers{Interaction: func(ctx context.Context, i *Interaction) { errs <- f(ctx, i) }})
	return s, errs
}

func deferThen(text string) func(context.Context, *Interaction) error {
	return func(ctx context.Context, i *Interaction) error {
		p, err := i.Defer(ctx, false)
		if err != nil {
			return err
		}
		return p.Edit(ctx, Message{Content: text})
	}
}

// Every kind of body the bot sends, held against Discord's description.
func TestEveryKindOfRequest(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	picture := File{Name: "timeline.png", ContentType: "image/png", Description: "Roles over time", Data: []byte("\x89PNG")}
	full := Message{
		Content: "Built it in Go [1]. @everyone",
		Embeds:  []*discordgo.MessageEmbed{{Title: "Sources", Description: "résumé.md, line 3", Fields: []*discordgo.MessageEmbedField{{Name: "1", Value: "> Go"}}}},
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "Sources", CustomID: "sources:1", Style: discordgo.SecondaryButton},
			discordgo.Button{Emoji: &discordgo.ComponentEmoji{Name: "👍"}, CustomID: "up:1", Style: discordgo.SecondaryButton},
		}}},
	}
	s, errs := answerer(t, d, func(ctx context.Context, i *Interaction) error {
		switch i.Type {
		case discordgo.InteractionApplicationCommandAutocomplete:
			return i.Choose(ctx, nil)
		case discordgo.InteractionMessageComponent:
			if i.MessageComponentData().CustomID == "up:1" {
				return respond(i.DeferUpdate(ctx))
			}
			return respond(i.Update(ctx, full))
		}
		switch i.ApplicationCommandData().Name {
		case "form":
			return i.Ask(ctx, Modal{CustomID: "curate:1", Title: "Answer", Fields: []Field{{ID: "answer", Label: "Your answer", Description: "Shown as yours", Paragraph: true, Max: 1000}}})
		case "reply":
			m := full
			m.Flags, m.Files = discordgo.MessageFlagsEphemeral, []File{picture}
			return respond(i.Reply(ctx, m))
		}
		p, err := i.Defer(ctx, true)
		if err != nil {
			return err
		}
		more, err := i.FollowUp(ctx, Message{Content: "part 2", Files: []File{picture}})
		return errors.Join(err, p.Edit(ctx, full), more.Edit(ctx, Message{Content: "part two"}), more.Delete(ctx), more.Delete(ctx))
	})
	ctx := t.Context()

	i := d.Slash("42", "ask", discordtest.Option{Name: "question", Value: "Go?"})
	if err := receive(t, "ask", errs); err != nil {
		t.Error(err)
	}
	if m := i.Answer("the edit", nil); m.Content != full.Content || !m.Ephemeral() || m.Buttons()["Sources"] != "sources:1" {
		t.Errorf("ask shows %+v", m)
	}
	i = d.Slash("42", "reply")
	if err := receive(t, "reply", errs); err != nil {
		t.Error(err)
	}
	m := i.Answer("the reply", nil)
	if len(m.Files) != 1 || string(m.Files[0].Data) != string(picture.Data) || !m.Ephemeral() {
		t.Errorf("reply shows %+v", m)
	}
	d.Slash("42", "form")
	d.Autocomplete("42", "skills", discordtest.Option{Name: "area", Value: "zz", Focused: true})
	d.Click("42", m.ID, "up:1")
	d.Click("42", m.ID, "sources:1")
	for range 4 {
		if err := receive(t, "the others", errs); err != nil {
			t.Error(err)
		}
	}
	// Defect 12: an autocomplete without choices sends the list all the same.
	d.WaitRequest("choices", func(r discordtest.Request) bool { return strings.Contains(string(r.Body), `"choices":[]`) })

	asked := d.Mention("42", discordtest.ChannelID, "Go?")
	p, err := s.Send(ctx, discordtest.ChannelID, Message{Content: "thinking", ReplyTo: asked.ID, Flags: discordgo.MessageFlagsEphemeral})
	if err != nil {
		t.Fatal(err)
	}
	full.Files = []File{picture}
	v2 := Message{Flags: discordgo.MessageFlagsIsComponentsV2, Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "text"}}}
	q, err2 := s.Send(ctx, discordtest.ChannelID, v2)
	got, err3 := s.Message(ctx, discordtest.ChannelID, p.ID())
	th, err4 := s.Thread(ctx, discordtest.ChannelID, asked.ID, "Go?")
	dm, err5 := s.Direct(ctx, "42")
	for _, err := range []error{err2, err3, err4, err5, p.Edit(ctx, full), q.Edit(ctx, v2), s.Typing(ctx, discordtest.ChannelID),
		s.Register(ctx, "", nil), s.Register(ctx, discordtest.GuildID, []Command{{
			Type: discordgo.ChatApplicationCommand, Name: "ask", Description: "Ask", DescriptionLocalizations: map[discordgo.Locale]string{discordgo.German: "Frag"},
			Options: []CommandOption{{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What", Required: true, MaxLength: 1000}}},
			{Name: "Ask the résumé about this", Type: discordgo.MessageApplicationCommand}})} {
		if err != nil {
			t.Error(err)
		}
	}
	if got.ID != p.ID() || th.ParentID != discordtest.ChannelID || dm == "" || len(d.Commands(discordtest.GuildID)) < 10 {
		t.Errorf("message %+v, thread %+v, dm %q", got, th, dm)
	}
	if now, _ := d.Look(p.ID()); now.Ephemeral() || now.ReplyTo != asked.ID || len(now.Files) != 1 {
		t.Errorf("message shows %+v", now)
	}
	for _, r := range d.Requests() {
		if strings.Contains(string(r.Body), `"content"`) && !strings.Contains(string(r.Body), `"allowed_mentions":{"parse":[],"replied_user":false}`) {
			t.Errorf("%s %s may mention somebody: %s", r.Method, r.Path, r.Body)
		}
	}
	t.Logf("%d requests validated", d.Validated())
}

func TestFirstAnswerFaults(t *testing.T) {
	tests := []struct {
		name  string
		fault discordtest.Fault
		n     int
		want  error // nil: the answer arrives
	}{
		{"503 once", discordtest.Unavailable(503), 1, nil},
		{"502 twice", discordtest.Unavailable(502), 2, nil},
		{"cut", discordtest.Fault{Drop: true}, 1, nil},
		{"short 429", discordtest.TooMany(300*time.Millisecond, false), 1, nil},
		{"done but the answer lost, then 40060", discordtest.Fault{Status: 500, Lost: true}, 1, nil},
		{"40060", discordtest.AlreadyAcknowledged, 1, ErrAnsweredElsewhere},
		{"10062", discordtest.UnknownInteraction, 1, ErrInteractionGone},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			d.Fail(tt.n, "POST", "/callback", tt.fault)
			_, errs := answerer(t, d, deferThen("done"))
			i := d.Slash("42", "ask")
			if err := receive(t, "the answer", errs); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if tt.want == nil {
				if m := i.Answer("the text", nil); m.Content != "done" {
					t.Errorf("shows %q", m.Content)
				}
			}
		})
	}
}

func TestFirstAnswerDoesNotWaitBeyondItsTime(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Fail(-1, "POST", "/callback", discordtest.TooMany(time.Minute, true))
	_, errs := answerer(t, d, func(ctx context.Context, i *Interaction) error {
		return respond(i.Reply(ctx, Message{Content: "done"}))
	})
	d.Slash("42", "ask")
	err := receive(t, "the error", errs) // in seconds, not in a minute
	var s *statusError
	if !errors.As(err, &s) || s.Status != 429 || s.After != time.Minute {
		t.Errorf("error %v", err)
	}
}

// Defect 4: one visitor's limit must not hold up another.
func TestDefect4VisitorsDoNotShareABucket(t *testing.T) {
	d := discordtest.New(t)
	d.Limit("PATCH", "@original", 1, time.Hour)
	_, errs := answerer(t, d, deferThen("done"))
	for n := range 5 {
		d.Slash(fmt.Sprint(40+n), "ask")
	}
	for range 5 {
		if err := receive(t, "an edit", errs); err != nil { // an hour, if shared
			t.Error(err)
		}
	}
}

// Defect 5: buckets of interaction tokens are freed.
func TestDefect5BucketsAreFreed(t *testing.T) {
	l := newLimits()
	h := http.Header{"X-Ratelimit-Remaining": {"4"}, "X-Ratelimit-Limit": {"5"}, "X-Ratelimit-Reset-After": {"5"}}
	now := time.Now()
	for n := range 10_000 {
		key, now := fmt.Sprint("PATCH webhooks/1/token", n), now.Add(time.Duration(n)*time.Second)
		l.reserve(key, now)
		l.answered(key, h, now)
	}
	if n := len(l.buckets); n > 200 {
		t.Errorf("%d buckets kept", n)
	}
}

// Defect 6: a wait for a limit ends with the context.
func TestDefect6ContextEndsAWait(t *testing.T) {
	d := discordtest.New(t)
	s := openSession(t, d)
	d.Limit("POST", "/typing", 1, time.Hour)
	if err := s.Typing(t.Context(), discordtest.ChannelID); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := s.Typing(ctx, discordtest.ChannelID) // at once: an hour does not fit
	var limited *limitedError
	if !errors.As(err, &limited) {
		t.Errorf("error %v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	result := make(chan error)
	go func() { result <- s.Typing(ctx, discordtest.ChannelID) }()
	cancel()
	if err := receive(t, "the end of the wait", result); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Defect 7: what fails for a moment is repeated, and nothing is posted twice.
func TestDefect7RepeatsWhatFailsForAMoment(t *testing.T) {
	faults := map[string]discordtest.Fault{
		"500": discordtest.Unavailable(500), "502": discordtest.Unavailable(502),
		"503": discordtest.Unavailable(503), "504": discordtest.Unavailable(504),
		"cut":                   {Drop: true},
		"done, the answer lost": {Status: 502, Lost: true},
		"429":                   discordtest.TooMany(100*time.Millisecond, false),
		"429, global":           discordtest.TooMany(100*time.Millisecond, true),
		"429 without JSON":      discordtest.TooManyBare(time.Second),
		"429 without anything":  discordtest.TooManyBare(0),
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			s := openSession(t, d)
			n := 2
			if strings.HasPrefix(name, "429 without") {
				n = 1 // a second each
			}
			d.Fail(n, "POST", "/messages", fault)
			p, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: "once"})
			if err != nil {
				t.Fatal(err)
			}
			d.Fail(n, "PATCH", "/messages", fault)
			if err := p.Edit(t.Context(), Message{Content: "edited"}); err != nil {
				t.Error(err)
			}
			if got := d.Messages(discordtest.ChannelID, 1); len(got) != 1 || got[0].Content != "edited" {
				t.Errorf("the channel shows %v", got)
			}
		})
	}
}

// Defect 8: a global 429 holds up every route, also without the headers that
// Discord's own example lacks.
func TestDefect8GlobalLimitHoldsUpAll(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s := openSession(t, d)
	const after = 300 * time.Millisecond
	d.Fail(1, "POST", "/typing", discordtest.TooMany(after, true))
	typed := make(chan error, 1)
	go func() { typed <- s.Typing(t.Context(), discordtest.ChannelID) }()
	refused := d.WaitRequest("the 429", func(r discordtest.Request) bool { return r.Status == 429 })
	for time.Since(refused.At) < after && s.rest.transport.limits.reserve("probe", time.Now()) == 0 { // until the answer has been read
		s.rest.transport.limits.answered("probe", nil, time.Now())
		time.Sleep(time.Millisecond)
	}
	if _, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: "another route"}); err != nil {
		t.Fatal(err)
	}
	if err := receive(t, "the typing", typed); err != nil {
		t.Error(err)
	}
	for _, r := range d.Requests() {
		if wait := r.At.Sub(refused.At); r.Method == "POST" && r.Status < 300 && wait < after-50*time.Millisecond {
			t.Errorf("%s %s came %v after a global limit of %v", r.Method, r.Path, wait, after)
		}
	}
}

func TestLimitsAreKeptWithout429(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s := openSession(t, d)
	d.Limit("POST", "/messages", 3, 400*time.Millisecond)
	var wg sync.WaitGroup
	for n := range 12 {
		wg.Go(func() {
			if _, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: fmt.Sprint(n)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := d.Messages(discordtest.ChannelID, 12); len(got) != 12 {
		t.Errorf("%d messages", len(got))
	}
	refusals := 0
	for _, r := range d.Requests() {
		if r.Status == 429 {
			refusals++
		}
	}
	if refusals > 3 { // at the edges of the windows, where clocks differ
		t.Errorf("%d of 12 requests were refused", refusals)
	}
	if s.Stats().LimitWaits == 0 {
		t.Error("no wait was counted")
	}
}

func TestErrorsNameDiscordsReason(t *testing.T) {
	d := discordtest.New(t)
	s := openSession(t, d)
	_, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: strings.Repeat("x", 2001)})
	var st *statusError
	if !errors.As(err, &st) || !st.Refused() || st.Code != 50035 {
		t.Errorf("error %v", err)
	}
}

func TestUserInstallHasFiveFollowUps(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Limit("POST", "/webhooks/", 100, time.Second)
	_, errs := answerer(t, d, func(ctx context.Context, i *Interaction) error {
		if !i.UserInstalled() || i.Asker().ID != "42" {
			t.Errorf("installed by the user: %t, asker %s", i.UserInstalled(), i.Asker().ID)
		}
		_, err := i.Defer(ctx, false)
		for n := 0; n < 6 && err == nil; n++ {
			_, err = i.FollowUp(ctx, Message{Content: fmt.Sprint(n)})
		}
		return err
	})
	d.SlashAt(discordtest.Where{UserInstall: true, Direct: true}, "42", "ask")
	var st *statusError
	if err := receive(t, "the sixth", errs); !errors.As(err, &st) || st.Code != 40094 {
		t.Errorf("error %v", err)
	}
}
