package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	openai "github.com/sashabaranov/go-openai"
)

// Kind tells errors apart by what a caller or an operator can do about them.
type Kind string

const (
	Unreachable    Kind = "unreachable"      // no connection, or it broke
	Unauthorized   Kind = "unauthorized"     // the key is missing, wrong or not allowed this
	ModelMissing   Kind = "model missing"    // the server does not have the model
	RateLimited    Kind = "rate limited"     // too many requests, or no credit left
	ContextTooLong Kind = "context too long" // prompt and answer do not fit the model
	Timeout        Kind = "timeout"          // too slow, by our limits or the caller's deadline
	Failed         Kind = "server error"     // the server failed, or answered with nonsense
	Empty          Kind = "empty answer"     // all went well, without a word of visible text
	WrongModel     Kind = "wrong model"      // the model embeds or ranks, and cannot chat
	Canceled       Kind = "canceled"         // the caller's context was canceled
)

// Operations, as they stand in Error.Op.
const (
	opChat   = "chat"
	opEmbed  = "embed"
	opModels = "list models"
)

// Error is the only error type of requests to a server; read it with
// [errors.As]. It holds no API key and no text of a prompt that the server did
// not itself put into its message. It unwraps to [context.Canceled] or
// [context.DeadlineExceeded] for Canceled and Timeout.
type Error struct {
	Kind       Kind
	Op         string        // "chat", "embed" or "list models"
	Model      string        // empty where none is involved
	Server     string        // the base address
	Status     int           // HTTP status, 0 where there was none
	RetryAfter time.Duration // what the server asked for, 0 where it did not
	Message    string        // the server's or the network's own words, one line

	words string // all that the server said, in lower case, without secrets
	cause error
}

// Error names the operation, the server and what happened.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "llm: %s", e.Op)
	if e.Model != "" {
		fmt.Fprintf(&b, " with %s", e.Model)
	}
	fmt.Fprintf(&b, " at %s: %s", e.Server, e.Kind)
	if e.Status >= http.StatusBadRequest {
		fmt.Fprintf(&b, " (HTTP %d)", e.Status)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	return b.String()
}

// Unwrap returns the context's error for Canceled and Timeout.
func (e *Error) Unwrap() error { return e.cause }

// LogValue is the error with its hint.
func (e *Error) LogValue() slog.Value { return slog.StringValue(e.Error() + ": " + e.Hint()) }

// Hint is one line for the operator: what to do about it.
func (e *Error) Hint() string {
	prefix := "LLM"
	if e.Op == opEmbed {
		prefix = "EMBED"
	}
	switch e.Kind {
	case Unreachable:
		return fmt.Sprintf("check that the server runs and that %s_BASE_URL (%s) is right; for Ollama run: ollama serve", prefix, e.Server)
	case Unauthorized:
		return fmt.Sprintf("check %s_API_KEY, and that it is allowed to use the model", prefix)
	case ModelMissing:
		if e.Model == "" {
			return fmt.Sprintf("set %s_MODEL to one of the server's models; with none, run: ollama pull qwen2.5:3b", prefix)
		}
		return fmt.Sprintf("run: ollama pull %s (or set %s_MODEL to a model the server has)", e.Model, prefix)
	case RateLimited:
		if e.RetryAfter > 0 {
			return fmt.Sprintf("wait %s, or raise the limits of the account", e.RetryAfter)
		}
		return "wait a while, and check the account's limits and credit"
	case ContextTooLong:
		return "use a model with a longer context, or start the server with one (Ollama: OLLAMA_CONTEXT_LENGTH=8192, llama.cpp: -c 8192)"
	case WrongModel:
		return "set LLM_MODEL to a model that chats, such as qwen2.5:3b: this one does not"
	case Timeout:
		if e.Op == opEmbed {
			return "look whether the server is overloaded, or use a smaller model"
		}
		return "raise LLM_TIMEOUT (LLM_START_TIMEOUT where the model is still loading), or use a smaller model"
	case Empty:
		return "use an instruct model that does not reason"
	case Canceled:
		return "nothing: the request was stopped from this side"
	}
	if e.Status == http.StatusNotFound {
		return fmt.Sprintf("check %s_BASE_URL: it should end where /chat/completions begins, usually in /v1", prefix)
	}
	return "look at the server's own log"
}

// Causes of a canceled attempt that are ours, not the caller's.
var (
	errSilent  = errors.New("no token in time")
	errOverall = errors.New("the whole answer took too long")
	errIll     = errors.New("the server does not answer others either")
)

// errTooLarge comes from reading a response beyond its limit.
var errTooLarge = errors.New("the response is too large")

// complaint is an error that the server put into words.
type complaint struct {
	Message string
	Code    string // "model_not_found", "429" …; may be empty
	Type    string
}

func (c *complaint) Error() string { return c.Message }

// parseComplaint reads the error objects of OpenAI ({"error":{"message":…}}),
// Ollama's own API ({"error":"…"}) and older llama.cpp servers (the bare
// object, after "error:"). It returns nil for anything else.
func parseComplaint(line []byte, bare bool) *complaint {
	type object struct {
		Message string          `json:"message"`
		Code    json.RawMessage `json:"code"`
		Type    string          `json:"type"`
	}
	var outer struct {
		Error json.RawMessage `json:"error"`
		object
	}
	if json.Unmarshal(line, &outer) != nil {
		return nil
	}
	inner := outer.object
	if len(outer.Error) > 0 && string(outer.Error) != "null" {
		inner = object{}
		if json.Unmarshal(outer.Error, &inner.Message) != nil && json.Unmarshal(outer.Error, &inner) != nil {
			inner.Message = string(outer.Error)
		}
		bare = true
	}
	if !bare || inner.Message == "" && len(inner.Code) == 0 {
		return nil
	}
	code := strings.Trim(string(inner.Code), `"`)
	if code == "null" {
		code = ""
	}
	return &complaint{Message: inner.Message, Code: code, Type: inner.Type}
}

// classify turns whatever went wrong in one attempt into an Error. ctx is the
// attempt's own context, x what the transport saw.
func (s *endpoint) classify(ctx context.Context, op, model string, x *exchange, err error) *Error {
	e := &Error{Op: op, Model: model, Server: s.base, Status: x.status, RetryAfter: x.retryAfter}
	var own *Error
	var said *complaint
	switch {
	case errors.As(err, &own):
		e.Kind, e.Message = own.Kind, own.Message
	case ctx.Err() != nil:
		e.Kind, e.Message, e.cause = stopped(ctx, x.limit)
	case asComplaint(err, &said):
		e.Kind = kindOf(x.status, said)
		e.Message = s.clean(said.Message)
	default:
		e.Kind, e.Message = s.failure(err)
	}
	if e.Kind == Timeout && e.cause == nil {
		e.cause = context.DeadlineExceeded
	}
	if e.Kind == Failed {
		e.words = err.Error()
		if said != nil {
			e.words += " " + said.Message + " " + said.Type
		}
		e.words = strings.ToLower(s.withoutSecrets(e.words))
	}
	return e
}

// stopped explains a context that is over.
func stopped(ctx context.Context, silence time.Duration) (Kind, string, error) {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errSilent):
		return Timeout, fmt.Sprintf("the server was silent for %s", silence), context.DeadlineExceeded
	case errors.Is(cause, errIll):
		return Timeout, errIll.Error(), context.DeadlineExceeded
	case errors.Is(cause, errOverall):
		return Timeout, "the whole answer took too long", context.DeadlineExceeded
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return Timeout, "the deadline passed", context.DeadlineExceeded
	}
	return Canceled, "", context.Canceled
}

// asComplaint finds the server's own words in an error of ours or go-openai's.
func asComplaint(err error, said **complaint) bool {
	var api *openai.APIError
	var raw *openai.RequestError
	switch {
	case errors.As(err, said):
	case errors.As(err, &raw): // before APIError, of which it may wrap an empty one
		if *said = parseComplaint(raw.Body, true); *said == nil {
			*said = &complaint{Message: string(raw.Body)}
		}
	case errors.As(err, &api):
		*said = &complaint{Message: api.Message, Type: api.Type}
		if api.Code != nil {
			(*said).Code = fmt.Sprint(api.Code)
		}
		if api.Param != nil {
			(*said).Type += " " + *api.Param
		}
	default:
		return false
	}
	return true
}

// kindOf reads the status (200 for an error inside a stream) and the words.
func kindOf(status int, said *complaint) Kind {
	code := strings.ToLower(said.Code + " " + said.Type)
	text := strings.ToLower(said.Message)
	if status < http.StatusBadRequest {
		if n, err := strconv.Atoi(said.Code); err == nil {
			status = n // OpenRouter and llama.cpp put the status there
		}
	}
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden, strings.Contains(code, "invalid_api_key"):
		return Unauthorized
	case status == http.StatusTooManyRequests, strings.Contains(code, "rate_limit"), strings.Contains(code, "insufficient_quota"):
		return RateLimited
	case containsAny(code, "context_length", "exceed_context_size"),
		containsAny(text, "context length", "context size", "context window", "maximum context",
			"prompt is too long", "too large to process", "input length exceeds", "too many tokens"):
		return ContextTooLong
	case containsAny(text, "does not support chat", "not a chat model"): // Ollama, OpenAI
		return WrongModel
	case strings.Contains(text, "model output limit was reached"): // OpenAI, where reasoning left no token for an answer
		return Empty
	case strings.Contains(code, "model_not_found"),
		strings.Contains(text, "model") && containsAny(text, "not found", "not exist", "no model", "not loaded", "unknown model", "pulling it first"):
		return ModelMissing
	case status == http.StatusRequestTimeout, status == http.StatusGatewayTimeout:
		return Timeout
	}
	return Failed
}

func containsAny(text string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// failure explains an error that is neither the server's nor a context's.
func (s *endpoint) failure(err error) (Kind, string) {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	var addr *url.Error
	var timeout net.Error
	switch {
	case errors.Is(err, errTooLarge):
		return Failed, errTooLarge.Error()
	case errors.As(err, &syntax), errors.As(err, &mismatch), errors.Is(err, openai.ErrTooManyEmptyStreamMessages):
		return Failed, s.clean("not the answer of an OpenAI-compatible server: " + err.Error())
	case errors.As(err, &timeout) && timeout.Timeout():
		return Timeout, s.clean(err.Error())
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return Unreachable, "the server closed the connection before its answer was complete"
	case errors.As(err, &addr):
		return Unreachable, s.clean(addr.Err.Error()) // without the address, which is in Error.Server
	}
	return Unreachable, s.clean(err.Error())
}

// minSecret is the length from which on a key is a secret. Servers without keys
// are often given a word, which their messages may hold: "ollama", "none".
const minSecret = 8

// maxMessage bounds, in characters, how much of a server's words goes into logs.
const maxMessage = 300

// withoutSecrets takes out keys, should the server have repeated them.
func (s *endpoint) withoutSecrets(text string) string {
	for _, secret := range s.secrets {
		text = strings.ReplaceAll(text, secret, "[key]")
	}
	return text
}

// clean makes one printable line of a server's words, without secrets.
func (s *endpoint) clean(text string) string {
	text = s.withoutSecrets(text)
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	if r := []rune(text); len(r) > maxMessage {
		text = string(r[:maxMessage]) + "…"
	}
	return text
}

// lastComplaint looks for an error among the last lines of a response, where
// go-openai loses it: an error that is a plain string, one after comments or
// other fields of the event, one without "data:".
func lastComplaint(tail []byte) *complaint {
	lines := bytes.Split(tail, []byte("\n"))
	for i := len(lines) - 1; i >= 0; i-- {
		line, isData := bytes.CutPrefix(bytes.TrimSpace(lines[i]), []byte("data:"))
		line, bare := bytes.CutPrefix(line, []byte("error:"))
		if isData && i > 0 && string(bytes.TrimSpace(lines[i-1])) == "event: error" {
			bare = true
		}
		if c := parseComplaint(bytes.TrimSpace(line), bare); c != nil {
			return c
		}
	}
	return nil
}
