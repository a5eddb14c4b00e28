package discordbot

import (
	"context"
	"strings"
	"testing"
	"time"

	"resumebot/internal/discordtest"
	"resumebot/internal/rag"
)

// Whatever fails for a moment, on whichever way: each question has one answer, and nothing
// stays half-written or only promised.
func TestEveryWayThroughFaults(t *testing.T) {
	private := discordtest.Option{Name: optPrivate, Value: true}
	ask := func(d *discordtest.Server, text string, options ...discordtest.Option) discordtest.Message {
		return d.Slash("42", cmdAsk, append(options, question(text))...).Answer("an answer", has("On "+text))
	}
	ways := []struct {
		name    string
		prepare func(d *discordtest.Server) discordtest.Message // without faults; may be nil
		ask     func(d *discordtest.Server, before discordtest.Message)
		want    string
	}{
		{"command", nil, func(d *discordtest.Server, _ discordtest.Message) { d.Slash("42", cmdAsk, question("one?")) }, "On one?"},
		{"private command", nil, func(d *discordtest.Server, _ discordtest.Message) { d.Slash("42", cmdAsk, question("two?"), private) }, "On two?"},
		{"mention", nil, func(d *discordtest.Server, _ discordtest.Message) { d.Mention("42", discordtest.ChannelID, "three?") }, "On three?"},
		{"direct message", nil, func(d *discordtest.Server, _ discordtest.Message) { d.DM("42", "four?") }, "On four?"},
		{"suggestion", func(d *discordtest.Server) discordtest.Message { return ask(d, "five?") },
			func(d *discordtest.Server, m discordtest.Message) { d.Click("43", m.ID, m.Buttons()["What is Muid?"]) }, "On What is Muid?"},
		{"share", func(d *discordtest.Server) discordtest.Message { return ask(d, "six?", private) },
			func(d *discordtest.Server, m discordtest.Message) { d.Click("42", m.ID, m.Buttons()[labelShare]) }, "> **Visitor 42**: six?"},
		{"sources", func(d *discordtest.Server) discordtest.Message { return ask(d, "seven?") },
			func(d *discordtest.Server, m discordtest.Message) { d.Click("42", m.ID, m.Buttons()[labelSources]) }, "> a passage on seven?"},
		{"help", nil, func(d *discordtest.Server, _ discordtest.Message) { d.Slash("42", cmdHelp) }, "I answer questions about"},
	}
	page := discordtest.Fault{Status: 200, Body: "<html>Please log in</html>", Header: map[string]string{"Content-Type": "text/html"}}
	for name, f := range map[string]discordtest.Fault{
		"500":              discordtest.Unavailable(500),
		"503 with a page":  discordtest.Unavailable(503),
		"200 with a page":  page,
		"429":              discordtest.TooMany(150*time.Millisecond, false),
		"429 for all":      discordtest.TooMany(150*time.Millisecond, true),
		"429 of a proxy's": discordtest.TooManyBare(0),
		"lost on the way":  {Status: 502, Lost: true},
		"cut":              {Drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			d.Limit("POST", "/", 1000, time.Second)
			d.Limit("PATCH", "/", 1000, time.Second)
			b := startBot(t, d, quick(t, d), nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
				a := says("On " + q.Text)
				a.Suggestions, a.Sources = []string{"What is Muid?"}, []rag.Source{{ID: 1, Path: "cv.txt", Text: "a passage on " + q.Text}}
				return a, nil
			})
			for _, way := range ways {
				var before discordtest.Message
				if way.prepare != nil {
					before = way.prepare(d)
				}
				for _, at := range []struct{ method, path string }{{"POST", "/callback"}, {"POST", "/messages"}, {"PATCH", "/messages"}} {
					d.Fail(1, at.method, at.path, f)
				}
				way.ask(d, before)
				d.Message("an answer by "+way.name, has(way.want))
				atRest(b)
				d.Heal()
				standsOnce(t, d, way.name, way.want)
			}
		})
	}
}

// standsOnce wants a text in one message of the bot's, and no message only promised.
func standsOnce(t *testing.T, d *discordtest.Server, way, want string) {
	t.Helper()
	n := 0
	for _, m := range d.Messages(discordtest.ChannelID, 0) {
		if strings.Contains(m.Content, want) {
			n++
		}
		if m.Thinking || strings.Contains(m.Content, writing) {
			t.Errorf("%s: left hanging: %+v", way, m)
		}
	}
	if n > 1 {
		t.Errorf("%s: stands %d times", way, n)
	}
}
