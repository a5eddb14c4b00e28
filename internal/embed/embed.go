// Package embed turns text into unit vectors with a small sentence-transformer
// that runs inside the program: no server, no download, no cgo.
//
// The model is all-MiniLM-L6-v2: a BERT encoder of 6 layers and 384 dimensions
// whose token vectors are averaged and scaled to length one. Its weights are
// int8, part of the binary, and used in place (weights.go). Text becomes token
// ids in tokenizer.go, ids become a vector in encode.go, and the arithmetic is
// in kernels.go: plain Go everywhere, and assembly made by the generator in
// folder asm where the CPU has AVX2, AVX-VNNI, or AVX-512 with VNNI, and by that
// in folder neon for arm64. Folder export makes the weights and the reference
// vectors that the tests compare with, and times the package beside onnxruntime.
//
// The cosine of two vectors is their dot product.
package embed

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Dimensions is the length of every vector.
const Dimensions = 384

// maxTokens is the length at which a text is cut, in tokens with the two that
// frame it: max_seq_length on the model card of all-MiniLM-L6-v2.
const maxTokens = 256

// maxWorkers bounds the goroutines of one call, and so its working memory.
const maxWorkers = 4

// An Encoder turns text into vectors. It is safe for concurrent use; calls
// share the weights and each takes its working memory from a pool. Questions
// asked at the same time take turns, for each keeps all cores busy: many at once
// would only take more memory and hold up everything else.
type Encoder struct {
	weights   *weights
	tokenizer *tokenizer
	kernels   kernels
	workers   int
	pool      sync.Pool // of *sequence
	questions chan struct{}
}

// New returns an Encoder on the weights in the binary, in a few milliseconds:
// the int8 weights are used where they lie. An error
// means that the binary was built from a damaged weights file.
func New() (*Encoder, error) {
	return newEncoder(weightsFile, fastestKernels())
}

// NewExact is [New] with 16 bits for what goes through the layers on every CPU,
// where New takes 8 on those that multiply them faster: its vectors differ from
// CPU to CPU in the last bits only, so that tests can tell what to expect of them.
func NewExact() (*Encoder, error) {
	return newEncoder(weightsFile, exactKernels())
}

func newEncoder(file []byte, k kernels) (*Encoder, error) {
	w, err := parseWeights(file)
	if err != nil {
		return nil, fmt.Errorf("embed: load weights: %w", err)
	}
	if k.sumWeights != nil {
		for i := range w.layers {
			for _, m := range w.layers[i].matrices() {
				m.sum = k.sumWeights(m)
			}
		}
	}
	cores := runtime.GOMAXPROCS(0)
	workers := min(cores, maxWorkers)
	return &Encoder{
		weights:   w,
		tokenizer: newTokenizer(w.vocab),
		kernels:   k,
		workers:   workers,
		pool:      sync.Pool{New: func() any { return new(sequence) }},
		questions: make(chan struct{}, cores/workers),
	}, nil
}

// Name identifies the model and how it was quantised. Vectors of Encoders with
// the same name can be compared; an index of another name must be rebuilt.
func (*Encoder) Name() string { return "all-MiniLM-L6-v2/int8/1" }

// Kernels names the instructions that the Encoder calculates with.
func (e *Encoder) Kernels() string { return e.kernels.name }

// KnownWord reports whether the model's vocabulary has the word whole, not in
// pieces only. The word must be in lower case and without accents, as the
// vocabulary is.
func (e *Encoder) KnownWord(word string) bool {
	_, ok := e.tokenizer.starts[word]
	return ok
}

// Dimensions is the length of every vector.
func (*Encoder) Dimensions() int { return Dimensions }

// EmbedDocuments returns one unit vector of length [Dimensions] for each text,
// in order. What goes beyond 256 tokens of a text is ignored; an empty text
// gives the vector of the empty sequence. The only error is that of ctx, which
// is looked at between texts.
func (e *Encoder) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	if len(texts) == 1 {
		vector, err := e.EmbedQuery(ctx, texts[0])
		vectors[0] = vector
		return vectors, err
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(e.workers, len(texts)) {
		group.Go(func() {
			s := e.pool.Get().(*sequence)
			defer e.pool.Put(s)
			for i := next.Add(1) - 1; int(i) < len(texts) && ctx.Err() == nil; i = next.Add(1) - 1 {
				vectors[i] = e.encode(s, texts[i], 1)
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("embed: encode %d texts: %w", len(texts), err)
	}
	return vectors, nil
}

// EmbedQuery returns the unit vector of one text, as EmbedDocuments does: this
// model gives questions no prefix of their own.
func (e *Encoder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("embed: encode a text: %w", err)
	}
	select {
	case e.questions <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("embed: encode a text: %w", ctx.Err())
	}
	defer func() { <-e.questions }()
	s := e.pool.Get().(*sequence)
	defer e.pool.Put(s)
	return e.encode(s, text, e.workers), nil
}
