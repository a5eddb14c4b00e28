package discord

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Errors that an interaction's first answer may end with. After both of them
// the interaction can no longer be answered by this process.
var (
	// ErrAnsweredElsewhere: another process with the same token was faster
	// (40060). It is the one that answers; nothing must be said twice.
	ErrAnsweredElsewhere = errors.New("discord: the interaction was answered by another process")
	// ErrInteractionGone: three seconds had passed, or the person's client is
	// gone (10062).
	ErrInteractionGone = errors.New("discord: the interaction has expired")
)

// ErrDeleted says that somebody deleted the message that was to be changed.
var ErrDeleted = errors.New("discord: the message was deleted")

// Codes of Discord's JSON errors (topics/opcodes-and-status-codes).
const (
	codeUnknownMessage     = 10008
	codeUnknownInteraction = 10062
	codeNoAccess           = 50001
	codeNoPermission       = 50013
	codeAcknowledged       = 40060
	codeNoHistory          = 160002
)

// A statusError is an answer of Discord's that is no success.
type statusError struct {
	Method, Path string // without tokens
	Status       int
	Code         int // Discord's own, 0 if it gave none
	Message      string
	After        time.Duration // of a 429
}

func (e *statusError) Error() string {
	return fmt.Sprintf("discord: %s %s: HTTP %d: %s (code %d)", e.Method, e.Path, e.Status, e.Message, e.Code)
}

// Refused reports whether Discord will answer the same way again.
func (e *statusError) Refused() bool {
	return e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests && e.Status != http.StatusRequestTimeout
}

// Refused reports whether an error is an answer of Discord's that will not change.
func Refused(err error) bool {
	var s *statusError
	return errors.As(err, &s) && s.Refused()
}

// hasCode reports whether an error is an answer of Discord's with a code.
func hasCode(err error, code int) bool {
	var s *statusError
	return errors.As(err, &s) && s.Code == code
}

// rest makes REST calls.
type rest struct {
	base      *url.URL // of the API, version included
	token     string
	transport *transport
	client    *http.Client
	nonces    string // of this process
	sent      atomic.Int64
}

func newRest(o *Options) *rest {
	t := &transport{pause: o.RetryPause, next: o.HTTPClient.Transport, limits: newLimits()}
	return &rest{token: o.Token, transport: t, client: &http.Client{Transport: t}, nonces: rand.Text()[:10]}
}

// at makes calls go to a base.
func (r *rest) at(base *url.URL) {
	r.base, r.transport.base = base, base.Path
}

var versioned = regexp.MustCompile(`/v\d+$`)

// bases are where the API may stand below an address, likeliest first: what the
// address names already, in version or folder, is not asked for again.
func bases(address *url.URL) (list []*url.URL) {
	root := *address
	root.Path, root.RawPath, root.RawQuery, root.Fragment = strings.TrimSuffix(address.Path, "/"), "", "", ""
	below := []string{"/api/v" + discordgo.APIVersion, "/api/v10", ""}
	switch {
	case versioned.MatchString(root.Path):
		below = []string{""}
	case strings.HasSuffix(root.Path, "/api"):
		below = []string{"/v" + discordgo.APIVersion, "/v10", ""}
	}
	for _, path := range below {
		base := root
		base.Path += path
		list = append(list, &base)
	}
	return list
}

// call sends in as JSON (or a body with files) and decodes the answer into out.
// Either may be nil. The path is relative to the API's base. Errors are fit for the log:
// see scrubbed.
func (r *rest) call(ctx context.Context, method, path string, in, out any) error {
	var contentType string
	var data []byte
	if in != nil {
		b, ok := in.(body)
		if !ok {
			b = body{json: in}
		}
		var err error
		if contentType, data, err = b.encode(); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, r.base.String()+path, bytes.NewReader(data))
	if err != nil {
		return scrubbed{fmt.Errorf("discord: %s %s: %w", method, path, err)}
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	req.Header.Set("Authorization", "Bot "+r.token)
	req.Header.Set("User-Agent", "DiscordBot (https://github.com/bwmarrin/discordgo, "+discordgo.VERSION+")")
	resp, err := r.client.Do(req)
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err // the method and the path are said already
	}
	if err != nil {
		return scrubbed{fmt.Errorf("discord: %s %s: %w", method, path, err)}
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return scrubbed{readStatus(req.Method, path, resp)}
	}
	if out == nil || resp.StatusCode == http.StatusNoContent {
		return nil
	}
	err = json.NewDecoder(resp.Body).Decode(out)
	if err != nil && method == http.MethodGet { // else what was asked for is done
		return scrubbed{fmt.Errorf("discord: %s %s: decode answer: %w", method, path, err)}
	}
	return nil
}

func readStatus(method, path string, resp *http.Response) *statusError {
	e := &statusError{Method: method, Path: scrub(strings.TrimPrefix(path, "/")), Status: resp.StatusCode, Message: http.StatusText(resp.StatusCode)}
	var b struct {
		Code    int
		Message string
		Errors  json.RawMessage
	}
	if json.NewDecoder(resp.Body).Decode(&b) == nil && b.Message != "" {
		e.Code, e.Message = b.Code, strings.TrimSpace(scrub(b.Message+" "+string(b.Errors)))
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		e.After, _ = retryAfter(resp.Header, nil)
	}
	return e
}

// nonce names a message, so that Discord drops a second copy of it
// (resources/message: enforce_nonce). At most 25 characters.
func (r *rest) nonce() string { return fmt.Sprintf("%s%d", r.nonces, r.sent.Add(1)) }

// A Post is a message of the bot's and the ways to change it. It is safe for
// concurrent use, but only editor keeps edits in order.
type Post struct {
	ChannelID string

	rest *rest
	path string // of the message
	id   atomic.Pointer[string]
	// again posts afresh, best way first.
	again []func(context.Context, Message) (*Post, error)
	// Until settles, a 404 may mean that Discord has not seen the first answer
	// yet, which went out as the response to its own request.
	settles time.Time
}

// ID is the message's id. For the first answer to an interaction it is "" until
// the first Edit or Get.
func (p *Post) ID() string {
	if id := p.id.Load(); id != nil {
		return *id
	}
	return ""
}

// Edit makes the message show m.
func (p *Post) Edit(ctx context.Context, m Message) error {
	for {
		var got struct{ ID string }
		err := p.rest.call(ctx, http.MethodPatch, p.path, body{m.edit(), m.Files}, &got)
		if err == nil {
			if got.ID != "" {
				p.id.Store(&got.ID)
			}
			return nil
		}
		var s *statusError
		if !errors.As(err, &s) || s.Status != http.StatusNotFound || time.Now().After(p.settles) {
			return err
		}
		if sleep(ctx, p.rest.transport.pause) != nil {
			return err
		}
	}
}

// Delete removes the message. That it is gone already is no error.
func (p *Post) Delete(ctx context.Context) error {
	err := p.rest.call(ctx, http.MethodDelete, p.path, nil, nil)
	var s *statusError
	if errors.As(err, &s) && s.Status == http.StatusNotFound {
		return nil
	}
	return err
}

// Get reads the message as it stands, for its id.
func (p *Post) Get(ctx context.Context) (*discordgo.Message, error) {
	var raw json.RawMessage
	if err := p.rest.call(ctx, http.MethodGet, p.path, nil, &raw); err != nil {
		return nil, err
	}
	m, err := decodeMessage(raw)
	if err == nil {
		p.id.Store(&m.ID)
	}
	return m, err
}

// Replace posts m afresh where the message itself cannot be changed.
func (p *Post) Replace(ctx context.Context, m Message) (*Post, error) {
	err := errors.New("discord: no other way to post")
	for _, post := range p.again {
		var q *Post
		if q, err = post(ctx, m); err == nil {
			return q, nil
		}
	}
	return nil, err
}

// Send posts a message in a channel. It may be repeated by the transport
// without appearing twice. Where the bot may not read what it replies to, the
// message stands by itself.
func (s *Session) Send(ctx context.Context, channel string, m Message) (*Post, error) {
	w := m.wire()
	w.Flags &^= discordgo.MessageFlagsEphemeral // only answers to interactions can be
	w.Nonce, w.Enforce = s.rest.nonce(), true
	var got struct{ ID string }
	err := s.rest.call(ctx, http.MethodPost, "/channels/"+channel+"/messages", body{w, m.Files}, &got)
	if m.ReplyTo != "" && hasCode(err, codeNoHistory) {
		s.log.Warn("discord: an answer does not show what it replies to", "channel", channel, "err", err)
		m.ReplyTo = ""
		return s.Send(ctx, channel, m)
	}
	if err != nil {
		return nil, err
	}
	return s.Post(channel, got.ID), nil
}

// Post is an earlier message of the bot's in a channel.
func (s *Session) Post(channel, id string) *Post {
	p := &Post{ChannelID: channel, rest: s.rest, path: "/channels/" + channel + "/messages/" + id}
	p.id.Store(&id)
	p.again = append(p.again, func(ctx context.Context, m Message) (*Post, error) { return s.Send(ctx, channel, m) })
	return p
}

// Message reads a message of a channel.
func (s *Session) Message(ctx context.Context, channel, id string) (*discordgo.Message, error) {
	return s.Post(channel, id).Get(ctx)
}

// Channel reads a channel or thread.
func (s *Session) Channel(ctx context.Context, id string) (*discordgo.Channel, error) {
	c := new(discordgo.Channel)
	if err := s.rest.call(ctx, http.MethodGet, "/channels/"+id, nil, c); err != nil {
		return nil, err
	}
	return c, nil
}

// React puts an emoji under a message.
func (s *Session) React(ctx context.Context, channel, message, emoji string) error {
	return s.rest.call(ctx, http.MethodPut, "/channels/"+channel+"/messages/"+message+"/reactions/"+url.PathEscape(emoji)+"/@me", nil, nil)
}

// OwnRole returns the role that Discord made for the bot when it was added to a
// guild, "" if there is none (topics/permissions: role tags).
func (s *Session) OwnRole(ctx context.Context, guild string) (string, error) {
	var roles []struct {
		ID   string
		Tags struct {
			Bot string `json:"bot_id"`
		}
	}
	if err := s.rest.call(ctx, http.MethodGet, "/guilds/"+guild+"/roles", nil, &roles); err != nil {
		return "", err
	}
	for _, r := range roles {
		if r.Tags.Bot == s.App().UserID {
			return r.ID, nil
		}
	}
	return "", nil
}

// Typing shows for ten seconds that the bot is writing.
func (s *Session) Typing(ctx context.Context, channel string) error {
	return s.rest.call(ctx, http.MethodPost, "/channels/"+channel+"/typing", nil, nil)
}

// Thread starts a thread from a message; it is archived after a day's silence.
func (s *Session) Thread(ctx context.Context, channel, message, name string) (*discordgo.Channel, error) {
	in := struct {
		Name    string `json:"name"`
		Minutes int    `json:"auto_archive_duration"`
	}{name, 1440}
	c := new(discordgo.Channel)
	if err := s.rest.call(ctx, http.MethodPost, "/channels/"+channel+"/messages/"+message+"/threads", in, c); err != nil {
		return nil, err
	}
	return c, nil
}

// Direct returns the id of the channel between a user and the bot.
func (s *Session) Direct(ctx context.Context, user string) (string, error) {
	in := struct {
		Recipient string `json:"recipient_id"`
	}{user}
	var c struct{ ID string }
	err := s.rest.call(ctx, http.MethodPost, "/users/@me/channels", in, &c)
	return c.ID, err
}

// Register replaces the commands of a guild, or with "" the global ones, by
// cmds. Doing it twice is as good as once; at most 200 new commands a day. It
// tries until Discord takes or refuses them, or the context ends.
func (s *Session) Register(ctx context.Context, guild string, cmds []Command) error {
	path := "/applications/" + s.App().ID
	if guild != "" {
		path += "/guilds/" + guild
	}
	first := 10 * s.opts.MinPause
	for pause := first; ; pause = min(2*pause, 30*first) {
		err := s.rest.call(ctx, http.MethodPut, path+"/commands", append([]Command{}, cmds...), nil)
		if err == nil || Refused(err) || ctx.Err() != nil {
			return err
		}
		s.log.Warn("discord: the commands are not registered, trying again", "err", err)
		if sleep(ctx, jitter(pause)) != nil {
			return err
		}
	}
}
