package facts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// current tells which positions, studies and volunteer posts are held on the day,
// or, where surely none is, which was the latest.
func (b *builder) current() {
	for _, kind := range []resume.EntryKind{resume.EntryWork, resume.EntryEducation, resume.EntryVolunteer} {
		items := b.of(kind)
		var now []*item
		var names []string
		sure := !b.doubtful[kind]
		for _, it := range items {
			switch it.state {
			case current:
				now = append(now, it)
				names = append(names, strings.TrimSuffix(it.dated+", "+b.lasted(it), ", "))
			case undated, open:
				sure = false
			case lone:
				sure = sure && kind == resume.EntryEducation
			case upcoming: // a study with its end alone
				sure = sure && (kind != resume.EntryEducation || !it.Period.End.IsZero())
			}
		}
		past := slices.DeleteFunc(items, func(it *item) bool { return it.state == upcoming })
		switch {
		case len(now) > 0:
			what := strings.TrimLeft(counted(len(now), noun(kind)), "0123456789 ")
			b.say("current-"+string(kind), now, nil, fmt.Sprintf("Current %s as of %s: %s.", what, b.now, list(names, "; ")))
		case len(past) == 0 || !sure:
		case past[0].state == ended:
			b.say("current-"+string(kind), past[:1], nil, fmt.Sprintf("No current %s as of %s; the latest, %s, ended in %s.", noun(kind), b.now, past[0].name, past[0].Period.End))
		default:
			b.say("current-"+string(kind), past[:1], nil, fmt.Sprintf("Latest %s: %s.", noun(kind), past[0].dated))
		}
	}
}

// before tells of each position which one went before it: of those surely begun
// earlier, the one that lasted longest towards it.
func (b *builder) before() {
	jobs := slices.DeleteFunc(b.of(resume.EntryWork), func(it *item) bool { return it.state == undated || it.state == lone })
	for _, it := range jobs {
		earlier := slices.DeleteFunc(slices.Clone(jobs), func(o *item) bool { return !surelyBefore(o, it) })
		if len(earlier) == 0 {
			continue
		}
		last := slices.MaxFunc(earlier, func(a, c *item) int {
			return cmp.Or(cmp.Compare(min(a.span.endHi, it.span.startLo), min(c.span.endHi, it.span.startLo)), cmp.Compare(a.span.startLo, c.span.startLo))
		})
		text := fmt.Sprintf("Before %s: %s.", it.dated, last.dated)
		if last.span.endLo > it.span.startHi {
			text = fmt.Sprintf("Before %s, and still at its beginning: %s.", it.dated, last.dated)
		}
		b.say("before", []*item{it, last}, nil, text)
	}
}

// extremes tells the longest and the shortest of the dated positions, where the
// dates leave no doubt which.
func (b *builder) extremes() {
	jobs := b.lasting(resume.EntryWork)
	if len(jobs) < 2 || b.doubtful[resume.EntryWork] {
		return
	}
	for _, it := range jobs {
		least, most := b.months(it)
		long, short := least > 0, least > 0
		for _, other := range jobs {
			l, m := b.months(other)
			long = long && (other == it || least > m)
			short = short && (other == it || most < l)
		}
		if long || short {
			extreme := "shortest"
			if long {
				extreme = "longest"
			}
			b.say(extreme, []*item{it}, nil, fmt.Sprintf("The %s of the %d dated positions: %s, %s.", extreme, len(jobs), it.dated, b.lasted(it)))
		}
	}
}

// months are how long an item has surely and at most lasted by the day.
func (b *builder) months(it *item) (least, most int) {
	n, exact := it.until().Months(b.day)
	if exact {
		return n, n
	}
	return n, it.span.endHi - it.span.startLo + 1
}

// studiesAndWork tells of each dated study which positions fell into its time and
// which began when it ended.
func (b *builder) studiesAndWork() {
	jobs := b.lasting(resume.EntryWork)
	slices.Reverse(jobs)
	for _, study := range b.lasting(resume.EntryEducation) {
		about := []*item{study}
		var within, rest []string
		told := false // what came at its end
		for _, job := range jobs {
			sure, possible := job.span.shared(study.span)
			switch {
			case job.span.within(study.span):
				within = append(within, job.dated)
			case sure > 1 && surelyBefore(study, job) && study.state == ended:
				told = true
				rest = append(rest, fmt.Sprintf("it ended in %s, after %s began (%s)", study.Period.End, job.name, job.Period.Start))
			case sure > 1:
				told = told || job.span.endLo > study.span.endHi
				rest = append(rest, fmt.Sprintf("at the same time as %s for %s", job.dated, atLeast(sure, sure == possible)))
			case !told && study.state == ended && job.span.startHi >= study.span.endLo:
				told = true
				rest = append(rest, fmt.Sprintf("it ended in %s, and %s began in %s", study.Period.End, job.name, job.Period.Start))
			default:
				continue
			}
			about = append(about, job)
		}
		if len(within) > 0 {
			rest = append([]string{"positions held within that time: " + list(within, ", ")}, rest...)
		}
		if len(rest) > 0 {
			b.say("studies-and-work", about, nil, fmt.Sprintf("%s, and work: %s.", study.dated, list(rest, "; ")))
		}
	}
}
