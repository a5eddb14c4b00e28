package check

import (
	"fmt"
	"regexp"
	"slices"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

var workedFor = regexp.MustCompile(`\b(?:[Ww]ork(?:s|ed|ing)?|[Ee]mployed|[Ee]mployee|[Jj]ob|[Rr]ole|[Pp]osition|[Ii]ntern(?:s|ed|ing|ship)?|[Cc]areer|[Ss]erv(?:es|ed|ing)|[Ff]reelanc\w+)\b[^,;.]{0,70}?\b(?:at|for|by) (?:the )?((?:[A-Z][\w&'’.-]*)(?: (?:of |and |& |de |du |la )?[A-Z][\w&'’.-]*)*)`)

// checkPlaces wants the name behind "worked at" to be of an employer.
func (e *Checker) checkPlaces(s statement, ev evidence) error {
	for _, m := range workedFor.FindAllStringSubmatch(s.text, -1) {
		if !e.isOrg(m[1], ev) && !followsAt(ev, m[1]) {
			return fmt.Errorf("the passage does not give %q as an employer", m[1])
		}
	}
	return nil
}

// isOrg tells whether a name is that of the organisation of an entry of the
// evidence that is no project.
func (e *Checker) isOrg(name string, ev evidence) bool {
	tokens := lexicon.Tokens(name)
	if named, _, _ := e.names.Find(tokens, nil); slices.ContainsFunc(named, func(n int) bool {
		return e.Document.Entries[n].Kind != resume.EntryProject && slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool { return x.Org == e.Document.Entries[n].Org })
	}) {
		return true
	}
	return slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool {
		return x.Kind != resume.EntryProject && hasAll(wordsIn(x.Org+" "+x.Place), tokens[0].Text) && hasAll(wordsIn(x.Org+" "+x.Place+" "+x.Title), name)
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
