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

// Language is one that visitors ask in, as the file tells it.
type Language struct {
	name    string
	said    map[string]string     // lines by the word that leads them
	has     map[string][]word     // the words of those lines
	scripts []*unicode.RangeTable // none for Latin letters
}

// Name is the name of the language in English: "German".
func (l Language) Name() string { return l.name }

// Says is how an answer of a status begins in the language, with "%s" for the
// person; "" where there are no words for it.
func (l Language) Says(status string) string { return l.said[status] }

// Refusal says that the bot answers questions in English only. It is never "".
func (l Language) Refusal() string { return cmp.Or(l.said["refusal"], english().said["refusal"]) }

// Note says that a model translated. It is never "".
func (l Language) Note(model string) string {
	return cmp.Or(l.said["note"], english().said["note"]) + " " + model
}

// languages are those of the file, English first.
var languages = sync.OnceValue(func() (all []Language) {
	for line := range lexicon.DataLines(languagesFile) {
		if name, ok := strings.CutPrefix(line, "["); ok {
			all = append(all, Language{name: strings.TrimSuffix(name, "]"), said: map[string]string{}, has: map[string][]word{}})
			continue
		}
		l := &all[len(all)-1]
		kind, rest, _ := strings.Cut(line, " ")
		l.said[kind], l.has[kind] = rest, words(rest)
		if kind == "scripts" {
			for script := range strings.FieldsSeq(rest) {
				l.scripts = append(l.scripts, unicode.Scripts[script])
			}
		}
	}
	return all
})

func english() Language { return languages()[0] }

// nativeShare is how much more of another script than of Latin letters an English
// question cannot have, its names left out; enough is how many words tell a language.
const nativeShare, enough = 2, 2

// Of tells a text in another language than English; false where it is English or
// too short to tell. Names in Latin letters do not make a text English, and a name
// in another script does not make an English one foreign.
func Of(text string) (Language, bool) {
	said := words(text)
	inEnglish, latin, native := 0, 0, 0
	for _, w := range said {
		size := utf8.RuneCountInString(w.Text)
		switch {
		case !w.latin:
			native += size
		case w.in(english().has["words"]):
			inEnglish++
			latin += size
		case !w.capital():
			latin += size
		}
	}
	found, best := Language{}, max(enough-1, inEnglish)
	foreign := native > 0 && (inEnglish == 0 || native > nativeShare*latin)
	if foreign {
		found.name, best = "the language of the question", enough-1
	}
	for _, l := range languages()[1:] {
		if hits := l.hits(text, said, foreign); hits > best {
			found, best = l, hits
		}
	}
	return found, found.name != ""
}

// hits counts the words, signs and script that tell the language: in "Des Moines"
// and "La Liga" stands no French, no Spanish, but where all is in capitals.
func (l Language) hits(text string, said []word, foreign bool) (n int) {
	lower := strings.ContainsFunc(text, unicode.IsLower)
	for i, w := range said {
		alone := w.in(l.has["alone"])
		opens := w.opens && (alone || i+1 == len(said) || !said[i+1].capital())
		switch {
		case lower && w.capital() && !opens:
		case alone:
			n += enough
		case w.in(l.has["words"]):
			n++
		}
	}
	signs := strings.ContainsAny(text, l.said["letters"])
	if signs && len(l.scripts) == 0 || foreign && strings.ContainsFunc(text, l.writes) && (signs || l.said["letters"] == "") {
		n += enough
	}
	return n
}

// writes tells whether a letter is of the language's script, where that is not Latin.
func (l Language) writes(r rune) bool { return unicode.In(r, l.scripts...) }

// isIn tells whether words, from which names were taken, may well be of the
// language: more letters are of its script, or more words of it, than are not.
func (l Language) isIn(said []word) bool {
	own, other := 0, 0
	for _, w := range said {
		size := utf8.RuneCountInString(w.Text)
		switch {
		case len(l.scripts) > 0 && strings.ContainsFunc(w.Text, l.writes):
			own += size
		case len(l.scripts) > 0 && w.latin && !unicode.IsDigit(rune(w.Word[0])):
			other += size
		case w.in(l.has["words"]) || w.in(l.has["alone"]) || w.in(l.has["also"]) || w.in(l.has["denial"]) || w.in(l.has["months"]):
			own++
		case w.in(english().has["words"]):
			other++
		}
	}
	return own > other
}

// denies tells whether a text denies something.
func (l Language) denies(text string) bool {
	return slices.ContainsFunc(words(text), func(w word) bool { return w.in(l.has["denial"]) }) ||
		slices.ContainsFunc(strings.Fields(l.said["within"]), func(part string) bool { return strings.Contains(strings.ToLower(text), part) })
}
