package llm

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// picky answers requests of which refuse has no complaint, and notes all bodies.
func picky(t *testing.T, cfg Config, refuse func(body map[string]any) string) (*Server, *[]map[string]any) {
	t.Helper()
	var bodies []map[string]any
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		bodies = append(bodies, body)
		if complaint := refuse(body); complaint != "" {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, complaint)
			return
		}
		events(w, delta("At Acme."), stop, done)
	})
	cfg.BaseURL, cfg.Model, cfg.HTTPClient = "http://model.local", "m", &http.Client{Transport: recorder{handler}}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s, &bodies
}

// TestExtra merges what the operator adds, and keeps what is ours.
func TestExtra(t *testing.T) {
	s, bodies := picky(t, Config{Extra: map[string]any{
		"top_p": json.Number("0.9"), "temperature": 0.3, "seed": nil, "model": "evil", "messages": []any{}, "stream": false,
		"chat_template_kwargs": map[string]any{"custom": true},
	}}, func(map[string]any) string { return "" })
	if _, _, err := ask(t, s); err != nil {
		t.Fatal(err)
	}
	got := (*bodies)[0]
	want := map[string]any{"model": "m", "stream": true, "top_p": 0.9, "temperature": 0.3, "max_tokens": 100.0, "reasoning_effort": "none",
		"stream_options":       map[string]any{"include_usage": true},
		"chat_template_kwargs": map[string]any{"enable_thinking": false, "custom": true}}
	if messages, _ := got["messages"].([]any); len(messages) != 2 {
		t.Errorf("messages %v", got["messages"])
	}
	delete(got, "messages")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("body %v\nwant %v", got, want)
	}
}

// TestAnyRefusedParameter leaves out whatever an error names, once and for all.
func TestAnyRefusedParameter(t *testing.T) {
	for name, complaint := range map[string]string{
		"OpenAI":          `{"error":{"message":"Unrecognized request argument supplied: %s","type":"invalid_request_error","param":null,"code":null}}`,
		"OpenAI's param":  `{"error":{"message":"not here","type":"invalid_request_error","param":"%s","code":"unsupported_parameter"}}`,
		"vLLM":            `{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', '%s'), 'msg': 'Extra inputs are not permitted', 'input': 1}]","type":"BadRequestError","code":400}`,
		"Groq":            `{"error":{"message":"property '%s' is unsupported","type":"invalid_request_error"}}`,
		"Gemini":          `[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"%s\": Cannot find field.","status":"INVALID_ARGUMENT"}}]`,
		"a strict Go one": `{"error":"json: unknown field \"%s\""}`,
	} {
		t.Run(name, func(t *testing.T) {
			unknown := []string{"mirostat", "seed", "stream_options"}
			s, bodies := picky(t, Config{Extra: map[string]any{"mirostat": 1, "mirostat_tau": 2}}, func(body map[string]any) string {
				for _, u := range unknown {
					if body[u] != nil {
						return fmt.Sprintf(complaint, u)
					}
				}
				return ""
			})
			for range 2 {
				if pieces, _, err := ask(t, s); err != nil || len(pieces) != 1 {
					t.Fatalf("%q, %v", pieces, err)
				}
			}
			if len(*bodies) != len(unknown)+2 {
				t.Errorf("%d requests", len(*bodies))
			}
			last := slices.Sorted(maps.Keys((*bodies)[len(*bodies)-1]))
			want := []string{"chat_template_kwargs", "max_tokens", "messages", "mirostat_tau", "model", "reasoning_effort", "stream", "temperature"}
			if !slices.Equal(last, want) {
				t.Errorf("sent at last: %q", last)
			}
		})
	}
}

// TestEffort plays servers that know other settings of reasoning.
func TestEffort(t *testing.T) {
	openAI := func(known ...string) func(map[string]any) string {
		return func(body map[string]any) string {
			if effort, ok := body["reasoning_effort"].(string); ok && !slices.Contains(known, effort) {
				return fmt.Sprintf(`{"error":{"message":"Unsupported value: 'reasoning_effort' does not support '%s' with this model. Supported values are: 'low'.","type":"invalid_request_error","param":"reasoning_effort","code":"unsupported_value"}}`, effort)
			}
			return ""
		}
	}
	for _, c := range []struct {
		name     string
		refuse   func(map[string]any) string
		requests int
		effort   any
		limit    float64
	}{
		{"knows none", openAI("none"), 1, "none", 100},
		{"knows minimal", openAI("minimal", "low"), 2, "minimal", 2100},
		{"knows low", openAI("low"), 3, "low", 2100},
		{"knows only high", openAI("high"), 4, nil, 100},
		{"Ollama's gpt-oss", func(body map[string]any) string {
			if body["reasoning_effort"] == "low" {
				return ""
			}
			return `{"error":{"message":"invalid reasoning value: '` + body["reasoning_effort"].(string) + `' (must be \"high\", \"medium\" or \"low\")"}}`
		}, 3, "low", 2100},
		{"does not reason", func(body map[string]any) string {
			if body["reasoning_effort"] != nil {
				return `{"error":{"message":"\"m\" does not support thinking"}}`
			}
			return ""
		}, 2, nil, 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, bodies := picky(t, Config{}, c.refuse)
			for range 2 {
				if _, _, err := ask(t, s); err != nil {
					t.Fatal(err)
				}
			}
			last := (*bodies)[len(*bodies)-1]
			if len(*bodies) != c.requests+1 || last["reasoning_effort"] != c.effort || last["max_tokens"] != c.limit {
				t.Errorf("%d requests, at last %v", len(*bodies), last)
			}
		})
	}
	t.Run("the operator's own is left out", func(t *testing.T) {
		s, bodies := picky(t, Config{Extra: map[string]any{"reasoning_effort": "high"}}, openAI("none"))
		if _, _, err := ask(t, s); err != nil || len(*bodies) != 2 || (*bodies)[1]["reasoning_effort"] != nil {
			t.Errorf("%v: %v", *bodies, err)
		}
	})
}

// Two requests that meet the same refusal go one step down, not two.
func TestEffortOfTwoAtOnce(t *testing.T) {
	p := newParams(nil)
	first, second := p.next(100, true), p.next(100, true)
	err := &Error{Kind: Failed, Status: 400, words: "invalid reasoning value: 'none'"}
	if !p.learn(first, err) || !p.learn(second, err) {
		t.Error("not worth another request")
	}
	if got := p.next(100, true).body[paramEffort]; got != "minimal" {
		t.Errorf("effort %v", got)
	}
}

// A warm-up shows for one token that the model reasons whatever it is told, so
// that the first question has room for it.
func TestWarmLearnsReasoning(t *testing.T) {
	for name, first := range map[string]string{
		"shown":  `data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}`,
		"tagged": delta("<think>"),
	} {
		t.Run(name, func(t *testing.T) {
			var limits []int
			c := newClient(t, "m", func(w http.ResponseWriter, r *http.Request) {
				var body struct {
					Limit int `json:"max_tokens"`
				}
				_ = json.NewDecoder(r.Body).Decode(&body)
				limits = append(limits, body.Limit)
				events(w, first, `data: {"choices":[{"delta":{},"finish_reason":"length"}]}`, done)
			})
			for range 2 {
				if _, err := c.Warm(t.Context(), question); err != nil {
					t.Fatal(err)
				}
			}
			_, _, err := ask(t, c)
			wantKind(t, err, Empty, "reasoning")
			if !slices.Equal(limits, []int{1, 1, 2100}) {
				t.Errorf("limits %v", limits)
			}
		})
	}
}

// OpenAI answers with an error where reasoning left nothing.
func TestReasoningThatTookAll(t *testing.T) {
	s, bodies := picky(t, Config{}, func(body map[string]any) string {
		if body["max_tokens"].(float64) > 1000 {
			return ""
		}
		return `{"error":{"message":"Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens.","type":"invalid_request_error"}}`
	})
	if _, err := s.Warm(t.Context(), question); err != nil || len(*bodies) != 1 {
		t.Errorf("a warm-up: %v after %d requests", err, len(*bodies))
	}
	if _, _, err := ask(t, s); err != nil || len(*bodies) != 3 || (*bodies)[2]["max_tokens"] != 2100.0 {
		t.Errorf("%v: %v", *bodies, err)
	}
}

func TestMergePatch(t *testing.T) {
	for _, c := range []struct{ target, patch, want string }{ // RFC 7396, appendix A, its objects
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var target, patch map[string]any
		if json.Unmarshal([]byte(c.target), &target) != nil || json.Unmarshal([]byte(c.patch), &patch) != nil {
			t.Fatal("bad case")
		}
		mergePatch(target, patch)
		if got, _ := json.Marshal(target); string(got) != c.want {
			t.Errorf("%s and %s make %s, want %s", c.target, c.patch, got, c.want)
		}
	}
}

// FuzzLearn: whatever a server complains of, asking comes to an end, and what is
// left out was named.
func FuzzLearn(f *testing.F) {
	f.Add("Unsupported value: 'reasoning_effort' does not support 'none'", 400)
	f.Add("seed, temperature, max_tokens, max_completion_tokens must be one of", 422)
	f.Add("System role not supported; stream_options", 500)
	f.Fuzz(func(t *testing.T, words string, status int) {
		p := newParams(map[string]any{"top_p": 1, "x": map[string]any{"y": nil}})
		err := &Error{Kind: Failed, Status: status, words: strings.ToLower(words)}
		for requests := 0; ; requests++ {
			if requests > 20 {
				t.Fatalf("no end: %q", words)
			}
			if !p.learn(p.next(100, true), err) {
				break
			}
		}
		for name := range p.refused {
			if name == "x" && hasWord(err.words, "y") || name == paramTemplate && hasWord(err.words, "enable_thinking") ||
				name == "stream_options" && hasWord(err.words, "include_usage") || name == paramEffort {
				continue
			}
			if !hasWord(err.words, name) {
				t.Errorf("%q was left out for %q", name, words)
			}
		}
	})
}
