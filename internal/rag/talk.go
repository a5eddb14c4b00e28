package rag

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"resumebot/internal/lexicon"
)

//go:embed talk.txt
var talkFile string

// talkData is talk.txt.
type talkData struct {
	core, more map[string]map[string]bool // by section: greeting, thanks, bye
	bot        []string
	command    map[string]bool
	task       map[string]bool
}

var talk = sync.OnceValue(func() talkData {
	d := talkData{core: map[string]map[string]bool{}, more: map[string]map[string]bool{}, command: map[string]bool{}, task: map[string]bool{}}
	section := ""
	for line := range dataLines(talkFile) {
		kind, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		case section == "bot":
			d.bot = append(d.bot, line)
		case section == "command":
			for w := range wordSet(line) {
				d.command[w] = true
			}
		case section == "task":
			d.task = wordSet(line)
		case kind == "core":
			d.core[section] = wordSet(rest)
		case kind == "more":
			d.more[section] = wordSet(rest)
		}
	}
	return d
})

// dataLines yields the lines of a data file without comments and blank lines.
func dataLines(file string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(file) {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}

// smallTalk answers what is said to the bot and not asked about the person:
// greetings, thanks, questions about the bot, orders, other languages, and what
// has no words.
func (e *Engine) smallTalk(q *query) (draft, bool) {
	t := talk()
	off := func(format string, args ...any) (draft, bool) {
		return draft{status: OffTopic, lines: []line{{text: fmt.Sprintf(format, args...)}}}, true
	}
	who := e.who()
	switch {
	case !slices.ContainsFunc(q.words, func(w string) bool { return len(w) > 1 }) || isCode(q.text):
		return e.offTopic(), true
	case t.says("thanks", q.words):
		return off("You’re welcome. Ask me anything else about %s’s résumé.", who)
	case t.says("greeting", q.words):
		return off("Hello! Ask me about %s’s work, skills or education.", who)
	case t.says("bye", q.words):
		return off("Goodbye!")
	case slices.ContainsFunc(t.bot, func(p string) bool { return strings.Contains(" "+strings.Join(q.words, " ")+" ", " "+p+" ") }) || len(q.words) == 1 && q.words[0] == "help":
		text := fmt.Sprintf("I am a program that answers questions about %s from the résumé and names the lines each answer rests on.", who)
		if len(e.suggests) > 0 {
			text += " You could ask: “" + e.suggests[0].text + "”"
		}
		return off("%s", text)
	case e.isOrder(q, t):
		return e.offTopic(), true
	}
	if l, ok := languageOf(q.text); ok {
		if len(q.named) > 0 && len(q.named) <= 2 {
			d := e.describe(e.voiceFor(q), q.named)
			d.lines = slices.Insert(d.lines, 0, line{text: l.refusal})
			return d, true
		}
		return draft{status: NotStated, lines: []line{{text: l.refusal}}}, true
	}
	return draft{}, false
}

// says tells whether the words are nothing but a greeting, thanks or a goodbye.
func (t talkData) says(section string, words []string) bool {
	core := false
	for _, w := range words {
		core = core || t.core[section][w]
		if !t.core[section][w] && !t.more[section][w] {
			return false
		}
	}
	return core
}

// isOrder tells whether the visitor tells the bot to do something else than to
// answer about the person.
func (e *Engine) isOrder(q *query, t talkData) bool {
	about := slices.ContainsFunc(q.tokens, func(tok lexicon.Token) bool { return e.names.Person[tok.Stem] }) ||
		slices.ContainsFunc(q.words, func(w string) bool { return w == "he" || w == "she" || w == "his" || w == "her" || w == "him" })
	task := slices.ContainsFunc(q.words, func(w string) bool { return t.task[w] && !e.Index.Has(lexicon.Stem(w)) })
	first := ""
	for _, w := range q.words {
		if w != "please" && w != "now" && w != "and" {
			first = w
			break
		}
	}
	return !about && len(q.named) == 0 && (t.command[first] || task) || t.command[first] && task
}

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

// offTopic is the answer to what is no question about the person.
func (e *Engine) offTopic() draft {
	return draft{status: OffTopic, lines: []line{{text: fmt.Sprintf("I only answer questions about %s’s résumé.", e.who())}}}
}

// who is the person's first name, or "the candidate".
func (e *Engine) who() string {
	if e.names.First == "" {
		return "the candidate"
	}
	return e.names.First
}
