package rag

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

const (
	mostOdd = 3   // lines that are quoted
	oddLine = 160 // characters of each
)

// oddLines quotes the lines of the résumé that give orders, to one who asks for
// them: those that the question has a word of, else all. "" where nothing of the kind
// is asked for or there is none.
func (e *Engine) oddLines(text string) string {
	if len(e.document.Orders) == 0 || !e.parser.AsksOddLines(text) {
		return ""
	}
	asked := e.evidence.content(text)
	var all, meant []string
	for _, o := range e.document.Orders {
		line := []rune(anyLink.ReplaceAllString(o.Text, "…"))
		if len(line) > oddLine {
			line = append(line[:oddLine-1], '…')
		}
		all = append(all, "“"+string(line)+"”")
		if stems := lexicon.Stems(o.Text); slices.ContainsFunc(asked, func(s string) bool { return slices.Contains(stems, s) }) {
			meant = append(meant, all[len(all)-1])
		}
	}
	if meant != nil {
		all = meant
	}
	lead := "The résumé has this line, which says nothing about the person and is left out of all answers: "
	if len(all) > 1 {
		lead = "The résumé has these lines, which say nothing about the person and are left out of all answers: "
	}
	return lead + strings.Join(all[:min(mostOdd, len(all))], ", ")
}

var anyLink = lazyregexp.New(`(?i)\S*(?:://|www\.)\S+`)
