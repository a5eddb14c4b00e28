package check

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// asides stand between a verb and what it is not done to: "built it using Java".
var asides = wordList("asides")

// checkObjects wants a deed that a sentence says was done to a thing of some name,
// or to people, to be done to it in the evidence: who "architects traffic using
// NGINX" did not create NGINX, and a member of a team does not lead it.
func (e *Checker) checkObjects(s statement, ev evidence) error {
	have := ev.tokens
	for n := range s.terms {
		t := s.terms[n]
		tok := s.tokens[t.Start]
		if t.End-t.Start > 1 || t.Class == lexicon.Stop && tok.Stem != "own" || !e.isVerbIn(s, t.Start) || e.isFree(s, t) || ev.sectionSays(tok.Stem) || n > 0 && tok.Text != strings.ToLower(tok.Text) || strings.HasSuffix(tok.Word, "ing") && n == 0 {
			continue
		}
		object := n + 1
		for object < len(s.terms) && s.terms[object].Class == lexicon.Stop && articles[strings.ToLower(s.terms[object].Text)] {
			object++
		}
		if object == len(s.terms) {
			break
		}
		o := s.terms[object]
		if !e.isName(o) || s.text[tok.End:s.tokens[o.Start].Start] != " " && object == n+1 || e.names.IsPerson(s.tokens[o.Start:o.End]) || number.Months[strings.ToLower(o.Text)] {
			continue
		}
		if ofOrg := slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool { return names.Held(x.Kind) && containsPhrase(x.Org, o.Text) }); ofOrg && !containsPhrase(ev.own, o.Text) && !ev.borneOut(tok.Stem, true) {
			return fmt.Errorf("the passage does not say %q of %q", t.Text, o.Text)
		}
		if !e.doneTo(tok.Stem, e.byPerson(s, t.Start), o, have, ev) {
			return fmt.Errorf("the passage does not say %q of %q", t.Text, o.Text)
		}
	}
	if err := e.checkThings(s, have, ev); err != nil {
		return err
	}
	for _, m := range leads.FindAllStringSubmatch(s.text, -1) {
		if stem := lexicon.Stem(lexicon.Fold(m[2])); !leadsIn(have, stem) {
			return fmt.Errorf("the passage does not say %q of %q", m[1], m[2])
		}
	}
	return nil
}

// checkThings is checkObjects for the things that have no name: the last noun of
// what a verb is done to, where the passages have that noun.
func (e *Checker) checkThings(s statement, have []lexicon.Token, ev evidence) error {
	for i, t := range s.tokens {
		v, form, known := lexicon.VerbOf(t.Word)
		if !known || i == 0 && v.Base == t.Word || form == lexicon.Base && (i == 0 || !actors[s.tokens[i-1].Word]) || !e.isVerbIn(s, i) || wordings().sets["free verbs"][spelt(t.Stem)] || ev.sectionSays(t.Stem) ||
			e.Lexicon.ClassOf(t) == lexicon.Stop && t.Stem != "own" || i > 0 && (articles[s.tokens[i-1].Word] || t.Text != strings.ToLower(t.Text)) {
			continue
		}
		head := -1
		for k := i + 1; k < len(s.tokens) && strings.Trim(s.text[s.tokens[k-1].End:s.tokens[k].Start], " -‑’'“\"") == ""; k++ {
			if o := s.tokens[k]; e.Lexicon.ClassOf(o) == lexicon.Stop && !articles[o.Word] && !number.Is(o.Word) || isVerb(o) || asides[o.Word] {
				break
			}
			head = k
		}
		if head < 0 || !ev.stems[s.tokens[head].Stem] || len(s.tokens[head].Word) < 4 || s.tokens[head].Word == "times" || !plainWord(s.tokens[head].Word) || peopleWords[s.tokens[head].Stem] || number.Strict[strings.TrimSuffix(s.tokens[head].Word, "s")] {
			continue
		}
		o := e.Lexicon.Terms(s.tokens[head].Text)[0]
		if !e.doneTo(t.Stem, e.byPerson(s, i), o, have, ev) && !(ev.borneOut(t.Stem, true) && e.ofProject(s, i, ev)) {
			return fmt.Errorf("the passage does not say %q of %q", t.Text, o.Text)
		}
	}
	return nil
}

// peopleWords name people whom one leads; checkObjects asks for those.
var peopleWords = stemList("people")

var articles = wordList("articles")

func (e *Checker) isName(t lexicon.Term) bool {
	return t.Class == lexicon.Content && (strings.ToLower(t.Text) != t.Text || len(t.Keys) > 1 && len(t.Members) == 0 && strings.HasPrefix(t.Keys[0], "="))
}

// byPerson tells whether a verb of a sentence has the person before it.
func (e *Checker) byPerson(s statement, verb int) bool {
	return verb > 0 && (actors[s.tokens[verb-1].Word] || e.names.Person[s.tokens[verb-1].Stem] || s.tokens[verb-1].Word == "and")
}

// doneTo tells whether the evidence has a verb or another for it before a thing
// with nothing between that sets them apart, or the kind of an entry says it.
func (e *Checker) doneTo(verb string, byPerson bool, o lexicon.Term, have []lexicon.Token, ev evidence) bool {
	if ev.borneOut(verb, true) {
		for _, x := range ev.entries {
			if containsPhrase(x.Title+" "+x.Org, o.Text) {
				return true
			}
		}
	}
	object := lexicon.Stems(o.Text)
	does := func(t lexicon.Token) bool {
		return (spelt(t.Stem) == spelt(verb) || means(map[string]bool{spelt(t.Stem): true}, verb)) && !isDoer(t.Word) && tellsDeed(t.Word) || slices.Contains(wordings().does[t.Word], verb)
	}
	apart := func(k int) bool { return strings.ContainsAny(ev.own[have[k].End:have[k+1].Start], "\n;") }
	seen := false
	for i := range have {
		if have[i].Stem != object[0] && !(len(o.Keys) > 1 && o.Keys[0] == e.keyOf(have[i])) {
			continue
		}
		seen = true
		ofIt := false
		for k := i - 1; k >= max(0, i-25) && !strings.ContainsAny(ev.own[have[k].End:have[k+1].Start], "\n;") && (!strings.Contains(ev.own[have[k].End:have[k+1].Start], "(") || k+1 == i && have[i].Text == strings.ToUpper(have[i].Text)); k-- {
			ofIt = ofIt || have[k].Word == "of" && strings.HasSuffix(have[max(0, k-1)].Word, "ment") // "led the development of it" is not "ran it"
			if does(have[k]) && (!ofIt || spelt(have[k].Stem) == spelt(verb) || !isVerb(have[k])) && (!byPerson || e.personsDeed(ev.own, have, k)) {
				return true
			}
			if k > 0 && have[k-1].Word == "to" && (isVerbForm(have[k].Word) || isSameForm(have[k].Word)) {
				break // "layers to mitigate attacks"
			}
			if asides[have[k].Word] && have[k].Word != "of" {
				if k > 0 && does(have[k-1]) {
					return true // "acted for the buyer"
				}
				break
			}
		}
		for k := i + 1; k < min(len(have), i+8) && !apart(k-1); k++ { // "the app was launched"
			if does(have[k]) {
				return true
			}
		}
	}
	return !seen
}

func (e *Checker) keyOf(t lexicon.Token) string { return e.Lexicon.Terms(t.Text)[0].Keys[0] }

// checkPassive wants what was done to the person, "was audited", to be told so in
// the evidence, not as the person's own deed.
func (e *Checker) checkPassive(s statement, ev evidence) error {
	for _, m := range personWas.FindAllStringSubmatchIndex(s.text, -1) {
		who := lexicon.Tokens(s.text[m[2]:m[3]])
		if !subjects[who[0].Word] && !e.names.Person[who[0].Stem] {
			continue
		}
		word := lexicon.Tokens(s.text[m[4]:m[5]])[0]
		if _, form, ok := lexicon.VerbOf(word.Word); ok && form != lexicon.Past || !ok && !strings.HasSuffix(word.Word, "ed") ||
			passive[word.Word] || wordings().sets["free verbs"][spelt(word.Stem)] || ev.borneOut(word.Stem, true) || ev.words[word.Word] && !opensLine(ev.own, word.Word) {
			continue
		}
		return fmt.Errorf("%q is not something that was done to the person", word.Text)
	}
	return nil
}

var personWas = regexp.MustCompile(`\b(He|She|They|he|she|they|[A-Z][\w’-]+) (?:was|were|is|are|has been|have been|had been) (?:\w+ly )?(\w+)`)

// opensLine tells whether a word begins a line or what stands behind its label.
func opensLine(text, word string) bool {
	return regexp.MustCompile(`(?im)(?:^|: )` + regexp.QuoteMeta(word) + `\b`).MatchString(text)
}

var objects = wordList("before an object")

// checkDirection wants the person where the evidence has them: as the one who acts.
func (e *Checker) checkDirection(s statement, ev evidence) error {
	for i, t := range s.tokens {
		if t.Word != "him" && t.Word != "her" || i == 0 || s.tokens[i-1].Word == "by" || s.tokens[i-1].Word == "under" || s.tokens[i-1].Stem == "employ" || ev.words[t.Word] || ev.words["me"] {
			continue
		}
		from, _ := s.clauseOf(t.Start)
		first := slices.IndexFunc(s.tokens, func(f lexicon.Token) bool { return f.Start >= from })
		if by := s.tokens[first]; by.Word == "he" || by.Word == "she" || by.Word == "they" || e.names.Person[by.Stem] && !strings.HasSuffix(by.Text, "s") {
			continue
		}
		object := i+1 == len(s.tokens) || strings.Trim(s.text[t.End:s.tokens[i+1].Start], " ") != "" || e.Lexicon.ClassOf(s.tokens[i+1]) == lexicon.Stop
		if t.Word == "him" || object && (objects[s.tokens[i-1].Word] || e.isVerbIn(s, i-1) || isBaseVerb(s.tokens[i-1])) {
			return errors.New("the passage does not say that this was done to the person")
		}
	}
	return nil
}
