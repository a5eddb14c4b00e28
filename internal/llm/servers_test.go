package llm

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// serverOf answers chats, and GET requests as given, by path.
func serverOf(t *testing.T, get map[string]string) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, ok := get[r.URL.Path]
		switch {
		case strings.HasSuffix(r.URL.Path, "/chat/completions"):
			events(w, delta("Hi"), stop, done)
		case ok:
			fmt.Fprint(w, answer)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	return srv
}

func TestContext(t *testing.T) {
	list := `{"object":"list","data":[{"id":"m","object":"model","owned_by":"library"}]}`
	for _, c := range []struct {
		name string
		set  int
		get  map[string]string
		want int
	}{
		{"nobody tells", 0, nil, 4096},
		{"the operator", 2048, map[string]string{"/v1/models": `{"data":[{"id":"m","max_model_len":32768}]}`}, 2048},
		{"vLLM", 0, map[string]string{"/v1/models": `{"object":"list","data":[{"id":"other","max_model_len":1},{"id":"m","object":"model","owned_by":"vllm","root":"m","max_model_len":32768}]}`}, 32768},
		{"OpenRouter", 0, map[string]string{"/v1/models": `{"data":[{"id":"m","context_length":131072,"top_provider":{"context_length":65536}}]}`}, 131072},
		{"Groq", 0, map[string]string{"/v1/models": `{"data":[{"id":"m","active":true,"context_window":131072}]}`}, 131072},
		{"llama.cpp", 0, map[string]string{"/v1/models": `{"data":[{"id":"m","meta":{"n_ctx_train":131072}}]}`, "/props": `{"default_generation_settings":{"id":0,"n_ctx":8192},"total_slots":1}`}, 8192},
		{"LM Studio", 0, map[string]string{"/v1/models": list, "/api/v0/models": `{"data":[{"id":"x","state":"loaded","loaded_context_length":9},{"id":"m","type":"llm","state":"loaded","max_context_length":131072,"loaded_context_length":4097}]}`}, 4097},
		{"LM Studio, not loaded", 0, map[string]string{"/v1/models": list, "/api/v0/models": `{"data":[{"id":"m","state":"not-loaded","max_context_length":131072}]}`}, 4096},
		{"Ollama 0.9 without a setting", 0, map[string]string{"/v1/models": list,
			"/api/ps":   `{"models":[{"name":"m:latest","model":"m:latest","details":{"parameter_size":"134.52M"},"size_vram":0}]}`,
			"/api/show": `{"parameters":"stop \"<|im_start|>\"","model_info":{"llama.context_length":131072},"capabilities":["completion"]}`}, 4096},
		{"Ollama 0.9 with num_ctx", 0, map[string]string{"/v1/models": list,
			"/api/ps":   `{"models":[{"name":"m:latest"}]}`,
			"/api/show": `{"parameters":"num_ctx                        16384\nstop                           \"<|im_start|>\""}`}, 16384},
		{"a later Ollama", 0, map[string]string{"/v1/models": list,
			"/api/ps":   `{"models":[{"name":"x","context_length":9},{"name":"m:latest","context_length":32768}]}`,
			"/api/show": `{"parameters":"num_ctx 16384"}`}, 32768},
		{"nonsense", 0, map[string]string{"/v1/models": "<html>", "/props": `[]`, "/api/ps": `{"models":7}`, "/api/v0/models": `"`}, 4096},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := New(Config{BaseURL: serverOf(t, c.get).URL, Model: "m", Context: c.set})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Load(t.Context(), "Some text."); err != nil {
				t.Fatal(err)
			}
			if got := s.Context(); got != c.want {
				t.Errorf("context %d, want %d", got, c.want)
			}
			if s, err = New(Config{BaseURL: serverOf(t, c.get).URL, Model: "m", Context: c.set}); err != nil {
				t.Fatal(err)
			}
			if s.LearnContext(t.Context()); s.Context() != c.want {
				t.Errorf("asked without loading: context %d, want %d", s.Context(), c.want)
			}
		})
	}
}

// TestWindow compares what was sent with what arrived.
func TestWindow(t *testing.T) {
	for _, c := range []struct {
		name               string
		window             *window
		characters, tokens int
		cut                bool
		size               int
		messages           int
	}{
		{"whole, nothing known", &window{}, 4000, 1000, false, 4096, 1},
		{"whole by the densest tokenizer", &window{}, 4000, 700, false, 4096, 1},
		{"cut, nothing known", &window{}, 20000, 2048, true, 2048, 1},
		{"whole as the sample has it", &window{rate: 4}, 8000, 2000, false, 4096, 1},
		{"denser than the sample", &window{rate: 3.3}, 8000, 1950, false, 4096, 1},
		{"the issue's Ollama: 360 sent, 256 arrived", &window{rate: 4}, 1440, 256, true, 256, 1},
		{"cut to half of what the server told", &window{rate: 4, told: 4096}, 17200, 2050, true, 3276, 1},
		{"cut below what it told", &window{rate: 4, told: 4096}, 17200, 1024, true, 1024, 1},
		{"cut below the operator's setting", &window{rate: 4, set: 16384}, 40000, 4096, true, 4096, 1},
		{"only what was not cached is counted", &window{rate: 4, whole: 1500}, 8000, 300, false, 4096, 1},
		{"cut to half after a longer one fitted", &window{rate: 4, told: 4096, whole: 3500}, 17200, 2050, true, 3276, 1},
		{"nothing sent", &window{}, 0, 5, false, 4096, 1},
		{"messages left out of a repair", &window{rate: 4, whole: 2700, set: 3000}, 14000, 470, false, 3000, 4},
		{"messages left out though all should fit", &window{rate: 4, whole: 2700}, 15000, 470, true, 3276, 4},
		{"cut in the middle", &window{rate: 4, whole: 2700}, 20000, 2048, true, 2048, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := c.window
			if sent := w.arrived(c.messages, c.characters, c.tokens); (sent > 0) != c.cut || w.size() != c.size {
				t.Errorf("sent %d, size %d; want cut %v, size %d", sent, w.size(), c.cut, c.size)
			}
		})
	}
}

// TestLeftOut talks to a server that does as Ollama does with a conversation that
// is too long: it keeps the rules and as many of the last messages as fit, and cuts
// in the middle when the rules and the question alone are too long.
func TestLeftOut(t *testing.T) {
	const held = 1000 // tokens
	count := func(messages []Message) (n int) {
		for _, m := range messages {
			n += len(m.Content) / 4
		}
		return n
	}
	c := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Messages []Message }
		_ = json.NewDecoder(r.Body).Decode(&body)
		kept := body.Messages
		for len(kept) > 2 && count(kept) > held {
			kept = append(kept[:1:1], kept[2:]...)
		}
		usage := fmt.Sprintf(`data: {"choices":[],"usage":{"prompt_tokens":%d,"completion_tokens":1}}`, min(held, count(kept)))
		events(w, delta("Hi"), stop, usage, done)
	})
	say := func(role string, tokens int) Message { return Message{role, strings.Repeat("say ", tokens)} }
	if err := c.Load(t.Context(), say("user", 200).Content); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name     string
		messages []Message
		want     int
	}{
		{"more than it holds", []Message{say("system", 3000)}, held},
		{"what fits", []Message{say("system", 700), say("user", 200)}, held},
		{"a repair too long by its own messages", []Message{say("system", 700), say("user", 200), say("assistant", 250), say("user", 50)}, held},
	} {
		if _, err := c.Chat(t.Context(), step.messages, 0, func(string) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if got := c.Context(); got != step.want {
			t.Errorf("after %s: context %d, want %d", step.name, got, step.want)
		}
	}
}

func TestTooLongShrinksTheContext(t *testing.T) {
	c := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(400)
		fmt.Fprint(w, `{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}`)
	})
	_, _, err := ask(t, c)
	wantKind(t, err, ContextTooLong, "")
	if got := c.Context(); got >= 4096 || got < 3000 {
		t.Errorf("context %d", got)
	}
}

// TestAzure keeps the query on each request, and takes the key as a header.
func TestAzure(t *testing.T) {
	const path = "/openai/deployments/my-model/chat/completions"
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "api-version=2024-10-21" || r.Header.Get("api-key") != secret || r.Header.Get("Authorization") != "" {
			t.Errorf("%s with %q, %q", r.URL, r.Header.Get("api-key"), r.Header.Get("Authorization"))
		}
		var body struct{ Model string }
		_ = json.NewDecoder(r.Body).Decode(&body)
		switch {
		case r.URL.Path != path:
			http.NotFound(w, r)
		case body.Model != "my-model":
			http.Error(w, `{"error":{"code":"401","message":"bad key `+secret+`"}}`, http.StatusUnauthorized)
		default:
			events(w, `data: {"choices":[],"prompt_filter_results":[{"prompt_index":0}]}`, delta("At Acme."), stop, done)
		}
	}))
	defer srv.Close()
	for _, model := range []string{"", "other"} {
		c, err := New(Config{BaseURL: srv.URL + path + "?api-version=2024-10-21", Model: model, Headers: map[string]string{"api-key": secret}})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		pieces, _, err := ask(t, c)
		if model == "" && (err != nil || strings.Join(pieces, "") != "At Acme.") {
			t.Errorf("%q, %v", pieces, err)
		} else if model != "" {
			wantKind(t, err, Unauthorized, "bad key [key]")
		}
	}
}

func TestHeaders(t *testing.T) {
	for _, h := range []map[string]string{{"": "x"}, {"a b": "x"}, {"a:": "x"}, {"a": "x\ny"}, {"a": "ü" + secret}} {
		_, err := New(Config{BaseURL: "http://x", Headers: h})
		if err == nil {
			t.Errorf("New accepts %q", h)
		}
		checkNoKey(t, err)
	}
}

func TestCanChat(t *testing.T) {
	for _, c := range []struct {
		model string
		can   []string // nil: the server does not tell
		want  bool
	}{
		{"m", []string{"completion"}, true},
		{"m", []string{"embedding"}, false},
		{"embed-but-chats", []string{"completion", "embedding"}, true},
		{"nomic-embed-text", nil, false},
		{"qwen2.5:3b", nil, true},
	} {
		s, err := New(Config{BaseURL: "http://ollama:11434", Model: c.model,
			HTTPClient: &http.Client{Transport: recorder{&fakeOllama{can: map[string][]string{c.model: c.can}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.CanChat(t.Context()); got != c.want {
			t.Errorf("%s %v: %v", c.model, c.can, got)
		}
	}
	c := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(400)
		fmt.Fprint(w, `{"error":{"message":"\"m\" does not support chat","type":"api_error","param":null,"code":null}}`)
	})
	_, _, err := ask(t, c)
	wantKind(t, err, WrongModel, "does not support chat")
}

// TestStartTimeout lets a model load for longer than it may be silent.
func TestStartTimeout(t *testing.T) {
	cfg := Config{Model: "m", Timeout: time.Minute, StartTimeout: 5 * time.Minute}
	loads := func(start, pause time.Duration) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			events(w, `data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}`)
			time.Sleep(start)
			events(w, delta("At "))
			time.Sleep(pause)
			events(w, delta("Acme."), stop, done)
		}
	}
	for _, c := range []struct {
		start, pause time.Duration
		want         string // "" for an answer
	}{
		{4 * time.Minute, 59 * time.Second, ""},
		{6 * time.Minute, 0, "silent for 5m0s"},
		{4 * time.Minute, 61 * time.Second, "silent for 1m0s"},
	} {
		inBubble(t, cfg, loads(c.start, c.pause), func(t *testing.T, s *Server) {
			_, _, err := ask(t, s)
			if c.want == "" && err != nil {
				t.Error(err)
			} else if c.want != "" {
				wantKind(t, err, Timeout, c.want)
			}
			time.Sleep(5 * time.Minute)
		})
	}
}
