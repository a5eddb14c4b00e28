package page

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// kindOf is the kind an entry is shown as: a degree among the certificates is a
// study, a membership among the studies ("ACCA member since 2019") is not.
func (b *Builder) kindOf(x *resume.Entry) resume.EntryKind {
	kind := x.Kind
	if kind == resume.EntryEducation && x.Org == "" && x.Period.Present {
		kind = resume.EntryCertificate
	}
	if kind != resume.EntryCertificate {
		return kind
	}
	keys := b.keysOf(x.Title)
	for _, rank := range b.words["ranks"] {
		if slices.ContainsFunc(b.lex.Terms(rank)[0].Members, func(member string) bool { return keys[member] }) {
			return resume.EntryEducation
		}
	}
	return kind
}

func (b *Builder) private(entry int) bool {
	h := b.doc.Entries[entry].Header
	return h >= 0 && b.doc.Passages[h].Private
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
		if b.kinds[i] == kind && !b.private(i) {
			out = append(out, i)
		}
	}
	lasts := kind == resume.EntryWork || kind == resume.EntryVolunteer || kind == resume.EntryEducation
	slices.SortStableFunc(out, func(i, j int) int {
		p, q := b.doc.Entries[i].Period, b.doc.Entries[j].Period
		if !lasts { // "since 2015" is when it was got
			return cmp.Compare(firstMonth(q), firstMonth(p))
		}
		return cmp.Or(cmp.Compare(lastMonth(q), lastMonth(p)), cmp.Compare(monthOf(q.Start), monthOf(p.Start)))
	})
	return out
}

func monthOf(d resume.Date) int { return d.Year*12 + d.Month }

func firstMonth(p resume.Period) int {
	if p.Start.IsZero() {
		return monthOf(p.End)
	}
	return monthOf(p.Start)
}

// lastMonth orders periods by their end; a running one ends after all others.
func lastMonth(p resume.Period) int {
	switch {
	case p.Present:
		return 1 << 30
	case !p.End.IsZero():
		return monthOf(p.End)
	}
	return monthOf(p.Start)
}

// groupName heads the parts of a page that are of another kind than its first.
func groupName(kind resume.EntryKind) string {
	switch kind {
	case resume.EntryVolunteer:
		return "Volunteering"
	case resume.EntryCertificate:
		return "Certificates"
	}
	return ""
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
				m.hide(len(m.below(all[n])), places[n])
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
	x, kind := &m.doc.Entries[i], m.kinds[i]
	part := Part{Group: groupName(kind), Name: x.Title, Org: x.Org, URL: x.URL, Details: m.details(i)}
	switch {
	case x.Header >= 0:
		part.Citations = m.cites(x.Header)
	case len(x.Passages) > 0:
		part.Citations = m.cites(x.Passages[0])
	}
	switch kind {
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
	x, kind := &m.doc.Entries[i], m.kinds[i]
	var out []string
	if when := periodText(x.Period); when != "" {
		out = append(out, when)
	}
	if n, exact := x.Period.Months(m.now()); n > 0 && (kind == resume.EntryWork || kind == resume.EntryVolunteer) {
		out = append(out, months(n, exact))
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
var lengthForm = regexp.MustCompile(`(?i)^\(?(?:~|about |over )?\d+(?:\.\d+)?\+? ?(?:y|m|w)[a-z]*\b`)

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

// periodText is a period for people: "February 2023 – present".
func periodText(p resume.Period) string {
	switch {
	case p.IsZero():
		return ""
	case p.Present:
		return p.Start.String() + " – present"
	case p.End.IsZero() || p.End == p.Start:
		return p.Start.String()
	case p.Start.IsZero():
		return "until " + p.End.String()
	}
	return p.Start.String() + " – " + p.End.String()
}

// months says a number of months, as a bound where it is one.
func months(n int, exact bool) string {
	if exact {
		return resume.FormatMonths(n)
	}
	return "at least " + resume.FormatMonths(n)
}

// total sums the positions up.
func (m *making) total() {
	var periods []resume.Period
	work := m.entriesOf(resume.EntryWork)
	for _, i := range work {
		if p := m.doc.Entries[i].Period; !p.Start.IsZero() {
			periods = append(periods, p)
		}
	}
	if m.filter != "" || len(work) < 2 || len(periods) < len(work) {
		return
	}
	if n, exact := resume.TotalMonths(periods, m.now()); n > 0 {
		m.page.Summary = m.words.counted(len(work), "position") + ", " + months(n, exact) + " in all"
	}
}
