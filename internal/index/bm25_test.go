package index

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// plainBM25 is the formula of Robertson and Zaragoza with Lucene's idf, worked
// out without an inverted index.
func plainBM25(docs [][]string, query []WeightedKey, d int) float64 {
	n, total := float64(len(docs)), 0
	for _, doc := range docs {
		total += len(doc)
	}
	mean := float64(total) / n
	count := func(doc []string, key string) (c float64) {
		for _, k := range doc {
			if k == key {
				c++
			}
		}
		return c
	}
	score := 0.0
	for _, q := range query {
		df := 0.0
		for _, doc := range docs {
			df += min(1, count(doc, q.Key))
		}
		tf := count(docs[d], q.Key)
		score += q.Weight * math.Log(1+(n-df+0.5)/(df+0.5)) * tf * 2.2 / (tf + 1.2*(0.5+0.5*float64(len(docs[d]))/mean))
	}
	return score
}

func TestBM25(t *testing.T) {
	for name, c := range map[string]struct {
		docs  string // one a line
		query string // "key" or "key*weight"
		order string // of the documents, best first; those that score nothing left out
	}{
		"rare word wins":         {"go go\ngo rust\ngo zig\ngo", "go rust", "1 0 3 2"},
		"short document wins":    {"redis a b c d\nredis\nredis a", "redis", "1 2 0"},
		"twice wins":             {"a b c\na a c\nb b c", "a", "1 0"},
		"weight":                 {"a b\na c", "b*0.3 c", "1 0"},
		"absent word":            {"a\nb", "z", ""},
		"absent word beside one": {"a\nb", "z b", "1"},
		"in every document":      {"a\na b\na b c", "a", "0 1 2"},
		"key twice in the query": {"a b\nc d d", "a a d", "0 1"},
		"an empty document":      {"a\n\nb", "b", "2"},
		"nothing asked":          {"a\nb", "", ""},
		"one document":           {"a", "a", "0"},
		"none":                   {"", "a", ""},
		"unicode":                {"東京 žluťoučký\nkůň", "kůň", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			var docs [][]string
			for line := range strings.Lines(c.docs + "\n") {
				docs = append(docs, strings.Fields(line))
			}
			var query []WeightedKey
			for _, word := range strings.Fields(c.query) {
				key, light := strings.CutSuffix(word, "*0.3")
				query = append(query, WeightedKey{key, 1})
				if light {
					query[len(query)-1].Weight = 0.3
				}
			}
			scores := make([]float64, len(docs))
			newBM25(docs).score(query, scores)
			var order []int
			for d, got := range scores {
				if got > 0 {
					order = append(order, d)
				}
				if want := plainBM25(docs, query, d); len(c.docs) > 0 && math.Abs(got-want) > 1e-12 {
					t.Errorf("document %d scores %g, want %g", d, got, want)
				}
			}
			slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
			got := strings.Trim(fmt.Sprint(order), "[]")
			if got != c.order {
				t.Errorf("order %q, want %q (scores %.3f)", got, c.order, scores)
			}
		})
	}
}
