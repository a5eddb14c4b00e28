package question

import (
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
)

// mostTurns is how far back the turn is looked for that a question leans on.
const mostTurns = 4

// leans tells whether a question needs a turn before it: it has a pronoun for a
// thing, a place or a time, or no noun of its own. He, she, his and her mean the
// person and lean on nothing.
func (p *Parser) leans(q *Query) bool {
	if slices.ContainsFunc(q.Words, func(w string) bool { return p.lists.Words["things"][w] }) {
		return true
	}
	if q.Asks.Has(Where) && slices.ContainsFunc(q.Tokens, func(t lexicon.Token) bool { return person[t.Word] || p.names.Person[t.Stem] }) && !slices.Contains(q.Words, "and") {
		return false // "where does she live"
	}
	if p.has("alone", asHe(q.Tokens, p.names.Person)) {
		return false
	}
	nouns := 0
	for _, t := range q.Terms {
		if t.Hard || p.isNoun(q, t) {
			nouns++
		}
	}
	begins := spaced(q.Words)
	return nouns == 0 && !q.Asks.Has(Now) ||
		nouns <= 1 && len(q.Words) <= 6 && slices.ContainsFunc(p.lists.Phrases["openers"], func(o string) bool { return strings.HasPrefix(begins, o) })
}

// isNoun tells a soft word that is a thing to ask for.
func (p *Parser) isNoun(q *Query, t Term) bool {
	tok := q.Tokens[t.Start]
	return names.IsKind(tok.Stem) || p.lists.Words["nouns"][tok.Word]
}

// carry gives a question the subject of the turn that it leans on: the nearest
// one that has something to look for.
func (p *Parser) carry(q *Query, history []Turn) {
	for _, t := range slices.Backward(history[max(0, len(history)-mostTurns):]) {
		before := p.parse(t.Question)
		about := p.subjects(before, t.Answer)
		if len(about) == 0 && !slices.ContainsFunc(before.Terms, func(t Term) bool { return t.Hard || p.isNoun(before, t) }) {
			continue
		}
		q.Turn, q.Before = before.Text, before.Terms
		if len(q.Named) == 0 {
			q.Named = about
			if len(before.Named) == 0 {
				for _, i := range about {
					x := &p.document.Entries[i]
					text := strings.TrimSpace(x.Title + " " + x.Org)
					q.Turn += " " + text
					q.Before = append(slices.Clip(q.Before), p.parse(text).Terms...)
				}
			}
		}
		return
	}
}

// subjects are the entries that a turn was about: named in its question, else in
// the first line of its answer that names any.
func (p *Parser) subjects(before *Query, answer string) []int {
	if len(before.Named) > 0 {
		return before.Named
	}
	for _, sentence := range lexicon.Sentences(answer) {
		if named, _, _ := p.names.Find(lexicon.Tokens(sentence), nil); len(named) > 0 {
			return named[:1]
		}
	}
	return nil
}
