// Package question reads what a visitor typed: its words weighed against the
// résumé, typing errors mended, the entries and kinds of things it names, the
// turn it leans on, and whether it is a question about the person at all. It
// finds nothing and answers nothing: search and readers go by what it tells.
//
// Start with [New]; a [Parser] is not changed afterwards and may be shared
// between goroutines.
package question

import (
	"slices"
	"strings"
	"sync"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// Turn is an earlier exchange of the same conversation. Answer may be empty
// where it is not known.
type Turn struct {
	Question string
	Answer   string
}

// Term is a word or phrase of a question with what it means to the résumé.
type Term struct {
	lexicon.Term
	Known bool    // the résumé has it, or things of the kind it names
	Named bool    // it is part of the name of an entry
	Hard  bool    // a name, a thing or a rare word; not one of the words that questions are made of
	IDF   float64 // how rare it is among the résumé's chunks
}

// Missing tells a name, a thing or a rare word that the résumé does not have.
func (t Term) Missing() bool { return t.Hard && !t.Known }

// Query is an understood question.
type Query struct {
	Text   string // with typing errors mended
	Words  []string
	Tokens []lexicon.Token
	Terms  []Term
	Before []Term // terms of the turn that it leans on
	Turn   string // that turn's question, "" where it stands by itself
	Named  []int  // entries that it names, or that the turn names it leans on
	Asks   Asks
	Lacks  []string // names in it that the résumé does not have
}

// Asks is what kind of thing a question wants to know.
type Asks uint

const (
	When    Asks = 1 << iota // a date, or how long
	Number                   // how many, how much
	Whether                  // yes or no
	List                     // all there are
	Where
	Now // what holds today
	Why
)

// Has tells whether a question asks any of b.
func (a Asks) Has(b Asks) bool { return a&b != 0 }

// Parser understands questions about one résumé.
type Parser struct {
	document   *resume.Document
	index      *index.Index
	lexicon    *lexicon.Lexicon
	names      *names.Names
	known      func(word string) bool
	vocabulary func() vocabulary // made when a word is misspelt first
	asking     map[string]bool   // words that questions are made of
	lists      lexicon.Lists     // of forms.txt and talk.txt
	order      map[string]string // function word → stem of what computed passages are found by
	shorthand  map[string]string // short form → word
	judging    map[string]bool   // stems of the phrases that ask for a judgement
	topics     []topic
	owned      []owned
	text       func() string // of the whole résumé as stems between blanks
}

// Config holds the parts of a [Parser].
type Config struct {
	Document *resume.Document
	Index    *index.Index
	Lexicon  *lexicon.Lexicon
	Names    *names.Names
	Known    func(word string) bool // tells correctly spelt words; may be nil
}

// New makes a parser.
func New(c Config) *Parser {
	p := &Parser{document: c.Document, index: c.Index, lexicon: c.Lexicon, names: c.Names, known: c.Known,
		vocabulary: sync.OnceValue(func() vocabulary { return newVocabulary(c.Index.Chunks(), c.Lexicon) }), topics: readTopics()}
	p.readLists()
	p.text = sync.OnceValue(p.stems)
	for i := range c.Document.Passages {
		if pass := &c.Document.Passages[i]; pass.Kind == resume.PassageCurated {
			p.owned = append(p.owned, owned{passage: i, said: p.said(pass.Asked) + p.said(pass.Body)})
		}
	}
	return p
}

// stems are those of the whole résumé between blanks.
func (p *Parser) stems() string {
	var b strings.Builder
	for i := range p.document.Passages {
		pass := &p.document.Passages[i]
		if b.WriteString(" " + strings.Join(lexicon.Stems(pass.Text()), " ") + " |"); pass.Kind == resume.PassageCurated {
			b.WriteString(p.said(pass.Asked))
		}
	}
	return b.String()
}

// said are the stems of a text, as if all of it were of him.
func (p *Parser) said(text string) string {
	return " " + strings.Join(asHe(lexicon.Tokens(text), p.names.Person), " ") + " |"
}

// Parse understands a message with the turns before it, oldest first: one query
// for each question it holds.
func (p *Parser) Parse(text string, history []Turn) []*Query {
	parts, statements := p.split(text)
	var out []*Query
	for _, part := range parts {
		q := p.parse(part)
		if p.leans(q) {
			p.carry(q, slices.Concat(history, statements))
		}
		out = append(out, q)
		history = append(slices.Clip(history), Turn{Question: part})
	}
	return out
}

// parse understands one question by itself.
func (p *Parser) parse(text string) *Query {
	q := &Query{Text: strings.TrimSpace(text)}
	if q.Text == strings.ToUpper(q.Text) {
		q.Text = strings.ToLower(q.Text) // shouted
	}
	q.Tokens = lexicon.Tokens(q.Text)
	p.correct(q)
	q.Words = wordsOf(q.Tokens)
	terms := p.lexicon.Terms(q.Text)
	named, titled, used := p.names.Find(q.Tokens, terms)
	both := slices.DeleteFunc(slices.Clone(titled), func(i int) bool { return !slices.Contains(named, i) })
	switch q.Named = named; {
	case len(both) > 0: // one of several positions there
		q.Named = both
	case len(named) == 0:
		q.Named = titled
	}
	for _, t := range terms {
		if t.Class != lexicon.Stop && !p.asking[lexicon.Fold(t.Text)] && !p.names.IsPerson(q.Tokens[t.Start:t.End]) {
			q.Terms = append(q.Terms, p.weigh(t, used))
		}
	}
	p.months(q)
	p.inOrder(q)
	if len(q.Terms) == 0 && len(q.Tokens) > 0 { // "what does she do", "tell me about yourself"
		q.Terms = append(q.Terms, Term{Term: lexicon.Term{Text: q.Text, Keys: []string{"overview"}, End: len(q.Tokens)}, Known: true, IDF: p.index.IDF("overview")})
	}
	p.form(q)
	q.Lacks = p.lacks(q)
	return q
}

// weigh finds out what a term means to the résumé.
func (p *Parser) weigh(t lexicon.Term, used map[int]bool) Term {
	word := lexicon.Fold(t.Text)
	out := Term{Term: t, Hard: t.Class == lexicon.Content && !p.asking[word] && !isSmallNumber(word)}
	for i := t.Start; i < t.End; i++ {
		out.Named = out.Named || used[i]
	}
	out.Known = out.Named || p.hasAny(out.Keys) || p.hasAny(t.Members)
	for _, k := range out.Keys {
		out.IDF = max(out.IDF, p.index.IDF(k))
	}
	return out
}

func (p *Parser) hasAny(keys []string) bool { return slices.ContainsFunc(keys, p.index.Has) }

// inOrder adds a term for each function word that asks for an order in time.
func (p *Parser) inOrder(q *Query) {
	for i, t := range q.Tokens {
		if key := p.order[t.Word]; key != "" && p.index.Has(key) {
			q.Terms = append(q.Terms, Term{Term: lexicon.Term{Text: t.Text, Keys: []string{key}, Start: i, End: i + 1}, Known: true, IDF: p.index.IDF(key)})
		}
	}
}

// form tells what is asked from the function words.
func (p *Parser) form(q *Query) {
	for section, asks := range asked {
		if p.has(section, q.Words) {
			q.Asks |= asks
		}
	}
	if len(q.Words) > 0 && p.lists.Words["whether"][q.Words[0]] {
		q.Asks |= Whether
	}
}

// lacks are the names in a question that the résumé does not have in any form; what
// stands behind "which" is a sort of things and no name: "which CMMS".
func (p *Parser) lacks(q *Query) []string {
	var out []string
	for _, t := range q.Terms {
		sort := t.Start > 0 && (q.Words[t.Start-1] == "what" || q.Words[t.Start-1] == "which")
		if t.Missing() && !sort && p.isName(q, t) {
			out = append(out, t.Text)
		}
	}
	return out
}

// isName tells a proper name or a thing of a trade from a common word.
func (p *Parser) isName(q *Query, t Term) bool {
	tok := q.Tokens[t.Start]
	switch {
	case strings.HasPrefix(t.Keys[0], "="), strings.HasPrefix(t.Keys[0], "_") && len(t.Members) == 0:
		return t.Text != strings.ToLower(t.Text) || !p.isEnglish(tok)
	case t.Text == strings.ToLower(t.Text):
		return false
	}
	return t.Start > 0 || !p.isEnglish(tok)
}

// isEnglish tells whether a word is a common one, whatever its capital.
func (p *Parser) isEnglish(t lexicon.Token) bool {
	return p.lexicon.Known(t) || p.known != nil && p.known(t.Word)
}

// Keys is what the index is asked by words: the question's own, members of the
// kinds it names at lower weight, and the turn it leans on at lower weight still.
func (q *Query) Keys() []index.WeightedKey {
	keys := []index.WeightedKey{}
	add := func(terms []Term, weight float64) {
		for _, t := range terms {
			w := weight
			if !t.Hard {
				w *= SoftWeight
			}
			for _, k := range t.Keys {
				keys = append(keys, index.WeightedKey{Key: k, Weight: w})
			}
			for _, m := range t.Members {
				keys = append(keys, index.WeightedKey{Key: m, Weight: w * memberWeight})
			}
		}
	}
	add(q.Terms, 1)
	add(q.Before, beforeWeight)
	return keys
}

// Weights of words in a search, on the plateau that rank tables show.
const (
	SoftWeight   = 0.4 // of a word that questions are made of
	memberWeight = 0.3 // of a thing of the kind that is named
	beforeWeight = 0.6 // of a word of the turn before
)

// SearchText is what is embedded: the question, behind the turn it leans on.
func (q *Query) SearchText() string { return strings.TrimSpace(q.Turn + " " + q.Text) }

func isSmallNumber(word string) bool {
	return word != "" && len(word) < 3 && strings.Trim(word, "0123456789") == ""
}
