package discord

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// ErrStopping is the cause of a handler's ended context when the bot goes down
// (see [context.Cause]): there is time to say so to the asker, and no more.
var ErrStopping = errors.New("discord: the bot is going down")

// eventLimit bounds one event's handler: an interaction's token lives for
// fifteen minutes.
const eventLimit = 14 * time.Minute

// Handlers are called for each event, each in its own goroutine, with a context
// that ends after fourteen minutes, or with cause [ErrStopping]. Nil ones are
// left out. A panic is logged with its stack and ends only the handler.
//
// Overheard alone is called in the order in which messages came, before Message
// and for one at a time: it tells what that order means, and must not wait.
type Handlers struct {
	Interaction func(context.Context, *Interaction)
	Overheard   func(*discordgo.Message)
	Message     func(context.Context, *discordgo.Message)               // new messages, the bot's own too
	Edited      func(context.Context, *discordgo.Message)               // messages that changed, in any way
	Deleted     func(ctx context.Context, channel string, ids []string) // messages that are gone
	Ready       func(context.Context)                                   // a session began: App is complete; the context is Run's
	Late        func(context.Context, *Interaction)                     // came while the bot goes down, and can be answered with a word
}

// work counts the handlers that run, so that the bot can go down in order.
type work struct {
	mu      sync.Mutex
	running map[int]context.CancelCauseFunc
	next    int
	closing bool
	idle    chan struct{} // closed when closing and nothing runs
}

// begin returns a handler's context, which keeps values of parent but not its
// end, and a function to call at the handler's end; false if the bot goes down.
func (w *work) begin(parent context.Context) (context.Context, func(), bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closing {
		return nil, nil, false
	}
	ctx, cancelTime := context.WithTimeout(context.WithoutCancel(parent), eventLimit)
	ctx, cancel := context.WithCancelCause(ctx)
	if w.running == nil {
		w.running = map[int]context.CancelCauseFunc{}
	}
	w.next++
	id := w.next
	w.running[id] = cancel
	return ctx, func() {
		cancel(nil)
		cancelTime()
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.running, id)
		if w.closing && len(w.running) == 0 {
			close(w.idle)
		}
	}, true
}

// shut lets nothing begin any more and returns a channel that closes when
// nothing runs.
func (w *work) shut() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closing {
		w.closing, w.idle = true, make(chan struct{})
		if len(w.running) == 0 {
			close(w.idle)
		}
	}
	return w.idle
}

// cancel ends the contexts of all that runs.
func (w *work) cancel(cause error) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, end := range w.running {
		end(cause)
	}
	return len(w.running)
}

// Drain stops taking events and waits for running handlers, at most
// Options.Grace. Run calls it; call it yourself when only the HTTP endpoint is
// in use.
func (s *Session) Drain() {
	idle := s.work.shut()
	soft := time.NewTimer(s.opts.Grace * 7 / 10)
	hard := time.NewTimer(s.opts.Grace)
	defer soft.Stop()
	defer hard.Stop()
	for {
		select {
		case <-idle:
			return
		case <-soft.C:
			n := s.work.cancel(ErrStopping)
			s.log.Warn("discord: interrupting what is still running", "handlers", n)
		case <-hard.C:
			s.log.Error("discord: going down although handlers still run")
			return
		}
	}
}

// handle runs f for one event. It returns false without doing so if the bot goes
// down.
func (s *Session) handle(ctx context.Context, event, id string, f func(context.Context)) (begun bool) {
	ctx, end, begun := s.work.begin(ctx) // begun is the result also after a panic
	if !begun {
		return false
	}
	defer end()
	defer recoverTo(s.log, event, id)
	f(ctx)
	return begun
}

func recoverTo(log *slog.Logger, event, id string) {
	if v := recover(); v != nil {
		log.Error("discord: panic in a handler", "event", event, "id", id, "panic", v, "stack", string(debug.Stack()))
	}
}

// A rush counts interactions that wait for their first answer.
type rush struct {
	mu    sync.Mutex
	n     int
	empty chan struct{} // closed when n comes to 0; nil while it is
}

// begin counts one in, and returns the function that counts it out, which may be
// called more than once.
func (r *rush) begin() (end func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n++; r.n == 1 {
		r.empty = make(chan struct{})
	}
	return sync.OnceFunc(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.n--; r.n == 0 {
			close(r.empty)
			r.empty = nil
		}
	})
}

// rushLimit is how long an answer lets acknowledgements go first.
const rushLimit = time.Second

// Settle waits until every interaction has its first answer, for a second at
// most. Before work that takes the processor it lets a crowd be acknowledged in
// time.
func (s *Session) Settle(ctx context.Context) {
	s.rush.mu.Lock()
	empty := s.rush.empty
	s.rush.mu.Unlock()
	if empty == nil {
		return
	}
	limit := time.NewTimer(rushLimit)
	defer limit.Stop()
	select {
	case <-empty:
	case <-limit.C:
	case <-ctx.Done():
	}
}
