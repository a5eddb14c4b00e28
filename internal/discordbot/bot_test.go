package discordbot

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/discordtest"
	"resumebot/internal/page"
	"resumebot/internal/rag"
	"resumebot/internal/store"
)

// ask is an Asker, the Library that holds it and its Pages, which are empty.
type ask func(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error)

func (f ask) Ask(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error) {
	return f(ctx, q, emit)
}
func (ask) View(page.View, string) page.Page                              { return page.Page{} }
func (ask) Choices(page.View) []string                                    { return nil }
func (f ask) Live(bool) Live                                              { return Live{Asker: f, Pages: f, Person: "Ada"} }
func (ask) Reload(context.Context) (string, error)                        { return "", nil }
func (ask) Files(context.Context, bool) ([]discord.File, []string, error) { return nil, nil, nil }
func (ask) Timeline(context.Context) (discord.File, error)                { return discord.File{}, nil }
func (ask) Skills(context.Context) (discord.File, error)                  { return discord.File{}, nil }

// says is an answer of those sentences.
func says(sentences ...string) rag.Answer {
	a := rag.Answer{Status: rag.Answered, Text: strings.Join(sentences, " ")}
	for _, s := range sentences {
		a.Sentences = append(a.Sentences, rag.Sentence{Text: s})
	}
	return a
}

// startBot runs a bot whose answers are f's.
func startBot(t *testing.T, d *discordtest.Server, o discord.Options, kept *store.Store, f ask) *Bot {
	t.Helper()
	s, err := discord.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if kept == nil {
		if kept, err = store.Memory(t.Context(), store.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	b, err := NewBot(Config{Session: s, Library: f, Store: kept, Logger: o.Logger, Limits: Limits{Models: 1, Queue: 10}})
	if err != nil {
		t.Fatal(err)
	}
	serve(t, d, s, b.Handlers())
	return b
}

func question(text string) discordtest.Option {
	return discordtest.Option{Name: "question", Value: text}
}

// A panic reaches one visitor, with a reference under which the log has its
// stack; the next is answered.
func TestPanicReachesTheAskerAndTheLog(t *testing.T) {
	d := discordtest.New(t)
	var mu sync.Mutex
	var log bytes.Buffer
	o := quick(t, d)
	o.Logger = slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, nil))
	startBot(t, d, o, nil, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		if strings.Contains(q.Text, "boom") {
			panic("boom")
		}
		return says("Fine."), nil
	})
	sorry := func(m discordtest.Message) bool { return strings.Contains(m.Content, "went wrong") }
	shown := []string{d.Slash("42", "ask", question("boom")).Answer("an apology", sorry).Content}
	d.DM("42", "boom")
	shown = append(shown, d.Message("an apology in the direct channel", func(m discordtest.Message) bool { return sorry(m) && m.Interaction == "" }).Content)
	d.Slash("42", "ask", question("well?")).Answer("an answer", func(m discordtest.Message) bool { return strings.Contains(m.Content, "Fine.") })

	mu.Lock()
	defer mu.Unlock()
	for _, text := range shown {
		_, reference, _ := strings.Cut(strings.TrimSuffix(text, "`"), "`")
		line := ""
		for l := range strings.Lines(log.String()) {
			if strings.Contains(l, "reference="+reference) {
				line = l
			}
		}
		if len(reference) != 8 || !strings.Contains(line, "panic=boom") || !strings.Contains(line, "bot_test.go") {
			t.Errorf("shown %q, logged %q", text, line)
		}
	}
}

// Who waits sees a first sentence though the second is long in coming.
func TestFirstSentenceDoesNotWaitForTheSecond(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	finish := make(chan struct{})
	startBot(t, d, quick(t, d), nil, func(_ context.Context, _ rag.Question, emit func(rag.Answer)) (rag.Answer, error) {
		emit(says("One."))
		<-finish
		return says("One.", "Two."), nil
	})
	i := d.Slash("42", "ask", question("what?"))
	part := i.Answer("the first sentence", func(m discordtest.Message) bool { return strings.Contains(m.Content, "One.") })
	if part.Buttons()["Stop"] == "" {
		t.Errorf("buttons %v", part.Buttons())
	}
	close(finish)
	i.Answer("the whole answer", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "One. Two.") && m.Buttons()["Stop"] == ""
	})
}

// Commands are registered although Discord fails at first, and once for each set.
func TestCommandsAreRegisteredOnce(t *testing.T) {
	d := discordtest.New(t)
	kept, err := store.Memory(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.Fail(7, "PUT", "/commands", discordtest.Unavailable(503)) // longer than the transport tries
	nothing := func(context.Context, rag.Question, func(rag.Answer)) (rag.Answer, error) { return rag.Answer{}, nil }
	b := startBot(t, d, quick(t, d), kept, nothing)
	d.WaitRequest("the registration", func(r discordtest.Request) bool { return r.Method == "PUT" && r.Status == 200 })
	if len(d.Commands("")) < 100 {
		t.Errorf("commands %s", d.Commands(""))
	}
	count := func() (n int) {
		for _, r := range d.Requests() {
			if r.Method == "PUT" {
				n++
			}
		}
		return n
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if known, err := kept.Setting(t.Context(), "commands "); err != nil || known != "" || time.Now().After(end) {
			break
		}
	}
	before := count()
	b.register(t.Context())
	if n := count(); n != before {
		t.Errorf("registered again: %d requests, then %d", before, n)
	}
	b.Guild = discordtest.GuildID
	b.register(t.Context())
	if n := count(); n != before+1 || len(d.Commands(discordtest.GuildID)) < 100 {
		t.Errorf("a guild's own: %d requests, then %d", before, n)
	}
}

// An acknowledgement that Discord never confirms costs nobody the answer,
// whether it arrived or not.
func TestAnswerComesAfterALostAcknowledgement(t *testing.T) {
	for name, fault := range map[string]discordtest.Fault{
		"it arrived":     {Status: 502, Lost: true},
		"it did not":     discordtest.Unavailable(502),
		"no answer came": {Drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t)
			d.Fail(-1, "POST", "/callback", fault)
			startBot(t, d, quick(t, d), nil, func(context.Context, rag.Question, func(rag.Answer)) (rag.Answer, error) {
				return says("Here."), nil
			})
			d.Slash("42", "ask", question("where?"))
			here := func(m discordtest.Message) bool { return strings.Contains(m.Content, "Here.") }
			d.Message("the answer", here)
			shown := 0
			for _, m := range d.Messages(discordtest.ChannelID, 1) {
				if here(m) {
					shown++
				} else {
					t.Errorf("besides: %+v", m)
				}
			}
			if shown != 1 {
				t.Errorf("%d answers", shown)
			}
		})
	}
}

// An answer that only comes closest looks like any answer, and leaves the question
// open for the owner; a degraded one can be asked for again. What was computed
// names its sources.
func TestEndings(t *testing.T) {
	closest := says("The résumé has this on it:", "Analyst: 2 years.")
	closest.Status = rag.Closest
	closest.Sources = []rag.Source{
		{ID: 1, Path: "cv.md", StartLine: 3, EndLine: 3, Heading: []string{"Computed"}, Text: "Analyst: 2 years.", Computed: []int{2}},
		{ID: 2, Path: "cv.md", StartLine: 3, EndLine: 3, Heading: []string{"Work"}, Text: "Analyst"},
	}
	degraded := says("Analyst: 2 years.")
	degraded.Degraded, degraded.DegradedReason = true, "the language model is still loading, so this is in the résumé’s own words"
	unstated := says("The résumé doesn’t say.")
	unstated.Status = rag.NotStated
	private := says("Please ask them directly.")
	private.Status = rag.Private
	answers := map[string]rag.Answer{"How good is she?": closest, "How long was she there?": degraded, "Who is her boss?": unstated, "What is her salary?": private}

	d := discordtest.New(t)
	kept, err := store.Memory(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	startBot(t, d, quick(t, d), kept, func(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
		return answers[q.Text], nil
	})
	for text, a := range answers {
		m := d.Slash("42", "ask", question(text)).Answer("an answer", func(m discordtest.Message) bool {
			return strings.Contains(strings.ReplaceAll(m.Content, "**", ""), a.Sentences[0].Text)
		})
		note := "\n-# The language model is still loading, so this is in the résumé’s own words."
		if again := m.Buttons()["Retry"] != ""; again != a.Degraded || strings.Contains(m.Content, note) != a.Degraded {
			t.Errorf("%s: Retry %v below %s", text, again, m.Content)
		}
		if id := m.Buttons()["Sources"]; id != "" {
			d.Click("42", m.ID, id).Answer("the sources", func(m discordtest.Message) bool {
				return strings.Contains(m.Content, "**[1]** computed from [2]\n> Analyst: 2 years.\n**[2]** Work\n> Analyst\n-# cv.md:3")
			})
		}
	}
	var open []string
	for end := time.Now().Add(time.Minute); len(open) < 2 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		list, err := kept.ListUnanswered(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		open = nil
		for _, q := range list {
			open = append(open, q.Question)
		}
	}
	slices.Sort(open)
	if want := []string{"How good is she?", "Who is her boss?"}; !slices.Equal(open, want) {
		t.Errorf("open are %q, want %q", open, want)
	}
}

// TestEarlierAnswersMayBePrivateNow passes no answer on that was given before a résumé
// with private parts was read.
func TestEarlierAnswersMayBePrivateNow(t *testing.T) {
	read := time.Now()
	turns := []store.Turn{{Question: "old", Answer: "secret", At: read.Add(-time.Minute)}, {Question: "new", Answer: "open", At: read.Add(time.Minute)}}
	for withholds, want := range map[bool]string{true: "open", false: "secret open"} {
		b := &Bot{Config: Config{Library: privateNow{live: Live{Withholds: withholds, Indexed: read}}}}
		var got []string
		for _, turn := range b.earlier(turns) {
			if turn.Answer != "" {
				got = append(got, turn.Answer)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("withholds %v: %q", withholds, got)
		}
	}
}

type privateNow struct {
	ask
	live Live
}

func (p privateNow) Live(bool) Live { return p.live }
