package discordbot

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"resumebot/internal/discord"

	"github.com/bwmarrin/discordgo"
)

// Why an answer that is being written ends before its time.
var (
	errStopped         = errors.New("discord: stopped by the asker")
	errQuestionDeleted = errors.New("discord: the question was deleted")
	errAnswerDeleted   = errors.New("discord: the answer was deleted")
	errEdited          = errors.New("discord: the question was changed")
)

// editedFor is how long after a message was written a change of it is answered.
const editedFor = 2 * time.Minute

// running is an answer that is being written.
type running struct {
	id     string // in the custom id of its button
	user   string
	source string // id of the message that asks, or ""
	out    *discord.Outlet
	stop   context.CancelCauseFunc
	done   chan struct{} // closed at its end
}

// begin notes an answer that can be stopped until end is called.
func (b *Bot) begin(ctx context.Context, q *inquiry, out *discord.Outlet) (context.Context, *running) {
	asking, stop := context.WithCancelCause(ctx)
	r := &running{id: newReference(), user: q.user, source: q.source, out: out, stop: stop, done: make(chan struct{})}
	out.Gone = func() { stop(errAnswerDeleted) }
	b.mu.Lock()
	b.running[r.id] = r
	b.mu.Unlock()
	if _, deleted := b.deleted.get(q.source); deleted && q.source != "" { // before it was heard
		stop(errQuestionDeleted)
	}
	b.pend(ctx, r.id, q, out.ID())
	out.Began = func(message string) { b.pend(ctx, r.id, q, message) }
	return asking, r
}

func (b *Bot) end(r *running) {
	b.mu.Lock()
	delete(b.running, r.id)
	b.mu.Unlock()
	b.unpend(r.id)
	r.stop(nil)
	close(r.done)
}

// runs finds the answers that are being written to which f is true.
func (b *Bot) runs(f func(*running) bool) []*running {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []*running
	for _, r := range b.running {
		if f(r) {
			out = append(out, r)
		}
	}
	return out
}

// withdrawn tells the causes after which there is nothing more to say.
func withdrawn(cause error) bool {
	return errors.Is(cause, errQuestionDeleted) || errors.Is(cause, errAnswerDeleted) || errors.Is(cause, errEdited)
}

// withdraw leaves an answer that nobody waits for.
func (b *Bot) withdraw(ctx context.Context, q *inquiry, cause error, out *discord.Outlet) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	if errors.Is(cause, errQuestionDeleted) {
		b.logError(ctx, "delete an answer whose question was deleted", out.Discard(ctx))
		return nil
	}
	if post := out.Leave(); post != nil && errors.Is(cause, errEdited) {
		b.shown(q, []*discord.Post{post}) // the next answer takes it over
	}
	return nil
}

// onDeleted stops the answers to questions that are gone, and those that are gone
// themselves.
func (b *Bot) onDeleted(_ context.Context, _ string, ids []string) {
	for _, id := range ids {
		b.deleted.add(id)
	}
	for _, r := range b.runs(func(r *running) bool { return slices.Contains(ids, r.source) }) {
		r.stop(errQuestionDeleted)
	}
	for _, r := range b.runs(func(r *running) bool { return slices.ContainsFunc(ids, r.out.Holds) }) {
		r.stop(errAnswerDeleted)
	}
}

// A hearing is a message that was answered, so that a change of it can be.
type hearing struct {
	answering sync.Mutex // held while it is answered

	mu    sync.Mutex
	text  string
	posts []*discord.Post
}

// onEdited answers a question anew that its asker has changed, in the same message, and
// a message that was changed to speak to the bot.
func (b *Bot) onEdited(ctx context.Context, m *discordgo.Message) {
	at, err := discordgo.SnowflakeTimestamp(m.ID)
	if err != nil || m.EditedTimestamp == nil || b.Now().Sub(at) > editedFor || !b.speaks(m) {
		return
	}
	h, heard := b.heard.get(m.ID)
	if !heard {
		b.receive(ctx, m, false)
		return
	}
	if text := b.textOf(m); text != "" && h.changes(text) {
		b.receive(ctx, m, true)
	}
}

// overtake ends the answer to a message that is answered anew, and returns once it has
// left its place to the next.
func (b *Bot) overtake(message string) {
	for _, r := range b.runs(func(r *running) bool { return r.source == message }) {
		r.stop(errEdited)
		<-r.done
	}
}

// changes tells whether a text is another than was heard before, and notes it.
func (h *hearing) changes(text string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	changed := text != h.text
	h.text = text
	return changed
}

// begins notes what is heard at first.
func (h *hearing) begins(text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.text == "" {
		h.text = text
	}
}

// stands tells whether a text is what was heard last.
func (h *hearing) stands(text string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return text == h.text
}

// take returns where the answer stands that is to be replaced.
func (h *hearing) take() []*discord.Post {
	h.mu.Lock()
	defer h.mu.Unlock()
	posts := h.posts
	h.posts = nil
	return posts
}

// shown notes where the answer to a message stands.
func (b *Bot) shown(q *inquiry, posts []*discord.Post) {
	if h, ok := b.heard.get(q.source); ok && q.source != "" {
		h.mu.Lock()
		h.posts = posts
		h.mu.Unlock()
	}
}
