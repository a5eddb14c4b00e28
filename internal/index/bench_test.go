package index

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"resumebot/internal/resume"
)

// sizes are numbers of chunks; the shipped résumé has 54.
var sizes = []int{100, 1_000, 5_000, 10_000}

// scattered embeds texts at random, quickly: the benchmarks measure the index,
// not the encoder.
type scattered struct{}

func (scattered) Name() string    { return "scattered" }
func (scattered) Dimensions() int { return 384 }

func (scattered) EmbedDocuments(_ context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		random := rand.New(rand.NewPCG(uint64(len(text)), uint64(text[len(text)/2])<<8|uint64(text[len(text)-1])))
		v := make([]float32, 384)
		for j := range v {
			v[j] = float32(random.NormFloat64())
		}
		vectors[i] = unit(v)
	}
	return vectors, nil
}

func (s scattered) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	v, err := s.EmbedDocuments(ctx, []string{text})
	return v[0], err
}

// invented makes a résumé of about n chunks: entries of ten bullets of twelve
// words, common and rare ones.
func invented(tb testing.TB, n int) *resume.Document {
	tb.Helper()
	random := rand.New(rand.NewPCG(5, 6))
	var b strings.Builder
	b.WriteString("# Ada Example\n\n## Experience\n")
	for i := range n {
		if i%11 == 0 {
			fmt.Fprintf(&b, "\n### Engineer, Company %d\n%d – %d\n\n", i/11, 1900+i%100, 1901+i%100)
			continue
		}
		b.WriteString("-")
		for range 12 {
			f := random.Float64() // few words are frequent
			fmt.Fprintf(&b, " word%d", int(4000*f*f*f))
		}
		b.WriteString("\n")
	}
	return read(tb, "cv.md", b.String())
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x, report, err := Build(b.Context(), invented(b, n), newLexicon(b), scattered{}, Options{})
			if err != nil {
				b.Fatal(err)
			}
			q := Query{Text: "At which company did she do word1 with word7 and word3000?"}
			if q.Vector, err = x.Embed(b.Context(), q.Text); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := x.Search(b.Context(), q, 20); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(report.Chunks), "chunks")
		})
	}
}

// BenchmarkOpen builds from a kept index: nothing is embedded.
func BenchmarkOpen(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			doc, lex, o := invented(b, n), newLexicon(b), Options{Dir: b.TempDir()}
			if _, _, err := Build(b.Context(), doc, lex, scattered{}, o); err != nil {
				b.Fatal(err)
			}
			file := len(stored(b, o.Dir))
			var x *Index
			for b.Loop() {
				var report Report
				var err error
				if x, report, err = Build(b.Context(), doc, lex, scattered{}, o); err != nil || report.Embedded > 0 {
					b.Fatal(report, err)
				}
			}
			b.ReportMetric(float64(file)/1e6, "MB-file")
			b.ReportMetric(inUse(b, x), "MB-heap")
		})
	}
}

// inUse is the memory that x alone keeps from the garbage collector.
func inUse(b *testing.B, x *Index) float64 {
	b.Helper()
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(x)
	x = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	return (float64(with.HeapAlloc) - float64(without.HeapAlloc)) / 1e6
}

// BenchmarkBuild embeds everything with the built-in encoder.
func BenchmarkBuild(b *testing.B) {
	for _, n := range sizes[:2] {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			doc, lex, e := invented(b, n), newLexicon(b), newCounting(b)
			for b.Loop() {
				if _, _, err := Build(b.Context(), doc, lex, e, Options{Dir: b.TempDir()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
