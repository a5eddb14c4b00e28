package timeline

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"resumebot/internal/facts"
	"resumebot/internal/resume"
)

// ErrNoSkills says that there is nothing to draw of skills.
var ErrNoSkills = errors.New("timeline: no entry of the résumé names a skill")

// maxSkills bounds the picture of skills, so that a phone shows it whole.
const maxSkills = 12

// SkillsPNG draws where and when skills were used: a row for each of those that most
// entries name, in it a bar for each entry with dates and a dot for each without,
// coloured by entry. skills are those of [facts.Skills] of the same document and day.
// alt says all that the picture shows in words; it has no bound of its own. Where no
// entry names a skill the error is [ErrNoSkills]. What [PNG] says of its cost holds
// here too.
func SkillsPNG(d *resume.Document, skills []facts.Skill, asOf time.Time) (png []byte, alt string, err error) {
	s := newSkillChart(d, skills, asOf)
	if len(s.rows) == 0 {
		return nil, "", ErrNoSkills
	}
	if png, err = drawn(s.layout); err != nil {
		return nil, "", err
	}
	return png, s.words(), nil
}

// skillChart is what is to be drawn or told of skills.
type skillChart struct {
	person string
	asOf   time.Time
	rows   []skillRow // most evidence first
	places []place    // in which the skills of rows were used: latest first, those without dates last
	more   int        // skills beyond maxSkills
}

// skillRow is a skill with the places that it was used in, by position, in order.
type skillRow struct {
	name   string
	places []int
}

// place is an entry in which skills were used.
type place struct {
	entry    int
	name     string // never empty
	dated    bool
	from, to float64 // as of a row
	ongoing  bool
	period   string
}

const unnamed = "unnamed"

func newSkillChart(d *resume.Document, skills []facts.Skill, asOf time.Time) *skillChart {
	s := &skillChart{person: d.Person.Name, asOf: asOf}
	used := slices.DeleteFunc(slices.Clone(skills), func(k facts.Skill) bool { return len(k.Uses) == 0 || clean(k.Name) == "" })
	time := map[string]float64{} // years that its entries cover, by the skill's name
	for _, k := range used {
		for _, u := range k.Uses {
			p := placeOf(d, u.Entry, asOf)
			time[k.Name] += p.to - p.from
		}
	}
	slices.SortStableFunc(used, func(a, b facts.Skill) int {
		return cmp.Or(cmp.Compare(len(b.Uses), len(a.Uses)), cmp.Compare(time[b.Name], time[a.Name]))
	})
	s.more = max(0, len(used)-maxSkills)
	used = used[:len(used)-s.more]
	s.places = placesOf(d, used, asOf)
	for _, k := range used {
		r := skillRow{name: clean(k.Name)}
		for n, p := range s.places {
			if slices.ContainsFunc(k.Uses, func(u facts.Use) bool { return u.Entry == p.entry }) {
				r.places = append(r.places, n)
			}
		}
		s.rows = append(s.rows, r)
	}
	return s
}

// placesOf are the entries that name skills, latest first.
func placesOf(d *resume.Document, skills []facts.Skill, asOf time.Time) []place {
	var all []place
	for _, k := range skills {
		for _, u := range k.Uses {
			if !slices.ContainsFunc(all, func(p place) bool { return p.entry == u.Entry }) {
				all = append(all, placeOf(d, u.Entry, asOf))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.to, a.to), cmp.Compare(b.from, a.from), cmp.Compare(a.entry, b.entry))
	})
	short := map[string]int{}
	for _, p := range all {
		short[p.name]++
	}
	for n := range all {
		if e := &d.Entries[all[n].entry]; short[all[n].name] > 1 { // two positions with one employer
			r := row{title: clean(e.Title), org: clean(e.Org)}
			all[n].name = cmp.Or(strings.Trim(r.label(), ", "), all[n].name)
		}
	}
	return all
}

// placeOf is an entry as a place: by its organisation, a project by its name.
func placeOf(d *resume.Document, entry int, asOf time.Time) place {
	e := &d.Entries[entry]
	p := place{entry: entry, name: cmp.Or(clean(e.Org), clean(e.Title), unnamed)}
	if e.Kind == resume.EntryProject {
		p.name = cmp.Or(clean(e.Title), p.name)
	}
	if !e.Period.IsZero() {
		p.dated, p.ongoing, p.period = true, e.Period.Present, told(e.Period, asOf)
		p.from, p.to = span(e.Period, asOf)
	}
	return p
}

// note says what the picture leaves out.
func (s *skillChart) note() string {
	if s.more == 0 {
		return ""
	}
	return count(s.more, "more skill", "more skills") + " not shown for want of room."
}

// words is the chart as a text.
func (s *skillChart) words() string {
	var b strings.Builder
	b.WriteString("Skills")
	if name := clean(s.person); name != "" {
		b.WriteString(" of " + name)
	}
	fmt.Fprintf(&b, " and where they were used, as of %s, most used first.", s.asOf.Format("January 2006"))
	for _, r := range s.rows {
		var names []string
		for _, n := range r.places {
			names = append(names, s.places[n].name)
		}
		fmt.Fprintf(&b, " %s: %s.", r.name, strings.TrimSuffix(strings.Join(names, "; "), ".")) // of "S.A."
	}
	var times []string
	for _, p := range s.places {
		times = append(times, p.name+" ("+cmp.Or(p.period, "no dates")+")")
	}
	fmt.Fprintf(&b, " When that was: %s.", strings.Join(times, "; "))
	return strings.TrimSpace(b.String() + " " + s.note())
}
