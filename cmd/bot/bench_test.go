package main

import (
	"bytes"
	"context"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"resumebot/internal/bench"
	"resumebot/internal/embed"
	"resumebot/internal/lexicon"
)

// TestBench runs what is measured inside the process on a small scale: each part
// ends and prints its rows. How fast anything was is nobody's business here.
func TestBench(t *testing.T) {
	setup(t)
	own, err := bench.NewScript(100 * time.Microsecond)
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	var out bytes.Buffer
	p := &program{getenv: func(name string) string {
		return map[string]string{"LLM_BASE_URL": own.URL, "LLM_CONTEXT": "8192", "CORPUS_DIR": "corpus"}[name]
	}, stdout: &out, stderr: &out, flags: overrides{}, lexicon: lexicon.New, encoder: embed.New, log: slog.New(slog.DiscardHandler)}
	dir := t.TempDir()
	if err := p.parseNone(p.flagSet("bench"), nil); err != nil {
		t.Fatal(err)
	}
	b := &bencher{program: p, table: tabwriter.NewWriter(&out, 0, 0, 1, ' ', 0), dir: dir, sizes: []int{40, 80}, pace: 100 * time.Microsecond, pairs: 2, crowd: 3}
	p.config.DataDir = dir
	encoder, err := embed.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []func(context.Context, *embed.Encoder) error{b.models, b.growth} {
		if err := part(t.Context(), encoder); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.table.Flush(); err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"\n  scripted, 100µs a token", "\nin a conversation", "\n  15 of 3 people, at once", "\n  slope"} {
		if !strings.Contains(out.String(), row) {
			t.Errorf("no row %q in:\n%s", row, out.String())
		}
	}
	// The configured model is asked the same, and keeps the prefix.
	rows := regexp.MustCompile(`(?m)^  script\s.* 0 of 2 +(\d+) +(\d+)$`).FindStringSubmatch(out.String())
	if rows == nil {
		t.Fatalf("no row of the configured model in:\n%s", out.String())
	}
	prompt, _ := strconv.Atoi(rows[1])
	cached, _ := strconv.Atoi(rows[2])
	if cached < prompt/2 || cached >= prompt {
		t.Errorf("of %d tokens %d were kept", prompt, cached)
	}
}
