package translate

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lexicon"
)

// word is a word of a text in any script.
type word struct {
	lexicon.Token
	latin bool // or a figure
	opens bool // a sentence
}

// words cuts a text into words; an apostrophe parts: "l'équipe".
func words(text string) (out []word) {
	text = strings.NewReplacer("'", " ", "’", " ").Replace(text)
	end := 0
	for i, t := range lexicon.Tokens(text) {
		r, _ := utf8.DecodeRuneInString(t.Word)
		out = append(out, word{t, unicode.Is(unicode.Latin, r) || r < utf8.RuneSelf, i == 0 || strings.ContainsAny(text[end:t.Start], ".!?:;•。？！")})
		end = t.End
	}
	return out
}

// in tells whether a word is among others.
func (w word) in(others []word) bool {
	return slices.ContainsFunc(others, func(o word) bool { return o.Word == w.Word })
}

// capital tells whether a word begins with a capital letter.
func (w word) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.Text)
	return unicode.IsUpper(r)
}

// mixed has a capital after a small letter: "PyTorch". odd is what is spelt as no
// common word is: "AWS", "C++" as well.
var (
	mixed = regexp.MustCompile(`\p{Ll}\p{Lu}`)
	odd   = regexp.MustCompile(`\p{Ll}\p{Lu}|^[A-Z0-9]{2,}$|[+#.0-9]`)
)

// odd tells whether a word is spelt as no common word is and is no number.
func (w word) odd() bool {
	return w.latin && odd.MatchString(w.Text) && strings.ContainsFunc(w.Text, unicode.IsLetter)
}

// figure is a number, with blanks that part its thousands, and the letter after it.
var figure = regexp.MustCompile(`(\d{1,3}(?: \d{3})+\b|\d+(?:[.,]\d+)*)\s*(\pL?)`)

// facts are what a text says in any language: its figures, by their digits, and its
// months, by their English names; each once and in order. A short form ("Feb.")
// counts as a month before a figure or month only, and so does what may be an
// English verb.
func (l Language) facts(text string) (out []string) {
	for _, m := range figure.FindAllStringSubmatch(lexicon.Fold(text), -1) {
		f := strings.NewReplacer(",", "", ".", "", " ", "").Replace(m[1])
		if n, _ := strconv.Atoi(f); m[2] != "" && m[2] == l.said["month-sign"] && n > 0 && n <= 12 {
			f = english().has["months"][n-1].Word
		}
		out = append(out, f)
	}
	dated := false // what comes after
	for _, w := range slices.Backward(words(text)) {
		name, whole := l.month(w)
		if name != "" && (dated || whole && (l.name != english().name || w.capital() && !w.opens)) {
			out = append(out, name)
		}
		dated = name != "" || w.Word[0] <= '9'
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// certain is the length of words that are compared whatever their capitals, and of
// the short forms of months; "C", "R" and "Go" are names as they are spelt only.
const certain = 3

// month is the English name of the month that a word may be, or "", and whether the
// word is the whole name. Latin names may be cut short, others have endings.
func (l Language) month(w word) (name string, whole bool) {
	for n, spellings := range strings.Fields(l.said["months"]) {
		for _, s := range words(spellings) {
			long := len(w.Word) >= certain && strings.HasPrefix(s.Word, w.Word)
			whole = w.Word == s.Word || !w.latin && utf8.RuneCountInString(s.Word) >= certain && strings.HasPrefix(w.Word, s.Word)
			if whole || w.latin && long {
				return english().has["months"][n].Word, whole
			}
		}
	}
	return "", false
}

// spelt are the digits of the numbers that an English text writes as words.
func spelt(text string) (out []string) {
	said := words(text)
	for n, name := range english().has["numbers"] {
		if name.in(said) {
			out = append(out, strconv.Itoa(n))
		}
	}
	return out
}

// lacking are those of want that has lacks.
func lacking(want, has []string) []string {
	return slices.DeleteFunc(slices.Clone(want), func(s string) bool { return slices.Contains(has, s) })
}
