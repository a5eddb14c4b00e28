package facts

import (
	"fmt"
	"slices"

	"resumebot/internal/resume"
)

// leastGap is how many months without a position are worth naming.
const leastGap = 2

// gaps tells how long there was no dated position, or that there was none so long.
func (b *builder) gaps() {
	jobs := b.lasting(resume.EntryWork)
	if len(jobs) == 0 || b.doubtful[resume.EntryWork] {
		return
	}
	slices.Reverse(jobs)
	var found []string
	about := jobs[:1:1]
	unsure := slices.ContainsFunc(b.of(resume.EntryWork), func(it *item) bool { return it.state == lone || it.state == undated })
	free := func(from, to int) bool { // of positions whose length is not known
		return !slices.ContainsFunc(b.of(resume.EntryWork), func(it *item) bool { return it.state == lone && it.span.startLo <= to && it.span.endHi >= from })
	}
	last := jobs[0] // of those so far, the one that ends last
	gap := func(next string, from, to int) {
		text := fmt.Sprintf("%s %s (%s – %s", resume.FormatMonths(to-from+1), next, monthName(from), monthName(to))
		for _, study := range b.lasting(resume.EntryEducation) {
			if sure, _ := study.span.shared(span{from, from, to, to}); sure > 0 {
				text += "; studies in that time: " + study.name
				about = append(about, study)
				break
			}
		}
		found = append(found, text+")")
	}
	for _, job := range jobs[1:] {
		if from, to := last.span.endHi+1, job.span.startLo-1; to-from+1 >= leastGap && free(from, to) {
			about = append(about, last, job)
			gap(fmt.Sprintf("between %s and %s", last.name, job.name), from, to)
		} else if job.span.startHi-last.span.endLo-1 >= leastGap {
			unsure = true
		}
		if job.span.endHi > last.span.endHi {
			last = job
		}
	}
	if b.month-last.span.endHi >= leastGap && free(last.span.endHi+1, b.month) {
		about = append(about, last)
		gap("since "+last.name+" ended", last.span.endHi+1, b.month)
	}
	switch {
	case len(found) > 0:
		b.say("gaps", about, nil, fmt.Sprintf("Time without a dated position: %s.", list(found, "; ")))
	case !unsure && len(jobs) > 1:
		b.say("gaps", jobs, nil, fmt.Sprintf("No gap of %d months or more between the %d dated positions, from %s to %s.", leastGap, len(jobs), jobs[0].Period.Start, monthName(last.span.endHi)))
	}
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
		if len(here) > 0 {
			b.say("year", here, nil, fmt.Sprintf("%s: %s.", label, list(names(here), "; ")), asked)
		}
	}
}
