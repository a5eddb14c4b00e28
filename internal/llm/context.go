package llm

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

const (
	// defaultContext is what Ollama gives a model on a machine without a large
	// graphics card where nothing is set (https://docs.ollama.com/context-length).
	defaultContext = 4096
	// sampleLength, in characters, is a text of which every server reads all,
	// some 150 tokens, and long enough to learn from how many there are to a token.
	sampleLength = 600

	// Where the server reports fewer tokens than this part of those expected, it
	// cut the prompt. Expected by what a sample of the same prompt took: the frame
	// of the chat template, up to 30 tokens, makes the sample look a fifth denser
	// than the whole, so that a quarter is the least that means something. Without
	// a sample the only ground is that no tokenizer in use makes more than five
	// characters of English into one token on average (o200k: 4.6), and far from
	// eight of any language.
	sampledPart   = 0.75
	unsampledPart = 0.6
	unsampledRate = 5.0 // characters a token

	// shrinkTo is the part of a context to go on with after a prompt did not fit
	// though it should have: our own estimate was that much too low.
	shrinkTo = 0.8

	// keptMessages are the rules and the question. Of a conversation that is too
	// long Ollama leaves out the other messages, whole, the oldest first, and cuts
	// in the middle only when these alone do not fit.
	keptMessages = 2
)

// window is what is known of the model's context, in tokens. It is safe for
// concurrent use.
type window struct {
	set int // by the operator

	mu     sync.Mutex
	told   int     // by the server
	shrunk int     // by what arrived of a prompt
	rate   float64 // characters a token in a sample, 0 without
	whole  int     // tokens of the largest prompt that arrived whole
	warned bool
}

// size is the context to reckon with.
func (w *window) size() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sizeLocked()
}

func (w *window) sizeLocked() int {
	size := defaultContext
	switch {
	case w.set > 0:
		size = w.set
	case w.told > 0:
		size = w.told
	}
	if w.shrunk > 0 {
		size = min(size, w.shrunk)
	}
	return size
}

// arrived compares the tokens that the server counted in a prompt with its
// characters. Where the server cut it, the context shrinks to what arrives, or,
// where whole messages may be missing, by a part; expected is how many tokens were
// sent. Otherwise expected is 0, also where no more was left out than had to be.
func (w *window) arrived(messages, characters, tokens int) (expected int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	rate, part := w.rate, sampledPart
	if rate == 0 {
		rate, part = unsampledRate, unsampledPart
	}
	expected = int(float64(characters) / rate)
	if float64(tokens) >= part*float64(expected) {
		w.whole = max(w.whole, tokens)
		return 0
	}
	size := w.sizeLocked()
	if tokens < w.whole && float64(expected) < shrinkTo*float64(size) {
		return 0 // fits for certain: the server leaves out of its count what it had cached
	}
	halved := w.told > 0 && tokens >= w.told/2 && float64(tokens) < shrinkTo*float64(w.told) // as newer Ollamas do
	switch {
	case messages > keptMessages && expected > size:
		return 0 // a repair or a long talk: nothing new, and what is left out is not missed
	case messages > keptMessages, halved:
		w.shrunk = int(shrinkTo * float64(size))
	default:
		w.shrunk = min(size, tokens)
	}
	return expected
}

// refused shrinks the context after a prompt was refused as too long.
func (w *window) refused() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shrunk = int(shrinkTo * float64(w.sizeLocked()))
}

// warn reports whether the operator is still to be told.
func (w *window) warn() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	first := !w.warned
	w.warned = true
	return first
}

// Context is how many tokens the model holds, prompt and answer together, as far
// as is known now: Config.Context, else what the server told [Server.LearnContext],
// else 4,096, and never more than what proved to arrive of a prompt.
func (s *Server) Context() int { return s.window.size() }

// Load makes the server load the model, by having it read the beginning of
// sample, and learns how much context the model then has and how its tokens
// count. The error, if any, is an [*Error].
func (s *Server) Load(ctx context.Context, sample string) error {
	if r := []rune(sample); len(r) > sampleLength {
		sample = string(r[:sampleLength])
	}
	reply, err := s.Warm(ctx, []Message{{"user", sample}})
	if err != nil {
		return err
	}
	s.LearnContext(ctx)
	s.window.mu.Lock()
	defer s.window.mu.Unlock()
	if n := utf8.RuneCountInString(sample); n >= sampleLength/2 && reply.PromptTokens > 0 && reply.counted {
		s.window.rate = float64(n) / float64(reply.PromptTokens)
	}
	return nil
}

// LearnContext asks the server, for at most two seconds, how much context the
// model has. Ollama knows it once the model is loaded, so that [Server.Load] asks
// as well.
func (s *Server) LearnContext(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, nativeTimeout)
	defer cancel()
	model, err := s.choose(ctx)
	if err != nil {
		return
	}
	told := s.toldContext(ctx, model)
	s.window.mu.Lock()
	defer s.window.mu.Unlock()
	s.window.told = told
}

// watchContext looks whether a prompt arrived whole, and tells the operator once
// where it did not.
func (s *Server) watchContext(messages []Message, out *output, err error) {
	var e *Error
	if errors.As(err, &e) && e.Kind == ContextTooLong {
		s.window.refused()
		if s.window.warn() {
			s.log.Warn("the prompt is too long for the language model", "to do", s.ContextAdvice())
		}
		return
	}
	if out.usage == nil {
		return
	}
	characters := 0
	for _, m := range messages {
		characters += utf8.RuneCountInString(m.Content)
	}
	if sent := s.window.arrived(len(messages), characters, out.usage.PromptTokens); sent > 0 && s.window.warn() {
		s.log.Warn("the model's server cuts the prompt", "sent", fmt.Sprintf("about %d tokens", sent),
			"arrived", out.usage.PromptTokens, "to do", s.ContextAdvice())
	}
}

// ContextAdvice is one line for the operator: what makes longer prompts fit.
func (s *Server) ContextAdvice() string {
	advice := "start the server with more context (Ollama: OLLAMA_CONTEXT_LENGTH=8192, llama.cpp: -c 8192)"
	if set, size := s.window.set, s.Context(); set > size {
		return fmt.Sprintf("%s, or set LLM_CONTEXT=%d: it is %d, which the server does not hold", advice, size, set)
	}
	return advice + ", or set LLM_CONTEXT where it has more than the bot knows"
}

// toldContext is the context that the server tells for the model, 0 where it
// does not. Ollama's is known once the model is loaded.
func (s *Server) toldContext(ctx context.Context, model string) int {
	own := s.endpoint.native()
	if n := (native{root: s.endpoint.base, key: own.key, http: own.http}).listedContext(ctx, model); n > 0 || !s.endpoint.local() {
		return n
	}
	for _, ask := range []func(context.Context, string) int{own.ollamaContext, own.llamaContext, own.studioContext} {
		if n := ask(ctx, model); n > 0 {
			return n
		}
	}
	return 0
}

// listedContext reads the list of models of vLLM (max_model_len), OpenRouter and
// Together (context_length), Groq (context_window).
func (o native) listedContext(ctx context.Context, model string) int {
	var list struct {
		Data []struct {
			ID            string `json:"id"`
			MaxModelLen   int    `json:"max_model_len"`
			ContextLength int    `json:"context_length"`
			ContextWindow int    `json:"context_window"`
		} `json:"data"`
	}
	if err := o.ask(ctx, "/models", nil, &list); err != nil {
		return 0
	}
	for _, m := range list.Data {
		if m.ID == model {
			return max(m.MaxModelLen, m.ContextLength, m.ContextWindow)
		}
	}
	return 0
}

// ollamaContext is that of the loaded model, else the one its Modelfile sets.
// What the model could hold at most says nothing of what it is given.
func (o native) ollamaContext(ctx context.Context, model string) int {
	for _, m := range o.running(ctx) {
		if m.ContextLength > 0 && strings.TrimSuffix(m.Name, ":latest") == strings.TrimSuffix(model, ":latest") {
			return m.ContextLength
		}
	}
	for line := range strings.Lines(o.show(ctx, model).Parameters) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == "num_ctx" {
			n, _ := strconv.Atoi(fields[1]) // 0 is unknown
			return n
		}
	}
	return 0
}

// llamaContext is that of each slot of a llama.cpp server.
func (o native) llamaContext(ctx context.Context, _ string) int {
	var props struct {
		Settings struct {
			Context int `json:"n_ctx"`
		} `json:"default_generation_settings"`
	}
	if err := o.ask(ctx, "/props", nil, &props); err != nil {
		return 0
	}
	return props.Settings.Context
}

// studioContext is that of a model that LM Studio has loaded.
func (o native) studioContext(ctx context.Context, model string) int {
	var list struct {
		Data []struct {
			ID     string `json:"id"`
			Loaded int    `json:"loaded_context_length"`
		} `json:"data"`
	}
	if err := o.ask(ctx, "/api/v0/models", nil, &list); err != nil {
		return 0
	}
	for _, m := range list.Data {
		if m.ID == model {
			return m.Loaded
		}
	}
	return 0
}
