package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// earlier answers "where did he work before PhonePe": the entries of the same
// kind that began before the one named.
func (e *Engine) earlier(q *query) (draft, bool) {
	if !slices.Contains(q.words, "before") && !slices.Contains(q.words, "prior") && !slices.Contains(q.words, "after") {
		return draft{}, false
	}
	named := e.subjects(q)
	if len(named) == 0 {
		named = e.side(q) // "before he became a professor"
	}
	if len(named) == 0 || len(named) > 3 || len(e.beyond(q, named)) > 0 {
		return draft{}, false
	}
	x := &e.Document.Entries[named[0]]
	after := slices.Contains(q.words, "after")
	entries := slices.DeleteFunc(e.entriesOf(x.Kind), func(i int) bool {
		y := &e.Document.Entries[i]
		return i == named[0] || y.Period.IsZero() || after == (monthOf(y.Period.Start) < monthOf(x.Period.Start))
	})
	if len(entries) == 0 || x.Period.IsZero() {
		return e.notStated(q, e.cite(named[0])), true
	}
	if q.carried || justBefore.MatchString(q.text) { // the next one, not all of them
		if after {
			entries = entries[len(entries)-1:]
		} else {
			entries = entries[:1]
		}
	}
	return e.listEntries(e.voiceFor(q), x.Kind, entries, nil), true
}

var justBefore = regexp.MustCompile(`(?i)\b(?:right|just|directly|immediately|straight) (?:before|after)\b|\bthe (?:one|job|role|company|employer) (?:before|after)\b`)

// years answers how much experience there is, in total or with something,
// computed from the dates of the entries.
func (e *Engine) years(q *query) (draft, bool) {
	if !q.asked.has(askHowLong) || len(q.named)+len(q.focus) > 0 {
		return draft{}, false
	}
	if q.asked.has(askCurrent) && slices.Contains(q.kinds, resume.EntryWork) && len(e.resolve(q)) > 0 {
		return draft{}, false // "with her present employer"
	}
	rest := slices.DeleteFunc(e.things(q), func(t term) bool { return number.Is(strings.ToLower(t.Text)) })
	if len(rest) > 0 && len(q.titled) == 0 && slices.ContainsFunc(rest, func(t term) bool { return !t.known }) {
		return e.notStated(q, nil), true
	}
	entries := e.entriesOf(resume.EntryWork)
	switch {
	case len(q.titled) > 0:
		if entries = intersect(entries, q.titled); len(entries) == 0 {
			entries = q.titled
		}
	case len(rest) > 0:
		entries = slices.DeleteFunc(entries, func(i int) bool {
			return slices.ContainsFunc(rest, func(t term) bool { return !e.covers([]int{i}, t) })
		})
		if titled := slices.DeleteFunc(slices.Clone(entries), func(i int) bool { // "the apprenticeship"
			return slices.ContainsFunc(rest, func(t term) bool { return !e.inNames([]int{i}, t) })
		}); len(titled) > 0 {
			entries = titled
		}
	}
	var periods []resume.Period
	var cites []int
	var jobs []line
	for _, i := range entries {
		if x := &e.Document.Entries[i]; x.Period.Start.Year != 0 {
			periods = append(periods, x.Period)
			cites = append(cites, e.cite(i)...)
			jobs = append(jobs, line{text: e.dated(i), passages: e.cite(i)})
		}
	}
	total, exact := resume.TotalMonths(periods, e.Now())
	if total <= 0 {
		if len(rest) > 0 {
			return e.notStated(q, e.naming(rest, 2)), true
		}
		return e.notStated(q, nil), len(e.entriesOf(resume.EntryWork)) == 0
	}
	d := draft{status: Answered}
	subject := "The dated jobs in the résumé"
	switch {
	case len(q.titled) > 0:
		subject = "The entries with that title"
	case len(rest) > 0:
		subject = "The dated jobs that speak of " + join(texts(rest))
	}
	lead := ""
	if m := yearsAsked.FindStringSubmatch(q.lower); m != nil && q.asked.has(askYesNo) {
		n, _ := strconv.Atoi(m[1])
		switch {
		case total >= n*12:
			lead = "Yes. "
		case exact:
			lead = "No. "
		}
	}
	if len(jobs) == 1 && len(rest)+len(q.titled) > 0 {
		d.say(lead+e.tenure(e.voiceFor(q), entries[slices.IndexFunc(entries, func(i int) bool { return e.Document.Entries[i].Period.Start.Year != 0 })]), cites...)
		return d, true
	}
	d.say(sentence(fmt.Sprintf("%s%s add up to %s as of %s, overlaps counted once:", lead, subject, months(total, exact), e.Now().Format("January 2006"))), cites...)
	for _, l := range jobs {
		if length(d.lines)+len(l.text) < factLimit {
			d.item(l.text, l.passages...)
		}
	}
	return d, true
}

var yearsAsked = regexp.MustCompile(`\b(\d+)\+? years\b`)

// things are the content terms of a question that are no words for a kind of
// entry or for its fields.
func (e *Engine) things(q *query) []term {
	var out []term
	for _, t := range q.terms {
		if tok := q.tokens[t.Start]; t.hard && !isKindWord(tok.Stem) && !factWords[tok.Word] {
			out = append(out, t)
		}
	}
	return out
}
