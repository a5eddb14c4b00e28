package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/discordtest"
)

// TestDoctorLooksAtDiscord wants a line about each thing that can be wrong in the
// portal or in a server, with what to do, and the first of them named as next.
func TestDoctorLooksAtDiscord(t *testing.T) {
	const (
		portal = "https://discord.com/developers/applications/" + discordtest.AppID
		invite = `open https://discord.com/oauth2/authorize\?client_id=` + discordtest.AppID + `&permissions=309237763072&scope=bot\+applications\.commands › choose a server › Continue › Authorize`
		may    = discordtest.ViewChannel | discordtest.SendMessages | discordtest.EmbedLinks | discordtest.AttachFiles | discordtest.ReadHistory | discordtest.ThreadMessages
	)
	channel := func(name string) discordtest.GuildChannel {
		return discordtest.GuildChannel{ID: "1000000000000000007", Name: name}
	}
	guild := func(everyone, bot int64, channels ...discordtest.GuildChannel) func(*discordtest.Server) {
		return func(d *discordtest.Server) {
			d.SetGuilds(discordtest.Guild{ID: discordtest.GuildID, Name: "Book\tClub", Everyone: everyone, Bot: bot, Channels: channels})
		}
	}
	closed, quiet, voice := channel("closed"), channel("quiet"), channel("voice")
	closed.Everyone = discordtest.ViewChannel
	quiet.Everyone, quiet.Member = discordtest.SendMessages|discordtest.EmbedLinks, discordtest.EmbedLinks
	voice.Type = 2
	for _, c := range []struct {
		name string
		make func(*discordtest.Server)
		env  []string
		want []string // patterns of lines, in this order
		next string
	}{
		{"all is well", guild(0, may, channel("general"), voice), nil, []string{
			`Discord token +belongs to resume +–`,
			`Discord intents +all Privileged Gateway Intents may be off +–`,
			`Discord invite +the invite link suffices +–`,
			`Discord install +User Install and Guild Install are ticked +–`,
			`Discord servers +the bot is in 1 server +–`,
			`server Book Club +the bot sees 1 of 1 text channel and may do there all it needs +–`,
			`Discord commands +come over the gateway +–`,
			`Discord owner +1 user may use /owner +–`,
		}, `all is set; start the bot`},
		{"an intent is off", nil, []string{"DISCORD_MESSAGE_CONTENT=on"},
			[]string{`Discord intents +Message Content Intent is off, and .* would not start +` + portal + `/bot › Privileged Gateway Intents › Message Content Intent: switch on › Save Changes`}, portal + "/bot › Privileged"},
		{"it is on", func(d *discordtest.Server) { d.SetFlags(1 << 19) }, []string{"DISCORD_MESSAGE_CONTENT=on"}, []string{`Discord intents +Message Content Intent is on, as DISCORD_MESSAGE_CONTENT=on needs it +–`}, "all is set"},
		{"code grant", func(d *discordtest.Server) { d.SetPortal(discordtest.Portal{CodeGrant: true}) }, nil,
			[]string{`Discord invite +Requires OAuth2 Code Grant is on: .* +` + portal + `/bot › Authorization Flow › Requires OAuth2 Code Grant: switch off`}, portal + "/bot › Authorization"},
		{"no installs", func(d *discordtest.Server) {
			d.SetPortal(discordtest.Portal{NoUserInstall: true, NoGuildInstall: true})
		}, nil,
			[]string{`Discord install +not ticked: User Install, Guild Install +` + portal + `/installation › Installation Contexts › tick User Install and Guild Install › Save Changes`}, portal + "/installation"},
		{"no server", func(d *discordtest.Server) { d.SetGuilds() }, nil, []string{`Discord servers +the bot is in none +` + invite}, invite},
		{"another server", nil, []string{"DISCORD_GUILD_ID=1000000000000000099"}, []string{`DISCORD_GUILD_ID +is a server that the bot is not in +` + invite + `, or unset DISCORD_GUILD_ID`}, invite},
		{"the role lacks some", guild(0, may&^discordtest.EmbedLinks&^discordtest.AttachFiles, channel("general")), nil,
			[]string{`server Book Club +the bot sees 1 of 1 text channel and lacks Attach Files, Embed Links +in Book Club: Server Settings › Roles › resume › Permissions: switch on Attach Files, Embed Links › Save Changes`}, "in Book Club: Server"},
		{"everyone may what the role may not", guild(may, 0, channel("general")), nil, []string{`server Book Club +.* all it needs +–`}, "all is set"},
		{"an administrator", guild(0, discordtest.Administrator, closed, quiet), nil, []string{`server Book Club +the bot sees 2 of 2 text channels and may do there all it needs +–`}, "all is set"},
		{"threads are wanted", guild(0, may, channel("general")), []string{"DISCORD_THREADS=auto"}, []string{`server Book Club .* lacks Create Public Threads`}, "in Book Club"},
		{"a channel forbids some", guild(0, may, channel("general"), quiet, closed), nil, []string{
			`server Book Club +the bot sees 2 of 3 text channels +–`,
			`#quiet of Book Club +lacks Send Messages +in #quiet: Edit Channel › Permissions › Add members or roles › resume, then allow Send Messages › Save Changes`,
		}, "in #quiet"},
		{"it sees no channel", guild(may, may, closed), nil, []string{`server Book Club +the bot sees 0 of 1 text channel +in a channel of Book Club: Edit Channel .* then allow View Channel`}, "in a channel"},
		{"it may see none", guild(0, 0, channel("general")), nil, []string{`server Book Club +the bot sees no channel: lacks View Channels, Send Messages,.* +in Book Club: Server Settings › Roles › resume › Permissions: switch on View Channels,`}, "in Book Club"},
		{"the key of another application", nil, []string{"DISCORD_PUBLIC_KEY=" + strings.Repeat("ab", 32), "HTTP_ADDR=127.0.0.1:0"},
			[]string{`Discord commands +DISCORD_PUBLIC_KEY is not that of the application +` + portal + `/information › Public Key › Copy, into .env`}, portal + "/information › Public Key"},
		{"commands go elsewhere", func(d *discordtest.Server) { d.SetPortal(discordtest.Portal{Endpoint: "https://old.example/x"}) }, nil,
			[]string{`Discord commands +go to an Interactions Endpoint URL, and not to this bot +` + portal + `/information › Interactions Endpoint URL: empty it`}, portal + "/information › Interactions"},
		{"no endpoint", nil, []string{"DISCORD_PUBLIC_KEY=" + strings.ToUpper(discordtest.PublicKey), "HTTP_ADDR=127.0.0.1:0"},
			[]string{`Discord commands +DISCORD_PUBLIC_KEY is that of the application, but no Inter.* +` + portal + `/information › Interactions Endpoint URL: https://YOUR-HOST/interactions`}, portal + "/information › Interactions"},
		{"an endpoint", func(d *discordtest.Server) {
			d.SetPortal(discordtest.Portal{Endpoint: "https://bot.example/interactions"})
		}, []string{"DISCORD_PUBLIC_KEY=" + discordtest.PublicKey, "HTTP_ADDR=127.0.0.1:0"},
			[]string{`Discord commands +DISCORD_PUBLIC_KEY is that of the application; commands go to https://bot.example/interactions +–`}, "all is set"},
		{"no owner", nil, []string{"OWNER_IDS="}, []string{`Discord owner +nobody may use /owner +if the application is yours, OWNER_IDS=900000000000000001 into .env`}, "if the application is yours"},
		{"a token that is wrong", func(d *discordtest.Server) { d.SetToken("another") }, nil,
			[]string{`Discord token +Discord does not accept it +https://discord.com/developers/applications › your application › Bot › Reset Token › Copy, into .env as DISCORD_TOKEN=…`}, "https://discord.com/developers/applications › your"},
		{"a secret for a token", nil, []string{"DISCORD_TOKEN=zV1kR-s8vGq_sXn3aE0pQyLd7uTbWc2f"}, []string{`Discord token +Discord does not accept it; it looks like the Client Secret +`}, "https://discord.com/developers/applications › your"},
		{"a key for a token", nil, []string{"DISCORD_TOKEN=" + discordtest.PublicKey}, []string{`Discord token +Discord does not accept it; it looks like the Public Key +`}, "https://discord.com/developers/applications › your"},
		{"an id for a token", nil, []string{"DISCORD_TOKEN=" + discordtest.AppID}, []string{`Discord token +Discord does not accept it; it looks like the Application ID +`}, "https://discord.com/developers/applications › your"},
		{"the portal cannot be read", func(d *discordtest.Server) {
			d.Fail(-1, "GET", "/applications/@me", discordtest.Fault{Status: 403, Code: 20012, Message: "Not for the Bot " + discordtest.Token})
		}, nil, []string{`Discord portal +.*HTTP 403.* +try again later`}, "try again later"},
		{"a server cannot be read", func(d *discordtest.Server) {
			d.Fail(-1, "GET", "/members/", discordtest.Fault{Status: 403, Code: 50001, Message: "Missing Access"})
		}, nil, []string{`server Stand-in +.*Missing Access.* +try again later`}, "try again later"},
		{"no token", nil, []string{"DISCORD_TOKEN="}, []string{`Discord +no DISCORD_TOKEN: .* +https://discord.com/developers/applications › New Application › Create, then Bot › Reset Token › Copy, into .env as DISCORD_TOKEN=…`}, "https://discord.com/developers/applications › New Application"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := discordtest.New(t)
			if c.make != nil {
				c.make(d)
			}
			getenv := setup(t, slices.Concat([]string{"DISCORD_TOKEN=" + discordtest.Token, "DISCORD_API_URL=" + d.URL, "OWNER_IDS=" + owner}, c.env)...)
			status, out, errs := bot(t, getenv, "", "doctor")
			if status != 0 || errs != "" {
				t.Errorf("status %d, %s", status, errs)
			}
			_, rest, _ := strings.Cut(out, "TO DO")
			for _, want := range append(c.want, "Next for Discord: "+c.next) {
				at := regexp.MustCompile(`(?m)^` + want).FindStringIndex(rest)
				if at == nil {
					t.Fatalf("doctor says\n%s\nwant %s", out, want)
				}
				rest = rest[at[1]:]
			}
			if strings.Contains(out+errs, discordtest.Token) {
				t.Error("the token is shown")
			}
		})
	}
}

// TestWayToAToken: without a token, bot says in one line how to get one, and README
// leads through the portal in the words and the order of doctor.
func TestWayToAToken(t *testing.T) {
	_, _, errs := bot(t, setup(t), "")
	if errs != "No DISCORD_TOKEN, so this is the chat. For Discord: "+getToken+"\n" {
		t.Errorf("without a token bot says %q", errs)
	}
}

func TestReadmeLeadsThroughThePortal(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n## Discord\n")
	for _, words := range []string{"<" + portalURL + ">", "**New Application**", "**Create**", "**Bot**", "**Reset Token**", "**Copy**", "`DISCORD_TOKEN=…`",
		"**Privileged Gateway Intents**", "**Message Content Intent**", "**Requires OAuth2 Code Grant**", "**Installation**", "**User Install**", "**Guild Install**", "**Save Changes**",
		"choose a server", "**Continue**", "**Authorize**", "`OWNER_IDS`"} {
		at := strings.Index(rest, words)
		if at < 0 {
			t.Fatalf("README lacks %s after what goes before it", words)
		}
		rest = rest[at:]
	}
	for _, p := range permissions() {
		if !strings.Contains(string(text), p.name) {
			t.Errorf("README does not name %s", p.name)
		}
	}
}
