package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"resumebot/internal/discordtest"
)

// slowModel writes a sentence, waits to be released, and writes another.
type slowModel struct {
	*httptest.Server
	release chan struct{}
	began   chan struct{}
}

func newSlowModel(t *testing.T) *slowModel {
	s := &slowModel{release: make(chan struct{}), began: make(chan struct{}, 100)}
	passage := regexp.MustCompile(`(?m)^\[(\d+)\].*PostgreSQL and Redis`)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"object":"list","data":[{"id":"slow","object":"model"}]}`)
	})
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Messages  []struct{ Content string }
			MaxTokens int `json:"max_tokens"`
		}
		_ = json.NewDecoder(r.Body).Decode(&in)
		if in.MaxTokens == 1 { // a warm-up
			say(w, "content", "Yes")
			done(w)
			return
		}
		n := "1"
		if m := passage.FindStringSubmatch(in.Messages[0].Content); m != nil {
			n = m[1]
		}
		w.Header().Set("Content-Type", "text/event-stream")
		say := func(text string) {
			piece, _ := json.Marshal(text)
			fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s}}]}\n\n", piece)
			w.(http.Flusher).Flush()
		}
		time.Sleep(800 * time.Millisecond)
		say("Ada ran the PostgreSQL and Redis clusters of the payment platform [" + n + "]. ")
		say("<think>@everyone secret</think>She ")
		s.began <- struct{}{}
		select {
		case <-s.release:
		case <-r.Context().Done():
			return
		}
		say("ran them [" + n + "]. ")
		fmt.Fprint(w, "data: [DONE]\n\n")
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestStreamingAndStop(t *testing.T) {
	model := newSlowModel(t)
	s := serveBot(t, "LLM_BASE_URL="+model.URL, "LLM_MODEL=slow", "LIMIT_MODEL_PARALLEL=1")
	s.warm(t)
	d := s.d
	i := d.Slash("42", "ask", question("Which databases does she know?"))
	part := i.Answer("the first sentence", contains("PostgreSQL"))
	waiting := d.Slash("43", "ask", question("Which databases does she know?"))
	waiting.Answer("its place in the queue", contains("You are next"))
	if strings.Contains(part.Content, "secret") {
		t.Errorf("thoughts show: %s", part.Content)
	}
	stop := part.Buttons()["Stop"]
	d.Click("43", part.ID, stop).Answer("a refusal", contains("Only the person who asked"))
	d.Click("42", part.ID, stop)
	end := i.Answer("stopped", contains("PostgreSQL", "Stopped."))
	if end.Buttons()["Retry"] == "" || end.Buttons()["Stop"] != "" {
		t.Errorf("buttons %v", end.Buttons())
	}
	close(model.release)
	waiting.Answer("the answer of who waited", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "PostgreSQL") && m.Buttons()["Sources"] != ""
	})
	d.Click("42", end.ID, end.Buttons()["Retry"])
	again := i.Answer("answered again", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "PostgreSQL") && !strings.Contains(m.Content, "Stopped") && m.Buttons()["Sources"] != ""
	})
	d.Click("42", again.ID, again.Buttons()["Sources"]).Answer("the sources", contains("ada.md"))
}

func TestGoingDownMarksWhatIsNotFinished(t *testing.T) {
	model := newSlowModel(t)
	s := serveBot(t, "LLM_BASE_URL="+model.URL, "LLM_MODEL=slow")
	s.warm(t)
	i := s.d.Slash("42", "ask", question("Which databases does she know?"))
	select {
	case <-model.began:
	case <-time.After(time.Minute):
		t.Fatal("the model is not asked")
	}
	if status := s.stop(); status != 0 { // while the model goes on
		t.Errorf("exit status %d", status)
	}
	m := i.Answer("a mark", contains("interrupted"))
	if m.Buttons()["Retry"] == "" {
		t.Errorf("buttons %v", m.Buttons())
	}
	close(model.release)
	serveAgain(t, s.d, s.getenv)
	s.d.Click("42", m.ID, m.Buttons()["Retry"])
	i.Answer("the answer", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "PostgreSQL") && !strings.Contains(m.Content, "interrupted")
	})
}

// fitful is a model that can be made to wait for ever, and counts what it is asked.
type fitful struct {
	url       string
	loaded    chan struct{} // closed to have it answer
	hang      chan struct{} // closed to have it answer no more
	questions atomic.Int32  // of visitors
}

const onDatabases = "Which databases does she know?"

func newFitful(t *testing.T) *fitful {
	m := &fitful{loaded: make(chan struct{}), hang: make(chan struct{})}
	m.url, _ = chatServer(t, func(w http.ResponseWriter, r *http.Request) {
		if text, _ := io.ReadAll(r.Body); strings.Contains(string(text), onDatabases) {
			m.questions.Add(1)
		}
		select {
		case <-m.loaded:
		case <-r.Context().Done():
			return
		}
		select {
		case <-m.hang:
			<-r.Context().Done()
		default:
			say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].")
			done(w)
		}
	})
	return m
}

// asked is how often the model is asked for one answer.
func (m *fitful) asked(s *served) int {
	before := m.questions.Load()
	s.d.Slash("42", "ask", question(onDatabases)).Answer("an answer", func(m discordtest.Message) bool {
		return strings.Contains(m.Content, "PostgreSQL") && m.Buttons()["Sources"] != ""
	})
	return int(m.questions.Load() - before)
}

// While the model is loading, for which it may take an hour, visitors have the résumé's
// own words: the answer comes though the loading does not end.
func TestVisitorsDoNotWaitForTheModelToLoad(t *testing.T) {
	m := newFitful(t)
	s := serveBot(t, "LLM_BASE_URL="+m.url, "LLM_MODEL=stand-in", "LLM_TIMEOUT=1h")
	if n := m.asked(s); n != 0 {
		t.Errorf("the model is asked %d times while it loads", n)
	}
	close(m.loaded)
	s.warm(t)
	if n := m.asked(s); n != 1 {
		t.Errorf("the model is asked %d times for a question", n)
	}
}

// Of a model that hangs, the one who meets it first waits for the end of its time, and
// nobody after: they do not ask it.
func TestVisitorsDoNotWaitForAModelThatHangs(t *testing.T) {
	m := newFitful(t)
	close(m.loaded)
	s := serveBot(t, "LLM_BASE_URL="+m.url, "LLM_MODEL=stand-in", "LLM_TIMEOUT=1s")
	s.warm(t)
	close(m.hang)
	if n := m.asked(s); n != 1 {
		t.Errorf("the model that hangs is asked %d times for a question", n)
	}
	for range 3 {
		if n := m.asked(s); n != 0 {
			t.Errorf("the model that hung is asked %d times for a question", n)
		}
	}
}
