package rag

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lexicon"
)

//go:embed topics.txt
var topicsFile string

// topics are the lines of topics.txt, each a list of phrases as stems.
var topics = sync.OnceValue(func() [][]string {
	var out [][]string
	for line := range dataLines(topicsFile) {
		var phrases []string
		for p := range strings.SplitSeq(line, ",") {
			phrases = append(phrases, " "+strings.Join(lexicon.Stems(p), " ")+" ")
		}
		out = append(out, phrases)
	}
	return out
})

// unheld says that the résumé does not tell, where the question is about a
// matter that résumés do not hold and no passage of this one speaks of it.
func (e *Engine) unheld(q *query) (draft, bool) {
	stems := " " + stemsOf(q.tokens) + " "
	for _, phrases := range topics() {
		if !slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(stems, p) && !e.aboutThing(q, p) }) {
			continue
		}
		if !e.speaksOf(phrases, stems) {
			return e.notStated(q, nil), true
		}
	}
	return draft{}, false
}

// aboutThing tells a question about something of the person's from one about
// the person: "how old is the Java experience", "pay service".
func (e *Engine) aboutThing(q *query, phrase string) bool {
	return strings.HasPrefix(phrase, " how old ") && slices.ContainsFunc(q.terms, func(t term) bool { return t.known && t.hard })
}

// speaksOf tells whether a passage has any of the phrases the question uses.
func (e *Engine) speaksOf(phrases []string, question string) bool {
	for _, p := range phrases {
		if !strings.Contains(question, p) {
			continue
		}
		for i := range e.Document.Passages {
			if strings.Contains(e.stems[i], p) {
				return true
			}
		}
	}
	return false
}
