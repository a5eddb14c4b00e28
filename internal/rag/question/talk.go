package question

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
)

//go:embed talk.txt
var talkFile string

//go:embed topics.txt
var topicsFile string

// Talk is what a message is that asks nothing about the person.
type Talk int

const (
	NoTalk   Talk = iota // it may well ask about the person
	Greeting             // hello
	Thanks               // and praise
	Goodbye
	AboutBot // it asks what the bot is or can
	Order    // it tells the bot to do something else
	Nonsense // it has no words, or is code
)

// talk is talk.txt.
type talk struct {
	core, more map[Talk]map[string]bool
	bot        []string
	command    map[string]bool
	task       map[string]bool
}

func readTalk() *talk {
	t := &talk{core: map[Talk]map[string]bool{}, more: map[Talk]map[string]bool{}}
	sections := map[string]Talk{"greeting": Greeting, "thanks": Thanks, "bye": Goodbye}
	section := ""
	for line := range lexicon.DataLines(talkFile) {
		kind, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		case section == "bot":
			t.bot = append(t.bot, line)
		case section == "command":
			t.command = union(t.command, lexicon.WordSet(line))
		case section == "task":
			t.task = union(t.task, lexicon.WordSet(line))
		case kind == "core":
			t.core[sections[section]] = lexicon.WordSet(rest)
		case kind == "more":
			t.more[sections[section]] = lexicon.WordSet(rest)
		}
	}
	return t
}

// says tells whether the words are nothing but a greeting, thanks or a goodbye.
func (t *talk) says(kind Talk, words []string) bool {
	core := false
	for _, w := range words {
		core = core || t.core[kind][w]
		if !t.core[kind][w] && !t.more[kind][w] {
			return false
		}
	}
	return core
}

var waves = regexp.MustCompile(`^[\s👋🙋🖐✋🤚\x{1F3FB}-\x{1F3FF}\x{FE0F}]*[👋🙋🖐✋🤚][\s👋🙋🖐✋🤚\x{1F3FB}-\x{1F3FF}\x{FE0F}!]*$`)

// TalkOf tells what a message is that asks nothing about the person.
func (p *Parser) TalkOf(text string) Talk {
	if waves.MatchString(text) {
		return Greeting
	}
	tokens := lexicon.Tokens(text)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Word
	}
	all := " " + strings.Join(words, " ") + " "
	switch {
	case !slices.ContainsFunc(words, func(w string) bool { return len(w) > 1 }) || isCode(text):
		return Nonsense
	case p.talk.says(Thanks, words):
		return Thanks
	case p.talk.says(Greeting, words):
		return Greeting
	case p.talk.says(Goodbye, words):
		return Goodbye
	case slices.ContainsFunc(p.talk.bot, func(b string) bool { return strings.Contains(all, " "+b+" ") }) || len(words) == 1 && words[0] == "help":
		return AboutBot
	case p.isOrder(tokens):
		return Order
	}
	return NoTalk
}

// IsTalk tells whether a text asks nothing about the person.
func (p *Parser) IsTalk(text string) bool { return p.TalkOf(text) != NoTalk }

// isOrder tells whether the visitor tells the bot to do something else than to
// answer about the person.
func (p *Parser) isOrder(tokens []lexicon.Token) bool {
	about, task, first := false, false, ""
	for _, t := range tokens {
		about = about || p.names.Person[t.Stem] || person[t.Word]
		task = task || p.talk.task[t.Word] && !p.index.Has(t.Stem)
		if first == "" && t.Word != "please" && t.Word != "now" && t.Word != "and" {
			first = t.Word
		}
	}
	named, _, _ := p.names.Find(tokens, nil)
	return !about && len(named) == 0 && (p.talk.command[first] || task) || p.talk.command[first] && task
}

// person are the pronouns for the one whose résumé it is.
var person = lexicon.WordSet("he she his her him")

var codeForm = regexp.MustCompile(`(?i)\b(select|insert|update|delete|drop|alter|create)\b.+\b(from|into|table|set|database)\b.*[;*=]|</?(script|html|body|img|div)\b|\bfunc(tion)? \w+\(|#include|import os|sudo |rm -rf`)

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

// readTopics reads topics.txt: each line a matter, as phrases of stems between
// blanks that speak of the person as "he".
func readTopics() [][]string {
	var out [][]string
	for line := range lexicon.DataLines(topicsFile) {
		var phrases []string
		for phrase := range strings.SplitSeq(line, ",") {
			if said := " " + strings.Join(asHe(lexicon.Tokens(phrase), nil), " ") + " "; !slices.Contains(phrases, said) {
				phrases = append(phrases, said)
			}
		}
		out = append(out, phrases)
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

// Unheld tells whether a question is about a matter that résumés do not hold, and
// no passage of this one speaks of it.
func (p *Parser) Unheld(q *Query) bool {
	asked := " " + strings.Join(asHe(q.Tokens, p.names.Person), " ") + " "
	return slices.ContainsFunc(p.topics, func(phrases []string) bool {
		return slices.ContainsFunc(phrases, func(f string) bool { return strings.Contains(asked, f) }) &&
			!slices.ContainsFunc(phrases, func(f string) bool { return strings.Contains(p.text, f) })
	})
}

// Presumes tells whether a question takes for granted a name that the résumé does
// not have: it names one, nothing that the résumé has, and does not ask whether.
func (p *Parser) Presumes(q *Query) bool {
	return len(q.Lacks) > 0 && !q.Asks.Has(Whether) && len(q.Named) == 0 && !slices.ContainsFunc(q.Terms, func(t Term) bool { return t.Known && p.isName(q, t) })
}
