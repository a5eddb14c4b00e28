package check

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
)

// checkNames wants every proper name of a sentence in the evidence.
func (e *Checker) checkNames(s statement, ev evidence) error {
	for i, t := range s.terms {
		name := strings.ContainsFunc(t.Text, unicode.IsUpper) && (i > 0 || strings.ContainsFunc(t.Text[1:], unicode.IsUpper)) && !number.Months[strings.ToLower(t.Text)]
		if name && t.Class != lexicon.Stop && !ev.has(t.Keys) && !ev.abbreviates(t.Text) {
			return fmt.Errorf("%q is in no passage that you cite; use the passage's words", t.Text)
		}
	}
	return nil
}

var (
	address = lazyregexp.New(`(?i)[\w.+-]+@[\w-]+\.[\w.-]+|\bhttps?:\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[\w./?=&#%~-]+`)
	called  = lazyregexp.New(`(?:^|[\s(])@\w|<[@#:a]`) // what a chat makes a mention of
)

// checkAddresses wants mail and web addresses to be in the cited passages letter
// for letter, and nobody to be called.
func (e *Checker) checkAddresses(s statement, cited []int) error {
	var have strings.Builder
	for _, p := range cited {
		pass := &e.Document.Passages[p]
		have.WriteString(strings.ToLower(pass.Raw + "\n" + pass.Text() + "\n" + pass.URL + "\n"))
		if x := e.entryOf(p); x != nil {
			have.WriteString(strings.ToLower(x.URL) + "\n")
		}
	}
	for _, m := range address.FindAllString(s.lower, -1) {
		bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimRight(m, ".,;:!?)/>"), "https://"), "http://"), "www.")
		if !regexp.MustCompile(`(?:^|[^\w.@-])` + regexp.QuoteMeta(bare) + `(?:$|[^\w@-]|\W?\s)`).MatchString(have.String()) {
			return fmt.Errorf("%q is in no passage that you cite; use the passage's words", m)
		}
	}
	if m := called.FindString(s.text); m != "" && !strings.Contains(have.String(), strings.ToLower(strings.TrimSpace(m))) {
		return errors.New("it calls somebody by @; leave that out")
	}
	return nil
}

// checkEntry wants what a sentence says of an employer or a school to be that
// entry's: cited passages of it.
func (e *Checker) checkEntry(s statement, cited []int) error {
	cites := func(n int) bool {
		return slices.ContainsFunc(cited, func(p int) bool { return e.isOf(p, []int{n}) })
	}
	for _, n := range s.named {
		namesake := func(m int) bool { return m != n && e.sameName(m, n) && cites(m) } // is meant then
		if !cites(n) && !slices.ContainsFunc(s.named, namesake) {
			return fmt.Errorf("it names %s, which no passage that you cite is about; cite one that is", entryName(&e.Document.Entries[n]))
		}
	}
	return nil
}

// sameName tells whether two entries share a word that names organisations, so
// that a sentence with it may mean either.
func (e *Checker) sameName(a, b int) bool {
	other := lexicon.Stems(e.Document.Entries[b].Org)
	return slices.ContainsFunc(lexicon.Stems(e.Document.Entries[a].Org), func(s string) bool { return !names.Generic[s] && slices.Contains(other, s) })
}
