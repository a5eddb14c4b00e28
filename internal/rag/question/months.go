package question

import (
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
)

// monthOf is a month or a season of a year: "August 2020", "summer of 2020".
var monthOf = lazyregexp.New(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter)[a-z]*\.?,? (?:of |in )?((?:19|20)\d\d)\b`)

// seasons are the months of each, of the northern half of the year.
var seasons = map[string][]int{"spring": {3, 4, 5}, "summer": {6, 7, 8}, "autumn": {9, 10, 11}, "fall": {9, 10, 11}, "winter": {12, 1, 2}}

// months puts one term, found by month, in the place of a month and its year: what
// holds in a month is told by computed passages.
func (p *Parser) months(q *Query) {
	for _, m := range monthOf.FindAllStringSubmatchIndex(q.Text, -1) {
		name := strings.ToLower(q.Text[m[2]:m[3]])
		year, _ := strconv.Atoi(q.Text[m[4]:m[5]])
		of := seasons[name]
		if of == nil {
			of = []int{strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", name)/3 + 1}
		}
		term := Term{Hard: true, Named: true}
		for _, month := range of {
			term.Keys = append(term.Keys, resume.Date{Year: year, Month: month}.Key())
		}
		term.Text = q.Text[m[0]:m[1]]
		term.Known = p.hasAny(term.Keys)
		for _, k := range term.Keys {
			term.IDF = max(term.IDF, p.index.IDF(k))
		}
		kept := q.Terms[:0]
		for _, t := range q.Terms {
			if start := q.Tokens[t.Start].Start; start < m[0] || start >= m[1] {
				kept = append(kept, t)
			} else if term.End == 0 {
				term.Start, term.End = t.Start, t.End
			}
		}
		q.Terms = append(kept, term)
	}
}
