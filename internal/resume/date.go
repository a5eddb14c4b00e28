package resume

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a day, month or year as far as the résumé gives it.
type Date struct {
	Year  int // 0: no date at all
	Month int // 1–12, 0 where only the year is given
	Day   int // 1–31, 0 where the day is not given
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d.Year == 0 }

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
func (p Period) IsZero() bool { return p.Start.IsZero() && p.End.IsZero() }

// String writes a period for people: "February 2023 – present", "until 2019".
func (p Period) String() string {
	switch {
	case p.IsZero():
		return ""
	case p.Present:
		return p.Start.String() + " – present"
	case p.End.IsZero() && Periods.years.MatchString(p.Text): // "2022, 2023 and 2024"
		return p.Text
	case p.End.IsZero() || p.End.String() == p.Start.String():
		return p.Start.String()
	case p.Start.IsZero():
		return "until " + p.End.String()
	}
	return p.Start.String() + " – " + p.End.String()
}

// Months is how long the period surely lasted, first and last month counted
// both, as people count on a résumé (January 2022 – July 2022 is 7 months).
// Where a date gives only the year the figure is a lower bound (2019 – 2021 may
// have been December to January, 14 months) and exact is false. A lone date
// lasts 0 months.
func (p Period) Months(asOf time.Time) (months int, exact bool) {
	from, to, exact := p.span(asOf)
	if p.Start.IsZero() || !p.Present && p.End.IsZero() || to < from || !exact && p.Start.Year == p.End.Year && !p.Present {
		return 0, false
	}
	if p.Start.Day != 0 && p.End.Day != 0 && p.End.Day <= p.Start.Day && to > from {
		to-- // 1 December to 1 December is a year and not 13 months
	}
	return to - from + 1, exact
}

// span is the surely covered time as months counted from year 0, first and last.
func (p Period) span(asOf time.Time) (from, to int, exact bool) {
	exact = p.Start.Month != 0
	from = index(p.Start, 12)
	if p.Present {
		return from, asOf.Year()*12 + int(asOf.Month()), exact
	}
	return from, index(p.End, 1), exact && p.End.Month != 0
}

// index counts months from year 0, with month for a date that has none.
func index(d Date, month int) int {
	if d.Month != 0 {
		month = d.Month
	}
	return d.Year*12 + month
}

// TotalMonths is how long several periods surely lasted together, months that
// more than one covers counted once. exact is false where any of them has only
// a year or no end.
func TotalMonths(periods []Period, asOf time.Time) (months int, exact bool) {
	covered := map[int]bool{}
	exact = true
	for _, p := range periods {
		n, whole := p.Months(asOf)
		exact = exact && whole
		from, _, _ := p.span(asOf)
		for m := from; m < from+min(n, 1200); m++ {
			covered[m] = true
		}
	}
	return len(covered), exact
}

// FormatMonths says a number of months for people: "3 years 10 months".
func FormatMonths(n int) string {
	var parts []string
	if n >= 12 {
		parts = append(parts, plural(n/12, "year"))
	}
	if n%12 > 0 || n < 12 {
		parts = append(parts, plural(n%12, "month"))
	}
	return strings.Join(parts, " ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// extent is the widest time the period may have covered, as months from year 0.
func (p Period) extent(asOf time.Time) (from, to int) {
	start, end := p.Start, p.End
	if start.IsZero() {
		start = end
	}
	if end.IsZero() {
		end = start
	}
	from, to = index(start, 1), index(end, 12)
	if p.Present {
		to = asOf.Year()*12 + int(asOf.Month())
	}
	return from, to
}

// Contains tells whether a date may lie within the period.
func (p Period) Contains(d Date, asOf time.Time) bool {
	return p.Overlaps(Period{Start: d, End: d}, asOf)
}

// Overlaps tells whether two periods may share a month.
func (p Period) Overlaps(q Period, asOf time.Time) bool {
	from, to := p.extent(asOf)
	qfrom, qto := q.extent(asOf)
	return !p.IsZero() && !q.IsZero() && from <= qto && qfrom <= to
}

// Key is what a month is found by in a search, "m202008" for August 2020; "" where
// the date has no month.
func (d Date) Key() string {
	if d.Month == 0 {
		return ""
	}
	return fmt.Sprintf("m%04d%02d", d.Year, d.Month)
}
