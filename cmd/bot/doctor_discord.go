package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"resumebot/internal/discord"
)

// The developer portal, and the way through it to a token. README.md has the same
// words.
const (
	portalURL = "https://discord.com/developers/applications"
	getToken  = portalURL + " › New Application › Create, then Bot › Reset Token › Copy, into " + envFile + " as DISCORD_TOKEN=…"
)

const (
	mostGuilds   = 20 // that doctor looks into
	mostChannels = 20 // that doctor names of each
)

// permission is something that the bot must be allowed, as the portal and the
// servers' settings name it (topics/permissions).
type permission struct {
	bit  int64
	name string
}

// permissions are what the invite link asks for.
func permissions() []permission {
	return []permission{
		{viewChannel, "View Channels"}, {1 << 11, "Send Messages"}, {1 << 38, "Send Messages in Threads"}, {createThreads, "Create Public Threads"},
		{1 << 15, "Attach Files"}, {1 << 14, "Embed Links"}, {1 << 16, "Read Message History"},
	}
}

const (
	viewChannel   = 1 << 10
	createThreads = 1 << 35
)

func bits(list []permission) (all int64) {
	for _, p := range list {
		all |= p.bit
	}
	return all
}

// needed are the permissions that the settings give a use to.
func (p *program) needed() []permission {
	return slices.DeleteFunc(permissions(), func(x permission) bool { return x.bit == createThreads && p.config.Threads == "never" })
}

// examineDiscord looks at what the portal and the servers' settings are, in the order
// in which they are to be put right.
func (p *program) examineDiscord(ctx context.Context) []finding {
	if p.config.DiscordToken == "" {
		return []finding{{part: "Discord", state: "no DISCORD_TOKEN: bot without a command is the chat", advice: getToken}}
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	s, err := discord.Open(ctx, discord.Options{Token: p.config.DiscordToken, APIURL: p.config.DiscordAPIURL, Logger: p.log})
	var refused *discord.FatalError
	switch {
	case errors.As(err, &refused):
		return []finding{{part: "Discord token", state: "Discord does not accept it" + takenFor(p.config.DiscordToken), advice: portalURL + " › your application › Bot › Reset Token › Copy, into " + envFile + " as DISCORD_TOKEN=…"}}
	case err != nil:
		return []finding{{part: "Discord", state: err.Error(), advice: "check the network, and DISCORD_API_URL if it is set"}}
	}
	list := []finding{{part: "Discord token", state: "belongs to " + oneLine(s.App().User)}}
	portal, err := s.Portal(ctx)
	if err != nil {
		return append(list, finding{part: "Discord portal", state: err.Error(), advice: "try again later"})
	}
	page := func(name string) string { return portalURL + "/" + s.App().ID + "/" + name }
	list = append(list, p.examineIntents(s, page("bot")), examineInvite(portal, page("bot")), examineInstalls(portal, page("installation")))
	list = append(list, p.examineGuilds(ctx, s)...)
	return append(list, p.examineCommands(portal, page("information")), p.examineOwner(portal))
}

// takenFor says what of the portal a text is that was taken for a token, "" where that
// does not show.
func takenFor(token string) string {
	for _, c := range []struct{ name, pattern string }{
		{"Application ID", `^\d{15,20}$`},
		{"Public Key", `^[0-9a-fA-F]{64}$`},
		{"Client Secret", `^[\w-]{32}$`},
	} {
		if regexp.MustCompile(c.pattern).MatchString(token) {
			return "; it looks like the " + c.name
		}
	}
	return ""
}

// nextStep is the one thing to do next.
func nextStep(list []finding) string {
	for _, f := range list {
		if f.advice != "" {
			return f.advice
		}
	}
	return "all is set; start the bot and mention it in a channel with a question"
}

func (p *program) examineIntents(s *discord.Session, page string) finding {
	on := s.App().Content
	switch {
	case on && p.config.MessageContent:
		return finding{part: "Discord intents", state: "Message Content Intent is on, as DISCORD_MESSAGE_CONTENT=on needs it"}
	case p.config.MessageContent:
		return finding{part: "Discord intents", state: "Message Content Intent is off, and DISCORD_MESSAGE_CONTENT=on needs it: the bot would not start",
			advice: page + " › Privileged Gateway Intents › Message Content Intent: switch on › Save Changes"}
	case on:
		return finding{part: "Discord intents", state: "Message Content Intent is on; nothing needs it with DISCORD_MESSAGE_CONTENT=off"}
	}
	return finding{part: "Discord intents", state: "all Privileged Gateway Intents may be off"}
}

func examineInvite(portal discord.Portal, page string) finding {
	if portal.CodeGrant {
		return finding{part: "Discord invite", state: "Requires OAuth2 Code Grant is on: the invite link adds the bot nowhere",
			advice: page + " › Authorization Flow › Requires OAuth2 Code Grant: switch off › Save Changes"}
	}
	return finding{part: "Discord invite", state: "the invite link suffices"}
}

func examineInstalls(portal discord.Portal, page string) finding {
	var missing []string
	if !portal.UserInstall {
		missing = append(missing, "User Install")
	}
	if !portal.GuildInstall {
		missing = append(missing, "Guild Install")
	}
	if len(missing) > 0 {
		return finding{part: "Discord install", state: "not ticked: " + strings.Join(missing, ", "),
			advice: page + " › Installation Contexts › tick " + strings.Join(missing, " and ") + " › Save Changes"}
	}
	return finding{part: "Discord install", state: "User Install and Guild Install are ticked"}
}

// examineCommands tells by which way slash commands come.
func (p *program) examineCommands(portal discord.Portal, page string) finding {
	f := finding{part: "Discord commands"}
	key := p.config.PublicKey
	switch {
	case key != "" && !strings.EqualFold(key, portal.PublicKey):
		f.state, f.advice = "DISCORD_PUBLIC_KEY is not that of the application", page+" › Public Key › Copy, into "+envFile+" as DISCORD_PUBLIC_KEY=…"
	case key == "" && portal.Endpoint != "":
		f.state = "go to an Interactions Endpoint URL, and not to this bot"
		f.advice = page + " › Interactions Endpoint URL: empty it › Save Changes; or set DISCORD_PUBLIC_KEY and HTTP_ADDR"
	case key == "":
		f.state = "come over the gateway"
	case portal.Endpoint == "":
		f.state = "DISCORD_PUBLIC_KEY is that of the application, but no Interactions Endpoint URL is set"
		f.advice = page + " › Interactions Endpoint URL: https://YOUR-HOST/interactions, while the bot runs › Save Changes"
	default:
		f.state = "DISCORD_PUBLIC_KEY is that of the application; commands go to " + oneLine(portal.Endpoint)
	}
	return f
}

func (p *program) examineOwner(portal discord.Portal) finding {
	f := finding{part: "Discord owner"}
	switch {
	case len(p.config.OwnerIDs) > 0:
		f.state = plural(len(p.config.OwnerIDs), "user") + " may use /owner"
	case portal.Owner != "":
		f.state, f.advice = "nobody may use /owner", "if the application is yours, OWNER_IDS="+portal.Owner+" into "+envFile
	default:
		f.state, f.advice = "nobody may use /owner", "Settings › Advanced › Developer Mode, then right-click yourself › Copy User ID, into "+envFile+" as OWNER_IDS=…"
	}
	return f
}

func (p *program) examineGuilds(ctx context.Context, s *discord.Session) []finding {
	invite := "open " + s.InviteURL(bits(permissions())) + " › choose a server › Continue › Authorize"
	guilds, err := s.Guilds(ctx)
	switch {
	case err != nil:
		return []finding{{part: "Discord servers", state: err.Error(), advice: "try again later"}}
	case len(guilds) == 0:
		return []finding{{part: "Discord servers", state: "the bot is in none", advice: invite}}
	}
	list := []finding{{part: "Discord servers", state: "the bot is in " + plural(len(guilds), "server")}}
	if id := p.config.DiscordGuildID; id != "" && !slices.ContainsFunc(guilds, func(g discord.Guild) bool { return g.ID == id }) {
		list = append(list, finding{part: "DISCORD_GUILD_ID", state: "is a server that the bot is not in", advice: invite + ", or unset DISCORD_GUILD_ID"})
	}
	for _, g := range guilds[:min(len(guilds), mostGuilds)] {
		list = append(list, p.examineGuild(ctx, s, g)...)
	}
	if more := len(guilds) - mostGuilds; more > 0 {
		list = append(list, finding{part: "Discord servers", state: plural(more, "more server") + " not looked into"})
	}
	return list
}

// examineGuild tells what the bot may not do in a server, and where.
func (p *program) examineGuild(ctx context.Context, s *discord.Session, g discord.Guild) []finding {
	name := "server " + oneLine(g.Name)
	a, err := s.Access(ctx, g.ID)
	if err != nil {
		return []finding{{part: name, state: err.Error(), advice: "try again later"}}
	}
	role := oneLine(a.Role)
	if role == "" {
		role = oneLine(s.App().User)
	}
	need := p.needed()
	var here []finding // in its channels
	var lacking int64
	seen := 0
	for _, c := range a.Channels {
		if c.Permissions&viewChannel == 0 {
			continue
		}
		seen++
		missing := bits(need) &^ c.Permissions
		lacking |= missing
		if own := namesOf(need, missing&a.Permissions); own != "" { // else the role lacks it too
			channel := "#" + oneLine(c.Name)
			here = append(here, finding{part: channel + " of " + oneLine(g.Name), state: "lacks " + own,
				advice: "in " + channel + ": Edit Channel › Permissions › Add members or roles › " + role + ", then allow " + own + " › Save Changes"})
		}
	}
	all := finding{part: name, state: fmt.Sprintf("the bot sees %d of %s", seen, plural(len(a.Channels), "text channel"))}
	settings := "in " + oneLine(g.Name) + ": Server Settings › Roles › " + role + " › Permissions: switch on "
	switch missing := namesOf(need, lacking&^a.Permissions); {
	case a.Permissions&viewChannel == 0 && seen == 0:
		all.state, all.advice = "the bot sees no channel: lacks "+namesOf(need, bits(need)&^a.Permissions), settings+namesOf(need, bits(need)&^a.Permissions)+" › Save Changes"
	case seen == 0:
		all.advice = "in a channel of " + oneLine(g.Name) + ": Edit Channel › Permissions › Add members or roles › " + role + ", then allow View Channel › Save Changes"
	case missing != "":
		all.state, all.advice = all.state+" and lacks "+missing, settings+missing+" › Save Changes"
	case len(here) == 0:
		all.state += " and may do there all it needs"
	}
	if more := len(here) - mostChannels; more > 0 {
		here = append(here[:mostChannels], finding{part: name, state: plural(more, "more channel") + " where something is lacking"})
	}
	return append([]finding{all}, here...)
}

// namesOf are the names of permissions whose bits are set.
func namesOf(list []permission, set int64) string {
	var names []string
	for _, p := range list {
		if set&p.bit != 0 {
			names = append(names, p.name)
		}
	}
	return strings.Join(names, ", ")
}

// oneLine is a name that somebody else chose, without what would break a line.
func oneLine(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
