package discord

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Opcodes of the gateway (topics/opcodes-and-status-codes).
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// closeAgain says that we leave a connection to come back on another: any code
// but 1000 and 1001, which would end the session (events/gateway: initiating a
// disconnect).
const closeAgain = 4000

const (
	maxEvent  = 64 << 20         // bytes of one event
	sendLimit = 10 * time.Second // of sending one packet
	goodbye   = time.Second      // for Discord to answer a close frame
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
// handlers finish (see [Options].Grace) and closes the connection for good. Run
// is called once.
//
// The gateway is spoken here and not by discordgo, around which a supervisor would
// not resume at the address that READY gives, notice one missed acknowledgement, or
// close a link without ending its session.
func (s *Session) Run(ctx context.Context, h Handlers) error {
	// The connection outlives ctx while handlers finish.
	life, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
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

// A link is one connection to the gateway.
type link struct {
	s *Session
	h Handlers
	g *session

	ws      *websocket.Conn
	greeted bool // Hello came
	send    sync.Mutex

	unacked atomic.Int64 // when the oldest unanswered heartbeat left, Unix nanoseconds; 0 for none
	done    chan struct{}

	mu   sync.Mutex
	lost error // why we ended it ourselves
}

// link connects, begins or resumes a session, and takes events until the
// connection is lost, which is its error, or life ends. The context bounds the
// connecting.
func (s *Session) link(ctx, life context.Context, g *session, h Handlers) error {
	ws, err := s.dial(ctx, g)
	if err != nil {
		return err
	}
	l := &link{s: s, h: h, g: g, ws: ws, done: make(chan struct{})}
	defer ws.Close()
	defer close(l.done)
	stop := context.AfterFunc(life, l.leave)
	defer stop()
	err = l.listen(ctx)
	if l.greeted && !s.gate.up.Load() {
		if g.vain++; g.vain >= maxVain {
			g.end()
		}
	}
	l.mu.Lock()
	if l.lost != nil {
		err = l.lost
	}
	l.mu.Unlock()
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		if f := fatal(closed.Code); f != nil {
			return f
		}
		if endsSession(closed.Code) {
			g.end()
		}
	}
	return err
}

// leave says goodbye, which ends the session at Discord, and lets listen wait a
// moment for the answer.
func (l *link) leave() {
	l.goodbye(websocket.CloseNormalClosure)
	l.ws.SetReadDeadline(time.Now().Add(goodbye))
}

// cut ends a connection that is of no use any more, and keeps the session.
func (l *link) cut(why error) {
	l.mu.Lock()
	l.lost = why
	l.mu.Unlock()
	l.goodbye(closeAgain)
	l.ws.Close()
}

func (l *link) goodbye(code int) {
	l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(goodbye)) // as far as it goes
}

// A packet is what the gateway sends.
type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  *int64          `json:"s"`
	Type string          `json:"t"`
}

var (
	errReconnect      = errors.New("discord: gateway asks to reconnect")
	errInvalidSession = errors.New("discord: gateway knows no such session")
	errNotAcked       = errors.New("discord: gateway does not answer heartbeats")
)

// listen takes packets until the connection is lost. It has OpenLimit to become
// ready. The context is for the handler of READY.
func (l *link) listen(ctx context.Context) error {
	l.ws.SetReadLimit(maxEvent)
	l.ws.SetReadDeadline(time.Now().Add(l.s.opts.OpenLimit))
	for {
		p, err := l.read()
		if err != nil {
			return err
		}
		switch p.Op {
		case opHello:
			if l.greeted {
				continue
			}
			l.greeted = true
			if err := l.begin(p.Data); err != nil {
				return err
			}
		case opHeartbeat:
			if err := l.beat(); err != nil {
				return err
			}
		case opHeartbeatAck:
			l.unacked.Store(0)
		case opReconnect:
			l.cut(errReconnect)
			return errReconnect
		case opInvalidSession:
			if string(bytes.TrimSpace(p.Data)) != "true" { // not resumable
				l.g.end()
			}
			l.cut(errInvalidSession)
			return errInvalidSession
		case opDispatch:
			if p.Seq != nil {
				l.g.seq.Store(*p.Seq)
			}
			l.dispatch(ctx, p)
		}
	}
}

// read reads a packet, compressed or not. One that cannot be read is logged and
// left out.
func (l *link) read() (packet, error) {
	for {
		kind, r, err := l.ws.NextReader()
		if err != nil {
			return packet{}, err
		}
		if kind == websocket.BinaryMessage {
			if r, err = zlib.NewReader(r); err != nil {
				return packet{}, fmt.Errorf("discord: decompress event: %w", err)
			}
		}
		text, err := io.ReadAll(io.LimitReader(r, maxEvent))
		if err != nil {
			return packet{}, err
		}
		var p packet
		if err = json.Unmarshal(text, &p); err == nil {
			return p, nil
		}
		l.s.log.Error("discord: event lost", "err", err)
	}
}

// begin answers Hello: heartbeats, and a resume where there is a session, else
// an identify.
func (l *link) begin(hello json.RawMessage) error {
	var d struct {
		Interval float64 `json:"heartbeat_interval"` // milliseconds
	}
	if err := json.Unmarshal(hello, &d); err != nil || d.Interval < 1 {
		d.Interval = 41250 // Discord's own
	}
	go l.keepAlive(time.Duration(d.Interval * float64(time.Millisecond)))
	// Discord takes the token with and without its kind before it.
	token := "Bot " + l.s.opts.Token
	if l.g.id != "" {
		return l.write(opResume, map[string]any{"token": token, "session_id": l.g.id, "seq": l.g.seq.Load()})
	}
	type activity struct {
		Name  string                 `json:"name"`
		Type  discordgo.ActivityType `json:"type"`
		State string                 `json:"state"`
	}
	type presence struct {
		Since      *int       `json:"since"`
		Activities []activity `json:"activities"`
		Status     string     `json:"status"`
		AFK        bool       `json:"afk"`
	}
	online := presence{Status: "online", Activities: []activity{}}
	if l.s.opts.Status != "" {
		online.Activities = append(online.Activities, activity{"Custom Status", discordgo.ActivityTypeCustom, l.s.opts.Status})
	}
	return l.write(opIdentify, map[string]any{
		"token": token, "intents": l.s.opts.Intents, "compress": true, "large_threshold": 50, "presence": online,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "go", "device": "go"},
	})
}

func (l *link) write(op int, data any) error {
	l.send.Lock()
	defer l.send.Unlock()
	l.ws.SetWriteDeadline(time.Now().Add(sendLimit))
	return l.ws.WriteJSON(struct {
		Op   int `json:"op"`
		Data any `json:"d"`
	}{op, data})
}

// keepAlive sends a heartbeat every interval, the first after a random part of
// it, until the link ends. It ends the link when a heartbeat is due and the one
// before was not answered (events/gateway: heartbeat interval).
func (l *link) keepAlive(interval time.Duration) {
	defer recoverTo(l.s.log, "heartbeat", "")
	next := time.NewTimer(rand.N(interval))
	defer next.Stop()
	for {
		select {
		case <-l.done:
			return
		case <-next.C:
		}
		next.Reset(interval)
		if at := l.unacked.Load(); at != 0 && time.Since(time.Unix(0, at)) > l.s.opts.AckLimit {
			l.cut(errNotAcked)
			return
		}
		if err := l.beat(); err != nil {
			l.cut(err)
			return
		}
	}
}

func (l *link) beat() error {
	var last any // null before the first event
	if seq := l.g.seq.Load(); seq > 0 {
		last = seq
	}
	l.unacked.CompareAndSwap(0, time.Now().UnixNano())
	return l.write(opHeartbeat, last)
}

// dispatch takes an event. Handlers run in goroutines of their own.
func (l *link) dispatch(ctx context.Context, p packet) {
	s := l.s
	switch p.Type {
	case "READY":
		var r struct {
			ID  string `json:"session_id"`
			URL string `json:"resume_gateway_url"`
		}
		if err := json.Unmarshal(p.Data, &r); err != nil {
			s.log.Warn("discord: unreadable READY", "err", err)
		}
		l.g.id, l.g.url = r.ID, r.URL
		s.onReady(p.Data)
		l.serving()
		s.log.Info("discord: gateway ready", "user", s.App().User)
		if l.h.Ready != nil {
			go func() {
				defer recoverTo(s.log, p.Type, "")
				l.h.Ready(ctx)
			}()
		}
	case "RESUMED":
		l.g.vain = 0
		s.gate.resumes.Add(1)
		l.serving()
		s.log.Info("discord: gateway resumed")
	case "INTERACTION_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		go l.event(p)
	}
}

// serving notes that the session began or goes on.
func (l *link) serving() {
	l.ws.SetReadDeadline(time.Time{}) // from now on heartbeats tell
	l.s.gate.connects.Add(1)
	l.s.gate.up.Store(true)
}

func (l *link) event(p packet) {
	s := l.s
	defer recoverTo(s.log, p.Type, "")
	ctx := context.Background()
	var err error
	switch p.Type {
	case "INTERACTION_CREATE":
		var i *discordgo.Interaction
		var fields map[string]string
		if i, fields, err = decodeInteraction(p.Data); err == nil {
			s.interact(ctx, l.h, s.newInteraction(i, fields))
		}
	case "MESSAGE_CREATE":
		var m *discordgo.Message
		if m, err = decodeMessage(p.Data); err == nil && l.h.Message != nil {
			s.handle(ctx, p.Type, m.ID, func(ctx context.Context) { l.h.Message(ctx, m) })
		}
	case "MESSAGE_UPDATE":
		// Some tell only what has changed, and not whose it is.
		if m, err := decodeMessage(p.Data); err == nil && l.h.Edited != nil {
			s.handle(ctx, p.Type, m.ID, func(ctx context.Context) { l.h.Edited(ctx, m) })
		}
	case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		var d struct {
			ID      string
			IDs     []string
			Channel string `json:"channel_id"`
		}
		if err = json.Unmarshal(p.Data, &d); err == nil && l.h.Deleted != nil {
			if d.ID != "" {
				d.IDs = append(d.IDs, d.ID)
			}
			s.handle(ctx, p.Type, d.ID, func(ctx context.Context) { l.h.Deleted(ctx, d.Channel, d.IDs) })
		}
	}
	if err != nil {
		s.log.Error("discord: event lost", "type", p.Type, "err", scrubbed{err})
	}
}

func (s *Session) newInteraction(d *discordgo.Interaction, fields map[string]string) *Interaction {
	if d.AppID == "" {
		d.AppID = s.App().ID
	}
	i := &Interaction{Interaction: d, Fields: fields, session: s, received: time.Now(), acknowledged: s.rush.begin()}
	i.deliver = i.post
	return i
}

func (s *Session) interact(ctx context.Context, h Handlers, i *Interaction) {
	defer i.acknowledged() // also if it was not
	if h.Interaction == nil || s.handle(ctx, "INTERACTION_CREATE", i.ID, func(ctx context.Context) { h.Interaction(ctx, i) }) {
		return
	}
	if h.Late != nil && i.Type != discordgo.InteractionApplicationCommandAutocomplete {
		defer recoverTo(s.log, "INTERACTION_CREATE", i.ID)
		h.Late(ctx, i)
	}
}

// dial opens a connection to where the session can be resumed, or else to the
// address that Discord gives out.
func (s *Session) dial(ctx context.Context, g *session) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.OpenLimit)
	defer cancel()
	if g.id != "" && s.gateway != nil && sameSite(g.url, s.gateway) {
		u, err := url.Parse(g.url)
		if err == nil {
			ws, err := s.dialAt(ctx, u)
			if err == nil {
				return ws, nil
			}
			s.log.Debug("discord: no resume where Discord wants it", "err", scrubbed{err})
			g.url = ""
		}
	}
	u, err := s.gatewayAddress(ctx, g.id == "")
	if err != nil {
		return nil, err
	}
	s.gateway = u
	return s.dialAt(ctx, u)
}

// dialAt tries an address with a slash at the end of its path where it is not
// served without: some stand-ins for Discord know only clients that add one.
func (s *Session) dialAt(ctx context.Context, u *url.URL) (*websocket.Conn, error) {
	at := *u
	at.RawQuery, at.Fragment = "v="+discordgo.APIVersion+"&encoding=json", ""
	if at.Path == "" {
		at.Path = "/"
	}
	ws, _, err := s.opts.Dialer.DialContext(ctx, at.String(), nil)
	if errors.Is(err, websocket.ErrBadHandshake) && !strings.HasSuffix(at.Path, "/") {
		at.Path += "/"
		ws, _, err = s.opts.Dialer.DialContext(ctx, at.String(), nil)
	}
	if err != nil {
		return nil, fmt.Errorf("discord: connect to the gateway at %s: %w", u.Host, err)
	}
	return ws, nil
}

// sameSite reports whether an address belongs to where the gateway is. Behind a
// proxy, Discord's own address would lead past it.
func sameSite(address string, gateway *url.URL) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != gateway.Scheme {
		return false
	}
	return u.Host == gateway.Host || site(u.Hostname()) == "discord.gg" && site(gateway.Hostname()) == "discord.gg"
}

// site is the last two names of a host.
func site(host string) string {
	names := strings.Split(host, ".")
	return strings.Join(names[max(0, len(names)-2):], ".")
}

// A startsError says that no session may begin for a while: Discord resets the
// token of a bot that begins more than a thousand a day.
type startsError struct{ after time.Duration }

func (e *startsError) Error() string {
	return fmt.Sprintf("discord: too many sessions begun today, next in %v", e.after.Round(time.Second))
}

// gatewayAddress asks /gateway/bot, or /gateway where that is not served, for
// an address to resume a session, or to begin one.
func (s *Session) gatewayAddress(ctx context.Context, begin bool) (*url.URL, error) {
	var g struct {
		URL    string
		Starts struct {
			Total, Remaining int
			After            int64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	err := s.rest.call(ctx, http.MethodGet, "/gateway/bot", nil, &g)
	var status *statusError
	if errors.As(err, &status) && status.Status == http.StatusUnauthorized {
		return nil, fatal(4004)
	}
	if errors.As(err, &status) && status.Refused() {
		err = s.rest.call(ctx, http.MethodGet, "/gateway", nil, &g)
	}
	if err != nil {
		return nil, err
	}
	if begin && g.Starts.Total > 0 && g.Starts.Remaining <= 0 {
		return nil, &startsError{time.Duration(g.Starts.After)*time.Millisecond + time.Second}
	}
	u, err := url.Parse(g.URL)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("discord: no gateway address in the answer: %q", g.URL)
	}
	return u, nil
}
