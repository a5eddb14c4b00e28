package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// leads is a verb of leading with the people who are led.
var leads = regexp.MustCompile(`(?i)\b(` + alternatives("led forms") + `) (?:[\w'’,-]+ ){0,4}?(` + alternatives("led people") + `)\b`)

var leadStems = stemList("leading")

// leadsIn tells whether a text has the person lead people of a sort: a verb that
// says so at most seven words before them, or "team lead".
func leadsIn(have []lexicon.Token, people string) bool {
	for i, t := range have {
		if t.Stem != people && !slices.Contains(wordings().like[people], t.Stem) {
			continue
		}
		for k := max(0, i-7); k < min(len(have), i+2); k++ {
			if leadStems[have[k].Stem] && k != i {
				return true
			}
		}
	}
	return false
}

// roleNouns say what somebody is at work.
var roleNouns = wordList("roles")

// weakens are the words of a title that may not be left out of it.
var weakens = wordList("weakens")

var roleSlot = regexp.MustCompile(`\b(?:[Aa]s|[Ii]s|[Ww]as|[Bb]een|[Bb]eing|[Bb]ecame|[Bb]ecome|[Nn]amed|[Aa]ppointed|[Mm]ade|[Pp]romoted to|[Rr]emains) (?:(?:currently|now|also|presently|still|formerly|previously|later|then|both|named|appointed|elected|chosen|made) )*(?:an? |the |his |her |their |its )?([\w&/+'’. -]+)`)

var roleEnd = regexp.MustCompile(`(?i) (?:at|for|with|of|from|in|on|and|who|where|since|until|between|to|by|he|she|they|is|was|has|which|whose|that|as|worked|works|joined)\b|[.,;](?: |$)`)

// checkRoles wants the role that a sentence gives to be a title of the entries
// that it is about, or what their passages call the person: nothing added to it,
// and "assistant" and the like not left out.
func (e *Checker) checkRoles(s statement, ev evidence) error {
	for _, at := range roleSlot.FindAllStringSubmatchIndex(s.text, -1) {
		role := s.text[at[2]:at[3]]
		if e.ofAnother(s, ev, at[0], role) {
			continue
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
		if last < 0 || len(tokens) > 7 {
			continue
		}
		role = role[:tokens[last].End]
		if err := e.isRole(s, ev, role); err != nil {
			return err
		}
	}
	return nil
}

// ofAnother tells whether a role is told of somebody else, by the name before it,
// as the passages tell it: "Ingrid Svahn, who was CTO".
func (e *Checker) ofAnother(s statement, ev evidence, at int, role string) bool {
	m := anotherName.FindStringSubmatch(s.text[:at])
	if m == nil {
		return false
	}
	name := lexicon.Tokens(m[1])
	if e.names.IsPerson(name) {
		return false
	}
	first := e.firstSaying(lexicon.Tokens(role))
	return slices.ContainsFunc(segmentEnd.Split(ev.own, -1), func(seg string) bool {
		stems := lexicon.Stems(seg)
		is := slices.IndexFunc(lexicon.Tokens(seg), func(t lexicon.Token) bool { return beWords[t.Word] })
		return is > 0 && slices.Contains(stems[is:], first) && slices.ContainsFunc(name, func(t lexicon.Token) bool { return slices.Contains(stems[:is], t.Stem) })
	})
}

var anotherName = regexp.MustCompile(`([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)(?:, who|,)? $`)

func (e *Checker) isRole(s statement, ev evidence, role string) error {
	terms := e.Lexicon.Terms(role)
	titles := e.titles(s, ev)
	for i := range e.Document.Entries {
		if x := &e.Document.Entries[i]; names.Held(x.Kind) && !slices.Contains(ev.entries, x) && strings.EqualFold(strings.TrimSpace(role), x.Title) && len(titles) > 0 && !slices.ContainsFunc(titles, func(t string) bool { return strings.EqualFold(t, x.Title) }) {
			return fmt.Errorf("the title %q belongs to another post", x.Title)
		}
	}
	for _, title := range titles {
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
	if calledSo(ev.own, role) || e.doesRole(ev, lexicon.Tokens(role)) {
		return nil
	}
	return fmt.Errorf("the passage does not give %q as the person's role", strings.TrimSpace(role))
}

// doesRole tells whether a passage has the person do what a role is for: who
// "chaired the committee" was its chair.
func (e *Checker) doesRole(ev evidence, role []lexicon.Token) bool {
	last := role[len(role)-1]
	if wordings().sets["published"][last.Stem] && len(role) == 1 && slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool { return x.Kind == resume.EntryPublication }) {
		return true
	}
	have := ev.tokens
	return !slices.ContainsFunc(role[:len(role)-1], func(t lexicon.Token) bool { return !ev.stems[t.Stem] }) &&
		slices.ContainsFunc(wordings().role[last.Word], func(verb string) bool {
			return slices.ContainsFunc(have, func(t lexicon.Token) bool {
				return t.Stem == verb && e.personsDeed(ev.own, have, slices.IndexFunc(have, func(o lexicon.Token) bool { return o.Start == t.Start })) && !isDoer(t.Word)
			})
		})
}

// titles are what the entries of the evidence, or those that a sentence names,
// call the person.
func (e *Checker) titles(s statement, ev evidence) []string {
	var out []string
	for _, x := range ev.entries {
		if !slices.ContainsFunc(s.named, func(n int) bool { return names.Held(e.Document.Entries[n].Kind) }) ||
			slices.ContainsFunc(s.named, func(n int) bool { return e.Document.Entries[n].Org == x.Org }) {
			out = append(out, x.Title+" "+string(x.Kind))
		}
	}
	return out
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
			for before >= 0 && (have[before].Word == "the" || have[before].Word == "a" || have[before].Word == "an" || have[before].Word == "his" || have[before].Word == "her") {
				before--
			}
			if before < 0 || !others[have[before].Word] && have[before].Word != "i" && !actors[have[before].Word] {
				return true
			}
		}
	}
	return false
}
