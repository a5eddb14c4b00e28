package check

import (
	"fmt"
	"slices"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

var bracketed = lazyregexp.New(`([\pL\pN'’&.+/#-]+)["”]? \(([^()]+)\)`)

// checkPairs wants what a bracket says to belong to what stands before it: in one
// passage the two side by side, either way round.
func (e *Checker) checkPairs(s statement, ev evidence) error {
	for _, m := range bracketed.FindAllStringSubmatch(s.text, -1) {
		inside := slices.DeleteFunc(lexicon.Tokens(m[2]), func(t lexicon.Token) bool { return e.Lexicon.ClassOf(t) == lexicon.Stop })
		if len(inside) == 0 || !plainWord(inside[0].Word) || containsPhrase(ev.text, m[1]+" "+inside[0].Text) || containsPhrase(ev.text, m[2]+" "+m[1]) {
			continue
		}
		return fmt.Errorf("the passage does not put %q and %q together; say it in the passage's words", m[1], m[2])
	}
	return nil
}

// plainWord tells a word from a number or a month.
func plainWord(word string) bool {
	return !number.Is(word) && !number.Year.MatchString(word) && !number.Months[word]
}
