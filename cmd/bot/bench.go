package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"resumebot/internal/bench"
	"resumebot/internal/corpus"
	"resumebot/internal/embed"
	"resumebot/internal/rag"
)

// A bencher measures this program and writes what it finds as it goes.
type bencher struct {
	*program
	table *tabwriter.Writer
	dir   string        // for what is measured with, thrown away afterwards
	sizes []int         // numbers of chunks
	pace  time.Duration // of the scripted model, for a token
	pairs int           // questions that a model is asked by us and by a plain client
	crowd int           // how many people ask at once
}

// measure prints how fast this program is on this machine: the figures of the
// README, to be checked by anybody.
func measure(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("bench")
	long := fs.Bool("long", false, "")
	if err := p.parseNone(fs, args); err != nil {
		return err
	}
	b := &bencher{
		program: p, table: tabwriter.NewWriter(p.stdout, 0, 0, 3, ' ', 0),
		sizes: []int{100, 1_000, 10_000},
		pace:  20 * time.Millisecond, // a small model on a good machine
		pairs: 4,
		crowd: 200,
	}
	if *long {
		b.sizes, b.pairs = append(b.sizes, 50_000), len(bench.Questions)
	}
	var err error
	if b.dir, err = os.MkdirTemp("", "resumebot-bench"); err != nil {
		return fmt.Errorf("bench: make a folder: %w", err)
	}
	defer os.RemoveAll(b.dir)
	p.config.DataDir = b.dir
	encoder, err := embed.New()
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s, %s/%s, %s%s, %s\n", buildVersion(), runtime.GOOS, runtime.GOARCH,
		plural(runtime.GOMAXPROCS(0), "core"), cpuName(), time.Now().Format("2 January 2006"))
	fmt.Fprintf(p.stdout, "the encoder calculates with %s; p50 and p99: half, and 99 of 100, take no longer\n", encoder.Kernels())
	for _, part := range []func(context.Context, *embed.Encoder) error{b.encoder, b.starts, b.questions, b.models, b.growth} {
		if err := part(ctx, encoder); err != nil {
			return err
		}
		if err := b.table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// row writes a line of the table.
func (b *bencher) row(cells ...any) {
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(b.table, "\t")
		}
		if d, ok := c.(time.Duration); ok {
			c = readable(d)
		}
		fmt.Fprint(b.table, c)
	}
	fmt.Fprintln(b.table)
}

func readable(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= 100*time.Millisecond:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.2f ms", d.Seconds()*1e3)
}

// repeat runs do for half a second, five times at least, and returns the median
// and the slowest of a hundred.
func repeat(do func() error) (p50, p99 time.Duration, err error) {
	var all []time.Duration
	for end := time.Now().Add(time.Second / 2); len(all) < 5 || time.Now().Before(end); {
		start := time.Now()
		if err := do(); err != nil {
			return 0, 0, err
		}
		all = append(all, time.Since(start))
	}
	p50, p99 = bench.Percentiles(all)
	return p50, p99, nil
}

// encoder measures one question, one chunk and a résumé of 22 chunks, on texts
// of the lengths of internal/embed's benchmarks.
func (b *bencher) encoder(ctx context.Context, e *embed.Encoder) error {
	b.row("\nencoder", "p50", "p99")
	chunk := strings.Repeat("the cluster holds nine databases on sixty machines in two rooms ", 6)
	many := make([]string, 22)
	for i := range many {
		many[i] = chunk
	}
	for _, c := range []struct {
		name  string
		texts []string
	}{
		{"  a question of 13 tokens", []string{"Which databases has he run in production and since when?"}},
		{"  a chunk of 68 tokens", []string{chunk}},
		{"  22 such chunks", many},
	} {
		p50, p99, err := repeat(func() error { _, err := e.EmbedDocuments(ctx, c.texts); return err })
		if err != nil {
			return err
		}
		b.row(c.name, p50, p99)
	}
	return nil
}

// starts measures whole processes from their start to their first answer.
func (b *bencher) starts(ctx context.Context, _ *embed.Encoder) error {
	b.row("\nstart to first answer", "no index", "most memory", "kept index", "most memory")
	pages := filepath.Join(b.dir, "pages")
	onePage := filepath.Join(b.dir, "pdf")
	if err := errors.Join(bench.WriteResume(pages, 100*bench.LinesPerPage), bench.WritePDF(onePage)); err != nil {
		return err
	}
	for _, c := range []struct{ name, dir string }{{"  this résumé", b.config.CorpusDir}, {"  100 pages of Markdown", pages}, {"  a page in PDF", onePage}} {
		cells := []any{c.name}
		data := filepath.Join(b.dir, "data of "+filepath.Base(c.dir))
		for _, times := range []int{1, 5} { // without an index, then with it
			var all []time.Duration
			var most int64
			for range times {
				wall, memory, err := b.start(ctx, c.dir, data)
				if err != nil {
					return err
				}
				all, most = append(all, wall), max(most, memory)
			}
			p50, _ := bench.Percentiles(all)
			cells = append(cells, p50, megabytes(most))
		}
		b.row(cells...)
	}
	return nil
}

// start runs this program for one question, and returns how long that took and
// how many bytes it had at most, 0 where the system does not say.
func (b *bencher) start(ctx context.Context, corpusDir, data string) (time.Duration, int64, error) {
	exe, err := os.Executable()
	if err != nil {
		return 0, 0, fmt.Errorf("bench: find this program: %w", err)
	}
	cmd := exec.CommandContext(ctx, exe, "ask", "-corpus", corpusDir, "-data", data, bench.Questions[0])
	// Where what was made of the PDF reader once is kept, there is nothing at first.
	cache := filepath.Join(b.dir, "cache")
	cmd.Env = append(os.Environ(), "LLM_BASE_URL="+off, "XDG_CACHE_HOME="+cache, "HOME="+cache, "LocalAppData="+cache)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	begun := time.Now()
	if err := cmd.Run(); err != nil {
		return 0, 0, fmt.Errorf("bench: start this program: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	return time.Since(begun), maxMemory(cmd.ProcessState), nil
}

func megabytes(bytes int64) string {
	if bytes == 0 {
		return "unknown"
	}
	return fmt.Sprintf("%d MB", bytes/1_000_000)
}

// rounds is how many questions each of a crowd asks.
const rounds = 5

// questions measures answers in the résumé's own words: one after another, then
// many at once.
func (b *bencher) questions(ctx context.Context, _ *embed.Encoder) error {
	c, err := b.indexed(ctx)
	if err != nil {
		return err
	}
	engine, err := b.engineWith(c, nil)
	if err != nil {
		return err
	}
	b.row("\nown time for a question, no model", "p50", "p99", "own CPU for each")
	var all []time.Duration
	cpu := cpuTime()
	for range 10 {
		for _, q := range bench.Questions {
			a, err := engine.Ask(ctx, rag.Question{Text: q}, nil)
			if err != nil {
				return err
			}
			all = append(all, time.Duration(a.Timing.Total*float64(time.Millisecond)))
		}
	}
	p50, p99 := bench.Percentiles(all)
	b.row("  one after another", p50, p99, (cpuTime()-cpu)/time.Duration(len(all)))
	return b.ofCrowd(ctx, engine)
}

// ofCrowd has many people ask at once, and measures from the first of all
// questions of a round to each answer.
func (b *bencher) ofCrowd(ctx context.Context, engine *rag.Engine) error {
	var all []time.Duration
	var errs []error
	var mu sync.Mutex
	cpu := cpuTime()
	for round := range rounds {
		var group sync.WaitGroup
		start := time.Now()
		for person := range b.crowd {
			group.Go(func() {
				_, err := engine.Ask(ctx, rag.Question{Text: bench.Questions[(person+round)%len(bench.Questions)]}, nil)
				mu.Lock()
				defer mu.Unlock()
				all, errs = append(all, time.Since(start)), append(errs, err)
			})
		}
		group.Wait()
	}
	p50, p99 := bench.Percentiles(all)
	b.row(fmt.Sprintf("  %d of %d people, at once", rounds*b.crowd, b.crowd), p50, p99, (cpuTime()-cpu)/time.Duration(len(all)))
	return errors.Join(errs...)
}

// indexed is the configured résumé, read and indexed where nothing of it stays.
func (b *bencher) indexed(ctx context.Context) (*indexed, error) {
	document, _, err := corpus.Load(b.config.CorpusDir, b.config.ShowContact.hidden(true)...)
	if err != nil {
		return nil, err
	}
	return b.index(ctx, document, "bench", false)
}
