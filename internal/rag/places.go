package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

var placesWords = regexp.MustCompile(`(?i)\b(?:which|what|list|name|how many|all|every)\b[\w ,]*\b(?:countr(?:y|ies)|cit(?:y|ies)|towns?|places|locations)\b`)

// places answers "in which countries has he worked": where the jobs, or the
// studies where it asks for those, were.
func (e *Engine) places(q *query) (draft, bool) {
	if !placesWords.MatchString(q.text) || len(q.named)+len(q.focus) > 0 || len(q.kinds) == 0 || len(e.things(q)) > 1 {
		return draft{}, false
	}
	d := draft{status: Answered}
	for _, kind := range q.kinds {
		for _, i := range e.entriesFor(q, kind) {
			x := &e.Document.Entries[i]
			if text := e.dated(i); x.Place != "" && length(d.lines)+len(text) < listLimit {
				d.item(fmt.Sprintf("%s: %s", x.Place, text), e.cite(i)...)
			}
		}
	}
	if len(d.lines) == 0 {
		return e.notStated(q, e.locationPassages()), true
	}
	return d, true
}

// courseLabels are labels and headings under which studies list their courses.
var courseLabels = lexicon.StemSet("course courses coursework module modules subject subjects curriculum class classes")

// coursework answers "which courses did he take" with what the studies list as
// such.
func (e *Engine) coursework(q *query) (draft, bool) {
	asks := func(t lexicon.Token) bool { return courseLabels[t.Stem] && t.Word != "course" }
	if !slices.ContainsFunc(q.tokens, asks) || q.asked.has(askYesNo) || slices.ContainsFunc(e.beyond(q, e.subjects(q)), func(t term) bool {
		return !courseLabels[q.tokens[t.Start].Stem]
	}) {
		return draft{}, false
	}
	entries := e.subjects(q)
	if len(q.named)+len(q.titled)+len(q.focus) == 0 {
		entries = append(e.entriesOf(resume.EntryEducation), e.entriesOf(resume.EntryCertificate)...)
	}
	d := draft{status: Answered}
	for _, i := range entries {
		x := &e.Document.Entries[i]
		for _, p := range x.Passages {
			pass := &e.Document.Passages[p]
			under := pass.Label
			if len(pass.Heading) > 0 {
				under += " " + pass.Heading[len(pass.Heading)-1]
			}
			text := pass.Body
			if pass.Private || p == x.Header || !slices.ContainsFunc(lexicon.Stems(under), func(s string) bool { return courseLabels[s] }) || length(d.lines)+len(text) > listLimit {
				continue
			}
			if len(entries) > 1 {
				text = entryName(x) + ": " + text
			}
			d.item(strings.TrimSuffix(text, "."), p)
		}
	}
	if len(d.lines) == 1 {
		p := d.lines[0].passages[0]
		d.lines = []line{{text: sentence(e.Document.Passages[p].Text()), passages: []int{p}}}
	}
	return d, len(d.lines) > 0
}

var addressWords = lexicon.StemSet("link url repo repository website webpage homepage demo code source")

// link answers for the address of a project or an employer that the résumé links.
func (e *Engine) link(q *query, entries []int, rest []term) (draft, bool) {
	asks := func(t lexicon.Token) bool { return addressWords[t.Stem] || t.Word == "github" || t.Word == "gitlab" }
	if !slices.ContainsFunc(q.tokens, asks) || q.asked.has(askNumber|askStack) || slices.ContainsFunc(rest, func(t term) bool { return !asks(q.tokens[t.Start]) }) {
		return draft{}, false
	}
	d := draft{status: Answered}
	for _, i := range entries {
		if x := &e.Document.Entries[i]; x.URL != "" {
			d.say(sentence(fmt.Sprintf("%s is linked as %s", entryName(x), x.URL)), e.cite(i)...)
		}
	}
	return d, len(d.lines) > 0
}
