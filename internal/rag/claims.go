package rag

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lexicon"
)

//go:embed claims.txt
var claimsFile string

// claims are the lines of claims.txt.
var claims = sync.OnceValue(func() [][]string {
	var out [][]string
	for line := range dataLines(claimsFile) {
		var words []string
		for w := range strings.SplitSeq(line, ",") {
			words = append(words, strings.TrimSpace(w))
		}
		out = append(out, words)
	}
	return out
})

// checkClaims wants words of praise and degree, and bounds on numbers, to stand
// in the evidence too.
func (e *Engine) checkClaims(s statement, ev evidence) error {
	text, own := padded(s.lower), padded(strings.ToLower(ev.text))
	for _, line := range claims() {
		if w := slices.IndexFunc(line, func(w string) bool { return len(w) > 1 && strings.Contains(text, " "+w+" ") }); w >= 0 &&
			!slices.ContainsFunc(line, func(other string) bool {
				return strings.Contains(own, " "+other+" ") || len(other) == 1 && strings.Contains(own, other)
			}) {
			return fmt.Errorf("no cited passage says %q", line[w])
		}
	}
	return nil
}

var notWord = regexp.MustCompile(`[^\pL\pN'’+~-]+`)

// padded puts single blanks around the words of a text.
func padded(text string) string {
	return " " + strings.TrimSpace(notWord.ReplaceAllString(text, " ")) + " "
}

var negation = regexp.MustCompile(`(?i)\b(?:not|never|no|none|nor|neither|nothing|nobody|cannot|without|lacks?|lacked|failed|refused|denied|except|hardly|barely|unable)\b|n['’]t\b`)

// checkPolarity wants a sentence to deny what the evidence denies and nothing
// else.
func checkPolarity(s statement, ev evidence) error {
	denies := negation.MatchString(s.text)
	at := negation.FindStringIndex(ev.own)
	switch {
	case denies && at == nil:
		return errors.New("denies what no cited passage denies")
	case denies:
		return sameDenied(s, ev, "denies something else than the cited passages do")
	case at == nil:
		return nil
	}
	// the evidence denies something: the sentence must not affirm it
	for _, m := range negation.FindAllStringIndex(ev.own, -1) {
		clause := ev.own[m[1]:]
		if end := strings.IndexAny(clause, ".;,\n"); end >= 0 {
			clause = clause[:end]
		}
		words := lexicon.Stems(clause)
		have := lexicon.Stems(s.text)
		hits := 0
		for _, w := range words {
			if slices.Contains(have, w) {
				hits++
			}
		}
		if len(words) > 0 && hits*3 > len(words)*2 {
			return errors.New("affirms what a cited passage denies")
		}
	}
	return nil
}

// sameDenied wants the word behind a sentence's negation to stand behind one of
// the evidence.
func sameDenied(s statement, ev evidence, otherwise string) error {
	m := negation.FindStringIndex(s.text)
	behind := lexicon.Stems(s.text[m[1]:])
	for _, at := range negation.FindAllStringIndex(ev.own, -1) {
		clause := lexicon.Stems(firstSentences(ev.own[at[1]:min(len(ev.own), at[1]+80)], 80))
		if len(behind) > 0 && len(clause) > 0 && slices.Contains(clause[:min(4, len(clause))], behind[0]) {
			return nil
		}
	}
	return errors.New(otherwise)
}
