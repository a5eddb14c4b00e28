package discordbot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/store"
)

// forget deletes what is kept of who asks for it, and says what became of that.
func (b *Bot) forget(ctx context.Context, i *discord.Interaction, ref string) error {
	post, err := i.Defer(ctx, true)
	if err != nil {
		return err
	}
	user := i.Asker().ID
	d, err := b.Store.Forget(ctx, user)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit) // whatever became of it is said
	defer cancel()
	b.Forgotten(ctx, d)
	var not *store.NotForgottenError
	text := "I keep nothing about you."
	switch {
	case errors.As(err, &not):
		b.Logger.Error("discord: somebody could not be forgotten", "reference", ref, "err", discord.Scrub(err))
		text = notForgotten(d.Rows, not, b.tellOnce(ctx, user, "Somebody asked to be forgotten, and I could not do it ("+ref+"): "+oneLine(err)), ref)
	case errors.Is(err, store.ErrTraces):
		b.Logger.Error("discord: what was deleted may stand in the log of the database", "reference", ref, "err", discord.Scrub(err))
		text = forgotten(d.Rows) + " A last trace is still to be overwritten, which I try again every hour."
	case err != nil:
		return err
	case d.Rows > 0:
		text = forgotten(d.Rows)
	}
	_, err = i.Outlet(post).Finish(ctx, discord.Message{Content: text})
	return err
}

func forgotten(rows int) string {
	return fmt.Sprintf("Done: I have deleted what I kept about you (%s). Messages in Discord stay until you delete them there.", plural(rows, "record", "records"))
}

// notForgotten tells a visitor that something may still be kept, why, and what
// becomes of the wish.
func notForgotten(rows int, e *store.NotForgottenError, told bool, ref string) string {
	lines := []string{"I could not delete all that is kept about you: " + reason(e.Err) + ", so something may still be there."}
	if rows > 0 {
		lines[0] = fmt.Sprintf("I have deleted %s about you. The rest I could not delete: %s, so something may still be there.", plural(rows, "record", "records"), reason(e.Err))
	}
	if e.Wish == nil {
		lines = append(lines, "I have noted your wish and delete it as soon as that is mended.")
	} else {
		lines = append(lines, "I could not even note your wish for later, so please say `/forget` again tomorrow.")
	}
	if told {
		lines = append(lines, "The owner has been told.")
	} else {
		lines = append(lines, "It stands in my log; please tell the owner, too.")
	}
	return strings.Join(lines, " ") + " Reference: `" + ref + "`"
}

// reason is why a store does not do its part, in a visitor's words.
func reason(err error) string {
	switch {
	case errors.Is(err, store.ErrFull):
		return "my disk is full"
	case errors.Is(err, store.ErrNewer), errors.Is(err, store.ErrDamaged), errors.Is(err, store.ErrReadOnly), errors.Is(err, store.ErrLocked):
		return "I cannot open my records just now"
	}
	return "my records cannot be changed just now"
}

// tellOnce tells the owners what goes wrong with one user, the first time.
func (b *Bot) tellOnce(ctx context.Context, user, text string) (told bool) {
	if _, told := b.wished.get(user); told {
		return true
	}
	if told = b.Tell(ctx, text); told {
		b.wished.set(user, "")
	}
	return told
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// Forgotten does what follows from a deletion: where it took answers of the
// owner's, because their questions were in the words of who was forgotten, it
// takes them out of the résumé and gives them back to the owner.
func (b *Bot) Forgotten(ctx context.Context, d store.Deleted) {
	if len(d.Answers) == 0 {
		return
	}
	if _, err := b.Library.Reload(ctx); err != nil {
		b.logError(ctx, "take out an owner's answer", err)
	}
	for _, a := range d.Answers {
		b.Logger.Info("discord: an owner's answer went with the question, whose asker was forgotten")
		b.Tell(ctx, "Who asked a question that you had answered asked to be forgotten, so the question is deleted and your answer with it. To keep it, put it into the résumé in your own words. It was:\n> "+escape(plain(a.Answer)))
	}
}

// privacy says what is kept, for how long, and where.
func (b *Bot) privacy() string {
	keeps := "until you say `/forget`"
	if b.Retention > 0 {
		keeps = "for " + span(b.Retention) + ", or until you say `/forget`"
	}
	if _, why := b.Store.Unused(); why != nil {
		keeps = "in memory until I am restarted, or until you say `/forget`"
	}
	return "I keep your questions, my answers, your user id and your 👍/👎 " + keeps + ", so that conversations can go on." + b.beyondReach() +
		" Questions that the résumé leaves open are shown to its owner without your name; if the owner answers one in your words, `/forget` takes both away. I make no profile of you, and what you write trains no model of mine."
}

// beyondReach says that something may be kept that cannot be deleted now; "" if
// not.
func (b *Bot) beyondReach() string {
	if left, why := b.Store.Unused(); left {
		return " What I kept before I was last started I cannot reach now (" + reason(why) + "): what of it is yours may still be there, and `/forget` notes that it be deleted as soon as I can."
	}
	return ""
}

// span is a time of some hours or more.
func span(d time.Duration) string {
	if d < 48*time.Hour {
		return plural(int(d.Hours()+0.5), "hour", "hours")
	}
	return plural(int(d.Hours()/24+0.5), "day", "days")
}
