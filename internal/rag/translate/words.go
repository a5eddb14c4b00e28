package translate

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lexicon"
)

// word is a word of a text in any script. Where a text changes between Latin
// letters and others a word ends: "PhonePeで" is two.
type word struct {
	text  string // as written
	key   string // what it is compared by: lower case, Latin letters without accents
	latin bool
	stop  bool // a sentence begins with it
}

// wordsOf cuts a text into words. Signs within and after Latin ones stay:
// "Node.js", "C++"; an apostrophe parts: "l'équipe".
func wordsOf(text string) []word {
	var out []word
	stop := true
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			stop = stop || strings.ContainsRune(".!?:;•。？！", r)
			i += n
			continue
		}
		start, latin := i, isLatin(r)
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			next, _ := utf8.DecodeRuneInString(text[i+n:])
			if inWord(r) && (latin == isLatin(r) || unicode.IsMark(r)) || latin && (r == '+' || r == '#' || r == '.' && isLatin(next)) {
				i += n
				continue
			}
			break
		}
		w := word{text: text[start:i], latin: latin, stop: stop}
		if w.key = strings.ToLower(withoutNukta.Replace(w.text)); latin {
			w.key = lexicon.Fold(w.text)
		}
		out, stop = append(out, w), false
	}
	return out
}

// withoutNukta takes the dots off Hindi letters, which half of all writers leave out.
var withoutNukta = strings.NewReplacer("\u093c", "", "\u0958", "क", "\u0959", "ख", "\u095a", "ग", "\u095b", "ज", "\u095c", "ड", "\u095d", "ढ", "\u095e", "फ")

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// isLatin tells a Latin letter or a digit.
func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) }

// capital tells whether a word begins with a capital letter.
func (w word) capital() bool {
	r, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsUpper(r)
}

// odd is a word that is spelt as no common word is: "PyTorch", "AWS", "C++".
var odd = regexp.MustCompile(`[a-z0-9][A-Z]|^[A-Z0-9]{2,}$|[+#.0-9]`)

// isOdd tells whether a word is spelt as no common word is and is no number.
func (w word) isOdd() bool {
	return w.latin && odd.MatchString(w.text) && strings.ContainsFunc(w.text, unicode.IsLetter)
}

// mixed tells a word with a capital after a small letter: "PyTorch".
func (w word) mixed() bool {
	small := false
	for _, r := range w.text {
		if small && unicode.IsUpper(r) {
			return true
		}
		small = unicode.IsLower(r)
	}
	return false
}

// keySet is the set of the keys of a text's words.
func keySet(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range wordsOf(text) {
		out[w.key] = true
	}
	return out
}

// figure is a number, with blanks that part its thousands.
var figure = regexp.MustCompile(`\d{1,3}(?:[ \x{a0}\x{202f}]\d{3})+\b|\d+(?:[.,]\d+)*`)

var separators = strings.NewReplacer(",", "", ".", "", " ", "", "\u00a0", "", "\u202f", "")

// figures are the numbers of a text, each once and in order of their digits,
// whatever the script and the separators, and the months that it writes as
// numbers.
func (l Language) figures(text string) (figures []string, months []int) {
	text = strings.Map(func(r rune) rune {
		if d := digit(r); d >= 0 {
			return '0' + rune(d)
		}
		return r
	}, text)
	for _, at := range figure.FindAllStringIndex(text, -1) {
		f := separators.Replace(text[at[0]:at[1]])
		if l.monthSign != "" && len(f) <= 2 && strings.HasPrefix(strings.TrimSpace(text[at[1]:]), l.monthSign) {
			months = append(months, number(f))
		} else {
			figures = append(figures, f)
		}
	}
	slices.Sort(figures)
	return slices.Compact(figures), months
}

// number is the value of digits, bounded.
func number(digits string) int {
	n := 0
	for _, r := range digits {
		n = min(n*10+max(digit(r), 0), 1_000_000)
	}
	return n
}

// digit is the value of a decimal digit of any script, or -1.
func digit(r rune) int {
	if !unicode.Is(unicode.Nd, r) {
		return -1
	}
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return int(r - zero)
}

// monthsIn are the months that a text names, in order of the year. A short form
// ("Feb.") counts before a number only, and so does what may be an English verb.
func (l Language) monthsIn(text string) []int {
	words := wordsOf(text)
	_, out := l.figures(text)
	numeral := func(i int) bool {
		return i >= 0 && i < len(words) && digit([]rune(words[i].text)[0]) >= 0
	}
	for i, w := range words {
		m := l.month(w)
		if m == 0 {
			continue
		}
		dated := numeral(i+1) || i+1 < len(words) && l.month(words[i+1]) > 0
		whole := slices.Contains(l.months[m-1], w.key)
		if dated || (whole || !w.latin) && (l.name != englishName || w.capital() && !w.stop) {
			out = append(out, m)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// certain is the length of words that are compared whatever their capitals, and of
// the short forms of months; "C", "R" and "Go" are names as they are spelt only.
const certain = 3

// month is the month that a word may be, from 1, or 0. Latin names may be cut
// short, others have endings.
func (l Language) month(w word) int {
	for n, spellings := range l.months {
		for _, name := range spellings {
			if w.key == name || w.latin && len(w.key) >= certain && strings.HasPrefix(name, w.key) || !w.latin && utf8.RuneCountInString(name) >= certain && strings.HasPrefix(w.key, name) {
				return n + 1
			}
		}
	}
	return 0
}
