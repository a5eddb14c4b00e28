package rag

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"resumebot/internal/lexicon"
)

//go:embed languages.txt
var languagesFile string

// language is one besides English that visitors ask in.
type language struct {
	name    string // in English
	refusal string // says that answers are in English only
	// unstated, private and about say that the résumé does not say, that the owner
	// keeps it private, and that the bot speaks of the person %s alone; "" if there
	// are no words for it.
	unstated, private, about string

	note    string // stands before the name of the model that translated
	words   map[string]bool
	denials map[string]bool
	scripts []*unicode.RangeTable // that it is written in and no other language before it
	months  []string              // twelve, or none
}

// otherScript stands for the languages that are not listed.
var otherScript = language{name: "the language of the question", refusal: "Sorry, I can only answer questions in English."}

var languages = sync.OnceValue(func() []language {
	var out []language
	for line := range lexicon.DataLines(languagesFile) {
		if name, ok := strings.CutPrefix(line, "["); ok {
			out = append(out, language{name: strings.TrimSuffix(name, "]"), words: map[string]bool{}})
			continue
		}
		l := &out[len(out)-1]
		switch kind, rest, _ := strings.Cut(line, " "); kind {
		case "script":
			l.scripts = append(l.scripts, unicode.Scripts[rest])
		case "refusal":
			l.refusal = rest
		case "unstated":
			l.unstated = rest
		case "private":
			l.private = rest
		case "about":
			l.about = rest
		case "denial":
			l.denials = lexicon.WordSet(lexicon.Fold(rest))
		case "note":
			l.note = rest
		case "words":
			l.words = lexicon.WordSet(lexicon.Fold(rest))
		case "months":
			l.months = strings.Fields(rest)
		}
	}
	return out
})

// languageOf tells a text in another language than English; false where it is
// English or too short to tell.
func languageOf(text string) (language, bool) {
	tokens := lexicon.Tokens(text)
	letters, latin := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	if latin < letters && (latin*2 < letters || !english(tokens, nil)) {
		for _, l := range languages() {
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, l.scripts...) }) {
				return l, true
			}
		}
		if latin*2 < letters {
			return otherScript, true
		}
	}
	best, found := 1, language{}
	for _, l := range languages() {
		hits := 0
		if l.name == "Spanish" && strings.ContainsAny(text, "¿¡") {
			hits = 2
		}
		for _, tok := range tokens {
			if l.words[tok.Word] {
				hits++
			}
		}
		if hits > best && !english(tokens, l.words) {
			best, found = hits, l
		}
	}
	return found, found.name != ""
}

// is tells whether a text may well be in the language: most of its letters of its
// script, or a function word of it and none of English.
func (l language) is(text string) bool {
	if len(l.scripts) == 0 {
		tokens := lexicon.Tokens(text)
		return l.name == otherScript.name || !english(tokens, l.words) && slices.ContainsFunc(tokens, func(tok lexicon.Token) bool { return l.words[tok.Word] })
	}
	own, other := 0, 0
	for _, r := range text {
		switch {
		case unicode.In(r, l.scripts...):
			own++
		case unicode.IsLetter(r) && unicode.Is(unicode.Latin, r):
			other++
		}
	}
	return own > 0 && own*3 >= other // names stay in Latin letters
}

// denies tells whether a text has a word that denies.
func (l language) denies(text string) bool {
	return slices.ContainsFunc(lexicon.Tokens(text), func(tok lexicon.Token) bool { return l.denials[tok.Word] })
}

// InEnglish tells whether a question is in English, as far as can be told.
func InEnglish(question string) bool {
	_, other := languageOf(question)
	return !other
}

// english tells whether a question has English function words that the other
// language lacks.
func english(tokens []lexicon.Token, other map[string]bool) bool {
	return slices.ContainsFunc(tokens, func(tok lexicon.Token) bool { return englishWords[tok.Word] && !other[tok.Word] })
}

var englishWords = lexicon.WordSet("the he she his her they does did do what where when which who how why and of to with for at from you your was were is are has have had can tell about work worked")
