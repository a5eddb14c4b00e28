package lexicon

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
)

//go:embed homonyms.txt
var homonymsFile string

// Homonyms tells which names of technologies a text has as something else: "a
// python", "Java" as an island. It looks at pieces of the text, such as bullets, one
// by one, and takes a name for the technology where any piece does: beside another
// technology, behind "in" or "with", in a list of such names, or by its capital where
// an ordinary word has none. listed tells the
// pieces that list skills. The keys are those of [Lexicon.Keys].
func (l *Lexicon) Homonyms(pieces []string, listed func(piece int) bool) map[string]bool {
	names, proper := map[string]string{}, map[string]bool{} // by stem
	section := false
	for line := range DataLines(homonymsFile) {
		if line == "[proper]" {
			section = true
			continue
		}
		for w := range strings.FieldsSeq(line) {
			names[Stems(w)[0]], proper[Stems(w)[0]] = w, section
		}
	}
	there, meant := map[string]bool{}, map[string]bool{}
	for i, piece := range pieces {
		tokens := Tokens(piece)
		if !slices.ContainsFunc(tokens, func(t Token) bool { return names[t.Stem] != "" }) {
			continue
		}
		beside := slices.ContainsFunc(l.terms(piece, tokens), func(t Term) bool {
			first := tokens[t.Start]
			_, _, verb := VerbOf(first.Word)
			return !verb && !(t.End == t.Start+1 && names[first.Stem] != "") && first.Text != first.Word && slices.ContainsFunc(t.Keys, l.IsThing)
		})
		for k, t := range tokens {
			if names[t.Stem] == "" {
				continue
			}
			there[t.Stem] = true
			capital := k > 0 && unicode.IsUpper([]rune(t.Text)[0])
			if listed(i) || beside || inList(piece, tokens, k, names) || capital && (used[tokens[k-1].Word] || !proper[t.Stem] && plainly(tokens, k-1) && (k+1 == len(tokens) || plainly(tokens, k+1))) {
				meant[t.Stem] = true
			}
		}
	}
	out := map[string]bool{}
	for stem, w := range names {
		if there[stem] && !meant[stem] {
			for _, key := range l.Keys(strings.ToUpper(w[:1]) + w[1:]) {
				out[key] = true
			}
		}
	}
	return out
}

// plainly tells a word without capitals, which is part of no name.
func plainly(tokens []Token, k int) bool { return tokens[k].Text == tokens[k].Word }

// used are words before the name of what something was done with.
var used = WordSet("in using with via on")

// inList tells a name that a comma or stroke parts from another.
func inList(text string, tokens []Token, k int, names map[string]string) bool {
	for _, n := range []int{k - 1, k + 1} {
		if n < 0 || n >= len(tokens) || names[tokens[n].Stem] == "" {
			continue
		}
		a, b := tokens[min(k, n)], tokens[max(k, n)]
		if strings.ContainsAny(text[a.End:b.Start], ",/|;·") {
			return true
		}
	}
	return false
}

// IsThing tells whether a key is of a thing of some kind: a language that people
// speak is none.
func (l *Lexicon) IsThing(key string) bool { return l.things[key] }
