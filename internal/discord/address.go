package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// dial opens a connection to where the session can be resumed, or else to the
// address that Discord gives out.
func (s *Session) dial(ctx context.Context, g *session) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.OpenLimit)
	defer cancel()
	if g.id != "" && s.gateway != nil && sameSite(g.url, s.gateway) {
		u, err := url.Parse(g.url)
		if err == nil {
			ws, err := s.dialAt(ctx, u)
			if err == nil {
				return ws, nil
			}
			s.log.Debug("discord: no resume where Discord wants it", "err", scrubbed{err})
			g.url = ""
		}
	}
	u, err := s.gatewayAddress(ctx, g.id == "")
	if err != nil {
		return nil, err
	}
	s.gateway = u
	return s.dialAt(ctx, u)
}

// dialAt tries an address with a slash at the end of its path where it is not
// served without: some stand-ins for Discord know only clients that add one.
func (s *Session) dialAt(ctx context.Context, u *url.URL) (*websocket.Conn, error) {
	at := *u
	at.RawQuery, at.Fragment = "v="+discordgo.APIVersion+"&encoding=json", ""
	if at.Path == "" {
		at.Path = "/"
	}
	ws, _, err := s.opts.Dialer.DialContext(ctx, at.String(), nil)
	if errors.Is(err, websocket.ErrBadHandshake) && !strings.HasSuffix(at.Path, "/") {
		at.Path += "/"
		ws, _, err = s.opts.Dialer.DialContext(ctx, at.String(), nil)
	}
	if err != nil {
		return nil, fmt.Errorf("discord: connect to the gateway at %s: %w", u.Host, err)
	}
	return ws, nil
}

// sameSite reports whether an address belongs to where the gateway is. Behind a
// proxy, Discord's own address would lead past it.
func sameSite(address string, gateway *url.URL) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != gateway.Scheme {
		return false
	}
	return u.Host == gateway.Host || site(u.Hostname()) == "discord.gg" && site(gateway.Hostname()) == "discord.gg"
}

// site is the last two names of a host.
func site(host string) string {
	names := strings.Split(host, ".")
	return strings.Join(names[max(0, len(names)-2):], ".")
}

// A startsError says that no session may begin for a while: Discord resets the
// token of a bot that begins more than a thousand a day.
type startsError struct{ after time.Duration }

func (e *startsError) Error() string {
	return fmt.Sprintf("discord: too many sessions begun today, next in %v", e.after.Round(time.Second))
}

// gatewayAddress asks /gateway/bot, or /gateway where that is not served, for
// an address to resume a session, or to begin one.
func (s *Session) gatewayAddress(ctx context.Context, begin bool) (*url.URL, error) {
	var g struct {
		URL    string
		Starts struct {
			Total, Remaining int
			After            int64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	err := s.rest.call(ctx, http.MethodGet, "/gateway/bot", nil, &g)
	var status *statusError
	if errors.As(err, &status) && status.Status == http.StatusUnauthorized {
		return nil, fatal(4004)
	}
	if errors.As(err, &status) && status.Refused() {
		err = s.rest.call(ctx, http.MethodGet, "/gateway", nil, &g)
	}
	if err != nil {
		return nil, err
	}
	if begin && g.Starts.Total > 0 && g.Starts.Remaining <= 0 {
		return nil, &startsError{time.Duration(g.Starts.After)*time.Millisecond + time.Second}
	}
	u, err := url.Parse(g.URL)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("discord: no gateway address in the answer: %q", g.URL)
	}
	return u, nil
}
