// Package discord is a client of Discord.
//
// A [Session] is the connection: REST calls that keep to Discord's limits, and
// events over the gateway ([Session.Run]) or an HTTP endpoint
// ([Session.InteractionsHandler]). An [Interaction] is answered at once and
// filled in later; an [Outlet] shows an answer while it grows.
package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// DefaultAPIURL is where Discord's REST API stands.
const DefaultAPIURL = "https://discord.com"

// defaultIntents suffice for mentions, replies to the bot and direct messages;
// none of them is privileged (events/gateway: list of intents). Slash commands
// need none at all.
const defaultIntents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

// Options are the settings of a Session. Token and Logger are required.
type Options struct {
	Token  string
	APIURL string // base address of REST; "" is DefaultAPIURL
	Logger *slog.Logger
	Status string // shown under the bot's name; "" for none

	// Content asks for the privileged intent to see the text of messages that neither
	// mention nor answer the bot (events/gateway: message content intent).
	Content bool

	HTTPClient *http.Client      // its Transport carries REST; nil is one like http.DefaultTransport
	Dialer     *websocket.Dialer // of the gateway; nil is a plain one

	// Grace is how long Run waits for handlers after its context ended; 0 is
	// ten seconds. Their contexts end at seven tenths of it, so that they can
	// still mark what they could not finish.
	Grace time.Duration

	// EditGap is the least time between two edits of a growing answer; 1.2 s.
	// Others observed five edits per five seconds.
	EditGap time.Duration

	// The rest is for tests.
	RetryPause time.Duration // before a failed request is repeated, doubled each time; 250 ms
	AckLimit   time.Duration // least wait for the answer to a heartbeat; 2 s
	OpenLimit  time.Duration // of one attempt to connect, and to become ready; 30 s
	MinPause   time.Duration // before reconnecting, doubled at each failure; 1 s
	MaxPause   time.Duration // 2 min
}

func (o *Options) fill() error {
	o.Token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(o.Token), "Bot "))
	if o.Token == "" {
		return errors.New("discord: no token: set DISCORD_TOKEN to the bot's token from the Bot page of the developer portal")
	}
	if o.Logger == nil {
		return errors.New("discord: no logger")
	}
	setDefault(&o.APIURL, DefaultAPIURL)
	setDefault(&o.Grace, 10*time.Second)
	setDefault(&o.EditGap, 1200*time.Millisecond)
	setDefault(&o.RetryPause, 250*time.Millisecond)
	setDefault(&o.AckLimit, 2*time.Second)
	setDefault(&o.OpenLimit, 30*time.Second)
	setDefault(&o.MinPause, time.Second)
	setDefault(&o.MaxPause, 2*time.Minute)
	if o.HTTPClient == nil {
		o.HTTPClient = &http.Client{}
	}
	if o.HTTPClient.Transport == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = 16 // there is one host
		o.HTTPClient = &http.Client{Transport: t}
	}
	if o.Dialer == nil {
		o.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 20 * time.Second}
	}
	return nil
}

func setDefault[T comparable](p *T, value T) {
	var zero T
	if *p == zero {
		*p = value
	}
}

// A Session is the bot's presence at Discord: REST calls at any time, events
// while [Session.Run] runs. It is safe for concurrent use.
//
// discordgo gives the types of what Discord sends. Its REST calls and its gateway
// are not used; docs/discord.md says why.
type Session struct {
	opts     Options
	log      *slog.Logger
	rest     *rest
	gate     gate
	gateway  *url.URL // of the last connection; for Run alone
	work     work
	rush     rush
	readying sync.WaitGroup // handlers of READY
	acks     chan struct{}  // has a place for each first answer on its way

	mu  sync.Mutex
	app App
}

// App is the bot as Discord knows it. Fields that Discord did not tell are empty.
type App struct {
	ID     string // of the application
	Name   string
	UserID string // of the bot's account, as in <@UserID>
	User   string // the account's name
	// Content tells that the message-content intent is switched on in the portal.
	Content bool
}

// Bits of an application's flags: the message-content intent is switched on, with
// review or for apps that few can see (resources/application: flags).
const (
	flagMessageContent        = 1 << 18
	flagMessageContentLimited = 1 << 19
)

func contentOn(flags int) bool { return flags&(flagMessageContent|flagMessageContentLimited) != 0 }

// Open asks Discord who the token belongs to and returns a Session for it. It
// connects no gateway. The error is a [*FatalError] if the token is wrong. While
// Discord is down or cannot be reached, Open tries again until the context ends.
func Open(ctx context.Context, opts Options) (*Session, error) {
	if err := opts.fill(); err != nil {
		return nil, err
	}
	address, err := url.Parse(opts.APIURL)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return nil, fmt.Errorf("discord: DISCORD_API_URL %q is not an address such as %s", opts.APIURL, DefaultAPIURL)
	}
	s := &Session{opts: opts, log: opts.Logger, rest: newRest(&opts), acks: make(chan struct{}, maxAcks)}
	for pause := opts.MinPause; ; pause = min(2*pause, opts.MaxPause) {
		err := s.whoAmI(ctx, address)
		wait := jitter(pause)
		var status *statusError
		var limited *limitedError
		why := "Discord does not serve the bot now"
		switch {
		case err == nil:
			return s, nil
		case errors.As(err, &limited):
			wait = max(wait, limited.After)
		case !errors.As(err, &status):
			why = "cannot reach Discord at " + opts.APIURL + "; check the network, and DISCORD_API_URL if it is set"
		case status.Status == http.StatusUnauthorized:
			return nil, fatal(4004)
		}
		s.log.Warn("discord: "+why+"; trying again", "err", err, "in", wait)
		if sleep(ctx, wait) != nil {
			return nil, fmt.Errorf("discord: %s: %w", why, err)
		}
	}
}

// whoAmI finds where the API stands and fills App. Addresses that a proxy does
// not serve are no failure: what is missing then comes with READY.
func (s *Session) whoAmI(ctx context.Context, address *url.URL) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var user struct{ ID, Username string }
	list := bases(address)
	for _, base := range list {
		s.rest.at(base)
		err := s.rest.call(ctx, http.MethodGet, "/users/@me", nil, &user)
		if err == nil {
			break
		}
		var status *statusError
		if !errors.As(err, &status) || !status.Refused() || status.Status == http.StatusUnauthorized {
			return err
		}
		if _, err := s.gatewayAddress(ctx, false); err == nil {
			break // here it stands, but does not tell
		}
		s.rest.at(list[0])
	}
	var app struct {
		ID, Name string
		Flags    int
	}
	if s.rest.call(ctx, http.MethodGet, "/applications/@me", nil, &app) != nil {
		// A bot of the last years has the id of its application.
		app.ID = user.ID
	}
	s.setApp(App{ID: app.ID, Name: app.Name, UserID: user.ID, User: user.Username, Content: contentOn(app.Flags)})
	return nil
}

// App returns who the bot is. Before READY, fields may be missing.
func (s *Session) App() App {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.app
}

func (s *Session) setApp(a App) {
	s.mu.Lock()
	defer s.mu.Unlock()
	keep := s.app
	s.app = a
	fillEmpty(&s.app.ID, keep.ID)
	fillEmpty(&s.app.Name, keep.Name)
	fillEmpty(&s.app.UserID, keep.UserID)
	fillEmpty(&s.app.User, keep.User)
}

func fillEmpty(p *string, v string) {
	if *p == "" {
		*p = v
	}
}

// onReady takes from a READY event who the bot is.
func (s *Session) onReady(raw json.RawMessage) {
	var r struct {
		User        struct{ ID, Username string }
		Application struct {
			ID    string
			Flags int
		}
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		s.log.Warn("discord: unreadable READY", "err", err)
		return
	}
	s.setApp(App{ID: r.Application.ID, UserID: r.User.ID, User: r.User.Username, Content: contentOn(r.Application.Flags)})
	if s.App().ID == "" {
		s.setApp(App{ID: r.User.ID}) // as whoAmI
	}
}

// InviteURL is the page on which someone adds the bot to a server: scopes bot
// and applications.commands, and the permissions of the bits given
// (topics/oauth2: bot authorization flow).
func (s *Session) InviteURL(permissions int64) string {
	q := url.Values{"client_id": {s.App().ID}, "scope": {"bot applications.commands"}, "permissions": {fmt.Sprint(permissions)}}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}

// Stats counts what went on beneath the surface since Open.
type Stats struct {
	Connects   int64 // links that became ready, the first included
	Resumes    int64 // of them, those that continued a session
	LimitWaits int64 // for a rate limit
	Repeats    int64 // of failed requests
}

// Stats returns the counts so far.
func (s *Session) Stats() Stats {
	t := s.rest.transport
	return Stats{s.gate.connects.Load(), s.gate.resumes.Load(), t.waits.Load(), t.repeats.Load()}
}

var secrets = []*regexp.Regexp{
	regexp.MustCompile(`((?:webhooks|interactions)/\d+/)[^/\s"?]+`),      // interaction tokens in addresses
	regexp.MustCompile(`((?i:"?token"?\s*[:=]\s*"?))(?:Bot )?[^\s",}]+`), // named tokens
	regexp.MustCompile(`((?i:Bot|Bearer) )[\w-]{10,}(?:\.[\w-]+)*`),      // authorization
	regexp.MustCompile(`()[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}`),            // bot tokens anywhere
	regexp.MustCompile(`((?i:https?|wss?)://[^/\s:@]*:)[^/\s@]+@`),       // passwords in addresses
}

// scrub removes tokens from a text for the log.
func scrub(text string) string {
	for _, re := range secrets {
		text = re.ReplaceAllString(text, "${1}[secret]")
	}
	return text
}

// A scrubbed error is one for the log: it prints without tokens, says where to look
// if a permission is lacking, and still unwraps to its cause.
type scrubbed struct{ err error }

func (e scrubbed) Error() string {
	text := scrub(e.err.Error())
	if hasCode(e.err, codeNoAccess) || hasCode(e.err, codeNoPermission) || hasCode(e.err, codeNoHistory) {
		text += "; “bot doctor” shows which permission is lacking where"
	}
	return text
}

func (e scrubbed) Unwrap() error { return e.err }
