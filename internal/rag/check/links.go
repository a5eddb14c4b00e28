package check

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

// checkLinks wants what hangs on a word in a sentence, the object of a verb or what
// follows a preposition, to hang on that word, or another for it, in the passages
// that have both: who "built dashboards in Power BI" did not build Power BI.
func (e *Checker) checkLinks(s statement, ev evidence) error {
	for i, t := range s.tokens {
		verb := e.actsOn(s, i)
		said, how := e.behind(s.text, s.tokens, i, false)
		if len(said) == 0 || !verb && !e.isAttached(s.tokens, i, len(said)) || !allIn(ev.stems, said) || how == "at" && allIn(ev.head, said) {
			continue
		}
		if verb && e.doneElsewhere(t.Stem, said, how, ev) || !verb && e.attachedElsewhere(t.Stem, said, how, ev) {
			return fmt.Errorf("the passage tells %q of something else", s.text[t.Start:min(len(s.text), s.tokens[min(i+len(said), len(s.tokens)-1)].End)])
		}
	}
	return nil
}

func allIn(set map[string]bool, stems []string) bool {
	return !slices.ContainsFunc(stems, func(stem string) bool { return !set[stem] })
}

// behind are the stems of what stands behind a word up to the next preposition,
// verb or break, and the preposition between, if any; list tells that commas
// break nothing.
func (e *Checker) behind(text string, tokens []lexicon.Token, at int, list bool) (stems []string, preposition string) {
	for k := at + 1; k < min(len(tokens), at+mostSide); k++ {
		t, gap := tokens[k], text[tokens[k-1].End:tokens[k].Start]
		switch {
		case strings.ContainsAny(gap, ";:.\n–—\"“”"), strings.Contains(gap, "(") && !strings.HasPrefix(text[t.End:], ")"), !list && strings.Contains(gap, ","), isVerb(t):
			return stems, preposition
		case number.Is(t.Word) && !list:
			return nil, "" // what numbers count is asked elsewhere
		case asides[t.Word]:
			if len(stems) > 0 {
				return stems, preposition
			}
			preposition = t.Word
		case e.Lexicon.ClassOf(t) == lexicon.Stop && !inPhrase[t.Word]:
			return stems, preposition
		case !strings.HasSuffix(t.Word, "ly"):
			stems = e.addContent(stems, t)
		}
	}
	return stems, preposition
}

// isAttached tells whether a word that is no verb has a preposition with so many
// words right behind it: "the move to paper charts".
func (e *Checker) isAttached(tokens []lexicon.Token, at, words int) bool {
	if at+1 == len(tokens) || !asides[tokens[at+1].Word] || !plainWord(tokens[at].Word) {
		return false
	}
	next := at + 2 + words
	return next >= len(tokens) || tokens[next].Word != "including" // the things follow
}

// actsOn tells whether a word of a sentence is a verb with something behind it.
func (e *Checker) actsOn(s statement, at int) bool {
	t := s.tokens[at]
	if at == 0 || at+1 == len(s.tokens) || t.Text != strings.ToLower(t.Text) || e.Lexicon.ClassOf(t) == lexicon.Stop && t.Stem != "own" {
		return false
	}
	_, form, known := lexicon.VerbOf(t.Word)
	next := s.tokens[at+1].Text
	return e.isVerbIn(s, at) || known && form == lexicon.Third && (next == "to" || articles[next] || next != strings.ToLower(next))
}

// does tells whether a word of a passage says that a verb, or another for it, was
// done.
func does(t lexicon.Token, verb string) bool {
	said, verb := spelt(t.Stem), spelt(verb)
	return (said == verb || slices.Contains(wordings().same[verb], said)) && !isDoer(t.Word)
}

// doneElsewhere tells whether the evidence has a verb, and each time of other things.
func (e *Checker) doneElsewhere(verb string, said []string, how string, ev evidence) bool {
	found := false
	for i, t := range ev.tokens {
		if !does(t, verb) || how != "" && spelt(t.Stem) != spelt(verb) {
			continue
		}
		told, by := e.behind(ev.own, ev.tokens, i, true)
		if by == "of" || spelt(t.Stem) != spelt(verb) && shared(said, told) > 0 {
			by = how // "convener of the group", "acted for the buyer"
		}
		var before []string
		for k := i - 1; k >= max(0, i-mostSide) && !statementEnds(ev.own, ev.tokens, k); k-- {
			before = e.addContent(before, ev.tokens[k])
		}
		switch {
		case len(told) == 0 && (isVerbForm(t.Word) || shared(said, before) > 0):
			return false // it does not tell of what
		case how != "" && how != by:
			return false // it tells of another side of it
		case by != "" && by != "by" && shared(said, before) > 0:
			return false // "planks steamed in a kiln"
		case how == by && slices.Contains(told, said[len(said)-1]):
			return false
		}
		found = true
	}
	return found
}

// attachedElsewhere is the same of a noun with a preposition.
func (e *Checker) attachedElsewhere(noun string, said []string, how string, ev evidence) bool {
	found := false
	for i, t := range ev.tokens {
		if t.Stem != noun {
			continue
		}
		if _, by := e.behind(ev.own, ev.tokens, i, false); by != how || shared(said, e.following(ev, i)) > 0 {
			return false
		}
		found = true
	}
	return found
}

// following are the stems of what follows a word of the evidence in its statement.
func (e *Checker) following(ev evidence, at int) (stems []string) {
	for k := at + 1; k < min(len(ev.tokens), at+2*mostSide) && !breaks(ev.tokens, k); k++ {
		stems = e.addContent(stems, ev.tokens[k])
	}
	return stems
}

// asides stand between a verb and what it is not done to: "built it using Java".
var asides = wordList("asides")

var (
	articles = wordList("articles")
	inPhrase = wordList("in a phrase")
)

// connectors join two sides that are not the same the other way round.
var connectors = wordList("connectors")

// side is a connector with the stems of what stands around it.
type side struct {
	connector   string
	left, right []string
}

// mostSide is how many words of a side are looked at.
const mostSide = 10

// sides are the connectors of a text with what stands before and behind each, up to
// the next connector, verb or end of the statement.
func (e *Checker) sides(text string, tokens []lexicon.Token) []side {
	var out []side
	for i, t := range tokens {
		if !connectors[t.Word] {
			continue
		}
		x := side{connector: t.Word}
		for k := i - 1; k >= max(0, i-mostSide) && !statementEnds(text, tokens, k) && (t.Word == "than" || !breaks(tokens, k)); k-- {
			x.left = e.addContent(x.left, tokens[k])
		}
		for k := i + 1; k < min(len(tokens), i+mostSide) && !statementEnds(text, tokens, k-1) && !connectors[tokens[k].Word] && (k == i+1 || !breaks(tokens, k)); k++ {
			x.right = e.addContent(x.right, tokens[k])
		}
		if len(x.left) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// breaks tells whether a word is a verb and no participle before its noun: "a
// shared calendar".
func breaks(tokens []lexicon.Token, at int) bool {
	return isVerb(tokens[at]) && (at == 0 || !articles[tokens[at-1].Word] && !strings.HasSuffix(tokens[at-1].Word, "ly"))
}

// statementEnds tells whether a statement ends behind a word.
func statementEnds(text string, tokens []lexicon.Token, at int) bool {
	return at+1 < len(tokens) && strings.ContainsAny(text[tokens[at].End:tokens[at+1].Start], ";:.\n–—")
}

func (e *Checker) addContent(stems []string, t lexicon.Token) []string {
	if e.Lexicon.ClassOf(t) == lexicon.Stop || !plainWord(t.Word) {
		return stems
	}
	return append(stems, t.Stem)
}

// addAll are the stems of the words of a text that say something.
func (e *Checker) addAll(text string) (stems []string) {
	for _, t := range lexicon.Tokens(text) {
		stems = e.addContent(stems, t)
	}
	return stems
}

// shared counts the stems that two lists share.
func shared(a, b []string) int {
	n := 0
	for _, s := range a {
		if slices.Contains(b, s) {
			n++
		}
	}
	return n
}

// opposites lead from the connectors of a direction to those of the other.
var opposites = func() map[string]string {
	out := map[string]string{}
	for _, line := range lists.Lines["opposites"] {
		one, other, _ := strings.Cut(line, " ")
		out[one], out[other] = other, one
	}
	return out
}()

// apart tells whether two lists have words and share none.
func apart(a, b []string) bool { return len(a) > 0 && len(b) > 0 && shared(a, b) == 0 }

// checkSwapped wants what stands before and behind a connector, "into", "for", "to
// handle", the way round that the passages have it.
func (e *Checker) checkSwapped(s statement, ev evidence) error {
	var told []side
	for _, said := range e.sides(s.text, s.tokens) {
		if told == nil {
			told = e.sides(ev.own, ev.tokens)
		}
		swapped := false
		for _, t := range told {
			if t.connector != said.connector {
				swapped = swapped || opposites[said.connector] == t.connector && shared(said.right, t.right) > 0
				continue
			}
			left, right := shared(said.left, t.left), shared(said.right, t.right)
			l, r := shared(said.left, t.right), shared(said.right, t.left)
			if left > 0 && right > 0 && left+right >= l+r {
				swapped = false
				break
			}
			swapped = swapped || l > 0 && r > 0 && l+r > left+right
		}
		if swapped {
			return fmt.Errorf("the two sides of %q are the other way round in the passage", said.connector)
		}
	}
	return nil
}

// checkRelative wants what a clause with "that" or "which" is told of to be what it
// is told of in the passages.
func (e *Checker) checkRelative(s statement, ev evidence) error {
	for i := 2; i < len(s.tokens); i++ {
		said := e.antecedent(s.text, s.tokens, i)
		if len(said) == 0 {
			continue
		}
		for k, t := range ev.tokens {
			if t.Stem != s.tokens[i].Stem {
				continue
			}
			if told := e.antecedent(ev.own, ev.tokens, k); len(told) > 0 && shared(said, told) == 0 {
				return fmt.Errorf("the passage tells %q of something else", s.tokens[i-1].Text+" "+s.tokens[i].Text)
			}
		}
	}
	return nil
}

// antecedent are the stems of what stands before "that" or "which" and a verb.
func (e *Checker) antecedent(text string, tokens []lexicon.Token, verb int) (stems []string) {
	if verb < 2 || tokens[verb-1].Word != "that" && tokens[verb-1].Word != "which" || !isVerbForm(tokens[verb].Word) {
		return nil
	}
	for k := verb - 2; k >= 0 && !statementEnds(text, tokens, k) && e.Lexicon.ClassOf(tokens[k]) != lexicon.Stop && !breaks(tokens, k); k-- {
		stems = e.addContent(stems, tokens[k])
	}
	return stems
}

// checkModifiers wants what modifies a noun not to modify other nouns only in the
// passages: "in-house providers" where they have "in-house layers".
func (e *Checker) checkModifiers(s statement, ev evidence) error {
	for i := 0; i+1 < len(s.tokens); i++ {
		x, y := s.tokens[i], s.tokens[i+1]
		if other := e.modifiesOther(ev, x.Stem, y.Stem); other != "" && !isVerb(x) {
			return fmt.Errorf("the passage says %q of %q, not of %q", x.Text, other, y.Text)
		}
	}
	return nil
}

// isModifier tells whether a word and the one behind it are of one noun phrase.
func (e *Checker) isModifier(text string, tokens []lexicon.Token, at int) bool {
	return at+1 < len(tokens) && strings.Trim(text[tokens[at].End:tokens[at+1].Start], " -‑/") == "" && !asides[tokens[at+1].Word] &&
		e.Lexicon.ClassOf(tokens[at]) != lexicon.Stop && e.Lexicon.ClassOf(tokens[at+1]) != lexicon.Stop
}

// modifiesOther is a noun that a word modifies in the evidence where it modifies
// only others than a certain one, which has modifiers of its own; "" else.
func (e *Checker) modifiesOther(ev evidence, word, noun string) string {
	other, owned := "", false
	for i, t := range ev.tokens {
		switch t.Stem {
		case word:
			if !e.isModifier(ev.own, ev.tokens, i) {
				return ""
			}
			for k := i; e.isModifier(ev.own, ev.tokens, k); k++ {
				if ev.tokens[k+1].Stem == noun {
					return ""
				}
			}
			other = ev.tokens[i+1].Text
		case noun:
			owned = owned || i > 0 && e.isModifier(ev.own, ev.tokens, i-1)
		}
	}
	if !owned {
		return ""
	}
	return other
}
