package llm

import (
	"errors"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

const (
	nearZero  = 1e-6 // temperature; go-openai omits an exact 0
	fixedSeed = 7    // any number will do, as long as it stays the same
)

// param is a set of request parameters that are useful but not understood
// everywhere. Each is sent until the server refuses it by name, and not to that
// server again.
type param uint32

const (
	// paramEffort turns reasoning off on Ollama ("none" becomes think=false in
	// its openai/openai.go) and on OpenAI's newer models. A model that reasons
	// spends its tokens, and the visitor's time, on text nobody sees.
	paramEffort param = 1 << iota
	// paramTemplate turns reasoning off on llama.cpp and vLLM
	// (https://qwen.readthedocs.io/en/latest/deployment/vllm.html).
	paramTemplate
	paramSeed
	paramUsage
	// paramTemperature is refused by OpenAI's reasoning models.
	paramTemperature
	// paramMaxTokens is named max_completion_tokens by OpenAI's reasoning models.
	paramMaxTokens
	// paramSystem is the role of the first message: the chat templates of Gemma 2
	// and early Mistral models know none. Its text then begins the user's message.
	paramSystem
)

// withoutSystem puts the text of system messages in front of the message that
// follows them.
func withoutSystem(messages []Message) []Message {
	var out []Message
	instruction := ""
	for _, m := range messages {
		if m.Role == "system" {
			instruction += m.Content + "\n\n"
			continue
		}
		out = append(out, Message{m.Role, instruction + m.Content})
		instruction = ""
	}
	return out
}

// applyParams sets what has not been refused. maxTokens 0 sets no limit.
func applyParams(req *openai.ChatCompletionRequest, maxTokens int, refused param) {
	send := func(p param) bool { return refused&p == 0 }
	if send(paramEffort) {
		req.ReasoningEffort = openai.ReasoningEffortNone
	}
	if send(paramTemplate) {
		req.ChatTemplateKwargs = map[string]any{"enable_thinking": false}
	}
	if send(paramSeed) {
		seed := fixedSeed
		req.Seed = &seed
	}
	if send(paramUsage) {
		req.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	}
	if send(paramTemperature) {
		req.Temperature = nearZero
	}
	if send(paramMaxTokens) {
		//lint:ignore SA1019 the only name that Ollama and older servers know
		req.MaxTokens = maxTokens
	} else {
		req.MaxCompletionTokens = maxTokens
	}
}

// learn remembers the parameters that err refuses and reports whether there is
// one that the request had, so that it is worth sending again without it.
// sent is what had been refused before that request.
func (s *Server) learn(sent param, err error) bool {
	var e *Error
	if !errors.As(err, &e) || e.refused&^sent == 0 {
		return false
	}
	s.refused.Or(uint32(e.refused))
	return true
}

// namedIn finds the parameters that an error message is about.
func namedIn(message string) param {
	var named param
	message = strings.ToLower(message)
	for _, p := range []struct {
		param param
		name  string
	}{
		{paramEffort, "reasoning_effort"},
		{paramEffort, "reasoning value"}, // Ollama: invalid reasoning value: 'none'
		{paramEffort, "think"},           // Ollama: "x" does not support thinking
		{paramTemplate, "chat_template_kwargs"},
		{paramTemplate, "enable_thinking"},
		{paramSeed, "seed"},
		{paramUsage, "stream_options"},
		{paramUsage, "include_usage"},
		{paramTemperature, "temperature"},
		{paramMaxTokens, "max_tokens"},
		{paramSystem, "system role"},               // Gemma: System role not supported
		{paramSystem, "roles must alternate"},      // Mistral, Gemma
		{paramSystem, "does not support 'system'"}, // OpenAI: 'messages[0].role' does …
		{paramSystem, "assistant roles are supported"},
	} {
		if strings.Contains(message, p.name) {
			named |= p.param
		}
	}
	return named
}

// refusedByLibrary maps go-openai's own checks, made before any request for
// models it knows, to the parameters they forbid.
func refusedByLibrary(err error) param {
	switch {
	case errors.Is(err, openai.ErrReasoningModelMaxTokensDeprecated):
		return paramMaxTokens
	case errors.Is(err, openai.ErrReasoningModelLimitationsOther),
		errors.Is(err, openai.ErrReasoningSamplingUnsupported):
		return paramTemperature
	case errors.Is(err, openai.ErrReasoningEffortUnsupported):
		return paramEffort
	}
	return 0
}
