package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"resumebot/internal/bench"
	"resumebot/internal/embed"
	"resumebot/internal/llm"
	"resumebot/internal/rag"
)

// models measures answers with a scripted model, and with the configured one if
// there is one, beside a client that sends the same and only reads.
func (b *bencher) models(ctx context.Context, _ *embed.Encoder) error {
	script, err := bench.NewScript(b.pace)
	if err != nil {
		return err
	}
	defer script.Close()
	server, err := llm.New(llm.Config{BaseURL: script.URL, Model: "script", Context: 1 << 15})
	if err != nil {
		return fmt.Errorf("bench: reach the scripted model: %w", err)
	}
	b.row("\nwith a model", "first token", "first sentence whole", "shown by us", "end", "ours", "ratio")
	engine, err := b.beside(ctx, fmt.Sprintf("  scripted, %v a token", b.pace), &recorder{model: atOnce{server}}, script.URL, "")
	if err != nil {
		return err
	}
	if err := b.besideConfigured(ctx); err != nil {
		return err
	}
	b.row("\nthe scripted model, asked by a crowd", "p50", "p99", "own CPU for each")
	return b.ofCrowd(ctx, engine) // a real one would be at it for hours
}

func (b *bencher) besideConfigured(ctx context.Context) error {
	found, err := b.findModel(ctx)
	if err != nil || found == nil {
		return err
	}
	found.LearnContext(ctx)
	api := b.config.LLMBaseURL
	if api == "" {
		local, _ := llm.Detect(ctx, b.getenv("OLLAMA_HOST"))
		api = local.BaseURL
	}
	_, err = b.beside(ctx, "  "+found.Model(), &recorder{model: atOnce{found}}, api, b.config.LLMAPIKey)
	return err
}

// A recorder is a model that remembers what it was asked first.
type recorder struct {
	model
	messages  []llm.Message
	maxTokens int
}

func (r *recorder) Chat(ctx context.Context, messages []llm.Message, maxTokens int, emit func(string) error) (llm.Reply, error) {
	if r.messages == nil {
		r.messages, r.maxTokens = slices.Clone(messages), maxTokens
	}
	return r.model.Chat(ctx, messages, maxTokens, emit)
}

// beside asks the same three questions of a model through an engine and through
// the plain client, after a first one that has the model load and read the prefix.
func (b *bencher) beside(ctx context.Context, name string, m *recorder, api, key string) (*rag.Engine, error) {
	c, err := b.indexed(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := b.engineWith(c, m)
	if err != nil {
		return nil, err
	}
	if _, err := engine.Ask(ctx, rag.Question{Text: "What is their name?"}, nil); err != nil {
		return nil, err
	}
	var tokens, sentences, shown, ends, ours []time.Duration
	for _, q := range bench.Questions[:3] {
		m.messages = nil
		var first time.Duration
		start := time.Now()
		a, err := engine.Ask(ctx, rag.Question{Text: q}, func(a rag.Answer) {
			if first == 0 && len(a.Sentences) > 0 {
				first = time.Since(start)
			}
		})
		if err != nil {
			return nil, err
		}
		if a.Cause != nil {
			return nil, fmt.Errorf("bench: ask %s: %w", m.Model(), a.Cause)
		}
		ours, shown = append(ours, time.Since(start)), append(shown, first)
		plain, err := bench.Listen(ctx, api, key, m.Model(), wire(m.messages), m.maxTokens)
		if err != nil {
			return nil, err
		}
		tokens, sentences, ends = append(tokens, plain.FirstToken), append(sentences, plain.FirstSentence), append(ends, plain.End)
	}
	cells := []any{name}
	for _, all := range [][]time.Duration{tokens, sentences, shown, ends, ours} {
		p50, _ := bench.Percentiles(all)
		cells = append(cells, p50)
	}
	ratio := cells[5].(time.Duration).Seconds() / cells[4].(time.Duration).Seconds()
	b.row(append(cells, fmt.Sprintf("%.2f", ratio))...)
	return engine, nil
}

// wire are messages as the API has them.
func wire(messages []llm.Message) []map[string]string {
	out := make([]map[string]string, len(messages))
	for i, m := range messages {
		out[i] = map[string]string{"role": m.Role, "content": m.Content}
	}
	return out
}
