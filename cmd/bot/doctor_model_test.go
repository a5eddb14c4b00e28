package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestDoctorTriesTheModel shows the operator what the model is worth.
func TestDoctorTriesTheModel(t *testing.T) {
	says := func(pieces ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if strings.Contains(string(body), "Question: ") && !strings.Contains(string(body), "Question: What did Ada Example do at Acme Ltd?") {
				t.Errorf("asked %s", body)
			}
			for _, p := range pieces {
				say(w, "content", p)
				time.Sleep(50 * time.Millisecond)
			}
			done(w)
		}
	}
	cites := says("Ada ran the PostgreSQL and Redis clusters ", "of the payment platform [3].")
	for _, c := range []struct {
		name, model, props string
		chat               http.HandlerFunc
		want, not          string
	}{
		{"a good one", "qwen", `{"default_generation_settings":{"n_ctx":32768}}`, cites,
			`chat model .*qwen at http.* is reached +–\nits start +loaded in \d+\.\d s, read the résumé in \d+\.\d s +–\nits speed +first word after \d+\.\d s, then \d+\.\d tokens a second +–\nits context +32768 tokens, enough for the whole résumé +–\nits citations +cites as asked: 1 sentence shown +–`, ""},
		{"little context", "qwen", `{"default_generation_settings":{"n_ctx":512}}`, cites,
			`its context +512 tokens, not enough for the whole résumé.* +start Ollama with OLLAMA_CONTEXT_LENGTH=8192 `, ""},
		{"no citations", "qwen", "", says("In Tromsø."), `its citations +does not cite as asked: to ".*" it wrote "In Tromsø." +use a larger`, ""},
		{"lies", "qwen", "", says("She ran 40 Oracle servers [3]."), `its citations +cites, but not what the résumé says: .*40 Oracle.*\(.*"40".*\) +use a larger`, ""},
		{"half a lie", "qwen", "", says("Ada ran the PostgreSQL and Redis clusters of the payment platform [3]. ", "She ran 40 Oracle servers [3]."),
			`its citations +cites as asked: 1 sentence shown, 1 kept back +–`, ""},
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
