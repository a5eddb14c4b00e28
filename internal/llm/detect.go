package llm

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	detectTimeout = 300 * time.Millisecond
	// nativeTimeout bounds the same questions to a server that is configured.
	nativeTimeout = 2 * time.Second
	// loadedTimeout is how long the list of loaded models may take: it only
	// improves the choice.
	loadedTimeout = 100 * time.Millisecond
	maxOllamaList = 4 << 20 // bytes
)

// Detect looks for an Ollama server for at most 300 ms and returns the
// configuration to use its best chat model, or ok = false: no Ollama there, or
// none of its models can chat. addr has the meaning of Ollama's OLLAMA_HOST;
// empty means http://localhost:11434.
//
// Of the models that can chat it prefers one that is loaded, then one of about
// 3 to 9 billion parameters, and takes models made for code, pictures or
// reasoning only if there is nothing else. It never takes a model that Ollama
// would run in its cloud: what visitors ask stays here unless the operator
// says otherwise.
func Detect(ctx context.Context, addr string) (Config, bool) {
	// no proxy: nothing is read from the environment
	return detect(ctx, addr, &http.Transport{DisableKeepAlives: true})
}

func detect(ctx context.Context, addr string, network http.RoundTripper) (Config, bool) {
	root, err := ollamaAddress(addr)
	if err != nil {
		return Config{}, false
	}
	ctx, cancel := context.WithTimeout(ctx, detectTimeout)
	defer cancel()
	model, ok := native{root: root, http: &http.Client{Transport: network}}.chatModel(ctx)
	if !ok {
		return Config{}, false
	}
	return Config{BaseURL: root + "/v1", Model: model}, true
}

// native speaks the little of servers' own APIs, beside the OpenAI-compatible
// one, that tells what they run; here Ollama's (https://docs.ollama.com/api).
type native struct {
	root string
	key  string
	http *http.Client
}

// native is the server's own side.
func (s *endpoint) native() native {
	return native{root: strings.TrimSuffix(s.base, "/v1"), key: s.key, http: s.http}
}

// ollamaModel is an entry of /api/tags or /api/ps.
type ollamaModel struct {
	Name          string   `json:"name"`
	RemoteHost    string   `json:"remote_host"`
	Capabilities  []string `json:"capabilities"`
	ContextLength int      `json:"context_length"` // of /api/ps, since 0.11
	Details       struct {
		Family        string `json:"family"`
		ParameterSize string `json:"parameter_size"`
	} `json:"details"`
}

// chatModel returns the best model that can chat.
func (o native) chatModel(ctx context.Context) (string, bool) {
	ctx, cancel := context.WithTimeout(ctx, nativeTimeout)
	defer cancel()
	loaded := make(chan map[string]bool, 1)
	go func() { loaded <- o.loaded(ctx) }()
	var tags struct {
		Models []ollamaModel `json:"models"`
	}
	if err := o.ask(ctx, "/api/tags", nil, &tags); err != nil {
		return "", false
	}
	isLoaded := <-loaded
	models := slices.DeleteFunc(tags.Models, func(m ollamaModel) bool {
		return m.Name == "" || m.RemoteHost != "" || strings.HasSuffix(m.Name, "-cloud") || strings.HasSuffix(m.Name, ":cloud")
	})
	slices.SortStableFunc(models, func(a, b ollamaModel) int {
		return traitsOf(a, isLoaded[a.Name]).compare(traitsOf(b, isLoaded[b.Name]))
	})
	for _, m := range models {
		if o.canChat(ctx, m) {
			return m.Name, true
		}
	}
	return "", false
}

// loaded returns the names of the models in memory, none if that is not
// answered at once.
func (o native) loaded(ctx context.Context) map[string]bool {
	ctx, cancel := context.WithTimeout(ctx, loadedTimeout)
	defer cancel()
	names := make(map[string]bool)
	for _, m := range o.running(ctx) {
		names[m.Name] = true
	}
	return names
}

// running are the models in memory, none if they are not to be had.
func (o native) running(ctx context.Context) []ollamaModel {
	var ps struct {
		Models []ollamaModel `json:"models"`
	}
	if err := o.ask(ctx, "/api/ps", nil, &ps); err != nil {
		return nil
	}
	return ps.Models
}

// canChat asks for the model's capabilities and, where the server is too old
// (before 0.6.4) or too slow to tell, goes by its name.
func (o native) canChat(ctx context.Context, m ollamaModel) bool {
	if neverChats(m.Name) {
		return false
	}
	can := m.Capabilities
	if len(can) == 0 {
		can = o.show(ctx, m.Name).Capabilities
	}
	if len(can) > 0 {
		return slices.Contains(can, "completion")
	}
	return !strings.Contains(strings.ToLower(m.Details.Family), "bert")
}

// shown is the answer of /api/show.
type shown struct {
	Capabilities []string `json:"capabilities"`
	Parameters   string   `json:"parameters"` // lines such as "num_ctx    8192"
}

// show returns the details of a model, none if they are not to be had.
func (o native) show(ctx context.Context, model string) (details shown) {
	if err := o.ask(ctx, "/api/show", map[string]string{"model": model}, &details); err != nil {
		return shown{}
	}
	return details
}

// CanChat reports whether the model can chat, as the server tells, or else as its
// name does; an embedding model cannot.
func (s *Server) CanChat(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, nativeTimeout)
	defer cancel()
	model := s.Model()
	if can := s.endpoint.native().show(ctx, model).Capabilities; len(can) > 0 {
		return slices.Contains(can, "completion")
	}
	return !neverChats(model)
}

// ask makes one request of a server's own API, a POST if there is something to send.
func (o native) ask(ctx context.Context, path string, send, receive any) error {
	method, body := http.MethodGet, []byte(nil)
	if send != nil {
		method = http.MethodPost
		var err error
		if body, err = json.Marshal(send); err != nil {
			return fmt.Errorf("llm: ask server: %w", err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, o.root+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("llm: ask server: %w", err)
	}
	if o.key != "" {
		req.Header.Set("Authorization", "Bearer "+o.key)
	}
	resp, err := o.http.Do(req)
	if err != nil {
		return fmt.Errorf("llm: ask server: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("llm: ask server: %s", resp.Status)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxOllamaList)).Decode(receive); err != nil {
		return fmt.Errorf("llm: ask server: %w", err)
	}
	return nil
}

var (
	// embedding, ranking and safety models, and those that take or give sound and pictures alone
	otherTrade = regexp.MustCompile(`embed|minilm|rerank|guard|shield|moderation|whisper|tts|dall-e|image|sora|` +
		`realtime|transcribe|audio|davinci|babbage|(^|[^a-z])(bge|e5|gte|paraphrase|flux)([^a-z]|$)`)
	// models that chat, though another task is what they are good at
	specialist = regexp.MustCompile(`cod(e|er|ing|ellama|estral)|sql|math|llava|vision|moondream|ocr|translat|` +
		`deepseek-r1|r1-distill|qwq|thinking|reason|magistral|(^|[^a-z])(vl|base|text)([^a-z]|$)`)
	// families known to follow instructions about sources well, best first
	families    = []string{"qwen", "llama", "gemma", "mistral", "ministral", "granite", "phi", "gpt-oss"}
	sizeInName  = regexp.MustCompile(`(\d+(?:\.\d+)?)([bm])(?:[^a-z]|$)`)
	sizeInWords = regexp.MustCompile(`(?i)^(\d+(?:\.\d+)?)\s*([bm])$`)
)

// neverChats goes by the name alone.
func neverChats(name string) bool { return otherTrade.MatchString(strings.ToLower(name)) }

// traits are what models are compared by, most important first; less is better.
type traits struct {
	special  int // 1: made for another task
	unloaded int // 1: not in memory yet
	size     int // 0 for the best sizes
	family   int
	name     string
}

func (t traits) compare(u traits) int {
	return cmp.Or(
		cmp.Compare(t.special, u.special),
		cmp.Compare(t.unloaded, u.unloaded),
		cmp.Compare(t.size, u.size),
		cmp.Compare(t.family, u.family),
		cmp.Compare(t.name, u.name),
	)
}

func traitsOf(m ollamaModel, loaded bool) traits {
	name := strings.ToLower(m.Name)
	t := traits{size: sizeBand(m), family: len(families), name: m.Name, unloaded: 1}
	if specialist.MatchString(name) {
		t.special = 1
	}
	if loaded {
		t.unloaded = 0
	}
	for i, f := range families {
		if strings.Contains(name, f) {
			t.family = i
			break
		}
	}
	return t
}

// sizeBand orders models by how well their size suits a home computer:
// moderate ones answer well and soon enough, larger ones late, the smallest badly.
func sizeBand(m ollamaModel) int {
	found := sizeInWords.FindStringSubmatch(m.Details.ParameterSize)
	if found == nil {
		found = sizeInName.FindStringSubmatch(strings.ToLower(m.Name))
	}
	if found == nil {
		return 2
	}
	billions, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		return 2
	}
	if strings.EqualFold(found[2], "m") {
		billions /= 1000
	}
	switch {
	case billions >= 2.5 && billions <= 9.5:
		return 0
	case billions >= 1.4 && billions <= 15:
		return 1
	case billions > 15 && billions <= 40:
		return 2
	case billions > 40:
		return 4
	}
	return 3
}

// rankNames keeps the names that can be chat models, best first.
func rankNames(names []string) []string {
	names = slices.DeleteFunc(slices.Clone(names), neverChats)
	slices.SortFunc(names, func(a, b string) int {
		return traitsOf(ollamaModel{Name: a}, false).compare(traitsOf(ollamaModel{Name: b}, false))
	})
	return names
}
