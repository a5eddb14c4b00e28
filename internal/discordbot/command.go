package discordbot

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"resumebot/internal/discord"
	"resumebot/internal/page"
	"resumebot/internal/rag"

	"github.com/bwmarrin/discordgo"
)

// command runs a slash command or one of a message's context menu.
func (b *Bot) command(ctx context.Context, i *discord.Interaction, ref string) error {
	data := i.ApplicationCommandData()
	arg := func(name string) string {
		for _, o := range data.Options {
			if s, ok := o.Value.(string); ok && (o.Name == name || name == "") {
				return s
			}
		}
		return ""
	}
	switch data.Name {
	case cmdAsk:
		private := false
		for _, o := range data.Options {
			if v, ok := o.Value.(bool); ok && o.Name == optPrivate {
				private = v
			}
		}
		return b.ask(ctx, i, inquiry{text: questionIn(arg(optQuestion), b.Session.App().UserID, nil), private: private, quote: true, ref: ref, log: "/ask"})
	case cmdAskThis:
		return b.askThis(ctx, i, ref)
	case cmdSkills, cmdExperience, cmdProjects, cmdEducation, cmdContact:
		return b.page(ctx, i, page.View(data.Name), arg(""))
	case cmdTimeline:
		return b.timeline(ctx, i)
	case cmdResume:
		return b.resume(ctx, i)
	case cmdForget:
		return b.forget(ctx, i, ref)
	case cmdAbout:
		return b.whisper(ctx, i, b.about())
	case cmdHelp:
		return b.whisper(ctx, i, b.help())
	case cmdOwner:
		return b.ownerCommand(ctx, i)
	}
	return b.whisper(ctx, i, unknownAction)
}

// askThis answers what stands in somebody's message.
func (b *Bot) askThis(ctx context.Context, i *discord.Interaction, ref string) error {
	data := i.ApplicationCommandData()
	if data.Resolved == nil || data.Resolved.Messages[data.TargetID] == nil {
		return b.whisper(ctx, i, noTextThere)
	}
	q := inquiry{text: b.textOf(data.Resolved.Messages[data.TargetID]), quote: true, about: messageLink(i.GuildID, i.ChannelID, data.TargetID), ref: ref, log: "context menu"}
	if q.text == "" {
		return b.whisper(ctx, i, noTextThere)
	}
	return b.ask(ctx, i, q)
}

// messageLink is where a message can be seen.
func messageLink(guild, channel, message string) string {
	if guild == "" {
		guild = "@me"
	}
	return "https://discord.com/channels/" + guild + "/" + channel + "/" + message
}

// ask answers a question that came by an interaction. Discord is told at once
// that an answer is coming; all else comes after that.
func (b *Bot) ask(ctx context.Context, i *discord.Interaction, q inquiry) error {
	if !q.fit() {
		return b.whisper(ctx, i, fewerWords)
	}
	if why := b.limited(placeOf(i)); why != "" {
		b.measure(outcomeRefused, rag.Answer{}, time.Now())
		return b.whisper(ctx, i, why)
	}
	post, err := i.Defer(ctx, q.private)
	if err != nil {
		return err
	}
	b.asks(ctx, i, &q)
	q.token = i.Token
	return b.answer(ctx, q, i.Outlet(post))
}

// asks completes a question with who asks it, where, and after what.
func (b *Bot) asks(ctx context.Context, i *discord.Interaction, q *inquiry) {
	q.user, q.place = i.Asker().ID, placeOf(i)
	if q.conversation == "" {
		q.conversation = "ask:" + i.ChannelID + ":" + q.user
	}
	q.history = b.history(ctx, q.conversation, q.parent, "")
}

// promise says that something for everybody is coming, unless the asker has had enough
// of it: then it says so, and the post is nil.
func (b *Bot) promise(ctx context.Context, i *discord.Interaction) (*discord.Post, error) {
	if why := b.limitedBy(b.gates.pages, placeOf(i)); why != "" {
		return nil, b.whisper(ctx, i, why)
	}
	return i.Defer(ctx, false)
}

// page shows a fixed page about the résumé.
func (b *Bot) page(ctx context.Context, i *discord.Interaction, view page.View, filter string) error {
	post, err := b.promise(ctx, i)
	if post == nil {
		return err
	}
	live := b.Library.Live(placeOf(i).Alone)
	p := live.Pages.View(view, plain(filter))
	q := inquiry{text: p.Question, user: i.Asker().ID, place: placeOf(i), conversation: "ask:" + i.ChannelID + ":" + i.Asker().ID, log: "/" + string(view)}
	k := kept{Sources: p.Sources, Page: true}
	return b.deliver(ctx, &q, "page", rag.Answer{Text: p.Text}, k, pageText(&p, live.Person), i.Outlet(post), b.pictures(ctx, &p, view)...)
}

// pictures are what stands below a page: below all skills, where and when they were
// used.
func (b *Bot) pictures(ctx context.Context, p *page.Page, view page.View) []discord.File {
	if view != page.Skills || p.Narrowed || len(p.Parts) == 0 {
		return nil
	}
	f, err := b.Library.Skills(ctx)
	if err != nil {
		b.Logger.Info("discord: no picture of skills", "err", err)
		return nil
	}
	f.Description = shorten(f.Description, maxAlt)
	return []discord.File{f}
}

// maxAlt is how many characters the alternative text of a file may have
// (resources/message: attachment object).
const maxAlt = 1024

// complete suggests what an argument can be.
func (b *Bot) complete(ctx context.Context, i *discord.Interaction) error {
	data := i.ApplicationCommandData()
	typed := ""
	for _, o := range data.Options {
		if s, ok := o.Value.(string); ok && o.Focused {
			typed = strings.ToLower(plain(s))
		}
	}
	var first, then []*discordgo.ApplicationCommandOptionChoice
	if b.admits(ctx, placeOf(i)) {
		for _, name := range b.Library.Live(placeOf(i).Alone).Pages.Choices(page.View(data.Name)) {
			c := &discordgo.ApplicationCommandOptionChoice{Name: shorten(name, 100), Value: strings.TrimSpace(string([]rune(name)[:min(100, utf8.RuneCountInString(name))]))}
			switch at := strings.Index(strings.ToLower(name), typed); {
			case at == 0:
				first = append(first, c)
			case at > 0:
				then = append(then, c)
			}
		}
	}
	return i.Choose(ctx, append(first, then...))
}

func (b *Bot) timeline(ctx context.Context, i *discord.Interaction) error {
	post, err := b.promise(ctx, i)
	if post == nil {
		return err
	}
	m := discord.Message{}
	if f, err := b.Library.Timeline(ctx); err != nil {
		b.Logger.Warn("discord: no timeline", "err", err)
		m.Content = noTimeline
	} else {
		f.Description = shorten(f.Description, maxAlt)
		m.Files = []discord.File{f}
	}
	_, err = i.Outlet(post).Finish(ctx, m)
	return err
}

// maxUpload is what Discord takes in one file from a bot without boosts
// (reference: uploading files).
const maxUpload = 10 << 20

func (b *Bot) resume(ctx context.Context, i *discord.Interaction) error {
	post, err := b.promise(ctx, i)
	if post == nil {
		return err
	}
	files, links, err := b.Library.Files(ctx, placeOf(i).Alone)
	if err != nil {
		return err
	}
	var m discord.Message
	var left []string
	for _, f := range files {
		if len(f.Data) > maxUpload || len(m.Files) == 10 {
			left = append(left, f.Name)
			continue
		}
		m.Files = append(m.Files, f)
	}
	var text []string
	if len(m.Files) == 0 {
		text = append(text, noFiles)
	} else {
		text = append(text, hereIs(b.person()))
	}
	for _, l := range links {
		text = append(text, "- "+escape(l))
	}
	if len(left) > 0 {
		text = append(text, tooLarge(left))
	}
	m.Content, m.Flags = split(strings.Join(text, "\n"), maxContent)[0], discordgo.MessageFlagsSuppressEmbeds
	_, err = i.Outlet(post).Finish(ctx, m)
	return err
}

func (b *Bot) help() string {
	return help(b.person(), b.Session.App().User, b.Content, b.beyondReach())
}

func (b *Bot) about() string {
	live := b.Library.Live(false)
	_, unused := b.Store.Unused()
	return about(live.Person, live.Model != "", live.Files, live.Indexed, privacy(b.Retention, unused, b.beyondReach()))
}
