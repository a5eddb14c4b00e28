package check

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
)

// roleNouns say what somebody is at work.
var roleNouns = wordList("roles")

// weakens are the words of a title that may not be left out of it.
var weakens = wordList("weakens")

var roleSlot = lazyregexp.New(`\b(?:[Aa]s|[Ii]s|[Ww]as|[Bb]een|[Bb]eing|[Bb]ecame|[Bb]ecome|[Nn]amed|[Aa]ppointed|[Mm]ade|[Pp]romoted to|[Rr]emains) (?:(?:currently|now|also|presently|still|formerly|previously|later|then|both|named|appointed|elected|chosen|made) )*(?:an? |the |his |her |their |its )?([\w&/+'’. -]+)`)

var roleEnd = lazyregexp.New(`(?i) (?:at|for|with|of|from|in|on|and|who|where|since|until|between|to|by|he|she|they|is|was|has|which|whose|that|as|worked|works|joined)\b|[.,;](?: |$)`)

// anotherName is a name before what somebody is said to be.
var anotherName = lazyregexp.New(`([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)(?:, who|,)? $`)

// checkRoles wants the role that a sentence gives to be a title of the entries
// that it is about, or what their passages call the person: nothing added to it,
// and "assistant" and the like not left out.
func (e *Checker) checkRoles(s statement, ev evidence) error {
	for _, at := range roleSlot.FindAllStringSubmatchIndex(s.text, -1) {
		role := s.text[at[2]:at[3]]
		if m := anotherName.FindStringSubmatch(s.text[:at[0]]); m != nil && !e.names.IsPerson(lexicon.Tokens(m[1])) && inOrder(ev.own, m[1], firstWord(role)) {
			continue // "Ingrid Svahn, who was CTO"
		}
		if end := roleEnd.FindStringIndex(" " + role); end != nil {
			role = (" " + role)[:end[0]]
		}
		tokens := lexicon.Tokens(role)
		last := -1
		for i, t := range tokens {
			if roleNouns[t.Word] {
				last = i
			}
		}
		if last < 0 {
			continue
		}
		role = role[:tokens[last].End]
		if err := e.isRole(s, ev, role); err != nil {
			return err
		}
	}
	return nil
}

func (e *Checker) isRole(s statement, ev evidence, role string) error {
	terms := e.Lexicon.Terms(role)
	for i := range e.Document.Entries {
		if x := &e.Document.Entries[i]; names.Held(x.Kind) && !slices.Contains(ev.entries, x) && strings.EqualFold(strings.TrimSpace(role), x.Title) && len(ev.entries) > 0 {
			return fmt.Errorf("the title %q belongs to another post", x.Title)
		}
	}
	for _, x := range ev.entries {
		title := x.Title + " " + string(x.Kind)
		words, keys := wordsIn(title), e.Lexicon.KeySet(title)
		if slices.ContainsFunc(terms, func(t lexicon.Term) bool {
			return t.Class != lexicon.Stop && !hasAll(words, t.Text) && !slices.ContainsFunc(t.Keys, func(k string) bool { return strings.HasPrefix(k, "=") && keys[k] })
		}) {
			continue
		}
		for w := range words {
			if weakens[w] && !slices.ContainsFunc(s.tokens, func(t lexicon.Token) bool { return strings.HasPrefix(t.Word, w) }) {
				return fmt.Errorf("keep %q: the title is %q", w, title)
			}
		}
		return nil
	}
	if calledSo(ev.own, role) {
		return nil
	}
	return fmt.Errorf("the passage does not give %q as the person's role", strings.TrimSpace(role))
}

// others stand before somebody else than the person: "report to the CFO".
var others = wordList("before others")

var beWords = wordList("be")

// calledSo tells whether a text gives the person a role in its own words.
func calledSo(text, role string) bool {
	want := lexicon.Tokens(role)
	have := lexicon.Tokens(text)
	for i := 0; i+len(want) <= len(have); i++ {
		if slices.EqualFunc(have[i:i+len(want)], want, func(a, b lexicon.Token) bool { return a.Word == b.Word }) {
			if i > 1 && beWords[have[i-1].Word] && !actors[have[i-2].Word] && !strings.ContainsAny(text[have[i-2].End:have[i-1].Start], "\n.:") && have[i-2].Text != strings.ToLower(have[i-2].Text) {
				continue // "Ingrid was CTO"
			}
			before := i - 1
			for before >= 0 && articles[have[before].Word] {
				before--
			}
			if before < 0 || !others[have[before].Word] && have[before].Word != "i" && !actors[have[before].Word] {
				return true
			}
		}
	}
	return false
}
