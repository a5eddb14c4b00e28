package llm

import (
	"errors"
	"maps"
	"net/http"
	"strings"
	"sync"
)

const (
	fixedSeed = 7 // any number will do, as long as it stays the same

	paramEffort    = "reasoning_effort"
	paramTemplate  = "chat_template_kwargs"
	paramMaxTokens = "max_tokens"
	// paramMaxCompletion is what OpenAI's reasoning models call paramMaxTokens.
	paramMaxCompletion = "max_completion_tokens"
)

// efforts are the settings of paramEffort, least first. "none" turns reasoning
// off on Ollama (it becomes think=false in its openai/openai.go) and on OpenAI's
// newer models; older ones know nothing below "minimal" or "low". A model that
// reasons spends its tokens, and the visitor's time, on text nobody sees.
var efforts = []string{"none", "minimal", "low"}

// params are the request's parameters besides model, messages and stream. Each
// is sent until the server refuses it by name, and not to that server again.
// It is safe for concurrent use.
type params struct {
	extra map[string]any // the operator's own

	mu       sync.Mutex
	refused  map[string]bool
	effort   int  // place in efforts
	noSystem bool // the chat templates of Gemma 2 and early Mistral models know no system role
	reasons  bool // the model reasons, whatever it is told
}

// newParams keeps what the operator adds, but for what is ours alone.
func newParams(extra map[string]any) *params {
	extra = maps.Clone(extra)
	for _, ours := range []string{"model", "messages", "stream"} {
		delete(extra, ours)
	}
	return &params{extra: extra, refused: map[string]bool{}}
}

// sent are the parameters of one request.
type sent struct {
	body     map[string]any
	noSystem bool
	room     bool // there was some for reasoning
}

// next are the parameters for a request now. maxTokens 0 sets no limit; with
// room, it is raised for a model that reasons.
func (p *params) next(maxTokens int, room bool) sent {
	p.mu.Lock()
	defer p.mu.Unlock()
	low := p.effort > 0 && !p.refused[paramEffort]
	s := sent{noSystem: p.noSystem, room: room && (p.reasons || low)}
	s.body = map[string]any{
		paramEffort: efforts[p.effort],
		// turns reasoning off on llama.cpp and vLLM
		// (https://qwen.readthedocs.io/en/latest/deployment/vllm.html)
		paramTemplate:    map[string]any{"enable_thinking": false},
		"seed":           fixedSeed,
		"temperature":    0,
		"stream_options": map[string]any{"include_usage": true},
	}
	if maxTokens > 0 {
		if s.room {
			maxTokens += reasoningTokens
		}
		name := paramMaxTokens // the only name that Ollama and older servers know
		if p.refused[name] {
			name = paramMaxCompletion
		}
		s.body[name] = maxTokens
	}
	mergePatch(s.body, p.extra)
	for name := range p.refused {
		delete(s.body, name)
	}
	return s
}

// mergePatch changes target as patch says (RFC 7396): objects are merged, null
// takes out, anything else replaces.
func mergePatch(target, patch map[string]any) {
	for name, value := range patch {
		inner, isObject := value.(map[string]any)
		switch {
		case value == nil:
			delete(target, name)
		case isObject:
			merged := map[string]any{}
			if old, ok := target[name].(map[string]any); ok {
				maps.Copy(merged, old)
			}
			mergePatch(merged, inner)
			target[name] = merged
		default:
			target[name] = value
		}
	}
}

// knowsReasoning remembers that the model reasons though it was told not to, and
// reports whether that is news to a request that had no room for it.
func (p *params) knowsReasoning(s sent) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reasons = true
	return !s.room
}

// learn remembers what err refuses of a request, and reports whether the next
// one will differ from it, so that it is worth sending.
func (p *params) learn(s sent, err error) bool {
	var e *Error
	if !errors.As(err, &e) || e.Kind != Failed || e.words == "" {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	news := !s.noSystem && refusesSystem(e.words)
	p.noSystem = p.noSystem || news
	if e.Status != http.StatusBadRequest && e.Status != http.StatusUnprocessableEntity {
		return news // llama.cpp reports with 500 what its templates raise
	}
	for name, value := range s.body {
		if !isNamed(e.words, name, value) {
			continue
		}
		news = true
		if name != paramEffort || !p.lowerEffort(value, e.words) {
			p.refused[name] = true
		}
	}
	return news
}

// lowerEffort goes on to the next setting where the value was what the server
// refused, and reports false where there is no other to try.
func (p *params) lowerEffort(value any, words string) bool {
	if _, own := p.extra[paramEffort]; own || !refusesValue(words) {
		return false
	}
	if value != efforts[p.effort] {
		return true // another request was faster
	}
	if p.effort+1 == len(efforts) {
		return false
	}
	p.effort++
	return true
}

// isNamed reports whether words, in lower case, are about a parameter: name it,
// or a field of it, or paraphrase it.
func isNamed(words, name string, value any) bool {
	if hasWord(words, strings.ToLower(name)) {
		return true
	}
	// Ollama: "x" does not support thinking; invalid reasoning value: 'none'
	if name == paramEffort && containsAny(words, "support thinking", "reasoning value", "think value") {
		return true
	}
	fields, _ := value.(map[string]any)
	for field, inner := range fields {
		if isNamed(words, field, inner) {
			return true
		}
	}
	return false
}

// refusesValue tells a value that is refused from a parameter that is not known.
func refusesValue(words string) bool {
	return containsAny(words, "value", "must be", "should be", "one of")
}

// refusesSystem: Gemma: System role not supported. Mistral and Gemma: roles must
// alternate. OpenAI: 'messages[0].role' does not support 'system'.
func refusesSystem(words string) bool {
	return containsAny(words, "system role", "roles must alternate", "does not support 'system'", "assistant roles are supported")
}

// hasWord reports whether word stands in text and is no part of a longer name.
func hasWord(text, word string) bool {
	for from := 0; word != ""; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			break
		}
		at += from
		end := at + len(word)
		if (at == 0 || !isNameByte(text[at-1])) && (end == len(text) || !isNameByte(text[end])) {
			return true
		}
		from = end
	}
	return false
}

func isNameByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z'
}

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
