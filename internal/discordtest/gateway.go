package discordtest

import (
	"compress/zlib"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// gateway is the state of the WebSocket side, under Server.mu.
type gateway struct {
	heartbeat  time.Duration
	links      []*link
	sessions   map[string]*session
	current    *session
	identifies int
	resumes    int
	astray     int // resumes not sent to resume_gateway_url
	dials      int
	intents    []int
	flags      int // of the application
	presences  []json.RawMessage
	refuse     int // close code for the next identifies or resumes
	refusals   int
	noHello    int // links that never say Hello
	op7        int // links answered with Op 7 where READY belongs
	op9        int // links answered with Op 9 where READY belongs
	closeCodes []int
	heartbeats int
}

// resumePath stands at the end of the address that READY gives for resumes.
const resumePath = "/resume"

// A session is what a resume goes on with.
type session struct {
	id     string
	seq    int64
	events []json.RawMessage // every dispatch of the session, seq 1 first
	link   *link             // nil while nobody is connected
}

type link struct {
	ws      *websocket.Conn
	path    string // that was dialled
	writeMu sync.Mutex
	silent  bool // neither reads nor writes any more
	zlib    bool // packets are compressed
}

type packet struct {
	Op int             `json:"op"`
	D  json.RawMessage `json:"d"`
	S  *int64          `json:"s"`
	T  *string         `json:"t"`
}

func (l *link) send(v any) {
	l.writeMu.Lock()
	defer l.writeMu.Unlock()
	if l.silent {
		return
	}
	kind := websocket.TextMessage
	if l.zlib {
		kind = websocket.BinaryMessage
	}
	// A broken link shows when it is read.
	w, err := l.ws.NextWriter(kind)
	if err != nil {
		return
	}
	defer w.Close()
	if l.zlib {
		z := zlib.NewWriter(w)
		defer z.Close()
		w = z
	}
	json.NewEncoder(w).Encode(v)
}

func (l *link) compress(on bool) {
	l.writeMu.Lock()
	defer l.writeMu.Unlock()
	l.zlib = on
}

func (l *link) close(code int) {
	l.writeMu.Lock()
	defer l.writeMu.Unlock()
	l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	l.ws.Close()
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	l := &link{ws: ws, path: r.URL.Path}
	ws.SetCloseHandler(func(code int, _ string) error {
		s.parted(l, code) // before the bot hears of it: who then waits for its next session does not find this one
		l.close(code)
		return nil
	})
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		ws.Close()
		return
	}
	s.gw.dials++
	s.gw.links = append(s.gw.links, l)
	hello := s.gw.noHello == 0
	if !hello {
		s.gw.noHello--
	}
	interval := s.gw.heartbeat.Milliseconds()
	s.touch()
	s.mu.Unlock()
	if hello {
		l.send(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": interval}})
	}
	for {
		var p packet
		if err := ws.ReadJSON(&p); err != nil {
			s.gone(l)
			return
		}
		s.receive(l, p)
	}
}

// parted notes that the bot closes a link.
func (s *Server) parted(l *link, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gw.closeCodes = append(s.gw.closeCodes, code)
	if ss := s.gw.current; ss != nil && ss.link == l && (code == 1000 || code == 1001) {
		delete(s.gw.sessions, ss.id) // Discord ends the session of a clean close
		s.gw.current = nil
	}
}

// gone notes the end of a link.
func (s *Server) gone(l *link) {
	l.ws.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if ss := s.gw.current; ss != nil && ss.link == l {
		ss.link = nil
	}
	s.gw.links = slices.DeleteFunc(s.gw.links, func(o *link) bool { return o == l })
	s.touch()
}

func (s *Server) receive(l *link, p packet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	switch p.Op {
	case 1:
		s.gw.heartbeats++
		l.send(map[string]any{"op": 11})
	case 2:
		s.identify(l, p.D)
	case 6:
		s.resume(l, p.D)
	}
}

// turnedAway plays the scripted faults of an identify or resume.
func (s *Server) turnedAway(l *link) bool {
	if s.gw.refusals != 0 {
		s.gw.refusals--
		l.close(s.gw.refuse)
		return true
	}
	if s.gw.op7 > 0 {
		s.gw.op7--
		l.send(map[string]any{"op": 7, "d": nil})
		return true
	}
	if s.gw.op9 > 0 {
		s.gw.op9--
		l.send(map[string]any{"op": 9, "d": false})
		return true
	}
	return false
}

func (s *Server) identify(l *link, d json.RawMessage) {
	var id struct {
		Token    string          `json:"token"`
		Intents  int             `json:"intents"`
		Compress bool            `json:"compress"`
		Presence json.RawMessage `json:"presence"`
	}
	json.Unmarshal(d, &id)
	s.gw.presences = append(s.gw.presences, id.Presence)
	s.gw.identifies++
	s.gw.intents = append(s.gw.intents, id.Intents)
	if s.turnedAway(l) {
		return
	}
	if id.Token != "Bot "+s.token && id.Token != s.token {
		l.close(4004)
		return
	}
	l.compress(id.Compress)
	ss := &session{id: "session-" + s.id(), link: l}
	s.gw.sessions[ss.id] = ss
	s.gw.current = ss
	s.dispatch("READY", map[string]any{
		"v": 10, "user": s.user(BotID), "session_id": ss.id, "resume_gateway_url": s.gatewayURL() + resumePath,
		"guilds":      s.unavailable(),
		"application": map[string]any{"id": AppID, "flags": s.gw.flags},
	})
}

func (s *Server) resume(l *link, d json.RawMessage) {
	var id struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       int64  `json:"seq"`
	}
	json.Unmarshal(d, &id)
	if s.turnedAway(l) {
		return
	}
	ss := s.gw.sessions[id.SessionID]
	if ss == nil {
		l.send(map[string]any{"op": 9, "d": false})
		return
	}
	if id.Seq > ss.seq {
		l.close(4007)
		return
	}
	s.gw.resumes++
	if !strings.HasSuffix(l.path, resumePath) {
		s.gw.astray++
	}
	ss.link = l
	s.gw.current = ss
	for _, e := range ss.events[id.Seq:] {
		l.send(e)
	}
	s.dispatch("RESUMED", map[string]any{})
}

// dispatch sends an event of the current session, and keeps it for a resume.
// The caller holds mu.
func (s *Server) dispatch(kind string, d any) {
	ss := s.gw.current
	if ss == nil {
		return
	}
	ss.seq++
	js, err := json.Marshal(map[string]any{"op": 0, "t": kind, "s": ss.seq, "d": d})
	if err != nil {
		panic(err)
	}
	ss.events = append(ss.events, js)
	if ss.link != nil {
		ss.link.send(json.RawMessage(js))
	}
}

// Dispatch sends any event, and keeps it for a resume when the link is down.
func (s *Server) Dispatch(kind string, d any) {
	s.WaitConnected()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(kind, d)
}

// WaitConnected waits until the bot has a session (READY was sent to it). A
// session whose link is down for a moment counts.
func (s *Server) WaitConnected() {
	s.tb.Helper()
	s.until("the bot to identify", func() bool { return s.gw.current != nil })
}

// A Gateway is what the WebSocket side has seen so far.
type Gateway struct {
	Dials, Identifies, Resumes, Heartbeats int
	Astray                                 int               // resumes that did not go to resume_gateway_url
	Intents                                []int             // of each identify
	CloseCodes                             []int             // the bot's own closes, in order
	Presences                              []json.RawMessage // of each identify
	Connected                              bool              // a session with a living link
}

// Gateway returns what the WebSocket side has seen so far.
func (s *Server) Gateway() Gateway {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen()
}

func (s *Server) seen() Gateway {
	g := &s.gw
	return Gateway{g.dials, g.identifies, g.resumes, g.heartbeats, g.astray, slices.Clone(g.intents), slices.Clone(g.closeCodes),
		slices.Clone(g.presences), g.current != nil && g.current.link != nil}
}

// WaitGateway waits until the WebSocket side has seen what cond asks for.
func (s *Server) WaitGateway(what string, cond func(Gateway) bool) Gateway {
	s.tb.Helper()
	var g Gateway
	s.until(what, func() bool { g = s.seen(); return cond(g) })
	return g
}

// SetHeartbeat sets the interval announced to later links; 41.25 s at first.
func (s *Server) SetHeartbeat(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gw.heartbeat = d
}

// SetFlags sets the application's flags, among them whether an intent is
// switched on (1<<19: message content for small bots).
func (s *Server) SetFlags(flags int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gw.flags = flags
}

// SetToken makes every other token wrong.
func (s *Server) SetToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = token
}
