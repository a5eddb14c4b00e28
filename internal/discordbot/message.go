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
	if b.speaks(m) {
		b.receive(ctx, m, false)
	}
}

// speaks tells whether a message is a person's, and says something.
func (b *Bot) speaks(m *discordgo.Message) bool {
	return !m.Author.Bot && m.Author.ID != b.Session.App().UserID && m.WebhookID == "" &&
		(m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply)
}

// receive answers a message, or again one that has changed.
func (b *Bot) receive(ctx context.Context, m *discordgo.Message, again bool) {
	ref := newReference()
	defer func() {
		if v := recover(); v != nil {
			b.Logger.Error("discord: panic", "reference", ref, "panic", v, "stack", string(debug.Stack()))
			b.tellFailure(ctx, m, ref)
		}
	}()
	if err := b.hear(ctx, m, ref, again); err != nil {
		b.Logger.Error("discord: answer lost", "reference", ref, "err", err)
		if !discord.Refused(err) { // else the bot may not write here
			b.tellFailure(ctx, m, ref)
		}
	}
}

func (b *Bot) tellFailure(ctx context.Context, m *discordgo.Message, ref string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	_, err := b.Session.Send(ctx, m.ChannelID, discord.Message{Content: failure(ref), ReplyTo: m.ID})
	b.logError(ctx, "say that an answer failed", err)
}

// addressed tells how a message speaks to the bot.
type addressed struct {
	mention bool
	role    bool               // by the role that is the bot's alone
	reply   string             // the bot's message that is replied to
	other   *discordgo.Message // somebody else's message that is replied to
	thread  bool               // it stands in a thread of the bot's
	direct  bool
}

func (b *Bot) hear(ctx context.Context, m *discordgo.Message, ref string, again bool) error {
	to, asker := b.addressedBy(ctx, m)
	answer, hint := b.concerns(m, to, asker)
	if !answer && !hint || !b.admits(ctx, placeOfMessage(m)) {
		return nil
	}
	if hint {
		if b.hinted.add(m.ChannelID + ":" + m.Author.ID) {
			return nil
		}
		_, err := b.Session.Send(ctx, m.ChannelID, discord.Message{ReplyTo: m.ID, Content: mentionMe(b.Session.App().User)})
		return err
	}
	if b.seen.add(m.ID) && !again {
		return nil
	}
	if why := b.limited(placeOfMessage(m)); why != "" {
		b.measure(outcomeRefused, rag.Answer{}, time.Now())
		return b.refuse(ctx, m, why)
	}
	return b.reply(ctx, m, to, ref)
}

// addressedBy finds out how a message speaks to the bot, and who asks in the thread that
// it stands in.
func (b *Bot) addressedBy(ctx context.Context, m *discordgo.Message) (to addressed, asker string) {
	me := b.Session.App().UserID
	to = addressed{direct: m.GuildID == "", mention: mentions(m, me)}
	if !to.mention && len(m.MentionRoles) > 0 && m.GuildID != "" {
		to.role = slices.Contains(m.MentionRoles, b.places.role(ctx, m.GuildID))
	}
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
	if !to.direct {
		asker, to.thread = b.threadOf(ctx, m)
	}
	return to, asker
}

// refuse says why a message is not answered, to its writer alone where that can be and
// once a minute, else by a sign.
func (b *Bot) refuse(ctx context.Context, m *discordgo.Message, why string) error {
	if ok, _ := b.gates.told.Allow(m.Author.ID, b.Now()); ok {
		channel, err := m.ChannelID, error(nil)
		if m.GuildID != "" {
			channel, err = b.Session.Direct(ctx, m.Author.ID)
		}
		if err == nil {
			_, err = b.Session.Send(ctx, channel, discord.Message{Content: why})
		}
		if err == nil {
			return nil
		}
	}
	b.logError(ctx, "sign that a message is not answered", b.Session.React(ctx, m.ChannelID, m.ID, "⏳"))
	return nil
}

// mentions reports whether a message mentions a user, by its list or in its text.
func mentions(m *discordgo.Message, user string) bool {
	return slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u != nil && u.ID == user }) ||
		strings.Contains(m.Content, "<@"+user+">") || strings.Contains(m.Content, "<@!"+user+">")
}

// overhear notes from which message on people talk among themselves in a thread, until
// one of them mentions the bot.
func (b *Bot) overhear(m *discordgo.Message) {
	asker, ours := b.begun.get(m.ChannelID)
	if !ours || !b.Content || !b.speaks(m) {
		return
	}
	me, r := b.Session.App().UserID, m.ReferencedMessage
	switch _, quiet := b.quiet.get(m.ChannelID); {
	case mentions(m, me):
		b.quiet.remove(m.ChannelID)
	case r != nil && r.Author != nil && r.Author.ID == me:
	case m.Author.ID != asker:
		b.quiet.add(m.ChannelID)
	case quiet:
		b.aside.add(m.ID)
	}
}

// threadOf tells whether a message stands in a thread of the bot's, and who asks there.
func (b *Bot) threadOf(ctx context.Context, m *discordgo.Message) (asker string, ours bool) {
	if asker, ours = b.begun.get(m.ChannelID); ours {
		return asker, true
	}
	turns, err := b.Store.Recent(ctx, "thread:"+m.ChannelID, 1)
	if err != nil || len(turns) == 0 {
		return "", false
	}
	asker = turns[0].UserID
	b.begun.set(m.ChannelID, asker)
	b.overhear(m) // the thread was begun by an earlier process, or long ago
	return asker, true
}

// concerns decides whether a message is for the bot, or whether its writer
// seems to think so but Discord withheld the text.
func (b *Bot) concerns(m *discordgo.Message, to addressed, asker string) (answer, hint bool) {
	withheld := m.Content == "" && len(m.Attachments)+len(m.Embeds)+len(m.StickerItems)+len(m.MessageSnapshots) == 0
	switch {
	case to.direct:
		return true, false
	case withheld && (to.reply != "" || to.role): // Discord withholds the text of such
		return false, true
	case to.role:
		b.quiet.remove(m.ChannelID)
		return true, false
	case to.mention || to.reply != "":
		return true, false
	case !to.thread:
		return false, false
	case withheld:
		return false, !b.Content && m.Author.ID == asker
	case !b.Content, m.Author.ID != asker:
		return false, false
	}
	toOthers := m.MessageReference != nil || len(m.Mentions) > 0
	_, aside := b.aside.get(m.ID)
	return !toOthers && !aside, false
}

// textOf is what a message says, its own words or those that it sends on.
func (b *Bot) textOf(m *discordgo.Message) string {
	me := b.Session.App().UserID
	if text := questionIn(m.Content, me, m.Mentions); text != "" {
		return text
	}
	for _, s := range m.MessageSnapshots {
		if s.Message != nil {
			if text := questionIn(s.Message.Content, me, s.Message.Mentions); text != "" {
				return text
			}
		}
	}
	return ""
}

// reply answers a message where it stands, or in a thread that it begins. One that was
// answered before is answered anew in the same place.
func (b *Bot) reply(ctx context.Context, m *discordgo.Message, to addressed, ref string) error {
	text, h := b.textOf(m), b.hearingOf(m.ID)
	h.begins(text)
	q := inquiry{text: text, user: m.Author.ID, place: placeOfMessage(m), parent: to.reply, source: m.ID, replyTo: m.ID, ref: ref, log: "mention"}
	switch {
	case to.direct:
		q.conversation, q.log = "dm:"+m.ChannelID, "direct"
	case to.thread:
		q.conversation, q.log = "thread:"+m.ChannelID, "thread"
	}
	leans := to.other != nil && q.conversation == ""
	if leans {
		b.leanOn(ctx, &q, to.other)
	}
	if !q.fit() {
		return b.refuse(ctx, m, fewerWords)
	}
	b.overtake(m.ID) // not before it is certain that there will be an answer
	h.answering.Lock()
	defer h.answering.Unlock()
	if !h.stands(text) {
		return nil // what it was changed to meanwhile is answered
	}
	before := h.take()
	if !leans {
		q.history = b.history(ctx, q.conversation, q.parent, firstID(before))
	}
	b.chooseThread(ctx, &q, to, before)
	if q.conversation == "" {
		q.conversation = askedIn(q.place.Channel, m.ID)
	}
	stop := b.typing(ctx, q.place.Channel)
	defer stop()
	out := b.replies(&q, b.Threads == ThreadsAuto && !to.direct && !to.thread && q.place.Channel == m.ChannelID)
	out.Before = stop
	b.takeOver(ctx, out, before)
	return b.answer(ctx, q, out)
}

// chooseThread puts an answer into the thread that an earlier one stands in, or into a
// new one where that is wanted.
func (b *Bot) chooseThread(ctx context.Context, q *inquiry, to addressed, before []*discord.Post) {
	thread := ""
	switch {
	case len(before) > 0 && before[0].ChannelID != q.place.Channel:
		thread = before[0].ChannelID
	case len(before) == 0 && b.wantsThread(to, q):
		t, err := b.Session.Thread(ctx, q.place.Channel, q.source, b.threadName(q))
		if err != nil {
			b.Logger.Warn("discord: no thread, answering in the channel", "err", err)
			return
		}
		thread = t.ID
		b.begun.set(thread, q.user)
	}
	if thread != "" {
		q.place.Channel, q.replyTo, q.conversation = thread, "", "thread:"+thread
	}
}

// hearingOf finds or makes the hearing of a message.
func (b *Bot) hearingOf(message string) *hearing {
	b.mu.Lock()
	defer b.mu.Unlock()
	h, ok := b.heard.get(message)
	if !ok {
		h = &hearing{}
		b.heard.set(message, h)
	}
	return h
}

// takeOver makes the first of some messages that of an answer, and deletes the others.
func (b *Bot) takeOver(ctx context.Context, out *discord.Outlet, posts []*discord.Post) {
	for n, p := range posts {
		if n == 0 {
			out.Begin(p)
			continue
		}
		b.logError(ctx, "delete a part of an earlier answer", p.Delete(ctx))
	}
}

func firstID(posts []*discord.Post) string {
	if len(posts) == 0 {
		return ""
	}
	return posts[0].ID()
}

// replies is where the answer to a message appears. With overflow, what takes more than
// one message goes on in a thread.
func (b *Bot) replies(q *inquiry, overflow bool) *discord.Outlet {
	channel := q.place.Channel
	return b.Session.Outlet(
		func(ctx context.Context, m discord.Message) (*discord.Post, error) {
			m.ReplyTo = q.replyTo
			return b.Session.Send(ctx, channel, m)
		},
		func(ctx context.Context, m discord.Message) (*discord.Post, error) {
			if overflow {
				overflow = false
				if t, err := b.Session.Thread(ctx, channel, q.source, b.threadName(q)); err == nil {
					channel = t.ID
					b.begun.set(t.ID, q.user)
				}
			}
			return b.Session.Send(ctx, channel, m)
		})
}

// askedIn is the conversation that a message in a channel began.
func askedIn(channel, message string) string { return "channel:" + channel + ":" + message }

// leanOn lets a question lean on somebody else's message that it replies to, as
// far as that can be read or was answered here. A mention that says nothing more
// asks what stands there.
func (b *Bot) leanOn(ctx context.Context, q *inquiry, other *discordgo.Message) {
	q.history = b.history(ctx, askedIn(other.ChannelID, other.ID), "", "")
	if len(q.history) == 0 {
		if text := b.textOf(other); text != "" {
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
