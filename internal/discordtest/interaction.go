package discordtest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// An Interaction is a use of a command, button or form, and what became of it.
type Interaction struct {
	ID, Token, ChannelID string
	UserInstall          bool // installed by the user only: five follow-ups at most
	SentAt               time.Time
	payload              map[string]any

	s         *Server
	ackedAt   time.Time
	kind      int // callback type
	data      json.RawMessage
	original  string // message id
	followUps int
}

// An Option is an argument of a slash command; Focused for the one being typed.
type Option struct {
	Name    string
	Value   any
	Focused bool
	Options []Option // of a subcommand, which has no value
}

func (o Option) json() map[string]any {
	out := map[string]any{"name": o.Name}
	switch v := o.Value.(type) {
	case nil:
		out["type"], out["options"] = 1, optionsJSON(o.Options)
		return out
	case bool:
		out["type"], out["value"] = 5, v
	case int:
		out["type"], out["value"] = 4, v
	default:
		out["type"], out["value"] = 3, v
	}
	if o.Focused {
		out["focused"] = true
	}
	return out
}

func optionsJSON(options []Option) []any {
	out := []any{}
	for _, o := range options {
		out = append(out, o.json())
	}
	return out
}

// A Where places an interaction; the zero value is the guild's text channel.
type Where struct {
	Channel     string // or "" for ChannelID
	Direct      bool   // in the direct channel with the bot
	UserInstall bool   // the bot is no member of the place
	Locale      string // "" for en-US
}

// make builds an interaction without sending it. The caller holds mu.
func (s *Server) make(user string, kind int, data map[string]any, at Where) *Interaction {
	i := &Interaction{ID: s.id(), Token: "aW50ZXJhY3Rpb24" + s.id(), ChannelID: ChannelID, UserInstall: at.UserInstall, s: s, SentAt: time.Now()}
	if at.Channel != "" {
		i.ChannelID = at.Channel
	}
	if at.Locale == "" {
		at.Locale = "en-US"
	}
	p := map[string]any{"id": i.ID, "application_id": AppID, "type": kind, "token": i.Token, "version": 1,
		"data": data, "locale": at.Locale, "app_permissions": "0", "entitlements": []any{}, "attachment_size_limit": 10485760}
	owner := map[string]any{"0": GuildID}
	if at.UserInstall {
		owner = map[string]any{"1": user}
	}
	p["authorizing_integration_owners"] = owner
	if at.Direct {
		i.ChannelID = s.direct(user).ID
		p["user"], p["context"] = s.user(user), 1
	} else {
		p["guild_id"], p["guild_locale"], p["context"] = GuildID, "en-US", 0
		p["member"] = map[string]any{"user": s.user(user), "roles": []any{}, "joined_at": "2024-01-01T00:00:00Z",
			"permissions": "2147483647", "deaf": false, "mute": false, "flags": 0}
	}
	p["channel_id"] = i.ChannelID
	p["channel"] = map[string]any{"id": i.ChannelID, "type": 0}
	i.payload = p
	s.interactions[i.Token] = i
	return i
}

func (s *Server) interact(user string, kind int, data map[string]any, at Where) *Interaction {
	s.WaitConnected()
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.make(user, kind, data, at)
	i.SentAt = time.Now()
	s.dispatch("INTERACTION_CREATE", i.payload)
	return i
}

func commandData(name string, kind int, options []Option) map[string]any {
	return map[string]any{"id": "1100000000000000001", "name": name, "type": kind, "options": optionsJSON(options)}
}

// Slash lets someone use a slash command in the guild's text channel.
func (s *Server) Slash(user, name string, options ...Option) *Interaction {
	return s.SlashAt(Where{}, user, name, options...)
}

// SlashAt lets someone use a slash command anywhere.
func (s *Server) SlashAt(at Where, user, name string, options ...Option) *Interaction {
	return s.interact(user, 2, commandData(name, 1, options), at)
}

// Autocomplete lets someone type in an option of a slash command.
func (s *Server) Autocomplete(user, name string, options ...Option) *Interaction {
	return s.interact(user, 4, commandData(name, 1, options), Where{})
}

// MessageCommand lets someone pick a command from a message's context menu.
func (s *Server) MessageCommand(user, name, message string) *Interaction {
	s.WaitConnected()
	data := commandData(name, 3, nil)
	s.mu.Lock()
	m := s.byID[message]
	if m != nil {
		data["target_id"] = message
		data["resolved"] = map[string]any{"messages": map[string]any{message: s.messageJSON(m)}}
	}
	s.mu.Unlock()
	if m == nil {
		s.tb.Fatalf("discordtest: no message %s", message)
	}
	return s.interact(user, 2, data, Where{Channel: m.ChannelID})
}

// Click lets someone press a button of a message.
func (s *Server) Click(user, message, customID string) *Interaction {
	s.WaitConnected()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.byID[message]
	if m == nil {
		s.tb.Errorf("discordtest: no message %s to click on", message)
		return nil
	}
	ch := s.channels[m.ChannelID]
	i := s.make(user, 3, map[string]any{"custom_id": customID, "component_type": 2},
		Where{Channel: m.ChannelID, Direct: ch.Type == 1})
	i.payload["message"] = s.messageJSON(m)
	i.original = m.ID
	s.dispatch("INTERACTION_CREATE", i.payload)
	return i
}

// Submit lets someone send a form: custom ids of its inputs and what they
// typed. The inputs stand in Labels, the form that Discord asks for now.
func (s *Server) Submit(user, customID string, fields map[string]string) *Interaction {
	var rows []any
	for id, text := range fields {
		rows = append(rows, map[string]any{"type": 18, "id": len(rows) + 1,
			"component": map[string]any{"type": 4, "id": len(rows) + 100, "custom_id": id, "value": text}})
	}
	return s.interact(user, 5, map[string]any{"custom_id": customID, "components": rows}, Where{})
}

// callback acknowledges an interaction. The caller holds mu.
func (s *Server) callback(token string, c call) reply {
	i := s.interactions[token]
	switch {
	case i == nil, i.ackedAt.IsZero() && time.Since(i.SentAt) > 3*time.Second:
		return refusal(404, 10062, "Unknown interaction")
	case !i.ackedAt.IsZero():
		return refusal(400, 40060, "Interaction has already been acknowledged.")
	}
	var b struct {
		Type int
		Data json.RawMessage
	}
	json.Unmarshal(c.js, &b)
	var data body
	json.Unmarshal(b.Data, &data)
	c.js = b.Data
	if r, bad := data.wrong(len(c.files)); bad {
		return r
	}
	switch b.Type {
	case 4, 5:
		if b.Type == 4 && data.empty(len(c.files)) {
			return refusal(400, 50006, "Cannot send an empty message")
		}
		m := s.add(i.ChannelID, data, c)
		m.Interaction = i.ID
		if b.Type == 5 {
			m.Thinking, m.History = true, nil
		}
		i.original = m.ID
	case 7:
		if m := s.byID[i.original]; m != nil {
			m.apply(data, c)
		}
	}
	i.ackedAt, i.kind, i.data = time.Now(), b.Type, b.Data
	return reply{204, nil}
}

// A Callback is the first answer to an interaction.
type Callback struct {
	Type     int // 4 message, 5 deferral, 6 deferred update, 7 update, 8 choices, 9 form
	Data     json.RawMessage
	Latency  time.Duration // from the event's dispatch
	Original Message       // the message it made or changed, if any
}

// Acked waits for the first answer.
func (i *Interaction) Acked() Callback {
	i.s.tb.Helper()
	var cb Callback
	i.s.until("interaction "+i.ID+" to be acknowledged", func() bool {
		if i.ackedAt.IsZero() {
			return false
		}
		cb = Callback{Type: i.kind, Data: i.data, Latency: i.ackedAt.Sub(i.SentAt)}
		if m := i.s.byID[i.original]; m != nil {
			cb.Original = m.copy()
		}
		return true
	})
	return cb
}

// Answer waits until the interaction's message satisfies cond (nil: is no
// longer thinking) and returns it.
func (i *Interaction) Answer(what string, cond func(Message) bool) Message {
	i.s.tb.Helper()
	if cond == nil {
		cond = func(m Message) bool { return !m.Thinking }
	}
	var found Message
	i.s.until(what, func() bool {
		m := i.s.byID[i.original]
		if m == nil || i.ackedAt.IsZero() || !cond(*m) {
			return false
		}
		found = m.copy()
		return true
	})
	return found
}

// FollowUps returns the messages that came after the first answer.
func (i *Interaction) FollowUps() []Message {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	var out []Message
	for _, m := range i.s.messages {
		if m.Interaction == i.ID && m.ID != i.original && !m.Deleted {
			out = append(out, m.copy())
		}
	}
	return out
}

// SlashOverHTTP sends a slash command to the bot's HTTP interactions endpoint,
// signed with key, and takes the response as the first answer.
func (s *Server) SlashOverHTTP(url string, key ed25519.PrivateKey, user, name string, options ...Option) (*Interaction, int) {
	s.mu.Lock()
	i := s.make(user, 2, commandData(name, 1, options), Where{})
	js, err := json.Marshal(i.payload)
	s.mu.Unlock()
	if err != nil {
		s.tb.Fatal(err)
	}
	status, contentType, answer := s.PostSigned(url, key, time.Now(), js)
	if status == 200 {
		data, files, err := payload(contentType, answer)
		if err != nil {
			s.tb.Fatal(err)
		}
		s.mu.Lock()
		s.unchecked = append(s.unchecked, Request{Method: "POST", Path: fmt.Sprintf("/interactions/%s/%s/callback", i.ID, i.Token), Body: data})
		rep := s.callback(i.Token, call{js: data, files: files})
		s.touch()
		s.mu.Unlock()
		if rep.status >= 300 {
			s.tb.Errorf("discordtest: HTTP response refused: %v", rep.body)
		}
	}
	return i, status
}

// PostSigned posts a body to an interactions endpoint as Discord does.
func (s *Server) PostSigned(url string, key ed25519.PrivateKey, at time.Time, js []byte) (status int, contentType string, answer []byte) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	sig := ed25519.Sign(key, append([]byte(stamp), js...))
	req, err := http.NewRequest("POST", url, bytes.NewReader(js))
	if err != nil {
		s.tb.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Signature-Timestamp", stamp)
	req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(sig))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.tb.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	if err != nil {
		s.tb.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Content-Type"), answer
}
