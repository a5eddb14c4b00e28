package discordbot

import (
	"context"
	"encoding/json"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/rag"
	"resumebot/internal/store"
)

const (
	// tokenLife is how long an interaction can be answered
	// (receiving-and-responding: followup messages).
	tokenLife = 15 * time.Minute
	// lateAnswer is how long after a question without any answer its asker is told.
	lateAnswer = time.Hour
)

// A pendingPlace is where an answer that is being written is shown, for the next process.
type pendingPlace struct {
	Channel string `json:"channel"`
	ReplyTo string `json:"reply_to,omitempty"`
	Token   string `json:"token,omitempty"` // of the interaction
	Kept    kept   `json:"kept"`
}

// pend keeps that an answer is being written, until unpend is called. Message is what
// shows a part of it, "" as long as none does.
func (b *Bot) pend(ctx context.Context, id string, q *inquiry, message string) {
	place, err := json.Marshal(pendingPlace{Channel: q.place.Channel, ReplyTo: q.replyTo, Token: q.token,
		Kept: kept{Private: q.private, Quote: q.quote, Asker: q.asker, About: q.about, Again: true}})
	if err == nil {
		err = b.Store.SavePending(ctx, store.Pending{ID: id, Place: place, Turn: store.Turn{Conversation: q.conversation, MessageID: message,
			ParentMessageID: q.parent, UserID: q.user, Question: q.text, At: b.Now()}})
	}
	b.logError(ctx, "keep that an answer is being written", err)
}

func (b *Bot) unpend(id string) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	b.logError(ctx, "keep that an answer is written", b.Store.DeletePending(ctx, id))
}

// markUnfinished marks what an earlier process left half-written or only promised, so
// that its asker can have it answered.
func (b *Bot) markUnfinished(ctx context.Context) {
	list, err := b.Store.ListPending(ctx)
	b.logError(ctx, "read which answers were being written", err)
	for _, p := range list {
		b.mu.Lock()
		_, ours := b.running[p.ID]
		b.mu.Unlock()
		if ours {
			continue
		}
		var at pendingPlace
		if err := json.Unmarshal(p.Place, &at); err == nil {
			b.markOne(ctx, p, at)
		}
		b.unpend(p.ID)
	}
}

func (b *Bot) markOne(ctx context.Context, p store.Pending, at pendingPlace) {
	q := inquiry{text: p.Question, user: p.UserID, conversation: p.Conversation, parent: p.ParentMessageID, quote: at.Kept.Quote, asker: at.Kept.Asker, about: at.Kept.About}
	at.Kept.Note = interrupted
	defer b.keeping.begin(q.conversation)()
	m := messages(b.content(&q, &rag.Answer{}, interrupted), at.Kept)[0]
	age := b.Now().Sub(p.At)
	var post *discord.Post
	var err error
	switch {
	case p.MessageID != "":
		post = b.Session.Post(at.Channel, p.MessageID)
		err = post.Edit(ctx, m)
	case at.Token != "" && age < tokenLife:
		post = b.Session.Original(at.Channel, at.Token)
		err = post.Edit(ctx, m)
	case at.Token == "" && age < lateAnswer:
		m.ReplyTo = at.ReplyTo
		post, err = b.Session.Send(ctx, at.Channel, m)
	default:
		return // Discord itself shows that nothing came
	}
	if err != nil {
		b.Logger.Warn("discord: an answer that was interrupted cannot be marked", "err", err)
		return
	}
	b.remember(ctx, &q, outcomeInterrupted, rag.Answer{}, at.Kept, []*discord.Post{post})
}
