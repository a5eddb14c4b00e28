package discordtest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"time"
)

// body is the part of a message request that the stand-in acts on.
type body struct {
	Content    *string         `json:"content"`
	Embeds     json.RawMessage `json:"embeds"`
	Components json.RawMessage `json:"components"`
	Flags      int             `json:"flags"`
	Nonce      string          `json:"nonce"`
	Enforce    bool            `json:"enforce_nonce"`
	Reference  struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
}

const (
	flagEphemeral    = 64
	flagComponentsV2 = 1 << 15
)

var (
	mentionPattern = regexp.MustCompile(`<@!?(\d+)>`)
	rolePattern    = regexp.MustCompile(`<@&(\d+)>`)
)

// empty reports whether a new message would show nothing, which Discord refuses.
func (b body) empty(files int) bool {
	return (b.Content == nil || *b.Content == "") && len(b.Embeds) < 3 && len(b.Components) < 3 && files == 0
}

func (b body) wrong(files int) (reply, bool) {
	if b.Content != nil && len([]rune(*b.Content)) > 2000 {
		return refusal(400, 50035, "Invalid Form Body: content: Must be 2000 or fewer in length."), true
	}
	if b.Flags&flagComponentsV2 != 0 && b.Content != nil && *b.Content != "" {
		return refusal(400, 50035, "Invalid Form Body: content cannot be used with components v2"), true
	}
	return reply{}, false
}

// add makes a message of the bot.
func (s *Server) add(channel string, b body, c call) *Message {
	m := &Message{ID: s.id(), ChannelID: channel, Author: BotID, Flags: b.Flags, ReplyTo: b.Reference.MessageID, nonce: b.Nonce}
	s.messages = append(s.messages, m)
	s.byID[m.ID] = m
	m.apply(b, c)
	return m
}

// apply changes what a body names and leaves the rest, as Discord does.
func (m *Message) apply(b body, c call) {
	if b.Content != nil {
		m.Content = *b.Content
	}
	if b.Embeds != nil {
		m.Embeds = b.Embeds
	}
	if b.Components != nil {
		m.Components = b.Components
	}
	m.Flags |= b.Flags
	m.Files = append(m.Files, c.files...)
	m.Thinking = false
	m.History = append(m.History, Version{At: time.Now(), Content: m.Content, Body: c.js})
}

// newBody reads the body of a message that is to be; bad with what is answered where
// there can be none.
func newBody(c call) (b body, r reply, bad bool) {
	json.Unmarshal(c.js, &b)
	if r, bad := b.wrong(len(c.files)); bad {
		return b, r, true
	}
	if b.empty(len(c.files)) {
		return b, refusal(400, 50006, "Cannot send an empty message"), true
	}
	return b, reply{}, false
}

func (s *Server) post(channel string, c call) reply {
	if s.channels[channel] == nil {
		return refusal(404, 10003, "Unknown Channel")
	}
	b, r, bad := newBody(c)
	if bad {
		return r
	}
	if b.Reference.MessageID != "" && s.noHistory {
		return refusal(400, 160002, "Cannot reply without permission to read message history")
	}
	if b.Enforce && b.Nonce != "" {
		for _, m := range s.messages {
			if m.nonce == b.Nonce && m.ChannelID == channel {
				return reply{200, s.messageJSON(m)}
			}
		}
	}
	return reply{200, s.messageJSON(s.add(channel, b, c))}
}

func (s *Server) onMessage(method string, m *Message, c call) reply {
	if m.Deleted {
		return refusal(404, 10008, "Unknown Message")
	}
	switch method {
	case "GET":
		return reply{200, s.messageJSON(m)}
	case "DELETE":
		m.Deleted = true
		return reply{204, nil}
	case "PATCH":
		var b body
		json.Unmarshal(c.js, &b)
		if r, bad := b.wrong(len(c.files)); bad {
			return r
		}
		m.apply(b, c)
		return reply{200, s.messageJSON(m)}
	}
	return refusal(405, 0, "405: Method Not Allowed")
}

func (s *Server) followUp(token string, c call) reply {
	i := s.interactions[token]
	if i == nil || i.ackedAt.IsZero() {
		return refusal(404, 10015, "Unknown Webhook")
	}
	b, r, bad := newBody(c)
	if bad {
		return r
	}
	i.followUps++
	if i.UserInstall && i.followUps > 5 {
		return refusal(400, 40094, "Maximum number of follow up messages reached")
	}
	m := s.add(i.ChannelID, b, c)
	m.Interaction = i.ID
	return reply{200, s.messageJSON(m)}
}

func (s *Server) startThread(channel, message string, c call) reply {
	if s.channels[message] != nil {
		return refusal(400, 160004, "A thread has already been created for this message")
	}
	var b struct{ Name string }
	json.Unmarshal(c.js, &b)
	th := &Channel{ID: message, Name: b.Name, Parent: channel, Type: 11}
	s.channels[th.ID] = th
	return reply{201, th.json()}
}

// direct is the channel between a person and the bot. The caller holds mu.
func (s *Server) direct(user string) *Channel {
	for _, c := range s.channels {
		if c.Type == 1 && c.Recipient == user {
			return c
		}
	}
	c := &Channel{ID: s.id(), Type: 1, Recipient: user}
	s.channels[c.ID] = c
	return c
}

func (s *Server) user(id string) map[string]any {
	u := map[string]any{"id": id, "username": "visitor" + id, "discriminator": "0", "global_name": "Visitor " + id, "avatar": nil,
		"public_flags": 0, "flags": 0, "primary_guild": nil}
	if id == BotID {
		u["username"], u["global_name"], u["bot"] = BotName, nil, true
	}
	return u
}

// forward writes a message into one that sends it on.
func (m *Message) forward(out map[string]any) {
	out["message_reference"] = map[string]any{"type": 1, "message_id": m.ID, "channel_id": m.ChannelID}
	out["message_snapshots"] = []any{map[string]any{"message": map[string]any{"content": m.Content, "type": 0, "flags": 0,
		"timestamp": time.Now().UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "mentions": []any{}, "mention_roles": []any{},
		"attachments": []any{}, "embeds": []any{}, "components": []any{}}}}
}

// messageJSON is a message as Discord shows it. The caller holds mu.
func (s *Server) messageJSON(m *Message) map[string]any {
	out := map[string]any{
		"id": m.ID, "channel_id": m.ChannelID, "author": s.user(m.Author), "content": m.Content,
		"timestamp": time.Now().UTC().Format(time.RFC3339Nano), "edited_timestamp": nil, "tts": false,
		"mention_everyone": false, "attachments": []any{}, "embeds": []any{},
		"pinned": false, "type": 0, "flags": m.Flags, "components": []any{},
	}
	mentions, roles := []any{}, []any{}
	for _, id := range mentionPattern.FindAllStringSubmatch(m.Content, -1) {
		mentions = append(mentions, s.user(id[1]))
	}
	for _, id := range rolePattern.FindAllStringSubmatch(m.Content, -1) {
		roles = append(roles, id[1])
	}
	if !m.edited.IsZero() {
		out["edited_timestamp"] = m.edited.UTC().Format(time.RFC3339Nano)
	}
	if m.snapshot != nil {
		m.snapshot.forward(out)
	}
	if len(m.Embeds) > 0 {
		out["embeds"] = m.Embeds
	}
	if len(m.Components) > 0 {
		out["components"] = m.Components
	}
	if len(m.Files) > 0 {
		var list []any
		for n, f := range m.Files {
			list = append(list, map[string]any{"id": fmt.Sprint(n), "filename": f.Name, "size": len(f.Data),
				"url": "data:;base64," + base64.StdEncoding.EncodeToString(nil), "proxy_url": ""})
		}
		out["attachments"] = list
	}
	if m.Interaction != "" {
		out["webhook_id"], out["application_id"] = AppID, AppID
	}
	if to := s.byID[m.ReplyTo]; to != nil {
		out["type"] = 19
		ref := map[string]any{"message_id": to.ID, "channel_id": to.ChannelID}
		out["message_reference"] = ref
		if s.channels[m.ChannelID] != nil && s.channels[m.ChannelID].Type != 1 {
			ref["guild_id"] = GuildID
		}
		inner := s.messageJSON(to)
		delete(inner, "referenced_message")
		out["referenced_message"] = inner
		if m.Author != BotID {
			mentions = append(mentions, s.user(to.Author))
		}
	}
	out["mentions"], out["mention_roles"] = mentions, roles
	return out
}
