package facts

import (
	"fmt"
	"slices"

	"resumebot/internal/resume"
)

// leastGap is how many months without a position are worth naming.
const leastGap = 2

// stretch is a run of months counted from year 0, both ends included, in which the
// same items were held.
type stretch struct {
	from, to int
	items    []*item
}

// stretches parts the time from a month to the day's by the items in it.
func (b *builder) stretches(items []*item, from int, in func(*item, int) bool) (out []stretch) {
	for month := from; month <= b.month; month++ {
		here := only(items, func(it *item) bool { return in(it, month) })
		if last := len(out) - 1; last >= 0 && slices.Equal(out[last].items, here) {
			out[last].to = month
		} else {
			out = append(out, stretch{month, month, here})
		}
	}
	return out
}

func possiblyIn(it *item, month int) bool { return it.span.startLo <= month && month <= it.span.endHi }
func surelyIn(it *item, month int) bool   { return it.span.startHi <= month && month <= it.span.endLo }

func (s stretch) String() string {
	return resume.Period{Start: dateOf(s.from), End: dateOf(s.to)}.String()
}

// dateOf is the date of a month counted from year 0.
func dateOf(month int) resume.Date { return resume.Date{Year: month / 12, Month: month%12 + 1} }

// moments tells of each stretch of months what was held or studied in it, to be
// found by any month or year of it: "what was she doing in March 2014".
func (b *builder) moments() {
	held := only(b.items, func(it *item) bool {
		return it.lasts() && (it.kind == resume.EntryWork || it.kind == resume.EntryVolunteer || it.kind == resume.EntryEducation)
	})
	for _, s := range b.stretches(held, earliestYear*12, possiblyIn) {
		var keys []string
		for month := s.from; month <= s.to; month++ {
			keys = append(keys, dateOf(month).Key())
			if month == s.from || month%12 == 0 {
				keys = append(keys, fmt.Sprint(month/12))
			}
		}
		b.say("moment", s.items, nil, fmt.Sprintf("%s: %s.", s, list(names(s.items), "; ")), keys...)
	}
}

// gaps tells how long there was no dated position, or that there was none so long.
// A position with one date may fill any gap.
func (b *builder) gaps() {
	all, jobs := b.of(resume.EntryWork), only(b.of(resume.EntryWork), (*item).lasts)
	if len(jobs) == 0 || b.doubtful[resume.EntryWork] || slices.ContainsFunc(all, func(it *item) bool { return it.state == lone }) {
		return
	}
	isGap := func(s stretch) bool { return len(s.items) == 0 && s.to-s.from+1 >= leastGap }
	first := jobs[len(jobs)-1]
	var about []*item
	var found []string
	var last stretch
	for _, s := range b.stretches(jobs, first.span.startHi, possiblyIn) {
		if isGap(s) {
			found = append(found, fmt.Sprintf("%s after %s (%s)", resume.FormatMonths(s.to-s.from+1), last.items[0].name, s))
			about = append(about, last.items[0])
		}
		last = s
	}
	switch {
	case len(found) > 0:
		b.say("gaps", about, nil, fmt.Sprintf("Time without a dated position: %s.", list(found, "; ")))
	case len(jobs) == len(all) && len(jobs) > 1 && !slices.ContainsFunc(b.stretches(jobs, first.span.startHi, surelyIn), isGap):
		b.say("gaps", jobs, nil, fmt.Sprintf("No gap of %d months or more between the %d dated positions, since %s.", leastGap, len(jobs), first.Period.Start))
	}
}

// overlaps tells which positions were surely held at the same time, or that none
// were.
func (b *builder) overlaps() {
	jobs := only(b.of(resume.EntryWork), (*item).lasts)
	var found []string
	var about []*item
	unsure := b.doubtful[resume.EntryWork]
	for n, a := range jobs {
		for _, o := range jobs[n+1:] {
			sure, possible := a.span.shared(o.span)
			if sure > 1 {
				found = append(found, fmt.Sprintf("%s and %s, for %s", a.dated, o.dated, atLeast(sure, sure == possible)))
				about = append(about, a, o)
			}
			unsure = unsure || sure < 2 && possible > 1
		}
	}
	switch {
	case len(found) > 0:
		b.say("overlaps", about, nil, fmt.Sprintf("Positions held at the same time: %s.", list(found, "; ")))
	case len(jobs) > 1 && !unsure:
		b.say("overlaps", jobs, nil, fmt.Sprintf("No two of the %d dated positions were held at the same time.", len(jobs)))
	}
}
