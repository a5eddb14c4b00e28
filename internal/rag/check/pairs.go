package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

var bracketed = regexp.MustCompile(`([\pL\pN'’&.+/#-]+)["”]? \(([^()]+)\)`)

// checkPairs wants what a bracket says to belong to what stands before it: in one
// passage the two side by side, either way round, with nothing of the passage's
// own between them.
func (e *Checker) checkPairs(s statement, ev evidence) error {
	for _, m := range bracketed.FindAllStringSubmatchIndex(s.text, -1) {
		before, inside := lexicon.Tokens(s.text[m[2]:m[3]]), lexicon.Tokens(s.text[m[4]:m[5]])
		if len(before) == 0 || len(inside) == 0 || !plainWord(inside[0].Word) || containsPhrase(ev.text, s.text[m[2]:m[5]]) {
			continue
		}
		last, first := before[len(before)-1].Stem, e.firstSaying(inside)
		if first == "" || !ev.stems[first] || !ev.stems[last] {
			continue // checked as words
		}
		if !slices.ContainsFunc(ev.units, func(u evidence) bool { return e.sideBySide(u.text, last, first) }) && !(len(ev.units) == 0 && e.sideBySide(ev.text, last, first)) {
			return fmt.Errorf("the passage does not put %q and %q together; say it in the passage's words", s.text[m[2]:m[3]], s.text[m[4]:m[5]])
		}
	}
	return nil
}

// plainWord tells a word from a number or a month.
func plainWord(word string) bool {
	return !number.Is(word) && !number.Year.MatchString(word) && !number.Months[word]
}

// firstSaying is the stem of the first word that is no function word.
func (e *Checker) firstSaying(tokens []lexicon.Token) string {
	for _, t := range tokens {
		if e.Lexicon.ClassOf(t) != lexicon.Stop {
			return t.Stem
		}
	}
	return ""
}

// sideBySide tells whether two words stand in a line with function words and
// brackets between them at most.
func (e *Checker) sideBySide(text, a, b string) bool {
	tokens := lexicon.Tokens(text)
	for i, t := range tokens {
		if t.Stem != a && t.Stem != b {
			continue
		}
		for k := i + 1; k < len(tokens) && k < i+6; k++ {
			gap := text[tokens[k-1].End:tokens[k].Start]
			if strings.ContainsAny(gap, ",;\n") || tokens[k].Word == "and" || tokens[k].Word == "or" {
				break
			}
			if tokens[k].Stem != t.Stem && (tokens[k].Stem == a || tokens[k].Stem == b) {
				return true
			}
			if e.Lexicon.ClassOf(tokens[k]) == lexicon.Content && !strings.Contains(gap, "(") && !strings.Contains(text[tokens[k].End:min(len(text), tokens[k].End+2)], "(") {
				break
			}
		}
	}
	return false
}
