package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"resumebot/internal/index"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
)

// found is the output of search -json.
type found struct {
	Query  string     `json:"query"`
	Embed  string     `json:"embed"`
	Hits   []foundHit `json:"hits"`
	Timing struct {
		Embed  float64 `json:"embed"`
		Search float64 `json:"search"`
	} `json:"timing_ms"`
}

// foundHit is a chunk with where it stands and its scores.
type foundHit struct {
	rag.Source         // ID is the rank
	Words      float64 `json:"words"`  // BM25
	Cosine     float64 `json:"cosine"` // of the vectors
}

// search shows what a query finds, without answering.
func search(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("search")
	asJSON := fs.Bool("json", false, "")
	k := fs.Int("k", 8, "")
	words, err := p.parse(fs, args)
	if err != nil {
		return err
	}
	query := strings.TrimSpace(strings.ToValidUTF8(strings.Join(words, " "), "\uFFFD"))
	switch {
	case query == "":
		return usageError{"search", "there is no query"}
	case *k < 1:
		return usageError{"search", "-k wants a number from 1"}
	}
	c, err := p.load(ctx, false)
	if err != nil {
		return err
	}
	out := found{Query: query, Embed: c.index.Embedder(), Hits: []foundHit{}}
	start := time.Now()
	vector, err := c.index.Embed(ctx, query)
	if err != nil {
		return err
	}
	embedded := time.Now()
	hits, err := c.index.Search(ctx, index.Query{Text: query, Vector: vector}, len(c.index.Chunks()))
	if err != nil {
		return err
	}
	out.Timing.Search = milliseconds(time.Since(embedded))
	out.Timing.Embed = milliseconds(embedded.Sub(start))
	for _, h := range hits {
		if len(out.Hits) < *k {
			s := source(c.document, h.Chunk)
			s.ID, s.Score = len(out.Hits)+1, h.Score
			out.Hits = append(out.Hits, foundHit{s, h.Words, h.Cosine})
		}
	}
	if *asJSON {
		return writeJSON(p.stdout, out)
	}
	printer := p.style().Printer(p.stdout)
	for _, h := range out.Hits {
		fmt.Fprintf(p.stdout, "%.3f  words %.2f, cosine %.2f\n", h.Score, h.Words, h.Cosine)
		if err := printer.Quotes([]rag.Source{h.Source}); err != nil {
			return err
		}
	}
	return nil
}

// source is where a chunk stands, from its first passage to its last.
func source(d *resume.Document, c *index.Chunk) rag.Source {
	first, last := d.Passages[c.Passages[0]], d.Passages[c.Passages[len(c.Passages)-1]]
	return rag.Source{
		Path: first.Source.Path, StartLine: first.Source.Start, EndLine: last.Source.End,
		Page: first.Source.Page, Heading: first.Heading, Text: c.Text,
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
