package main

import (
	"context"
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

// offline is why there is no model although one was asked for, as a part of a
// sentence; empty where none was.
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

// keepModel has a model kept ready until ctx ends, for front ends that stay. stop
// waits until that is over.
func (p *program) keepModel(ctx context.Context) (stop func(), err error) {
	if p.config.LLMBaseURL == off {
		return func() {}, nil
	}
	k := llm.NewKeeper(p.findModel, p.offline(), p.log)
	if _, err := k.Look(ctx); err != nil {
		return nil, err
	}
	p.keeper = k
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		k.Run(ctx)
	}()
	return func() { cancel(); <-ended }, nil
}

// model is the kept one, or one found now; nil where none is expected.
func (p *program) model(ctx context.Context) (model, error) {
	k := p.keeper
	if k == nil {
		k = llm.NewKeeper(p.findModel, p.offline(), p.log) // which nobody runs: it only looks
		server, err := k.Look(ctx)
		if err != nil {
			return nil, err
		}
		if server != nil {
			return atOnce{server}, nil
		}
	}
	if k.Server() == nil && p.offline() == "" {
		return nil, nil
	}
	return k, nil
}

// reader is a model as the engine wants it.
type reader struct{ model }

func (r reader) Chat(ctx context.Context, messages []rag.Message, maxTokens int, emit func(string) error) (rag.Reply, error) {
	sent := make([]llm.Message, len(messages))
	for i, m := range messages {
		sent[i] = llm.Message(m)
	}
	reply, err := r.model.Chat(ctx, sent, maxTokens, emit)
	return rag.Reply{PromptTokens: reply.PromptTokens, Cut: reply.Cut}, err
}
