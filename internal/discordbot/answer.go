package discordbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/discord"
	"resumebot/internal/limit"
	"resumebot/internal/rag"
	"resumebot/internal/store"

	"github.com/bwmarrin/discordgo"
)

const (
	// streamAfter is how long an answer may take before its beginning is shown:
	// what is there sooner goes out in one piece.
	streamAfter = 700 * time.Millisecond
	// finishLimit bounds the last words of an answer. In a busy channel they wait
	// their turn: others observed one message a second.
	finishLimit = 5 * time.Minute
	// keptTurns is how many earlier turns a question is asked with.
	keptTurns = 8
	// freshFor is how long a conversation goes on without a reply to its messages.
	freshFor = time.Hour
)

var errStopped = errors.New("discord: stopped by the asker")

// An inquiry is a question and where it came from.
type inquiry struct {
	text         string
	user         string
	place        place
	conversation string // key of its turns in the store
	parent       string // the bot's message it follows on, or ""
	history      []rag.Turn
	private      bool // only the asker sees the answer
	quote        bool // the question is not to be seen where the answer stands
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
	Note        string       `json:"note,omitempty"`
}

// outcomes besides an answer's status.
const (
	outcomeFailed      = "failed"
	outcomeStopped     = "stopped"
	outcomeInterrupted = "interrupted"
	outcomeRefused     = "refused"
)

// answer answers an inquiry: exactly one last message, whatever happens.
func (b *Bot) answer(ctx context.Context, q inquiry, out *discord.Outlet) error {
	began := time.Now()
	if q.text == "" {
		return b.say(ctx, out, discord.Message{Content: b.greeting()})
	}
	if why := b.refusal(&q); why != "" {
		b.measure(outcomeRefused, rag.Answer{}, began)
		return b.say(ctx, out, discord.Message{Content: why})
	}
	asking, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	id := b.begin(running{q.user, stop})
	defer b.end(id)

	streaming := rows([]discordgo.Button{button(actStop, id, "Stop")})
	g := growing{inquiry: &q, began: began, show: func(content string) {
		if asking.Err() == nil {
			out.Show(asking, discord.Message{Content: content, Components: streaming, Flags: discordgo.MessageFlagsSuppressEmbeds})
		}
	}}
	defer time.AfterFunc(streamAfter, g.late).Stop()
	b.Session.Settle(asking)
	a, err := b.Library.Live(q.place.Alone).Asker.Ask(asking, rag.Question{Text: q.text, History: q.history, Admit: b.admission(&q, g.moved)}, g.grow)
	last := g.end()
	cause := context.Cause(asking)
	if cause != nil {
		a = last
	} else if err != nil {
		b.Logger.Error("discord: question failed", "reference", q.ref, "err", discord.Scrub(err))
		a = rag.Answer{}
	}
	outcome, k := conclude(&q, &a, cause, err)
	b.measure(outcome, a, began)
	b.Logger.Info("discord: asked", "reference", q.ref, "how", q.log, "outcome", outcome, "ms", time.Since(began).Milliseconds(), "dropped", len(a.Dropped))

	// The last words are said whatever became of the rest.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	return b.deliver(ctx, &q, outcome, a, k, content(&q, &a, k.Note), out)
}

// begin notes an answer that its asker may stop, under a name for the button.
func (b *Bot) begin(r running) (id string) {
	id = newReference()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running[id] = r
	return id
}

func (b *Bot) end(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.running, id)
}

// conclude tells how an answer ended and what of it its buttons need. cause is why
// it was cut short, err why it failed; both are nil for a whole one.
func conclude(q *inquiry, a *rag.Answer, cause, err error) (outcome string, k kept) {
	outcome = string(a.Status)
	k = kept{Private: q.private, Quote: q.quote, Sources: a.Sources, Suggestions: a.Suggestions}
	switch {
	case errors.Is(cause, errStopped):
		outcome, k.Again, k.Note = outcomeStopped, true, "Stopped."
	case cause != nil:
		outcome, k.Again, k.Note = outcomeInterrupted, true, "I was interrupted before this was finished. Please press Retry in a moment."
	case err != nil:
		outcome, k.Again, k.Note = outcomeFailed, true, sorry(q.ref)
	case a.Degraded:
		k.Again, k.Note = true, asSentence(a.DegradedReason)
	case a.Translated != "":
		k.Note = escape(a.Translated)
	}
	return outcome, k
}

// deliver shows the text of an answer and keeps the turn.
func (b *Bot) deliver(ctx context.Context, q *inquiry, outcome string, a rag.Answer, k kept, text string, out *discord.Outlet) error {
	defer b.keeping.begin(q.conversation)()
	posts, err := out.Finish(ctx, messages(text, k)...)
	if err != nil {
		return fmt.Errorf("discord: show answer: %w", err)
	}
	b.remember(ctx, q, outcome, a, k, posts)
	return nil
}

func turnText(ahead int) string {
	if ahead <= 0 {
		return "_You are next…_"
	}
	return fmt.Sprintf("_%d ahead of you…_", ahead)
}

// admission lets the model be used within the day's ceilings and in fair turns.
// Where it is not, the answer is in the résumé's own words and says why.
func (b *Bot) admission(q *inquiry, moved func(ahead int)) func(context.Context) (func(), error) {
	return func(ctx context.Context) (func(), error) {
		release, err := b.gates.queue.Acquire(ctx, q.user, moved)
		var full *limit.FullError
		if errors.As(err, &full) {
			return nil, errors.New("many are asking just now, so this is in the résumé’s own words")
		}
		if err != nil {
			return nil, err
		}
		var daily *limit.DailyError
		if err := b.gates.daily.Take(q.user); errors.As(err, &daily) {
			release()
			whose := "your share"
			if daily.Overall {
				whose = "the share"
			}
			return nil, errors.New(whose + " of model-written answers for today is used up, so this is in the résumé’s own words")
		}
		return release, nil
	}
}

func (b *Bot) measure(outcome string, a rag.Answer, began time.Time) {
	if b.Meter != nil {
		b.Meter.Asked(outcome, a, time.Since(began))
	}
}

// remember keeps the turn for the conversation and the buttons, and an open
// question for the owner; one that got only what comes closest is open, for no
// answer was claimed. That it cannot be kept costs only that.
func (b *Bot) remember(ctx context.Context, q *inquiry, outcome string, a rag.Answer, k kept, posts []*discord.Post) {
	js, err := json.Marshal(k)
	if err != nil {
		b.logError(ctx, "keep turn", err)
		return
	}
	t := store.Turn{Conversation: q.conversation, ParentMessageID: q.parent, UserID: q.user, Question: q.text, Answer: a.Text,
		Status: outcome, SourcesJSON: js, At: b.Now()}
	for n, p := range posts {
		if p.ID() == "" {
			if _, err := p.Get(ctx); err != nil {
				b.logError(ctx, "learn the id of an answer", err)
				continue
			}
		}
		if n == 0 || t.MessageID == "" {
			t.MessageID = p.ID()
		} else {
			t.Parts = append(t.Parts, p.ID())
		}
	}
	if t.MessageID != "" {
		b.logError(ctx, "keep turn", b.Store.SaveTurn(ctx, t))
	}
	open := outcome == string(rag.NotStated) || outcome == string(rag.Closest)
	if open && standsAlone(q) {
		b.logError(ctx, "keep open question", b.Store.Unanswered(ctx, q.user, q.text, b.Now()))
	}
}

// standsAlone tells a question that its owner can make something of: "from where?"
// says nothing without the turn before it, and what is not in English may be open
// for that alone.
func standsAlone(q *inquiry) bool {
	return rag.InEnglish(q.text) && (len(q.history) == 0 || len(strings.Fields(q.text)) > 3)
}

// history are the earlier turns of a conversation: the chain of replies that
// ends in a message, or else what was said last.
func (b *Bot) history(ctx context.Context, conversation, parent string) []rag.Turn {
	var turns []store.Turn
	var err error
	if parent != "" {
		// The answer may be replied to a moment before its turn is kept.
		for n := 0; len(turns) == 0 && err == nil && (n == 0 || n < 4 && sleep(ctx, 150*time.Millisecond) == nil); n++ {
			turns, err = b.Store.Chain(ctx, parent, keptTurns)
		}
	} else if conversation != "" {
		b.keeping.wait(ctx, conversation)
		turns, err = b.Store.Recent(ctx, conversation, keptTurns)
	}
	b.logError(ctx, "read conversation", err)
	if parent == "" {
		turns = slices.DeleteFunc(turns, func(t store.Turn) bool { return b.Now().Sub(t.At) > freshFor })
	}
	return b.earlier(turns)
}

// historyBefore are the turns that a kept turn was asked after.
func (b *Bot) historyBefore(ctx context.Context, t store.Turn) []rag.Turn {
	if t.ParentMessageID != "" {
		return b.history(ctx, "", t.ParentMessageID)
	}
	turns, err := b.Store.Recent(ctx, t.Conversation, keptTurns)
	b.logError(ctx, "read conversation", err)
	return b.earlier(slices.DeleteFunc(turns, func(o store.Turn) bool { return !o.At.Before(t.At) || t.At.Sub(o.At) > freshFor }))
}

// earlier makes turns of what is kept; what failed says nothing. Where something is
// private, an answer from before the résumé was read may hold it: its question alone is
// passed on.
func (b *Bot) earlier(turns []store.Turn) []rag.Turn {
	live := b.Library.Live(false)
	var out []rag.Turn
	for _, t := range turns {
		if t.Status != outcomeFailed {
			if live.Withholds && t.At.Before(live.Indexed) {
				t.Answer = ""
			}
			out = append(out, rag.Turn{Question: t.Question, Answer: t.Answer})
		}
	}
	return out
}

// say shows one message and nothing else.
func (b *Bot) say(ctx context.Context, out *discord.Outlet, m discord.Message) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	_, err := out.Finish(ctx, m)
	return err
}

// messages lays an answer out: its text in as few messages as it takes, or a
// file where it takes too many, the buttons under the last one.
func messages(text string, k kept) []discord.Message {
	var out []discord.Message
	parts := split(text, maxContent)
	var files []discord.File
	if len(parts) > maxParts {
		parts = parts[:1]
		parts[0] = split(text, maxContent-100)[0] + "\n-# The whole answer is in the file."
		files = []discord.File{{Name: "answer.md", ContentType: "text/markdown; charset=utf-8", Description: "The whole answer", Data: []byte(text + "\n")}}
	}
	for _, p := range parts {
		out = append(out, discord.Message{Content: p, Flags: discordgo.MessageFlagsSuppressEmbeds})
	}
	out[len(out)-1].Components = k.answerButtons()
	out[len(out)-1].Files = files
	return out
}

// asSentence is a reason as an answer gives it, to stand by itself.
func asSentence(reason string) string {
	first, n := utf8.DecodeRuneInString(reason)
	return string(unicode.ToUpper(first)) + reason[n:] + "."
}

// content is the text of an answer in Discord's markup.
func content(q *inquiry, a *rag.Answer, note string) string {
	var b strings.Builder
	if q.quote {
		b.WriteString("> " + asWritten(q.text, 300) + "\n")
	}
	b.WriteString(prose(a.Sentences))
	for _, s := range a.Sources {
		if s.Owner {
			fmt.Fprintf(&b, "\n-# [%d] %s", s.ID, escape(s.Where()))
		}
	}
	if note != "" {
		if len(a.Sentences) == 0 {
			b.WriteString(note)
		} else {
			b.WriteString("\n-# " + note)
		}
	}
	return b.String()
}

// prose joins sentences as [rag.Answer] does, with what they hold escaped and
// items as a list.
func prose(sentences []rag.Sentence) string {
	var b strings.Builder
	for n, s := range sentences {
		if n > 0 {
			if s.Item || sentences[n-1].Item {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
		}
		if s.Item {
			b.WriteString("- ")
		}
		b.WriteString(escape(s.Text) + s.Markers())
	}
	return b.String()
}
