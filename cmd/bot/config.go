package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/joho/godotenv"
)

// envFile is read from the working folder.
const envFile = ".env"

// origin tells where a setting's value came from.
type origin string

const (
	fromDefault     origin = "default"
	fromFile        origin = envFile
	fromEnvironment origin = "environment"
	fromFlag        origin = "flag"
)

// values are raw values by name, with their origins.
type values struct {
	text    map[string]string
	origin  map[string]origin
	unknown []string // names of envFile that are no settings
	exposed []string // secret settings in envFile, where others than its owner can read that
}

// overrides are values given by flags, by the setting's name.
type overrides map[string]string

// readConfig makes a Config of flags, environment and envFile, in this order of
// precedence; an empty value counts as none. Errors name the variable and what is
// wanted of it, never its value: a secret may have been put into the wrong one.
func readConfig(getenv func(string) string, flags overrides) (Config, values, error) {
	file, err := readEnvFile(envFile)
	if err != nil {
		return Config{}, values{}, err
	}
	v := values{text: map[string]string{}, origin: map[string]origin{}}
	open := readableByOthers(envFile)
	var c Config
	for _, s := range settings() {
		from := fromFlag
		text := strings.TrimSpace(flags[s.name])
		if text == "" {
			text, from = strings.TrimSpace(getenv(s.name)), fromEnvironment
		}
		if text == "" {
			text, from = strings.TrimSpace(file[s.name]), fromFile
		}
		if text == "" {
			text, from = s.fallback, fromDefault
		}
		v.text[s.name], v.origin[s.name] = text, from
		if open && s.secret && file[s.name] != "" {
			v.exposed = append(v.exposed, s.name)
		}
		delete(file, s.name)
		if text == "" {
			continue
		}
		if !s.secret && secretText.MatchString(text) {
			return Config{}, values{}, fmt.Errorf("config: %s: the value looks like a token or key and is not used: put it into the variable that it is for", s.name)
		}
		if err := s.set(&c, text); err != nil {
			return Config{}, values{}, fmt.Errorf("config: %s: the value is not allowed: %w", s.name, err)
		}
	}
	for name := range file {
		if !settingName.MatchString(name) {
			name = "a name that is not made of capital letters" // a line may be a secret with a = in it
		}
		v.unknown = append(v.unknown, name)
	}
	slices.Sort(v.unknown)
	if err := c.check(); err != nil {
		return Config{}, values{}, err
	}
	return c, v, nil
}

// settingName is what names of settings look like.
var settingName = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,39}$`)

// secretText is a token of Discord's, which begins with an id in base64
// (https://docs.discord.com/developers/reference#authentication), or a key of
// the kind that model servers give out.
var secretText = regexp.MustCompile(`[MNO][\w-]{22,}\.[\w-]{6}\.[\w-]{25,}|\bsk-(?:[a-z]+\d*-)*\w{20,}`)

// readableByOthers tells whether users besides a file's owner can read it, where
// files have such permissions.
func readableByOthers(path string) bool {
	info, err := os.Stat(path)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o044 != 0
}

// exposure says that secrets can be read by others, "" if they cannot.
func (v values) exposure() string {
	if len(v.exposed) == 0 {
		return ""
	}
	return envFile + " can be read by other users and holds " + strings.Join(v.exposed, ", ") + ": chmod 600 " + envFile
}

// readEnvFile reads NAME=value lines; a file that does not exist holds none.
// Errors name the line and never repeat it: it may hold a secret.
func readEnvFile(path string) (map[string]string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("config: read settings: %w", err)
	}
	all := map[string]string{}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	for i, line := range bytes.Split(data, []byte("\n")) {
		pairs, err := godotenv.UnmarshalBytes(line)
		for name := range pairs { // the library lets a line without = through
			if name == "" || strings.ContainsAny(name, " \t") {
				err = errors.New("no name")
			}
		}
		if err != nil {
			return nil, fmt.Errorf("config: read settings: %s:%d: want NAME=value, or # and a remark", path, i+1)
		}
		for name, value := range pairs {
			all[name] = value
		}
	}
	return all, nil
}

// shown is a setting's value for people, secrets redacted.
func (v values) shown(s setting) string {
	switch text := v.text[s.name]; {
	case text == "" && s.absent != "":
		return "(unset: " + s.absent + ")"
	case s.secret:
		return "(set)"
	default:
		return text
	}
}
