package discordbot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/rag"

	"github.com/bwmarrin/discordgo"
)

const (
	// streamAfter is how long an answer may take before its beginning is shown:
	// what is there sooner goes out in one piece.
	streamAfter = 700 * time.Millisecond
	// finishLimit bounds the last words of an answer. In a busy channel they wait
	// their turn: others observed one message a second.
	finishLimit = 5 * time.Minute
)

// An inquiry is a question and where it came from.
type inquiry struct {
	text         string
	user         string
	place        place
	conversation string // key of its turns in the store
	parent       string // the bot's message it follows on, or ""
	history      []rag.Turn
	private      bool   // only the asker sees the answer
	quote        bool   // the question is not to be seen where the answer stands
	asker        string // who asks, where that does not show either
	about        string // link to the message that the question stands in, where it is another's
	note         string // what is to be said of the question
	source       string // id of the message that asks, or ""
	replyTo      string // id of the message that the answer replies to, or ""
	token        string // of the interaction that asks, or ""
	ref          string
	log          string // how it was asked
}

// kept is what an answer needs later, for its buttons.
type kept struct {
	Sources     []rag.Source `json:"sources,omitempty"`
	Suggestions []string     `json:"suggestions,omitempty"`
	Private     bool         `json:"private,omitempty"`
	Quote       bool         `json:"quote,omitempty"`
	Again       bool         `json:"again,omitempty"` // asking again may give a better answer
	Page        bool         `json:"page,omitempty"`  // it is no answer but a page
	Shared      bool         `json:"shared,omitempty"`
	Asker       string       `json:"asker,omitempty"`
	About       string       `json:"about,omitempty"`
	Note        string       `json:"note,omitempty"`
}

// outcomes besides an answer's status.
const (
	outcomeFailed      = "failed"
	outcomeStopped     = "stopped"
	outcomeInterrupted = "interrupted"
	outcomeRefused     = "refused"
	outcomeWithdrawn   = "withdrawn" // question or answer were deleted, or the question changed
)

// answer answers an inquiry: exactly one last message, whatever happens, but for what
// somebody withdrew.
func (b *Bot) answer(ctx context.Context, q inquiry, out *discord.Outlet) error {
	began := time.Now()
	if q.text == "" {
		return b.say(ctx, out, discord.Message{Content: greeting(b.person())})
	}
	asking, r := b.begin(ctx, &q, out)
	defer b.end(r)

	streaming := rows([]discordgo.Button{button(actStop, r.id, labelStop)})
	g := growing{b: b, inquiry: &q, began: began, show: func(content string) {
		if asking.Err() == nil {
			out.Show(asking, discord.Message{Content: content, Components: streaming, Flags: discordgo.MessageFlagsSuppressEmbeds})
		}
	}}
	defer time.AfterFunc(streamAfter, g.late).Stop()
	b.Session.Settle(asking)
	a, err := b.consult(asking, &q, &g)
	last := g.end()
	cause := context.Cause(asking)
	if withdrawn(cause) {
		b.measure(outcomeWithdrawn, rag.Answer{}, began)
		return b.withdraw(ctx, &q, cause, out)
	}
	if cause != nil {
		a = last
	} else if err != nil {
		b.Logger.Error("discord: question failed", "reference", q.ref, "err", err)
		a = rag.Answer{}
	}
	outcome, k := conclude(&q, &a, cause, err)
	k.Suggestions = next(q.text, k.Suggestions, b.person())
	b.measure(outcome, a, began)
	b.Logger.Info("discord: asked", "reference", q.ref, "how", q.log, "outcome", outcome, "ms", time.Since(began).Milliseconds(), "dropped", len(a.Dropped))

	// The last words are said whatever became of the rest.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	return b.deliver(ctx, &q, outcome, a, k, b.content(&q, &a, k.Note), out)
}

// consult asks the résumé. Until the model is asked, an answer takes the processor.
func (b *Bot) consult(ctx context.Context, q *inquiry, g *growing) (rag.Answer, error) {
	leave := b.gates.think(ctx)
	defer leave()
	admit := b.admission(q, g.moved)
	return b.Library.Live(q.place.Alone).Asker.Ask(ctx, rag.Question{Text: q.text, History: q.history,
		Admit: func(ctx context.Context) (func(), error) {
			leave()
			return admit(ctx)
		}}, g.grow)
}

// conclude tells how an answer ended and what of it its buttons need. cause is why
// it was cut short, err why it failed; both are nil for a whole one.
func conclude(q *inquiry, a *rag.Answer, cause, err error) (outcome string, k kept) {
	outcome = string(a.Status)
	k = kept{Private: q.private, Quote: q.quote, Asker: q.asker, About: q.about, Sources: a.Sources, Suggestions: a.Suggestions, Note: q.note}
	if a.Status == rag.OffTopic {
		k.Suggestions = nil
	}
	switch {
	case errors.Is(cause, errStopped):
		outcome, k.Again, k.Note = outcomeStopped, true, stoppedShort
	case cause != nil:
		outcome, k.Again, k.Note = outcomeInterrupted, true, interrupted
	case err != nil:
		outcome, k.Again, k.Note = outcomeFailed, true, failure(q.ref)
	case a.Degraded:
		k.Again, k.Note = true, joined(k.Note, asSentence(a.DegradedReason))
	case a.Translated != "":
		k.Note = joined(k.Note, escape(a.Translated))
	}
	return outcome, k
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// deliver shows the text of an answer, with files below it, and keeps the turn.
func (b *Bot) deliver(ctx context.Context, q *inquiry, outcome string, a rag.Answer, k kept, text string, out *discord.Outlet, files ...discord.File) error {
	defer b.keeping.begin(q.conversation)()
	all := messages(text, k)
	last := &all[len(all)-1]
	last.Files = append(last.Files, files...)
	posts, err := out.Finish(ctx, all...)
	if errors.Is(err, discord.ErrDeleted) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("discord: show answer: %w", err)
	}
	b.shown(q, posts)
	b.remember(ctx, q, outcome, a, k, posts)
	return nil
}

func (b *Bot) measure(outcome string, a rag.Answer, began time.Time) {
	if b.Meter != nil {
		b.Meter.Asked(outcome, a, time.Since(began))
	}
}

// say shows one message and nothing else.
func (b *Bot) say(ctx context.Context, out *discord.Outlet, m discord.Message) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	_, err := out.Finish(ctx, m)
	return err
}

// person is whose résumé it is.
func (b *Bot) person() string { return b.Library.Live(false).Person }
