package discordtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// A Portal is what the application's owner has set in the developer portal. The
// zero value is a new application: its commands come over the gateway, and it may
// be installed in servers and by users.
type Portal struct {
	PublicKey      string // "" is PublicKey
	Endpoint       string // Interactions Endpoint URL
	CodeGrant      bool   // Requires OAuth2 Code Grant
	NoGuildInstall bool
	NoUserInstall  bool
}

// PublicKey is that of the application, unless [Server.SetPortal] gives another.
const PublicKey = "3a6f1f0c5b0a4c1d9e8f70615243342516077889aabbccddeeff001122334455"

// SetPortal changes what the portal shows.
func (s *Server) SetPortal(p Portal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.portal = p
}

// Permissions, as bits (topics/permissions).
const (
	Administrator  int64 = 1 << 3
	ViewChannel    int64 = 1 << 10
	SendMessages   int64 = 1 << 11
	EmbedLinks     int64 = 1 << 14
	AttachFiles    int64 = 1 << 15
	ReadHistory    int64 = 1 << 16
	PublicThreads  int64 = 1 << 35
	ThreadMessages int64 = 1 << 38
)

// RoleID is the role that Discord made for the bot in a guild.
const RoleID = "1000000000000000004"

// A Guild is a server that the bot is in. The bot has the permissions of everyone and
// of its own role.
type Guild struct {
	ID, Name      string
	Everyone, Bot int64
	Channels      []GuildChannel // beside those of [Server.Channels]
}

// A GuildChannel is a channel with overwrites for the bot's role. By itself it is no
// place for messages.
type GuildChannel struct {
	ID, Name    string
	Type        int // 0 text, 2 voice, 4 category, 5 announcements
	Allow, Deny int64
	Everyone    int64 // denied to everyone
	Member      int64 // allowed to the bot as a member
}

// SetGuilds says which servers the bot is in. At first that is one, with the id GuildID
// and the channel ChannelID, in which it may do all that a visitor may.
func (s *Server) SetGuilds(guilds ...Guild) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds = guilds
}

func newGuild() Guild {
	const usual = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadHistory | PublicThreads | ThreadMessages
	return Guild{ID: GuildID, Name: "Stand-in", Everyone: usual, Bot: usual, Channels: []GuildChannel{{ID: ChannelID, Name: "general"}}}
}

// guildRoutes are of the servers that the bot is in.
func (s *Server) guildRoutes(on route) {
	on("GET /users/@me/guilds", bot, func(*http.Request, call) reply {
		list := []any{}
		for _, g := range s.guilds {
			list = append(list, map[string]any{"id": g.ID, "name": g.Name, "icon": nil, "banner": nil, "owner": false,
				"permissions": bits(g.Everyone | g.Bot), "features": []any{}})
		}
		return reply{200, list}
	})
	in := func(path string, answer func(g *Guild, r *http.Request) reply) {
		on("GET /guilds/{guild}/"+path, bot, func(r *http.Request, _ call) reply {
			n := slices.IndexFunc(s.guilds, func(g Guild) bool { return g.ID == r.PathValue("guild") })
			if n < 0 {
				return refusal(404, 10004, "Unknown Guild")
			}
			return answer(&s.guilds[n], r)
		})
	}
	in("roles", func(g *Guild, _ *http.Request) reply { return reply{200, g.roles()} })
	in("channels", func(g *Guild, _ *http.Request) reply { return reply{200, g.channels()} })
	in("members/{user}", func(g *Guild, r *http.Request) reply {
		if r.PathValue("user") != BotID {
			return refusal(404, 10007, "Unknown Member")
		}
		return reply{200, map[string]any{"user": s.user(BotID), "roles": []any{RoleID}, "nick": nil, "avatar": nil, "banner": nil,
			"joined_at": "2024-01-01T00:00:00Z", "premium_since": nil, "communication_disabled_until": nil,
			"deaf": false, "mute": false, "pending": false, "flags": 0}}
	})
}

func bits(permissions int64) string { return strconv.FormatInt(permissions, 10) }

func (g *Guild) roles() []any {
	role := func(id, name string, permissions int64, managed bool) map[string]any {
		none := map[string]any{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil}
		return map[string]any{"id": id, "name": name, "permissions": bits(permissions), "position": 0, "color": 0, "colors": none,
			"hoist": false, "managed": managed, "mentionable": false, "icon": nil, "unicode_emoji": nil, "flags": 0}
	}
	own := role(RoleID, BotName, g.Bot, true)
	own["tags"] = map[string]any{"bot_id": BotID}
	return []any{role(g.ID, "@everyone", g.Everyone, false), own}
}

func (g *Guild) channels() []any {
	out := []any{}
	for n, c := range g.Channels {
		overwrites := []any{}
		add := func(id string, kind int, allow, deny int64) {
			if allow|deny != 0 {
				overwrites = append(overwrites, map[string]any{"id": id, "type": kind, "allow": bits(allow), "deny": bits(deny)})
			}
		}
		add(BotID, 1, c.Member, 0) // in no order that matters
		add(RoleID, 0, c.Allow, c.Deny)
		add(g.ID, 0, 0, c.Everyone)
		out = append(out, map[string]any{"id": c.ID, "type": c.Type, "name": c.Name, "guild_id": g.ID, "position": n,
			"flags": 0, "parent_id": nil, "permission_overwrites": overwrites, "nsfw": false})
	}
	return out
}

// application is what the bot is told of its application.
func (s *Server) application() map[string]any {
	p := s.portal
	key, installs := p.PublicKey, map[string]any{}
	if key == "" {
		key = PublicKey
	}
	if !p.NoGuildInstall {
		installs["0"] = map[string]any{"oauth2_install_params": map[string]any{"scopes": []any{"applications.commands", "bot"}, "permissions": "0"}}
	}
	if !p.NoUserInstall {
		installs["1"] = map[string]any{}
	}
	var endpoint any
	if p.Endpoint != "" {
		endpoint = p.Endpoint
	}
	return map[string]any{"id": AppID, "name": "Résumé", "flags": s.gw.flags, "flags_new": strconv.Itoa(s.gw.flags), "bot": s.user(BotID), "owner": s.user("900000000000000001"),
		"description": "", "icon": nil, "type": nil, "verify_key": strings.ToLower(key), "bot_public": true, "bot_require_code_grant": p.CodeGrant,
		"integration_types_config": installs, "interactions_endpoint_url": endpoint, "role_connections_verification_url": nil, "redirect_uris": []any{},
		"approximate_guild_count": len(s.guilds), "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
		"explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": []any{}}
}

// unavailable are the servers as READY names them, before each is told of.
func (s *Server) unavailable() []any {
	out := []any{}
	for _, g := range s.guilds {
		out = append(out, map[string]any{"id": g.ID, "unavailable": true})
	}
	return out
}
