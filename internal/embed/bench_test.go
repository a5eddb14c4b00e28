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

// BenchmarkKernels shows where the time of a chunk goes: each kernel of each set
// does what 68 tokens need in the six layers, and linear and multiply say how
// many multiplications with addition they do in a nanosecond.
func BenchmarkKernels(b *testing.B) {
	const tokens, padded = 68, 80
	w, err := parseWeights(weightsFile)
	if err != nil {
		b.Fatal(err)
	}
	x, out := make([]float32, tokens*ffnSize), make([]float32, tokens*ffnSize)
	for i := range x {
		x[i] = float32(i%37-18) / 8
	}
	for _, k := range allKernels() {
		run := func(name string, perLayer int, do func()) {
			b.Run(k.name+"/"+name, func(b *testing.B) {
				for b.Loop() {
					for range layerCount {
						do()
					}
				}
				if perLayer > 0 {
					b.ReportMetric(float64(perLayer*layerCount*b.N)/float64(b.Elapsed().Nanoseconds()), "MAC/ns")
				}
			})
		}
		l, q := &w.layers[0], new(quantized)
		for _, m := range l.matrices() {
			if k.sumWeights != nil {
				m.sum = k.sumWeights(m)
			}
		}
		perToken := 0
		for _, m := range l.matrices() {
			perToken += m.inputs * m.outputs
		}
		run("linear", tokens*perToken, func() {
			for _, m := range l.matrices() {
				k.linear(out, x[:tokens*m.inputs], m, q)
			}
		})
		run("multiply", 2*heads*tokens*padded*headSize, func() {
			for range heads {
				k.multiply(view{out, padded}, view{x, headSize}, view{x, padded}, tokens, headSize, padded)
				k.multiply(view{out, headSize}, view{x, padded}, view{x, headSize}, tokens, padded, headSize)
			}
		})
		run("softmax", 0, func() {
			for range heads * tokens {
				k.softmax(out[:padded])
			}
		})
		run("gelu", 0, func() {
			copy(out, x)
			k.gelu(out[:tokens*ffnSize])
		})
		run("addNorm", 0, func() {
			for range 2 * tokens {
				k.addNorm(out[:Dimensions], x[:Dimensions], l.ffNorm)
			}
		})
	}
	e := newTestEncoder(b, fastestKernels())
	b.Run("tokenizer", func(b *testing.B) {
		for b.Loop() {
			e.tokenizer.encode(nil, benchChunk)
		}
	})
}
