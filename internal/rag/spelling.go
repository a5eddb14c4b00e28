package rag

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
)

// correct puts a question into words that the résumé or the lexicon knows: what
// people shorten is written out, what they write apart is joined, and typing errors
// are mended. Each step reads the text as the one before left it.
func (q *query) correct(e *Engine) {
	typed := q.text
	for _, step := range []func(*query){leaveOutAsides, e.writeOut, e.spellOut, e.joinApart, e.unswap, e.mend} {
		before := q.text
		if step(q); q.text != before {
			q.tokens = lexicon.Tokens(q.text)
		}
	}
	if q.text != typed {
		q.lower = strings.ToLower(q.text)
		q.words = wordsOf(q.text)
	}
}

// widening is what widens a question to everything: "…, AI or not", "AI and
// otherwise".
var widening = regexp.MustCompile(`(?i),? (?:whether |both )?[\w-]+(?: ones)? (?:or not|and otherwise|or otherwise|and (?:the )?(?:rest|others?))\b`)

// leaveOutAsides leaves out what says that no narrowing is meant.
func leaveOutAsides(q *query) { q.text = widening.ReplaceAllString(q.text, "") }

// shorthand is how people shorten words when they type.
var shorthand = map[string]string{
	"lang": "language", "langs": "languages", "db": "database", "dbs": "databases", "uni": "university", "unis": "universities",
	"cert": "certificate", "certs": "certificates", "proj": "project", "projs": "projects", "edu": "education", "qual": "qualification",
	"quals": "qualifications", "dept": "department", "yrs": "years", "yr": "year", "mgr": "manager", "dev": "development", "freq": "frequency",
}

// writeOut writes shorthand out that the résumé does not use itself.
func (e *Engine) writeOut(q *query) {
	for _, t := range slices.Backward(q.tokens) { // from the end, so that offsets stay right
		if long := shorthand[t.Word]; long != "" && !e.Index.Has(t.Stem) {
			q.text = q.text[:t.Start] + long + q.text[t.Start+len(t.Text):]
		}
	}
}

// spellOut puts the résumé's words for an abbreviation of their initials that it
// does not have: "CAC" for "customer acquisition cost".
func (e *Engine) spellOut(q *query) {
	for _, t := range q.tokens {
		n := len(t.Text)
		if n < 3 || n > 5 || t.Text != strings.ToUpper(t.Text) || strings.ContainsFunc(t.Text, func(r rune) bool { return !unicode.IsLetter(r) }) || e.Index.Has(t.Stem) || e.Lexicon.Known(t) {
			continue
		}
		if long := e.initialled(t.Word); long != "" {
			q.text = strings.Replace(q.text, t.Text, long, 1)
		}
	}
}

// initialled is the run of words in the résumé whose initials are the given
// letters, or "".
func (e *Engine) initialled(letters string) string {
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		if p.Private {
			continue
		}
		text := p.Text()
		tokens := lexicon.Tokens(text)
		for at := 0; at+len(letters) <= len(tokens); at++ {
			run := tokens[at : at+len(letters)]
			if !slices.ContainsFunc(run, func(t lexicon.Token) bool { return e.Lexicon.ClassOf(t) == lexicon.Stop }) && firstLetters(run) == letters {
				return text[run[0].Start:run[len(run)-1].End]
			}
		}
	}
	return ""
}

func firstLetters(tokens []lexicon.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteByte(t.Word[0])
	}
	return b.String()
}

// joinApart joins the first name that is written apart: "git hub", "finance bud".
func (e *Engine) joinApart(q *query) {
	for i := 1; i < len(q.tokens); i++ {
		a, b := q.tokens[i-1], q.tokens[i]
		word := a.Word + b.Word
		if b.Start == a.End+1 && len(word) >= 6 && e.Lexicon.ClassOf(a) == lexicon.Content && !(e.Index.Has(a.Stem) && e.Index.Has(b.Stem)) && (e.Index.Has(lexicon.Stem(word)) || contactWords[word] != "") {
			q.text = strings.Replace(q.text, q.text[a.Start:b.End], word, 1)
			return
		}
	}
}

// isKnown tells whether the résumé, the lexicon or the encoder's vocabulary has a
// word.
func (e *Engine) isKnown(t lexicon.Token) bool { return e.Index.Has(t.Stem) || e.isEnglish(t) }

// unswap mends two neighbouring letters that are swapped in a word of four: "knwo".
func (e *Engine) unswap(q *query) {
	for _, t := range q.tokens {
		if len(t.Word) != 4 || t.Text != t.Word || e.isKnown(t) {
			continue
		}
		for i := range 3 {
			word := t.Word[:i] + string(t.Word[i+1]) + string(t.Word[i]) + t.Word[i+2:]
			if e.Lexicon.Known(lexicon.Token{Word: word, Stem: lexicon.Stem(word), Text: word}) {
				q.text = strings.Replace(q.text, t.Text, word, 1)
				break
			}
		}
	}
}

// mend replaces longer words that nobody knows by the nearest of the vocabulary:
// one letter wrong, missing, added or swapped; two in words of nine letters and
// more.
func (e *Engine) mend(q *query) {
	for _, t := range q.tokens {
		if len(t.Word) < 5 || e.isKnown(t) || contactWords[t.Word] != "" || strings.ContainsFunc(t.Word, unicode.IsDigit) {
			continue
		}
		if w := e.vocabulary.nearest(t.Word); w != "" {
			q.text = strings.Replace(q.text, t.Text, w, 1)
		}
	}
}
