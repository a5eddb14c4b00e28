package health

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"resumebot/internal/rag"
)

func get(t *testing.T, h http.Handler, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestReadyFollowsItsParts(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []State
		code  int
		want  State
	}{
		{"all well", []State{OK, Off}, 200, OK},
		{"model gone", []State{OK, Degraded}, 200, Degraded},
		{"gateway gone", []State{Down, Degraded, OK}, 503, Down},
		{"nothing to check", nil, 200, OK},
	} {
		t.Run(c.name, func(t *testing.T) {
			var checks []Check
			for _, s := range c.parts {
				checks = append(checks, Check{"x", func(context.Context) (State, string) { return s, "why" }})
			}
			code, body := get(t, Handler(checks, nil), "/readyz")
			var got struct {
				State State
				Parts []part
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatal(err)
			}
			if code != c.code || got.State != c.want || len(got.Parts) != len(c.parts) {
				t.Errorf("HTTP %d %s", code, body)
			}
		})
	}
}

func TestMetricsCountAnswers(t *testing.T) {
	m := NewMetrics(Counts{Connects: func() int64 { return 3 }, Waiting: func() int64 { return 2 }})
	m.Asked("answered", rag.Answer{Timing: rag.Timing{Total: 2, Embed: 1}, Dropped: []rag.Dropped{{}, {}}, Degraded: true, PromptTokens: 7}, time.Second)
	m.Asked("refused", rag.Answer{}, time.Millisecond)
	_, body := get(t, Handler(nil, m), "/metrics")
	for _, want := range []string{
		`resumebot_questions_total{outcome="answered"} 1`, `resumebot_questions_total{outcome="refused"} 1`,
		`resumebot_dropped_sentences_total 2`, `resumebot_degraded_answers_total 1`, `resumebot_prompt_tokens_total 7`,
		`resumebot_gateway_connects_total 3`, `resumebot_model_waiting 2`,
		`resumebot_stage_seconds_count{stage="embed"} 1`, `resumebot_stage_seconds_count{stage="total"} 2`, "go_goroutines",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, not := range []string{`stage="write"`, "resumebot_gateway_resumes_total"} {
		if strings.Contains(body, not) {
			t.Errorf("shows %s", not)
		}
	}
}

// What the world may reach tells no more than that the process lives.
func TestAliveTellsNothingMore(t *testing.T) {
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 404, "/metrics": 404, "/": 404} {
		if code, body := get(t, Alive(), path); code != want || code == 200 && body != "ok\n" {
			t.Errorf("%s: HTTP %d %q, want %d", path, code, body, want)
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	addresses, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- Serve(ctx, "127.0.0.1:0", Handler(nil, nil), slog.New(slog.DiscardHandler), func(a net.Addr) { addresses <- a })
	}()
	at := (<-addresses).String()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+at+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || string(text) != "ok\n" {
		t.Errorf("%q, %v", text, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := Serve(t.Context(), "256.0.0.1:99999", nil, slog.New(slog.DiscardHandler), nil); err == nil || !strings.Contains(err.Error(), "serve 256.0.0.1:99999") {
		t.Errorf("a bad address: %v", err)
	}
}
