package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// checkWords wants each word that says something in the evidence, as itself or in
// other words; verbs, which say who did what, in the passages' own words.
func (e *Checker) checkWords(s statement, ev evidence) error {
	for _, t := range s.terms {
		tok := s.tokens[t.Start]
		if !e.carries(s, t) || t.End-t.Start == 1 && ev.borneOut(tok.Stem, e.bare(s, tok, ev)) && e.ofProject(s, t.Start, ev) {
			continue
		}
		if !e.supports(s, ev, t) {
			return fmt.Errorf("%q is in no passage that you cite; use the passage's words", t.Text)
		}
	}
	if !slices.ContainsFunc(s.terms, func(t lexicon.Term) bool { return e.carries(s, t) }) && len(number.Find(s.text)) == 0 {
		return errors.New("it says nothing that can be checked")
	}
	return checkCompounds(s, ev)
}

// checkCompounds wants words with hyphens, which mean more than their parts do, in
// the evidence as they are.
func checkCompounds(s statement, ev evidence) error {
	for _, m := range compound.FindAllString(s.lower, -1) {
		if stems := lexicon.Stems(m); !number.Is(stems[0]) && !madeOf[stems[len(stems)-1]] && !containsPhrase(ev.text, m) {
			return fmt.Errorf("%q is in no passage that you cite; use the passage's words", m)
		}
	}
	return nil
}

var (
	compound = lazyregexp.New(`\b[a-z]+(?:[-‑][a-z]+)+\b`)
	madeOf   = stemList("made of") // "Python-based"
)

// ofProject tells whether what is made, where only the kind of an entry says so, is
// the project itself: by its name, as "the tool", or left unsaid.
func (e *Checker) ofProject(s statement, verb int, ev evidence) bool {
	if !wordings().sets["made"][spelt(s.tokens[verb].Stem)] || ev.words[s.tokens[verb].Word] || !slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool { return x.Kind == resume.EntryProject }) {
		return true
	}
	said := false
	for i := verb + 1; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if articles[t.Word] {
			continue
		}
		if e.Lexicon.ClassOf(t) == lexicon.Stop || strings.ContainsAny(s.text[s.tokens[i-1].End:t.Start], ",;:.(") {
			break
		}
		said = true
		if wordings().sets["things"][spelt(t.Stem)] || slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool { return slices.Contains(lexicon.Stems(x.Title), t.Stem) }) {
			return true
		}
	}
	return !said
}

// carries tells whether a term of a sentence says something that a passage must
// bear out, numbers and dates apart.
func (e *Checker) carries(s statement, t lexicon.Term) bool {
	tok, single := s.tokens[t.Start], t.End-t.Start == 1
	sets := wordings().sets
	switch {
	case e.names.IsPerson(s.tokens[t.Start:t.End]):
		return false
	case !single:
		return t.Class != lexicon.Stop
	case sets["telling"][spelt(tok.Stem)]:
		return true
	case sets["employer"][spelt(tok.Stem)] && t.Start > 0 && articles[s.tokens[t.Start-1].Word]:
		return false
	case t.Class == lexicon.Stop || number.Is(tok.Word) || tok.Word[0] >= '0' && tok.Word[0] <= '9':
		return false
	case tok.Stem == "run" && t.End < len(s.tokens) && (s.tokens[t.End].Word == "from" || s.tokens[t.End].Word == "until"):
		return false // of time
	case sets["kinds"][tok.Stem] && !strings.HasSuffix(tok.Word, "s") && t.End < len(s.tokens) && s.text[tok.End:s.tokens[t.End].Start] == " " && e.tellsKind(s.tokens[t.End]):
		return true
	case e.isVerbIn(s, t.Start):
		return !e.isFree(s, t)
	}
	return t.Class != lexicon.Soft && !e.isFree(s, t)
}

// isFree tells whether a word says nothing by itself.
func (e *Checker) isFree(s statement, t lexicon.Term) bool {
	stem, sets := spelt(s.tokens[t.Start].Stem), wordings().sets
	return sets["free verbs"][stem] || sets["free"][stem] && !e.isVerbIn(s, t.Start)
}

// tellsKind tells whether a word behind another makes that one its kind: "job
// interviews".
func (e *Checker) tellsKind(t lexicon.Token) bool {
	return e.Lexicon.ClassOf(t) == lexicon.Content && (!isVerb(t) || strings.HasSuffix(t.Word, "ing")) && !roleNouns[t.Word] && !wordings().sets["free"][spelt(t.Stem)]
}

// supports tells whether the evidence has a word or another for it.
func (e *Checker) supports(s statement, ev evidence, t lexicon.Term) bool {
	tok := s.tokens[t.Start]
	if t.End-t.Start == 1 && e.isVerbIn(s, t.Start) {
		return means(ev.said, tok.Stem) || ev.words[tok.Word] && !isDoer(tok.Word)
	}
	if t.End-t.Start == 1 && (ev.said[spelt(tok.Stem)] || !isVerbForm(tok.Word) && means(ev.said, tok.Stem)) {
		return true
	}
	return ev.has(t.Keys) || ev.has(t.Members) || ev.hasStems(lexicon.Stems(t.Text)) || ev.abbreviates(t.Text) || t.End-t.Start == 1 && isLike(ev.stems, tok)
}
