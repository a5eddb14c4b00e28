package check

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// statement is a sentence of a model, taken apart.
type statement struct {
	text   string
	lower  string
	tokens []lexicon.Token
	terms  []lexicon.Term
	breaks [][]int // where it goes from one clause to the next
	named  []int   // entries whose employer, school or project it names
}

func (e *Checker) statement(text string) statement {
	s := statement{text: text, lower: strings.ToLower(text), tokens: lexicon.Tokens(text), terms: e.Lexicon.Terms(text), breaks: clauseBreak.FindAllStringIndex(text, -1)}
	s.named, _, _ = e.names.Find(s.tokens, nil)
	s.named = slices.DeleteFunc(s.named, func(i int) bool {
		return e.names.Weak[i] || !names.Held(e.Document.Entries[i].Kind) && e.Document.Entries[i].Kind != resume.EntryProject
	})
	return s
}

// bare tells whether the clause around a word says nothing but what the heads of
// the entries do: employer, title, place and time.
func (e *Checker) bare(s statement, at lexicon.Token, ev evidence) bool {
	if e.hasObject(s, at) {
		return false
	}
	heads := evidence{keys: ev.head, stems: ev.head, said: ev.head}
	from, to := s.clauseOf(at.Start)
	return !slices.ContainsFunc(s.terms, func(t lexicon.Term) bool {
		tok := s.tokens[t.Start]
		return tok.Start >= from && tok.Start < to && e.carries(s, t) && !e.supports(s, heads, t) &&
			!wordings().sets["held"][spelt(tok.Stem)] && !wordings().sets["studied"][spelt(tok.Stem)]
	})
}

// hasObject tells whether a word of employment, "ended", is done to a thing that is
// no post: "ended relationships".
func (e *Checker) hasObject(s statement, at lexicon.Token) bool {
	i := slices.IndexFunc(s.tokens, func(t lexicon.Token) bool { return t.Start == at.Start })
	if i < 0 || i+1 == len(s.tokens) || at.Word == "" || !wordings().sets["held"][spelt(at.Stem)] || !e.isVerbIn(s, i) {
		return false
	}
	next := s.tokens[i+1]
	return e.Lexicon.ClassOf(next) == lexicon.Content && next.Text == strings.ToLower(next.Text) && plainWord(next.Word) && !roleNouns[next.Word] && !strings.HasSuffix(next.Word, "ly")
}

// isVerbIn tells whether a word of a sentence is a verb: by its form, or by the
// person before it.
func (e *Checker) isVerbIn(s statement, at int) bool {
	if isVerb(s.tokens[at]) {
		return true
	}
	if _, _, ok := lexicon.VerbOf(s.tokens[at].Word); !ok || at == 0 {
		return false
	}
	before := s.tokens[at-1]
	return actors[before.Word] || e.names.Person[before.Stem] && !strings.HasSuffix(before.Text, "s")
}

var actors = wordList("actors")

// isVerb tells whether a word is a form of a verb and, as such, of nothing else.
func isVerb(t lexicon.Token) bool {
	v, form, ok := lexicon.VerbOf(t.Word)
	if ok {
		return !v.IsNoun() || form == lexicon.Past
	}
	if base, ok := strings.CutSuffix(t.Word, "ing"); ok && len(base) > 2 {
		for _, b := range []string{base, base + "e"} {
			if v, form, ok := lexicon.VerbOf(b); ok && form == lexicon.Base && !v.IsNoun() {
				return true
			}
		}
		return false
	}
	return isPast(t.Word)
}

// isDoer tells a noun for one who does something: "developer".
func isDoer(word string) bool {
	one := strings.TrimSuffix(word, "s")
	for _, suffix := range []string{"er", "or"} {
		base, ok := strings.CutSuffix(one, suffix)
		for _, verb := range []string{base, base + "e"} {
			if _, form, known := lexicon.VerbOf(verb); ok && len(base) > 2 && known && form == lexicon.Base {
				return true
			}
		}
	}
	return false
}

func firstWord(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	return s
}

// notPast guards against -ed words that are no verbs of a line.
var notPast = wordList("not past")

func isPast(word string) bool {
	word = word[strings.LastIndexByte(word, '-')+1:] // co-architected
	if _, form, ok := lexicon.VerbOf(word); ok {
		return form == lexicon.Past
	}
	return strings.HasSuffix(word, "ed") && len(word) > 4 && !notPast[word] && !strings.HasSuffix(word, "eed")
}

// idioms take bounds of several words together, so that a "than" left over
// compares, and the particles out of phrases where they mean no direction.
var idioms = func() *strings.Replacer {
	var pairs []string
	for _, line := range lists.Lines["idioms"] {
		phrase, as, _ := strings.Cut(line, "=")
		pairs = append(pairs, " "+strings.TrimSpace(phrase)+" ", strings.ReplaceAll(" "+strings.TrimSpace(as)+" ", "  ", " "))
	}
	return strings.NewReplacer(pairs...)
}()

var notWord = lazyregexp.New(`[^\pL\pN'’+~-]+`)

// plainly is a text in lower case, its words between single blanks, with its
// idioms out of the way.
func plainly(text string) string { return idioms.Replace(padded(strings.ToLower(text))) }

// padded puts single blanks around the words of a text.
func padded(text string) string {
	return " " + strings.TrimSpace(notWord.ReplaceAllString(text, " ")) + " "
}

// inOrder tells whether a stands before b somewhere in a line of a text.
func inOrder(text, a, b string) bool {
	for line := range strings.Lines(text) {
		if i := strings.Index(line, a); i >= 0 && strings.Contains(line[i+len(a):], b) {
			return true
		}
	}
	return false
}

func wordsIn(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range lexicon.Tokens(text) {
		out[t.Word] = true
	}
	return out
}

func hasAll(words map[string]bool, text string) bool {
	return !slices.ContainsFunc(lexicon.Tokens(text), func(t lexicon.Token) bool {
		return !words[t.Word]
	})
}

// containsPhrase tells whether a text has the words of a phrase in a row.
func containsPhrase(text, phrase string) bool {
	return strings.Contains(" "+strings.Join(lexicon.Stems(text), " ")+" ", " "+strings.Join(lexicon.Stems(phrase), " ")+" ")
}

// clauseBreak is where a sentence goes from one statement to the next.
var clauseBreak = lazyregexp.New(`(?i)[;:–—]|,\s| (?:and|or|but|while|whereas|whilst|which|where|who|then|before|after|when|plus|as well as|along with) `)

// clauseOf is the clause around a byte.
func (s statement) clauseOf(at int) (from, to int) {
	to = len(s.text)
	for _, cut := range s.breaks {
		if cut[0] >= at {
			return from, cut[0]
		}
		from = cut[1]
	}
	return from, to
}
