// Package lexicon knows words: it cuts text into terms, stems them, and holds
// the general knowledge of terms that a résumé reader has — which words mean
// the same (k8s = Kubernetes), which things are of which kind (Redis is a
// database) and which words carry no content of their own. All of it is data in
// *.txt files beside the code, taken from no résumé and no question set.
package lexicon

import (
	_ "embed"
	"strings"
	"sync"
	"sync/atomic"
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
// whole; "on-call" and "TypeScript/JavaScript" come apart, and so do Latin letters
// and figures and what is glued to them in another script: "Redisで" is two.
func Tokens(text string) []Token {
	var out []Token
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) && !(r == '.' && startsDotWord(text, i)) {
			i += n
			continue
		}
		start, latin := i, isLatin(r) || r == '.'
		i += n
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if unicode.IsMark(r) || isWord(r) && isLatin(r) == latin {
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
	if stem, ok := unlike()[word]; ok {
		return stem
	}
	if len(word) >= 9 {
		word = strings.TrimSuffix(strings.TrimSuffix(word, "ships"), "ship") // apprenticeship, clerkship
	}
	return stemmed.of(word)
}

//go:embed stems.txt
var stemsFile string

// unlike are the words of stems.txt with their stems.
var unlike = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range DataLines(stemsFile) {
		stem, words, _ := strings.Cut(line, ":")
		for word := range strings.FieldsSeq(words) {
			out[word] = stem
		}
	}
	return out
})

// stemmed remembers stems: the same words come again and again, and the algorithm
// takes a quarter of all the time until a long résumé can be asked about. It stops
// to learn where visitors type what no language has.
var stemmed memo

const mostStems = 1 << 15

type memo struct {
	stems sync.Map // of string
	known atomic.Int32
}

func (m *memo) of(word string) string {
	if stem, ok := m.stems.Load(word); ok {
		return stem.(string)
	}
	stem := english.Stem(word, false)
	if m.known.Load() < mostStems {
		m.known.Add(1)
		m.stems.Store(strings.Clone(word), stem)
	}
	return stem
}

// Fold lower-cases a text, takes the accents off its letters and writes its digits
// as 0 to 9. The marks of other scripts, which are letters, stay.
func Fold(s string) string {
	s = strings.ToLower(s)
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return s
	}
	return norm.NFC.String(strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case r >= '\u0300' && r <= '\u036f': // combining accents
			return -1
		case r >= utf8.RuneSelf && unicode.IsDigit(r):
			return digit(r)
		}
		return r
	}, norm.NFKD.String(s)))) // ℙ is a P
}

// digit is the ASCII digit of a decimal one: each script has its ten in a row.
func digit(r rune) rune {
	d := '0'
	for ; unicode.IsDigit(r - 1); r-- {
		d++
	}
	return d
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// isLatin tells a Latin letter or a digit.
func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) }

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
