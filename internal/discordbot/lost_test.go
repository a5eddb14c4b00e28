package discordbot

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/discordtest"
	"resumebot/internal/rag"
	"resumebot/internal/store"
)

const mention = "<@" + discordtest.BotID + "> "

// slow answers a question when it is released, the part that is shown first at once.
func slow(release <-chan struct{}) ask {
	return func(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error) {
		emit(says("On " + q.Text))
		select {
		case <-release:
			return says("On "+q.Text, "All of it."), nil
		case <-ctx.Done():
			return rag.Answer{}, ctx.Err()
		}
	}
}

func has(parts ...string) func(discordtest.Message) bool {
	return func(m discordtest.Message) bool {
		for _, p := range parts {
			if !strings.Contains(m.Content, p) {
				return false
			}
		}
		return m.Author == discordtest.BotID && !m.Deleted
	}
}

func memory(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Memory(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Whoever deletes the question while it is answered wants no answer; whoever deletes the
// answer wants no more of it.
func TestDeletedWhileItIsAnswered(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	release := make(chan struct{})
	b := startBot(t, d, quick(t, d), nil, slow(release))
	first := d.Mention("42", discordtest.ChannelID, "one?")
	part := d.Message("a part", has("On one?", "still writing"))
	d.Delete(first.ID, false)
	d.Message("the answer deleted", func(m discordtest.Message) bool { return m.ID == part.ID && m.Deleted })

	for _, quietly := range []bool{false, true} {
		d.Mention("42", discordtest.ChannelID, "two?")
		part = d.Message("a part", has("On two?"))
		d.Delete(part.ID, quietly)
		if quietly { // then the last edit tells
			close(release)
		}
		atRest(b)
	}
	for _, r := range d.Requests() {
		if strings.Contains(string(r.Body), "All of it.") && r.Method == "POST" {
			t.Errorf("posted all the same: %s", r.Body)
		}
	}
}

// A question that is changed is answered as it stands, in the same message, whether its
// answer is being written or stands already; one that comes to mention the bot by the
// change is answered too.
func TestEditedQuestions(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	var asked atomic.Int32
	release := make(chan struct{})
	startBot(t, d, quick(t, d), nil, func(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error) {
		asked.Add(1)
		if len(q.History) > 0 {
			t.Errorf("%s is asked after %+v", q.Text, q.History)
		}
		if q.Text == "databses?" {
			return slow(release)(ctx, q, emit)
		}
		return says("On " + q.Text), nil
	})
	m := d.DM("42", "databses?")
	part := d.Message("a part", has("On databses?"))
	d.Edit(m.ID, "databases?")
	d.Message("the right answer", func(a discordtest.Message) bool {
		return a.ID == part.ID && a.Content == "On databases?"
	})
	d.Edit(m.ID, "languages?")
	d.Message("another answer in its place", func(a discordtest.Message) bool { return a.ID == part.ID && a.Content == "On languages?" })
	before := asked.Load()
	d.Edit(m.ID, "languages?") // a preview of a link came, say

	late := d.Say("43", discordtest.ChannelID, "where?")
	d.Edit(late.ID, mention+"where?")
	d.Message("an answer to the mention", func(a discordtest.Message) bool { return a.ReplyTo == late.ID && a.Content == "On where?" })
	if n := asked.Load(); n != before+1 {
		t.Errorf("asked %d times more", n-before)
	}
	if n := len(d.Messages(part.ChannelID, 1)); n != 1 {
		t.Errorf("%d answers stand", n)
	}
}

// A change that is not answered, for its asker has had enough, leaves the answer that is
// being written to come to its end.
func TestEditedOnceTooOften(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	release := make(chan struct{})
	b := startBot(t, d, quick(t, d), nil, slow(release))
	b.gates.user = Rate{1, time.Hour}.buckets()
	m := d.DM("42", "one?")
	part := d.Message("a part", has("On one?", "still writing"))
	d.Edit(m.ID, "two?")
	d.Message("that it was too often", has("faster than"))
	close(release)
	d.Message("the end of the first answer", func(a discordtest.Message) bool {
		return a.ID == part.ID && a.Content == "On one? All of it."
	})
}

// An answer that stands in a thread stays there when its question is changed.
func TestEditedAboveAThread(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	b := startBot(t, d, quick(t, d), nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		after := ""
		for _, h := range q.History {
			after += " after " + h.Question
		}
		return says("On "+q.Text+after, strings.Repeat("More. ", 400)), nil
	})
	b.Threads = ThreadsAlways
	m := d.Mention("42", discordtest.ChannelID, "one?")
	first := d.Message("an answer", has("On one?"))
	d.Edit(m.ID, mention+"two?")
	d.Message("another in its place", func(a discordtest.Message) bool { return a.ID == first.ID && has("On two?")(a) })
	d.Reply("42", first.ID, mention+"three?")
	d.Message("an answer that goes on in the thread", has("On three?", "after two?"))
	if beside := d.Messages(discordtest.ChannelID, 0); len(beside) > 0 {
		t.Errorf("stands beside the thread: %+v", beside)
	}
}

// What an earlier process only promised or wrote in part is marked by the next, so that
// its asker can have it answered.
func TestKilledProcessLeavesNothingHanging(t *testing.T) {
	t.Parallel()
	d, kept := discordtest.New(t), memory(t)
	never := make(chan struct{})
	o := quick(t, d)
	killed, err := discord.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBot(Config{Session: killed, Library: slow(never), Store: kept, Logger: o.Logger, Limits: Limits{Models: 9, Queue: 10}})
	if err != nil {
		t.Fatal(err)
	}
	serve(t, d, killed, b.Handlers())
	i := d.Slash("42", "ask", question("one?"))
	d.Message("a part", has("On one?"))
	d.Mention("43", discordtest.ChannelID, "two?")
	part := d.Message("a part", has("On two?"))
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if list, err := kept.ListPending(t.Context()); err == nil && len(list) == 2 && list[0].MessageID != "" && list[1].MessageID != "" {
			break
		}
	}
	third := store.Pending{ID: "x", Turn: store.Turn{UserID: "44", Question: "three?", Conversation: "c", At: time.Now()}, Place: []byte(`{"channel":"` + discordtest.ChannelID + `"}`)}
	if err := kept.SavePending(t.Context(), third); err != nil {
		t.Fatal(err)
	}

	next := startBot(t, d, o, kept, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		return says("Now on " + q.Text), nil
	})
	_ = next
	first := i.Answer("a mark", has("> one?", "interrupted"))
	d.Message("a mark", func(m discordtest.Message) bool { return m.ID == part.ID && has("interrupted")(m) })
	d.Message("a word where nothing stood", func(m discordtest.Message) bool { return m.ID != part.ID && m.ID != first.ID && has("interrupted")(m) })
	d.Click("42", first.ID, first.Buttons()["Retry"])
	i.Answer("the answer", has("Now on one?"))
	if list, err := kept.ListPending(t.Context()); err != nil || len(list) > 2 {
		t.Errorf("still pending: %+v, %v", list, err)
	}
}

// A reply to what a suggestion brought goes on with the conversation.
func TestRepliesToSuggestions(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	startBot(t, d, quick(t, d), nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		a := says("On " + q.Text)
		for _, h := range q.History {
			a.Sentences = append(a.Sentences, rag.Sentence{Text: "After " + h.Question})
		}
		a.Suggestions = []string{"What is Muid?"}
		return a, nil
	})
	i := d.Slash("42", "ask", question("one?")).Answer("an answer", has("On one?"))
	d.Click("43", i.ID, i.Buttons()["What is Muid?"])
	m := d.Message("what was suggested", has("> **Visitor 43**: What is Muid?", "On What is Muid?", "After one?"))
	if m.Interaction != "" || m.ReplyTo != i.ID {
		t.Errorf("it is no ordinary message: %+v", m)
	}
	d.Reply("43", m.ID, "and then?")
	d.Message("the answer to the reply", has("On and then?", "After What is Muid?"))
}

// A button that is pressed twice asks once, and again when that is answered.
func TestPressedTwice(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	release := make(chan struct{})
	var asked atomic.Int32
	b := startBot(t, d, quick(t, d), nil, func(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error) {
		if q.Text != "one?" {
			asked.Add(1)
			return slow(release)(ctx, q, emit)
		}
		a := says("On " + q.Text)
		a.Suggestions = []string{"What is Muid?"}
		return a, nil
	})
	i := d.Slash("42", "ask", question("one?")).Answer("an answer", has("On one?"))
	press := func(user string) *discordtest.Interaction {
		return d.Click(user, i.ID, i.Buttons()["What is Muid?"])
	}
	press("42").Acked()
	d.Message("a part", has("On What is Muid?", "still writing"))
	if ack := press("42").Acked(); ack.Type != 6 {
		t.Errorf("the second press is answered with type %d", ack.Type)
	}
	press("43").Acked()
	close(release)
	for _, user := range []string{"42", "43"} {
		d.Message("the whole", has("Visitor "+user, "All of it."))
	}
	atRest(b)
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// atRest waits, a while at most, until no answer is being written.
func atRest(b *Bot) {
	for end := time.Now().Add(time.Minute); len(b.runs(func(*running) bool { return true })) > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
}

// Where the bot may write only by interactions, it does.
func TestSuggestionsWhereTheBotMayNotWrite(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	startBot(t, d, quick(t, d), nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		a := says("On " + q.Text)
		a.Suggestions = []string{"What is Muid?"}
		return a, nil
	})
	i := d.Slash("42", "ask", question("one?")).Answer("an answer", has("On one?"))
	d.Fail(-1, "POST", "/channels/"+discordtest.ChannelID+"/messages", discordtest.Fault{Status: 403, Code: 50013, Message: "Missing Permissions"})
	d.Click("43", i.ID, i.Buttons()["What is Muid?"])
	if m := d.Message("what was suggested", has("On What is Muid?")); m.Interaction == "" {
		t.Errorf("%+v", m)
	}
}

func TestShareOnce(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	startBot(t, d, quick(t, d), nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		a := says("On " + q.Text)
		a.Sources = []rag.Source{{ID: 1, Path: "cv.md", Text: "x"}}
		return a, nil
	})
	m := d.Slash("42", "ask", question("one?"), discordtest.Option{Name: "private", Value: true}).Answer("an answer", has("On one?"))
	share := m.Buttons()["Share"]
	d.Click("42", m.ID, share)
	second := d.Click("42", m.ID, share)
	d.Message("that it is shared", has("shared that already"))
	d.Message("the button gone", func(n discordtest.Message) bool { return n.ID == m.ID && n.Buttons()["Share"] == "" })
	_ = second
	shared := 0
	for _, n := range d.Messages(discordtest.ChannelID, 2) {
		if !n.Ephemeral() && strings.Contains(n.Content, "On one?") {
			shared++
		}
	}
	if shared != 1 {
		t.Errorf("shared %d times", shared)
	}
}

// What only the asker need know, only the asker is told.
func TestRefusalsAreNotForEverybody(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	b := startBot(t, d, quick(t, d), nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		return says("On " + q.Text), nil
	})
	b.gates.user, b.gates.pages = Rate{2, time.Hour}.buckets(), Rate{1, time.Hour}.buckets()
	d.Slash("42", "skills").Answer("a page", nil)
	if m := d.Slash("42", "timeline").Answer("a refusal", has("faster than")); !m.Ephemeral() {
		t.Error("everybody sees that there were many pages")
	}
	long := d.Say("41", discordtest.ChannelID, strings.Repeat("So it is. ", 120)+"Where does she work? And why?")
	d.MessageCommand("42", "Ask the résumé about this", long.ID).Answer("an answer to its first question", has("> Where does she work?", "first question", "this message"))
	dull := d.Say("41", discordtest.ChannelID, strings.Repeat("So it is. ", 120))
	if m := d.MessageCommand("42", "Ask the résumé about this", dull.ID).Answer("a refusal", has("1,000 characters")); !m.Ephemeral() {
		t.Error("everybody sees that a message is too long")
	}
	d.Slash("42", "ask", question("two?")).Answer("an answer", has("On two?"))
	if m := d.Slash("42", "ask", question("three?")).Answer("a refusal", has("faster than")); !m.Ephemeral() {
		t.Error("everybody sees that there were many questions")
	}
	d.Mention("42", discordtest.ChannelID, "four?")
	d.Message("a direct word", func(m discordtest.Message) bool { return m.ChannelID != discordtest.ChannelID && has("faster than")(m) })
	sign := func(asked discordtest.Message) {
		d.Message("a sign", func(m discordtest.Message) bool { return m.ID == asked.ID && len(m.Reactions) == 1 })
	}
	sign(d.Mention("42", discordtest.ChannelID, "five?")) // who was just told knows
	for _, text := range []string{"six?", "seven?"} {
		d.Mention("43", discordtest.ChannelID, text)
		d.Message("an answer", has("On "+text))
	}
	d.Fail(-1, "POST", "/users/@me/channels", discordtest.Fault{Status: 403, Code: 50007, Message: "Cannot send messages to this user"})
	sign(d.Mention("43", discordtest.ChannelID, "eight?"))
}

// The bot's own role is a mention of it; forwarded messages are read.
func TestRolesAndForwards(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	o := quick(t, d)
	o.Content = true
	startBot(t, d, o, nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		return says("On " + q.Text), nil
	})
	d.Say("42", discordtest.ChannelID, "<@&"+discordtest.RoleID+"> one?")
	d.Message("an answer", has("On one?"))
	d.Say("42", discordtest.ChannelID, "<@&5> nobody?")
	two := d.Say("41", discordtest.ChannelID, "two?")
	d.Forward("42", two.ID, "")
	d.Message("an answer to what was sent on", has("On two?"))
	there := d.Forward("42", two.ID, discordtest.ChannelID)
	d.MessageCommand("43", "Ask the résumé about this", there.ID).Answer("an answer", has("> two?", "On two?"))
	for _, m := range d.Messages(discordtest.ChannelID, 1) {
		if strings.Contains(m.Content, "nobody") {
			t.Errorf("answers a role of others: %s", m.Content)
		}
	}
}

// Where Discord shows no text, the asker of a role is told whom to mention.
func TestRoleWithoutText(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	startBot(t, d, quick(t, d), nil, func(context.Context, rag.Question, func(rag.Answer)) (rag.Answer, error) {
		return says("?"), nil
	})
	d.Say("42", discordtest.ChannelID, "<@&"+discordtest.RoleID+"> one?")
	d.Message("a hint", has("mention me"))
}
