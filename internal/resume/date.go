package resume

import (
	"strconv"
	"time"
)

// Date is a day, month or year as far as the résumé gives it.
type Date struct {
	Year  int // 0: no date at all
	Month int // 1–12, 0 where only the year is given
	Day   int // 1–31, 0 where the day is not given
}

// String writes a date for people: "February 2023", "2019".
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return strconv.Itoa(d.Year)
	}
	return time.Month(d.Month).String() + " " + strconv.Itoa(d.Year)
}

// Period is the time an entry covers.
type Period struct {
	Start, End Date   // End is zero where Present or where only one date is given
	Present    bool   // "– Present", "since 2021", "to date"
	Text       string // as written: "February 2023 – Present"
}

// IsZero tells whether the period has no date.
func (p Period) IsZero() bool { return p.Start.Year == 0 && p.End.Year == 0 }

// Months is how long the period lasted, first and last month counted both, as
// people count on a résumé (January 2022 – July 2022 is 7 months). Where a date
// gives only the year the figure is the difference of the years and not exact.
// A single date lasts 0 months.
func (p Period) Months(asOf time.Time) (months int, exact bool) {
	from, to, ok := p.bounds(asOf)
	if !ok {
		return 0, false
	}
	exact = p.Start.Month != 0 && (p.Present || p.End.Month != 0)
	if !exact && p.Start.Month == 0 && (p.End.Month == 0 && !p.Present) {
		return (p.End.Year - p.Start.Year) * 12, false
	}
	return to - from + 1, exact
}

// bounds are the first and last month, counted from year 0.
func (p Period) bounds(asOf time.Time) (from, to int, ok bool) {
	if p.Start.Year == 0 {
		return 0, 0, false
	}
	from = p.Start.Year*12 + max(p.Start.Month, 1) - 1
	switch {
	case p.Present:
		to = asOf.Year()*12 + int(asOf.Month()) - 1
	case p.End.Year != 0:
		to = p.End.Year*12 + max(p.End.Month, 1) - 1
		if p.End.Month == 0 && p.Start.Year == p.End.Year {
			to += 11
		}
	default:
		return 0, 0, false
	}
	return from, to, to >= from
}

// TotalMonths is the length of several periods together, months that more than
// one covers counted once.
func TotalMonths(periods []Period, asOf time.Time) int {
	covered := map[int]bool{}
	for _, p := range periods {
		if from, to, ok := p.bounds(asOf); ok && to-from < 1200 {
			for m := from; m <= to; m++ {
				covered[m] = true
			}
		}
	}
	return len(covered)
}

// Contains tells whether the month of t lies within the period.
func (p Period) Contains(t time.Time) bool {
	from, to, ok := p.bounds(t)
	at := t.Year()*12 + int(t.Month()) - 1
	return ok && from <= at && at <= to
}

// Overlaps tells whether two periods share a month.
func (p Period) Overlaps(q Period, asOf time.Time) bool {
	from, to, ok := p.bounds(asOf)
	qfrom, qto, qok := q.bounds(asOf)
	return ok && qok && from <= qto && qfrom <= to
}
