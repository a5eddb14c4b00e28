package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"resumebot/internal/embed"
	"resumebot/internal/lexicon"
)

// TestBench runs what is measured inside the process on a small scale: each part
// ends and prints its rows. How fast anything was is nobody's business here.
func TestBench(t *testing.T) {
	setup(t)
	var out bytes.Buffer
	p := &program{getenv: func(name string) string { return map[string]string{"LLM_BASE_URL": off, "CORPUS_DIR": "corpus"}[name] }, stdout: &out, stderr: &out, flags: overrides{}, lexicon: lexicon.New, encoder: embed.New, log: slog.New(slog.DiscardHandler)}
	dir := t.TempDir()
	if err := p.parseNone(p.flagSet("bench"), nil); err != nil {
		t.Fatal(err)
	}
	b := &bencher{program: p, table: tabwriter.NewWriter(&out, 0, 0, 1, ' ', 0), dir: dir, sizes: []int{40, 80}, pace: 100 * time.Microsecond, crowd: 3}
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
	for _, row := range []string{"\n  scripted, 100µs a token", "\n  15 of 3 people, at once", "\n  slope"} {
		if !strings.Contains(out.String(), row) {
			t.Errorf("no row %q in:\n%s", row, out.String())
		}
	}
}
