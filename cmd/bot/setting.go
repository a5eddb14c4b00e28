package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Config is the outcome of the settings table.
type Config struct {
	DiscordToken   string
	DiscordGuildID string
	DiscordAPIURL  string
	OwnerIDs       []string

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
			about: "Address of Discord, for tests against a stand-in.",
			set:   func(c *Config, v string) error { c.DiscordAPIURL = v; return address(v) }},
		{name: "OWNER_IDS", absent: "nobody",
			about: "Discord users who may use the owner's commands, separated by commas.",
			set: func(c *Config, v string) error {
				for id := range strings.SplitSeq(v, ",") {
					id = strings.TrimSpace(id)
					if err := snowflake(id); err != nil {
						return err
					}
					c.OwnerIDs = append(c.OwnerIDs, id)
				}
				return nil
			}},
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
				if address(v) != nil {
					return errors.New("want off or an address such as http://localhost:11434/v1")
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
			set:   func(c *Config, v string) error { c.EmbedBaseURL = v; return address(v) }},
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
var snowflakes = regexp.MustCompile(`^\d{15,20}$`)

func snowflake(v string) error {
	if !snowflakes.MatchString(v) {
		return errors.New("want an id of Discord, 17 to 20 digits (Developer Mode, then Copy ID)")
	}
	return nil
}

func oneWord(v string) error {
	if strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return errors.New("want one word without blanks")
	}
	return nil
}
