package facts

import (
	"cmp"

	"resumebot/internal/resume"
)

// state is how the time of an entry lies to the day.
type state int

const (
	undated  state = iota
	lone           // one date, which may be a beginning, an end or both
	ended          // before the day
	current        // at the day
	open           // ends in the day's month or year: may have ended or not
	upcoming       // begins after the day
)

// stateOf tells how a period lies to the day.
func (b *builder) stateOf(p resume.Period) state {
	begins, _ := bounds(p.Start)
	endLo, endHi := bounds(p.End)
	switch {
	case p.IsZero():
		return undated
	case begins > b.month, begins == b.month && p.Start.Day > b.day.Day():
		return upcoming
	case p.Present:
		return current
	case p.End.IsZero():
		return lone
	case endLo > b.month, endLo == b.month && p.End.Day >= b.day.Day():
		return current
	case endHi < b.month, endHi == b.month && p.End.Day > 0:
		return ended
	}
	return open
}

// span is a time in months counted from year 0, each end as early and as late as
// the résumé leaves open: a bare year may mean January or December.
type span struct{ startLo, startHi, endLo, endHi int }

// spanOf gives the span of a period up to the day; without dates it is in year 0.
func (b *builder) spanOf(p resume.Period, s state) (out span) {
	out.startLo, out.startHi = bounds(cmp.Or(p.Start, p.End))
	out.endLo, out.endHi = bounds(cmp.Or(p.End, p.Start))
	switch s {
	case current:
		out.startHi, out.endLo, out.endHi = min(out.startHi, b.month), b.month, b.month
	case open:
		out.endHi = b.month
	}
	return out
}

func bounds(d resume.Date) (lo, hi int) {
	if d.Month == 0 {
		return d.Year * 12, d.Year*12 + 11
	}
	m := d.Year*12 + d.Month - 1
	return m, m
}

// shared is how many months two spans surely and possibly share.
func (s span) shared(o span) (sure, possible int) {
	return max(0, min(s.endLo, o.endLo)-max(s.startHi, o.startHi)+1), max(0, min(s.endHi, o.endHi)-max(s.startLo, o.startLo)+1)
}

// surelyBefore tells whether one item surely began before another.
func surelyBefore(a, b *item) bool { return a.span.startHi < b.span.startLo }

// lasts tells whether an item has begun and has a length.
func (it *item) lasts() bool {
	return (it.state == ended || it.state == current || it.state == open) && !it.Period.Start.IsZero()
}

// until is an item's period as far as it has gone by the day.
func (it *item) until() resume.Period {
	if it.state == current {
		return resume.Period{Start: it.Period.Start, Present: true}
	}
	return it.Period
}

// sum is how long items lasted together by the day, months that several cover
// counted once, and that in words, "" for no time.
func (b *builder) sum(items []*item) (n int, text string) {
	var periods []resume.Period
	for _, it := range items {
		periods = append(periods, it.until())
	}
	n, exact := resume.TotalMonths(periods, b.day)
	return n, atLeast(n, exact)
}

func atLeast(n int, exact bool) string {
	switch {
	case n <= 0:
		return ""
	case exact:
		return resume.FormatMonths(n)
	}
	return "at least " + resume.FormatMonths(n)
}

// lasted says how long an item has lasted, "" where the dates do not tell.
func (b *builder) lasted(it *item) string {
	p := it.until()
	n, exact := p.Months(b.day)
	text := atLeast(n, exact)
	switch years := p.End.Year - p.Start.Year; {
	case text == "":
	case years > 0 && p.Start.Month == 0 && p.End.Month == 0:
		text = "about " + resume.FormatMonths(12*years)
	case it.state == current:
		text += " so far"
	}
	return text
}
