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
var asides = lexicon.WordSet("using with on for in through via from like including as by into at under of")

// checkObjects wants a deed that a sentence says was done to a thing of some name,
// or to people, to be done to it in the evidence: who "architects traffic using
// NGINX" did not create NGINX, and a member of a team does not lead it.
func (e *Checker) checkObjects(s statement, ev evidence) error {
	have := lexicon.Tokens(ev.own)
	for n := range s.terms {
		t := s.terms[n]
		tok := s.tokens[t.Start]
		if t.End-t.Start > 1 || t.Class == lexicon.Stop || !e.isVerbIn(s, t.Start) || e.isFree(s, t) || ev.sectionSays(tok.Stem) || n > 0 && tok.Text != strings.ToLower(tok.Text) || strings.HasSuffix(tok.Word, "ing") && n == 0 {
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
		if !e.doneTo(tok.Stem, o, have, ev) {
			return fmt.Errorf("no cited passage says %q of %q", t.Text, o.Text)
		}
	}
	if m := takesIt.FindString(s.text); m != "" && slices.ContainsFunc(s.named, func(n int) bool { return names.Held(e.Document.Entries[n].Kind) }) {
		return fmt.Errorf("no cited passage says %q of the employer", m)
	}
	for _, m := range byWhom.FindAllStringSubmatch(s.text, -1) {
		if !e.isOrg(m[1], ev, func(resume.EntryKind) bool { return true }) && !e.names.IsPerson(lexicon.Tokens(m[1])) && !doneBySome(have, lexicon.Tokens(m[1])) {
			return fmt.Errorf("no cited passage has it done by %q", m[1])
		}
	}
	for _, m := range leads.FindAllStringSubmatch(s.text, -1) {
		if stem := lexicon.Stem(lexicon.Fold(m[2])); !leadsIn(have, stem) {
			return fmt.Errorf("no cited passage says %q of %q", m[1], m[2])
		}
	}
	return nil
}

var takesIt = regexp.MustCompile(`(?i)\b(?:runs?|ran|running|leads?|led|leading|heads?|headed|manages?|managed|owns?|owned|founded|built|created|developed|invented|sold|bought) it\b`)

var byWhom = regexp.MustCompile(`\b(?:\w+ed|led|run|built|made|taught|won|held|chosen|written|given|bought|sold|founded) by (?:the )?((?:[A-Z][\w&'’.-]*)(?: [A-Z][\w&'’.-]*)*)`)

// doneBySome tells whether a text has a name behind "by", or before a verb.
func doneBySome(have, name []lexicon.Token) bool {
	for i := 0; i+len(name) <= len(have); i++ {
		if have[i].Word != name[0].Word {
			continue
		}
		k := i - 1
		for k >= 0 && !asides[have[k].Word] {
			k--
		}
		if k >= 0 && have[k].Word == "by" || i+len(name) < len(have) && isVerb(have[i+len(name)]) {
			return true
		}
	}
	return false
}

var articles = lexicon.WordSet("a an the his her their its")

func (e *Checker) isName(t lexicon.Term) bool {
	return t.Class == lexicon.Content && (strings.ToLower(t.Text) != t.Text || len(t.Keys) > 1 && len(t.Members) == 0 && strings.HasPrefix(t.Keys[0], "="))
}

// doneTo tells whether the evidence has a verb or another for it before a thing
// with nothing between that sets them apart, or the kind of an entry says it.
func (e *Checker) doneTo(verb string, o lexicon.Term, have []lexicon.Token, ev evidence) bool {
	if ev.borneOut(verb, true) {
		for _, x := range ev.entries {
			if containsPhrase(x.Title+" "+x.Org, o.Text) {
				return true
			}
		}
	}
	object := lexicon.Stems(o.Text)
	seen := false
	for i := range have {
		if have[i].Stem != object[0] && !(len(o.Keys) > 1 && o.Keys[0] == e.keyOf(have[i])) {
			continue
		}
		seen = true
		for k := i - 1; k >= max(0, i-25) && (!asides[have[k].Word] || have[k].Word == "of"); k-- {
			if means(map[string]bool{spelt(have[k].Stem): true}, verb) && !isDoer(have[k].Word) || slices.Contains(wordings().does[have[k].Word], verb) {
				return true
			}
		}
		for k := i + 1; k < min(len(have), i+8); k++ { // "the app was launched"
			if means(map[string]bool{spelt(have[k].Stem): true}, verb) {
				return true
			}
		}
	}
	return !seen
}

func (e *Checker) keyOf(t lexicon.Token) string { return e.Lexicon.Terms(t.Text)[0].Keys[0] }

var leads = regexp.MustCompile(`(?i)\b(led|leads?|leading|manag(?:es?|ed|ing)|supervis(?:es?|ed|ing)|head(?:s|ed|ing)|direct(?:s|ed|ing)|overs(?:ees?|aw|een|eeing)|mentor(?:s|ed|ing)|hire[sd]?|hiring|employs|chair(?:s|ed|ing)) (?:[\w'’,-]+ ){0,4}?(teams?|people|staff|crew|department|group|engineers?|developers?|designers?|nurses?|teachers?|students?|associates?|colleagues|employees|reports|apprentices|juniors|members|brigade|unit|candidates)\b`)

var leadStems = lexicon.StemSet("lead manage supervise head direct oversee mentor hire employ chair run coach train report convene")

// leadsIn tells whether a text has the person lead people of a sort: a verb that
// says so at most seven words before them, or "team lead".
func leadsIn(have []lexicon.Token, people string) bool {
	for i, t := range have {
		if t.Stem != people {
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
		return fmt.Errorf("no cited passage has %q done to the person", word.Text)
	}
	return nil
}

var personWas = regexp.MustCompile(`\b(He|She|They|he|she|they|[A-Z][\w’-]+) (?:was|were|is|are|has been|have been|had been) (?:\w+ly )?(\w+)`)

// opensLine tells whether a word begins a line or what stands behind its label.
func opensLine(text, word string) bool {
	return regexp.MustCompile(`(?im)(?:^|: )` + regexp.QuoteMeta(word) + `\b`).MatchString(text)
}

// checkBoth wants what is said of two things by "both" to be true of each.
func (e *Checker) checkBoth(s statement, ev evidence) error {
	if !bothWord.MatchString(s.text) || bothWord.MatchString(ev.own) {
		return nil
	}
	if len(s.named) < 2 {
		if strings.Contains(ev.own, " and ") {
			return nil
		}
		return errors.New("no cited passage says \"both\"")
	}
	for _, n := range s.named {
		x := &e.Document.Entries[n]
		var of []int
		for _, p := range append([]int{x.Header}, x.Passages...) {
			if p >= 0 && slices.ContainsFunc(ev.units, func(u evidence) bool { return u.own == e.Document.Passages[p].Text()+"\n" }) {
				of = append(of, p)
			}
		}
		one := e.evidence(of)
		for _, t := range s.terms {
			if named, _, _ := e.names.Find(s.tokens[t.Start:t.End], nil); len(named) == 0 && e.carries(s, t) && !e.supports(s, one, t) && !one.borneOut(s.tokens[t.Start].Stem, true) {
				return fmt.Errorf("%q is not told of %s", t.Text, entryName(x))
			}
		}
	}
	return nil
}

var bothWord = regexp.MustCompile(`(?i)\bboth\b`)
