package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/discordtest"
)

// An evening is what one visitor says, presses and reads.
type evening struct {
	d    *discordtest.Server
	text strings.Builder
}

// changing is what is another text on another day.
var changing = regexp.MustCompile(`<t:\d+:R>|as of \w+ \d{4}|\d+ records|` + "`[0-9a-z]{8}`")

// read writes down a message as it is read: its text, and its buttons below.
func (e *evening) read(m discordtest.Message) discordtest.Message {
	to := ""
	if m.Ephemeral() {
		to = " (only you see this)"
	}
	fmt.Fprintf(&e.text, "bot%s:\n", to)
	for line := range strings.Lines(m.Content) {
		fmt.Fprintf(&e.text, "  %s\n", strings.TrimRight(changing.ReplaceAllString(line, "…"), "\n"))
	}
	for _, f := range m.Files {
		fmt.Fprintf(&e.text, "  [file %s]\n", f.Name)
	}
	var rows []struct {
		Components []struct{ Label string }
	}
	if err := json.Unmarshal(m.Components, &rows); err == nil {
		for _, row := range rows {
			e.text.WriteString("  ")
			for _, c := range row.Components {
				fmt.Fprintf(&e.text, "( %s ) ", c.Label)
			}
			e.text.WriteString("\n")
		}
	}
	e.text.WriteString("\n")
	return m
}

func (e *evening) say(does string) { fmt.Fprintf(&e.text, "%s\n\n", does) }

// whole waits for the answer that is whole.
func whole(m discordtest.Message) bool {
	return !m.Thinking && m.Author == discordtest.BotID && m.Buttons()["Stop"] == ""
}

func (e *evening) ask(text string, options ...discordtest.Option) discordtest.Message {
	e.say("/ask " + text)
	return e.read(e.d.Slash("42", "ask", append(options, question(text))...).Answer("an answer", whole))
}

func (e *evening) mention(text string) discordtest.Message {
	e.say("@resume " + text)
	return e.read(e.replyTo(e.d.Mention("42", discordtest.ChannelID, text)))
}

func (e *evening) reply(to discordtest.Message, text string) discordtest.Message {
	e.say("in reply: " + text)
	return e.read(e.replyTo(e.d.Reply("42", to.ID, text)))
}

func (e *evening) replyTo(m discordtest.Message) discordtest.Message {
	return e.d.Message("an answer to "+m.Content, func(a discordtest.Message) bool { return a.ReplyTo == m.ID && whole(a) })
}

func (e *evening) press(m discordtest.Message, label string) *discordtest.Interaction {
	e.say("( " + label + " )")
	id := m.Buttons()[label]
	if id == "" {
		e.d.Message("a button "+label, func(n discordtest.Message) bool { return n.ID == m.ID && n.Buttons()[label] != "" })
	}
	return e.d.Click("42", m.ID, id)
}

func (e *evening) command(name string, options ...discordtest.Option) discordtest.Message {
	e.say(strings.TrimSpace("/" + name + " " + fmt.Sprint(given(options)...)))
	return e.read(e.d.Slash("42", name, options...).Answer("/"+name, whole))
}

func given(options []discordtest.Option) (out []any) {
	for _, o := range options {
		out = append(out, o.Value)
	}
	return out
}

// TestEvening is one visitor's evening with the bot, to be read: -update writes it anew.
func TestEvening(t *testing.T) {
	golden, err := filepath.Abs("testdata/evening.txt")
	if err != nil {
		t.Fatal(err)
	}
	cv, err := os.ReadFile("testdata/mira.md")
	if err != nil {
		t.Fatal(err)
	}
	d := discordtest.New(t)
	getenv := setup(t, "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+d.URL, "LIMIT_USER=100/1m")
	if err := os.Remove("corpus/ada.md"); err != nil {
		t.Fatal(err)
	}
	writeFile(t, "corpus/mira.md", string(cv))
	serveAgain(t, d, getenv)
	e := &evening{d: d}
	e.mention("👋")
	first := e.mention("Where did she work?")
	e.reply(first, "what did she do there before?")
	a := e.ask("Which databases does she know?")
	e.read(e.press(a, "Sources").Answer("the sources", nil))
	e.read(e.press(a, "👍").Answer("thanks", nil))
	b := e.ask("What did she do at Northwind Pay?")
	for _, label := range slices.Sorted(maps.Keys(b.Buttons())) {
		if strings.HasSuffix(label, "?") {
			i := e.press(b, label)
			i.Acked()
			e.read(e.d.Message("what was suggested", func(m discordtest.Message) bool { return m.ReplyTo == b.ID && whole(m) }))
			break
		}
	}
	e.ask("Has she used Rust?")
	e.ask("How many years of experience does she have?")
	e.ask("What is her salary?")
	e.ask("How can I reach her?")
	e.command("projects")
	e.command("experience", discordtest.Option{Name: "employer", Value: "Northwind Pay"})
	e.command("skills")
	p := e.ask("Where did she study?", discordtest.Option{Name: "private", Value: true})
	e.press(p, "Share")
	e.read(d.Message("the shared answer", func(m discordtest.Message) bool {
		return !m.Ephemeral() && strings.HasPrefix(m.Content, "> **") && strings.Contains(m.Content, "Where did she study?")
	}))
	e.ask("What is the capital of France?")
	e.mention("thanks!")
	e.command("about")
	e.command("forget")
	checkGolden(t, golden, e.text.String())
	if n := d.Validated(); n == 0 {
		t.Log("no body was validated")
	}
}

func checkGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the evening reads otherwise; -update rewrites %s\n%s", path, got)
	}
}
