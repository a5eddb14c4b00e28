package translate

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lexicon"
)

//go:embed languages.txt
var languagesFile string

// Language is one besides English that visitors ask in. What it says are whole
// sentences of that language, or "" where there are no words for it.
type Language struct {
	name      string
	said      map[string]string // by the word that leads the line in the file
	words     map[string]bool   // function words
	alone     map[string]bool   // words that tell the language by themselves
	also      map[string]bool   // words that stand in names everywhere
	denials   map[string]bool
	within    []string              // parts of words that deny
	scripts   []*unicode.RangeTable // none for a language in Latin letters
	letters   string                // tell it from others of its script
	months    [][]string            // spellings of twelve, or none
	monthSign string
}

// Name is the name of the language in English: "German".
func (l Language) Name() string { return l.name }

// Refusal says that the bot answers questions in English only. It is never "".
func (l Language) Refusal() string {
	if said := l.said["refusal"]; said != "" {
		return said
	}
	return "Sorry, I can only answer questions in English."
}

// Unstated says that the résumé does not say.
func (l Language) Unstated() string { return l.said["unstated"] }

// Private says that the owner keeps it private.
func (l Language) Private() string { return l.said["private"] }

// Closest says that the résumé has the lines that follow, and nothing of the rest.
func (l Language) Closest() string { return l.said["closest"] }

// About says that the bot answers questions about the résumé of one person alone.
func (l Language) About(who string) string {
	if l.said["about"] == "" {
		return ""
	}
	return fmt.Sprintf(l.said["about"], who)
}

// Note says that a model translated, in English where the language has no words
// for it.
func (l Language) Note(model string) string {
	note := l.said["note"]
	if note == "" {
		note = "Translated from the English résumé by"
	}
	return note + " " + model
}

const englishName = "English"

// knowledge is what the file of languages holds.
type knowledge struct {
	english      Language
	numbers      map[string]string // digits of small English numbers
	joins        map[string]bool   // words within English names
	technologies string            // kinds of things whose names stay
	others       []Language
}

var known = sync.OnceValue(func() knowledge {
	k := knowledge{numbers: map[string]string{}}
	l := &k.english
	for line := range lexicon.DataLines(languagesFile) {
		if name, ok := strings.CutPrefix(line, "["); ok {
			if name = strings.TrimSuffix(name, "]"); name != englishName {
				k.others = append(k.others, Language{})
				l = &k.others[len(k.others)-1]
			}
			l.name, l.said = name, map[string]string{}
			continue
		}
		switch kind, rest, _ := strings.Cut(line, " "); kind {
		case "numbers":
			for n, name := range strings.Fields(rest) {
				k.numbers[name] = fmt.Sprint(n)
			}
		case "joins":
			k.joins = keySet(rest)
		case "technologies":
			k.technologies = rest
		default:
			l.set(kind, rest)
		}
	}
	return k
})

// set takes over one line of the file.
func (l *Language) set(kind, rest string) {
	switch kind {
	case "script":
		l.scripts = append(l.scripts, unicode.Scripts[rest])
	case "letters":
		l.letters = rest
	case "words":
		l.words = keySet(rest)
	case "alone":
		l.alone = keySet(rest)
	case "also":
		l.also = keySet(rest)
	case "denial":
		l.denials = keySet(rest)
	case "within":
		l.within = strings.Fields(rest)
	case "month-sign":
		l.monthSign = rest
	case "months":
		for name := range strings.FieldsSeq(rest) {
			var spellings []string
			for s := range strings.SplitSeq(name, "/") {
				spellings = append(spellings, wordsOf(s)[0].key)
			}
			l.months = append(l.months, spellings)
		}
	default:
		l.said[kind] = rest
	}
}

// InEnglish tells whether a question is in English, as far as can be told.
func InEnglish(question string) bool {
	_, other := Of(question)
	return !other
}

// nativeShare is how much more of another script than of Latin letters an English
// question cannot have, its names left out.
const nativeShare = 2

// Of tells a text in another language than English; false where it is English or
// too short to tell. Names in Latin letters do not make a text English, and a name
// in another script does not make an English one foreign.
func Of(text string) (Language, bool) {
	k := known()
	words := wordsOf(text)
	english, latin, other := 0, 0, 0
	for _, w := range words {
		size := utf8.RuneCountInString(w.text)
		switch {
		case !w.latin:
			other += size
		case k.english.words[w.key]:
			english++
			latin += size
		case !w.capital():
			latin += size
		}
	}
	if l, ok := latinLanguage(text, words, english); ok {
		return l, true
	}
	if other == 0 || english > 0 && other <= nativeShare*latin {
		return Language{}, false
	}
	return ofScript(text), true
}

// ofScript is the first language that a text has letters of.
func ofScript(text string) Language {
	for _, l := range known().others {
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, l.scripts...) }) && (l.letters == "" || strings.ContainsAny(text, l.letters)) {
			return l
		}
	}
	return Language{name: "the language of the question", said: map[string]string{}}
}

// enough is how many words tell a language.
const enough = 2

// latinLanguage is the language that most words of a text tell, and more than the
// number that are English, some of which may be both.
func latinLanguage(text string, words []word, english int) (found Language, ok bool) {
	lower := strings.ContainsFunc(text, unicode.IsLower)
	words = slices.Clone(words)
	for i := range words { // in "Des Moines" and "La Liga" stands no French, no Spanish
		w := &words[i]
		opens := w.stop && (i+1 == len(words) || !words[i+1].capital() || slices.ContainsFunc(known().others, func(l Language) bool { return l.alone[w.key] }))
		if lower && w.capital() && !opens {
			w.key = ""
		}
	}
	best := enough - 1
	for _, l := range known().others {
		hits := l.hits(words)
		if strings.ContainsAny(text, "¿¡") && l.name == "Spanish" {
			hits += enough
		}
		if hits > best && hits > english {
			best, found, ok = hits, l, true
		}
	}
	return found, ok
}

// hits counts the words that tell the language.
func (l Language) hits(words []word) (n int) {
	for _, w := range words {
		switch {
		case l.alone[w.key]:
			n += enough
		case l.words[w.key]:
			n++
		}
	}
	return n
}

// isIn tells whether words, from which names were taken, may well be of the
// language: most letters of its script, or a word of it and none of English.
func (l Language) isIn(words []word) bool {
	if len(l.scripts) == 0 {
		own := slices.ContainsFunc(words, func(w word) bool {
			return l.words[w.key] || l.alone[w.key] || l.also[w.key] || l.denials[w.key] || l.month(w) > 0 && len(w.key) > certain
		})
		return own && !slices.ContainsFunc(words, func(w word) bool { return known().english.words[w.key] && !l.words[w.key] })
	}
	own, other := 0, 0
	for _, w := range words {
		for _, r := range w.text {
			switch {
			case unicode.In(r, l.scripts...):
				own++
			case w.latin && unicode.IsLetter(r):
				other++
			}
		}
	}
	return own > 0 && own >= other
}

// denies tells whether words deny something.
func (l Language) denies(words []word) bool {
	return slices.ContainsFunc(words, func(w word) bool {
		return l.denials[w.key] || slices.ContainsFunc(l.within, func(part string) bool { return strings.Contains(w.key, part) })
	})
}
