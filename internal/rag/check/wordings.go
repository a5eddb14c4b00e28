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
	verb map[string]bool            // the words of same, as written
}

var wordings = sync.OnceValue(func() wording {
	w := wording{same: map[string][]string{}, like: map[string][]string{}, sets: map[string]map[string]bool{}, does: map[string][]string{}, verb: map[string]bool{}}
	for name, lines := range lexicon.ReadLists(wordingsFile).Lines {
		w.sets[name] = map[string]bool{}
		for _, line := range lines {
			w.add(name, line)
		}
	}
	return w
})

// add reads a line of a section.
func (w *wording) add(section, line string) {
	front, behind, _ := strings.Cut(line, "<")
	stems, narrower := speltStems(front), speltStems(behind)
	switch section {
	case "same":
		maps.Copy(w.verb, lexicon.WordSet(line))
		for _, s := range stems {
			w.same[s] = append(w.same[s], stems...)
		}
	case "same nouns":
		for _, s := range stems {
			w.like[s] = append(w.like[s], stems...)
		}
	case "broader":
		for i, s := range stems {
			w.like[s] = append(append(w.like[s], stems[:i]...), narrower...)
		}
	case "title":
		w.does[firstWord(line)] = stems[1:]
	default:
		for _, s := range stems {
			w.sets[section][s] = true
		}
	}
}

func speltStems(list string) []string {
	var out []string
	for word := range strings.FieldsSeq(list) {
		out = append(out, spelt(lexicon.Stem(lexicon.Fold(word))))
	}
	return out
}

//go:embed words.txt
var wordsFile string

var lists = lexicon.ReadLists(wordsFile)

func listed(name string) string { return strings.Join(lists.Lines[name], " ") }

// wordList is a section of words.txt as a set of words, stemList of stems, and
// alternatives as a part of a regular expression.
func wordList(name string) map[string]bool { return lists.Words[name] }
func stemList(name string) map[string]bool { return lexicon.StemSet(listed(name)) }
func alternatives(name string) string      { return strings.Join(strings.Fields(listed(name)), "|") }

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

// isLike is means for words that are no verbs, which may stand for others of their kind
// and, as "reduction" does, for verbs.
func isLike(stems map[string]bool, t lexicon.Token) bool {
	return means(stems, t.Stem) || slices.ContainsFunc(wordings().like[spelt(t.Stem)], func(s string) bool { return stems[s] })
}

// isVerbForm tells whether the lexicon has a word as a form of a verb; a word that
// it lacks may still be one that wordings.txt has.
func isVerbForm(word string) bool {
	_, _, ok := lexicon.VerbOf(word)
	return ok
}
