package discordtest

import (
	"time"
)

// contentIntent is MESSAGE_CONTENT, without which most texts arrive empty.
const contentIntent = 1 << 15

// say stores a person's message and sends its event. The caller holds mu.
func (s *Server) say(user, channel, text, replyTo string) Message {
	ch := s.channels[channel]
	if ch == nil {
		s.tb.Errorf("discordtest: no channel %s", channel)
		return Message{}
	}
	m := &Message{ID: s.id(), ChannelID: channel, Author: user, Content: text, ReplyTo: replyTo}
	m.History = []Version{{At: time.Now(), Content: text}}
	return s.tell("MESSAGE_CREATE", m, ch)
}

// tell sends the event of a person's message, new or changed. The caller holds mu.
func (s *Server) tell(kind string, m *Message, ch *Channel) Message {
	if s.byID[m.ID] == nil {
		s.messages = append(s.messages, m)
		s.byID[m.ID] = m
	}
	event := s.messageJSON(m)
	if ch.Type != 1 {
		event["guild_id"] = GuildID
		event["member"] = map[string]any{"roles": []any{}, "joined_at": "2024-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0}
	}
	if !s.readable(m, ch) {
		event["content"], event["embeds"], event["components"], event["attachments"] = "", []any{}, []any{}, []any{}
	}
	s.dispatch(kind, event)
	s.touch()
	return m.copy()
}

// Edit lets a person change a message.
func (s *Server) Edit(message, text string) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.byID[message]
	m.Content, m.edited = text, time.Now()
	m.History = append(m.History, Version{At: m.edited, Content: text})
	return s.tell("MESSAGE_UPDATE", m, s.channels[m.ChannelID])
}

// Delete lets its author or a moderator delete a message. Quietly sends no event, as
// when the link is down.
func (s *Server) Delete(message string, quietly bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.byID[message]
	m.Deleted = true
	if !quietly {
		s.dispatch("MESSAGE_DELETE", map[string]any{"id": m.ID, "channel_id": m.ChannelID, "guild_id": GuildID})
	}
	s.touch()
}

// Forward lets someone send a message on to the bot directly, or into a channel.
func (s *Server) Forward(user, message, channel string) Message {
	s.WaitConnected()
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.channels[channel]
	if channel == "" {
		ch = s.direct(user)
	}
	m := &Message{ID: s.id(), ChannelID: ch.ID, Author: user, snapshot: s.byID[message]}
	m.History = []Version{{At: time.Now()}}
	return s.tell("MESSAGE_CREATE", m, ch)
}

// HideHistory takes the permission to read earlier messages from the bot.
func (s *Server) HideHistory() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noHistory = true
}

// readable follows events/gateway, Message Content Intent: direct messages,
// mentions of the bot and pinging replies to its ordinary messages carry text.
func (s *Server) readable(m *Message, ch *Channel) bool {
	if n := len(s.gw.intents); n > 0 && s.gw.intents[n-1]&contentIntent != 0 {
		return true
	}
	for _, id := range mentionPattern.FindAllStringSubmatch(m.Content, -1) {
		if id[1] == BotID {
			return true
		}
	}
	to := s.byID[m.ReplyTo]
	return ch.Type == 1 || (to != nil && to.Author == BotID && to.Interaction == "")
}

// Say lets someone write a message that neither mentions nor answers anybody.
func (s *Server) Say(user, channel, text string) Message {
	s.WaitConnected()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.say(user, channel, text, "")
}

// Mention lets someone write "@bot text" in a channel.
func (s *Server) Mention(user, channel, text string) Message {
	return s.Say(user, channel, "<@"+BotID+"> "+text)
}

// Reply lets someone answer a message, pinging its author.
func (s *Server) Reply(user, to, text string) Message {
	s.WaitConnected()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.byID[to]
	if m == nil {
		s.tb.Errorf("discordtest: no message %s to reply to", to)
		return Message{}
	}
	return s.say(user, m.ChannelID, text, to)
}

// DM lets someone write to the bot directly.
func (s *Server) DM(user, text string) Message {
	s.WaitConnected()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.say(user, s.direct(user).ID, text, "")
}
