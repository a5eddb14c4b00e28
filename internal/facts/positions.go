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
		now := only(items, func(it *item) bool { return it.state == current })
		unsure := b.doubtful[kind] || slices.ContainsFunc(items, func(it *item) bool {
			study := kind == resume.EntryEducation
			endOnly := it.state == upcoming && it.Period.End.IsZero() // a study of which it is not known when it began
			return it.state == undated || it.state == open || it.state == lone && !study || endOnly && study
		})
		var held []string
		for _, it := range now {
			held = append(held, strings.TrimSuffix(it.dated+", "+b.lasted(it), ", "))
		}
		past := only(items, func(it *item) bool { return it.state != upcoming })
		about := past[:min(1, len(past))]
		var text string
		fact := "current-" + string(kind)
		switch {
		case len(now) > 0:
			_, what, _ := strings.Cut(b.counted(len(now), kind), " ")
			about, text = now, fmt.Sprintf("Current %s as of %s: %s.", what, b.now, list(held, "; "))
		case len(past) == 0 || unsure:
			continue
		case past[0].state == ended:
			fact = "past-" + string(kind)
			text = fmt.Sprintf("No current %s as of %s; the latest, %s, ended in %s.", b.noun(kind), b.now, past[0].name, past[0].Period.End)
		default:
			text = fmt.Sprintf("Latest %s: %s.", b.noun(kind), past[0].dated)
		}
		b.say(fact, about, nil, text)
	}
}

// overview tells in one line who the person is: what they do, or did last, and what
// they studied last.
func (b *builder) overview() {
	begun := func(it *item) bool { return it.state != upcoming }
	var about []*item
	for _, kind := range []resume.EntryKind{resume.EntryWork, resume.EntryEducation} {
		items := only(b.of(kind), begun)
		switch now := only(items, func(it *item) bool { return it.state == current }); {
		case len(now) > 0:
			items = now
		case b.doubtful[kind]: // which may be the latest
			continue
		default:
			items = items[:min(1, len(items))]
		}
		about = append(about, items...)
	}
	b.say("overview", about, nil, fmt.Sprintf("%s: %s.", strings.TrimSpace(cmp.Or(b.doc.Person.Name, "The person")+" in brief"), list(names(about), "; ")))
}

// tenures tells of each entry that takes time how long it lasted.
func (b *builder) tenures() {
	for _, it := range b.items {
		takesTime := false
		switch it.kind {
		case resume.EntryWork, resume.EntryEducation, resume.EntryVolunteer:
			takesTime = it.state != undated
		case resume.EntryProject, resume.EntryCertificate:
			takesTime = it.lasts() && !it.valid
		}
		if takesTime {
			b.say("tenure-"+string(it.kind), []*item{it}, nil, it.name+": "+b.tenure(it)+".")
		}
	}
}

func (b *builder) tenure(it *item) string {
	long, time := b.lasted(it), it.Period.String()
	switch {
	case it.state == upcoming:
		return fmt.Sprintf("%s, still to come as of %s", time, b.now)
	case it.state == lone:
		return time + "; no other date is given"
	case it.state == open:
		return strings.TrimPrefix(fmt.Sprintf("%s, %s; the date leaves open whether that has ended by %s", long, time, b.now), ", ")
	case long == "":
		return time + "; the dates do not tell how long"
	case it.state == current:
		return fmt.Sprintf("%s (%s, as of %s)", long, time, b.now)
	}
	return fmt.Sprintf("%s (%s)", long, time)
}

// employers tells of each employer with several positions how long they lasted
// together, and what they were. Nobody is their own.
func (b *builder) employers() {
	rest := only(b.of(resume.EntryWork), func(it *item) bool { return it.org != "" && !b.has("self", it.Title) })
	for len(rest) > 0 {
		same := func(it *item) bool { return strings.EqualFold(it.org, rest[0].org) }
		jobs := only(rest, same)
		rest = slices.DeleteFunc(slices.Clone(rest), same)
		lasting := only(jobs, (*item).lasts)
		n, long := b.sum(lasting)
		if n == 0 || len(lasting) < 2 {
			continue
		}
		long += " in all"
		if slices.ContainsFunc(jobs, func(it *item) bool { return it.state == current }) {
			long += " so far, as of " + b.now
		}
		var roles []string
		for _, it := range jobs {
			roles = append(roles, withTime(it.Title, it.Period))
		}
		b.say("employer", jobs, nil, fmt.Sprintf("%s: %s, overlapping months counted once; %s, newest first: %s.", jobs[0].org, long, b.counted(len(jobs), resume.EntryWork), list(roles, "; ")))
	}
}

// total tells how much experience the dated positions add up to, and which was the
// first.
func (b *builder) total() {
	jobs := only(b.of(resume.EntryWork), (*item).lasts)
	n, long := b.sum(jobs)
	if n == 0 {
		return
	}
	if b.doubtful[resume.EntryWork] && !strings.HasPrefix(long, "at least") {
		long = "at least " + long
	}
	b.say("total", jobs, nil, fmt.Sprintf("Total work experience: %s as of %s, overlapping months counted once, from %s: %s.", long, b.now, strings.Replace(b.counted(len(jobs), resume.EntryWork), " ", " dated ", 1), list(names(jobs), "; ")))
	begun := only(b.of(resume.EntryWork), func(it *item) bool { return it.state != undated && it.state != upcoming })
	first := begun[len(begun)-1]
	if len(jobs) < 2 || b.doubtful[resume.EntryWork] || slices.ContainsFunc(begun[:len(begun)-1], func(it *item) bool { return !surelyBefore(first, it) }) {
		return
	}
	b.say("first", []*item{first}, nil, fmt.Sprintf("First position, with which the work began, by the dates given: %s.", first.dated))
}

// before tells of each position which one went before it: of those surely begun
// earlier, the one that lasted longest towards it.
func (b *builder) before() {
	jobs := only(b.of(resume.EntryWork), func(it *item) bool { return it.state != undated && it.state != lone })
	for _, it := range jobs {
		earlier := only(jobs, func(o *item) bool { return surelyBefore(o, it) })
		if len(earlier) == 0 {
			continue
		}
		towards := func(o *item) int { return min(o.span.endHi, it.span.startLo) }
		last := slices.MaxFunc(earlier, func(a, c *item) int {
			return cmp.Or(cmp.Compare(towards(a), towards(c)), cmp.Compare(a.span.startLo, c.span.startLo))
		})
		still := ""
		if last.span.endLo > it.span.startHi {
			still = ", and still at its beginning"
		}
		b.say("before", []*item{it, last}, nil, fmt.Sprintf("Before %s%s: %s.", it.dated, still, last.dated))
	}
}

// after tells of each study which position came after it, or went on.
func (b *builder) after() {
	for _, study := range only(b.of(resume.EntryEducation), (*item).lasts) {
		later := only(b.of(resume.EntryWork), func(it *item) bool {
			return it.lasts() && surelyBefore(study, it) && it.span.endLo > study.span.endHi
		})
		if len(later) == 0 {
			continue
		}
		job, still := later[len(later)-1], ""
		if job.span.startHi < study.span.endLo {
			still = ", and begun before its end"
		}
		b.say("after", []*item{study, job}, nil, fmt.Sprintf("After %s%s: %s.", study.dated, still, job.dated))
	}
}
