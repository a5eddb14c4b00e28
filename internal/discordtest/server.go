// Package discordtest is a stand-in for Discord: its HTTP API, its gateway over
// a real WebSocket, and people who write, click and type slash commands.
//
// Start it with [New], point the bot at [Server.URL], let someone ask with
// [Server.Mention] or [Server.Slash], and wait for what the channel shows with
// [Server.Message]. Faults are scripted with [Server.Fail], [Server.Cut] and
// their neighbours. Each JSON body the bot sends is held against Discord's
// OpenAPI description where that file is present; a violation fails the test.
//
// The stand-in keeps the rules of Discord that a bot can trip over: message
// text is withheld without the message-content intent, an interaction is
// acknowledged once and within three seconds, buckets of five requests per
// five seconds are enforced and announced in headers, nonces are unique.
package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Who and where everything happens. The identifiers are snowflakes as Discord
// issues them: decimal strings.
const (
	Token     = "MTAwMDAwMDAwMDAwMDAwMDAwMQ.GstAnd.in-token-of-the-stand-in"
	AppID     = "1000000000000000001"
	BotID     = AppID
	BotName   = "resume"
	GuildID   = "1000000000000000002"
	ChannelID = "1000000000000000003" // a text channel of the guild
)

// patience is how long a wait may take before the test fails.
const patience = time.Minute

// A File is an attachment as it arrived.
type File struct {
	Name, Type string
	Data       []byte
}

// A Version is one state of a message. Body is the JSON that made it so.
type Version struct {
	At      time.Time
	Content string
	Body    json.RawMessage
}

// A Message is the latest state of a message, with the states before it.
type Message struct {
	ID, ChannelID string
	Author        string // user id
	Content       string
	Embeds        json.RawMessage
	Components    json.RawMessage
	Flags         int
	ReplyTo       string // message id
	Interaction   string // id of the interaction it answers, "" for ordinary messages
	Files         []File
	History       []Version // oldest first; the last one is the present state
	Deleted       bool
	Reactions     []string // emoji that the bot put under it
	Thinking      bool     // a deferred answer that was not filled in yet

	nonce    string
	edited   time.Time
	snapshot *Message // that it forwards
}

// Ephemeral reports whether only the asker sees the message.
func (m Message) Ephemeral() bool { return m.Flags&64 != 0 }

// Buttons returns the custom id of each button by its label.
func (m Message) Buttons() map[string]string {
	var rows []struct {
		Components []struct {
			Type            int
			Label, CustomID string
			Custom          string `json:"custom_id"`
		} `json:"components"`
	}
	out := map[string]string{}
	if json.Unmarshal(m.Components, &rows) != nil {
		return out
	}
	for _, row := range rows {
		for _, c := range row.Components {
			if c.Type == 2 {
				out[c.Label] = c.Custom
			}
		}
	}
	return out
}

// A Request is one call that the bot made.
type Request struct {
	At           time.Time
	Method, Path string // relative to the API's base, with the query
	Auth         string
	Body         json.RawMessage
	Files        int
	Status       int // what it was answered with
}

// A Channel is a place for messages.
type Channel struct {
	ID, Name, Parent string
	Type             int // 0 text, 1 direct, 11 public thread
	Recipient        string
}

// A Server is the stand-in. Its methods may be called from any goroutine.
type Server struct {
	// URL is the API's base address without a version, as DISCORD_API_URL takes it.
	URL string

	tb   testing.TB
	http *httptest.Server
	spec *spec

	mu           sync.Mutex
	changed      chan struct{} // closed and renewed at each change
	closed       bool
	lastID       int64
	messages     []*Message
	byID         map[string]*Message
	channels     map[string]*Channel
	interactions map[string]*Interaction // by token
	requests     []Request
	unchecked    []Request // see validate
	validated    int
	typing       map[string]int
	commands     map[string]json.RawMessage // guild id, or "" for the global set
	faults       []*fault
	limits       []limit
	buckets      map[string]*bucket
	token        string
	noHistory    bool
	portal       Portal
	guilds       []Guild
	gw           gateway
}

// New starts a stand-in that ends with the test.
func New(tb testing.TB) *Server {
	tb.Helper()
	sp, err := loadSpec()
	if err != nil {
		tb.Fatal(err)
	}
	if sp == nil {
		tb.Logf("discordtest: no %s: bodies are not validated", specPath)
	}
	s := &Server{
		tb: tb, spec: sp, token: Token,
		changed:      make(chan struct{}),
		byID:         map[string]*Message{},
		channels:     map[string]*Channel{ChannelID: {ID: ChannelID, Name: "general"}},
		interactions: map[string]*Interaction{},
		typing:       map[string]int{},
		commands:     map[string]json.RawMessage{},
		buckets:      map[string]*bucket{},
		guilds:       []Guild{newGuild()},
	}
	s.gw.heartbeat = 41250 * time.Millisecond
	s.gw.sessions = map[string]*session{}
	s.limits = defaultLimits()
	s.http = httptest.NewServer(s.handler())
	s.URL = s.http.URL
	tb.Cleanup(s.close)
	return s
}

func (s *Server) close() {
	s.mu.Lock()
	s.closed = true
	links := slices.Clone(s.gw.links)
	s.mu.Unlock()
	for _, l := range links {
		l.ws.Close()
	}
	s.http.CloseClientConnections()
	s.http.Close()
	s.validate()
}

// id returns a new snowflake. The caller holds mu.
func (s *Server) id() string {
	const epoch = 1420070400000 // 2015-01-01, Discord's first millisecond
	id := (time.Now().UnixMilli() - epoch) << 22
	s.lastID = max(id, s.lastID+1)
	return strconv.FormatInt(s.lastID, 10)
}

// touch wakes everyone who waits. The caller holds mu.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// fail reports a broken rule from a goroutine that is not the test's; once the
// stand-in is closing, to nobody, for the test may have ended by then.
func (s *Server) fail(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.tb.Errorf("discordtest: "+format, args...)
	}
}

// Until waits for cond, which is called with the stand-in's state at rest and
// must not call its methods. It fails the test after a minute.
func (s *Server) until(what string, cond func() bool) {
	s.tb.Helper()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		s.mu.Lock()
		ok, changed := cond(), s.changed
		s.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-limit.C:
			s.tb.Fatalf("discordtest: waited %v for %s\n%s", patience, what, s.Transcript())
		}
	}
}

// Message waits until some message satisfies cond and returns its state then.
func (s *Server) Message(what string, cond func(Message) bool) Message {
	s.tb.Helper()
	var found Message
	s.until(what, func() bool {
		for _, m := range s.messages {
			if cond(*m) {
				found = m.copy()
				return true
			}
		}
		return false
	})
	return found
}

// Messages waits until the bot has at least n messages standing in a channel
// and returns all of them, oldest first.
func (s *Server) Messages(channel string, n int) []Message {
	s.tb.Helper()
	var out []Message
	s.until(fmt.Sprintf("%d messages of the bot in %s", n, channel), func() bool {
		out = nil
		for _, m := range s.messages {
			if m.Author == BotID && m.ChannelID == channel && !m.Deleted {
				out = append(out, m.copy())
			}
		}
		return len(out) >= n
	})
	return out
}

// Look returns the present state of a message.
func (s *Server) Look(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.byID[id]
	if !ok {
		return Message{}, false
	}
	return m.copy(), true
}

func (m *Message) copy() Message {
	c := *m
	c.History = slices.Clone(m.History)
	c.Files = slices.Clone(m.Files)
	c.Reactions = slices.Clone(m.Reactions)
	return c
}

// Requests returns every call so far, oldest first.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// WaitRequest waits for a call that satisfies cond and returns it.
func (s *Server) WaitRequest(what string, cond func(Request) bool) Request {
	s.tb.Helper()
	var found Request
	s.until(what, func() bool {
		i := slices.IndexFunc(s.requests, cond)
		if i >= 0 {
			found = s.requests[i]
		}
		return i >= 0
	})
	return found
}

// Validated returns how many requests with a body were held against Discord's
// description.
func (s *Server) Validated() int {
	s.validate()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.validated
}

// Typing returns how often the bot showed that it types in a channel.
func (s *Server) Typing(channel string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.typing[channel]
}

// Commands returns the registered commands of a guild, or with "" the global
// ones; nil if none were registered.
func (s *Server) Commands(guild string) json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands[guild]
}

// Channels returns every place for messages, threads included.
func (s *Server) Channels() []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Channel
	for _, c := range s.channels {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Channel) int { return cmpID(a.ID, b.ID) })
	return out
}

func cmpID(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	if a < b {
		return -1
	}
	return 1
}

// Transcript is what the channels show, for a failing test's message.
func (s *Server) Transcript() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := ""
	for _, m := range s.messages {
		state := ""
		switch {
		case m.Deleted:
			state = " (deleted)"
		case m.Thinking:
			state = " (thinking)"
		case m.Ephemeral():
			state = " (ephemeral)"
		}
		out += fmt.Sprintf("#%s <%s>%s %s [%d versions]\n", m.ChannelID, m.Author, state, m.Content, len(m.History))
	}
	for _, r := range s.requests[max(0, len(s.requests)-20):] {
		out += fmt.Sprintf("%d %s %s %.120s\n", r.Status, r.Method, r.Path, r.Body)
	}
	return out
}
