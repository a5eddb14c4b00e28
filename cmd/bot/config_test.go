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
		{"LLM_TIMEOUT=soon", `LLM_TIMEOUT: the value is not allowed: want a duration`},
		{"LLM_TIMEOUT=-5s", `LLM_TIMEOUT: the value is not allowed`},
		{"LLM_BASE_URL=nowhere", `LLM_BASE_URL: the value is not allowed: want off or an address`},
		{"LLM_BASE_URL=http://localhost:99999/v1", "LLM_BASE_URL:"},
		{"LLM_BASE_URL=http://me:two words@localhost/v1", "LLM_BASE_URL: the value is not allowed"},
		{"LLM_BASE_URL=https://x.openai.azure.com/openai?key=1", "LLM_BASE_URL:"},
		{"LLM_START_TIMEOUT=0s", "LLM_START_TIMEOUT:"},
		{"LLM_CONTEXT=12", "LLM_CONTEXT: the value is not allowed: want a number from 512"},
		{"LLM_EXTRA=[1]", "LLM_EXTRA: the value is not allowed: want a JSON object"},
		{"LLM_EXTRA={} {}", "LLM_EXTRA:"},
		{"LLM_HEADERS=api-key: two words", "LLM_HEADERS: the value is not allowed: want a JSON object"},
		{`LLM_HEADERS={"n":1}`, "LLM_HEADERS:"},
		{`LLM_HEADERS={"api-key":"two words"}`, "LLM_BASE_URL: is missing"},
		{"HTTP_ADDR=:99999", "HTTP_ADDR:"},
		{"ADMIN_ADDR=loopback", "ADMIN_ADDR:"},
		{"HTTP_ADDR=127.0.0.1:9090", "ADMIN_ADDR: is the address of HTTP_ADDR"},
		{"EMBED_BASE_URL=ftp://x", "EMBED_BASE_URL:"},
		{"EMBED_BASE_URL=http://localhost:11434", "EMBED_MODEL: is missing"},
		{"EMBED_MODEL=nomic-embed-text", "EMBED_BASE_URL: is missing"},
		{"LLM_API_KEY=hunter2", "LLM_BASE_URL: is missing"},
		{"OWNER_IDS=123456789012345678, me", "OWNER_IDS: the value is not allowed: item 2: want an id of Discord"},
		{"DISCORD_GUILD_ID=home", "DISCORD_GUILD_ID:"},
		{"LOG_LEVEL=loud", "LOG_LEVEL: the value is not allowed: want debug, info, warn or error"},
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

// Whatever is put into whichever variable, no error repeats it.
func TestNoErrorRepeatsAValue(t *testing.T) {
	t.Chdir(t.TempDir())
	token := "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ." + strings.Repeat("x", 27) // made up
	key := "sk-" + strings.Repeat("y", 30)
	for _, s := range settings() {
		for _, value := range []string{token, key, "123456789012345678," + token, "hunter2 hunter2", "https://hunter2@x y/"} {
			for name, getenv := range map[string]func(string) string{"environment": env(s.name + "=" + value), "file": env()} {
				writeFile(t, ".env", "LOG_FORMAT=text\n")
				if name == "file" {
					writeFile(t, ".env", s.name+"='"+value+"'\n")
				}
				_, v, err := readConfig(getenv, nil)
				if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), token[:20]) || strings.Contains(err.Error(), key) || !strings.Contains(err.Error(), s.name)) {
					t.Errorf("%s of the %s: %v", s.name, name, err)
				}
				if secret := !strings.Contains(value, "hunter2"); secret && err == nil && (!s.secret || v.shown(s) != "(set)") {
					t.Errorf("%s of the %s takes a token and shows it", s.name, name)
				}
			}
		}
	}
}

// A secret that stands where a name should is not repeated either.
func TestUnknownNamesAreShownIfTheyAreNames(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, ".env", "MISSPELT=1\nMTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.xxxx==\n")
	_, v, err := readConfig(env(), nil)
	if err != nil || !slices.Contains(v.unknown, "MISSPELT") || strings.Contains(fmt.Sprint(v.unknown), "MTk4") || len(v.unknown) != 2 {
		t.Errorf("unknown = %q, %v", v.unknown, err)
	}
}

func TestEnvFileThatOthersCanRead(t *testing.T) {
	for _, c := range []struct {
		text string
		mode os.FileMode
		want bool
	}{
		{"DISCORD_TOKEN=hunter2\n", 0o644, true},
		{"LLM_BASE_URL=http://x/v1\nLLM_API_KEY=hunter2\n", 0o640, true},
		{"DISCORD_TOKEN=hunter2\n", 0o600, false},
		{"DISCORD_TOKEN=\nOWNER_IDS=1\n", 0o644, false},
	} {
		getenv := setup(t, "DISCORD_API_URL=http://127.0.0.1:1")
		writeFile(t, ".env", c.text)
		if err := os.Chmod(".env", c.mode); err != nil {
			t.Fatal(err)
		}
		_, _, errs := bot(t, getenv, "", "search", "Acme")
		if told := strings.Contains(errs, "holds ") && strings.Contains(errs, "chmod 600 .env"); told != c.want || strings.Contains(errs, "hunter2") {
			t.Errorf("%q with %v: %s", c.text, c.mode, errs)
		}
		if c.want {
			if _, out, _ := bot(t, getenv, "", "doctor"); !strings.Contains(out, "chmod 600 .env") {
				t.Errorf("doctor says\n%s", out)
			}
		}
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
