package rag

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// chronology answers how the entries lie in time: overlaps, gaps, what lies
// between two of them, which came first or took longer, what a year held and
// when something was last used. All of it is computed from the entries' dates.
func (e *Engine) chronology(q *query) (draft, bool) {
	for _, f := range []func(*query) (draft, bool){e.overlap, e.gaps, e.between, e.compare, e.validity, e.datedClaim, e.durationClaim, e.inTime, e.lastUse, e.since} {
		if d, ok := f(q); ok {
			return d, true
		}
	}
	return draft{}, false
}

// stretch is a period in months since year 0, each end as early and as late as
// the résumé leaves open: a bare year may begin in January or in December.
type stretch struct{ startLo, startHi, endLo, endHi int }

// stretchOf returns the stretch of an entry, and false where it has no dates.
func (e *Engine) stretchOf(entry int) (stretch, bool) {
	p := e.Document.Entries[entry].Period
	var s stretch
	switch {
	case p.Start.Year == 0 && p.End.Year == 0:
		return s, false
	case p.Start.Year == 0:
		s.startLo, s.startHi = bounds(p.End)
	default:
		s.startLo, s.startHi = bounds(p.Start)
	}
	switch {
	case p.Present:
		s.endLo = e.thisMonth()
		s.endHi = s.endLo
	case p.End.Year != 0:
		s.endLo, s.endHi = bounds(p.End)
	default:
		s.endLo, s.endHi = s.startLo, s.startHi
	}
	return s, true
}

func (e *Engine) thisMonth() int { return e.Now().Year()*12 + int(e.Now().Month()) - 1 }

func bounds(d resume.Date) (lo, hi int) {
	if d.Month == 0 {
		return d.Year * 12, d.Year*12 + 11
	}
	m := d.Year*12 + d.Month - 1
	return m, m
}

// overlapWith is how many months two stretches surely and possibly share.
func (s stretch) overlapWith(o stretch) (sure, possible int) {
	return max(0, min(s.endLo, o.endLo)-max(s.startHi, o.startHi)+1), max(0, min(s.endHi, o.endHi)-max(s.startLo, o.startLo)+1)
}

// within tells whether s surely lies inside o, however its dates are meant.
func (s stretch) within(o stretch) bool { return s.startLo >= o.startHi && s.endHi <= o.endLo }

// dated is what an entry is and when, for sentences about time.
func (e *Engine) dated(entry int) string {
	x := &e.Document.Entries[entry]
	name := entryName(x)
	if names.Held(x.Kind) && x.Kind != resume.EntryWork && x.Place != "" && !strings.Contains(name, x.Place) {
		name += ", " + x.Place
	}
	if when := periodText(x.Period); when != "" {
		return name + " (" + when + ")"
	}
	return name
}

// clauseEnd cuts a question where it turns from one entry to another.
var clauseEnd = regexp.MustCompile(`(?i)\b(?:and|or|with|when|while|whilst|during|alongside|besides|than|before|after|overlap\w*|vs\.?|versus|between)\b|,|\bat the same time as\b`)

// sides are the groups of entries that the clauses of a question name or
// describe, in order.
func (e *Engine) sides(text string) [][]int {
	var out [][]int
	for _, clause := range clauseEnd.Split(text, -1) {
		if side := e.side(e.read(clause)); len(side) > 0 && !slices.ContainsFunc(out, func(o []int) bool { return slices.Equal(o, side) }) {
			out = append(out, side)
		}
	}
	return out
}

// side is the entries one clause is about: named, with a title, or of a kind.
func (e *Engine) side(q *query) []int {
	switch {
	case len(intersect(q.named, q.titled)) > 0:
		return intersect(q.named, q.titled)
	case len(q.named) > 0:
		if held := slices.DeleteFunc(slices.Clone(q.named), func(i int) bool { return !names.Held(e.Document.Entries[i].Kind) }); len(held) > 0 {
			return held
		}
		return q.named
	case len(q.titled) > 0:
		return q.titled
	case len(q.kinds) == 0:
		things := e.things(q)
		var out []int
		for i := range e.Document.Entries { // "the clerkship" of a law clerk
			if x := &e.Document.Entries[i]; len(things) > 0 && names.Held(x.Kind) && !e.private(i) && !slices.ContainsFunc(things, func(t term) bool { return !e.inNames([]int{i}, t) }) {
				out = append(out, i)
			}
		}
		return out
	}
	return e.entriesFor(q, orderKinds(q.kinds)[0])
}

var togetherWords = regexp.MustCompile(`(?i)\boverlap|\bsimultaneous|\bconcurrent|\bin parallel\b|\bsame time\b|\bstill (?:in|at|a|an|studying)\b.*\b(?:when|while|as)\b|\balongside\b|\b(?:while|whilst)\b.*\b(?:work|stud|job|degree|school|employ|doing|at|in)|\bduring (?:his|her|their|the)\b.*\b(?:stud|degree|phd|doctorate|mba|school|universit|college|job|work|employ)`)

// overlap answers whether entries ran at the same time.
func (e *Engine) overlap(q *query) (draft, bool) {
	if !q.asked.has(askYesNo) || !togetherWords.MatchString(q.text) {
		return draft{}, false
	}
	sides := e.sides(q.text)
	if len(sides) == 0 {
		return draft{}, false
	}
	if len(sides) == 1 {
		sides = append(sides, sides[0])
	}
	d := draft{status: Answered, final: true}
	var sure, maybe, no []line
	for n, i := range sides[0] {
		for m, j := range sides[1] {
			a, okA := e.stretchOf(i)
			b, okB := e.stretchOf(j)
			if i == j || !okA || !okB || slices.Contains(sides[1], i) && slices.Contains(sides[0], j) && m < n {
				continue
			}
			cites := append(e.cite(i), e.cite(j)...)
			least, most := a.overlapWith(b)
			both := fmt.Sprintf("%s and %s", e.dated(i), e.dated(j))
			switch {
			case a.within(b):
				sure = append(sure, line{text: fmt.Sprintf("%s falls within %s", e.dated(i), e.dated(j)), passages: cites})
			case b.within(a):
				sure = append(sure, line{text: fmt.Sprintf("%s falls within %s", e.dated(j), e.dated(i)), passages: cites})
			case least > 1:
				amount := resume.FormatMonths(least)
				if most != least {
					amount = "at least " + amount
				}
				sure = append(sure, line{text: fmt.Sprintf("%s overlapped for %s", both, amount), passages: cites})
			case most > 0:
				maybe = append(maybe, line{text: fmt.Sprintf("%s may have overlapped", both), passages: cites})
			default:
				no = append(no, line{text: fmt.Sprintf("%s did not overlap", both), passages: cites})
			}
		}
	}
	switch {
	case len(sure) > 0:
		return d.answer("Yes", sure), true
	case len(maybe) > 0:
		return d.answer("The dates leave it open", maybe), true
	case len(no) > 0:
		return d.answer("No", no), true
	}
	return e.notStated(q, e.cite(sides[0][0])), true
}

// answer leads a draft with a word and says the lines, the first after a colon
// where it is the only one, else as a list.
func (d draft) answer(lead string, lines []line) draft {
	if len(lines) == 1 {
		d.say(sentence(lead+": "+lines[0].text), lines[0].passages...)
		return d
	}
	var all []int
	for _, l := range lines[:min(3, len(lines))] {
		for _, p := range l.passages {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	d.say(lead+":", all...)
	for _, l := range lines[:min(3, len(lines))] {
		d.item(sentence(l.text), l.passages...)
	}
	return d
}

var gapWords = regexp.MustCompile(`(?i)\bgaps?\b|\bunemployed\b|\bcareer break|\bbreaks? in (?:his|her|their|the)\b|\btime off\b|\bout of work\b|\bbetween jobs\b|\bwithout (?:a job|work)\b`)

// gaps answers whether there is time without a dated job, and what filled it.
func (e *Engine) gaps(q *query) (draft, bool) {
	if !gapWords.MatchString(q.text) {
		return draft{}, false
	}
	if len(q.named)+len(q.titled) > 0 && len(e.sides(q.text)) > 1 {
		return e.distance(q)
	}
	var jobs []int
	for _, i := range e.entriesOf(resume.EntryWork) {
		if _, ok := e.stretchOf(i); ok {
			jobs = append(jobs, i)
		}
	}
	if len(jobs) == 0 {
		return e.notStated(q, nil), true
	}
	slices.SortStableFunc(jobs, func(a, b int) int {
		sa, _ := e.stretchOf(a)
		sb, _ := e.stretchOf(b)
		return cmp.Compare(sa.startLo, sb.startLo)
	})
	var found []line
	last := jobs[0]
	end, _ := e.stretchOf(last)
	for _, j := range jobs[1:] {
		s, _ := e.stretchOf(j)
		if n := s.startLo - end.endHi - 1; n > 0 {
			text := fmt.Sprintf("%s lie between %s and %s", resume.FormatMonths(n), e.dated(last), e.dated(j))
			cites := append(e.cite(last), e.cite(j)...)
			if study := e.during(end.endHi+1, s.startLo-1); len(study) > 0 {
				text += "; studies in that time: " + e.dated(study[0])
				cites = append(cites, e.cite(study[0])...)
			}
			found = append(found, line{text: text, passages: cites})
		}
		if s.endHi > end.endHi {
			last, end = j, s
		}
	}
	if n := e.thisMonth() - end.endHi; n > 1 {
		found = append(found, line{text: fmt.Sprintf("the last dated job, %s, ended %s before %s", e.dated(last), resume.FormatMonths(n), e.Now().Format("January 2006")), passages: e.cite(last)})
	}
	d := draft{status: Answered, final: true}
	if len(found) > 0 {
		return d.answer("Between the dated jobs", found), true
	}
	var cites []int
	for _, j := range jobs {
		cites = append(cites, e.cite(j)...)
	}
	first := e.Document.Entries[jobs[0]].Period.Start
	until := "today"
	if !e.Document.Entries[last].Period.Present {
		until = e.Document.Entries[last].Period.End.String()
	}
	d.say(sentence(fmt.Sprintf("No: as far as the dates tell, the jobs follow one another from %s to %s without a month between them", first, until)), cites...)
	return d, true
}

// during lists the studies that share some of the months.
func (e *Engine) during(from, to int) []int {
	return slices.DeleteFunc(e.entriesOf(resume.EntryEducation), func(i int) bool {
		s, ok := e.stretchOf(i)
		return !ok || s.startLo > to || s.endHi < from
	})
}

var betweenWords = regexp.MustCompile(`(?i)\b(?:how (?:long|many months|many years|much time)|(?:time|months|years))\b.*\bbetween\b|\bhow (?:long|soon) (?:after|before)\b`)

// between answers how much time lies between two entries.
func (e *Engine) between(q *query) (draft, bool) {
	if !betweenWords.MatchString(q.text) {
		return draft{}, false
	}
	return e.distance(q)
}

// distance tells the months between the two entries a question names.
func (e *Engine) distance(q *query) (draft, bool) {
	sides := e.sides(q.text)
	if len(sides) < 2 {
		return draft{}, false
	}
	a, b := sides[0][0], sides[1][0]
	sa, okA := e.stretchOf(a)
	sb, okB := e.stretchOf(b)
	if !okA || !okB {
		return e.notStated(q, append(e.cite(a), e.cite(b)...)), true
	}
	if sb.startLo < sa.startLo {
		a, b, sa, sb = b, a, sb, sa
	}
	d := draft{status: Answered, final: true}
	least, most := max(0, sb.startLo-sa.endHi-1), sb.startHi-sa.endLo-1
	cites := append(e.cite(a), e.cite(b)...)
	switch {
	case most < 0:
		d.say(sentence(fmt.Sprintf("No time: %s and %s overlapped", e.dated(a), e.dated(b))), cites...)
	case most == 0:
		d.say(sentence(fmt.Sprintf("No full month: %s was followed at once by %s", e.dated(a), e.dated(b))), cites...)
	case least == most:
		d.say(sentence(fmt.Sprintf("%s lie between %s and %s", resume.FormatMonths(least), e.dated(a), e.dated(b))), cites...)
	case least == 0:
		d.say(sentence(fmt.Sprintf("At most %s lie between %s and %s; the dates give no more", resume.FormatMonths(most), e.dated(a), e.dated(b))), cites...)
	default:
		d.say(sentence(fmt.Sprintf("Between %s and %s lie between %s and %s", resume.FormatMonths(least), resume.FormatMonths(most), e.dated(a), e.dated(b))), cites...)
	}
	return d, true
}

var (
	longerWords = regexp.MustCompile(`(?i)\b(?:longer|longest|more time|shorter|shortest)\b`)
	orderWords  = regexp.MustCompile(`(?i)\b(?:first|earlier|earliest|later|before|after|more recent(?:ly)?)\b`)
)

// compare answers which of two entries came first or lasted longer.
func (e *Engine) compare(q *query) (draft, bool) {
	longer, order := longerWords.MatchString(q.text), orderWords.MatchString(q.text)
	if !longer && !order || len(q.named)+len(q.titled) == 0 {
		return draft{}, false
	}
	sides := e.sides(q.text)
	if len(sides) < 2 || order && !longer && !q.asked.has(askYesNo) && !strings.Contains(q.lower, " or ") && !strings.HasPrefix(q.lower, "which") && !strings.HasPrefix(q.lower, "what came first") {
		return draft{}, false
	}
	a, b := e.longest(sides[0]), e.longest(sides[1])
	if len(a) == 0 || len(b) == 0 {
		return e.notStated(q, append(e.cite(sides[0][0]), e.cite(sides[1][0])...)), true
	}
	d := draft{status: Answered, final: true}
	cites := append(e.cite(a[0]), e.cite(b[0])...)
	if longer {
		ma, exactA := e.Document.Entries[a[0]].Period.Months(e.Now())
		mb, exactB := e.Document.Entries[b[0]].Period.Months(e.Now())
		if mb > ma {
			a, b, ma, mb, exactA, exactB = b, a, mb, ma, exactB, exactA
		}
		lead := "The longer one is "
		if strings.Contains(q.lower, "short") {
			a, b, ma, mb, exactA, exactB, lead = b, a, mb, ma, exactB, exactA, "The shorter one is "
		}
		d.say(sentence(lead+fmt.Sprintf("%s with %s, against %s for %s", e.dated(a[0]), months(ma, exactA), months(mb, exactB), e.dated(b[0]))), cites...)
		return d, true
	}
	sa, _ := e.stretchOf(a[0])
	sb, _ := e.stretchOf(b[0])
	first, second := sa.began(), sb.began()
	ends := false
	if at := orderWords.FindStringIndex(q.text); at != nil { // "graduate before joining", "before his degree was finished"
		if finished.MatchString(q.text[:at[0]]) {
			first, ends = sa.ended(), true
		}
		if finished.MatchString(q.text[at[1]:]) {
			second, ends = sb.ended(), true
		}
	}
	if !q.asked.has(askYesNo) && !ends {
		if sb.startLo < sa.startLo {
			a, b = b, a
		}
		d.say(sentence(fmt.Sprintf("%s came first, then %s", e.dated(a[0]), e.dated(b[0]))), cites...)
		return d, true
	}
	lead := ""
	if q.asked.has(askYesNo) {
		earlier, later := first[1] < second[0], first[0] > second[1]
		if strings.Contains(q.lower, "after") || strings.Contains(q.lower, "later") {
			earlier, later = later, earlier
		}
		switch {
		case earlier:
			lead = "Yes: "
		case later:
			lead = "No: "
		default:
			lead = "The dates leave it open: "
		}
	}
	d.say(sentence(fmt.Sprintf("%s%s; %s", lead, e.dated(a[0]), e.dated(b[0]))), cites...)
	return d, true
}

// began and ended are the first and the last month in which a stretch may have
// begun or ended.
func (s stretch) began() [2]int { return [2]int{s.startLo, s.startHi} }
func (s stretch) ended() [2]int { return [2]int{s.endLo, s.endHi} }

// finished tells of the end of a job or a study.
var finished = regexp.MustCompile(`(?i)\b(?:finish\w*|complet\w*|end(?:ed|ing|s)?|graduat\w*|done|over|left|leav\w+|quit\w*|degree in hand)\b`)

// months says a number of months, as a bound where it is one.
func months(n int, exact bool) string {
	if exact {
		return resume.FormatMonths(n)
	}
	return "at least " + resume.FormatMonths(n)
}

// timeForm finds the time a question asks about: "in March 2022", "during 2019 and
// 2020", "between 2019 and 2021", "in the summer of 2020", "from May 2019 to 2020".
var timeForm = regexp.MustCompile(`(?i)\b(?:in|during|around|back in|throughout|through|between|from|as of|by|on)\s+(?:the\s+)?(?:(early|mid|late|spring|summer|autumn|fall|winter|beginning|start|end|year)[\s-]+)?(?:of\s+)?(?:([a-z]{3,9})\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?)?((?:19|20)\d\d)(?:\s*(?:and|to|until|till|through|-|–)\s*(?:([a-z]{3,9})\.?\s+)?((?:19|20)\d\d))?\b`)

// partsOfYear are the first and last month of the parts a year is told by.
var partsOfYear = map[string][2]int{
	"early": {0, 3}, "beginning": {0, 2}, "start": {0, 2}, "mid": {3, 8}, "late": {8, 11}, "end": {9, 11},
	"spring": {2, 4}, "summer": {5, 7}, "autumn": {8, 10}, "fall": {8, 10}, "winter": {0, 11}, "year": {0, 11}, "": {0, 11},
}

// timeAsked returns the months a question asks about and the words that say so.
func timeAsked(text string) (from, to int, words string, ok bool) {
	m := timeForm.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, "", false
	}
	months := func(part, month, year string) (lo, hi int, ok bool) {
		y, _ := strconv.Atoi(year)
		if month != "" {
			n, ok := monthNamed(month)
			return y*12 + n - 1, y*12 + n - 1, ok
		}
		in := partsOfYear[strings.ToLower(part)]
		return y*12 + in[0], y*12 + in[1], true
	}
	if from, to, ok = months(m[1], m[2], m[3]); ok && m[5] != "" {
		_, to, ok = months("", m[4], m[5])
	}
	return from, to, m[0], ok && from <= to
}

// monthNamed is the number of a month by its name or the usual short form.
func monthNamed(word string) (int, bool) {
	if word = strings.ToLower(word); !number.Months[word] {
		return 0, false
	}
	t, err := time.Parse("Jan", capital(word[:3]))
	return int(t.Month()), err == nil
}

// inTime answers what the person did in a year or a month, where nothing more
// particular is asked.
func (e *Engine) inTime(q *query) (draft, bool) {
	from, to, words, ok := timeAsked(q.text)
	if !ok || q.asked.has(askYesNo|askNumber|askHowLong) || len(q.named) > 0 {
		return draft{}, false
	}
	said := lexicon.Tokens(words)
	if slices.ContainsFunc(q.terms, func(t term) bool {
		stem := q.tokens[t.Start].Stem
		return t.hard && !isKindWord(stem) && !livesWords[q.tokens[t.Start].Word] && !slices.ContainsFunc(said, func(s lexicon.Token) bool { return s.Stem == stem })
	}) {
		return draft{}, false
	}
	kinds := orderKinds(q.kinds)
	if len(kinds) == 0 {
		kinds = []resume.EntryKind{resume.EntryWork, resume.EntryEducation, resume.EntryCertificate, resume.EntryVolunteer}
	} else if slices.Contains(kinds, resume.EntryEducation) {
		kinds = append(kinds, resume.EntryCertificate)
	}
	var entries []int
	for _, kind := range kinds {
		for _, i := range e.entriesFor(q, kind) {
			course := kind != resume.EntryCertificate || !e.Document.Entries[i].Period.Start.IsZero() && !e.Document.Entries[i].Period.End.IsZero()
			if s, ok := e.stretchOf(i); ok && course && s.startLo <= to && s.endHi >= from && !slices.Contains(entries, i) {
				entries = append(entries, i)
			}
		}
	}
	if len(entries) == 0 {
		return e.notStated(q, nil), true
	}
	d := draft{status: Answered}
	for _, i := range entries {
		if text := e.roleSentence(e.voiceFor(q), i); length(d.lines)+len(text) < factLimit {
			d.say(text, e.cite(i)...)
		}
	}
	return d, true
}

var lastUseWords = regexp.MustCompile(`(?i)\bhow (?:old|recent|up to date|current|fresh) (?:is|are|was)\b|\blast (?:use|used|work|worked|touch|touched|time)\b|\bmost recently use|\bwhen did \w+ last\b`)

// lastUse answers how recent the experience with something is, by the latest
// dated entry that speaks of it.
func (e *Engine) lastUse(q *query) (draft, bool) {
	recently := q.asked.has(askYesNo) && (slices.Contains(q.words, "recently") || slices.Contains(q.words, "lately"))
	if !lastUseWords.MatchString(q.text) && !recently || len(q.named) > 0 {
		return draft{}, false
	}
	var things []term
	for _, t := range q.terms {
		if t.hard && !isKindWord(q.tokens[t.Start].Stem) && !factWords[q.tokens[t.Start].Word] {
			things = append(things, t)
		}
	}
	if len(things) == 0 {
		return draft{}, false
	}
	best, bestEnd := -1, 0
	for i := range e.Document.Entries {
		s, ok := e.stretchOf(i)
		if !ok || e.private(i) || s.endHi < bestEnd || slices.ContainsFunc(things, func(t term) bool { return !e.covers([]int{i}, t) }) {
			continue
		}
		best, bestEnd = i, s.endHi
	}
	if best < 0 {
		return e.notStated(q, e.naming(things, 2)), true
	}
	x := &e.Document.Entries[best]
	text := fmt.Sprintf("The latest dated entry that speaks of %s is %s", join(texts(things)), e.dated(best))
	if n := e.thisMonth() - bestEnd; x.Period.Present {
		text += ", which still runs"
	} else if n > 0 && x.Period.End.Month != 0 {
		text += fmt.Sprintf(", which ended %s before %s", resume.FormatMonths(n), e.Now().Format("January 2006"))
	}
	d := draft{status: Answered}
	cites := e.cite(best)
	if p := e.mentioning(x, things); p >= 0 {
		cites = append(cites, p)
	}
	d.say(sentence(text), cites...)
	return d, true
}

var sinceWords = regexp.MustCompile(`(?i)\bhow (?:long|many (?:years|months))\b.*\b(?:since|ago)\b`)

// since answers how long ago an entry ended.
func (e *Engine) since(q *query) (draft, bool) {
	if !sinceWords.MatchString(q.text) {
		return draft{}, false
	}
	side := e.side(q)
	if len(side) == 0 {
		return e.notStated(q, nil), true
	}
	x := &e.Document.Entries[side[0]]
	s, ok := e.stretchOf(side[0])
	if !ok || x.Period.Present {
		return e.notStated(q, e.cite(side[0])), true
	}
	d := draft{status: Answered}
	least, most := e.thisMonth()-s.endHi, e.thisMonth()-s.endLo
	ago := resume.FormatMonths(most)
	if least != most {
		ago = fmt.Sprintf("between %s and %s", resume.FormatMonths(max(1, least)), resume.FormatMonths(most))
	}
	d.say(sentence(fmt.Sprintf("%s ended %s before %s", e.dated(side[0]), ago, e.Now().Format("January 2006"))), e.cite(side[0])...)
	return d, true
}

// naming lists passages that speak of any of the terms, at most n.
func (e *Engine) naming(terms []term, n int) []int {
	var out []int
	for i := range e.Document.Passages {
		if len(out) < n && !e.Document.Passages[i].Private && slices.ContainsFunc(terms, func(t term) bool { return e.mentions(i, t) }) {
			out = append(out, i)
		}
	}
	return out
}

func texts(terms []term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.Text
	}
	return out
}
