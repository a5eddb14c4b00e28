package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
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
	AdminAddr      string // "": not served
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

	CorpusDir   string
	DataDir     string
	ShowContact contacts

	LLMBaseURL string // "": look for a local Ollama; "off": no model
	LLMAPIKey  string
	LLMModel   string
	LLMTimeout time.Duration
	LLMStart   time.Duration
	LLMContext int // 0: what the server tells
	LLMExtra   map[string]any
	LLMHeaders map[string]string

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
	return slices.Concat(discordSettings(), placeSettings(), limitSettings(), houseSettings(), modelSettings(), embedSettings(), logSettings())
}

// discordSettings are of the connection to Discord and of how it is answered there.
func discordSettings() []setting {
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
	}
}

// placeSettings are of where the bot answers, and whom.
func placeSettings() []setting {
	return []setting{
		{name: "ALLOW_GUILDS", absent: "all", about: "Servers in which the bot answers, separated by commas.", set: idList(func(c *Config) *[]string { return &c.Places.allowGuilds })},
		{name: "DENY_GUILDS", absent: "none", about: "Servers in which it does not.", set: idList(func(c *Config) *[]string { return &c.Places.denyGuilds })},
		{name: "ALLOW_CHANNELS", absent: "all", about: "Channels in which the bot answers; their threads count with them.", set: idList(func(c *Config) *[]string { return &c.Places.allowChannels })},
		{name: "DENY_CHANNELS", absent: "none", about: "Channels in which it does not.", set: idList(func(c *Config) *[]string { return &c.Places.denyChannels })},
		{name: "ALLOW_ROLES", absent: "all", about: "Roles that a member needs one of to be answered.", set: idList(func(c *Config) *[]string { return &c.Places.allowRoles })},
		{name: "DENY_ROLES", absent: "none", about: "Roles whose members are not answered.", set: idList(func(c *Config) *[]string { return &c.Places.denyRoles })},
	}
}

// limitSettings are of how much one may ask, and what of it is kept.
func limitSettings() []setting {
	return []setting{
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
	}
}

// houseSettings are of the machine the bot runs on.
func houseSettings() []setting {
	return []setting{
		{name: "HTTP_ADDR", absent: "no HTTP server",
			about: "Address to serve /interactions on, for Discord, such as :8080 or 127.0.0.1:8080. Besides there is /healthz alone.",
			set:   func(c *Config, v string) error { c.HTTPAddr = v; return listenAddress(v) }},
		{name: "ADMIN_ADDR", fallback: "127.0.0.1:9090",
			about: "Address to serve /metrics, /readyz and /healthz on, for operators alone, or off.",
			set: func(c *Config, v string) error {
				if strings.EqualFold(v, off) {
					return nil
				}
				c.AdminAddr = v
				return listenAddress(v)
			}},
		{name: "CORPUS_DIR", fallback: "corpus",
			about: "Folder with the résumé: .md, .txt, .html, .json (JSON Resume), .yaml (RenderCV), .pdf, .docx, .odt, .rtf files, the .zip of a LinkedIn export, about one person.",
			set:   func(c *Config, v string) error { c.CorpusDir = v; return nil }},
		{name: "SHOW_CONTACT", absent: "telephone and e-mail as the résumé has them, the street never",
			about: "Who is told the telephone number, e-mail address and street of the person: public, dm (only in direct messages) or never.",
			set:   func(c *Config, v string) (err error) { c.ShowContact, err = contactsOf(v); return err }},
		{name: "DATA_DIR", absent: "resumebot in the user's cache folder",
			about: "Folder for what the bot keeps: the index, the history of the terminal, conversations.",
			set:   func(c *Config, v string) error { c.DataDir = v; return nil }},
	}
}

// modelSettings are of the model that writes.
func modelSettings() []setting {
	return []setting{
		{name: "LLM_BASE_URL", absent: "a local Ollama is used if there is one",
			about: "OpenAI-compatible server whose model writes the answers, or off to always use the résumé's own words.",
			set: func(c *Config, v string) error {
				c.LLMBaseURL = v
				if strings.EqualFold(v, off) {
					c.LLMBaseURL = off
					return nil
				}
				if _, err := llm.CompleteBase(v); err != nil {
					return errors.New("want off or an address such as http://localhost:11434/v1, without a key in it (of what may follow a ?, api-version alone)")
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
			set:   func(c *Config, v string) (err error) { c.LLMTimeout, err = patience(v); return err }},
		{name: "LLM_START_TIMEOUT", fallback: "5m",
			about: "Longest wait for the first word of a model that may still be loading. In Discord and in the chat, visitors do not wait for that.",
			set:   func(c *Config, v string) (err error) { c.LLMStart, err = patience(v); return err }},
		{name: "LLM_CONTEXT", absent: "what the server tells, else 4096",
			about: "Tokens that the model holds, the résumé, the conversation and the answer together.",
			set:   func(c *Config, v string) (err error) { c.LLMContext, err = count(v, 512, 100_000_000); return err }},
		{name: "LLM_EXTRA", absent: "nothing",
			about: "JSON object that is merged into each request for an answer, such as {\"top_p\":0.9}; null takes out what would be sent.",
			set:   func(c *Config, v string) (err error) { c.LLMExtra, err = object(v); return err }},
		{name: "LLM_HEADERS", secret: true, absent: "none",
			about: "JSON object of headers for each request to that server, such as {\"api-key\":\"…\"} for Azure.",
			set:   func(c *Config, v string) (err error) { c.LLMHeaders, err = headers(v); return err }},
	}
}

// embedSettings are of the server that embeds.
func embedSettings() []setting {
	return []setting{
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
	}
}

// logSettings are of what the operator reads.
func logSettings() []setting {
	return []setting{
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

// off as LLM_BASE_URL means that no model is used nor looked for, as another
// setting that it is switched off.
const off = "off"

// check looks at what no setting can tell alone.
func (c *Config) check() error {
	switch {
	case c.PublicKey != "" && c.HTTPAddr == "":
		return errors.New("config: HTTP_ADDR: is missing: DISCORD_PUBLIC_KEY needs an address to be reached at, such as :8080")
	case c.HTTPAddr != "" && c.HTTPAddr == c.AdminAddr:
		return errors.New("config: ADMIN_ADDR: is the address of HTTP_ADDR: what is for operators would be for everybody")
	case !c.Gateway && c.PublicKey == "":
		return errors.New("config: DISCORD_PUBLIC_KEY: is missing: with DISCORD_GATEWAY=off, commands come over HTTP alone")
	case c.LLMBaseURL == "" && c.LLMAPIKey != "":
		return errors.New("config: LLM_BASE_URL: is missing: LLM_API_KEY is the key of a server, such as https://api.openai.com/v1")
	case c.LLMBaseURL == "" && c.LLMHeaders != nil:
		return errors.New("config: LLM_BASE_URL: is missing: LLM_HEADERS are for a server, such as https://name.openai.azure.com/openai/v1")
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
