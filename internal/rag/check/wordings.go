package check

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

//go:embed wordings.txt
var wordingsFile string

// wording is wordings.txt, by stems.
type wording struct {
	same map[string][]string        // verb → those that may stand for it
	like map[string][]string        // other word → those that may stand for it
	sets map[string]map[string]bool // section → its words
	does map[string][]string        // what somebody is → verbs of what they do
}

var wordings = sync.OnceValue(func() wording {
	w := wording{same: map[string][]string{}, like: map[string][]string{}, sets: map[string]map[string]bool{}, does: map[string][]string{}}
	section := ""
	for line := range lexicon.DataLines(wordingsFile) {
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			w.sets[section] = map[string]bool{}
			continue
		}
		var stems []string
		for word := range strings.FieldsSeq(line) {
			stems = append(stems, spelt(lexicon.Stem(lexicon.Fold(word))))
		}
		if section == "title" {
			w.does[firstWord(line)] = stems[1:]
			continue
		}
		for _, s := range stems {
			switch section {
			case "same":
				w.same[s] = append(w.same[s], stems...)
			case "same nouns":
				w.like[s] = append(w.like[s], stems...)
			default:
				w.sets[section][s] = true
			}
		}
	}
	return w
})

// spelt brings British and American spellings of a stem together.
func spelt(stem string) string {
	switch {
	case len(stem) > 5 && strings.HasSuffix(stem, "is"): // organis
		return stem[:len(stem)-1] + "z"
	case len(stem) > 5 && strings.HasSuffix(stem, "our"): // labour
		return stem[:len(stem)-3] + "or"
	}
	return stem
}

// means tells whether a text with these stems has the word or another that may
// stand for it.
func means(stems map[string]bool, stem string) bool {
	stem = spelt(stem)
	return stems[stem] || slices.ContainsFunc(wordings().same[stem], func(s string) bool { return stems[s] })
}

// isLike is means for words that are no verbs; those that name what a verb does,
// "reduction", may stand for verbs too.
func isLike(stems map[string]bool, t lexicon.Token) bool {
	has := func(s string) bool { return stems[s] }
	stem := spelt(t.Stem)
	deed := strings.HasSuffix(t.Word, "ion") || strings.HasSuffix(t.Word, "ment") || strings.HasSuffix(t.Word, "ing") || strings.HasSuffix(t.Word, "s") || strings.HasSuffix(t.Word, "er")
	return stems[stem] || slices.ContainsFunc(wordings().like[stem], has) || deed && slices.ContainsFunc(wordings().same[stem], has)
}

// borneOut tells whether the kind of an entry, or of the section a passage stands
// in, says a word without having it: one "joins" an employer. bare tells that the
// clause says nothing beside the entry's own head, as it must be for words of time
// and employment.
func (ev evidence) borneOut(stem string, bare bool) bool {
	stem = spelt(stem)
	sets := wordings().sets
	for _, x := range ev.entries {
		switch {
		case bare && sets["held"][stem] && (x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer),
			bare && sets["studied"][stem] && x.Kind == resume.EntryEducation,
			sets["awarded"][stem] && (x.Kind == resume.EntryAward || x.Kind == resume.EntryCertificate || x.Kind == resume.EntryEducation),
			sets["published"][stem] && x.Kind == resume.EntryPublication,
			sets["made"][stem] && x.Kind == resume.EntryProject:
			return true
		}
	}
	return ev.sectionSays(stem)
}

// sectionSays tells whether the section a passage stands in says a word: a person
// "speaks" what the languages list.
func (ev evidence) sectionSays(stem string) bool {
	stem = spelt(stem)
	sets := wordings().sets
	return slices.ContainsFunc(ev.sections, func(k resume.SectionKind) bool {
		return k == resume.SectionSkills && (sets["skilled"][stem] || sets["spoken"][stem]) ||
			k == resume.SectionContact && sets["contacted"][stem] ||
			k == resume.SectionLanguages && sets["spoken"][stem] ||
			k == resume.SectionAwards && sets["awarded"][stem] ||
			k == resume.SectionCertificates && sets["awarded"][stem] ||
			k == resume.SectionPublications && sets["published"][stem] ||
			k == resume.SectionEducation && sets["studied"][stem]
	})
}
