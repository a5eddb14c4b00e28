package page

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
)

// kindOf is the kind an entry is shown as: a membership among the studies ("ACCA
// member since 2019") is none, a degree among the certificates is one.
func (b *Builder) kindOf(x *resume.Entry) resume.EntryKind {
	if x.Kind == resume.EntryEducation && x.Org == "" && x.Period.Present {
		return resume.EntryCertificate
	}
	if x.Kind == resume.EntryCertificate {
		for _, key := range b.lex.Keys(x.Title) {
			if slices.Contains(b.degrees, key) {
				return resume.EntryEducation
			}
		}
	}
	return x.Kind
}

// placeOf is where something was done: the employer, or the name of what has
// none.
func placeOf(x *resume.Entry) string {
	if x.Kind == resume.EntryProject && x.Title != "" || x.Org == "" {
		return x.Title
	}
	return x.Org
}

// entriesOf lists the entries of a kind, the latest first; those without dates
// keep their order at the end.
func (b *Builder) entriesOf(kind resume.EntryKind) []int {
	var out []int
	for i := range b.doc.Entries {
		if b.kindOf(&b.doc.Entries[i]) == kind {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(i, j int) int {
		last, first := months(b.doc.Entries[i].Period, kind)
		otherLast, otherFirst := months(b.doc.Entries[j].Period, kind)
		return cmp.Or(cmp.Compare(otherLast, last), cmp.Compare(otherFirst, first))
	})
	return out
}

// months are the last and the first month of a period, to order entries by. What
// goes on is later than all that is over; what is got rather than held ("member
// since 2015") counts from when it was.
func months(p resume.Period, kind resume.EntryKind) (last, first int) {
	month := func(d resume.Date) int { return d.Year*12 + d.Month }
	first, last = month(cmp.Or(p.Start, p.End)), month(cmp.Or(p.End, p.Start))
	switch {
	case kind != resume.EntryWork && kind != resume.EntryVolunteer && kind != resume.EntryEducation:
		last = first
	case p.Present:
		last = math.MaxInt
	}
	return last, first
}

// entries lists entries of some kinds; what a filter chooses, with all that the
// résumé says of it. Where it has none of the kinds, the lines of the section
// stand for them.
func (m *making) entries(section resume.SectionKind, kinds ...resume.EntryKind) {
	for _, kind := range kinds {
		all := m.entriesOf(kind)
		titles, places := make([]string, len(all)), make([]string, len(all))
		for n, i := range all {
			x := &m.doc.Entries[i]
			titles[n], places[n] = x.Title+" "+x.Org, placeOf(x)
		}
		chosen := narrow(places, m.filter)
		if len(chosen) == 0 {
			chosen = narrow(titles, m.filter)
		}
		for _, n := range chosen {
			part := m.head(all[n])
			switch {
			case m.filter != "" || kind == resume.EntryEducation || kind == resume.EntryCertificate:
				part.Lines = m.body(all[n])
			case kind == resume.EntryProject:
				part.Lines = m.gist(all[n])
			default:
				m.hidden = append(m.hidden, slices.Repeat([]string{places[n]}, len(m.below(all[n])))...)
			}
			m.page.Parts = append(m.page.Parts, part)
		}
	}
	if len(m.page.Parts) > 0 && m.page.Parts[0].Group != "" && len(kinds) > 1 {
		m.page.Title = m.page.Parts[0].Group // nothing but certificates
		for i := range m.page.Parts {
			m.page.Parts[i].Group = ""
		}
	}
	if len(m.page.Parts) == 0 && m.filter == "" {
		m.sections(section)
	}
}

// head is an entry without its lines.
func (m *making) head(i int) Part {
	x := &m.doc.Entries[i]
	part := Part{Name: x.Title, Org: x.Org, URL: x.URL, Details: m.details(i)}
	part.Group, _ = m.words.of("groups", string(m.kindOf(x)))
	if all := m.all(i); len(all) > 0 {
		part.Citations = m.cites(all[0])
	}
	switch x.Kind {
	case resume.EntryWork, resume.EntryVolunteer, resume.EntryEducation, resume.EntryCertificate:
		if part.Org != "" {
			part.URL, part.OrgURL = "", x.URL
		}
	}
	if part.Name == "" {
		part.Name, part.Org = x.Org, ""
	}
	return part
}

// details are the dates, the length and the place of an entry.
func (m *making) details(i int) []string {
	x := &m.doc.Entries[i]
	var out []string
	if when := x.Period.String(); when != "" {
		out = append(out, when)
	}
	if n, exact := x.Period.Months(m.now()); n > 0 && (x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer) {
		out = append(out, length(n, exact))
	}
	if x.Place != "" {
		out = append(out, x.Place)
	}
	more := m.remainder(x)
	switch last := strings.Fields(more); {
	case more == "" || len(more) >= 60 || lengthForm.MatchString(more):
	case len(out) > 0 && m.words.has("before date", last[len(last)-1]):
		out[0] = more + " " + out[0]
	default:
		out = append(out, more)
	}
	return out
}

// lengthForm is a length that the résumé reckons itself: "2 yrs 10 mos".
var lengthForm = lazyregexp.New(`(?i)^\(?(?:~|about |over )?\d+(?:\.\d+)?\+? ?(?:y|m|w)[a-z]*\b`)

// remainder is what the line of an entry holds besides its fields: "First Class".
func (m *making) remainder(x *resume.Entry) string {
	if x.Header < 0 {
		return ""
	}
	line := m.doc.Passages[x.Header].Text()
	for _, field := range []string{x.Period.Text, x.Org, x.Title, x.Place} {
		before, after, ok := strings.Cut(line, field)
		if !ok {
			return ""
		}
		if field != "" {
			line = before + "\n" + after
		}
	}
	var left []string
	for part := range strings.SplitSeq(line, "\n") {
		if part = strings.Trim(part, " ,;|–—-()·•.\t"); len(part) > 2 {
			left = append(left, part)
		}
	}
	if len(left) != 1 {
		return ""
	}
	return left[0]
}

// length says a number of months, as a bound where it is one.
func length(n int, exact bool) string {
	if exact {
		return resume.FormatMonths(n)
	}
	return "at least " + resume.FormatMonths(n)
}

// total sums the positions up, where each has a date.
func (m *making) total() {
	var periods []resume.Period
	for _, i := range m.entriesOf(resume.EntryWork) {
		p := m.doc.Entries[i].Period
		if p.Start.IsZero() {
			return
		}
		periods = append(periods, p)
	}
	if n, exact := resume.TotalMonths(periods, m.now()); m.filter == "" && len(periods) > 1 && n > 0 {
		number := strconv.Itoa(len(periods))
		if names := m.words["numbers"]; len(periods) < len(names) {
			number = capital(names[len(periods)])
		}
		m.page.Summary = number + " positions, " + length(n, exact) + " in all"
	}
}
