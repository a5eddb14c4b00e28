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
	"runtime"
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
	intents := defaultIntents
	if l.s.opts.Content {
		intents |= discordgo.IntentMessageContent
	}
	return l.write(opIdentify, map[string]any{
		"token": token, "intents": intents, "compress": true, "large_threshold": 50, "presence": online,
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
