package discordbot

import (
	"context"
	"strings"
	"testing"
	"time"

	"resumebot/internal/discordtest"
	"resumebot/internal/rag"
)

// Whatever somebody writes, on whichever way, there is one answer that Discord takes, and
// what is shown of the question does not come alive.
func TestOddTexts(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	d.Limit("POST", "/", 1000, time.Second)
	d.Limit("PATCH", "/", 1000, time.Second)
	o := quick(t, d)
	o.Content = true
	b := startBot(t, d, o, nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		a := says("On " + q.Text)
		a.Suggestions = []string{q.Text, strings.Repeat("Ω", 300) + "?"}
		return a, nil
	})
	b.Threads = ThreadsAlways
	shown := func(m discordtest.Message) bool {
		return m.Author == discordtest.BotID && !m.Thinking && m.Content != ""
	}
	ways := map[string]func(text string) discordtest.Message{
		"command": func(text string) discordtest.Message {
			return d.Slash("42", cmdAsk, question(text)).Answer("an answer", shown)
		},
		"mention": func(text string) discordtest.Message {
			m := d.Mention("42", discordtest.ChannelID, text)
			return d.Message("an answer", func(a discordtest.Message) bool { return shown(a) && (a.ReplyTo == m.ID || a.ChannelID == m.ID) })
		},
		"direct message": func(text string) discordtest.Message {
			m := d.DM("43", text)
			return d.Message("an answer", func(a discordtest.Message) bool { return shown(a) && a.ReplyTo == m.ID })
		},
		"menu": func(text string) discordtest.Message {
			m := d.Say("44", discordtest.ChannelID, text)
			return d.MessageCommand("42", "Ask the résumé about this", m.ID).Answer("an answer", shown)
		},
	}
	for text, want := range map[string]string{ // where there is one answer to it
		"😂😂😂": "On 😂😂😂", "👩‍👩‍👧‍👦 where?": "On 👩‍👩‍👧‍👦 where?", "מה שמו?": "On מה שמו?", "\u202eelpmaxe\u202c?": "On elpmaxe?",
		"||where|| did she work?": `On \|\|where\|\| did`, "```go\nfunc main() {}\n```": "On \\`\\`\\`go func", "```": "On \\`", "> quoted\n> twice": "quoted",
		"@everyone @here?": "On @", "# Head\n-# small": "Head", "[x](https://evil.example) discord.gg/abc": "On", "\x00\a?": "On ?",
		"<:blob:123456789012345678>": "", "<@&5> <#6> </ask:7> <t:1> <id:guide>": "", "\u200b": "", " ": "",
		strings.Repeat("*", 990) + "?": `\*`, strings.Repeat("𝔘", 990) + "?": "𝔘", strings.Repeat("why? ", 390): "first question",
	} {
		for way, ask := range ways {
			m := ask(text)
			if nothing := want == "" && !strings.Contains(m.Content, "Ask me anything") && m.Content != noTextThere; nothing || !strings.Contains(m.Content, want) {
				t.Errorf("%s of %q: %s", way, shorten(text, 40), m.Content)
			}
			quoted, _, _ := strings.Cut(m.Content, "\n")
			for _, live := range []string{"@everyone", "@here", "<@&5", "<#6", "</ask", "<t:1", "<id:", "https:/", "discord.gg"} {
				if strings.HasPrefix(quoted, "> ") && strings.Contains(quoted, live) {
					t.Errorf("%s of %q brings %q to life: %s", way, text, live, quoted)
				}
			}
		}
	}
}
