package question

import (
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/order"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// toBot tells whether a sentence speaks to the bot about something else than the
// person's résumé: Nonsense, Verdict, AboutBot, Order or NoTalk.
func (p *Parser) toBot(sentence string) Talk {
	tokens := lexicon.Tokens(sentence)
	words := wordsOf(tokens)
	about := slices.ContainsFunc(tokens, func(t lexicon.Token) bool { return p.names.Person[t.Stem] || person[t.Word] })
	asked := asHe(tokens, p.names.Person)
	named, _, _ := p.names.Find(tokens, nil)
	switch {
	case isCode(sentence):
		return Nonsense
	case p.has("verdict", asked) && !p.has("grounds", asked) && (about || len(named) == 0) && !p.judgesBy(sentence):
		return Verdict
	case order.Is(sentence), voice.MatchString(sentence), p.isOrder(sentence, tokens, about || len(named) > 0):
		return Order
	case p.has("never", words), !about && len(named) == 0 && (p.has("bot", words) || p.asksOwn(tokens)):
		return AboutBot
	case about, len(named) > 0:
		return NoTalk
	case p.asksWorld(sentence, tokens), !p.reaches(tokens) && (p.has("self", words) || p.has("opinion", words)):
		return Order
	}
	return NoTalk
}

// judgesBy tells whether a sentence that asks for a judgement names something of the
// résumé that it is to go by: "a good fit for a Rust role". Its facts are the answer.
func (p *Parser) judgesBy(sentence string) bool {
	_, by, found := strings.Cut(sentence, " for ")
	return found && slices.ContainsFunc(p.parse(by).Terms, func(t Term) bool {
		return t.Hard && t.Known && !slices.ContainsFunc(lexicon.Stems(t.Text), func(s string) bool { return p.judging[s] })
	})
}

// voice is what stands before words that pretend to be another's than the visitor's,
// or that the bot is to keep.
var voice = lazyregexp.New(`(?i)^[\W_]*(?:system|assistant|developer|admin)(?: (?:note|update|override|prompt|message))?[\])>]*:|^(?:please )?remember (?:this|that)\b`)

// reaches tells whether a sentence has a word for how to reach or find somebody, or
// for what a résumé is made of.
func (p *Parser) reaches(tokens []lexicon.Token) bool {
	return slices.ContainsFunc(tokens, func(t lexicon.Token) bool { return p.lists.Words["reach"][t.Word] || names.IsKind(t.Stem) })
}

// asksWorld tells whether a sentence that names no entry asks for what anybody may
// know, for a sum, or for what stands on a page elsewhere.
func (p *Parser) asksWorld(sentence string, tokens []lexicon.Token) bool {
	words := wordsOf(tokens)
	if sum.MatchString(sentence) || p.strange(tokens) && (p.has("world", words) || p.has("explain", words) && !p.knows(p.parse(sentence))) {
		return true
	}
	return slices.ContainsFunc(link.FindAllStringSubmatch(sentence, -1), func(m []string) bool {
		return !slices.ContainsFunc(p.document.Passages, func(pass resume.Passage) bool {
			return strings.Contains(strings.ToLower(pass.Raw+pass.URL), strings.ToLower(m[1]))
		})
	})
}

var (
	sum  = lazyregexp.New(`\d\s*[+*×^=]\s*\d`)
	link = lazyregexp.New(`(?i)(?:https?://|www\.)([\w.-]+)`)
)

// AsksOddLines tells whether a message asks for lines that do not belong into a
// résumé.
func (p *Parser) AsksOddLines(text string) bool {
	return p.has("lines", wordsOf(lexicon.Tokens(text)))
}

// asksOwn tells whether a sentence is about what is the bot's own: "your secret key",
// "the user's birth year".
func (p *Parser) asksOwn(tokens []lexicon.Token) bool {
	const reach = 3 // words behind "your"
	for i, t := range tokens {
		if t.Word == "user" && t.Text != "user" && i > 0 && tokens[i-1].Word == "the" {
			return true
		}
		if p.lists.Words["yours"][t.Word] && i+1 < len(tokens) && tokens[i+1].Word == "you" {
			return true
		}
		if !p.lists.Words["your"][t.Word] {
			continue
		}
		for j := i + 1; j < len(tokens) && j <= i+reach; j++ {
			if p.lists.Words["yours"][tokens[j].Word] && p.endsNoun(tokens, j) {
				return true
			}
		}
	}
	return false
}

// endsNoun tells whether a noun ends with a token: "your database", not "your
// database skills".
func (p *Parser) endsNoun(tokens []lexicon.Token, at int) bool {
	return at+1 == len(tokens) || p.lexicon.ClassOf(tokens[at+1]) != lexicon.Content && !p.lists.Words["nouns"][tokens[at+1].Word]
}

// isOrder tells whether the visitor tells the bot to do something else than to
// answer about the person or what is named.
func (p *Parser) isOrder(sentence string, tokens []lexicon.Token, about bool) bool {
	task, product, first := false, false, ""
	for i, t := range tokens {
		if p.lists.Words["task"][t.Word] && i > 1 && tokens[i-1].Word == "a" && tokens[i-2].Word == "me" {
			return true // tell me a joke
		}
		task = task || p.lists.Words["task"][t.Word] && !p.index.Has(t.Stem)
		product = product || p.lists.Words["product"][t.Word] || p.lists.Words["task"][t.Word]
		if first == "" && !p.lists.Words["polite"][t.Word] {
			first = t.Word
		}
	}
	command, makes := p.lists.Words["command"][first], p.lists.Words["make"][first]
	command = command || p.lists.Words["weigh"][first] && !p.knows(p.parse(sentence)) && !p.reaches(tokens)
	return !about && (command || makes || task) || command && task || makes && product
}

// person are the pronouns for the one whose résumé it is.
var person = lexicon.WordSet("he she his her him")

var codeForm = lazyregexp.New(`(?i)\b(select|insert|update|delete|drop|alter|create)\b.+\b(from|into|table|set|database)\b.*[;*=]|</?(script|html|body|img|div)\b|\bfunc(tion)? \w+\(|#include|import os|sudo |rm -rf|^/(system|admin|debug|reset|eval|exec)\b|\bdef \w+ ?\(|\bprint\(|</?(h\d|p|title|head|table|tr|td|caption|style|code|a href)\b`)

// isCode tells source code and markup from a question.
func isCode(text string) bool {
	signs, letters := 0, 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("{}<>;=()[]|\\$*_`~^", r):
			signs++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return codeForm.MatchString(text) || signs > 3 && signs*4 > letters
}
