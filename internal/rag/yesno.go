package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

var (
	ledAlready = regexp.MustCompile(`^(?:Yes|No|The dates leave it open|The résumé doesn’t|Between the dated jobs)\b`)
	denying    = regexp.MustCompile(`(?i)\b(?:not|never|no|without)\b|n['’]t\b`)
)

// judgements are words that rate a person; a résumé that only names the thing
// does not bear them out.
var judgements = stemSet(`expert expertise good great best strong excellent proficient fluent native skilled talented senior
	experienced advanced extensive deep outstanding brilliant competent mastery guru strongest skilful`)

// affirm gives the answer to a yes-or-no question its first word. "Yes" needs
// passages that bear out every content word of the question; without them the
// résumé does not say so, and what was found is shown as what it does say.
func (e *Engine) affirm(q *query, d draft) draft {
	if d.final || d.status != Answered || !q.asked.has(askYesNo) || len(d.lines) == 0 || ledAlready.MatchString(d.lines[0].text) ||
		slices.Contains(q.words, "or") || denying.MatchString(q.text) {
		return d
	}
	if ended, ok := e.noLonger(q); ok {
		return ended
	}
	var cited []int
	for _, l := range d.lines {
		cited = append(cited, l.passages...)
	}
	switch {
	case !e.bearsOut(q, cited):
		lines := d.lines
		d = draft{status: NotStated}
		d.say("The résumé doesn’t say so. What it has:")
		for _, l := range lines[:min(2, len(lines))] {
			d.item(l.text, l.passages...)
		}
		return d
	case e.unrated(q, d.lines[0].text):
		d.lead("The résumé doesn’t rate that. ", "The résumé doesn’t rate that; it has:")
	default:
		d.lead("Yes. ", "Yes:")
	}
	d.lines = d.lines[:min(4, len(d.lines))]
	d.final = true
	return d
}

// lead puts words before the first sentence, or before a list.
func (d *draft) lead(sentence, list string) {
	if d.lines[0].item {
		d.lines = slices.Insert(d.lines, 0, line{text: list, passages: d.lines[0].passages})
		return
	}
	d.lines[0].text = sentence + d.lines[0].text
}

// bearsOut tells whether passages, with what stands above them, speak of every
// content word of a question and have its numbers.
func (e *Engine) bearsOut(q *query, passages []int) bool {
	have := numbers(e.evidence(passages).text)
	for _, n := range numbers(q.text) {
		if !slices.ContainsFunc(have, n.equal) {
			return false
		}
	}
	for _, t := range q.terms {
		tok := q.tokens[t.Start]
		if !t.hard || t.End-t.Start == 1 && (isKindWord(tok.Stem) || factWords[tok.Word] || judgements[tok.Stem]) {
			continue
		}
		if !slices.ContainsFunc(passages, func(p int) bool { return e.mentions(p, t) || e.mentionedAbove(p, t) }) {
			return false
		}
	}
	for _, kind := range q.kinds {
		if kind != resume.EntryWork && len(q.kinds) == 1 && !slices.ContainsFunc(passages, func(p int) bool { return e.isOfKind(q, p, kind) }) {
			return false
		}
	}
	return true
}

// isOfKind tells whether a passage is of an entry of a kind or has the word that
// the question uses for it.
func (e *Engine) isOfKind(q *query, passage int, kind resume.EntryKind) bool {
	x := e.entryOf(passage)
	return x != nil && x.Kind == kind || slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool {
		return kindWords[kind][t.Stem] && slices.ContainsFunc(e.Lexicon.Keys(t.Text), func(k string) bool { return e.keys[passage][k] || e.above[passage][k] })
	})
}

// unrated tells whether a question asks for a rating that the answer lacks.
func (e *Engine) unrated(q *query, answer string) bool {
	has := map[string]bool{}
	for _, s := range lexicon.Stems(answer) {
		has[s] = true
	}
	return slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return judgements[t.Stem] && !has[t.Stem] })
}

// noLonger answers "is he still at …" for what has ended.
func (e *Engine) noLonger(q *query) (draft, bool) {
	now := slices.Contains(q.words, "still") || q.asked.has(askCurrent) || slices.Contains([]string{"does", "do"}, q.words[0]) && slices.ContainsFunc(q.kinds, held)
	entries := e.subjects(q)
	if !now || len(q.named) == 0 || len(entries) == 0 || len(e.beyond(q, entries)) > 0 {
		return draft{}, false
	}
	for _, i := range entries {
		x := &e.Document.Entries[i]
		if x.Kind != resume.EntryWork && x.Kind != resume.EntryVolunteer || x.Period.Present || x.Period.End.IsZero() {
			return draft{}, false
		}
	}
	x := &e.Document.Entries[entries[0]]
	d := draft{status: Answered}
	d.say(sentence(fmt.Sprintf("No longer: %s ended in %s", entryName(x), x.Period.End)), e.cite(entries[0])...)
	return d, true
}

// isYesNo tells a question that wants yes or no by its first word.
func isYesNo(words []string) bool {
	for _, w := range words {
		switch w {
		case "so", "and", "but", "also", "ok", "okay", "well", "then", "just", "please":
			continue
		}
		return yesNoOpeners[w]
	}
	return false
}

var yesNoOpeners = wordSet("is was does did has have had can could are were will would do isnt wasnt doesnt didnt hasnt havent arent cant")

var asksPlainly = regexp.MustCompile(`(?i)^(?:any|ever)\b|\bany (?:experience|knowledge|background)\b`)

func asksWhether(q *query) bool {
	return isYesNo(q.words) || asksPlainly.MatchString(q.text) && !strings.Contains(q.lower, "what") && !strings.Contains(q.lower, "which")
}
