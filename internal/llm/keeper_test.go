package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// stage is a server whose behaviour a test changes while a keeper minds it.
type stage struct {
	mu      sync.Mutex
	chat    http.HandlerFunc // of /chat/completions
	list    http.HandlerFunc // of /models
	asked   int              // requests for chat
	prompts []string         // the last message of each
	running atomic.Int32
	most    atomic.Int32 // at the same time
}

func (s *stage) play(chat http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chat = chat
}

func (s *stage) playList(list http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = list
}

func (s *stage) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

func (s *stage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := s.running.Add(1)
	defer s.running.Add(-1)
	s.most.Store(max(s.most.Load(), n))
	s.mu.Lock()
	chat, list := s.chat, s.list
	switch {
	case strings.HasSuffix(r.URL.Path, "/chat/completions"):
		s.asked++
		var body struct{ Messages []Message }
		_ = json.NewDecoder(r.Body).Decode(&body)
		s.prompts = append(s.prompts, body.Messages[len(body.Messages)-1].Content)
		s.mu.Unlock()
		chat(w, r)
	case strings.HasSuffix(r.URL.Path, "/models") && list != nil:
		s.mu.Unlock()
		list(w, r)
	case strings.HasSuffix(r.URL.Path, "/v1/models"):
		s.mu.Unlock()
		fmt.Fprint(w, `{"data":[{"id":"m"}]}`)
	default:
		s.mu.Unlock()
		http.NotFound(w, r)
	}
}

func well(w http.ResponseWriter, _ *http.Request) { events(w, delta("At Acme."), stop, done) }

func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func fails(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, `{"error":"no"}`, status) }
}

// minded runs test with a keeper of a server that stages s, in fake time.
func minded(t *testing.T, s *stage, test func(t *testing.T, k *Keeper)) {
	t.Helper()
	inBubble(t, Config{Model: "m", Timeout: time.Minute, StartTimeout: 5 * time.Minute}, s.ServeHTTP, func(t *testing.T, c *Server) {
		k := NewKeeper(func(context.Context) (*Server, error) { return c, nil }, "", nil)
		k.Warm(func() []Message { return nil })
		keep(t, k, func() { test(t, k) })
	})
}

// A model is loaded before anybody says with what conversations begin, but is not
// ready then.
func TestKeeperWaitsForThePrefix(t *testing.T) {
	s := &stage{chat: well}
	inBubble(t, Config{Model: "m"}, s.ServeHTTP, func(t *testing.T, c *Server) {
		k := NewKeeper(func(context.Context) (*Server, error) { return c, nil }, "", nil)
		keep(t, k, func() {
			time.Sleep(time.Hour)
			wantReady(t, k, false, reasonLoading)
			if s.count() != 1 {
				t.Errorf("%d requests to load", s.count())
			}
			k.Warm(func() []Message { return question })
			time.Sleep(time.Second)
			wantReady(t, k, true, "")
		})
	})
}

// keep runs test while k runs, and sees that Run ends.
func keep(t *testing.T, k *Keeper, test func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); k.Run(ctx) }()
	test()
	cancel()
	<-ended
}

func wantReady(t *testing.T, k *Keeper, ok bool, reason string) {
	t.Helper()
	if got, why := k.Ready(); got != ok || why != reason {
		t.Fatalf("ready: %v, %q; want %v, %q", got, why, ok, reason)
	}
}

func askKeeper(ctx context.Context, k *Keeper) (string, error) {
	var text strings.Builder
	_, err := k.Chat(ctx, question, 100, func(s string) error { text.WriteString(s); return nil })
	return text.String(), err
}

func TestKeeperWarms(t *testing.T) {
	s := &stage{chat: func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Minute) // longer than visitors wait
		well(w, r)
	}}
	minded(t, s, func(t *testing.T, k *Keeper) {
		k.Warm(func() []Message { return []Message{{"system", "The rules."}} })
		time.Sleep(time.Minute)
		wantReady(t, k, false, reasonLoading)
		begin := time.Now()
		if _, err := askKeeper(t.Context(), k); err == nil || time.Since(begin) > 0 {
			t.Errorf("a visitor waited for %s, and got %v", time.Since(begin), err)
		}
		time.Sleep(4 * time.Minute)
		s.play(well)
		wantReady(t, k, true, "")
		if text, err := askKeeper(t.Context(), k); text != "At Acme." || err != nil {
			t.Errorf("%q, %v", text, err)
		}
		if got := strings.Join(s.prompts, "|"); got != "The rules.|The rules.|Where does he work?" {
			t.Errorf("prompts %s", got)
		}
		k.Warm(func() []Message { return []Message{{"system", "Other rules."}} })
		wantReady(t, k, false, reasonLoading)
		time.Sleep(time.Second)
		wantReady(t, k, true, "")
		if s.prompts[len(s.prompts)-1] != "Other rules." || s.most.Load() != 1 {
			t.Errorf("prompts %q, %d at a time", s.prompts, s.most.Load())
		}
	})
}

// A server that hangs costs the waiting time once, whoever asks meanwhile.
func TestKeeperHang(t *testing.T) {
	s := &stage{chat: well}
	minded(t, s, func(t *testing.T, k *Keeper) {
		time.Sleep(time.Second)
		wantReady(t, k, true, "")
		s.play(hangs)
		begin := time.Now()
		var wg sync.WaitGroup
		for i := range 5 {
			wg.Go(func() {
				time.Sleep(time.Duration(10*i) * time.Second)
				_, err := askKeeper(t.Context(), k)
				wantKind(t, err, Timeout, "")
			})
		}
		wg.Wait()
		if waited := time.Since(begin); waited != time.Minute {
			t.Errorf("the visitors waited for %s", waited)
		}
		wantReady(t, k, false, reasonIll)
		before := s.count()
		for range 3 {
			if _, err := askKeeper(t.Context(), k); err == nil {
				t.Error("an ill server was asked")
			}
		}
		if s.count() != before {
			t.Error("questions reached the ill server")
		}
		time.Sleep(20 * time.Minute) // the list answers, the model does not
		wantReady(t, k, false, reasonLoading)
		s.play(well)
		time.Sleep(6 * time.Minute)
		wantReady(t, k, true, "")
	})
}

func TestKeeperProbes(t *testing.T) {
	s := &stage{chat: well}
	var probes []time.Time
	minded(t, s, func(t *testing.T, k *Keeper) {
		time.Sleep(time.Second)
		s.play(fails(500))
		s.playList(func(w http.ResponseWriter, r *http.Request) {
			s.mu.Lock()
			probes = append(probes, time.Now())
			s.mu.Unlock()
			fails(500)(w, r)
		})
		ill := time.Now()
		if _, err := askKeeper(t.Context(), k); err == nil {
			t.Fatal("no error")
		}
		time.Sleep(5 * time.Minute)
		s.mu.Lock()
		defer s.mu.Unlock()
		last, most := ill, 0*time.Second
		for i, at := range probes {
			pause, whole := at.Sub(last), min(time.Second<<i, 30*time.Second)
			if pause > whole || pause < whole*3/4 {
				t.Errorf("pause %d is %s, want at most %s", i, pause, whole)
			}
			last, most = at, max(most, pause)
		}
		if len(probes) < 12 || most < 22*time.Second {
			t.Errorf("%d probes, longest pause %s", len(probes), most)
		}
	})
	minded(t, s, func(t *testing.T, k *Keeper) {
		if _, err := k.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		wantReady(t, k, false, reasonIll)
		s.playList(nil)
		s.play(well)
		time.Sleep(31 * time.Second)
		wantReady(t, k, true, "")
	})
}

// TestKeeperJudges tells failures of the server from those of one question.
func TestKeeperJudges(t *testing.T) {
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		chat http.HandlerFunc
		ctx  func(context.Context) context.Context
		ill  bool
	}{
		{"500", fails(500), nil, true},
		{"401", fails(401), nil, true},
		{"404 for the model", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, `{"error":"model 'm' not found"}`, 404)
		}, nil, true},
		{"a web page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") }, nil, true},
		{"400", fails(400), nil, false},
		{"429", fails(429), nil, false},
		{"no words", func(w http.ResponseWriter, _ *http.Request) { events(w, stop, done) }, nil, false},
		{"a visitor who left", well, func(context.Context) context.Context { return stopped }, false},
		{"a visitor's deadline", hangs, func(ctx context.Context) context.Context {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			time.AfterFunc(time.Minute, cancel)
			return ctx
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &stage{chat: well}
			minded(t, s, func(t *testing.T, k *Keeper) {
				time.Sleep(time.Second)
				s.play(c.chat)
				ctx := t.Context()
				if c.ctx != nil {
					ctx = c.ctx(ctx)
				}
				if _, err := askKeeper(ctx, k); err == nil {
					t.Error("no error")
				}
				if ok, _ := k.Ready(); ok == c.ill {
					t.Errorf("ready: %v", ok)
				}
				time.Sleep(2 * time.Minute)
			})
		})
	}
}

// A server with one place answers another visitor meanwhile: that is no hang.
func TestKeeperBusy(t *testing.T) {
	s := &stage{chat: well}
	minded(t, s, func(t *testing.T, k *Keeper) {
		time.Sleep(time.Second)
		var first atomic.Bool
		s.play(func(w http.ResponseWriter, r *http.Request) {
			if !first.CompareAndSwap(false, true) {
				<-r.Context().Done()
				return
			}
			for range 10 {
				time.Sleep(10 * time.Second)
				events(w, delta("x"))
			}
			events(w, stop, done)
		})
		var wg sync.WaitGroup
		wg.Go(func() {
			if text, err := askKeeper(t.Context(), k); len(text) != 10 || err != nil {
				t.Errorf("%q, %v", text, err)
			}
		})
		time.Sleep(time.Second)
		_, err := askKeeper(t.Context(), k)
		wantKind(t, err, Timeout, "")
		wantReady(t, k, true, "")
		wg.Wait()
	})
}

func TestKeeperFindsAServerLater(t *testing.T) {
	s := &stage{chat: well}
	inBubble(t, Config{Model: "m"}, s.ServeHTTP, func(t *testing.T, c *Server) {
		var looks atomic.Int32
		var there atomic.Bool
		k := NewKeeper(func(context.Context) (*Server, error) {
			if looks.Add(1); there.Load() {
				return c, nil
			}
			return nil, nil
		}, "no Ollama", nil)
		if found, err := k.Look(t.Context()); found != nil || err != nil {
			t.Fatalf("found %v, %v", found, err)
		}
		keep(t, k, func() {
			k.Warm(func() []Message { return question })
			time.Sleep(5*time.Minute + time.Second)
			wantReady(t, k, false, "no Ollama")
			if k.Model() != "" || k.Context() != defaultContext || looks.Load() != 11 {
				t.Errorf("model %q, context %d, %d looks in five minutes", k.Model(), k.Context(), looks.Load())
			}
			there.Store(true)
			time.Sleep(31 * time.Second)
			wantReady(t, k, true, "")
			if k.Model() != "m" {
				t.Errorf("model %q", k.Model())
			}
		})
	})
}

// TestKeeperFitsThePrefix plays an Ollama with less context than the bot thinks:
// the prefix is made anew for what there is, and the operator told once.
func TestKeeperFitsThePrefix(t *testing.T) {
	const holds = 256
	var whole atomic.Bool
	s := &stage{}
	s.chat = func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		tokens := len(s.prompts[len(s.prompts)-1])/4 + 12
		s.mu.Unlock()
		whole.Store(tokens <= holds)
		events(w, delta("At Acme."), stop, fmt.Sprintf(`data: {"choices":[],"usage":{"prompt_tokens":%d,"completion_tokens":1}}`, min(tokens, holds)), done)
	}
	var log strings.Builder
	cfg := Config{Model: "m", Logger: slog.New(slog.NewTextHandler(&log, nil))}
	inBubble(t, cfg, s.ServeHTTP, func(t *testing.T, c *Server) {
		k := NewKeeper(func(context.Context) (*Server, error) { return c, nil }, "", nil)
		keep(t, k, func() {
			k.Warm(func() []Message { // at most what would fit by a careful estimate
				return []Message{{"system", strings.Repeat("Ten chars.", min(144, (k.Context()-20)*3/10))}}
			})
			time.Sleep(time.Minute)
			synctest.Wait()
			wantReady(t, k, true, "")
			if !whole.Load() || k.Context() != holds {
				t.Errorf("the prefix is whole: %v, context %d", whole.Load(), k.Context())
			}
		})
		if strings.Count(log.String(), "level=WARN") != 1 || !strings.Contains(log.String(), "OLLAMA_CONTEXT_LENGTH=8192") {
			t.Errorf("log:\n%s", log.String())
		}
	})
}

// A résumé that changes while its predecessor is being read is read in its turn.
func TestKeeperWarmsTheLatest(t *testing.T) {
	s := &stage{chat: func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(time.Minute)
		well(w, r)
	}}
	minded(t, s, func(t *testing.T, k *Keeper) {
		k.Warm(func() []Message { return []Message{{"system", "Old."}} })
		time.Sleep(90 * time.Second) // loaded, and reading
		k.Warm(func() []Message { return []Message{{"system", "New."}} })
		time.Sleep(time.Minute)
		wantReady(t, k, false, reasonLoading)
		time.Sleep(5 * time.Minute)
		wantReady(t, k, true, "")
		s.mu.Lock()
		defer s.mu.Unlock()
		if got := strings.Join(s.prompts, "|"); got != "Old.|Old.|New.|New." {
			t.Errorf("prompts %s", got)
		}
	})
}

// A conversation that shows how little the server holds has the prefix made anew.
func TestKeeperShrinksInUse(t *testing.T) {
	s := &stage{chat: well}
	minded(t, s, func(t *testing.T, k *Keeper) {
		var sizes []int
		k.Warm(func() []Message { sizes = append(sizes, k.Context()); return question })
		time.Sleep(time.Second)
		synctest.Wait()
		s.play(func(w http.ResponseWriter, _ *http.Request) {
			s.play(well) // for the prefix, which is sent anew at once
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}`)
		})
		_, err := askKeeper(t.Context(), k)
		wantKind(t, err, ContextTooLong, "")
		wantReady(t, k, false, reasonLoading)
		time.Sleep(time.Second)
		synctest.Wait()
		wantReady(t, k, true, "")
		if last := sizes[len(sizes)-1]; last >= defaultContext || last != k.Context() {
			t.Errorf("the prefix was made for %d", sizes)
		}
	})
}

// Where the model is gone from a server, another is looked for.
func TestKeeperFindsAnotherModel(t *testing.T) {
	s := &stage{chat: well}
	inBubble(t, Config{Model: "m"}, s.ServeHTTP, func(t *testing.T, c *Server) {
		var looks atomic.Int32
		k := NewKeeper(func(context.Context) (*Server, error) { looks.Add(1); return c, nil }, "", nil)
		k.Warm(func() []Message { return nil })
		keep(t, k, func() {
			time.Sleep(time.Second)
			wantReady(t, k, true, "")
			gone := func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, `{"error":"model 'm' not found"}`, http.StatusNotFound)
			}
			s.play(gone)
			if _, err := askKeeper(t.Context(), k); err == nil {
				t.Error("no error")
			}
			time.Sleep(5 * time.Second)
			s.play(well)
			time.Sleep(time.Minute)
			wantReady(t, k, true, "")
			if n := looks.Load(); n < 2 {
				t.Errorf("%d looks", n)
			}
			if text, err := askKeeper(t.Context(), k); text == "" || err != nil {
				t.Errorf("%q, %v", text, err)
			}
		})
	})
}
