package index

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"resumebot/internal/corpus"
	"resumebot/internal/embed"
	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

var update = flag.Bool("update", false, "rewrite golden files")

// gardener is a résumé small enough to be embedded again and again.
const gardener = `# Mira Solberg

## Experience

### Head Gardener — Fjord Park
2019 – Present

- Replaced the sprinklers by drip lines.
- Leads a team of six gardeners.

## Skills

- AutoCAD
- Chainsaws and mowers
- First aid
`

// read makes a Document of one file.
func read(tb testing.TB, name, text string) *resume.Document {
	tb.Helper()
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	doc, problems, err := corpus.Load(dir)
	if err != nil || len(problems) > 0 {
		tb.Fatal(problems, err)
	}
	return doc
}

func newLexicon(tb testing.TB) *lexicon.Lexicon {
	tb.Helper()
	lex, err := lexicon.New()
	if err != nil {
		tb.Fatal(err)
	}
	return lex
}

// counting is an embedder that counts the texts it is given, and can be made to
// behave like others.
type counting struct {
	Embedder
	name   string // "": that of the embedder
	texts  atomic.Int64
	failAt int64                         // the text at which it fails; 0: never
	change func([][]float32) [][]float32 // what it makes of the vectors; may be nil
}

func newCounting(tb testing.TB) *counting {
	tb.Helper()
	e, err := embed.New()
	if err != nil {
		tb.Fatal(err)
	}
	return &counting{Embedder: e}
}

func (c *counting) Name() string {
	if c.name != "" {
		return c.name
	}
	return c.Embedder.Name()
}

func (c *counting) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	if n := c.texts.Add(int64(len(texts))); c.failAt > 0 && n >= c.failAt {
		return nil, fmt.Errorf("the server went away at text %d", n)
	}
	vectors, err := c.Embedder.EmbedDocuments(ctx, texts)
	if c.change != nil {
		vectors = c.change(vectors)
	}
	return vectors, err
}

// build indexes the text with e, in dir or in memory.
func build(tb testing.TB, e Embedder, dir, text string) (*Index, Report) {
	tb.Helper()
	x, report, err := Build(tb.Context(), read(tb, "cv.md", text), newLexicon(tb), e, Options{Dir: dir})
	if err != nil {
		tb.Fatal(err)
	}
	return x, report
}

// found returns the texts of the hits, one a line.
func found(tb testing.TB, x *Index, q Query, k int) string {
	tb.Helper()
	hits, err := x.Search(tb.Context(), q, k)
	if err != nil {
		tb.Fatal(err)
	}
	var texts []string
	for _, h := range hits {
		texts = append(texts, h.Chunk.Text)
	}
	return strings.Join(texts, "\n")
}
