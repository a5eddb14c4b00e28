package rag

import (
	"cmp"
	"slices"
	"sync"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// evidence finds the passages that a sentence may rest on.
type evidence struct {
	document *resume.Document
	index    *index.Index
	lexicon  *lexicon.Lexicon
	names    *names.Names
	keys     func() []map[string]bool // per passage: what it can be matched by
}

func newEvidence(doc *resume.Document, x *index.Index, lex *lexicon.Lexicon, n *names.Names) *evidence {
	return &evidence{document: doc, index: x, lexicon: lex, names: n, keys: sync.OnceValue(func() []map[string]bool {
		keys := make([]map[string]bool, len(doc.Passages))
		for i := range keys {
			keys[i] = lex.KeySet(doc.Passages[i].Text())
		}
		return keys
	})}
}

// nearest are the passages that share most with a text, by how rare its words are
// in the résumé, best first.
func (e *evidence) nearest(text string, most int) []int {
	keys := e.keys()
	scores := make([]float64, len(keys))
	for _, key := range slices.Compact(slices.Sorted(slices.Values(lexicon.Stems(text)))) {
		weight := e.index.IDF(key)
		for p := range keys {
			if keys[p][key] {
				scores[p] += weight
			}
		}
	}
	var out []int
	for p, s := range scores {
		if s > 0 {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return out[:min(most, len(out))]
}

// narrow drops cited passages that hold nothing of the sentence.
func (e *evidence) narrow(text string, passages []int) []int {
	stems, keys := e.content(text), e.keys()
	out := slices.DeleteFunc(slices.Clone(passages), func(p int) bool {
		return !slices.ContainsFunc(stems, func(s string) bool { return keys[p][s] })
	})
	if len(out) == 0 {
		return passages
	}
	return out
}

// content are the stems of a text's content words.
func (e *evidence) content(text string) []string {
	var out []string
	for _, t := range lexicon.Tokens(text) {
		if e.lexicon.ClassOf(t) == lexicon.Content {
			out = append(out, t.Stem)
		}
	}
	return out
}

// sameEntry tells whether all passages are of one entry: what stands apart in a
// résumé is not to be joined.
func (e *evidence) sameEntry(passages []int) bool {
	entry := e.document.Passages[passages[0]].Entry
	return len(passages) > 1 && entry >= 0 && !slices.ContainsFunc(passages, func(p int) bool { return e.document.Passages[p].Entry != entry })
}

// namesEntry tells whether a text names an employer, a school or a project.
func (e *evidence) namesEntry(text string) bool {
	named, _, _ := e.names.Find(lexicon.Tokens(text), nil)
	return len(named) > 0
}

// entries are those that passages are of.
func (e *evidence) entries(passages []int) []int {
	var out []int
	for _, p := range passages {
		if i := e.document.Passages[p].Entry; i >= 0 && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}
