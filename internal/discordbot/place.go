package discordbot

import (
	"context"
	"slices"
	"sync"
	"time"

	"resumebot/internal/discord"

	"github.com/bwmarrin/discordgo"
)

// A Policy says where and for whom the bot answers: lists of ids, empty ones
// allowing everybody and denying nobody. What is denied is denied whatever is
// allowed. The owners are answered everywhere.
type Policy struct {
	AllowGuilds, DenyGuilds     []string
	AllowChannels, DenyChannels []string // a thread counts as the channel it belongs to, too
	AllowRoles, DenyRoles       []string // of members; nobody has roles in a direct message
	NoDirect                    bool     // no answers in direct messages
}

// A place is where somebody asks.
type place struct {
	Guild, Channel string // Guild "" is a direct message
	Alone          bool   // with the bot: nobody else reads along
	User           string
	Roles          []string
}

func placeOf(i *discord.Interaction) place {
	p := place{Guild: i.GuildID, Channel: i.ChannelID, User: i.Asker().ID, Alone: i.GuildID == "" && i.Context == discordgo.InteractionContextBotDM}
	if i.Member != nil {
		p.Roles = i.Member.Roles
	}
	return p
}

func placeOfMessage(m *discordgo.Message) place {
	p := place{Guild: m.GuildID, Channel: m.ChannelID, User: m.Author.ID, Alone: m.GuildID == ""}
	if m.Member != nil {
		p.Roles = m.Member.Roles
	}
	return p
}

// admits tells whether the bot answers at a place.
func (b *Bot) admits(ctx context.Context, p place) bool {
	pol := &b.Policy
	if b.owner(p.User) {
		return true
	}
	if p.Guild == "" {
		return !pol.NoDirect
	}
	channels := []string{p.Channel}
	if len(pol.AllowChannels)+len(pol.DenyChannels) > 0 {
		channels = append(channels, b.places.parent(ctx, p.Channel))
	}
	return admitted([]string{p.Guild}, pol.AllowGuilds, pol.DenyGuilds) &&
		admitted(channels, pol.AllowChannels, pol.DenyChannels) &&
		admitted(p.Roles, pol.AllowRoles, pol.DenyRoles)
}

func admitted(ids, allow, deny []string) bool {
	in := func(list []string) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return id != "" && slices.Contains(list, id) })
	}
	return !in(deny) && (len(allow) == 0 || in(allow))
}

// places remembers which channel a thread belongs to and which role in a guild is the
// bot's own.
type places struct {
	session        *discord.Session
	parents, roles lookups
}

// lookups keep what was asked of Discord. It may be used by several goroutines.
type lookups struct {
	mu    sync.Mutex
	known map[string]string
}

// of is what is known of an id; else it asks, and again the next time where that fails.
func (m *lookups) of(id string, ask func() (string, error)) string {
	const most = 10_000
	m.mu.Lock()
	value, known := m.known[id]
	m.mu.Unlock()
	if known {
		return value
	}
	value, err := ask()
	if err != nil {
		return ""
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) > most {
		m.known = map[string]string{}
	}
	m.known[id] = value
	return value
}

// role is the bot's own role in a guild, or "".
func (p *places) role(ctx context.Context, guild string) string {
	return p.roles.of(guild, func() (string, error) { return p.session.OwnRole(ctx, guild) })
}

// parent is the channel that a thread belongs to, or "".
func (p *places) parent(ctx context.Context, id string) string {
	return p.parents.of(id, func() (string, error) {
		ctx, cancel := context.WithTimeout(ctx, time.Second) // an acknowledgement waits
		defer cancel()
		c, err := p.session.Channel(ctx, id)
		if err != nil || !c.IsThread() {
			return "", err
		}
		return c.ParentID, nil
	})
}
