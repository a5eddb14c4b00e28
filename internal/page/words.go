package page

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lexicon"
)

//go:embed words.txt
var wordsFile string

// words are the lists of words.txt by name.
type words map[string][]string

func readWords() words {
	out := words{}
	for line := range lexicon.DataLines(wordsFile) {
		name, list, _ := strings.Cut(line, ":")
		for word := range strings.SplitSeq(list, ",") {
			out[name] = append(out[name], strings.TrimSpace(word))
		}
	}
	return out
}

// has tells whether a word is in a list, which is in lower case.
func (w words) has(list, word string) bool { return slices.Contains(w[list], strings.ToLower(word)) }

// of is what a list of "a=b" has for a word.
func (w words) of(list, word string) (string, bool) {
	for _, x := range w[list] {
		if from, to, _ := strings.Cut(x, "="); from == word {
			return to, true
		}
	}
	return "", false
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// join lists names as people write them: "a, b and c".
func join(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// shorten ends a text after the last whole sentence, or else word, within limit
// bytes, with a mark that it goes on. cut tells whether it did.
func shorten(text string, limit int) (short string, cut bool) {
	if len(text) <= limit {
		return text, false
	}
	end := 0
	for _, s := range lexicon.SentenceSpans(text) {
		if s.End <= limit {
			end = s.End
		}
	}
	if end == 0 {
		end = max(0, strings.LastIndexByte(text[:limit], ' '))
	}
	return strings.TrimSpace(strings.TrimRight(text[:end], " ,;") + " …"), true
}
