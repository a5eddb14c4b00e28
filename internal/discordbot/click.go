package discordbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"resumebot/internal/discord"
	"resumebot/internal/rag"
	"resumebot/internal/store"

	"github.com/bwmarrin/discordgo"
)

// click does what a button says.
func (b *Bot) click(ctx context.Context, i *discord.Interaction, ref string) error {
	action, argument, ok := parseID(i.MessageComponentData().CustomID)
	if !ok || i.Message == nil {
		return b.whisper(ctx, i, olderButton)
	}
	switch action {
	case actStop:
		return b.stop(ctx, i, argument)
	case actCurate, actDismiss, actRevise, actRemove, actPage:
		return b.ownerClick(ctx, i, action, argument)
	}
	t, k, ok := b.recall(ctx, i.Message.ID)
	if !ok {
		return b.whisper(ctx, i, goneText)
	}
	switch action {
	case actSources:
		return b.sources(ctx, i, k)
	case actUp, actDown:
		return b.vote(ctx, i, action == actUp)
	case actShare:
		return b.share(ctx, i, t, k)
	case actNext, actRetry:
		// Pressed twice, it is asked once: the answer to the first press is on its way.
		press := i.Asker().ID + ":" + i.Message.ID + ":" + action + argument
		if b.pressed.add(press) {
			_, err := i.DeferUpdate(ctx)
			return err
		}
		defer b.pressed.remove(press)
		if action == actRetry {
			return b.retry(ctx, i, t, k, ref)
		}
		return b.next(ctx, i, t, k, argument, ref)
	}
	return b.whisper(ctx, i, olderButton)
}

// recall finds the turn of a message. A button may be pressed a moment before
// its turn is kept.
func (b *Bot) recall(ctx context.Context, message string) (store.Turn, kept, bool) {
	var k kept
	for last := false; ; last = true {
		t, ok, err := b.Store.ByMessage(ctx, message)
		b.logError(ctx, "read turn", err)
		if ok && json.Unmarshal(t.SourcesJSON, &k) == nil {
			return t, k, true
		}
		if last {
			return store.Turn{}, kept{}, false
		}
		b.keeping.wait(ctx, "")
	}
}

func (b *Bot) stop(ctx context.Context, i *discord.Interaction, id string) error {
	b.mu.Lock()
	r, ok := b.running[id]
	b.mu.Unlock()
	switch {
	case !ok:
		return b.whisper(ctx, i, finishedText)
	case r.user != i.Asker().ID:
		return b.whisper(ctx, i, askersStop)
	}
	r.stop(errStopped)
	_, err := i.DeferUpdate(ctx)
	return err
}

// sources shows what an answer cites: where it stands and how it reads.
func (b *Bot) sources(ctx context.Context, i *discord.Interaction, k kept) error {
	parts := sourceParts(k)
	if len(parts) == 0 {
		return b.whisper(ctx, i, noSources)
	}
	const flags = discordgo.MessageFlagsEphemeral | discordgo.MessageFlagsSuppressEmbeds
	if _, err := i.Reply(ctx, discord.Message{Content: parts[0], Flags: flags}); err != nil {
		return err
	}
	for _, p := range parts[1:] {
		if _, err := i.FollowUp(ctx, discord.Message{Content: p, Flags: flags}); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bot) vote(ctx context.Context, i *discord.Interaction, up bool) error {
	if err := b.Store.SaveFeedback(ctx, i.Message.ID, i.Asker().ID, up); err != nil {
		b.logError(ctx, "keep vote", err)
		return b.whisper(ctx, i, voteLost)
	}
	if up {
		return b.whisper(ctx, i, thanksUp)
	}
	return b.whisper(ctx, i, thanksDown)
}

// next asks one of the questions that were suggested under an answer. The answer is an
// ordinary message where the one with the button is for everybody: Discord withholds the
// text of replies to anything else.
func (b *Bot) next(ctx context.Context, i *discord.Interaction, t store.Turn, k kept, argument, ref string) error {
	n, err := strconv.Atoi(argument)
	if err != nil || n < 0 || n >= len(k.Suggestions) {
		return b.whisper(ctx, i, goneText)
	}
	q := inquiry{text: k.Suggestions[n], quote: true, parent: t.MessageID, conversation: t.Conversation, ref: ref, log: "button"}
	if t.UserID != i.Asker().ID && strings.HasPrefix(q.conversation, "ask:") {
		q.conversation = "" // it goes on as the clicker's own
	}
	if i.Message.Flags&discordgo.MessageFlagsEphemeral != 0 {
		q.private = true
		return b.ask(ctx, i, q)
	}
	if i.UserInstalled() {
		return b.ask(ctx, i, q)
	}
	if why := b.limited(placeOf(i)); why != "" {
		return b.whisper(ctx, i, why)
	}
	if _, err := i.DeferUpdate(ctx); err != nil {
		return err
	}
	b.asks(ctx, i, &q)
	q.asker, q.replyTo = askerName(i), i.Message.ID
	stop := b.typing(ctx, i.ChannelID)
	defer stop()
	out := b.Session.Outlet(b.orFollowUp(i, q.replyTo), b.orFollowUp(i, ""))
	out.Before = stop
	return b.answer(ctx, q, out)
}

// orFollowUp posts where an interaction was, as a reply to a message, or where that is
// not allowed as a follow-up of the interaction.
func (b *Bot) orFollowUp(i *discord.Interaction, replyTo string) func(context.Context, discord.Message) (*discord.Post, error) {
	return func(ctx context.Context, m discord.Message) (*discord.Post, error) {
		m.ReplyTo = replyTo
		post, err := b.Session.Send(ctx, i.ChannelID, m)
		if discord.Refused(err) {
			return i.FollowUp(ctx, m)
		}
		return post, err
	}
}

// askerName is what others call who did something.
func askerName(i *discord.Interaction) string {
	if i.Member != nil && i.Member.Nick != "" {
		return i.Member.Nick
	}
	return displayName(i.Asker())
}

// retry answers the same question again, in the same message.
func (b *Bot) retry(ctx context.Context, i *discord.Interaction, t store.Turn, k kept, ref string) error {
	if t.UserID != i.Asker().ID {
		return b.whisper(ctx, i, askersRetry)
	}
	if why := b.limited(placeOf(i)); why != "" {
		return b.whisper(ctx, i, why)
	}
	post, err := i.DeferUpdate(ctx)
	if err != nil {
		return err
	}
	q := inquiry{text: t.Question, user: t.UserID, place: placeOf(i), conversation: t.Conversation, parent: t.ParentMessageID,
		private: k.Private, quote: k.Quote, asker: k.Asker, about: k.About, ref: ref, log: "retry"}
	q.history = b.historyBefore(ctx, t)
	return b.answer(ctx, q, i.Outlet(post))
}

// share shows everybody an answer that only the asker saw, once.
func (b *Bot) share(ctx context.Context, i *discord.Interaction, t store.Turn, k kept) error {
	if k.Shared || b.shared.add(t.MessageID) {
		return b.whisper(ctx, i, alreadyShared)
	}
	seen, err := i.DeferUpdate(ctx)
	if err != nil {
		b.shared.remove(t.MessageID)
		return err
	}
	text := i.Message.Content
	if _, said, quoted := strings.Cut(text, "\n"); quoted && strings.HasPrefix(text, "> ") && len(t.Parts) == 0 {
		text = said
	} else {
		text = escape(t.Answer)
	}
	public := k
	public.Private, public.Quote, public.Again, public.Asker = false, true, false, askerName(i)
	out := b.Session.Outlet(b.orFollowUp(i, ""), b.orFollowUp(i, ""))
	q := inquiry{text: t.Question, user: t.UserID, quote: true, conversation: "ask:" + i.ChannelID + ":" + t.UserID, parent: t.ParentMessageID}
	err = b.deliver(ctx, &q, "shared", rag.Answer{Text: t.Answer}, public, askedBy(public.Asker, t.Question)+"\n"+text, out)
	if err != nil {
		b.shared.remove(t.MessageID)
		return err
	}
	b.withoutShare(ctx, i, seen, t, k)
	return nil
}

// withoutShare takes the button off an answer that was shared, and keeps that it was.
func (b *Bot) withoutShare(ctx context.Context, i *discord.Interaction, post *discord.Post, t store.Turn, k kept) {
	k.Shared = true
	err := post.Edit(ctx, discord.Message{Content: i.Message.Content, Components: k.answerButtons(), Flags: discordgo.MessageFlagsSuppressEmbeds})
	js, err2 := json.Marshal(k)
	if err2 == nil {
		t.SourcesJSON = js
		err2 = b.Store.SaveTurn(ctx, t)
	}
	b.logError(ctx, "take the button off a shared answer", errors.Join(err, err2))
}

// submit takes a form.
func (b *Bot) submit(ctx context.Context, i *discord.Interaction) error {
	action, argument, ok := parseID(i.ModalSubmitData().CustomID)
	if !ok {
		return b.whisper(ctx, i, olderForm)
	}
	switch action {
	case actCurate, actRevise:
		return b.curate(ctx, i, action, argument)
	}
	return fmt.Errorf("discord: a form of unknown kind %q", action)
}
