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
	docs     int
}

// posting is a document with what one occurrence or more of a key are worth
// in it: term frequency, saturated and related to the document's length.
type posting struct {
	doc   int
	worth float64
}

func newBM25(docs [][]string) *bm25 {
	x := &bm25{postings: map[string][]posting{}, docs: len(docs)}
	total := 0
	for _, keys := range docs {
		total += len(keys)
	}
	mean := float64(total) / float64(len(docs))
	for d, keys := range docs {
		counts := map[string]float64{}
		for _, k := range keys {
			counts[k]++
		}
		length := float64(len(keys)) / mean
		for k, n := range counts {
			x.postings[k] = append(x.postings[k], posting{d, n * (k1 + 1) / (n + k1*(1-b+b*length))})
		}
	}
	return x
}

// score adds to out what the keys are worth in each document.
func (x *bm25) score(keys []WeightedKey, out []float64) {
	for _, k := range keys {
		worth := k.Weight * x.idf(k.Key)
		for _, p := range x.postings[k.Key] {
			out[p.doc] += worth * p.worth
		}
	}
}

// idf is the inverse document frequency of a key, Lucene's form, never negative.
func (x *bm25) idf(key string) float64 {
	n, df := float64(x.docs), float64(len(x.postings[key]))
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}
