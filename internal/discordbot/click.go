package discordbot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/rag"
	"resumebot/internal/store"

	"github.com/bwmarrin/discordgo"
)

const goneText = "I no longer keep that answer. Please ask again."

// click does what a button says.
func (b *Bot) click(ctx context.Context, i *discord.Interaction, ref string) error {
	action, argument, ok := parseID(i.MessageComponentData().CustomID)
	if !ok || i.Message == nil {
		return b.whisper(ctx, i, "That button belongs to an older version of me. Please ask again.")
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
	case actNext:
		return b.next(ctx, i, t, k, argument, ref)
	case actRetry:
		return b.retry(ctx, i, t, k, ref)
	case actShare:
		return b.share(ctx, i, t, k)
	}
	return b.whisper(ctx, i, "That button belongs to another version of me. Please ask again.")
}

// recall finds the turn of a message. A button may be pressed a moment before
// its turn is kept.
func (b *Bot) recall(ctx context.Context, message string) (store.Turn, kept, bool) {
	var k kept
	for n := 0; ; n++ {
		t, ok, err := b.Store.ByMessage(ctx, message)
		b.logError(ctx, "read turn", err)
		if ok && json.Unmarshal(t.SourcesJSON, &k) == nil {
			return t, k, true
		}
		if n == 2 || sleep(ctx, 300*time.Millisecond) != nil {
			return store.Turn{}, kept{}, false
		}
	}
}

func (b *Bot) stop(ctx context.Context, i *discord.Interaction, id string) error {
	b.mu.Lock()
	r, ok := b.running[id]
	b.mu.Unlock()
	switch {
	case !ok:
		return b.whisper(ctx, i, "That answer is not being written any more.")
	case r.user != i.Asker().ID:
		return b.whisper(ctx, i, "Only the person who asked can stop this answer.")
	}
	r.stop(errStopped)
	_, err := i.DeferUpdate(ctx)
	return err
}

// sources shows what an answer cites: where it stands and how it reads.
func (b *Bot) sources(ctx context.Context, i *discord.Interaction, k kept) error {
	parts := sourceParts(k)
	if len(parts) == 0 {
		return b.whisper(ctx, i, "That answer rests on no passage.")
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

// sourceParts are the messages that show what an answer cites. Where it is too
// much, the last says how many sources are left out.
func sourceParts(k kept) []string {
	const opens = "**["
	var lines []string
	for _, s := range k.Sources {
		lines = append(lines, opens+strconv.Itoa(s.ID)+"]** "+sourcePlace(s))
		for line := range strings.Lines(shorten(strings.TrimSpace(s.Text), 700)) {
			if line = plain(line); line != "" {
				lines = append(lines, "> "+escape(line))
			}
		}
	}
	text := strings.Join(lines, "\n")
	parts := split(text, maxContent)
	if len(parts) <= maxParts {
		return parts
	}
	parts = split(text, maxContent-200)
	left := strings.Count("\n"+strings.Join(parts[maxParts:], "\n"), "\n"+opens)
	if !strings.HasPrefix(parts[maxParts], opens) {
		left++ // the last one is shown in part
	}
	parts = parts[:maxParts]
	parts[maxParts-1] += fmt.Sprintf("\n-# … and %s. A narrower question, or a page narrowed to one name, shows theirs.", plural(left, "more source", "more sources"))
	return parts
}

// sourcePlace tells where a source stands. What was computed stands nowhere: it
// names the sources that it was computed from.
func sourcePlace(s rag.Source) string {
	switch {
	case len(s.Computed) > 0:
		return "computed from" + rag.Markers(s.Computed)
	case len(s.Heading) > 0 && !s.Owner:
		return escape(s.Where()) + " · " + escape(strings.Join(s.Heading, " › "))
	}
	return escape(s.Where())
}

func (b *Bot) vote(ctx context.Context, i *discord.Interaction, up bool) error {
	if err := b.Store.SaveFeedback(ctx, i.Message.ID, i.Asker().ID, up); err != nil {
		b.logError(ctx, "keep vote", err)
		return b.whisper(ctx, i, "Thank you – but I could not keep that just now. Please try again later.")
	}
	if up {
		return b.whisper(ctx, i, "Thank you! 👍 noted.")
	}
	return b.whisper(ctx, i, "Thank you, 👎 noted. **Sources** shows what the answer rests on; asking in other words may help.")
}

// next asks one of the questions that were suggested under an answer.
func (b *Bot) next(ctx context.Context, i *discord.Interaction, t store.Turn, k kept, argument, ref string) error {
	n, err := strconv.Atoi(argument)
	if err != nil || n < 0 || n >= len(k.Suggestions) {
		return b.whisper(ctx, i, goneText)
	}
	private := i.Message.Flags&discordgo.MessageFlagsEphemeral != 0
	conversation := t.Conversation
	if t.UserID != i.Asker().ID && strings.HasPrefix(conversation, "ask:") {
		conversation = "" // it goes on as the clicker's own
	}
	return b.ask(ctx, i, inquiry{text: k.Suggestions[n], private: private, quote: true, parent: t.MessageID,
		conversation: conversation, ref: ref, log: "button"})
}

// retry answers the same question again, in the same message.
func (b *Bot) retry(ctx context.Context, i *discord.Interaction, t store.Turn, k kept, ref string) error {
	if t.UserID != i.Asker().ID {
		return b.whisper(ctx, i, "Only the person who asked can have this answered again.")
	}
	post, err := i.DeferUpdate(ctx)
	if err != nil {
		return err
	}
	q := inquiry{text: t.Question, user: t.UserID, place: placeOf(i), conversation: t.Conversation, parent: t.ParentMessageID,
		private: k.Private, quote: k.Quote, ref: ref, log: "retry"}
	q.history = b.historyBefore(ctx, t)
	return b.answer(ctx, q, i.Outlet(post))
}

// share shows everybody an answer that only the asker saw.
func (b *Bot) share(ctx context.Context, i *discord.Interaction, t store.Turn, k kept) error {
	k.Private, k.Quote, k.Again = false, true, false
	text := i.Message.Content
	if !strings.HasPrefix(text, "> ") || len(t.Parts) > 0 {
		text = "> " + asWritten(t.Question, 300) + "\n" + escape(t.Answer)
	}
	parts := split(text, maxContent)
	parts = parts[:min(len(parts), maxParts)]
	var posts []*discord.Post
	for n, p := range parts {
		m := discord.Message{Content: p, Flags: discordgo.MessageFlagsSuppressEmbeds}
		if n == len(parts)-1 {
			m.Components = k.answerButtons()
		}
		var post *discord.Post
		var err error
		if n == 0 {
			post, err = i.Reply(ctx, m)
		} else {
			post, err = i.FollowUp(ctx, m)
		}
		if err != nil {
			return err
		}
		posts = append(posts, post)
	}
	q := inquiry{text: t.Question, user: t.UserID, conversation: "ask:" + i.ChannelID + ":" + t.UserID, parent: t.ParentMessageID}
	b.remember(ctx, &q, "shared", rag.Answer{Text: t.Answer}, k, posts)
	return nil
}

// submit takes a form.
func (b *Bot) submit(ctx context.Context, i *discord.Interaction) error {
	action, argument, ok := parseID(i.ModalSubmitData().CustomID)
	if !ok {
		return b.whisper(ctx, i, "That form belongs to an older version of me.")
	}
	switch action {
	case actCurate, actRevise:
		return b.curate(ctx, i, action, argument)
	}
	return fmt.Errorf("discord: a form of unknown kind %q", action)
}
