package main

import (
	"context"
	"errors"
	"fmt"

	"resumebot/internal/llm"
	"resumebot/internal/rag"
)

// findModel looks for the chat model: the configured server's, or a local
// Ollama's. It is nil where there is none.
func (p *program) findModel(ctx context.Context) (*llm.Server, error) {
	found := llm.Config{BaseURL: p.config.LLMBaseURL}
	switch found.BaseURL {
	case off:
		return nil, nil
	case "":
		var ok bool
		if found, ok = llm.Detect(ctx, p.getenv("OLLAMA_HOST")); !ok {
			return nil, nil
		}
	}
	c := &p.config
	found.APIKey, found.Timeout, found.StartTimeout = c.LLMAPIKey, c.LLMTimeout, c.LLMStart
	found.Context, found.Extra, found.Headers, found.Logger = c.LLMContext, c.LLMExtra, c.LLMHeaders, p.log
	if c.LLMModel != "" {
		found.Model = c.LLMModel
	}
	server, err := llm.New(found)
	if err != nil {
		return nil, fmt.Errorf("config: LLM_BASE_URL: %w", err)
	}
	return server, nil
}

// offline is why there is no model although one was asked for, empty where none
// was.
func (p *program) offline() string {
	if p.config.LLMBaseURL == "" && p.config.LLMModel != "" {
		return "no local Ollama answers that could run " + p.config.LLMModel
	}
	return ""
}

// model is a chat model: a [llm.Keeper] where visitors must not wait, or a server
// that is asked at once.
type model interface {
	Ready() (ok bool, reason string)
	Chat(ctx context.Context, messages []llm.Message, maxTokens int, emit func(string) error) (llm.Reply, error)
	Model() string
	Context() int
}

// atOnce is a server for those who wait for it to load its model.
type atOnce struct{ *llm.Server }

func (atOnce) Ready() (ok bool, reason string) { return true, "" }

// keepModel looks for a model that is to be kept ready, for front ends that stay.
func (p *program) keepModel(ctx context.Context) error {
	if p.config.LLMBaseURL == off {
		return nil
	}
	k := llm.NewKeeper(p.findModel, p.offline(), p.log)
	if _, err := k.Look(ctx); err != nil {
		return err
	}
	p.keeper = k
	return nil
}

// tendModel keeps the model ready until stop is called, which waits until that is over.
// The end of ctx does not end it: it comes with Ctrl-C, which in the chat stops no
// more than an answer.
// It comes after the first [program.warm], so that the model is said to be ready
// once, and then is.
func (p *program) tendModel(ctx context.Context) (stop func()) {
	if p.keeper == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.keeper.Run(ctx)
	}()
	return func() { cancel(); <-ended }
}

// model is the kept one, or one found now; nil where there is none.
func (p *program) model(ctx context.Context) (model, error) {
	if p.keeper != nil {
		return p.keeper, nil
	}
	server, err := p.findModel(ctx)
	switch {
	case err != nil:
		return nil, err
	case server != nil:
		server.LearnContext(ctx)
		return atOnce{server}, nil
	case p.offline() != "":
		return missing{p.config.LLMModel, p.offline()}, nil
	}
	return nil, nil
}

// missing stands for a model that was asked for by name and that no server has.
type missing struct{ name, reason string }

func (m missing) Ready() (ok bool, reason string) { return false, m.reason }
func (m missing) Model() string                   { return m.name }
func (missing) Context() int                      { return 0 }

func (m missing) Chat(context.Context, []llm.Message, int, func(string) error) (llm.Reply, error) {
	return llm.Reply{}, errors.New("config: LLM_MODEL: " + m.reason)
}

// reader is a chat model as the engine wants it.
type reader struct{ model }

func (r reader) Chat(ctx context.Context, messages []rag.Message, maxTokens int, emit func(string) error) (rag.Reply, error) {
	reply, err := r.model.Chat(ctx, sent(messages), maxTokens, emit)
	return rag.Reply{PromptTokens: reply.PromptTokens, Cut: reply.Cut}, err
}

// sent are the engine's messages as the client sends them.
func sent(messages []rag.Message) []llm.Message {
	out := make([]llm.Message, len(messages))
	for i, m := range messages {
		out[i] = llm.Message(m)
	}
	return out
}
