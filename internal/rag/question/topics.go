package question

import (
	_ "embed"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
)

//go:embed topics.txt
var topicsFile string

// topic is a line of topics.txt, as phrases of stems between blanks that speak of
// the person as "he".
type topic struct {
	asked []string // it is what a question is about that has any
	held  []string // a résumé speaks of it that has any
}

func readTopics() []topic {
	var out []topic
	for line := range lexicon.DataLines(topicsFile) {
		asked, held, apart := strings.Cut(line, "<")
		if !apart {
			held = asked
		}
		out = append(out, topic{asked: readPhrases(asked), held: readPhrases(held)})
	}
	return out
}

func readPhrases(list string) []string {
	var out []string
	for phrase := range strings.SplitSeq(list, ",") {
		said := spaced(asHe(lexicon.Tokens(phrase), nil))
		if strings.TrimSpace(said) != "" && !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	return out
}

// asHe are the stems of a text with "he" and "his" for every word for the person.
func asHe(tokens []lexicon.Token, names map[string]bool) []string {
	var out []string
	for _, t := range tokens {
		switch {
		case t.Word == "she" || t.Word == "they" || t.Word == "candidate" || names[t.Stem]:
			if len(out) == 0 || out[len(out)-1] != "he" {
				out = append(out, "he")
			}
		case t.Word == "her" || t.Word == "their":
			out = append(out, "his")
		default:
			out = append(out, t.Stem)
		}
	}
	return out
}

// An owned is a passage that the owner wrote, with what is matched of it and of the
// question that it was written for.
type owned struct {
	passage int
	said    string
}

// Owned is the passage that the owner wrote on the matter of a question, in whatever
// words either is put; -1 if there is none.
func (p *Parser) Owned(q *Query) int {
	asked := p.said(q.Text)
	for _, t := range p.topics {
		for _, o := range p.owned {
			if anyIn(asked, t.asked) && anyIn(o.said, t.asked) {
				return o.passage
			}
		}
	}
	return -1
}

// anyIn tells whether a text has one of some phrases.
func anyIn(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(phrase string) bool { return strings.Contains(text, phrase) })
}

// Unheld tells whether a question is about a matter that résumés do not hold, and
// no passage of this one speaks of it.
func (p *Parser) Unheld(q *Query) bool {
	asked := p.said(q.Text)
	return slices.ContainsFunc(p.topics, func(t topic) bool { return anyIn(asked, t.asked) && !anyIn(p.text(), t.held) })
}

// Alien tells whether a question is of another world than the résumé: it refers to
// nobody and nothing of it, and has words that tell and are not in it.
func (p *Parser) Alien(q *Query) bool {
	const most = 1 // such words, of a question that may be badly put
	unknown := slices.DeleteFunc(slices.Clone(q.Terms), func(t Term) bool { return !t.Hard || t.Known })
	return len(unknown) > most && len(q.Before) == 0 && !p.refers(q) && !p.knows(q)
}

// knows tells whether a question has a word that tells and is in the résumé.
func (p *Parser) knows(q *Query) bool {
	return slices.ContainsFunc(q.Terms, func(t Term) bool { return t.Hard && t.Known })
}

// strange tells whether a text has a word that tells and is not in the résumé.
func (p *Parser) strange(tokens []lexicon.Token) bool {
	return slices.ContainsFunc(tokens, func(t lexicon.Token) bool {
		return p.lexicon.ClassOf(t) == lexicon.Content && !p.asking[t.Word] && !p.index.Has(t.Stem)
	})
}

// refers tells whether a question is about the person by its words, or names an
// entry.
func (p *Parser) refers(q *Query) bool {
	if len(q.Named) > 0 {
		return true
	}
	for i, t := range q.Tokens {
		polite := t.Word == "you" && i > 0 && p.lists.Words["polite"][q.Words[i-1]]
		if !polite && (p.names.Person[t.Stem] || person[t.Word] || p.lists.Words["person"][t.Word]) {
			return true
		}
	}
	return false
}
