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

var apostrophes = strings.NewReplacer("'", " ", "’", " ")

// words cuts a text into words; an apostrophe parts: "l'équipe".
func words(text string) (out []word) {
	text = apostrophes.Replace(text)
	end := 0
	for i, t := range lexicon.Tokens(text) {
		r, _ := utf8.DecodeRuneInString(t.Word)
		out = append(out, word{t, unicode.Is(unicode.Latin, r) || r < utf8.RuneSelf, i == 0 || strings.ContainsAny(text[end:t.Start], ".!?:;•。？！")})
		end = t.End
	}
	return out
}

// keys are what words are compared by.
func keys(said []word) map[string]bool {
	out := map[string]bool{}
	for _, w := range said {
		out[w.Word] = true
	}
	return out
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

var separators = strings.NewReplacer(",", "", ".", "", " ", "")

// facts are what a text says in any language: its figures, by their digits, and the
// months where they are asked for, by their English names; each once and in order.
// A short form ("Feb.") counts as a month before a figure or month only, and so
// does what may be an English verb.
func (l Language) facts(text string, months bool) (out []string) {
	for _, m := range figure.FindAllStringSubmatch(lexicon.Fold(text), -1) {
		f := separators.Replace(m[1])
		if n, _ := strconv.Atoi(f); m[2] != "" && m[2] == l.said["month-sign"] && n > 0 && n <= 12 {
			f = monthName(n)
		}
		out = append(out, f)
	}
	if said := words(text); months {
		for i, w := range said {
			n, whole := l.month(w)
			dated := i+1 < len(said) && (unicode.IsDigit(rune(said[i+1].Word[0])) || l.isMonth(said[i+1]))
			if n > 0 && (dated || whole && (l.name != english().name || w.capital() && !w.opens)) {
				out = append(out, monthName(n))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func monthName(n int) string { return english().months[n-1][0].Word }

// certain is the length of words that are compared whatever their capitals, and of
// the short forms of months; "C", "R" and "Go" are names as they are spelt only.
const certain = 3

// month is the month that a word may be, from 1, or 0, and whether it is the whole
// name. Latin names may be cut short, others have endings.
func (l Language) month(w word) (n int, whole bool) {
	for n, spellings := range l.months {
		for _, s := range spellings {
			switch {
			case w.Word == s.Word, !w.latin && utf8.RuneCountInString(s.Word) >= certain && strings.HasPrefix(w.Word, s.Word):
				return n + 1, true
			case w.latin && len(w.Word) >= certain && strings.HasPrefix(s.Word, w.Word):
				return n + 1, false
			}
		}
	}
	return 0, false
}

func (l Language) isMonth(w word) bool {
	n, _ := l.month(w)
	return n > 0
}

// spelt are the digits of the numbers that an English text writes as words.
func spelt(said []word) (out []string) {
	has := keys(said)
	for n, name := range strings.Fields(english().said["numbers"]) {
		if has[name] {
			out = append(out, strconv.Itoa(n))
		}
	}
	return out
}

// lacking are those of want that has lacks.
func lacking(want, has []string) []string {
	return slices.DeleteFunc(slices.Clone(want), func(s string) bool { return slices.Contains(has, s) })
}
