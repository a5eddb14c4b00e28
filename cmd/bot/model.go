package main

import (
	"context"
	"fmt"

	"resumebot/internal/llm"
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
		return "no local Ollama answers that could run " + p.config.LLMModel + ", so this is in the résumé’s own words"
	}
	return ""
}

// writer is a chat model as the engine wants it.
type writer struct{ server *llm.Server }

func (w writer) Model() string { return w.server.Model() }

func (w writer) Write(ctx context.Context, system, user string, maxTokens int, emit func(string) error) (int, error) {
	messages := []llm.Message{{Role: "system", Content: system}, {Role: "user", Content: user}}
	reply, err := w.server.Chat(ctx, messages, maxTokens, emit)
	return reply.PromptTokens, err
}
