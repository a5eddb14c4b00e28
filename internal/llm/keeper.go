package llm

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// lookEvery is how often a server is looked for where none was found.
	lookEvery = 30 * time.Second
	// Pauses between two probes of a server that is ill double from the first to
	// the longest; each is up to a quarter shorter, so that many bots do not fall
	// upon one server at the same moment.
	firstPause, longestPause = time.Second, 30 * time.Second
	pauseSpread              = 0.25
	// maxWarmings bounds how often a prefix is sent anew because the context
	// proved to be another than the one it was made for.
	maxWarmings = 3
)

// What visitors are told while the model is not asked.
const (
	reasonLoading = "the language model is still loading"
	reasonIll     = "the language model does not answer"
)

// condition is how a server is, as the bot sees it.
type condition int

const (
	absent  condition = iota // none was found
	warming                  // its model is being loaded
	ready
	ill // it failed, and no probe has found it well since
)

// Keeper keeps a server ready for visitors, who never wait for more than an
// answer: it looks for the server, has it load the model and read the fixed
// beginning of all conversations, notices when it fails, and finds out when it is
// well again. It is safe for concurrent use. All requests of its own come from
// [Keeper.Run], one at a time.
type Keeper struct {
	find   func(context.Context) (*Server, error)
	reason string // while there is no server
	log    *slog.Logger
	wake   chan struct{} // Run looks at the time again

	mu       sync.Mutex
	server   *Server // nil: none was found
	now      condition
	prefix   func() []Message
	version  int           // of prefix
	due      time.Time     // of the next step, zero for none
	failures int           // in a row
	context  int           // for which the prefix was made
	sick     chan struct{} // closed when the server, once ready, is ill
	lastWord time.Time     // of any answer
}

// NewKeeper returns a keeper of the server that find finds: nil, nil means that
// there is none now. Until there is one, absentReason is what [Keeper.Ready]
// tells visitors; empty where they need not know. A nil log is nobody's.
func NewKeeper(find func(context.Context) (*Server, error), absentReason string, log *slog.Logger) *Keeper {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Keeper{find: find, reason: absentReason, log: log, wake: make(chan struct{}, 1), due: time.Now()}
}

// Look looks for the server now and returns it, nil where there is none. Its
// error is that of find.
func (k *Keeper) Look(ctx context.Context) (*Server, error) {
	if s := k.Server(); s != nil {
		return s, nil
	}
	s, err := k.find(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	if s == nil || err != nil {
		k.now, k.due = absent, time.Now().Add(lookEvery)
		return nil, err
	}
	if k.server == nil {
		k.server, k.now, k.due = s, warming, time.Now()
	}
	return k.server, nil
}

// Server is the server that was found last, nil where there is none.
func (k *Keeper) Server() *Server {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.server
}

// Ready reports whether the model can be asked now, and if not, the reason as
// visitors may read it; it is empty where no model is expected.
func (k *Keeper) Ready() (ok bool, reason string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch k.now {
	case ready:
		return true, ""
	case warming:
		return false, reasonLoading
	case ill:
		return false, reasonIll
	}
	return false, k.reason
}

// Model is the chat model's name, empty while it is not known.
func (k *Keeper) Model() string {
	if s := k.Server(); s != nil {
		return s.Model()
	}
	return ""
}

// Context is [Server.Context], the least that is common where there is no server.
func (k *Keeper) Context() int {
	if s := k.Server(); s != nil {
		return s.Context()
	}
	return defaultContext
}

// Warm says with what all conversations begin from now on, and has the server
// read it in the background; until it has, [Keeper.Ready] says no, as it does
// before the first Warm. prefix is called by Run, and again when the context
// proves to be another: what it returns should fit [Keeper.Context].
func (k *Keeper) Warm(prefix func() []Message) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.prefix = prefix
	k.version++
	if k.now == ready {
		k.now = warming
	}
	if k.now == warming {
		k.due = time.Now()
	}
	k.nudge()
}

// nudge makes Run look at the time again.
func (k *Keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// Chat is [Server.Chat] without the wait for a model to load: the first word,
// too, comes within Config.Timeout. Where the server is not ready it fails at
// once. A failure that the next question would meet as well makes it ill.
func (k *Keeper) Chat(ctx context.Context, messages []Message, maxTokens int, emit func(delta string) error) (Reply, error) {
	k.mu.Lock()
	s, sick, isReady := k.server, k.sick, k.now == ready
	k.mu.Unlock()
	if !isReady {
		return Reply{}, notReady(s, k)
	}
	var begun atomic.Bool
	own, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-sick:
			if !begun.Load() {
				cancel(errIll)
			}
		case <-own.Done():
		}
	}()
	reply, err := s.chat(own, request{messages, maxTokens, s.endpoint.timeout, true}, func(text string) error {
		begun.Store(true)
		k.mu.Lock()
		k.lastWord = time.Now()
		k.mu.Unlock()
		return emit(text)
	})
	k.judge(s, err, ctx.Err() == nil)
	return reply, err
}

// notReady is the error of a question that is not asked.
func notReady(s *Server, k *Keeper) *Error {
	e := &Error{Kind: Unreachable, Op: opChat, Server: "no server", Message: "it is not ready"}
	if s != nil {
		e.Model, e.Server = s.Model(), s.endpoint.base
	}
	if _, reason := k.Ready(); reason != "" {
		e.Message = reason
	}
	return e
}

// judge draws the conclusion from a request: a server that failed is ill, and one
// whose context proved to be another needs another prefix. wanted: the one who
// asked still wanted the answer.
func (k *Keeper) judge(s *Server, err error, wanted bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.server != s || k.now != ready {
		return
	}
	switch {
	case wanted && lasts(err) && !k.busy(s, err):
		k.fail(err)
	case k.context != s.Context():
		k.now, k.due = warming, time.Now()
	default:
		return
	}
	k.nudge()
}

// busy tells a server that has others to answer first from one that hangs.
func (k *Keeper) busy(s *Server, err error) bool {
	return errors.Is(err, context.DeadlineExceeded) && time.Since(k.lastWord) < s.endpoint.timeout
}

// lasts reports whether the next question would fail in the same way.
func lasts(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Kind {
	case Unreachable, Timeout, Unauthorized, ModelMissing, WrongModel:
		return true
	case Failed:
		return e.Status < http.StatusBadRequest || e.Status >= http.StatusInternalServerError
	}
	return false
}

// fail makes the server ill and sets the time of the next probe.
func (k *Keeper) fail(err error) {
	if k.failures == 0 {
		k.log.Warn(reasonIll, "err", err)
	}
	if k.now == ready {
		close(k.sick)
	}
	k.now = ill
	pause := min(firstPause<<min(k.failures, 10), longestPause)
	k.failures++
	spread := 1 - pauseSpread*rand.Float64()
	k.due = time.Now().Add(time.Duration(spread * float64(pause)))
}

// Run does all that goes on in the background until ctx ends. Call it once.
func (k *Keeper) Run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		k.mu.Lock()
		due := k.due
		k.mu.Unlock()
		timer.Stop()
		if !due.IsZero() {
			timer.Reset(time.Until(due))
		}
		select {
		case <-ctx.Done():
			return
		case <-k.wake:
		case <-timer.C:
			k.step(ctx)
		}
	}
}

// step does what is due.
func (k *Keeper) step(ctx context.Context) {
	s, err := k.Look(ctx)
	if err != nil {
		k.log.Debug("no language model was found", "err", err)
	}
	if s == nil {
		return
	}
	k.mu.Lock()
	wasIll, version, prefix := k.now == ill, k.version, k.prefix
	k.mu.Unlock()
	if wasIll {
		if err := s.Ping(ctx); err != nil {
			k.settle(ctx, s, version, err)
			return
		}
		k.mu.Lock()
		k.now = warming
		k.mu.Unlock()
	}
	k.settle(ctx, s, version, k.warm(ctx, s, prefix))
}

// warm has the model loaded and the prefix read, as it fits the context.
func (k *Keeper) warm(ctx context.Context, s *Server, prefix func() []Message) error {
	var messages []Message
	if prefix != nil {
		messages = prefix()
	}
	if err := s.Load(ctx, sampleOf(messages)); err != nil {
		return err
	}
	for range maxWarmings {
		size := s.Context()
		k.mu.Lock()
		k.context = size
		k.mu.Unlock()
		if prefix == nil {
			return nil
		}
		if messages = prefix(); len(messages) == 0 {
			return nil
		}
		if _, err := s.Warm(ctx, messages); err != nil {
			return err
		}
		if s.Context() == size {
			return nil
		}
	}
	return nil
}

// sampleOf is a text such as conversations hold.
func sampleOf(messages []Message) string {
	var text strings.Builder
	for _, m := range messages {
		text.WriteString(m.Content)
	}
	if text.Len() == 0 {
		return "Hello."
	}
	return text.String()
}

// settle notes how a step ended.
func (k *Keeper) settle(ctx context.Context, s *Server, version int, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		k.fail(err)
		var e *Error
		if errors.As(err, &e) && e.Kind == ModelMissing {
			k.server = nil // another may be there by the next look
		}
	case version != k.version:
		k.due = time.Now() // the résumé has changed in the meantime
	case k.prefix == nil:
		k.due = time.Time{} // loaded; with what to be warm, nobody has said yet
	default:
		k.log.Info("the language model is ready", "model", s.Model(), "context", k.context)
		k.now, k.failures, k.due, k.sick = ready, 0, time.Time{}, make(chan struct{})
	}
}
