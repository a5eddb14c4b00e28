package check

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lexicon"
)

//go:embed wordings.txt
var wordingsFile string

// wording is wordings.txt, by stems.
type wording struct {
	same map[string][]string        // verb → those that may stand for it
	like map[string][]string        // other word → those that may stand for it
	sets map[string]map[string]bool // section → its words
	does map[string][]string        // what somebody is → verbs of what they do
	role map[string][]string        // role → deeds by which somebody had it
	verb map[string]bool            // the words of same, as written
}

var wordings = sync.OnceValue(func() wording {
	w := wording{same: map[string][]string{}, like: map[string][]string{}, sets: map[string]map[string]bool{}, does: map[string][]string{}, role: map[string][]string{}, verb: map[string]bool{}}
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
		if section == "broader" {
			front, _, _ := strings.Cut(line, "<")
			n := len(strings.Fields(front))
			for i, s := range stems[:n] {
				w.like[s] = append(append(w.like[s], stems[:i]...), stems[min(n+1, len(stems)):]...)
			}
			continue
		}
		switch section {
		case "same":
			maps.Copy(w.verb, lexicon.WordSet(line))
		case "role of deed":
			w.role[firstWord(line)] = stems[1:]
			continue
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
	return stems[stem] || slices.ContainsFunc(wordings().like[stem], has) || (deed || !isVerbForm(t.Word)) && slices.ContainsFunc(wordings().same[stem], has)
}

// isVerbForm tells whether the lexicon has a word as a form of a verb; a word that
// it lacks may still be one that wordings.txt has.
func isVerbForm(word string) bool {
	_, _, ok := lexicon.VerbOf(word)
	return ok
}
