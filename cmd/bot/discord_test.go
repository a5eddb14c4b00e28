package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

const owner = "900000000000000001"

// a served bot.
type served struct {
	d      *discordtest.Server
	getenv func(string) string
	stop   func() int // goes down and gives the exit status
	out    *lines
}

// lines collects what several goroutines write.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serveBot runs the whole program against a stand-in for Discord.
func serveBot(t *testing.T, more ...string) *served {
	t.Helper()
	d := discordtest.New(t)
	return serveAgain(t, d, setup(t, append([]string{"DISCORD_TOKEN=" + discordtest.Token, "DISCORD_API_URL=" + d.URL, "OWNER_IDS=" + owner}, more...)...))
}

// serveAgain does so against one that is there, or without any.
func serveAgain(t *testing.T, d *discordtest.Server, getenv func(string) string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended, out := make(chan int, 1), &lines{}
	go func() { ended <- run(ctx, nil, getenv, strings.NewReader(""), out, out) }()
	s := &served{d: d, getenv: getenv, out: out}
	s.stop = sync.OnceValue(func() int {
		cancel()
		select {
		case status := <-ended:
			return status
		case <-time.After(time.Minute):
			t.Error("the bot does not go down")
			return -1
		}
	})
	t.Cleanup(func() {
		s.stop()
		if t.Failed() {
			t.Log(out.String())
		}
	})
	if d != nil {
		d.WaitConnected()
	}
	return s
}

func contains(parts ...string) func(discordtest.Message) bool {
	return func(m discordtest.Message) bool {
		return !m.Thinking && m.Author == discordtest.BotID && !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(m.Content, p) })
	}
}

func question(text string) discordtest.Option {
	return discordtest.Option{Name: "question", Value: text}
}

// TestSkillsPicture: below the page of all skills stands where they were used, with all
// of it in words; not below one area.
func TestSkillsPicture(t *testing.T) {
	d := discordtest.New(t)
	getenv := setup(t, "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+d.URL)
	writeFile(t, "corpus/ada.md", ada+"\n## Skills\n\n* **Data:** PostgreSQL, Redis\n")
	serveAgain(t, d, getenv)
	for range 2 {
		m := d.Slash("42", "skills").Answer("the skills", contains("PostgreSQL"))
		if len(m.Files) != 1 || m.Files[0].Type != "image/png" {
			t.Fatalf("%d files under the skills", len(m.Files))
		}
		if body := string(m.History[len(m.History)-1].Body); !strings.Contains(body, "Skills of Ada Example and where they were used") || !strings.Contains(body, "PostgreSQL: Acme Ltd.") {
			t.Errorf("the picture is not told in words: %s", body)
		}
	}
	one := d.Slash("42", "skills", discordtest.Option{Name: "area", Value: "Data"}).Answer("one area", contains("PostgreSQL"))
	if len(one.Files) != 0 {
		t.Errorf("%d files under one area", len(one.Files))
	}
}

func TestWaysToAsk(t *testing.T) {
	s := serveBot(t)
	d := s.d

	i := d.Slash("42", "ask", question("Which databases does she know?"))
	if ack := i.Acked(); ack.Type != 5 {
		t.Errorf("acknowledged with type %d", ack.Type)
	}
	answer := i.Answer("an answer", contains("> Which databases does she know?", "PostgreSQL", "Redis", "[1]"))
	if answer.Ephemeral() {
		t.Error("the answer is not for everybody")
	}
	d.Click("43", answer.ID, answer.Buttons()["Sources"]).Answer("the sources", contains("[1]", "ada.md:", "> ", "PostgreSQL"))
	d.Click("43", answer.ID, answer.Buttons()["👍"]).Answer("thanks", contains("Thank you"))

	private := d.Slash("45", "ask", question("Where did she study?"), discordtest.Option{Name: "private", Value: true}).Answer("a private answer", contains("Example University"))
	if !private.Ephemeral() {
		t.Error("everybody sees a private answer")
	}
	d.Click("45", private.ID, private.Buttons()["Share"])
	d.Message("a shared answer", func(m discordtest.Message) bool {
		return !m.Ephemeral() && contains("Example University", "> **Visitor 45**: Where did she study?")(m)
	})

	asked := d.Mention("42", discordtest.ChannelID, "where did she work?")
	reply := d.Message("a reply", func(m discordtest.Message) bool { return m.ReplyTo == asked.ID && strings.Contains(m.Content, "Acme") })
	followUp := d.Reply("42", reply.ID, "and until when was that?")
	d.Message("a follow-up", func(m discordtest.Message) bool {
		return m.ReplyTo == followUp.ID && strings.Contains(m.Content, "2022")
	})
	d.Say("42", discordtest.ChannelID, "Which databases does she know?") // to nobody

	direct := d.DM("44", "Which language did she write a compiler in?")
	d.Message("a direct answer", func(m discordtest.Message) bool {
		return m.ChannelID == direct.ChannelID && m.Author == discordtest.BotID && strings.Contains(m.Content, "Haskell")
	})
	if d.Typing(direct.ChannelID) == 0 {
		t.Error("does not type")
	}
	menu := d.MessageCommand("42", "Ask the résumé about this", asked.ID)
	menu.Answer("an answer from the menu", contains("Acme"))

	for _, c := range []struct {
		name    string
		options []discordtest.Option
		want    []string
	}{
		{"skills", nil, []string{"."}},
		{"experience", nil, []string{"Software Engineer", "Acme", "2019"}},
		{"experience", []discordtest.Option{{Name: "employer", Value: "Acme Ltd"}}, []string{"Acme", "3 years"}},
		{"education", nil, []string{"BSc Mathematics"}},
		{"contact", nil, []string{"ada@example.org"}},
		{"about", nil, []string{"Ada Example", "Privacy", "30 days", "ada.md"}},
		{"help", nil, []string{"/ask", "/forget"}},
	} {
		if m := d.Slash("42", c.name, c.options...).Answer("/"+c.name, contains(c.want...)); m.Ephemeral() != (c.name == "about" || c.name == "help") {
			t.Errorf("/%s: ephemeral %v", c.name, m.Ephemeral())
		}
	}
	picture := d.Slash("42", "timeline").Answer("a timeline", nil)
	if len(picture.Files) != 1 || picture.Files[0].Type != "image/png" || !strings.Contains(string(picture.History[len(picture.History)-1].Body), "Acme") {
		t.Errorf("timeline: %d files, %s", len(picture.Files), picture.Content)
	}
	file := d.Slash("42", "resume").Answer("the résumé", nil)
	if len(file.Files) != 1 || string(file.Files[0].Data) != ada {
		t.Errorf("resume: %d files, %s", len(file.Files), file.Content)
	}
	choices := d.Autocomplete("42", "experience", discordtest.Option{Name: "employer", Value: "ac", Focused: true}).Acked()
	if choices.Type != 8 || !strings.Contains(string(choices.Data), "Acme Ltd") {
		t.Errorf("autocomplete: %d %s", choices.Type, choices.Data)
	}
	d.Slash("42", "forget").Answer("forgetting", contains("Done", "records"))
	d.Slash("42", "forget").Answer("forgetting twice", contains("I keep nothing"))
	d.Click("42", answer.ID, answer.Buttons()["Sources"]).Answer("no sources any more", contains("no longer keep"))

	for _, m := range d.Messages(discordtest.ChannelID, 1) {
		if m.Author == discordtest.BotID && m.Content == "" && len(m.Files) == 0 && !m.Deleted {
			t.Errorf("an empty message: %+v", m)
		}
	}
	if got := d.Gateway().Intents; len(got) == 0 || got[0]&(1<<15|1<<8|1<<1) != 0 {
		t.Errorf("privileged intents asked for: %v", got)
	}
	if status := s.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if !strings.Contains(s.out.String(), "https://discord.com/oauth2/authorize?client_id="+discordtest.AppID) {
		t.Error("no invite link")
	}
	t.Logf("%d requests validated\n%s", d.Validated(), d.Transcript())
}

func TestConversationOutlivesARestart(t *testing.T) {
	s := serveBot(t)
	asked := s.d.Mention("42", discordtest.ChannelID, "Where did she work?")
	reply := s.d.Message("a reply", func(m discordtest.Message) bool { return m.ReplyTo == asked.ID && m.Author == discordtest.BotID })
	s.stop()
	again := serveAgain(t, s.d, s.getenv)
	followUp := s.d.Reply("42", reply.ID, "Until when did she work there?")
	s.d.Message("the follow-up", func(m discordtest.Message) bool {
		return m.ReplyTo == followUp.ID && strings.Contains(m.Content, "2022")
	})
	puts := 0
	for _, r := range s.d.Requests() {
		if r.Method == http.MethodPut {
			puts++
		}
	}
	if puts != 1 {
		t.Errorf("commands registered %d times", puts)
	}
	again.stop()
}

func TestOwnerAnswersWhatTheRésuméLeavesOpen(t *testing.T) {
	s := serveBot(t)
	d := s.d
	const ask = "What is her favourite colour?"
	d.Slash("42", "ask", question(ask)).Answer("a refusal", contains("doesn’t say"))
	d.Slash("42", "owner", discordtest.Option{Name: "unanswered"}).Answer("a refusal", contains("for the owner"))
	list := openQuestions(t, d, "favourite colour")
	if !strings.Contains(list.Content, "asked once") {
		t.Errorf("the open questions: %s", list.Content)
	}
	form := d.Click(owner, list.ID, list.Buttons()["Answer 1"]).Acked()
	if form.Type != 9 {
		t.Fatalf("the button gives type %d", form.Type)
	}
	var modal struct {
		CustomID string `json:"custom_id"`
	}
	if err := json.Unmarshal(form.Data, &modal); err != nil {
		t.Fatal(err)
	}
	d.Submit("42", modal.CustomID, map[string]string{"answer": "Green, says a visitor."}).Answer("a refusal", contains("for the owner"))
	d.Submit(owner, modal.CustomID, map[string]string{"answer": "It is a deep green."}).Answer("thanks", contains("answered with your words"))
	a := d.Slash("42", "ask", question(ask)).Answer("the owner's words", contains("deep green", "[1]", "-# [1] owner's answer, "+time.Now().Format("2006-01")))
	d.Click("42", a.ID, a.Buttons()["Sources"]).Answer("its source", contains("owner's answer", time.Now().Format("2006-01")))
	d.Slash(owner, "owner", discordtest.Option{Name: "unanswered"}).Answer("nothing open", contains("no question open"))
	d.Slash(owner, "owner", discordtest.Option{Name: "stats"}).Answer("stats", contains("Kept", "ada.md"))
	d.Slash(owner, "owner", discordtest.Option{Name: "reindex"}).Answer("reindex", contains("Read again", "1 file"))
	d.Slash("42", "ask", question(ask)).Answer("still the owner's words", contains("deep green"))
	answers := d.Slash(owner, "owner", discordtest.Option{Name: "answers"}).Answer("answers", contains("deep green"))
	d.Click(owner, answers.ID, answers.Buttons()["Remove 1"])
	d.Message("the answer removed", func(m discordtest.Message) bool {
		return m.ID == answers.ID && strings.Contains(m.Content, "no answers yet")
	})
	d.Slash("42", "ask", question(ask)).Answer("a refusal again", contains("doesn’t say"))
}

func TestChangedRésuméIsLive(t *testing.T) {
	s := serveBot(t)
	writeFile(t, "corpus/ada.md", strings.ReplaceAll(ada, "Haskell", "OCaml"))
	s.logged(t, "the résumé has changed")
	s.d.Slash("43", "ask", question("Which language did she write a compiler in?")).Answer("the new résumé", contains("OCaml"))
	writeFile(t, "corpus/ada.md", strings.ReplaceAll(strings.Replace(ada, "Engineer | Acme Ltd", "Engineer", 1), "Haskell", "OCaml"))
	s.d.Message("what is unsure, to the owner", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "read it again: 1 file") && strings.Contains(m.Content, "Not sure of 1 place:\n- ada.md: lines 7–9: “Software Engineer” looks like a position, but no employer was found")
	})
	if err := os.WriteFile("corpus/ada.md", []byte{0xff, 0xfe, 0}, 0o600); err != nil {
		t.Fatal(err)
	}
	s.d.Message("a word to the owner", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "cannot be used") && strings.Contains(m.Content, "ada.md")
	})
	s.d.Slash("42", "ask", question("Which language did she write a compiler in?")).Answer("the earlier résumé", contains("OCaml"))
}

// Operators have an address of their own; what the world reaches tells nothing.
func TestHTTPServers(t *testing.T) {
	s := serveBot(t, "HTTP_ADDR=localhost:0", "ADMIN_ADDR=127.0.0.1:0", "DISCORD_PUBLIC_KEY="+strings.Repeat("ab", 32))
	public, admin := s.address(t, "HTTP_ADDR"), s.address(t, "ADMIN_ADDR")
	s.d.Slash("42", "ask", question("Where did she work?")).Answer("an answer", contains("Acme"))
	for _, c := range []struct {
		at   string
		code int
		want []string
	}{
		{admin + "/readyz", 200, []string{`"gateway","state":"ok"`, `"store","state":"ok"`}},
		{admin + "/metrics", 200, []string{`resumebot_questions_total{outcome="answered"} 1`, "resumebot_gateway_connects_total 1"}},
		{admin + "/healthz", 200, []string{"ok"}},
		{admin + "/interactions", 404, nil},
		{public + "/healthz", 200, []string{"ok"}},
		{public + "/interactions", 405, nil}, // POST only
		{public + "/readyz", 404, nil},
		{public + "/metrics", 404, nil},
	} {
		code, text := get(t, "http://"+c.at)
		if code != c.code || slices.ContainsFunc(c.want, func(w string) bool { return !strings.Contains(text, w) }) {
			t.Errorf("%s: HTTP %d %s, want %d with %q", c.at, code, text, c.code, c.want)
		}
	}
}

// address waits until the bot listens at the address of a setting, which it does as
// soon as it gets to it, not before it talks to Discord.
func (s *served) address(t *testing.T, setting string) string {
	t.Helper()
	before := "setting=" + setting + " address="
	s.logged(t, before)
	_, after, _ := strings.Cut(s.out.String(), before)
	at, _, _ := strings.Cut(after, "\n")
	return at
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	_ = resp.Write(&b)
	return resp.StatusCode, b.String()
}

// An address for operators that is taken costs visitors nothing.
func TestTakenAdminAddress(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	s := serveBot(t, "ADMIN_ADDR="+taken.Addr().String())
	s.d.Slash("42", "ask", question("Where did she work?")).Answer("an answer", contains("Acme"))
	if status := s.stop(); status != 0 || !strings.Contains(s.out.String(), "ADMIN_ADDR") {
		t.Errorf("status %d", status)
	}
}

func TestDiscordStartErrorsAreOneSentence(t *testing.T) {
	d := discordtest.New(t)
	for _, c := range []struct {
		name string
		env  []string
		want string
	}{
		{"bad token", []string{"DISCORD_TOKEN=wrong", "DISCORD_API_URL=" + d.URL}, "Reset Token"},
		{"bad key", []string{"DISCORD_TOKEN=x", "DISCORD_PUBLIC_KEY=12"}, "DISCORD_PUBLIC_KEY"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, _, errs := bot(t, setup(t, c.env...), "")
			last := errs[strings.LastIndex(strings.TrimSpace(errs), "\n")+1:]
			if status != 1 || !strings.HasPrefix(last, "bot: ") || !strings.Contains(last, c.want) {
				t.Errorf("status %d, %s", status, errs)
			}
		})
	}
	t.Run("no network", func(t *testing.T) { // it waits for one, and says so
		getenv := setup(t, "DISCORD_TOKEN=x", "DISCORD_API_URL=http://127.0.0.1:1")
		s := serveAgain(t, nil, getenv)
		s.logged(t, "check the network")
		s.logged(t, "trying again")
	})
	t.Run("intent not allowed", func(t *testing.T) {
		d := discordtest.New(t)
		d.RefuseNext(-1, 4014)
		status, _, errs := bot(t, setup(t, "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+d.URL, "DISCORD_MESSAGE_CONTENT=on"), "")
		if status != 1 || !strings.Contains(errs, "Message Content Intent") {
			t.Errorf("status %d, %s", status, errs)
		}
	})
}

// warm waits until visitors may have the model's answers.
func (s *served) warm(t *testing.T) {
	t.Helper()
	s.logged(t, "the language model is ready")
}

// logged waits until the log has a text.
func (s *served) logged(t *testing.T, text string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !strings.Contains(s.out.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the log does not have %q", text)
		}
	}
}
