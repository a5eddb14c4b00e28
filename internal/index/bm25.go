package index

import "math"

// BM25 constants as Robertson and Zaragoza give them ("The Probabilistic
// Relevance Framework", 2009): k1 1.2; b lower than for long documents, because
// chunks differ little in length.
const (
	k1 = 1.2
	b  = 0.5
)

// bm25 is an inverted index over the keys of texts. It is not changed after
// newBM25.
type bm25 struct {
	postings map[string][]posting
	length   []float64 // per document, in keys, relative to the mean
}

type posting struct {
	doc   int
	count float64
}

func newBM25(docs [][]string) *bm25 {
	x := &bm25{postings: map[string][]posting{}, length: make([]float64, len(docs))}
	total := 0
	for d, keys := range docs {
		total += len(keys)
		counts := map[string]float64{}
		for _, k := range keys {
			counts[k]++
		}
		for k, n := range counts {
			x.postings[k] = append(x.postings[k], posting{d, n})
		}
	}
	mean := max(1, float64(total)/max(1, float64(len(docs))))
	for d, keys := range docs {
		x.length[d] = float64(len(keys)) / mean
	}
	return x
}

// score adds to out what the keys are worth in each document.
func (x *bm25) score(keys []WeightedKey, out []float64) {
	for _, k := range keys {
		idf := x.idf(k.Key)
		for _, p := range x.postings[k.Key] {
			tf := p.count * (k1 + 1) / (p.count + k1*(1-b+b*x.length[p.doc]))
			out[p.doc] += k.Weight * idf * tf
		}
	}
}

// idf is the inverse document frequency of a key, Lucene's form, never negative.
func (x *bm25) idf(key string) float64 {
	n, df := float64(len(x.length)), float64(len(x.postings[key]))
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}
