package facts

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// tenures tells of each entry that takes time how long it lasted.
func (b *builder) tenures() {
	for _, it := range b.items {
		switch it.kind {
		case resume.EntryWork, resume.EntryEducation, resume.EntryVolunteer:
		case resume.EntryProject, resume.EntryCertificate:
			if !it.lasts() || it.valid {
				continue
			}
		default:
			continue
		}
		if it.state != undated {
			b.say("tenure", []*item{it}, nil, it.name+": "+b.tenure(it)+".", it.org)
		}
	}
}

func (b *builder) tenure(it *item) string {
	long, time := b.lasted(it), when(it.Period)
	switch {
	case it.state == upcoming && time == it.Period.Start.String():
		return fmt.Sprintf("%s, still to come as of %s", time, b.now)
	case it.state == upcoming:
		return fmt.Sprintf("upcoming as of %s, begins in %s", b.now, it.Period.Start)
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
// together, and what they were.
func (b *builder) employers() {
	for _, jobs := range b.byEmployer(b.of(resume.EntryWork)) {
		lasting := slices.DeleteFunc(slices.Clone(jobs), func(it *item) bool { return !it.lasts() })
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
		b.say("employer", jobs, nil, fmt.Sprintf("%s: %s, overlapping months counted once; %s, newest first: %s.", jobs[0].org, long, counted(len(jobs), "position"), list(roles, "; ")))
	}
}

// byEmployer groups positions by employer, in the order they come in. Those that
// have no certain one are left out.
func (b *builder) byEmployer(jobs []*item) [][]*item {
	var out [][]*item
	for _, it := range jobs {
		n := slices.IndexFunc(out, func(g []*item) bool { return strings.EqualFold(g[0].org, it.org) })
		switch {
		case it.org == "" || b.has("self", it.Title):
		case n < 0:
			out = append(out, []*item{it})
		default:
			out[n] = append(out[n], it)
		}
	}
	return out
}

// total tells how much experience the dated positions add up to, without
// internships too where there are any, and which was the first and how long ago.
func (b *builder) total() {
	jobs := b.lasting(resume.EntryWork)
	n, long := b.sum(jobs)
	if n == 0 {
		return
	}
	if b.doubtful[resume.EntryWork] && !strings.HasPrefix(long, "at least") {
		long = "at least " + long
	}
	b.say("total", jobs, nil, fmt.Sprintf("Total work experience: %s as of %s, overlapping months counted once, from %s: %s.", long, b.now, counted(len(jobs), "dated position"), list(names(jobs), "; ")))
	training := func(it *item) bool { return b.has("intern", it.Title) }
	rest := slices.DeleteFunc(slices.Clone(jobs), training)
	interns := slices.DeleteFunc(slices.Clone(jobs), func(it *item) bool { return !training(it) })
	if m, long := b.sum(rest); m > 0 && len(interns) > 0 {
		b.say("total-without-internships", append(rest, interns...), nil, fmt.Sprintf("Work experience without internships and other training posts: %s as of %s. Left out: %s.", long, b.now, list(names(interns), "; ")))
	}
	if first := b.first(b.of(resume.EntryWork)); first != nil && len(jobs) > 1 && !b.doubtful[resume.EntryWork] {
		since := resume.FormatMonths(b.month - first.span.startLo)
		if first.Period.Start.Month == 0 {
			since = "about " + resume.FormatMonths(12*(b.day.Year()-first.Period.Start.Year))
		}
		b.say("first", []*item{first}, nil, fmt.Sprintf("First position by the dates given: %s. It began %s ago, as of %s.", first.dated, since, b.now))
	}
}

// first is the item that surely began before all others, or nil.
func (b *builder) first(items []*item) *item {
	items = slices.DeleteFunc(slices.Clone(items), func(it *item) bool { return it.state == undated || it.state == upcoming })
	if len(items) == 0 {
		return nil
	}
	oldest := items[len(items)-1]
	if slices.ContainsFunc(items[:len(items)-1], func(it *item) bool { return !surelyBefore(oldest, it) }) {
		return nil
	}
	return oldest
}
