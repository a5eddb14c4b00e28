package quote

import (
	"cmp"
	"slices"
	"strings"

	"resumebot/internal/index"
	"resumebot/internal/rag/question"
	"resumebot/internal/resume"
)

// candidate is a passage with what speaks for it as an answer.
type candidate struct {
	passage int
	cosine  float64 // likeness of its chunk to the question
	above   float64 // share of the question's words, by rarity, that it has with what stands above it
	score   float64
}

// Weights of a candidate's score beside the share of words that it covers. Pairwise
// logistic regression over twelve features, with cross-validation by person, ranked
// no better than these two by hand.
const (
	searchWeight = 0.6 // of its chunk's score in the search
	entryWeight  = 0.3 // it is of an entry that the question names; less that, of another
)

// ranked are all passages that search brought up, best first.
func (r *Reader) ranked(q *question.Query, hits []index.Hit) []candidate {
	var out []candidate
	whole := map[int]float64{} // by entry that the question asks about as a whole: the score of its first hit
	for _, h := range hits {
		for _, p := range h.Chunk.Passages {
			pass := &r.document.Passages[p]
			if !r.wanted(q, p) {
				continue
			}
			c := candidate{passage: p, cosine: float64(h.Cosine), above: r.cover(q, p)}
			search := h.Score
			if r.asksWhole(q, p) {
				if _, known := whole[pass.Entry]; !known {
					whole[pass.Entry] = search
				}
				search = whole[pass.Entry]
			}
			c.score = c.above + searchWeight*search
			switch {
			case len(q.Named) == 0 || pass.Entry < 0:
			case slices.Contains(q.Named, pass.Entry):
				c.score += entryWeight
			default:
				c.score -= entryWeight
			}
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage, b.passage))
	})
	return out
}

// asksWhole tells whether a question asks for no more than the entry that a passage is
// of: then what stands first there comes first.
func (r *Reader) asksWhole(q *question.Query, p int) bool {
	return r.document.Passages[p].Kind != resume.PassageComputed && slices.Contains(q.Named, r.document.Passages[p].Entry) && len(q.Terms) > 0 && len(q.Before) == 0 &&
		!q.Asks.Has(question.When|question.Number|question.Where|question.Why) &&
		!slices.ContainsFunc(q.Terms, func(t question.Term) bool { return !r.has(r.keys[p]().above, t) })
}

// wanted tells whether a question has the words that a computed passage is asked for
// by; other passages are always wanted.
func (r *Reader) wanted(q *question.Query, p int) bool {
	return !slices.ContainsFunc(r.keys[p]().asked, func(asked map[string]bool) bool {
		return !slices.ContainsFunc(slices.Concat(q.Terms, q.Before), func(t question.Term) bool { return r.has(asked, t) })
	})
}

// cover is how much of a question a passage has itself or above it; where the
// question has nothing of its own to look for, in equal parts of the turn that it
// leans on.
func (r *Reader) cover(q *question.Query, p int) float64 {
	own := r.coverTerms(q.Terms, p)
	if len(q.Before) == 0 || slices.ContainsFunc(q.Terms, func(t question.Term) bool { return t.Hard && t.Known }) {
		return own
	}
	return (own + r.coverTerms(q.Before, p)) / 2
}

func (r *Reader) coverTerms(terms []question.Term, p int) float64 {
	total, got := 0.0, 0.0
	for _, t := range terms {
		weight := t.IDF
		switch {
		case !t.Hard && !t.Known:
			continue
		case !t.Known:
			weight = r.unknownIDF
		case !t.Hard:
			weight *= question.SoftWeight
		}
		total += weight
		if r.covers(p, t) {
			got += weight
		}
	}
	if total == 0 {
		return 0
	}
	return got / total
}

// has tells whether keys have a term or, where it names a kind, a thing of that kind:
// no python that is a snake.
func (r *Reader) has(keys map[string]bool, t question.Term) bool {
	return slices.ContainsFunc(t.Keys, func(k string) bool { return keys[k] }) || slices.ContainsFunc(t.Members, func(k string) bool { return keys[k] && !r.homonyms()[k] })
}

// isHearsay tells whether a passage is what somebody else says of the person where the
// question asks for nobody's word: it may have the words of any question, and answers
// few.
func (r *Reader) isHearsay(q *question.Query, passage int) bool {
	p := &r.document.Passages[passage]
	if p.Kind != resume.PassageQuote && r.document.Sections[p.Section].Kind != resume.SectionReferences {
		return false
	}
	by := p.Label
	if at := strings.LastIndexAny(p.Body, `"”`); at >= 0 {
		by += p.Body[at:] // "…" — Una Flynn
	}
	author, above := r.lexicon.KeySet(by), r.keys[passage]().above
	return !slices.ContainsFunc(q.Terms, func(t question.Term) bool { return r.has(author, t) || r.has(above, t) })
}

// asksHomonym tells whether a question asks, among what it is about, for a technology
// of whose name the résumé has only a homonym.
func (r *Reader) asksHomonym(q *question.Query) bool {
	return slices.ContainsFunc(q.Terms, func(t question.Term) bool {
		skill := strings.ToLower(t.Text) != t.Text || t.Start > 0 && question.AskedWith[q.Words[t.Start-1]]
		return skill && slices.ContainsFunc(t.Keys, func(k string) bool { return r.homonyms()[k] })
	})
}
