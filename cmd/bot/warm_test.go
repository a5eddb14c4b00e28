package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// chatRequest is what the tests read of a request to a model.
type chatRequest struct {
	Messages  []struct{ Role, Content string }
	MaxTokens int `json:"max_tokens"`
}

// warming are the requests in which a model read the prefix, and those in which it
// answered.
type warming struct {
	mu             sync.Mutex
	read, answered []chatRequest
}

func (w *warming) note(r *http.Request) (prefix bool) {
	var in chatRequest
	_ = json.NewDecoder(r.Body).Decode(&in)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case in.MaxTokens != 1:
		w.answered = append(w.answered, in)
	case in.Messages[0].Role == "system":
		w.read = append(w.read, in)
		return true
	}
	return false
}

func (w *warming) counts() (read, answered int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.read), len(w.answered)
}

// The résumé is read by the model once when the bot starts, and once when the
// résumé has changed; every conversation begins with the same bytes. Until then
// visitors have the built-in answer at once.
func TestPrefixIsReadOnce(t *testing.T) {
	var seen warming
	read := make(chan struct{}, 1)
	url, _ := chatServer(t, func(w http.ResponseWriter, r *http.Request) {
		if seen.note(r) {
			select {
			case <-read:
			case <-r.Context().Done():
				return
			}
		}
		say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].")
		done(w)
	})
	s := serveBot(t, "LLM_BASE_URL="+url, "LLM_MODEL=stand-in")
	ask := func(user string, parts ...string) discordtest.Message {
		return s.d.Slash(user, "ask", question("Which databases does she know?")).Answer("an answer", contains(parts...))
	}
	early := ask("42", "PostgreSQL", "-# The language model is still loading, so this is in the résumé’s own words.")
	if early.Buttons()["Retry"] == "" {
		t.Errorf("no Retry among %v", early.Buttons())
	}
	if _, answered := seen.counts(); answered > 0 {
		t.Error("the model is asked while it reads")
	}
	read <- struct{}{}
	s.warm(t)
	s.d.Click("42", early.ID, early.Buttons()["Retry"])
	s.d.Message("the model's answer", func(m discordtest.Message) bool {
		return m.ID == early.ID && strings.Contains(m.Content, "Ada ran") && !strings.Contains(m.Content, "loading")
	})
	ask("43", "Ada ran")
	seen.mu.Lock()
	if len(seen.read) != 1 || len(seen.answered) != 2 {
		t.Fatalf("read %d times, answered %d", len(seen.read), len(seen.answered))
	}
	for _, a := range seen.answered {
		if len(seen.read[0].Messages) != 1 || a.Messages[0] != seen.read[0].Messages[0] || !strings.Contains(a.Messages[0].Content, "PostgreSQL and Redis") {
			t.Errorf("read\n%s\nasked\n%s", seen.read[0].Messages, a.Messages)
		}
	}
	seen.mu.Unlock()

	writeFile(t, "corpus/ada.md", strings.ReplaceAll(ada, "Haskell", "OCaml"))
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if n, _ := seen.counts(); n > 1 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the changed résumé is not read")
		}
	}
	ask("44", "PostgreSQL", "still loading")
	read <- struct{}{}
	seen.mu.Lock()
	if got := seen.read[1].Messages[0].Content; !strings.Contains(got, "OCaml") || strings.Contains(got, "Haskell") {
		t.Errorf("read after the change: %s", got)
	}
	seen.mu.Unlock()
	writeFile(t, "corpus/ada.md", "\xff\xfe\x00")
	s.d.Message("a word to the owner", func(m discordtest.Message) bool { return strings.Contains(m.Content, "cannot be used") })
	if n, _ := seen.counts(); n != 2 {
		t.Errorf("read %d times, though the last change is refused", n)
	}
}

// Those who wait for one answer wait for the model, too.
func TestAskWaitsForTheModel(t *testing.T) {
	var seen warming
	url, _ := chatServer(t, func(w http.ResponseWriter, r *http.Request) {
		seen.note(r)
		time.Sleep(2 * time.Second) // longer than LLM_TIMEOUT: it loads
		say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].")
		done(w)
	})
	getenv := setup(t, "LLM_BASE_URL="+url, "LLM_MODEL=stand-in", "LLM_TIMEOUT=1s", "LLM_START_TIMEOUT=20s")
	if a := askJSON(t, getenv, "Which databases does she know?"); a.Degraded || a.Model.Chat != "stand-in" {
		t.Errorf("answer = %+v", a)
	}
	writeFile(t, "q.jsonl", `{"id":"db","kind":"list","question":"Which databases does she know?","must":["Redis"]}`+"\n")
	if status, out, errs := bot(t, getenv, "", "eval", "q.jsonl"); status != 0 || !strings.Contains(out, "model: stand-in") {
		t.Errorf("status %d, %s%s", status, out, errs)
	}
	if read, answered := seen.counts(); read != 0 || answered != 2 {
		t.Errorf("read %d times, answered %d", read, answered)
	}
}

// A conversation in Discord goes on from what the model was sent of it before, over more
// turns than a model is sent, but where the older half of them falls away.
func TestConversationExtends(t *testing.T) {
	var seen warming
	url, _ := chatServer(t, func(w http.ResponseWriter, r *http.Request) {
		seen.note(r)
		say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].")
		done(w)
	})
	s := serveBot(t, "LLM_BASE_URL="+url, "LLM_MODEL=stand-in", "LIMIT_USER=100/1m")
	s.warm(t)
	for n := range 12 {
		asked := fmt.Sprintf("Which databases did she run in %d?", 2010+n)
		s.d.SlashAt(discordtest.Where{Direct: true}, "42", "ask", question(asked)).Answer(asked, contains("Ada ran"))
	}
	seen.mu.Lock()
	defer seen.mu.Unlock()
	drops, longest := 0, 0
	questions := slices.DeleteFunc(seen.answered, func(r chatRequest) bool { // of answers, whether they are one
		return strings.Contains(r.Messages[len(r.Messages)-1].Content, "YES or NO")
	})
	for n, request := range questions[1:] {
		before := questions[n].Messages
		before = before[:len(before)-1] // without its question, which comes with what was found
		if len(request.Messages) < len(before) || !slices.Equal(request.Messages[:len(before)], before) {
			drops++
		}
		longest = max(longest, len(request.Messages))
	}
	if len(questions) != 12 || drops > 1 || longest < 18 {
		t.Errorf("of %d requests %d rewrite the turns before, the longest has %d messages", len(questions), drops, longest)
	}
}
