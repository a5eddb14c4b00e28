package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"time"

	"resumebot/internal/bench"
	"resumebot/internal/corpus"
	"resumebot/internal/embed"
	"resumebot/internal/index"
	"resumebot/internal/lexicon"
)

// growth measures how reading, embedding, opening and searching grow with the
// number of chunks, and the memory with them. The slope is that of the logarithms
// between the first size and the last: 1 is linear.
func (b *bencher) growth(ctx context.Context, e *embed.Encoder) error {
	b.row("\ngrowth", "read", "embed and index", "open a kept index", "search", "heap")
	var first, last grown
	for i, n := range b.sizes {
		g, err := b.grow(ctx, e, n)
		if err != nil {
			return err
		}
		if i == 0 {
			first = g
		}
		last = g
		b.row(fmt.Sprintf("  %d chunks", g.chunks), g.read, g.build, g.open, g.search, megabytes(g.heap))
	}
	slope := func(of func(grown) float64) string {
		if of(first) <= 0 {
			return "unknown"
		}
		return fmt.Sprintf("%.2f", math.Log(of(last)/of(first))/math.Log(float64(last.chunks)/float64(first.chunks)))
	}
	b.row("  slope", slope(func(g grown) float64 { return g.read.Seconds() }), slope(func(g grown) float64 { return g.build.Seconds() }),
		slope(func(g grown) float64 { return g.open.Seconds() }), slope(func(g grown) float64 { return g.search.Seconds() }),
		slope(func(g grown) float64 { return float64(g.heap) }))
	return nil
}

// grown is what was measured with one number of chunks.
type grown struct {
	chunks                    int
	read, build, open, search time.Duration
	heap                      int64 // bytes that the index and the Document keep
}

func (b *bencher) grow(ctx context.Context, e *embed.Encoder, lines int) (g grown, err error) {
	dir := filepath.Join(b.dir, fmt.Sprint("lines ", lines))
	if err := bench.WriteResume(dir, lines); err != nil {
		return g, err
	}
	lex, err := lexicon.New()
	if err != nil {
		return g, err
	}
	before := heap()
	start := time.Now()
	document, _, err := corpus.Load(dir)
	if err != nil {
		return g, err
	}
	g.read = time.Since(start)
	var x *index.Index
	build := func() (time.Duration, error) {
		start := time.Now()
		var report index.Report
		x, report, err = index.Build(ctx, document, lex, e, index.Options{Dir: filepath.Join(dir, "index")})
		g.chunks = report.Chunks
		return time.Since(start), err
	}
	if g.build, err = build(); err != nil {
		return g, err
	}
	if g.open, err = build(); err != nil {
		return g, err
	}
	g.heap = heap() - before
	query := index.Query{Text: "At which company did they build a Baranbackck?"}
	if query.Vector, err = x.Embed(ctx, query.Text); err != nil {
		return g, err
	}
	g.search, _, err = repeat(func() error { _, err := x.Search(ctx, query, 20); return err })
	runtime.KeepAlive(document)
	return g, err
}

// heap is what the garbage collector cannot take back. What pools hold goes with
// its second run.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
