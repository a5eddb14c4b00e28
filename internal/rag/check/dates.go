package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
)

var (
	dateForm  = lazyregexp.New(`(?i)\b(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:of\s+)?)?((?:19|20)\d\d)\b`)
	startNear = lazyregexp.New(`(?i)\b(?:from|since|between)\s*$`)
	endNear   = lazyregexp.New(`(?i)(?:\b(?:to|until|till|through)|[–—-])\s*$`)
	startVerb = lazyregexp.New(`(?i)\b(?:joined|joining|started|starting|began|beginning|begun)\b[^;]{0,140}$`)
	endVerb   = lazyregexp.New(`(?i)\b(?:left|leaving|ended|ending|finished|graduated|completed|earned|received|obtained)\b[^;]{0,140}$`)
)

// checkDates wants every month with its year in the evidence, and the date a
// sentence gives for a beginning or an end to be that of the entry.
func (e *Checker) checkDates(s statement, ev evidence) error {
	said := dateForm.FindAllStringSubmatchIndex(s.text, -1)
	have := datesIn(ev.text)
	for _, m := range said {
		d := dateOf(s.text, m)
		if !slices.ContainsFunc(have, func(h resume.Date) bool { return h.Year == d.Year && (d.Month == 0 || h.Month == d.Month) }) {
			return fmt.Errorf("the date %q is in no passage that you cite", s.text[m[0]:m[1]])
		}
		told := datesIn(ev.own)
		if len(told) > 0 && !slices.ContainsFunc(told, func(h resume.Date) bool { return h.Year == d.Year }) {
			return fmt.Errorf("%q is the date of the whole entry, not of what the passage tells", s.text[m[0]:m[1]])
		}
		if len(ev.entries) != 1 {
			continue
		}
		p := ev.entries[0].Period
		before := s.text[:m[0]]
		isStart := d.Year == p.Start.Year && (d.Month == 0 || p.Start.Month == 0 || d.Month == p.Start.Month)
		isEnd := p.End.IsZero() && !p.Present || p.End.Year != 0 && d.Year == p.End.Year && (d.Month == 0 || p.End.Month == 0 || d.Month == p.End.Month)
		switch said := saysOfDate(before); {
		case said < 0 && isEnd && !isStart:
			return fmt.Errorf("%s is when it ended, not when it began", s.text[m[0]:m[1]])
		case said > 0 && isStart && !isEnd:
			return fmt.Errorf("%s is when it began, not when it ended", s.text[m[0]:m[1]])
		}
	}
	return nil
}

// saysOfDate tells from the words before a date whether it is given as a
// beginning (-1), an end (1) or neither.
func saysOfDate(before string) int {
	start, end := startVerb.FindStringIndex(before), endVerb.FindStringIndex(before)
	switch {
	case startNear.MatchString(before):
		return -1
	case endNear.MatchString(before):
		return 1
	case start != nil && end == nil:
		return -1
	case end != nil:
		return 1
	}
	return 0
}

func datesIn(text string) []resume.Date {
	var out []resume.Date
	for _, m := range dateForm.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, dateOf(text, m))
	}
	return out
}

func dateOf(text string, m []int) resume.Date {
	var d resume.Date
	d.Year, _ = strconv.Atoi(text[m[4]:m[5]])
	if m[2] >= 0 {
		d.Month = strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(text[m[2]:m[3]]))/3 + 1
	}
	return d
}

var yearIn = lazyregexp.New(`\b(?:19|20)\d\d\b`)

var ordinal = lazyregexp.New(`(?i)\b(first|second|third|fourth|fifth)\b`)

// checkOrdinals wants the year that goes with "the first" and "the second" to be
// the one that does in the evidence.
func checkOrdinals(s statement, ev evidence) error {
	for _, m := range ordinal.FindAllStringIndex(s.text, -1) {
		_, to := s.clauseOf(m[0])
		year := yearIn.FindString(s.text[m[1]:max(m[1], to)])
		at := regexp.MustCompile(`(?i)\b` + s.text[m[0]:m[1]] + `\b`).FindStringIndex(ev.own)
		if year == "" || at == nil {
			continue
		}
		if told := yearIn.FindString(ev.own[at[1]:]); told != "" && told != year {
			return fmt.Errorf("%q was %s and not %s", s.text[m[0]:m[1]], told, year)
		}
	}
	return nil
}
