package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestDoctorTriesTheModel shows the operator what the model is worth.
func TestDoctorTriesTheModel(t *testing.T) {
	cites := func(w http.ResponseWriter, _ *http.Request) {
		say(w, "content", "She studied at the ")
		time.Sleep(50 * time.Millisecond)
		say(w, "content", "University of Tromsø [2].")
		done(w)
	}
	for _, c := range []struct {
		name, model, props string
		chat               http.HandlerFunc
		want, not          string
	}{
		{"a good one", "qwen", `{"default_generation_settings":{"n_ctx":32768}}`, cites,
			`chat model .*qwen at http.* is reached +–\nits start +loaded in \d+\.\d s +–\nits speed +\d+\.\d tokens a second +–\nits context +32768 tokens, enough for the whole résumé +–\nits citations +cites as asked +–`, ""},
		{"little context", "qwen", `{"default_generation_settings":{"n_ctx":512}}`, cites,
			`its context +512 tokens, where the whole résumé needs about \d{4} +start Ollama with OLLAMA_CONTEXT_LENGTH=8192 `, ""},
		{"no citations", "qwen", "", func(w http.ResponseWriter, _ *http.Request) { say(w, "content", "In Tromsø."); done(w) },
			`its citations +does not cite as asked: "In Tromsø." +use a larger`, ""},
		{"prattle", "qwen", "", func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", strings.Repeat("She works, ", 30))
			done(w)
		},
			`does not cite as asked: "(She works, ){5}She w…" +use a larger`, ""},
		{"one that embeds", "nomic-embed-text", "", cites,
			`chat model .*but embeds texts and cannot chat +set LLM_MODEL to a model that chats`, "loaded in"},
		{"one that fails", "qwen", "", fails(500), `its start .*HTTP 500.*look at the server's own log`, "its speed"},
		{"one of another name", "gone", "", cites, `chat model .*the server does not list this model: it has nomic-embed-text, qwen`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			mux := http.NewServeMux()
			mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(w, `{"data":[{"id":"qwen"},{"id":"nomic-embed-text"}]}`)
			})
			mux.HandleFunc("POST /v1/chat/completions", c.chat)
			if c.props != "" {
				mux.HandleFunc("GET /props", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, c.props) })
			}
			server := httptest.NewServer(mux)
			t.Cleanup(server.Close)
			_, out, _ := bot(t, setup(t, "LLM_BASE_URL="+server.URL, "LLM_MODEL="+c.model, `LLM_HEADERS={"X-Key":"hunter2"}`), "", "doctor")
			if !regexp.MustCompile(c.want).MatchString(out) || c.not != "" && strings.Contains(out, c.not) || strings.Contains(out, "hunter2") {
				t.Errorf("doctor says\n%s\nwant %s", out[strings.Index(out, "PART"):], c.want)
			}
		})
	}
}
