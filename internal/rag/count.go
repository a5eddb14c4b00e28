package rag

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lexicon"
)

var countWords = regexp.MustCompile(`(?i)\b(?:how many|(?:total )?number of)\s+(?:different |other |full-time |spoken |foreign |academic |university )*([a-z-]+)`)

// count answers how many jobs, degrees, languages, … there are.
func (e *Engine) count(q *query) (draft, bool) {
	m := countWords.FindStringSubmatch(q.text)
	if m == nil || len(q.named) > 0 || strings.Contains(q.lower, "years") && !strings.EqualFold(m[1], "jobs") {
		return draft{}, false
	}
	stem := lexicon.Stem(strings.ToLower(m[1]))
	if slices.ContainsFunc(q.terms, func(t term) bool {
		return t.hard && !isKindWord(q.tokens[t.Start].Stem) && q.tokens[t.Start].Stem != stem && t.Keys[0] != e.spokenKey
	}) {
		return draft{}, false
	}
	if kind, rest := e.kindAsked(q); kind.Text != "" && kind.Keys[0] != e.spokenKey && len(rest) == 0 {
		q.asked |= askList
		return e.ofKind(q) // listed, not counted: one row may hold several
	}
	v := e.voiceFor(q)
	if stem == lexicon.Stem("languages") {
		if names, cites := e.spoken(); len(names) > 0 {
			d := draft{status: Answered}
			d.say(sentence(fmt.Sprintf("The résumé lists %s: %s", counted(len(names), "language"), join(names))), cites...)
			return d, true
		}
	}
	for _, kind := range kindOrder {
		if !kindWords[kind][stem] {
			continue
		}
		entries := e.entriesFor(q, kind)
		if below := slices.DeleteFunc(slices.Clone(entries), func(i int) bool { return !e.standsBelow(i, stem) }); len(below) > 0 {
			entries = below // the patents among the publications
		}
		if len(entries) == 0 {
			return e.notStated(q, nil), true
		}
		d := draft{status: Answered}
		n, noun := len(entries), strings.TrimSuffix(strings.ToLower(m[1]), "s")
		if noun == "employer" || noun == "company" || noun == "companie" || noun == "organisation" || noun == "organization" {
			n, noun = len(e.orgs(entries)), "employer"
		}
		var cites []int
		for _, i := range entries {
			cites = append(cites, e.cite(i)...)
		}
		d.say(fmt.Sprintf("The résumé lists %s:", counted(n, noun)), cites...)
		listed := e.listEntries(v, kind, entries, nil)
		for _, l := range listed.lines {
			l.item = true
			d.lines = append(d.lines, l)
		}
		return d, true
	}
	return draft{}, false
}

// standsBelow tells whether the heading of an entry's section has a word.
func (e *Engine) standsBelow(entry int, stem string) bool {
	h := e.Document.Sections[e.Document.Entries[entry].Section].Heading
	return len(h) > 0 && slices.Contains(lexicon.Stems(h[len(h)-1]), stem)
}

func (e *Engine) orgs(entries []int) []string {
	var out []string
	for _, i := range entries {
		org := cmp.Or(e.Document.Entries[i].Org, e.Document.Entries[i].Title)
		if !slices.Contains(out, org) {
			out = append(out, org)
		}
	}
	return out
}

var smallNumbers = strings.Fields("no one two three four five six seven eight nine ten eleven twelve")

// counted is a number of things in words.
func counted(n int, noun string) string {
	number := strconv.Itoa(n)
	if n < len(smallNumbers) {
		number = smallNumbers[n]
	}
	if n == 1 {
		return number + " " + noun
	}
	if strings.HasSuffix(noun, "y") {
		return number + " " + strings.TrimSuffix(noun, "y") + "ies"
	}
	return number + " " + noun + "s"
}
