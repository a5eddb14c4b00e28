package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
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
	b.row("\nwith a model", "first token", "first sentence whole", "shown by us", "after its end", "end", "ours", "ratio", "own time", "repaired", "prompt", "of it cached")
	engine, err := b.beside(ctx, fmt.Sprintf("  scripted, %v a token", b.pace), &recorder{model: atOnce{server}}, script.URL, "")
	if err != nil {
		return err
	}
	if err := b.configured(ctx); err != nil {
		return err
	}
	b.row("\nthe scripted model, asked by a crowd", "p50", "p99", "own CPU for each")
	return b.ofCrowd(ctx, engine) // a real one would be at it for hours
}

// configured measures the model that is configured, if one is.
func (b *bencher) configured(ctx context.Context) error {
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
	m := &recorder{model: atOnce{found}}
	engine, err := b.beside(ctx, "  "+found.Model(), m, api, b.config.LLMAPIKey)
	if err != nil {
		return err
	}
	return b.conversation(ctx, "  "+found.Model(), engine, m)
}

// A recorder is a model that remembers what it was asked.
type recorder struct {
	model
	deaf   bool       // it does not ask
	mu     sync.Mutex // a crowd asks at the same time
	calls  []call
	unread time.Duration // to the first token of all, with a prefix that was not read before
}

type call struct {
	messages   []llm.Message
	maxTokens  int
	firstToken time.Duration
	sentence   time.Time // when the last letter of the first one came; zero for none
	reply      llm.Reply
}

func (r *recorder) Chat(ctx context.Context, messages []llm.Message, maxTokens int, emit func(string) error) (llm.Reply, error) {
	c := call{messages: slices.Clone(messages), maxTokens: maxTokens}
	var err error
	if text := ""; !r.deaf {
		start := time.Now()
		c.reply, err = r.model.Chat(ctx, messages, maxTokens, func(piece string) error {
			if c.firstToken == 0 {
				c.firstToken = time.Since(start)
			}
			if text += piece; c.sentence.IsZero() && bench.HasSentence(text) {
				c.sentence = time.Now()
			}
			return emit(piece)
		})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, c)
	return c.reply, err
}

// answered is an answer and when it came.
type answered struct {
	rag.Answer
	shown, whole time.Duration // the first sentence of it, and all
	late         time.Duration // from the end of the first sentence that the model wrote until one was shown
	calls        []call
}

// ask asks a question through an engine.
func (r *recorder) ask(ctx context.Context, engine *rag.Engine, q rag.Question) (a answered, err error) {
	r.calls = nil
	start := time.Now()
	var first time.Time
	a.Answer, err = engine.Ask(ctx, q, func(a rag.Answer) {
		if first.IsZero() && len(a.Sentences) > 0 {
			first = time.Now()
		}
	})
	a.whole, a.shown, a.calls = time.Since(start), max(0, first.Sub(start)), r.calls
	switch {
	case err != nil:
	case len(r.calls) == 0:
		err = fmt.Errorf("bench: ask %s: %q did not get to it", r.Model(), q.Text)
	case a.Cause != nil:
		err = fmt.Errorf("bench: ask %s: %w", r.Model(), a.Cause)
	case !r.calls[0].sentence.IsZero():
		a.late = max(0, first.Sub(r.calls[0].sentence))
	}
	return a, err
}

// beside asks the same questions of a model through an engine and through the plain
// client, in turns, after a first one that has the model load and read the prefix.
// Neither sends what the other sent just before.
func (b *bencher) beside(ctx context.Context, name string, m *recorder, api, key string) (*rag.Engine, error) {
	c, err := b.indexed(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := b.engineWith(c, m)
	if err != nil {
		return nil, err
	}
	questions, asked := bench.Questions[:b.pairs], make([]call, b.pairs)
	for i, q := range questions {
		m.deaf = true
		a, err := m.ask(ctx, engine, rag.Question{Text: q})
		if err != nil {
			return nil, err
		}
		asked[i], m.deaf = a.calls[0], false
	}
	a, err := m.ask(ctx, engine, rag.Question{Text: "What is their name?"})
	if err != nil {
		return nil, err
	}
	m.unread = a.calls[0].firstToken
	pairs := make([]pair, len(questions))
	for n := range 2 * len(pairs) {
		i := n % len(pairs)
		if p := &pairs[i]; (i+n/len(pairs))%2 == 0 {
			p.plain, err = bench.Listen(ctx, api, key, m.Model(), wire(asked[i].messages), asked[i].maxTokens)
		} else {
			p.ours, err = m.ask(ctx, engine, rag.Question{Text: questions[i]})
		}
		if err != nil {
			return nil, err
		}
	}
	b.row(append([]any{name}, medians(pairs)...)...)
	return engine, nil
}

// pair is one question asked through the plain client and through an engine.
type pair struct {
	plain bench.Stream
	ours  answered
}

// medians are the cells of a row.
func medians(pairs []pair) []any {
	repaired := 0
	for _, p := range pairs {
		repaired += len(p.ours.calls) - 1
	}
	return []any{
		median(pairs, func(p pair) time.Duration { return p.plain.FirstToken }), median(pairs, func(p pair) time.Duration { return p.plain.FirstSentence }),
		median(pairs, func(p pair) time.Duration { return p.ours.shown }), median(pairs, func(p pair) time.Duration { return p.ours.late }),
		median(pairs, func(p pair) time.Duration { return p.plain.End }), median(pairs, func(p pair) time.Duration { return p.ours.whole }),
		fmt.Sprintf("%.2f", median(pairs, func(p pair) float64 { return p.ours.whole.Seconds() / p.plain.End.Seconds() })),
		median(pairs, func(p pair) time.Duration {
			return time.Duration((p.ours.Timing.Total - p.ours.Timing.Write) * float64(time.Millisecond))
		}),
		fmt.Sprintf("%d of %d", repaired, len(pairs)),
		median(pairs, func(p pair) int { return p.ours.calls[0].reply.PromptTokens }),
		told(median(pairs, func(p pair) int { return p.ours.calls[0].reply.CachedTokens })),
	}
}

func median[T cmp.Ordered](pairs []pair, of func(pair) T) T {
	var all []T
	for _, p := range pairs {
		all = append(all, of(p))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// told is a number of tokens that not every server tells.
func told(tokens int) string {
	if tokens == 0 {
		return "not told"
	}
	return fmt.Sprint(tokens)
}

// conversation asks one question after the other as one visitor would, and prints when
// the first token of some of the answers came.
func (b *bencher) conversation(ctx context.Context, name string, engine *rag.Engine, m *recorder) error {
	b.row("\nin a conversation, first token", "first of all", "first question", "second", "seventh", "ninth", "tenth")
	cells := []any{name, m.unread}
	var turns []rag.Turn
	for n, q := range bench.Questions[:10] {
		a, err := m.ask(ctx, engine, rag.Question{Text: q, History: turns})
		if err != nil {
			return err
		}
		turns = append(turns, rag.Turn{Question: q, Answer: a.Text})
		switch n + 1 {
		case 1, 2, 7, 9, 10:
			cells = append(cells, a.calls[0].firstToken)
		}
	}
	b.row(cells...)
	return nil
}

// wire are messages as the API has them.
func wire(messages []llm.Message) []map[string]string {
	out := make([]map[string]string, len(messages))
	for i, m := range messages {
		out[i] = map[string]string{"role": m.Role, "content": m.Content}
	}
	return out
}
