package translate

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lexicon"
)

//go:embed languages.txt
var languagesFile string

// Language is one that visitors ask in. What it says are whole sentences of that
// language, or "" where there are no words for it.
type Language struct {
	name    string
	said    map[string]string          // its lines of the file by the word that leads them
	has     map[string]map[string]bool // the words of those lines
	scripts []*unicode.RangeTable      // none for Latin letters
	months  [][]word                   // spellings of twelve, or none
}

// Name is the name of the language in English: "German".
func (l Language) Name() string { return l.name }

// Refusal says that the bot answers questions in English only. It is never "".
func (l Language) Refusal() string { return cmp.Or(l.said["refusal"], english().said["refusal"]) }

// Unstated says that the résumé does not say.
func (l Language) Unstated() string { return l.said["unstated"] }

// Private says that the owner keeps it private.
func (l Language) Private() string { return l.said["private"] }

// Closest says that the résumé has the lines that follow, and nothing of the rest.
func (l Language) Closest() string { return l.said["closest"] }

// About says that the bot answers questions about the résumé of one person alone.
func (l Language) About(who string) string { return strings.ReplaceAll(l.said["about"], "%s", who) }

// Note says that a model translated. It is never "".
func (l Language) Note(model string) string {
	return cmp.Or(l.said["note"], english().said["note"]) + " " + model
}

// languages are those of the file, English first.
var languages = sync.OnceValue(func() (all []Language) {
	for line := range lexicon.DataLines(languagesFile) {
		if name, ok := strings.CutPrefix(line, "["); ok {
			all = append(all, Language{name: strings.TrimSuffix(name, "]"), said: map[string]string{}, has: map[string]map[string]bool{}})
			continue
		}
		l := &all[len(all)-1]
		kind, rest, _ := strings.Cut(line, " ")
		l.said[kind], l.has[kind] = rest, keys(words(rest))
		for field := range strings.FieldsSeq(rest) {
			switch kind {
			case "scripts":
				l.scripts = append(l.scripts, unicode.Scripts[field])
			case "months":
				l.months = append(l.months, words(field))
			}
		}
	}
	return all
})

func english() Language { return languages()[0] }

// InEnglish tells whether a question is in English, as far as can be told.
func InEnglish(question string) bool {
	_, other := Of(question)
	return !other
}

// nativeShare is how much more of another script than of Latin letters an English
// question cannot have, its names left out; enough is how many words tell a language.
const nativeShare, enough = 2, 2

// Of tells a text in another language than English; false where it is English or
// too short to tell. Names in Latin letters do not make a text English, and a name
// in another script does not make an English one foreign.
func Of(text string) (Language, bool) {
	said := words(text)
	inEnglish, latin, other := 0, 0, 0
	for _, w := range said {
		size := utf8.RuneCountInString(w.Text)
		switch {
		case !w.latin:
			other += size
		case english().has["words"][w.Word]:
			inEnglish++
			latin += size
		case !w.capital():
			latin += size
		}
	}
	found, best := Language{}, max(enough-1, inEnglish)
	for _, l := range languages()[1:] {
		if hits := l.hits(text, said); hits > best {
			found, best = l, hits
		}
	}
	switch {
	case found.name != "":
		return found, true
	case other == 0 || inEnglish > 0 && other <= nativeShare*latin:
		return Language{}, false
	}
	for _, l := range languages() {
		if letters := l.said["letters"]; strings.ContainsFunc(text, l.writes) && (letters == "" || strings.ContainsAny(text, letters)) {
			return l, true
		}
	}
	return Language{name: "the language of the question"}, true
}

// writes tells whether a letter is of the language's script, where that is not Latin.
func (l Language) writes(r rune) bool { return unicode.In(r, l.scripts...) }

// hits counts the words and signs that tell the language: in "Des Moines" and in
// "La Liga" stands no French, no Spanish, but where all is in capitals.
func (l Language) hits(text string, said []word) (n int) {
	lower := strings.ContainsFunc(text, unicode.IsLower)
	for i, w := range said {
		alone := l.has["alone"][w.Word]
		opens := w.opens && (alone || i+1 == len(said) || !said[i+1].capital())
		switch {
		case lower && w.capital() && !opens:
		case alone:
			n += enough
		case l.has["words"][w.Word]:
			n++
		}
	}
	if len(l.scripts) == 0 && strings.ContainsAny(text, l.said["letters"]) {
		n += enough
	}
	return n
}

// isIn tells whether words, from which names were taken, may well be of the
// language: most letters of its script, or more words of it than of English.
func (l Language) isIn(said []word) bool {
	own, other := 0, 0
	for _, w := range said {
		if len(l.scripts) == 0 {
			switch {
			case slices.ContainsFunc([]string{"words", "alone", "also", "denial", "months"}, func(kind string) bool { return l.has[kind][w.Word] }):
				own++
			case english().has["words"][w.Word]:
				other++
			}
			continue
		}
		for _, r := range w.Text {
			if l.writes(r) {
				own++
			} else if w.latin && unicode.IsLetter(r) {
				other++
			}
		}
	}
	return own > 0 && own >= other
}

// denies tells whether a text denies something.
func (l Language) denies(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(words(text), func(w word) bool { return l.has["denial"][w.Word] }) ||
		slices.ContainsFunc(strings.Fields(l.said["within"]), func(part string) bool { return strings.Contains(text, part) })
}
