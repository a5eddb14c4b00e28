package question

import (
	"slices"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

// Lacking names what kind of thing a question asks for that the text of an answer
// does not have: a reason, a figure, a date. "" if it has it or nothing of the kind
// is asked for.
func (p *Parser) Lacking(q *Query, text string) string {
	tokens := lexicon.Tokens(text)
	switch {
	case q.Asks.Has(Why) && !p.givesReason(tokens):
		return "a reason"
	case q.Asks.Has(Number) && !hasFigure(text, tokens):
		return "a figure"
	case q.Asks.Has(When) && !q.Asks.Has(Whether) && !hasFigure(text, tokens) && !hasDate(tokens):
		return "a date"
	}
	return ""
}

// givesReason tells whether a text has a word for a reason or a purpose: because,
// for, to with a verb.
func (p *Parser) givesReason(tokens []lexicon.Token) bool {
	for i, t := range tokens {
		if p.lists.Words["reasons"][t.Word] {
			return true
		}
		if t.Word == "to" && i+1 < len(tokens) {
			if _, form, verb := lexicon.VerbOf(tokens[i+1].Word); verb && form == lexicon.Base && !number.Months[tokens[i+1].Word] {
				return true
			}
		}
	}
	return false
}

// hasFigure tells whether a text has a number that is no year.
func hasFigure(text string, tokens []lexicon.Token) bool {
	return slices.ContainsFunc(number.Find(text), func(n number.Number) bool { return !number.Year.MatchString(n.Text) }) ||
		slices.ContainsFunc(tokens, func(t lexicon.Token) bool { return t.Word == "none" || t.Word == "no" })
}

func hasDate(tokens []lexicon.Token) bool {
	return slices.ContainsFunc(tokens, func(t lexicon.Token) bool {
		return number.Year.MatchString(t.Word) || number.Months[t.Word] || t.Word == "now" || t.Word == "still" || t.Word == "currently" || t.Word == "present"
	})
}
