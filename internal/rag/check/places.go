package check

import (
	"fmt"
	"slices"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
)

var workedFor = lazyregexp.New(`\b(?:[Ww]ork(?:s|ed|ing)?|[Ee]mployed|[Ee]mployee|[Jj]ob|[Rr]ole|[Pp]osition|[Ii]ntern(?:s|ed|ing|ship)?|[Cc]areer|[Ss]erv(?:es|ed|ing)|[Ff]reelanc\w+)\b[^,;.]{0,70}?\b(?:at|for|by) (?:the )?((?:[A-Z][\w&'’.-]*)(?: (?:of |and |& |de |du |la )?[A-Z][\w&'’.-]*)*)`)

// checkPlaces wants the name behind "worked at" to be of an employer.
func (e *Checker) checkPlaces(s statement, ev evidence) error {
	for _, m := range workedFor.FindAllStringSubmatch(s.text, -1) {
		if !isOrg(m[1], ev) {
			return fmt.Errorf("the passage does not give %q as an employer", m[1])
		}
	}
	return nil
}

// isOrg tells whether a name is that of the organisation of an entry of the
// evidence that is no project.
func isOrg(name string, ev evidence) bool {
	return slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool {
		return x.Kind != resume.EntryProject && hasAll(wordsIn(x.Org+" "+x.Place+" "+x.Title), name)
	})
}
