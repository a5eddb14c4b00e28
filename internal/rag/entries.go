package rag

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// Answers stay below these many bytes, so that they are answers and not dumps.
const (
	factLimit     = 560
	describeLimit = 660
	listLimit     = 1000
)

// subjects are the entries a question is about: named in it, else carried over
// from the turns before, else described ("his current job").
func (e *Engine) subjects(q *query) []int {
	if !slices.ContainsFunc(q.named, func(i int) bool { return !e.names.Weak[i] || slices.Contains(q.kinds, e.Document.Entries[i].Kind) }) && len(q.named) > 0 && hasHardUnnamed(q) {
		return nil // a word of a paper's title is not the paper
	}
	if len(q.named) > 0 && workedAt.MatchString(q.text) && !slices.ContainsFunc(q.named, func(i int) bool {
		return names.Held(e.Document.Entries[i].Kind) || e.Document.Entries[i].Kind == resume.EntryProject
	}) {
		return nil // "did he work at" the publisher of his paper
	}
	switch {
	case len(q.named) > 0:
		if both := intersect(q.named, q.titled); len(both) > 0 {
			return both
		}
		return e.strong(q)
	case len(q.focus) > 0:
		return q.focus
	case len(q.titled) > 0:
		return q.titled
	case slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return t.Stem == "promot" }):
		return e.promotedTo(q)
	}
	return e.resolve(q)
}

// promotedTo are the jobs whose title has a word of the question that no other
// title has: "when was he promoted to staff level".
func (e *Engine) promotedTo(q *query) []int {
	for _, t := range q.tokens {
		found := slices.DeleteFunc(e.entriesOf(resume.EntryWork), func(i int) bool {
			return !slices.Contains(lexicon.Stems(e.Document.Entries[i].Title), t.Stem)
		})
		if len(found) == 1 {
			return found
		}
	}
	return nil
}

// hasHardUnnamed tells whether a question has a content word besides names.
func hasHardUnnamed(q *query) bool {
	return slices.ContainsFunc(q.terms, func(t term) bool { return t.hard && !t.named && !isKindWord(q.tokens[t.Start].Stem) })
}

// strong are the entries a question names, without those that only share a word
// of their title where it names employers, schools or projects too; without the
// studies there where it asks how long somebody worked.
func (e *Engine) strong(q *query) []int {
	out := slices.Clone(q.named)
	drop := func(weak func(i int) bool) {
		if rest := slices.DeleteFunc(slices.Clone(out), weak); len(rest) > 0 {
			out = rest
		}
	}
	drop(func(i int) bool { return e.names.Weak[i] && !slices.Contains(q.kinds, e.Document.Entries[i].Kind) })
	work := q.asked.has(askHowLong) || slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return t.Stem == "leav" || t.Stem == "join" || t.Stem == "quit" })
	if work && !slices.Contains(q.kinds, resume.EntryEducation) {
		drop(func(i int) bool { return e.Document.Entries[i].Kind == resume.EntryEducation })
	}
	return out
}

func intersect(a, b []int) []int {
	var out []int
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// entry answers questions about one entry: when, how long, where, as what, with
// what, and what about it.
func (e *Engine) entry(q *query) (draft, bool) {
	entries := e.subjects(q)
	if len(entries) == 0 || len(entries) > 4 || len(q.named) == 0 && internsToo.MatchString(q.text) {
		return draft{}, false
	}
	if len(q.named) > 0 && len(q.titled) == 1 && len(intersect(q.named, q.titled)) == 0 && !slices.ContainsFunc(q.named, func(i int) bool { return !names.Held(e.Document.Entries[i].Kind) }) && heldFrom.MatchString(q.text) {
		return e.notStated(q, append(e.cite(q.titled[0]), e.cite(q.named[0])...)), true // "his B.Tech from" another school
	}
	if e.private(entries[0]) {
		return draft{status: Private, lines: []line{{passages: e.cite(entries[0])}}}, true
	}
	if q.asked.has(askYesNo) {
		if d, ok := e.otherStack(q); ok {
			return d, true
		}
	}
	rest := e.beyond(q, entries)
	if d, ok := e.link(q, entries, rest); ok {
		return d, true
	}
	if fieldOfStudy.MatchString(q.text) && !slices.ContainsFunc(entries, func(i int) bool { return e.Document.Entries[i].Title != "" }) {
		return e.notStated(q, e.cite(entries[0])), true
	}
	leaves := slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool {
		return t.Stem == "leav" || t.Word == "left" || t.Stem == "quit" || t.Stem == "join"
	})
	if leaves && !slices.ContainsFunc(entries, func(i int) bool { return names.Held(e.Document.Entries[i].Kind) }) {
		return e.notStated(q, e.cite(entries[0])), true // the publisher of a paper was not left
	}
	if len(e.lacking(q)) > 0 || e.predicateMissing(q, rest) || e.uncounted(q, entries) {
		return e.notStated(q, e.cite(entries[0])), true
	}
	v := e.voiceFor(q)
	rest = slices.DeleteFunc(rest, func(t term) bool { return !t.known })
	if len(q.named)+len(q.focus)+len(q.titled) == 0 && slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return t.Stem == "promot" }) {
		rest = nil // "promoted to staff level": the title is told
	}
	first := &e.Document.Entries[entries[0]]
	if q.asked.has(askHowLong | askWhen) {
		rest = slices.DeleteFunc(rest, func(t term) bool { // "how long did he teach at …"
			_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
			return verb && e.covers(entries, t)
		})
	}
	if fact := e.entryField(q, v, entries, rest); len(fact.lines) > 0 {
		return fact, true
	}
	if q.asked.has(askWhen|askHowLong) && first.Period.Start.Year == 0 && first.Period.End.Year == 0 && len(rest) == 0 {
		return e.notStated(q, e.cite(entries[0])), true
	}
	if (q.asked.has(askStack) || wantsStack(rest)) && !asksDoing(q) {
		if d := e.stack(q, v, entries[0], rest); len(d.lines) > 0 {
			return d, true
		}
	}
	if len(rest) > 0 && !(wantsStack(rest) && asksDoing(q)) {
		return e.within(q, v, entries, rest)
	}
	if q.asked.has(askList) && len(entries) > 1 && len(rest) == 0 {
		return e.listEntries(v, first.Kind, entries, nil), true
	}
	return e.describe(v, entries), true
}

// fieldOfStudy asks what somebody studied.
var fieldOfStudy = regexp.MustCompile(`(?i)\bmajor(?:s|ed)?\b|\b(?:subject|field|course) of study\b|\bwhat (?:did|does) \w+ (?:study|read)\b|\bwhat degree\b`)

// heldFrom joins a degree or a title to where it was held.
var heldFrom = regexp.MustCompile(`(?i)\b(?:from|at|with)\b`)

// predicateMissing tells whether a question says nothing of its entries but with a
// verb that the résumé lacks: "what is Acme valued at".
func (e *Engine) predicateMissing(q *query, rest []term) bool {
	return len(rest) > 0 && !(q.asked.has(askYesNo) && slices.Contains(q.words, "still")) && q.asked&(askWhen|askStart|askEnd|askHowLong|askWhere|askStack|askTitle) == 0 && !slices.ContainsFunc(rest, func(t term) bool { return t.known }) &&
		slices.ContainsFunc(rest, func(t term) bool {
			_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
			return verb || strings.HasSuffix(q.tokens[t.Start].Word, "ed")
		})
}

// uncounted tells whether a question asks how many there are of a thing that no
// passage of its entries gives a number of.
func (e *Engine) uncounted(q *query, entries []int) bool {
	m := quantityOf.FindStringSubmatchIndex(q.text)
	if m == nil || q.asked.has(askHowLong) {
		return false
	}
	n := slices.IndexFunc(q.terms, func(t term) bool { return q.tokens[t.Start].Start >= m[2] && !t.named })
	if n < 0 || isKindWord(q.tokens[q.terms[n].Start].Stem) {
		return false
	}
	of := q.terms[n]
	for _, i := range entries {
		for _, p := range append(e.cite(i), e.Document.Entries[i].Passages...) {
			pass := &e.Document.Passages[p]
			if q.asksReports() && !e.hasAny(p, leading) {
				continue
			}
			if e.counts(p, of) || pass.Kind != resume.PassageHeader && e.mentions(p, of) && len(number.Find(pass.Body)) > 0 {
				return false
			}
		}
	}
	return true
}

// beyond are the question's content terms that are not the entries' names nor
// the words for their kind.
func (e *Engine) beyond(q *query, entries []int) []term {
	var out []term
	for _, t := range q.terms {
		if !t.hard || t.named {
			continue
		}
		stem := q.tokens[t.Start].Stem
		if t.End-t.Start == 1 && (isKindWord(stem) || factWords[q.tokens[t.Start].Word]) {
			continue
		}
		if len(t.Members) == 0 && e.inNames(entries, t) {
			continue
		}
		out = append(out, t)
	}
	return out
}

// inNames tells whether the titles of all the entries hold a term.
func (e *Engine) inNames(entries []int, t term) bool {
	return !slices.ContainsFunc(entries, func(i int) bool {
		x := &e.Document.Entries[i]
		keys := e.Lexicon.Keys(x.Title + " " + x.Org)
		return !slices.ContainsFunc(t.Keys, func(k string) bool { return slices.Contains(keys, k) })
	})
}

func isKindWord(stem string) bool {
	for _, words := range kindWords {
		if words[stem] {
			return true
		}
	}
	return false
}

// factWords name fields that an entry has, besides the words for its kind.
var factWords = wordSet("duration tenure dates period place city stint span older newer attend attended date enrolled enroll")

// entryField answers from the entry's typed fields.
func (e *Engine) entryField(q *query, v voice, entries []int, rest []term) draft {
	d := draft{status: Answered}
	if len(rest) > 0 {
		return d
	}
	if q.asked.has(askHowLong) && len(entries) > 1 {
		e.sayTotal(&d, entries)
	}
	for _, i := range entries {
		x := &e.Document.Entries[i]
		dated := x.Period.Start.Year != 0 || x.Period.End.Year != 0
		what := entryName(x)
		switch {
		case q.asked.has(askHowLong) && dated:
			if s := e.tenure(v, i); s != "" {
				d.say(s, e.cite(i)...)
			}
		case q.asked.has(askWhen) && q.asked.has(askWhere) && x.Kind != resume.EntryProject:
			d.say(e.roleSentence(v, i), e.cite(i)...)
		case q.asked.has(askWhen|askStart|askEnd) && dated && !q.asked.has(askTitle):
			d.say(whenSentence(q, v, x, what), e.cite(i)...)
		case q.asked.has(askWhere) && x.Place != "" && q.asked&(askTitle) == 0 && len(q.kinds) == 0 && x.Kind != resume.EntryProject && len(q.named) > 0:
			d.say(sentence(fmt.Sprintf("%s: %s", what, x.Place)), e.cite(i)...)
		case q.asked.has(askCurrent) && !q.asked.has(askYesNo) && len(q.named) == 0 && x.Kind == resume.EntryWork && !asksDoing(q):
			d.say(e.currentJob(v, i), e.cite(i)...)
		case q.asked.has(askTitle|askWhere|askCurrent) && !q.asked.has(askYesNo) && !asksDoing(q) && (x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer || x.Kind == resume.EntryEducation):
			d.say(e.roleSentence(v, i), e.cite(i)...)
		}
	}
	return d
}

// sayTotal says how long several posts at one employer lasted together.
func (e *Engine) sayTotal(d *draft, entries []int) {
	var periods []resume.Period
	var cites []int
	for _, i := range entries {
		x := &e.Document.Entries[i]
		if x.Kind != resume.EntryWork || x.Period.Start.Year == 0 {
			return
		}
		periods = append(periods, x.Period)
		cites = append(cites, e.cite(i)...)
	}
	total, exact := resume.TotalMonths(periods, e.Now())
	d.say(sentence(fmt.Sprintf("%s in all, in %s", capital(months(total, exact)), counted(len(entries), "post"))), cites...)
}

// asksDoing tells "what did he do at …" from "what was he at …".
func asksDoing(q *query) bool {
	return slices.Contains(q.words, "do") || slices.Contains(q.words, "doing") || strings.Contains(q.lower, "responsib") ||
		strings.Contains(q.lower, "work on") || strings.Contains(q.lower, "worked on") || strings.Contains(q.lower, "tell me") || strings.Contains(q.lower, "describe") || strings.Contains(q.lower, "achieve") || strings.Contains(q.lower, "accomplish") ||
		slices.ContainsFunc(q.words, func(w string) bool { return w == "duties" || w == "tasks" || w == "highlights" || w == "contributions" })
}

func entryName(x *resume.Entry) string {
	switch {
	case x.Title != "" && x.Org != "":
		return x.Title + ", " + x.Org
	case x.Title != "":
		return x.Title
	}
	return x.Org
}

// whenSentence says when an entry began, ended or ran, as the question asks.
func whenSentence(q *query, v voice, x *resume.Entry, what string) string {
	p := x.Period
	job := x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer
	role := article(x.Title) + x.Title
	if x.Org != "" && x.Title != "" {
		role += " at " + x.Org
	}
	start, end := q.asked.has(askStart), q.asked.has(askEnd)
	switch {
	case p.Present && job && x.Title != "":
		return sentence(fmt.Sprintf("%s has been %s since %s", v.subject(), role, p.Start))
	case p.Present:
		return sentence(fmt.Sprintf("%s: since %s", what, p.Start))
	case job && end && !start && x.Org != "" && p.End.Year != 0:
		return sentence(fmt.Sprintf("%s left %s in %s (%s, %s)", v.subject(), x.Org, p.End, cmp.Or(x.Title, "there"), periodText(p)))
	case end && !start && p.End.Year != 0:
		return sentence(fmt.Sprintf("%s: finished in %s (%s)", what, p.End, periodText(p)))
	case job && start && !end && x.Org != "" && x.Title != "" && p.Start.Year != 0 && p.End.Year != 0:
		return sentence(fmt.Sprintf("%s started at %s in %s (%s, %s)", v.subject(), x.Org, p.Start, x.Title, periodText(p)))
	case start && !end && p.End.Year != 0 && p.Start.Year != 0:
		return sentence(fmt.Sprintf("%s: started in %s (%s)", what, p.Start, periodText(p)))
	case job && x.Title != "" && p.Start.Year != 0 && p.End.Year != 0 && p.End != p.Start:
		return sentence(fmt.Sprintf("%s was %s from %s to %s", v.subject(), role, p.Start, p.End))
	}
	return sentence(fmt.Sprintf("%s: %s", what, periodText(p)))
}

// tenure computes how long an entry lasted, as of today where it still runs.
func (e *Engine) tenure(v voice, entry int) string {
	x := &e.Document.Entries[entry]
	months, exact := x.Period.Months(e.Now())
	if months <= 0 {
		return ""
	}
	long := resume.FormatMonths(months)
	if !exact {
		long = "at least " + long
	}
	if x.Period.Present {
		return sentence(fmt.Sprintf("%s: %s so far (%s, as of %s)", entryName(x), long, periodText(x.Period), e.Now().Format("January 2006")))
	}
	return sentence(fmt.Sprintf("%s: %s (%s)", entryName(x), long, periodText(x.Period)))
}

func wantsStack(rest []term) bool {
	return slices.ContainsFunc(rest, func(t term) bool {
		switch t.Keys[len(t.Keys)-1] {
		case "languag", "framework", "librari", "databas", "_program_languag":
			return true
		}
		return false
	})
}

// stackLabels are labels under which entries list what they are made with.
var stackLabels = lexicon.StemSet("tech stack technologies technology tools language languages framework frameworks built with environment architecture implementation")

// stack answers what an entry is made with: by the lines labelled so, by those
// that name technologies, and where the question says of which part, by the lines
// on that part.
func (e *Engine) stack(q *query, v voice, entry int, rest []term) draft {
	d := draft{status: Answered}
	x := &e.Document.Entries[entry]
	kindOnly := wantsStack(rest)
	var labelled, mentions []int
	for _, i := range x.Passages {
		p := &e.Document.Passages[i]
		named := e.technologiesIn(i)
		switch {
		case p.Private:
		case slices.ContainsFunc(lexicon.Stems(p.Label), func(s string) bool { return stackLabels[s] }) && (named > 0 || p.Entry >= 0 && !x.Period.Present && x.Kind == resume.EntryProject):
			labelled = append(labelled, i)
		case slices.ContainsFunc(rest, func(t term) bool {
			return slices.ContainsFunc(t.Members, func(m string) bool { return e.keys[i][m] })
		}), !kindOnly && named > 1 && !strings.Contains(q.lower, "who"):
			mentions = append(mentions, i)
		}
	}
	found := append(labelled, mentions...)
	part := slices.DeleteFunc(slices.Clone(rest), func(t term) bool { return len(t.Members) > 0 || !t.known })
	if here := e.speakingOfAll(found, part); len(part) > 0 {
		found = here
	}
	for _, i := range found {
		text := e.tell(q, &d, i)
		if length(d.lines)+len(text) > factLimit+80 {
			break
		}
		d.say(text, append([]int{i}, e.cite(entry)...)...)
	}
	return d
}

// technologiesIn counts the technologies that a passage names.
func (e *Engine) technologiesIn(passage int) int {
	n := 0
	for k := range e.keys[passage] {
		if e.technical[k] {
			n++
		}
	}
	return n
}

// within answers a question about something in particular of some entries.
func (e *Engine) within(q *query, v voice, entries []int, rest []term) (draft, bool) {
	type scored struct {
		passage, entry int
		score          float64
	}
	var best []scored
	covered := map[int]bool{}
	for _, i := range entries {
		for _, p := range append(e.cite(i), e.Document.Entries[i].Passages...) {
			if e.Document.Passages[p].Private {
				continue
			}
			s := scored{passage: p, entry: i}
			for n, t := range rest {
				if e.mentions(p, t) {
					s.score += e.weight(t)
					covered[n] = true
				}
			}
			if q.asked.has(askNumber) && s.score > 0 && strings.ContainsAny(e.Document.Passages[p].Text(), "0123456789") {
				s.score++
			}
			if s.score > 0 && !slices.ContainsFunc(best, func(b scored) bool { return b.passage == p }) {
				best = append(best, s)
			}
		}
	}
	if len(best) == 0 || len(covered) < len(rest) && (len(rest) < 3 || len(covered)*3 < len(rest)*2) {
		if len(q.named) == 0 && len(q.focus) > 0 {
			return draft{}, false // the turn before need not be what this one is about
		}
		if slices.ContainsFunc(rest, func(t term) bool { return !e.covers(entries, t) && (q.asked.has(askYesNo) || isName(t)) }) || len(covered) == 0 {
			return draft{}, false
		}
	}
	slices.SortStableFunc(best, func(a, b scored) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return a.passage - b.passage
	})
	if len(q.focus) == 0 && slices.ContainsFunc(rest, func(t term) bool { return !e.mentions(best[0].passage, t) }) && e.saidWhole(q, rest) {
		return draft{}, false
	}
	d := draft{status: Answered}
	limit := factLimit
	if q.asked.has(askList) {
		limit = listLimit
	}
	for n, s := range best {
		text := e.tell(q, &d, s.passage)
		if n > 0 && (s.score < 0.6*best[0].score || n >= 3 || length(d.lines)+len(text) > limit) {
			break
		}
		d.say(text, append([]int{s.passage}, e.cite(s.entry)...)...)
	}
	return d, true
}

// saidWhole tells whether one passage, of whatever entry, speaks of the terms and
// of what the question names.
func (e *Engine) saidWhole(q *query, terms []term) bool {
	for i := range e.Document.Passages {
		if !e.Document.Passages[i].Private && len(intersect(e.namedIn[i], q.named)) > 0 && !slices.ContainsFunc(terms, func(t term) bool { return !e.mentions(i, t) && !e.mentionedAbove(i, t) }) {
			return true
		}
	}
	return false
}

func (e *Engine) covers(entries []int, t term) bool {
	for _, i := range entries {
		for _, p := range append(e.cite(i), e.Document.Entries[i].Passages...) {
			if e.mentions(p, t) {
				return true
			}
		}
	}
	return false
}

// isName tells proper names from common words by their capital.
func isName(t term) bool { return t.Text != strings.ToLower(t.Text) }

// mentions tells whether a passage speaks of a term, by itself, a synonym or a
// thing of its kind.
func (e *Engine) mentions(passage int, t term) bool {
	keys := e.keys[passage]
	return slices.ContainsFunc(t.Keys, func(k string) bool { return keys[k] }) ||
		slices.ContainsFunc(t.Members, func(k string) bool { return keys[k] }) || t.End-t.Start > 1 && t.Members == nil && e.allWords(keys, t)
}

func (e *Engine) allWords(keys map[string]bool, t term) bool {
	for _, s := range lexicon.Stems(t.Text) {
		if !keys[s] {
			return false
		}
	}
	return true
}

// weight is how much a term says, by its rarity in the résumé.
func (e *Engine) weight(t term) float64 {
	best := 0.5
	for _, k := range t.Keys {
		if e.Index.Has(k) {
			best = max(best, e.Index.IDF(k))
		}
	}
	return best
}

// describe tells what the résumé says of entries: a job or a degree by its head
// and its lines as a list, a project by what it is and what else there is room for.
func (e *Engine) describe(v voice, entries []int) draft {
	d := draft{status: Answered}
	share := describeLimit / len(entries)
	for n, i := range entries {
		x := &e.Document.Entries[i]
		project := x.Kind == resume.EntryProject && len(x.Passages) > 0
		said := false
		if !project {
			d.say(e.roleSentence(v, i), e.cite(i)...)
		} else if what := e.remainder(x); what != "" {
			d.say(sentence(x.Title+": "+what), e.cite(i)...)
			said = true
		}
		for _, p := range spread(e.Document, descriptionFirst(e.Document, x)) {
			pass := &e.Document.Passages[p]
			if pass.Private || p == x.Header || pass.Label == "" && len(pass.Body) < 12 {
				continue
			}
			text := v.item(pass)
			if !project && len(text) > 160 {
				text = strings.TrimSpace(text[:lexicon.SentenceSpans(text)[0].End])
			}
			if project && !said {
				text = v.passage(pass, x, false)
			}
			if length(d.lines)+len(text) > (n+1)*share {
				continue
			}
			if project && !said {
				d.say(text, append([]int{p}, e.cite(i)...)...)
			} else {
				d.item(text, p)
			}
			said = true
		}
	}
	return d
}

// spread orders passages so that the first of each sub-heading come before the
// second of any.
func spread(doc *resume.Document, passages []int) []int {
	turn := map[int]int{} // passage → its place below its heading
	count := map[string]int{}
	for _, p := range passages {
		below := strings.Join(doc.Passages[p].Heading, "\n")
		turn[p] = count[below]
		count[below]++
	}
	out := slices.Clone(passages)
	slices.SortStableFunc(out, func(a, b int) int { return turn[a] - turn[b] })
	return out
}

// descriptionFirst orders the passages of an entry so that the one that says
// what it is comes first.
func descriptionFirst(doc *resume.Document, x *resume.Entry) []int {
	out := slices.Clone(x.Passages)
	if x.Kind != resume.EntryProject {
		return out
	}
	rank := func(p int) int {
		pass := &doc.Passages[p]
		switch {
		case startsWithArticle(pass.Body) && isDescription(pass.Label):
			return 0
		case isDescription(pass.Label):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b int) int { return rank(a) - rank(b) })
	return out
}
