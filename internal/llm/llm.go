// Package llm talks to one OpenAI-compatible server (Ollama, llama.cpp, vLLM,
// LM Studio, OpenAI and the like): streamed chat, embeddings, the list of
// models. It is the only importer of go-openai, and adds what that library
// leaves to its users: time limits between tokens, reasoning kept out of the
// answer, errors reported inside a stream, retries, size limits, and errors of
// one type that tell an operator what to do.
//
// Start with [New] for chat, [NewEmbedder] for embeddings, and [Detect] to find
// a local Ollama. Nothing in this package reads the environment.
package llm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

const (
	defaultTimeout = time.Minute
	// defaultStart leaves a small machine the time to load a large model.
	defaultStart = 5 * time.Minute
	// overallFactor bounds a whole answer, retries included, as a multiple of
	// Config.Timeout: a server that trickles tokens for ever ends there.
	overallFactor = 10
	// reasoningTokens is the room for reasoning that cannot be switched off.
	reasoningTokens = 2000
	// pingTimeout bounds Ping, which health checks call often.
	pingTimeout = 5 * time.Second
)

// Config says which server to use and how.
type Config struct {
	// BaseURL is the address of the API, for instance http://localhost:11434/v1.
	// A bare address (http://localhost:11434, localhost:11434) gets its /v1.
	BaseURL string
	// APIKey is sent as a bearer token, empty for servers without keys.
	// It appears in no error.
	APIKey string
	// Model is the chat model. Empty: the first call chooses one as [Detect]
	// does on Ollama, by name on other servers of this machine or network, and
	// elsewhere only if the server has a single one.
	Model string
	// Timeout is the longest wait between two tokens, reasoning included;
	// keep-alive comments do not count as tokens. A whole answer may take ten
	// times as long, an embedding request or a list of models once. Zero means
	// one minute.
	Timeout time.Duration
	// StartTimeout is the longest wait for the first token, while which a server
	// may load its model. Zero means five minutes.
	StartTimeout time.Duration
	// Context is how many tokens the model holds, prompt and answer together.
	// Zero: what the server tells, see [Server.Context].
	Context int
	// Extra is merged into the body of each chat request (RFC 7396: objects are
	// merged, null takes out what would be sent); its values are as encoding/json
	// decodes them. The model, the messages and the stream stay ours.
	Extra map[string]any
	// Headers go with each request. Their values appear in no error.
	Headers map[string]string
	// Logger learns what an operator should know; nil for nobody.
	Logger *slog.Logger
	// HTTPClient replaces the client's own; nil is right outside of tests.
	HTTPClient *http.Client
}

// Message is one turn of a conversation.
type Message struct {
	Role    string // "system", "user" or "assistant"
	Content string
}

// Reply is what is known of an answer besides its text. Tokens are counted as
// the server did, or, where it does not say, by the rule of thumb of four
// characters a token.
type Reply struct {
	PromptTokens     int
	CachedTokens     int // of the prompt, that the server kept from an earlier one; 0 where it does not say
	CompletionTokens int // reasoning included
	// Cut: the text is not whole, because the server stopped at the length limit
	// or the stream ended without the model's own end.
	Cut bool

	counted bool // by the server
}

// Server is one model of one server, safe for concurrent use.
type Server struct {
	endpoint *endpoint
	start    time.Duration
	params   *params
	window   *window
	log      *slog.Logger

	mu    sync.Mutex
	model string
}

// New returns a client for the server of cfg. It makes no request: use
// [Server.Ping] to learn whether the server is there.
func New(cfg Config) (*Server, error) {
	e, err := newEndpoint(cfg)
	if err != nil {
		return nil, err
	}
	if cfg.StartTimeout < 0 || cfg.Context < 0 {
		return nil, errors.New("llm: read limits: neither the start timeout nor the context may be negative")
	}
	log := cfg.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Server{
		endpoint: e, start: cmp.Or(cfg.StartTimeout, defaultStart), log: log, params: newParams(cfg.Extra),
		window: &window{set: cfg.Context}, model: cmp.Or(strings.TrimSpace(cfg.Model), deployment(e.base)),
	}, nil
}

// deployment is the model that an address of Azure names
// (https://NAME.openai.azure.com/openai/deployments/MODEL), empty for others.
func deployment(base string) string {
	_, model, _ := strings.Cut(base, "/openai/deployments/")
	return model
}

// Model is the chat model's name: the configured one, or the one chosen by the
// first Chat or Ping, and empty before that.
func (s *Server) Model() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.model
}

// Models lists the names of the server's models, sorted. The error, if any, is
// an [*Error].
func (s *Server) Models(ctx context.Context) ([]string, error) {
	var names []string
	err := s.endpoint.call(ctx, opModels, "", s.endpoint.timeout, func(ctx context.Context, x *exchange) error {
		list, err := s.endpoint.api.ListModels(ctx)
		if err != nil {
			return err
		}
		if said := x.complaint(); len(list.Models) == 0 && said != nil {
			return said
		}
		names = names[:0]
		for _, m := range list.Models {
			names = append(names, m.ID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// Ping asks for the list of models, for at most five seconds: nil means that
// the server answers and accepts the key. It does not load the model, nor
// check that it exists (llama.cpp takes any name), but chooses one where none
// is configured. The error, if any, is an [*Error].
func (s *Server) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, min(s.endpoint.timeout, pingTimeout))
	defer cancel()
	if s.Model() == "" {
		_, err := s.choose(ctx)
		return err
	}
	_, err := s.Models(ctx)
	var e *Error
	if errors.As(err, &e) && (e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed) {
		return nil // reachable; some gateways offer chat without a list of models
	}
	return err
}

// choose returns the chat model, picking one first if none is configured.
func (s *Server) choose(ctx context.Context) (string, error) {
	if m := s.Model(); m != "" {
		return m, nil
	}
	model, err := s.pick(ctx)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.model = cmp.Or(s.model, model) // the first of two concurrent choices stays
	return s.model, nil
}

func (s *Server) pick(ctx context.Context) (string, error) {
	if model, ok := s.endpoint.native().chatModel(ctx); ok {
		return model, nil
	}
	names, err := s.Models(ctx)
	if err != nil {
		return "", err
	}
	found := rankNames(names)
	if len(found) == 1 || len(found) > 1 && s.endpoint.local() {
		return found[0], nil
	}
	msg := "the server has no chat model"
	if len(found) > 1 {
		msg = fmt.Sprintf("the server has %d chat models and none is configured, among them %s",
			len(found), strings.Join(found[:min(len(found), 5)], ", "))
	}
	return "", &Error{Kind: ModelMissing, Op: opChat, Server: s.endpoint.base, Message: msg}
}

// Chat sends the conversation and calls emit with each piece of visible text as
// it arrives: reasoning, whether between <think> tags or in fields of its own,
// never gets there. maxTokens limits the answer; zero or less leaves it to the
// server. A model that spends all of them on reasoning, though it was told not
// to reason, is asked again with room for that.
//
// An error from emit stops the stream and is returned as it is; any other error
// is an [*Error], also one that comes in mid-answer, after what was emitted.
// The Reply is meaningful in every case. Requests are made as repeatable as
// servers allow: fixed seed, temperature zero. A parameter that the server
// refuses by name is left out, then and later.
func (s *Server) Chat(ctx context.Context, messages []Message, maxTokens int, emit func(delta string) error) (Reply, error) {
	return s.chat(ctx, request{messages, maxTokens, s.start, true}, emit)
}

// Warm makes the server load the model and read the messages, so that it has
// both at hand when a conversation begins with them. What it answers, one
// token, is thrown away. The error, if any, is an [*Error].
func (s *Server) Warm(ctx context.Context, messages []Message) (Reply, error) {
	reply, err := s.chat(ctx, request{messages, 1, s.start, false}, func(string) error { return nil })
	var e *Error
	if errors.As(err, &e) && e.Kind == Empty {
		err = nil // one token need not be a visible one
	}
	return reply, err
}

// request is one conversation to be answered.
type request struct {
	messages []Message
	tokens   int           // at most, 0 for no limit
	first    time.Duration // longest wait for the first token
	room     bool          // give room for reasoning where the model cannot do without
}

func (s *Server) chat(ctx context.Context, r request, emit func(string) error) (Reply, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.first+overallFactor*s.endpoint.timeout, errOverall)
	defer cancel()
	model, err := s.choose(ctx)
	if err != nil {
		return estimate(r.messages, 0), err
	}
	var out *output
	for again := true; again; {
		sent := s.params.next(r.tokens, r.room)
		request := chatRequest(model, r.messages, sent)
		err = s.endpoint.call(ctx, opChat, model, r.first, func(ctx context.Context, x *exchange) error {
			out = newOutput(model, emit)
			x.params = sent.body
			return s.endpoint.stream(ctx, x, request, out)
		})
		again = s.params.learn(sent, err)
		spent := r.room && (out.spent || spentUnseen(err))
		if out.thought || spent {
			news := s.params.knowsReasoning(sent)
			again = again || news && spent && r.tokens > 0
		}
	}
	reply := out.reply(r.messages)
	if out.emitErr != nil {
		return reply, out.emitErr
	}
	s.watchContext(r.messages, out, err)
	return reply, err
}

// spentUnseen tells OpenAI's error for an answer of which reasoning took all.
func spentUnseen(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == Empty && e.Status >= http.StatusBadRequest
}

// estimate counts four characters as a token, and four tokens for the frame of
// each message.
func estimate(messages []Message, completionRunes int) Reply {
	prompt := 0
	for _, m := range messages {
		prompt += 4 + (len([]rune(m.Content))+3)/4
	}
	return Reply{PromptTokens: prompt, CompletionTokens: (completionRunes + 3) / 4}
}

func chatRequest(model string, messages []Message, s sent) openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{Model: model}
	if s.noSystem {
		messages = withoutSystem(messages)
	}
	for _, m := range messages {
		req.Messages = append(req.Messages, openai.ChatCompletionMessage{Role: m.Role, Content: m.Content})
	}
	return req
}
