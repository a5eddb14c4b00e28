package question

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/order"
)

// Talk is what a message is that asks nothing about the person.
type Talk int

const (
	NoTalk   Talk = iota // it may well ask about the person
	Greeting             // hello
	Thanks               // and praise
	Goodbye
	AboutBot // it asks what the bot is or can
	Order    // it tells the bot to do something else, or asks for something else
	Verdict  // it asks the bot to judge the person
	Nonsense // it has no words, or is code
)

// says tells whether words are nothing but those of a section of talk.txt, and such
// as may stand beside them.
func (p *Parser) says(section string, words []string) bool {
	core, beside := p.lists.Words[section], p.lists.Words["beside "+section]
	return slices.ContainsFunc(words, func(w string) bool { return core[w] }) && !slices.ContainsFunc(words, func(w string) bool { return !core[w] && !beside[w] })
}

var waves = lazyregexp.New(`^[\s👋🙋🖐✋🤚\x{1F3FB}-\x{1F3FF}\x{FE0F}]*[👋🙋🖐✋🤚][\s👋🙋🖐✋🤚\x{1F3FB}-\x{1F3FF}\x{FE0F}!]*$`)

// TalkOf tells what a message is that asks nothing about the person: all of it, or
// all of it that is no mere statement.
func (p *Parser) TalkOf(text string) Talk {
	if waves.MatchString(text) {
		return Greeting
	}
	tokens := lexicon.Tokens(text)
	words := wordsOf(tokens)
	switch {
	case !slices.ContainsFunc(words, func(w string) bool { return len(w) > 1 }) || isCode(text) || p.repeats(tokens):
		return Nonsense
	case p.says("thanks", words):
		return Thanks
	case p.says("greeting", words):
		return Greeting
	case p.says("bye", words):
		return Goodbye
	case len(words) == 1 && words[0] == "help":
		return AboutBot
	case dialogue.MatchString(text):
		return Order
	}
	out, times := NoTalk, 0
	var questions []string
	for _, s := range sentences(text) {
		switch talk := p.toBot(s); {
		case talk != NoTalk:
			times++
			if out == NoTalk {
				out = talk
			}
		case p.isQuestion(s):
			questions = append(questions, s)
		}
	}
	if slices.ContainsFunc(questions, func(s string) bool { return !p.goesWith(s, times) }) {
		return NoTalk
	}
	return out
}

// goesWith tells whether a question beside so many sentences to the bot goes with
// them: it leans on them, or is not about the person and has a word that is not in
// the résumé, or stands beside several.
func (p *Parser) goesWith(sentence string, times int) bool {
	const several = 2
	q := p.parse(sentence)
	return times > 0 && (p.leans(q) || !p.refers(q) && (times >= several || p.has("world", q.Words) || p.strange(q.Tokens)))
}

// IsTalk tells whether a text asks nothing about the person.
func (p *Parser) IsTalk(text string) bool { return p.TalkOf(text) != NoTalk }

// Asked is a message without the sentences in it that speak to the bot; the message
// as it is where none does, or all do.
func (p *Parser) Asked(text string) string {
	all := sentences(text)
	kept := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return p.toBot(s) != NoTalk })
	if len(kept) == 0 || slices.Equal(kept, lexicon.Sentences(text)) {
		return text
	}
	return strings.Join(kept, " ")
}

// has tells whether words have a phrase of a section of the lists.
func (p *Parser) has(section string, words []string) bool {
	return anyIn(spaced(words), p.lists.Phrases[section])
}

// spaced are words between single blanks.
func spaced(words []string) string { return " " + strings.Join(words, " ") + " " }

func wordsOf(tokens []lexicon.Token) []string {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Word
	}
	return words
}

// repeats tells a long text that says the same few words again and again, none of
// them the résumé's.
func (p *Parser) repeats(tokens []lexicon.Token) bool {
	const long, share = 40, 4
	return len(tokens) > long && len(lexicon.WordSet(strings.Join(wordsOf(tokens), " ")))*share < len(tokens) &&
		!slices.ContainsFunc(tokens, func(t lexicon.Token) bool { return p.index.Has(t.Stem) })
}

// dialogue is a made-up conversation, put there for the bot to go on with.
var dialogue = lazyregexp.New(`(?s)\bQ:.*\bA:.*\bQ:`)

// sentences are those of a message. Of one that gives an order and goes on with a
// question, or leads in to one, the question is left.
func sentences(text string) []string {
	out := lexicon.Sentences(text)
	for i, s := range out {
		if m := goesOn.FindStringSubmatch(s); m != nil && order.Is(s) && !order.Is(m[1]) {
			out[i] = m[1]
		} else if m := leadIn.FindStringSubmatch(s); m != nil {
			out[i] = m[1]
		}
	}
	return out
}

// leadIn is who asks, or for what, before a colon: "You are talking to a recruiter:
// which banks …".
var leadIn = lazyregexp.New(`(?i)^[^?:]{3,120}:\s+((?:what|where|when|which|who|whose|how|why|does|do|did|is|was|has|have|can|could|give me|tell me|show me|list)\b.*)$`)

var goesOn = lazyregexp.New(`(?i)[-–—:;,]\s+((?:what|where|when|which|who|how|why|did|does|is|was|has)\b[^?]*\?)$`)
