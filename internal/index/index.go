// Package index makes a résumé searchable: it cuts a Document into chunks and
// scores them for a query by words (BM25) and by meaning (vectors in a chromem
// collection that persists under the data folder), each chunk together with the
// entry or section it is part of. It is the only importer of chromem-go.
package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

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
	Units    int           // entries and sections scored beside their chunks
	Embedded int           // texts that had to be embedded
	Took     time.Duration // all of it
	Warning  error         // why a kept index could not be used or saved; nil if all is well
}

// Index answers searches over one Document. It is not changed after [Build] and
// may be shared between goroutines.
type Index struct {
	doc      *resume.Document
	lex      *lexicon.Lexicon
	embedder Embedder
	chunks   []Chunk
	units    []unit
	keys     [][]string // per chunk
	words    *bm25      // of chunks
	above    *bm25      // of units
	vectors  *vectors
	chunkOf  []int // passage → chunk
}

// Build indexes a document. Vectors kept in Options.Dir are used again where
// text, model and chunker are the same; a kept index that is damaged or was made
// otherwise is replaced. A data folder that cannot be written is a warning in
// the report, not an error: the index then lives in memory only.
func Build(ctx context.Context, doc *resume.Document, lex *lexicon.Lexicon, e Embedder, o Options) (*Index, Report, error) {
	start := time.Now()
	chunks, units := split(doc)
	if len(chunks) == 0 {
		return nil, Report{}, errors.New("index: build: the résumé holds no text")
	}
	x := &Index{doc: doc, lex: lex, embedder: e, chunks: chunks, units: units, chunkOf: make([]int, len(doc.Passages))}
	unitKeys := make([][]string, len(units))
	x.keys = make([][]string, len(chunks))
	items := make([]item, 0, len(chunks)+len(units))
	for i := range chunks {
		c := &chunks[i]
		x.keys[i] = lex.Keys(c.Search)
		if !c.Private {
			unitKeys[c.Unit] = append(unitKeys[c.Unit], x.keys[i]...)
		}
		for _, p := range c.Passages {
			x.chunkOf[p] = i
		}
		items = append(items, item{c.ID, c.Search})
	}
	for _, u := range units {
		items = append(items, item{u.id, u.search})
	}
	x.words, x.above = newBM25(x.keys), newBM25(unitKeys)

	report := Report{Chunks: len(chunks), Units: len(units)}
	dir := o.Dir
	if o.Rebuild {
		dir = ""
	}
	var err error
	x.vectors, report.Warning = openVectors(dir, e)
	if x.vectors == nil {
		return nil, report, report.Warning
	}
	if report.Embedded, err = x.vectors.fill(ctx, items, e, o.Progress); err != nil {
		return nil, report, err
	}
	if err := x.vectors.save(o.Dir); err != nil {
		report.Warning = errors.Join(report.Warning, err)
	}
	report.Took = time.Since(start)
	return x, report, nil
}

// Query is what to search for.
type Query struct {
	Text    string        // embedded
	Keys    []WeightedKey // matched by BM25; nil: the keys of Text
	Vector  []float32     // the embedding of Text where it is known already
	Weights *Weights      // nil: the chosen ones
}

// WeightedKey is a lexicon key with its weight in BM25, 1 for a word that was asked.
type WeightedKey struct {
	Key    string
	Weight float64
}

// Weights of the four scores. Each score is brought to 0…1 first: BM25 divided
// by its best, cosine cut at 0.
type Weights struct {
	Words, Vectors         float64 // of the chunk itself
	UnitWords, UnitVectors float64 // of its entry or section
}

// Chosen are the weights in use. They were set by hand; a rank table that shows
// each leg alone beside them has yet to choose them.
func Chosen() Weights { return Weights{Words: 0.40, Vectors: 0.25, UnitWords: 0.20, UnitVectors: 0.15} }

// Hit is a chunk with its scores for a query.
type Hit struct {
	Chunk  *Chunk
	Score  float64 // fused, 0…1
	Words  float64 // BM25 of the chunk, not normalised
	Cosine float64 // of the chunk's vector with the query's
}

// Search returns the k best chunks, best first, ties in reading order.
func (x *Index) Search(ctx context.Context, q Query, k int) ([]Hit, error) {
	w := Chosen()
	if q.Weights != nil {
		w = *q.Weights
	}
	keys := q.Keys
	if keys == nil {
		for _, key := range x.lex.Keys(q.Text) {
			keys = append(keys, WeightedKey{key, 1})
		}
	}
	words, above := make([]float64, len(x.chunks)), make([]float64, len(x.units))
	x.words.score(keys, words)
	x.above.score(keys, above)
	cosines := map[string]float64{}
	if w.Vectors > 0 || w.UnitVectors > 0 {
		vector, err := q.Vector, error(nil)
		if vector == nil {
			if vector, err = x.Embed(ctx, q.Text); err != nil {
				return nil, err
			}
		}
		if cosines, err = x.vectors.similarity(ctx, vector); err != nil {
			return nil, err
		}
	}
	bestWords, bestAbove := max(1e-9, slices.Max(words)), max(1e-9, slices.Max(above))
	hits := make([]Hit, len(x.chunks))
	for i := range x.chunks {
		c := &x.chunks[i]
		cosine := cosines[c.ID]
		hits[i] = Hit{Chunk: c, Words: words[i], Cosine: cosine}
		hits[i].Score = w.Words*words[i]/bestWords + w.Vectors*max(0, cosine) +
			w.UnitWords*above[c.Unit]/bestAbove + w.UnitVectors*max(0, cosines[x.units[c.Unit].id])
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(k, len(hits))], nil
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
