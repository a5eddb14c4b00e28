package discordbot

import (
	"context"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/rag"

	"github.com/bwmarrin/discordgo"
)

// typingEvery keeps the typing indicator on; it lasts ten seconds.
const typingEvery = 8 * time.Second

// onMessage answers what is said to the bot: directly, with a mention, as a
// reply to it, or in a thread of its own.
func (b *Bot) onMessage(ctx context.Context, m *discordgo.Message) {
	if m.Author.Bot || m.Author.ID == b.Session.App().UserID || m.WebhookID != "" || m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply {
		return
	}
	ref := newReference()
	defer func() {
		if v := recover(); v != nil {
			b.Logger.Error("discord: panic", "reference", ref, "panic", v, "stack", string(debug.Stack()))
			b.apologise(ctx, m, ref)
		}
	}()
	if err := b.hear(ctx, m, ref); err != nil {
		b.Logger.Error("discord: answer lost", "reference", ref, "err", discord.Scrub(err))
		if !discord.Refused(err) { // else the bot may not write here
			b.apologise(ctx, m, ref)
		}
	}
}

func (b *Bot) apologise(ctx context.Context, m *discordgo.Message, ref string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	_, err := b.Session.Send(ctx, m.ChannelID, discord.Message{Content: sorry(ref), ReplyTo: m.ID})
	b.logError(ctx, "say that an answer failed", err)
}

// addressed tells how a message speaks to the bot.
type addressed struct {
	mention bool
	reply   string             // the bot's message that is replied to
	other   *discordgo.Message // somebody else's message that is replied to
	thread  bool               // it stands in a thread of the bot's
	direct  bool
}

func (b *Bot) hear(ctx context.Context, m *discordgo.Message, ref string) error {
	me := b.Session.App().UserID
	to := addressed{direct: m.GuildID == "", mention: mentions(m, me)}
	switch r, at := m.ReferencedMessage, m.MessageReference; {
	case r != nil && r.Author != nil && r.Author.ID == me:
		to.reply = r.ID
	case r != nil && r.Author != nil:
		to.other = r
	case at != nil && m.Type == discordgo.MessageTypeReply: // Discord did not look what is replied to
		if _, ours, err := b.Store.ByMessage(ctx, at.MessageID); err == nil && ours {
			to.reply = at.MessageID
		}
	}
	asker := ""
	if !to.direct {
		asker, to.thread = b.threadOf(ctx, m.ChannelID)
	}
	answer, hint := b.concerns(m, to, asker)
	if !answer && !hint || !b.admits(ctx, placeOfMessage(m)) || b.seen.add(m.ID) {
		return nil
	}
	if hint {
		if b.hinted.add(m.ChannelID + ":" + m.Author.ID) {
			return nil
		}
		_, err := b.Session.Send(ctx, m.ChannelID, discord.Message{ReplyTo: m.ID,
			Content: "I can read only messages that mention me: please put " + escape("@"+b.Session.App().User) + " before your question. (I say this once.)"})
		return err
	}
	return b.reply(ctx, m, to, ref)
}

// mentions reports whether a message mentions a user, by its list or in its text.
func mentions(m *discordgo.Message, user string) bool {
	return slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u != nil && u.ID == user }) ||
		strings.Contains(m.Content, "<@"+user+">") || strings.Contains(m.Content, "<@!"+user+">")
}

// threadOf tells whether a channel is a thread of the bot's, and who asks there.
func (b *Bot) threadOf(ctx context.Context, channel string) (asker string, ours bool) {
	if asker, ours = b.begun.get(channel); ours {
		return asker, true
	}
	turns, err := b.Store.Recent(ctx, "thread:"+channel, 1)
	if err != nil || len(turns) == 0 {
		return "", false
	}
	return turns[0].UserID, true
}

// concerns decides whether a message is for the bot, or whether its writer
// seems to think so but Discord withheld the text.
func (b *Bot) concerns(m *discordgo.Message, to addressed, asker string) (answer, hint bool) {
	withheld := m.Content == "" && len(m.Attachments)+len(m.Embeds)+len(m.StickerItems) == 0
	switch {
	case to.direct:
		return true, false
	case withheld && to.reply != "": // to an answer of a command, the text is withheld even with a ping
		return false, true
	case to.mention:
		b.quiet.remove(m.ChannelID)
		return true, false
	case to.reply != "":
		return true, false
	case !to.thread:
		return false, false
	case withheld:
		return false, !b.Content && m.Author.ID == asker
	case !b.Content:
		return false, false
	case m.Author.ID != asker:
		b.quiet.add(m.ChannelID) // people talk among themselves
		return false, false
	}
	toOthers := m.MessageReference != nil || len(m.Mentions) > 0
	_, quiet := b.quiet.get(m.ChannelID)
	return !toOthers && !quiet, false
}

// reply answers a message where it stands, or in a thread that it begins.
func (b *Bot) reply(ctx context.Context, m *discordgo.Message, to addressed, ref string) error {
	q := inquiry{text: questionIn(m.Content, b.Session.App().UserID, m.Mentions), user: m.Author.ID, place: placeOfMessage(m), parent: to.reply, ref: ref, log: "mention"}
	switch {
	case to.direct:
		q.conversation, q.log = "dm:"+m.ChannelID, "direct"
	case to.thread:
		q.conversation, q.log = "thread:"+m.ChannelID, "thread"
	}
	q.history = b.history(ctx, q.conversation, q.parent)
	if to.other != nil && q.conversation == "" {
		b.leanOn(ctx, &q, to.other)
	}
	channel, replyTo := m.ChannelID, m.ID
	if b.wantsThread(to, &q) {
		if t, err := b.Session.Thread(ctx, m.ChannelID, m.ID, threadName(q.text)); err == nil {
			channel, replyTo, q.conversation = t.ID, "", "thread:"+t.ID
			b.begun.set(t.ID, q.user)
		} else {
			b.Logger.Warn("discord: no thread, answering in the channel", "err", discord.Scrub(err))
		}
	}
	if q.conversation == "" {
		q.conversation = askedIn(channel, m.ID)
	}
	stop := b.typing(ctx, channel)
	defer stop()
	out := b.Session.Outlet(
		func(ctx context.Context, msg discord.Message) (*discord.Post, error) {
			msg.ReplyTo = replyTo
			return b.Session.Send(ctx, channel, msg)
		},
		func(ctx context.Context, msg discord.Message) (*discord.Post, error) {
			if b.Threads == ThreadsAuto && !to.direct && !to.thread && channel == m.ChannelID {
				if t, err := b.Session.Thread(ctx, m.ChannelID, m.ID, threadName(q.text)); err == nil {
					channel = t.ID
					b.begun.set(t.ID, q.user)
				}
			}
			return b.Session.Send(ctx, channel, msg)
		})
	out.Before = stop
	return b.answer(ctx, q, out)
}

// askedIn is the conversation that a message in a channel began.
func askedIn(channel, message string) string { return "channel:" + channel + ":" + message }

// leanOn lets a question lean on somebody else's message that it replies to, as
// far as that can be read or was answered here. A mention that says nothing more
// asks what stands there.
func (b *Bot) leanOn(ctx context.Context, q *inquiry, other *discordgo.Message) {
	q.history = b.history(ctx, askedIn(other.ChannelID, other.ID), "")
	if len(q.history) == 0 {
		if text := questionIn(other.Content, b.Session.App().UserID, other.Mentions); text != "" {
			q.history = []rag.Turn{{Question: text}}
		}
	}
	if n := len(q.history); n > 0 && q.text == "" {
		q.text, q.quote, q.history = q.history[n-1].Question, true, q.history[:n-1]
	}
}

func (b *Bot) wantsThread(to addressed, q *inquiry) bool {
	if to.direct || to.thread || q.text == "" {
		return false
	}
	return b.Threads == ThreadsAlways || b.Threads == ThreadsAuto && len(q.history) >= 2
}

// threadName is at most 100 characters.
func threadName(question string) string { return shorten(unlinked(defang(question)), 90) }

// typing shows that an answer is coming until it is told to stop. The first
// sign is always sent, and awaited when told to stop, so that none follows the
// answer and leaves the bot typing.
func (b *Bot) typing(ctx context.Context, channel string) (stop func()) {
	sign := func(ctx context.Context) error {
		ctx, end := context.WithTimeout(ctx, time.Second)
		defer end()
		return b.Session.Typing(ctx, channel)
	}
	going, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		err := sign(ctx)
		for err == nil && sleep(going, typingEvery) == nil {
			err = sign(going)
		}
	}()
	return sync.OnceFunc(func() {
		cancel()
		<-done
	})
}
