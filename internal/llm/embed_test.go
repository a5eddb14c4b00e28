package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestPrefixes(t *testing.T) {
	const sentence = "Represent this sentence for searching relevant passages: "
	const instruct = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
	for _, c := range []struct{ model, document, query string }{
		{"nomic-embed-text", "search_document: ", "search_query: "},
		{"nomic-embed-text:v1.5", "search_document: ", "search_query: "},
		{"nomic-ai/nomic-embed-text-v2-moe", "search_document: ", "search_query: "},
		{"text-embedding-nomic-embed-text-v1.5", "search_document: ", "search_query: "},
		{"intfloat/e5-large-v2", "passage: ", "query: "},
		{"jeffh/intfloat-multilingual-e5-large:f16", "passage: ", "query: "},
		{"intfloat/multilingual-e5-large-instruct", "", instruct + " "},
		{"BAAI/bge-small-en-v1.5", "", sentence},
		{"bge-large", "", sentence},
		{"bge-m3", "", ""},
		{"BAAI/bge-large-zh-v1.5", "", "为这个句子生成表示以用于检索相关文章："},
		{"mxbai-embed-large", "", sentence},
		{"mixedbread-ai/mxbai-embed-large-v1", "", sentence},
		{"snowflake-arctic-embed:22m", "", sentence},
		{"Snowflake/snowflake-arctic-embed-m-v1.5", "", sentence},
		{"snowflake-arctic-embed2", "", "query: "},
		{"Snowflake/snowflake-arctic-embed-l-v2.0", "", "query: "},
		{"qwen3-embedding:0.6b", "", instruct},
		{"Qwen/Qwen3-Embedding-8B", "", instruct},
		{"embeddinggemma", "title: none | text: ", "task: search result | query: "},
		{"google/embeddinggemma-300m", "title: none | text: ", "task: search result | query: "},
		{"jinaai/jina-embeddings-v4", "Passage: ", "Query: "},
		{"all-minilm", "", ""},
		{"granite-embedding:278m", "", ""},
		{"text-embedding-3-small", "", ""},
		{"something-new", "", ""},
	} {
		if got := prefixesFor(c.model); got.document != c.document || got.query != c.query {
			t.Errorf("prefixesFor(%q) = %q, %q; want %q, %q", c.model, got.document, got.query, c.document, c.query)
		}
	}
}

type embedRequest struct {
	Model string   `json:"model"`
	Input []string `json:"input"`
}

// vectorsServer answers each request with what reply makes of it, after the
// request for the first word.
func vectorsServer(t *testing.T, reply func(embedRequest) string) (*Embedder, *[]embedRequest) {
	t.Helper()
	var seen []embedRequest
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var req embedRequest
		if err := json.NewDecoder(r.Body).Decode(&req); err != nil || r.URL.Path != "/v1/embeddings" {
			t.Errorf("request %s: %v", r.URL.Path, err)
		}
		seen = append(seen, req)
		if len(seen) == 1 {
			fmt.Fprint(w, `{"data":[{"embedding":[3,0,4],"index":0}]}`)
			return
		}
		fmt.Fprint(w, reply(req))
	}))
	t.Cleanup(srv.Close)
	e, err := NewEmbedder(t.Context(), EmbedConfig{BaseURL: srv.URL, Model: "nomic-embed-text"})
	if err != nil {
		t.Fatal(err)
	}
	return e, &seen
}

func TestEmbedder(t *testing.T) {
	// each text's vector tells its length, and they come in reverse order
	e, seen := vectorsServer(t, func(req embedRequest) string {
		var data []string
		for i, text := range slices.Backward(req.Input) {
			data = append(data, fmt.Sprintf(`{"index":%d,"embedding":[%d,0,1]}`, i, len(text)))
		}
		return `{"data":[` + strings.Join(data, ",") + `]}`
	})
	if e.Name() != "nomic-embed-text" || e.Dimensions() != 3 {
		t.Errorf("name %q, %d dimensions", e.Name(), e.Dimensions())
	}
	if got := (*seen)[0]; got.Model != "nomic-embed-text" || !slices.Equal(got.Input, []string{"search_document: hello"}) {
		t.Errorf("first request: %+v", got)
	}
	texts := make([]string, 70)
	for i := range texts {
		texts[i] = strings.Repeat("x", i+1)
	}
	vectors, err := e.EmbedDocuments(t.Context(), texts)
	if err != nil || len(vectors) != len(texts) {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for i, v := range vectors {
		norm := math.Sqrt(float64(v[0]*v[0] + v[1]*v[1] + v[2]*v[2]))
		length := math.Round(float64(v[0] / v[2])) // of the text sent, prefix included
		if math.Abs(norm-1) > 1e-6 || int(length) != len("search_document: ")+i+1 {
			t.Fatalf("vector %d is %v: length %v, of a text of %v bytes", i, v, norm, length)
		}
	}
	var sizes []int
	for _, req := range (*seen)[1:] {
		sizes = append(sizes, len(req.Input))
	}
	if !slices.Equal(sizes, []int{32, 32, 6}) {
		t.Errorf("batches of %v", sizes)
	}
	if _, err := e.EmbedQuery(t.Context(), "where?"); err != nil {
		t.Fatal(err)
	}
	if last := (*seen)[len(*seen)-1].Input; !slices.Equal(last, []string{"search_query: where?"}) {
		t.Errorf("query sent as %q", last)
	}
	if v, err := e.EmbedDocuments(t.Context(), nil); v != nil || err != nil {
		t.Errorf("no texts: %v, %v", v, err)
	}
	before := len(*seen)
	if _, err := e.EmbedDocuments(t.Context(), []string{"a", " \n"}); err == nil || !strings.Contains(err.Error(), "text 2 of 2 is blank") {
		t.Errorf("blank text: %v", err)
	}
	if len(*seen) != before {
		t.Error("a blank text was sent")
	}
}

func TestBatchesAreSmallInBytes(t *testing.T) {
	long := strings.Repeat("x", maxBatchBytes/2+1)
	if n := batchLength([]string{long, long, long}); n != 1 {
		t.Errorf("%d long texts in a batch", n)
	}
	if n := batchLength([]string{long + long, "y"}); n != 1 {
		t.Errorf("%d texts in a batch that begins with one over the limit", n)
	}
}

func TestEmbedderKeepsOrderWithoutIndexes(t *testing.T) {
	e, _ := vectorsServer(t, func(embedRequest) string {
		return `{"data":[{"embedding":[1,0,0]},{"embedding":[0,2,0]}]}`
	})
	v, err := e.EmbedDocuments(t.Context(), []string{"a", "b"})
	if err != nil || v[0][0] != 1 || v[1][1] != 1 {
		t.Errorf("%v, %v", v, err)
	}
}

func TestEmbedderRefusesBadVectors(t *testing.T) {
	for _, c := range []struct{ name, reply, want string }{
		{"too few", `{"data":[{"embedding":[1,0,0]}]}`, "1 vectors came back for 2 texts"},
		{"too many", `{"data":[{"embedding":[1,0,0]},{"embedding":[1,0,0]},{"embedding":[1,0,0]}]}`, "3 vectors"},
		{"none", `{"data":[]}`, "0 vectors"},
		{"other dimensions", `{"data":[{"embedding":[1,0,0],"index":0},{"embedding":[1,0],"index":1}]}`, "2 dimensions instead of 3"},
		{"empty vector", `{"data":[{"embedding":[],"index":0},{"embedding":[1,0,0],"index":1}]}`, "0 dimensions"},
		{"zero vector", `{"data":[{"embedding":[0,0,0],"index":0},{"embedding":[1,0,0],"index":1}]}`, "no direction"},
		{"not numbers", `{"data":[{"embedding":["a"],"index":0}]}`, "not the answer"},
		{"too large for float32", `{"data":[{"embedding":[1e99,0,0],"index":0}]}`, "not the answer"},
		{"cut", `{"data":[{"embedding":[1,0`, ""},
		{"HTML", `<html>`, "not the answer"},
		{"error with status 200", `{"error":"runner crashed"}`, "runner crashed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, _ := vectorsServer(t, func(embedRequest) string { return c.reply })
			v, err := e.EmbedDocuments(t.Context(), []string{"a", "b"})
			var le *Error
			if v != nil || !errors.As(err, &le) || !strings.Contains(le.Message, c.want) || c.name != "cut" && le.Kind != Failed {
				t.Errorf("got %v, %v", v, err)
			}
		})
	}
}

func TestNewEmbedderErrors(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"error":{"message":"model \"nomic-embed-text\" not found, try pulling it first","type":"api_error"}}`)
	}))
	defer srv.Close()
	_, err := NewEmbedder(t.Context(), EmbedConfig{BaseURL: srv.URL, Model: "nomic-embed-text"})
	var le *Error
	if !errors.As(err, &le) || le.Kind != ModelMissing || !strings.Contains(le.Hint(), "ollama pull nomic-embed-text") || !strings.Contains(le.Hint(), "EMBED_MODEL") {
		t.Errorf("got %v", err)
	}
	if _, err := NewEmbedder(t.Context(), EmbedConfig{BaseURL: srv.URL}); err == nil || !strings.Contains(err.Error(), "EMBED_MODEL") {
		t.Errorf("no model: %v", err)
	}
}
