package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

var (
	workedFor  = regexp.MustCompile(`\b(?:[Ww]ork(?:s|ed|ing)?|[Ee]mployed|[Ee]mployee|[Jj]ob|[Rr]ole|[Pp]osition|[Ii]ntern(?:s|ed|ing|ship)?|[Cc]areer|[Ss]erv(?:es|ed|ing)|[Ff]reelanc\w+)\b[^,;.]{0,70}?\b(?:at|for|by) (?:the )?((?:[A-Z][\w&'’.-]*)(?: (?:of |and |& |de |du |la )?[A-Z][\w&'’.-]*)*)`)
	degreeFrom = regexp.MustCompile(`(?i:\b(?:degree|diploma|bachelor(?:['’]?s)?|master(?:['’]?s)?|ph\.?d\.?|doctorate|mba|graduat\w+|alum\w+|b\.?sc\.?|m\.?sc\.?|b\.?tech\.?|m\.?tech\.?|m\.?a\.?|b\.?a\.?)\b)[^;]{0,70}?\b(?:from|at) (?:the )?((?:[A-Z][\w&'’.-]*)(?: (?:of |and |& |de |du |la )?[A-Z][\w&'’.-]*)*)`)
)

// checkPlaces wants the name behind "worked at" to be of an employer, that behind
// "degree from" of a school, and that behind "in" to be no piece of a longer name.
func (e *Checker) checkPlaces(s statement, ev evidence) error {
	for _, m := range workedFor.FindAllStringSubmatch(s.text, -1) {
		if !e.isOrg(m[1], ev, func(k resume.EntryKind) bool { return k != resume.EntryProject }) && !followsAt(ev, m[1]) {
			return fmt.Errorf("the passage does not give %q as an employer", m[1])
		}
	}
	for _, m := range degreeFrom.FindAllStringSubmatch(s.text, -1) {
		if !number.Months[strings.ToLower(firstWord(m[1]))] && !e.isOrg(m[1], ev, func(k resume.EntryKind) bool {
			return k == resume.EntryEducation || k == resume.EntryCertificate || k == resume.EntryWork
		}) {
			return fmt.Errorf("the passage does not say that %q gave a degree", m[1])
		}
	}
	for _, m := range inName.FindAllStringSubmatch(s.text, -1) {
		tokens := lexicon.Tokens(m[1])
		if len(tokens) == 0 || number.Months[tokens[0].Word] || e.Lexicon.Known(tokens[0]) || e.names.IsPerson(tokens) || e.isOrg(m[1], ev, func(resume.EntryKind) bool { return true }) {
			continue
		}
		if !standsAlone(ev.text, tokens) {
			return fmt.Errorf("%q is only part of a longer name in the passage", m[1])
		}
	}
	return nil
}

var inName = regexp.MustCompile(`\b(?:in|near|based in|from) ((?:[A-Z][\w'’-]*)(?: [A-Z][\w'’-]*)*)`)

// isOrg tells whether a name is that of the organisation of an entry of the
// evidence.
func (e *Checker) isOrg(name string, ev evidence, kind func(resume.EntryKind) bool) bool {
	tokens := lexicon.Tokens(name)
	if named, _, _ := e.names.Find(tokens, nil); slices.ContainsFunc(named, func(n int) bool {
		return kind(e.Document.Entries[n].Kind) && slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool { return x.Org == e.Document.Entries[n].Org })
	}) {
		return true
	}
	return slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool {
		return kind(x.Kind) && hasAll(wordsIn(x.Org+" "+x.Place), tokens[0].Text) && hasAll(wordsIn(x.Org+" "+x.Place+" "+x.Title), name)
	})
}

// followsAt tells whether a text has a name behind "at", "for" or "to", or behind
// a role and a comma.
func followsAt(ev evidence, name string) bool {
	want, have := lexicon.Tokens(name), ev.tokens
	for i := 1; i+len(want) <= len(have); i++ {
		if slices.EqualFunc(have[i:i+len(want)], want, func(a, b lexicon.Token) bool { return a.Word == b.Word }) {
			switch before := have[i-1].Word; {
			case roleNouns[before], (before == "at" || before == "for" || before == "to") && len(ev.entries) == 0:
				return true
			case before == "the" && i > 1 && (have[i-2].Word == "at" || have[i-2].Word == "for"):
				return true
			}
		}
	}
	return false
}

// standsAlone tells whether a text has a name, or each word of it, without
// another name right behind it.
func standsAlone(text string, name []lexicon.Token) bool {
	have := lexicon.Tokens(text)
	found := false
	for i := 0; i+len(name) <= len(have); i++ {
		if !slices.EqualFunc(have[i:i+len(name)], name, func(a, b lexicon.Token) bool { return a.Word == b.Word }) {
			continue
		}
		found = true
		end := i + len(name)
		if end == len(have) || !unicode.IsUpper([]rune(have[end].Text)[0]) || strings.Trim(text[have[end-1].End:have[end].Start], " ") != "" {
			return true
		}
	}
	return !found
}
