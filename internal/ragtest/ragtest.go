// Package ragtest reads résumés for tests: loaded, with computed passages, and
// indexed by an embedder that is quick and the same everywhere.
package ragtest

import (
	"context"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"resumebot/internal/corpus"
	"resumebot/internal/facts"
	"resumebot/internal/gloss"
	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// Day is the day of all that is computed.
var Day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// Resume is one that was read and indexed.
type Resume struct {
	Document *resume.Document // with computed passages
	Lexicon  *lexicon.Lexicon
	Index    *index.Index
}

// Write puts a résumé in Markdown into a folder of its own.
func Write(tb testing.TB, markdown string) (dir string) {
	tb.Helper()
	dir = tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "resume.md"), []byte(markdown), 0o600); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// Load reads the résumé in dir as it stands there; one with a file that cannot be
// read fails the test.
func Load(tb testing.TB, dir string) *resume.Document {
	tb.Helper()
	doc, problems, err := corpus.Load(dir)
	if err != nil || len(problems) > 0 {
		tb.Fatal(problems, err)
	}
	return doc
}

// Lexicon is the one that the program has.
func Lexicon(tb testing.TB) *lexicon.Lexicon {
	tb.Helper()
	lex, err := lexicon.New()
	if err != nil {
		tb.Fatal(err)
	}
	return lex
}

// Open reads the résumé in dir on a day, and indexes it.
func Open(tb testing.TB, dir string, embedder index.Embedder, day time.Time) Resume {
	tb.Helper()
	lex := Lexicon(tb)
	doc := gloss.Add(facts.Add(Load(tb, dir), lex, day))
	x, _, err := index.Build(context.Background(), doc, lex, embedder, index.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return Resume{Document: doc, Lexicon: lex, Index: x}
}

// Words embeds a text as a bag of hashed stems: near texts share words. It is so
// wide that hardly two words fall together.
type Words struct{}

const wide = 2048

// Name is "words".
func (Words) Name() string { return "words" }

// Dimensions is the length of each vector.
func (Words) Dimensions() int { return wide }

// EmbedDocuments never fails.
func (w Words) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i], _ = w.EmbedQuery(ctx, text)
	}
	return out, nil
}

// EmbedQuery embeds a question as it would a document; it never fails.
func (Words) EmbedQuery(_ context.Context, text string) ([]float32, error) {
	v := make([]float32, wide)
	v[0] = 0.01 // no text is of length 0
	for _, s := range lexicon.Stems(text) {
		h := fnv.New32a()
		h.Write([]byte(s))
		v[h.Sum32()%wide]++
	}
	norm := 0.0
	for _, x := range v {
		norm += float64(x) * float64(x)
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(norm))
	}
	return v, nil
}
