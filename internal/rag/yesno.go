package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

var (
	ledAlready = regexp.MustCompile(`^(?:Yes|No|The dates leave it open|The résumé doesn’t|Between the dated jobs)\b`)
	denying    = regexp.MustCompile(`(?i)\b(?:not|never|no|without)\b|n['’]t\b`)
)

// judgements are words that rate a person; a résumé that only names the thing
// does not bear them out.
var judgements = lexicon.StemSet(`expert expertise good great best strong excellent proficient fluent native skilled talented senior
	experienced advanced extensive deep outstanding brilliant competent mastery guru strongest skilful`)

// affirm gives the answer to a yes-or-no question its first word. "Yes" needs
// passages that bear out every content word of the question; without them the
// résumé does not say so, and what was found is shown as what it does say.
func (e *Engine) affirm(q *query, d draft) draft {
	if d.status == Answered && len(d.lines) > 0 && howGood.MatchString(q.text) && e.unratedIn(d.lines[0].text) {
		d.lead("The résumé doesn’t rate that. ", "The résumé doesn’t rate that; it has:")
		return d
	}
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
	case (q.asked.has(askCurrent) || slices.Contains(q.words, "still") || slices.Contains(q.words, "valid") || q.words[0] == "does" && slices.Contains(q.kinds, resume.EntryWork)) && !e.anyPresent(cited):
		d.lead("The résumé doesn’t say whether that still holds. ", "The résumé doesn’t say whether that still holds; it has:")
	case q.carried && !hasHard(q) && len(q.focus) > 0 && len(q.kinds) == 0:
		return d // "was it?" asks what the turn before says
	case e.unrated(q, d.lines[0].text):
		d.lead("The résumé doesn’t rate that. ", "The résumé doesn’t rate that; it has:")
	case asksObtained(q) && nearly.MatchString(e.textOf(cited)):
		d.lead("Not quite. ", "Not quite; the résumé has:")
	default:
		d.lead("Yes. ", "Yes:")
	}
	d.lines = d.lines[:min(4, len(d.lines))]
	d.final = true
	return d
}

// nearly says that a prize, a degree or a post was not got whole.
var nearly = regexp.MustCompile(`(?i)\b(?:shortlisted|short-listed|nominated|nominee|nomination|finalist|runner-up|longlisted|honou?rable mention|second place|third place|expected|incomplete|did not finish|not completed|withdrew|in progress)\b`)

// asksObtained tells whether a question asks if something was won, finished or held.
func asksObtained(q *query) bool {
	return slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return obtaining[t.Stem] })
}

var (
	winning   = lexicon.StemSet("win won wins earn earned receive received")
	obtaining = lexicon.StemSet("win won wins earn earned receive received get got finish finished complete completed graduate graduated hold holds have has awarded")
)

// otherStack answers whether a project is made with a technology that the list of
// what it is made with lacks.
func (e *Engine) otherStack(q *query) (draft, bool) {
	entries := e.subjects(q)
	if len(entries) != 1 || e.Document.Entries[entries[0]].Kind != resume.EntryProject {
		return draft{}, false
	}
	var asked []string
	for _, t := range e.beyond(q, entries) {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		switch {
		case slices.ContainsFunc(t.Keys, func(k string) bool { return e.technical[k] }) && !e.covers(entries, t):
			asked = append(asked, t.Text)
		case !verb:
			return draft{}, false
		}
	}
	d := e.stack(q, e.voiceFor(q), entries[0], nil)
	if len(asked) == 0 || len(d.lines) == 0 {
		return draft{}, false
	}
	d.lines[0].text = "The résumé doesn’t list " + join(asked) + " for it. " + d.lines[0].text
	d.final = true
	return d, true
}

// lead puts words before the first sentence, or before a list.
func (d *draft) lead(sentence, list string) {
	if d.lines[0].item {
		d.lines = slices.Insert(d.lines, 0, line{text: list, passages: d.lines[0].passages})
		return
	}
	d.lines[0].text = sentence + d.lines[0].text
}

// textOf is what passages say, with what stands above them.
func (e *Engine) textOf(passages []int) string {
	var b strings.Builder
	for _, p := range passages {
		pass := &e.Document.Passages[p]
		b.WriteString(pass.Text() + "\n" + strings.Join(pass.Heading, "\n") + "\n")
		if pass.Parent >= 0 {
			b.WriteString(e.Document.Passages[pass.Parent].Text() + "\n")
		}
		if x := e.entryOf(p); x != nil {
			b.WriteString(strings.Join([]string{x.Title, x.Org, x.Place, x.Period.Text, periodText(x.Period)}, "\n") + "\n")
		}
	}
	return b.String()
}

// bearsOut tells whether passages, with what stands above them, speak of every
// content word of a question and have its numbers.
func (e *Engine) bearsOut(q *query, passages []int) bool {
	have := number.Find(e.textOf(passages))
	for _, n := range number.Find(q.text) {
		if !slices.ContainsFunc(have, n.Equal) {
			return false
		}
	}
	var need []term
	for _, t := range q.terms {
		tok := q.tokens[t.Start]
		if t.hard && (t.End-t.Start > 1 || !isKindWord(tok.Stem) && !factWords[tok.Word] && !judgements[tok.Stem]) {
			need = append(need, t)
		}
	}
	if !e.bornOut(q, need, passages) {
		return false
	}
	if m := roleAsked.FindStringSubmatch(q.lower); m != nil && !slices.ContainsFunc(passages, func(p int) bool { return e.wasSo(p, m[1]) }) {
		return false
	}
	for _, t := range q.tokens { // "designers" are not "design"
		if word := strings.TrimSuffix(t.Word, "s"); isAgent(word) && !slices.ContainsFunc(passages, func(p int) bool { return e.callsSo(p, word) }) {
			return false
		}
	}
	for _, kind := range q.kinds {
		if kind != resume.EntryWork && !slices.ContainsFunc(passages, func(p int) bool { return e.isOfKind(q, p, kind) }) {
			return false
		}
	}
	return true
}

// bornOut tells whether one passage speaks of all the terms and of the deed that
// is asked for. Things may also stand one by one in several ("Kubernetes and
// Terraform"); a deed and its object may not: who led the drills and is part of a
// team has led no team.
func (e *Engine) bornOut(q *query, need []term, passages []int) bool {
	speaks := func(p int, t term) bool { return e.mentions(p, t) || e.mentionedAbove(p, t) }
	var did []int // the passages that have the deed
	for _, p := range passages {
		if e.doesSo(q, p) {
			did = append(did, p)
		}
	}
	if slices.ContainsFunc(did, func(p int) bool {
		return !slices.ContainsFunc(need, func(t term) bool { return !speaks(p, t) })
	}) {
		return true
	}
	return !slices.ContainsFunc(need, func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		thing := isName(t) || strings.HasPrefix(t.Keys[0], "=") || len(t.Members) > 0
		return verb || !thing || !slices.ContainsFunc(did, func(p int) bool { return speaks(p, t) })
	})
}

// Deeds are verbs that résumés use freely, so that they carry little in a search,
// but that a yes must not grant: to be part of a thing is not to manage it, and to
// know it is not to have made it.
var (
	managing = lexicon.StemSet("manage supervise oversee lead head")
	making   = lexicon.StemSet("build develop create implement make design engineer architect invent launch establish")
	founding = lexicon.StemSet("found co-found cofound own start establish")
	coding   = lexicon.StemSet("code program write")
	doers    = wordSet("he she they ever also to personally actually")
	withWord = wordSet("with in using on via through")
)

// doesSo tells whether a passage has the deed of a question: that of leading an
// employer in the title held there; that of managing in so many words; that of
// making in words or as the person's project, and where it is told what with, as
// a skill too.
func (e *Engine) doesSo(q *query, passage int) bool {
	pass, x := &e.Document.Passages[passage], e.entryOf(passage)
	listed := pass.Kind == resume.PassageRow || e.Document.Sections[pass.Section].Kind == resume.SectionSkills
	for n, t := range q.tokens {
		verb, form, ok := lexicon.VerbOf(t.Word)
		if t.Word == "found" || t.Word == "founded" {
			verb, ok = lexicon.Verb{Base: "found"}, true
		}
		if !ok || verb.IsNoun() && form == lexicon.Base && (n == 0 || !doers[q.tokens[n-1].Word] && !e.names.Person[q.tokens[n-1].Stem]) {
			continue // "design tools"
		}
		if n > 0 && (q.tokens[n-1].Word == "his" || q.tokens[n-1].Word == "her" || q.tokens[n-1].Word == "their") {
			continue // "his own van"
		}
		stem := lexicon.Stem(verb.Base)
		titled := func(words map[string]bool) bool {
			return e.isTitled(passage, func(t lexicon.Token) bool { return words[t.Stem] })
		}
		switch {
		case founding[stem] && e.isNamed(q, n+1):
			if !titled(owning) {
				return false
			}
		case managing[stem] && e.isNamed(q, n+1):
			if !titled(heading) {
				return false
			}
		case winning[t.Stem]:
			if !e.hasAny(passage, obtaining) && (x == nil || x.Kind != resume.EntryAward && !names.Held(x.Kind)) {
				return false
			}
		case managing[stem]:
			if !e.hasAny(passage, managing) && !titled(managing) && !titled(heading) {
				return false
			}
		case making[stem], coding[stem]:
			with := slices.ContainsFunc(q.words[n+1:], func(w string) bool { return withWord[w] })
			made := x != nil && x.Kind == resume.EntryProject || listed && (with || coding[stem])
			if !made && !e.hasAny(passage, making) && !e.hasAny(passage, coding) {
				return false
			}
		case !taking[stem] && !e.hasVerb(passage, verb, t):
			return false
		}
	}
	return true
}

// taking are verbs of taking part, which a job, a skill or a study bears out.
var taking = lexicon.StemSet(`be do have get go come work use know study attend join leave start finish graduate speak hold live intern take play
	serve employ hire experience learn understand handle deal run operate maintain support administer familiarise practise practice see
	say list mention need want like give tell show include involve stay become call apply help touch try find carry read`)

// hasVerb tells whether a passage or the title of its entry has a verb in any form.
func (e *Engine) hasVerb(passage int, verb lexicon.Verb, t lexicon.Token) bool {
	keys := append(e.Lexicon.Keys(t.Text), lexicon.Stem(verb.Base), lexicon.Stem(verb.Past), lexicon.Stem(verb.Participle))
	return slices.ContainsFunc(keys, func(k string) bool { return e.keys[passage][k] || e.above[passage][k] })
}

// heading are titles of those who lead a whole.
var (
	heading = lexicon.StemSet("head director chief ceo cto cfo coo president founder co-founder owner chair principal")
	owning  = lexicon.StemSet("founder co-founder cofounder owner proprietor partner")
)

// isNamed tells whether an organisation or thing is named right at a token, an
// article aside.
func (e *Engine) isNamed(q *query, at int) bool {
	for at < len(q.tokens) && (determiners[q.tokens[at].Word] || q.tokens[at].Word == "up") {
		at++
	}
	named := false
	for _, t := range q.terms {
		if t.Start < at {
			continue
		}
		if !t.named && !isName(t) {
			return false
		}
		named = true
	}
	return named
}

// hasAny tells whether a passage has one of the stems.
func (e *Engine) hasAny(passage int, stems map[string]bool) bool {
	for s := range stems {
		if e.keys[passage][s] {
			return true
		}
	}
	return false
}

// roleAsked finds what somebody is asked to have been: "has she been a manager".
var roleAsked = regexp.MustCompile(`\b(?:been|was|is|are|were|as|become|became) (?:he |she |they )?(?:ever |also )?(?:an?|the) (?:[\w-]+ )*?([\w-]+?)s?(?: (?:at|of|for|in|by|on|before|with|until|since|from|and|during)\b|\?|$)`)

// isAgent tells a noun for who does a thing from its verb: "designer".
func isAgent(word string) bool {
	if _, _, verb := lexicon.VerbOf(word); verb || len(word) < 6 || !strings.HasSuffix(word, "er") && !strings.HasSuffix(word, "or") {
		return false
	}
	_, _, stem := lexicon.VerbOf(word[:len(word)-2])
	_, _, withE := lexicon.VerbOf(word[:len(word)-1])
	return stem || withE
}

// callsSo tells whether a passage or the title of its entry has a word itself; a
// verb of the same stem ("managed a project") does not make a manager.
func (e *Engine) callsSo(passage int, word string) bool {
	is := func(t lexicon.Token) bool { return strings.TrimSuffix(t.Word, "s") == word }
	return slices.ContainsFunc(lexicon.Tokens(e.Document.Passages[passage].Text()), is) || e.isTitled(passage, is)
}

// wasSo tells whether a passage says that the person was something: by the title
// of its entry, by its first words ("Treasurer of …") or by "as" ("acted as
// foreman"); "reports to the CFO" makes no CFO.
func (e *Engine) wasSo(passage int, word string) bool {
	is := func(t lexicon.Token) bool { return strings.TrimSuffix(t.Word, "s") == word }
	tokens := lexicon.Tokens(e.Document.Passages[passage].Text())
	for i, t := range tokens {
		if is(t) && (i < 3 || slices.ContainsFunc(tokens[i-3:i], func(b lexicon.Token) bool { return b.Word == "as" || b.Word == "became" || b.Word == "was" })) {
			return true
		}
	}
	return e.isTitled(passage, is)
}

func (e *Engine) isTitled(passage int, is func(lexicon.Token) bool) bool {
	x := e.entryOf(passage)
	return x != nil && slices.ContainsFunc(lexicon.Tokens(x.Title), is)
}

// anyPresent tells whether any of the passages is of an entry that still runs.
func (e *Engine) anyPresent(passages []int) bool {
	return slices.ContainsFunc(passages, func(p int) bool {
		x := e.entryOf(p)
		return x != nil && x.Period.Present
	})
}

// isOfKind tells whether a passage is of an entry of a kind or has the word that
// the question uses for it.
func (e *Engine) isOfKind(q *query, passage int, kind resume.EntryKind) bool {
	x := e.entryOf(passage)
	return x != nil && x.Kind == kind || slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool {
		return kindWords[kind][t.Stem] && slices.ContainsFunc(e.Lexicon.Keys(t.Text), func(k string) bool { return e.keys[passage][k] || e.above[passage][k] })
	})
}

// howGood asks for a rating.
var howGood = regexp.MustCompile(`(?i)\bhow (?:good|strong|well|proficient|skilled|fluent|experienced|deep|advanced)\b|\b(?:what|which) level\b|^level\b`)

// unratedIn tells whether an answer rates nothing.
func (e *Engine) unratedIn(answer string) bool {
	return !strings.Contains(answer, "(") && !slices.ContainsFunc(lexicon.Stems(answer), func(s string) bool { return judgements[s] })
}

// unrated tells whether a question asks for a rating that the answer lacks.
func (e *Engine) unrated(q *query, answer string) bool {
	has := map[string]bool{}
	for _, s := range lexicon.Stems(answer) {
		has[s] = true
	}
	return slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool {
		return judgements[lexicon.Stem(strings.TrimSuffix(t.Word, "ly"))] && !has[t.Stem] && !has[lexicon.Stem(strings.TrimSuffix(t.Word, "ly"))]
	})
}

// noLonger answers "is he still at …" for what has ended.
func (e *Engine) noLonger(q *query) (draft, bool) {
	now := slices.Contains(q.words, "still") || q.asked.has(askCurrent) || slices.Contains([]string{"does", "do"}, q.words[0]) && slices.ContainsFunc(q.kinds, names.Held)
	entries := e.subjects(q)
	if !now || len(q.named)+len(q.titled) == 0 || len(entries) == 0 || slices.ContainsFunc(e.beyond(q, entries), func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return !verb
	}) {
		return draft{}, false
	}
	entries = slices.DeleteFunc(slices.Clone(entries), func(i int) bool {
		return e.Document.Entries[i].Kind != resume.EntryWork && e.Document.Entries[i].Kind != resume.EntryVolunteer
	})
	if len(entries) == 0 || slices.ContainsFunc(entries, func(i int) bool {
		p := e.Document.Entries[i].Period
		return p.Present || p.End.IsZero()
	}) {
		return draft{}, false
	}
	x := &e.Document.Entries[entries[0]]
	d := draft{status: Answered}
	d.say(sentence(fmt.Sprintf("No longer: %s ended in %s", entryName(x), x.Period.End)), e.cite(entries[0])...)
	return d, true
}

var validWords = regexp.MustCompile(`(?i)\b(?:valid|current|active|in force|expired?|lapsed|up to date|still)\b`)

var lapsed = regexp.MustCompile(`(?i)\b(?:inactive|lapsed|expired|not renewed|revoked|surrendered)\b`)

// validity answers whether a certificate or licence still holds, from the date it
// runs to.
func (e *Engine) validity(q *query) (draft, bool) {
	if !q.asked.has(askYesNo) || !validWords.MatchString(q.text) {
		return draft{}, false
	}
	for _, i := range e.entriesOf(resume.EntryCertificate) {
		x := &e.Document.Entries[i]
		if !slices.ContainsFunc(q.terms, func(t term) bool {
			return t.hard && !isKindWord(q.tokens[t.Start].Stem) && !validWords.MatchString(t.Text) && e.inNames([]int{i}, t)
		}) {
			continue
		}
		if line := e.ownLine(i); lapsed.MatchString(line) && !strings.Contains(q.lower, "expire") && !strings.Contains(q.lower, "lapse") {
			d := draft{status: Answered, final: true}
			d.say(sentence("No: "+line), e.cite(i)...)
			return d, true
		}
		if x.Period.End.IsZero() || !x.Period.Start.IsZero() && x.Period.Start == x.Period.End {
			continue
		}
		_, last := bounds(x.Period.End)
		over := last < e.thisMonth()
		word := "Yes"
		if over != strings.Contains(q.lower, "expire") && over != strings.Contains(q.lower, "lapse") {
			word = "No"
		}
		d := draft{status: Answered, final: true}
		ends := "runs"
		if over {
			ends = "ran"
		}
		d.say(sentence(fmt.Sprintf("%s: %s %s until %s", word, entryName(x), ends, x.Period.End)), e.cite(i)...)
		return d, true
	}
	return draft{}, false
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

// tagged ends a statement as a question: "…, right?", "…, didn't it?".
var tagged = regexp.MustCompile(`(?i)[a-z0-9], ?(?:right|correct|yes|no|yeah|isn['’]?t (?:he|she|it|that)|(?:did|was|were|has|had|does|do)n['’]?t (?:he|she|it|they)|innit)\s*\?|\bright\?$`)

var asksPlainly = regexp.MustCompile(`(?i)^(?:any|ever)\b|\bany (?:experience|knowledge|background)\b`)

var asksTheBot = regexp.MustCompile(`(?i)^(?:please )?(?:can|could|would|will) (?:you|we|i)\b`)

func asksWhether(q *query) bool {
	if asksTheBot.MatchString(q.text) {
		return false // "can you tell me …" asks for what follows
	}
	return isYesNo(q.words) || tagged.MatchString(q.text) || asksPlainly.MatchString(q.text) && !strings.Contains(q.lower, "what") && !strings.Contains(q.lower, "which")
}
