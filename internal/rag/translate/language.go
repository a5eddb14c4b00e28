package translate

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
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

// Says is what the file has the language say: how an answer of a status begins,
// with "%s" for the person, the "refusal" of other languages than English, and the
// "note" before the model that translated, which is said in English where the
// language has none; "" for what there are no words for.
func (l Language) Says(what string) string { return cmp.Or(l.said[what], english().said[what]) }

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

// enough is how many words tell a language.
const enough = 2

// Of tells a text in another language than English; false where it is English or
// too short to tell. Names in Latin letters do not make a text English, and a name
// in another script does not make an English one foreign.
func Of(text string) (Language, bool) {
	said := words(text)
	native, inEnglish := 0, 0
	for _, w := range said {
		if !w.latin {
			native++
		} else if w.in(english().has["words"]) {
			inEnglish++
		}
	}
	found, best := Language{}, max(enough-1, inEnglish)
	foreign := native > inEnglish
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

// hits counts the words, signs and script that tell the language.
func (l Language) hits(text string, said []word, foreign bool) (n int) {
	for _, w := range said {
		if w.in(l.has["alone"]) {
			n += enough
		} else if w.in(l.has["words"]) {
			n++
		}
	}
	letters := l.said["letters"]
	if strings.ContainsAny(text, letters) || foreign && letters == "" && strings.ContainsFunc(text, l.writes) {
		n += enough
	}
	return n
}

// writes tells whether a letter is of the language's script, where that is not Latin.
func (l Language) writes(r rune) bool { return unicode.In(r, l.scripts...) }

// isIn tells whether words, from which names were taken, may well be of the
// language: more are than are English or, in another script, in Latin letters.
func (l Language) isIn(said []word) bool {
	known := slices.Concat(l.has["words"], l.has["alone"], l.has["also"], l.has["denial"], l.has["months"])
	own, other := 0, 0
	for _, w := range said {
		if w.in(known) || strings.ContainsFunc(w.Text, l.writes) {
			own++
		} else if w.in(english().has["words"]) || len(l.scripts) > 0 && w.latin && w.Word[0] > '9' {
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

// mixed is a capital after a small letter, as in no common word: "PyTorch".
var mixed = lazyregexp.New(`\p{Ll}\p{Lu}`)

// fact is an address, or a number, with blanks that part its thousands, and the
// letter after it.
var fact = lazyregexp.New(`([\w.+-]+@[\w.-]*\w|https?://[\w./?=&%#~-]*|\d{1,3}(?: \d{3})+\b|\d+(?:[.,]\d+)*)\s*(\pL?)`)

// facts are what a text says in any language: its figures, by their digits, its
// months, by their English names, and its addresses; each once and in order. A short form ("Feb.")
// counts as a month before a figure or month only, and so does what may be an
// English verb.
func (l Language) facts(text string) (out []string) {
	for _, m := range fact.FindAllStringSubmatch(lexicon.Fold(text), -1) {
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
	for n, s := range l.has["months"] {
		whole = w.Word == s.Word || !w.latin && utf8.RuneCountInString(s.Word) >= certain && strings.HasPrefix(w.Word, s.Word)
		if whole || w.latin && len(w.Word) >= certain && strings.HasPrefix(s.Word, w.Word) {
			return english().has["months"][n%12].Word, whole
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
