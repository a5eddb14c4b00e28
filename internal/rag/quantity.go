package rag

import (
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

var quantityOf = regexp.MustCompile(`(?i)\b(?:how many|number of)\s+([\w -]+)`)

// sizeOf asks how many people a group has.
var sizeOf = regexp.MustCompile(`(?i)\b(?:how (?:big|large)|(?:what|which) size)\b[\w ]*?\b(team|department|crew|brigade|staff|group)\b`)

// quantity answers "how many students does she teach" with the passages in which
// a number stands before the thing: "150 students", "a crew of 8".
func (e *Engine) quantity(q *query) (draft, bool) {
	m := quantityOf.FindStringSubmatchIndex(q.text)
	if m == nil {
		m = sizeOf.FindStringSubmatchIndex(q.text)
	}
	if m == nil || q.asked.has(askHowLong) {
		return draft{}, false
	}
	thing := slices.IndexFunc(q.terms, func(t term) bool {
		return q.tokens[t.Start].Start >= m[2] && (t.hard || persons[q.tokens[t.Start].Stem] || groups[q.tokens[t.Start].Stem]) && !isKindWord(q.tokens[t.Start].Stem)
	})
	if soft := slices.IndexFunc(q.terms, func(t term) bool { return q.tokens[t.Start].Start >= m[2] }); soft >= 0 && asking()[strings.ToLower(q.terms[soft].Text)] && !q.terms[soft].known {
		return e.notStated(q, nil), true // "how many lines of code"
	}
	if thing < 0 || q.tokens[q.terms[thing].Start].Start > m[2]+25 {
		return draft{}, false
	}
	of := q.terms[thing]
	var full []int
	for i := range e.Document.Passages {
		if e.Document.Passages[i].Private || !e.counts(i, of) {
			continue
		}
		if q.asksReports() && !e.hasAny(i, leading) {
			continue // members of a club report to nobody
		}
		if e.bearsOutRest(q, i, of) {
			full = append(full, i)
		}
	}
	if len(q.focus) > 0 { // of what the turn before was about
		full = slices.DeleteFunc(full, func(p int) bool { return !slices.Contains(q.focus, e.Document.Passages[p].Entry) })
	}
	if exact := slices.DeleteFunc(slices.Clone(full), func(p int) bool { // those that have the verb too
		return slices.ContainsFunc(q.terms, func(t term) bool {
			return (t.hard || groups[q.tokens[t.Start].Stem]) && (t.Start != of.Start || groups[q.tokens[t.Start].Stem]) && !e.mentions(p, t) && !e.mentionedAbove(p, t)
		})
	}); len(exact) > 0 {
		full = exact
	}
	if len(full) == 0 && of.hard && of.known && !of.named && !e.numbered(of) {
		return e.notStated(q, e.naming([]term{of}, 2)), true
	}
	if len(full) == 0 || len(full) > 3 {
		return draft{}, false
	}
	d := draft{status: Answered}
	for _, p := range full {
		if text := e.tell(q, &d, p); length(d.lines)+len(text) < factLimit {
			d.say(text, p)
		}
	}
	return d, len(d.lines) > 0
}

// leading are words by which a résumé tells of people one leads.
var leading = lexicon.StemSet("lead led leads manage managed supervise supervised mentor")

// asksReports tells whether a question is for the people who report to somebody.
func (q *query) asksReports() bool {
	return slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return t.Stem == "report" })
}

// numbered tells whether any passage that speaks of a thing has a number.
func (e *Engine) numbered(of term) bool {
	for i := range e.Document.Passages {
		if e.mentions(i, of) && len(number.Find(e.Document.Passages[i].Text())) > 0 {
			return true
		}
	}
	return false
}

// counts tells whether a passage has a number within three words before a thing,
// or after "of" behind it ("a team of four").
func (e *Engine) counts(passage int, of term) bool {
	tokens := lexicon.Tokens(e.Document.Passages[passage].Text())
	for i, t := range tokens {
		if !e.isOne(t, of) {
			continue
		}
		for n := max(0, i-3); n < i; n++ {
			if number.Is(tokens[n].Word) && !number.Strict[strings.TrimSuffix(tokens[n+1].Word, "s")] { // not "four-year"
				return true
			}
		}
		if i+2 < len(tokens) && tokens[i+1].Word == "of" && number.Is(tokens[i+2].Word) {
			return true
		}
	}
	return false
}

// isOne tells whether a word is the thing asked for, or of its kind.
func (e *Engine) isOne(t lexicon.Token, of term) bool {
	keys := e.Lexicon.Keys(t.Text)
	if stem := lexicon.Stem(strings.ToLower(of.Text)); persons[stem] || groups[stem] {
		return persons[t.Stem] || staff[t.Stem] || groups[t.Stem]
	}
	return slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(of.Keys, k) || slices.Contains(of.Members, k) })
}

// bearsOutRest tells whether a passage speaks of the question's content words
// but the thing that is counted, groups of people and verbs.
func (e *Engine) bearsOutRest(q *query, passage int, of term) bool {
	return !slices.ContainsFunc(q.terms, func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return t.hard && t.Start != of.Start && !verb && !groups[q.tokens[t.Start].Stem] && !e.mentions(passage, t) && !e.mentionedAbove(passage, t)
	})
}

// persons ask for people of any sort; staff are sorts of people one works with.
var (
	persons = lexicon.StemSet("people person persons employees staff reports subordinates colleagues members")
	staff   = lexicon.StemSet(`engineer designer developer nurse teacher student associate apprentice analyst intern trainee assistant
		technician consultant manager researcher scientist worker operator driver cook chef clerk agent officer volunteer`)
)

// groups are words for the people one works with.
var groups = lexicon.StemSet("team group department crew brigade staff squad unit organisation organization")

// degreeRanks order academic degrees from the highest; each is a kind of the
// lexicon.
var degreeRanks = []string{"doctorate", "master", "bachelor"}

// highest answers for the highest degree.
func (e *Engine) highest(q *query) (draft, bool) {
	if !strings.Contains(q.lower, "highest") || !slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return kindWords["education"][t.Stem] || t.Stem == "level" }) {
		return draft{}, false
	}
	study := e.entriesOf("education")
	for _, rank := range degreeRanks {
		members := e.Lexicon.Terms(rank)[0].Members
		for _, i := range study {
			keys := keySet(e.Lexicon, e.Document.Entries[i].Title)
			if keys[lexicon.Stem(rank)] || slices.ContainsFunc(members, func(m string) bool { return keys[m] }) {
				return draft{status: Answered, lines: []line{{text: e.roleSentence(e.voiceFor(q), i), passages: e.cite(i)}}}, true
			}
		}
	}
	if len(study) == 0 {
		return e.notStated(q, nil), true
	}
	return draft{status: Answered, lines: []line{{text: e.roleSentence(e.voiceFor(q), study[0]), passages: e.cite(study[0])}}}, true
}
