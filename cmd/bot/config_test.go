package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite .env.example")

func env(pairs ...string) func(string) string {
	m := map[string]string{}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		m[name] = value
	}
	return func(name string) string { return m[name] }
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// example is the text of .env.example.
func example() string {
	var b strings.Builder
	b.WriteString("# Settings of resumebot. Copy this file to .env and change what you need.\n" +
		"# Variables of the environment win over .env; an empty value means unset.\n" +
		"# A value with # or $ in it goes between single quotes.\n")
	for _, s := range settings() {
		fmt.Fprintf(&b, "\n# %s\n", s.about)
		if s.absent != "" {
			fmt.Fprintf(&b, "# Unset: %s.\n", s.absent)
		}
		fmt.Fprintf(&b, "%s=%s\n", s.name, s.fallback)
	}
	return b.String()
}

func TestEnvExampleIsTheTable(t *testing.T) {
	const path = "../../.env.example"
	if *update {
		writeFile(t, path, example())
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != example() {
		t.Errorf(".env.example differs from the settings table; go test ./cmd/bot -run EnvExample -update writes it:\n%s", example())
	}
	parsed, err := readEnvFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings() {
		if value, ok := parsed[s.name]; !ok || value != s.fallback {
			t.Errorf("%s in .env.example is %q, want %q", s.name, value, s.fallback)
		}
	}
}

func TestPrecedence(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, ".env", "\uFEFF# mine\nLLM_MODEL=\"of file\"\r\nexport CORPUS_DIR=cv # here\nDATA_DIR=of-file\nLLM_TIMEOUT=\nMISSPELT=1\n")
	c, v, err := readConfig(env("LLM_MODEL=of environment", "DATA_DIR=of-environment"), overrides{"DATA_DIR": "of-flag"})
	if err != nil {
		t.Fatal(err)
	}
	if c.LLMModel != "of environment" || c.CorpusDir != "cv" || c.DataDir != "of-flag" || c.LLMTimeout != time.Minute {
		t.Errorf("config = %+v", c)
	}
	if v.origin["LLM_MODEL"] != fromEnvironment || v.origin["CORPUS_DIR"] != fromFile || v.origin["DATA_DIR"] != fromFlag || v.origin["LLM_TIMEOUT"] != fromDefault {
		t.Errorf("origins = %v", v.origin)
	}
	if !slices.Equal(v.unknown, []string{"MISSPELT"}) {
		t.Errorf("unknown = %v", v.unknown)
	}
}

func TestConfigErrorsNameTheVariable(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []struct{ set, want string }{
		{"LLM_TIMEOUT=soon", `LLM_TIMEOUT: "soon" is not allowed: want a duration`},
		{"LLM_TIMEOUT=-5s", `LLM_TIMEOUT: "-5s" is not allowed`},
		{"LLM_BASE_URL=nowhere", `LLM_BASE_URL: "nowhere" is not allowed: want off or an address`},
		{"LLM_BASE_URL=http://localhost:99999/v1", "LLM_BASE_URL:"},
		{"LLM_BASE_URL=http://me:two words@localhost/v1", "LLM_BASE_URL: the value is not allowed"},
		{"LLM_BASE_URL=https://x.openai.azure.com/openai?key=1", "LLM_BASE_URL:"},
		{"LLM_START_TIMEOUT=0s", "LLM_START_TIMEOUT:"},
		{"LLM_CONTEXT=12", "LLM_CONTEXT: \"12\" is not allowed: want a number from 512"},
		{"LLM_EXTRA=[1]", "LLM_EXTRA: \"[1]\" is not allowed: want a JSON object"},
		{"LLM_EXTRA={} {}", "LLM_EXTRA:"},
		{"LLM_HEADERS=api-key: two words", "LLM_HEADERS: the value is not allowed: want a JSON object"},
		{`LLM_HEADERS={"n":1}`, "LLM_HEADERS:"},
		{`LLM_HEADERS={"api-key":"two words"}`, "LLM_BASE_URL: is missing"},
		{"HTTP_ADDR=:99999", "HTTP_ADDR:"},
		{"EMBED_BASE_URL=ftp://x", "EMBED_BASE_URL:"},
		{"EMBED_BASE_URL=http://localhost:11434", "EMBED_MODEL: is missing"},
		{"EMBED_MODEL=nomic-embed-text", "EMBED_BASE_URL: is missing"},
		{"LLM_API_KEY=hunter2", "LLM_BASE_URL: is missing"},
		{"OWNER_IDS=123456789012345678, me", "OWNER_IDS:"},
		{"DISCORD_GUILD_ID=home", "DISCORD_GUILD_ID:"},
		{"LOG_LEVEL=loud", "LOG_LEVEL: \"loud\" is not allowed: want debug, info, warn or error"},
		{"LOG_FORMAT=xml", "LOG_FORMAT:"},
		{"DISCORD_TOKEN=two words", "DISCORD_TOKEN: the value is not allowed"},
	} {
		t.Run(c.set, func(t *testing.T) {
			_, _, err := readConfig(env(c.set), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error = %v, want %q", err, c.want)
			}
			if strings.Contains(err.Error(), "two words") {
				t.Error("the error tells a secret")
			}
		})
	}
}

// What is given as JSON reaches the server as it was written.
func TestModelSettings(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, ".env", `LLM_EXTRA='{"seed":12345678901234567890,"chat_template_kwargs":{"x":null}}'`+"\n"+
		`LLM_HEADERS='{"api-key":"hunter2"}'`+"\nLLM_CONTEXT=8192\n"+
		"LLM_BASE_URL=https://x.openai.azure.com/openai/deployments/m?api-version=2024-10-21\n")
	c, v, err := readConfig(env(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(c.LLMExtra) != "map[chat_template_kwargs:map[x:<nil>] seed:12345678901234567890]" || c.LLMHeaders["api-key"] != "hunter2" ||
		c.LLMContext != 8192 || c.LLMStart != 5*time.Minute {
		t.Errorf("config = %+v", c)
	}
	for _, s := range settings() {
		if strings.Contains(v.shown(s), "hunter") {
			t.Errorf("%s is shown: %s", s.name, v.shown(s))
		}
	}
}

func TestBrokenEnvFileNamesTheLineAndTellsNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, ".env", "LLM_MODEL=a\nDISCORD TOKEN hunter2\n")
	_, _, err := readConfig(env(), nil)
	if err == nil || !strings.Contains(err.Error(), ".env:2: ") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error = %v, want the line and not its text", err)
	}
}

func TestSecretsAreNotShown(t *testing.T) {
	t.Chdir(t.TempDir())
	_, v, err := readConfig(env("DISCORD_TOKEN=hunter2", "LLM_BASE_URL=off", "LLM_API_KEY=hunter3", "EMBED_API_KEY=hunter4"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings() {
		if strings.Contains(v.shown(s), "hunter") {
			t.Errorf("%s is shown: %s", s.name, v.shown(s))
		}
		if s.about == "" || s.fallback == "" && s.absent == "" {
			t.Errorf("%s lacks a description or what happens without it", s.name)
		}
	}
}
