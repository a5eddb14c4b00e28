package rag

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
)

var claimForm = regexp.MustCompile(`(?i)\b(in|before|after|by|since|until|during)\s+(?:the year\s+|\w+\s+)?((?:19|20)\d\d)\b`)

// datedClaim answers "did she join … before 2018" and "did he work at … in 2016"
// from the dates of the one entry it names.
func (e *Engine) datedClaim(q *query) (draft, bool) {
	m := claimForm.FindStringSubmatch(q.text)
	if m == nil || !q.asked.has(askYesNo) || len(q.named)+len(q.titled) == 0 || denying.MatchString(q.text) {
		return draft{}, false
	}
	entries := e.subjects(q)
	if len(entries) == 0 || slices.ContainsFunc(e.beyond(q, entries), func(t term) bool { return t.Text != m[2] && !number.Months[strings.ToLower(t.Text)] }) {
		return draft{}, false
	}
	year, _ := strconv.Atoi(m[2])
	first, last := year*12, year*12+11
	for _, i := range entries {
		s, ok := e.stretchOf(i)
		if !ok || !names.Held(e.Document.Entries[i].Kind) {
			continue
		}
		lo, hi := s.startLo, s.endHi // what is compared with the year
		switch {
		case q.asked.has(askStart) && !q.asked.has(askEnd):
			lo, hi = s.startLo, s.startHi
		case q.asked.has(askEnd) && !strings.EqualFold(m[1], "until"):
			lo, hi = s.endLo, s.endHi
		}
		holds := lo <= last && hi >= first
		switch strings.ToLower(m[1]) {
		case "before":
			holds = lo < first
		case "after":
			holds = hi > last
		case "by":
			holds = lo <= last
		case "until":
			holds = s.endHi >= first && s.endLo <= last
		case "since":
			holds = s.startLo <= last && s.startHi >= first
		}
		word := "No"
		if holds {
			word = "Yes"
		}
		d := draft{status: Answered, final: true}
		d.say(sentence(word+". "+e.roleSentence(e.voiceFor(q), i)), e.cite(i)...)
		return d, true
	}
	return draft{}, false
}

var durationForm = regexp.MustCompile(`(?i)\b(more than|over|longer than|at least|less than|under)?\s*(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\+?\s+(years?|months?)\b`)

// durationClaim answers "was he there for more than five years".
func (e *Engine) durationClaim(q *query) (draft, bool) {
	m := durationForm.FindStringSubmatch(q.text)
	if m == nil || !q.asked.has(askYesNo) || len(q.named)+len(q.focus) == 0 || denying.MatchString(q.text) {
		return draft{}, false
	}
	entries := e.subjects(q)
	if len(entries) == 0 || slices.ContainsFunc(e.beyond(q, entries), func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return !verb && !number.Is(strings.ToLower(t.Text))
	}) {
		return draft{}, false
	}
	n, err := strconv.Atoi(m[2])
	if err != nil {
		n = int(number.Words[strings.ToLower(m[2])])
	}
	if strings.HasPrefix(strings.ToLower(m[3]), "year") {
		n *= 12
	}
	for _, i := range entries {
		total, exact := e.Document.Entries[i].Period.Months(e.Now())
		told := e.tenure(e.voiceFor(q), i)
		if told == "" {
			continue
		}
		word := ""
		switch less := strings.EqualFold(m[1], "less than") || strings.EqualFold(m[1], "under"); {
		case less && total >= n, !less && exact && total < n:
			word = "No. "
		case less && exact, !less && total >= n:
			word = "Yes. "
		}
		d := draft{status: Answered, final: true}
		d.say(word+told, e.cite(i)...)
		return d, true
	}
	return draft{}, false
}
