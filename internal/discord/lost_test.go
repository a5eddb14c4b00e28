package discord

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discordtest"

	"github.com/bwmarrin/discordgo"
)

// A growing answer that somebody deleted is not posted again, whether the event tells
// or only the next edit.
func TestDeletedAnswersStayDeleted(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s := openSession(t, d)
	o := s.Outlet(func(ctx context.Context, m Message) (*Post, error) { return s.Send(ctx, discordtest.ChannelID, m) }, nil)
	gone := make(chan bool, 1)
	o.Gone = func() { gone <- true }
	o.Show(t.Context(), Message{Content: "one"})
	post := d.Messages(discordtest.ChannelID, 1)[0]
	if !o.Holds(post.ID) || o.Holds("") {
		t.Error("does not know its message")
	}
	d.Delete(post.ID, true)
	o.Show(t.Context(), Message{Content: "one two"})
	receive(t, "the loss", gone)
	if posts, err := o.Finish(t.Context(), Message{Content: "one two three"}); !errors.Is(err, ErrDeleted) {
		t.Errorf("posted %v, %v", posts, err)
	}
	for _, r := range d.Requests()[1:] {
		if r.Method == http.MethodPost && strings.Contains(string(r.Body), "three") {
			t.Errorf("posted again: %s", r.Body)
		}
	}
}

func TestDiscardedAnswersAreDeleted(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s := openSession(t, d)
	o := s.Outlet(func(ctx context.Context, m Message) (*Post, error) { return s.Send(ctx, discordtest.ChannelID, m) }, nil)
	if err := o.Discard(t.Context()); err != nil {
		t.Errorf("nothing to discard: %v", err)
	}
	o = s.Outlet(o.First, nil)
	o.Show(t.Context(), Message{Content: "one"})
	id := d.Messages(discordtest.ChannelID, 1)[0].ID
	o.Show(t.Context(), Message{Content: "one two"})
	if err := o.Discard(t.Context()); err != nil {
		t.Error(err)
	}
	if m, _ := d.Look(id); !m.Deleted {
		t.Errorf("still shows %q", m.Content)
	}
}

// Where the bot may not read what it replies to, it writes all the same.
func TestReplyWithoutHistory(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s := openSession(t, d)
	run(t, s, Handlers{})
	asked := d.Say("42", discordtest.ChannelID, "hello")
	d.HideHistory()
	if _, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: "hi", ReplyTo: asked.ID}); err != nil {
		t.Fatal(err)
	}
	if m := d.Messages(discordtest.ChannelID, 1)[0]; m.ReplyTo != "" || m.Content != "hi" {
		t.Errorf("shows %+v", m)
	}
}

// What the bot may not do is told with the way to find out which permission it is.
func TestLackOfPermissionsPointsToTheDoctor(t *testing.T) {
	t.Parallel()
	const hint = "“bot doctor” shows which permission"
	var log bytes.Buffer
	var mu sync.Mutex
	d := discordtest.New(t)
	o := quick(t, d)
	o.Logger = slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, nil))
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[int]bool{50001: true, 50013: true, 160002: true, 50007: false, 50035: false} {
		d.Fail(1, "POST", "/messages", discordtest.Fault{Status: 403, Code: code, Message: "No."})
		if _, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: "hi"}); strings.Contains(err.Error(), hint) != want {
			t.Errorf("%d: %v", code, err)
		}
	}
	d.HideHistory()
	if _, err := s.Send(t.Context(), discordtest.ChannelID, Message{Content: "hi", ReplyTo: "1"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), hint) {
		t.Errorf("an answer without its reference is logged as %q", log.String())
	}
}

// A page of a proxy's, though it comes with 200, is no answer.
func TestPagesAreNoAnswers(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Fail(2, "PATCH", "@original", discordtest.Fault{Status: 200, Body: "<html>Please log in</html>"})
	i, _, errs := stream(t, d, 1, time.Millisecond)
	if err := receive(t, "the end", errs); err != nil {
		t.Fatal(err)
	}
	i.Answer("the end", ended)
	d.Fail(1, "POST", "/channels/"+discordtest.ChannelID+"/messages", discordtest.Fault{Status: 200, Body: "<html>Please log in</html>"})
	if p, err := openSession(t, d).Send(t.Context(), discordtest.ChannelID, Message{Content: "here"}); err != nil || p.ID() == "" {
		t.Errorf("posted %v, %v", p, err)
	}
}

// A bot that starts before the network is there waits for it.
func TestOpenWaitsForTheNetwork(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	address := strings.TrimPrefix(d.URL, "http://")
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	late := free.Addr().String()
	free.Close()
	o := quick(t, d)
	o.APIURL = "http://" + late
	done := make(chan error, 1)
	go func() {
		_, err := Open(t.Context(), o)
		done <- err
	}()
	time.Sleep(200 * time.Millisecond)
	select {
	case err := <-done:
		t.Fatalf("gave up: %v", err)
	default:
	}
	up, err := net.Listen("tcp", late)
	if err != nil {
		t.Skip("the address was taken meanwhile")
	}
	defer up.Close()
	go relay(up, address)
	if err := receive(t, "a session", done); err != nil {
		t.Error(err)
	}
}

// relay passes connections on.
func relay(from net.Listener, to string) {
	for {
		c, err := from.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			far, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			defer far.Close()
			go func() { _, _ = io.Copy(far, c) }()
			_, _ = io.Copy(c, far)
		}()
	}
}

func TestOwnRoleAndEvents(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	edited, deleted := make(chan string, 1), make(chan string, 1)
	s, _ := start(t, d, Handlers{Edited: func(_ context.Context, m *discordgo.Message) { edited <- m.Content },
		Deleted: func(_ context.Context, _ string, ids []string) { deleted <- strings.Join(ids, " ") }})
	if role, err := s.OwnRole(t.Context(), discordtest.GuildID); role != discordtest.RoleID || err != nil {
		t.Errorf("role %q, %v", role, err)
	}
	m := d.Mention("42", discordtest.ChannelID, "one")
	d.Edit(m.ID, "<@"+discordtest.BotID+"> two")
	if got := receive(t, "the edit", edited); !strings.Contains(got, "two") {
		t.Errorf("edited to %q", got)
	}
	if err := s.React(t.Context(), m.ChannelID, m.ID, "⏳"); err != nil {
		t.Error(err)
	}
	if m, _ := d.Look(m.ID); len(m.Reactions) != 1 || m.Reactions[0] != "⏳" {
		t.Errorf("reactions %q", m.Reactions)
	}
	d.Delete(m.ID, false)
	if got := receive(t, "the deletion", deleted); got != m.ID {
		t.Errorf("deleted %q", got)
	}
}

// What is being typed is completed although many wait for their first answer, each of
// which comes in its turn.
func TestChoicesPassTheCrowd(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	s, _ := start(t, d, Handlers{Interaction: func(ctx context.Context, i *Interaction) {
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			_ = i.Choose(ctx, nil)
			return
		}
		_, _ = i.Reply(ctx, Message{Content: "here"})
	}})
	for range maxAcks {
		s.acks <- struct{}{}
	}
	i := d.Slash("42", "ask")
	d.Autocomplete("43", "skills", discordtest.Option{Name: "area", Value: "a", Focused: true}).Acked()
	for _, r := range d.Requests() {
		if strings.Contains(r.Path, i.ID) {
			t.Errorf("answered out of turn: %s", r.Path)
		}
	}
	<-s.acks
	i.Answer("an answer", nil)
}
