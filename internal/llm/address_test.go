package llm

import (
	"strings"
	"testing"
)

func TestCompleteBase(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"http://localhost:11434", "http://localhost:11434/v1"},
		{"http://localhost:11434/", "http://localhost:11434/v1"},
		{"http://localhost:11434/v1", "http://localhost:11434/v1"},
		{" http://localhost:11434/v1/ ", "http://localhost:11434/v1"},
		{"http://localhost:11434/api", "http://localhost:11434/v1"},
		{"localhost:11434", "http://localhost:11434/v1"},
		{"localhost:8080/v1", "http://localhost:8080/v1"},
		{"192.168.1.7:8080", "http://192.168.1.7:8080/v1"},
		{"[::1]:11434", "http://[::1]:11434/v1"},
		{"ollama:11434", "http://ollama:11434/v1"},
		{"https://api.openai.com", "https://api.openai.com/v1"},
		{"https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"},
		{"https://host.example/v1/embeddings", "https://host.example/v1"},
		{"https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"},
		{"https://host.example/api", "https://host.example/api"},
		{"https://generativelanguage.googleapis.com/v1beta/openai/", "https://generativelanguage.googleapis.com/v1beta/openai"},
	} {
		if got, err := CompleteBase(c.in); err != nil || got != c.want {
			t.Errorf("CompleteBase(%q) = %q, %v; want %q", c.in, got, err, c.want)
		}
	}
	for _, in := range []string{
		"", "api.openai.com/v1", "ftp://host/v1", "http://", "http://h/v1?key=sk-secret", "http://h/v1#x",
		"https://user:sk-secret@host/v1", "sk-secret@host.example:80/v1", "http://h\x7f/", "http://[::1/v1",
		"nowhere", "localhost", "localhost:", "localhost:99999", "http://localhost:99999/v1",
	} {
		got, err := CompleteBase(in)
		if err == nil {
			t.Errorf("CompleteBase(%q) = %q, want an error", in, got)
		} else if strings.Contains(err.Error(), "sk-secret") {
			t.Errorf("CompleteBase(%q): the error shows the key: %v", in, err)
		}
	}
}

func TestOllamaAddress(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "http://localhost:11434"},
		{"  ", "http://localhost:11434"},
		{"127.0.0.1", "http://127.0.0.1:11434"},
		{"example.com", "http://example.com:11434"},
		{"example.com:1234", "http://example.com:1234"},
		{"http://example.com", "http://example.com:80"},
		{"https://example.com", "https://example.com:443"},
		{"https://example.com:1234", "https://example.com:1234"},
		{":1234", "http://localhost:1234"},
		{"0.0.0.0", "http://127.0.0.1:11434"},
		{"0.0.0.0:1234", "http://127.0.0.1:1234"},
		{"[::]:1234", "http://[::1]:1234"},
		{"[::1]", "http://[::1]:11434"},
		{"::1", "http://[::1]:11434"},
		{"example.com/ollama/", "http://example.com:11434/ollama"},
		{"fe80::1%eth0", "http://[fe80::1%25eth0]:11434"},
		{"http://[fe80::1%25eth0]/a%20b", "http://[fe80::1%25eth0]:80/a%20b"},
		{`"example.com"`, "http://example.com:11434"},
	} {
		if got, err := ollamaAddress(c.in); err != nil || got != c.want {
			t.Errorf("ollamaAddress(%q) = %q, %v; want %q", c.in, got, err, c.want)
		}
	}
	for _, in := range []string{"ftp://x", "http://a b", "x:y:z:%", "x]:1", "0]0"} {
		if got, err := ollamaAddress(in); err == nil {
			t.Errorf("ollamaAddress(%q) = %q, want an error", in, got)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	for _, s := range []string{"", "localhost:11434", "http://[::1]/v1", "https://u:p@h/", "0.0.0.0", "::", "%zz", "a//b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if base, err := CompleteBase(s); err == nil {
			if again, err := CompleteBase(base); err != nil || again != base {
				t.Errorf("CompleteBase(%q) = %q, and of that %q, %v", s, base, again, err)
			}
		}
		if base, err := ollamaAddress(s); err == nil {
			if again, err := ollamaAddress(base); err != nil || again != base {
				t.Errorf("ollamaAddress(%q) = %q, and of that %q, %v", s, base, again, err)
			}
		}
	})
}
