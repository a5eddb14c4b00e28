package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
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

// gate is the gateway as Ready and Stats see it.
type gate struct {
	up                atomic.Bool  // READY or RESUMED came on the present link
	heard             atomic.Int64 // when the link last brought anything, Unix nanoseconds
	connects, resumes atomic.Int64
}

// Ready reports whether events arrive: the session was begun or resumed, and
// the link is alive. Discord acknowledges a heartbeat every 41 s or so.
func (s *Session) Ready() bool {
	return s.gate.up.Load() && time.Since(time.Unix(0, s.gate.heard.Load())) < s.opts.IdleLimit
}

// Run keeps the bot connected and calls h for what happens, until the context
// ends or Discord wants no reconnect ([*FatalError]). It then lets running
// handlers finish (see [Options].Grace) and closes the connection for good. Run
// is called once.
//
// discordgo's own reconnecting is off: it ignores close codes, goes on after
// Close, and may hang for ever. Here a link that is lost is opened again on the
// same discordgo.Session, which resumes; a Session that does not open in time
// is abandoned.
func (s *Session) Run(ctx context.Context, h Handlers) error {
	var l *link
	pause := s.opts.MinPause
	for {
		if l == nil {
			l = s.newLink(h)
		}
		began := time.Now()
		err := l.session(ctx)
		s.gate.up.Store(false)
		if ctx.Err() != nil {
			s.Drain()
			l.close()
			return nil
		}
		var f *FatalError
		if errors.As(err, &f) {
			s.Drain()
			return f
		}
		if l.spent {
			l = nil
		}
		if time.Since(began) > s.opts.MaxPause {
			pause = s.opts.MinPause
		}
		wait := jitter(pause)
		var starts *startsError
		if errors.As(err, &starts) {
			wait = starts.after
		}
		s.log.Warn("discord: gateway lost, connecting again", "err", scrubbed{err}, "in", wait, "resume", l != nil)
		if sleep(ctx, wait) != nil {
			continue // the context ended: the next turn goes down
		}
		pause = min(2*pause, s.opts.MaxPause)
	}
}

// A link is one gateway session of Discord's, over one connection after the
// other. Its methods are called by Run only.
type link struct {
	s     *Session
	dg    *discordgo.Session
	lost  chan struct{}
	ready chan struct{} // READY or RESUMED came
	spent bool          // cannot be resumed

	mu   sync.Mutex
	conn net.Conn // the present connection
}

func (s *Session) newLink(h Handlers) *link {
	l := &link{s: s, lost: make(chan struct{}, 1), ready: make(chan struct{}, 1)}
	dg, err := discordgo.New("Bot " + s.opts.Token)
	if err != nil {
		panic(err) // it never returns one
	}
	dg.Identify.Intents = s.opts.Intents
	dg.ShouldReconnectOnError = false
	dg.StateEnabled = false // nothing here reads it, and it grows with the servers
	dg.LogLevel = discordgo.LogWarning
	dg.Client = &http.Client{Transport: addressOnly{s}}
	dg.Dialer = l.dialer()
	dg.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { signal(l.lost) })
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { l.receive(e, h) })
	l.dg = dg
	return l
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func drain(c chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// session connects, waits until the link is lost or the context ends, and says
// why it ended.
func (l *link) session(ctx context.Context) error {
	drain(l.lost)
	drain(l.ready)
	if err := l.open(ctx); err != nil {
		return err
	}
	limit := time.NewTimer(l.s.opts.OpenLimit)
	defer limit.Stop()
	select {
	case <-l.ready:
	case <-l.lost:
		// discordgo answers Op 9 with a new identify behind Open's back, and the
		// close code of that is lost. A fresh one shows it.
		l.spent = true
		return errors.New("discord: link lost before it was ready")
	case <-limit.C:
		l.abandon()
		return errors.New("discord: gateway did not become ready in time")
	case <-ctx.Done():
		return ctx.Err()
	}
	l.s.gate.up.Store(true)
	select {
	case <-l.lost:
		return errors.New("discord: link lost")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// open calls discordgo's Open, which has no limit of its own and can hang for
// ever with the Session's lock held.
func (l *link) open(ctx context.Context) error {
	result := make(chan error, 1)
	go func() { result <- l.dg.Open() }()
	limit := time.NewTimer(l.s.opts.OpenLimit)
	defer limit.Stop()
	select {
	case err := <-result:
		return l.judge(err)
	case <-limit.C:
		l.abandon()
		return errors.New("discord: gateway did not open in time")
	case <-ctx.Done():
		l.abandon() // Close would wait for Open
		return ctx.Err()
	}
}

// judge says what an error of Open means for the link.
func (l *link) judge(err error) error {
	if err == nil || errors.Is(err, discordgo.ErrWSAlreadyOpen) {
		return nil
	}
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		if f := fatal(closed.Code); f != nil {
			return f
		}
		// Session no longer valid, wrong sequence, timed out, and the like: a
		// new session is needed.
		l.spent = closed.Code >= 4000 && closed.Code != 4000 && closed.Code != 4008
	}
	var status *StatusError
	if errors.As(err, &status) && status.Status == http.StatusUnauthorized {
		return fatal(4004)
	}
	return err
}

// abandon leaves a discordgo.Session that may hang. Breaking its connection
// frees what can be freed.
func (l *link) abandon() {
	l.spent = true
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.Close()
	}
}

// close ends the session at Discord.
func (l *link) close() {
	if l.spent {
		return
	}
	l.spent = true
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		if err := l.dg.Close(); err != nil {
			l.s.log.Debug("discord: close gateway", "err", err)
		}
	}()
	select {
	case <-closed:
	case <-time.After(3 * time.Second): // Close itself sleeps for one
		l.abandon()
	}
}

// receive takes every event in the raw, for discordgo's decoder loses messages
// with components and forms with inputs that it does not know.
func (l *link) receive(e *discordgo.Event, h Handlers) {
	s := l.s
	ctx := context.Background()
	switch e.Type {
	case "READY":
		s.onReady(e.RawData)
		s.gate.connects.Add(1)
		signal(l.ready)
		s.log.Info("discord: gateway ready", "user", s.App().User)
		if s.opts.Status != "" {
			go l.setStatus(s.opts.Status)
		}
		if h.Ready != nil {
			s.handle(ctx, e.Type, "", h.Ready)
		}
	case "RESUMED":
		s.gate.connects.Add(1)
		s.gate.resumes.Add(1)
		signal(l.ready)
		s.log.Info("discord: gateway resumed")
	case "INTERACTION_CREATE":
		i, fields, err := decodeInteraction(e.RawData)
		if err != nil {
			s.log.Error("discord: event lost", "type", e.Type, "err", scrubbed{err})
			return
		}
		s.interact(ctx, h, s.newInteraction(i, fields))
	case "MESSAGE_CREATE":
		m, err := decodeMessage(e.RawData)
		if err != nil {
			s.log.Error("discord: event lost", "type", e.Type, "err", err)
			return
		}
		if h.Message != nil {
			s.handle(ctx, e.Type, m.ID, func(ctx context.Context) { h.Message(ctx, m) })
		}
	}
}

func (s *Session) newInteraction(d *discordgo.Interaction, fields map[string]string) *Interaction {
	i := &Interaction{Interaction: d, Fields: fields, session: s, received: time.Now()}
	i.deliver = i.post
	return i
}

func (s *Session) interact(ctx context.Context, h Handlers, i *Interaction) {
	if h.Interaction != nil {
		s.handle(ctx, "INTERACTION_CREATE", i.ID, func(ctx context.Context) { h.Interaction(ctx, i) })
	}
}

// setStatus shows a line under the bot's name, until the session ends. It waits
// for Open, so it must not hold up the handler of READY.
func (l *link) setStatus(text string) {
	err := l.dg.UpdateStatusComplex(discordgo.UpdateStatusData{Status: "online", Activities: []*discordgo.Activity{
		{Name: "Custom Status", Type: discordgo.ActivityTypeCustom, State: text}}})
	if err != nil {
		l.s.log.Debug("discord: set status", "err", err)
	}
}

// dialer is the configured one with connections that notice silence.
func (l *link) dialer() *websocket.Dialer {
	d := *l.s.opts.Dialer
	dial := d.NetDialContext
	if dial == nil {
		dial = (&net.Dialer{Timeout: 15 * time.Second}).DialContext
	}
	d.NetDialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		c := &idleConn{Conn: conn, limit: l.s.opts.IdleLimit, heard: &l.s.gate.heard}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.conn = c
		return c, nil
	}
	return &d
}

// An idleConn breaks when nothing arrives for too long. discordgo would notice
// after five missed acknowledgements, 206 s.
type idleConn struct {
	net.Conn
	limit time.Duration
	heard *atomic.Int64
}

func (c *idleConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.limit)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.heard.Store(time.Now().UnixNano())
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		// Before discordgo says goodbye with 1000, which would end the session
		// if it still arrived.
		c.Close()
	}
	return n, err
}

// addressOnly serves the one REST call of discordgo's gateway code: where is
// the gateway?
type addressOnly struct{ s *Session }

func (a addressOnly) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.URL.Path, "/gateway") {
		return nil, fmt.Errorf("discord: unexpected call of %s", req.URL.Path)
	}
	ctx, cancel := context.WithTimeout(req.Context(), a.s.opts.OpenLimit)
	defer cancel()
	address, err := a.s.gatewayAddress(ctx)
	if err != nil {
		return nil, err
	}
	js, err := json.Marshal(map[string]string{"url": address})
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: 200, Status: "200 OK", Header: http.Header{}, Request: req, Body: io.NopCloser(bytes.NewReader(js))}, nil
}

// A startsError says that no session may begin for a while: Discord resets the
// token of a bot that begins more than a thousand a day.
type startsError struct{ after time.Duration }

func (e *startsError) Error() string {
	return fmt.Sprintf("discord: too many sessions begun today, next in %v", e.after.Round(time.Second))
}

// gatewayAddress asks /gateway/bot, or /gateway where that is not served.
func (s *Session) gatewayAddress(ctx context.Context) (string, error) {
	var g struct {
		URL    string
		Starts struct {
			Total, Remaining int
			After            int64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	err := s.rest.call(ctx, http.MethodGet, "/gateway/bot", nil, &g)
	var status *StatusError
	if errors.As(err, &status) && status.Status == http.StatusNotFound {
		err = s.rest.call(ctx, http.MethodGet, "/gateway", nil, &g)
	}
	switch {
	case err != nil:
		return "", err
	case g.URL == "":
		return "", errors.New("discord: no gateway address in the answer")
	case g.Starts.Total > 0 && g.Starts.Remaining <= 0:
		return "", &startsError{time.Duration(g.Starts.After)*time.Millisecond + time.Second}
	}
	return g.URL, nil
}
