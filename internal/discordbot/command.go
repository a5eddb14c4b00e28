package discordbot

import (
	"context"
	"fmt"
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
		return b.ask(ctx, i, inquiry{text: plain(arg(optQuestion)), private: private, quote: true, ref: ref, log: "/ask"})
	case cmdAskThis:
		target := ""
		if data.Resolved != nil && data.Resolved.Messages[data.TargetID] != nil {
			m := data.Resolved.Messages[data.TargetID]
			target = questionIn(m.Content, b.Session.App().UserID, m.Mentions)
		}
		if target == "" {
			return b.whisper(ctx, i, "That message has no text that I could ask the résumé about.")
		}
		return b.ask(ctx, i, inquiry{text: target, quote: true, ref: ref, log: "context menu"})
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
	return b.whisper(ctx, i, "I do not know that command any more. `/help` shows those I know.")
}

// ask answers a question that came by an interaction. Discord is told at once
// that an answer is coming; all else comes after that.
func (b *Bot) ask(ctx context.Context, i *discord.Interaction, q inquiry) error {
	post, err := i.Defer(ctx, q.private)
	if err != nil {
		return err
	}
	q.user, q.place = i.Asker().ID, placeOf(i)
	if q.conversation == "" {
		q.conversation = "ask:" + i.ChannelID + ":" + q.user
	}
	q.history = b.history(ctx, q.conversation, q.parent)
	return b.answer(ctx, q, i.Outlet(post))
}

// page shows a fixed page about the résumé.
func (b *Bot) page(ctx context.Context, i *discord.Interaction, view page.View, filter string) error {
	post, err := i.Defer(ctx, false)
	if err != nil {
		return err
	}
	live := b.Library.Live(placeOf(i).Alone)
	p := live.Pages.View(view, plain(filter))
	q := inquiry{text: p.Question, user: i.Asker().ID, place: placeOf(i), conversation: "ask:" + i.ChannelID + ":" + i.Asker().ID, log: "/" + string(view)}
	k := kept{Sources: p.Sources, Suggestions: p.Suggestions}
	out := i.Outlet(post)
	return b.deliver(ctx, &q, "page", rag.Answer{Text: p.Text}, k, pageText(&p, live.Person), out)
}

// complete suggests what an argument can be.
func (b *Bot) complete(ctx context.Context, i *discord.Interaction) error {
	data := i.ApplicationCommandData()
	typed := ""
	for _, o := range data.Options {
		if s, ok := o.Value.(string); ok && o.Focused {
			typed = strings.ToLower(plain(s))
		}
	}
	var first, then []discord.Choice
	if b.admits(ctx, placeOf(i)) {
		for _, name := range b.Library.Live(placeOf(i).Alone).Pages.Choices(page.View(data.Name)) {
			c := discord.Choice{Name: shorten(name, 100), Value: strings.TrimSpace(string([]rune(name)[:min(100, utf8.RuneCountInString(name))]))}
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
	post, err := i.Defer(ctx, false)
	if err != nil {
		return err
	}
	m := discord.Message{}
	if f, err := b.Library.Timeline(ctx); err != nil {
		b.Logger.Warn("discord: no timeline", "err", err)
		m.Content = "The résumé has no dates that a timeline could show. `/experience` lists what it has."
	} else {
		f.Description = shorten(f.Description, 1024)
		m.Files = []discord.File{f}
	}
	_, err = i.Outlet(post).Finish(ctx, m)
	return err
}

// maxUpload is what Discord takes in one file from a bot without boosts
// (reference: uploading files).
const maxUpload = 10 << 20

func (b *Bot) resume(ctx context.Context, i *discord.Interaction) error {
	post, err := i.Defer(ctx, false)
	if err != nil {
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
		text = append(text, "There is no file of the résumé that I may pass on. `/experience`, `/education` and `/skills` show what is in it.")
	} else {
		text = append(text, "Here is "+possessive(b.Library.Live(false).Person)+" résumé.")
	}
	for _, l := range links {
		text = append(text, "- "+escape(l))
	}
	if len(left) > 0 {
		text = append(text, "-# Too large to send: "+escape(strings.Join(left, ", ")))
	}
	m.Content, m.Flags = split(strings.Join(text, "\n"), maxContent)[0], discordgo.MessageFlagsSuppressEmbeds
	_, err = i.Outlet(post).Finish(ctx, m)
	return err
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func possessive(name string) string {
	if name == "" {
		return "the"
	}
	return escape(name) + "’s"
}

// greeting answers who says nothing.
func (b *Bot) greeting() string {
	return "Hi! Ask me anything about " + possessive(b.Library.Live(false).Person) + " résumé, for instance “Where do they work now?” `/help` shows more."
}

func (b *Bot) help() string {
	me := "@" + b.Session.App().User
	lines := []string{
		"I answer questions about " + possessive(b.Library.Live(false).Person) + " résumé, and only from it. Numbers like [1] stand for places in it; **Sources** shows them.",
		"- Mention me in a channel (" + escape(me) + " _your question_), reply to one of my answers, or write to me directly.",
		"- `/ask` asks from anywhere; with `private`, only you see the answer.",
		"- `/skills` `/experience` `/projects` `/education` `/contact` show what there is, `/timeline` draws it, `/resume` gives you the file.",
		"- Right-click a message, then Apps, to ask the résumé about it.",
		"- `/forget` deletes what I keep about you; `/about` says what that is." + b.beyondReach(),
	}
	if !b.Content {
		lines = append(lines, "-# I do not read along: I see only what mentions me, replies to me or is written to me.")
	}
	return strings.Join(lines, "\n")
}

func (b *Bot) about() string {
	live := b.Library.Live(false)
	writes := "none; answers are in the résumé’s own words"
	if live.Model != "" {
		writes = "`" + live.Model + "`, and every sentence is checked against the résumé before it is shown"
	}
	lines := []string{
		"I answer questions about " + possessive(live.Person) + " résumé and say nothing that is not in it.",
		"- **Model:** " + writes + ".",
		"- **Search:** `" + live.Embed + "`",
		fmt.Sprintf("- **Résumé:** %s, read <t:%d:R>", escape(strings.Join(live.Files, ", ")), live.Indexed.Unix()),
		"- **Privacy:** " + b.privacy(),
	}
	if live.Model != "" {
		lines[len(lines)-1] += " Your question and the passages found for it go to the model’s server."
	}
	lines = append(lines, strings.TrimSpace("- **Source:** resumebot "+strings.TrimPrefix(b.Version, "bot "))+", free software under the MIT licence")
	return strings.Join(lines, "\n")
}

// since is a moment in everybody's own time zone.
func since(t time.Time) string { return fmt.Sprintf("<t:%d:R>", t.Unix()) }
