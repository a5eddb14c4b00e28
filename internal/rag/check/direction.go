package check

import (
	"errors"
	"slices"
	"strings"

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
		if !asObject[t.Word] || i == 0 || ev.words[t.Word] || ev.words["me"] || e.personBefore(s, t) {
			continue
		}
		before := s.tokens[i-1]
		ends := i+1 == len(s.tokens) || strings.Trim(s.text[t.End:s.tokens[i+1].Start], " ") != "" || e.Lexicon.ClassOf(s.tokens[i+1]) == lexicon.Stop
		if !passiveWith[before.Word] && (t.Word == "him" || ends && (objects[before.Word] || e.isVerbIn(s, i-1) || isVerbForm(before.Word))) {
			return errors.New("the passage does not say that this was done to the person")
		}
	}
	return nil
}

// personBefore tells whether the clause of a word begins with the person.
func (e *Checker) personBefore(s statement, t lexicon.Token) bool {
	from, _ := s.clauseOf(t.Start)
	first := s.tokens[slices.IndexFunc(s.tokens, func(f lexicon.Token) bool { return f.Start >= from })]
	return first.Word == "he" || first.Word == "she" || first.Word == "they" || e.names.Person[first.Stem] && !strings.HasSuffix(first.Text, "s")
}
