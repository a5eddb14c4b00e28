package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	openai "github.com/sashabaranov/go-openai"
)

// stream makes one chat request and feeds what comes to out.
func (s *endpoint) stream(ctx context.Context, x *exchange, request openai.ChatCompletionRequest, out *output) error {
	events, err := s.api.CreateChatCompletionStream(ctx, request)
	if err != nil {
		return err
	}
	defer events.Close()
	for {
		x.listen()
		raw, err := events.RecvRaw()
		x.rest()
		if err != nil || len(raw) == 0 { // nothing and no error: an error event go-openai could not read
			return out.end(ctx, x, err)
		}
		if err := out.add(x, raw); err != nil {
			return err
		}
		if out.runes > 0 {
			x.limit = s.timeout // some servers send an event without a token before they load the model
		}
	}
}

// chunk is the part of a stream event, or of a whole answer, that matters here.
// It is decoded here and not by go-openai because servers bend the format:
// content as a list of parts (Mistral's reasoning models), reasoning under two
// names, an error beside an empty choice.
type chunk struct {
	Choices []struct {
		Index        int    `json:"index"`
		Delta        words  `json:"delta"`
		Message      words  `json:"message"` // of a server that does not stream
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
	Usage *struct {
		PromptTokens     int `json:"prompt_tokens"`
		CompletionTokens int `json:"completion_tokens"`
		PromptDetails    struct {
			CachedTokens int `json:"cached_tokens"`
		} `json:"prompt_tokens_details"`
	} `json:"usage"`
}

// words are what a model said, all at once or a piece of it.
type words struct {
	Content          content         `json:"content"`
	Refusal          string          `json:"refusal"`
	Reasoning        json.RawMessage `json:"reasoning"`         // Ollama, OpenRouter
	ReasoningContent json.RawMessage `json:"reasoning_content"` // DeepSeek, llama.cpp, vLLM
}

// content is the text of a delta: a string, null, or a list of parts of which
// those of type "text" are visible.
type content string

func (c *content) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err == nil {
		*c = content(text)
		return nil
	}
	var parts []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}
	for _, p := range parts {
		if p.Type == "text" {
			text += p.Text
		}
	}
	*c = content(text)
	return nil
}

// finishLength is the reason to stop of an answer that reached its limit.
const finishLength = "length"

// output collects one answer.
type output struct {
	emit    func(string) error
	emitErr error
	strip   stripper
	usage   *Reply // tokens alone, nil where the server does not count
	runes   int    // characters received, reasoning included
	finish  string // the model's reason to stop
	refusal string
	spent   bool // on reasoning, all of it
	thought bool // there was reasoning
	shown   bool
	ended   bool // the server said that nothing follows
}

func newOutput(model string, emit func(string) error) *output {
	return &output{emit: emit, strip: newStripper(model)}
}

// add takes in one event.
func (o *output) add(x *exchange, raw []byte) error {
	if c := parseComplaint(raw, false); c != nil {
		return c
	}
	var event chunk
	if err := json.Unmarshal(raw, &event); err != nil {
		return err
	}
	if u := event.Usage; u != nil && u.PromptTokens+u.CompletionTokens > 0 {
		o.usage = &Reply{PromptTokens: u.PromptTokens, CachedTokens: u.PromptDetails.CachedTokens, CompletionTokens: u.CompletionTokens}
	}
	for _, choice := range event.Choices {
		if choice.Index != 0 {
			continue
		}
		if choice.FinishReason != "" {
			o.finish = choice.FinishReason
		}
		for _, said := range []words{choice.Delta, choice.Message} {
			if err := o.show(x, o.take(said)); err != nil {
				return err
			}
		}
	}
	return nil
}

// reply sums up, whatever became of the stream.
func (o *output) reply(messages []Message) Reply {
	r := estimate(messages, o.runes)
	if o.usage != nil {
		r = *o.usage
		r.counted = true
	}
	r.Cut = o.finish == finishLength || o.finish == "" && !o.ended
	return r
}

// take counts what the model said and returns what of it is certain to be visible.
func (o *output) take(said words) string {
	var text string
	o.refusal += said.Refusal
	if n := textLength(said.Reasoning) + textLength(said.ReasoningContent); n > 0 {
		o.runes += n
		o.thought = true
		text = o.strip.settle()
	}
	o.runes += utf8.RuneCountInString(string(said.Content))
	text += o.strip.write(string(said.Content))
	o.thought = o.thought || o.strip.state == inThought
	return text
}

// textLength is the length of a JSON string in characters, roughly; 0 for null.
func textLength(raw json.RawMessage) int {
	if len(raw) <= 2 || string(raw) == "null" {
		return 0
	}
	return utf8.RuneCount(raw) - 2
}

func (o *output) show(x *exchange, text string) error {
	if text == "" {
		return nil
	}
	x.delivered, o.shown = true, true
	o.emitErr = o.emit(text)
	return o.emitErr
}

// end judges how a stream ended: err is nil or what reading it gave. A clean
// end without "[DONE]" is fine where the model said that it had finished, or
// where the response has a marked end so that a cut would have shown.
func (o *output) end(ctx context.Context, x *exchange, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if c := x.complaint(); c != nil {
		return c
	}
	if err == nil {
		return &complaint{Message: "the server reported an error without saying which"}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	o.ended = doneMark(x.body.tail)
	if o.finish == "" && !x.framed && !o.ended {
		return &Error{Kind: Unreachable, Message: "the stream broke off before the answer was complete"}
	}
	if o.runes == 0 && strings.HasPrefix(x.contentType, "application/json") { // not streamed, but all there
		if err := o.add(x, x.body.tail); err != nil {
			return err
		}
	}
	if err := o.show(x, o.strip.end()); err != nil {
		return err
	}
	if !o.shown {
		return o.nothing(x)
	}
	return nil
}

func doneMark(tail []byte) bool {
	return strings.HasSuffix(strings.TrimSpace(string(tail)), "[DONE]")
}

// nothing explains an answer without visible text.
func (o *output) nothing(x *exchange) *Error {
	switch {
	case o.finish == "" && !o.ended && !strings.HasPrefix(x.contentType, "text/event-stream"):
		return &Error{Kind: Failed, Message: fmt.Sprintf("expected an event stream, the server sent %q", x.contentType)}
	case o.refusal != "":
		return &Error{Kind: Empty, Message: "the model refused to answer"}
	case o.finish == finishLength: // shown or, by OpenAI's models, not
		o.spent = true
		return &Error{Kind: Empty, Message: "the model spent all its tokens on reasoning"}
	case o.finish == "content_filter":
		return &Error{Kind: Empty, Message: "the server's content filter withheld the answer"}
	}
	return &Error{Kind: Empty}
}
