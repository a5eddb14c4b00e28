// Package index makes a résumé searchable: it cuts a Document into chunks and
// scores them for a query by words (BM25) and by meaning (vectors in a chromem
// collection that persists under the data folder). It is the only importer of
// chromem-go.
package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// Embedder turns texts into unit vectors: the built-in encoder or a server.
type Embedder interface {
	Name() string // identifies model and quantisation; vectors of equal names are comparable
	Dimensions() int
	EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error)
	EmbedQuery(ctx context.Context, text string) ([]float32, error)
}

// Options of [Build].
type Options struct {
	Dir      string                // where vectors persist; "" keeps them in memory
	Rebuild  bool                  // embed everything anew
	Progress func(done, total int) // called after each batch; may be nil
}

// Report tells what a build did.
type Report struct {
	Chunks   int
	Embedded int   // texts that had to be embedded
	Kept     bool  // the vectors are in Options.Dir
	Warning  error // why the kept index could not be read, or the new one not be kept; nil if all is well
}

// Index answers searches over one Document. It is not changed after [Build] and
// may be shared between goroutines.
type Index struct {
	lex      *lexicon.Lexicon
	embedder Embedder
	weights  Weights
	chunks   []Chunk
	words    *bm25  // of chunks
	vectors  matrix // of the windows of all chunks
	windows  []int  // chunk → its first row of vectors; and the number of rows
	chunkOf  []int  // passage → chunk
}

// Build indexes a document. Vectors kept in Options.Dir are used again where
// text, model and chunker are the same; a kept index that is damaged or was made
// otherwise is replaced. A data folder that cannot be read or written is a
// warning in the report, not an error: the index then lives in memory only.
// After an error what was embedded by then is kept for the next try.
func Build(ctx context.Context, doc *resume.Document, lex *lexicon.Lexicon, e Embedder, o Options) (*Index, Report, error) {
	chunks := split(doc)
	if len(chunks) == 0 {
		return nil, Report{}, errors.New("index: build: the résumé holds no text")
	}
	if e.Dimensions() < 1 {
		return nil, Report{}, fmt.Errorf("index: build: %s gives vectors of %d dimensions", e.Name(), e.Dimensions())
	}
	x := &Index{lex: lex, embedder: e, weights: Chosen(), chunks: chunks}
	var words sync.WaitGroup
	words.Go(func() { x.indexWords(len(doc.Passages)) }) // beside the vectors
	defer words.Wait()
	var texts []string
	for i := range chunks {
		x.windows = append(x.windows, len(texts))
		texts = append(texts, chunks[i].windows...)
	}
	x.windows = append(x.windows, len(texts))

	report := Report{Chunks: len(chunks)}
	dir := o.Dir
	if o.Rebuild {
		dir = ""
	}
	kept, warning := openVectors(dir, e)
	var err error
	report.Embedded, err = kept.fill(ctx, texts, e, o.Progress)
	unsaved := kept.save(context.WithoutCancel(ctx), o.Dir, stampFiles(stamp(e), doc.Files), e.Dimensions())
	if err != nil {
		return nil, report, err
	}
	report.Warning, report.Kept = errors.Join(warning, unsaved), o.Dir != "" && unsaved == nil
	x.vectors = newMatrix(texts, kept.have, e.Dimensions())
	return x, report, nil
}

// indexWords makes what is searched by words.
func (x *Index) indexWords(passages int) {
	x.chunkOf = make([]int, passages)
	keys := make([][]string, len(x.chunks))
	for i, c := range x.chunks {
		keys[i] = x.lex.Keys(c.Search)
		for _, p := range c.Passages {
			x.chunkOf[p] = i
		}
	}
	x.words = newBM25(keys)
}

// Query is what to search for.
type Query struct {
	Text   string        // embedded; blank: words alone count
	Keys   []WeightedKey // matched by BM25; nil: the keys of Text
	Vector []float32     // the embedding of Text where it is known already
}

// WeightedKey is a lexicon key with its weight in BM25, 1 for a word that was asked.
type WeightedKey struct {
	Key    string
	Weight float64
}

// Weights of the two scores. Each score is brought to 0…1 first: BM25 divided by
// its best, cosine cut at 0.
type Weights struct{ Words, Vectors float64 }

// Chosen are the weights in use. The sweep recorded in
// internal/eval/testdata/rank/sweep.txt shows a plateau: while words and vectors
// both count, evidence recall@5 moves by a few points at most, and it falls by
// ten or more on other people's résumés with either leg alone. These stand on
// the plateau; a peak would be chance.
func Chosen() Weights { return Weights{Words: 0.55, Vectors: 0.45} }

// Hit is a chunk with its scores for a query.
type Hit struct {
	Chunk  *Chunk
	Score  float64 // fused, 0…1
	Words  float64 // BM25 of the chunk, not normalised
	Cosine float64 // of the chunk's vector with the query's
}

// WithWeights returns an index over the same chunks that fuses by w.
func (x *Index) WithWeights(w Weights) *Index {
	other := *x
	other.weights = w
	return &other
}

// Search returns the k best chunks, or all if there are fewer, best first, ties
// in reading order. A query without text, keys and vector finds nothing.
func (x *Index) Search(ctx context.Context, q Query, k int) ([]Hit, error) {
	if q.Keys == nil {
		for _, key := range x.lex.Keys(q.Text) {
			q.Keys = append(q.Keys, WeightedKey{key, 1})
		}
	}
	if k < 1 || len(q.Keys) == 0 && q.Vector == nil && strings.TrimSpace(q.Text) == "" {
		return nil, nil
	}
	cosines, err := x.cosines(ctx, q)
	if err != nil {
		return nil, err
	}
	return best(x.fuse(q.Keys, cosines), k), nil
}

// cosines of all rows of the vectors with the query's; zeros where they do not count.
func (x *Index) cosines(ctx context.Context, q Query) ([]float32, error) {
	if x.weights.Vectors == 0 || q.Vector == nil && strings.TrimSpace(q.Text) == "" {
		return make([]float32, len(x.vectors.data)/x.vectors.dimensions), nil
	}
	if q.Vector == nil {
		var err error
		if q.Vector, err = x.Embed(ctx, q.Text); err != nil {
			return nil, err
		}
	}
	if err := usable(q.Vector, x.vectors.dimensions); err != nil {
		return nil, fmt.Errorf("index: search: %s gave the query %w", x.embedder.Name(), err)
	}
	return x.vectors.dot(unit(q.Vector)), nil
}

// fuse scores all chunks, in reading order.
func (x *Index) fuse(keys []WeightedKey, cosines []float32) []Hit {
	words := make([]float64, len(x.chunks))
	x.words.score(keys, words)
	top := max(1e-9, slices.Max(words))
	hits := make([]Hit, len(x.chunks))
	for i := range hits {
		cosine := float64(slices.Max(cosines[x.windows[i]:x.windows[i+1]]))
		hits[i] = Hit{
			Chunk: &x.chunks[i], Words: words[i], Cosine: cosine,
			Score: x.weights.Words*words[i]/top + x.weights.Vectors*max(0, cosine),
		}
	}
	return hits
}

// Embed returns the query vector of a text.
func (x *Index) Embed(ctx context.Context, text string) ([]float32, error) {
	v, err := x.embedder.EmbedQuery(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("index: embed query: %w", err)
	}
	return v, nil
}

// Embedder names the model the vectors come from.
func (x *Index) Embedder() string { return x.embedder.Name() }

// Chunks returns all chunks in reading order; the slice is the index's own.
func (x *Index) Chunks() []Chunk { return x.chunks }

// ChunkOf returns the chunk a passage is part of.
func (x *Index) ChunkOf(passage int) *Chunk { return &x.chunks[x.chunkOf[passage]] }

// Has tells whether any chunk holds the key.
func (x *Index) Has(key string) bool { return len(x.words.postings[key]) > 0 }

// IDF is how rare a key is among the chunks.
func (x *Index) IDF(key string) float64 { return x.words.idf(key) }
