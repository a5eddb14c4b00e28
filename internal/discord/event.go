package discord

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bwmarrin/discordgo"
)

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
			s.readying.Go(func() {
				defer recoverTo(s.log, p.Type, "")
				l.h.Ready(ctx)
			})
		}
	case "RESUMED":
		l.g.vain = 0
		s.gate.resumes.Add(1)
		l.serving()
		s.log.Info("discord: gateway resumed")
	case "MESSAGE_CREATE":
		l.message(p)
	case "INTERACTION_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		go l.event(p)
	}
}

// message hands on a new message.
func (l *link) message(p packet) {
	defer recoverTo(l.s.log, p.Type, "")
	m, err := decodeMessage(p.Data)
	if err != nil {
		l.unread(p, err)
		return
	}
	if l.h.Overheard != nil {
		l.h.Overheard(m)
	}
	if l.h.Message != nil {
		go func() {
			l.s.handle(context.Background(), p.Type, m.ID, func(ctx context.Context) { l.h.Message(ctx, m) })
		}()
	}
}

func (l *link) unread(p packet, err error) {
	l.s.log.Error("discord: event lost", "type", p.Type, "err", scrubbed{err})
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
		l.unread(p, err)
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
