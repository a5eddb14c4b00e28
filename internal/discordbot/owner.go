package discordbot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"resumebot/internal/discord"
	"resumebot/internal/store"

	"github.com/bwmarrin/discordgo"
)

const (
	ownerPage    = 5   // questions or answers shown at once
	maxOpenShown = 500 // of all there are
)

func (b *Bot) ownerCommand(ctx context.Context, i *discord.Interaction) error {
	if !b.owner(i.Asker().ID) {
		return b.whisper(ctx, i, ownersOnly)
	}
	sub := ""
	if options := i.ApplicationCommandData().Options; len(options) > 0 {
		sub = options[0].Name
	}
	post, err := i.Defer(ctx, true)
	if err != nil {
		return err
	}
	var m discord.Message
	switch sub {
	case subUnanswered:
		m, err = b.unanswered(ctx, 0)
	case subAnswers:
		m, err = b.answers(ctx, 0)
	case subReindex:
		m = b.reindex(ctx)
	case subStats:
		m, err = b.stats(ctx)
	default:
		m.Content = unknownAction
	}
	if err != nil {
		return err
	}
	_, err = i.Outlet(post).Finish(ctx, m)
	return err
}

func (b *Bot) reindex(ctx context.Context) discord.Message {
	summary, err := b.Library.Reload(ctx)
	if err != nil {
		return discord.Message{Content: notReread + escape(err.Error())}
	}
	return discord.Message{Content: reread + escape(summary)}
}

// unanswered lists what the résumé left open, most asked first, with buttons
// to answer or drop each.
func (b *Bot) unanswered(ctx context.Context, from int) (discord.Message, error) {
	list, err := b.Store.ListUnanswered(ctx, maxOpenShown)
	if err != nil {
		return discord.Message{}, err
	}
	if len(list) == 0 {
		return discord.Message{Content: nothingOpen}, nil
	}
	page, from := pageOf(list, from)
	lines := []string{shownRange(openTitle, from, len(page), len(list))}
	var answer, drop []discordgo.Button
	for n, q := range page {
		lines = append(lines, fmt.Sprintf("%d. %s\n%s", from+n+1, asWritten(asked(q.Question), 250), askedTimes(q.Count, q.LastSeen)))
		id := strconv.FormatInt(q.ID, 10)
		answer = append(answer, button(actCurate, id, fmt.Sprintf("Answer %d", from+n+1)))
		drop = append(drop, button(actDismiss, id+":"+strconv.Itoa(from), fmt.Sprintf("Drop %d", from+n+1)))
	}
	return discord.Message{Content: cutOff(lines), Components: rows(answer, drop, paging(subUnanswered, from, len(page), len(list)))}, nil
}

// answers lists what the owner wrote.
func (b *Bot) answers(ctx context.Context, from int) (discord.Message, error) {
	list, err := b.Store.ListCurated(ctx)
	if err != nil {
		return discord.Message{}, err
	}
	if len(list) == 0 {
		return discord.Message{Content: noAnswers}, nil
	}
	page, from := pageOf(list, from)
	lines := []string{shownRange(answersTitle, from, len(page), len(list))}
	var revise, remove []discordgo.Button
	for n, c := range page {
		lines = append(lines, fmt.Sprintf("%d. %s\n> %s", from+n+1, asWritten(c.Question, 100), escape(shorten(plain(c.Answer), 200))))
		id := strconv.FormatInt(c.ID, 10)
		revise = append(revise, button(actRevise, id, fmt.Sprintf("Change %d", from+n+1)))
		remove = append(remove, button(actRemove, id+":"+strconv.Itoa(from), fmt.Sprintf("Remove %d", from+n+1)))
	}
	return discord.Message{Content: cutOff(lines), Components: rows(revise, remove, paging(subAnswers, from, len(page), len(list)))}, nil
}

// pageOf is the page of a list that begins at from, or the last one.
func pageOf[T any](list []T, from int) ([]T, int) {
	if from >= len(list) {
		from = (len(list) - 1) / ownerPage * ownerPage
	}
	from = max(from, 0)
	return list[from:min(from+ownerPage, len(list))], from
}

func paging(sub string, from, shown, all int) []discordgo.Button {
	var out []discordgo.Button
	if from > 0 {
		out = append(out, button(actPage, sub+":"+strconv.Itoa(max(0, from-ownerPage)), labelEarlier))
	}
	if from+shown < all {
		out = append(out, button(actPage, sub+":"+strconv.Itoa(from+ownerPage), labelMore))
	}
	return out
}

func (b *Bot) stats(ctx context.Context) (discord.Message, error) {
	s, err := b.Store.Stats(ctx)
	if err != nil {
		return discord.Message{}, err
	}
	live := b.Library.Live(false)
	running, waiting := b.gates.queue.Len()
	lines := []string{
		fmt.Sprintf("**Kept:** %s in %s by %s, %.1f MB", plural(s.Turns, "answer", "answers"), plural(s.Conversations, "conversation", "conversations"),
			plural(s.Users, "person", "people"), float64(s.Bytes)/(1<<20)),
		fmt.Sprintf("**Votes:** 👍 %d, 👎 %d", s.Feedback.Up, s.Feedback.Down),
		fmt.Sprintf("**Open questions:** %d · **your answers:** %d", s.Unanswered, s.Curated),
		fmt.Sprintf("**Model:** %s, %s today, %d at work, %d waiting", orNone(live.Model), plural(b.gates.daily.Used(), "call", "calls"), running, waiting),
		fmt.Sprintf("**Résumé:** %s, read %s", escape(strings.Join(live.Files, ", ")), since(live.Indexed)),
		"**Search:** `" + live.Embed + "` · **version:** " + escape(b.Version),
	}
	if err := b.Store.Trouble(); err != nil {
		lines = append(lines, "**To mend:** "+escape(oneLine(err)))
	}
	if disliked, err := b.Store.Disliked(ctx, 5); err == nil && len(disliked) > 0 {
		lines = append(lines, "**Answers voted down:**")
		for _, d := range disliked {
			lines = append(lines, fmt.Sprintf("- %s (👎 %d, 👍 %d)", asWritten(d.Question, 150), d.Down, d.Up))
		}
	}
	return discord.Message{Content: cutOff(lines)}, nil
}

// cutOff is what one message shows of some lines: what was typed grows by what is
// escaped in it.
func cutOff(lines []string) string { return split(strings.Join(lines, "\n"), maxContent)[0] }

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return "`" + s + "`"
}

// ownerClick does what the buttons of the owner's lists say.
func (b *Bot) ownerClick(ctx context.Context, i *discord.Interaction, action, argument string) error {
	if !b.owner(i.Asker().ID) {
		return b.whisper(ctx, i, ownersOnly)
	}
	head, tail, _ := strings.Cut(argument, ":")
	id, _ := strconv.ParseInt(head, 10, 64)
	from, _ := strconv.Atoi(tail)
	switch action {
	case actCurate:
		q, ok, err := b.open(ctx, id)
		if err != nil {
			return err
		}
		if !ok {
			return b.whisper(ctx, i, notOpenAnyMore)
		}
		return i.Ask(ctx, curateForm(actCurate, id, asked(q.Question), ""))
	case actRevise:
		c, ok, err := b.curatedAnswer(ctx, id)
		if err != nil {
			return err
		}
		if !ok {
			return b.whisper(ctx, i, answerGone)
		}
		return i.Ask(ctx, curateForm(actRevise, id, c.Question, c.Answer))
	}
	post, err := i.DeferUpdate(ctx)
	if err != nil {
		return err
	}
	var m discord.Message
	switch {
	case action == actDismiss:
		if _, err := b.Store.DeleteUnanswered(ctx, id); err != nil {
			return err
		}
		m, err = b.unanswered(ctx, from)
	case action == actRemove:
		if _, err := b.Store.DeleteCurated(ctx, id); err != nil {
			return err
		}
		if _, err := b.Library.Reload(ctx); err != nil {
			return err
		}
		m, err = b.answers(ctx, from)
	case head == subAnswers:
		m, err = b.answers(ctx, from)
	default:
		m, err = b.unanswered(ctx, from)
	}
	if err != nil {
		return err
	}
	_, err = i.Outlet(post).Finish(ctx, m)
	return err
}

func curateForm(action string, id int64, question, answer string) discord.Modal {
	return discord.Modal{CustomID: customID(action, strconv.FormatInt(id, 10)), Title: formTitle, Fields: []discord.Field{{
		ID: fieldAnswer, Label: formLabel, Description: shorten(question, 100),
		Placeholder: formPlaceholder, Value: answer, Max: 1500, Paragraph: true}}}
}

// curate keeps an answer of the owner's and makes it part of the résumé.
func (b *Bot) curate(ctx context.Context, i *discord.Interaction, action, argument string) error {
	if !b.owner(i.Asker().ID) {
		return b.whisper(ctx, i, ownersOnly)
	}
	post, err := i.Defer(ctx, true)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(argument, 10, 64)
	question := ""
	if action == actRevise {
		c, _, err := b.curatedAnswer(ctx, id)
		if err != nil {
			return err
		}
		question = c.Question
	} else {
		q, _, err := b.open(ctx, id)
		if err != nil {
			return err
		}
		question = asked(q.Question)
	}
	say := func(text string) error {
		_, err := i.Outlet(post).Finish(ctx, messages(text, kept{})...)
		return err
	}
	answer := strings.TrimSpace(i.Fields[fieldAnswer])
	switch {
	case question == "":
		return say(questionGone + escape(plain(answer)))
	case answer == "":
		return say(nothingWritten)
	}
	if err := b.Store.SaveCurated(ctx, question, answer, b.Now()); err != nil {
		return err
	}
	if _, err := b.Library.Reload(ctx); err != nil {
		b.logError(ctx, "take in an owner's answer", err)
		return say(keptForLater + escape(err.Error()))
	}
	return say(curated(question))
}

func (b *Bot) open(ctx context.Context, id int64) (store.OpenQuestion, bool, error) {
	list, err := b.Store.ListUnanswered(ctx, maxOpenShown)
	for _, q := range list {
		if q.ID == id {
			return q, true, err
		}
	}
	return store.OpenQuestion{}, false, err
}

func (b *Bot) curatedAnswer(ctx context.Context, id int64) (store.Curated, bool, error) {
	list, err := b.Store.ListCurated(ctx)
	for _, c := range list {
		if c.ID == id {
			return c, true, err
		}
	}
	return store.Curated{}, false, err
}
