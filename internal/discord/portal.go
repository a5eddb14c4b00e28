package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// A Portal is what the application's owner has set in the developer portal
// (resources/application). App tells of the privileged intent.
type Portal struct {
	PublicKey    string // Public Key: 64 hexadecimal digits
	Endpoint     string // Interactions Endpoint URL; "" where commands come over the gateway
	CodeGrant    bool   // Requires OAuth2 Code Grant: an invite link alone adds the bot nowhere
	GuildInstall bool
	UserInstall  bool
	Owner        string // id of the user whom it belongs to; "" where that is a team
}

// Portal reads what the portal shows of the bot's application.
func (s *Session) Portal(ctx context.Context) (Portal, error) {
	var app struct {
		VerifyKey string                     `json:"verify_key"`
		Endpoint  string                     `json:"interactions_endpoint_url"`
		CodeGrant bool                       `json:"bot_require_code_grant"`
		Installs  map[string]json.RawMessage `json:"integration_types_config"`
		Owner     struct{ ID string }
		Team      *struct{}
	}
	if err := s.rest.call(ctx, http.MethodGet, "/applications/@me", nil, &app); err != nil {
		return Portal{}, err
	}
	p := Portal{PublicKey: app.VerifyKey, Endpoint: app.Endpoint, CodeGrant: app.CodeGrant}
	_, p.GuildInstall = app.Installs[strconv.Itoa(int(discordgo.ApplicationIntegrationGuildInstall))]
	_, p.UserInstall = app.Installs[strconv.Itoa(int(discordgo.ApplicationIntegrationUserInstall))]
	if app.Team == nil { // else the owner is a user that stands for the team
		p.Owner = app.Owner.ID
	}
	return p, nil
}

// A Guild is a server that the bot is in.
type Guild struct{ ID, Name string }

// Guilds lists the servers that the bot is in, at most 200.
func (s *Session) Guilds(ctx context.Context) ([]Guild, error) {
	var list []Guild
	err := s.rest.call(ctx, http.MethodGet, "/users/@me/guilds", nil, &list)
	return list, err
}

// Access is what the bot may do in a server: bits of topics/permissions, all of them
// for an administrator.
type Access struct {
	Role        string // name of the role that Discord made for the bot; "" if there is none
	Permissions int64  // by the bot's roles
	Channels    []ChannelAccess
}

// ChannelAccess is what the bot may do in a channel for text: by its roles and the
// channel's overwrites.
type ChannelAccess struct {
	Name        string
	Permissions int64
}

// Access reads what the bot may do in a server. Channels come in the order in which
// people see them.
func (s *Session) Access(ctx context.Context, guild string) (Access, error) {
	var roles []struct {
		ID, Name    string
		Permissions int64 `json:",string"`
		Tags        struct {
			Bot string `json:"bot_id"`
		}
	}
	var channels []*discordgo.Channel
	var me discordgo.Member
	bot := s.App().UserID
	for _, read := range []struct {
		path string
		out  any
	}{{"/roles", &roles}, {"/members/" + bot, &me}, {"/channels", &channels}} {
		if err := s.rest.call(ctx, http.MethodGet, "/guilds/"+guild+read.path, nil, read.out); err != nil {
			return Access{}, err
		}
	}
	var a Access
	for _, r := range roles {
		if r.ID == guild || slices.Contains(me.Roles, r.ID) { // that of everyone has the guild's id
			a.Permissions |= r.Permissions
		}
		if r.Tags.Bot == bot {
			a.Role = r.Name
		}
	}
	if a.Permissions&discordgo.PermissionAdministrator != 0 {
		a.Permissions = everything
	}
	slices.SortStableFunc(channels, func(a, b *discordgo.Channel) int { return cmp.Compare(a.Position, b.Position) })
	for _, c := range channels {
		if c.Type == discordgo.ChannelTypeGuildText || c.Type == discordgo.ChannelTypeGuildNews {
			a.Channels = append(a.Channels, ChannelAccess{c.Name, inChannel(a.Permissions, c, guild, bot, me.Roles)})
		}
	}
	return a, nil
}

// everything is what an administrator may do.
const everything int64 = -1

// inChannel applies a channel's overwrites to what a member may do in the guild, in
// the order of topics/permissions: permission hierarchy.
func inChannel(permissions int64, c *discordgo.Channel, guild, user string, roles []string) int64 {
	if permissions == everything { // whatever the overwrites say
		return everything
	}
	apply := func(of func(*discordgo.PermissionOverwrite) bool) {
		var allow, deny int64
		for _, o := range c.PermissionOverwrites {
			if of(o) {
				allow, deny = allow|o.Allow, deny|o.Deny
			}
		}
		permissions = permissions&^deny | allow
	}
	apply(func(o *discordgo.PermissionOverwrite) bool { return o.ID == guild })
	apply(func(o *discordgo.PermissionOverwrite) bool { return o.ID != guild && slices.Contains(roles, o.ID) })
	apply(func(o *discordgo.PermissionOverwrite) bool { return o.ID == user })
	if permissions&discordgo.PermissionViewChannel == 0 {
		return 0 // all else goes with it (topics/permissions: implicit permissions)
	}
	return permissions
}
