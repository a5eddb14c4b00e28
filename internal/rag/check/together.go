package check

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// checkTogether wants what a clause brings together to stand together in one
// cited passage: two passages, each true, make no third statement.
func (e *Checker) checkTogether(s statement, ev evidence) error {
	if len(ev.units) < 2 {
		return nil
	}
	for from := 0; from < len(s.text); {
		_, to := s.clauseOf(from)
		for joins := true; joins && to < len(s.text); {
			if joins = joining.MatchString(s.text[from:to]) || joining.MatchString(s.text[to:]); joins && len(s.named) < 2 {
				_, to = s.clauseOf(to + 1)
			} else {
				joins = false
			}
		}
		if err := e.oneUnit(s, ev, from, to); err != nil {
			return err
		}
		from = to + 1
	}
	return e.checkConjuncts(s, ev)
}

// checkConjuncts wants what a list goes on with, "… and Tagalog", in a passage that
// has what is said of the list, "fluent in Spanish".
func (e *Checker) checkConjuncts(s statement, ev evidence) error {
	var said []lexicon.Term // of the list
	for from := 0; from < len(s.text); {
		_, to := s.clauseOf(from)
		var terms []lexicon.Term
		bare := from > 0
		for _, t := range s.terms {
			tok := s.tokens[t.Start]
			if tok.Start < from || tok.Start >= to {
				continue
			}
			verb := e.isVerbIn(s, t.Start)
			bare = bare && !verb && (t.Class != lexicon.Stop || inPhrase[tok.Word]) && plainWord(tok.Word) && !strings.Contains(s.text[from:to], "(")
			if !verb && e.carries(s, t) && ev.holds(e, s, t) && !e.ofWhole(s, t, ev) {
				terms = append(terms, t)
			}
		}
		if !bare {
			said = slices.DeleteFunc(terms, e.isName)
		} else if len(terms) > 0 && !slices.ContainsFunc(ev.units, func(u evidence) bool {
			return !slices.ContainsFunc(slices.Concat(said, terms), func(t lexicon.Term) bool { return !u.holds(e, s, t) })
		}) {
			return fmt.Errorf("no one passage has %q together with the rest; say them in two sentences", terms[0].Text)
		}
		from = to + 1
	}
	return nil
}

// joining opens a clause that tells when or why what the one beside it tells was so.
var joining = lazyregexp.New(`(?i)^[\s,]*(?:when|once|because|since|as|after|by|through|so that|as a result)\b`)

// ofWhole tells whether a term says what the whole of a project is and not what
// one passage of it says: "the tool", "built".
func (e *Checker) ofWhole(s statement, t lexicon.Term, ev evidence) bool {
	stem := spelt(s.tokens[t.Start].Stem)
	return t.End-t.Start == 1 && (wordings().sets["things"][stem] || wordings().sets["made"][stem]) &&
		len(ev.entries) == 1 && ev.entries[0].Kind == resume.EntryProject
}

// oneUnit wants the words of a part of a sentence that the evidence has in one
// unit of it.
func (e *Checker) oneUnit(s statement, ev evidence, from, to int) error {
	var terms []lexicon.Term
	for _, t := range s.terms {
		tok := s.tokens[t.Start]
		number := number.Is(tok.Word) || number.Year.MatchString(tok.Word)
		if tok.Start >= from && tok.Start < to && (e.carries(s, t) || number) && ev.holds(e, s, t) && !e.ofWhole(s, t, ev) {
			terms = append(terms, t)
		}
	}
	best, lacking := -1, ""
	asserts := asserted(s.text[from:to])
	claims := asserts.beyond(ev) == ""
	for _, u := range ev.units {
		n := 0
		miss := ""
		if w := asserts.beyond(u); claims && w != "" {
			n, miss = -1, w
		}
		for _, t := range terms {
			if u.holds(e, s, t) && !(number.Year.MatchString(t.Text) && yearIn.MatchString(u.own) && !strings.Contains(u.own, t.Text)) {
				n++
			} else if miss == "" {
				miss = t.Text
			}
		}
		if n > best {
			best, lacking = n, miss
		}
	}
	if best < len(terms) {
		return fmt.Errorf("no one passage has %q together with the rest; say them in two sentences", lacking)
	}
	return nil
}

func (e *Checker) isName(t lexicon.Term) bool {
	return t.Class == lexicon.Content && strings.ToLower(t.Text) != t.Text
}
