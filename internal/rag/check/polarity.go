package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

var negation = lazyregexp.New(`(?i)\b(?:not|never|instead|no|none|nor|neither|nothing|nobody|cannot|without|lacks?|lacked|failed|refused|denied|except|hardly|barely|unable)\b(?:[^-]|$)|n['’]t\b`)

// insteadOf a number tells where something came from and denies nothing.
var insteadOf = lazyregexp.New(`\binstead of (\d)`)

// checkPolarity wants a sentence to deny what the evidence denies and nothing
// else.
func checkPolarity(s statement, ev evidence) error {
	s.text = insteadOf.ReplaceAllString(s.text, "from $1")
	if negation.MatchString(s.text) {
		return sameDenied(s, ev)
	}
	// the evidence denies something: the sentence must not affirm it
	for _, m := range negation.FindAllStringIndex(ev.own, -1) {
		clause := ev.own[m[1]:]
		if end := strings.IndexAny(clause, ".;,\n"); end >= 0 {
			clause = clause[:end]
		}
		if words := lexicon.Stems(clause); shared(words, lexicon.Stems(s.text))*3 > len(words)*2 {
			return errors.New("it affirms what the passage denies")
		}
	}
	return nil
}

// sameDenied wants the word behind a sentence's negation to stand behind one of
// the evidence.
func sameDenied(s statement, ev evidence) error {
	m := negation.FindStringIndex(s.text)
	behind := lexicon.Stems(s.text[m[1]:])
	for _, at := range negation.FindAllStringIndex(ev.own, -1) {
		clause := lexicon.Stems(ev.own[at[1]:min(len(ev.own), at[1]+80)])
		if len(behind) > 0 && len(clause) > 0 && slices.Contains(clause[:min(4, len(clause))], behind[0]) {
			return nil
		}
	}
	return errors.New("it denies something; the passage denies nothing of the sort")
}

// weakened are the ways in which a résumé says that a thing was not all the
// person's, not won or not done yet: what a sentence may not leave out when it
// uses a word of the second list.
var weakened = []struct{ has, needs lazyregexp.Regexp }{
	{lazyregexp.New(`(?i)\b(?:semi-?)?finalist|\bnomin\w+|\bshort-?listed|\brunner-?up|\bhonou?rable mention`), lazyregexp.New(`(?i)\b(?:w[io]n|winner|winning|awarded|received?|earned|got|holds)\b`)},
	{lazyregexp.New(`(?i)\bexpected\b|\bin progress\b|\bongoing\b|\bpursuing\b|\bcandidate\b|\bincomplete\b|\bunfinished\b`), lazyregexp.New(`(?i)\b(?:holds|completed|graduated|earned|received|has an?|obtained|finished)\b`)},
}

var helping = lazyregexp.New(`(?i)\b(?:help(?:s|ed|ing)?|assist(?:s|ed|ing)?|support(?:s|ed|ing)?|contribut\w+|participat\w+|took part|takes part|involved|shadow\w*|exposed) (?:to |in |with |on )?(?:the |an? )?(\w+)`)

// checkWeakened wants a sentence to keep what the evidence weakens.
func checkWeakened(s statement, ev evidence) error {
	for _, w := range weakened {
		if m := w.has.FindString(ev.own); m != "" && w.needs.MatchString(s.text) && !w.has.MatchString(s.text) {
			return fmt.Errorf("the passage says %q; keep that", m)
		}
	}
	if m := helping.FindStringSubmatch(ev.own); m != nil && !helping.MatchString(s.text) {
		if stem := lexicon.Stem(lexicon.Fold(m[1])); slices.ContainsFunc(s.tokens, func(t lexicon.Token) bool { return t.Stem == stem && isVerb(t) }) {
			return fmt.Errorf("the passage says %q; keep that", m[0])
		}
	}
	return nil
}

var firstOf = lazyregexp.New(`(?i)\b(first|only|largest|biggest|youngest|oldest) ((?:[\w-]+ ){0,3}?)([\w-]+) (?:on|in|at|for|to|of|among|with|within) ((?:[\w’'-]+ ?){1,5})`)

// checkFirst wants what is said of the first, or the only one, to keep what sets it
// apart: "the first engineer on the web side".
func (e *Checker) checkFirst(s statement, ev evidence) error {
	for _, m := range firstOf.FindAllStringSubmatch(ev.own, -1) {
		if strings.Contains(s.lower, strings.ToLower(m[1])) && containsPhrase(s.text, m[3]) && apart(lexicon.Stems(s.text), e.addAll(m[4])) {
			return fmt.Errorf("the passage says it only of %q", m[0])
		}
	}
	return nil
}

// modal makes a wish or a guess of a statement.
var modal = lazyregexp.New(`\b(?:would|might|could|should|may|ought|wants?|wanted|hopes?|hoped|wish(?:es|ed)?|perhaps|probably|likely|possibly|presumably|reportedly|apparently|seems?|appears? to)\b`)

// checkModal wants no wish and no guess that the evidence does not have.
func checkModal(s statement, ev evidence) error {
	for _, m := range modal.FindAllString(s.text, -1) {
		if !strings.Contains(" "+ev.own, " "+m) {
			return fmt.Errorf("the passage does not say %q; leave it out", m)
		}
	}
	return nil
}
