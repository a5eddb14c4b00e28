package discordbot

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// What is escaped grows: the owner's lists and the words that come back to the owner
// fit into messages all the same.
func TestOwnersListsFit(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	kept := memory(t)
	b := startBot(t, d, quick(t, d), kept, nil)
	b.Owners = []string{"900"}
	stars := strings.Repeat("* ", 700)
	for n := range 7 {
		question := fmt.Sprintf("%d %s?", n, stars)
		if err := errors.Join(kept.Unanswered(t.Context(), "42", question, time.Now()), kept.SaveCurated(t.Context(), "Curated "+question, stars, time.Now())); err != nil {
			t.Fatal(err)
		}
	}
	for _, sub := range []string{subUnanswered, subAnswers, subStats} {
		d.Slash("900", cmdOwner, discordtest.Option{Name: sub}).Answer("the list "+sub, has("**"))
	}
	form := d.Submit("900", customID(actCurate, "9999"), map[string]string{fieldAnswer: stars + "end"})
	form.Answer("the beginning of what was written", has(`\* \*`))
	d.Message("its end", func(m discordtest.Message) bool { return m.Ephemeral() && strings.HasSuffix(m.Content, "end") })
}
