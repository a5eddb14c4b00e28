package rag

import (
	"cmp"
	"slices"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/check"
)

// supported is nil where the cited passages bear a sentence out; lead is the
// sentence that leads its list, or "".
func (e *Engine) supported(text, lead string, cited []int) error {
	return e.checker.Check(check.Claim{Text: text, Lead: lead}, cited)
}

// citable tells whether there is such a passage that may be shown.
func (e *Engine) citable(passage int) bool {
	return passage >= 0 && passage < len(e.Document.Passages) && !e.Document.Passages[passage].Private
}

// nearest are the passages that share most with a text, by how rare its words are
// in the résumé, best first.
func (e *Engine) nearest(text string, most int) []int {
	scores := map[int]float64{}
	for _, key := range slices.Compact(slices.Sorted(slices.Values(lexicon.Stems(text)))) {
		weight := e.Index.IDF(key)
		for p := range e.keys {
			if e.keys[p][key] && e.citable(p) {
				scores[p] += weight
			}
		}
	}
	var out []int
	for p := range e.keys {
		if scores[p] > 0 {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return out[:min(most, len(out))]
}
