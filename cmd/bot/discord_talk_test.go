package main

import (
	"strings"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// answerTo waits for the bot's reply to a message.
func answerTo(d *discordtest.Server, m discordtest.Message) discordtest.Message {
	return d.Message("an answer to "+m.Content, func(a discordtest.Message) bool { return a.ReplyTo == m.ID && a.Author == discordtest.BotID })
}

func TestRepliesToOthers(t *testing.T) {
	d := serveBot(t).d
	asked := d.Mention("42", discordtest.ChannelID, "Where did she work?")
	answerTo(d, asked)
	if a := answerTo(d, d.Reply("43", asked.ID, "<@"+discordtest.BotID+"> and until when?")); !strings.Contains(a.Content, "2022") {
		t.Errorf("a question that leans on somebody else's: %s", a.Content)
	}
	if a := answerTo(d, d.Reply("43", asked.ID, "<@"+discordtest.BotID+">")); !strings.HasPrefix(a.Content, "> Where did she work?\n") || !strings.Contains(a.Content, "Acme") {
		t.Errorf("a mention alone below a question: %s", a.Content)
	}
	if a := answerTo(d, d.Mention("43", discordtest.ChannelID, "")); !strings.Contains(a.Content, "Ask me anything") {
		t.Errorf("a mention alone: %s", a.Content)
	}
}

// Who goes on from somebody else's answer does so in a conversation of their own.
func TestSuggestionsOfOthers(t *testing.T) {
	d := serveBot(t).d
	a := d.Slash("42", "ask", question("Which degree does she have?")).Answer("an answer", contains("BSc"))
	label := ""
	for l := range a.Buttons() {
		if strings.HasPrefix(l, "How long was Ada at Acme") {
			label = l
		}
	}
	d.Click("43", a.ID, a.Buttons()[label])
	d.Message("what was suggested", func(m discordtest.Message) bool {
		return m.ReplyTo == a.ID && contains("> **Visitor 43**: "+label, "Acme")(m)
	})
	d.Slash("43", "ask", question("And until when?")).Answer("the clicker goes on", contains("June 2022"))
	d.Slash("42", "ask", question("And until when?")).Answer("the first asker does not", contains("2016"))
}

func TestRetryRemembers(t *testing.T) {
	model := newSlowModel(t)
	close(model.release)
	s := serveBot(t, "LLM_BASE_URL="+model.URL, "LLM_MODEL=slow", "LIMIT_MODEL_USER=1")
	s.warm(t)
	d := s.d
	d.Slash("42", "ask", question("What did she do at Acme Ltd?")).Answer("a whole answer", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "Ada ran") && m.Buttons()["Sources"] != ""
	})
	i := d.Slash("42", "ask", question("And until when?"))
	a := i.Answer("an answer without the model", contains("June 2022", "used up"))
	d.Click("42", a.ID, a.Buttons()["Retry"])
	i.Answer("the same again", func(m discordtest.Message) bool { return len(m.History) > len(a.History) })
	if m, _ := d.Look(a.ID); !strings.Contains(m.Content, "June 2022") {
		t.Errorf("asked again: %s", m.Content)
	}
}

// The owner is not told of questions that mean nothing by themselves.
func TestOpenQuestionsStandAlone(t *testing.T) {
	d := serveBot(t).d
	d.Slash("42", "ask", question("does she own a llama")).Answer("a refusal", contains("doesn’t say"))
	d.Slash("42", "ask", question("what colour?")).Answer("a refusal", contains("doesn’t say"))
	list := openQuestions(t, d, "1. Does she own a llama?")
	if strings.Contains(list.Content, "colour") {
		t.Errorf("%s", list.Content)
	}
}

// openQuestions is the owner's list once it has a text: a question is kept a moment
// after its answer is shown.
func openQuestions(t *testing.T, d *discordtest.Server, text string) discordtest.Message {
	t.Helper()
	for range 200 {
		list := d.Slash(owner, "owner", discordtest.Option{Name: "unanswered"}).Answer("the open questions", func(m discordtest.Message) bool { return m.Content != "" })
		if strings.Contains(list.Content, text) {
			return list
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no open question %q", text)
	return discordtest.Message{}
}

// Discord withholds the text of a reply to a command's answer.
func TestRepliesToCommandAnswers(t *testing.T) {
	d := serveBot(t).d
	a := d.Slash("42", "ask", question("Where did she work?")).Answer("an answer", contains("Acme"))
	if h := answerTo(d, d.Reply("43", a.ID, "and until when?")); !strings.Contains(h.Content, "mention me") {
		t.Errorf("no hint: %s", h.Content)
	}
	if f := answerTo(d, d.Reply("43", a.ID, "<@"+discordtest.BotID+"> and until when?")); !strings.Contains(f.Content, "2022") {
		t.Errorf("with a mention: %s", f.Content)
	}
}
