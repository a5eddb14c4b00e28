package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"resumebot/internal/resume"
)

const (
	maxSuggestions = 3
	maxNear        = 2  // suggestions on what the page shows, the others are on other things
	maxSuggestion  = 80 // characters, what a button holds
)

// suggestions are questions that go on from the page: what else there is to ask
// about what it shows, then other things, never what it has told in full.
func (m *making) suggestions() []string {
	var near, far []string
	ask := func(question string, passages []int) {
		shown := 0
		for _, p := range passages {
			if m.cited(p) >= 0 {
				shown++
			}
		}
		switch {
		case len(passages) == shown || utf8.RuneCountInString(question) > maxSuggestion:
		case shown > 0:
			near = append(near, question)
		default:
			far = append(far, question)
		}
	}
	for _, i := range m.entriesOf(resume.EntryWork) {
		switch x := &m.doc.Entries[i]; {
		case x.Org == "" || len(m.below(i)) == 0:
		case x.Period.Present:
			ask("What does "+m.who+" do at "+x.Org+"?", m.all(i))
		default:
			ask("What did "+m.who+" do at "+x.Org+"?", m.all(i))
		}
	}
	for _, i := range m.entriesOf(resume.EntryProject) {
		if len(m.below(i)) > 0 {
			ask("What is "+m.doc.Entries[i].Title+"?", m.all(i))
		}
	}
	var studies, skills []int
	for _, i := range m.entriesOf(resume.EntryEducation) {
		studies = append(studies, m.all(i)...)
	}
	ask("What did "+m.who+" study?", studies)
	for _, g := range m.doc.Skills {
		if m.written(g.Passage) {
			skills = append(skills, g.Passage)
		}
	}
	ask("What are "+m.who+"’s skills?", skills)
	out := slices.Concat(near[:min(maxNear, len(near))], far, near[min(maxNear, len(near)):])
	return out[:min(maxSuggestions, len(out))]
}

// all are the passages of an entry that may be shown, its header first.
func (m *making) all(i int) []int {
	h := m.doc.Entries[i].Header
	if h < 0 {
		return m.below(i)
	}
	return append([]int{h}, m.below(i)...)
}

// firstName is the first part of a person's name that is no initial, or "the
// candidate".
func firstName(name string) string {
	for f := range strings.FieldsSeq(name) {
		if f = strings.Trim(f, ",;."); utf8.RuneCountInString(f) > 1 {
			return f
		}
	}
	return "the candidate"
}
