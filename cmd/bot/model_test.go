package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"resumebot/internal/embed"
	"resumebot/internal/lexicon"
	"resumebot/internal/llm"
)

// chatServer is a server whose model answers each chat by a handler.
func chatServer(t *testing.T, chat http.HandlerFunc) (url string, asked *atomic.Int32) {
	asked = &atomic.Int32{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"object":"list","data":[{"id":"stand-in","object":"model"}]}`)
	})
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		body, _ := io.ReadAll(r.Body) // to notice it when the client goes
		r.Body = io.NopCloser(bytes.NewReader(body))
		chat(w, r)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL, asked
}

// say streams pieces of an answer as a server does.
func say(w http.ResponseWriter, field string, pieces ...string) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, p := range pieces {
		text, _ := json.Marshal(p)
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{%q:%s}}]}\n\n", field, text)
		w.(http.Flusher).Flush()
	}
}

func done(w http.ResponseWriter) { fmt.Fprint(w, "data: [DONE]\n\n") }

// fails answers with a status and an error body.
func fails(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"error":{"message":"no"}}`, status)
	}
}

// TestBadModels lets models lie, stall and fail: the answer is true, and says
// what became of the model.
func TestBadModels(t *testing.T) {
	// Only of a model that falls silent the end of its time is waited for.
	silence := map[string]string{"says no word": "LLM_START_TIMEOUT=1s", "falls silent": "LLM_TIMEOUT=1s"}
	tests := []struct {
		name   string
		chat   http.HandlerFunc
		reason string // of degradation; "" where the model wrote
		drops  int
		status string // "" for answered
	}{
		{"true", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "Ada ran the PostgreSQL ", "and Redis clusters of the payment platform [1].")
			done(w)
		}, "", 0, ""},
		{"true in one piece that ends the stream", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].")
		}, "", 0, ""},
		{"thinks aloud", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "<think>She ran Oracle at Google. ", "Or not.</think>", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].")
			done(w)
		}, "", 0, ""},
		{"thinks apart", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "reasoning_content", "She ran Oracle at Google.")
			say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].")
			done(w)
		}, "", 0, ""},
		{"a lie among truths", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1]. She also ran Oracle [1]. She designed Redis [1].")
			done(w)
		}, "", 2, ""},
		{"liar", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "She ran 40 Oracle servers at Google [1]. She is a database expert [1]. She no longer uses PostgreSQL [2].")
			done(w)
		}, "could be verified", 3, "closest"},
		{"echo of the prompt", func(w http.ResponseWriter, r *http.Request) {
			var in struct{ Messages []struct{ Content string } }
			_ = json.NewDecoder(r.Body).Decode(&in)
			say(w, "content", in.Messages[0].Content)
			done(w)
		}, "", -1, ""},
		{"refusal", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "I'm sorry, but the résumé does not mention any databases.")
			done(w)
		}, "", 0, "not_stated"},
		{"verdict", func(w http.ResponseWriter, _ *http.Request) { say(w, "content", "NOT STATED"); done(w) }, "", 0, "not_stated"},
		{"verdict after a sentence", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1].\nNOT STATED")
			done(w)
		}, "", 0, ""},
		{"context too small", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, `{"error":{"message":"the request exceeds the available context size"}}`, 400)
		}, "failed", 0, ""},
		{"nothing", func(w http.ResponseWriter, _ *http.Request) { say(w, "content"); done(w) }, "failed", 0, ""},
		{"only thoughts", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "reasoning_content", "She ran Oracle.")
			done(w)
		}, "failed", 0, ""},
		{"garbage", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>hello</html>") }, "failed", 0, ""},
		{"500", fails(500), "failed", 0, ""},
		{"429", fails(429), "failed", 0, ""},
		{"401", fails(401), "failed", 0, ""},
		{"404", fails(404), "failed", 0, ""},
		{"hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "failed", 0, ""},
		{"dies in mid-sentence", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "Ada ran the Post")
			panic(http.ErrAbortHandler)
		}, "failed", 0, ""},
		{"dies behind a sentence", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1]. She ran", " Oracle at")
			panic(http.ErrAbortHandler)
		}, "broke off", 0, ""},
		{"says no word", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-time.After(20 * time.Second):
			}
		}, "failed", 0, ""},
		{"falls silent", func(w http.ResponseWriter, r *http.Request) {
			say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1]. She ")
			select {
			case <-r.Context().Done():
			case <-time.After(20 * time.Second):
			}
		}, "broke off", 0, ""},
		{"lies without end", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				say(w, "content", "She ran 40 Oracle servers. ")
			}
		}, "failed", -1, ""},
		{"repeats itself without end", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				say(w, "content", "Ada ran the PostgreSQL and Redis clusters of the payment platform [1]. ")
			}
		}, "", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			url, _ := chatServer(t, tt.chat)
			a := askJSON(t, setup(t, "LLM_BASE_URL="+url, "LLM_MODEL=stand-in", cmp.Or(silence[tt.name], "LLM_TIMEOUT=1m")), "Which databases does she know?")
			if a.Status != cmp.Or(tt.status, "answered") || strings.Contains(a.Answer, "PostgreSQL and Redis") != (tt.status != "not_stated") || strings.Contains(a.Answer, "Oracle") || len(a.Answer) > 400 {
				t.Errorf("%s: %s", a.Status, a.Answer)
			}
			if a.Degraded != (tt.reason != "") || !strings.Contains(a.DegradedReason, tt.reason) {
				t.Errorf("degraded %v (%s), want %q", a.Degraded, a.DegradedReason, tt.reason)
			}
			if tt.reason == "" && a.Model.Chat != "stand-in" {
				t.Errorf("written by %q", a.Model.Chat)
			}
			if tt.drops >= 0 && len(a.Dropped) != tt.drops || tt.drops < 0 && len(a.Dropped) == 0 {
				t.Errorf("dropped %+v, want %d", a.Dropped, tt.drops)
			}
		})
	}
}

// TestNothingIsInvented asks what the résumé leaves open of a model that makes it
// up. What is no question about the person, and what takes a name for granted that
// the résumé does not have, it is not asked.
func TestNothingIsInvented(t *testing.T) {
	url, asked := chatServer(t, func(w http.ResponseWriter, _ *http.Request) {
		say(w, "content", "Yes, she has a PhD and earns EUR 90,000 at Google, where she is the CEO [1].")
		done(w)
	})
	getenv := setup(t, "LLM_BASE_URL="+url, "LLM_MODEL=stand-in")
	for _, c := range []struct {
		question string
		asked    bool
	}{
		{"What is her salary?", true}, {"Did she work at Google?", true}, {"How old is she?", true}, {"Does she have a PhD?", true},
		{"When did she leave Google?", false}, {"What is the capital of France?", false}, {"thank you", false},
	} {
		before := asked.Load()
		a := askJSON(t, getenv, c.question)
		if a.Status == "answered" || regexp.MustCompile("PhD|90,000|CEO|Google").MatchString(a.Answer) {
			t.Errorf("%s %s: %s", c.question, a.Status, a.Answer)
		}
		if (asked.Load() > before) != c.asked || a.Degraded != c.asked {
			t.Errorf("%s: the model was asked %d times, degraded %v (%s)", c.question, asked.Load()-before, a.Degraded, a.DegradedReason)
		}
	}
}

// TestKeptModelOutlivesCtrlC stops an answer in the chat, with which the program's
// context ends: the model must be found well again all the same.
func TestKeptModelOutlivesCtrlC(t *testing.T) {
	url, _ := chatServer(t, func(w http.ResponseWriter, _ *http.Request) {
		say(w, "content", "Hi")
		done(w)
	})
	p := &program{config: Config{LLMBaseURL: url, LLMModel: "stand-in"}, getenv: func(string) string { return "" }, log: slog.New(slog.DiscardHandler)}
	ctx, interrupt := context.WithCancel(t.Context())
	if err := p.keepModel(ctx); err != nil {
		t.Fatal(err)
	}
	p.keeper.Warm(func() []llm.Message { return []llm.Message{{Role: "system", Content: "You answer."}} })
	defer p.tendModel(ctx)()
	interrupt()
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if ok, reason := p.keeper.Ready(); ok {
			return
		} else if time.Now().After(end) {
			t.Fatalf("not ready: %s", reason)
		}
	}
}

// TestSpellingIsKnownWhateverEmbeds knows well-spelt words, which are not mended
// towards the résumé, with a server's embeddings too.
func TestSpellingIsKnownWhateverEmbeds(t *testing.T) {
	setup(t)
	for _, url := range []string{"", newWatch(t).URL} {
		p := &program{stdout: io.Discard, stderr: io.Discard, lexicon: lexicon.New, encoder: embed.New, log: slog.New(slog.DiscardHandler),
			config: Config{CorpusDir: "corpus", DataDir: "data", EmbedBaseURL: url, EmbedModel: "m"}}
		c, err := p.load(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		if c.known == nil || !c.known("radio") || c.known("redsi") {
			t.Errorf("embeddings of %q: no words are known", url)
		}
		if (c.index.Embedder() == "m") != (url != "") {
			t.Errorf("embedded by %s", c.index.Embedder())
		}
	}
}
