package question

import (
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

// correct puts a question into words that the résumé or the lexicon knows: what
// people shorten is written out, what they write apart is joined, and typing errors
// are mended. Each step reads the text as the one before left it.
func (p *Parser) correct(q *Query) {
	for _, step := range []func(*Query){leaveOutAsides, p.capitalise, p.writeOut, p.spellOut, p.joinApart, p.mend, p.tellSpoken} {
		before := q.Text
		if step(q); q.Text != before {
			q.Tokens = lexicon.Tokens(q.Text)
		}
	}
}

// widening is what widens a question to everything: "…, AI or not", "AI and
// otherwise".
var widening = lazyregexp.New(`(?i),? (?:whether |both )?[\w-]+(?: ones)? (?:or not|and otherwise|or otherwise|and (?:the )?(?:rest|others?))\b`)

// leaveOutAsides leaves out what says that no narrowing is meant.
func leaveOutAsides(q *Query) { q.Text = widening.ReplaceAllString(q.Text, "") }

// AskedWith are words before the name of a skill in a question.
var AskedWith = lexicon.WordSet("in with know knows use uses used using")

// capitalise gives what stands where skills do, and is a plain word else, the capital
// of its name: "does she know go".
func (p *Parser) capitalise(q *Query) {
	for i, t := range q.Tokens {
		if i == 0 || !AskedWith[q.Tokens[i-1].Word] || p.lexicon.ClassOf(t) == lexicon.Content {
			continue
		}
		name := strings.ToUpper(t.Word[:1]) + t.Word[1:]
		if key := p.lexicon.Terms(name)[0].Keys[0]; strings.HasPrefix(key, "=") && p.index.Has(key) {
			q.Text = q.Text[:t.Start] + name + q.Text[t.End:]
		}
	}
}

// writeOut writes shorthand out that the résumé does not use itself.
func (p *Parser) writeOut(q *Query) {
	for _, t := range slices.Backward(q.Tokens) { // from the end, so that offsets stay right
		if long := p.shorthand[t.Word]; long != "" && !p.index.Has(t.Stem) {
			q.Text = q.Text[:t.Start] + long + q.Text[t.Start+len(t.Text):]
		}
	}
}

// spellOut puts the résumé's words for an abbreviation of their initials that it
// does not have: "CAC" for "customer acquisition cost".
func (p *Parser) spellOut(q *Query) {
	for _, t := range q.Tokens {
		n := len(t.Text)
		if n < 3 || n > 5 || t.Text != strings.ToUpper(t.Text) || strings.ContainsFunc(t.Text, func(r rune) bool { return !unicode.IsLetter(r) }) || p.index.Has(t.Stem) || p.lexicon.Known(t) {
			continue
		}
		if long := p.initialled(t.Word); long != "" {
			q.Text = strings.Replace(q.Text, t.Text, long, 1)
		}
	}
}

// initialled is the run of words in the résumé whose initials are the given
// letters, or "".
func (p *Parser) initialled(letters string) string {
	for i := range p.document.Passages {
		text := p.document.Passages[i].Text()
		tokens := lexicon.Tokens(text)
		for at := 0; at+len(letters) <= len(tokens); at++ {
			run := tokens[at : at+len(letters)]
			if slices.EqualFunc(run, []byte(letters), func(t lexicon.Token, c byte) bool { return t.Word[0] == c && p.lexicon.ClassOf(t) != lexicon.Stop }) {
				return text[run[0].Start:run[len(run)-1].End]
			}
		}
	}
	return ""
}

// joinApart joins the first name that is written apart: "git hub", "finance bud".
func (p *Parser) joinApart(q *Query) {
	for i := 1; i < len(q.Tokens); i++ {
		a, b := q.Tokens[i-1], q.Tokens[i]
		word := a.Word + b.Word
		if b.Start == a.End+1 && len(word) >= 6 && p.lexicon.ClassOf(a) == lexicon.Content && !(p.index.Has(a.Stem) && p.index.Has(b.Stem)) && p.index.Has(lexicon.Stem(word)) {
			q.Text = strings.Replace(q.Text, q.Text[a.Start:b.End], word, 1)
			return
		}
	}
}

// tellSpoken tells the languages that people speak from those of programs: "which
// languages is she fluent in".
func (p *Parser) tellSpoken(q *Query) {
	if !slices.ContainsFunc(q.Tokens, func(t lexicon.Token) bool { return p.lists.Words["speaking"][t.Word] }) {
		return
	}
	for _, t := range slices.Backward(p.lexicon.Terms(q.Text)) {
		if first := q.Tokens[t.Start]; t.End == t.Start+1 && first.Stem == "languag" {
			q.Text = q.Text[:first.Start] + "spoken " + q.Text[first.Start:]
		}
	}
}

// isKnown tells whether the résumé, the lexicon or the encoder's vocabulary has a
// word.
func (p *Parser) isKnown(t lexicon.Token) bool { return p.index.Has(t.Stem) || p.isEnglish(t) }

// mend replaces longer words that nobody knows by the nearest of the vocabulary:
// one letter wrong, missing, added or swapped; two in words of nine letters and
// more.
func (p *Parser) mend(q *Query) {
	for _, t := range q.Tokens {
		if len(t.Word) < 5 || p.isKnown(t) || strings.ContainsFunc(t.Word, unicode.IsDigit) {
			continue
		}
		if w := p.vocabulary().nearest(t.Word); w != "" {
			q.Text = strings.Replace(q.Text, t.Text, w, 1)
		}
	}
}
