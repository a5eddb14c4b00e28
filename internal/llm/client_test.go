package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

const secret = "sk-SECRET-0123456789"

// newClient returns a client, with a key, of a server that runs handler.
func newClient(t *testing.T, model string, handler http.HandlerFunc) *Server {
	t.Helper()
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	c, err := New(Config{BaseURL: srv.URL, APIKey: secret, Model: model})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// events writes an event stream of these lines, a blank one after each.
func events(w http.ResponseWriter, lines ...string) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, line := range lines {
		fmt.Fprintf(w, "%s\n\n", line)
		w.(http.Flusher).Flush()
	}
}

// delta is an event with a piece of text.
func delta(text string) string {
	quoted, _ := json.Marshal(text)
	return fmt.Sprintf(`data: {"choices":[{"index":0,"delta":{"content":%s},"finish_reason":null}]}`, quoted)
}

const (
	stop = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`
	done = `data: [DONE]`
)

var question = []Message{{"system", "Answer."}, {"user", "Where does he work?"}}

// ask streams and returns the pieces emitted.
func ask(t *testing.T, c *Server) ([]string, Reply, error) {
	t.Helper()
	var pieces []string
	usage, err := c.Chat(t.Context(), question, 100, func(s string) error {
		pieces = append(pieces, s)
		return nil
	})
	checkNoKey(t, err)
	return pieces, usage, err
}

// checkNoKey fails if any text that can be had from err shows the key.
func checkNoKey(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		shown := fmt.Sprintf("%v %+v %#v", err, err, err)
		var e *Error
		if errors.As(err, &e) {
			shown += e.Hint() + fmt.Sprintf("%+v", *e)
		}
		if strings.Contains(shown, secret) {
			t.Errorf("the error shows the key: %s", shown)
		}
	}
}

func wantKind(t *testing.T, err error, kind Kind, message string) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *Error of kind %q", err, kind)
	}
	if e.Kind != kind || !strings.Contains(e.Message, message) {
		t.Fatalf("got %v (kind %q), want kind %q and %q", err, e.Kind, kind, message)
	}
	if e.Hint() == "" || strings.Contains(e.Hint(), "\n") {
		t.Errorf("hint %q is not one line", e.Hint())
	}
	return e
}

func TestStreamRequest(t *testing.T) {
	c := newClient(t, "small:3b", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer "+secret {
			t.Errorf("%s with %q", r.URL.Path, r.Header.Get("Authorization"))
		}
		want := `{"model":"small:3b","messages":[{"role":"system","content":"Answer."},{"role":"user","content":"Where does he work?"}],` +
			`"max_tokens":100,"temperature":0,"stream":true,"seed":7,"stream_options":{"include_usage":true},` +
			`"reasoning_effort":"none","chat_template_kwargs":{"enable_thinking":false}}`
		var got, wanted any
		if json.Unmarshal(body, &got) != nil || json.Unmarshal([]byte(want), &wanted) != nil || fmt.Sprint(got) != fmt.Sprint(wanted) {
			t.Errorf("request\n%s\nwant\n%s", body, want)
		}
		events(w, delta("At "), delta("Acme."), stop, `data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":8}}}`, done)
	})
	pieces, usage, err := ask(t, c)
	if err != nil || !slices.Equal(pieces, []string{"At ", "Acme."}) || usage != (Reply{12, 8, 3, false, true}) {
		t.Errorf("got %q, %+v, %v", pieces, usage, err)
	}
}

// TestStreamAnswers holds the ways in which servers send a good answer.
func TestStreamAnswers(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
	}{
		{"plain", []string{delta("At "), delta("Acme."), stop, done}},
		{"role first, null content", []string{`data: {"choices":[{"delta":{"role":"assistant","content":null}}]}`, delta("At Acme."), done}},
		{"no DONE", []string{delta("At Acme."), stop}},
		{"neither DONE nor a finish reason", []string{delta("At Acme.")}},
		{"comments and fields", []string{": keep-alive", "event: message\nid: 7\n" + delta("At Acme."), ": ping", stop, done}},
		{"no space after data:", []string{strings.Replace(delta("At Acme."), ": ", ":", 1), "data:[DONE]"}},
		{"usage null in every chunk", []string{`data: {"choices":[{"delta":{"content":"At Acme."}}],"usage":null,"error":null}`, done}},
		{"think tags across chunks", []string{delta("<th"), delta("ink>At Evil"), delta("Corp</thi"), delta("nk>\n\nAt Ac"), delta("me."), stop, done}},
		{"reasoning_content", []string{`data: {"choices":[{"delta":{"reasoning_content":"At EvilCorp"}}]}`, delta("At Acme."), done}},
		{"reasoning", []string{`data: {"choices":[{"delta":{"role":"assistant","content":"","reasoning":"At EvilCorp"}}]}`, delta("At Acme."), done}},
		{"content in parts", []string{
			`data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"At EvilCorp"}]}]}}]}`,
			`data: {"choices":[{"delta":{"content":[{"type":"text","text":"At Acme."}]}}]}`, done}},
		{"a second choice", []string{`data: {"choices":[{"index":1,"delta":{"content":"At EvilCorp"}},{"index":0,"delta":{"content":"At Acme."}}]}`, done}},
		{"white space first", []string{delta("\n\n "), delta(" At Acme."), done}},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) { events(w, c.lines...) })
			pieces, usage, err := ask(t, client)
			if got := strings.Join(pieces, ""); err != nil || got != "At Acme." {
				t.Errorf("got %q, %v", got, err)
			}
			if usage.PromptTokens < 8 || usage.CompletionTokens < 2 {
				t.Errorf("estimated usage %+v", usage)
			}
		})
	}
	t.Run("last line not ended", func(t *testing.T) {
		client := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) {
			events(w, delta("At "))
			fmt.Fprint(w, delta("Acme."))
		})
		if pieces, _, err := ask(t, client); err != nil || strings.Join(pieces, "") != "At Acme." {
			t.Errorf("got %q, %v", pieces, err)
		}
	})
	t.Run("not streamed", func(t *testing.T) {
		client := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			io.WriteString(w, `{"choices":[{"index":0,"message":{"role":"assistant","content":"<think>hm</think>At Acme."},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":3}}`)
		})
		if pieces, usage, err := ask(t, client); err != nil || !slices.Equal(pieces, []string{"At Acme."}) || usage != (Reply{12, 0, 3, false, true}) {
			t.Errorf("got %q, %+v, %v", pieces, usage, err)
		}
	})
	t.Run("reasoning model on a server that keeps reasoning apart", func(t *testing.T) {
		client := newClient(t, "deepseek-r1", func(w http.ResponseWriter, _ *http.Request) {
			events(w, `data: {"choices":[{"delta":{"reasoning":"hm"}}]}`, delta("At "), delta("Acme."), done)
		})
		if pieces, _, err := ask(t, client); err != nil || !slices.Equal(pieces, []string{"At ", "Acme."}) {
			t.Errorf("got %q, %v", pieces, err)
		}
	})
}

func TestStreamStatusErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		status  int
		body    string
		kind    Kind
		message string
		hint    string
	}{
		{"wrong key, repeated by the server", 401, `{"error":{"message":"Incorrect API key provided: ` + secret + `","type":"invalid_request_error","code":"invalid_api_key"}}`, Unauthorized, "[key]", "LLM_API_KEY"},
		{"wrong key, plain text", 401, "Bearer " + secret + " is\nwrong", Unauthorized, "Bearer [key] is wrong", "LLM_API_KEY"},
		{"forbidden", 403, ``, Unauthorized, "", ""},
		{"Ollama without the model", 404, `{"error":{"message":"model \"m:1b\" not found, try pulling it first","type":"api_error","param":null,"code":null}}`, ModelMissing, "not found", "ollama pull m:1b"},
		{"Ollama's own error format", 404, `{"error":"model 'm:1b' not found"}`, ModelMissing, "not found", "ollama pull m:1b"},
		{"vLLM without the model", 404, `{"object":"error","message":"The model ` + "`m:1b`" + ` does not exist.","type":"NotFoundError","param":null,"code":404}`, ModelMissing, "does not exist", ""},
		{"OpenAI without the model", 404, `{"error":{"message":"gone","type":"invalid_request_error","param":null,"code":"model_not_found"}}`, ModelMissing, "gone", ""},
		{"wrong path", 404, `404 page not found`, Failed, "404 page not found", "LLM_BASE_URL"},
		{"rate limit", 429, `{"error":{"message":"slow down"}}`, RateLimited, "slow down", "wait"},
		{"OpenAI, too long", 400, `{"error":{"message":"This model's maximum context length is 4096 tokens. max_tokens is too large","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}`, ContextTooLong, "4096", "context"},
		{"llama.cpp, too long", 400, `{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}`, ContextTooLong, "exceeds", ""},
		{"failure", 500, `{"error":{"message":"llama runner process has terminated"}}`, Failed, "terminated", "log"},
		{"HTML from a proxy", 502, `<html>Bad Gateway</html>`, Failed, "Bad Gateway", ""},
		{"loading", 503, `{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}`, Failed, "Loading model", ""},
		{"gateway timeout", 504, ``, Timeout, "", "LLM_TIMEOUT"},
		{"no body", 500, ``, Failed, "", ""},
		{"endless body", 500, strings.Repeat("x", 1<<20), Failed, "xxx", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			calls := 0
			client := newClient(t, "m:1b", func(w http.ResponseWriter, _ *http.Request) {
				calls++
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
			})
			pieces, _, err := ask(t, client)
			e := wantKind(t, err, c.kind, c.message)
			if e.Status != c.status || len(pieces) > 0 || calls != 1 || !strings.Contains(e.Hint(), c.hint) {
				t.Errorf("status %d, pieces %q, %d calls, hint %q", e.Status, pieces, calls, e.Hint())
			}
			if len(e.Error()) > 3*maxMessage {
				t.Errorf("error of %d bytes", len(e.Error()))
			}
		})
	}
}

// TestStreamBreaks holds what goes wrong after a good start.
func TestStreamBreaks(t *testing.T) {
	for _, c := range []struct {
		name    string
		lines   []string
		kind    Kind
		message string
	}{
		{"OpenAI's error event", []string{delta("At "), `data: {"error":{"message":"boom","type":"server_error"}}`, done}, Failed, "boom"},
		{"error as a string", []string{delta("At "), `data: {"error":"boom"}`}, Failed, "boom"},
		{"error with spaces", []string{delta("At "), `data: { "error" : { "message" : "boom" } }`, done}, Failed, "boom"},
		{"error beside an empty choice", []string{delta("At "), `data: {"id":"x","error":{"code":502,"message":"boom"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}`, done}, Failed, "boom"},
		{"error without data:", []string{delta("At "), `{"error":"boom"}`}, Failed, "boom"},
		{"error after comments", []string{delta("At "), ": ping", ": ping", `{"error":{"message":"boom"}}`}, Failed, "boom"},
		{"llama.cpp of old", []string{delta("At "), `error: {"code":500,"message":"boom","type":"server_error"}`}, Failed, "boom"},
		{"error event", []string{delta("At "), "event: error\ndata: {\"message\":\"boom\"}"}, Failed, "boom"},
		{"error with the key", []string{delta("At "), `data: {"error":{"message":"boom ` + secret + `"}}`}, Failed, "boom [key]"},
		{"rate limit inside the stream", []string{delta("At "), `data: {"error":{"code":429,"message":"boom"}}`}, RateLimited, "boom"},
		{"too long inside the stream", []string{delta("At "), `data: {"error":{"message":"context size exceeded"}}`}, ContextTooLong, ""},
		{"not JSON", []string{delta("At "), `data: {"choices":[{"del`, delta("x")}, Failed, "not the answer"},
		{"JSON of another kind", []string{delta("At "), `data: {"choices":7}`}, Failed, "not the answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			calls := 0
			client := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) {
				calls++
				events(w, c.lines...)
			})
			pieces, usage, err := ask(t, client)
			wantKind(t, err, c.kind, c.message)
			if !slices.Equal(pieces, []string{"At "}) || calls != 1 || usage.CompletionTokens != 1 {
				t.Errorf("emitted %q in %d calls, usage %+v", pieces, calls, usage)
			}
		})
	}
}

func TestStreamCut(t *testing.T) {
	cut := map[string]string{
		"inside a chunked response": "Transfer-Encoding: chunked\r\n\r\n1000\r\n" + delta("At ") + "\n\n",
		"by closing the connection": "\r\n" + delta("At ") + "\n\n",
	}
	for name, rest := range cut {
		t.Run(name, func(t *testing.T) {
			client := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
				conn, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"+rest)
				conn.Close()
			})
			pieces, _, err := ask(t, client)
			wantKind(t, err, Unreachable, "before")
			if !slices.Equal(pieces, []string{"At "}) {
				t.Errorf("emitted %q", pieces)
			}
		})
	}
}

func TestStreamWithoutAnswer(t *testing.T) {
	for _, c := range []struct {
		name    string
		answer  http.HandlerFunc
		kind    Kind
		message string
	}{
		{"no text", func(w http.ResponseWriter, _ *http.Request) { events(w, stop, done) }, Empty, ""},
		{"only white space", func(w http.ResponseWriter, _ *http.Request) { events(w, delta("\n "), stop, done) }, Empty, ""},
		{"only reasoning, cut by the limit", func(w http.ResponseWriter, _ *http.Request) {
			events(w, delta("<think>hm"), `data: {"choices":[{"delta":{},"finish_reason":"length"}]}`, done)
		}, Empty, "reasoning"},
		{"filtered", func(w http.ResponseWriter, _ *http.Request) {
			events(w, `data: {"choices":[{"delta":{},"finish_reason":"content_filter"}]}`, done)
		}, Empty, "filter"},
		{"refused", func(w http.ResponseWriter, _ *http.Request) {
			events(w, `data: {"choices":[{"delta":{"refusal":"no"}}]}`, stop, done)
		}, Empty, "refused"},
		{"empty response", func(http.ResponseWriter, *http.Request) {}, Failed, "event stream"},
		{"a web page", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<html>hello</html>")
		}, Failed, "text/html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pieces, _, err := ask(t, newClient(t, "m", c.answer))
			wantKind(t, err, c.kind, c.message)
			if len(pieces) > 0 {
				t.Errorf("emitted %q", pieces)
			}
		})
	}
}

func TestStreamTooLarge(t *testing.T) {
	client := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		comment := ": " + strings.Repeat("x", 1<<20) + "\n"
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, comment); err != nil {
				return
			}
		}
	})
	_, _, err := ask(t, client)
	wantKind(t, err, Failed, "too large")
}

func TestEmitErrorStopsTheStream(t *testing.T) {
	full := errors.New("disk full")
	client := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
		events(w, delta("At "), delta("Acme."))
		<-r.Context().Done() // the client hangs up
	})
	calls := 0
	_, err := client.Chat(t.Context(), question, 0, func(string) error { calls++; return full })
	if err != full || calls != 1 {
		t.Errorf("got %v after %d calls", err, calls)
	}
}

func TestUnreachable(t *testing.T) {
	srv := httptest.NewServer(nil)
	srv.Close() // nobody listens there now
	c, err := New(Config{BaseURL: srv.URL, APIKey: secret, Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = ask(t, c)
	wantKind(t, err, Unreachable, "refused")
	if err := c.Ping(t.Context()); err == nil {
		t.Error("Ping found somebody")
	}
	for _, base := range []string{"", "nonsense://x", "http://x/?key=" + secret} {
		_, err := New(Config{BaseURL: base})
		if err == nil {
			t.Errorf("New accepts %q", base)
		}
		checkNoKey(t, err)
	}
	if _, err := New(Config{BaseURL: "http://x", APIKey: "sk\x00" + secret}); err == nil {
		t.Error("New accepts a key with a control character")
	} else {
		checkNoKey(t, err)
	}
}

// TestRefusedParameters plays OpenAI's reasoning models: what they refuse is
// left out, at once and in later requests.
func TestRefusedParameters(t *testing.T) {
	var sent []map[string]any
	client := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		sent = append(sent, body)
		refuse := func(message string) {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"error":{"message":%q,"type":"invalid_request_error"}}`, message)
		}
		switch {
		case body["chat_template_kwargs"] != nil:
			refuse("Unrecognized request argument supplied: chat_template_kwargs")
		case body["max_tokens"] != nil:
			refuse("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")
		case body["temperature"] != nil:
			refuse("Unsupported value: 'temperature' does not support 0.000001 with this model.")
		default:
			events(w, delta("At Acme."), stop, done)
		}
	})
	for range 2 {
		if pieces, _, err := ask(t, client); err != nil || len(pieces) != 1 {
			t.Fatalf("got %q, %v", pieces, err)
		}
	}
	if len(sent) != 5 {
		t.Fatalf("%d requests, want 4 to learn and 1 more", len(sent))
	}
	last := sent[4]
	if last["max_completion_tokens"] != 100.0 || last["seed"] == nil || last["reasoning_effort"] == nil {
		t.Errorf("last request %v", last)
	}
}

// TestReasoningThatCannotBeSwitchedOff plays models that reason before they
// answer, shown or hidden: they get room for it once that is known.
func TestReasoningThatCannotBeSwitchedOff(t *testing.T) {
	for name, reasoning := range map[string]string{
		"shown":  `data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}`,
		"tagged": delta("<think>hm"),
		"hidden": ": hm",
	} {
		t.Run(name, func(t *testing.T) {
			var limits []int
			client := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
				var body struct {
					Limit int `json:"max_tokens"`
				}
				_ = json.NewDecoder(r.Body).Decode(&body)
				limits = append(limits, body.Limit)
				if body.Limit <= 1000 {
					events(w, reasoning, `data: {"choices":[{"delta":{},"finish_reason":"length"}]}`, done)
					return
				}
				events(w, delta("At Acme."), stop, done)
			})
			for range 2 {
				if pieces, _, err := ask(t, client); err != nil || len(pieces) != 1 {
					t.Fatalf("got %q, %v", pieces, err)
				}
			}
			if !slices.Equal(limits, []int{100, 2100, 2100}) {
				t.Errorf("limits %v", limits)
			}
		})
	}
}

// TestRefusedSystemRole plays servers whose chat template knows no system role.
func TestRefusedSystemRole(t *testing.T) {
	for _, c := range []struct {
		name, message string
		status        int
	}{
		{"Gemma on vLLM", "System role not supported", 400},
		{"Gemma on llama.cpp", "System role not supported at row 1, column 50", 500},
		{"Mistral", "Conversation roles must alternate user/assistant/user/assistant/...", 400},
		{"o1-mini", "Unsupported value: 'messages[0].role' does not support 'system' with this model.", 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
				var body struct{ Messages []Message }
				_ = json.NewDecoder(r.Body).Decode(&body)
				if body.Messages[0].Role == "system" {
					w.WriteHeader(c.status)
					fmt.Fprintf(w, `{"error":{"message":%q}}`, c.message)
					return
				}
				if want := []Message{{"user", "Answer.\n\nWhere does he work?"}}; !slices.Equal(body.Messages, want) {
					t.Errorf("messages %q", body.Messages)
				}
				events(w, delta("At Acme."), stop, done)
			})
			if pieces, _, err := ask(t, client); err != nil || len(pieces) != 1 {
				t.Errorf("got %q, %v", pieces, err)
			}
		})
	}
}

// A 400 that names a parameter again after it was left out is an error.
func TestRefusedForGood(t *testing.T) {
	calls := 0
	client := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) {
		calls++
		w.WriteHeader(http.StatusUnprocessableEntity)
		io.WriteString(w, `{"detail":[{"loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}`)
	})
	_, _, err := ask(t, client)
	wantKind(t, err, Failed, "seed")
	if calls != 2 {
		t.Errorf("%d calls", calls)
	}
}

func TestModelsAndPing(t *testing.T) {
	client := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/v1/models" {
			t.Errorf("%s %s", r.Method, r.URL.Path)
		}
		io.WriteString(w, `{"object":"list","data":[{"id":"b"},{"id":"a"},{"id":"b"}]}`)
	})
	names, err := client.Models(t.Context())
	if err != nil || !slices.Equal(names, []string{"a", "b"}) {
		t.Errorf("got %q, %v", names, err)
	}
	if err := client.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		status int
		kind   Kind
	}{{401, Unauthorized}, {404, ""}, {405, ""}, {500, Failed}} {
		client := newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(c.status) })
		err := client.Ping(t.Context())
		checkNoKey(t, err)
		if c.kind == "" && err != nil {
			t.Errorf("status %d: %v", c.status, err)
		} else if c.kind != "" {
			wantKind(t, err, c.kind, "")
		}
	}
}

func TestChooseModel(t *testing.T) {
	for _, c := range []struct{ name, list, want string }{
		{"the only one", `[{"id":"/models/some.gguf"}]`, "/models/some.gguf"},
		{"the only one that chats", `[{"id":"nomic-embed-text"},{"id":"whisper-1"},{"id":"x"}]`, "x"},
		{"the best of a local server", `[{"id":"qwen2.5-coder-7b"},{"id":"llama-3.1-70b"},{"id":"qwen2.5-7b-instruct"}]`, "qwen2.5-7b-instruct"},
		{"none", `[{"id":"bge-m3"}]`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, "", func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/v1/models":
					fmt.Fprintf(w, `{"data":%s}`, c.list)
				case "/v1/chat/completions":
					var body struct{ Model string }
					_ = json.NewDecoder(r.Body).Decode(&body)
					if body.Model != c.want {
						t.Errorf("asked %q", body.Model)
					}
					events(w, delta("Hi"), done)
				default:
					http.NotFound(w, r)
				}
			})
			if client.Model() != "" {
				t.Errorf("model %q before the first call", client.Model())
			}
			_, _, err := ask(t, client)
			if c.want == "" {
				wantKind(t, err, ModelMissing, "no chat model")
			} else if err != nil {
				t.Error(err)
			}
			if client.Model() != c.want {
				t.Errorf("chose %q, want %q", client.Model(), c.want)
			}
		})
	}
}

// On somebody else's server, where each model has its price, none is chosen.
func TestChooseModelFarAway(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/models" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, `{"data":[{"id":"gpt-5-pro"},{"id":"gpt-5-mini"},{"id":"tts-1"}]}`)
	})
	c, err := New(Config{BaseURL: "http://api.example.com", HTTPClient: &http.Client{Transport: recorder{handler}}})
	if err != nil {
		t.Fatal(err)
	}
	e := wantKind(t, c.Ping(t.Context()), ModelMissing, "gpt-5-mini")
	if !strings.Contains(e.Hint(), "LLM_MODEL") {
		t.Errorf("hint %q", e.Hint())
	}
}

// recorder answers requests without a network.
type recorder struct{ handler http.Handler }

func (r recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	return w.Result(), nil
}

func TestConcurrentStreams(t *testing.T) {
	client := newClient(t, "", func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/models"):
			io.WriteString(w, `{"data":[{"id":"m"}]}`)
		case strings.HasSuffix(r.URL.Path, "/completions"):
			body, _ := io.ReadAll(r.Body)
			if strings.Contains(string(body), "seed") {
				w.WriteHeader(http.StatusBadRequest)
				io.WriteString(w, `{"error":{"message":"unknown field seed"}}`)
				return
			}
			events(w, delta("At "), delta("Acme."), done)
		default:
			http.NotFound(w, r)
		}
	})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if pieces, _, err := ask(t, client); err != nil || strings.Join(pieces, "") != "At Acme." {
				t.Errorf("got %q, %v", pieces, err)
			}
		})
	}
	wg.Wait()
}

// inBubble runs test in a synctest bubble, where time is fake, against handler
// behind in-memory connections.
func inBubble(t *testing.T, cfg Config, handler http.HandlerFunc, test func(t *testing.T, c *Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		srv := &http.Server{Handler: handler}
		go srv.Serve(l)
		transport := &http.Transport{DialContext: l.dial}
		cfg.BaseURL, cfg.APIKey = "http://model.local", secret
		cfg.HTTPClient = &http.Client{Transport: transport}
		c, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		test(t, c)
		transport.CloseIdleConnections()
		srv.Close()
		time.Sleep(time.Minute) // of fake time: handlers that sleep wake up and end
	})
}

type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case l.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error   { l.once.Do(func() { close(l.closed) }); return nil }
func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

func TestTimeouts(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}
	t.Run("before the first token", func(t *testing.T) {
		inBubble(t, Config{Model: "m", Timeout: 30 * time.Second, StartTimeout: 30 * time.Second}, hang, func(t *testing.T, c *Server) {
			_, _, err := ask(t, c)
			wantKind(t, err, Timeout, "silent for 30s")
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error("not a context.DeadlineExceeded")
			}
		})
	})
	t.Run("between tokens, comments notwithstanding", func(t *testing.T) {
		inBubble(t, Config{Model: "m", Timeout: 30 * time.Second, StartTimeout: 30 * time.Second}, func(w http.ResponseWriter, r *http.Request) {
			events(w, delta("At "))
			for r.Context().Err() == nil {
				time.Sleep(time.Second)
				events(w, ": ping")
			}
		}, func(t *testing.T, c *Server) {
			pieces, _, err := ask(t, c)
			wantKind(t, err, Timeout, "silent for 30s")
			if !slices.Equal(pieces, []string{"At "}) {
				t.Errorf("emitted %q", pieces)
			}
		})
	})
	t.Run("a slow answer is not silent", func(t *testing.T) {
		inBubble(t, Config{Model: "m", Timeout: 30 * time.Second, StartTimeout: 30 * time.Second}, func(w http.ResponseWriter, r *http.Request) {
			for range 8 {
				time.Sleep(29 * time.Second)
				events(w, delta("x"))
			}
			events(w, done)
		}, func(t *testing.T, c *Server) {
			if pieces, _, err := ask(t, c); err != nil || len(pieces) != 8 {
				t.Errorf("got %q, %v", pieces, err)
			}
		})
	})
	t.Run("reasoning counts as tokens", func(t *testing.T) {
		inBubble(t, Config{Model: "m", Timeout: 30 * time.Second, StartTimeout: 30 * time.Second}, func(w http.ResponseWriter, r *http.Request) {
			for range 3 {
				time.Sleep(29 * time.Second)
				events(w, `data: {"choices":[{"delta":{"reasoning":"hm"}}]}`)
			}
			events(w, delta("x"), done)
		}, func(t *testing.T, c *Server) {
			if _, _, err := ask(t, c); err != nil {
				t.Error(err)
			}
		})
	})
	t.Run("a slow reader does not count", func(t *testing.T) {
		inBubble(t, Config{Model: "m", Timeout: 30 * time.Second, StartTimeout: 30 * time.Second}, func(w http.ResponseWriter, r *http.Request) {
			events(w, delta("At "), delta("Acme."), done)
		}, func(t *testing.T, c *Server) {
			_, err := c.Chat(t.Context(), question, 0, func(string) error {
				time.Sleep(time.Minute)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	})
	t.Run("over all", func(t *testing.T) {
		inBubble(t, Config{Model: "m", Timeout: 30 * time.Second, StartTimeout: 30 * time.Second}, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				time.Sleep(20 * time.Second)
				events(w, delta("x"))
			}
		}, func(t *testing.T, c *Server) {
			_, _, err := ask(t, c)
			wantKind(t, err, Timeout, "whole answer")
		})
	})
	t.Run("the caller's deadline", func(t *testing.T) {
		inBubble(t, Config{Model: "m"}, hang, func(t *testing.T, c *Server) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := c.Chat(ctx, question, 0, func(string) error { return nil })
			wantKind(t, err, Timeout, "deadline")
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error("not a context.DeadlineExceeded")
			}
		})
	})
	t.Run("the caller stops", func(t *testing.T) {
		inBubble(t, Config{Model: "m"}, func(w http.ResponseWriter, r *http.Request) {
			events(w, delta("At "))
			<-r.Context().Done()
		}, func(t *testing.T, c *Server) {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := c.Chat(ctx, question, 0, func(string) error { cancel(); return nil })
			wantKind(t, err, Canceled, "")
			if !errors.Is(err, context.Canceled) {
				t.Error("not a context.Canceled")
			}
		})
	})
	t.Run("a ping", func(t *testing.T) {
		inBubble(t, Config{Model: "m"}, hang, func(t *testing.T, c *Server) {
			wantKind(t, c.Ping(t.Context()), Timeout, "")
		})
	})
	t.Run("an embedding", func(t *testing.T) {
		inBubble(t, Config{Model: "m"}, hang, func(t *testing.T, c *Server) {
			e := &Embedder{endpoint: c.endpoint, model: "m"}
			_, err := e.EmbedDocuments(t.Context(), []string{"hello"})
			wantKind(t, err, Timeout, "silent for 1m0s")
			start := time.Now()
			_, err = e.EmbedQuery(t.Context(), "hello")
			if wantKind(t, err, Timeout, ""); time.Since(start) != queryTimeout {
				t.Errorf("a question waited for %s", time.Since(start))
			}
		})
	})
}

func TestRetries(t *testing.T) {
	busy := func(status int, after string, times int) (http.HandlerFunc, *int) {
		calls := new(int)
		return func(w http.ResponseWriter, _ *http.Request) {
			if *calls++; *calls <= times {
				w.Header().Set("Retry-After", after)
				w.WriteHeader(status)
				return
			}
			events(w, delta("At Acme."), done)
		}, calls
	}
	for _, c := range []struct {
		name   string
		status int
		after  string
		times  int
		calls  int
		kind   Kind // "" for success
	}{
		{"429 once", 429, "1", 1, 2, ""},
		{"503 twice", 503, "2", 2, 3, ""},
		{"429 for ever", 429, "1", 99, 3, RateLimited},
		{"429 with a long wait", 429, "60", 1, 1, RateLimited},
		{"429 without a wait", 429, "", 1, 1, RateLimited},
		{"429 with nonsense", 429, "soon", 1, 1, RateLimited},
		{"500 with a wait", 500, "1", 1, 1, Failed},
	} {
		t.Run(c.name, func(t *testing.T) {
			handler, calls := busy(c.status, c.after, c.times)
			inBubble(t, Config{Model: "m"}, handler, func(t *testing.T, client *Server) {
				pieces, _, err := ask(t, client)
				if *calls != c.calls {
					t.Errorf("%d calls, want %d", *calls, c.calls)
				}
				if c.kind != "" {
					e := wantKind(t, err, c.kind, "")
					if c.after == "60" && (e.RetryAfter != time.Minute || !strings.Contains(e.Hint(), "1m0s")) {
						t.Errorf("RetryAfter %v, hint %q", e.RetryAfter, e.Hint())
					}
				} else if err != nil || !slices.Equal(pieces, []string{"At Acme."}) {
					t.Errorf("got %q, %v", pieces, err)
				}
			})
		})
	}
	t.Run("not beyond the deadline", func(t *testing.T) {
		handler, calls := busy(429, "4", 99)
		inBubble(t, Config{Model: "m"}, handler, func(t *testing.T, c *Server) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			_, err := c.Chat(ctx, question, 0, func(string) error { return nil })
			wantKind(t, err, RateLimited, "")
			if *calls != 1 {
				t.Errorf("%d calls", *calls)
			}
		})
	})
	t.Run("stopped while it waits", func(t *testing.T) {
		handler, _ := busy(429, "4", 99)
		inBubble(t, Config{Model: "m"}, handler, func(t *testing.T, c *Server) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			_, err := c.Chat(ctx, question, 0, func(string) error { return nil })
			wantKind(t, err, Canceled, "")
		})
	})
}

// A server that restarts refuses connections for a moment.
func TestRetryAfterRefusedConnection(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	calls := 0
	c, err := New(Config{BaseURL: "http://" + addr, Model: "m", HTTPClient: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			if calls++; calls == 1 {
				return (&net.Dialer{}).DialContext(ctx, network, addr) // refused
			}
			here, there := net.Pipe()
			go func() {
				buf := make([]byte, 4096)
				_, _ = there.Read(buf)
				io.WriteString(there, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"+delta("Hi")+"\n\n"+done+"\n\n")
				there.Close()
			}()
			return here, nil
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if pieces, _, err := ask(t, c); err != nil || !slices.Equal(pieces, []string{"Hi"}) || calls != 2 {
		t.Errorf("got %q, %v after %d calls", pieces, err, calls)
	}
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"": 0, "3": 3 * time.Second, "0.5": 500 * time.Millisecond, "-1": 0, "NaN": 0, "Inf": 24 * time.Hour, "1e300": 24 * time.Hour,
		"Fri, 02 Jan 2026 03:04:15 GMT": 10 * time.Second, "Fri, 02 Jan 2026 03:04:00 GMT": 0, "tomorrow": 0,
	} {
		if got := parseRetryAfter(in, now); got != want {
			t.Errorf("parseRetryAfter(%q) = %v, want %v", in, got, want)
		}
	}
}

func FuzzStreamEvents(f *testing.F) {
	f.Add(delta("At ") + "\n\n" + done + "\n\n")
	f.Add("data: {\"error\":{\"message\":\"x\",\"code\":[1]}}\n\n")
	f.Add("event: error\ndata: {\"message\":7}\n\nerror: {}\n{\"error\":null}")
	f.Add(`data: {"choices":[{"delta":{"content":[{"type":"text"}]}}],"usage":{}}`)
	f.Fuzz(func(t *testing.T, response string) {
		handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			io.WriteString(w, response)
		})
		c, err := New(Config{BaseURL: "http://localhost", Model: "m", HTTPClient: &http.Client{Transport: recorder{handler}}})
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		_, err = c.Chat(t.Context(), question, 10, func(s string) error { text.WriteString(s); return nil })
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("an error of another type: %v", err)
		}
		if err == nil && text.Len() == 0 {
			t.Error("neither text nor an error")
		}
		if !utf8.ValidString(text.String()) || text.Len() > 3*len(response) { // an invalid byte becomes U+FFFD
			t.Errorf("%q of %q", text.String(), response)
		}
	})
}

// TestCut tells answers that are whole from those that are not.
func TestCut(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		cut   bool
	}{
		{"stopped by the model", []string{delta("At Acme."), stop, done}, false},
		{"stopped by the limit", []string{delta("At Acme."), `data: {"choices":[{"delta":{},"finish_reason":"length"}]}`, done}, true},
		{"done without a reason", []string{delta("At Acme."), done}, false},
		{"ended without a word", []string{delta("At Acme.")}, true},
		{"an error", []string{delta("At Ac"), `data: {"error":"boom"}`}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, reply, _ := ask(t, newClient(t, "m", func(w http.ResponseWriter, _ *http.Request) { events(w, c.lines...) }))
			if reply.Cut != c.cut {
				t.Errorf("cut: %v, want %v", reply.Cut, c.cut)
			}
		})
	}
}
