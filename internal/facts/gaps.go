package facts

import (
	"fmt"
	"slices"

	"resumebot/internal/resume"
)

// leastGap is how many months without a position are worth naming.
const leastGap = 2

// gaps tells how long there was no dated position, or that there was none so long.
// A position with one date may fill any gap.
func (b *builder) gaps() {
	all, jobs := b.of(resume.EntryWork), b.lasting(resume.EntryWork)
	if len(jobs) == 0 || b.doubtful[resume.EntryWork] || slices.ContainsFunc(all, func(it *item) bool { return it.state == lone }) {
		return
	}
	var about []*item
	var found []string
	start := jobs[len(jobs)-1].span.startHi
	for _, gap := range b.idle(jobs, start, false) {
		last := slices.MaxFunc(jobs, func(a, c *item) int { return ending(a, gap.from) - ending(c, gap.from) })
		text := fmt.Sprintf("since %s ended", last.name)
		about = append(about, last)
		if n := slices.IndexFunc(jobs, func(it *item) bool { return it.span.startLo == gap.to+1 }); n >= 0 {
			text = fmt.Sprintf("between %s and %s", last.name, jobs[n].name)
			about = append(about, jobs[n])
		}
		text = fmt.Sprintf("%s %s (%s – %s", resume.FormatMonths(gap.to-gap.from+1), text, monthName(gap.from), monthName(gap.to))
		studies := b.lasting(resume.EntryEducation)
		if n := slices.IndexFunc(studies, func(it *item) bool { return it.span.startHi <= gap.to && it.span.endLo >= gap.from }); n >= 0 {
			text += "; studies in that time: " + studies[n].name
			about = append(about, studies[n])
		}
		found = append(found, text+")")
	}
	switch {
	case len(found) > 0:
		b.say("gaps", about, nil, fmt.Sprintf("Time without a dated position: %s.", list(found, "; ")))
	case len(jobs) == len(all) && len(jobs) > 1 && len(b.idle(jobs, start, true)) == 0:
		b.say("gaps", jobs, nil, fmt.Sprintf("No gap of %d months or more between the %d dated positions, since %s.", leastGap, len(jobs), jobs[len(jobs)-1].Period.Start))
	}
}

// ending is the month an item ends in, 0 where that is not before another month.
func ending(it *item, month int) int {
	if it.span.endHi >= month {
		return 0
	}
	return it.span.endHi
}

// stretch is a run of months counted from year 0, both ends included.
type stretch struct{ from, to int }

// idle lists the stretches, from a month to the day's, that no item covers: none
// surely does, or none possibly.
func (b *builder) idle(items []*item, from int, surely bool) (out []stretch) {
	covered := func(m int) bool {
		return slices.ContainsFunc(items, func(it *item) bool {
			if s := it.span; surely {
				return s.startHi <= m && m <= s.endLo
			}
			return it.span.startLo <= m && m <= it.span.endHi
		})
	}
	for from <= b.month {
		to := from
		for to <= b.month && !covered(to) {
			to++
		}
		if to-from >= leastGap {
			out = append(out, stretch{from, to - 1})
		}
		from = to + 1
	}
	return out
}

// overlaps tells which positions were surely held at the same time, or that none
// were.
func (b *builder) overlaps() {
	jobs := b.lasting(resume.EntryWork)
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

// years tells of each year what the dated entries place in it, years in a row
// with the same entries together.
func (b *builder) years() {
	in := func(year int) (out []*item) {
		for _, it := range b.items {
			if it.state != undated && it.state != upcoming && !it.valid && it.span.startLo/12 <= year && year <= it.span.endHi/12 && !it.Period.Start.IsZero() {
				out = append(out, it)
			}
		}
		return out
	}
	for year := earliestYear; year <= b.day.Year(); {
		here, label, asked := in(year), fmt.Sprint(year), ""
		first := year
		for ; year <= b.day.Year() && slices.Equal(in(year), here); year++ {
			asked += fmt.Sprint(" ", year)
		}
		if year-1 > first {
			label += fmt.Sprint(" – ", year-1)
		}
		b.say("year", here, nil, fmt.Sprintf("%s: %s.", label, list(names(here), "; ")), asked)
	}
}
