package llm

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

const (
	// maxBatch is the smallest limit among common servers, that of
	// text-embeddings-inference (--max-client-batch-size, 32).
	maxBatch = 32
	// maxBatchBytes keeps a request small where its texts are long.
	maxBatchBytes = 64 << 10
	// queryTimeout is how long a visitor waits for the vector of a question.
	queryTimeout = 10 * time.Second
)

// EmbedConfig says which server and model turn text into vectors.
type EmbedConfig struct {
	BaseURL    string        // as Config.BaseURL
	APIKey     string        // as Config.APIKey
	Model      string        // required, for instance nomic-embed-text
	Timeout    time.Duration // for one request of at most 32 texts; zero means one minute
	HTTPClient *http.Client  // as Config.HTTPClient
}

// Embedder turns texts into unit vectors by a model of a server. It is safe for
// concurrent use.
type Embedder struct {
	endpoint   *endpoint
	model      string
	prefixes   prefixes
	dimensions int
}

// NewEmbedder asks the server to embed one word, to learn the dimensions and
// that the model is there. The error is an [*Error] unless cfg itself is wrong.
func NewEmbedder(ctx context.Context, cfg EmbedConfig) (*Embedder, error) {
	s, err := newEndpoint(Config{BaseURL: cfg.BaseURL, APIKey: cfg.APIKey, Timeout: cfg.Timeout, HTTPClient: cfg.HTTPClient})
	if err != nil {
		return nil, err
	}
	model := strings.TrimSpace(cfg.Model)
	if model == "" {
		return nil, errors.New("llm: make embedder: no model named (EMBED_MODEL)")
	}
	e := &Embedder{endpoint: s, model: model, prefixes: prefixesFor(model)}
	first, err := e.EmbedDocuments(ctx, []string{"hello"})
	if err != nil {
		return nil, err
	}
	e.dimensions = len(first[0])
	return e, nil
}

// Name is the model's name as configured. Vectors of different names are not
// comparable.
func (e *Embedder) Name() string { return e.model }

// Dimensions is the length of every vector.
func (e *Embedder) Dimensions() int { return e.dimensions }

// EmbedDocuments returns one unit vector for each text, in their order, as
// passages to be found; nil for no texts. A blank text is an error. So is a
// failure of any batch: there is no partial result.
func (e *Embedder) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	return e.embed(ctx, e.prefixes.document, texts)
}

// EmbedQuery returns the unit vector of a question, to find documents with. It
// takes no more than ten seconds.
func (e *Embedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, min(e.endpoint.timeout, queryTimeout))
	defer cancel()
	vectors, err := e.embed(ctx, e.prefixes.query, []string{text})
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

func (e *Embedder) embed(ctx context.Context, prefix string, texts []string) ([][]float32, error) {
	prefixed := make([]string, len(texts))
	for i, t := range texts {
		if strings.TrimSpace(t) == "" {
			return nil, fmt.Errorf("llm: embed: text %d of %d is blank", i+1, len(texts))
		}
		prefixed[i] = prefix + t
	}
	var vectors [][]float32
	for len(prefixed) > 0 {
		n := batchLength(prefixed)
		batch, err := e.request(ctx, prefixed[:n])
		if err != nil {
			return nil, err
		}
		vectors = append(vectors, batch...)
		prefixed = prefixed[n:]
	}
	return vectors, nil
}

// batchLength is how many of texts, at least one, go into the next request.
func batchLength(texts []string) int {
	size := 0
	for n, t := range texts[:min(len(texts), maxBatch)] {
		if size += len(t); size > maxBatchBytes && n > 0 {
			return n
		}
	}
	return min(len(texts), maxBatch)
}

// request embeds one batch.
func (e *Embedder) request(ctx context.Context, texts []string) ([][]float32, error) {
	var vectors [][]float32
	err := e.endpoint.call(ctx, opEmbed, e.model, e.endpoint.timeout, func(ctx context.Context, x *exchange) error {
		resp, err := e.endpoint.api.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{
			Input: texts,
			Model: openai.EmbeddingModel(e.model),
		})
		if err != nil {
			return err
		}
		if said := x.complaint(); len(resp.Data) == 0 && said != nil {
			return said
		}
		vectors, err = e.check(resp.Data, len(texts))
		return err
	})
	return vectors, err
}

// check puts the vectors in the order of their texts and makes them unit length.
func (e *Embedder) check(data []openai.Embedding, want int) ([][]float32, error) {
	if len(data) != want {
		return nil, &Error{Kind: Failed, Message: fmt.Sprintf("%d vectors came back for %d texts", len(data), want)}
	}
	dimensions := e.dimensions
	vectors := make([][]float32, want)
	for place, d := range inOrder(data) {
		if dimensions == 0 {
			dimensions = len(d.Embedding)
		}
		if len(d.Embedding) == 0 || len(d.Embedding) != dimensions {
			return nil, &Error{Kind: Failed, Message: fmt.Sprintf("a vector has %d dimensions instead of %d", len(d.Embedding), dimensions)}
		}
		if !normalize(d.Embedding) {
			return nil, &Error{Kind: Failed, Message: "a vector has no direction: it is all zeros or too large"}
		}
		vectors[place] = d.Embedding
	}
	return vectors, nil
}

// inOrder sorts by index, or keeps the order if the indexes are no order, as on
// servers that leave them all at 0.
func inOrder(data []openai.Embedding) []openai.Embedding {
	sorted := make([]openai.Embedding, len(data))
	seen := make([]bool, len(data))
	for _, d := range data {
		if d.Index < 0 || d.Index >= len(data) || seen[d.Index] {
			return data
		}
		seen[d.Index] = true
		sorted[d.Index] = d
	}
	return sorted
}

// normalize makes v unit length, and reports whether that is possible.
func normalize(v []float32) bool {
	var sum float64
	for _, f := range v {
		sum += float64(f) * float64(f)
	}
	norm := math.Sqrt(sum)
	if norm == 0 || math.IsInf(norm, 0) || math.IsNaN(norm) {
		return false
	}
	for i, f := range v {
		v[i] = float32(float64(f) / norm)
	}
	return true
}
