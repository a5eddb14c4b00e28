package embed

import (
	"strings"
	"testing"
)

// The sizes of the benchmarks are those of export/bench.py: a question of 13
// tokens, a chunk of 68 and a résumé of 22 chunks.
const benchQuery = "Which databases has he run in production and since when?"

var benchChunk = strings.Repeat("the cluster holds nine databases on sixty machines in two rooms ", 6)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuery(b *testing.B) { benchmark(b, 13, benchQuery) }
func BenchmarkChunk(b *testing.B) { benchmark(b, 68, benchChunk) }
func BenchmarkBatch(b *testing.B) {
	texts := make([]string, 22)
	for i := range texts {
		texts[i] = benchChunk
	}
	benchmark(b, 68, texts...)
}

func benchmark(b *testing.B, tokens int, texts ...string) {
	e := newTestEncoder(b, fastestKernels())
	if got := len(e.tokenizer.encode(nil, texts[0])); got != tokens {
		b.Fatalf("%d tokens, want %d", got, tokens)
	}
	for b.Loop() {
		if _, err := e.EmbedDocuments(b.Context(), texts); err != nil {
			b.Fatal(err)
		}
	}
}
