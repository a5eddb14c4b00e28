package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"resumebot/internal/llm"
)

// Config is the outcome of the settings table.
type Config struct {
	DiscordToken   string
	DiscordGuildID string
	DiscordAPIURL  string
	OwnerIDs       []string
	Gateway        bool
	PublicKey      string
	HTTPAddr       string
	Threads        string
	MessageContent bool
	NoDirect       bool
	Retention      time.Duration // 0: for ever
	Places         places
	UserRate       rate
	ChannelRate    rate
	ModelUserDay   int
	ModelDay       int
	ModelParallel  int
	ModelQueue     int

	CorpusDir string
	DataDir   string

	LLMBaseURL string // "": look for a local Ollama; "off": no model
	LLMAPIKey  string
	LLMModel   string
	LLMTimeout time.Duration

	EmbedBaseURL string // "": the built-in encoder
	EmbedAPIKey  string
	EmbedModel   string

	LogLevel  *slog.Level // nil: as the front end has it
	LogFormat string
}

// setting is one row of the settings table: what parsing, .env.example, "bot
// help" and "bot doctor" know of a variable.
type setting struct {
	name     string
	fallback string // value where it is unset, parsed like any other
	absent   string // what happens without a value, for people; "" where fallback tells
	secret   bool   // never shown
	about    string
	set      func(c *Config, value string) error
}

// settings is the table. Errors of set say what is allowed; they do not repeat
// the value.
func settings() []setting {
	return []setting{
		{name: "DISCORD_TOKEN", secret: true, absent: "terminal chat",
			about: "Token of the Discord bot. With it, bot without a command serves Discord.",
			set:   func(c *Config, v string) error { c.DiscordToken = v; return oneWord(v) }},
		{name: "DISCORD_GUILD_ID", absent: "commands of all servers",
			about: "Server in which commands are registered at once, for trying out.",
			set:   func(c *Config, v string) error { c.DiscordGuildID = v; return snowflake(v) }},
		{name: "DISCORD_API_URL", fallback: "https://discord.com",
			about: "Address of Discord's API: a proxy's, or a stand-in's for tests.",
			set:   func(c *Config, v string) error { c.DiscordAPIURL = v; return address(v) }},
		{name: "OWNER_IDS", absent: "nobody",
			about: "Discord users who may use the owner's commands, separated by commas.",
			set:   idList(func(c *Config) *[]string { return &c.OwnerIDs })},
		{name: "DISCORD_GATEWAY", fallback: "on",
			about: "Connection to Discord for mentions, replies and direct messages. off: only commands, over DISCORD_PUBLIC_KEY.",
			set:   func(c *Config, v string) (err error) { c.Gateway, err = onOff(v); return err }},
		{name: "DISCORD_PUBLIC_KEY", absent: "commands come over the gateway",
			about: "Public Key of the portal's General Information page: serves commands at /interactions of HTTP_ADDR.",
			set: func(c *Config, v string) error {
				c.PublicKey = v
				if !publicKey.MatchString(v) {
					return errors.New("want the 64 hexadecimal digits of Public Key on the portal's General Information page")
				}
				return nil
			}},
		{name: "DISCORD_THREADS", fallback: "never",
			about: "When a mention is answered in a thread of its own: never, always, or auto: when the answer is long or the conversation goes on.",
			set: func(c *Config, v string) error {
				c.Threads = strings.ToLower(v)
				if c.Threads != "auto" && c.Threads != "always" && c.Threads != "never" {
					return errors.New("want auto, always or never")
				}
				return nil
			}},
		{name: "DISCORD_MESSAGE_CONTENT", fallback: "off",
			about: "on: nobody needs to mention the bot in its threads. Needs Message Content Intent on the portal's Bot page.",
			set:   func(c *Config, v string) (err error) { c.MessageContent, err = onOff(v); return err }},
		{name: "DISCORD_DMS", fallback: "on",
			about: "Answers in direct messages: on or off.",
			set: func(c *Config, v string) error {
				on, err := onOff(v)
				c.NoDirect = !on
				return err
			}},
		{name: "ALLOW_GUILDS", absent: "all", about: "Servers in which the bot answers, separated by commas.", set: idList(func(c *Config) *[]string { return &c.Places.allowGuilds })},
		{name: "DENY_GUILDS", absent: "none", about: "Servers in which it does not.", set: idList(func(c *Config) *[]string { return &c.Places.denyGuilds })},
		{name: "ALLOW_CHANNELS", absent: "all", about: "Channels in which the bot answers; their threads count with them.", set: idList(func(c *Config) *[]string { return &c.Places.allowChannels })},
		{name: "DENY_CHANNELS", absent: "none", about: "Channels in which it does not.", set: idList(func(c *Config) *[]string { return &c.Places.denyChannels })},
		{name: "ALLOW_ROLES", absent: "all", about: "Roles that a member needs one of to be answered.", set: idList(func(c *Config) *[]string { return &c.Places.allowRoles })},
		{name: "DENY_ROLES", absent: "none", about: "Roles whose members are not answered.", set: idList(func(c *Config) *[]string { return &c.Places.denyRoles })},
		{name: "LIMIT_USER", fallback: "10/1m",
			about: "Questions of one visitor: so many in a time, or off.",
			set:   func(c *Config, v string) (err error) { c.UserRate, err = parseRate(v); return err }},
		{name: "LIMIT_CHANNEL", fallback: "240/1m",
			about: "Questions in one channel, likewise.",
			set:   func(c *Config, v string) (err error) { c.ChannelRate, err = parseRate(v); return err }},
		{name: "LIMIT_MODEL_USER", fallback: "100",
			about: "Answers that the model writes for one visitor on one day (UTC), 0 for no limit; then the résumé's own words are used.",
			set:   func(c *Config, v string) (err error) { c.ModelUserDay, err = count(v, 0, 1e9); return err }},
		{name: "LIMIT_MODEL_DAY", fallback: "2000",
			about: "Answers that the model writes for all visitors on one day (UTC), 0 for no limit.",
			set:   func(c *Config, v string) (err error) { c.ModelDay, err = count(v, 0, 1e9); return err }},
		{name: "LIMIT_MODEL_PARALLEL", fallback: "2",
			about: "Answers that the model writes at the same time; others wait their turn.",
			set:   func(c *Config, v string) (err error) { c.ModelParallel, err = count(v, 1, 1000); return err }},
		{name: "LIMIT_MODEL_QUEUE", fallback: "100",
			about: "Answers that may wait for the model; beyond, the résumé's own words are used.",
			set:   func(c *Config, v string) (err error) { c.ModelQueue, err = count(v, 0, 100_000); return err }},
		{name: "RETENTION", fallback: "30d",
			about: "How long conversations, votes and open questions are kept, such as 30d or 12h, or forever.",
			set:   func(c *Config, v string) (err error) { c.Retention, err = retention(v); return err }},
		{name: "HTTP_ADDR", absent: "no HTTP server",
			about: "Address to serve /healthz, /readyz, /metrics and /interactions on, such as :8080 or 127.0.0.1:8080.",
			set:   func(c *Config, v string) error { c.HTTPAddr = v; return listenAddress(v) }},
		{name: "CORPUS_DIR", fallback: "corpus",
			about: "Folder with the résumé: .md, .txt, .json (JSON Resume), .pdf, .docx files about one person.",
			set:   func(c *Config, v string) error { c.CorpusDir = v; return nil }},
		{name: "DATA_DIR", absent: "resumebot in the user's cache folder",
			about: "Folder for what the bot keeps: the index, the history of the terminal, conversations.",
			set:   func(c *Config, v string) error { c.DataDir = v; return nil }},
		{name: "LLM_BASE_URL", absent: "a local Ollama is used if there is one",
			about: "OpenAI-compatible server whose model writes the answers, or off to always use the résumé's own words.",
			set: func(c *Config, v string) error {
				c.LLMBaseURL = v
				if strings.EqualFold(v, off) {
					c.LLMBaseURL = off
					return nil
				}
				if _, err := llm.CompleteBase(v); err != nil {
					return errors.New("want off or an address such as http://localhost:11434/v1, without a key in it")
				}
				return nil
			}},
		{name: "LLM_API_KEY", secret: true, absent: "none is sent",
			about: "Key of that server, where it wants one.",
			set:   func(c *Config, v string) error { c.LLMAPIKey = v; return oneWord(v) }},
		{name: "LLM_MODEL", absent: "the server's best fit",
			about: "Chat model to use.",
			set:   func(c *Config, v string) error { c.LLMModel = v; return nil }},
		{name: "LLM_TIMEOUT", fallback: "60s",
			about: "Longest wait for the model's first word and between two words; then the résumé's own words are used.",
			set: func(c *Config, v string) (err error) {
				c.LLMTimeout, err = time.ParseDuration(v)
				if err != nil || c.LLMTimeout < time.Second || c.LLMTimeout > time.Hour {
					return errors.New("want a duration from 1s to 1h, such as 30s or 2m")
				}
				return nil
			}},
		{name: "EMBED_BASE_URL", absent: "the built-in encoder is used",
			about: "OpenAI-compatible server that embeds texts for the search. Needs EMBED_MODEL.",
			set: func(c *Config, v string) error {
				c.EmbedBaseURL = v
				if _, err := llm.CompleteBase(v); err != nil {
					return errors.New("want an address such as http://localhost:11434/v1, without a key in it")
				}
				return nil
			}},
		{name: "EMBED_API_KEY", secret: true, absent: "none is sent",
			about: "Key of that server, where it wants one.",
			set:   func(c *Config, v string) error { c.EmbedAPIKey = v; return oneWord(v) }},
		{name: "EMBED_MODEL", absent: "the built-in all-MiniLM-L6-v2",
			about: "Embedding model to use, for instance nomic-embed-text.",
			set:   func(c *Config, v string) error { c.EmbedModel = v; return nil }},
		{name: "LOG_LEVEL", absent: "info for Discord, error in the terminal",
			about: "Least severe messages to log on standard error: debug, info, warn or error.",
			set: func(c *Config, v string) error {
				c.LogLevel = new(slog.Level)
				levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
				level, ok := levels[strings.ToLower(v)]
				*c.LogLevel = level
				if !ok {
					return errors.New("want debug, info, warn or error")
				}
				return nil
			}},
		{name: "LOG_FORMAT", fallback: "text",
			about: "Form of log messages: text or json.",
			set: func(c *Config, v string) error {
				c.LogFormat = strings.ToLower(v)
				if c.LogFormat != "text" && c.LogFormat != "json" {
					return errors.New("want text or json")
				}
				return nil
			}},
	}
}

// off as LLM_BASE_URL means that no model is used nor looked for.
const off = "off"

// check looks at what no setting can tell alone.
func (c *Config) check() error {
	switch {
	case c.PublicKey != "" && c.HTTPAddr == "":
		return errors.New("config: HTTP_ADDR: is missing: DISCORD_PUBLIC_KEY needs an address to be reached at, such as :8080")
	case !c.Gateway && c.PublicKey == "":
		return errors.New("config: DISCORD_PUBLIC_KEY: is missing: with DISCORD_GATEWAY=off, commands come over HTTP alone")
	case c.LLMBaseURL == "" && c.LLMAPIKey != "":
		return errors.New("config: LLM_BASE_URL: is missing: LLM_API_KEY is the key of a server, such as https://api.openai.com/v1")
	case c.EmbedBaseURL != "" && c.EmbedModel == "":
		return errors.New("config: EMBED_MODEL: is missing: EMBED_BASE_URL needs the name of a model, such as nomic-embed-text")
	case c.EmbedBaseURL == "" && c.EmbedModel != "":
		return errors.New("config: EMBED_BASE_URL: is missing: EMBED_MODEL needs a server; unset both for the built-in encoder")
	}
	if c.DataDir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return fmt.Errorf("config: DATA_DIR: is unset and the user has no cache folder: %w", err)
		}
		c.DataDir = filepath.Join(cache, "resumebot")
	}
	return nil
}

func address(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("want an address such as https://example.com/v1")
	}
	return nil
}

// snowflakes are Discord's ids: https://docs.discord.com/developers/reference#snowflakes
var snowflakes = regexp.MustCompile(`^\d{1,20}$`)

func snowflake(v string) error {
	if !snowflakes.MatchString(v) {
		return errors.New("want an id of Discord, digits only (Developer Mode, then Copy ID)")
	}
	return nil
}

func oneWord(v string) error {
	if strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return errors.New("want one word without blanks")
	}
	return nil
}

// places are ids of Discord where the bot answers or does not.
type places struct {
	allowGuilds, denyGuilds, allowChannels, denyChannels, allowRoles, denyRoles []string
}

// idList reads ids separated by commas.
func idList(field func(*Config) *[]string) func(*Config, string) error {
	return func(c *Config, v string) error {
		for id := range strings.SplitSeq(v, ",") {
			id = strings.TrimSpace(id)
			if err := snowflake(id); err != nil {
				return err
			}
			list := field(c)
			*list = append(*list, id)
		}
		return nil
	}
}

func onOff(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "on", "true", "yes", "1":
		return true, nil
	case "off", "false", "no", "0":
		return false, nil
	}
	return false, errors.New("want on or off")
}

// rate is so many in a time; the zero value is no limit.
type rate struct {
	n   int
	per time.Duration
}

func parseRate(v string) (rate, error) {
	if strings.EqualFold(v, off) {
		return rate{}, nil
	}
	n, per, _ := strings.Cut(v, "/")
	count, err1 := strconv.Atoi(strings.TrimSpace(n))
	d, err2 := time.ParseDuration(strings.TrimSpace(per))
	if err1 != nil || err2 != nil || count < 1 || d < time.Second {
		return rate{}, errors.New("want off or a number in a time, such as 10/1m")
	}
	return rate{count, d}, nil
}

func count(v string, least, most int) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("want a number from %d to %d", least, most)
	}
	return n, nil
}

// retention is a duration that may be given in days; 0 is for ever.
func retention(v string) (time.Duration, error) {
	if strings.EqualFold(v, "forever") {
		return 0, nil
	}
	var d time.Duration
	var err error
	if days, ok := strings.CutSuffix(strings.ToLower(v), "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(n) * 24 * time.Hour
	} else {
		d, err = time.ParseDuration(v)
	}
	if err != nil || d < time.Hour || d > 100*365*24*time.Hour {
		return 0, errors.New("want forever or a time of at least 1h, such as 30d or 12h")
	}
	return d, nil
}

var publicKey = regexp.MustCompile(`^[0-9A-Fa-f]{64}$`)

func listenAddress(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("want an address with a port, such as :8080 or 127.0.0.1:8080")
	}
	return nil
}
