package llm

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
)

// fakeOllama answers as Ollama does, with these models: name → capabilities, of
// which nil means that the server does not tell.
type fakeOllama struct {
	tags   string // the list, as JSON
	ps     string // the list of loaded models; "never": no answer
	can    map[string][]string
	broken bool // details are not to be had
}

func (f *fakeOllama) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /api/tags":
		fmt.Fprintf(w, `{"models":[%s]}`, f.tags)
	case "GET /api/ps":
		if f.ps == "never" {
			<-r.Context().Done()
			return
		}
		fmt.Fprintf(w, `{"models":[%s]}`, f.ps)
	case "POST /api/show":
		var req struct{ Model string }
		_ = json.NewDecoder(r.Body).Decode(&req)
		if f.broken {
			<-r.Context().Done()
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"capabilities": f.can[req.Model]})
	default:
		http.NotFound(w, r)
	}
}

func tag(name, family, size string) string {
	return fmt.Sprintf(`{"name":%q,"details":{"family":%q,"parameter_size":%q}}`, name, family, size)
}

func TestDetect(t *testing.T) {
	chat := []string{"completion", "tools"}
	for _, c := range []struct {
		name   string
		ollama *fakeOllama
		want   string
	}{
		{"one chat model", &fakeOllama{tags: tag("llama3.2:latest", "llama", "3.2B"), can: map[string][]string{"llama3.2:latest": chat}}, "llama3.2:latest"},
		{"beside an embedding model", &fakeOllama{
			tags: tag("nomic-embed-text:latest", "nomic-bert", "137M") + "," + tag("gemma3:4b", "gemma3", "4.3B"),
			can:  map[string][]string{"nomic-embed-text:latest": {"embedding"}, "gemma3:4b": chat}}, "gemma3:4b"},
		{"only an embedding model", &fakeOllama{
			tags: tag("nomic-embed-text:latest", "nomic-bert", "137M"),
			can:  map[string][]string{"nomic-embed-text:latest": {"embedding"}}}, ""},
		{"an embedding model of an unknown name", &fakeOllama{
			tags: tag("mine:latest", "llama", "7B"), can: map[string][]string{"mine:latest": {"embedding"}}}, ""},
		{"an old server that does not tell", &fakeOllama{
			tags: tag("mine:latest", "bert", "7B") + "," + tag("other:latest", "llama", "7B")}, "other:latest"},
		{"list of loaded models too slow", &fakeOllama{tags: tag("llama3.2", "llama", "3.2B"), ps: "never", can: map[string][]string{"llama3.2": chat}}, "llama3.2"},
		{"details too slow", &fakeOllama{tags: tag("llama3.2", "llama", "3.2B"), broken: true}, "llama3.2"},
		{"moderate size first", &fakeOllama{
			tags: tag("qwen2.5:72b", "qwen2", "72.7B") + "," + tag("qwen2.5:0.5b", "qwen2", "494.03M") + "," + tag("qwen2.5:7b", "qwen2", "7.6B"),
			can:  map[string][]string{"qwen2.5:72b": chat, "qwen2.5:0.5b": chat, "qwen2.5:7b": chat}}, "qwen2.5:7b"},
		{"a loaded one first", &fakeOllama{
			tags: tag("qwen2.5:7b", "qwen2", "7.6B") + "," + tag("llama3.2:1b", "llama", "1.2B"), ps: tag("llama3.2:1b", "llama", "1.2B"),
			can: map[string][]string{"qwen2.5:7b": chat, "llama3.2:1b": chat}}, "llama3.2:1b"},
		{"not for code, though loaded", &fakeOllama{
			tags: tag("qwen2.5-coder:7b", "qwen2", "7.6B") + "," + tag("llama3.2:1b", "llama", "1.2B"), ps: tag("qwen2.5-coder:7b", "qwen2", "7.6B"),
			can: map[string][]string{"qwen2.5-coder:7b": chat, "llama3.2:1b": chat}}, "llama3.2:1b"},
		{"for code, if there is no other", &fakeOllama{
			tags: tag("codellama:7b", "llama", "7B"), can: map[string][]string{"codellama:7b": chat}}, "codellama:7b"},
		{"not in the cloud", &fakeOllama{
			tags: `{"name":"gpt-oss:120b-cloud","remote_host":"https://ollama.com","details":{"parameter_size":"116.8B"}},{"name":"glm:cloud"}`,
			can:  map[string][]string{"gpt-oss:120b-cloud": chat, "glm:cloud": chat}}, ""},
		{"no models", &fakeOllama{}, ""},
		{"not JSON", &fakeOllama{tags: "<html>"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // so that a busy machine does not use up the 300 ms
				cfg, ok := detect(t.Context(), "somewhere", recorder{c.ollama})
				if ok != (c.want != "") || cfg.Model != c.want {
					t.Fatalf("got %q, %v; want %q", cfg.Model, ok, c.want)
				}
				if ok && cfg.BaseURL != "http://somewhere:11434/v1" {
					t.Errorf("base %q", cfg.BaseURL)
				}
				if _, err := New(cfg); ok && err != nil {
					t.Errorf("the configuration does not work: %v", err)
				}
			})
		})
	}
}

func TestDetectNothing(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") }))
	defer other.Close()
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer silent.Close()
	for _, addr := range []string{gone.URL, other.URL, silent.URL, "ftp://x", "http://a b"} {
		if cfg, ok := Detect(t.Context(), addr); ok || cfg.Model != "" {
			t.Errorf("Detect(%q) = %+v", addr, cfg)
		}
	}
}

// A client without a model chooses as Detect does, also when asked by Ping.
func TestPingChoosesOnOllama(t *testing.T) {
	srv := httptest.NewServer(&fakeOllama{
		tags: tag("qwen2.5:0.5b", "qwen2", "494.03M") + "," + tag("gemma3:4b", "gemma3", "4.3B"),
		can:  map[string][]string{"qwen2.5:0.5b": {"completion"}, "gemma3:4b": {"completion"}},
	})
	defer srv.Close()
	c, err := New(Config{BaseURL: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Ping(t.Context()); err != nil || c.Model() != "gemma3:4b" {
		t.Errorf("chose %q, %v", c.Model(), err)
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"nomic-embed-text", "all-minilm", "BAAI/bge-m3", "multilingual-e5-large", "llama-guard3:8b", "whisper-1", "text-embedding-3-small", "gpt-4o-audio-preview"} {
		if !neverChats(name) {
			t.Errorf("%s is taken for a chat model", name)
		}
	}
	for _, name := range []string{"qwen3:8b", "llama3.2", "gpt-4o-mini", "gemma3:4b", "mistral-nemo", "deepseek-r1:7b", "smollm2:135m", "/models/ggml-model.gguf"} {
		if neverChats(name) {
			t.Errorf("%s is not taken for a chat model", name)
		}
	}
}
