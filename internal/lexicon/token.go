// Package lexicon knows words: it cuts text into terms, stems them, and holds
// the general knowledge of terms that a résumé reader has — which words mean
// the same (k8s = Kubernetes), which things are of which kind (Redis is a
// database) and which words carry no content of their own. All of it is data in
// *.txt files beside the code, taken from no résumé and no question set.
package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// Token is one word of a text.
type Token struct {
	Word       string // lower case, without accents: "databases", "c++", "node.js"
	Stem       string // what it is matched by: "databas"
	Text       string // as written: "Databases"
	Start, End int    // byte offsets in the text
}

// Tokens cuts text into words. "C++", "C#", "Node.js", "B.Tech", "2.5" stay
// whole; "on-call" and "TypeScript/JavaScript" come apart.
func Tokens(text string) []Token {
	var out []Token
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) && !(r == '.' && startsDotWord(text, i)) {
			i += n
			continue
		}
		start := i
		i += n
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if isWord(r) {
				i += n
				continue
			}
			if (r == '.' || r == '\'' || r == '’') && i+n < len(text) {
				if next, _ := utf8.DecodeRuneInString(text[i+n:]); isWord(next) {
					i += n
					continue
				}
			}
			if r == ',' && allDigits(text[start:i]) && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
				i += n // 8,500
				continue
			}
			break
		}
		for i < len(text) && (text[i] == '+' || text[i] == '#') && i-start <= 3 { // C++, C#, F#
			i++
		}
		written := text[start:i]
		word := Fold(written)
		for _, suffix := range []string{"'s", "’s"} {
			word = strings.TrimSuffix(word, suffix)
		}
		word = strings.Map(func(r rune) rune {
			if r == '\'' || r == '’' {
				return -1
			}
			return r
		}, word)
		if word == "" {
			continue
		}
		out = append(out, Token{Word: word, Stem: Stem(word), Text: written, Start: start, End: i})
	}
	return out
}

// Stems returns the stems of a text's words in order.
func Stems(text string) []string {
	tokens := Tokens(text)
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.Stem
	}
	return out
}

// Stem reduces a folded word to its stem by Porter's English (Snowball)
// algorithm; an irregular form to that of its verb ("ran" to "run"). Words with
// digits or signs, and words of three letters or fewer, stay as they are but for
// a plural s.
func Stem(word string) string {
	if v, ok := verbs()[word]; ok && v.Base != "be" && len(v.Base) > 2 {
		word = v.Base
	}
	if strings.ContainsFunc(word, unicode.IsLetter) {
		word = strings.ReplaceAll(word, ".", "") // b.tech, node.js
	}
	if strings.ContainsFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return strings.ReplaceAll(word, ",", "") // 8,500; but 2.5 stays
	}
	if len(word) <= 3 {
		if len(word) == 3 && word[2] == 's' && word[1] != 's' && word[1] != 'u' && word[1] != 'i' && word[1] != 'a' {
			return word[:2]
		}
		return word
	}
	if len(word) >= 9 {
		word = strings.TrimSuffix(strings.TrimSuffix(word, "s"), "ship") // apprenticeship, clerkship
	}
	return english.Stem(word, false)
}

// Fold lower-cases a text and takes the accents off its letters.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	s = strings.ToLower(s)
	if ascii {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// startsDotWord tells whether the dot at i begins a name such as ".NET".
func startsDotWord(text string, i int) bool {
	if i > 0 {
		if r, _ := utf8.DecodeLastRuneInString(text[:i]); isWord(r) {
			return false
		}
	}
	return strings.HasPrefix(strings.ToLower(text[i:]), ".net")
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < '0' || s[i] > '9') && s[i] != ',' {
			return false
		}
	}
	return s != ""
}
