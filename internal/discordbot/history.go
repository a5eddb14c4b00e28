package discordbot

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/rag"
	"resumebot/internal/store"
)

// freshFor is how long a conversation goes on without a reply to its messages.
const freshFor = time.Hour

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
// Without is a message whose turn is left out.
func (b *Bot) history(ctx context.Context, conversation, parent, without string) []rag.Turn {
	var turns []store.Turn
	var err error
	if parent != "" || conversation != "" { // it may be replied to a moment before its turn, or the turn of its change, is kept
		b.keeping.wait(ctx, conversation)
	}
	if parent != "" {
		turns, err = b.Store.Chain(ctx, parent, rag.KeptTurns)
	} else if conversation != "" {
		turns, err = b.Store.Recent(ctx, conversation, rag.KeptTurns)
	}
	b.logError(ctx, "read conversation", err)
	turns = slices.DeleteFunc(turns, func(t store.Turn) bool {
		return parent == "" && b.Now().Sub(t.At) > freshFor || without != "" && t.MessageID == without
	})
	return b.earlier(turns)
}

// historyBefore are the turns that a kept turn was asked after.
func (b *Bot) historyBefore(ctx context.Context, t store.Turn) []rag.Turn {
	if t.ParentMessageID != "" {
		return b.history(ctx, "", t.ParentMessageID, "")
	}
	turns, err := b.Store.Recent(ctx, t.Conversation, rag.KeptTurns)
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
