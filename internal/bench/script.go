package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
)

// A Script is an OpenAI-compatible server on this machine whose model quotes the
// first lines of the résumé that it is sent, each with its number, at a steady
// pace. It says how much of a prompt it read with the one before.
type Script struct {
	URL    string // of the API, with /v1
	pace   time.Duration
	server *http.Server
	kept   atomic.Pointer[string]
}

// NewScript starts a server whose model takes pace for a token of four letters.
func NewScript(pace time.Duration) (*Script, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("bench: start a scripted model: %w", err)
	}
	mux := http.NewServeMux()
	s := &Script{URL: "http://" + listener.Addr().String() + "/v1", pace: pace, server: &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}}
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"object": "list", "data": [{"id": "script", "object": "model"}]}`))
	})
	mux.HandleFunc("POST /v1/chat/completions", s.write)
	go func() { _ = s.server.Serve(listener) }()
	return s, nil
}

// Close ends the server and what it is writing.
func (s *Script) Close() { _ = s.server.Close() }

// numbered is a passage as the prompt has it. One that speaks in the first person
// would have to be put into the third, which this model cannot do.
var (
	numbered    = regexp.MustCompile(`(?m)^\[(\d+)\] (.{40,200}[.])$`)
	firstPerson = regexp.MustCompile(`(?i)\b(?:i|me|my|we|our)\b`)
)

// quotations is how many passages the scripted model quotes.
const quotations = 3

func (s *Script) write(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Messages []struct{ Content string }
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, `{"error": {"message": "no JSON"}}`, http.StatusBadRequest)
		return
	}
	var text strings.Builder
	for _, m := range body.Messages {
		text.WriteString(m.Content + "\n")
	}
	prompt := text.String()
	cached := 0
	if before := s.kept.Swap(&prompt); before != nil {
		for cached < min(len(prompt), len(*before)) && prompt[cached] == (*before)[cached] {
			cached++
		}
	}
	var reply strings.Builder
	quoted := 0
	for _, m := range numbered.FindAllStringSubmatch(prompt, -1) {
		if quoted < quotations && !firstPerson.MatchString(m[2]) {
			fmt.Fprintf(&reply, "%s [%s]. ", strings.TrimSuffix(m[2], "."), m[1])
			quoted++
		}
	}
	w.Header().Set("Content-Type", "text/event-stream")
	rest, tick := []rune(strings.TrimSpace(reply.String())), time.NewTicker(s.pace)
	defer tick.Stop()
	for len(rest) > 0 {
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
		n := min(4, len(rest))
		piece, _ := json.Marshal(string(rest[:n]))
		rest = rest[n:]
		fmt.Fprintf(w, `data: {"object": "chat.completion.chunk", "model": "script", "choices": [{"index": 0, "delta": {"content": %s}}]}`+"\n\n", piece)
		_ = http.NewResponseController(w).Flush()
	}
	fmt.Fprintf(w, `data: {"object": "chat.completion.chunk", "model": "script", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], `+
		`"usage": {"prompt_tokens": %d, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": %d}}}`+"\n\ndata: [DONE]\n\n", len(prompt)/4, cached/4)
}

// A Stream is when what a model wrote arrived, from the sending of the request.
type Stream struct {
	Text          string
	FirstToken    time.Duration
	FirstSentence time.Duration // when its last letter was there
	End           time.Duration
}

// sentenceEnd is where a sentence with its citation ends.
var sentenceEnd = regexp.MustCompile(`\[\d+(?:, ?\d+)*\][.!?]?|[.!?]\s`)

// HasSentence tells whether a text holds a whole sentence.
func HasSentence(text string) bool { return sentenceEnd.MatchString(text) }

// Listen sends a conversation to an OpenAI-compatible API with as little between
// as there can be, and reads what comes.
func Listen(ctx context.Context, api, key, model string, messages any, maxTokens int) (Stream, error) {
	body, err := json.Marshal(map[string]any{"model": model, "messages": messages, "max_tokens": maxTokens, "stream": true, "temperature": 0})
	if err != nil {
		return Stream{}, fmt.Errorf("bench: write a request: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, api+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return Stream{}, fmt.Errorf("bench: write a request: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	start := time.Now()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return Stream{}, fmt.Errorf("bench: ask the model: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Stream{}, fmt.Errorf("bench: ask the model: %s", response.Status)
	}
	s, err := read(response, start)
	if err != nil {
		return Stream{}, fmt.Errorf("bench: read the reply: %w", err)
	}
	return s, nil
}

func read(response *http.Response, start time.Time) (Stream, error) {
	var s Stream
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data:")
		if data = strings.TrimSpace(data); !ok || data == "[DONE]" {
			continue
		}
		var event struct {
			Choices []struct{ Delta struct{ Content string } }
		}
		if err := json.Unmarshal([]byte(data), &event); err != nil {
			return s, err
		}
		for _, c := range event.Choices {
			if c.Delta.Content == "" {
				continue
			}
			if s.Text == "" {
				s.FirstToken = time.Since(start)
			}
			s.Text += c.Delta.Content
			if s.FirstSentence == 0 && HasSentence(s.Text) {
				s.FirstSentence = time.Since(start)
			}
		}
	}
	s.End = time.Since(start)
	if lines.Err() == nil && s.Text == "" {
		return s, errors.New("it wrote nothing")
	}
	return s, lines.Err()
}
