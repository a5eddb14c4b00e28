package discordbot

import (
	"context"
	"errors"
	"strings"

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
	text := nothingKept
	switch {
	case errors.As(err, &not):
		b.Logger.Error("discord: somebody could not be forgotten", "reference", ref, "err", err)
		text = notForgotten(d.Rows, not, b.tellOnce(ctx, user, toBeForgotten(ref, oneLine(err))), ref)
	case errors.Is(err, store.ErrTraces):
		b.Logger.Error("discord: what was deleted may stand in the log of the database", "reference", ref, "err", err)
		text = forgotten(d.Rows) + lastTrace
	case err != nil:
		return err
	case d.Rows > 0:
		text = forgotten(d.Rows)
	}
	_, err = i.Outlet(post).Finish(ctx, discord.Message{Content: text})
	return err
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
		b.wished.set(user, true)
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
		b.Tell(ctx, answerReturned+escape(plain(a.Answer)))
	}
}

// beyondReach says that something may be kept that cannot be deleted now; "" if
// not.
func (b *Bot) beyondReach() string {
	if left, why := b.Store.Unused(); left {
		return beyondReach(why)
	}
	return ""
}
