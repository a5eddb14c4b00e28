package discord

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// A FatalError says that connecting again is of no use, and what to do.
type FatalError struct {
	Code   int // close code of the gateway; 4004 also for REST's 401
	Advice string
}

func (e *FatalError) Error() string { return fmt.Sprintf("discord: %s (code %d)", e.Advice, e.Code) }

// advice is what to do about the close codes after which Discord wants no
// reconnect (topics/opcodes-and-status-codes: gateway close event codes).
var advice = map[int]string{
	4004: "Discord does not accept the token: copy a fresh one from the Bot page of the developer portal (Reset Token) into DISCORD_TOKEN",
	4010: "Discord does not accept the shard: this bot runs as one shard; report this as a defect",
	4011: "the bot is in too many servers for one connection, and this program has only one: remove it from some",
	4012: "Discord no longer serves this version of its gateway: update the program",
	4013: "Discord does not know an intent that was asked for: update the program",
	4014: "Discord does not allow an intent that was asked for: switch on Message Content Intent under Privileged Gateway Intents on the Bot page of the developer portal, or unset DISCORD_MESSAGE_CONTENT",
}

func fatal(code int) error {
	if text, ok := advice[code]; ok {
		return &FatalError{code, text}
	}
	return nil
}

// endsSession tells the close codes after which a session cannot go on.
func endsSession(code int) bool { return code == 4003 || code == 4007 || code == 4009 }

// gate is the gateway as Ready and Stats see it.
type gate struct {
	up                atomic.Bool // READY or RESUMED came on the present link
	connects, resumes atomic.Int64
}

// Ready reports whether events arrive: the session was begun or resumed, and
// heartbeats are answered.
func (s *Session) Ready() bool { return s.gate.up.Load() }

// A session is what a resume goes on with. Its zero value is none.
type session struct {
	id, url string // url is where Discord wants the resume
	seq     atomic.Int64
	vain    int // resumes in a row that came to nothing
}

func (g *session) end() {
	g.id, g.url, g.vain = "", "", 0
	g.seq.Store(0)
}

// maxVain is how often a resume may come to nothing before a session begins
// anew: Discord says when it knows one no more, but others may only hang up.
const maxVain = 3

// Run keeps the bot connected and calls h for what happens, until the context
// ends or Discord wants no reconnect ([*FatalError]). It then lets running
// handlers finish (see [Options].Grace), waits for [Handlers].Ready, whose context
// has ended, and closes the connection for good. Run is called once.
//
// The gateway is spoken here and not by discordgo, around which a supervisor would
// not resume at the address that READY gives, notice one missed acknowledgement, or
// close a link without ending its session.
func (s *Session) Run(ctx context.Context, h Handlers) error {
	// The connection outlives ctx while handlers finish.
	life, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	ctx, end := context.WithCancel(ctx)
	defer s.readying.Wait()
	defer end()
	drained := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer hangUp()
		defer close(drained)
		s.Drain()
	})
	defer stop()

	var g session
	pause := s.opts.MinPause
	for {
		began, resumes := time.Now(), s.gate.resumes.Load()
		err := s.link(ctx, life, &g, h)
		served := s.gate.up.Swap(false)
		if ctx.Err() != nil {
			<-drained
			return nil
		}
		var f *FatalError
		if errors.As(err, &f) {
			s.Drain()
			return f
		}
		if served && (s.gate.resumes.Load() > resumes || time.Since(began) > 10*s.opts.MinPause) {
			pause = s.opts.MinPause // that was no vain attempt
		}
		wait := jitter(pause)
		var starts *startsError
		switch {
		case errors.As(err, &starts):
			wait = starts.after
		case errors.Is(err, errInvalidSession):
			wait = jitter(max(pause, 5*s.opts.MinPause)) // 1 to 5 s, says events/gateway: resuming
		}
		s.log.Warn("discord: gateway lost, connecting again", "err", scrubbed{err}, "in", wait, "resume", g.id != "")
		if sleep(ctx, wait) != nil {
			<-drained
			return nil
		}
		pause = min(2*pause, s.opts.MaxPause)
	}
}
