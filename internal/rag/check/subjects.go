package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// personsDeed tells whether a verb of a passage is the deed of the person.
// Lines leave out their subject, the person, so that a verb at the head of a
// clause is the person's.
func (e *Checker) personsDeed(text string, tokens []lexicon.Token, at int) bool {
	if at == 0 {
		return true
	}
	before := tokens[at-1]
	gap := text[before.End:tokens[at].Start]
	if strings.ContainsAny(gap, ",;:.\n–—(") {
		return true
	}
	return e.Lexicon.ClassOf(before) == lexicon.Stop || strings.HasSuffix(before.Word, "ly") || actors[before.Word] || before.Word == "co"
}

// checkSubjects wants things that a sentence has do something to do it in the
// passages, and not to be what the person does it to; and what the passages say
// was done by others, "a fork maintained at …", not to be told as the person's deed.
func (e *Checker) checkSubjects(s statement, ev evidence) error {
	have := ev.tokens
	for i := 1; i < len(s.tokens); i++ {
		verb := s.tokens[i]
		_, form, ok := lexicon.VerbOf(verb.Word)
		if !ok || form == lexicon.Base || !e.isVerbIn(s, i) || wordings().sets["free verbs"][spelt(verb.Stem)] {
			continue
		}
		subject := s.tokens[i-1]
		if subject.Word == "that" && i > 1 {
			subject = s.tokens[i-2]
		} else if strings.Trim(s.text[subject.End:verb.Start], " ") != "" {
			continue
		}
		switch {
		case actors[subject.Word] || e.names.Person[subject.Stem]:
			if form == lexicon.Past || form == lexicon.Third {
				if n, ok := e.doneByOthers(ev.own, have, verb.Stem, s, i); ok {
					return fmt.Errorf("others did that: the passage says %q, not that the person %s it", n, verb.Word)
				}
			}
		case e.Lexicon.ClassOf(subject) == lexicon.Content && i+1 < len(s.tokens) && e.takesObject(s, i) && e.doneToIt(ev.own, have, verb.Stem, subject.Stem):
			return fmt.Errorf("the passage does not say that %q %s it; the person did", subject.Text, verb.Word)
		}
	}
	return nil
}

// takesObject tells whether a thing follows a verb and no preposition.
func (e *Checker) takesObject(s statement, verb int) bool {
	next := s.tokens[verb+1]
	return strings.Trim(s.text[s.tokens[verb].End:next.Start], " ") == "" && (articles[next.Word] || e.Lexicon.ClassOf(next) == lexicon.Content && !isVerb(next) && !unicode.IsDigit([]rune(next.Text)[0]))
}

// doneToIt tells whether a passage has the person do something to a thing and
// nowhere the thing do it.
func (e *Checker) doneToIt(text string, have []lexicon.Token, verb, thing string) bool {
	found := false
	for i, t := range have {
		if t.Stem != verb {
			continue
		}
		if !e.personsDeed(text, have, i) {
			return false
		}
		for k := i + 1; k < len(have) && k < i+14 && !strings.ContainsAny(text[have[k-1].End:have[k].Start], ";.\n"); k++ {
			found = found || have[k].Stem == thing
		}
	}
	return found
}

// doneByOthers tells whether a passage has a verb only behind the thing it was done
// to, "a fork maintained at …", where a sentence makes it the person's deed.
func (e *Checker) doneByOthers(text string, have []lexicon.Token, verb string, s statement, at int) (string, bool) {
	said := ""
	for i, t := range have {
		if t.Stem != verb {
			continue
		}
		v, _, ok := lexicon.VerbOf(t.Word)
		if !ok || t.Word != v.Participle || e.personsDeed(text, have, i) || i+1 == len(have) || !asides[have[i+1].Word] {
			return "", false
		}
		said = text[have[i-1].Start:have[i+1].End]
	}
	return said, said != ""
}

var roleOf = regexp.MustCompile(`\b([\w-]+) of (?:the |his |her |their |its )?((?:[\w'’&.-]+ ?){1,5})`)

// checkRoleOf wants a role that is told of something, "president of the chapter",
// to be told of that in the passages.
func (e *Checker) checkRoleOf(s statement, ev evidence) error {
	var have []lexicon.Token
	for _, m := range roleOf.FindAllStringSubmatch(s.text, -1) {
		role := strings.ToLower(m[1])
		if !roleNouns[role] && wordings().does[role] == nil && wordings().role[role] == nil || role == "member" || role == "talk" || role == "presentation" {
			continue
		}
		of := e.firstSaying(lexicon.Tokens(m[2]))
		if of == "" || slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool {
			return hasAll(wordsIn(x.Org+" "+x.Title), lexicon.Tokens(m[2])[0].Text) && hasAll(wordsIn(x.Title), role)
		}) {
			continue
		}
		if have == nil {
			have = lexicon.Tokens(ev.text)
		}
		if !e.toldOf(ev.text, have, role, of) {
			return fmt.Errorf("the passage does not say %q", strings.TrimSpace(m[0]))
		}
	}
	return nil
}

// toldOf tells whether a text has a role, or the verb of it, with a word close
// behind it in the same clause.
func (e *Checker) toldOf(text string, have []lexicon.Token, role, of string) bool {
	for i, t := range have {
		if t.Word != role && !slices.Contains(wordings().role[role], t.Stem) {
			continue
		}
		for k := i + 1; k < len(have) && k < i+9 && !strings.ContainsAny(text[have[k-1].End:have[k].Start], ",;\n"); k++ {
			if have[k].Stem == of {
				return true
			}
		}
		if i+1 < len(have) && have[i+1].Stem == of || i > 0 && (have[i-1].Stem == of || i > 1 && have[i-2].Stem == of) {
			return true // "chapter president"
		}
	}
	return false
}
