package question

import (
	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
)

// vocabulary holds the words of the résumé, then those that questions are made
// of where these have seven letters and more, for correcting typing errors.
type vocabulary map[byte][]string // by first letter

func newVocabulary(chunks []index.Chunk, lex *lexicon.Lexicon) vocabulary {
	v := vocabulary{}
	seen := map[string]bool{}
	add := func(word string, least int) {
		if len(word) >= least && !seen[word] {
			seen[word] = true
			v[word[0]] = append(v[word[0]], word)
		}
	}
	for i := range chunks {
		for _, t := range lexicon.Tokens(chunks[i].Search) {
			add(t.Word, 5)
		}
	}
	for _, w := range append(names.KindNames(), lex.Words()...) {
		add(w, 7)
	}
	return v
}

// nearest returns the one word within reach of a misspelt one, or "". The first
// letter must be right, as it nearly always is (Yannakoudakis and Fawthrop,
// "The rules of spelling errors", 1983).
func (v vocabulary) nearest(word string) string {
	reach := 1
	if len(word) >= 9 {
		reach = 2
	}
	best, found := reach+1, ""
	for _, w := range v[word[0]] {
		if w[len(w)-1] != word[len(word)-1] && reach == 2 {
			continue // another ending is another word: professor, profession
		}
		if d := distance(word, w, best); d < best {
			best, found = d, w
		}
	}
	return found
}

// distance is the optimal string alignment distance (Damerau–Levenshtein
// without double edits) of two words, or limit where it is no less.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one, row = one, row, two
	}
	return min(one[len(b)], limit)
}
