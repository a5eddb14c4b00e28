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
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

const (
	// defaultTimeout leaves a small machine the time to load a model and to
	// read a fresh prompt before its first token.
	defaultTimeout = time.Minute
	// overallFactor bounds a whole answer, retries included, as a multiple of
	// Config.Timeout: a server that trickles tokens for ever ends there.
	overallFactor = 10
	// defaultContext is what Ollama gives a model where nothing is set.
	defaultContext = 4096
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
	// Timeout is the longest wait for the first token and between two tokens,
	// reasoning included; keep-alive comments do not count as tokens. A whole
	// answer may take ten times as long, an embedding request or a list of
	// models once. Zero means one minute.
	Timeout time.Duration
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
	CompletionTokens int // reasoning included
	// Cut: the text is not whole, because the server stopped at the length limit
	// or the stream ended without the model's own end.
	Cut bool
}

// Server is one model of one server, safe for concurrent use.
type Server struct {
	endpoint *endpoint
	refused  atomic.Uint32 // parameters this server has refused, see param
	reasons  atomic.Bool   // the model reasons, whatever it is told

	mu    sync.Mutex
	model string
}

// New returns a client for the server of cfg. It makes no request: use
// [Server.Ping] to learn whether the server is there.
func New(cfg Config) (*Server, error) {
	s, err := newEndpoint(cfg.BaseURL, cfg.APIKey, cfg.Timeout, cfg.HTTPClient)
	if err != nil {
		return nil, err
	}
	return &Server{endpoint: s, model: strings.TrimSpace(cfg.Model)}, nil
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
	err := s.endpoint.call(ctx, opModels, "", func(ctx context.Context, x *exchange) error {
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
	if model, ok := s.endpoint.ollama().chatModel(ctx); ok {
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
// servers allow: fixed seed, temperature next to zero (go-openai leaves out an
// exact 0, and servers then take their default of 0.7 to 1).
func (s *Server) Chat(ctx context.Context, messages []Message, maxTokens int, emit func(delta string) error) (Reply, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, overallFactor*s.endpoint.timeout, errOverall)
	defer cancel()
	model, err := s.choose(ctx)
	if err != nil {
		return estimate(messages, 0), err
	}
	var out *output
	for {
		refused := param(s.refused.Load())
		limit := maxTokens
		if limit > 0 && s.reasons.Load() {
			limit += reasoningTokens
		}
		request := chatRequest(model, messages, limit, refused)
		err = s.endpoint.call(ctx, opChat, model, func(ctx context.Context, x *exchange) error {
			out = newOutput(model, emit)
			return s.endpoint.stream(ctx, x, request, out)
		})
		again := s.learn(refused, err)
		if out.spent && limit > 0 && limit == maxTokens {
			s.reasons.Store(true)
			again = true
		}
		if !again {
			break
		}
	}
	reply := out.reply(messages)
	if out.emitErr != nil {
		return reply, out.emitErr
	}
	return reply, err
}

// Context is how many tokens the model holds, prompt and answer together, as
// far as is known now.
func (s *Server) Context() int { return defaultContext }

// estimate counts four characters as a token, and four tokens for the frame of
// each message.
func estimate(messages []Message, completionRunes int) Reply {
	prompt := 0
	for _, m := range messages {
		prompt += 4 + (len([]rune(m.Content))+3)/4
	}
	return Reply{PromptTokens: prompt, CompletionTokens: (completionRunes + 3) / 4}
}

func chatRequest(model string, messages []Message, maxTokens int, refused param) openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{Model: model}
	if refused&paramSystem != 0 {
		messages = withoutSystem(messages)
	}
	for _, m := range messages {
		req.Messages = append(req.Messages, openai.ChatCompletionMessage{Role: m.Role, Content: m.Content})
	}
	applyParams(&req, max(maxTokens, 0), refused)
	return req
}
