package check

import (
	"errors"
	"slices"

	"resumebot/internal/lexicon"
)

var (
	asObject    = wordList("object")
	objects     = wordList("before an object")
	passiveWith = wordList("with the person acted on")
)

// checkDirection wants the person where the evidence has them: as the one who acts.
func (e *Checker) checkDirection(s statement, ev evidence) error {
	for i, t := range s.tokens {
		if !asObject[t.Word] || i == 0 || e.personBefore(s, t) {
			continue
		}
		before := s.tokens[i-1]
		if !passiveWith[before.Word] && (t.Word == "him" || objects[before.Word] || isVerbForm(before.Word)) {
			return errors.New("the passage does not say that this was done to the person")
		}
	}
	return nil
}

// personBefore tells whether the clause of a word begins with the person.
func (e *Checker) personBefore(s statement, t lexicon.Token) bool {
	from, _ := s.clauseOf(t.Start)
	first := s.tokens[slices.IndexFunc(s.tokens, func(f lexicon.Token) bool { return f.Start >= from })]
	return actors[first.Word] || e.names.Person[first.Stem]
}
