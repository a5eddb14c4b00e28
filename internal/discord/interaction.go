package discord

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
)

// ackLimit is how long after its arrival an interaction is still acknowledged.
// Discord gives three seconds (receiving-and-responding: followup messages).
const ackLimit = 2500 * time.Millisecond

// settleTime is how long Discord may need to act on the response to an HTTP
// interaction before the message can be edited.
const settleTime = 5 * time.Second

// maxAcks is how many first answers are on their way at the same time; others wait. Of a
// thousand at once the last leaves in time where each takes a tenth of a second, and what
// is being typed is completed meanwhile, for which nobody waits as long.
const maxAcks = 64

// callback kinds (receiving-and-responding: interaction callback type).
const (
	callbackMessage        = 4
	callbackDefer          = 5
	callbackDeferredUpdate = 6
	callbackUpdate         = 7
	callbackChoices        = 8
	callbackModal          = 9
)

// An Interaction is one use of a command, button or form, and the ways to
// answer it: exactly one of Reply, Defer, DeferUpdate, Update, Ask and Choose,
// within 2.5 seconds, and for fifteen minutes afterwards edits of the message
// and follow-ups. A first answer may fail with [ErrAnsweredElsewhere] or
// [ErrInteractionGone].
//
// Data is never nil, and User gives who did it in guilds and elsewhere alike.
type Interaction struct {
	*discordgo.Interaction
	Fields map[string]string // what was typed into a form, by custom id

	session      *Session
	received     time.Time
	acknowledged func() // to be called after the first answer, or when there is none
	deliver      func(context.Context, callback) error
	overHTTP     bool
	ephemeral    atomic.Bool
	first        atomic.Int32 // kind of the first answer, 0 before it
}

type callback struct {
	Type  int    `json:"type"`
	Data  any    `json:"data,omitempty"`
	files []File // beside the JSON
}

// Asker is the person who did it.
func (i *Interaction) Asker() *discordgo.User {
	if i.Member != nil && i.Member.User != nil {
		return i.Member.User
	}
	return i.User
}

// UserInstalled reports whether the bot is here only because the asker
// installed it: then it may send five follow-ups, and REST calls on the channel
// fail.
func (i *Interaction) UserInstalled() bool {
	_, guild := i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationGuildInstall]
	_, user := i.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationUserInstall]
	return user && !guild
}

// Reply answers with a message.
func (i *Interaction) Reply(ctx context.Context, m Message) (*Post, error) {
	i.ephemeral.Store(m.Flags&discordgo.MessageFlagsEphemeral != 0)
	m.ReplyTo = ""
	return i.original(i.answer(ctx, callback{Type: callbackMessage, Data: m.wire(), files: m.Files}))
}

// Defer answers with "is thinking"; the message comes as an Edit of the Post.
// Whether only the asker sees it is settled here and cannot change later.
//
// Where Discord fails until it is too late, Defer succeeds all the same: it may
// have arrived, and the asker would see "is thinking" for ever. The Post then
// finds out; see [Post.Replace].
func (i *Interaction) Defer(ctx context.Context, ephemeral bool) (*Post, error) {
	i.ephemeral.Store(ephemeral)
	var data struct {
		Flags discordgo.MessageFlags `json:"flags,omitempty"`
	}
	if ephemeral {
		data.Flags = discordgo.MessageFlagsEphemeral
	}
	err := i.answer(ctx, callback{Type: callbackDefer, Data: data})
	if err != nil && !Refused(err) && !errors.Is(err, ErrAnsweredElsewhere) && !errors.Is(err, ErrInteractionGone) {
		i.session.log.Warn("discord: it is not known whether an acknowledgement arrived", "err", err)
		i.first.Store(callbackDefer)
		err = nil
	}
	return i.original(err)
}

// DeferUpdate accepts a click without any sign; the Post is the message that
// was clicked.
func (i *Interaction) DeferUpdate(ctx context.Context) (*Post, error) {
	return i.original(i.answer(ctx, callback{Type: callbackDeferredUpdate}))
}

// Update answers a click by changing the message that was clicked.
func (i *Interaction) Update(ctx context.Context, m Message) (*Post, error) {
	return i.original(i.answer(ctx, callback{Type: callbackUpdate, Data: m.edit(), files: m.Files}))
}

// Ask answers with a form. What is typed comes as another Interaction.
func (i *Interaction) Ask(ctx context.Context, m Modal) error {
	return i.answer(ctx, callback{Type: callbackModal, Data: m})
}

// Choose answers an autocomplete with at most 25 choices: Name is shown, Value is
// filled in, each 1 to 100 characters. None is an answer too; discordgo would leave out
// the list.
func (i *Interaction) Choose(ctx context.Context, choices []*discordgo.ApplicationCommandOptionChoice) error {
	data := struct {
		Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
	}{append([]*discordgo.ApplicationCommandOptionChoice{}, choices[:min(len(choices), 25)]...)}
	return i.answer(ctx, callback{Type: callbackChoices, Data: data})
}

// answer delivers the first answer before it is too late.
func (i *Interaction) answer(ctx context.Context, cb callback) error {
	ctx, cancel := context.WithDeadline(ctx, i.received.Add(ackLimit))
	defer cancel()
	defer i.acknowledged()
	err := i.deliver(ctx, cb)
	if err == nil {
		i.first.Store(int32(cb.Type))
	}
	return err
}

// post delivers the first answer over REST. It repeats what failed for a
// moment; the refusal of a second acknowledgement then says that the first one
// arrived.
func (i *Interaction) post(ctx context.Context, cb callback) error {
	if i.Type != discordgo.InteractionApplicationCommandAutocomplete {
		select {
		case i.session.acks <- struct{}{}:
			defer func() { <-i.session.acks }()
		case <-ctx.Done():
			return ErrInteractionGone
		}
	}
	path := "/interactions/" + i.ID + "/" + i.Token + "/callback"
	for tried := false; ; tried = true {
		err := i.session.rest.call(ctx, http.MethodPost, path, body{cb, cb.files}, nil)
		var s *statusError
		pause := jitter(i.session.opts.RetryPause / 2)
		if errors.As(err, &s) {
			switch {
			case s.Code == codeAcknowledged && tried:
				return nil
			case s.Code == codeAcknowledged:
				return ErrAnsweredElsewhere
			case s.Code == codeUnknownInteraction:
				return ErrInteractionGone
			case s.Refused():
				return err
			}
			pause = max(pause, s.After)
		}
		if err == nil {
			return nil
		}
		if !fits(ctx, pause) || sleep(ctx, pause) != nil {
			return err
		}
	}
}

// original is the first answer's message, or the one clicked.
func (i *Interaction) original(err error) (*Post, error) {
	if err != nil {
		return nil, err
	}
	p := i.hook("@original")
	if i.overHTTP {
		p.settles = time.Now().Add(settleTime)
	}
	p.again = append(p.again, i.FollowUp)
	if !i.ephemeral.Load() && !i.UserInstalled() && i.ChannelID != "" {
		p.again = append(p.again, i.sendHere)
	}
	return p, nil
}

// Original is the first answer to an interaction of an earlier process's, by the
// interaction's token.
func (s *Session) Original(channel, token string) *Post {
	return &Post{ChannelID: channel, rest: s.rest, path: "/webhooks/" + s.App().ID + "/" + token + "/messages/@original"}
}

// hook is a message that the interaction's token can change.
func (i *Interaction) hook(id string) *Post {
	return &Post{ChannelID: i.ChannelID, rest: i.session.rest, path: i.path() + "/messages/" + id}
}

func (i *Interaction) path() string { return "/webhooks/" + i.AppID + "/" + i.Token }

// Instead says that an answer will not come, in the way that is still open: as the
// first answer, in place of the one that was promised, or after it.
func (i *Interaction) Instead(ctx context.Context, m Message) error {
	var err error
	switch i.first.Load() {
	case 0:
		_, err = i.Reply(ctx, m)
	case callbackDefer:
		err = i.hook("@original").Edit(ctx, m)
	default:
		_, err = i.FollowUp(ctx, m)
	}
	return err
}

// sendHere posts in the channel, for when the token is of no use any more.
func (i *Interaction) sendHere(ctx context.Context, m Message) (*Post, error) {
	return i.session.Send(ctx, i.ChannelID, m)
}

// FollowUp adds a message to the answer, as visible as the first one.
func (i *Interaction) FollowUp(ctx context.Context, m Message) (*Post, error) {
	if i.ephemeral.Load() {
		m.Flags |= discordgo.MessageFlagsEphemeral
	}
	m.ReplyTo = ""
	var got struct{ ID string }
	if err := i.session.rest.call(ctx, http.MethodPost, i.path()+"?wait=true", body{m.wire(), m.Files}, &got); err != nil {
		return nil, err
	}
	p := i.hook(got.ID)
	p.id.Store(&got.ID)
	p.again = append(p.again, i.FollowUp)
	return p, nil
}
