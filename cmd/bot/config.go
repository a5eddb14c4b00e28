package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
}

// overrides are values given by flags, by the setting's name.
type overrides map[string]string

// readConfig makes a Config of flags, environment and envFile, in this order of
// precedence; an empty value counts as none. Errors name the variable.
func readConfig(getenv func(string) string, flags overrides) (Config, values, error) {
	file, err := readEnvFile(envFile)
	if err != nil {
		return Config{}, values{}, err
	}
	v := values{text: map[string]string{}, origin: map[string]origin{}}
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
		delete(file, s.name)
		if text == "" {
			continue
		}
		if err := s.set(&c, text); err != nil {
			shown := fmt.Sprintf("%q", text)
			if s.secret || strings.Contains(text, "@") { // an address may hold a password
				shown = "the value"
			}
			return Config{}, values{}, fmt.Errorf("config: %s: %s is not allowed: %w", s.name, shown, err)
		}
	}
	for name := range file {
		v.unknown = append(v.unknown, name)
	}
	slices.Sort(v.unknown)
	if err := c.check(); err != nil {
		return Config{}, values{}, err
	}
	return c, v, nil
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
